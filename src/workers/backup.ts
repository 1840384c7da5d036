import { parentPort, workerData } from 'node:worker_threads';
import { InternalError } from '../domain/errors.js';
import { writeBackup, type BackupManifest, type BackupProgress } from '../ledger/backup.js';
import { systemClock } from '../ports/clock.js';
import { toWire } from './rpc.js';

export interface BackupWorkerData {
  readonly worker: 'backup';
  readonly dataDir: string;
  readonly file: string;
}

/** What the thread tells: how far it is, and in the end the backup or why there is none. */
export type BackupMessage =
  | { readonly progress: BackupProgress }
  | { readonly made: BackupManifest }
  | { readonly failed: ReturnType<typeof toWire> }
  /** What the system said of a file. */
  | { readonly system: { readonly code: string; readonly path: string | undefined; readonly message: string } };

/** Copying and checking a large ledger takes minutes of one thread; the threads that serve and write go on. */
async function start({ dataDir, file }: BackupWorkerData): Promise<void> {
  const port = parentPort;
  if (port === null) throw new InternalError('internal/error', 'not a worker thread');
  const say = (message: BackupMessage): void => {
    port.postMessage(message);
  };
  try {
    say({
      made: await writeBackup(dataDir, file, systemClock, (progress) => {
        say({ progress });
      }),
    });
  } catch (error) {
    const { code, path, message } = error as NodeJS.ErrnoException;
    if (error instanceof Error && typeof code === 'string' && 'errno' in error) say({ system: { code, path, message } });
    else say({ failed: toWire(error) });
  }
}

if (parentPort !== null && (workerData as { worker?: string } | null)?.worker === 'backup') void start(workerData as BackupWorkerData);
