import { RequestError } from '../domain/errors.js';
import type { ProfileInfo, RuleInfo, ValidationReport } from '../domain/validation.js';
import type { ValidationRequest, Validator } from '../ports/validator.js';
import { CachingValidator } from './caching-validator.js';
import type { LibrarySources } from './shapes-library.js';
import { ValidatorPool, type ValidatorPoolOptions } from './validator-pool.js';

export interface ValidationServiceOptions extends ValidatorPoolOptions {
  /** Reports kept; 0 keeps none. */
  readonly cachedReports: number;
}

interface Current {
  readonly pool: ValidatorPool;
  readonly validator: Validator;
  readonly cache: CachingValidator | null;
}

/**
 * The validator of a process: a pool of workers behind a cache of reports, which takes over new rules while it works.
 *
 * Harvest and web have one each, so that neither can starve the other (DESIGN section 1).
 */
export class ValidationService implements Validator {
  readonly #options: ValidationServiceOptions;
  #current: Current | null = null;
  readonly #opened: Promise<void>;

  /** @throws ConfigurationError when the shapes or vocabularies cannot be used */
  static async open(options: ValidationServiceOptions): Promise<ValidationService> {
    const service = new ValidationService(options);
    await service.whenOpen();
    return service;
  }

  /** One that loads its rules meanwhile, as soon as `after` has ended: until then all but `close` throws RequestError `request/unavailable`. */
  static opening(options: ValidationServiceOptions, after: Promise<unknown>): ValidationService {
    return new ValidationService(options, after);
  }

  private constructor(options: ValidationServiceOptions, after: Promise<unknown> = Promise.resolve()) {
    this.#options = options;
    this.#opened = this.#load(after);
    this.#opened.catch(() => undefined);
  }

  async #load(after: Promise<unknown>): Promise<void> {
    await after;
    this.#current = await open(this.#options);
  }

  /** @throws ConfigurationError when the shapes or vocabularies cannot be used */
  whenOpen(): Promise<void> {
    return this.#opened;
  }

  get #now(): Current {
    if (this.#current === null) throw new RequestError('request/unavailable', 'The rules are being loaded; try again in a few seconds.', { retryAfter: 5 });
    return this.#current;
  }

  get engine(): string {
    return this.#now.validator.engine;
  }

  /** Requests answered from kept reports, and worked out, under the present rules. */
  get cacheCounts(): { readonly hits: number; readonly misses: number } {
    return this.#current?.cache?.counts ?? { hits: 0, misses: 0 };
  }

  profiles(): readonly ProfileInfo[] {
    return this.#now.validator.profiles();
  }

  /** The rules of a profile, for its page; undefined when there is no such profile. */
  rules(profile: string): readonly RuleInfo[] | undefined {
    return this.#now.pool.rules(profile);
  }

  async validate(request: ValidationRequest): Promise<ValidationReport> {
    return this.#now.validator.validate(request);
  }

  /** The second engine, through the same workers; its opinion is asked too seldom to be kept. */
  secondOpinion(): Validator {
    const pool = (): Validator => this.#now.pool.secondOpinion();
    return {
      get engine() {
        return pool().engine;
      },
      profiles: () => pool().profiles(),
      validate: (request) => pool().validate(request),
    };
  }

  /**
   * Takes over installed profiles and vocabularies. The new workers are ready before the old ones go, and those finish what they
   * have begun; when the new rules cannot be loaded, the old ones stay.
   *
   * @throws ConfigurationError
   */
  async reload(sources: LibrarySources): Promise<void> {
    await this.#opened;
    const fresh = await open({ ...this.#options, folders: sources });
    const old = this.#now;
    this.#current = fresh;
    await old.pool.drain();
    await old.pool.close();
  }

  async close(): Promise<void> {
    await this.#opened.catch(() => undefined);
    await this.#current?.pool.close();
  }
}

async function open(options: ValidationServiceOptions): Promise<Current> {
  const pool = await ValidatorPool.open(options);
  const cache = options.cachedReports > 0 ? new CachingValidator(pool, options.cachedReports) : null;
  return { pool, validator: cache ?? pool, cache };
}
