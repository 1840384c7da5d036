import type { ConceptLabels, RecordView } from '../../catalogue/queries.js';
import type { PageContext } from '../page-context.js';
import { accessModel } from './dataset-access.js';
import { glanceFields, healthFields, populationFields } from './dataset-fields.js';
import { titleOf } from './dataset-page.js';
import type { Field } from './field.js';
import type { Text } from './text.js';

const sections = ['glance', 'population', 'health', 'access'] as const;

export interface CompareRow {
  readonly label: string;
  /** One a dataset, in their order; null where its kind has no such field. */
  readonly cells: readonly (Field | null)[];
}

export interface CompareModel {
  readonly datasets: readonly { readonly title: Text; readonly href: string }[];
  readonly groups: readonly { readonly section: (typeof sections)[number]; readonly rows: readonly CompareRow[] }[];
  /** Rows left out because all datasets say the same. */
  readonly same: number;
}

/** Datasets as columns, their fields as rows; a field stands in the first section that has it. */
export function compareModel(views: readonly RecordView[], onlyDifferences: boolean, concepts: ConceptLabels, context: PageContext): CompareModel {
  const columns = views.map((view) => {
    const access = accessModel(view, concepts, context);
    return {
      glance: glanceFields(view, access, concepts, context),
      population: populationFields(view, concepts, context),
      health: healthFields(view, concepts, context),
      access: access.fields,
    };
  });
  const seen = new Set<string>();
  let same = 0;
  const groups = sections.map((section) => {
    const names = [...new Set(columns.flatMap((column) => column[section].map(({ name }) => name)))].filter((name) => !seen.has(name));
    for (const name of names) seen.add(name);
    const rows = names.map((name): CompareRow => {
      const cells = columns.map((column) => column[section].find((field) => field.name === name) ?? null);
      return { label: context.m.dataset.fields[name].label, cells };
    });
    const shown = onlyDifferences ? rows.filter(({ cells }) => new Set(cells.map(saidBy)).size > 1) : rows;
    same += rows.length - shown.length;
    return { section, rows: shown };
  });
  return {
    datasets: views.map((view) => ({ title: titleOf(view, context), href: `/${context.lang}/datasets/${view.head.id}` })),
    groups: groups.filter(({ rows }) => rows.length > 0),
    same,
  };
}

function saidBy(field: Field | null): string {
  return JSON.stringify((field?.values ?? []).map(({ text, code }) => code ?? text.text).sort());
}
