import { createHash } from 'node:crypto';
import type { ProfileInfo, ValidationReport } from '../domain/validation.js';
import type { ValidationRequest, Validator } from '../ports/validator.js';
import { canonicalText } from '../rdf/terms.js';
import { withLines } from './lines.js';

/**
 * Keeps the reports of descriptions that have been validated already.
 *
 * A report depends on nothing but the description, the shapes with the vocabularies, the engine and, for checks on dates, the
 * day: those are the key. Lines are put in afterwards, since the same description may stand elsewhere in another document.
 */
export class CachingValidator implements Validator {
  readonly #inner: Validator;
  readonly #maxReports: number;
  readonly #reports = new Map<string, Promise<ValidationReport>>();
  /** Requests answered from the cache, and requests passed on. */
  readonly counts = { hits: 0, misses: 0 };

  constructor(inner: Validator, maxReports: number) {
    this.#inner = inner;
    this.#maxReports = maxReports;
  }

  get engine(): string {
    return this.#inner.engine;
  }

  profiles(): readonly ProfileInfo[] {
    return this.#inner.profiles();
  }

  async validate(request: ValidationRequest): Promise<ValidationReport> {
    const { lineOf, ...bare } = request;
    const key = this.#keyOf(request);
    let report = this.#reports.get(key);
    this.#reports.delete(key);
    if (report === undefined) {
      this.counts.misses++;
      report = this.#inner.validate(bare);
      report.catch(() => {
        this.#reports.delete(key);
      });
    } else this.counts.hits++;
    this.#reports.set(key, report);
    const [oldest] = this.#reports.keys();
    if (this.#reports.size > this.#maxReports && oldest !== undefined) this.#reports.delete(oldest);
    return withLines(await report, request.quads, lineOf);
  }

  #keyOf({ subject, quads, profile, now }: ValidationRequest): string {
    const shapes = this.#inner.profiles().find((info) => info.id === profile)?.shapesHash ?? '';
    const day = (now ?? new Date()).toISOString().slice(0, 10);
    return createHash('sha256').update(`${subject}\n${profile} ${shapes} ${this.engine} ${day}\n`).update(canonicalText(quads)).digest('base64url');
  }
}
