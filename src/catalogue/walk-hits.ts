import type { SearchHit, SearchPage, SearchPosition, SearchQuery } from '../ports/search-index.js';

const hitsAtOnce = 100;
/** So many hits of a search are given out at once. */
export const mostExported = 10_000;

/** Some hits of a walk, and where it goes on after them. */
export interface HitsOfWalk {
  readonly items: readonly SearchHit[];
  readonly total: number;
  readonly epoch: number;
  readonly next: SearchPosition | null;
}

/**
 * The hits of a search in their order, some at a time. What changes meanwhile may be missed or come twice; `/catalog` has the
 * state of one moment.
 *
 * @param most how many at most, from `query.after` on
 */
export async function* walkHits(search: (query: SearchQuery) => Promise<SearchPage>, query: SearchQuery, most: number): AsyncIterable<HitsOfWalk> {
  let after = query.after;
  for (let left = most; left > 0; left -= hitsAtOnce) {
    const { items, total, epoch, next } = await search({ ...query, page: 1, pageSize: Math.min(hitsAtOnce, left), after });
    yield { items, total, epoch, next };
    if (next === null) return;
    after = next;
  }
}
