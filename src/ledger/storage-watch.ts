import { statfsSync } from 'node:fs';
import type { CatalogueError } from '../domain/errors.js';
import type { Clock } from '../ports/clock.js';
import type { StorageProblem } from '../ports/storage-state.js';
import { isStorageCode, storageTrouble } from './storage-fault.js';

/**
 * What is wrong with the disk or the files of the data folder, as far as anybody has noticed: the writer, which also says
 * when it is over, and those who read. Damage stays until a restart; a file does not heal.
 */
export class StorageWatch {
  private writing: StorageProblem | null = null;
  private damage: StorageProblem | null = null;

  constructor(
    private readonly dataDir: string,
    /** With less room than this on the disk, in bytes, the next harvest may not fit. */
    private readonly leastFree: number,
    private readonly clock: Clock,
  ) {}

  /** What came of writing: null when it worked. */
  written(error: Pick<CatalogueError, 'code' | 'message'> | null): void {
    if (error === null) this.writing = null;
    else this.note(error);
  }

  /** An error that somebody met; one that has nothing to do with disk or files is passed over. */
  note({ code, message }: Pick<CatalogueError, 'code' | 'message'>): void {
    if (!isStorageCode(code)) return;
    if (code === 'ledger/damaged') this.damage ??= { code, detail: message, since: this.clock.now().toISOString() };
    else if (this.writing?.code !== code) this.writing = { code, detail: message, since: this.clock.now().toISOString() };
  }

  problems(): readonly StorageProblem[] {
    const noticed = [this.damage, this.writing].filter((problem) => problem !== null);
    if (noticed.some(({ code }) => code === 'ledger/disk-full')) return noticed;
    const low = this.lowSpace();
    return low === null ? noticed : [...noticed, low];
  }

  private lowSpace(): StorageProblem | null {
    if (this.leastFree === 0) return null;
    try {
      const { bavail, bsize } = statfsSync(this.dataDir);
      const free = bavail * bsize;
      if (free >= this.leastFree) return null;
      const { code } = storageTrouble('ledger/disk-full', '');
      const detail = `The disk of the data folder has only ${String(Math.floor(free / (1 << 20)))} MB of room left (NDC_MIN_FREE_BYTES): the next harvest may not fit. Make room.`;
      return { code, detail, since: null };
    } catch {
      return null;
    }
  }
}
