import type { HarvestEvent } from '../../src/domain/harvest.js';
import { issue } from '../received.js';
import type { Covered, PageMemo } from './page-memo.js';
import { PageReader } from './page-reader.js';
import type { Failure, PageSource } from './page-source.js';

/** A page that is still to be asked for. */
export interface Visit {
  readonly url: string;
  readonly member: boolean;
  /** Records are below it, as far as anyone can tell: without it the walk is not whole. */
  readonly listing: boolean;
  /** What its parent is: below a record everything is part of it until it says what it is. */
  readonly below: 'listing' | 'record';
}

/** The children of one container that are many: read by `/page/{segment}` in the container's stead (FDP-10). */
export class PagedList {
  constructor(
    readonly parent: string,
    readonly segment: string,
    readonly children: readonly Visit[],
    /** Read by itself beforehand: it shows what records of this type have, and what is below them. */
    readonly sample: Visit,
  ) {}

  /** What the pages gave; empty when they cannot be trusted. What the container lists beside is read one by one. */
  async *read(
    source: PageSource,
    sample: PageMemo,
    limits: { readonly size: number; readonly maxPages: number },
  ): AsyncGenerator<HarvestEvent, { readonly covered: readonly Covered[]; readonly postponed: Failure | null }> {
    const expected = new Set(this.children.map((child) => child.url));
    const covered = new Map<string, Covered>();
    let postponed: Failure | null = null;
    for (let page: number | null = 0; page !== null && source.asked < limits.maxPages;) {
      const url = this.urlOf(page, limits.size);
      const below = this.children[0]?.below ?? 'listing';
      const reading = yield* source.page(url, new PageReader(url, below, sample.relations), expected);
      if (reading.kind !== 'read') {
        if (reading.kind === 'failed' && reading.answer.kind === 'postponed') postponed = reading.answer;
        else if (reading.kind === 'failed' && !isAbsent(reading.answer))
          yield issue('http-status', 'info', 'A page of the list cannot be read; what it lists is read one by one.', { url });
        break;
      }
      for (const record of reading.memo.covered) covered.set(record.url, record);
      const { next }: PageMemo = reading.memo;
      if (next !== null && next <= page) yield issue('paging-loop', 'info', 'The next page of the list is no later one; the rest is read one by one.', { url });
      page = next !== null && next > page ? next : null;
    }
    const compared = covered.get(this.sample.url);
    if (covered.size > 0 && (compared === undefined || compared.said < sample.said)) {
      yield issue('truncated', 'info', 'The pages of the list say less than the records themselves, which are read one by one.', {
        url: this.urlOf(0, limits.size),
      });
      covered.clear();
    }
    covered.delete(this.sample.url);
    return { covered: [...covered.values()], postponed };
  }

  private urlOf(page: number, size: number): string {
    return `${this.parent.replace(/\/+$/, '')}/page/${this.segment}?page=${String(page)}&size=${String(size)}`;
  }
}

/** Before 1.9 there were no such pages. */
function isAbsent(answer: Failure): boolean {
  return answer.kind === 'status' && [400, 404, 405].includes(answer.status);
}
