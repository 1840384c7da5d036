import type { Authorisation } from './http-authorisation.js';

export interface RemoteAddress {
  readonly url: string;
  readonly authorisation: Authorisation;
}

export interface RemoteServerOptions {
  readonly query: RemoteAddress;
  readonly update: RemoteAddress;
  readonly fetch?: typeof fetch;
}

export type RemoteFault =
  /** No connection, or an answer that no SPARQL server gives: it may be another one tomorrow. */
  | 'unreachable'
  | 'unauthorised'
  /** The server has read what we sent and will not do it. */
  | 'refused'
  | 'busy'
  | 'timeout'
  /** A part of the answer, whether or not the server says so. */
  | 'partial'
  | 'cut'
  | 'too-large';

/** What went wrong with one request; the words are for the log and hold no credentials. */
export class RemoteFailure extends Error {
  constructor(
    readonly fault: RemoteFault,
    message: string,
    readonly details: { readonly status?: number; readonly retryAfter?: number; readonly said?: string; readonly rows?: number } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface RemoteQuery {
  readonly query: string;
  readonly accept: string;
  readonly defaultGraphs?: readonly string[];
  readonly namedGraphs?: readonly string[];
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export interface RemoteText {
  readonly text: string;
  readonly type: string;
  /** Rows at which the server says that it cuts results; null when it says nothing. */
  readonly cutsAt: number | null;
}

const mostTries = 3;
const updateTimeoutMs = 300_000;

/** A server that speaks the SPARQL 1.1 Protocol: queries and updates by POST. */
export class RemoteServer {
  constructor(private readonly options: RemoteServerOptions) {}

  /** @throws RemoteFailure for everything but a whole answer */
  async query({ query, accept, defaultGraphs = [], namedGraphs = [], timeoutMs, maxBytes }: RemoteQuery): Promise<RemoteText> {
    const form = new URLSearchParams({ query });
    for (const graph of defaultGraphs) form.append('default-graph-uri', graph);
    for (const graph of namedGraphs) form.append('named-graph-uri', graph);
    const response = await this.post(this.options.query, form.toString(), { 'content-type': 'application/x-www-form-urlencoded', accept }, timeoutMs, maxBytes);
    const { headers, text } = response;
    const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
    // Virtuoso answers with what it had when its own time was over, and status 200 (engines.md section 6).
    const state = headers.get('x-sql-state');
    if (state !== null)
      throw new RemoteFailure(state.startsWith('S1T') ? 'timeout' : 'partial', 'The server ended the query and answered with a part of its result.', {
        said: firstLine(headers.get('x-sql-message') ?? state),
      });
    if (!headers.has('content-length') && !/chunked/i.test(headers.get('transfer-encoding') ?? ''))
      throw new RemoteFailure('partial', 'The answer does not say how long it is, so that nobody can tell whether it is whole.');
    const cut = Number(headers.get('x-sparql-maxrows') ?? Number.NaN);
    return { text, type, cutsAt: Number.isInteger(cut) && cut > 0 ? cut : null };
  }

  /** @throws RemoteFailure */
  async update(update: string, timeoutMs = updateTimeoutMs): Promise<void> {
    await this.post(this.options.update, update, { 'content-type': 'application/sparql-update', accept: '*/*' }, timeoutMs, 1 << 20);
  }

  private async post(
    { url, authorisation }: RemoteAddress,
    body: string,
    headers: Readonly<Record<string, string>>,
    timeoutMs: number,
    maxBytes: number,
  ): Promise<{ readonly headers: Headers; readonly text: string }> {
    const { pathname, search } = new URL(url);
    const signal = AbortSignal.timeout(timeoutMs);
    for (let tries = 1; ; tries++) {
      const header = authorisation.header({ method: 'POST', uri: pathname + search });
      const init: RequestInit = {
        method: 'POST',
        body,
        // A packed body that is cut short can look whole.
        headers: { ...headers, 'accept-encoding': 'identity', ...(header === null ? {} : { authorization: header }) },
        // Credentials go where the operator said, and nowhere else.
        redirect: 'manual',
        signal,
      };
      try {
        const response = await (this.options.fetch ?? fetch)(url, init);
        const text = await readText(response, maxBytes);
        if (response.ok) return { headers: response.headers, text };
        const isChallenge = response.status === 401 && tries < mostTries && authorisation.challenged(response.headers.get('www-authenticate') ?? '');
        if (!isChallenge) throw failureOf(response, text);
      } catch (error) {
        throw error instanceof RemoteFailure ? error : transportFailure(error, signal, timeoutMs);
      }
    }
  }
}

function transportFailure(error: unknown, signal: AbortSignal, timeoutMs: number): RemoteFailure {
  if (signal.aborted) return new RemoteFailure('timeout', `The server did not answer within ${String(timeoutMs)} ms.`, {}, { cause: error });
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : null;
  const code = cause !== null && 'code' in cause ? String(cause.code) : 'no answer';
  return new RemoteFailure('unreachable', `The server cannot be reached, or broke off its answer (${code}).`, {}, { cause: error });
}

function failureOf(response: Response, text: string): RemoteFailure {
  const { status } = response;
  const said = firstLine(text);
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
  const details = { status, said, ...(Number.isInteger(wait) && wait >= 0 ? { retryAfter: wait } : {}) };
  const answered = `The server answered ${String(status)}`;
  if (status === 401 || status === 403) return new RemoteFailure('unauthorised', `${answered}: it does not take our credentials.`, { status });
  if (status === 429 || status === 503) return new RemoteFailure('busy', `${answered}.`, details);
  // Virtuoso puts no more rows in order for a LIMIT than its MaxSortedTopRows, whatever there is to put in order.
  const sortable = /\bSR353\b.*?Only (\d+) are allowed/.exec(text)?.[1];
  if (sortable !== undefined) return new RemoteFailure('cut', `${answered}: it sorts no more than ${sortable} rows.`, { ...details, rows: Number(sortable) });
  // What a query may take is judged before and while it runs; the state says so, the status is 500 (Virtuoso: S1T00, 42000).
  if (/\bS1T\d\d\b|estimated execution time/i.test(text)) return new RemoteFailure('timeout', `${answered}: the query takes too long for it.`, details);
  if (status === 400 || status === 422 || status === 413 || status === 500) return new RemoteFailure('refused', `${answered}: ${withoutQuotes(said)}`, details);
  return new RemoteFailure('unreachable', `${answered}, which no SPARQL server should: ${withoutQuotes(said)}`, details);
}

/** Servers quote the query behind the first line of what they say. */
function firstLine(text: string): string {
  return (text.split('\n').find((line) => line.trim() !== '') ?? '').trim().slice(0, 500);
}

/** What servers quote is data of others, which is not for the log. */
function withoutQuotes(said: string): string {
  return said.replace(/['"<].*$/s, '...').slice(0, 200);
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return '';
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > maxBytes) throw new RemoteFailure('too-large', `The answer is larger than ${String(maxBytes)} bytes.`);
    parts.push(part);
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(parts));
}
