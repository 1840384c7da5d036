import { lookup as dnsLookup } from 'node:dns';
import { isIP } from 'node:net';
import { Agent, buildConnector, errors, request } from 'undici';
import type { Station } from '../domain/station.js';
import type { Clock } from '../ports/clock.js';
import type { FetchAnswer, Fetcher, FetchRequest } from '../ports/fetcher.js';
import { mayConnect, refusedUrl, type AddressPolicy } from './address-guard.js';
import { receiveBody } from './body.js';
import type { HostLimiter } from './host-limiter.js';

/** The numbers of protocols.md section 1; all milliseconds and bytes. */
export interface FetchSettings {
  readonly userAgent: string;
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly tries: number;
  readonly backOffMs: number;
  readonly maxBackOffMs: number;
  readonly maxRetryAfterMs: number;
  readonly allowLoopback: boolean;
  /** Names that are reached at a given address instead of by DNS; demo and tests. */
  readonly connectTo: Readonly<Record<string, string>>;
  readonly temporaryFolder: string;
  readonly resolveSecret: (reference: string) => string;
}

const retried: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);
const maxHops = 5;

class RefusedAddress extends Error {}

/** The one outgoing client; made for one station, or for nobody (visitors' URLs). */
export class GuardedFetcher implements Fetcher {
  private readonly agent: Agent;
  private readonly policy: AddressPolicy;
  private readonly authority: string | null;

  constructor(
    private readonly station: Station | null,
    private readonly settings: FetchSettings,
    private readonly limiter: HostLimiter,
    private readonly clock: Clock,
  ) {
    const endpoint = station === null ? null : new URL(station.endpoint);
    this.authority = endpoint?.host ?? null;
    this.policy = {
      allow: station?.allowAddresses ?? [],
      allowLoopback: station !== null && settings.allowLoopback,
      port: endpoint === null ? null : Number(endpoint.port === '' ? (endpoint.protocol === 'https:' ? 443 : 80) : endpoint.port),
    };
    this.agent = new Agent({
      connect: this.connector(),
      headersTimeout: settings.headersTimeoutMs,
      bodyTimeout: settings.bodyTimeoutMs,
      maxHeaderSize: 64 * 1024,
      connections: 2,
      pipelining: 1,
    });
  }

  close(): Promise<void> {
    return this.agent.close();
  }

  async fetch(asked: FetchRequest, signal: AbortSignal): Promise<FetchAnswer> {
    let answer: FetchAnswer = { kind: 'failed', reason: 'unreachable', detail: 'not tried' };
    for (let attempt = 1; attempt <= this.settings.tries; attempt++) {
      const outcome = await this.attempt(asked, signal);
      answer = outcome.answer;
      if (outcome.retryAfterMs !== null && outcome.retryAfterMs > this.settings.maxRetryAfterMs)
        return { kind: 'postponed', retryAfterMs: outcome.retryAfterMs };
      if (outcome.retryAfterMs === null || attempt === this.settings.tries) break;
      const backOff = Math.random() * Math.min(this.settings.maxBackOffMs, this.settings.backOffMs * 2 ** attempt);
      await pause(outcome.retryAfterMs > 0 ? outcome.retryAfterMs : backOff, signal);
    }
    return answer;
  }

  /** One try with all its redirects; `retryAfterMs` is null when trying again cannot help, 0 when the pause is ours to choose. */
  private async attempt(asked: FetchRequest, signal: AbortSignal): Promise<{ answer: FetchAnswer; retryAfterMs: number | null }> {
    let url = new URL(asked.url);
    let movedTo: string | null = null;
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(this.settings.totalTimeoutMs)]);
    for (let hop = 0; ; hop++) {
      const refusal = this.refusalOf(url);
      if (refusal !== null) return final({ kind: 'failed', reason: 'refused-address', detail: `The address is refused: ${refusal}.` });
      try {
        const target = url;
        const result = await this.limiter.run(target.host, () => this.exchange(target, asked, deadline, movedTo));
        if (result.kind !== 'redirect') return result.outcome;
        if (hop === maxHops) return final({ kind: 'failed', reason: 'redirect', detail: `More than ${String(maxHops)} redirects.` });
        const next = new URL(result.location, url);
        if (url.protocol === 'https:' && next.protocol === 'http:')
          return final({ kind: 'failed', reason: 'redirect', detail: 'A redirect from https to http is refused.' });
        if (result.permanent && hop === 0) movedTo = next.href;
        url = next;
      } catch (error) {
        return this.failure(error, signal);
      }
    }
  }

  private refusalOf(url: URL): string | null {
    if (this.settings.connectTo[url.hostname] !== undefined && this.policy.allowLoopback) return null;
    return refusedUrl(url, this.policy);
  }

  private async exchange(
    url: URL,
    asked: FetchRequest,
    signal: AbortSignal,
    movedTo: string | null,
  ): Promise<{ kind: 'redirect'; location: string; permanent: boolean } | { kind: 'done'; outcome: { answer: FetchAnswer; retryAfterMs: number | null } }> {
    const response = await request(url, {
      method: asked.post === undefined ? 'GET' : 'POST',
      dispatcher: this.agent,
      signal,
      headers: this.headers(url, asked),
      body: asked.post?.body ?? null,
    });
    const { statusCode: status, headers } = response;
    if ([301, 302, 303, 307, 308].includes(status)) {
      await response.body.dump();
      const location = header(headers['location']);
      if (location === null || !URL.canParse(location, url))
        return { kind: 'done', outcome: final({ kind: 'failed', reason: 'redirect', detail: `Status ${String(status)} without a usable Location.` }) };
      return { kind: 'redirect', location, permanent: status === 301 || status === 308 };
    }
    if (status === 304) {
      await response.body.dump();
      return { kind: 'done', outcome: final({ kind: 'not-modified' }) };
    }
    if (status < 200 || status > 299) {
      const answer: FetchAnswer = {
        kind: 'status',
        status,
        detail: `The station answered ${String(status)}.`,
        text: await beginning(response.body),
        headers: plainHeaders(headers),
      };
      return { kind: 'done', outcome: { answer, retryAfterMs: retried.has(status) ? retryAfter(header(headers['retry-after']), this.clock.now()) : null } };
    }
    const { body, hash, problem } = await receiveBody(response.body, {
      encoding: header(headers['content-encoding']),
      maxBytes: asked.maxBytes,
      temporaryFolder: this.settings.temporaryFolder,
    });
    if (problem !== null) return { kind: 'done', outcome: final({ kind: 'failed', reason: problem.reason, detail: problem.detail }) };
    const plain = plainHeaders(headers);
    return {
      kind: 'done',
      outcome: final({
        kind: 'fetched',
        status,
        url: url.href,
        baseIri: baseOf(url, plain['content-location']),
        mediaType: plain['content-type'] ?? '',
        headers: plain,
        body,
        bodyHash: hash,
        etag: plain['etag'] ?? null,
        lastModified: plain['last-modified'] ?? null,
        movedTo,
      }),
    };
  }

  private headers(url: URL, asked: FetchRequest): Record<string, string> {
    const headers: Record<string, string> = { 'user-agent': this.settings.userAgent, accept: asked.accept, 'accept-encoding': 'gzip, br' };
    if (asked.post !== undefined) headers['content-type'] = asked.post.contentType;
    if (asked.remembered?.etag != null) headers['if-none-match'] = asked.remembered.etag;
    else if (asked.remembered?.lastModified != null) headers['if-modified-since'] = asked.remembered.lastModified;
    const authentication = this.station?.authentication ?? null;
    if (authentication === null || url.host !== this.authority) return headers;
    const secret = this.settings.resolveSecret(authentication.credentials);
    if (authentication.kind === 'basic') headers['authorization'] = `Basic ${Buffer.from(secret, 'utf8').toString('base64')}`;
    else if (authentication.kind === 'header') headers[authentication.header.toLowerCase()] = secret;
    else if (authentication.kind === 'bearer') headers['authorization'] = `Bearer ${secret}`;
    return headers;
  }

  /** Resolves once, checks every address, and connects to the checked one (SSRF-2). */
  private connector(): buildConnector.connector {
    const connect = buildConnector({
      timeout: this.settings.connectTimeoutMs,
      lookup: (hostname, options, callback) => {
        dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
          if (error !== null) callback(error, '', 4);
          else if (addresses.some(({ address }) => !mayConnect(address, this.policy)))
            callback(new RefusedAddress('it resolves to a private or reserved address'), '', 4);
          else if (options.all === true) (callback as unknown as (error: null, all: typeof addresses) => void)(null, addresses);
          else callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4);
        });
      },
    });
    return (options, callback) => {
      const mapped = this.policy.allowLoopback ? this.settings.connectTo[options.hostname] : undefined;
      if (mapped !== undefined) {
        const [hostname = '127.0.0.1', port = '80'] = mapped.split(':');
        connect({ ...options, hostname, port }, callback);
      } else if (isIP(options.hostname.replace(/^\[|\]$/g, '')) !== 0 && !mayConnect(options.hostname.replace(/^\[|\]$/g, ''), this.policy))
        callback(new RefusedAddress('it is private or reserved'), null);
      else connect(options, callback);
    };
  }

  private failure(error: unknown, signal: AbortSignal): { answer: FetchAnswer; retryAfterMs: number | null } {
    if (signal.aborted) return final({ kind: 'failed', reason: 'timeout', detail: 'The run was ended before the answer came.' });
    const cause = rootCause(error);
    if (cause instanceof RefusedAddress) return final({ kind: 'failed', reason: 'refused-address', detail: `The address is refused: ${cause.message}.` });
    const timedOut =
      cause instanceof errors.ConnectTimeoutError ||
      cause instanceof errors.HeadersTimeoutError ||
      cause instanceof errors.BodyTimeoutError ||
      (cause instanceof Error && cause.name === 'TimeoutError');
    if (timedOut) return { answer: { kind: 'failed', reason: 'timeout', detail: 'The station did not answer in time.' }, retryAfterMs: 0 };
    return { answer: { kind: 'failed', reason: 'unreachable', detail: `The station cannot be reached (${codeOf(cause)}).` }, retryAfterMs: 0 };
  }
}

function final(answer: FetchAnswer): { answer: FetchAnswer; retryAfterMs: null } {
  return { answer, retryAfterMs: null };
}

function rootCause(error: unknown): unknown {
  let current = error;
  while (current instanceof Error && current.cause instanceof Error) current = current.cause;
  return current;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

const maxErrorBytes = 16 * 1024;

/** The start of an error's body; the rest is not read. */
async function beginning(body: AsyncIterable<Uint8Array> & { destroy(): unknown }): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size >= maxErrorBytes) break;
  }
  body.destroy();
  return Buffer.concat(chunks).subarray(0, maxErrorBytes).toString('utf8');
}

function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, header(value) ?? '']));
}

function header(value: string | string[] | undefined): string | null {
  return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
}

/** RFC 9110 section 10.2.3: seconds or an HTTP date; 0 when there is none. */
export function retryAfter(value: string | null, now: Date): number {
  if (value === null) return 0;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now.getTime());
}

/** HTTP-14: the final URL, unless a same-origin Content-Location says otherwise. */
function baseOf(url: URL, contentLocation: string | undefined): string {
  if (contentLocation === undefined || contentLocation === '' || !URL.canParse(contentLocation, url)) return url.href;
  const located = new URL(contentLocation, url);
  return located.origin === url.origin ? located.href : url.href;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
