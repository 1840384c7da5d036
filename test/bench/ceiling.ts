import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/assets.js';
import { BenchLedger } from './bench-ledger.js';
import type { CeilingLine, CeilingOrder, CeilingState } from './ceiling-child.js';
import { conditions, figure, shown, tableOf } from './report.js';
import { ceilingQueries } from './sparql-queries.js';

export interface CeilingBenchOptions {
  /** Sizes of the catalogue that are tried, until one fails, and the seconds of replacing in each. */
  readonly sizes: readonly { readonly records: number; readonly patience: number }[];
  /** The size at which replacements go on after the swap should have come, and for how many seconds. */
  readonly worn: { readonly records: number; readonly patience: number };
}

const child = fileURLToPath(new URL('ceiling-child.ts', import.meta.url));
const queryHeads = ceilingQueries.map((id) => `\`${id}\``);

/** How large a catalogue the store of a SPARQL thread can hold, and how many replacements it bears, each size in a process of its own. */
export async function ceilingBench({ sizes, worn }: CeilingBenchOptions): Promise<string> {
  const ledger = await BenchLedger.create();
  const rows: string[][] = [];
  const wear: string[][] = [];
  try {
    for (const { records, patience } of sizes) {
      await ledger.grow(records);
      const order = { dataDir: ledger.dataDir, records, patience };
      const lines = await measure({ ...order, step: records, until: 'swap' });
      rows.push(sizeRow(records, lines));
      if (records === worn.records) wear.push(...(await measure({ ...order, patience: worn.patience, step: records / 2, until: 'failure' })).map(wearRow));
      if (lines.length === 0 || lines.some((line) => 'failed' in line && line.replaced === 0)) break;
    }
  } finally {
    ledger.close();
  }
  const head = [
    'records',
    'quads',
    'N-Triples',
    'load',
    'memory of the store',
    'of the process',
    ...queryHeads,
    'replacing one',
    'replacements before the swap',
    'memory then',
  ];
  const wearHead = ['replacements since the load', 'memory of the store', ...queryHeads, 'replacing one'];
  return [conditions(), about, tableOf(head, rows), wearAbout(worn.records), tableOf(wearHead, wear)].join('\n\n');
}

const about =
  'The store of a SPARQL thread with generated records (64 triples each, in a named graph and in the merge, with entry and provenance), each size loaded in a process of its own. The memory of the store is what WebAssembly has taken, which is 4 295 MB at most and is never given back; a server has it once for each SPARQL thread, and once more while a store is built anew beside the old one. N-Triples is the text that the records are loaded from. Replacements go on until the store asks for a swap, half of its text having been replaced, or for some minutes at most; fifty at a time are written and then followed. Queries are the medians of five rounds.';

const wearAbout = (worn: number): string =>
  `What a store of ${shown(worn)} records becomes when it is not built anew; a server swaps it when half of its text has been replaced.`;

function sizeRow(records: number, lines: readonly CeilingLine[]): string[] {
  const [loaded] = lines;
  if (loaded === undefined) return [shown(records), 'the process ended', ...Array.from({ length: 10 }, () => '')];
  if ('failed' in loaded)
    return [shown(records), `fails at ${shown(loaded.records)} records`, '', '', megabytes(loaded.storeMegabytes), ...Array.from({ length: 7 }, () => '')];
  const last = lines.at(-1) ?? loaded;
  const swap = 'failed' in last ? `fails after ${shown(last.replaced)}` : `${shown(last.replaced)}${last.wantsSwap ? '' : ', not yet wanted'}`;
  return [
    shown(records),
    shown(loaded.quads),
    megabytes(loaded.megabytes),
    `${figure(loaded.loadMs / 1000)} s`,
    megabytes(loaded.storeMegabytes),
    megabytes(loaded.residentMegabytes),
    ...times(loaded),
    'failed' in last || last.replaceMs === null ? '' : `${figure(last.replaceMs)} ms`,
    swap,
    megabytes(last.storeMegabytes),
  ];
}

function wearRow(line: CeilingLine): string[] {
  if ('failed' in line) return [`fails after ${shown(line.replaced)}`, megabytes(line.storeMegabytes), ...queryHeads.map(() => ''), ''];
  return [shown(line.replaced), megabytes(line.storeMegabytes), ...times(line), line.replaceMs === null ? '' : `${figure(line.replaceMs)} ms`];
}

const megabytes = (value: number): string => `${shown(value)} MB`;

const times = ({ queryMs }: CeilingState): string[] => queryMs.map((ms) => `${figure(ms)} ms`);

/** What the process has said, also when it came to a bad end. */
function measure(order: CeilingOrder): Promise<readonly CeilingLine[]> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, ['--import', 'tsx', child], { cwd: packageRoot, stdio: ['pipe', 'pipe', 'inherit'] });
    let said = '';
    running.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      process.stdout.write(part);
    });
    running.on('error', reject);
    running.on('close', (code, signal) => {
      const lines = said
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as CeilingLine);
      // Ended for its memory, by the system or by V8: that is an answer too.
      if (code === 0 || signal === 'SIGKILL' || signal === 'SIGABRT') resolve(lines);
      else reject(new Error(`the process with ${shown(order.records)} records ended with ${String(code ?? signal)}`));
    });
    running.stdin.end(JSON.stringify(order));
  });
}
