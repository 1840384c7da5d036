import type { HarvesterKnowledge } from '../ports/harvester.js';
import type { Deed, DescriptionState, StagedHead } from '../ports/ledger.js';

export interface DiffInput {
  readonly staged: readonly Pick<StagedHead, 'subject' | 'changed' | 'canonicalHash' | 'admission' | 'losesMandatory'>[];
  readonly known: ReadonlyMap<string, DescriptionState>;
  /** Listed, but their own fetch failed (RUN-3). */
  readonly stale: ReadonlySet<string>;
  /** Explicitly deleted at the source (RUN-4). */
  readonly gone: ReadonlySet<string>;
  /** The walk reached its end. */
  readonly complete: boolean;
  /** Kept documents are judged by newer rules: what is admitted stays so (DESIGN section 4). */
  readonly judgedAnew?: boolean;
  /** What this walk may withdraw. */
  readonly rule: WithdrawalRule;
  readonly now: Date;
  readonly grace: { readonly missingRuns: number; readonly missingHours: number };
}

/** What a run may withdraw, if its walk reached its end. */
export interface WithdrawalRule {
  /** What was not seen counts as missing, and goes after the grace (RUN-5). */
  readonly absence: boolean;
  /** What the source says is deleted goes at once (RUN-4). */
  readonly deletions: boolean;
}

/** Derived from what the protocol can know and how far this walk went: absence from an increment says nothing. */
export function withdrawalRule(knows: HarvesterKnowledge, walk: 'full' | 'incremental'): WithdrawalRule {
  return { absence: knows.completeListing && walk === 'full', deletions: knows.deletions };
}

export interface Diff {
  readonly deeds: readonly Deed[];
  readonly withdrawals: number;
  /** Admitted until now, and would be held. */
  readonly newlyHeld: number;
  /** Published until now, and would lose a mandatory property. */
  readonly losing: number;
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
  let losing = 0;
  for (const { subject, changed, canonicalHash, admission, losesMandatory } of input.staged) {
    if (input.gone.has(subject)) continue;
    found.add(subject);
    // Kept bytes are older than the source's word that a record is gone.
    if (input.judgedAnew === true && input.known.get(subject)?.present === false) continue;
    if (input.stale.has(subject)) deeds.push({ kind: 'stale', subject });
    else if (!changed || admission === null) deeds.push({ kind: 'seen', subject });
    else {
      const before = input.known.get(subject);
      const wasAdmitted = before?.present === true && before.admitted && !before.held;
      if (input.judgedAnew === true && before?.canonicalHash === canonicalHash) deeds.push({ kind: 'rejudge', subject });
      else if (admission.verdict === 'held' && !(input.judgedAnew === true && wasAdmitted)) {
        deeds.push({ kind: 'hold', subject });
        if (wasAdmitted) newlyHeld++;
      } else {
        deeds.push({ kind: 'publish', subject });
        if (wasAdmitted && losesMandatory) losing++;
      }
    }
  }
  const live = [...input.known.values()].filter((description) => description.present);
  for (const description of live) {
    const { subject } = description;
    if (found.has(subject)) continue;
    if (input.stale.has(subject) && !input.gone.has(subject)) deeds.push({ kind: 'stale', subject });
    else if (input.complete && input.rule.deletions && input.gone.has(subject)) {
      deeds.push({ kind: 'withdraw', subject, cause: 'source-gone', reason: 'The source says that it is gone.' });
      withdrawals++;
    } else if (input.complete && input.rule.absence) {
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
  return {
    deeds,
    withdrawals,
    newlyHeld,
    losing,
    total,
    empty: input.complete && input.rule.absence && found.size === 0 && input.stale.size === 0 && total > 0,
  };
}

function graceIsOver(description: DescriptionState, input: DiffInput): boolean {
  if (description.missingSince === null || description.missingRuns + 1 < input.grace.missingRuns) return false;
  return input.now.getTime() - Date.parse(description.missingSince) >= input.grace.missingHours * 3_600_000;
}
