import type { LedgerReader, Snapshot } from '../../src/ports/ledger.js';

/** The catalogue as somebody elsewhere has it: the IRIs and words of what is published. */
export type Mirror = ReadonlyMap<string, string>;

/** What a follower needs of a ledger: as much as any feed of changes tells. */
export type Followed = Pick<LedgerReader, 'snapshot' | 'changesAfter' | 'publishedPage' | 'published' | 'head'>;

/**
 * A consumer that keeps a copy of what is published by following the change log from (epoch, seq), as feeds let others do
 * (DESIGN section 3). In an epoch that it does not know it begins again: what it was told before may not have been.
 */
export class ChangeFollower {
  private readonly held = new Map<string, string>();
  private at: Snapshot | null = null;
  /** How often it read everything. */
  beginnings = 0;
  /** Entries of the log that it has been told, in order. */
  readonly told: Snapshot[] = [];

  constructor(
    private readonly pageSize = 50,
    /** A careless one takes the number of an entry for all there is to know of its place. */
    private readonly heedsEpochs = true,
  ) {}

  get mirror(): Mirror {
    return this.held;
  }

  /** Takes over what has happened since it last looked, at most so many pages of it. */
  follow(ledger: Followed, pages = Number.MAX_SAFE_INTEGER): void {
    const { epoch } = ledger.snapshot();
    if (this.at === null || (this.heedsEpochs && this.at.epoch !== epoch)) {
      this.begin(ledger);
      return;
    }
    let { seq } = this.at;
    for (let page = 0; page < pages; page++) {
      const changes = ledger.changesAfter(seq, this.pageSize);
      for (const change of changes) {
        if (change.kind === 'record' && change.op !== 'observed') this.take(ledger, change.id);
        seq = change.seq;
        this.told.push({ epoch, seq });
      }
      this.at = { epoch, seq };
      if (changes.length < this.pageSize) return;
    }
  }

  private begin(ledger: Followed): void {
    this.beginnings++;
    this.held.clear();
    const now = ledger.snapshot();
    for (let after = ''; ;) {
      const page = ledger.publishedPage(now.seq, after, this.pageSize);
      for (const { head, body } of page) this.held.set(head.id, body);
      const last = page.at(-1);
      if (last === undefined) break;
      after = last.head.id;
    }
    this.at = now;
  }

  private take(ledger: Followed, id: string): void {
    const record = ledger.head(id)?.state === 'current' ? ledger.published(id) : undefined;
    if (record === undefined) this.held.delete(id);
    else this.held.set(id, record.body);
  }
}

/** What a ledger publishes, for comparison with a mirror of it. */
export function publishedOf(ledger: Followed): Mirror {
  const { seq } = ledger.snapshot();
  return new Map(ledger.publishedPage(seq, '', 100_000).map(({ head, body }) => [head.id, body]));
}
