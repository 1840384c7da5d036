import { readFile, rm } from 'node:fs/promises';
import type { Station } from '../domain/station.js';
import type { FetchAnswer, Fetcher } from '../ports/fetcher.js';
import { counted } from './command.js';

/** What one source was asked, and what became of it. */
export interface SourceFigures {
  readonly station: string;
  readonly requests: number;
  readonly bytes: number;
  readonly ms: number;
  /** Why the answer lacks what it has; null while nothing is missing. */
  readonly failure: string | null;
}

/** What Comunica takes for a source. */
export interface QuerySource {
  readonly type: 'sparql' | 'file';
  readonly value: string;
}

export interface QuerySourcesOptions {
  readonly fetcherFor: (station: Station) => Fetcher;
  /** Milliseconds that one source has for all its requests together. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly now?: () => number;
}

/** Protocols whose endpoint can be asked as it is. */
const queryable: Readonly<Record<string, QuerySource['type']>> = { sparql: 'sparql', rdf: 'file' };

class Source {
  requests = 0;
  bytes = 0;
  failure: string | null = null;
  /** Spent on requests that have ended, in milliseconds. */
  spent = 0;
  readonly underWay = new Set<number>();

  constructor(
    readonly station: Station,
    readonly fetcher: Fetcher,
  ) {}
}

/**
 * Stations that are asked live: every request leaves by the station's own guarded client, within the time of its source, and what fails is
 * remembered, so that the others can be asked without it.
 */
export class QuerySources {
  private readonly sources: readonly Source[];

  constructor(
    stations: readonly Station[],
    private readonly options: QuerySourcesOptions,
  ) {
    this.sources = stations.map((station) => new Source(station, options.fetcherFor(station)));
  }

  /** Why a station cannot be asked live; null when it can. */
  static obstacle({ id, protocol }: Station): string | null {
    return Object.hasOwn(queryable, protocol)
      ? null
      : `station ${id} is read by ${protocol}, which knows no queries; only stations of ${Object.keys(queryable).join(' and ')} can be asked live. Without --source its harvested records are asked`;
  }

  /** Those that have not failed. */
  list(): readonly QuerySource[] {
    return this.sources.flatMap(({ station, failure }) => (failure === null ? [{ type: queryable[station.protocol] ?? 'file', value: station.endpoint }] : []));
  }

  figures(): readonly SourceFigures[] {
    const now = this.now();
    return this.sources.map(({ station, requests, bytes, failure, spent, underWay }) => ({
      station: station.id,
      requests,
      bytes,
      ms: spent + [...underWay].reduce((sum, since) => sum + now - since, 0),
      failure,
    }));
  }

  /** What Comunica takes for `fetch`. */
  readonly fetch: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const source = this.sources.find(({ station }) => isOf(url, station.endpoint));
    if (source === undefined) throw new Error(`No source has the address ${url}.`);
    if (source.failure !== null) throw new Error(source.failure);
    const left = this.options.timeoutMs - source.spent;
    if (left <= 0) throw this.timedOut(source);
    const since = this.now();
    source.requests++;
    source.underWay.add(since);
    const signal = AbortSignal.timeout(left);
    try {
      const body = init?.body === undefined || init.body === null ? undefined : { contentType: headerOf(init, 'content-type'), body: textOf(init.body) };
      const answer = await source.fetcher.fetch({ url, accept: headerOf(init, 'accept'), maxBytes: this.options.maxBytes, post: body }, signal);
      if (signal.aborted) throw this.timedOut(source);
      // An endpoint need not describe itself: the engine asks that before it queries.
      const isProbe = source.station.protocol === 'sparql' && body === undefined && !new URL(url).searchParams.has('query');
      if (answer.kind === 'status' && isProbe) return new Response('', { status: answer.status });
      return await this.responseOf(source, answer);
    } finally {
      source.underWay.delete(since);
      source.spent += this.now() - since;
    }
  };

  private async responseOf(source: Source, answer: FetchAnswer): Promise<Response> {
    if (answer.kind !== 'fetched') {
      source.failure =
        answer.kind === 'not-modified' ? 'It gave nothing.' : answer.kind === 'postponed' ? 'It asks to be left alone for a while.' : answer.detail;
      throw new Error(source.failure);
    }
    const bytes = answer.body.kind === 'memory' ? answer.body.bytes : await readFile(answer.body.path);
    if (answer.body.kind === 'file') await rm(answer.body.path, { force: true });
    source.bytes += bytes.byteLength;
    const response = new Response(new Uint8Array(bytes), { headers: { 'content-type': answer.mediaType } });
    Object.defineProperty(response, 'url', { value: answer.baseIri });
    return response;
  }

  private timedOut(source: Source): Error {
    source.failure = `It did not answer within ${String(this.options.timeoutMs / 1000)} seconds.`;
    return new Error(source.failure);
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }
}

/** A line for a source: what it was asked and gave, and what is missing. */
export function sourceLine({ station, requests, bytes, ms, failure }: SourceFigures): string {
  const gave = `${counted(requests, 'request')}, ${(bytes / 1024).toFixed(0)} KB, ${(ms / 1000).toFixed(1)} s`;
  return `  ${failure === null ? ' ' : '!'} ${station.padEnd(22)} ${gave}${failure === null ? '' : `; the answer lacks it: ${failure}`}`;
}

function isOf(url: string, endpoint: string): boolean {
  const bare = (address: string): string => address.replace(/[?#].*$/, '');
  return bare(url) === bare(endpoint);
}

function headerOf(init: RequestInit | undefined, name: string): string {
  return new Headers(init?.headers).get(name) ?? (name === 'accept' ? '*/*' : 'application/x-www-form-urlencoded');
}

function textOf(body: NonNullable<RequestInit['body']>): string {
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString();
  throw new Error('The query engine sent a body of an unknown kind.');
}
