import type { SortOrder } from '../ports/search-index.js';
import type { Columns } from './columns.js';

type Keys = readonly (number | string)[];

interface OrderContext {
  readonly columns: Columns;
  /** Null when the query has no words. */
  readonly scores: Float32Array | null;
  readonly lang: 'nl' | 'en';
}

/** The order of hits: by what was asked for, then the newest first, then by id, so that no two hits are equal. */
export class SlotOrder {
  private readonly columns: Columns;
  private readonly primary: ((slot: number) => number | string) | null;

  constructor(sort: SortOrder, { columns, scores, lang }: OrderContext) {
    this.columns = columns;
    if (sort === 'relevance' && scores !== null) this.primary = (slot) => -(scores[slot] ?? 0);
    else if (sort === 'individuals')
      this.primary = (slot) => (Number.isNaN(columns.numberAt('individuals', slot)) ? 1 : -columns.numberAt('individuals', slot));
    else if (sort === 'title') this.primary = (slot) => columns.titleAt(lang, slot);
    else this.primary = null;
  }

  readonly compare = (a: number, b: number): number => {
    const first = this.primary === null ? 0 : compareKeys(this.primary(a), this.primary(b));
    return first === 0 ? newestFirst(this.columns, a, b) : first;
  };

  /** What a hit is ordered by; the smaller ones come first. */
  keysOf(slot: number): Keys {
    return [...(this.primary === null ? [] : [this.primary(slot)]), -this.columns.numberAt('modified', slot), this.columns.idAt(slot) ?? ''];
  }

  /** Whether a hit comes after the one that has, or had, these keys. Keys of another order are before everything. */
  isAfter(slot: number, keys: Keys): boolean {
    const own = this.keysOf(slot);
    if (own.length !== keys.length) return true;
    for (const [at, key] of own.entries()) {
      const order = compareKeys(key, keys[at] ?? '');
      if (order !== 0) return order > 0;
    }
    return false;
  }
}

export function newestFirst(columns: Columns, a: number, b: number): number {
  return columns.numberAt('modified', b) - columns.numberAt('modified', a) || compareKeys(columns.idAt(a) ?? '', columns.idAt(b) ?? '');
}

function compareKeys(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
