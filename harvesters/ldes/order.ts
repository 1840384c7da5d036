import type { Activity } from './members.js';

/** What decides which of two members of one entity counts. */
export interface Stamp {
  readonly member: string;
  readonly activity: Activity;
  /** Time that counts, in milliseconds; null counts as the oldest. */
  readonly at: number | null;
  readonly sequence: string | null;
}

const ranks: Readonly<Record<Activity, number>> = { create: 0, update: 1, delete: 2 };

/**
 * Orders members by time, then sequence (LDES-14); what is left undecided is decided the same way each time: a deletion
 * is later than an update, an update later than a creation, and then the IRI decides. So no order of pages matters.
 */
export function compareStamps(a: Stamp, b: Stamp): number {
  return (
    (a.at ?? -Infinity) - (b.at ?? -Infinity) ||
    compareSequences(a.sequence, b.sequence) ||
    ranks[a.activity] - ranks[b.activity] ||
    compareText(a.member, b.member)
  );
}

function compareSequences(a: string | null, b: string | null): number {
  if (a === null || b === null) return 0;
  const [left, right] = [Number(a), Number(b)];
  return Number.isNaN(left) || Number.isNaN(right) ? compareText(a, b) : left - right;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
