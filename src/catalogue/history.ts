import type { ChangeCause, LoggedChange, MergedSubject, Publication, RecordHead, RecordLog, Version } from '../domain/record.js';

/** What happened to a record, as its readers would say it. */
export type HistoryEvent = 'published' | 'updated' | 'reverted' | 'returned' | 'released' | 'withdrawn' | 'withheld' | 'merged' | 'redacted';

/** Whose doing it was. The name of an operator is for operators. */
export type Actor =
  | { readonly kind: 'station'; readonly id: string }
  | { readonly kind: 'operator'; readonly name: string | null }
  /** Our own pipeline, or what a series passes on to its members. */
  | { readonly kind: 'catalogue' }
  | { readonly kind: 'hdab' };

export interface RunReference {
  readonly station: string;
  readonly id: number;
  readonly trigger: string;
  /** The run that it released, undid or read again. */
  readonly of: number | null;
}

export interface HistoryEntry {
  readonly event: HistoryEvent;
  readonly cause: ChangeCause;
  readonly at: string;
  /** Number of the version that it is about. */
  readonly n: number | null;
  readonly actor: Actor;
  readonly run: RunReference | null;
  readonly merged: MergedSubject | null;
  /** Of a redaction. */
  readonly reason: string | null;
}

/** A stretch of time in which a version was what the catalogue published; it may have several. */
export interface Period {
  readonly from: string;
  readonly to: string | null;
  readonly begun: HistoryEntry;
  readonly ended: HistoryEvent | null;
}

export interface PublishedVersion {
  readonly version: Version;
  /** Oldest first; at least one. */
  readonly periods: readonly [Period, ...Period[]];
  /** Number of the version that was published before it; null for the first. */
  readonly previous: number | null;
  readonly isCurrent: boolean;
}

export interface RecordHistory {
  readonly id: string;
  readonly iri: string;
  /** Newest first. */
  readonly versions: readonly PublishedVersion[];
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
}

/** The past of a record, from its log and its publications (R49, R50). */
export function recordHistory(head: Pick<RecordHead, 'id' | 'iri'>, versions: readonly Version[], log: RecordLog): RecordHistory {
  const bySeq = new Map<number, HistoryEntry>();
  let last: HistoryEntry | null = null;
  for (const change of log.changes) {
    const entry = entryOf(change, last?.event ?? null);
    bySeq.set(change.seq, entry);
    last = entry;
  }
  const published = [...versions].flatMap((version) => publishedVersion(version, log.publications, bySeq)).sort((a, b) => b.version.n - a.version.n);
  const entries = [...bySeq.values(), ...published.flatMap(({ version }) => redactionOf(version)), ...log.merged.flatMap(mergerOf)];
  return { id: head.id, iri: head.iri, versions: published, entries: entries.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)) };
}

function entryOf(change: LoggedChange, before: HistoryEvent | null): HistoryEntry {
  const { cause, time, n, run, station } = change;
  return {
    event: eventOf(change, before),
    cause,
    at: time,
    n,
    actor: actorOf(change),
    run: run === null || station === null ? null : { station, ...run },
    merged: null,
    reason: null,
  };
}

function eventOf({ op, run }: LoggedChange, before: HistoryEvent | null): HistoryEvent {
  if (op === 'withdrawn' || op === 'withheld') return op;
  if (run?.trigger === 'revert') return 'reverted';
  if (op !== 'created') return 'updated';
  return before === null ? 'published' : before === 'withheld' ? 'released' : 'returned';
}

function actorOf({ cause, by, station }: LoggedChange): Actor {
  if (cause === 'pipeline' || cause === 'series') return { kind: 'catalogue' };
  if (cause === 'assertion') return { kind: 'hdab' };
  if (cause === 'operator' || cause === 'station-removed' || by !== null || station === null) return { kind: 'operator', name: by };
  return { kind: 'station', id: station };
}

function publishedVersion(version: Version, publications: readonly Publication[], bySeq: ReadonlyMap<number, HistoryEntry>): PublishedVersion[] {
  const periods = publications.flatMap((publication): Period[] => {
    const begun = bySeq.get(publication.fromSeq);
    if (publication.n !== version.n || begun === undefined) return [];
    const end = publication.toSeq === null ? undefined : bySeq.get(publication.toSeq);
    return [{ from: begun.at, to: end?.at ?? null, begun, ended: end?.event ?? null }];
  });
  const [first, ...others] = periods;
  if (first === undefined) return [];
  const at = publications.findIndex((publication) => publication.n === version.n);
  const previous = publications
    .slice(0, at)
    .reverse()
    .find((publication) => publication.n !== version.n);
  return [
    {
      version,
      periods: [first, ...others],
      previous: previous?.n ?? null,
      isCurrent: publications.some((publication) => publication.n === version.n && publication.toSeq === null),
    },
  ];
}

function redactionOf({ n, gap }: Version): HistoryEntry[] {
  if (gap?.kind !== 'redacted') return [];
  const { at, by, reason } = gap;
  return [{ event: 'redacted', cause: 'operator', at, n, actor: { kind: 'operator', name: by }, run: null, merged: null, reason }];
}

/** A copy by evidence never was a record of its own, and has no time: it is told where the record's copies are. */
function mergerOf(merged: MergedSubject): HistoryEntry[] {
  if (merged.id === null || merged.at === null) return [];
  return [{ event: 'merged', cause: 'operator', at: merged.at, n: null, actor: { kind: 'operator', name: null }, run: null, merged, reason: null }];
}

export type AsOf =
  | { readonly kind: 'published'; readonly version: PublishedVersion; readonly period: Period }
  /** Not published then: `since` is when it stopped being so, null when it had never been. */
  | { readonly kind: 'absent'; readonly event: HistoryEvent | null; readonly since: string | null; readonly first: string | null };

/** Which version the catalogue published at an instant; decided by the publications, whose ends are open. */
export function asOf(history: RecordHistory, at: string): AsOf {
  for (const version of history.versions)
    for (const period of version.periods) if (period.from <= at && (period.to === null || at < period.to)) return { kind: 'published', version, period };
  const before = history.entries.find((entry) => entry.at <= at && (entry.event === 'withdrawn' || entry.event === 'withheld'));
  const first = history.versions.flatMap(({ periods }) => periods.map(({ from }) => from)).sort()[0] ?? null;
  return { kind: 'absent', event: before?.event ?? null, since: before?.at ?? null, first };
}
