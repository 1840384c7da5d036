import type { CatalogueQueries } from '../../catalogue/queries.js';
import type { RecordDescription } from '../../domain/description.js';
import type { Version } from '../../domain/record.js';
import type { FieldName } from './field.js';
import type { PageContext } from '../page-context.js';

export interface VersionModel {
  readonly n: number;
  readonly publishedAt: string;
  readonly receivedAt: string;
  readonly station: string;
  readonly run: number;
  readonly changed: string;
  readonly current: boolean;
}

const comparedAtMost = 20;

/** Published versions, newest first, each with the fields in which it differs from the one before. */
export function historyModel(id: string, queries: Pick<CatalogueQueries, 'versions' | 'version'>, context: PageContext): VersionModel[] {
  const published = queries.versions(id).filter((version): version is Version & { published: NonNullable<Version['published']> } => version.published !== null);
  const sorted = [...published].sort((a, b) => b.n - a.n).slice(0, 200);
  const described = new Map<number, RecordDescription>();
  for (const { n } of sorted.slice(0, comparedAtMost + 1)) {
    const found = queries.version(id, n);
    if (found !== undefined) described.set(n, found.description);
  }
  const words = context.m.dataset.history;
  return sorted.map((version, i) => {
    const before = sorted[i + 1];
    const now = described.get(version.n);
    const then = before === undefined ? undefined : described.get(before.n);
    const changed =
      before === undefined
        ? words.first
        : now === undefined || then === undefined
          ? ''
          : context.f.list(changedFields(then, now, context)) || words.unknownChange;
    return {
      n: version.n,
      publishedAt: version.published.at,
      receivedAt: version.receivedAt,
      station: version.station,
      run: version.run,
      changed,
      current: version.published.toSeq === null,
    };
  });
}

const labels: Partial<Record<keyof RecordDescription, FieldName>> = {
  accessRights: 'accessRights',
  legislation: 'legislation',
  themes: 'themes',
  healthCategories: 'healthCategories',
  healthThemes: 'healthThemes',
  types: 'types',
  codingSystems: 'codingSystems',
  codeValues: 'codeValues',
  conformsTo: 'standards',
  languages: 'languages',
  spatial: 'spatial',
  temporal: 'temporal',
  creators: 'creators',
  contactPoints: 'contact',
  populationCoverage: 'populationCoverage',
  purposes: 'purposes',
  legalBases: 'legalBases',
  personalData: 'personalData',
  provenance: 'provenance',
  activities: 'activities',
  minTypicalAge: 'ages',
  maxTypicalAge: 'ages',
  numberOfRecords: 'records',
  numberOfUniqueIndividuals: 'individuals',
  hasStructuredData: 'structured',
  retentionPeriod: 'retention',
  frequency: 'frequency',
  temporalResolution: 'temporalResolution',
  issued: 'issued',
  version: 'version',
  versionNotes: 'versionNotes',
  keywords: 'keywords',
  identifiers: 'identifiers',
  otherIdentifiers: 'identifiers',
  qualityAnnotations: 'qualityLabel',
  endpointUrls: 'endpoint',
};

function changedFields(then: RecordDescription, now: RecordDescription, context: PageContext): string[] {
  const { m } = context;
  const special: Partial<Record<keyof RecordDescription, string>> = {
    title: m.dataset.variables.label,
    description: m.dataset.sections.description,
    publisher: m.dataset.agents.publisher,
    custodian: m.dataset.agents.holder,
    hdab: m.dataset.agents.hdab,
    distributions: m.dataset.distributions,
    samples: m.dataset.samples,
    analytics: m.dataset.analytics,
    tables: m.dataset.variables.title,
    modified: m.dataset.modifiedAtSource,
  };
  const keys = (Object.keys(now) as (keyof RecordDescription)[]).filter((key) => JSON.stringify(then[key]) !== JSON.stringify(now[key]));
  const names = keys.map((key) => {
    const name = labels[key];
    return special[key] ?? (name === undefined ? m.dataset.sections.relations : m.dataset.fields[name].label);
  });
  return [...new Set(names)];
}
