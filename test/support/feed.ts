import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import express from 'express';
import { Parser } from 'n3';
import { ldesHarvester } from '../../harvesters/ldes/index.js';
import type { DocumentBody, HarvestEvent } from '../../src/domain/harvest.js';
import { plainCatalogue } from '../../src/federation/catalogue-pages.js';
import { publicIri, recordQuads } from '../../src/federation/record-rdf.js';
import { surroundingsOf } from '../../src/federation/surroundings.js';
import { problemHandler } from '../../src/http/problem.js';
import { feedRouter } from '../../src/http/routes/feed.js';
import { writeBackup } from '../../src/ledger/backup.js';
import { restoreBackup } from '../../src/ledger/restore.js';
import type { KnownDocument } from '../../src/ports/harvester.js';
import type { LedgerReader, StagedContent, StagedRecord } from '../../src/ports/ledger.js';
import { silentLogger } from '../../src/ports/logger.js';
import { parseStored } from '../../src/rdf/parse.js';
import { canonicalText, withBase } from '../../src/rdf/terms.js';
import { makeFetcher } from './fetching.js';
import { makeStation, openLedger, staged, temporaryFolder, TestClock, type OpenLedger } from './ledger.js';

export const subjectOf = (n: number): string => `https://a.example/d/${String(n)}`;
const dct = 'http://purl.org/dc/terms/';

/** A dataset with type, title and description, as a pipeline would have staged it. */
export function described(
  n: number,
  words = 'one',
  more = '',
  changes: Partial<StagedContent> & { readonly kind?: StagedRecord['kind']; readonly held?: boolean } = {},
): StagedRecord {
  const subject = subjectOf(n);
  const lines = [
    `<${subject}> <${dct}title> "${words}" .`,
    `<${subject}> <${dct}description> "About ${String(n)}." .`,
    `<${subject}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .`,
    ...more.split('\n').filter((line) => line !== ''),
  ];
  const body = `${lines.sort().join('\n')}\n`;
  return { ...staged(subject, words, { ...changes, body }), canonicalHash: createHash('sha256').update(body).digest('hex') };
}

export interface FeedHouse {
  house: OpenLedger;
  readonly base: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  backup(): Promise<void>;
  /** Restores the last backup over the catalogue, and serves what is there then as after a start. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** A ledger with the feed of it on 127.0.0.1. */
export async function openFeed(
  options: { readonly clock?: TestClock; readonly windowDays?: number; readonly through?: (reader: LedgerReader) => LedgerReader } = {},
): Promise<FeedHouse> {
  // Longer than any client keeps a connection.
  const server = createServer({ keepAliveTimeout: 120_000 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const file = join(temporaryFolder(), 'backup.tar');
  const serve = ({ reader, clock }: OpenLedger): void => {
    const app = express();
    app.set('query parser', 'simple');
    const queries = { catalogue: () => reader.catalogue() ?? plainCatalogue(base) };
    app.use(feedRouter({ reader: options.through?.(reader) ?? reader, queries, baseUrl: base, clock, feedWindowDays: options.windowDays ?? 365 }));
    app.use(problemHandler(silentLogger));
    server.removeAllListeners('request');
    server.on('request', app);
  };
  const one: FeedHouse = {
    house: openLedger(temporaryFolder(), options.clock ?? new TestClock()),
    base,
    get: (path, headers = {}) => fetch(path.startsWith('http') ? path : base + path, { headers, redirect: 'manual' }),
    backup: async () => {
      await writeBackup(one.house.folder, file, one.house.clock, () => undefined);
    },
    restore: async () => {
      const { folder, clock, reader, ledger } = one.house;
      reader.close();
      ledger.close();
      await restoreBackup(file, folder, { replace: true, now: clock.now(), by: 'somebody' }, () => undefined);
      one.house = openLedger(folder, clock);
      serve(one.house);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      one.house.reader.close();
      one.house.ledger.close();
    },
  };
  await one.house.ledger.registerStations([makeStation('a')]);
  serve(one.house);
  return one;
}

/** What a catalogue publishes: each record as the sorted lines of its graph, by IRI. */
export function publishedGraphs({ house: { reader }, base }: FeedHouse): Map<string, string> {
  const catalogue = reader.catalogue() ?? plainCatalogue(base);
  const surroundings = { ...surroundingsOf(reader, base), catalogueIri: catalogue.iri };
  const graphs = new Map<string, string>();
  for (const record of reader.publishedPage(reader.snapshot().seq, '', 1_000_000)) {
    const assertions = reader.assertions().filter(({ subject }) => subject === record.head.iri);
    graphs.set(publicIri(record.head.iri, base), canonicalText(recordQuads(record, assertions, reader, surroundings)));
  }
  return graphs;
}

/** The same in short. */
export const inShort = (graphs: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries([...graphs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([iri, text]) => [iri, createHash('sha256').update(text).digest('hex').slice(0, 8)]));

export const catalogueGraph = ({ house: { reader }, base }: FeedHouse): [string, string] => {
  const { iri, body } = reader.catalogue() ?? plainCatalogue(base);
  return [iri, canonicalText(parseStored(withBase(body, base)))];
};

export interface FeedPageRead {
  readonly url: string;
  readonly quads: readonly Quad[];
  readonly members: readonly { readonly iri: string; readonly type: string; readonly entity: string; readonly published: string; readonly payload: string }[];
  readonly nodes: readonly string[];
  readonly immutable: boolean;
  readonly etag: string | null;
}

const as = 'https://www.w3.org/ns/activitystreams#';
const tree = 'https://w3id.org/tree#';

/** Reads a page of N-Quads without any of our own readers. */
export function readPage(url: string, text: string, headers: Headers): FeedPageRead {
  const quads = new Parser({ format: 'application/n-quads' }).parse(text);
  const about = (subject: string, predicate: string): string[] =>
    quads.filter((quad) => quad.graph.value === '' && quad.subject.value === subject && quad.predicate.value === predicate).map((quad) => quad.object.value);
  const members = quads
    .filter((quad) => quad.predicate.value === `${tree}member`)
    .map(({ object: { value: iri } }) => ({
      iri,
      type: about(iri, 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type').join(),
      entity: about(iri, `${as}object`).join(),
      published: about(iri, `${as}published`).join(),
      payload: canonicalText(quads.filter((quad) => quad.graph.value === iri)),
    }));
  return {
    url,
    quads,
    members,
    nodes: [...new Set(quads.filter((quad) => quad.predicate.value === `${tree}node`).map((quad) => quad.object.value))],
    immutable: about(url, 'https://w3id.org/ldes#immutable').join() === 'true',
    etag: headers.get('etag'),
  };
}

/**
 * A consumer of our feed that is written for this test alone: it keeps closed pages, asks for open ones with their tags, and takes the
 * newest activity of each entity.
 */
export class FeedFollower {
  private pages = new Map<string, FeedPageRead>();
  private entities = new Map<string, { readonly published: string; readonly payload: string | null }>();
  private syncedAt: string | null = null;
  beginnings = 0;
  requests = 0;

  constructor(private readonly feed: FeedHouse) {}

  /** Records only. */
  get mirror(): Map<string, string> {
    return new Map(
      [...this.entities].flatMap(([iri, { payload }]) => (payload?.includes('<http://www.w3.org/ns/dcat#Dataset>') ? [[iri, payload] as const] : [])),
    );
  }

  async follow(): Promise<void> {
    const now = this.feed.house.clock.now().toISOString();
    const root = await this.page(`${this.feed.base}/feed`);
    const told = (property: string): string | undefined =>
      root.quads.find((quad) => quad.predicate.value === `https://w3id.org/ldes#${property}`)?.object.value;
    const [startingFrom, days] = [told('startingFrom'), /^P(\d+)([DY])$/.exec(told('versionDeleteDuration') ?? '')];
    const deletesMs = Number(days?.[1] ?? 0) * (days?.[2] === 'Y' ? 365 : 1) * 86_400_000;
    // LDES-9: what was taken back meanwhile may not be told any more.
    if (this.syncedAt === null || (startingFrom !== undefined && this.syncedAt < startingFrom) || Date.parse(now) - Date.parse(this.syncedAt) >= deletesMs) {
      this.beginnings++;
      this.pages.clear();
      this.entities = new Map();
    }
    const queue = [...root.nodes];
    for (let url = queue.shift(); url !== undefined; url = queue.shift()) {
      const page = await this.page(url);
      queue.push(...page.nodes);
      for (const { type, entity, published, payload } of page.members)
        if (published >= (this.entities.get(entity)?.published ?? ''))
          this.entities.set(entity, { published, payload: type === `${as}Delete` ? null : payload });
    }
    this.syncedAt = now;
  }

  private async page(url: string): Promise<FeedPageRead> {
    const known = this.pages.get(url);
    if (known?.immutable === true) return known;
    this.requests++;
    const response = await this.feed.get(url, { accept: 'application/n-quads', ...(known?.etag == null ? {} : { 'if-none-match': known.etag }) });
    if (response.status === 304 && known !== undefined) return known;
    const text = await response.text();
    if (response.status === 410) return { url, quads: [], members: [], nodes: [], immutable: false, etag: null };
    if (response.status !== 200) throw new Error(`${url} answered ${String(response.status)}: ${text}`);
    const page = readPage(url, text, response.headers);
    this.pages.set(url, page);
    return page;
  }
}

/** Our own harvester of feeds with the memory that a runner would keep for it, and nothing else of a catalogue. */
export class FeedHarvest {
  private bookmark: string | null = null;
  private fullWalkAt: string | null = null;
  private readonly documents = new Map<string, KnownDocument>();
  private readonly bytes = new Map<string, DocumentBody>();
  private readonly held = new Map<string, string>();
  readonly walks: string[] = [];

  constructor(readonly feed: { readonly base: string; readonly house: { readonly clock: TestClock } }) {}

  /** Records only. */
  get mirror(): Map<string, string> {
    return new Map([...this.held].filter(([, text]) => text.includes('<http://www.w3.org/ns/dcat#Dataset>')));
  }

  async run(): Promise<readonly HarvestEvent[]> {
    const { clock } = this.feed.house;
    const station = makeStation('national', { protocol: 'ldes', endpoint: `${this.feed.base}/feed` });
    const documents = [...this.documents.values()];
    const events: HarvestEvent[] = [];
    const walk = ldesHarvester.harvest(station, {
      fetcher: makeFetcher(station, {}, clock),
      clock,
      logger: silentLogger,
      signal: new AbortController().signal,
      limits: { maxPages: 5000, maxDocumentBytes: 64 << 20, maxPageBytes: 64 << 20, maxRunBytes: 1 << 30 },
      bookmark: this.bookmark,
      fullWalkAt: this.fullWalkAt,
      full: false,
      remembered: () => undefined,
      knownDocuments: () => documents,
      stored: (hash) => Promise.resolve(this.bytes.get(hash) ?? null),
    });
    for await (const event of walk) {
      events.push(event);
      if (event.kind === 'kept') this.keep(event.document, event.memo);
      if (event.kind === 'forgotten' || event.kind === 'gone') {
        this.documents.delete(event.key);
        this.held.delete(event.key);
      }
      if (event.kind === 'document' && event.document.body.kind === 'memory')
        this.held.set(event.document.url, Buffer.from(event.document.body.bytes).toString());
      if (event.kind === 'bookmark') this.bookmark = event.value;
    }
    const last = events.at(-1);
    if (last?.kind !== 'complete') throw new Error(`The walk was not complete: ${JSON.stringify(events.filter((event) => event.kind === 'issue'))}`);
    if (last.walk === 'full') this.fullWalkAt = clock.now().toISOString();
    this.walks.push(last.walk ?? '');
    return events;
  }

  private keep({ url, bodyHash, body }: { url: string; bodyHash: string; body: DocumentBody }, memo: unknown): void {
    this.documents.set(url, { url, etag: null, lastModified: null, bodyHash, memo: JSON.parse(JSON.stringify(memo)) as unknown, subjects: [] });
    this.bytes.set(bodyHash, body);
  }
}
