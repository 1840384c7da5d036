import { InternalError, RequestError } from '../domain/errors.js';

export interface FairQueueSettings {
  readonly maxWaiting: number;
  /** Milliseconds after which who waits is told to come back later. */
  readonly maxWaitMs: number;
}

interface Waiting<T> {
  /** What who waits has used lately: changes while it waits. */
  readonly burden: () => number;
  readonly take: (place: T) => void;
  readonly refuse: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Who waits for a place: the one that has used least goes first, and among equals the one that came first. When the queue is full the one
 * that has used most is sent away, so that nobody can fill it up for others.
 */
export class FairQueue<T> {
  private readonly waiting = new Set<Waiting<T>>();

  constructor(private readonly settings: FairQueueSettings) {}

  get size(): number {
    return this.waiting.size;
  }

  /** @throws RequestError `request/unavailable` for who has to come back */
  join(burden: () => number): Promise<T> {
    return new Promise((take, refuse) => {
      const own: Waiting<T> = {
        burden,
        take,
        refuse,
        timer: setTimeout(() => {
          this.sendAway(own);
        }, this.settings.maxWaitMs),
      };
      this.waiting.add(own);
      if (this.waiting.size > this.settings.maxWaiting) this.sendAway(this.pick((a, b) => a >= b) ?? own);
    });
  }

  /** Gives a place to the next; false when nobody waits. */
  give(place: T): boolean {
    const next = this.pick((a, b) => a < b);
    if (next === null) return false;
    this.leave(next);
    next.take(place);
    return true;
  }

  close(): void {
    for (const waiting of this.waiting) {
      this.leave(waiting);
      waiting.refuse(new InternalError('internal/worker-ended', 'The SPARQL workers are closed.'));
    }
  }

  /** The last one whose burden is better than that of all before it. */
  private pick(isBetter: (burden: number, than: number) => boolean): Waiting<T> | null {
    let best: { readonly waiting: Waiting<T>; readonly burden: number } | null = null;
    for (const waiting of this.waiting) {
      const burden = waiting.burden();
      if (best === null || isBetter(burden, best.burden)) best = { waiting, burden };
    }
    return best?.waiting ?? null;
  }

  private sendAway(waiting: Waiting<T>): void {
    this.leave(waiting);
    waiting.refuse(
      new RequestError('request/unavailable', 'Too many queries are waiting, or the triples are still being loaded; try again in a few seconds.', {
        retryAfter: 5,
      }),
    );
  }

  private leave(waiting: Waiting<T>): void {
    clearTimeout(waiting.timer);
    this.waiting.delete(waiting);
  }
}
