import { RequestError } from '../domain/errors.js';
import type { Station } from '../domain/station.js';
import type { Begun } from '../catalogue/push-desk.js';
import type { LedgerReader } from '../ports/ledger.js';

/**
 * What work waits for beside its own station: a visit for its host, its service provider and a place (HTTP-11); what reads kept
 * bytes for a place; what asks nobody and ends soon (a release, a push) for nothing more.
 */
export type TurnNeeds = 'host' | 'place' | 'station';

/** Why work that stands in line has not begun. */
export type WaitReason =
  | { readonly kind: 'station'; readonly station: string }
  /** `station` is the other one, which is being visited there. */
  | { readonly kind: 'host'; readonly host: string; readonly station: string }
  | { readonly kind: 'provider'; readonly provider: string; readonly station: string }
  | { readonly kind: 'place'; readonly running: number };

export interface InLine<T> {
  /** Its end; refused when it is taken out of the line. */
  readonly ended: Promise<T>;
  /** Null when it has begun. */
  waitsFor(): WaitReason | null;
  /** Takes it out of the line; false when it has begun. */
  leave(): boolean;
}

/** A run that stands in line, and has no number before it begins. */
export interface InTurn<T> extends Begun<T>, Omit<InLine<T>, 'ended'> {}

export interface LineDependencies {
  readonly reader: Pick<LedgerReader, 'station'>;
  /** At most this many stations are visited or read again at a time. */
  readonly concurrency: number;
  readonly onEnd: () => void;
}

/** Where visits and deeds wait for their turn: one thing at a time for each station, host and service provider, so many in all. */
export class Line {
  private readonly queue: Waiting[] = [];
  private readonly active = new Map<string, { readonly declared: Station; readonly needs: TurnNeeds }>();
  private closed = false;

  constructor(private readonly dependencies: LineDependencies) {}

  join<T>(station: string, needs: TurnNeeds, work: () => Promise<T>): InLine<T> {
    let refuse: (error: unknown) => void = () => undefined;
    let waiting: Waiting | undefined;
    const ended = new Promise<T>((resolve, reject) => {
      refuse = reject;
      const begin = async (): Promise<void> => {
        try {
          resolve(await work());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      waiting = { station, needs, refuse: reject, begin };
    });
    if (waiting === undefined || this.closed) refuse(stopping());
    else {
      this.queue.push(waiting);
      this.pump();
    }
    const own = waiting;
    return {
      ended,
      waitsFor: () => (own === undefined || !this.queue.includes(own) ? null : this.obstacleOf(own)),
      leave: () => {
        const at = own === undefined ? -1 : this.queue.indexOf(own);
        if (at === -1) return false;
        this.queue.splice(at, 1);
        refuse(new RequestError('request/conflict', 'It was taken out of the line before it began.'));
        return true;
      },
    };
  }

  /** How much waits. */
  get length(): number {
    return this.queue.length;
  }

  /** Whether something of the station is under way or waits. */
  holds(station: string): boolean {
    return this.active.has(station) || this.queue.some((waiting) => waiting.station === station);
  }

  /** What the first work of the station that waits is waiting for; null when none does. */
  waitsFor(station: string): WaitReason | null {
    const first = this.queue.find((waiting) => waiting.station === station);
    return first === undefined ? null : this.obstacleOf(first);
  }

  /** Begins what can begin, the first in line first: a slow host takes one place, not all. */
  pump(): void {
    for (let at = 0; at < this.queue.length && !this.closed;) {
      const waiting = this.queue[at];
      if (waiting === undefined) return;
      const declared = this.dependencies.reader.station(waiting.station)?.station;
      if (declared !== undefined && this.obstacle(waiting, declared) !== null) {
        at++;
        continue;
      }
      this.queue.splice(at, 1);
      if (declared === undefined) waiting.refuse(new RequestError('request/not-found', `There is no station "${waiting.station}".`));
      else this.begin(waiting, declared);
    }
  }

  /** Nothing begins any more, and what waits is told so. */
  close(): void {
    this.closed = true;
    for (const { refuse } of this.queue.splice(0)) refuse(stopping());
  }

  private begin({ station, needs, begin }: Waiting, declared: Station): void {
    this.active.set(station, { declared, needs });
    void begin().then(() => {
      this.active.delete(station);
      this.pump();
      this.dependencies.onEnd();
    });
  }

  private obstacleOf(waiting: Waiting): WaitReason | null {
    const declared = this.dependencies.reader.station(waiting.station)?.station;
    return declared === undefined ? null : this.obstacle(waiting, declared);
  }

  private obstacle({ station, needs }: Pick<Waiting, 'station' | 'needs'>, declared: Station): WaitReason | null {
    if (this.active.has(station)) return { kind: 'station', station };
    if (needs === 'station') return null;
    const others = [...this.active.values()];
    if (needs === 'host')
      for (const other of others) {
        const shared = other.needs === 'host' ? sharedBy(other.declared, declared) : null;
        if (shared !== null) return shared;
      }
    const running = others.filter((other) => other.needs !== 'station').length;
    return running >= this.dependencies.concurrency ? { kind: 'place', running } : null;
  }
}

interface Waiting {
  readonly station: string;
  readonly needs: TurnNeeds;
  readonly refuse: (error: unknown) => void;
  /** Never rejects: what goes wrong belongs to who waits for the end. */
  readonly begin: () => Promise<void>;
}

/** Puts in line what begins with a number of its own later on. */
export function inTurn<T>(line: Pick<Line, 'join'>, station: string, needs: TurnNeeds, begin: () => Begun<T>): InTurn<T> {
  let tell: (run: number | null) => void = () => undefined;
  const run = new Promise<number | null>((resolve) => {
    tell = resolve;
  });
  const { ended, waitsFor, leave } = line.join(station, needs, () => {
    const begun = begin();
    void begun.run.then(tell);
    return begun.ended;
  });
  ended.catch(() => {
    tell(null);
  });
  return { run, ended, waitsFor, leave };
}

function stopping(): RequestError {
  return new RequestError('request/unavailable', 'The catalogue is being stopped; nothing new begins.', { retryAfter: 30 });
}

function sharedBy(a: Station, b: Station): WaitReason | null {
  const host = hostOf(a);
  if (host !== null && host === hostOf(b)) return { kind: 'host', host, station: a.id };
  const provider = a.serviceProvider?.iri;
  return provider !== undefined && provider === b.serviceProvider?.iri ? { kind: 'provider', provider, station: a.id } : null;
}

function hostOf({ endpoint }: Station): string | null {
  const host = URL.canParse(endpoint) ? new URL(endpoint).host : '';
  return host === '' ? null : host;
}
