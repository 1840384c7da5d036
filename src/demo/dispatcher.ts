import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseText } from '../rdf/parse.js';
import { canonicalText } from '../rdf/terms.js';
import { ShaclEngineValidator } from '../validation/shacl-engine-validator.js';
import { loadShapesLibrary, type LibrarySources } from '../validation/shapes-library.js';

/** How the Dispatcher is to misbehave; each number is how many more times. */
export interface Misbehaviour {
  /** Takes the message and breaks the connection before it answers. */
  loseAcknowledgements: number;
  /** Answers 503. */
  unavailable: number;
  /** Tells each outcome this many times more. */
  repeatOutcomes: number;
  /** Never ends a message. */
  stall: boolean;
  /** Refuses datasets whose identifier or IRI holds one of these. */
  refuse: string[];
}

export interface StoredDataset {
  readonly identifier: string;
  readonly iri: string;
  readonly hash: string;
  readonly messageId: string;
  readonly datasetId: string;
  readonly distributions: readonly { readonly id: string; readonly iri: string }[];
  readonly body: string;
}

interface Outcome {
  readonly messageId: string;
  readonly status: 'received' | 'accepted' | 'refused';
  readonly message?: string;
  readonly datasetId?: string;
  readonly catalogueId?: string;
  readonly distributions?: readonly { readonly id: string; readonly iri: string }[];
}

/** One message as it came in. */
export interface Arrival {
  readonly messageId: string;
  readonly operation: string;
  readonly identifier: string;
  /** The same message had come before. */
  readonly isDuplicate: boolean;
}

export interface DispatcherOptions {
  readonly sources: LibrarySources;
  /** Milliseconds between a message and its outcome. */
  readonly delayMs?: number;
  readonly onOutcome?: (text: string) => void;
  readonly port?: number;
}

const listedAtOnce = 50;
const mostBodyBytes = 10 << 20;
const catalogueId = 'EU-CAT-NL';

/**
 * A National Dispatcher to try against, with the central platform behind it: takes messages over REST, judges them by its own copy of the
 * rules, answers later, by webhook and on request, and misbehaves when it is told to. For demo and tests; it listens on loopback alone.
 */
export class DemoDispatcher {
  readonly misbehaviour: Misbehaviour = { loseAcknowledgements: 0, unavailable: 0, repeatOutcomes: 0, stall: false, refuse: [] };
  readonly arrivals: Arrival[] = [];
  private readonly stored = new Map<string, StoredDataset>();
  private readonly outcomes = new Map<string, Outcome>();
  /** One message of a dataset after the other. */
  private readonly lines = new Map<string, Promise<void>>();
  private readonly validator;
  private server: Server | null = null;
  private port = 0;
  /** Where outcomes are told; nobody before it is set. */
  webhook: { readonly url: string; readonly token: string } | null = null;

  private constructor(private readonly options: DispatcherOptions) {
    this.validator = new ShaclEngineValidator(loadShapesLibrary(options.sources));
  }

  static async start(options: DispatcherOptions): Promise<DemoDispatcher> {
    const dispatcher = new DemoDispatcher(options);
    await dispatcher.listen(options.port ?? 0);
    return dispatcher;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** What it holds, by identifier. */
  datasets(): readonly StoredDataset[] {
    return [...this.stored.values()].sort((a, b) => (a.identifier < b.identifier ? -1 : 1));
  }

  /** Goes away and comes back at the same address; what it had stored it still has. */
  async restart(): Promise<void> {
    await this.close();
    await this.listen(this.port);
  }

  /** All messages that arrived have come to their end. */
  async idle(): Promise<void> {
    await Promise.all(this.lines.values());
  }

  /** As it was at first; what is under way is waited for. */
  async clear(): Promise<void> {
    Object.assign(this.misbehaviour, { loseAcknowledgements: 0, unavailable: 0, repeatOutcomes: 0, stall: false, refuse: [] } satisfies Misbehaviour);
    await this.idle();
    this.stored.clear();
    this.outcomes.clear();
    this.lines.clear();
    this.arrivals.length = 0;
  }

  async close(): Promise<void> {
    const { server } = this;
    if (server === null) return;
    this.server = null;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  private listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const server = createServer((request, response) => {
        this.answer(request, response).catch((error: unknown) => {
          if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
          response.end(JSON.stringify({ message: String(error) }));
        });
      });
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        this.server = server;
        this.port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const [, resource, key] = pathname.split('/').map(decodeURIComponent);
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
    };
    if (request.method === 'GET' && resource === 'messages') {
      const outcome = this.outcomes.get(key ?? '');
      send(outcome === undefined ? 404 : 200, outcome ?? { message: 'no such message' });
    } else if (request.method === 'GET' && resource === 'datasets') send(200, this.list(Number(searchParams.get('offset') ?? '0')));
    else if (resource === 'datasets' && ['POST', 'PUT', 'DELETE'].includes(request.method ?? '')) await this.take(request, response, key ?? null, send);
    else send(404, { message: 'nothing here' });
  }

  private list(offset: number): object {
    const all = this.datasets();
    const next = offset + listedAtOnce;
    return {
      total: all.length,
      items: all.slice(offset, next).map(({ identifier, hash, messageId, datasetId }) => ({ identifier, hash, messageId, datasetId })),
      next: next < all.length ? `${this.url}/datasets?offset=${String(next)}` : null,
    };
  }

  private async take(request: IncomingMessage, response: ServerResponse, key: string | null, send: (status: number, body: unknown) => void): Promise<void> {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of request) {
      size += (part as Buffer).byteLength;
      if (size > mostBodyBytes) throw new Error('too large');
      parts.push(part as Buffer);
    }
    const { misbehaviour } = this;
    if (misbehaviour.unavailable > 0) {
      misbehaviour.unavailable--;
      send(503, { message: 'maintenance' });
      return;
    }
    const messageId = String(request.headers['message-id'] ?? '');
    const operation = { POST: 'create', PUT: 'update', DELETE: 'delete' }[request.method ?? ''] ?? '';
    const identifier = key ?? String(request.headers['dataset-identifier'] ?? '');
    const isDuplicate = this.outcomes.has(messageId);
    this.arrivals.push({ messageId, operation, identifier, isDuplicate });
    if (!isDuplicate) {
      this.outcomes.set(messageId, { messageId, status: 'received' });
      const text = Buffer.concat(parts).toString('utf8');
      const line = (this.lines.get(identifier) ?? Promise.resolve())
        .then(() => new Promise((resolve) => setTimeout(resolve, this.options.delayMs ?? 20)))
        .then(() => this.carryOut({ messageId, operation, identifier, text, mediaType: request.headers['content-type'] ?? '' }));
      this.lines.set(identifier, line);
    }
    if (misbehaviour.loseAcknowledgements > 0) {
      misbehaviour.loseAcknowledgements--;
      response.destroy();
      return;
    }
    const known = this.outcomes.get(messageId);
    send(202, known?.status === 'received' || known === undefined ? { messageId, status: 'received', reference: `EU-${messageId.slice(0, 8)}` } : known);
  }

  private async carryOut(message: {
    readonly messageId: string;
    readonly operation: string;
    readonly identifier: string;
    readonly text: string;
    readonly mediaType: string;
  }): Promise<void> {
    const { messageId, operation, identifier } = message;
    while (this.misbehaviour.stall) await new Promise((resolve) => setTimeout(resolve, 10));
    const outcome = await this.judged(message);
    this.outcomes.set(messageId, outcome);
    this.options.onOutcome?.(`${operation} ${identifier}: ${outcome.status}${outcome.message === undefined ? '' : ` (${outcome.message})`}`);
    const times = 1 + this.misbehaviour.repeatOutcomes;
    for (let n = 0; n < times; n++) await this.tell(outcome);
  }

  private async judged({ messageId, operation, identifier, text, mediaType }: Parameters<DemoDispatcher['carryOut']>[0]): Promise<Outcome> {
    const refuse = (message: string): Outcome => ({ messageId, status: 'refused', message });
    const before = this.stored.get(identifier);
    if (operation === 'delete') {
      this.stored.delete(identifier);
      return before === undefined ? refuse('There is no such dataset.') : { messageId, status: 'accepted' };
    }
    if (operation === 'create' && before !== undefined) return refuse('There is a dataset with this identifier already.');
    if (operation === 'update' && before === undefined) return refuse('There is no such dataset.');
    let quads;
    try {
      ({ quads } = await parseText(text, { mediaType: mediaType.split(';')[0] ?? '', baseIri: identifier }));
    } catch (error) {
      return refuse(`The description cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
    const iri = quads.find(({ predicate, object }) => predicate.value === 'http://purl.org/dc/terms/identifier' && object.value === identifier)?.subject.value;
    if (iri === undefined) return refuse('No dataset in the description has this identifier.');
    const refused = this.misbehaviour.refuse.find((part) => identifier.includes(part) || iri.includes(part));
    if (refused !== undefined) return refuse('The central platform has been told to refuse this dataset.');
    const report = await this.validator.validate({ subject: iri, quads, profile: 'healthdcat-ap-r8' });
    if (report.violations > 0) {
      const [first] = report.results;
      return refuse(`${String(report.violations)} violation(s): ${Object.values(first?.message ?? {}).flat()[0] ?? ''}`);
    }
    const distributions = quads
      .filter(({ subject, predicate }) => subject.value === iri && predicate.value === 'http://www.w3.org/ns/dcat#distribution')
      .map(({ object }) => ({ iri: object.value, id: before?.distributions.find((one) => one.iri === object.value)?.id ?? `EU-DIST-${shortId()}` }));
    const datasetId = before?.datasetId ?? `EU-DS-${shortId()}`;
    this.stored.set(identifier, {
      identifier,
      iri,
      hash: createHash('sha256').update(canonicalText(quads)).digest('hex'),
      messageId,
      datasetId,
      distributions,
      body: canonicalText(quads),
    });
    return { messageId, status: 'accepted', datasetId, catalogueId, distributions };
  }

  private async tell(outcome: Outcome): Promise<void> {
    const { webhook } = this;
    if (webhook === null) return;
    try {
      await fetch(webhook.url, {
        method: 'POST',
        signal: AbortSignal.timeout(5000),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${webhook.token}` },
        body: JSON.stringify(outcome),
      });
    } catch {
      // Nobody there: it is asked for later.
    }
  }
}

function shortId(): string {
  return randomUUID().slice(0, 8).toUpperCase();
}
