/** Invented HealthDCAT-AP descriptions of about seventy triples each, the same for the same number. */
const themes = ['CANCER_DISEASE', 'MENTAL_HEALTH', 'RESPIRATORY_DISEASES', 'NONCOMMUNICABLE_DISEASES', 'LIFECOURSE_HEALTH', 'HEALTH_SYSTEMS'];
const categories = ['EHRS', 'DIOH', 'NRPE', 'RPDG', 'HRAD', 'HGPD', 'PHDR', 'MRMR', 'RQSH', 'EINS'];
const rights = ['PUBLIC', 'RESTRICTED', 'NON_PUBLIC'];
const subjects = [
  'diabetes',
  'hartfalen',
  'longkanker',
  'astma',
  'depressie',
  'zwangerschap',
  'heupfractuur',
  'nierziekte',
  'vaccinatie',
  'medicatiegebruik',
  'slaap',
  'voeding',
];
const kinds = ['register', 'cohort', 'monitor', 'biobank', 'enquête', 'declaraties'];
const places = ['Noord', 'Zuid', 'Oost', 'West', 'Delta', 'Kust', 'Heuvelland', 'Polder'];
const authority = 'https://hdeu-dcat.data.health.europa.eu/resource/authority';
const eu = 'http://publications.europa.eu/resource/authority';

export const prefixes = [
  'dcat: <http://www.w3.org/ns/dcat#>',
  'dct: <http://purl.org/dc/terms/>',
  'dcatap: <http://data.europa.eu/r5r/>',
  'h: <http://healthdataportal.eu/ns/health#>',
  'foaf: <http://xmlns.com/foaf/0.1/>',
  'cv: <http://data.europa.eu/m8g/>',
  'vcard: <http://www.w3.org/2006/vcard/ns#>',
  'xsd: <http://www.w3.org/2001/XMLSchema#>',
  'csvw: <http://www.w3.org/ns/csvw#>',
  'geo: <http://data.europa.eu/930/>',
  'rdfs: <http://www.w3.org/2000/01/rdf-schema#>',
  'adms: <http://www.w3.org/ns/adms#>',
]
  .map((prefix) => `@prefix ${prefix} .`)
  .join('\n');

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** Statements of one dataset, as Turtle without prefixes; `reversed` gives the same triples in another order. */
export function dataset(n: number, state = 0, reversed = false): string {
  const iri = `<https://bench.example/d/${String(n)}>`;
  const topic = pick(subjects, n * 7 + 3);
  const kind = pick(kinds, n * 5 + 1);
  const place = pick(places, n * 3 + 2);
  const statements = [
    `${iri} a dcat:Dataset`,
    `${iri} dct:title "${kind} ${topic} ${place} ${String(n)}"@nl , "${topic} ${kind} ${place} ${String(n)}"@en`,
    `${iri} dct:description "Gegevens over ${topic} in regio ${place}, verzameld door ${String(20 + (n % 90))} instellingen; stand ${String(state)}. Bevat metingen, behandelingen en uitkomsten."@nl`,
    `${iri} dct:identifier "https://bench.example/d/${String(n)}"`,
    `${iri} dct:accessRights <${eu}/access-right/${pick(rights, n)}>`,
    `${iri} dcatap:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj>`,
    `${iri} dcat:theme <${eu}/data-theme/HEAL>`,
    `${iri} h:healthCategory <${authority}/healthcategories/${pick(categories, n * 11)}>`,
    `${iri} h:healthTheme <${authority}/health-theme/${pick(themes, n * 13)}>`,
    `${iri} dcat:keyword "${topic}"@nl , "${kind}"@nl , "${place}"@nl`,
    `${iri} dct:type <${eu}/dataset-type/PERSONAL_DATA>`,
    `${iri} dct:provenance [ a dct:ProvenanceStatement ; rdfs:label "Uit de administratie van ${place}"@nl ]`,
    `${iri} h:hasStructuredData true`,
    `${iri} h:hasCodingSystem <${authority}/coding-system/ICD-10>`,
    `${iri} h:numberOfRecords "${String(1000 + n * 17)}"^^xsd:nonNegativeInteger ; h:numberOfUniqueIndividuals "${String(100 + n * 7)}"^^xsd:nonNegativeInteger`,
    `${iri} h:minTypicalAge "${String(n % 60)}"^^xsd:nonNegativeInteger ; h:maxTypicalAge "${String(60 + (n % 40))}"^^xsd:nonNegativeInteger`,
    `${iri} dct:spatial <${eu}/country/NLD> ; dct:language <${eu}/language/NLD>`,
    `${iri} dct:temporal [ a dct:PeriodOfTime ; dcat:startDate "${String(2000 + (n % 20))}-01-01"^^xsd:date ; dcat:endDate "${String(2020 + (n % 6))}-12-31"^^xsd:date ]`,
    `${iri} dct:modified "2026-0${String(1 + (n % 9))}-1${String(n % 9)}"^^xsd:date`,
    `${iri} dct:publisher <https://bench.example/org/${String(n % 40)}> ; geo:custodian <https://bench.example/org/${String(n % 40)}>`,
    `<https://bench.example/org/${String(n % 40)}> a foaf:Organization ; foaf:name "Instelling ${String(n % 40)}"@nl ; cv:contactPoint <https://bench.example/org/${String(n % 40)}#contact>`,
    `<https://bench.example/org/${String(n % 40)}#contact> a cv:ContactPoint ; cv:email "data@bench.example"`,
    `${iri} h:hdab <https://hdab.example/>`,
    `<https://hdab.example/> a foaf:Organization ; foaf:name "Toegangsinstantie"@nl ; cv:contactPoint <https://hdab.example/#contact>`,
    `<https://hdab.example/#contact> a cv:ContactPoint ; cv:contactPage <https://hdab.example/contact>`,
    `${iri} dcat:contactPoint [ a vcard:Kind ; vcard:fn "Datadesk" ; vcard:hasEmail <mailto:data@bench.example> ]`,
    `${iri} dcat:distribution <https://bench.example/d/${String(n)}/csv>`,
    `<https://bench.example/d/${String(n)}/csv> a dcat:Distribution ; dcat:accessURL <https://hdab.example/aanvragen> ; dct:format <${eu}/file-type/CSV> ; dcatap:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj>`,
    `${iri} h:hasVariables [ a csvw:TableGroup ; dct:title "Tabellen"@nl ; csvw:table [ a csvw:Table ; dct:title "Metingen"@nl ; csvw:column [ a csvw:Column ; csvw:name "waarde" ; csvw:title "Waarde"@nl ; csvw:datatype "decimal" ; dct:description "De meting"@nl ] ] ]`,
  ];
  if (reversed) statements.reverse();
  return `${statements.join(' .\n')} .\n`;
}

export function dump(count: number, options: { readonly state?: number; readonly reversed?: boolean } = {}): string {
  const numbers = Array.from({ length: count }, (_, n) => n);
  if (options.reversed === true) numbers.reverse();
  return `${prefixes}\n${numbers.map((n) => dataset(n, options.state, options.reversed)).join('')}`;
}

/** Queries of the published mix: plain, prefix, two words, browse. */
export const queries: readonly string[] = [
  ...subjects,
  ...subjects.map((word) => word.slice(0, 5)),
  ...kinds.map((kind, at) => `${kind} ${pick(subjects, at)}`),
  '',
  '',
];
