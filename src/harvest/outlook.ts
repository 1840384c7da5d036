import { InternalError } from '../domain/errors.js';
import type { QualityCount, QualityDelta, RunCounts, RunItem } from '../domain/harvest.js';
import type { Deed, DescriptionState, LedgerReader, StagedHead } from '../ports/ledger.js';
import { fieldChanges } from '../rdf/field-changes.js';
import { parseStored } from '../rdf/parse.js';
import type { Diff } from './diff.js';

export interface OutlookDependencies {
  readonly reader: LedgerReader;
  readonly station: string;
  readonly run: number;
  readonly known: ReadonlyMap<string, DescriptionState>;
  readonly staged: ReadonlyMap<string, StagedHead>;
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
export function countsOf(diff: Diff, known: ReadonlyMap<string, DescriptionState>, counts: RunCounts): RunCounts {
  const count = (kind: Deed['kind']): number => diff.deeds.filter((deed) => deed.kind === kind).length;
  const added = diff.deeds.filter((deed) => deed.kind === 'publish' && known.get(deed.subject)?.present !== true).length;
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
export function qualityDelta(
  staged: readonly StagedHead[],
  before: ReadonlyMap<string, { readonly violations: number; readonly warnings: number }>,
): QualityDelta | null {
  const changed = staged.filter((head) => head.changed);
  if (changed.length === 0) return null;
  const known = changed.flatMap((head) => {
    const counts = before.get(head.subject);
    return counts === undefined ? [] : [counts];
  });
  return { before: total(known), after: total(changed) };
}

function total(list: readonly { readonly violations: number; readonly warnings: number }[]): QualityCount {
  return {
    records: list.length,
    violations: list.reduce((sum, { violations }) => sum + violations, 0),
    warnings: list.reduce((sum, { warnings }) => sum + warnings, 0),
  };
}
