import { InternalError } from '../domain/errors.js';
import type { QualityCount, QualityDelta, RunCounts, RunItem } from '../domain/harvest.js';
import type { Deed, DescriptionState, Ledger, LedgerReader, Lookup, StagedHead } from '../ports/ledger.js';
import { fieldChanges } from '../rdf/field-changes.js';
import { parseStored } from '../rdf/parse.js';
import { batches } from './batches.js';
import type { Diff } from './diff.js';

export interface OutlookDependencies {
  readonly reader: LedgerReader;
  readonly station: string;
  readonly run: number;
  readonly known: Lookup<DescriptionState>;
  readonly staged: Lookup<StagedHead>;
}

/** What a deed would do to the catalogue, in words and field by field; null for what stays as it is. */
export function itemOf(deed: Deed, { reader, station, run, known, staged }: OutlookDependencies): RunItem | null {
  const { subject } = deed;
  const before = known.get(subject);
  const head = staged.get(subject);
  const item = {
    subject,
    recordId: before?.record ?? null,
    title: head?.changed === true ? head.title : (reader.head(subject)?.title ?? {}),
    reason: null,
    changes: [],
  };
  switch (deed.kind) {
    case 'publish':
      return before?.present === true
        ? { ...item, outcome: 'updated', changes: changesOf(reader, station, run, subject) }
        : { ...item, outcome: 'added', reason: before === undefined ? null : 'seen again' };
    case 'hold':
      return {
        ...item,
        outcome: 'held',
        reason: head?.admission?.reasons.map((reason) => reason.detail).join(' ') ?? null,
        changes: before === undefined ? [] : changesOf(reader, station, run, subject),
      };
    case 'withdraw':
      return { ...item, outcome: 'withdrawn', reason: deed.reason };
    case 'missing':
      return { ...item, outcome: 'missing', reason: 'not listed in a complete run' };
    case 'stale':
      return { ...item, outcome: 'stale' };
    case 'seen':
    case 'rejudge':
      return null;
  }
}

/** A damaged old body has no differences to show; the run itself tells of it. */
function changesOf(reader: LedgerReader, station: string, run: number, subject: string): RunItem['changes'] {
  try {
    const then = reader.previousBody(station, subject);
    const now = reader.stagedBody(run, subject);
    return then === undefined || now === undefined ? [] : fieldChanges(subject, parseStored(then), parseStored(now));
  } catch (error) {
    if (!(error instanceof InternalError)) throw error;
    return [];
  }
}

/** Counts as a run would end with. */
export function countsOf({ counts: deeds, added }: Diff, counts: RunCounts): RunCounts {
  const count = (kind: Deed['kind']): number => deeds[kind] ?? 0;
  return {
    ...counts,
    added,
    updated: count('publish') - added,
    unchanged: count('seen') + count('stale') + count('missing') + count('rejudge'),
    withdrawn: count('withdraw'),
    held: counts.held + count('hold'),
  };
}

/** Results of validation of what the run found new or changed, beside what the same subjects had before. */
export function qualityDelta(staged: Lookup<StagedHead>, before: (subject: string) => Omit<QualityCount, 'records'> | undefined): QualityDelta | null {
  const delta = { before: noQuality, after: noQuality };
  for (const head of staged.values()) {
    if (!head.changed) continue;
    delta.after = plus(delta.after, head);
    const known = before(head.subject);
    if (known !== undefined) delta.before = plus(delta.before, known);
  }
  return delta.after.records === 0 ? null : delta;
}

const noQuality: QualityCount = { records: 0, violations: 0, warnings: 0 };

function plus(sum: QualityCount, { violations, warnings }: Omit<QualityCount, 'records'>): QualityCount {
  return { records: sum.records + 1, violations: sum.violations + violations, warnings: sum.warnings + warnings };
}

const itemsPerCall = 200;
/** Nobody reads more of them, and the counts tell the rest. */
const maxItems = 20_000;

/** Keeps what deeds would do, for an operator to read; for a run on hold also the deeds themselves, for its release. */
export async function keepPlan(ledger: Ledger, deeds: Iterable<Deed>, about: OutlookDependencies, withDeeds: boolean): Promise<void> {
  let kept = 0;
  for (const batch of batches(deeds, itemsPerCall)) {
    const items = batch.flatMap((deed) => (kept < maxItems ? (itemOf(deed, about) ?? []) : []));
    kept += items.length;
    await ledger.plan(about.run, withDeeds ? batch : [], items);
  }
}
