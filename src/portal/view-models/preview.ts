import type { ValidationJob } from '../../catalogue/validation-desk.js';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import type { ValidationReport } from '../../domain/validation.js';
import type { PageContext } from '../page-context.js';
import { datasetPageModel, type DatasetPageModel } from './dataset-page.js';
import { clean } from './text.js';

export interface PreviewModel {
  /** Datasets, series and services of the document, by their number in it. */
  readonly choices: readonly { readonly record: number; readonly title: string; readonly current: boolean; readonly href: string }[];
  /** Null when there is none, or it is too large to be kept. */
  readonly page: DatasetPageModel | null;
  readonly publishable: boolean;
  readonly reason: 'none' | 'too-large' | null;
}

const maxChoices = 200;

/** "How it will look": the real page of a record of the document, without links to what is not there. */
export function previewModel(
  job: ValidationJob,
  asked: number | null,
  queries: Pick<CatalogueQueries, 'concepts' | 'catalogue' | 'station' | 'preview' | 'profiles' | 'rules'>,
  context: PageContext,
): PreviewModel {
  const { result } = job;
  const records = (result?.records ?? []).map((record, at) => ({ record, at })).filter(({ record }) => record.subject.kind !== 'catalogue');
  const chosen = records.find(({ at }) => at + 1 === asked) ?? records[0];
  const choices = records.slice(0, maxChoices).map(({ record: { subject }, at }) => ({
    record: at + 1,
    title: clean(subject.title ?? subject.iri, 200),
    current: at === chosen?.at,
    href: `/${context.lang}/validator/jobs/${job.id}?view=look&record=${String(at + 1)}`,
  }));
  if (chosen === undefined) return { choices, page: null, publishable: false, reason: 'none' };
  const { subject } = chosen.record;
  const quads = result?.quads[chosen.at] ?? null;
  if (quads === null || subject.kind === 'catalogue') return { choices, page: null, publishable: subject.publishable, reason: 'too-large' };
  const view = queries.preview({
    iri: subject.iri,
    kind: subject.kind,
    quads,
    station: job.options.station,
    report: reportOf(chosen.record),
    euReady: chosen.record.eu?.publishable ?? false,
  });
  return { choices, page: withoutOwnLinks(datasetPageModel(view, queries, context)), publishable: subject.publishable, reason: null };
}

function reportOf({ subject, results }: Pick<NonNullable<ValidationJob['result']>['records'][number], 'subject' | 'results'>): ValidationReport {
  const count = (severity: string): number => results.filter((result) => result.severity === severity).length;
  const [profile = ''] = subject.profile.split('/');
  return {
    profile,
    variant: subject.profile,
    conforms: results.length === 0,
    violations: count('violation'),
    warnings: count('warning'),
    infos: count('info'),
    targets: 1,
    results,
    engine: '',
    shapesHash: '',
  };
}

/** An organisation that is in no record yet would be a search without results. */
export function withoutOwnLinks(model: DatasetPageModel): DatasetPageModel {
  const unlinked = <T extends { readonly searchHref: string | null } | null>(agent: T): T => (agent === null ? agent : { ...agent, searchHref: null });
  const { access, publisher } = model;
  return {
    ...model,
    publisher: publisher === null ? null : { ...publisher, href: null },
    downloads: [],
    access: { ...access, hdab: unlinked(access.hdab), holder: unlinked(access.holder), publisher: unlinked(access.publisher) },
  };
}
