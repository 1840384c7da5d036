import type { Indicator } from '../../domain/mqa.js';

/** What a check looks at, and how it is said rightly; the same in every language. */
export interface CheckFacts {
  readonly property: string;
  /** Turtle, after the dataset or after its distribution. */
  readonly example: string;
}

const nal = 'http://publications.europa.eu/resource/authority';
const onDistribution = (property: string, value: string): CheckFacts => ({ property, example: `dcat:distribution [ ${property} ${value} ] .` });
const onDataset = (property: string, value: string): CheckFacts => ({ property, example: `${property} ${value} .` });

export const checkFacts: Readonly<Record<Indicator, CheckFacts>> = {
  keywordAvailability: onDataset('dcat:keyword', '"beroerte"@nl , "stroke"@en'),
  categoryAvailability: onDataset('dcat:theme', `<${nal}/data-theme/HEAL>`),
  spatialAvailability: onDataset('dct:spatial', `<${nal}/country/NLD>`),
  temporalAvailability: onDataset('dct:temporal', '[ dcat:startDate "2018-01-01"^^xsd:date ; dcat:endDate "2024-12-31"^^xsd:date ]'),
  accessUrlStatusCode: onDistribution('dcat:accessURL', '<https://umc-voorbeeld.example/aanvragen>'),
  downloadUrlAvailability: onDistribution('dcat:downloadURL', '<https://umc-voorbeeld.example/wachttijden.csv>'),
  downloadUrlStatusCode: onDistribution('dcat:downloadURL', '<https://umc-voorbeeld.example/wachttijden.csv>'),
  formatAvailability: onDistribution('dct:format', `<${nal}/file-type/CSV>`),
  mediaTypeAvailability: onDistribution('dcat:mediaType', '<https://www.iana.org/assignments/media-types/text/csv>'),
  formatMediaTypeVocabularyAlignment: {
    property: 'dct:format, dcat:mediaType',
    example: `dcat:distribution [ dct:format <${nal}/file-type/CSV> ; dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ] .`,
  },
  formatMediaTypeNonProprietary: onDistribution('dct:format', `<${nal}/file-type/CSV>`),
  formatMediaTypeMachineInterpretable: onDistribution('dct:format', `<${nal}/file-type/JSON>`),
  dcatApCompliance: {
    property: 'dct:title, dct:description',
    example: 'dct:title "Beroerteketen"@nl ; dct:description "Alle opnamen voor een beroerte."@nl .',
  },
  licenceAvailability: onDistribution('dct:license', `<${nal}/licence/CC_BY_4_0>`),
  knownLicence: onDistribution('dct:license', `<${nal}/licence/CC_BY_4_0>`),
  accessRightsAvailability: onDataset('dct:accessRights', `<${nal}/access-right/NON_PUBLIC>`),
  accessRightsVocabularyAlignment: onDataset('dct:accessRights', `<${nal}/access-right/NON_PUBLIC>`),
  contactPointAvailability: onDataset('dcat:contactPoint', '[ a vcard:Kind ; vcard:fn "Datadesk" ; vcard:hasEmail <mailto:data@umc-voorbeeld.example> ]'),
  publisherAvailability: onDataset('dct:publisher', '[ a foaf:Agent ; foaf:name "UMC Voorbeeld"@nl ]'),
  rightsAvailability: onDistribution('dct:rights', '[ a dct:RightsStatement ; rdfs:label "Alleen voor onderzoek"@nl ]'),
  byteSizeAvailability: onDistribution('dcat:byteSize', '"12400000"^^xsd:nonNegativeInteger'),
  dateIssuedAvailability: onDataset('dct:issued', '"2024-03-01"^^xsd:date'),
  dateModifiedAvailability: onDataset('dct:modified', '"2025-01-14"^^xsd:date'),
  hdabAvailability: onDataset('healthdcatap:hdab', '[ a foaf:Agent ; foaf:name "Toegangsinstantie Voorbeeld"@nl ]'),
  legislationAvailability: onDataset('dcatap:applicableLegislation', '<http://data.europa.eu/eli/reg/2025/327/oj>'),
  healthCategoryAvailability: onDataset('healthdcatap:healthCategory', '<https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/EHRS>'),
  populationCoverageAvailability: onDataset('healthdcatap:populationCoverage', '"Volwassenen met een beroerte in drie ziekenhuizen"@nl'),
  sizeAvailability: onDataset('healthdcatap:numberOfUniqueIndividuals', '"18400"^^xsd:nonNegativeInteger'),
  sampleOrDictionaryAvailability: {
    property: 'adms:sample, healthdcatap:hasVariables',
    example: 'adms:sample [ a dcat:Distribution ; dcat:accessURL <https://umc-voorbeeld.example/voorbeeld.csv> ] .',
  },
  accessConditionsAvailability: {
    property: 'dcat:accessURL, dct:rights, dcat:landingPage',
    example: 'dcat:landingPage <https://umc-voorbeeld.example/data/beroerte> .',
  },
  qualityLabelAvailability: onDataset(
    'dqv:hasQualityAnnotation',
    '[ a dqv:QualityCertificate ; oa:hasTarget <https://umc-voorbeeld.example/dataset/beroerte> ; oa:hasBody <https://umc-voorbeeld.example/label> ]',
  ),
};
