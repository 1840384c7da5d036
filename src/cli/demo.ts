import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageRoot } from '../assets.js';
import { readConfig } from '../config.js';
import { startDemoStation } from '../demo/station-server.js';
import { startServer } from '../server.js';
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
    const config = readConfig({
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
    print(addresses(server.url, server.house.harvest.reader.totals()));
    await stopSignal();
    await server.close();
    await Promise.all(stations.map((station) => station.close()));
    return 0;
  },
};

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
    '',
    'Stop with Ctrl+C.',
  ].join('\n');
}
