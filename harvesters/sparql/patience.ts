import type { Answered } from './endpoint.js';

const maxTimeouts = 3;
/** Halving a batch of 100 down to the one dataset that cannot be read takes seven. */
const maxFailures = 8;

/** Counts failures in a row, so that an endpoint that cannot answer is left alone (SPQ-9). */
export class Patience {
  private timeouts = 0;
  private failures = 0;

  /** Whether it makes sense to ask on. */
  note(answer: Answered<unknown>): boolean {
    if (answer.kind === 'answered') {
      this.timeouts = 0;
      this.failures = 0;
      return true;
    }
    this.failures++;
    this.timeouts = answer.failure.kind === 'timeout' ? this.timeouts + 1 : 0;
    return answer.failure.kind !== 'final' && this.timeouts < maxTimeouts && this.failures < maxFailures;
  }
}
