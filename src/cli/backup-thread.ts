import { hostname } from 'node:os';
import { Worker } from 'node:worker_threads';
import { workerPath } from '../assets.js';
import { InternalError } from '../domain/errors.js';
import { removeLeftovers, type BackupManifest, type BackupProgress } from '../ledger/backup.js';
import { fromWire } from '../workers/rpc.js';
import type { BackupMessage, BackupWorkerData } from '../workers/backup.js';

/**
 * Makes a backup in a thread of its own. Called off by the signal, it leaves nothing behind.
 *
 * @throws Error as `writeBackup` does; what the system said of a file keeps its code and path
 */
export async function backUp(
  order: Pick<BackupWorkerData, 'dataDir' | 'file'>,
  onProgress: (progress: BackupProgress) => void,
  signal?: AbortSignal,
): Promise<BackupManifest> {
  const worker = new Worker(workerPath('backup'), { workerData: { worker: 'backup', ...order } satisfies BackupWorkerData });
  const stop = (): void => void worker.terminate();
  signal?.addEventListener('abort', stop);
  try {
    return await new Promise<BackupManifest>((resolve, reject) => {
      worker.on('message', (message: BackupMessage) => {
        if ('progress' in message) onProgress(message.progress);
        else if ('made' in message) resolve(message.made);
        else if ('failed' in message) reject(fromWire(message.failed));
        else reject(Object.assign(new Error(message.system.message), { code: message.system.code, path: message.system.path }));
      });
      worker.on('error', reject);
      worker.on('exit', () => {
        reject(new InternalError('internal/worker-ended', 'The backup was called off before it was whole; there is none.'));
      });
    });
  } finally {
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
    const own = `${hostname()}/${String(process.pid)}`;
    await removeLeftovers(order.file, (holder) => holder === own);
  }
}
