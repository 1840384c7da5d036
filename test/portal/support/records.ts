import { recordId } from '../../../src/domain/record-id.js';
import type { RecordDescription } from '../../../src/domain/description.js';
import type { RecordHead } from '../../../src/domain/record.js';
import type { RecordView } from '../../../src/catalogue/queries.js';

const authority = 'https://hdeu-dcat.data.health.europa.eu/resource/authority';
export const access = (code: string): string => `http://publications.europa.eu/resource/authority/access-right/${code}`;
export const category = (code: string): string => `${authority}/healthcategories/${code}`;

const emptyDescription: RecordDescription = {
  iri: '',
  kind: 'dataset',
  title: {},
  alternative: {},
  description: {},
  keywords: {},
  identifiers: [],
  otherIdentifiers: [],
  accessRights: [],
  legislation: [],
  themes: [],
  healthCategories: [],
  healthThemes: [],
  types: [],
  codingSystems: [],
  codeValues: [],
  conformsTo: [],
  languages: [],
  spatial: [],
  temporal: [],
  publisher: null,
  custodian: null,
  hdab: null,
  hdabCoordinator: null,
  creators: [],
  contactPoints: [],
  populationCoverage: {},
  purposes: [],
  legalBases: [],
  personalData: [],
  provenance: [],
  activities: [],
  minTypicalAge: null,
  maxTypicalAge: null,
  numberOfRecords: null,
  numberOfUniqueIndividuals: null,
  hasStructuredData: null,
  retentionPeriod: null,
  frequency: null,
  temporalResolution: null,
  issued: null,
  modified: null,
  version: null,
  versionNotes: {},
  status: null,
  landingPages: [],
  pages: [],
  inSeries: [],
  seriesMembers: [],
  hasVersion: [],
  previousVersion: [],
  isPartOf: [],
  hasPart: [],
  source: [],
  relation: [],
  isReferencedBy: [],
  qualityAnnotations: [],
  distributions: [],
  samples: [],
  analytics: [],
  tables: [],
  endpointUrls: [],
  endpointDescriptions: [],
  servesDatasets: [],
};

export function makeDescription(part: Partial<RecordDescription>): RecordDescription {
  return { ...emptyDescription, ...part };
}

export function makeHead(part: Partial<RecordHead> & { readonly iri: string }): RecordHead {
  return {
    id: recordId(part.iri),
    kind: 'dataset',
    state: 'current',
    station: 'umc-voorbeeld',
    version: 1,
    firstSeenAt: '2026-01-10T03:15:00Z',
    lastSeenAt: '2026-06-20T03:15:02Z',
    lastChangedAt: '2026-05-02T03:15:02Z',
    publishedAt: '2026-01-10T03:15:09Z',
    confirmedAt: null,
    heldUpdate: null,
    stateReason: null,
    stateSince: null,
    sourceUrl: 'https://umc-voorbeeld.example/catalogus.ttl',
    otherStations: [],
    title: {},
    ...part,
  };
}

export function makeView(
  description: Partial<RecordDescription> & { readonly iri: string },
  head: Partial<RecordHead> = {},
  rest: Partial<RecordView> = {},
): RecordView {
  const full = makeDescription(description);
  return {
    head: makeHead({ iri: full.iri, title: full.title, kind: full.kind, ...head }),
    description: full,
    enriched: [],
    station: null,
    trustedHolder: false,
    holder: null,
    publisher: null,
    series: [],
    members: [],
    versions: [],
    previous: [],
    partOf: [],
    parts: [],
    sources: [],
    related: [],
    services: [],
    servedDatasets: [],
    report: null,
    euReady: false,
    linkChecks: [],
    overdue: false,
    ...rest,
  };
}

export const agent = (iri: string, nl: string, en: string): NonNullable<RecordDescription['publisher']> => ({
  iri,
  name: { nl: [nl], en: [en] },
  types: [],
  description: { nl: ['Beheert gegevens over de zorg.'] },
  homepage: iri,
  email: 'data@umc-voorbeeld.example',
  contactPage: `${iri}data`,
  telephone: '030 123 45 67',
});

const umc = agent('https://umc-voorbeeld.example/', 'UMC Voorbeeld', 'UMC Example');
const registry = agent('https://registratie.example/', 'Stichting Voorbeeldregistraties', 'Example Registries Foundation');
const hdab = {
  ...agent('https://hdab.example/', 'Toegangsinstantie Gezondheidsgegevens Voorbeeld', 'Example Health Data Access Body'),
  email: 'loket@hdab.example',
  contactPage: 'https://hdab.example/aanvragen',
  description: {},
};

const distribution: RecordDescription['distributions'][number] = {
  iri: 'https://umc-voorbeeld.example/d/1',
  title: { nl: ['Metingen per vijf minuten'], en: ['Five-minute values'] },
  description: { nl: ['Eén bestand per deelnemer.'] },
  accessUrls: ['https://hdab.example/aanvragen'],
  downloadUrls: ['https://umc-voorbeeld.example/d/1.csv'],
  format: 'http://publications.europa.eu/resource/authority/file-type/CSV',
  mediaType: null,
  byteSize: 12_400_000,
  licence: 'https://creativecommons.org/licenses/by/4.0/',
  rights: [],
  legislation: [],
  conformsTo: [],
  availability: null,
  issued: null,
  modified: '2025-01-14',
  accessServices: [],
};

const columns = Array.from({ length: 34 }, (_, i) => ({
  name: `var_${String(i + 1).padStart(2, '0')}`,
  title: { nl: [`Meting ${i + 1}`], en: [`Measurement ${i + 1}`] },
  description: i % 5 === 0 ? { nl: ['Waarde van de sensor.'] } : {},
  datatype: 'decimal',
  propertyUrl: i === 0 ? 'https://loinc.org/15074-8' : null,
}));

const report: NonNullable<RecordView['report']> = {
  profile: 'healthdcat-ap-r8',
  variant: 'healthdcat-ap-r8/non-public',
  conforms: false,
  violations: 3,
  warnings: 1,
  infos: 0,
  targets: 4,
  engine: 'test',
  shapesHash: 'x',
  results: [
    ...[12, 40].map((line) => ({
      severity: 'violation' as const,
      dataset: 'https://umc-voorbeeld.example/dataset/glucose',
      focusNode: 'https://umc-voorbeeld.example/dataset/glucose',
      path: 'http://purl.org/dc/terms/license',
      component: 'MinCount',
      sourceShape: 'urn:shape:licence',
      value: null,
      message: { nl: ['Elk bestand heeft een licentie nodig.'], en: ['Each distribution needs a licence.'] },
      label: { nl: ['Licentie'], en: ['Licence'] },
      rule: 'https://example.org/standard#license',
      expected: null,
      verdict: 'all' as const,
      line,
      fix: {
        text: { nl: ['Voeg dct:license toe.'], en: ['Add dct:license.'] },
        patch: 'dct:license <https://creativecommons.org/licenses/by/4.0/> .',
        change: null,
        nearest: [],
      },
    })),
    {
      severity: 'violation',
      dataset: '',
      focusNode: '',
      path: 'http://www.w3.org/ns/dcat#theme',
      component: 'In',
      sourceShape: 'urn:shape:theme',
      value: '"gezondheid"',
      message: { nl: ['Het thema staat niet in de lijst.'], en: ['The theme is not in the list.'] },
      label: { nl: ['Thema'], en: ['Theme'] },
      rule: null,
      expected: null,
      verdict: 'all',
      line: 18,
      fix: {
        text: { nl: ['Kies een thema uit de lijst.'], en: ['Choose a theme from the list.'] },
        patch: null,
        change: null,
        nearest: [{ value: '<http://publications.europa.eu/resource/authority/data-theme/HEAL>', label: 'Health' }],
      },
    },
    {
      severity: 'warning',
      dataset: '',
      focusNode: '',
      path: 'http://healthdataportal.eu/ns/health#populationCoverage',
      component: 'MinCount',
      sourceShape: 'urn:shape:pop',
      value: null,
      message: { nl: ['Beschrijf de personen in de dataset.'], en: ['Describe the population.'] },
      label: {},
      rule: null,
      expected: null,
      verdict: 'all',
      line: null,
      fix: null,
    },
  ],
};

/** The full example: every section has something to show. */
export const glucose = makeView(
  {
    iri: 'https://umc-voorbeeld.example/dataset/glucose',
    title: { nl: ['Glucosesensor en insulinepomp bij type 1-diabetes'], en: ['Glucose sensor and insulin pump in type 1 diabetes'] },
    alternative: { en: ['CGM-T1D'] },
    description: {
      nl: [
        'Vijfminutenwaarden van de glucosesensor en alle pompafgiften van 612 deelnemers gedurende een jaar.\n\nDeelnemers gaven schriftelijk toestemming en hielden maaltijden bij in een app.',
      ],
    },
    keywords: { nl: ['diabetes', 'glucosesensor', 'insulinepomp'], en: ['diabetes', 'insulin pump'] },
    identifiers: ['umcv-glucosesensor-diabetes'],
    otherIdentifiers: ['doi:10.1234/abcd'],
    accessRights: [access('RESTRICTED')],
    legislation: ['http://data.europa.eu/eli/reg/2025/327/oj'],
    themes: ['http://publications.europa.eu/resource/authority/data-theme/HEAL'],
    healthCategories: [category('PGEH'), category('WELA')],
    healthThemes: [`${authority}/health-theme/NONCOMMUNICABLE_DISEASES`],
    codingSystems: [`${authority}/coding-system/LOINC`, `${authority}/coding-system/UCUM`],
    conformsTo: [`${authority}/standard/FHIR`],
    languages: ['http://publications.europa.eu/resource/authority/language/NLD'],
    spatial: [{ iri: 'http://publications.europa.eu/resource/authority/country/NLD', label: {} }],
    temporal: [{ start: '2022-09-01', end: '2023-12-31' }],
    publisher: umc,
    custodian: umc,
    hdab,
    contactPoints: [
      { iri: null, name: { nl: ['Loket gegevensaanvragen'] }, email: 'mailto:data@umc-voorbeeld.example', url: 'https://umc-voorbeeld.example/data' },
    ],
    populationCoverage: { en: ['Adults and adolescents with type 1 diabetes using a pump.'] },
    purposes: [{ nl: ['Verbeteren van zelfregelende insulinetoediening.'] }],
    legalBases: [{ iri: 'https://w3id.org/dpv/legal/eu/gdpr#A9-2-a', label: {}, types: [] }],
    personalData: ['https://w3id.org/dpv/dpv-pd#MedicalHealth', 'https://w3id.org/dpv/dpv-pd#Age'],
    provenance: [{ nl: ['Uitgelezen uit de pomp bij het maandbezoek.'] }],
    activities: [{ iri: null, label: { en: ['medical devices'] }, types: [`${authority}/health-activity/MEDICAL_DEVICES`] }],
    minTypicalAge: 12,
    maxTypicalAge: 71,
    numberOfRecords: 64_100_000,
    numberOfUniqueIndividuals: 612,
    hasStructuredData: true,
    retentionPeriod: { start: '2023-12-31', end: '2038-12-31' },
    frequency: 'http://publications.europa.eu/resource/authority/frequency/NOT_PLANNED',
    temporalResolution: 'PT5M',
    issued: '2024-09-30',
    modified: '2025-01-14',
    version: '2.1',
    landingPages: ['https://umc-voorbeeld.example/gegevens/glucose'],
    distributions: [
      distribution,
      { ...distribution, iri: 'https://umc-voorbeeld.example/d/2', title: {}, accessUrls: ['javascript:alert(1)'], downloadUrls: [] },
    ],
    samples: [{ ...distribution, iri: 'https://umc-voorbeeld.example/d/s', title: { nl: ['Voorbeeld van tien deelnemers'] } }],
    tables: [{ iri: null, title: { en: ['cgm'] }, columns }],
    qualityAnnotations: [{ body: 'https://quantum.example/label/silver', target: null, label: { nl: ['Zilver'], en: ['Silver'] } }],
    isReferencedBy: ['https://doi.org/10.1234/xyz'],
  },
  { version: 2, otherStations: ['zorgaggregator'] },
  {
    trustedHolder: true,
    holder: { slug: 'umc-voorbeeld', name: umc.name },
    publisher: { slug: 'umc-voorbeeld', name: umc.name },
    report,
    linkChecks: [
      {
        url: 'https://hdab.example/aanvragen',
        reachable: false,
        status: 404,
        checkedAt: '2026-06-18T02:00:00Z',
        since: '2026-05-28T02:00:00Z',
        triedAt: '2026-06-18T02:00:00Z',
        trouble: null,
      },
    ],
    euReady: false,
    enriched: [
      { property: 'hdab', from: 'hdab', source: 'urn:assertion:1', date: '2026-03-01' },
      { property: 'themes', from: 'series', source: 'urn:series', date: null },
    ],
    series: [{ iri: 'https://umc-voorbeeld.example/series/diabetes', id: 'seriesdiabetes22', title: { nl: ['Diabetesonderzoek'] } }],
    related: [{ iri: 'https://elders.example/x', id: null, title: {} }],
  },
);

export const openStatistics = makeView(
  {
    iri: 'https://registratie.example/opnamestatistiek',
    title: { nl: ['Opnamestatistiek ziekenhuizen 2023'] },
    description: { nl: ['Aantallen opnamen per ziekenhuis, leeftijd en aandoening.'] },
    accessRights: [access('PUBLIC')],
    healthCategories: [category('NRPE')],
    publisher: registry,
    custodian: registry,
    issued: '2024-02-01',
    modified: '2024-02-01',
    distributions: [
      {
        ...distribution,
        iri: 'https://registratie.example/d/1',
        title: { nl: ['Tabel als CSV'] },
        accessUrls: ['https://registratie.example/open'],
        downloadUrls: ['https://registratie.example/open.csv'],
      },
    ],
    temporal: [{ start: '2023', end: '2023' }],
    spatial: [{ iri: 'http://publications.europa.eu/resource/authority/country/NLD', label: {} }],
  },
  { station: 'oude-registratie' },
  {
    holder: { slug: 'stichting-voorbeeldregistraties', name: registry.name },
    publisher: { slug: 'stichting-voorbeeldregistraties', name: registry.name },
    report: { ...report, results: [], conforms: true, violations: 0, warnings: 0 },
    euReady: true,
  },
);

export const withdrawn = makeView(
  {
    iri: 'https://umc-voorbeeld.example/dataset/oud',
    title: { en: ['Emergency visits 2009'] },
    description: { en: ['Visits to the emergency department in 2009.'] },
    accessRights: [access('NON_PUBLIC')],
    healthCategories: [category('EHRS')],
    publisher: umc,
  },
  { state: 'withdrawn', stateReason: 'source-absent', stateSince: '2026-04-01T00:00:00Z' },
);

export const hostile = makeView(
  {
    iri: 'javascript:alert(document.domain)',
    title: { nl: [`<script>alert(1)</script>\u202e${'lang '.repeat(20_000)}`] },
    description: { nl: ['</script><img src=x onerror=alert(1)> "aanhaling" & \u202e omgekeerd'] },
    keywords: { nl: Array.from({ length: 500 }, (_, i) => `trefwoord <b>${i}</b>`) },
    landingPages: ['javascript:alert(1)', 'data:text/html,<script>alert(1)</script>'],
    publisher: {
      ...umc,
      iri: null,
      name: { nl: ['<i>Uitgever</i>'] },
      homepage: 'javascript:alert(1)',
      email: 'x"onmouseover=alert(1)@a.example',
      contactPage: 'vbscript:x',
    },
    accessRights: ['http://kapot example/<x>'],
    contactPoints: [{ iri: null, name: {}, email: '"><script>alert(1)</script>@x.example', url: 'javascript:alert(1)' }],
    distributions: [
      { ...distribution, title: { nl: ['<svg onload=alert(1)>'] }, licence: 'javascript:alert(1)', accessUrls: ['javascript:alert(1)'], downloadUrls: [] },
    ],
    spatial: [{ iri: 'not an iri', label: { 'x"><script>': ['</title><script>alert(1)</script>'] } }],
    codeValues: ['javascript://%0aalert(1)'],
    isReferencedBy: ['javascript:alert(1)'],
    version: '<b>1</b>',
  },
  { heldUpdate: { since: '2026-06-01T00:00:00Z', reasons: [{ code: 'no-title', detail: '<b>x</b>' }] } },
);

const subjects = [
  'hartfalen',
  'COPD',
  'borstkanker',
  'zwangerschap',
  'vaccinatie',
  'huisartsbezoek',
  'geneesmiddelgebruik',
  'dementie',
  'IC-opnamen',
  'heupprothesen',
  'bevolkingsonderzoek',
  'infectieziekten',
];
const english = [
  'heart failure',
  'COPD',
  'breast cancer',
  'pregnancy',
  'vaccination',
  'GP visits',
  'medicine use',
  'dementia',
  'ICU admissions',
  'hip implants',
  'screening',
  'infectious diseases',
];
const categories = ['EHRS', 'PHDR', 'MRMR', 'EHCT', 'EINS', 'HRAD'];

/** Ordinary records, enough for two pages of results. */
export const ordinary: readonly RecordView[] = Array.from({ length: 24 }, (_, i) => {
  const [year, topic] = [2015 + (i % 8), i % subjects.length];
  return makeView(
    {
      iri: `https://registratie.example/dataset/${i}`,
      title:
        i % 7 === 3
          ? { en: [`Registry of ${english[topic]} ${year}`] }
          : { nl: [`Registratie ${subjects[topic]} ${year}`], en: [`Registry of ${english[topic]} ${year}`] },
      description: {
        nl: [`Landelijke registratie van ${subjects[topic]} over ${year}, met gegevens uit ${40 + i} instellingen.`],
        en: [`National registry of ${english[topic]} in ${year}.`],
      },
      accessRights: i % 9 === 0 ? [] : [access(i % 3 === 0 ? 'NON_PUBLIC' : 'RESTRICTED')],
      healthCategories: [category(categories[i % categories.length] ?? 'EHRS')],
      publisher: registry,
      custodian: registry,
      numberOfUniqueIndividuals: i % 4 === 0 ? null : 1200 * (i + 1),
      numberOfRecords: i % 5 === 0 ? null : 9000 * (i + 1),
      temporal: [{ start: `${year}-01-01`, end: `${year}-12-31` }],
      spatial: [{ iri: 'http://publications.europa.eu/resource/authority/country/NLD', label: {} }],
      modified: `2025-${String((i % 12) + 1).padStart(2, '0')}-05`,
      codingSystems: [`${authority}/coding-system/${['ICD-10', 'SNOMED-CT', 'ATC', 'LOINC', 'ICPC', 'DHD', 'ICF', 'NANDA'][i % 8]}`],
    },
    { station: i % 6 === 5 ? 'zorgaggregator' : 'voorbeeldregistraties' },
    {
      holder: { slug: 'stichting-voorbeeldregistraties', name: registry.name },
      publisher: { slug: 'stichting-voorbeeldregistraties', name: registry.name },
      trustedHolder: i % 6 === 0,
    },
  );
});
