/**
 * Where a term stands: slots of documents, and beside each how much the term weighs in it (0 to 255). In one list slots need
 * not be in order.
 */
export interface PostingList {
  readonly slots: ArrayLike<number>;
  readonly impacts: ArrayLike<number>;
  readonly from: number;
  readonly to: number;
}

/** Postings that do not change any more: all terms in code-unit order, and their lists behind each other. */
export class Segment {
  /** @param offsets one more than terms: the list of term n is from offsets[n] to offsets[n + 1] */
  constructor(
    readonly terms: readonly string[],
    readonly offsets: Uint32Array,
    readonly slots: Uint32Array,
    readonly impacts: Uint8Array,
  ) {}

  static readonly empty = new Segment([], new Uint32Array(1), new Uint32Array(0), new Uint8Array(0));

  /** How many postings it holds. */
  get size(): number {
    return this.slots.length;
  }

  list(term: string): PostingList | null {
    const at = this.firstAt(term);
    return this.terms[at] === term ? this.listAt(at) : null;
  }

  /** Terms that begin so, in order. */
  *beginningWith(prefix: string): Iterable<string> {
    for (let at = this.firstAt(prefix); at < this.terms.length; at++) {
      const term = this.terms[at];
      if (term === undefined || !term.startsWith(prefix)) return;
      yield term;
    }
  }

  /** The number of the first term that is not before this one. */
  firstAt(term: string): number {
    let [low, high] = [0, this.terms.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.terms[middle] ?? '') < term) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  listAt(at: number): PostingList {
    return { slots: this.slots, impacts: this.impacts, from: this.offsets[at] ?? 0, to: this.offsets[at + 1] ?? 0 };
  }
}

interface Growing {
  readonly slots: number[];
  readonly impacts: number[];
}

/** Postings that came since the last merge. */
export class Delta {
  private readonly lists = new Map<string, Growing>();
  /** In code-unit order; made when it is asked for. */
  private sorted: string[] | null = null;
  readonly slots = new Set<number>();
  size = 0;

  add(slot: number, terms: ReadonlyMap<string, number>): void {
    this.slots.add(slot);
    this.size += terms.size;
    for (const [term, impact] of terms) {
      const list = this.lists.get(term);
      if (list === undefined) {
        this.lists.set(term, { slots: [slot], impacts: [impact] });
        this.sorted = null;
      } else {
        list.slots.push(slot);
        list.impacts.push(impact);
      }
    }
  }

  list(term: string): PostingList | null {
    const list = this.lists.get(term);
    return list === undefined ? null : { slots: list.slots, impacts: list.impacts, from: 0, to: list.slots.length };
  }

  get terms(): readonly string[] {
    return (this.sorted ??= [...this.lists.keys()].sort());
  }

  *beginningWith(prefix: string): Iterable<string> {
    const { terms } = this;
    let [low, high] = [0, terms.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((terms[middle] ?? '') < prefix) low = middle + 1;
      else high = middle;
    }
    for (; low < terms.length; low++) {
      const term = terms[low];
      if (term === undefined || !term.startsWith(prefix)) return;
      yield term;
    }
  }
}

/** So many postings are moved before others have their turn; less than a millisecond. */
const postingsAtOnce = 20_000;

/** A new segment of both, without what is gone. @param pause lets searches in between */
export async function mergedSegment(main: Segment, delta: Delta, isGone: (slot: number) => boolean, pause: () => Promise<void>): Promise<Segment> {
  const most = main.size + delta.size;
  const slots = new Uint32Array(most);
  const impacts = new Uint8Array(most);
  const terms: string[] = [];
  const offsets: number[] = [];
  let [at, moved] = [0, 0];
  const move = (list: PostingList | null): void => {
    if (list === null) return;
    for (let from = list.from; from < list.to; from++) {
      const slot = list.slots[from] ?? 0;
      if (isGone(slot)) continue;
      slots[at] = slot;
      impacts[at] = list.impacts[from] ?? 0;
      at++;
    }
    moved += list.to - list.from;
  };
  for (const { term, ofMain } of inOrder(main.terms, delta.terms)) {
    const from = at;
    if (ofMain >= 0) move(main.listAt(ofMain));
    move(delta.list(term));
    if (at > from) {
      terms.push(term);
      offsets.push(from);
    }
    moved++;
    if (moved < postingsAtOnce) continue;
    moved = 0;
    await pause();
  }
  offsets.push(at);
  return new Segment(terms, Uint32Array.from(offsets), slots.slice(0, at), impacts.slice(0, at));
}

/** Each term of either list once, in order; with its number in the first list, or -1. */
function* inOrder(first: readonly string[], second: readonly string[]): Iterable<{ readonly term: string; readonly ofMain: number }> {
  let [a, b] = [0, 0];
  for (;;) {
    const [left, right] = [first[a], second[b]];
    if (left === undefined && right === undefined) return;
    if (left !== undefined && (right === undefined || left <= right)) {
      if (left === right) b++;
      yield { term: left, ofMain: a++ };
    } else if (right !== undefined) {
      b++;
      yield { term: right, ofMain: -1 };
    }
  }
}
