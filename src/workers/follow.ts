import { CatalogueError } from '../domain/errors.js';

/** Lets other messages be handled between two steps of a long load. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Follows the log from a bookmark by polling `data_version` every 250 ms (DESIGN section 1); ends the worker on a new epoch, so that it is rebuilt.
 *
 * @param onFault for a ledger that cannot be read at the moment: what was read of it before is served on
 */
export function followLog(follow: () => boolean, onNewEpoch: () => void, onFault?: (error: CatalogueError) => void): NodeJS.Timeout {
  return setInterval(() => {
    try {
      if (follow()) onNewEpoch();
    } catch (error) {
      if (onFault === undefined || !(error instanceof CatalogueError) || !error.code.startsWith('ledger/')) throw error;
      onFault(error);
    }
  }, 250);
}
