import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { checkLedger } from '../../src/ledger/check.js';
import { databaseExists, openReader } from '../../src/ledger/database.js';
import { FakeStation } from '../support/fake-station.js';
import { prefixes } from '../support/rdf.js';
import { ndc } from '../support/server.js';

const records = 400;
const batch = 50;
const body = `${prefixes}${Array.from(
  { length: records },
  (_, n) =>
    `<https://a.example/${String(n)}> a dcat:Dataset ; dct:title "Wombats ${String(n)}"@en ; dct:description "Counted."@en ; dct:publisher [ foaf:name "P" ] .`,
).join('\n')}`;
let station: FakeStation;
let folder: string;
let dataDir: string;
let environment: Record<string, string>;

beforeAll(async () => {
  station = await FakeStation.start({ '/a.ttl': { body, type: 'text/turtle' } });
  folder = mkdtempSync(join(tmpdir(), 'ndc-shutdown-'));
  dataDir = join(folder, 'data');
  const stations = join(folder, 'stations.ttl');
  writeFileSync(
    stations,
    `<https://catalogue.example/stations/a> a <https://w3id.org/ndc/ns#Station> ; <http://purl.org/dc/terms/title> "a"@en ; <https://w3id.org/ndc/ns#kind> "holder" ; <http://purl.org/dc/terms/publisher> <https://a.example/> ; <http://www.w3.org/ns/dcat#endpointURL> <${station.url}/a.ttl> ; <https://w3id.org/ndc/ns#protocol> "rdf" ; <https://w3id.org/ndc/ns#state> "live" . <https://a.example/> <http://xmlns.com/foaf/0.1/name> "a"@en .`,
  );
  environment = { NDC_PORT: '0', NDC_DATA_DIR: dataDir, NDC_STATIONS: stations, NDC_ALLOW_LOOPBACK: '1', NDC_LOG_LEVEL: 'silent', NDC_HOST_PAUSE_MS: '0' };
});

afterAll(async () => {
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

/** How many records are published, and how far the run is. */
function standing(): { readonly published: number; readonly hasEnded: boolean } {
  if (!databaseExists(dataDir)) return { published: 0, hasEnded: false };
  const connection = openReader(dataDir);
  try {
    const row = connection.get('SELECT (SELECT COUNT(*) FROM publication) AS published, (SELECT ended_at FROM run ORDER BY id DESC LIMIT 1) AS ended');
    return { published: Number(row?.['published']), hasEnded: row?.['ended'] != null };
  } finally {
    connection.db.close();
  }
}

it('finishes the batch under way on SIGTERM, ends in time, and goes on with the rest at the next start', async () => {
  const server = spawn(process.execPath, [join(packageRoot, 'bin', 'ndc.mjs'), 'serve'], { env: { ...process.env, ...environment }, stdio: 'ignore' });
  const ended = new Promise<[number | null, string | null]>((resolve) =>
    server.on('close', (code, signal) => {
      resolve([code, signal]);
    }),
  );
  // Migrated when the first record is there.
  while (server.exitCode === null) {
    const { published, hasEnded } = ((): ReturnType<typeof standing> => {
      try {
        return standing();
      } catch {
        return { published: 0, hasEnded: false };
      }
    })();
    if (published > 0 || hasEnded) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  server.kill('SIGTERM');
  // A process that does not end by itself ends with 1 after ten seconds.
  expect(await ended).toEqual([0, null]);
  const { published, hasEnded } = standing();
  expect([published > 0, published % batch]).toEqual([true, 0]);
  expect(checkLedger(dataDir)).toEqual([]);
  const { code, out } = await ndc(['harvest', '--json'], environment);
  expect([code, (JSON.parse(out) as { outcome: string }[])[0]?.outcome]).toEqual([0, 'complete']);
  const connection = openReader(dataDir);
  expect(connection.all('SELECT outcome FROM run ORDER BY id').map((row) => row['outcome'])).toEqual([hasEnded ? 'complete' : 'interrupted', 'complete']);
  connection.db.close();
  expect([standing().published, checkLedger(dataDir)]).toEqual([records, []]);
}, 180_000);
