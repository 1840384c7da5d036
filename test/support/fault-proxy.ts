import { createHash } from 'node:crypto';
import { request as ask, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { HandlerServer } from './handler-server.js';

export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export interface WholeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What may happen to an answer on its way. */
export type FaultDeed =
  | { readonly kind: 'stall'; readonly at: 'headers' | 'body' }
  | { readonly kind: 'reset' }
  /** `length`: more bytes are announced than come; `none`: nothing gives it away but the text itself. */
  | { readonly kind: 'cut'; readonly sign: 'length' | 'none' }
  | { readonly kind: 'answer'; readonly answer: (own: WholeAnswer) => WholeAnswer };

export interface ProxiedFault {
  readonly matches: (request: ProxiedRequest) => boolean;
  readonly deed: FaultDeed;
}

/**
 * Stands before any fake station and spoils the answers to the requests that match, on the level of HTTP: one injector
 * for all protocols, while the fakes stay well behaved.
 */
export class FaultProxy {
  fault: ProxiedFault | null = null;
  /** Answers that were spoilt, or that differ from those noted by `remember`. */
  deviations = 0;
  private readonly healthy = new Map<string, string>();
  private isNoting = false;
  private readonly bodies: string[] = [];

  private constructor(
    private readonly server: HandlerServer,
    private readonly upstreamPort: number,
  ) {}

  static async start(upstreamPort: number): Promise<FaultProxy> {
    const server = await HandlerServer.start((request, response) => {
      const { body = '' } = server.requests.at(-1) ?? {};
      void proxy.answer({ method: request.method ?? 'GET', path: request.url ?? '/', body }, request.headers, response);
    });
    const proxy = new FaultProxy(server, upstreamPort);
    return proxy;
  }

  get port(): number {
    return this.server.port;
  }

  get asked(): number {
    return this.server.requests.length;
  }

  /** Notes from here on what healthy answers look like. */
  remember(isNoting: boolean): void {
    this.isNoting = isNoting;
  }

  /** All that the station said while it was well. */
  get said(): string {
    return this.bodies.join('\n');
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private async answer(request: ProxiedRequest, headers: IncomingHttpHeaders, response: ServerResponse): Promise<void> {
    const deed = this.fault?.matches(request) === true ? this.fault.deed : null;
    if (deed !== null) this.deviations++;
    if (deed?.kind === 'reset') {
      response.socket?.resetAndDestroy();
      return;
    }
    if (deed?.kind === 'stall' && deed.at === 'headers') return;
    const own = await this.upstream(request, headers, deed !== null);
    if (deed === null) {
      this.compare(request, own);
      send(response, own);
    } else if (deed.kind === 'answer') send(response, deed.answer(own));
    else if (deed.kind === 'cut' && deed.sign === 'none') send(response, { ...own, body: half(own.body) });
    else {
      response.writeHead(own.status, { ...own.headers, 'content-length': String(own.body.byteLength) });
      response.write(half(own.body), () => {
        if (deed.kind === 'cut') setImmediate(() => response.socket?.destroy());
      });
    }
  }

  private compare({ method, path, body }: ProxiedRequest, own: WholeAnswer): void {
    if (own.status !== 200) return;
    const key = `${method} ${path} ${body}`;
    const hash = createHash('sha256').update(own.body).digest('hex');
    if (this.isNoting) {
      this.healthy.set(key, hash);
      this.bodies.push(own.body.toString('utf8'));
    } else if (this.healthy.get(key) !== hash) this.deviations++;
  }

  /** @param whole the answer is wanted with its body, whatever the request's conditions say */
  private upstream({ method, path, body }: ProxiedRequest, headers: IncomingHttpHeaders, whole: boolean): Promise<WholeAnswer> {
    const { 'if-none-match': _etag, 'if-modified-since': _since, ...unconditional } = headers;
    const sent = { ...(whole ? unconditional : headers), connection: 'close' };
    return new Promise((resolve, reject) => {
      const going = ask({ host: '127.0.0.1', port: this.upstreamPort, method, path, headers: sent }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          const received = Object.entries(answer.headers).filter(([name]) => !['content-length', 'transfer-encoding', 'connection'].includes(name));
          resolve({
            status: answer.statusCode ?? 500,
            headers: Object.fromEntries(received.map(([name, value]) => [name, String(value)])),
            body: Buffer.concat(parts),
          });
        });
      });
      going.on('error', reject).end(body);
    });
  }
}

const half = (body: Buffer): Buffer => body.subarray(0, Math.floor(body.byteLength / 2));

function send(response: ServerResponse, { status, headers, body }: WholeAnswer): void {
  response.writeHead(status, status === 304 ? headers : { ...headers, 'content-length': String(body.byteLength) });
  response.end(status === 304 ? undefined : body);
}
