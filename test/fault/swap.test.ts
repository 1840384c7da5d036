import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { askServer } from '../../src/control.js';
import { FakeStation } from '../support/fake-station.js';
import { prefixes } from '../support/rdf.js';
import { ndc } from '../support/server.js';
import { seeded } from './crash.js';
import { factsOf } from './operations-house.js';

const rounds = Math.max(2, Math.round(Number(process.env['NDC_CRASH_ROUNDS'] ?? 10) / 5));
const body = `${prefixes}${Array.from(
  { length: 80 },
  (_, n) =>
    `<https://a.example/${String(n)}> a dcat:Dataset ; dct:title "Wombats ${String(n)}"@en ; dct:description "Counted."@en ; dct:publisher [ foaf:name "P" ] .`,
).join('\n')}`;
let station: FakeStation;
let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  station = await FakeStation.start({ '/a.ttl': { body, type: 'text/turtle' } });
  folder = mkdtempSync(join(tmpdir(), 'ndc-swap-'));
  const stations = join(folder, 'stations.ttl');
  writeFileSync(
    stations,
    `<https://catalogue.example/stations/a> a <https://w3id.org/ndc/ns#Station> ; <http://purl.org/dc/terms/title> "a"@en ; <https://w3id.org/ndc/ns#kind> "holder" ; <http://purl.org/dc/terms/publisher> <https://a.example/> ; <http://www.w3.org/ns/dcat#endpointURL> <${station.url}/a.ttl> ; <https://w3id.org/ndc/ns#protocol> "rdf" ; <https://w3id.org/ndc/ns#state> "live" ; <https://w3id.org/ndc/ns#schedule> "0 3 1 1 *" . <https://a.example/> <http://xmlns.com/foaf/0.1/name> "a"@en .`,
  );
  environment = {
    NDC_PORT: '0',
    NDC_DATA_DIR: join(folder, 'data'),
    NDC_STATIONS: stations,
    NDC_ALLOW_LOOPBACK: '1',
    NDC_LOG_LEVEL: 'silent',
    NDC_HOST_PAUSE_MS: '0',
  };
  expect((await ndc(['harvest'], environment)).code).toBe(0);
}, 120_000);

afterAll(async () => {
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Served {
  readonly process: ChildProcess;
  readonly ended: Promise<string | null>;
}

/** A server of its own process whose projections are loaded. */
async function serve(): Promise<Served> {
  const child = spawn(process.execPath, [join(packageRoot, 'bin', 'ndc.mjs'), 'serve'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<string | null>((resolve) =>
    child.on('close', (_code, signal) => {
      resolve(signal);
    }),
  );
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (part: Buffer) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(part.toString())?.[0];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => {
      reject(new Error('serve ended'));
    });
  });
  for (let isReady = false; !isReady;) {
    const { projections } = (await (await fetch(`${url}/readyz`)).json()) as { projections: { complete: boolean }[] };
    isReady = projections.every(({ complete }) => complete);
    if (!isReady) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { process: child, ended };
}

it(`loses nothing when it is killed while its projections are built anew and swapped, over ${String(rounds)} rounds`, async () => {
  const random = seeded(20_261_123);
  const dataDir = environment['NDC_DATA_DIR'] ?? '';
  let server = await serve();
  const began = performance.now();
  await askServer(dataDir, '/rebuild?which=all');
  const tookMs = performance.now() - began;
  const before = factsOf(dataDir);
  let kills = 0;
  for (let round = 0; round < rounds; round++) {
    const which = ['triples', 'search', 'all'][round % 3] ?? 'all';
    // The server takes its answer with it.
    askServer(dataDir, `/rebuild?which=${which}`).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, random() * tookMs));
    server.process.kill('SIGKILL');
    expect(await server.ended).toBe('SIGKILL');
    kills++;
    server = await serve();
    const { code, out } = await ndc(['check'], environment);
    expect([round, code, out]).toEqual([round, 0, 'No difference found.\n']);
    expect(factsOf(dataDir)).toEqual(before);
  }
  server.process.kill('SIGTERM');
  expect(await server.ended).toBeNull();
  expect(existsSync(join(dataDir, 'control.sock'))).toBe(false);
  console.log(`crash: ${String(kills)} kills while projections were built anew and swapped, 0 differences`);
}, 1_800_000);
