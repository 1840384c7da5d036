import { Types } from '@traqula/algebra-transformations-1-1';
import { Store } from 'oxigraph';
import { RequestError } from '../domain/errors.js';
import type { RecordHead } from '../domain/record.js';
import type { LedgerReader } from '../ports/ledger.js';
import { LogFollower } from '../ports/log-follower.js';
import type { SparqlAnswer, SparqlRequest } from '../ports/sparql-engine.js';
import { limited, marked, queryForm, solutionMark } from '../rdf/query-form.js';
import { queryTrouble } from '../rdf/query-trouble.js';
import { withBase } from '../rdf/terms.js';
import { ProvenanceGraph, type ProvenanceSource } from './provenance-graph.js';
import { queryAlgebra, type Operation } from './query-algebra.js';
import { refusalOf } from './query-guard.js';
import type { StoreStatus } from './sparql-pool.js';
import { TripleCounts } from './triple-counts.js';

export interface TripleStoreSettings {
  readonly baseUrl: string;
  readonly maxRows: number;
  readonly maxBytes: number;
  /** A query that would build more combinations than this is refused before it is tried; 0, as without it, refuses none. */
  readonly maxProduct?: number;
  /** Triples about our own entry of a record, for the catalogue graph; N-Triples lines. */
  readonly entryOf: (head: RecordHead, reader: LedgerReader) => string;
  /** N-Triples of the graphs beside the records, by graph name below `{base}/graph/`. */
  readonly sideGraphs: (reader: LedgerReader) => Readonly<Record<string, string>>;
  /** Where records come from, for the graph `{base}/graph/provenance` (REC-7). */
  readonly provenance?: ProvenanceSource;
}

const pageSize = 200;
/** So little waste is not worth a new store, in bytes. */
const minWaste = 4 << 20;
/** What a byte of N-Triples takes of the store's memory, live and once it was replaced (docs/benchmarks.md, the ceiling). */
const liveShare = 5.2;
const wastedShare = 7.3;
/** Of the 4 295 MB that a store can have at most; from there on a smaller part of waste is worth a new one. */
const nearlyFull = 3e9;
const leastWhenFull = 0.05;

/**
 * The published graphs in one Oxigraph store: each record in its own graph, and a default graph that is their real
 * merge, each triple once (DESIGN section 6). Follows the log; loaded straight from the ledger.
 */
export class TripleStore {
  private store = new Store();
  private readonly log: LogFollower;
  private live = 0;
  /** Bytes of N-Triples by record, and all that was removed since the load. */
  private readonly bytes = new Map<string, number>();
  private wastedBytes = 0;
  /** What each graph beside the records was loaded from. */
  private readonly sideLines = new Map<string, string>();
  private readonly provenance: ProvenanceGraph | null;
  private readonly counts: TripleCounts;

  constructor(
    private readonly reader: LedgerReader,
    private readonly settings: TripleStoreSettings,
  ) {
    this.log = new LogFollower(reader);
    this.provenance = this.provenanceIn(this.store);
    this.counts = new TripleCounts(this.store);
  }

  /** Loads everything as of now, in keyset pages; `pause` lets other messages in between. */
  async load(pause: () => Promise<void>): Promise<void> {
    const snapshot = this.reader.snapshot();
    let after = '';
    for (;;) {
      const page = this.reader.publishedPage(snapshot.seq, after, pageSize);
      if (page.length === 0) break;
      const text = page.map(({ head, body }) => this.record(head.id, body)).join('');
      for (const { head, body } of page) this.bytes.set(head.id, body.length);
      this.store.load(text, { format: 'application/n-quads' });
      this.store.load(page.map(({ head }) => inGraph(this.settings.entryOf(head, this.reader), this.graph('graph/catalogue'))).join(''), {
        format: 'application/n-quads',
      });
      for (const { head } of page) this.provenance?.add(head);
      this.live += page.length;
      after = page.at(-1)?.head.id ?? '';
      await pause();
    }
    this.loadSideGraphs();
    // The first query is not to wait for the parser to be made.
    queryAlgebra('ASK {}', this.settings.baseUrl);
    this.log.startFrom(snapshot);
    this.follow();
  }

  /** Applies what the log has gained; true when the epoch changed and the store must be built anew. */
  follow(): boolean {
    const hasEnded = this.log.follow(({ records, surroundings }) => {
      for (const id of records) this.replace(id);
      if (surroundings) this.loadSideGraphs();
    });
    this.provenance?.follow();
    return hasEnded;
  }

  status(): StoreStatus {
    const { wastedBytes } = this;
    const sizes = [...this.bytes.values(), ...[...this.sideLines.values()].map(({ length }) => length)];
    const liveBytes = sizes.reduce((sum, size) => sum + size, 0);
    const wasteful = isWasteful(liveBytes, wastedBytes);
    return { epoch: this.log.epoch, seq: this.log.seq, complete: this.log.complete, records: this.live, liveBytes, wastedBytes, wasteful };
  }

  query(request: SparqlRequest): SparqlAnswer {
    this.follow();
    const form = queryForm(request.query);
    const { maxRows, maxBytes } = this.settings;
    const rows = Math.min(maxRows, request.enough ?? maxRows);
    const algebra = queryAlgebra(limited(request.query, rows + 1), this.settings.baseUrl);
    if (algebra !== null && request.isUnguarded !== true) this.guard(algebra);
    const dataset = datasetOf(request, algebra);
    const explicit = dataset.defaultGraphs.length + dataset.namedGraphs.length > 0;
    const base = { base_iri: `${this.settings.baseUrl}/` };
    const store = explicit ? this.storeFor(dataset) : this.store;
    const options = explicit ? { ...base, ...optionsOf(dataset) } : base;
    const run = (text: string, format: string): string => {
      const found: unknown = store.query(text, { ...options, results_format: format });
      return String(found);
    };
    const counted = marked(request.query, rows);
    const { text, solutions } = evaluate(request.query, () => {
      const plain = (): string => run(limited(request.query, rows + 1), request.format);
      if (counted === null) return { text: plain(), solutions: null };
      try {
        return unmarked(run(counted, nTriples), request.format);
      } catch (error) {
        // Said of the query as it was sent, where the places are its author's.
        plain();
        throw error;
      }
    });
    const body = Buffer.from(text, 'utf8');
    if (body.byteLength > maxBytes)
      throw new RequestError('request/result-too-large', `The answer is larger than ${String(maxBytes)} bytes. Ask for fewer rows with LIMIT and OFFSET.`);
    const more = (solutions ?? (form === 'SELECT' && body.byteLength > rows ? countRows(text, request.format) : 0)) > rows;
    if (more && request.enough === undefined)
      throw new RequestError(
        'request/result-too-large',
        `The answer has more than ${String(maxRows)} ${form === 'SELECT' ? 'rows' : 'solutions'}. Page through it with ORDER BY, LIMIT and OFFSET.`,
      );
    return { body, format: request.format, more, seq: this.log.seq };
  }

  /** The lines of a record's graph, sorted, for `check`. */
  graphLines(id: string): string[] {
    return linesOf(this.store, { termType: 'NamedNode', value: this.graph(`datasets/${id}`) });
  }

  /**
   * Differences between this store and the ledger, in words; empty when they agree. Compared in the store's own terms:
   * Oxigraph writes every derived integer type as xsd:integer.
   */
  check(): string[] {
    this.follow();
    const faults: string[] = [];
    const merged = new Store();
    const ids = new Set<string>();
    const origins = new Store();
    const provenance = this.provenanceIn(origins);
    let after = '';
    for (;;) {
      const page = this.reader.publishedPage(this.log.seq, after, pageSize);
      if (page.length === 0) break;
      for (const { head, body } of page) {
        ids.add(head.id);
        provenance?.add(head);
        const own = new Store();
        own.load(this.substitute(body), { format: 'application/n-triples' });
        merged.load(this.substitute(body), { format: 'application/n-triples' });
        const expected = linesOf(own, { termType: 'DefaultGraph', value: '' });
        const found = this.graphLines(head.id);
        if (expected.length !== found.length || expected.some((line, at) => line !== found[at]))
          faults.push(`record ${head.id}: its graph holds ${String(found.length)} triples, the ledger ${String(expected.length)}`);
      }
      after = page.at(-1)?.head.id ?? '';
    }
    if (ids.size !== this.live) faults.push(`the store counts ${String(this.live)} records, the ledger ${String(ids.size)}`);
    const union = linesOf(this.store, { termType: 'DefaultGraph', value: '' }).length;
    if (union !== merged.size) faults.push(`the default graph holds ${String(union)} triples, the merge of all records ${String(merged.size)}`);
    const graph = { termType: 'NamedNode', value: this.graph('graph/provenance') } as const;
    const [expected, found] = [linesOf(origins, graph), linesOf(this.store, graph)];
    const known = new Set(expected);
    const different = found.filter((line) => !known.delete(line)).length + known.size;
    if (different > 0) faults.push(`the provenance graph differs from the ledger in ${String(different)} triples`);
    return faults;
  }

  private provenanceIn(store: Store): ProvenanceGraph | null {
    const { provenance } = this.settings;
    if (provenance === undefined) return null;
    const graph = { termType: 'NamedNode', value: this.graph('graph/provenance') } as never;
    return new ProvenanceGraph(store, graph, provenance, (id) => this.graph(`records/${id}`));
  }

  get size(): number {
    return this.store.size;
  }

  /** Lists of default graphs are not merged by Oxigraph: a store of their own holds them, and the named graphs beside them. */
  private storeFor({ defaultGraphs, namedGraphs }: Dataset): Store {
    if (defaultGraphs.length <= 1) return this.store;
    const dump = (graph: string): string =>
      this.store.dump({ format: 'application/n-triples', from_graph_name: { termType: 'NamedNode', value: graph } as never });
    const merged = defaultGraphs.map(dump).join('');
    const named = namedGraphs.map((graph) => inGraph(dump(graph), graph)).join('');
    if (merged.length + named.length > 32 << 20)
      throw new RequestError('request/bad-query', 'The graphs together are too large to be merged for one query; name fewer.');
    const scratch = new Store();
    scratch.load(merged, { format: 'application/n-triples' });
    scratch.load(named, { format: 'application/n-quads' });
    return scratch;
  }

  /** @throws RequestError `request/query-too-costly` */
  private guard(algebra: Operation): void {
    const { maxProduct = 0 } = this.settings;
    if (maxProduct === 0) return;
    const refusal = refusalOf(algebra, (pattern) => this.counts.of(pattern), maxProduct);
    if (refusal !== null) throw new RequestError('request/query-too-costly', refusal);
  }

  private replace(id: string): void {
    const graph = this.graph(`datasets/${id}`);
    const record = this.reader.published(id);
    const live = record?.head.state === 'current';
    const existed = this.store.match(null, null, null, { termType: 'NamedNode', value: graph } as never).length > 0;
    const records = this.graph('datasets/');
    const entry = this.graph(`records/${id}`);
    const catalogue = this.graph('graph/catalogue');
    const entryLines = live ? this.settings.entryOf(record.head, this.reader) : '';
    const body = live ? this.substitute(record.body) : '';
    this.store.update(
      `DELETE { ?s ?p ?o } WHERE { GRAPH <${graph}> { ?s ?p ?o } FILTER NOT EXISTS { GRAPH ?other { ?s ?p ?o } FILTER(?other != <${graph}> && STRSTARTS(STR(?other), "${records}")) } } ;
       DROP SILENT GRAPH <${graph}> ;
       DELETE WHERE { GRAPH <${catalogue}> { <${entry}> ?p ?o } } ;
       DELETE WHERE { GRAPH <${catalogue}> { ?c <http://www.w3.org/ns/dcat#record> <${entry}> } } ;
       INSERT DATA { ${body} GRAPH <${graph}> { ${body} } GRAPH <${catalogue}> { ${entryLines} } }`,
    );
    this.provenance?.replace(id, live ? record.head : null);
    this.wastedBytes += this.bytes.get(id) ?? 0;
    if (live) this.bytes.set(id, body.length);
    else this.bytes.delete(id);
    this.live += (live ? 1 : 0) - (existed ? 1 : 0);
  }

  private loadSideGraphs(): void {
    for (const [name, body] of Object.entries(this.settings.sideGraphs(this.reader))) {
      const graph = this.graph(`graph/${name}`);
      const lines = this.substitute(body);
      const former = this.sideLines.get(name) ?? '';
      // What is removed leaves its space behind.
      if (lines === former) continue;
      // The catalogue's graph also holds the entries of the records: only its own former lines go.
      if (name !== 'catalogue') this.store.update(`DROP SILENT GRAPH <${graph}>`);
      else if (former !== '') this.store.update(`DELETE DATA { GRAPH <${graph}> { ${former} } }`);
      this.store.load(inGraph(lines, graph), { format: 'application/n-quads' });
      this.wastedBytes += former.length;
      this.sideLines.set(name, lines);
    }
  }

  private record(id: string, body: string): string {
    const text = this.substitute(body);
    return text + inGraph(text, this.graph(`datasets/${id}`));
  }

  private graph(path: string): string {
    return `${this.settings.baseUrl}/${path}`;
  }

  private substitute(body: string): string {
    return withBase(body, this.settings.baseUrl);
  }
}

type Dataset = Pick<SparqlRequest, 'defaultGraphs' | 'namedGraphs'>;

/** What the request names, else what the query does by FROM and FROM NAMED (SPARQL 1.1 Protocol, section 2.1.4). */
function datasetOf(request: SparqlRequest, algebra: Operation | null): Dataset {
  if (request.defaultGraphs.length + request.namedGraphs.length > 0 || algebra?.type !== Types.FROM) return request;
  const names = (graphs: readonly { readonly value: string }[]): readonly string[] => [...new Set(graphs.map(({ value }) => value))];
  return { defaultGraphs: names(algebra.default), namedGraphs: names(algebra.named) };
}

function optionsOf({ defaultGraphs, namedGraphs }: Dataset): object {
  const named = namedGraphs.map((value) => ({ termType: 'NamedNode', value }));
  if (defaultGraphs.length > 1) return { default_graph: { termType: 'DefaultGraph', value: '' }, named_graphs: named };
  return { default_graph: defaultGraphs.map((value) => ({ termType: 'NamedNode', value })), named_graphs: named };
}

const nTriples = 'application/n-triples';

/** What a query by `marked` gave, without the marks, in the format that is wanted; and the number of its solutions. */
function unmarked(text: string, format: string): { readonly text: string; readonly solutions: number } {
  let solutions = 0;
  const own = text.replace(solutionMark, () => {
    solutions++;
    return '';
  });
  if (format === nTriples) return { text: own, solutions };
  const scratch = new Store();
  scratch.load(own, { format: nTriples });
  return { text: scratch.dump({ format, from_graph_name: { termType: 'DefaultGraph', value: '' } as never }), solutions };
}

/** @throws RequestError `request/bad-query` with the place, for what cannot be read or evaluated; other errors are the engine's own */
function evaluate<T>(query: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'RuntimeError') throw error;
    const trouble = queryTrouble(error.message, query);
    if (trouble === null) throw new RequestError('request/bad-query', error.message.slice(0, 1000), {}, { cause: error });
    const { line, column, detail } = trouble;
    const place = { in: 'query', location: `${String(line)}:${String(column)}`, code: 'syntax', detail };
    throw new RequestError('request/bad-query', detail, { line, errors: [place] }, { cause: error });
  }
}

function linesOf(store: Store, graph: { readonly termType: 'DefaultGraph' | 'NamedNode'; readonly value: string }): string[] {
  const text = store.dump({ format: 'application/n-triples', from_graph_name: graph as never });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

/** Whether a new store would be worth its load: half of what there is was replaced, or the memory ends before that. */
export function isWasteful(liveBytes: number, wastedBytes: number): boolean {
  const isFull = liveBytes * liveShare + wastedBytes * wastedShare > nearlyFull && wastedBytes > liveBytes * leastWhenFull;
  return wastedBytes > minWaste && (wastedBytes > liveBytes / 2 || isFull);
}

function inGraph(nTriples: string, graph: string): string {
  return nTriples.replace(/ \.(?=\n|$)/g, ` <${graph}> .`);
}

function countRows(result: string, format: string): number {
  if (format.includes('json')) return (JSON.parse(result) as { results?: { bindings?: unknown[] } }).results?.bindings?.length ?? 0;
  if (format.includes('xml')) return result.split('<result>').length - 1;
  // Line ends within quotes belong to values.
  const lines = format.includes('csv') ? result.replace(/"(?:[^"]|"")*"/g, '') : result;
  return lines.split('\n').length - 2;
}
