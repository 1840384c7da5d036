import { randomBytes } from 'node:crypto';
import { RequestError } from '../domain/errors.js';
import type { Clock } from '../ports/clock.js';
import { networkOf } from './client-rate.js';
import type { TrialOrder, TrialProgress, TrialResult } from './station-trial.js';
import { endedWithin, TurnQueue } from './turn-queue.js';
import type { JobState } from './validation-desk.js';
import { WindowLimit } from './window-limit.js';

export interface TrialDeskSettings {
  readonly atOnce: number;
  readonly waiting: number;
  /** Trials that one visitor may begin in an hour. */
  readonly ratePerHour: number;
  /** How long a result stays in memory. */
  readonly keepMs: number;
}

/** A trial that runs elsewhere: in the harvest thread, where every request to a stranger's address leaves from. */
export interface StartedTrial {
  readonly ended: Promise<TrialResult>;
  cancel(): void;
}

export interface TrialDeskDependencies {
  readonly carryOut: (order: TrialOrder, onProgress: (progress: TrialProgress) => void) => StartedTrial;
  readonly clock: Clock;
  readonly settings: TrialDeskSettings;
  /** What a visitor may choose from. */
  readonly protocols: readonly string[];
}

/** What the visitor said of the station, for the entry; nothing of it is used for the visit. */
export interface TrialWords {
  readonly name: string;
  readonly organisation: string;
  readonly email: string;
}

/** One trial on its way; only who knows its id can ask for it. */
export interface TrialJob {
  /** 128 random bits. */
  readonly id: string;
  readonly state: JobState;
  readonly order: TrialOrder;
  readonly words: TrialWords;
  readonly progress: TrialProgress;
  /** How many are before it. */
  readonly ahead: number;
  readonly createdAt: string;
  readonly endedAt: string | null;
  /** Set when the state is `done`. */
  readonly result: TrialResult | null;
  /** Set when the state is `failed`. */
  readonly error: unknown;
}

const maxJobs = 60;
const hourMs = 3_600_000;
/** A visitor who has one under way is told to look again after this. */
const busySeconds = 30;

/** Takes stations to be tried, one for each visitor at a time, and keeps what came out for a while in memory. */
export class TrialDesk {
  private readonly jobs = new Map<string, Job>();
  private readonly queue: TurnQueue<Job>;
  private readonly rate: WindowLimit;
  private closed = false;

  constructor(private readonly dependencies: TrialDeskDependencies) {
    const { settings } = dependencies;
    this.rate = new WindowLimit(settings.ratePerHour, hourMs);
    this.queue = new TurnQueue(settings.atOnce, (job) => this.run(job));
  }

  get protocols(): readonly string[] {
    return this.dependencies.protocols;
  }

  /**
   * @param client who asks: the address that the rate counts by
   * @throws RequestError `request/too-many`, `request/unavailable`, `request/conflict` when the visitor has one under way
   */
  submit(order: TrialOrder, words: TrialWords, client: string): TrialJob {
    const { settings, clock } = this.dependencies;
    const now = clock.now();
    const network = networkOf(client);
    if ([...this.jobs.values()].some((job) => job.network === network && job.endedAt === null))
      throw new RequestError('request/conflict', 'A trial of yours is under way. Wait for its end or cancel it.', { retryAfter: busySeconds });
    if (this.closed || (this.queue.isBusy && this.queue.waiting.length >= settings.waiting))
      throw new RequestError('request/unavailable', 'Too many stations are waiting to be tried. Try again in some minutes.', { retryAfter: 120 });
    const waitSeconds = this.rate.take(client, now.getTime());
    if (waitSeconds > 0)
      throw new RequestError('request/too-many', `Too many trials in an hour. Try again in ${String(Math.ceil(waitSeconds / 60))} minute(s).`, {
        retryAfter: waitSeconds,
      });
    this.forgetOld(now.getTime());
    const job = new Job(order, words, network, now.toISOString(), () => this.queue.waiting);
    this.jobs.set(job.id, job);
    this.queue.push(job);
    return job;
  }

  job(id: string): TrialJob | undefined {
    this.forgetOld(this.dependencies.clock.now().getTime());
    return this.jobs.get(id);
  }

  /** Waits until the trial has ended, at most so long; whether it has. */
  async settled(id: string, waitMs: number): Promise<boolean> {
    const job = this.jobs.get(id);
    return job === undefined ? true : endedWithin(job.ended, waitMs);
  }

  /** Stops one that waits or runs; false when there is nothing to stop. */
  cancel(id: string): boolean {
    const job = this.jobs.get(id);
    if (job === undefined || job.endedAt !== null) return false;
    this.queue.remove(job);
    job.end('cancelled', this.dependencies.clock.now().toISOString());
    job.started?.cancel();
    return true;
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.queue.waiting.length;
  }

  close(): void {
    this.closed = true;
    for (const id of [...this.jobs.keys()]) this.cancel(id);
    this.jobs.clear();
  }

  private async run(job: Job): Promise<void> {
    const now = (): string => this.dependencies.clock.now().toISOString();
    job.state = 'running';
    try {
      job.started = this.dependencies.carryOut(job.order, (progress) => {
        job.progress = progress;
      });
      const result = await job.started.ended;
      if (job.endedAt !== null) return;
      job.result = result;
      job.end('done', now());
    } catch (error) {
      if (job.endedAt !== null) return;
      job.error = error;
      job.end('failed', now());
    }
  }

  private forgetOld(now: number): void {
    const { keepMs } = this.dependencies.settings;
    for (const [id, job] of this.jobs) if (job.endedAt !== null && now - Date.parse(job.endedAt) > keepMs) this.jobs.delete(id);
    const ended = [...this.jobs.values()].filter((job) => job.endedAt !== null);
    for (const job of ended.slice(0, Math.max(0, this.jobs.size - maxJobs))) this.jobs.delete(job.id);
  }
}

class Job implements TrialJob {
  readonly id = randomBytes(16).toString('hex');
  readonly ended: Promise<void>;
  state: JobState = 'queued';
  progress: TrialProgress = { phase: 'detect', requests: 0, documents: 0, records: 0, expected: null };
  endedAt: string | null = null;
  result: TrialResult | null = null;
  error: unknown = null;
  started: StartedTrial | null = null;
  private resolve: () => void = () => undefined;

  constructor(
    readonly order: TrialOrder,
    readonly words: TrialWords,
    readonly network: string,
    readonly createdAt: string,
    private readonly waiting: () => readonly TrialJob[],
  ) {
    this.ended = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  get ahead(): number {
    return Math.max(0, this.waiting().indexOf(this));
  }

  end(state: JobState, at: string): void {
    this.state = state;
    this.endedAt = at;
    this.resolve();
  }
}
