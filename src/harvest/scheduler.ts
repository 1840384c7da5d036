import { schedule, type ScheduledTask } from 'node-cron';
import type { RunTrigger } from '../domain/harvest.js';
import type { Station } from '../domain/station.js';
import type { Clock } from '../ports/clock.js';
import type { LedgerReader, StationStatus } from '../ports/ledger.js';
import type { Logger } from '../ports/logger.js';
import type { Rounds } from './rounds.js';
import { retryAt, type BackOff } from './schedule.js';

export interface SchedulerDependencies {
  readonly reader: LedgerReader;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly run: (station: string, trigger: RunTrigger) => Promise<{ readonly outcome: string }>;
  /** At most this many stations are harvested at a time, no two of one host or service provider. */
  readonly concurrency: number;
  readonly backOff: BackOff;
  /** A scheduled visit begins up to this many milliseconds late, so that stations with one schedule do not begin together (R5). */
  readonly jitterMs: number;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Null where nobody asks for rounds. */
  readonly rounds: Pick<Rounds, 'turn'> | null;
}

interface Waiting {
  readonly station: string;
  readonly trigger: RunTrigger;
}

const tickMs = 15_000;

/**
 * Runs each live station by its own schedule and time zone. A failing station stops no other and is tried again after a
 * growing pause; what was interrupted, or never ran, is run soon after start (DESIGN section 1, R4, R5, R7).
 */
export class Scheduler {
  private readonly tasks = new Map<string, { readonly key: string; readonly task: ScheduledTask }>();
  private readonly queue: Waiting[] = [];
  private readonly active = new Map<string, Station>();
  private readonly delayed = new Map<string, NodeJS.Timeout>();
  private stopped = false;
  private ticker: NodeJS.Timeout | undefined;

  constructor(private readonly dependencies: SchedulerDependencies) {}

  start(): void {
    this.refresh();
    for (const status of this.dependencies.reader.stations()) {
      const due = status.lastRun === null || status.lastRun.outcome === 'interrupted';
      if (due && isVisited(status)) this.enqueue(status.station.id, 'schedule');
    }
    this.ticker = setInterval(() => void this.tick(), tickMs);
    this.ticker.unref();
    void this.turnRound();
  }

  /** Follows the stations file and the ledger: schedules, failures whose pause is over, the round. */
  async tick(): Promise<void> {
    this.refresh();
    const now = this.dependencies.clock.now();
    for (const status of this.dependencies.reader.stations()) {
      if (!isVisited(status) || this.isBusy(status.station.id)) continue;
      const at = this.retryAt(status);
      if (at !== null && at.getTime() <= now.getTime()) this.enqueue(status.station.id, 'schedule');
    }
    this.pump();
    await this.turnRound();
  }

  /** Waits for a place and runs; a station that waits already is not added twice. */
  enqueue(station: string, trigger: RunTrigger): void {
    if (this.stopped || this.queue.some((waiting) => waiting.station === station)) return;
    this.queue.push({ station, trigger });
    this.pump();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.ticker);
    for (const timer of this.delayed.values()) clearTimeout(timer);
    this.queue.length = 0;
    for (const { task } of this.tasks.values()) await task.destroy();
    this.tasks.clear();
  }

  /** A visit by schedule: later when the station asked for it or has failed, else after the jitter. */
  due(station: string): void {
    const status = this.dependencies.reader.station(station);
    if (status === undefined || this.stopped || this.delayed.has(station)) return;
    const at = this.retryAt(status);
    if (at !== null && at.getTime() > this.dependencies.clock.now().getTime()) {
      this.dependencies.logger.info('visit postponed', { station, until: at.toISOString() });
      return;
    }
    const begin = (): void => {
      this.delayed.delete(station);
      this.enqueue(station, 'schedule');
    };
    const delay = Math.floor(this.dependencies.random() * this.dependencies.jitterMs);
    if (delay === 0) begin();
    else this.delayed.set(station, setTimeout(begin, delay).unref());
  }

  private retryAt(status: StationStatus): Date | null {
    return retryAt(status.lastRun, this.dependencies.reader.stationMemory(status.station.id), this.dependencies.backOff);
  }

  private isBusy(station: string): boolean {
    return this.active.has(station) || this.delayed.has(station) || this.queue.some((waiting) => waiting.station === station);
  }

  private async turnRound(): Promise<void> {
    try {
      await this.dependencies.rounds?.turn();
    } catch (error) {
      this.dependencies.logger.error('round cannot be noted', { error: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Follows the stations: new ones get a task, changed ones a new one, paused and retired ones none. */
  private refresh(): void {
    const wanted = new Map(this.dependencies.reader.stations().flatMap((status) => (isVisited(status) ? [[status.station.id, status.station] as const] : [])));
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
            this.due(id);
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
    while (!this.stopped && this.active.size < this.dependencies.concurrency) {
      const next = this.takeNext();
      if (next === undefined) return;
      const { station, trigger, declared } = next;
      this.active.set(station, declared);
      void this.dependencies
        .run(station, trigger)
        .catch((error: unknown) => {
          this.dependencies.logger.error('scheduled run failed', { station, error: error instanceof Error ? error.message : String(error) });
        })
        .then(async () => {
          this.active.delete(station);
          this.pump();
          if (!this.stopped) await this.turnRound();
        });
    }
  }

  /** The first in line whose host and service provider nobody is visiting: a slow host takes one place, not all. */
  private takeNext(): (Waiting & { readonly declared: Station }) | undefined {
    for (let at = 0; at < this.queue.length; at++) {
      const waiting = this.queue[at];
      const declared = waiting === undefined ? undefined : this.dependencies.reader.station(waiting.station)?.station;
      if (waiting === undefined || declared === undefined) {
        this.queue.splice(at--, 1);
        continue;
      }
      if (this.active.has(waiting.station) || [...this.active.values()].some((other) => shareHost(other, declared))) continue;
      this.queue.splice(at, 1);
      return { ...waiting, declared };
    }
    return undefined;
  }
}

/** Stations that are pushed to are not visited. */
function isVisited({ station, state }: StationStatus): boolean {
  return (state === 'live' || state === 'onboarding') && station.protocol !== 'push';
}

function shareHost(a: Station, b: Station): boolean {
  if (a.serviceProvider !== null && a.serviceProvider.iri === b.serviceProvider?.iri) return true;
  return URL.canParse(a.endpoint) && URL.canParse(b.endpoint) && new URL(a.endpoint).host !== '' && new URL(a.endpoint).host === new URL(b.endpoint).host;
}
