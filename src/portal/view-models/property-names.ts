import type { PageContext } from '../page-context.js';
import type { FieldName } from './field.js';

const fields: Readonly<Record<string, FieldName>> = {
  'dct:accessRights': 'accessRights',
  'dcatap:applicableLegislation': 'legislation',
  'dcat:theme': 'themes',
  'healthdcatap:healthCategory': 'healthCategories',
  'healthdcatap:healthTheme': 'healthThemes',
  'dct:type': 'types',
  'healthdcatap:hasCodingSystem': 'codingSystems',
  'healthdcatap:hasCodeValues': 'codeValues',
  'dct:conformsTo': 'standards',
  'dct:language': 'languages',
  'dct:spatial': 'spatial',
  'dct:temporal': 'temporal',
  'dct:creator': 'creators',
  'dcat:contactPoint': 'contact',
  'healthdcatap:populationCoverage': 'populationCoverage',
  'dpv:hasPurpose': 'purposes',
  'healthdcatap:hasPurpose': 'purposes',
  'dpv:hasLegalBasis': 'legalBases',
  'dpv:hasPersonalData': 'personalData',
  'dct:provenance': 'provenance',
  'prov:wasGeneratedBy': 'activities',
  'healthdcatap:minTypicalAge': 'ages',
  'healthdcatap:maxTypicalAge': 'ages',
  'healthdcatap:numberOfRecords': 'records',
  'healthdcatap:numberOfUniqueIndividuals': 'individuals',
  'healthdcatap:hasStructuredData': 'structured',
  'healthdcatap:retentionPeriod': 'retention',
  'dct:accrualPeriodicity': 'frequency',
  'dcat:temporalResolution': 'temporalResolution',
  'dct:issued': 'issued',
  'dcat:version': 'version',
  'adms:versionNotes': 'versionNotes',
  'dcat:keyword': 'keywords',
  'dct:identifier': 'identifiers',
  'adms:identifier': 'identifiers',
  'dqv:hasQualityAnnotation': 'qualityLabel',
  'dcat:endpointURL': 'endpoint',
  'dct:license': 'licence',
};

/** What readers call the property that a path of a change begins with; null where the portal has no word for it. */
export function propertyName(path: string, { m }: Pick<PageContext, 'm'>): string | null {
  const root = path.startsWith('<') ? path : (path.split('/')[0] ?? path);
  const words = m.dataset;
  const special: Readonly<Record<string, string>> = {
    'dct:title': words.variables.label,
    'dct:description': words.sections.description,
    'dct:publisher': words.agents.publisher,
    'geodcatap:custodian': words.agents.holder,
    'healthdcatap:hdab': words.agents.hdab,
    'dcat:distribution': words.distributions,
    'adms:sample': words.samples,
    'healthdcatap:analytics': words.analytics,
    'healthdcatap:hasVariables': words.variables.title,
    'dct:modified': words.modifiedAtSource,
  };
  const field = fields[root];
  return special[root] ?? (field === undefined ? null : words.fields[field].label);
}
