import { lookup } from 'node:dns/promises';
import { performance } from 'node:perf_hooks';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Chance, time and name resolution as a fetcher meets them; tests put their own in their place. */
export interface Surroundings {
  /** Between 0 and 1. */
  random(): number;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Waits, or until the signal ends the wait; never throws. */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
  /** Every address of a name. */
  resolveName(hostname: string): Promise<readonly ResolvedAddress[]>;
}

export const systemSurroundings: Surroundings = {
  random: () => Math.random(),
  now: () => performance.now(),
  pause: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done);
    }),
  resolveName: (hostname) => lookup(hostname, { all: true, verbatim: true }),
};
