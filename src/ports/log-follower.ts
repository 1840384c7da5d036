import type { Change } from '../domain/record.js';
import type { LedgerReader, Snapshot } from './ledger.js';

/** What a stretch of the log changed, for a projection. */
export interface LogNews {
  /** Ids of records to read again; applying one twice does no harm. */
  readonly records: ReadonlySet<string>;
  /** The catalogue's own description or a statement of the HDAB changed. */
  readonly surroundings: boolean;
}

/** What entries of the log mean for a projection. */
export function newsOf(changes: readonly Change[]): LogNews {
  return {
    records: new Set(
      changes
        .filter((change) => change.kind === 'record' && (change.op !== 'observed' || change.cause === 'confirmation' || change.cause === 'operator'))
        .map((change) => change.id),
    ),
    surroundings: changes.some((change) => change.kind === 'catalogue' || change.kind === 'assertion'),
  };
}

/** The bookmark of a projection: where it is in the log, and what has come since (DESIGN section 1). */
export class LogFollower {
  private at: Snapshot = { epoch: 0, seq: 0 };
  private loaded = false;
  private dataVersion = -1;

  constructor(private readonly reader: LedgerReader) {}

  get epoch(): number {
    return this.at.epoch;
  }

  get seq(): number {
    return this.at.seq;
  }

  /** Whether the first load has ended. */
  get complete(): boolean {
    return this.loaded;
  }

  /** The state that a load has read; following starts behind it. */
  startFrom(snapshot: Snapshot): void {
    this.at = snapshot;
    this.loaded = true;
  }

  /** Applies what the log has gained, up to a thousand entries at a time; true when the epoch changed and the projection must be built anew. */
  follow(apply: (news: LogNews, upTo: Snapshot) => void): boolean {
    if (!this.loaded) return false;
    const version = this.reader.dataVersion();
    if (version === this.dataVersion) return false;
    if (this.reader.snapshot().epoch !== this.at.epoch) return true;
    for (;;) {
      const changes = this.reader.changesAfter(this.at.seq, 1000);
      const last = changes.at(-1);
      if (last === undefined) break;
      const upTo = { epoch: this.at.epoch, seq: last.seq };
      apply(newsOf(changes), upTo);
      this.at = upTo;
    }
    this.dataVersion = version;
    return false;
  }
}
