import { createTask, validate } from 'node-cron';
import type { HarvestRun } from '../domain/harvest.js';
import type { StationMemory } from '../ports/ledger.js';

/** The next time a cron expression fires in its time zone, ISO 8601; null when it never does. */
export function nextRunAt(schedule: string, timeZone: string, now: Date): string | null {
  if (!validate(schedule)) return null;
  const task = createTask(schedule, () => undefined, { timezone: timeZone });
  try {
    const [next] = task.getNextRuns(1);
    return next === undefined || next.getTime() < now.getTime() ? null : next.toISOString();
  } finally {
    void task.destroy();
  }
}

/** Pauses after failures, in milliseconds: the first, doubled with each further failure, and the longest. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * When a station that failed, or that asked us to come back later, is tried again; null when nothing keeps its schedule. A
 * night's outage does not cost a day, and a dead endpoint is not asked every hour for ever.
 */
export function retryAt(lastRun: HarvestRun | null, memory: Pick<StationMemory, 'failures' | 'notBefore'>, backOff: BackOff): Date | null {
  const ended = lastRun?.endedAt == null ? null : Date.parse(lastRun.endedAt);
  const pause = Math.min(backOff.firstMs * 2 ** Math.min(memory.failures - 1, 30), backOff.longestMs);
  const afterFailures = memory.failures === 0 || ended === null ? null : ended + pause;
  const asked = memory.notBefore === null ? null : Date.parse(memory.notBefore);
  if (afterFailures === null && asked === null) return null;
  return new Date(Math.max(afterFailures ?? 0, asked ?? 0));
}
