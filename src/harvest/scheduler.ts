import { schedule, type ScheduledTask } from 'node-cron';
import type { RunTrigger } from '../domain/harvest.js';
import type { Clock } from '../ports/clock.js';
import type { LedgerReader, StationStatus } from '../ports/ledger.js';
import type { Logger } from '../ports/logger.js';
import { Line, type InLine, type TurnNeeds, type WaitReason } from './line.js';
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

const tickMs = 15_000;

/**
 * Runs each live station by its own schedule and time zone. A failing station stops no other and is tried again after a
 * growing pause; what was interrupted, or never ran, is run soon after start (DESIGN section 1, R4, R5, R7).
 */
export class Scheduler {
  private readonly tasks = new Map<string, { readonly key: string; readonly task: ScheduledTask }>();
  private readonly line: Line;
  /** Stations whose own visit stands in line. */
  private readonly queued = new Set<string>();
  private readonly delayed = new Map<string, NodeJS.Timeout>();
  private stopped = false;
  private ticker: NodeJS.Timeout | undefined;

  constructor(private readonly dependencies: SchedulerDependencies) {
    this.line = new Line({
      reader: dependencies.reader,
      concurrency: dependencies.concurrency,
      onEnd: () => {
        if (!this.stopped) void this.turnRound();
      },
    });
  }

  start(): void {
    this.refresh();
    for (const status of this.dependencies.reader.stations()) {
      const due = status.lastRun === null || status.lastRun.outcome === 'interrupted';
      if (due && isVisited(status)) this.enqueue(status.station.id, 'schedule');
    }
    this.ticker = setInterval(() => {
      this.tick().catch((error: unknown) => {
        this.dependencies.logger.error('stations cannot be followed', { error: error instanceof Error ? error.message : String(error) });
      });
    }, tickMs);
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
    this.line.pump();
    await this.turnRound();
  }

  /** Waits for a place and runs; a station that waits already is not added twice. */
  enqueue(station: string, trigger: RunTrigger): void {
    if (this.stopped || this.queued.has(station)) return;
    this.queued.add(station);
    const visit = this.line.join(station, 'host', () => {
      this.queued.delete(station);
      return this.dependencies.run(station, trigger);
    });
    visit.ended.catch((error: unknown) => {
      this.queued.delete(station);
      if (!this.stopped) this.dependencies.logger.error('scheduled run failed', { station, error: error instanceof Error ? error.message : String(error) });
    });
  }

  /** What an operator or a station asks for stands in the same line as the visits. */
  join<T>(station: string, needs: TurnNeeds, work: () => Promise<T>): InLine<T> {
    return this.line.join(station, needs, work);
  }

  /** How many visits and deeds wait for their turn. */
  get waiting(): number {
    return this.line.length;
  }

  /** Why the next visit or deed of a station has not begun; null when none waits. */
  waitsFor(station: string): WaitReason | null {
    return this.line.waitsFor(station);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.ticker);
    for (const timer of this.delayed.values()) clearTimeout(timer);
    this.line.close();
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
    return this.delayed.has(station) || this.line.holds(station);
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
}

/** Stations that are pushed to are not visited. */
function isVisited({ station, state }: StationStatus): boolean {
  return (state === 'live' || state === 'onboarding') && station.protocol !== 'push';
}
