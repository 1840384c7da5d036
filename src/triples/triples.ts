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
  /** Stores that were built anew and took the place of the old one. */
  readonly swaps: number;
  /** Bytes of the N-Triples in our own stores: held, and of what was replaced since they were loaded. */
  readonly storeBytes: { readonly live: number; readonly wasted: number };
  readonly waitingQueries: number;
  readonly readyWorkers: number;
}
