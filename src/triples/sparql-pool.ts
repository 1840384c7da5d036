import type { Worker } from 'node:worker_threads';
import { InternalError, RequestError } from '../domain/errors.js';
import type { Logger } from '../ports/logger.js';
import type { ProjectionStatus, SparqlAnswer, SparqlEngine, SparqlRequest, SparqlTurn } from '../ports/sparql-engine.js';
import { FairQueue } from './fair-queue.js';

/** How one store stands; its bytes are those of the N-Triples that it was loaded from. */
export interface StoreStatus extends Omit<ProjectionStatus, 'name'> {
  readonly liveBytes: number;
  /** Of what was replaced or removed since the store was loaded: its space is never given back (engines.md section 2). */
  readonly wastedBytes: number;
  readonly wasteful: boolean;
}

/** Calls into one sparql worker; made by the composition root. */
export interface SparqlWorker {
  query(request: SparqlRequest): Promise<SparqlAnswer>;
  status(): Promise<StoreStatus>;
  check(): Promise<readonly string[]>;
}

export interface SparqlPoolOptions {
  readonly size: number;
  readonly timeoutMs: number;
  readonly spawn: () => Spawned;
  readonly logger: Logger;
  readonly maxQueue?: number;
  /** Milliseconds after which a query that waits for a worker is sent away; twice the time-out when it is not given. */
  readonly maxWaitMs?: number;
  /** A query during which the process grows by more bytes than this is ended; the memory of a store cannot be bounded from within. */
  readonly maxGrowthBytes: number;
  /** Workers are started when this has come to its end: what visitors wait for goes first. */
  readonly startAfter?: Promise<unknown>;
  /** Milliseconds between looks at the waste of the stores. */
  readonly wasteCheckMs?: number;
  /** Resident memory of the process, in bytes. */
  readonly residentBytes?: () => number;
}

export interface Spawned {
  readonly worker: Worker;
  readonly calls: SparqlWorker;
  readonly ready: Promise<void>;
}

const watchMs = 100;
const noStatus: StoreStatus = { epoch: 0, seq: 0, complete: false, records: 0, liveBytes: 0, wastedBytes: 0, wasteful: false };

interface Slot {
  readonly number: number;
  worker: Worker;
  calls: SparqlWorker;
  ready: boolean;
  busy: boolean;
  /** Loaded, and put in the place of the present worker when that is idle. */
  successor: Spawned | null;
  isBeingSucceeded: boolean;
  /** Called when the successor is in its place. */
  installed: () => void;
  status: StoreStatus;
}

/**
 * Two or more workers with a store each. A query that runs too long is ended by ending its worker, which then loads
 * anew while the others answer; a wasteful store is rebuilt in a fresh worker and swapped (engines.md section 2).
 */
export class SparqlPool implements SparqlEngine {
  private readonly slots: Slot[] = [];
  private readonly queue: FairQueue<Slot>;
  private readonly wasteCheck: NodeJS.Timeout;
  private closed = false;
  /** Workers that were ended, or ended by themselves, and began anew. */
  restarts = 0;
  /** Stores that were built anew beside the old one and took its place. */
  swaps = 0;

  constructor(private readonly options: SparqlPoolOptions) {
    const { timeoutMs, size, maxQueue = 32, maxWaitMs = 2 * timeoutMs, wasteCheckMs = 30_000, startAfter } = options;
    this.queue = new FairQueue({ maxWaiting: maxQueue, maxWaitMs });
    const startAll = (): void => {
      for (let number = 0; number < size && !this.closed; number++) this.slots.push(this.start(number));
    };
    if (startAfter === undefined) startAll();
    else void startAfter.then(startAll, startAll);
    this.wasteCheck = setInterval(() => void this.status(), wasteCheckMs);
    this.wasteCheck.unref();
  }

  async query(request: SparqlRequest, { burden, ran }: SparqlTurn = noTurn): Promise<SparqlAnswer> {
    const slot = await this.take(burden);
    const { calls } = slot;
    const started = performance.now();
    const bounds = this.bounds();
    try {
      return await Promise.race([calls.query(request), bounds.crossed]);
    } catch (error) {
      // Of another worker by now when this one has ended by itself.
      if (slot.calls === calls && (!(error instanceof RequestError) || error.code === 'request/query-timeout')) this.restart(slot);
      throw error;
    } finally {
      bounds.lift();
      ran(performance.now() - started);
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

  /** Each store as it is, or as it was before the query that it works at; builds a wasteful one anew. */
  async status(): Promise<ProjectionStatus[]> {
    return Promise.all(
      this.slots.map(async (slot) => {
        if (slot.ready && !slot.busy) await this.look(slot);
        const { epoch, seq, complete, records } = slot.ready ? slot.status : noStatus;
        return { name: `triples-${String(slot.number + 1)}`, epoch, seq, complete, records };
      }),
    );
  }

  private async look(slot: Slot): Promise<void> {
    const { calls } = slot;
    try {
      const status = await calls.status();
      if (slot.calls === calls) slot.status = status;
    } catch (error) {
      this.options.logger.warn('a sparql worker does not say how it stands', { worker: slot.number, error: String(error) });
      return;
    }
    if (slot.status.wasteful && this.slots.every((other) => other.ready && !other.isBeingSucceeded)) {
      this.options.logger.info('a sparql store is built anew', { worker: slot.number, wastedBytes: slot.status.wastedBytes });
      void this.succeed(slot);
    }
  }

  /** Differences between the first idle store and the ledger, in words. */
  async check(): Promise<readonly string[]> {
    const slot = await this.take(noTurn.burden);
    try {
      return await slot.calls.check();
    } finally {
      this.release(slot);
    }
  }

  /** Builds every store anew, one after the other, each in a fresh worker that replaces the old one when it is loaded. */
  async rebuild(): Promise<void> {
    for (const slot of this.slots) await this.succeed(slot);
  }

  get waitingQueries(): number {
    return this.queue.size;
  }

  get readyWorkers(): number {
    return this.slots.filter(({ ready }) => ready).length;
  }

  /** Bytes of all stores, as they were last looked at. */
  get storeBytes(): { readonly live: number; readonly wasted: number } {
    const sum = (of: (status: StoreStatus) => number): number => this.slots.reduce((total, { status }) => total + of(status), 0);
    return { live: sum(({ liveBytes }) => liveBytes), wasted: sum(({ wastedBytes }) => wastedBytes) };
  }

  get isReady(): boolean {
    return this.slots.some((slot) => slot.ready);
  }

  async whenReady(): Promise<void> {
    while (!this.isReady && !this.closed) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.wasteCheck);
    this.queue.close();
    const workers = this.slots.flatMap(({ worker, successor }) => (successor === null ? [worker] : [worker, successor.worker]));
    for (const { installed } of this.slots) installed();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  private start(number: number): Slot {
    const { worker, calls, ready } = this.options.spawn();
    const slot: Slot = {
      number,
      worker,
      calls,
      ready: false,
      busy: false,
      successor: null,
      isBeingSucceeded: false,
      installed: () => undefined,
      status: noStatus,
    };
    this.watch(slot, worker, ready);
    return slot;
  }

  private watch(slot: Slot, worker: Worker, ready: Promise<void>): void {
    ready.then(
      () => {
        if (slot.worker !== worker) return;
        slot.ready = true;
        this.assign(slot);
      },
      () => undefined,
    );
    worker.on('exit', () => {
      if (this.closed || slot.worker !== worker) return;
      slot.ready = false;
      this.options.logger.warn('sparql worker ended', { worker: slot.number });
      setTimeout(() => {
        if (slot.worker === worker) this.restart(slot);
      }, 200);
    });
  }

  private restart(slot: Slot): void {
    if (this.closed) return;
    this.restarts++;
    this.replace(slot, this.options.spawn());
  }

  private replace(slot: Slot, { worker, calls, ready }: Spawned): void {
    const old = slot.worker;
    slot.ready = false;
    slot.worker = worker;
    slot.calls = calls;
    slot.status = noStatus;
    this.watch(slot, worker, ready);
    void old.terminate();
  }

  /** Ends when the store of the slot is a new one. */
  private async succeed(slot: Slot): Promise<void> {
    if (this.closed) return;
    slot.isBeingSucceeded = true;
    const spawned = this.options.spawn();
    try {
      await spawned.ready;
    } catch (error) {
      slot.isBeingSucceeded = false;
      this.options.logger.error('a sparql store could not be built anew', { worker: slot.number, error: String(error) });
      void spawned.worker.terminate();
      return;
    }
    slot.successor = spawned;
    await new Promise<void>((resolve) => {
      slot.installed = resolve;
      if (!slot.busy) this.install(slot);
    });
  }

  private install(slot: Slot): void {
    const { successor } = slot;
    if (successor === null || this.closed) return;
    slot.successor = null;
    slot.isBeingSucceeded = false;
    this.swaps++;
    this.replace(slot, successor);
    // It has loaded already: nobody waits for it meanwhile.
    slot.ready = true;
    slot.installed();
    this.assign(slot);
  }

  /** Waits for the first load too. @throws RequestError `request/unavailable` when too many wait, or for too long */
  private async take(burden: () => number): Promise<Slot> {
    if (this.closed) throw new InternalError('internal/worker-ended', 'The SPARQL workers are closed.');
    const free = this.slots.find((slot) => slot.ready && !slot.busy);
    if (free === undefined) return this.queue.join(burden);
    free.busy = true;
    return free;
  }

  private release(slot: Slot): void {
    slot.busy = false;
    this.install(slot);
    this.assign(slot);
  }

  /** Gives an idle worker to who waits. */
  private assign(slot: Slot): void {
    if (slot.ready && !slot.busy && !this.closed) slot.busy = this.queue.give(slot);
  }
}

const noTurn: SparqlTurn = { burden: () => 0, ran: () => undefined };
