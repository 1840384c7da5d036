import type { VariableTable } from '../../domain/description.js';
import { safeHref } from '../../rdf/iri.js';
import { cell } from '../../report/csv.js';
import type { PageContext } from '../page-context.js';
import { clean, textOf, type Text } from './text.js';

export interface VariableModel {
  /** As the data have it, unchanged. */
  readonly name: string;
  readonly title: Text | null;
  readonly description: Text | null;
  readonly datatype: string | null;
  readonly meaningHref: string | null;
  readonly table: Text | null;
}

export const variablesPerPage = 100;

export function variablesOf(tables: readonly VariableTable[], context: PageContext): VariableModel[] {
  return tables.flatMap((table) => {
    const title = textOf(table.title, context, 200);
    return table.columns.map((column) => ({
      name: clean(column.name, 200),
      title: textOf(column.title, context, 300),
      description: textOf(column.description, context, 1000),
      datatype: column.datatype === null ? null : clean(column.datatype.replace(/^.*[#/]/, ''), 60),
      meaningHref: column.propertyUrl === null ? null : safeHref(column.propertyUrl),
      table: title,
    }));
  });
}

export interface VariablesPageModel {
  readonly q: string;
  readonly total: number;
  readonly found: number;
  readonly page: number;
  readonly pages: number;
  readonly variables: readonly VariableModel[];
  readonly hasTables: boolean;
}

/** One page of a record's variables, those that have the asked text in name, title or description. */
export function variablesPageModel(
  tables: readonly VariableTable[],
  asked: { readonly q: string; readonly page: number },
  context: PageContext,
): VariablesPageModel {
  const all = variablesOf(tables, context);
  const found = withText(all, asked.q, context);
  const pages = Math.max(1, Math.ceil(found.length / variablesPerPage));
  const start = (asked.page - 1) * variablesPerPage;
  return {
    q: asked.q,
    total: all.length,
    found: found.length,
    page: asked.page,
    pages,
    variables: found.slice(start, start + variablesPerPage),
    hasTables: tables.filter(({ columns }) => columns.length > 0).length > 1,
  };
}

function withText(variables: readonly VariableModel[], q: string, { m }: PageContext): readonly VariableModel[] {
  const wanted = q.toLocaleLowerCase(m.locale);
  if (wanted === '') return variables;
  return variables.filter(({ name, title, description }) =>
    [name, title?.text, description?.text].some((text) => text?.toLocaleLowerCase(m.locale).includes(wanted)),
  );
}

/** The variables that have the asked text, as CSV (RFC 4180): names as the data have them, words in the reader's language. */
export function variablesCsv(tables: readonly VariableTable[], q: string, context: PageContext): string {
  const rows = withText(variablesOf(tables, context), q, context).map(({ name, title, description, datatype, meaningHref, table }) => [
    table?.text,
    name,
    title?.text,
    description?.text,
    datatype,
    meaningHref,
  ]);
  return [['table', 'name', 'label', 'description', 'datatype', 'meaning'], ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
