import type { Admission } from '../domain/record.js';
import type { Deed, DescriptionState } from '../ports/ledger.js';

export interface DiffInput {
  readonly staged: readonly { readonly subject: string; readonly changed: boolean; readonly admission: Admission | null }[];
  readonly known: ReadonlyMap<string, DescriptionState>;
  /** Listed, but their own fetch failed (RUN-3). */
  readonly stale: ReadonlySet<string>;
  /** Explicitly deleted at the source (RUN-4). */
  readonly gone: ReadonlySet<string>;
  /** The walk reached its end. */
  readonly complete: boolean;
  readonly now: Date;
  readonly grace: { readonly missingRuns: number; readonly missingHours: number };
}

export interface Diff {
  readonly deeds: readonly Deed[];
  readonly withdrawals: number;
  /** Admitted until now, and would be held. */
  readonly newlyHeld: number;
  /** Present and admitted before this run: what fractions are taken of. */
  readonly total: number;
  readonly empty: boolean;
}

/**
 * Compares what a run found with what is published. Absence withdraws only after a complete walk and a grace; explicit
 * deletion withdraws when the walk reached its end; everything else creates and updates (RUN-1, RUN-4, RUN-5).
 */
export function diffRun(input: DiffInput): Diff {
  const deeds: Deed[] = [];
  let withdrawals = 0;
  let newlyHeld = 0;
  const found = new Set<string>();
  for (const { subject, changed, admission } of input.staged) {
    found.add(subject);
    if (input.stale.has(subject)) deeds.push({ kind: 'stale', subject });
    else if (!changed || admission === null) deeds.push({ kind: 'seen', subject });
    else if (admission.verdict === 'held') {
      deeds.push({ kind: 'hold', subject });
      const before = input.known.get(subject);
      if (before?.present === true && before.admitted && !before.held) newlyHeld++;
    } else deeds.push({ kind: 'publish', subject });
  }
  const live = [...input.known.values()].filter((description) => description.present);
  for (const description of live) {
    const { subject } = description;
    if (found.has(subject)) continue;
    if (input.stale.has(subject)) deeds.push({ kind: 'stale', subject });
    else if (input.complete && input.gone.has(subject)) {
      deeds.push({ kind: 'withdraw', subject, cause: 'source-gone', reason: 'The source says that it is gone.' });
      withdrawals++;
    } else if (input.complete) {
      const over = graceIsOver(description, input);
      if (over) withdrawals++;
      deeds.push(
        over
          ? {
              kind: 'withdraw',
              subject,
              cause: 'source-absent',
              reason: `Missing in ${String(description.missingRuns + 1)} complete runs since ${String(description.missingSince)}.`,
            }
          : { kind: 'missing', subject },
      );
    }
  }
  const total = live.filter((description) => description.admitted).length;
  return { deeds, withdrawals, newlyHeld, total, empty: input.complete && found.size === 0 && input.stale.size === 0 && total > 0 };
}

function graceIsOver(description: DescriptionState, input: DiffInput): boolean {
  if (description.missingSince === null || description.missingRuns + 1 < input.grace.missingRuns) return false;
  return input.now.getTime() - Date.parse(description.missingSince) >= input.grace.missingHours * 3_600_000;
}
