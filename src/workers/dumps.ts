import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Config } from '../config.js';
import { DumpFolder } from '../dispatch/dump-folder.js';
import { InternalError } from '../domain/errors.js';
import { DumpKeeper } from '../federation/dump-keeper.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { createLogger } from '../observability/logger.js';
import { systemClock } from '../ports/clock.js';
import { pause } from './follow.js';
import { yieldToOthers } from './priority.js';
import { toWire } from './rpc.js';

export interface DumpsWorkerData {
  readonly worker: 'dumps';
  readonly config: Config;
  readonly baseUrl: string;
  /** Of the software: another one may write other bytes. */
  readonly release: string;
}

/** Between two looks at the log, in milliseconds. */
const lookMs = 1000;
const troubledMs = 60_000;
const quietMs = 5000;

export function dumpFolderOf(dataDir: string): DumpFolder {
  return new DumpFolder(join(dataDir, 'dumps'));
}

function start({ config, baseUrl, release }: DumpsWorkerData): void {
  const port = parentPort;
  if (port === null) throw new InternalError('internal/error', 'not a worker thread');
  try {
    yieldToOthers(15);
    const logger = createLogger(config.NDC_LOG_LEVEL, 'dumps');
    const keeper = new DumpKeeper({
      reader: SqliteLedgerReader.open(config.dataDir),
      folder: dumpFolderOf(config.dataDir),
      clock: systemClock,
      baseUrl,
      release,
      everyMs: config.NDC_DUMP_MINUTES * 60_000,
      quietMs,
      rest: pause,
    });
    port.postMessage({ ready: true });
    const look = (): void => {
      keeper.turn().then(
        (set) => {
          if (set !== null) logger.info('the catalogue was written as files', { seq: set.seq, records: set.records });
          setTimeout(look, lookMs);
        },
        (error: unknown) => {
          logger.error('the catalogue cannot be written as files', { error: error instanceof Error ? error.message : String(error) });
          setTimeout(look, troubledMs);
        },
      );
    };
    look();
  } catch (error) {
    port.postMessage({ failed: toWire(error) });
  }
}

if (parentPort !== null && (workerData as { worker?: string } | null)?.worker === 'dumps') start(workerData as DumpsWorkerData);
