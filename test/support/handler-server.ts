import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** A server whose answers a test writes itself, where `FakeStation` is too well behaved. */
export class HandlerServer {
  readonly requests: { readonly method: string; readonly path: string; readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];

  private constructor(
    private readonly server: Server,
    private readonly scheme: 'http' | 'https',
  ) {}

  /** Each request is noted with its body before the handler sees it. */
  static async start(handle: (...args: Parameters<RequestListener>) => void, tls?: ServerOptions): Promise<HandlerServer> {
    const listener: RequestListener = (request, response) => {
      const chunks: Buffer[] = [];
      response.on('error', () => undefined);
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        own.requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
        handle(request, response);
      });
    };
    const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
    // Longer than any client keeps a connection: on a busy machine one that closes in the middle looks like a fault.
    server.keepAliveTimeout = 120_000;
    const own = new HandlerServer(server, tls === undefined ? 'http' : 'https');
    server.on('connection', (socket: Socket) => socket.on('error', () => undefined));
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return own;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.scheme}://127.0.0.1:${String(this.port)}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
