import { parentPort, workerData } from 'node:worker_threads';
import { authorityFolder, mappingsFolder } from '../assets.js';
import { readSecret } from '../config.js';
import { InternalError } from '../domain/errors.js';
import { runEnd } from '../federation/provenance.js';
import { entryLines, provenanceLines, sideGraphs } from '../federation/store-graphs.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { createLogger } from '../observability/logger.js';
import type { SparqlRequest } from '../ports/sparql-engine.js';
import { authorisation, type AuthenticationScheme } from '../triples/http-authorisation.js';
import { RemoteEngine } from '../triples/remote-engine.js';
import { RemoteFollower } from '../triples/remote-follower.js';
import { RemoteGraphs } from '../triples/remote-graphs.js';
import { RemoteProjection } from '../triples/remote-projection.js';
import { RemoteServer, type RemoteAddress } from '../triples/remote-server.js';
import { vocabularyLines } from '../rdf/vocabulary-lines.js';
import { serve, toWire } from './rpc.js';

export interface RemoteTriplesWorkerData {
  readonly dataDir: string;
  readonly baseUrl: string;
  readonly logLevel: string;
  readonly queryUrl: string;
  readonly updateUrl: string;
  readonly scheme: AuthenticationScheme | null;
  /** `env:NAME` or `file:PATH`. */
  readonly credentials: string | null;
  readonly timeoutMs: number;
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly verifyMs: number;
  readonly firstPauseMs: number;
}

const pollMs = 250;
const longestPauseMs = 60_000;

function start(data: RemoteTriplesWorkerData): void {
  const port = parentPort;
  if (port === null) throw new InternalError('internal/error', 'not a worker thread');
  try {
    const { dataDir, baseUrl, queryUrl, updateUrl, timeoutMs, maxRows, maxBytes, verifyMs, firstPauseMs } = data;
    const logger = createLogger(data.logLevel, 'ndc');
    const reader = SqliteLedgerReader.open(dataDir);
    const graphs = new RemoteGraphs(baseUrl);
    // Each address challenges by itself.
    const address = (url: string): RemoteAddress => ({
      url,
      authorisation: authorisation(data.scheme, () => (data.credentials === null ? '' : readSecret(data.credentials))),
    });
    const server = new RemoteServer({ query: address(queryUrl), update: address(updateUrl) });
    const vocabulary = vocabularyLines([authorityFolder, mappingsFolder]);
    const content = {
      entryOf: (head: Parameters<typeof entryLines>[0]) => entryLines(head, reader, baseUrl),
      sideGraphs: () => ({ ...sideGraphs(reader, baseUrl), vocab: vocabulary }),
      provenance: {
        of: (head: Parameters<typeof entryLines>[0]) => provenanceLines(head, reader, baseUrl),
        endOf: (run: number) => runEnd(run, reader, baseUrl),
      },
    };
    const projection = new RemoteProjection({ server, graphs, reader, content, logger });
    const engine = new RemoteEngine({ server, graphs, projection, logger, timeoutMs, maxRows, maxBytes });
    const follower = new RemoteFollower({ projection, logger, pollMs, verifyMs, firstPauseMs, longestPauseMs });
    serve(port, {
      query: (request: SparqlRequest) => engine.query(request),
      status: () => engine.status(),
      check: () => follower.do(() => projection.check()),
      rebuild: () => follower.do(() => projection.renew()),
    });
    port.postMessage({ ready: true });
    void follower.run();
  } catch (error) {
    port.postMessage({ failed: toWire(error) });
  }
}

start(workerData as RemoteTriplesWorkerData);
