import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/assets.js';
import { readConfig } from '../../src/config.js';
import { mediaTypeOf, type RdfFormat } from '../../src/rdf/format.js';
import { startServer } from '../../src/server.js';
import { CatalogueWalker } from '../support/catalogue-walker.js';
import { FeedHarvest } from '../support/feed.js';
import { TestClock } from '../support/ledger.js';
import { stationsFile } from '../support/telling.js';
import { BenchLedger } from './bench-ledger.js';
import type { ExportCost, ExportOrder } from './export-child.js';
import { conditions, figure, Rows, shown, tableOf, timed } from './report.js';

const child = fileURLToPath(new URL('export-child.ts', import.meta.url));

/** What it costs to give the catalogue out as a whole, and to keep up with it: exports, pages, feed (OUT-1 to OUT-6, FEED-1 to FEED-8). */
export async function federationBench(records: number): Promise<string> {
  const ledger = await BenchLedger.create();
  try {
    await ledger.grow(Math.ceil(records / 10));
    const small = await exported({ dataDir: ledger.dataDir, format: 'n-quads' });
    await ledger.grow(records);
    const exports: string[][] = [];
    for (const format of Object.keys(mediaTypeOf) as RdfFormat[]) {
      const cost = await exported({ dataDir: ledger.dataDir, format });
      if (cost.records !== records) throw new Error(`the export as ${format} has ${String(cost.records)} records`);
      exports.push([format, figure((cost.records / cost.wallMs) * 1000), figure(cost.megabytes), figure(cost.peakMegabytes)]);
      console.log(exports.at(-1)?.join('; '));
    }
    const rows = await followed(ledger, records);
    return [
      conditions(),
      `${shown(records)} generated records. Exports run in a process of their own and write to nowhere, one after the other; peak memory is what the operating system saw of the process, ${figure(small.peakMegabytes)} MB for the N-Quads of a tenth of the records.`,
      tableOf(['export', 'records/s', 'MB', 'peak MB'], exports),
      'Walks ask a running server over HTTP from the same machine, one page after the other. The feed is read with our own harvester of feeds, which parses every page and keeps every record; the catalogue is fetched as N-Triples in pages of 100, and not parsed.',
      rows.table,
    ].join('\n\n');
  } finally {
    ledger.close();
  }
}

async function followed(ledger: BenchLedger, records: number): Promise<Rows> {
  const rows = new Rows();
  const stations = join(ledger.dataDir, 'stations.ttl');
  writeFileSync(stations, stationsFile({ bench: { protocol: 'rdf', endpoint: 'https://bench.example/dump.ttl' } }));
  const environment = {
    NDC_PORT: '0',
    NDC_DATA_DIR: ledger.dataDir,
    NDC_LOG_LEVEL: 'silent',
    NDC_STATIONS: stations,
    NDC_LINK_CHECK_DAYS: '0',
    NDC_DUMP_MINUTES: '0',
  };
  const server = await startServer(readConfig(environment), { pinBase: false, schedule: false });
  try {
    await server.house.whenReady();
    const pages = await timed(() => new CatalogueWalker(server.url, (url, headers) => fetch(url, { headers }), 100).walk());
    if (new Set(pages.value.datasets).size !== records) throw new Error('the walk of /catalog is not whole');
    const harvest = new FeedHarvest({ base: server.url, house: { clock: new TestClock(Date.now()) } });
    const sync = async (): Promise<number> => {
      // Not before the feed wants to be asked again (LDES-7).
      harvest.feed.house.clock.add(2);
      const { ms } = await timed(() => harvest.run());
      if (harvest.mirror.size !== records) throw new Error('the walk of the feed is not whole');
      return ms;
    };
    const full = await sync();
    rows.add(`Full walk of the feed, ${shown(records)} records`, full / 1000, pages.ms / 1000, 's', 'less', '/catalog in pages of 100');
    rows.add('Walk of the feed without news', await sync(), full, 'ms', 'less', 'full walk');
    const changed = Math.ceil(records / 100);
    const state = await ledger.replace(Array.from({ length: changed }, (_, n) => n * 100));
    rows.add(`Walk of the feed after a change of 1 % (${shown(changed)} records)`, await sync(), full, 'ms', 'less', 'full walk');
    if ([...harvest.mirror.values()].filter((text) => text.includes(`stand ${String(state)}.`)).length !== changed)
      throw new Error('the changes did not arrive');
    return rows;
  } finally {
    await server.close();
  }
}

function exported(order: ExportOrder): Promise<ExportCost> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, ['--import', 'tsx', child], { cwd: packageRoot, stdio: ['pipe', 'pipe', 'inherit'] });
    let out = '';
    running.stdout.on('data', (part: Buffer) => (out += part.toString()));
    running.on('error', reject);
    running.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as ExportCost);
      else reject(new Error(`the export ended with ${String(code)}`));
    });
    running.stdin.end(JSON.stringify(order));
  });
}
