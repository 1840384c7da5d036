import { basename } from 'node:path';
import { examplesFolder } from '../../src/assets.js';
import type { SparqlWorkerData } from '../../src/workers/sparql.js';
import { startWorker } from '../../src/wiring.js';
import { virtuosoInstalled } from '../support/virtuoso.js';
import { backupBench } from './backup.js';
import { BenchLedger } from './bench-ledger.js';
import { conditions, figure, median, Rows, shown, tableOf, timed } from './report.js';
import { base, openComunica, openOurs, openVirtuoso, rowsOf, type BenchEngine } from './sparql-engines.js';
import { benchFolder, catalogueQueries } from './sparql-queries.js';

export interface SparqlBenchOptions {
  readonly records: number;
  /** Records that are replaced one by one. */
  readonly replacements: number;
}

/** Rounds of one query: at least three, and no more once they have taken so long. */
const rounds = { least: 3, most: 15, ms: 3000 };

/** What was measured of one store. */
interface Measured {
  readonly loadMs: number;
  readonly quads: number;
  readonly restartMs: number | null;
  readonly replaceMs: number;
  /** Median of each query, in milliseconds, and its answer without LIMIT. */
  readonly queryMs: readonly number[];
  readonly answers: readonly (readonly string[])[];
}

/** The SPARQL endpoint and the ledger behind it, beside Comunica over an N3 store and beside Virtuoso, in one run. */
export async function sparqlBench({ records, replacements }: SparqlBenchOptions): Promise<string> {
  const ledger = await BenchLedger.create();
  const rows = new Rows();
  try {
    await ledger.grow(records);
    const ours = await measure('ours', ledger, openOurs(ledger.dataDir), replacements);
    const comunica = await measure('Comunica', ledger, openComunica(ledger.dataDir), replacements, ours);
    if (!virtuosoInstalled) console.log(`virtuoso-opensource is not installed: its columns stay empty`);
    const virtuoso = virtuosoInstalled ? await measure('Virtuoso', ledger, await openVirtuoso(ledger.dataDir), replacements, ours) : null;
    upkeep(rows, { records, ours, comunica, virtuoso, workerMs: await workerStart(ledger.dataDir) });
    await backupBench(rows, ledger);
    return [conditions(), about(records, replacements), queryTable(ours, comunica, virtuoso), rows.table].join('\n\n');
  } finally {
    ledger.close();
  }
}

async function measure(name: string, ledger: BenchLedger, engine: BenchEngine, replacements: number, expected?: Measured): Promise<Measured> {
  try {
    const { value: quads, ms: loadMs } = await timed(() => engine.load());
    console.log(`${name}: ${shown(quads)} quads in ${figure(loadMs / 1000)} s`);
    const answers: string[][] = [];
    for (const [at, { id, query }] of catalogueQueries.entries()) {
      // Which of the rows stand first may differ where titles of several languages are put in order; all of them may not.
      const rows = rowsOf(await engine.answer(query.replace(/\nLIMIT \d+$/, ''))).map((row) => row.replace(/ stand \d+\./, ' stand.'));
      mustBeSame(`${name} to ${id}`, rows, expected?.answers[at]);
      answers.push(rows);
    }
    const queryMs: number[] = [];
    for (const { id, query } of catalogueQueries) {
      queryMs.push(await medianOf(engine, query));
      console.log(`${name}: ${id}, ${figure(queryMs.at(-1) ?? 0)} ms`);
    }
    const restartMs = await engine.restart();
    return { loadMs, quads, restartMs, replaceMs: await replaceOneByOne(ledger, engine, replacements), queryMs, answers };
  } finally {
    await engine.close();
  }
}

/** @throws Error when a store answers otherwise than ours, or ours with nothing */
function mustBeSame(what: string, rows: readonly string[], expected: readonly string[] | undefined): void {
  if (rows.length === 0) throw new Error(`${what} gave no rows`);
  if (expected === undefined) return;
  const at = rows.findIndex((row, n) => row !== expected[n]);
  if (rows.length === expected.length && at < 0) return;
  throw new Error(
    `${what} gave ${String(rows.length)} rows, ours ${String(expected.length)}; first ${rows[at] ?? 'nothing'} where ours is ${expected[at] ?? 'nothing'}`,
  );
}

async function medianOf(engine: BenchEngine, query: string): Promise<number> {
  const taken: number[] = [];
  const began = performance.now();
  while (taken.length < rounds.least || (taken.length < rounds.most && performance.now() - began < rounds.ms))
    taken.push((await timed(() => engine.answer(query))).ms);
  return median(taken);
}

/** The time that a store takes to follow the log by one changed record; writing it to the ledger is left out. */
async function replaceOneByOne(ledger: BenchLedger, engine: BenchEngine, replacements: number): Promise<number> {
  const taken: number[] = [];
  const described = 'SELECT ?text WHERE { VALUES ?dataset { <SUBJECT> } ?dataset <http://purl.org/dc/terms/description> ?text }';
  for (let at = 0; at < replacements; at++) {
    const n = (at * 7919) % ledger.records;
    const subject = `https://bench.example/d/${String(n)}`;
    const state = await ledger.replace([n]);
    taken.push((await timed(() => engine.follow([subject]))).ms);
    if (at % 50 > 0) continue;
    const texts = rowsOf(await engine.answer(described.replace('SUBJECT', subject)));
    if (texts.length !== 1 || !texts[0]?.includes(`stand ${String(state)}.`)) throw new Error(`${subject} was not replaced: ${texts.join(', ')}`);
  }
  return median(taken);
}

/** A SPARQL thread as the server starts it, until it says that it is ready. */
async function workerStart(dataDir: string): Promise<number> {
  const data: SparqlWorkerData = { dataDir, baseUrl: base, maxRows: 100_000, maxBytes: 64 << 20, maxProduct: 10_000_000 };
  const started = performance.now();
  const { worker, ready } = startWorker('sparql', data);
  try {
    await ready;
    return performance.now() - started;
  } finally {
    await worker.terminate();
  }
}

interface Upkeep {
  readonly records: number;
  readonly ours: Measured;
  readonly comunica: Measured;
  readonly virtuoso: Measured | null;
  readonly workerMs: number;
}

function upkeep({ add }: Rows, { records, ours, comunica, virtuoso, workerMs }: Upkeep): void {
  const beside = [
    { name: 'N3.Store, merge only', of: comunica },
    ...(virtuoso === null ? [] : [{ name: 'Virtuoso, the same graphs, by our adapter', of: virtuoso }]),
  ];
  const perSecond = (count: number, { loadMs }: Measured): number => count / (loadMs / 1000);
  for (const { name, of } of beside) add(`Load of ${shown(records)} records`, perSecond(records, ours), perSecond(records, of), 'records/s', 'more', name);
  for (const { name, of } of beside)
    add(
      `Load of ${shown(records)} records: ${shown(ours.quads)} quads; ${shown(of.quads)}`,
      perSecond(ours.quads, ours),
      perSecond(of.quads, of),
      'quads/s',
      'more',
      name,
    );
  const restart = `Restart of ${shown(records)} records, until a thread answers`;
  add(restart, workerMs / 1000, comunica.loadMs / 1000, 's', 'less', 'N3.Store filled again, merge only');
  if (virtuoso?.restartMs != null) add(restart, workerMs / 1000, virtuoso.restartMs / 1000, 's', 'less', 'Virtuoso on its own files, ended in good order');
  add('Replacing one record', ours.replaceMs, comunica.replaceMs, 'ms', 'less', 'N3.Store, merge only, shared triples not looked at');
  if (virtuoso !== null) add('Replacing one record', ours.replaceMs, virtuoso.replaceMs, 'ms', 'less', 'Virtuoso, by our adapter');
}

function queryTable(ours: Measured, comunica: Measured, virtuoso: Measured | null): string {
  const ratios = (of: Measured | null): number[] => of?.queryMs.map((ms, at) => ms / (ours.queryMs[at] ?? Number.NaN)) ?? [];
  const times = (of: Measured | null, at: number): string => (of === null ? '' : `${figure(of.queryMs[at] ?? Number.NaN)} ms`);
  const ratio = (values: readonly number[], at: number): string => (values.length === 0 ? '' : `${(values[at] ?? Number.NaN).toFixed(1)}x`);
  const middle = (values: readonly number[]): string => (values.length === 0 ? '' : `${median(values).toFixed(1)}x`);
  const [slower, beside] = [ratios(comunica), ratios(virtuoso)];
  const cells = catalogueQueries.map(({ id, question }, at) => [
    `${question.en} (\`${id}\`)`,
    shown(ours.answers[at]?.length ?? 0),
    times(ours, at),
    times(comunica, at),
    ratio(slower, at),
    times(virtuoso, at),
    ratio(beside, at),
  ]);
  const head = ['query', 'rows without LIMIT', 'ours', 'Comunica over N3', 'ratio', 'Virtuoso over HTTP', 'ratio'];
  return tableOf(head, [...cells, ['Median of the ratios', '', '', '', middle(slower), '', middle(beside)]]);
}

function about(records: number, replacements: number): string {
  const folders = `\`sparql/queries/${basename(examplesFolder)}\` and \`sparql/queries/${basename(benchFolder)}\``;
  return `${String(catalogueQueries.length)} queries of ${folders} over ${shown(records)} generated records, one after another. Ours is the store of a SPARQL thread with its default limits, asked in its process; Comunica has an N3.Store of the merge in the same process; Virtuoso 7.2 is filled by our own adapter, has a gigabyte of buffers, one thread for a query, and is asked over HTTP at 127.0.0.1 in the graph that holds the merge. All three write their answers as JSON. Each time is the median of up to ${String(rounds.most)} rounds after a first one. The run fails unless all three give the same rows to each query without its LIMIT. A ratio above 1 says that ours is faster. Replacing is the median of ${shown(replacements)} records, each a change of its own in the log.`;
}
