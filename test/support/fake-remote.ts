import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import oxigraph from 'oxigraph';

/** What a fault may do with an answer that is ready: send another one, or none. */
export interface FakeAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface FakeRequest {
  readonly kind: 'query' | 'update';
  readonly text: string;
  readonly defaultGraphs: readonly string[];
  readonly authorization: string | undefined;
}

export type Fault = (request: FakeRequest, answer: () => FakeAnswer, response: ServerResponse) => FakeAnswer | null;

const json = 'application/sparql-results+json';

/** A SPARQL 1.1 server on 127.0.0.1 with a store of its own, that can be told to fail, to forget and to stop. */
export class FakeRemote {
  store = new oxigraph.Store();
  readonly requests: FakeRequest[] = [];
  fault: Fault | null = null;
  /** User and password, and the hash of the challenges; null lets everybody in. */
  account: { readonly user: string; readonly password: string; readonly algorithm: string } | null = null;
  /** Those that count still. */
  readonly nonces = new Set<string>();
  private readonly counts = new Set<string>();

  private constructor(
    private server: Server,
    private port: number,
  ) {}

  static async start(): Promise<FakeRemote> {
    const server = createServer({ keepAliveTimeout: 120_000 });
    const fake = new FakeRemote(server, 0);
    await fake.listen();
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}/query`;
  }

  get updateUrl(): string {
    return `http://127.0.0.1:${String(this.port)}/update`;
  }

  count(graph: string): number {
    return this.store.match(null, null, null, oxigraph.namedNode(graph)).length;
  }

  /** Nobody listens any more, and whoever was connected is cut off. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  /** Listens again at the same address. */
  async restart(): Promise<void> {
    this.server = createServer({ keepAliveTimeout: 120_000 });
    await this.listen();
  }

  private async listen(): Promise<void> {
    this.server.on('request', (request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  private async answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString('utf8');
    const form = new URLSearchParams(body);
    const isUpdate = incoming.url?.startsWith('/update') === true;
    const request: FakeRequest = {
      kind: isUpdate ? 'update' : 'query',
      text: isUpdate ? body : (form.get('query') ?? ''),
      defaultGraphs: isUpdate ? [] : form.getAll('default-graph-uri'),
      authorization: incoming.headers.authorization,
    };
    this.requests.push(request);
    const refusal = this.refusal(incoming);
    const ready = (): FakeAnswer => (isUpdate ? this.update(body) : this.query(request, incoming.headers.accept ?? ''));
    const answer = refusal ?? (this.fault === null ? ready() : this.fault(request, ready, response));
    if (answer === null) return;
    response.writeHead(answer.status, { 'content-type': answer.type, 'content-length': Buffer.byteLength(answer.body), ...answer.headers });
    response.end(answer.body);
  }

  private refusal(incoming: IncomingMessage): FakeAnswer | null {
    if (this.account === null) return null;
    const { user, password, algorithm } = this.account;
    const given = incoming.headers.authorization ?? '';
    const field = (name: string): string => new RegExp(`\\b${name}="?([^",]*)`).exec(given)?.[1] ?? '';
    const hash = (text: string): string =>
      createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
        .update(text)
        .digest('hex');
    const expected = hash(`${hash(`${user}:fake:${password}`)}:${field('nonce')}:${field('nc')}:${field('cnonce')}:auth:${hash(`POST:${incoming.url ?? ''}`)}`);
    const isKnown = given.startsWith('Digest ') && field('response') === expected && field('username') === user;
    const count = `${field('nonce')} ${field('nc')}`;
    if (isKnown && this.nonces.has(field('nonce')) && !this.counts.has(count)) {
      this.counts.add(count);
      return null;
    }
    const nonce = randomBytes(8).toString('hex');
    this.nonces.add(nonce);
    const challenge = `Digest realm="fake", qop="auth", algorithm=${algorithm}, nonce="${nonce}", opaque="o"${isKnown ? ', stale=true' : ''}`;
    return { status: 401, type: 'text/plain', body: 'who are you', headers: { 'www-authenticate': challenge } };
  }

  private update(text: string): FakeAnswer {
    try {
      this.store.update(text);
      return { status: 204, type: 'text/plain', body: '', headers: {} };
    } catch (error) {
      return { status: 400, type: 'text/plain', body: String(error), headers: {} };
    }
  }

  private query({ text, defaultGraphs }: FakeRequest, accept: string): FakeAnswer {
    const dataset = defaultGraphs.length === 0 ? {} : { default_graph: defaultGraphs.map((graph) => oxigraph.namedNode(graph)), named_graphs: [] };
    const type = accept.split(',')[0]?.trim() ?? json;
    try {
      const found: unknown = this.store.query(text, { ...dataset, results_format: type });
      const body = String(found);
      return { status: 200, type, body, headers: {} };
    } catch (error) {
      return { status: 400, type: 'text/plain', body: String(error), headers: {} };
    }
  }
}
