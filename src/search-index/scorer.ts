import type { PostingIndex } from './posting-index.js';
import type { Group, Option, Way } from './query-plan.js';

/** Where a group was found, and how well. */
export interface GroupHits {
  readonly group: Group;
  /** By slot, 0 to 1: how much the best way says about the document; 0 where none fits. */
  readonly strength: Float32Array;
  readonly slots: readonly number[];
  /** How rare it is: the natural logarithm that BM25 has. */
  readonly rarity: number;
}

/** Goes through the lists of terms, one list at a time; keeps its tables between queries. */
export class Scorer {
  private readonly pool: Float32Array[] = [];

  constructor(
    private readonly postings: PostingIndex,
    /** Slots of documents that have these words one after another. */
    private readonly phraseSlots: (phrase: string) => ReadonlySet<number>,
  ) {}

  hits(group: Group, live: number): GroupHits {
    const strength = this.table();
    const slots: number[] = [];
    for (const way of group.ways) this.tryWay(way, strength, slots);
    if (slots.length === 0) for (const way of group.instead) this.tryWay(way, strength, slots);
    const rarity = Math.log(1 + (live - slots.length + 0.5) / (Math.min(slots.length, live) + 0.5));
    return { group, strength, slots, rarity: Math.max(rarity, 0.05) };
  }

  /** Gives the table back; the hits must not be used any more. */
  release({ strength, slots }: GroupHits): void {
    for (const slot of slots) strength[slot] = 0;
    this.pool.push(strength);
  }

  private tryWay({ all, weight, phrase }: Way, strength: Float32Array, slots: number[]): void {
    const [first, ...others] = all;
    if (first === undefined) return;
    const better = (slot: number, value: number): void => {
      const before = strength[slot] ?? 0;
      if (before === 0) slots.push(slot);
      if (value > before) strength[slot] = value;
    };
    if (others.length === 0 && phrase === undefined) {
      this.each(first, weight, better);
      return;
    }
    const allowed = phrase === undefined ? null : this.phraseSlots(phrase);
    const sums = this.table();
    const counts = this.table();
    const touched: number[] = [];
    for (const [at, options] of all.entries()) {
      const best = this.table();
      const here: number[] = [];
      this.each(options, 1, (slot, value) => {
        if (at > 0 && counts[slot] !== at) return;
        const before = best[slot] ?? 0;
        if (before === 0) here.push(slot);
        if (value > before) best[slot] = value;
      });
      for (const slot of here) {
        if (at === 0) touched.push(slot);
        counts[slot] = at + 1;
        sums[slot] = (sums[slot] ?? 0) + (best[slot] ?? 0);
        best[slot] = 0;
      }
      this.pool.push(best);
    }
    for (const slot of touched) {
      if (counts[slot] === all.length && (allowed === null || allowed.has(slot))) better(slot, (weight * (sums[slot] ?? 0)) / all.length);
      counts[slot] = 0;
      sums[slot] = 0;
    }
    this.pool.push(sums, counts);
  }

  private each(options: readonly Option[], weight: number, take: (slot: number, value: number) => void): void {
    for (const { term, share } of options) {
      const factor = (weight * share) / 255;
      for (const { slots, impacts, from, to } of this.postings.lists(term)) {
        for (let at = from; at < to; at++) {
          const slot = slots[at] ?? 0;
          if (this.postings.isLive(slot)) take(slot, factor * (impacts[at] ?? 0));
        }
      }
    }
  }

  /** All zero. */
  private table(): Float32Array {
    for (let known = this.pool.pop(); known !== undefined; known = this.pool.pop()) if (known.length >= this.postings.capacity) return known;
    return new Float32Array(Math.max(1024, Math.ceil(this.postings.capacity * 1.25)));
  }
}
