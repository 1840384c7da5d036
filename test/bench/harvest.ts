import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/assets.js';
import { speak, protocols } from '../support/speaking/speak.js';
import type { HarvestCost, HarvestOrder } from './harvest-child.js';
import { PagedStation } from './paged-station.js';

type Add = (what: string, ours: number, baseline: number, unit: string, better: 'more' | 'less', baselineName: string) => void;

export interface HarvestBenchOptions {
  readonly datasets: number;
  /** Also a station of ten times as many, whose harvest must not need more memory. */
  readonly large: boolean;
  /** Of the station of each protocol. */
  readonly perProtocol: number;
}

/** What the issue asks of an unchanged harvest, in processor time and by the clock. */
const cheaper = 20;
const child = fileURLToPath(new URL('harvest-child.ts', import.meta.url));
const silent = { connectTo: {}, dropFolder: null };
const shown = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ' ');

/** Whole harvests over HTTP, each in a process of its own, without pauses, beside a naive one that fetches, validates and replaces all. */
export async function harvestBench(add: Add, { datasets, large, perProtocol }: HarvestBenchOptions): Promise<void> {
  await unchanged(add, datasets);
  if (large) await memory(add, datasets, datasets * 10);
  await everyProtocol(add, perProtocol);
}

async function unchanged(add: Add, datasets: number): Promise<void> {
  const paged = await PagedStation.start(datasets);
  const [own, other] = [folder(), folder()];
  const measure = async (who: HarvestOrder['who']): Promise<HarvestCost & { readonly requests: number }> => {
    paged.asked();
    const cost = await harvest({ ...silent, who, validates: true, dataDir: who === 'ours' ? own : other, station: paged.station });
    if (cost.records !== datasets) throw new Error(`${String(cost.records)} of ${String(datasets)} datasets were harvested`);
    return { ...cost, requests: paged.asked() };
  };
  try {
    const first = await measure('ours');
    const naive = await measure('naive');
    const what = `First harvest of ${shown(datasets)} datasets over HTTP`;
    add(`${what}, processor time`, first.cpuMs / 1000, naive.cpuMs / 1000, 's', 'less', 'naive sequential, one profile and our checks');
    add(`${what}, by the clock`, first.wallMs / 1000, naive.wallMs / 1000, 's', 'less', 'naive sequential');
    add(`${what}, requests`, first.requests, naive.requests, '', 'less', 'naive sequential');
    add(`${what}, peak memory`, first.peakMegabytes, naive.peakMegabytes, 'MB', 'less', 'naive sequential');
    const rows = [
      { how: '304', etags: true, reordered: false, least: cheaper },
      { how: '200 with the same bytes', etags: false, reordered: false, least: cheaper },
      { how: '200 with the same triples in another order', etags: false, reordered: true, least: 1 },
    ];
    for (const { how, etags, reordered, least } of rows) {
      paged.sendsEtags = etags;
      paged.isReordered = reordered;
      const [again, naiveAgain] = [await measure('ours'), await measure('naive')];
      const label = `Unchanged harvest of ${shown(datasets)} datasets, ${how} (${String(again.requests)} requests; naive ${String(naiveAgain.requests)})`;
      const beside = (seconds: number): string => `first harvest; naive again ${seconds.toFixed(1)} s`;
      add(`${label}, processor time`, again.cpuMs / 1000, first.cpuMs / 1000, 's', 'less', beside(naiveAgain.cpuMs / 1000));
      add(`${label}, by the clock`, again.wallMs / 1000, first.wallMs / 1000, 's', 'less', beside(naiveAgain.wallMs / 1000));
      const times = Math.min(first.cpuMs / again.cpuMs, first.wallMs / again.wallMs);
      if (times < least) console.log(`NOT REACHED: ${how} is ${times.toFixed(1)} times cheaper than the first harvest; wanted are ${String(least)}`);
    }
  } finally {
    await paged.close();
    for (const dataDir of [own, other]) rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Peak memory must not grow with the catalogue. Validation is left out, since it holds one description at a time and takes most of the time. */
async function memory(add: Add, datasets: number, large: number): Promise<void> {
  const peak = async (size: number, who: HarvestOrder['who']): Promise<number> => {
    const paged = await PagedStation.start(size);
    const dataDir = folder();
    try {
      const { records, peakMegabytes } = await harvest({ ...silent, who, validates: false, dataDir, station: paged.station });
      if (records !== size) throw new Error(`${String(records)} of ${String(size)} datasets were harvested`);
      return peakMegabytes;
    } finally {
      await paged.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  };
  const [few, many] = [await peak(datasets, 'ours'), await peak(large, 'ours')];
  add(
    `Peak memory of a first harvest of ${shown(large)} datasets, without validation`,
    many,
    few,
    'MB',
    'less',
    `${shown(datasets)} datasets; naive there ${String(Math.round(await peak(datasets, 'naive')))} MB`,
  );
}

async function everyProtocol(add: Add, records: number): Promise<void> {
  let baseline: number | null = null;
  const order = ['rdf', ...protocols.filter((protocol) => protocol !== 'rdf' && protocol !== 'push')] as const;
  for (const protocol of order) {
    const speaking = await speak(protocol, { records, page: 100 });
    const dataDir = folder();
    try {
      const at = '2026-01-01T00:00:00Z';
      await speaking.tell(Array.from({ length: records }, (_, n) => ({ n: n + 1, state: 1, at, gone: false })));
      speaking.asked();
      const { station, connectTo, dropFolder } = speaking;
      const cost = await harvest({ who: 'ours', validates: false, dataDir, station, connectTo, dropFolder });
      if (cost.records !== records) throw new Error(`${protocol}: ${String(cost.records)} of ${String(records)} datasets were harvested`);
      const asked = dropFolder === null ? `${String(speaking.asked().length)} requests` : 'from a folder';
      const speed = (records / cost.wallMs) * 1000;
      baseline ??= speed;
      add(`Harvest of ${shown(records)} small datasets by ${protocol}, without validation (${asked})`, speed, baseline, 'records/s', 'more', 'rdf in pages');
    } finally {
      await speaking.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  }
}

const folder = (): string => mkdtempSync(join(tmpdir(), 'ndc-bench-'));

function harvest(order: HarvestOrder): Promise<HarvestCost> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, ['--import', 'tsx', child], { cwd: packageRoot, stdio: ['pipe', 'pipe', 'inherit'] });
    let answer = '';
    running.stdout.on('data', (part: Buffer) => (answer += part.toString()));
    running.on('error', reject);
    running.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(answer) as HarvestCost);
      else reject(new Error(`the harvesting process ended with ${String(code)}`));
    });
    running.stdin.end(JSON.stringify(order));
  });
}
