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
}

/**
 * The validator of a process: a pool of workers behind a cache of reports, which takes over new rules while it works.
 *
 * Harvest and web have one each, so that neither can starve the other (DESIGN section 1).
 */
export class ValidationService implements Validator {
  readonly #options: ValidationServiceOptions;
  #current: Current;

  /** @throws ConfigurationError when the shapes or vocabularies cannot be used */
  static async open(options: ValidationServiceOptions): Promise<ValidationService> {
    return new ValidationService(options, await open(options));
  }

  private constructor(options: ValidationServiceOptions, current: Current) {
    this.#options = options;
    this.#current = current;
  }

  get engine(): string {
    return this.#current.validator.engine;
  }

  profiles(): readonly ProfileInfo[] {
    return this.#current.validator.profiles();
  }

  /** The rules of a profile, for its page; undefined when there is no such profile. */
  rules(profile: string): readonly RuleInfo[] | undefined {
    return this.#current.pool.rules(profile);
  }

  validate(request: ValidationRequest): Promise<ValidationReport> {
    return this.#current.validator.validate(request);
  }

  /** The second engine, through the same workers; its opinion is asked too seldom to be kept. */
  secondOpinion(): Validator {
    const pool = (): Validator => this.#current.pool.secondOpinion();
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
    const fresh = await open({ ...this.#options, folders: sources });
    const old = this.#current;
    this.#current = fresh;
    await old.pool.drain();
    await old.pool.close();
  }

  close(): Promise<void> {
    return this.#current.pool.close();
  }
}

async function open(options: ValidationServiceOptions): Promise<Current> {
  const pool = await ValidatorPool.open(options);
  return { pool, validator: options.cachedReports > 0 ? new CachingValidator(pool, options.cachedReports) : pool };
}
