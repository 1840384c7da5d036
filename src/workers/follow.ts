/** Lets other messages be handled between two steps of a long load. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Follows the log from a bookmark by polling `data_version` every 250 ms (DESIGN section 1); ends the worker on a new epoch, so that it is rebuilt. */
export function followLog(follow: () => boolean, onNewEpoch: () => void): NodeJS.Timeout {
  return setInterval(() => {
    if (follow()) onNewEpoch();
  }, 250);
}
