import { silentLogger, type Logger } from '../../src/ports/logger.js';
import type { LedgerReader } from '../../src/ports/ledger.js';
import type { SparqlAnswer, SparqlEngine, SparqlRequest } from '../../src/ports/sparql-engine.js';
import { authorisation, type AuthenticationScheme } from '../../src/triples/http-authorisation.js';
import { RemoteEngine } from '../../src/triples/remote-engine.js';
import { RemoteFollower } from '../../src/triples/remote-follower.js';
import { RemoteGraphs } from '../../src/triples/remote-graphs.js';
import { RemoteProjection, type RemoteContent } from '../../src/triples/remote-projection.js';
import { RemoteServer } from '../../src/triples/remote-server.js';
import { TripleStore } from '../../src/triples/triple-store.js';

export const base = 'https://catalogue.example';

/** What stands beside the records in these tests. */
export const content: RemoteContent = {
  entryOf: ({ id }) =>
    `<${base}/records/${id}> <http://xmlns.com/foaf/0.1/primaryTopic> <${base}/datasets/${id}> .\n<${base}/catalog> <http://www.w3.org/ns/dcat#record> <${base}/records/${id}> .\n`,
  sideGraphs: () => ({
    catalogue: `<${base}/catalog> <http://purl.org/dc/terms/title> "Catalogue" .\n`,
    assertions: `<urn:assertion> <http://purl.org/dc/terms/title> "Said by the HDAB" .\n`,
  }),
  provenance: {
    of: ({ id }) => ({
      own: `<${base}/records/${id}> <http://www.w3.org/ns/prov#wasGeneratedBy> <urn:run:1> .\n`,
      shared: new Map([['urn:run:1', '<urn:run:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/prov#Activity> .\n']]),
      open: new Map(),
    }),
    endOf: () => null,
  },
};

/** One of the engines, over a ledger. */
export interface OpenEngine {
  readonly query: (request: Partial<SparqlRequest> & { readonly query: string }) => Promise<SparqlAnswer>;
  readonly status: () => Promise<Awaited<ReturnType<SparqlEngine['status']>>[number] | undefined>;
  /** Until everything of the log is there. */
  readonly settle: () => Promise<void>;
  readonly check: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

export interface EngineLimits {
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export const limits: EngineLimits = { maxRows: 100, maxBytes: 1 << 20, timeoutMs: 20_000 };

const whole = (request: Partial<SparqlRequest> & { readonly query: string }): SparqlRequest => ({
  format: 'application/sparql-results+json',
  defaultGraphs: [],
  namedGraphs: [],
  ...request,
});

export async function openEmbedded(reader: LedgerReader, { maxRows, maxBytes }: EngineLimits = limits): Promise<OpenEngine> {
  const store = new TripleStore(reader, { baseUrl: base, maxRows, maxBytes, ...content });
  await store.load(() => Promise.resolve());
  return {
    query: async (request) => store.query(whole(request)),
    status: () => Promise.resolve({ name: 'triples-1', ...store.status() }),
    settle: async () => void store.follow(),
    check: async () => store.check(),
    close: () => Promise.resolve(),
  };
}

export interface RemoteOptions {
  readonly url: string;
  readonly updateUrl: string;
  readonly scheme?: AuthenticationScheme;
  readonly secret?: string;
  readonly limits?: Partial<EngineLimits>;
  readonly logger?: Logger;
  readonly content?: RemoteContent;
  readonly baseUrl?: string;
}

export interface OpenRemote extends OpenEngine {
  readonly projection: RemoteProjection;
  readonly follower: RemoteFollower;
  readonly graphs: RemoteGraphs;
}

/** A remote store with its follower under way; it may not be there yet. */
export function openRemote(reader: LedgerReader, options: RemoteOptions): OpenRemote {
  const { url, updateUrl, scheme = null, secret = '', logger = silentLogger } = options;
  const address = (to: string) => ({ url: to, authorisation: authorisation(scheme, () => secret) });
  const server = new RemoteServer({ query: address(url), update: address(updateUrl) });
  const graphs = new RemoteGraphs(options.baseUrl ?? base);
  const projection = new RemoteProjection({ server, graphs, reader, content: options.content ?? content, logger });
  const engine = new RemoteEngine({ server, graphs, projection, logger, ...limits, ...options.limits });
  const follower = new RemoteFollower({ projection, logger, pollMs: 10, verifyMs: 3_600_000, firstPauseMs: 10, longestPauseMs: 50 });
  const running = follower.run();
  const settle = async (): Promise<void> => {
    while (!projection.isComplete || projection.seq < reader.snapshot().seq) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  return {
    projection,
    follower,
    graphs,
    query: (request) => engine.query(whole(request)),
    status: async () => (await engine.status())[0],
    settle,
    check: () => follower.do(() => projection.check()),
    close: async () => {
      follower.close();
      await running;
    },
  };
}

export interface Rows {
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** The rows of a SELECT by the values of their terms. */
export async function rowsOf(engine: Pick<OpenEngine, 'query'>, query: string, more: Partial<SparqlRequest> = {}): Promise<Record<string, string>[]> {
  const { body } = await engine.query({ query, ...more });
  const parsed = JSON.parse(Buffer.from(body).toString('utf8')) as { results: { bindings: Record<string, { value: string }>[] } };
  return parsed.results.bindings.map((row) => Object.fromEntries(Object.entries(row).map(([name, term]) => [name, term.value])));
}
