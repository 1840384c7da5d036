import type { RunOutcome } from './harvest.js';

/** How a station stands in a round: waiting for its visit, or why the round does not wait for it. */
export type RoundEntry = RunOutcome | 'waiting' | 'paused' | 'retired' | 'not-visited';

/**
 * A harvest round: over when every station that was due has been visited, is paused or on hold, or the time is up, so that
 * one dead endpoint blocks nobody for ever (R7). What is sent on is sent after a round.
 */
export interface Round {
  readonly id: number;
  readonly startedAt: string;
  /** The round ends then at the latest. */
  readonly endsBy: string;
  readonly endedAt: string | null;
  readonly stations: Readonly<Record<string, RoundEntry>>;
}
