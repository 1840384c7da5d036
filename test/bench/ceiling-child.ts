// Loads a ledger into the store of a SPARQL thread, in a process of its own, replaces records in it, and says a line of JSON for each state on standard output.
import { wasmBytes } from './wasm-memory.js';
import { readFileSync, writeSync } from 'node:fs';
import { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';
import { BenchLedger } from './bench-ledger.js';
import { median, timed } from './report.js';
import { catalogueQueries, ceilingQueries } from './sparql-queries.js';
import { openTripleStore, rowsOf } from './sparql-engines.js';

export interface CeilingOrder {
  readonly dataDir: string;
  readonly records: number;
  /** A state is told after so many replacements. */
  readonly step: number;
  /** Replacements go on until the store asks to be built anew, or until it fails. */
  readonly until: 'swap' | 'failure';
  /** Seconds of replacing. */
  readonly patience: number;
}

/** How a store is after a load, or after replacements since. */
export interface CeilingState {
  readonly replaced: number;
  readonly quads: number;
  /** N-Triples of what it holds. */
  readonly megabytes: number;
  readonly storeMegabytes: number;
  readonly residentMegabytes: number;
  readonly loadMs: number;
  /** Medians, in the order of the queries. */
  readonly queryMs: readonly number[];
  /** Null after a load. */
  readonly replaceMs: number | null;
  readonly wantsSwap: boolean;
}

export type CeilingLine = CeilingState | { readonly failed: string; readonly records: number; readonly replaced: number; readonly storeMegabytes: number };

const rounds = 5;
const portion = 50;
const order = JSON.parse(readFileSync(0, 'utf8')) as CeilingOrder;
const { records } = order;
const reader = SqliteLedgerReader.open(order.dataDir);
const ledger = BenchLedger.open(order.dataDir, records);
const store = openTripleStore(reader);
const queries = ceilingQueries.map((id) => catalogueQueries.find((query) => query.id === id)!.query);
let replaced = 0;
try {
  await run();
} catch (error) {
  if (!(error instanceof Error) || error.name !== 'RuntimeError') throw error;
  say({ failed: error.message, records: store.status().records, replaced, storeMegabytes: wasmBytes() / 1e6 });
}
ledger.close();
reader.close();

async function run(): Promise<void> {
  const { ms: loadMs } = await timed(() => store.load(() => Promise.resolve()));
  tell(loadMs, null);
  const until = performance.now() + order.patience * 1000;
  let taken: number[] = [];
  for (let isOver = false; !isOver;) {
    await ledger.replace(Array.from({ length: portion }, (_, n) => (replaced + n) % records));
    taken.push((await timed(() => store.follow())).ms / portion);
    replaced += portion;
    isOver = performance.now() > until || (order.until === 'swap' && store.status().wasteful);
    if (!isOver && replaced % order.step > 0) continue;
    tell(loadMs, median(taken));
    taken = [];
  }
}

function tell(loadMs: number, replaceMs: number | null): void {
  const { liveBytes, wasteful } = store.status();
  const queryMs = queries.map(medianOf);
  const datasets = rowsOf(answer(queries[0] ?? '')).reduce((sum, row) => sum + Number(/datasets=(\d+)/.exec(row)?.[1]), 0);
  if (datasets !== records) throw new Error(`the store counts ${String(datasets)} datasets of ${String(records)}`);
  say({
    replaced,
    quads: store.size,
    megabytes: liveBytes / 1e6,
    storeMegabytes: wasmBytes() / 1e6,
    residentMegabytes: process.memoryUsage.rss() / 1e6,
    loadMs,
    queryMs,
    replaceMs,
    wantsSwap: wasteful,
  });
}

function medianOf(query: string): number {
  answer(query);
  const taken = Array.from({ length: rounds }, () => {
    const started = performance.now();
    answer(query);
    return performance.now() - started;
  });
  return median(taken);
}

function answer(query: string): string {
  const { body } = store.query({ query, format: 'application/sparql-results+json', defaultGraphs: [], namedGraphs: [] });
  return Buffer.from(body).toString('utf8');
}

function say(line: CeilingLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
