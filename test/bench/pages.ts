import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readConfig } from '../../src/config.js';
import { recordId } from '../../src/domain/record-id.js';
import { startServer } from '../../src/server.js';
import { stationsFile } from '../support/telling.js';
import { BenchLedger } from './bench-ledger.js';
import { conditions, figure, percentile, shown, tableOf } from './report.js';

const rounds = 60;
const first = recordId('https://bench.example/d/1');
const second = recordId('https://bench.example/d/2');

/** Kinds of pages, each with some addresses, so that no answer is only a repetition. */
const kinds: Readonly<Record<string, (n: number) => string>> = {
  home: () => '/nl',
  'search, words': (n) => `/nl/datasets?q=${['diabetes', 'hartfalen', 'astma', 'kanker', 'slaap'][n % 5] ?? ''}&page=${String(1 + (n % 3))}`,
  'search, browse with filters': (n) => `/en/datasets?access=${n % 2 === 0 ? 'RESTRICTED' : 'NON_PUBLIC'}&page=${String(1 + n)}`,
  dataset: (n) => `/nl/datasets/${recordId(`https://bench.example/d/${String(n)}`)}`,
  quality: (n) => `/nl/datasets/${recordId(`https://bench.example/d/${String(n)}`)}/quality`,
  history: (n) => `/nl/datasets/${recordId(`https://bench.example/d/${String(n)}`)}/history`,
  list: () => `/nl/list?id=${first}&id=${second}`,
  comparison: () => `/nl/list/compare?id=${first}&id=${second}`,
  stations: () => '/nl/stations',
  organisations: () => '/nl/publishers',
  themes: () => '/nl/themes',
  figures: () => '/nl/statistics',
  'SPARQL page': () => '/nl/sparql',
  validator: () => '/nl/validator',
};

/** How fast the server answers each kind of page, one request after the other, and what a first visit weighs (PRT-4, PRT-5). */
export async function pagesBench(records: number): Promise<string> {
  const ledger = await BenchLedger.create();
  await ledger.grow(records);
  const stations = join(ledger.dataDir, 'stations.ttl');
  writeFileSync(stations, stationsFile({ bench: { protocol: 'rdf', endpoint: 'https://bench.example/dump.ttl' } }));
  const server = await startServer(
    readConfig({ NDC_PORT: '0', NDC_DATA_DIR: ledger.dataDir, NDC_LOG_LEVEL: 'silent', NDC_STATIONS: stations, NDC_LINK_CHECK_DAYS: '0' }),
    { pinBase: false, schedule: false },
  );
  try {
    await server.house.whenReady();
    const asset = async (path: string): Promise<number> => gzipSync(Buffer.from(await (await fetch(server.url + path)).arrayBuffer())).length;
    const assets = new Map<string, number>();
    const rows: string[][] = [];
    for (const [name, pathOf] of Object.entries(kinds)) {
      const times: number[] = [];
      let html = '';
      for (let n = 1; n <= rounds + 5; n++) {
        const started = performance.now();
        const response = await fetch(server.url + pathOf(n));
        html = await response.text();
        if (response.status !== 200) throw new Error(`${pathOf(n)} answered ${String(response.status)}`);
        // The first few fill caches.
        if (n > 5) times.push(performance.now() - started);
      }
      const linked = [...html.matchAll(/<(?:link rel="stylesheet" href|script type="module" src|link rel="icon" href)="([^"]+)"/g)].map(
        (match) => match[1] ?? '',
      );
      for (const path of linked) if (!assets.has(path)) assets.set(path, await asset(path));
      const weight = gzipSync(html).length;
      const total = linked.reduce((sum, path) => sum + (assets.get(path) ?? 0), weight);
      const cells = [percentile(times, 0.5), percentile(times, 0.95), Math.max(...times)].map((ms) => `${figure(ms)} ms`);
      rows.push([name, ...cells, `${figure(weight / 1000)} kB`, `${figure(total / 1000)} kB in ${String(1 + linked.length)} requests`]);
      console.log(rows.at(-1)?.join('; '));
    }
    return `${conditions()}\n\n${shown(records)} generated records, ${String(rounds)} requests of each kind one after the other from the same machine, warm; bytes with gzip, a first visit with everything that the page links to. The goal is a 95th percentile under 100 ms and a first visit under 100 kB.\n\n${tableOf(['page', 'median', 'p95', 'slowest', 'page', 'first visit'], rows)}`;
  } finally {
    await server.close();
    ledger.close();
  }
}
