import { request, type Dispatcher } from 'undici';
import type { FetchAnswer } from '../ports/fetcher.js';
import { beginning, receiveBody } from './body.js';
import { failed, final, type Outcome } from './failure.js';
import { retriedStatuses, retryAfter } from './retry.js';

/** One request as it goes over the wire. */
export interface SentRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly maxBytes: number;
  /** Take the beginning of a body that is too large, and not refuse it (robots.txt). */
  readonly isCutShort: boolean;
  /** Only the status counts: nothing of the body is read, however much there is of it. */
  readonly isProbe: boolean;
  /** Credentials, which no text of an answer may give back. */
  readonly secrets: readonly string[];
  /** The request shows who we are, so that a refusal is about that. */
  readonly isAuthenticated: boolean;
}

export interface ExchangeMeans {
  readonly dispatcher: Dispatcher;
  readonly temporaryFolder: string;
  readonly now: Date;
  readonly signal: AbortSignal;
}

export type Exchanged =
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  | { readonly kind: 'done'; readonly outcome: Outcome; readonly status: number };

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const maxErrorBytes = 16 * 1024;
/** Longer validators are not remembered: sending them back would break the next request. */
const longestValidator = 4096;

/** One request and its answer, without redirects. @throws what the client throws, for `outcomeOf` */
export async function exchange(sent: SentRequest, { dispatcher, temporaryFolder, now, signal }: ExchangeMeans): Promise<Exchanged> {
  const { url } = sent;
  const response = await request(url, { method: sent.method, dispatcher, signal, headers: sent.headers, body: sent.body });
  const { statusCode: status, headers } = response;
  const done = (outcome: Outcome): Exchanged => ({ kind: 'done', outcome, status });
  if (sent.isProbe) {
    response.body.on('error', () => undefined);
    response.body.destroy();
  }
  if (redirects.has(status) || status === 304) {
    if (!sent.isProbe) await response.body.dump({ limit: maxErrorBytes, signal });
    if (status === 304) return done(final({ kind: 'not-modified' }));
    const location = header(headers['location']);
    if (location === null || !URL.canParse(location, url)) return done(failed('redirect', `Status ${String(status)} without a usable Location.`));
    return { kind: 'redirect', location, status };
  }
  if (sent.isProbe) {
    const answer: FetchAnswer = { kind: 'status', status, detail: detailOf(status, false), text: '', headers: {} };
    return done({ answer, retryAfterMs: retriedStatuses.has(status) ? retryAfter(header(headers['retry-after']), now) : null });
  }
  if (status < 200 || status > 299) {
    const answer: FetchAnswer = {
      kind: 'status',
      status,
      detail: detailOf(status, sent.isAuthenticated),
      text: without(await beginning(response.body, maxErrorBytes, headers['content-encoding']), sent.secrets),
      headers: plainHeaders(headers, sent.secrets),
      ...(sent.isAuthenticated ? { authenticated: true } : {}),
    };
    return done({ answer, retryAfterMs: retriedStatuses.has(status) ? retryAfter(header(headers['retry-after']), now) : null });
  }
  if (sent.isCutShort) {
    const text = await beginning(response.body, sent.maxBytes, headers['content-encoding']);
    return done(final(fetched(sent, headers, status, { body: { kind: 'memory', bytes: Buffer.from(text, 'utf8') }, hash: '' })));
  }
  const received = await receiveBody(response.body, { encoding: header(headers['content-encoding']), maxBytes: sent.maxBytes, temporaryFolder });
  if (received.problem !== null) return done(failed(received.problem.reason, received.problem.detail));
  return done(final(fetched(sent, headers, status, received)));
}

function fetched(
  { url, secrets }: SentRequest,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  status: number,
  { body, hash }: Pick<Awaited<ReturnType<typeof receiveBody>>, 'body' | 'hash'>,
): FetchAnswer {
  const plain = plainHeaders(headers, secrets);
  return {
    kind: 'fetched',
    status,
    url: url.href,
    baseIri: baseOf(url, plain['content-location']),
    mediaType: plain['content-type'] ?? '',
    headers: plain,
    body,
    bodyHash: hash,
    etag: validator(plain['etag']),
    lastModified: validator(plain['last-modified']),
    movedTo: null,
  };
}

function detailOf(status: number, isAuthenticated: boolean): string {
  if (status === 401)
    return isAuthenticated ? 'The station does not accept our credentials (401).' : 'The station asks for credentials (401), and none are configured.';
  if (status === 403 && isAuthenticated) return 'The station knows our credentials and lets them read nothing here (403).';
  return `The station answered ${String(status)}.`;
}

/**
 * A validator as it was received. It is opaque: weak ones keep their `W/`, and what a server appends within the quotes stays
 * (HTTP-6); undici reads and writes headers as Latin-1, so the bytes stay the same. One that is too long to send back is none.
 */
function validator(value: string | undefined): string | null {
  return value === undefined || value === '' || value.length > longestValidator ? null : value;
}

function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>, secrets: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, without(header(value) ?? '', secrets)]));
}

function without(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => (secret.length < 4 ? rest : rest.replaceAll(secret, '***')), text);
}

function header(value: string | string[] | undefined): string | null {
  return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
}

/** HTTP-14: the final URL, unless a same-origin Content-Location says otherwise. */
function baseOf(url: URL, contentLocation: string | undefined): string {
  if (contentLocation === undefined || contentLocation === '' || !URL.canParse(contentLocation, url)) return url.href;
  const located = new URL(contentLocation, url);
  return located.origin === url.origin ? located.href : url.href;
}
