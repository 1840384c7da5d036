import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { FakeStation } from '../support/fake-station.js';
import { ndc } from '../support/server.js';

const body =
  '<https://one.example/d/1> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "Wombats"@en ; <http://purl.org/dc/terms/description> "Counted yearly."@en .';
let station: FakeStation;
let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  station = await FakeStation.start({ '/a.ttl': { body, type: 'text/turtle' }, '/slow.ttl': { stall: 'headers' } });
  folder = mkdtempSync(join(tmpdir(), 'ndc-serve-'));
  const stations = join(folder, 'stations.ttl');
  writeFileSync(
    stations,
    ['a', 'slow']
      .map(
        (id) =>
          `<https://catalogue.example/stations/${id}> a <https://w3id.org/ndc/ns#Station> ; <http://purl.org/dc/terms/title> "${id}"@en ; <https://w3id.org/ndc/ns#kind> "holder" ; <http://purl.org/dc/terms/publisher> <https://${id}.example/> ; <http://www.w3.org/ns/dcat#endpointURL> <${station.url}/${id}.ttl> ; <https://w3id.org/ndc/ns#protocol> "rdf" ; <https://w3id.org/ndc/ns#state> "live" . <https://${id}.example/> <http://xmlns.com/foaf/0.1/name> "${id}"@en .`,
      )
      .join('\n'),
  );
  environment = {
    NDC_PORT: '0',
    NDC_DATA_DIR: join(folder, 'data'),
    NDC_STATIONS: stations,
    NDC_ALLOW_LOOPBACK: '1',
    NDC_LOG_LEVEL: 'silent',
    NDC_BASE_URL: 'https://catalogue.example',
    NDC_HOST_PAUSE_MS: '0',
    NDC_LEASE_MS: '60000',
  };
});

afterAll(async () => {
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(): Promise<{ process: ChildProcess; url: string; ended: Promise<{ code: number | null; signal: string | null }> }> {
  const child = spawn(process.execPath, [join(packageRoot, 'bin', 'ndc.mjs'), 'serve'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => {
      resolve({ code, signal });
    }),
  );
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (part: Buffer) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(part.toString())?.[0];
      if (found !== undefined) resolve(found);
    });
    void ended.then(({ code }) => {
      reject(new Error(`serve ended with ${String(code)}`));
    });
  });
  return { process: child, url, ended };
}

async function until(test: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await test().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to pass');
}

const runsOf = async (url: string, id: string): Promise<{ outcome: string | null; run: number }[]> =>
  ((await (await fetch(`${url}/api/v1/stations/${id}/runs`)).json()) as { items: { outcome: string | null; run: number }[] }).items;

it('harvests at start, resumes after kill -9, refuses another base URL and stops on SIGTERM', async () => {
  const first = await serve();
  await until(async () => (await runsOf(first.url, 'a'))[0]?.outcome === 'complete' && (await runsOf(first.url, 'slow')).length === 1);
  await until(async () => (await fetch(`${first.url}/readyz`)).status === 200);
  expect(((await (await fetch(`${first.url}/api/v1/datasets?q=wombats`)).json()) as { total: number }).total).toBe(1);
  first.process.kill('SIGKILL');
  expect((await first.ended).signal).toBe('SIGKILL');

  const second = await serve();
  await until(async () => (await runsOf(second.url, 'slow')).length === 2);
  expect((await runsOf(second.url, 'slow')).map((run) => run.outcome)).toEqual([null, 'interrupted']);
  expect((await runsOf(second.url, 'a')).map((run) => run.outcome)).toEqual(['complete']);

  const moved = await ndc(['serve'], { ...environment, NDC_BASE_URL: 'https://elsewhere.example' });
  expect(moved.code).toBe(2);
  expect(moved.err).toContain('https://catalogue.example');

  second.process.kill('SIGTERM');
  expect(await second.ended).toEqual({ code: 0, signal: null });
}, 180_000);
