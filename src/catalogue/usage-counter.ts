import { countableTerm, type MissedTerm, type UsageChannel, type UsageCount } from '../domain/usage.js';
import type { Clock } from '../ports/clock.js';

/** What pages and API tell of their use; who asked is not told, but for the name that programs give themselves. */
export interface UsageNotes {
  /** @param agent `User-Agent`: robots that say so are not counted */
  note(channel: UsageChannel, records: readonly string[], agent: string | undefined): void;
  search(q: string, total: number, agent: string | undefined): void;
  /** Has what was counted written. Never throws. */
  flush(): Promise<void>;
}

export const noUsageNotes: UsageNotes = { note: () => undefined, search: () => undefined, flush: () => Promise.resolve() };

/** So many different terms are remembered between two writings; what comes beyond is counted without its words. */
const mostTerms = 2000;
const robots = /bot\b|crawl|spider|slurp|archiver|monitor|uptime|feedfetcher/i;

/** Counts in memory, and hands the totals on now and then: no request waits for them, and a crash loses some seconds of counting. */
export class UsageCounter implements UsageNotes {
  private counts = new Map<string, UsageCount>();
  private terms = new Map<string, MissedTerm>();

  constructor(
    private readonly write: (counts: readonly UsageCount[], terms: readonly MissedTerm[]) => Promise<void>,
    private readonly clock: Clock,
  ) {}

  note(channel: UsageChannel, records: readonly string[], agent: string | undefined): void {
    if (isRobot(agent)) return;
    for (const record of records) this.add(record, channel);
  }

  search(q: string, total: number, agent: string | undefined): void {
    if (isRobot(agent) || q.trim() === '') return;
    this.add(null, 'search');
    if (total > 0) return;
    this.add(null, 'search-none');
    const term = countableTerm(q);
    if (term === null) return;
    const month = this.today().slice(0, 7);
    const key = `${month} ${term}`;
    const known = this.terms.get(key);
    if (known === undefined && this.terms.size >= mostTerms) return;
    this.terms.set(key, { month, term, count: (known?.count ?? 0) + 1 });
  }

  /** Hands on what was counted; what cannot be written is kept for the next time. Never throws. */
  async flush(): Promise<void> {
    const [counts, terms] = [this.counts, this.terms];
    if (counts.size + terms.size === 0) return;
    this.counts = new Map();
    this.terms = new Map();
    try {
      await this.write([...counts.values()], [...terms.values()]);
    } catch {
      for (const { day, record, channel, count } of counts.values()) this.add(record, channel, day, count);
      for (const [key, term] of terms) this.terms.set(key, { ...term, count: term.count + (this.terms.get(key)?.count ?? 0) });
    }
  }

  private add(record: string | null, channel: UsageCount['channel'], day = this.today(), count = 1): void {
    const key = `${day} ${channel} ${record ?? ''}`;
    this.counts.set(key, { day, record, channel, count: (this.counts.get(key)?.count ?? 0) + count });
  }

  private today(): string {
    return this.clock.now().toISOString().slice(0, 10);
  }
}

function isRobot(agent: string | undefined): boolean {
  return agent !== undefined && robots.test(agent);
}
