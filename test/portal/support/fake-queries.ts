import type { CatalogueQueries, ConceptLabels, RecordView } from '../../../src/catalogue/queries.js';
import { recordHistory } from '../../../src/catalogue/history.js';
import { bothFacts, linkOfChecks, scoresOf, type RecordQuality, type StationQuality } from '../../../src/catalogue/quality.js';
import { marksAnywhere, summarise, type QualitySummary, type ScoreName } from '../../../src/domain/mqa.js';
import type { QualityVocabulary } from '../../../src/domain/quality-facts.js';
import type { LoggedChange, RecordLog, Version } from '../../../src/domain/record.js';
import { readDescription } from '../../../src/rdf/read-description.js';
import { chooseText } from '../../../src/domain/language.js';
import {
  facetNames,
  notReported,
  type FacetName,
  type FacetValue,
  type SearchHit,
  type SearchPage,
  type SearchQuery,
} from '../../../src/ports/search-index.js';
import { libraryProfiles, libraryRules } from './library.js';
import { glucose, hostile, makeHead, openStatistics, ordinary, withdrawn } from './records.js';
import { issues, items, rounds, runs, stations } from './stations.js';

const noLinks = {
  enriched: [],
  station: null,
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
};

const labels: Readonly<Record<string, readonly [string, string]>> = {
  PUBLIC: ['openbaar', 'public'],
  RESTRICTED: ['beperkt', 'restricted'],
  NON_PUBLIC: ['niet-openbaar', 'non-public'],
  EHRS: ['Gegevens uit elektronische patiëntendossiers', 'Electronic Health Data from EHRs'],
  PGEH: [
    'Persoonlijke elektronische gezondheidsgegevens die medische hulpmiddelen automatisch aanmaken',
    'Personal electronic health data automatically generated through medical devices',
  ],
  WELA: ['Gegevens uit wellness-apps', 'Data from wellness applications'],
  NRPE: [
    'Geaggregeerde gegevens over zorgbehoeften, middelen, aanbod en toegang, uitgaven en financiering van de zorg',
    'Aggregated data on healthcare needs, resources, provision, expenditure and financing',
  ],
  NLD: ['Nederland', 'Netherlands'],
  CSV: ['CSV', 'CSV'],
  HEAL: ['Gezondheid', 'Health'],
  PHDR: ['Gegevens uit gezondheidsregisters van de bevolking', 'Data from population-based health data registries'],
  MRMR: ['Gegevens uit medische registers en sterfteregisters', 'Data from medical registries and mortality registries'],
};

export const concepts: ConceptLabels = {
  label: (iri, lang) => labels[concepts.code(iri)]?.[lang === 'nl' ? 0 : 1],
  code: (iri) => /([^/#]+)[/#]?$/.exec(iri)?.[1] ?? iri,
};

function valuesOf(view: RecordView, facet: FacetName): readonly string[] {
  const { description, head } = view;
  switch (facet) {
    case 'access':
      return description.accessRights.map(concepts.code);
    case 'category':
      return description.healthCategories.map(concepts.code);
    case 'holder':
      return view.holder === null ? [] : [view.holder.slug];
    case 'publisher':
      return view.publisher === null ? [] : [view.publisher.slug];
    case 'coding':
      return description.codingSystems.map(concepts.code);
    case 'station':
      return [head.station];
    case 'trusted':
      return [String(view.trustedHolder)];
    case 'status':
      return [head.state];
    case 'region':
      return description.spatial.flatMap(({ iri }) => (iri === null ? [] : [concepts.code(iri)]));
    default:
      return [];
  }
}

const mark = (text: string, q: string): string => (q === '' ? text : text.replace(new RegExp(q.replace(/[^\w]/g, '.'), 'gi'), (hit) => `\ue000${hit}\ue001`));

function hitOf(view: RecordView, { q, lang }: SearchQuery): SearchHit {
  const { description, head } = view;
  const title = chooseText(description.title, lang) ?? { text: head.iri, lang: '' };
  const text = chooseText(description.description, lang) ?? { text: '', lang: '' };
  const name = (agent: RecordView['publisher']): SearchHit['publisher'] =>
    agent === null ? null : { slug: agent.slug, name: chooseText(agent.name, lang)?.text ?? agent.slug };
  return {
    id: head.id,
    iri: head.iri,
    kind: head.kind,
    title: title.text,
    titleLang: title.lang,
    highlightedTitle: mark(title.text, q),
    description: text.text,
    descriptionLang: text.lang,
    snippet: mark(text.text.slice(0, 200), q),
    publisher: name(view.publisher),
    holder: name(view.holder),
    station: head.station,
    accessRights: description.accessRights[0] ?? null,
    accessFromSeries: head.station === 'zorgaggregator',
    modified: description.modified,
    individuals: description.numberOfUniqueIndividuals,
    records: description.numberOfRecords,
    periodStart: description.temporal[0]?.start ?? null,
    periodEnd: description.temporal[0]?.end ?? null,
    regions: valuesOf(view, 'region'),
    trusted: view.trustedHolder,
    status: head.state === 'withdrawn' ? 'withdrawn' : 'current',
    violations: view.report?.violations ?? 0,
    variables: [],
  };
}

const qualityVocabulary: QualityVocabulary = {
  present: (iri) => iri,
  scheme: (iri) => /^(http:\/\/publications\.europa\.eu\/resource\/authority\/[a-z-]+)\/[A-Z_]+$/.exec(iri)?.[1],
};
const hdabName = { nl: ['Toegangsinstantie Voorbeeld'], en: ['Example HDAB'] };

/** The real rules over an invented record; of the glucose sensor the HDAB has said something. */
export function qualityOf(view: RecordView): RecordQuality {
  const isSample = view.head.id === glucose.head.id;
  const facts = bothFacts(view.description, view.report, qualityVocabulary);
  const by = { by: 'https://hdab.example/', byName: hdabName };
  return {
    head: view.head,
    description: view.description,
    scores: view.head.kind === 'dataset' ? scoresOf(facts, linkOfChecks(view.linkChecks)) : null,
    report: view.report,
    linkChecks: view.linkChecks,
    label: isSample
      ? [
          {
            ...by,
            at: '2026-05-01T10:00:00Z',
            from: null,
            to: null,
            evidence: 'https://hdab.example/labels/12',
            comment: 'Documentation was read.',
            state: 'verified',
            inForce: true,
          },
          { ...by, at: '2025-11-01T10:00:00Z', from: null, to: null, evidence: null, comment: null, state: 'under-review', inForce: true },
        ]
      : [],
    trusted: view.trustedHolder
      ? { ...by, at: '2026-04-01T10:00:00Z', from: '2026-05-01', to: '2031-04-30', evidence: 'javascript:alert(1)', comment: '<b>Audit</b> of 2026' }
      : null,
    isPublic: facts.isPublic,
    trend: isSample
      ? [
          { n: 2, at: '2026-02-01T03:15:00Z', profile: 'healthdcat-ap-r8', violations: 3, warnings: 1 },
          { n: 1, at: '2026-01-01T03:15:00Z', profile: 'healthdcat-ap-r8', violations: 7, warnings: 4 },
        ]
      : [],
    at: '2026-06-20T08:00:00.000Z',
  };
}

export function stationQualityOf(id: string, views: readonly RecordView[]): StationQuality {
  const own = views.filter(({ head }) => head.station === id && head.state === 'current');
  const facts = own.map((view) => bothFacts(view.description, view.report, qualityVocabulary));
  const all = facts.map((one) => scoresOf(one, () => undefined));
  const summary = (name: ScoreName): QualitySummary =>
    summarise(
      name,
      all.map((scores) => scores[name]),
      facts.map((one) => marksAnywhere(name, one[name], () => undefined)),
    );
  return {
    station: id,
    assessed: own.length,
    datasets: id === 'umc-voorbeeld' ? own.length + 3 : own.length,
    mqa: summary('mqa'),
    health: summary('health'),
    actions: all[0]?.gains.slice(0, 5).map(({ action, mqa, health }) => ({ action, datasets: 2, mqa: mqa * 2, health: health * 2 })) ?? [],
    first: own.slice(0, 5).map(({ head }, i) => ({
      id: head.id,
      title: head.title,
      mqa: all[i]?.mqa.score ?? 0,
      health: all[i]?.health.score ?? 0,
      gain: 405 - (all[i]?.health.score ?? 0),
      action: all[i]?.gains[0]?.action ?? null,
    })),
    links: { known: 2, unreachable: 1, unknown: 4 },
  };
}

const withheldHead = makeHead({ iri: 'https://umc-voorbeeld.example/dataset/weg', state: 'withheld' });
const heldHead = makeHead({ iri: 'https://umc-voorbeeld.example/dataset/geheim', state: 'held' });
export const withheldId = withheldHead.id;
export const heldId = heldHead.id;

const noLog: RecordLog = { changes: [], publications: [], merged: [] };
const logged = (seq: number, op: LoggedChange['op'], n: number, cause: LoggedChange['cause'], by: string | null = null): LoggedChange => ({
  seq,
  kind: 'record',
  op,
  id: '',
  version: n,
  cause,
  time: `2026-0${String(seq)}-01T03:15:09.000Z`,
  n,
  station: 'umc-voorbeeld',
  by,
  run: by === null ? { id: 10 + n, trigger: 'schedule', of: null } : { id: 15, trigger: 'revert', of: 14 },
});

/** Published, changed, withdrawn, back again, a version whose content was removed, and the second once more by an operator. */
const glucoseLog: RecordLog = {
  changes: [
    logged(1, 'created', 1, 'harvest'),
    logged(2, 'updated', 2, 'harvest'),
    logged(3, 'withdrawn', 2, 'source-absent'),
    logged(4, 'created', 4, 'harvest'),
    logged(5, 'updated', 2, 'operator', 'Petra Beheerder'),
  ],
  publications: [
    { n: 1, station: 'umc-voorbeeld', fromSeq: 1, toSeq: 2 },
    { n: 2, station: 'umc-voorbeeld', fromSeq: 2, toSeq: 3 },
    { n: 4, station: 'umc-voorbeeld', fromSeq: 4, toSeq: 5 },
    { n: 2, station: 'umc-voorbeeld', fromSeq: 5, toSeq: null },
  ],
  merged: [{ iri: 'https://elders.example/1', id: 'abcdefghijklmnop', at: '2026-05-20T10:00:00.000Z' }],
};

/** The catalogue's one door, over invented records; searching is a plain scan. */
export function fakeQueries(overrides: Partial<CatalogueQueries> = {}): CatalogueQueries {
  const views = [glucose, openStatistics, withdrawn, hostile, ...ordinary].map((view) => ({
    ...view,
    station: stations.find(({ station }) => station.id === view.head.station) ?? null,
  }));
  const matches = (view: RecordView, query: SearchQuery, except?: FacetName): boolean => {
    const text = JSON.stringify([view.description.title, view.description.description, view.description.keywords]).toLowerCase();
    if (query.q !== '' && !text.includes(query.q.toLowerCase())) return false;
    const statuses = query.facets.status ?? ['current'];
    if (except !== 'status' && !statuses.includes(view.head.state)) return false;
    const year = Number(view.description.temporal[0]?.start?.slice(0, 4) ?? NaN);
    if ((query.from !== null && !(year >= query.from)) || (query.to !== null && !(year <= query.to))) return false;
    return facetNames.every((facet) => {
      const wanted = query.facets[facet];
      if (facet === 'status' || facet === except || wanted === undefined) return true;
      const values = valuesOf(view, facet);
      return wanted.some((value) => values.includes(value) || (value === notReported && values.length === 0));
    });
  };
  const facet = (query: SearchQuery, name: FacetName): FacetValue[] => {
    const counts = new Map<string, number>();
    for (const view of views.filter((candidate) => matches(candidate, query, name))) {
      const values = valuesOf(view, name);
      for (const value of values.length === 0 ? [notReported] : values) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    if (counts.size === 1 && counts.has(notReported)) return [];
    return [...counts]
      .sort((a, b) => b[1] - a[1])
      .map(([value, count]) => ({
        value,
        count,
        label: labels[value]?.[query.lang === 'nl' ? 0 : 1] ?? value,
        selected: query.facets[name]?.includes(value) ?? false,
      }));
  };
  const search = (query: SearchQuery): SearchPage => {
    const found = views.filter((view) => matches(view, query)).sort((a, b) => (b.description.modified ?? '').localeCompare(a.description.modified ?? ''));
    const start = (query.page - 1) * query.pageSize;
    return {
      total: found.length,
      page: query.page,
      pageSize: query.pageSize,
      sort: query.sort ?? 'modified',
      items: found.slice(start, start + query.pageSize).map((view) => hitOf(view, query)),
      facets: Object.fromEntries(facetNames.map((name) => [name, facet(query, name)])) as unknown as SearchPage['facets'],
      expansions: [],
      corrections: [],
      relaxed: null,
      next: null,
      epoch: 1,
      seq: 12,
      complete: true,
    };
  };
  const version = (n: number): Version => ({
    id: n,
    record: glucose.head.id,
    station: 'umc-voorbeeld',
    n,
    receivedAt: `2026-0${n}-01T03:15:00Z`,
    run: 10 + n,
    receivedHash: 'a',
    canonicalHash: 'b',
    pipeline: '1',
    profile: 'healthdcat-ap-r8',
    admission: { verdict: 'admitted', profile: null, reasons: [], eu: false },
    gap: n === 4 ? { kind: 'redacted', reason: 'bevatte een telefoonnummer', by: 'Petra Beheerder', at: '2026-04-02T09:00:00Z' } : null,
    published: n === 3 ? null : { fromSeq: n, toSeq: null, at: `2026-0${n}-01T03:15:09Z` },
  });
  return {
    concepts,
    search: (query) => Promise.resolve(search(query)),
    harvests: () => [],
    suggest: () =>
      Promise.resolve([
        { kind: 'dataset', text: 'Glucosesensor', id: glucose.head.id, facet: null, value: null },
        { kind: 'theme', text: 'Wellness', id: null, facet: 'category', value: 'WELA' },
      ]),
    head: (id) =>
      [...views.map(({ head }) => head), withheldHead, heldHead].find((head) => head.id === id || head.iri === id) ??
      (id === 'oldid' ? glucose.head : undefined),
    record: (id) => views.find(({ head }) => head.id === id),
    versions: (id) => (id === glucose.head.id ? [1, 2, 3].map(version) : []),
    version: (id, n) =>
      id === glucose.head.id
        ? {
            version: version(n),
            description: n === 1 ? { ...glucose.description, title: { nl: ['Oude titel'] }, temporal: [] } : glucose.description,
            body: '',
          }
        : undefined,
    history: (id) =>
      id === glucose.head.id ? recordHistory(glucose.head, [1, 2, 3, 4].map(version), glucoseLog) : recordHistory(makeHead({ iri: id }), [], noLog),
    changes: (id, n) =>
      id === glucose.head.id && n === 2
        ? [
            { path: 'dct:title', removed: ['Oude titel (nl)'], added: ['<b>Nieuwe</b> titel (nl)'] },
            { path: 'dcat:distribution/dct:format', removed: [], added: ['urn:ndc:genid:x'] },
            { path: 'prov:wasInfluencedBy', removed: ['x'], added: [] },
          ]
        : null,
    versionView: (id, n) =>
      id === glucose.head.id && (n === 1 || n === 2)
        ? { ...glucose, head: { ...glucose.head, version: n }, description: { ...glucose.description, ...(n === 1 ? { title: { nl: ['Oude titel'] } } : {}) } }
        : undefined,
    quality: (id) => {
      const view = views.find(({ head }) => head.id === id);
      return view === undefined ? undefined : qualityOf(view);
    },
    stationQuality: (id) => Promise.resolve(stations.some(({ station }) => station.id === id) ? stationQualityOf(id, views) : undefined),
    catalogue: () => ({
      iri: 'https://catalogue.example/',
      title: { nl: ['Nationale datasetcatalogus gezondheid'], en: ['National health dataset catalogue'] },
      description: {},
      publisher: { iri: 'https://catalogus.example/', name: { nl: ['Catalogusbeheer'], en: ['Catalogue office'] }, contact: null },
      contact: { email: 'info@catalogus.example', page: null, telephone: null, name: null },
      legislation: [],
      languages: [],
      licence: null,
      issued: null,
      homepage: null,
      adminEmail: null,
      hdabs: [
        {
          iri: 'https://hdab.example/',
          name: { nl: ['Toegangsinstantie Voorbeeld'], en: ['Example HDAB'] },
          contact: { email: 'loket@hdab.example', page: 'https://hdab.example/aanvragen', telephone: '070 123 45 67', name: null },
        },
      ],
      coordinator: null,
      ncp: null,
      body: '',
    }),
    stations: () => stations,
    station: (id) => stations.find(({ station }) => station.id === id),
    nextRunAt: (id) => (['pauze', 'oude-registratie', 'nieuw-ziekenhuis'].includes(id) ? null : '2026-06-21T03:15:00Z'),
    rounds: (limit) => rounds.slice(0, limit),
    runs: (station, limit) => runs.filter((run) => run.station === station).slice(0, limit),
    run: (id) => {
      const run = runs.find((candidate) => candidate.id === id);
      return run === undefined ? undefined : { run, issues, items };
    },
    preview: ({ iri, kind, quads, report, euReady }) => ({
      ...glucose,
      ...noLinks,
      head: { ...glucose.head, iri, kind, title: {}, publishedAt: null },
      description: readDescription(iri, quads),
      report,
      euReady,
      overdue: false,
    }),
    profiles: () => libraryProfiles(),
    rules: (id) => libraryRules(id),
    growth: (months) => Array.from({ length: months }, (_, at) => ({ month: `2026-${String(Math.max(1, 7 - months + at)).padStart(2, '0')}`, records: at })),
    totals: () => ({ current: 27, withdrawn: 1, held: 11, stations: stations.length }),
    ...overrides,
  };
}
