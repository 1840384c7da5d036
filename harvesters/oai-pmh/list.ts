import type { HarvestEvent } from '../../src/domain/harvest.js';
import { issue } from '../received.js';
import { oneGranuleBefore, type Granularity } from './instants.js';
import { errorIssues, type OaiClient } from './request.js';
import { hasError, type OaiResponse } from './response.js';

export interface ListRequest {
  readonly prefix: string;
  readonly set: string | null;
  readonly from: string | null;
  readonly granularity: Granularity;
  readonly maxPages: number;
}

export type ListStep = HarvestEvent | { readonly kind: 'page'; readonly response: OaiResponse };

/** A list ends whole, broken, or with a hole from which it can be begun anew. */
type ListEnd = { readonly kind: 'whole' } | { readonly kind: 'broken' } | { readonly kind: 'hole'; readonly from: string | null };

const maxRestarts = 3;

/** Follows ListRecords to its end, beginning anew where a token has run out (OAI-6); whether the list was seen whole. */
export async function* listRecords(client: OaiClient, request: ListRequest): AsyncGenerator<ListStep, boolean> {
  const budget = { pages: request.maxPages };
  let from = request.from;
  for (let restarts = 0; ; restarts++) {
    const end: ListEnd = yield* new RecordList(client, { ...request, from }, budget).follow();
    if (end.kind !== 'hole') return end.kind === 'whole';
    if (restarts === maxRestarts) {
      yield issue(
        'protocol-error',
        'error',
        `The list broke off ${String(restarts + 1)} times with badResumptionToken; what was read is used, nothing is withdrawn.`,
      );
      return false;
    }
    from = end.from !== null && (request.from === null || end.from > request.from) ? end.from : request.from;
  }
}

/** One list from its first request to its end mark. */
class RecordList {
  private readonly seen = new Set<string>();
  private readonly tokens = new Set<string>();
  private size: number | null = null;
  private largestSize = 0;
  private largest = '';
  private inOrder = true;
  /** Pages in a row without a new identifier. */
  private stalled = 0;

  constructor(
    private readonly client: OaiClient,
    private readonly request: ListRequest,
    private readonly budget: { pages: number },
  ) {}

  async *follow(): AsyncGenerator<ListStep, ListEnd> {
    const { prefix, set, from } = this.request;
    let parameters: Readonly<Record<string, string | null>> = { verb: 'ListRecords', metadataPrefix: prefix, set, from };
    let isFirst = true;
    let isSecondTry = false;
    for (;;) {
      if (this.budget.pages-- <= 0) {
        yield issue('limit-reached', 'error', `The list has more than ${String(this.request.maxPages)} pages.`, { owner: 'operator' });
        return { kind: 'broken' };
      }
      const asked = await this.client.ask(parameters);
      if (asked.kind === 'failed') {
        yield asked.event;
        return { kind: 'broken' };
      }
      const { response, url } = asked;
      if (!isFirst && hasError(response, 'badResumptionToken')) {
        if (isSecondTry) {
          yield issue('protocol-error', 'warning', 'A resumption token was refused in the middle of the list (badResumptionToken); the list is begun anew.', {
            url,
          });
          return { kind: 'hole', from: this.inOrder ? oneGranuleBefore(this.largest, this.request.granularity) : null };
        }
        isSecondTry = true;
        continue;
      }
      isSecondTry = false;
      if (hasError(response, 'noRecordsMatch'))
        return isFirst ? { kind: 'whole' } : yield* this.endWithoutMark(url, 'A resumption token led to noRecordsMatch');
      if (response.errors.length > 0 || response.verb !== 'ListRecords') {
        yield* errorIssues(response, url);
        if (response.errors.length === 0) yield issue('protocol-error', 'error', 'The answer to ListRecords holds no list and no error.', { url });
        return { kind: 'broken' };
      }
      yield { kind: 'page', response };
      this.note(response);
      const { token } = response;
      if (token === null && !isFirst)
        yield issue('protocol-error', 'info', 'The last page of a list in several pages ends without an empty resumptionToken; it was taken as the end.', {
          url,
        });
      if (token === null || token === '') return yield* this.end(url);
      if (this.tokens.has(token)) return yield* this.endWithoutMark(url, 'A resumption token came a second time');
      if (this.stalled >= 2) return yield* this.endWithoutMark(url, 'Two pages in a row brought no new record');
      this.tokens.add(token);
      parameters = { verb: 'ListRecords', resumptionToken: token };
      isFirst = false;
    }
  }

  private note({ records, completeListSize }: OaiResponse): void {
    const before = this.seen.size;
    if (completeListSize !== null) {
      this.size = completeListSize;
      this.largestSize = Math.max(this.largestSize, completeListSize);
    }
    for (const { identifier, datestamp } of records) {
      if (identifier !== null) this.seen.add(identifier);
      if (datestamp === null || datestamp < this.largest) this.inOrder = false;
      else this.largest = datestamp;
    }
    this.stalled = this.seen.size === before ? this.stalled + 1 : 0;
  }

  /** The size is an estimate (OAI-4); one that shrinks within a list to what was given tells that records got lost on the way. */
  private *end(url: string): Generator<ListStep, ListEnd> {
    if (this.size === null || this.size >= this.largestSize || this.seen.size >= this.largestSize) return { kind: 'whole' };
    const sizes = `${String(this.largestSize)} records at first and ${String(this.size)} in the end`;
    yield issue('total-differs', 'error', `The list announced ${sizes}, and ${String(this.seen.size)} came, so it may not be whole.`, { url });
    return { kind: 'broken' };
  }

  /** A broken server that has given everything it announced has given everything (OAI-7). */
  private *endWithoutMark(url: string, what: string): Generator<ListStep, ListEnd> {
    const isWhole = this.size !== null && this.seen.size >= this.size;
    const seen = `${String(this.seen.size)} records were seen${this.size === null ? '' : ` of ${String(this.size)} announced`}`;
    if (isWhole) yield issue('protocol-error', 'info', `${what}; ${seen}, so the list counts as whole.`, { url });
    else yield issue('paging-loop', 'error', `${what}; ${seen}, so the list may not be whole.`, { url });
    return isWhole ? { kind: 'whole' } : { kind: 'broken' };
  }
}
