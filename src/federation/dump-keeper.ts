import type { Quad } from '@rdfjs/types';
import type { DumpSet } from '../domain/dump.js';
import type { Change } from '../domain/record.js';
import type { Clock } from '../ports/clock.js';
import type { LedgerReader } from '../ports/ledger.js';
import { dumpPieces, dumpSource } from './dump.js';

export interface DumpKeeperDependencies {
  readonly reader: LedgerReader;
  readonly folder: {
    current(): DumpSet | null;
    clear(): void;
    write(pieces: AsyncIterable<readonly Quad[]>, about: Omit<DumpSet, 'files' | 'records'>): Promise<DumpSet>;
  };
  readonly clock: Clock;
  readonly baseUrl: string;
  readonly release: string;
  readonly everyMs: number;
  /** Nothing is written while the log goes on, or a harvest would be in it by half: so long nothing is to have happened. */
  readonly quietMs: number;
  readonly rest: () => Promise<void>;
}

const pageSize = 1000;
/** A log that never rests is not waited for longer than so many times its rest. */
const mostRests = 100;

/** Has dumps written when they are due: there is none, or something has changed and the last one is old enough (OUT-6). */
export class DumpKeeper {
  private seen: number | null = null;
  private hasNews = false;
  /** Since when something has been due. */
  private dueSince: number | null = null;

  constructor(private readonly dependencies: DumpKeeperDependencies) {}

  /** @returns what was written; null when nothing was due */
  async turn(): Promise<DumpSet | null> {
    const { reader, folder, clock, everyMs, baseUrl, release } = this.dependencies;
    const present = folder.current();
    const { epoch } = reader.snapshot();
    if (present === null) return this.writeWhenQuiet();
    // What was restored, or stands elsewhere now, is not what these files say.
    if (present.epoch !== epoch || present.baseUrl !== baseUrl) {
      folder.clear();
      return this.write();
    }
    if (this.takesDown(present.seq)) {
      folder.clear();
      return this.write();
    }
    const isDue = clock.now().getTime() - Date.parse(present.builtAt) >= everyMs;
    return (this.hasNews && isDue) || present.release !== release ? this.writeWhenQuiet() : null;
  }

  private async writeWhenQuiet(): Promise<DumpSet | null> {
    const { reader, clock, quietMs } = this.dependencies;
    const now = clock.now().getTime();
    this.dueSince ??= now;
    const last = reader.lastLoggedAt();
    const isQuiet = last === null || now - Date.parse(last) >= quietMs || now - this.dueSince >= quietMs * mostRests;
    return isQuiet ? this.write() : null;
  }

  /** Looks through what the log says since; whether something was taken down, which is not given out for a minute longer. */
  private takesDown(since: number): boolean {
    let isTaken = false;
    this.seen ??= since;
    for (;;) {
      const changes = this.dependencies.reader.changesAfter(Math.max(this.seen, since), pageSize);
      for (const change of changes) {
        this.hasNews ||= isNews(change);
        isTaken ||= change.kind === 'record' && change.op === 'withheld';
        this.seen = change.seq;
      }
      if (changes.length < pageSize) return isTaken;
    }
  }

  private async write(): Promise<DumpSet> {
    const { reader, folder, clock, baseUrl, release, rest } = this.dependencies;
    const { epoch, ...source } = dumpSource(reader, baseUrl, true);
    const builtAt = clock.now().toISOString();
    const lastChangedAt = reader.lastLoggedAt() ?? builtAt;
    const set = await folder.write(dumpPieces(source, rest), { epoch, seq: source.asOf, lastChangedAt, builtAt, baseUrl, release });
    this.seen = source.asOf;
    this.hasNews = false;
    this.dueSince = null;
    return set;
  }
}

function isNews({ kind, op }: Change): boolean {
  return kind === 'catalogue' || kind === 'station' || (kind === 'record' && op !== 'observed');
}
