import { Delta, mergedSegment, Segment, type PostingList } from './postings.js';

/** A merge is due when this part of what is live, and at least so many documents, came since the last one. */
const dueShare = 0.05;
const dueDocuments = 1000;

/**
 * Terms of all documents, by slot. What comes is added to a small part that is merged into the large one now and then, while
 * searches go on. A slot whose document is gone is given to another document only when nothing speaks of it any more.
 */
export class PostingIndex {
  private main: Segment;
  private frozen: Delta | null = null;
  private active = new Delta();
  /** 1 for slots whose lists still speak of a document that is gone. */
  private dead = new Uint8Array(1024);
  private deadCount = 0;
  private readonly free: number[];
  private next: number;

  constructor(main = Segment.empty, slots: { readonly next: number; readonly free: readonly number[] } = { next: 0, free: [] }) {
    this.main = main;
    this.next = slots.next;
    this.free = [...slots.free];
  }

  /** One more than the highest slot ever given. */
  get capacity(): number {
    return this.next;
  }

  get segment(): Segment {
    return this.main;
  }

  /** Slots whose lists are not in the segment yet. */
  get unmerged(): ReadonlySet<number> {
    return this.active.slots;
  }

  /** Slots that a document may have next, before new ones. */
  get freeSlots(): readonly number[] {
    return this.free;
  }

  /** Its slot. */
  add(terms: ReadonlyMap<string, number>): number {
    const slot = this.free.pop() ?? this.next++;
    this.active.add(slot, terms);
    return slot;
  }

  /** Gives a document the slot that it had; only for slots that no list speaks of. */
  restore(slot: number, terms: ReadonlyMap<string, number>): void {
    for (; this.next <= slot; this.next++) if (this.next < slot) this.free.push(this.next);
    const at = this.free.indexOf(slot);
    if (at >= 0) this.free.splice(at, 1);
    this.active.add(slot, terms);
  }

  /** What the lists say of this slot counts no more. */
  remove(slot: number): void {
    if (slot >= this.dead.length) {
      const longer = new Uint8Array(Math.max(slot + 1, this.dead.length * 2));
      longer.set(this.dead);
      this.dead = longer;
    }
    if (this.dead[slot] === 1) return;
    this.dead[slot] = 1;
    this.deadCount++;
  }

  isLive(slot: number): boolean {
    return this.dead[slot] !== 1;
  }

  /** Its lists, gone documents included; none when it stands nowhere. */
  lists(term: string): readonly PostingList[] {
    return [this.main.list(term), this.frozen?.list(term) ?? null, this.active.list(term)].filter((list) => list !== null);
  }

  /** In how many documents it stands, those included that are gone since the last merge. */
  frequency(term: string): number {
    return this.lists(term).reduce((sum, { from, to }) => sum + to - from, 0);
  }

  /** Terms that begin so; one may come twice. */
  *beginningWith(prefix: string): Iterable<string> {
    yield* this.main.beginningWith(prefix);
    if (this.frozen !== null) yield* this.frozen.beginningWith(prefix);
    yield* this.active.beginningWith(prefix);
  }

  isMergeDue(live: number): boolean {
    const most = Math.max(dueDocuments, live * dueShare);
    return this.frozen === null && (this.active.slots.size > most || this.deadCount > most);
  }

  /** One at a time; slots of documents that were gone when it began are free when it ends. */
  async merge(pause: () => Promise<void>): Promise<void> {
    if (this.frozen !== null) return;
    const frozen = this.active;
    this.frozen = frozen;
    this.active = new Delta();
    const gone = this.dead.slice();
    const merged = await mergedSegment(this.main, frozen, (slot) => gone[slot] === 1, pause);
    this.main = merged;
    this.frozen = null;
    for (let slot = 0; slot < gone.length; slot++) {
      if (gone[slot] !== 1) continue;
      this.dead[slot] = 0;
      this.deadCount--;
      this.free.push(slot);
    }
  }
}
