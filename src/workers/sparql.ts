import { parentPort, workerData } from 'node:worker_threads';
import { authorityFolder, mappingsFolder } from '../assets.js';
import { InternalError } from '../domain/errors.js';
import { runEnd } from '../federation/provenance.js';
import { sideGraphs, entryLines, provenanceLines } from '../federation/store-graphs.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { TripleStore } from '../triples/triple-store.js';
import type { SparqlRequest } from '../ports/sparql-engine.js';
import { vocabularyLines } from '../rdf/vocabulary-lines.js';
import { followLog, pause } from './follow.js';
import { yieldToOthers } from './priority.js';
import { serve, toWire } from './rpc.js';

export interface SparqlWorkerData {
  readonly dataDir: string;
  readonly baseUrl: string;
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly maxProduct: number;
}

/** Queries of anybody may take all there is; search, pages and harvests go first. */
const nice = 10;

function start(data: SparqlWorkerData): void {
  yieldToOthers(nice);
  const port = parentPort;
  if (port === null) throw new InternalError('internal/error', 'not a worker thread');
  try {
    const reader = SqliteLedgerReader.open(data.dataDir);
    const vocabulary = vocabularyLines([authorityFolder, mappingsFolder]);
    const store = new TripleStore(reader, {
      baseUrl: data.baseUrl,
      maxRows: data.maxRows,
      maxBytes: data.maxBytes,
      maxProduct: data.maxProduct,
      entryOf: (head) => entryLines(head, reader, data.baseUrl),
      sideGraphs: () => ({ ...sideGraphs(reader, data.baseUrl), vocab: vocabulary }),
      provenance: { of: (head) => provenanceLines(head, reader, data.baseUrl), endOf: (run) => runEnd(run, reader, data.baseUrl) },
    });
    serve(port, {
      query: (request: SparqlRequest) => store.query(request),
      status: () => store.status(),
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
