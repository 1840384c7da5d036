import type { Worker } from 'node:worker_threads';
import { InternalError, RequestError } from '../domain/errors.js';
import type { Logger } from '../ports/logger.js';
import type { ProjectionStatus, SparqlAnswer, SparqlEngine, SparqlRequest } from '../ports/sparql-engine.js';

/** Calls into one sparql worker; made by the composition root. */
export interface SparqlWorker {
  query(request: SparqlRequest): Promise<SparqlAnswer>;
  status(): Promise<Omit<ProjectionStatus, 'name'> & { readonly wasteful: boolean }>;
  check(): Promise<readonly string[]>;
}

export interface SparqlPoolOptions {
  readonly size: number;
  readonly timeoutMs: number;
  readonly spawn: () => { readonly worker: Worker; readonly calls: SparqlWorker; readonly ready: Promise<void> };
  readonly logger: Logger;
  readonly maxQueue?: number;
  /** A query during which the process grows by more bytes than this is ended; the memory of a store cannot be bounded from within. */
  readonly maxGrowthBytes: number;
  /** Resident memory of the process, in bytes. */
  readonly residentBytes?: () => number;
}

const watchMs = 100;

interface Slot {
  readonly number: number;
  worker: Worker;
  calls: SparqlWorker;
  ready: boolean;
  busy: boolean;
  swapping: boolean;
}

/**
 * Two or more workers with a store each. A query that runs too long is ended by ending its worker, which then loads
 * anew while the others answer; a wasteful store is rebuilt in a fresh worker and swapped (engines.md section 2).
 */
export class SparqlPool implements SparqlEngine {
  private readonly slots: Slot[] = [];
  private readonly waiting: (() => void)[] = [];
  private closed = false;
  restarts = 0;

  constructor(private readonly options: SparqlPoolOptions) {
    for (let number = 0; number < options.size; number++) this.slots.push(this.start(number));
  }

  async query(request: SparqlRequest): Promise<SparqlAnswer> {
    const slot = await this.take();
    const bounds = this.bounds();
    try {
      return await Promise.race([slot.calls.query(request), bounds.crossed]);
    } catch (error) {
      if (!(error instanceof RequestError) || error.code === 'request/query-timeout') void this.restart(slot);
      throw error;
    } finally {
      bounds.lift();
      this.release(slot);
    }
  }

  /** What a query may take: its time, and memory. */
  private bounds(): { readonly crossed: Promise<never>; readonly lift: () => void } {
    const { timeoutMs, maxGrowthBytes, residentBytes = () => process.memoryUsage.rss() } = this.options;
    const before = residentBytes();
    let lift = (): void => undefined;
    const crossed = new Promise<never>((_resolve, reject) => {
      const end = (why: string): void => {
        reject(
          new RequestError(
            'request/query-timeout',
            `The query ${why} and was ended. Ask for less: name the classes and properties, add LIMIT, avoid unconnected patterns.`,
          ),
        );
      };
      const timer = setTimeout(() => {
        end(`ran longer than ${String(timeoutMs)} ms`);
      }, timeoutMs);
      const watch = setInterval(() => {
        if (residentBytes() - before > maxGrowthBytes) end(`took more than ${String(Math.round(maxGrowthBytes / (1 << 20)))} MB of memory`);
      }, watchMs);
      lift = () => {
        clearTimeout(timer);
        clearInterval(watch);
      };
    });
    return { crossed, lift };
  }

  async status(): Promise<ProjectionStatus[]> {
    return Promise.all(
      this.slots.map(async (slot) => {
        const name = `triples-${String(slot.number + 1)}`;
        if (!slot.ready || slot.busy) return { name, epoch: 0, seq: 0, complete: slot.ready, records: 0 };
        const { wasteful, ...status } = await slot.calls.status();
        if (wasteful && this.slots.every((other) => other.ready && !other.swapping)) void this.swap(slot);
        return { name, ...status };
      }),
    );
  }

  /** Differences between the first idle store and the ledger, in words. */
  async check(): Promise<readonly string[]> {
    const slot = await this.take();
    try {
      return await slot.calls.check();
    } finally {
      this.release(slot);
    }
  }

  /** Builds every store anew, one after the other, each in a fresh worker that replaces the old one when it is loaded. */
  async rebuild(): Promise<void> {
    for (const slot of this.slots) await this.swap(slot);
  }

  get waitingQueries(): number {
    return this.waiting.length;
  }

  get readyWorkers(): number {
    return this.slots.filter(({ ready }) => ready).length;
  }

  get isReady(): boolean {
    return this.slots.some((slot) => slot.ready);
  }

  async whenReady(): Promise<void> {
    while (!this.isReady && !this.closed) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.slots.map((slot) => slot.worker.terminate()));
  }

  private start(number: number): Slot {
    const spawned = this.options.spawn();
    const slot: Slot = { number, worker: spawned.worker, calls: spawned.calls, ready: false, busy: false, swapping: false };
    this.watch(slot, spawned.worker, spawned.ready);
    return slot;
  }

  private watch(slot: Slot, worker: Worker, ready: Promise<void>): void {
    ready.then(
      () => {
        if (slot.worker !== worker) return;
        slot.ready = true;
        this.wake();
      },
      () => undefined,
    );
    worker.on('exit', () => {
      if (this.closed || slot.worker !== worker) return;
      this.options.logger.warn('sparql worker ended', { worker: slot.number });
      setTimeout(() => void this.restart(slot), 200);
    });
  }

  private async restart(slot: Slot): Promise<void> {
    if (this.closed) return;
    const old = slot.worker;
    this.restarts++;
    slot.ready = false;
    const spawned = this.options.spawn();
    slot.worker = spawned.worker;
    slot.calls = spawned.calls;
    this.watch(slot, spawned.worker, spawned.ready);
    await old.terminate();
  }

  private async swap(slot: Slot): Promise<void> {
    slot.swapping = true;
    const spawned = this.options.spawn();
    await spawned.ready;
    const old = slot.worker;
    while (slot.busy) await new Promise((resolve) => setTimeout(resolve, 10));
    slot.worker = spawned.worker;
    slot.calls = spawned.calls;
    slot.ready = true;
    this.watch(slot, spawned.worker, spawned.ready);
    slot.swapping = false;
    this.restarts++;
    await old.terminate();
  }

  private async take(): Promise<Slot> {
    for (;;) {
      const free = this.slots.find((slot) => slot.ready && !slot.busy);
      if (free !== undefined) {
        free.busy = true;
        return free;
      }
      if (this.closed) throw new InternalError('internal/worker-ended', 'The SPARQL workers are closed.');
      if (!this.isReady) throw new RequestError('request/unavailable', 'The triples are being loaded; try again in a few seconds.', { retryAfter: 5 });
      if (this.waiting.length >= (this.options.maxQueue ?? 32))
        throw new RequestError('request/unavailable', 'Too many queries are waiting; try again in a few seconds.', { retryAfter: 5 });
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private release(slot: Slot): void {
    slot.busy = false;
    this.wake();
  }

  private wake(): void {
    this.waiting.shift()?.();
  }
}
