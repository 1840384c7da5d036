import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { authorityFolder, mappingsFolder, packageRoot, shapesFolder } from '../assets.js';
import { readConfig } from '../config.js';
import { DemoDispatcher } from '../demo/dispatcher.js';
import { startDemoStation } from '../demo/station-server.js';
import { recordId } from '../domain/record-id.js';
import { SqliteEuReader } from '../ledger/eu-book.js';
import { startServer, type RunningServer } from '../server.js';
import { print, type Command } from './command.js';
import { ProgressBoard } from './progress.js';
import { stopSignal } from './serve.js';

export const demoCommand: Command = {
  name: 'demo',
  usage: 'demo',
  summary: 'Starts the fixture stations on loopback, harvests them and serves the catalogue. NDC_PORT moves it from port 3000.',
  async run() {
    const fixtures = join(packageRoot, 'fixtures');
    const names = readdirSync(join(fixtures, 'stations'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    const stations = await Promise.all(names.map((name) => startDemoStation(join(fixtures, 'stations', name))));
    const dispatcher = await DemoDispatcher.start({
      sources: { shapes: shapesFolder, vocabularies: authorityFolder, mappings: mappingsFolder },
      delayMs: 500,
      onOutcome: (text) => {
        print(`EU dispatcher: ${text}`);
      },
    });
    dispatcher.misbehaviour.refuse = [refusedHere];
    const own = mkdtempSync(join(tmpdir(), 'ndc-demo-'));
    const config = readConfig({
      NDC_EU: euFile(own, dispatcher.url),
      ...environmentOf(fixtures),
      // The addresses that the fixtures describe are invented.
      NDC_LINK_CHECK_DAYS: '0',
      NDC_CONNECT_TO: stations.map((station) => `${station.host}=${station.address}`).join(','),
    });
    const server = await startServer(config, { pinBase: false, schedule: false });
    print(`Harvesting ${String(names.length)} fixture stations ...`);
    const board = new ProgressBoard(process.stderr, names.length);
    server.house.harvest.onProgress((progress) => {
      board.progress(progress);
    });
    await server.house.harvest.round(
      server.house.harvest.reader
        .stations()
        .filter((status) => status.state === 'live')
        .map((status) => status.station.id),
      'demo',
      {
        onEnd: (summary) => {
          board.end(summary);
        },
      },
    );
    board.close();
    await server.house.whenReady();
    dispatcher.webhook = { url: `${server.url}/api/v1/federation/outcomes`, token: webhookToken };
    const takenDown = takeDownLater(server);
    print(addresses(server.url, server.house.harvest.reader.totals()));
    await stopSignal();
    clearInterval(takenDown);
    await server.close();
    await dispatcher.close();
    await Promise.all(stations.map((station) => station.close()));
    rmSync(own, { recursive: true, force: true });
    return 0;
  },
};

/** Of this dataset the demo's Dispatcher shows a refusal, and of the other a deletion. */
const refusedHere = 'kankerregister.example/id/dataset/ct-longkanker';
const takenDownHere = 'https://gezondheidsmonitor.example/id/dataset/rioolwater';
const webhookToken = randomUUID();

/** What `NDC_EU` of a deployment says of its Dispatcher, here of the demo's own. */
function euFile(folder: string, url: string): string {
  const [path, token] = [join(folder, 'eu.json'), join(folder, 'webhook-token')];
  writeFileSync(token, webhookToken);
  const settings = {
    transport: 'rest',
    operations: {
      create: { method: 'POST', url: `${url}/datasets` },
      update: { method: 'PUT', url: `${url}/datasets/{identifier}` },
      delete: { method: 'DELETE', url: `${url}/datasets/{identifier}` },
    },
    headers: { 'dataset-identifier': '{identifier}' },
    status: `${url}/messages/{messageId}`,
    list: { url: `${url}/datasets` },
    webhook: { token: `file:${token}` },
    pollSeconds: 5,
  };
  writeFileSync(path, JSON.stringify(settings, null, 2));
  return path;
}

/** Once a dataset has arrived at the other side, it is taken down here, so that one sees it go there too. */
function takeDownLater({ house }: RunningServer): NodeJS.Timeout {
  const id = recordId(takenDownHere);
  const eu = SqliteEuReader.open(house.harvest.config.dataDir);
  const timer = setInterval(() => {
    if (eu.euRecord(id)?.standing !== 'in-step') return;
    clearInterval(timer);
    eu.close();
    house.harvest.ledger.withhold(id, 'The demo shows how a dataset that is taken down leaves the EU catalogue.', 'demo').catch(() => undefined);
  }, 1000);
  return timer;
}

/** The demo's own settings; the operator's environment may still move the port, the host, the data folder and the log. */
function environmentOf(fixtures: string): NodeJS.ProcessEnv {
  const { NDC_PORT, NDC_HOST, NDC_DATA_DIR, NDC_LOG_LEVEL } = readConfig();
  return {
    NDC_PORT: String(NDC_PORT),
    NDC_HOST,
    NDC_DATA_DIR: NDC_DATA_DIR === './data' ? resolve(packageRoot, 'data', 'demo') : NDC_DATA_DIR,
    NDC_LOG_LEVEL: NDC_LOG_LEVEL === 'info' ? 'error' : NDC_LOG_LEVEL,
    NDC_STATIONS: join(fixtures, 'demo', 'stations.ttl'),
    NDC_CATALOGUE: join(fixtures, 'demo', 'catalogue.ttl'),
    NDC_ORGANISATIONS: join(fixtures, 'demo', 'organisations.ttl'),
    NDC_ASSERTIONS: join(fixtures, 'demo', 'assertions.ttl'),
    NDC_HANDOVER: join(fixtures, 'demo', 'handover.json'),
    NDC_ALLOW_LOOPBACK: '1',
    NDC_HOST_PAUSE_MS: '0',
  };
}

function addresses(url: string, totals: { current: number; held: number; stations: number }): string {
  return [
    '',
    `The catalogue holds ${String(totals.current)} records from ${String(totals.stations)} stations (${String(totals.held)} held). Open:`,
    `  ${url}/                     the portal, in Dutch or English`,
    `  ${url}/en/datasets?q=diabetes`,
    `  ${url}/en/stations          stations and their runs`,
    `  ${url}/api/v1/datasets      JSON API (${url}/api/v1/openapi.json)`,
    `  ${url}/sparql               SPARQL endpoint`,
    `  ${url}/catalog              the whole catalogue as DCAT`,
    `  ${url}/en/federation        what goes to the EU: creations, a refusal and a deletion`,
    '',
    'Stop with Ctrl+C.',
  ].join('\n');
}
