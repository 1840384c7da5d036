import { QueryEngine } from '@comunica/query-sparql';
import { Store as N3Store } from 'n3';
import { authorityFolder, mappingsFolder } from '../../src/assets.js';
import { runEnd } from '../../src/federation/provenance.js';
import { entryLines, provenanceLines, sideGraphs } from '../../src/federation/store-graphs.js';
import { recordId } from '../../src/domain/record-id.js';
import { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';
import { silentLogger } from '../../src/ports/logger.js';
import { parseStored } from '../../src/rdf/parse.js';
import { vocabularyLines } from '../../src/rdf/vocabulary-lines.js';
import { withBase } from '../../src/rdf/terms.js';
import { authorisation } from '../../src/triples/http-authorisation.js';
import { RemoteGraphs } from '../../src/triples/remote-graphs.js';
import type { RemoteContent } from '../../src/triples/remote-projection.js';
import { RemoteProjection } from '../../src/triples/remote-projection.js';
import { RemoteServer } from '../../src/triples/remote-server.js';
import { TripleStore } from '../../src/triples/triple-store.js';
import { Virtuoso } from '../support/virtuoso.js';

export const base = 'http://127.0.0.1:3000';
const resultsFormat = 'application/sparql-results+json';
/** Pages of 8 KB that Virtuoso may hold: one gigabyte, more than ten thousand records take. */
const buffers = 120_000;

/** The triples of a ledger in one of the stores that are compared. */
export interface BenchEngine {
  /** @returns how many quads it holds then, and how many of them were the ledger's own records in their merge */
  load(): Promise<number>;
  /** SPARQL results as JSON. */
  answer(query: string): Promise<string>;
  /** Takes in that these records have changed. */
  follow(subjects: readonly string[]): Promise<void>;
  /** Ends it in good order and starts it again on what it has kept; milliseconds until it answers. Null where nothing is kept. */
  restart(): Promise<number | null>;
  close(): Promise<void>;
}

const contentOf = (reader: SqliteLedgerReader): RemoteContent => {
  const vocab = vocabularyLines([authorityFolder, mappingsFolder]);
  return {
    entryOf: (head) => entryLines(head, reader, base),
    sideGraphs: () => ({ ...sideGraphs(reader, base), vocab }),
    provenance: { of: (head) => provenanceLines(head, reader, base), endOf: (run) => runEnd(run, reader, base) },
  };
};

/** The store of a SPARQL thread with its default limits: named graphs, their merge, entries and provenance. */
export function openTripleStore(reader: SqliteLedgerReader): TripleStore {
  return new TripleStore(reader, { baseUrl: base, maxRows: 100_000, maxBytes: 64 << 20, maxProduct: 10_000_000, ...contentOf(reader) });
}

export function openOurs(dataDir: string): BenchEngine {
  const reader = SqliteLedgerReader.open(dataDir);
  const store = openTripleStore(reader);
  return {
    load: async () => {
      await store.load(() => Promise.resolve());
      return store.size;
    },
    answer: async (query) => Buffer.from(store.query({ query, format: resultsFormat, defaultGraphs: [], namedGraphs: [] }).body).toString('utf8'),
    follow: async () => void store.follow(),
    restart: async () => null,
    close: async () => reader.close(),
  };
}

/** Comunica over an N3 store of the merge alone. It replaces a record without a look at what others share with it, which spares it work. */
export function openComunica(dataDir: string): BenchEngine {
  const reader = SqliteLedgerReader.open(dataDir);
  const store = new N3Store();
  const engine = new QueryEngine();
  const held = new Map<string, string>();
  const quadsOf = (body: string): ReturnType<typeof parseStored> => parseStored(withBase(body, base));
  return {
    load: async () => {
      const { seq } = reader.snapshot();
      for (let after = ''; ;) {
        const page = reader.publishedPage(seq, after, 200);
        if (page.length === 0) return store.size;
        for (const { head, body } of page) {
          store.addQuads([...quadsOf(body)]);
          held.set(head.id, body);
        }
        after = page.at(-1)?.head.id ?? '';
      }
    },
    answer: async (query) => {
      const result = await engine.query(query, { sources: [store] });
      const { data } = await engine.resultToString(result, resultsFormat);
      const parts: string[] = [];
      for await (const part of data as AsyncIterable<string | Buffer>) parts.push(part.toString());
      return parts.join('');
    },
    follow: async (subjects) => {
      for (const id of subjects.map((subject) => recordId(subject))) {
        store.removeQuads([...quadsOf(held.get(id) ?? '')]);
        const body = reader.published(id)?.body ?? '';
        store.addQuads([...quadsOf(body)]);
        held.set(id, body);
      }
    },
    restart: async () => null,
    close: async () => reader.close(),
  };
}

/** Virtuoso, filled and kept in step by our own adapter; asked directly, over HTTP, in the graph that holds the merge. */
export async function openVirtuoso(dataDir: string): Promise<BenchEngine> {
  const reader = SqliteLedgerReader.open(dataDir);
  const virtuoso = await Virtuoso.start({ buffers });
  const address = (url: string) => ({ url, authorisation: authorisation('digest', () => 'dba:dba') });
  const server = new RemoteServer({ query: address(virtuoso.endpoint), update: address(virtuoso.updateEndpoint) });
  const graphs = new RemoteGraphs(base);
  const projection = new RemoteProjection({ server, graphs, reader, content: contentOf(reader), logger: silentLogger });
  const ask = async (query: string, defaultGraphs: readonly string[]): Promise<string> =>
    (await server.query({ query, accept: resultsFormat, defaultGraphs, timeoutMs: 60_000, maxBytes: 64 << 20 })).text;
  return {
    load: async () => {
      await projection.advance();
      const { results } = JSON.parse(await ask('SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }', [])) as Results;
      return Number(results.bindings[0]?.['n']?.value);
    },
    answer: (query) => ask(query, [graphs.merged]),
    follow: () => projection.advance(),
    restart: async () => {
      await virtuoso.stop();
      const started = performance.now();
      await virtuoso.restart();
      return performance.now() - started;
    },
    close: async () => {
      reader.close();
      await virtuoso.close();
    },
  };
}

interface Term {
  readonly type: string;
  readonly value: string;
  readonly datatype?: string;
  readonly 'xml:lang'?: string;
}

interface Results {
  readonly results: { readonly bindings: readonly Readonly<Record<string, Term>>[] };
}

/** The rows of an answer in an order of their own, numbers and truths by value: what must be the same whichever store answers. */
export function rowsOf(answer: string): string[] {
  const { bindings } = (JSON.parse(answer) as Results).results;
  const term = ({ type, value, datatype = '', 'xml:lang': language = '' }: Term): string => {
    if (/#(integer|decimal|double|nonNegativeInteger)$/.test(datatype)) return String(Number(value));
    if (datatype.endsWith('#boolean')) return value.replace('true', '1').replace('false', '0');
    return `${type === 'uri' ? '<>' : language.toLowerCase()} ${value}`;
  };
  return bindings
    .map((row) =>
      Object.entries(row)
        .map(([name, value]) => `${name}=${term(value)}`)
        .sort()
        .join(' '),
    )
    .sort();
}
