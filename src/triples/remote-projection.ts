import { createHash } from 'node:crypto';
import type { RecordHead } from '../domain/record.js';
import type { LedgerReader } from '../ports/ledger.js';
import { newsOf } from '../ports/log-follower.js';
import type { Logger } from '../ports/logger.js';
import type { ProjectionStatus } from '../ports/sparql-engine.js';
import { withBase } from '../rdf/terms.js';
import type { ProvenanceSource } from './provenance-graph.js';
import type { RemoteGraphs } from './remote-graphs.js';
import { decodeLines, doubtfulTypes, RemoteLiterals } from './remote-literals.js';
import { acceptResults, normalisedLines, tableOf, writeTriples, type ResultTable, type TemplateTriple } from './remote-results.js';
import { RemoteFailure, type RemoteServer } from './remote-server.js';
import { bookmarkQuery, replaceGraph, replaceParts, setBookmark, UpdateRequests, type PartContent } from './remote-updates.js';

/** What the graphs hold; N-Triples. */
export interface RemoteContent {
  readonly entryOf: (head: RecordHead) => string;
  /** The graphs beside the records, by name below `{base}/graph/`. */
  readonly sideGraphs: () => Readonly<Record<string, string>>;
  readonly provenance: ProvenanceSource;
}

export interface RemoteProjectionOptions {
  readonly server: RemoteServer;
  readonly graphs: RemoteGraphs;
  readonly reader: LedgerReader;
  readonly content: RemoteContent;
  readonly logger: Logger;
}

/** Kept in the store itself, so that it can never be mistaken about which ledger it follows, and how far it is. */
interface Bookmark {
  readonly form: number;
  /** Null while the ledger has no entry yet. */
  readonly ledger: string | null;
  readonly epoch: number;
  readonly seq: number;
  readonly phase: 'loading' | 'complete';
  /** While loading: the last record that is there. */
  readonly after: string;
  readonly records: number;
  /** Runs that records name and that have not ended, by IRI. */
  readonly open: Readonly<Record<string, number>>;
  /** Datatypes whose literals this server does not keep as they are written. */
  readonly asWritten: readonly string[];
  /** What was counted in the store when it was last looked at with this content; null when nobody has since. */
  readonly counted: Counts | null;
}

interface Counts {
  readonly merged: number;
  readonly triples: number;
}

/** Grows when stores that were written by an earlier release have to be built anew. */
const form = 1;
const pageSize = 50;
const logStretch = 200;
const graphsAtOnce = 200;
const queryTimeoutMs = 120_000;
const maxBytes = 64 << 20;

/**
 * The triples of the ledger in a remote store, kept in step with the log. Everything it does can be done again: it replaces, and moves
 * the bookmark in the same request, behind what the bookmark speaks of.
 */
export class RemoteProjection {
  private bookmark: Bookmark | null = null;
  private isReachable = false;
  private dataVersion = -1;
  private known = new RemoteLiterals(new Set());

  constructor(private readonly options: RemoteProjectionOptions) {}

  get literals(): RemoteLiterals {
    return this.known;
  }

  get seq(): number {
    return this.bookmark?.seq ?? 0;
  }

  /** The store holds the whole catalogue as of some entry of the log, and answers. */
  get isComplete(): boolean {
    return this.isReachable && this.bookmark?.phase === 'complete';
  }

  status(): Omit<ProjectionStatus, 'name'> {
    const { epoch = 0, seq = 0, records = 0 } = this.bookmark ?? {};
    return { epoch, seq, complete: this.isComplete, records };
  }

  /** The server failed somebody: nothing of it is taken for granted until it has been looked at. */
  lose(): void {
    this.isReachable = false;
  }

  /**
   * Looks at the server and its bookmark, builds what is not there or not right, and applies what the log has gained; cheap when there
   * is nothing to do.
   *
   * @throws RemoteFailure when the server does; trying again goes on where this broke off
   */
  async advance(): Promise<void> {
    if (!this.isReachable) await this.connect();
    if (this.reader.snapshot().epoch !== this.bookmark?.epoch) await this.begin('the ledger was restored');
    if (this.bookmark?.phase === 'loading') await this.load();
    await this.follow();
  }

  /**
   * Whether the store still holds what it held: its bookmark is ours, and its graphs have as many triples. Builds it anew when not.
   *
   * @throws RemoteFailure
   */
  async verify(): Promise<void> {
    const { bookmark } = this;
    if (bookmark?.phase !== 'complete') return;
    const trouble = await this.lostSince(bookmark);
    if (trouble === null) return;
    await this.begin(trouble);
    await this.load();
  }

  /** Builds every graph anew in its place, so that queries are answered all the while. @throws RemoteFailure */
  async renew(): Promise<void> {
    await this.advance();
    const seq = this.seq;
    const live = new Set<string>();
    for await (const page of this.pages(seq, '')) {
      const requests = new UpdateRequests();
      for (const { head, body } of page) {
        live.add(head.id);
        replaceParts(requests, this.partsOf(head.id, head, body), false);
      }
      await this.send(requests);
    }
    for (const id of await this.strays(live)) {
      const requests = new UpdateRequests();
      replaceParts(requests, this.partsOf(id, null, ''), false);
      await this.send(requests);
    }
    const requests = new UpdateRequests();
    this.sideGraphs(requests);
    for (const { whole, parts } of this.graphs.merges) {
      requests.add(`INSERT { GRAPH <${whole}> { ?s ?p ?o } } WHERE { ${missing(whole, parts)} }`);
      requests.add(`DELETE { GRAPH <${whole}> { ?s ?p ?o } } WHERE { ${beyond(whole, parts)} }`);
    }
    await this.send(requests);
    await this.move({ records: this.reader.publishedCount(seq), counted: null });
    await this.verify();
  }

  /** Differences between the store and the ledger, in words; empty when they agree. @throws RemoteFailure */
  async check(): Promise<string[]> {
    await this.advance();
    const faults: string[] = [];
    let records = 0;
    for await (const page of this.pages(this.seq, '')) {
      records += page.length;
      for (const { head, body } of page)
        for (const { graph, lines } of this.partsOf(head.id, head, body)) {
          const expected = normalisedLines(decodeLines(lines));
          const found = await this.linesOf(graph);
          if (expected.join('\n') !== found.join('\n'))
            faults.push(`record ${head.id}: <${graph}> holds ${String(found.length)} triples, the ledger ${String(expected.length)}, or others`);
        }
    }
    const held = await this.count(`SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "${this.graphs.records}")) }`);
    if (held !== records) faults.push(`the store holds ${String(held)} records, the ledger ${String(records)}`);
    for (const { whole, parts } of this.graphs.merges) {
      const lacks = await this.count(`SELECT (COUNT(*) AS ?n) WHERE { ${missing(whole, parts)} }`);
      const extra = await this.count(`SELECT (COUNT(*) AS ?n) WHERE { ${beyond(whole, parts)} }`);
      if (lacks + extra > 0) faults.push(`<${whole}> lacks ${String(lacks)} triples of its parts and has ${String(extra)} beyond them`);
    }
    return faults;
  }

  private get reader(): LedgerReader {
    return this.options.reader;
  }

  private get graphs(): RemoteGraphs {
    return this.options.graphs;
  }

  private async connect(): Promise<void> {
    const { graphs } = this;
    const found = await this.readBookmark();
    const trouble = found === null ? 'it holds no bookmark' : this.objection(found);
    if (found === null || trouble !== null) {
      await this.begin(trouble ?? '');
      this.isReachable = true;
      return;
    }
    this.bookmark = found;
    this.known = new RemoteLiterals(new Set(found.asWritten));
    this.dataVersion = -1;
    await this.dropGraphs(graphs.scratch);
    this.isReachable = true;
    await this.verify();
  }

  /** Why a bookmark is not of this ledger's past; null when it is. */
  private objection(found: Bookmark): string | null {
    const { epoch, seq } = this.reader.snapshot();
    if (found.form !== form) return 'it was written by another release';
    if (found.ledger !== null && found.ledger !== this.ledgerId()) return 'it belongs to another ledger';
    if (found.epoch !== epoch) return 'it belongs to another epoch of the ledger';
    return found.seq > seq ? 'it is ahead of the ledger' : null;
  }

  /** A ledger is known by its first entry, which nothing ever changes. */
  private ledgerId(): string | null {
    const first = this.reader.changesAfter(0, 1)[0];
    return first === undefined ? null : createHash('sha256').update(`${first.kind} ${first.id} ${first.time}`).digest('base64url').slice(0, 22);
  }

  /** Removes everything of ours and marks the store as empty. */
  private async begin(reason: string): Promise<void> {
    const { server, logger } = this.options;
    const { epoch, seq } = this.reader.snapshot();
    logger.warn('remote triples are built anew', { reason });
    this.bookmark = null;
    await server.update(`CLEAR SILENT GRAPH <${this.graphs.bookmark}>`);
    await this.dropGraphs(this.graphs.records);
    await this.dropGraphs(`${this.graphs.baseUrl}/graph/`);
    const asWritten = await this.probeLiterals();
    this.known = new RemoteLiterals(new Set(asWritten));
    const bookmark: Bookmark = { form, ledger: this.ledgerId(), epoch, seq, phase: 'loading', after: '', records: 0, open: {}, asWritten, counted: null };
    await server.update(setBookmark(this.graphs, bookmark));
    this.bookmark = bookmark;
    this.dataVersion = -1;
  }

  private async load(): Promise<void> {
    const started = this.bookmark;
    if (started === null) return;
    const isResumed = started.after !== '';
    for await (const page of this.pages(started.seq, started.after)) {
      const requests = new UpdateRequests();
      const open = { ...this.bookmark?.open };
      replaceParts(
        requests,
        page.flatMap(({ head, body }) => this.partsOf(head.id, head, body, open)),
        true,
      );
      await this.move({ after: page.at(-1)?.head.id ?? '', records: (this.bookmark?.records ?? 0) + page.length, open }, requests);
    }
    const requests = new UpdateRequests();
    this.sideGraphs(requests);
    await this.send(requests);
    const expected = this.reader.publishedCount(started.seq);
    const held = await this.countRecords();
    if (held !== expected) {
      // The next try begins from nothing.
      await this.options.server.update(`CLEAR SILENT GRAPH <${this.graphs.bookmark}>`);
      this.lose();
      throw new RemoteFailure('partial', `The server holds ${String(held)} of ${String(expected)} records after a load.`);
    }
    await this.move({ phase: 'complete', after: '', records: expected, counted: await this.counts() });
    this.options.logger.info('remote triples are loaded', { records: expected, resumed: isResumed });
  }

  private async follow(): Promise<void> {
    await this.followRuns();
    const version = this.reader.dataVersion();
    if (version === this.dataVersion || this.bookmark?.phase !== 'complete') return;
    for (;;) {
      const changes = this.reader.changesAfter(this.seq, logStretch);
      const last = changes.at(-1);
      if (last === undefined) break;
      const { records, surroundings } = newsOf(changes);
      const requests = new UpdateRequests();
      const open = { ...this.bookmark.open };
      for (const id of records) {
        const record = this.reader.published(id);
        const isLive = record?.head.state === 'current';
        replaceParts(requests, this.partsOf(id, isLive ? record.head : null, isLive ? record.body : '', open), false);
      }
      if (surroundings) this.sideGraphs(requests);
      const isSame = records.size === 0 && !surroundings;
      await this.move(
        { ledger: this.ledgerId(), seq: last.seq, records: this.reader.publishedCount(last.seq), open, ...(isSame ? {} : { counted: null }) },
        requests,
      );
    }
    this.dataVersion = version;
  }

  /** Runs end after the last of what they publish, and no entry of the log says so. */
  private async followRuns(): Promise<void> {
    const open = this.bookmark?.phase === 'complete' ? this.bookmark.open : {};
    for (const [iri, run] of Object.entries(open)) {
      const lines = this.options.content.provenance.endOf(run);
      if (lines === null) continue;
      const { provenance, provenanceParts } = this.graphs;
      const requests = new UpdateRequests();
      const words = this.known.encode(lines);
      const named = `GRAPH ?part { <${iri}> ?p ?o } FILTER(STRSTARTS(STR(?part), "${provenanceParts}"))`;
      requests.add(`INSERT { GRAPH ?part { ${words} } GRAPH <${provenance}> { ${words} } } WHERE { ${named} }`);
      const { [iri]: _ended, ...others } = this.bookmark?.open ?? {};
      await this.move({ open: others, counted: null }, requests);
    }
  }

  /** Carries out what was asked, and notes how far the projection is then. */
  private async move(change: Partial<Bookmark>, requests = new UpdateRequests()): Promise<void> {
    if (this.bookmark === null) throw new RemoteFailure('partial', 'The store has no bookmark.');
    const bookmark = { ...this.bookmark, ...change };
    requests.add(setBookmark(this.graphs, bookmark));
    await this.send(requests);
    this.bookmark = bookmark;
  }

  private async send(requests: UpdateRequests): Promise<void> {
    for (const text of requests.texts) await this.options.server.update(text);
  }

  /** What the graphs of one record hold. @param head null when it is not published any more */
  private partsOf(id: string, head: RecordHead | null, body: string, open: Record<string, number> = {}): PartContent[] {
    const { graphs } = this;
    const { content } = this.options;
    const origin = head === null ? null : content.provenance.of(head);
    for (const [iri, run] of origin?.open ?? []) open[iri] = run;
    const provenance = origin === null ? '' : origin.own + [...origin.shared.values()].join('');
    const lines = (text: string): string => this.known.encode(withBase(text, graphs.baseUrl));
    return [
      { graph: graphs.records + id, whole: graphs.merged, parts: graphs.records, lines: lines(body) },
      { graph: graphs.catalogueParts + id, whole: graphs.catalogue, parts: graphs.catalogueParts, lines: lines(head === null ? '' : content.entryOf(head)) },
      { graph: graphs.provenanceParts + id, whole: graphs.provenance, parts: graphs.provenanceParts, lines: lines(provenance) },
    ];
  }

  private sideGraphs(requests: UpdateRequests): void {
    const { graphs } = this;
    for (const [name, text] of Object.entries(this.options.content.sideGraphs())) {
      const lines = this.known.encode(withBase(text, graphs.baseUrl));
      // The catalogue's graph also holds the entries of the records.
      if (name === 'catalogue')
        replaceParts(requests, [{ graph: `${graphs.catalogueParts}own`, whole: graphs.catalogue, parts: graphs.catalogueParts, lines }], false);
      else replaceGraph(requests, { graph: `${graphs.baseUrl}/graph/${name}`, lines });
    }
  }

  private async *pages(seq: number, from: string): AsyncGenerator<ReturnType<LedgerReader['publishedPage']>> {
    for (let after = from; ;) {
      const page = this.reader.publishedPage(seq, after, pageSize);
      if (page.length === 0) return;
      yield page;
      after = page.at(-1)?.head.id ?? '';
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** What the store has lost or gained behind our back, in words; notes its counts when nobody had counted yet. */
  private async lostSince(bookmark: Bookmark): Promise<string | null> {
    const found = await this.readBookmark();
    if (found === null) return 'its bookmark is gone';
    if (JSON.stringify(found) !== JSON.stringify(bookmark)) return 'its bookmark was moved by somebody else';
    const held = await this.countRecords();
    if (held !== bookmark.records) return `it holds ${String(held)} of ${String(bookmark.records)} records`;
    const counted = await this.counts();
    const { counted: before } = bookmark;
    if (before === null) {
      await this.move({ counted });
      return null;
    }
    if (counted.merged === before.merged && counted.triples === before.triples) return null;
    return `it holds ${String(counted.triples)} of ${String(before.triples)} triples of records, and ${String(counted.merged)} of ${String(before.merged)} merged`;
  }

  private async counts(): Promise<Counts> {
    const { merged, baseUrl, bookmark } = this.graphs;
    const ours = `(STRSTARTS(STR(?g), "${this.graphs.records}") || (STRSTARTS(STR(?g), "${baseUrl}/graph/") && ?g NOT IN (<${merged}>, <${bookmark}>) && !STRSTARTS(STR(?g), "${this.graphs.scratch}")))`;
    return {
      merged: await this.count(`SELECT (COUNT(*) AS ?n) WHERE { GRAPH <${merged}> { ?s ?p ?o } }`),
      triples: await this.count(`SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } FILTER(${ours}) }`),
    };
  }

  /** A record without a triple has no graph: no description is empty. */
  private countRecords(): Promise<number> {
    return this.count(`SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "${this.graphs.records}")) }`);
  }

  private async strays(live: ReadonlySet<string>): Promise<string[]> {
    const { records } = this.graphs;
    const found: string[] = [];
    for (let after = ''; ;) {
      const { rows } = await this.ask(
        `SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "${records}") && STR(?g) > "${after}") } ORDER BY STR(?g) LIMIT ${String(graphsAtOnce)}`,
      );
      const names = rows.flatMap((row) => row['g']?.value ?? []);
      found.push(...names.map((name) => name.slice(records.length)).filter((id) => !live.has(id)));
      if (names.length < graphsAtOnce) return found;
      after = names.at(-1) ?? '';
    }
  }

  /** Drops the graphs whose names begin so. */
  private async dropGraphs(beginning: string): Promise<void> {
    for (;;) {
      const { rows } = await this.ask(
        `SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "${beginning}")) } LIMIT ${String(graphsAtOnce)}`,
      );
      const names = rows.flatMap((row) => row['g']?.value ?? []);
      if (names.length === 0) return;
      const requests = new UpdateRequests();
      for (const name of names) requests.add(`CLEAR SILENT GRAPH <${name}>`);
      await this.send(requests);
    }
  }

  private async readBookmark(): Promise<Bookmark | null> {
    const { rows } = await this.ask(bookmarkQuery(this.graphs));
    const text = rows.length === 1 ? rows[0]?.['b']?.value : undefined;
    try {
      return text === undefined ? null : (JSON.parse(text) as Bookmark);
    } catch {
      return null;
    }
  }

  /** Datatypes of literals that come back otherwise than they went, or that the server refuses. */
  private async probeLiterals(): Promise<string[]> {
    const { server } = this.options;
    const { probe } = this.graphs;
    const lost: string[] = [];
    for (const [datatype, text] of Object.entries(doubtfulTypes)) {
      const literal = `${JSON.stringify(text)}^^<${datatype}>`;
      try {
        await server.update(`CLEAR SILENT GRAPH <${probe}> ;\nINSERT DATA { GRAPH <${probe}> { <urn:ndc:probe> <urn:ndc:probe> ${literal} } }`);
        const { rows } = await this.ask(`SELECT ?o WHERE { GRAPH <${probe}> { <urn:ndc:probe> <urn:ndc:probe> ?o } }`);
        const back = rows.length === 1 ? rows[0]?.['o'] : undefined;
        if (back?.value !== text || back.datatype !== datatype) lost.push(datatype);
      } catch (error) {
        if (!(error instanceof RemoteFailure) || error.fault !== 'refused') throw error;
        lost.push(datatype);
      }
    }
    await server.update(`CLEAR SILENT GRAPH <${probe}>`);
    return lost;
  }

  private async linesOf(graph: string): Promise<string[]> {
    const answer = await this.options.server.query({
      query: `SELECT ?s ?p ?o WHERE { GRAPH <${graph}> { ?s ?p ?o } }`,
      accept: acceptResults,
      timeoutMs: queryTimeoutMs,
      maxBytes,
    });
    const table = tableOf(answer);
    if (answer.cutsAt !== null && table.rows.length >= answer.cutsAt)
      throw new RemoteFailure('cut', 'The graph is larger than what the server hands out.', { rows: answer.cutsAt });
    const triple: TemplateTriple = [{ variable: 's' }, { variable: 'p' }, { variable: 'o' }];
    return normalisedLines(writeTriples(table, [triple], 'application/n-triples'));
  }

  private async count(query: string): Promise<number> {
    const { rows } = await this.ask(query);
    const count = Number(rows[0]?.['n']?.value ?? Number.NaN);
    if (rows.length !== 1 || !Number.isInteger(count)) throw new RemoteFailure('partial', 'The server does not count.');
    return count;
  }

  private async ask(query: string): Promise<ResultTable> {
    return tableOf(await this.options.server.query({ query, accept: acceptResults, timeoutMs: queryTimeoutMs, maxBytes }));
  }
}

const missing = (whole: string, parts: string): string =>
  `GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "${parts}")) FILTER NOT EXISTS { GRAPH <${whole}> { ?s ?p ?o } }`;
const beyond = (whole: string, parts: string): string =>
  `GRAPH <${whole}> { ?s ?p ?o } FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "${parts}")) }`;
