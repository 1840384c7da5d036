import { readFile, rm } from 'node:fs/promises';
import type { Quad, Term } from '@rdfjs/types';
import type { QueryEngine } from '@comunica/query-sparql';
import type { HarvestEvent, IssueCode } from '../../src/domain/harvest.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import type { HarvestContext } from '../../src/ports/harvester.js';
import { issueOfAnswer } from '../answers.js';
import { readableAnswer, UnusableAnswer } from './results.js';
import type { SparqlSettings } from './settings.js';

/** Why a query gave nothing: too much for the server's time, too long to be taken, broken in some other way, or no use asking on. */
export interface QueryFailure {
  readonly kind: 'timeout' | 'too-long' | 'unanswered' | 'final';
  readonly issue: HarvestEvent;
}

export type Answered<T> =
  | {
      readonly kind: 'answered';
      readonly value: T;
      /** The server said that this is only a part: the first rows, or what it found while it had time (SPQ-3). */
      readonly cut: 'rows' | 'time' | null;
    }
  | { readonly kind: 'failed'; readonly failure: QueryFailure };

/** SPQ-5: N-Triples first, since Virtuoso may write broken Turtle and RDF/XML (SPQ-3). */
const acceptGraph = 'application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8, application/ld+json;q=0.7';
const acceptRows = 'application/sparql-results+json, application/sparql-results+xml;q=0.8';

class NoAnswer extends Error {}

/**
 * A remote endpoint, asked by Comunica one query at a time. Comunica hands a query for a single endpoint on as it stands
 * (measured with 5.4: one request for each query, the same text); how it travels is ours: through the guarded fetcher, as
 * the form, address or body that the operator chose, with the answer looked at before Comunica reads it.
 */
export class SparqlEndpoint {
  /** Rows at which this server was seen to cut (`X-SPARQL-MaxRows`). */
  maxRows: number | null = null;
  queries = 0;
  movedTo: string | null = null;
  private method: SparqlSettings['method'];
  private refusesPost = false;
  private failure: QueryFailure | null = null;
  private cut: 'rows' | 'time' | null = null;
  private sent = false;

  private constructor(
    private readonly engine: QueryEngine,
    private readonly url: string,
    private readonly settings: SparqlSettings,
    private readonly context: HarvestContext,
  ) {
    this.method = settings.method;
  }

  /** The engine has hundreds of modules and is loaded when a station needs it. */
  static async open(url: string, settings: SparqlSettings, context: HarvestContext): Promise<SparqlEndpoint> {
    const { QueryEngine: Engine } = await import('@comunica/query-sparql');
    return new SparqlEndpoint(new Engine(), url, settings, context);
  }

  select(query: string): Promise<Answered<ReadonlyMap<string, Term>[]>> {
    return this.ask(async (options) => {
      const rows = await (await this.engine.queryBindings(query, options)).toArray();
      return rows.map((row) => new Map([...row].map(([variable, term]) => [variable.value, term])));
    });
  }

  construct(query: string): Promise<Answered<Quad[]>> {
    return this.ask(async (options) => await (await this.engine.queryQuads(query, options)).toArray());
  }

  private async ask<T>(
    run: (options: { readonly sources: [{ type: string; value: string }]; readonly fetch: typeof fetch }) => Promise<T>,
  ): Promise<Answered<T>> {
    if (this.queries > 0) await pause(this.settings.pauseMs, this.context.signal);
    this.queries++;
    this.failure = null;
    this.cut = null;
    this.sent = false;
    try {
      const value = await run({ sources: [{ type: 'sparql', value: this.url }], fetch: (input, init) => this.send(queryOf(input, init), acceptsRows(init)) });
      return { kind: 'answered', value, cut: this.cut };
    } catch (error) {
      const failure = this.failed();
      return { kind: 'failed', failure: failure ?? this.unreadable(error) };
    }
  }

  /** Set while Comunica was asking, which the compiler cannot see. */
  private failed(): QueryFailure | null {
    return this.failure;
  }

  /** What Comunica takes for `fetch`. */
  private async send(query: string, rows: boolean): Promise<Response> {
    this.sent = true;
    const answer = await this.request(query, rows);
    if (answer.kind !== 'fetched') throw this.fail(this.method === 'get' ? cutAddress(failureOf(answer, this.url), answer) : failureOf(answer, this.url));
    this.movedTo ??= answer.movedTo;
    this.noteCut(answer);
    const bytes = answer.body.kind === 'memory' ? answer.body.bytes : await readFile(answer.body.path);
    if (answer.body.kind === 'file') await rm(answer.body.path, { force: true });
    try {
      const readable = await readableAnswer({ bytes, mediaType: answer.mediaType, baseIri: answer.baseIri, rows });
      return new Response(readable.text, { headers: { 'content-type': readable.mediaType } });
    } catch (error) {
      throw error instanceof UnusableAnswer ? this.fail({ kind: 'unanswered', issue: issue(error.code, error.message, this.url) }) : error;
    }
  }

  private async request(query: string, rows: boolean): Promise<FetchAnswer> {
    const answer = await this.context.fetcher.fetch(this.requestFor(query, rows), this.context.signal);
    if (answer.kind !== 'status') return answer;
    if (this.method === 'get') {
      // HTTP-10: an address that is too long goes into a form, where the server takes one; else the batches get smaller.
      if (answer.status !== 414 || this.refusesPost) return answer;
      this.method = 'post';
    } else {
      if (answer.status !== 405) return answer;
      this.refusesPost = true;
      this.method = 'get';
    }
    return this.request(query, rows);
  }

  private requestFor(query: string, rows: boolean): Parameters<HarvestContext['fetcher']['fetch']>[0] {
    const { format, defaultGraphs } = this.settings;
    const more: [string, string][] = defaultGraphs.map((graph) => ['default-graph-uri', graph]);
    if (format !== null) more.push(['format', rows ? 'application/sparql-results+json' : format]);
    const common = { accept: rows ? acceptRows : acceptGraph, maxBytes: this.context.limits.maxPageBytes };
    const all: [string, string][] = [['query', query], ...more];
    if (this.method === 'get') return { ...common, url: withParameters(this.url, all) };
    if (this.method === 'direct') return { ...common, url: withParameters(this.url, more), post: { contentType: 'application/sparql-query', body: query } };
    return { ...common, url: this.url, post: { contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams(all).toString() } };
  }

  /** Virtuoso cuts with status 200 or 206 and tells by headers, when it tells (SPQ-3). */
  private noteCut({ status, headers }: Extract<FetchAnswer, { kind: 'fetched' }>): void {
    const most = headers['x-sparql-maxrows'];
    if (most !== undefined && /^\d{1,9}$/.test(most)) {
      this.maxRows = Number(most);
      this.cut = 'rows';
    }
    if (status === 206 || /S1TAT/.test(headers['x-sql-state'] ?? '')) this.cut = 'time';
  }

  private fail(failure: QueryFailure): Error {
    this.failure = failure;
    return new NoAnswer('the endpoint did not answer');
  }

  private unreadable(error: unknown): QueryFailure {
    const words = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 300);
    if (!this.sent) return { kind: 'final', issue: issue('protocol-error', `The query is no SPARQL (${words}).`, this.url, 'operator') };
    const detail = `The endpoint's answer cannot be read; it may have been cut short (${words}).`;
    return { kind: 'unanswered', issue: issue('parse-error', detail, this.url) };
  }
}

/** What a failed request means for the next one (SPQ-9). */
function failureOf(answer: Exclude<FetchAnswer, { kind: 'fetched' }>, url: string): QueryFailure {
  return { kind: kindOf(answer), issue: issueOfAnswer(answer, url) };
}

/** Virtuoso reads the first 10 KB of an address and answers 400 to half a query. */
function cutAddress(failure: QueryFailure, answer: FetchAnswer): QueryFailure {
  return answer.kind === 'status' && answer.status === 400 ? { ...failure, kind: 'too-long' } : failure;
}

function kindOf(answer: Exclude<FetchAnswer, { kind: 'fetched' }>): QueryFailure['kind'] {
  if (answer.kind === 'failed') {
    if (answer.reason === 'timeout') return 'timeout';
    return answer.reason === 'too-large' || answer.reason === 'unusable-body' || answer.reason === 'unreachable' ? 'unanswered' : 'final';
  }
  if (answer.kind !== 'status') return 'final';
  if (answer.status === 408 || answer.status === 504) return 'timeout';
  if (answer.status === 413 || answer.status === 414 || answer.status === 431) return 'too-long';
  return answer.status >= 500 ? 'unanswered' : 'final';
}

/** Comunica sends a short query behind `?query=`, put after whatever address there is, and a long one as a form. */
function queryOf(input: Parameters<typeof fetch>[0], init: Parameters<typeof fetch>[1]): string {
  const body = init?.body;
  if (body instanceof URLSearchParams) return body.get('query') ?? '';
  if (typeof body === 'string') return new URLSearchParams(body).get('query') ?? body;
  const address = input instanceof Request ? input.url : String(input);
  return new URLSearchParams(address.slice(address.lastIndexOf('?query=') + 1)).get('query') ?? '';
}

function acceptsRows(init: Parameters<typeof fetch>[1]): boolean {
  return (new Headers(init?.headers).get('accept') ?? '').includes('sparql-results');
}

function withParameters(url: string, parameters: readonly (readonly [string, string])[]): string {
  const address = new URL(url);
  for (const [name, value] of parameters) address.searchParams.append(name, value);
  return address.href;
}

function issue(code: IssueCode, detail: string, url: string, owner: 'station' | 'operator' = 'station'): HarvestEvent {
  return { kind: 'issue', issue: { code, severity: 'error', subject: null, detail, url, line: null, owner } };
}

/** Ends early, without a word, when the run is ended. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0 || signal.aborted) return Promise.resolve();
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
