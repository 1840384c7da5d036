import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** One answer of a fake station. */
export interface FakeRoute {
  readonly body?: string | Uint8Array;
  readonly type?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Answer 304 when the request's validators match the route's own ETag or Last-Modified. */
  readonly conditional?: boolean;
  /** Answers this status that many times before the route itself answers. */
  readonly failFirst?: { readonly times: number; readonly status: number; readonly headers?: Readonly<Record<string, string>> };
  readonly redirect?: string;
  /** `length`: declares more bytes than it sends and hangs up; `chunked`: hangs up before the last chunk. */
  readonly cut?: 'length' | 'chunked';
  /** `headers`: never answers; `body`: sends half and waits. */
  readonly stall?: 'headers' | 'body';
}

export interface FakeRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A station on 127.0.0.1: what it was asked, and what it was asked without a stub, can be asserted (STYLE section 9). */
export class FakeStation {
  readonly requests: FakeRequest[] = [];
  readonly unknown: string[] = [];
  private readonly failures = new Map<string, number>();
  private other: ((path: string, body: string) => FakeRoute | undefined) | null = null;
  private readonly server: Server;

  private constructor(private routes: Map<string, FakeRoute>) {
    this.server = createServer((request, response) => {
      this.answer(request, response);
    });
  }

  static async start(routes: Readonly<Record<string, FakeRoute>> = {}): Promise<FakeStation> {
    const station = new FakeStation(new Map(Object.entries(routes)));
    // Longer than any client keeps a connection: on a busy machine one that closes in the middle looks like a fault.
    station.server.keepAliveTimeout = 120_000;
    await new Promise<void>((resolve) => station.server.listen(0, '127.0.0.1', resolve));
    return station;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  set(path: string, route: FakeRoute): this {
    this.routes.set(path, route);
    this.failures.delete(path);
    return this;
  }

  /** Answers what no route stands for: a station whose answers depend on the query or on what is sent. */
  onOther(handler: (path: string, body: string) => FakeRoute | undefined): this {
    this.other = handler;
    return this;
  }

  remove(path: string): this {
    this.routes.delete(path);
    return this;
  }

  route(path: string): FakeRoute | undefined {
    return this.routes.get(path);
  }

  paths(): string[] {
    return [...this.routes.keys()];
  }

  unused(): string[] {
    const asked = new Set(this.requests.map((request) => request.path));
    return this.paths().filter((path) => !asked.has(path));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/';
    this.requests.push({ path, headers: request.headers });
    const route = this.routes.get(path);
    if (route === undefined && this.other !== null) {
      const { other } = this;
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        this.send(request, response, other(path, body));
      });
      return;
    }
    this.send(request, response, route);
  }

  private send(request: IncomingMessage, response: ServerResponse, route: FakeRoute | undefined): void {
    const path = request.url ?? '/';
    if (route === undefined) {
      this.unknown.push(path);
      response.writeHead(404, { 'content-type': 'text/plain' }).end('no stub');
      return;
    }
    const failed = this.failures.get(path) ?? 0;
    if (route.failFirst !== undefined && failed < route.failFirst.times) {
      this.failures.set(path, failed + 1);
      response.writeHead(route.failFirst.status, { ...route.failFirst.headers }).end('not now');
      return;
    }
    if (route.stall === 'headers') return;
    if (route.redirect !== undefined) {
      response.writeHead(route.status ?? 302, { location: route.redirect, ...route.headers }).end();
      return;
    }
    if (route.conditional === true && this.matches(request, route)) {
      response.writeHead(304, { ...route.headers }).end();
      return;
    }
    const body = Buffer.from(route.body ?? '');
    const headers = { ...(route.type === undefined ? {} : { 'content-type': route.type }), ...route.headers };
    if (route.cut === undefined && route.stall === undefined) {
      response.writeHead(route.status ?? 200, { ...headers, 'content-length': String(body.byteLength) }).end(body);
      return;
    }
    response.writeHead(route.status ?? 200, route.cut === 'length' ? { ...headers, 'content-length': String(body.byteLength) } : headers);
    response.write(body.subarray(0, Math.floor(body.byteLength / 2)), () => {
      if (route.stall === undefined) setImmediate(() => response.socket?.destroy());
    });
  }

  private matches(request: IncomingMessage, route: FakeRoute): boolean {
    const own = Object.fromEntries(Object.entries(route.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
    const asked = request.headers['if-none-match'];
    if (asked !== undefined) return asked === own['etag'];
    const since = request.headers['if-modified-since'];
    return since !== undefined && since === own['last-modified'];
  }
}

interface RoutesFile {
  readonly host: string;
  readonly routes: Readonly<
    Record<string, { readonly file: string; readonly type: string; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }>
  >;
}

/** Serves a folder of `fixtures/stations`; `host` is the name that its addresses carry. */
export async function serveFixture(folder: string): Promise<{ readonly host: string; readonly station: FakeStation }> {
  const { host, routes } = JSON.parse(readFileSync(join(folder, 'station.json'), 'utf8')) as RoutesFile;
  const served = Object.entries(routes).map(
    ([path, { file, ...rest }]) => [path, { ...rest, body: readFileSync(join(folder, file)), conditional: true }] as const,
  );
  return { host, station: await FakeStation.start(Object.fromEntries(served)) };
}
