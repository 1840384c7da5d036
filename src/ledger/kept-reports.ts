import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../ports/clock.js';
import type { KeptReport, KeptReports } from '../ports/kept-reports.js';
import type { Ledger, LedgerReader } from '../ports/ledger.js';
import type { BlobStore } from './blob-store.js';

const keepDays = 30;
const dayMs = 86_400_000;

/**
 * Reports as blobs, with the hash of their key in the ledger: who reads the data folder does not learn an address by
 * which a report can be opened.
 */
export class LedgerKeptReports implements KeptReports {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly ledger: Pick<Ledger, 'keepReport' | 'forgetReports'>,
    private readonly reader: Pick<LedgerReader, 'keptReport' | 'expiredReports'>,
    private readonly blobs: BlobStore,
    private readonly clock: Clock,
  ) {}

  async keep(content: string): Promise<{ key: string; expiresAt: string }> {
    const key = randomBytes(16).toString('hex');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + keepDays * dayMs).toISOString();
    // The salt keeps two reports of one text apart, so that a blob has one owner and may go with it.
    const bytes = Buffer.from(JSON.stringify({ salt: randomBytes(16).toString('hex'), content }), 'utf8');
    const blobHash = sha256(bytes);
    await this.blobs.put(blobHash, { kind: 'memory', bytes });
    await this.ledger.keepReport({ keyHash: sha256(key), blobHash, createdAt: now.toISOString(), expiresAt });
    return { key, expiresAt };
  }

  find(key: string): KeptReport | undefined {
    const entry = this.reader.keptReport(sha256(key));
    if (entry === undefined || entry.expiresAt <= this.clock.now().toISOString()) return undefined;
    const bytes = this.blobs.read(entry.blobHash);
    if (bytes === undefined) return undefined;
    const { content } = JSON.parse(bytes.toString('utf8')) as { content: string };
    return { content, createdAt: entry.createdAt, expiresAt: entry.expiresAt };
  }

  async remove(key: string): Promise<boolean> {
    const entry = this.reader.keptReport(sha256(key));
    if (entry === undefined) return false;
    await this.blobs.remove(entry.blobHash);
    await this.ledger.forgetReports([entry.keyHash]);
    return true;
  }

  /** Deletes what is over its time: the bytes first, so that nothing stays behind that nobody knows of. */
  async sweep(): Promise<number> {
    const expired = this.reader.expiredReports(this.clock.now().toISOString());
    for (const { blobHash } of expired) await this.blobs.remove(blobHash);
    if (expired.length > 0) await this.ledger.forgetReports(expired.map(({ keyHash }) => keyHash));
    return expired.length;
  }

  /** Sweeps now and once a day. */
  start(onError: (error: unknown) => void): void {
    const sweep = (): void => {
      this.sweep().catch(onError);
    };
    sweep();
    this.timer = setInterval(sweep, dayMs);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }
}

function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
