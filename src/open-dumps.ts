import type { Config } from './config.js';
import { CatalogueError } from './domain/errors.js';
import type { DumpStore } from './ports/dump-store.js';
import { dumpFolderOf, type DumpsWorkerData } from './workers/dumps.js';
import { startWorker, version, type ServingHouse } from './wiring.js';

/** What the server has of dumps. */
export interface Dumps {
  /** Null where none are made. */
  readonly store: DumpStore | null;
  close(): Promise<void>;
}

const restartAfterMs = 60_000;

/** Has the catalogue written as files in a thread of its own, once what visitors wait for first is there. */
export function openDumps(config: Config, house: ServingHouse, baseUrl: string): Dumps {
  if (config.NDC_DUMP_MINUTES === 0) return { store: null, close: () => Promise.resolve() };
  const { logger } = house.harvest;
  let closed = false;
  let current: ReturnType<typeof startWorker> | null = null;
  const open = (): void => {
    if (closed) return;
    const data: DumpsWorkerData = { worker: 'dumps', config, baseUrl, release: version };
    const started = startWorker('dumps', data);
    current = started;
    started.ready.catch((error: unknown) => {
      if (!closed) logger.error('no files of the catalogue can be written', { error: error instanceof CatalogueError ? error.message : String(error) });
    });
    started.worker.on('exit', () => {
      if (closed) return;
      logger.warn('the thread that writes the catalogue as files ended; it is started again', {});
      setTimeout(open, restartAfterMs).unref();
    });
  };
  // Not after the triples: a store elsewhere may be long in coming.
  house.whenSound().then(open, () => undefined);
  return {
    store: dumpFolderOf(config.dataDir),
    close: async () => {
      closed = true;
      await current?.worker.terminate();
    },
  };
}
