import type { ConceptLabels, RecordView } from '../../catalogue/queries.js';
import type { Severity, ValidationResult } from '../../domain/validation.js';
import type { PageContext } from '../page-context.js';
import { lastSegment } from './concept.js';
import { qualityLabels } from './dataset-fields.js';
import { textValue, type FieldName, type Value } from './field.js';
import type { RuleLinks } from './rule-links.js';
import { clean, textOf, type Text } from './text.js';

export interface ResultModel {
  readonly message: Text;
  readonly property: string | null;
  readonly propertyIri: string | null;
  readonly count: number;
  readonly examples: readonly { readonly value: string | null; readonly line: number | null }[];
  readonly fix: Text | null;
  readonly patch: string | null;
  readonly nearest: readonly { readonly value: string; readonly label: string }[];
  readonly ruleHref: string | null;
}

export interface QualityModel {
  readonly labels: readonly Value[];
  readonly report: {
    readonly profile: string;
    readonly violations: number;
    readonly warnings: number;
    readonly infos: number;
    readonly groups: readonly { readonly severity: Severity; readonly label: string; readonly results: readonly ResultModel[]; readonly more: number }[];
  } | null;
  readonly euReady: boolean;
  readonly filled: number;
  readonly checked: number;
  readonly missing: readonly string[];
}

const severities: readonly Severity[] = ['violation', 'warning', 'info'];
const shownAtMost = 12;

/** Section 8: data quality as stated, and our check of the metadata; two blocks that are never mixed. */
export function qualityModel(view: RecordView, concepts: ConceptLabels, context: PageContext, links: RuleLinks): QualityModel {
  const { report } = view;
  const words = context.m.dataset.quality;
  const labels = { violation: words.violations, warning: words.warnings, info: words.infos };
  const checks = checklist(view);
  return {
    labels: qualityLabels(view.description, concepts, context).filter((value) => value !== null),
    report:
      report === null
        ? null
        : {
            profile: report.profile,
            violations: report.violations,
            warnings: report.warnings,
            infos: report.infos,
            groups: severities
              .map((severity) => ({
                severity,
                label: labels[severity],
                ...grouped(
                  report.results.filter((result) => result.severity === severity),
                  report.profile,
                  links,
                  context,
                ),
              }))
              .filter(({ results }) => results.length > 0),
          },
    euReady: view.euReady,
    filled: checks.filter(([, filled]) => filled).length,
    checked: checks.length,
    missing: checks.filter(([, filled]) => !filled).map(([name]) => context.m.dataset.fields[name].label),
  };
}

/** Results that say the same of the same property become one line with a count. */
function grouped(
  results: readonly ValidationResult[],
  profile: string,
  links: RuleLinks,
  context: PageContext,
): { readonly results: readonly ResultModel[]; readonly more: number } {
  const groups = new Map<string, ValidationResult[]>();
  for (const result of results) {
    const key = `${result.path ?? ''} ${result.component} ${result.sourceShape}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const models = [...groups.values()].map((group) => resultModel(group, profile, links, context)).sort((a, b) => b.count - a.count);
  return { results: models.slice(0, shownAtMost), more: Math.max(0, models.length - shownAtMost) };
}

function resultModel(group: readonly ValidationResult[], profile: string, links: RuleLinks, context: PageContext): ResultModel {
  const [first] = group as readonly [ValidationResult, ...ValidationResult[]];
  return {
    message: textOf(first.message, context, 600) ?? { text: first.component, lang: null, tag: null },
    property: textOf(first.label, context, 120)?.text ?? (first.path === null ? null : clean(lastSegment(first.path.replace(/[<>]/g, '')), 120)),
    propertyIri: first.path === null ? null : clean(first.path, 300),
    count: group.length,
    examples: group
      .filter(({ value, line }) => value !== null || line !== null)
      .slice(0, 3)
      .map(({ value, line }) => ({ value: value === null ? null : clean(value, 200), line })),
    fix: first.fix === null ? null : (textValue(textOf(first.fix.text, context, 1000))?.text ?? null),
    patch: first.fix?.patch ? clean(first.fix.patch, 1000) : null,
    nearest: (first.fix?.nearest ?? []).slice(0, 3).map(({ value, label }) => ({ value: clean(value, 200), label: clean(label, 120) })),
    ruleHref: links.hrefOf(first.sourceShape, profile),
  };
}

/** The fields that help a reader most; a short list on purpose. */
function checklist({ description }: RecordView): [FieldName, boolean][] {
  return [
    ['accessRights', description.accessRights.length > 0],
    ['healthCategories', description.healthCategories.length > 0],
    ['healthThemes', description.healthThemes.length > 0],
    ['populationCoverage', Object.keys(description.populationCoverage).length > 0],
    ['individuals', description.numberOfUniqueIndividuals !== null],
    ['records', description.numberOfRecords !== null],
    ['ages', description.minTypicalAge !== null || description.maxTypicalAge !== null],
    ['temporal', description.temporal.length > 0],
    ['spatial', description.spatial.length > 0],
    ['codingSystems', description.codingSystems.length > 0],
    ['contact', description.contactPoints.length > 0],
    ['legalBases', description.legalBases.length > 0],
  ];
}
