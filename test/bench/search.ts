import { Parser } from 'n3';
import { authorityFolder, mappingsFolder } from '../../src/assets.js';
import { OrganisationIndex } from '../../src/domain/organisation.js';
import { recordId } from '../../src/domain/record-id.js';
import type { Change, PublishedRecord, RecordHead } from '../../src/domain/record.js';
import type { LedgerReader } from '../../src/ports/ledger.js';
import type { SearchDocument, SearchQuery } from '../../src/ports/search-index.js';
import { Concepts } from '../../src/rdf/concepts.js';
import { readDescription } from '../../src/rdf/read-description.js';
import { projectRecord } from '../../src/search/project.js';
import { ColumnarSearchIndex } from '../../src/search-index/columnar-search-index.js';
import { searchWords } from '../../src/workers/search.js';
import { makeStation } from '../support/ledger.js';
import { depth, judgedDocuments, judgedQueries, measureRelevance, readerOf, type JudgedQuery, type Relevance } from '../support/relevance.js';
import { dataset, prefixes, queries } from './generate.js';
import { conditions, figure, percentile, Rows, shown, tableOf, timed } from './report.js';
import { PlainFts, SparqlContains } from './search-baselines.js';

export interface SearchBenchOptions {
  readonly sizes: readonly number[];
  /** At most so many records are filtered with SPARQL. */
  readonly sparqlUpTo: number;
}

type Kind = 'plain' | 'expanded' | 'prefix' | 'browse';

const ask = (q: string, changes: Partial<SearchQuery> = {}): SearchQuery => ({
  q,
  lang: 'nl',
  facets: {},
  from: null,
  to: null,
  sort: null,
  page: 1,
  pageSize: 20,
  ...changes,
});
const written = queries.filter((q) => q !== '');

/** The published mix: a quarter each, all facets counted. */
const mix: Readonly<Record<Kind, readonly SearchQuery[]>> = {
  plain: written.filter((_q, at) => at < 12 || at >= 24).map((q) => ask(`${q} `, { expand: false })),
  expanded: [
    'diabetes',
    'suikerziekte',
    'hartfalen',
    'hypertension',
    'longkanker register',
    'astma',
    'depressie',
    'vaccinatie cohort',
    'I10',
    'nierziekte',
    'medicatiegebruik',
  ].map((q) => ask(`${q} `)),
  prefix: ['di', 'dia', 'hart', 'lon', 'kank', 'reg', 'regio no', 'voed', 'vac', 'coh', 'instelling 3'].map((q) => ask(q, { expand: false })),
  browse: [
    ask(''),
    ask('', { facets: { access: ['RESTRICTED'] } }),
    ask('', { facets: { category: ['EHRS', 'DIOH'] } }),
    ask('', { facets: { access: ['NON_PUBLIC'], healthTheme: ['CANCER_DISEASE'] } }),
    ask('', { sort: 'title' }),
    ask('', { sort: 'individuals', page: 3 }),
    ask('', { from: 2004, to: 2006 }),
  ],
};
const rounds = 5;

/** Generated records as a ledger would publish them, described when they are asked for. */
class Generated {
  private readonly concepts = Concepts.load([authorityFolder, mappingsFolder]);
  private readonly organisations = new OrganisationIndex([]);
  private readonly station = makeStation('bench');
  private readonly changed: number[] = [];
  private state = 0;
  projectingMs = 0;

  constructor(private readonly count: number) {}

  document(n: number): SearchDocument {
    const started = performance.now();
    const iri = `https://bench.example/d/${String(n)}`;
    const description = readDescription(iri, new Parser().parse(`${prefixes}\n${dataset(n, this.state)}`));
    const document = projectRecord({ ...head, id: recordId(iri), iri }, description, {
      concepts: this.concepts,
      organisations: this.organisations,
      station: this.station,
      trustedHolder: false,
      accessFromSeries: false,
      violations: 0,
      now: new Date('2026-07-01T00:00:00Z'),
    });
    this.projectingMs += performance.now() - started;
    return document;
  }

  *documents(): Iterable<SearchDocument> {
    for (let n = 0; n < this.count; n++) yield this.document(n);
  }

  /** These are to be read again. */
  change(numbers: readonly number[]): void {
    this.state++;
    this.changed.push(...numbers);
  }

  readonly project = ({ head: { id } }: PublishedRecord): SearchDocument => this.document(this.numberOf(id));

  private numberOf(id: string): number {
    return this.numbers.get(id) ?? Number(id);
  }

  private readonly numbers = new Map<string, number>();

  readonly reader = {
    snapshot: () => ({ epoch: 1, seq: this.changed.length }),
    dataVersion: () => this.changed.length,
    changesAfter: (seq: number, limit: number) =>
      this.changed.slice(seq, seq + limit).map((n, at) => {
        const id = recordId(`https://bench.example/d/${String(n)}`);
        this.numbers.set(id, n);
        return { kind: 'record', op: 'updated', cause: 'harvest', id, seq: seq + at + 1, time: '' } as unknown as Change;
      }),
    publishedPage: (_asOf: number, after: string, limit: number) => {
      const from = after === '' ? 0 : Number(after) + 1;
      return Array.from({ length: Math.max(0, Math.min(limit, this.count - from)) }, (_, at) => record(String(from + at).padStart(8, '0')));
    },
    withdrawnPage: () => [],
    published: (id: string) => record(id),
  } as unknown as LedgerReader;
}

const record = (id: string): PublishedRecord => ({ head: { id }, body: '', versionId: 1 }) as PublishedRecord;
const head: RecordHead = {
  id: '',
  iri: '',
  kind: 'dataset',
  state: 'current',
  station: 'bench',
  version: 1,
  firstSeenAt: '2026-01-01T00:00:00.000Z',
  lastSeenAt: '2026-06-01T00:00:00.000Z',
  lastChangedAt: '2026-02-01T00:00:00.000Z',
  publishedAt: '2026-01-01T00:00:00.000Z',
  confirmedAt: null,
  heldUpdate: null,
  stateReason: null,
  stateSince: null,
  sourceUrl: null,
  otherStations: [],
  title: {},
};

/** Between two steps others have their turn; how long each had to wait for it at most. */
class Pauses {
  longest = 0;
  private last = performance.now();

  readonly pause = async (): Promise<void> => {
    this.longest = Math.max(this.longest, performance.now() - this.last);
    await new Promise((resolve) => setImmediate(resolve));
    this.last = performance.now();
  };

  start(): void {
    [this.longest, this.last] = [0, performance.now()];
  }
}

function measured<T>(list: readonly T[], work: (one: T) => void): number[] {
  for (const one of list) work(one);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++)
    for (const one of list) {
      const started = performance.now();
      work(one);
      times.push(performance.now() - started);
    }
  return times;
}

async function speed(rows: Rows, count: number, sparqlUpTo: number): Promise<void> {
  const name = `${shown(count)} records`;
  const generated = new Generated(count);
  const before = process.memoryUsage();
  const index = new ColumnarSearchIndex(generated.reader, { ...searchWords(), project: generated.project });
  const pauses = new Pauses();
  const built = await timed(() => index.load(pauses.pause));
  const after = process.memoryUsage();
  const own = built.ms - generated.projectingMs;
  generated.projectingMs = 0;
  const fts = await timed(() => new PlainFts(generated.documents()));
  const theirOwn = fts.ms - generated.projectingMs;
  const plain = fts.value;
  const sparql = count <= sparqlUpTo ? new SparqlContains(generated.documents()) : null;
  rows.add(`${name}: built from documents that are there`, own / 1000, theirOwn / 1000, 's', 'less', 'plain FTS5, texts alone');
  rows.addWithout(`${name}: memory, documents in SQLite among it`, (after.rss - before.rss) / 1e6, 'MB', 'not measured');
  const all: { readonly ours: number[]; readonly theirs: number[] } = { ours: [], theirs: [] };
  for (const [kind, list] of Object.entries(mix)) {
    const ours = measured(list, (query) => {
      const page = index.search(query);
      if (page.facets.access.length === 0 && page.total > 0) throw new Error('facets are missing');
    });
    const theirs = measured(list, (query) => void plain.search(query, true));
    all.ours.push(...ours);
    all.theirs.push(...theirs);
    for (const p of [0.5, 0.95])
      rows.add(`${name}: ${kind}, all facets, p${String(p * 100)}`, percentile(ours, p), percentile(theirs, p), 'ms', 'less', 'plain FTS5 and GROUP BY');
  }
  for (const p of [0.5, 0.95])
    rows.add(`${name}: the whole mix, p${String(p * 100)}`, percentile(all.ours, p), percentile(all.theirs, p), 'ms', 'less', 'plain FTS5 and GROUP BY');
  if (sparql !== null) {
    const theirs = measured(mix.plain, ({ q }) => void sparql.search(q));
    const ours = measured(mix.plain, (query) => void index.search(query));
    rows.add(`${name}: plain, p95`, percentile(ours, 0.95), percentile(theirs, 0.95), 'ms', 'less', 'SPARQL CONTAINS, no facets, no order');
  }
  const typed = ['di', 'dia', 'hart', 'on', 'reg', 'inst', 'was', 'lo', 'nier', 'zw'];
  const suggested = measured(typed, (q) => void index.suggest(q, 'nl', 10));
  rows.addWithout(`${name}: suggestions, p95`, percentile(suggested, 0.95), 'ms', '-');
  const changed = Array.from({ length: Math.min(count, 2000) }, (_, at) => (at * 7) % count);
  const visible = changed.slice(0, 50).map((n) => {
    generated.change([n]);
    const started = performance.now();
    index.follow();
    return performance.now() - started;
  });
  rows.addWithout(`${name}: one changed record, from the log into the index, p95`, percentile(visible, 0.95), 'ms', 'the log is looked at every 250 ms');
  generated.change(changed.slice(50));
  index.follow();
  pauses.start();
  const merged = await timed(() => index.tidy(pauses.pause));
  rows.addWithout(`${name}: merging ${shown(changed.length)} changes`, merged.ms, 'ms', `a search waits ${figure(pauses.longest)} ms for it at most`);
  plain.close();
}

async function relevance(): Promise<string> {
  const documents = judgedDocuments();
  const byId = new Map(documents.map((document) => [document.id, document]));
  const index = new ColumnarSearchIndex(readerOf(documents), { ...searchWords(), project: ({ head: { id } }) => byId.get(id)! });
  await index.load(() => Promise.resolve());
  const plain = new PlainFts(documents);
  const sparql = new SparqlContains(documents);
  const judged = judgedQueries();
  const ours =
    (expand: boolean) =>
    ({ q, lang }: JudgedQuery) =>
      index.search(ask(q, { lang, expand, pageSize: depth })).items.map(({ iri }) => iri);
  const engines: readonly (readonly [string, Relevance])[] = [
    ['ours', measureRelevance(judged, ours(true))],
    ['without the thesaurus', measureRelevance(judged, ours(false))],
    ['plain FTS5', measureRelevance(judged, ({ q }) => plain.search({ q: `${q} `, facets: {} }, false).iris)],
    ['SPARQL CONTAINS', measureRelevance(judged, ({ q }) => sparql.search(q).iris)],
  ];
  plain.close();
  const line = (what: string, count: number, of: (relevance: Relevance) => { readonly ndcg: number; readonly empty: number } | undefined): string[] => [
    what,
    String(count),
    ...engines.map(([, found]) => `${(of(found)?.ndcg ?? 0).toFixed(3)} (${String(Math.round((of(found)?.empty ?? 0) * 100))} %)`),
  ];
  const kinds = [...(engines[0]?.[1].byKind ?? [])];
  const table = tableOf(
    ['kind of query', 'queries', ...engines.map(([name]) => name)],
    [line('all', judged.length, (found) => found), ...kinds.map(([kind, { queries: count }]) => line(kind, count, (found) => found.byKind.get(kind)))],
  );
  console.log(table);
  return table;
}

/** How fast and how well the search finds, beside what one would do without it. */
export async function searchBench({ sizes, sparqlUpTo }: SearchBenchOptions): Promise<string> {
  const rows = new Rows();
  const judged = await relevance();
  for (const size of sizes) await speed(rows, size, sparqlUpTo);
  return [
    conditions(),
    'nDCG@10 over the judged queries of `fixtures/relevance`, and in brackets the share of queries that found nothing. One author wrote thesaurus and judgements, so that the first column flatters itself (`fixtures/relevance/SOURCE.md`). Plain FTS5 has the same texts without stems, all words, bm25 with weights; CONTAINS has titles, keywords and descriptions.',
    judged,
    'Generated records in one process, a quarter each of plain, expanded, prefix and browse queries. The goals are 10 ms at 10 000 records and 25 ms at 100 000 for 95 of 100 queries with all facets counted, and a change visible within a second without a pause for readers.',
    rows.table,
  ].join('\n\n');
}
