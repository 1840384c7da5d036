import { schedule, type ScheduledTask } from 'node-cron';
import type { RunTrigger } from '../domain/harvest.js';
import type { LedgerReader } from '../ports/ledger.js';
import type { Logger } from '../ports/logger.js';

export interface SchedulerDependencies {
  readonly reader: LedgerReader;
  readonly logger: Logger;
  readonly run: (station: string, trigger: RunTrigger) => Promise<{ readonly outcome: string }>;
  /** At most this many stations are harvested at a time. */
  readonly concurrency: number;
}

/**
 * Runs each live station by its own schedule and time zone. A failing station stops no other; what was interrupted, or
 * never ran, is run soon after start (DESIGN section 1, R4, R5).
 */
export class Scheduler {
  private readonly tasks = new Map<string, { readonly key: string; readonly task: ScheduledTask }>();
  private readonly queue: { station: string; trigger: RunTrigger }[] = [];
  private running = 0;
  private stopped = false;
  private refreshTimer: NodeJS.Timeout | undefined;

  constructor(private readonly dependencies: SchedulerDependencies) {}

  start(): void {
    this.refresh();
    for (const status of this.dependencies.reader.stations()) {
      const due = status.lastRun === null || status.lastRun.outcome === 'interrupted';
      if (due && (status.state === 'live' || status.state === 'onboarding')) this.enqueue(status.station.id, 'schedule');
    }
    this.refreshTimer = setInterval(() => {
      this.refresh();
    }, 30_000);
    this.refreshTimer.unref();
  }

  /** Waits for a place and runs; a station that waits already is not added twice. */
  enqueue(station: string, trigger: RunTrigger): void {
    if (this.stopped || this.queue.some((waiting) => waiting.station === station)) return;
    this.queue.push({ station, trigger });
    this.pump();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.refreshTimer);
    this.queue.length = 0;
    for (const { task } of this.tasks.values()) await task.destroy();
    this.tasks.clear();
  }

  /** Follows the stations: new ones get a task, changed ones a new one, paused and retired ones none. */
  private refresh(): void {
    const wanted = new Map(
      this.dependencies.reader
        .stations()
        .filter((status) => status.state === 'live' || status.state === 'onboarding')
        .map((status) => [status.station.id, status.station]),
    );
    for (const [id, { key, task }] of this.tasks) {
      const station = wanted.get(id);
      if (station !== undefined && key === `${station.schedule} ${station.timeZone}`) wanted.delete(id);
      else {
        void task.destroy();
        this.tasks.delete(id);
      }
    }
    for (const [id, station] of wanted) {
      try {
        const task = schedule(
          station.schedule,
          () => {
            this.enqueue(id, 'schedule');
          },
          { name: `harvest ${id}`, timezone: station.timeZone, noOverlap: true },
        );
        this.tasks.set(id, { key: `${station.schedule} ${station.timeZone}`, task });
      } catch (error) {
        this.dependencies.logger.error('station cannot be scheduled', { station: id, error: error instanceof Error ? error.message : String(error) });
      }
    }
  }

  private pump(): void {
    while (this.running < this.dependencies.concurrency) {
      const next = this.queue.shift();
      if (next === undefined) return;
      this.running++;
      void this.dependencies
        .run(next.station, next.trigger)
        .catch((error: unknown) => {
          this.dependencies.logger.error('scheduled run failed', { station: next.station, error: error instanceof Error ? error.message : String(error) });
        })
        .finally(() => {
          this.running--;
          if (!this.stopped) this.pump();
        });
    }
  }
}
