import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/assets.js';
import { main } from '../../src/cli/main.js';
import { readConfig } from '../../src/config.js';
import { startDemoStation, type DemoStation } from '../../src/demo/station-server.js';
import { startServer, type RunningServer } from '../../src/server.js';

export interface TestServer {
  readonly server: RunningServer;
  readonly url: string;
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string>>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  json<T = Record<string, unknown>>(path: string): Promise<T>;
  /** Runs `ndc` as a process of its own on the same data folder. */
  ndc(...words: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
  close(): Promise<void>;
}

const fixtures = join(packageRoot, 'fixtures');

/** The real server with its worker threads on the fixture stations; harvested when asked. */
export async function openTestServer(
  options: { readonly harvest?: boolean; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<TestServer> {
  const names = readdirSync(join(fixtures, 'stations'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const stations: DemoStation[] = await Promise.all(names.map((name) => startDemoStation(join(fixtures, 'stations', name))));
  const dataDir = mkdtempSync(join(tmpdir(), 'ndc-server-'));
  const environment: Record<string, string> = {
    NDC_PORT: '0',
    NDC_DATA_DIR: dataDir,
    NDC_LOG_LEVEL: 'silent',
    NDC_ALLOW_LOOPBACK: '1',
    NDC_HOST_PAUSE_MS: '0',
    NDC_BACK_OFF_MS: '1',
    NDC_SPARQL_PER_CLIENT: '100',
    NDC_LINK_CHECK_DAYS: '0',
    NDC_DUMP_MINUTES: '0',
    NDC_SPARQL_RATE: '100000',
    NDC_STATIONS: join(fixtures, 'demo', 'stations.ttl'),
    NDC_CATALOGUE: join(fixtures, 'demo', 'catalogue.ttl'),
    NDC_ORGANISATIONS: join(fixtures, 'demo', 'organisations.ttl'),
    NDC_ASSERTIONS: join(fixtures, 'demo', 'assertions.ttl'),
    NDC_CONNECT_TO: stations.map((station) => `${station.host}=${station.address}`).join(','),
    ...options.environment,
  };
  const server = await startServer(readConfig(environment), { pinBase: false, schedule: false });
  if (options.harvest !== false)
    await server.house.harvest.round(
      server.house.harvest.reader.stations().map((status) => status.station.id),
      'manual',
    );
  await server.house.whenReady();
  const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> => fetch(server.url + path, { headers, redirect: 'manual' });
  return {
    server,
    url: server.url,
    dataDir,
    environment,
    get,
    json: async <T>(path: string) => (await (await get(path, { accept: 'application/json' })).json()) as T,
    ndc: (...words) => ndc(words, environment),
    close: async () => {
      await server.close();
      await Promise.all(stations.map((station) => station.close()));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function ndc(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  input?: string,
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(packageRoot, 'bin', 'ndc.mjs'), ...words], {
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    child.stdin.end(input ?? '');
    child.on('close', (code) => {
      resolve({ code: code ?? -1, out, err });
    });
  });
}

/** The same command within this process, from the sources: for the many cases in which starting a process is not what is tested. */
export async function ndcHere(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<{ code: number; out: string; err: string }> {
  const before = { ...process.env };
  const written = { out: '', err: '' };
  const catching = (key: 'out' | 'err') =>
    ((text: string | Uint8Array) => {
      written[key] += typeof text === 'string' ? text : Buffer.from(text).toString();
      return true;
    }) as typeof process.stdout.write;
  const { stdout, stderr } = process;
  const [writeOut, writeErr] = [stdout.write, stderr.write];
  Object.assign(process.env, environment);
  stdout.write = catching('out');
  stderr.write = catching('err');
  try {
    return { code: await main(words), ...written };
  } finally {
    stdout.write = writeOut;
    stderr.write = writeErr;
    for (const key of Object.keys(environment)) Reflect.deleteProperty(process.env, key);
    Object.assign(process.env, before);
  }
}
