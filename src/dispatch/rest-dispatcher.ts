import { readFileSync } from 'node:fs';
import { Agent, fetch, type Response } from 'undici';
import type { EuMessage, EuOutcome } from '../domain/eu.js';
import type { EuHolding, EuSending, EuTransport } from '../ports/eu-transport.js';
import { mediaTypeOf, type RdfFormat } from '../rdf/format.js';
import { parseStored } from '../rdf/parse.js';
import { serialise } from '../rdf/serialise.js';
import { at, outcomeOf, textAt } from './eu-answers.js';
import type { RestSettings } from './eu-settings.js';

export interface RestDispatcherDependencies {
  readonly settings: RestSettings;
  readonly readSecret: (reference: string) => string;
  readonly baseUrl: string;
  readonly profileIri: string;
  readonly userAgent: string;
}

const mostAnswerBytes = 1 << 20;
const mostListBytes = 64 << 20;
const mostPages = 10_000;
/** A token is fetched anew this long before it ends. */
const tokenMarginMs = 60_000;
/** Nothing is wrong with the message: what stands in the way is ours or theirs to mend, and it is sent again. */
const notAboutTheMessage: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 408, 421, 425, 429]);

/** Brings messages to a National Dispatcher over REST (R73); addresses, methods, headers, envelope and the words of answers are configuration. */
export class RestDispatcher implements EuTransport {
  private readonly agent: Agent;
  private token: { readonly value: string; readonly until: number } | null = null;

  constructor(private readonly dependencies: RestDispatcherDependencies) {
    const { mtls, timeoutMs } = dependencies.settings;
    const tls =
      mtls === undefined
        ? {}
        : { cert: readFileSync(mtls.certificate), key: readFileSync(mtls.key), ...(mtls.ca === undefined ? {} : { ca: readFileSync(mtls.ca) }) };
    this.agent = new Agent({ connect: { ...tls, timeout: timeoutMs }, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  }

  async send(message: EuMessage): Promise<EuSending> {
    const { settings, baseUrl } = this.dependencies;
    const { method, url } = settings.operations[message.operation];
    const identifier = `${baseUrl}/datasets/${message.record}`;
    const format: RdfFormat = settings.format;
    const mediaType = mediaTypeOf[format];
    const metadata = message.payload === null ? '' : serialise(parseStored(message.payload), format);
    const values = {
      messageId: message.id,
      operation: message.operation,
      identifier,
      record: message.record,
      iri: message.iri,
      mediaType,
      metadata,
      profile: this.dependencies.profileIri,
    };
    const hasBody = settings.envelope !== 'rdf' || message.payload !== null;
    const body = settings.envelope === 'rdf' ? metadata : JSON.stringify(filled(settings.envelope, values));
    try {
      const response = await this.ask(filledAddress(url, values), {
        method,
        headers: {
          ...(hasBody ? { 'content-type': settings.envelope === 'rdf' ? mediaType : 'application/json' } : {}),
          'idempotency-key': message.id,
          'message-id': message.id,
          ...Object.fromEntries(Object.entries(settings.headers).map(([name, value]) => [name, filledText(value, values)])),
        },
        ...(hasBody ? { body } : {}),
      });
      return await this.sendingOf(message, response);
    } catch (error) {
      return { kind: 'later', reason: reasonOf(error), notBefore: null, isDown: true };
    }
  }

  private async sendingOf(message: EuMessage, response: Response): Promise<EuSending> {
    const { status } = response;
    const text = await textOf(response, mostAnswerBytes);
    const body = jsonOf(text);
    const known = { message: message.id, iri: message.iri };
    if (status >= 200 && status < 300) {
      const outcome = outcomeOf(body, this.dependencies.settings.answer, { ...known, state: status === 202 ? 'received' : 'accepted' }, () => message.iri);
      return { kind: 'answered', outcome: outcome ?? { message: message.id, state: 'received', detail: null, reference: null, centralIds: [] } };
    }
    const isGoneAlready = message.operation === 'delete' && (status === 404 || status === 410);
    if (isGoneAlready)
      return {
        kind: 'answered',
        outcome: { message: message.id, state: 'accepted', detail: `status ${String(status)}: it was not there`, reference: null, centralIds: [] },
      };
    if (status >= 500 || status < 400 || notAboutTheMessage.has(status))
      return { kind: 'later', reason: `status ${String(status)}`, notBefore: retryAt(response), isDown: status !== 404 };
    const detail =
      textAt(body, this.dependencies.settings.answer.detail) ??
      textAt(body, '/detail') ??
      `status ${String(status)}${text === '' ? '' : `: ${text.slice(0, 500)}`}`;
    return {
      kind: 'answered',
      outcome: { message: message.id, state: 'refused', detail, reference: textAt(body, this.dependencies.settings.answer.reference), centralIds: [] },
    };
  }

  async outcomes(open: readonly EuMessage[]): Promise<{ known: EuOutcome[]; lost: string[] }> {
    const { status, answer } = this.dependencies.settings;
    const known: EuOutcome[] = [];
    const lost: string[] = [];
    if (status === undefined) return { known, lost };
    for (const { id, iri, reference } of open) {
      const response = await this.ask(filledAddress(status, { messageId: id, reference: reference ?? id }), { method: 'GET' });
      const text = await textOf(response, mostAnswerBytes);
      if (response.status === 404) lost.push(id);
      else if (response.status === 200) {
        const outcome = outcomeOf(jsonOf(text), answer, { message: id, iri, state: 'received' }, () => iri);
        if (outcome !== null) known.push(outcome);
      } else throw new Error(`status ${String(response.status)}`);
    }
    return { known, lost };
  }

  settled(): Promise<void> {
    return Promise.resolve();
  }

  async holdings(): Promise<EuHolding[] | null> {
    const { list } = this.dependencies.settings;
    if (list === undefined) return null;
    const found: EuHolding[] = [];
    const seen = new Set<string>();
    let total: string | null = null;
    for (let url: string | null = list.url; url !== null;) {
      if (seen.has(url) || seen.size >= mostPages) throw new Error('the list of the other side does not come to an end');
      seen.add(url);
      const response = await this.ask(url, { method: 'GET' });
      const text = await textOf(response, mostListBytes);
      if (response.status !== 200) throw new Error(`the list of the other side cannot be read: status ${String(response.status)}`);
      const body = jsonOf(text);
      const items = at(body, list.items);
      if (!Array.isArray(items)) throw new Error(`the list of the other side has no array at ${list.items}`);
      for (const item of items as unknown[]) {
        const identifier = textAt(item, list.identifier);
        if (identifier === null) throw new Error(`an item of the other side's list has no ${list.identifier}`);
        found.push({ identifier, hash: textAt(item, list.hash), message: textAt(item, list.messageId), centralId: textAt(item, list.centralId) });
      }
      total = textAt(body, list.total) ?? total;
      const next = textAt(body, list.next);
      url = next === null ? null : new URL(next, url).href;
      // Who follows a page elsewhere would take our credentials there.
      if (url !== null && new URL(url).origin !== new URL(list.url).origin) throw new Error('the list of the other side goes on at another host');
    }
    // A list that was cut short would have us send everything that it lacks, and a total says that it was.
    if (total !== null && Number(total) !== found.length) throw new Error(`the list of the other side has ${String(found.length)} items and says ${total}`);
    return found;
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async ask(
    url: string,
    init: { readonly method: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string },
  ): Promise<Response> {
    const { settings, userAgent } = this.dependencies;
    const authorization = await this.authorization();
    return fetch(url, {
      ...init,
      redirect: 'manual',
      dispatcher: this.agent,
      signal: AbortSignal.timeout(settings.timeoutMs),
      headers: { accept: 'application/json', 'user-agent': userAgent, ...(authorization === null ? {} : { authorization }), ...init.headers },
    });
  }

  private async authorization(): Promise<string | null> {
    const { authentication, timeoutMs } = this.dependencies.settings;
    if (authentication.kind === 'none') return null;
    if (authentication.kind === 'bearer') return `Bearer ${this.dependencies.readSecret(authentication.token)}`;
    if (this.token !== null && this.token.until > Date.now()) return `Bearer ${this.token.value}`;
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...(authentication.scope === undefined ? {} : { scope: authentication.scope }) });
    const secret = this.dependencies.readSecret(authentication.clientSecret);
    const response = await fetch(authentication.tokenUrl, {
      method: 'POST',
      redirect: 'manual',
      dispatcher: this.agent,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${encodeURIComponent(authentication.clientId)}:${encodeURIComponent(secret)}`).toString('base64')}`,
      },
      body: form.toString(),
    });
    const body = jsonOf(await textOf(response, mostAnswerBytes));
    const value = textAt(body, '/access_token');
    if (response.status !== 200 || value === null) throw new Error(`no token from the authorisation server: status ${String(response.status)}`);
    const seconds = Number(textAt(body, '/expires_in') ?? '300');
    this.token = { value, until: Date.now() + Math.max(0, seconds * 1000 - tokenMarginMs) };
    return `Bearer ${value}`;
  }
}

function filledText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : whole));
}

/** Values stand percent-encoded in an address: none may change where it leads. */
function filledAddress(url: string, values: Readonly<Record<string, string>>): string {
  return filledText(url, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeURIComponent(value)])));
}

function filled(template: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof template === 'string') return filledText(template, values);
  if (Array.isArray(template)) return template.map((item) => filled(item, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, filled(value, values)]));
}

async function textOf(response: Response, mostBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    const bytes = part as Uint8Array;
    size += bytes.byteLength;
    if (size > mostBytes) throw new Error('the answer is longer than it may be');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function retryAt(response: Response): string | null {
  const asked = response.headers.get('retry-after');
  if (asked === null) return null;
  const ms = /^\d{1,7}$/.test(asked) ? Date.now() + Number(asked) * 1000 : Date.parse(asked);
  return Number.isNaN(ms) ? null : new Date(Math.min(ms, Date.now() + 86_400_000)).toISOString();
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? (('code' in cause && typeof cause.code === 'string' ? `${cause.code}: ` : '') + cause.message).slice(0, 300) : String(cause);
}
