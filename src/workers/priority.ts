import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';

/**
 * Lets the other threads of the process go first on a busy machine. On Linux, where each thread has a priority of its own; elsewhere nothing
 * is changed.
 *
 * @param nice 0 to 19, as in `nice(1)`
 */
export function yieldToOthers(nice: number): void {
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), nice);
  } catch {
    // Another system, or one without /proc: all threads are equal there.
  }
}
