import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

interface Route {
  readonly file: string;
  readonly type: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

interface StationFile {
  readonly host: string;
  readonly routes: Readonly<Record<string, Route>>;
}

/** One fixture station on loopback, as its folder describes it. */
export interface DemoStation {
  readonly host: string;
  readonly address: string;
  close(): Promise<void>;
}

export async function startDemoStation(folder: string): Promise<DemoStation> {
  const { host, routes } = JSON.parse(readFileSync(join(folder, 'station.json'), 'utf8')) as StationFile;
  const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    const route = routes[request.url ?? '/'];
    if (route === undefined) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found\n');
      return;
    }
    const body = readFileSync(join(folder, route.file));
    const etag = route.headers?.['ETag'];
    if (etag !== undefined && request.headers['if-none-match'] === etag) {
      response.writeHead(304, { ETag: etag }).end();
      return;
    }
    response
      .writeHead(route.status ?? 200, {
        'Content-Type': route.type,
        ...route.headers,
        'X-Content-Hash': createHash('sha256').update(body).digest('hex').slice(0, 12),
      })
      .end(body);
  });
  await listen(server);
  return { host, address: `127.0.0.1:${String((server.address() as AddressInfo).port)}`, close: () => closed(server) };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
