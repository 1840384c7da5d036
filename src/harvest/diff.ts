import type { HarvesterKnowledge } from '../ports/harvester.js';
import type { Deed, DescriptionState, Lookup, StagedHead } from '../ports/ledger.js';

type StagedForDiff = Pick<StagedHead, 'subject' | 'changed' | 'canonicalHash' | 'admission' | 'losesMandatory'>;

export interface DiffInput {
  readonly staged: Lookup<StagedForDiff>;
  readonly known: Lookup<DescriptionState>;
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
  /** Worked out anew each time they are gone through, by subject: a station of any size has its deeds in no list. */
  readonly deeds: Iterable<Deed>;
  /** How many there are of each kind. */
  readonly counts: Readonly<Partial<Record<Deed['kind'], number>>>;
  /** Of those to publish: what is not there yet. */
  readonly added: number;
  /** Of what was admitted: a description that was only ever held is missed by nobody. */
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
  const { staged, known, stale, gone, complete, rule } = input;
  let total = 0;
  let found = false;
  for (const { present, admitted } of known.values()) if (present && admitted) total++;
  for (const { subject } of staged.values()) {
    found = !gone.has(subject);
    if (found) break;
  }
  return { ...tallied(() => deedsOf(input), known, staged), total, empty: complete && rule.absence && !found && stale.size === 0 && total > 0 };
}

/** Goes through the deeds once, to know what the brake and the counts of the run ask for. */
export function tallied(deeds: () => Iterable<Deed>, known: Lookup<DescriptionState>, staged?: DiffInput['staged']): Omit<Diff, 'total' | 'empty'> {
  const counts: Partial<Record<Deed['kind'], number>> = {};
  let [added, withdrawals, newlyHeld, losing] = [0, 0, 0, 0];
  for (const { kind, subject } of deeds()) {
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (kind !== 'publish' && kind !== 'hold' && kind !== 'withdraw') continue;
    const before = known.get(subject);
    if (kind === 'withdraw') {
      if (before?.admitted === true) withdrawals++;
      continue;
    }
    if (kind === 'publish' && before?.present !== true) added++;
    if (!wasAdmitted(before)) continue;
    if (kind === 'hold') newlyHeld++;
    else if (staged?.get(subject)?.losesMandatory === true) losing++;
  }
  return { deeds: { [Symbol.iterator]: () => deeds()[Symbol.iterator]() }, counts, added, withdrawals, newlyHeld, losing };
}

function* deedsOf(input: DiffInput): Generator<Deed, void> {
  const { staged, known, stale, gone } = input;
  for (const head of staged.values()) {
    const deed = gone.has(head.subject) ? null : deedOfStaged(head, input);
    if (deed !== null) yield deed;
  }
  for (const description of known.values()) {
    const { subject } = description;
    if (!description.present || (staged.has(subject) && !gone.has(subject))) continue;
    if (stale.has(subject) && !gone.has(subject)) yield { kind: 'stale', subject };
    else if (!input.complete) continue;
    else if (input.rule.deletions && gone.has(subject)) yield { kind: 'withdraw', subject, cause: 'source-gone', reason: 'The source says that it is gone.' };
    else if (input.rule.absence)
      yield graceIsOver(description, input)
        ? {
            kind: 'withdraw',
            subject,
            cause: 'source-absent',
            reason: `Missing in ${String(description.missingRuns + 1)} complete runs since ${String(description.missingSince)}.`,
          }
        : { kind: 'missing', subject };
  }
}

function deedOfStaged({ subject, changed, canonicalHash, admission }: StagedForDiff, { known, stale, judgedAnew }: DiffInput): Deed | null {
  if (judgedAnew === true) {
    const before = known.get(subject);
    // Kept bytes are older than the source's word that a record is gone.
    if (before?.present === false) return null;
    if (changed && admission !== null && !stale.has(subject)) {
      if (before?.canonicalHash === canonicalHash) return { kind: 'rejudge', subject };
      return { kind: admission.verdict === 'held' && !wasAdmitted(before) ? 'hold' : 'publish', subject };
    }
  }
  if (stale.has(subject)) return { kind: 'stale', subject };
  if (!changed || admission === null) return { kind: 'seen', subject };
  return { kind: admission.verdict === 'held' ? 'hold' : 'publish', subject };
}

function wasAdmitted(before: DescriptionState | undefined): boolean {
  return before?.present === true && before.admitted && !before.held;
}

function graceIsOver(description: DescriptionState, input: DiffInput): boolean {
  if (description.missingSince === null || description.missingRuns + 1 < input.grace.missingRuns) return false;
  return input.now.getTime() - Date.parse(description.missingSince) >= input.grace.missingHours * 3_600_000;
}
