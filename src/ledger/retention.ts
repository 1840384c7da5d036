import type { Clock } from '../ports/clock.js';
import type { Ledger, LedgerReader } from '../ports/ledger.js';
import type { BlobStore } from './blob-store.js';

export interface RetentionSettings {
  /** How long the bytes of a run that is not the last word of its station are kept, in days. */
  readonly days: number;
  /** The most that kept bytes may take on disk; beyond it the oldest runs lose theirs first. */
  readonly maxBytes: number;
  /** How long a version is kept after it was replaced, in days; null for ever. */
  readonly versionDays: number | null;
  /** Feeds and cursors reach back so many days: no version goes before. */
  readonly feedWindowDays: number;
}

export interface Swept {
  /** Runs that cannot be replayed any more. */
  readonly runs: number;
  readonly blobs: number;
  /** Versions whose content is kept no more. */
  readonly versions: number;
  /** Bytes on disk that are left. */
  readonly bytes: number;
}

const dayMs = 86_400_000;
const versionsAtATime = 200;

/**
 * Received bytes are kept by run, for replay, and go by age and by quota. What stands for what is published, installed
 * profiles and kept reports stay whatever the quota says. Old versions lose their content where a policy says so; the log is
 * never touched (R50).
 */
export class Retention {
  constructor(
    private readonly ledger: Pick<Ledger, 'forgetRunDocuments' | 'expireVersions'>,
    private readonly reader: Pick<LedgerReader, 'runsWithDocuments' | 'referencedBytes'>,
    private readonly blobs: BlobStore,
    private readonly clock: Clock,
    private readonly settings: RetentionSettings,
  ) {}

  async sweep(): Promise<Swept> {
    const now = this.clock.now().getTime();
    const oldest = new Date(now - this.settings.days * dayMs).toISOString();
    const tooOld = this.reader.runsWithDocuments().filter((run) => run.startedAt < oldest);
    for (const { id } of tooOld) await this.ledger.forgetRunDocuments(id);
    let swept = await this.sweepBlobs(now);
    let runs = tooOld.length;
    for (const { id } of this.reader.runsWithDocuments()) {
      if (swept.bytes <= this.settings.maxBytes) break;
      await this.ledger.forgetRunDocuments(id);
      const next = await this.sweepBlobs(now);
      swept = { blobs: swept.blobs + next.blobs, bytes: next.bytes };
      runs++;
    }
    return { runs, ...swept, versions: await this.expireVersions(now) };
  }

  private async expireVersions(now: number): Promise<number> {
    const { versionDays, feedWindowDays } = this.settings;
    if (versionDays === null) return 0;
    const before = new Date(now - Math.max(versionDays, feedWindowDays) * dayMs).toISOString();
    for (let total = 0; ;) {
      const emptied = await this.ledger.expireVersions(before, versionsAtATime);
      total += emptied;
      if (emptied < versionsAtATime) return total;
    }
  }

  /** Removes what nothing refers to. A young file may belong to a run that has not noted it yet. */
  private async sweepBlobs(now: number): Promise<{ blobs: number; bytes: number }> {
    const referenced = this.reader.referencedBytes();
    let blobs = 0;
    let bytes = 0;
    for (const { hash, size, touchedAt } of await this.blobs.list()) {
      if (referenced.has(hash) || now - touchedAt < dayMs) bytes += size;
      else {
        await this.blobs.remove(hash);
        blobs++;
      }
    }
    return { blobs, bytes };
  }
}
