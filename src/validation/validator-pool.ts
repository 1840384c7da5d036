import { InternalError } from '../domain/errors.js';
import type { ProfileInfo, RuleInfo, ValidationReport } from '../domain/validation.js';
import type { ValidationRequest, Validator } from '../ports/validator.js';
import { withLines } from './lines.js';
import { unknownProfile } from './report.js';
import type { LibrarySources } from './shapes-library.js';
import { ValidationWorker, type ReadyAnswer } from './validation-worker.js';
import { encodeRequest, type EngineName } from './worker-messages.js';

export interface ValidatorPoolOptions {
  /** Compiled `workers/validation.js`. */
  readonly workerFile: string;
  readonly size: number;
  /** For one request, from the moment a worker takes it. */
  readonly deadlineMs: number;
  readonly folders: LibrarySources;
}

interface Waiting {
  readonly request: ValidationRequest;
  readonly engine: EngineName;
  readonly resolve: (report: ValidationReport) => void;
  readonly reject: (error: unknown) => void;
}

/** Both engines in a number of worker threads, so that a heavy record never holds up the server. Call `close()` at the end. */
export class ValidatorPool implements Validator {
  readonly #options: ValidatorPoolOptions;
  readonly #ready: ReadyAnswer;
  readonly #idle: ValidationWorker[];
  readonly #workers: Set<ValidationWorker>;
  readonly #queue: Waiting[] = [];
  #nextId = 1;
  #closed = false;

  /** @throws ConfigurationError when the shapes or vocabularies cannot be used */
  static async open(options: ValidatorPoolOptions): Promise<ValidatorPool> {
    const workers = Array.from({ length: Math.max(1, options.size) }, () => new ValidationWorker(options.workerFile, options.folders));
    try {
      const [first] = await Promise.all(workers.map((worker) => worker.ready));
      if (first === undefined) throw new InternalError('internal/worker-ended', 'No validation worker started.');
      return new ValidatorPool(options, workers, first);
    } catch (error) {
      await Promise.all(workers.map((worker) => worker.close()));
      throw error;
    }
  }

  private constructor(options: ValidatorPoolOptions, workers: readonly ValidationWorker[], ready: ReadyAnswer) {
    this.#options = options;
    this.#ready = ready;
    this.#idle = [...workers];
    this.#workers = new Set(workers);
  }

  get engine(): string {
    return this.#ready.engines['shacl-engine'];
  }

  profiles(): readonly ProfileInfo[] {
    return this.#ready.profiles;
  }

  validate(request: ValidationRequest): Promise<ValidationReport> {
    return this.#enqueue(request, 'shacl-engine');
  }

  /** The second opinion, through the same workers (DESIGN section 7). */
  secondOpinion(): Validator {
    return {
      engine: this.#ready.engines['rdf-validate-shacl'],
      profiles: () => this.profiles(),
      validate: (request) => this.#enqueue(request, 'rdf-validate-shacl'),
    };
  }

  rules(profile: string): readonly RuleInfo[] | undefined {
    return this.#ready.rules[profile];
  }

  /** Resolves when nothing is waiting or under way. */
  async drain(): Promise<void> {
    while (this.#queue.length > 0 || this.#idle.length < this.#workers.size) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of this.#queue.splice(0)) waiting.reject(closed());
    await Promise.all([...this.#workers].map((worker) => worker.close()));
  }

  #enqueue(request: ValidationRequest, engine: EngineName): Promise<ValidationReport> {
    const known = this.profiles().map((profile) => profile.id);
    if (!known.includes(request.profile)) return Promise.reject(unknownProfile(request.profile, known));
    if (this.#closed) return Promise.reject(closed());
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, engine, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    while (this.#queue.length > 0 && this.#idle.length > 0) {
      const worker = this.#idle.pop();
      const waiting = this.#queue.shift();
      if (worker === undefined || waiting === undefined) return;
      void this.#serve(worker, waiting);
    }
  }

  async #serve(worker: ValidationWorker, waiting: Waiting): Promise<void> {
    try {
      const usable = worker.ended ? this.#replace(worker) : worker;
      await usable.ready;
      worker = usable;
      const report = await worker.run(encodeRequest(this.#nextId++, waiting.engine, waiting.request), this.#options.deadlineMs);
      waiting.resolve(withLines(report, waiting.request.quads, waiting.request.lineOf));
    } catch (error) {
      waiting.reject(error);
    }
    if (this.#closed) return;
    this.#idle.push(worker.ended ? this.#replace(worker) : worker);
    this.#next();
  }

  #replace(worker: ValidationWorker): ValidationWorker {
    this.#workers.delete(worker);
    const fresh = new ValidationWorker(this.#options.workerFile, this.#options.folders);
    this.#workers.add(fresh);
    return fresh;
  }
}

function closed(): InternalError {
  return new InternalError('internal/worker-ended', 'The validation workers are closed.');
}
