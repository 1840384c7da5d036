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
  /** Last entry of the log when it began; null for one of an earlier release. */
  readonly seq?: number | null;
  /** The round ends then at the latest. */
  readonly endsBy: string;
  readonly endedAt: string | null;
  readonly stations: Readonly<Record<string, RoundEntry>>;
}

/** What it comes to for who asks whether the round is over, and whether something is wrong. */
export const roundStandings = ['done', 'failed', 'on-hold', 'paused', 'retired', 'waiting', 'timed-out'] as const;
export type RoundStanding = (typeof roundStandings)[number];

const standings: Readonly<Record<RoundEntry, RoundStanding>> = {
  complete: 'done',
  partial: 'done',
  failed: 'failed',
  interrupted: 'failed',
  postponed: 'failed',
  'on-hold': 'on-hold',
  paused: 'paused',
  retired: 'retired',
  waiting: 'waiting',
  'not-visited': 'timed-out',
};

export function standingOf(entry: RoundEntry): RoundStanding {
  return standings[entry];
}

/** How many stations stand how. */
export function tallyOf({ stations }: Round): Readonly<Record<RoundStanding, number>> {
  const tally = { done: 0, failed: 0, 'on-hold': 0, paused: 0, retired: 0, waiting: 0, 'timed-out': 0 };
  for (const entry of Object.values(stations)) tally[standings[entry]]++;
  return tally;
}
