import { CatalogueError, StationError } from '../../src/domain/errors.js';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { FetchAnswer, FetchRequest } from '../../src/ports/fetcher.js';
import type { HarvestContext } from '../../src/ports/harvester.js';
import { issueOfAnswer } from '../answers.js';
import { discard, issue, issueOfError, jsonOf, quoted } from '../received.js';
import { envelopeSchema, errorText, listSchema, searchSchema } from './schema.js';
import type { CkanSettings } from './settings.js';

export interface SearchPage {
  readonly url: string;
  /** Null for actions that do not count (DKAN). */
  readonly count: number | null;
  readonly results: readonly unknown[];
  readonly bodyHash: string;
  readonly movedTo: string | null;
}

export interface SearchQuestion {
  readonly start: number;
  readonly rows: number;
  readonly fq: string | null;
}

/** What proxies and servers are sure to take of an address. */
const longestUrl = 2000;

/** The search of one site, which remembers by which method the site lets itself be asked. */
export class PackageSearch {
  private method: CkanSettings['method'];
  private refusesPost = false;

  constructor(
    private readonly settings: CkanSettings,
    private readonly context: HarvestContext,
  ) {
    this.method = settings.method;
  }

  /** Asks for one page of packages; what went wrong instead of a page is an issue (CKAN-1). */
  async ask(question: SearchQuestion): Promise<SearchAnswer> {
    const { settings, context } = this;
    let request = this.requestFor(question);
    let answer = await context.fetcher.fetch(request, context.signal);
    for (let other = this.otherMethod(request, answer); other !== null; other = this.otherMethod(request, answer)) {
      this.method = other;
      request = requestFor({ ...settings, method: other }, question, context.limits.maxPageBytes);
      answer = await context.fetcher.fetch(request, context.signal);
    }
    return pageOrFailure(request, answer, context.limits.maxPageBytes);
  }

  private requestFor(question: SearchQuestion): FetchRequest {
    const { maxPageBytes } = this.context.limits;
    const request = requestFor({ ...this.settings, method: this.method }, question, maxPageBytes);
    if (request.url.length <= longestUrl || this.refusesPost) return request;
    this.method = 'POST';
    return requestFor({ ...this.settings, method: 'POST' }, question, maxPageBytes);
  }

  /** HTTP-10: an address that is too long goes into the body; a site that takes none is asked by address again, each once. Null: nothing to change. */
  private otherMethod(request: FetchRequest, answer: FetchAnswer): CkanSettings['method'] | null {
    if (answer.kind !== 'status') return null;
    if (request.post === undefined) return answer.status === 414 && !this.refusesPost ? 'POST' : null;
    if (this.settings.method === 'POST' || (answer.status !== 405 && answer.status !== 501)) return null;
    this.refusesPost = true;
    return 'GET';
  }
}

type SearchAnswer = { readonly page: SearchPage } | { readonly failure: HarvestEvent };

async function pageOrFailure(request: FetchRequest, answer: FetchAnswer, maxPageBytes: number): Promise<SearchAnswer> {
  if (answer.kind !== 'fetched') return { failure: failureOf(answer, request.url) };
  try {
    const envelope = envelopeSchema.safeParse(await jsonOf(answer.body, maxPageBytes));
    if (!envelope.success)
      return { failure: issue('protocol-error', 'error', 'The answer is not one of the CKAN Action API: it has no "success".', { url: request.url }) };
    if (!envelope.data.success) return { failure: refusal(envelope.data.error, request.url) };
    const page = pageOf(envelope.data.result);
    if (page === null)
      return {
        failure: issue('protocol-error', 'error', 'The answer of the CKAN Action API holds no list of packages with their number.', { url: request.url }),
      };
    return { page: { ...page, url: request.url, bodyHash: answer.bodyHash, movedTo: answer.movedTo } };
  } catch (error) {
    if (error instanceof StationError) return { failure: issueOfError(error, request.url) };
    if (error instanceof CatalogueError) throw error;
    return { failure: issue('unusable-body', 'error', 'The answer cannot be unpacked; it is damaged or cut short.', { url: request.url }) };
  } finally {
    await discard(answer);
  }
}

/** DKAN's lists take other parameters and no filter (CKAN-12). */
export function isPlainList(action: string): boolean {
  return action.endsWith('_list_with_resources');
}

function requestFor(settings: CkanSettings, { start, rows, fq }: SearchQuestion, maxBytes: number): FetchRequest {
  const parameters: Record<string, string | number> = isPlainList(settings.action)
    ? { limit: rows, offset: start }
    : { q: '*:*', ...(fq === null ? {} : { fq }), rows, start, sort: 'id asc' };
  const address = `${settings.base}/api/3/action/${settings.action}`;
  const accept = 'application/json';
  if (settings.method === 'POST') return { url: address, accept, maxBytes, post: { contentType: 'application/json', body: JSON.stringify(parameters) } };
  const query = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  return { url: `${address}?${query.toString()}`, accept, maxBytes };
}

function pageOf(result: unknown): { readonly count: number | null; readonly results: readonly unknown[] } | null {
  const search = searchSchema.safeParse(result);
  if (search.success) return search.data;
  const list = listSchema.safeParse(result);
  return list.success ? { count: null, results: list.data.flat(1) } : null;
}

/** CKAN explains its errors in the body, with the same envelope. */
function failureOf(answer: Exclude<FetchAnswer, { kind: 'fetched' }>, url: string): HarvestEvent {
  const failed = issueOfAnswer(answer, url);
  if (answer.kind !== 'status' || failed.kind !== 'issue') return failed;
  const words = wordsOf(answer.text);
  const denied = answer.status === 401 || answer.status === 403;
  return {
    ...failed,
    issue: {
      ...failed.issue,
      code: denied ? 'credentials' : 'http-status',
      owner: denied ? 'operator' : 'station',
      detail: words === '' ? failed.issue.detail : `${answer.detail} CKAN says: ${quoted(words)}.`,
    },
  };
}

function wordsOf(text: string): string {
  try {
    const envelope = envelopeSchema.safeParse(JSON.parse(text));
    return envelope.success ? errorText(envelope.data.error) : '';
  } catch {
    return '';
  }
}

function refusal(error: unknown, url: string): HarvestEvent {
  const words = errorText(error);
  const denied = /authori[sz]ation|not authori[sz]ed|access denied/i.test(words);
  return issue(denied ? 'credentials' : 'protocol-error', 'error', `CKAN answers that the request failed${words === '' ? '' : `: ${quoted(words)}`}.`, {
    url,
    owner: denied ? 'operator' : 'station',
  });
}
