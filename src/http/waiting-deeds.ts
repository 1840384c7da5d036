import { randomBytes } from 'node:crypto';
import { CatalogueError } from '../domain/errors.js';
import type { RunSummary } from '../harvest/runner.js';
import type { InTurn, WaitReason } from '../harvest/line.js';
import type { Clock } from '../ports/clock.js';

export type DeedKind = 'run' | 'release' | 'revert';

/** A deed that could not begin at once: it stands in the same line as the visits. */
export interface WaitingDeed {
  /** 128 random bits. */
  readonly id: string;
  readonly deed: DeedKind;
  readonly station: string;
  readonly by: string;
  readonly askedAt: string;
  /** `refused`: it was taken out of the line, or could not be done any more when its turn came. */
  readonly state: 'waiting' | 'begun' | 'refused';
  readonly waitsFor: WaitReason | null;
  /** Its number, once it has begun. */
  readonly run: number | null;
  /** Why it was refused. */
  readonly detail: string | null;
}

const maxDeeds = 200;
const keepMs = 3_600_000;

/** Remembers deeds that wait, and for an hour what became of them. In memory alone: what has not begun is forgotten with a stop. */
export class WaitingDeeds {
  private readonly deeds = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {}

  add(facts: Pick<WaitingDeed, 'deed' | 'station' | 'by'>, begun: InTurn<RunSummary>): WaitingDeed {
    this.forgetOld();
    const entry = new Entry(facts, this.clock.now().toISOString(), begun);
    this.deeds.set(entry.id, entry);
    void this.follow(entry);
    return entry;
  }

  find(id: string): WaitingDeed | undefined {
    this.forgetOld();
    return this.deeds.get(id);
  }

  /** The latest first. */
  all(): readonly WaitingDeed[] {
    this.forgetOld();
    return [...this.deeds.values()].reverse();
  }

  /** Takes one out of the line; false when it has begun. */
  leave(id: string): boolean {
    return this.deeds.get(id)?.begun.leave() ?? false;
  }

  private async follow(entry: Entry): Promise<void> {
    entry.run = await entry.begun.run;
    try {
      const { detail } = await entry.begun.ended;
      if (entry.run === null) entry.refusal = detail ?? 'The run could not begin.';
    } catch (error) {
      if (entry.run === null) entry.refusal = error instanceof CatalogueError ? error.message : 'Something went wrong on our side.';
    }
    entry.overAt = this.clock.now().getTime();
  }

  private forgetOld(): void {
    const now = this.clock.now().getTime();
    for (const [id, { overAt }] of this.deeds) if (overAt !== null && (now - overAt > keepMs || this.deeds.size > maxDeeds)) this.deeds.delete(id);
  }
}

class Entry implements WaitingDeed {
  readonly id = randomBytes(16).toString('hex');
  readonly deed: DeedKind;
  readonly station: string;
  readonly by: string;
  run: number | null = null;
  refusal: string | null = null;
  overAt: number | null = null;

  constructor(
    facts: Pick<WaitingDeed, 'deed' | 'station' | 'by'>,
    readonly askedAt: string,
    readonly begun: InTurn<RunSummary>,
  ) {
    this.deed = facts.deed;
    this.station = facts.station;
    this.by = facts.by;
  }

  get state(): WaitingDeed['state'] {
    if (this.refusal !== null) return 'refused';
    return this.run === null ? 'waiting' : 'begun';
  }

  get waitsFor(): WaitReason | null {
    return this.begun.waitsFor();
  }

  get detail(): string | null {
    return this.refusal;
  }
}
