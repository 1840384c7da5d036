import { Worker } from 'node:worker_threads';
import type { CatalogueError } from '../domain/errors.js';
import { ConfigurationError, InternalError, RequestError, type ErrorCode, type ErrorDetails } from '../domain/errors.js';
import type { ValidationReport } from '../domain/validation.js';
import type { WorkerAnswer, WorkerRequest, WorkerStart } from './worker-messages.js';

export type ReadyAnswer = Extract<WorkerAnswer, { kind: 'ready' }>;

interface Pending {
  readonly resolve: (report: ValidationReport) => void;
  readonly reject: (error: CatalogueError) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * One worker thread and the request it is busy with.
 *
 * An engine's work cannot be interrupted, so a request past its deadline costs the thread; whoever owns this makes a new one.
 */
export class ValidationWorker {
  readonly ready: Promise<ReadyAnswer>;
  readonly #worker: Worker;
  #pending: Pending | undefined;
  #ended = false;

  constructor(file: string, start: WorkerStart) {
    this.#worker = new Worker(file, { workerData: start });
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on('message', (answer: WorkerAnswer) => {
        if (answer.kind === 'ready') resolve(answer);
        else if (answer.kind === 'failed' && answer.id === null) reject(rebuild(answer.code, answer.message, answer.details));
        else this.#settle(answer);
      });
      const end = (cause?: unknown) => {
        this.#ended = true;
        const error = new InternalError('internal/worker-ended', 'A validation worker ended.', {}, { cause });
        reject(error);
        this.#fail(error);
      };
      this.#worker.on('error', end);
      this.#worker.on('exit', () => {
        end();
      });
    });
    this.ready.catch(() => undefined);
  }

  get ended(): boolean {
    return this.#ended;
  }

  run(message: WorkerRequest, deadlineMs: number): Promise<ValidationReport> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#ended = true;
        this.#fail(
          new InternalError('internal/worker-ended', `A validation took longer than ${String(deadlineMs)} ms and was ended.`, {
            deadlineMs,
            subject: message.subject,
          }),
        );
        void this.#worker.terminate();
      }, deadlineMs);
      this.#pending = { resolve, reject, timer };
      this.#worker.postMessage(message);
    });
  }

  async close(): Promise<void> {
    this.#ended = true;
    await this.#worker.terminate();
  }

  #settle(answer: Exclude<WorkerAnswer, ReadyAnswer>): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    if (answer.kind === 'report') pending.resolve(answer.report);
    else pending.reject(rebuild(answer.code, answer.message, answer.details));
  }

  #fail(error: CatalogueError): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    pending.reject(error);
  }
}

/** Errors lose their class on the way between threads; the code says which one it was. */
function rebuild(code: ErrorCode, message: string, details: ErrorDetails): CatalogueError {
  if (code === 'validation/unknown-profile') return new RequestError(code, message, details);
  if (code === 'validation/unsupported-shape' || code.startsWith('config/')) return new ConfigurationError(code, message, details);
  return new InternalError(code, message, details);
}
