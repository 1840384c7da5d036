import { createTask, validate } from 'node-cron';

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
