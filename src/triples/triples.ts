import type { SparqlEngine } from '../ports/sparql-engine.js';

/** The triples of a running server, wherever they are kept. */
export interface Triples extends SparqlEngine {
  /** Differences to the ledger, in words. */
  check(): Promise<readonly string[]>;
  /** Builds them anew from the ledger, without a gap. */
  rebuild(): Promise<void>;
  readonly isReady: boolean;
  whenReady(): Promise<void>;
  close(): Promise<void>;
  readonly restarts: number;
  readonly waitingQueries: number;
  readonly readyWorkers: number;
}
