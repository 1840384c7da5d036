import { parentPort, workerData } from 'node:worker_threads';
import { InternalError } from '../domain/errors.js';
import { runEnd } from '../federation/provenance.js';
import { sideGraphs, entryLines, provenanceLines } from '../federation/store-graphs.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { TripleStore } from '../triples/triple-store.js';
import type { SparqlRequest } from '../ports/sparql-engine.js';
import { followLog, pause } from './follow.js';
import { serve, toWire } from './rpc.js';

export interface SparqlWorkerData {
  readonly dataDir: string;
  readonly baseUrl: string;
  readonly maxRows: number;
  readonly maxBytes: number;
}

function start(data: SparqlWorkerData): void {
  const port = parentPort;
  if (port === null) throw new InternalError('internal/error', 'not a worker thread');
  try {
    const reader = SqliteLedgerReader.open(data.dataDir);
    const store = new TripleStore(reader, {
      baseUrl: data.baseUrl,
      maxRows: data.maxRows,
      maxBytes: data.maxBytes,
      entryOf: (head) => entryLines(head, reader, data.baseUrl),
      sideGraphs: () => sideGraphs(reader, data.baseUrl),
      provenance: { of: (head) => provenanceLines(head, reader, data.baseUrl), endOf: (run) => runEnd(run, reader, data.baseUrl) },
    });
    serve(port, {
      query: (request: SparqlRequest) => store.query(request),
      status: () => ({ ...store.status(), wasteful: store.isWasteful() }),
      check: () => store.check(),
    });
    void store.load(pause).then(
      () => {
        followLog(
          () => store.follow(),
          () => process.exit(0),
        );
        port.postMessage({ ready: true });
      },
      (error: unknown) => {
        port.postMessage({ failed: toWire(error) });
      },
    );
  } catch (error) {
    port.postMessage({ failed: toWire(error) });
  }
}

start(workerData as SparqlWorkerData);
