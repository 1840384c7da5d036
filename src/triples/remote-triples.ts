import type { Worker } from 'node:worker_threads';
import { InternalError, RequestError } from '../domain/errors.js';
import type { Logger } from '../ports/logger.js';
import type { ProjectionStatus, SparqlAnswer, SparqlRequest, SparqlTurn } from '../ports/sparql-engine.js';
import { FairQueue } from './fair-queue.js';
import type { Triples } from './triples.js';

/** Calls into the worker that speaks with the remote store; made by the composition root. */
export interface RemoteTriplesWorker {
  query(request: SparqlRequest): Promise<SparqlAnswer>;
  status(): Promise<readonly ProjectionStatus[]>;
  check(): Promise<readonly string[]>;
  rebuild(): Promise<void>;
}

export interface RemoteTriplesOptions {
  readonly spawn: () => { readonly worker: Worker; readonly calls: RemoteTriplesWorker; readonly ready: Promise<void> };
  readonly logger: Logger;
  /** Queries that are under way at the remote store at a time. */
  readonly atOnce: number;
  readonly timeoutMs: number;
  readonly maxQueue?: number;
  /** Milliseconds after which a query that waits for its turn is sent away; twice the time-out when it is not given. */
  readonly maxWaitMs?: number;
}

/** The worker ends queries itself; one that does not come back for so much longer is stuck. */
const graceMs = 15_000;
const restartPauseMs = 500;

/** Triples in a remote store, through a worker that follows the log and translates queries. */
export class RemoteTriples implements Triples {
  private worker: Worker;
  private calls: RemoteTriplesWorker;
  private readonly queue: FairQueue<null>;
  private running = 0;
  private closed = false;
  private complete = false;
  restarts = 0;
  /** The store is not ours: it is never swapped, and what it holds is not measured here. */
  readonly swaps = 0;
  readonly storeBytes = { live: 0, wasted: 0 };

  constructor(private readonly options: RemoteTriplesOptions) {
    const { maxQueue = 32, timeoutMs, maxWaitMs = 2 * timeoutMs } = options;
    this.queue = new FairQueue({ maxWaiting: maxQueue, maxWaitMs });
    const spawned = options.spawn();
    this.worker = spawned.worker;
    this.calls = spawned.calls;
    this.watch(spawned.worker);
  }

  async query(request: SparqlRequest, turn?: SparqlTurn): Promise<SparqlAnswer> {
    await this.enter(turn?.burden ?? (() => 0));
    const started = performance.now();
    const watch = this.deadline();
    try {
      return await Promise.race([this.calls.query(request), watch.passed]);
    } finally {
      watch.lift();
      turn?.ran(performance.now() - started);
      if (!this.queue.give(null)) this.running--;
    }
  }

  async status(): Promise<readonly ProjectionStatus[]> {
    try {
      const status = await this.calls.status();
      this.complete = status.every(({ complete }) => complete);
      return status;
    } catch (error) {
      if (!(error instanceof InternalError)) throw error;
      return [{ name: 'triples-remote', epoch: 0, seq: 0, complete: false, records: 0 }];
    }
  }

  check(): Promise<readonly string[]> {
    return this.calls.check();
  }

  rebuild(): Promise<void> {
    return this.calls.rebuild();
  }

  get isReady(): boolean {
    return this.complete;
  }

  async whenReady(): Promise<void> {
    while (!this.closed) {
      await this.status();
      if (this.complete) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  get waitingQueries(): number {
    return this.queue.size;
  }

  get readyWorkers(): number {
    return this.complete ? 1 : 0;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.queue.close();
    await this.worker.terminate();
  }

  /** Who leaves hands its place over to who waits. */
  private async enter(burden: () => number): Promise<void> {
    if (this.running < this.options.atOnce) this.running++;
    else await this.queue.join(burden);
  }

  private deadline(): { readonly passed: Promise<never>; readonly lift: () => void } {
    let lift = (): void => undefined;
    const { worker } = this;
    const passed = new Promise<never>((_resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new RequestError('request/query-timeout', 'The query could not be read in time and was ended. Write it shorter.'));
        if (worker === this.worker) void worker.terminate();
      }, this.options.timeoutMs + graceMs);
      lift = () => {
        clearTimeout(timer);
      };
    });
    return { passed, lift };
  }

  private watch(worker: Worker): void {
    worker.on('exit', () => {
      if (this.closed || worker !== this.worker) return;
      this.complete = false;
      this.options.logger.warn('remote triples worker ended; it is started again', {});
      setTimeout(() => {
        if (this.closed) return;
        this.restarts++;
        const spawned = this.options.spawn();
        this.worker = spawned.worker;
        this.calls = spawned.calls;
        this.watch(spawned.worker);
      }, restartPauseMs);
    });
  }
}
