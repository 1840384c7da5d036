import { systemSurroundings, type Surroundings } from './surroundings.js';

/**
 * One request at a time per host and per service provider, and a pause between two, shared by all stations of a process
 * (HTTP-11). A request waits for every earlier one that shares a key with it, so nobody waits for somebody behind him.
 */
export class HostLimiter {
  private readonly tails = new Map<string, Promise<void>>();
  private readonly lastEnd = new Map<string, number>();
  private readonly slower = new Map<string, number>();

  constructor(
    private readonly pauseMs: number,
    private readonly surroundings: Pick<Surroundings, 'now' | 'pause'> = systemSurroundings,
  ) {}

  /** The host asked for a longer pause (`Crawl-delay`); a shorter one changes nothing. */
  slowDown(key: string, pauseMs: number): void {
    if (pauseMs > this.pauseMs) this.slower.set(key, pauseMs);
    else this.slower.delete(key);
  }

  /** @throws the signal's reason when it ends the wait */
  async run<T>(keys: string | readonly string[], work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const own = typeof keys === 'string' ? [keys] : [...new Set(keys)];
    const before = Promise.all(own.map((key) => this.tails.get(key) ?? Promise.resolve()));
    let release: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (release = resolve));
    const tail = before.then(() => done);
    for (const key of own) this.tails.set(key, tail);
    void tail.then(() => {
      for (const key of own) if (this.tails.get(key) === tail) this.tails.delete(key);
    });
    try {
      await endedBy(before, signal);
      const wait = Math.max(...own.map((key) => (this.lastEnd.get(key) ?? -Infinity) + (this.slower.get(key) ?? this.pauseMs))) - this.surroundings.now();
      if (wait > 0) await this.surroundings.pause(wait, signal);
      signal?.throwIfAborted();
      try {
        return await work();
      } finally {
        for (const key of own) this.lastEnd.set(key, this.surroundings.now());
      }
    } finally {
      release();
    }
  }
}

function endedBy(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<unknown> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const end = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    if (signal.aborted) {
      end();
      return;
    }
    signal.addEventListener('abort', end, { once: true });
    void work.then((value) => {
      signal.removeEventListener('abort', end);
      resolve(value);
    });
  });
}
