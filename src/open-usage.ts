import { UsageCounter, type UsageNotes } from './catalogue/usage-counter.js';
import { SqliteUsageReader } from './ledger/usage-book.js';
import { systemClock } from './ports/clock.js';
import type { Ledger } from './ports/ledger.js';
import type { UsageReader } from './ports/usage-reader.js';

const writeEveryMs = 20_000;

/** What is counted of the catalogue's use, and what was. */
export interface Usage {
  readonly notes: UsageNotes;
  readonly reader: UsageReader;
  /** Writes what was counted last. */
  close(): Promise<void>;
}

export function openUsage(dataDir: string, ledger: Pick<Ledger, 'noteUsage'>): Usage {
  const counter = new UsageCounter((counts, terms) => ledger.noteUsage(counts, terms), systemClock);
  const reader = SqliteUsageReader.open(dataDir);
  const timer = setInterval(() => void counter.flush(), writeEveryMs).unref();
  return {
    notes: counter,
    reader,
    close: async () => {
      clearInterval(timer);
      await counter.flush();
      reader.close();
    },
  };
}
