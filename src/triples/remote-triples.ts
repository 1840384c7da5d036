import type { Worker } from 'node:worker_threads';
import { InternalError, RequestError } from '../domain/errors.js';
import type { Logger } from '../ports/logger.js';
import type { ProjectionStatus, SparqlAnswer, SparqlRequest } from '../ports/sparql-engine.js';
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
}

/** The worker ends queries itself; one that does not come back for so much longer is stuck. */
const graceMs = 15_000;
const restartPauseMs = 500;

/** Triples in a remote store, through a worker that follows the log and translates queries. */
export class RemoteTriples implements Triples {
  private worker: Worker;
  private calls: RemoteTriplesWorker;
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private closed = false;
  private complete = false;
  restarts = 0;

  constructor(private readonly options: RemoteTriplesOptions) {
    const spawned = options.spawn();
    this.worker = spawned.worker;
    this.calls = spawned.calls;
    this.watch(spawned.worker);
  }

  async query(request: SparqlRequest): Promise<SparqlAnswer> {
    await this.enter();
    const watch = this.deadline();
    try {
      return await Promise.race([this.calls.query(request), watch.passed]);
    } finally {
      watch.lift();
      this.running--;
      this.waiting.shift()?.();
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
    return this.waiting.length;
  }

  get readyWorkers(): number {
    return this.complete ? 1 : 0;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.worker.terminate();
  }

  private async enter(): Promise<void> {
    while (this.running >= this.options.atOnce) {
      if (this.waiting.length >= (this.options.maxQueue ?? 32))
        throw new RequestError('request/unavailable', 'Too many queries are waiting; try again in a few seconds.', { retryAfter: 5 });
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.running++;
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
