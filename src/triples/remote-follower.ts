import type { Logger } from '../ports/logger.js';
import type { RemoteProjection } from './remote-projection.js';
import { RemoteFailure } from './remote-server.js';

export interface RemoteFollowerOptions {
  readonly projection: RemoteProjection;
  readonly logger: Logger;
  /** How often the log is looked at. */
  readonly pollMs: number;
  /** How often the store is looked at for what it has lost. */
  readonly verifyMs: number;
  /** Pauses after failures grow from the first to the longest. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  readonly now?: () => number;
}

type Deed<T> = () => Promise<T>;

/** Keeps a remote store in step, one deed at a time, and tries again for as long as it takes. */
export class RemoteFollower {
  private readonly deeds: Deed<void>[] = [];
  private closed = false;
  private wake: () => void = () => undefined;
  private verifiedAt: number;
  private failures = 0;

  constructor(private readonly options: RemoteFollowerOptions) {
    this.verifiedAt = this.now();
  }

  /** Ends when it is closed. */
  async run(): Promise<void> {
    while (!this.closed) {
      const deed = this.deeds.shift();
      if (deed !== undefined) await deed();
      else await this.pause((await this.step()) ? this.options.pollMs : this.nextPause());
    }
  }

  /** Carries a deed out between two steps; its failure is the caller's. */
  do<T>(deed: Deed<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.deeds.push(() => deed().then(resolve, reject));
      this.wake();
    });
  }

  close(): void {
    this.closed = true;
    this.wake();
  }

  private async step(): Promise<boolean> {
    const { projection, logger, verifyMs } = this.options;
    try {
      await projection.advance();
      if (this.now() - this.verifiedAt >= verifyMs) {
        this.verifiedAt = this.now();
        await projection.verify();
      }
      if (this.failures > 0) logger.info('remote triples are in step again', { failures: this.failures });
      this.failures = 0;
      return true;
    } catch (error) {
      projection.lose();
      this.failures++;
      if (error instanceof RemoteFailure) logger.warn('remote triples cannot follow', { fault: error.fault, reason: error.message, failures: this.failures });
      else logger.error('remote triples cannot follow', { reason: error instanceof Error ? error.message : String(error), failures: this.failures });
      return false;
    }
  }

  private nextPause(): number {
    const { firstPauseMs, longestPauseMs } = this.options;
    return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(this.failures - 1, 20));
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.closed || this.deeds.length > 0) this.wake();
    });
  }
}
