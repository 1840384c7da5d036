import type { Distribution, RecordDescription } from '../../src/domain/description.js';
import type { QualityVocabulary } from '../../src/domain/quality-facts.js';
import { makeDescription } from '../portal/support/records.js';

const authority = 'http://publications.europa.eu/resource/authority';
export const csv = `${authority}/file-type/CSV`;
export const textCsv = 'https://www.iana.org/assignments/media-types/text/csv';
export const ccBy = `${authority}/licence/CC_BY_4_0`;
export const nonPublic = `${authority}/access-right/NON_PUBLIC`;

const lists: Readonly<Record<string, string>> = {
  [csv]: `${authority}/file-type`,
  [`${authority}/file-type/PDF`]: `${authority}/file-type`,
  [textCsv]: 'https://www.iana.org/assignments/media-types/',
  'https://www.iana.org/assignments/media-types/application/fhir+json': 'https://www.iana.org/assignments/media-types/',
  [ccBy]: `${authority}/licence`,
  [nonPublic]: `${authority}/access-right`,
};

/** As `Concepts`, over the few values that tests use. */
export const vocabulary: QualityVocabulary = { present: (iri) => iri, scheme: (iri) => lists[iri] };

const agent = { iri: 'https://a.example/', name: {}, types: [], description: {}, homepage: null, email: null, contactPage: null, telephone: null };

export const fullDistribution: Distribution = {
  iri: 'https://a.example/d/1',
  title: {},
  description: {},
  accessUrls: ['https://a.example/access'],
  downloadUrls: ['https://a.example/file.csv'],
  format: csv,
  mediaType: textCsv,
  byteSize: 12,
  licence: ccBy,
  rights: [{ iri: 'https://a.example/rights', label: {}, types: [] }],
  legislation: ['http://data.europa.eu/eli/reg/2025/327/oj'],
  conformsTo: [],
  availability: null,
  issued: '2025-01-01',
  modified: '2025-02-01',
  accessServices: [],
};

export const emptyDistribution: Distribution = {
  ...fullDistribution,
  iri: 'https://a.example/d/2',
  accessUrls: [],
  downloadUrls: [],
  format: null,
  mediaType: null,
  byteSize: null,
  licence: null,
  rights: [],
  legislation: [],
  issued: null,
  modified: null,
};

/** Has everything that either score looks at. */
export const fullDescription: RecordDescription = makeDescription({
  iri: 'https://a.example/1',
  keywords: { en: ['stroke'] },
  themes: [`${authority}/data-theme/HEAL`],
  spatial: [{ iri: `${authority}/country/NLD`, label: {} }],
  temporal: [{ start: '2020-01-01', end: null }],
  accessRights: [nonPublic],
  contactPoints: [{ iri: null, name: {}, email: 'a@a.example', url: null }],
  publisher: agent,
  issued: '2025-01-01',
  modified: '2025-02-01',
  hdab: agent,
  legislation: ['http://data.europa.eu/eli/reg/2025/327/oj'],
  healthCategories: ['https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/MRMR'],
  populationCoverage: { en: ['Everybody'] },
  numberOfRecords: 10,
  samples: [emptyDistribution],
  landingPages: ['https://a.example/apply'],
  qualityAnnotations: [{ body: null, target: null, label: { en: ['label'] } }],
  distributions: [fullDistribution],
});

export const reachable = (): { reachable: boolean; status: number } => ({ reachable: true, status: 200 });
export const never = (): undefined => undefined;
