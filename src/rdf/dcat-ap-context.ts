import { prefixes } from './prefixes.js';

type Context = Record<string, unknown>;

/** Names with the same meaning on every class that has them; `@` behind a term means that its values are IRIs, `^` a datatype. */
const shared: Readonly<Record<string, string>> = {
  accessRights: 'dct:accessRights@',
  applicableLegislation: 'dcatap:applicableLegislation@',
  conformsTo: 'dct:conformsTo@',
  contactPoint: 'dcat:contactPoint@',
  creator: 'dct:creator@',
  description: 'dct:description',
  documentation: 'foaf:page@',
  format: 'dct:format@',
  frequency: 'dct:accrualPeriodicity@',
  geographicalCoverage: 'dct:spatial@',
  hasPart: 'dct:hasPart@',
  hasVersion: 'dcat:hasVersion@',
  homepage: 'foaf:homepage@',
  identifier: 'dct:identifier',
  inSeries: 'dcat:inSeries@',
  isReferencedBy: 'dct:isReferencedBy@',
  keyword: 'dcat:keyword',
  landingPage: 'dcat:landingPage@',
  language: 'dct:language@',
  licence: 'dct:license@',
  modificationDate: 'dct:modified',
  publisher: 'dct:publisher@',
  qualifiedAttribution: 'prov:qualifiedAttribution@',
  qualifiedRelation: 'dcat:qualifiedRelation@',
  releaseDate: 'dct:issued',
  rights: 'dct:rights@',
  source: 'dct:source@',
  spatialResolution: 'dcat:spatialResolutionInMeters^xsd:decimal',
  status: 'adms:status@',
  temporalCoverage: 'dct:temporal@',
  temporalResolution: 'dcat:temporalResolution^xsd:duration',
  theme: 'dcat:theme@',
  title: 'dct:title',
  type: 'dct:type@',
  version: 'dcat:version',
};

function named(names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, shared[name] ?? '']));
}

/** The short names that DCAT-AP 3 gives to properties, by the class they are used on. */
const namesByClass: Readonly<Record<string, readonly [type: string, names: Readonly<Record<string, string>>]>> = {
  Agent: ['foaf:Agent', { name: 'foaf:name', type: 'dct:type@' }],
  Catalogue: [
    'dcat:Catalog',
    {
      ...named('applicableLegislation creator description geographicalCoverage hasPart homepage language licence modificationDate publisher releaseDate rights temporalCoverage title'), // prettier-ignore
      catalogue: 'dcat:catalog@',
      dataset: 'dcat:dataset@',
      record: 'dcat:record@',
      service: 'dcat:service@',
      themes: 'dcat:themeTaxonomy@',
    },
  ],
  CatalogueRecord: [
    'dcat:CatalogRecord',
    {
      ...named('description language modificationDate title'),
      applicationProfile: 'dct:conformsTo@',
      changeType: 'adms:status@',
      listingDate: 'dct:issued',
      primaryTopic: 'foaf:primaryTopic@',
      sourceMetadata: 'dct:source@',
    },
  ],
  Checksum: ['spdx:Checksum', { algorithm: 'spdx:algorithm@', checksumValue: 'spdx:checksumValue^xsd:hexBinary' }],
  Concept: ['skos:Concept', { preferredLabel: 'skos:prefLabel' }],
  ConceptScheme: ['skos:ConceptScheme', named('title')],
  DataService: [
    'dcat:DataService',
    {
      ...named('accessRights applicableLegislation conformsTo contactPoint description documentation format keyword landingPage licence publisher theme title'),
      endpointDescription: 'dcat:endpointDescription@',
      endpointUrl: 'dcat:endpointURL@',
      servesDataset: 'dcat:servesDataset@',
    },
  ],
  Dataset: [
    'dcat:Dataset',
    {
      ...named('accessRights applicableLegislation conformsTo contactPoint creator description documentation frequency geographicalCoverage hasVersion identifier inSeries isReferencedBy keyword landingPage language modificationDate publisher qualifiedAttribution qualifiedRelation releaseDate source spatialResolution temporalCoverage temporalResolution theme title type version'), // prettier-ignore
      datasetDistribution: 'dcat:distribution@',
      otherIdentifier: 'adms:identifier@',
      provenance: 'dct:provenance@',
      relatedResource: 'dct:relation@',
      sample: 'adms:sample@',
      versionNotes: 'adms:versionNotes',
      wasGeneratedBy: 'prov:wasGeneratedBy@',
    },
  ],
  DatasetSeries: [
    'dcat:DatasetSeries',
    named('applicableLegislation contactPoint description frequency geographicalCoverage modificationDate publisher releaseDate temporalCoverage title'),
  ],
  Distribution: [
    'dcat:Distribution',
    {
      ...named('applicableLegislation description documentation format language licence modificationDate releaseDate rights spatialResolution status temporalResolution title'), // prettier-ignore
      accessService: 'dcat:accessService@',
      accessUrl: 'dcat:accessURL@',
      availability: 'dcatap:availability@',
      byteSize: 'dcat:byteSize^xsd:nonNegativeInteger',
      checksum: 'spdx:checksum@',
      compressionFormat: 'dcat:compressFormat@',
      downloadUrl: 'dcat:downloadURL@',
      hasPolicy: 'odrl:hasPolicy@',
      linkedSchemas: 'dct:conformsTo@',
      mediaType: 'dcat:mediaType@',
      packagingFormat: 'dcat:packageFormat@',
    },
  ],
  Identifier: ['adms:Identifier', { notation: 'skos:notation' }],
  LicenceDocument: ['dct:LicenseDocument', named('type')],
  Location: ['dct:Location', { bbox: 'dcat:bbox', centroid: 'dcat:centroid', geometry: 'locn:geometry@' }],
  PeriodOfTime: ['dct:PeriodOfTime', { beginning: 'time:hasBeginning@', end: 'time:hasEnd@', endDate: 'dcat:endDate', startDate: 'dcat:startDate' }],
  Relationship: ['dcat:Relationship', { hadRole: 'dcat:hadRole@', relation: 'dct:relation@' }],
};

/** Classes without short names of their own. */
const plainClasses: Readonly<Record<string, string>> = {
  Activity: 'prov:Activity',
  Attribution: 'prov:Attribution',
  CataloguedResource: 'dcat:Resource',
  ChecksumAlgorithm: 'spdx:ChecksumAlgorithm',
  Document: 'foaf:Document',
  Frequency: 'dct:Frequency',
  Geometry: 'locn:Geometry',
  Kind: 'vcard:Kind',
  LegalResource: 'eli:LegalResource',
  LinguisticSystem: 'dct:LinguisticSystem',
  MediaType: 'dct:MediaType',
  MediaTypeOrExtent: 'dct:MediaTypeOrExtent',
  Policy: 'odrl:Policy',
  ProvenanceStatement: 'dct:ProvenanceStatement',
  RightsStatement: 'dct:RightsStatement',
  Role: 'dcat:Role',
  Standard: 'dct:Standard',
  TimeInstant: 'time:Instant',
};

const vocabularies: Context = {
  ...prefixes,
  eli: 'http://data.europa.eu/eli/ontology#',
  locn: 'http://www.w3.org/ns/locn#',
  odrl: 'http://www.w3.org/ns/odrl/2/',
  time: 'http://www.w3.org/2006/time#',
};

/**
 * DCAT-AP 3 as JSON-LD: names of classes, and below each of them the names of its properties.
 *
 * @see https://semiceu.github.io/DCAT-AP/releases/3.0.1/ (the context of the release)
 */
export const dcatApContext: Context = {
  ...vocabularies,
  ...plainClasses,
  ...Object.fromEntries(
    Object.entries(namesByClass).map(([name, [type, names]]) => [
      name,
      { '@id': type, '@context': Object.fromEntries(Object.entries(names).map(([term, meaning]) => [term, definition(meaning)])) },
    ]),
  ),
};

/** DCAT 3 itself: its own classes and properties by their local names, beside the usual prefixes. */
export const dcatContext: Context = {
  ...vocabularies,
  ...Object.fromEntries(
    ['Catalog', 'CatalogRecord', 'DataService', 'Dataset', 'DatasetSeries', 'Distribution', 'Relationship', 'Resource', 'Role'].map((name) => [
      name,
      `dcat:${name}`,
    ]),
  ),
  ...Object.fromEntries(
    'accessService accessURL catalog compressFormat contactPoint dataset distribution downloadURL endpointDescription endpointURL first hadRole hasCurrentVersion hasVersion inSeries isVersionOf landingPage last mediaType packageFormat prev previousVersion qualifiedRelation record resource servesDataset service theme themeTaxonomy'
      .split(' ')
      .map((name) => [name, { '@id': `dcat:${name}`, '@type': '@id' }]),
  ),
  ...Object.fromEntries(
    ['bbox', 'byteSize', 'centroid', 'endDate', 'keyword', 'spatialResolutionInMeters', 'startDate', 'temporalResolution', 'version'].map((name) => [
      name,
      `dcat:${name}`,
    ]),
  ),
};

function definition(meaning: string): unknown {
  if (meaning.endsWith('@')) return { '@id': meaning.slice(0, -1), '@type': '@id' };
  const [iri = '', datatype] = meaning.split('^');
  return datatype === undefined ? iri : { '@id': iri, '@type': datatype };
}
