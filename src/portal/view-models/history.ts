import type { CatalogueQueries } from '../../catalogue/queries.js';
import type { Actor, HistoryEntry, PublishedVersion } from '../../catalogue/history.js';
import type { FieldChange } from '../../domain/harvest.js';
import type { RecordHead, VersionGap } from '../../domain/record.js';
import { genidPrefix } from '../../rdf/terms.js';
import type { PageContext } from '../page-context.js';
import { propertyName } from './property-names.js';
import { clean, textOf } from './text.js';

export interface ChangeModel {
  /** In the reader's words where the portal has them; null where only the path tells. */
  readonly name: string | null;
  readonly path: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

export interface VersionModel {
  readonly n: number;
  readonly periods: readonly { readonly from: string; readonly to: string | null }[];
  readonly why: string;
  readonly run: { readonly n: number; readonly href: string } | null;
  /** Names of what changed, or why nothing can be said. */
  readonly changed: string;
  readonly changes: readonly ChangeModel[];
  readonly more: number;
  /** In words, for a version whose content was removed. */
  /** Why there is nothing to read. */
  readonly gap: string | null;
  readonly current: boolean;
}

export interface EventModel {
  readonly at: string;
  readonly what: string;
  readonly n: number | null;
  readonly why: string;
}

export interface HistoryModel {
  readonly versions: readonly VersionModel[];
  readonly events: readonly EventModel[];
  readonly dates: readonly { readonly label: string; readonly iso: string }[];
}

type HistoryQueries = Pick<CatalogueQueries, 'history' | 'changes' | 'station'>;

const comparedAtMost = 20;
const shownAtMost = 200;
const fieldsAtMost = 40;
const valuesAtMost = 10;

/** Published versions, newest first, each with what it changed, and what else became of the record (R50). */
export function historyModel(head: RecordHead, sourceModified: string | null, queries: HistoryQueries, context: PageContext): HistoryModel {
  const history = queries.history(head.id);
  const versions = (history?.versions ?? []).slice(0, shownAtMost);
  return {
    versions: versions.map((version, at) => versionModel(head.id, version, at < comparedAtMost, queries, context)),
    events: (history?.entries ?? []).slice(0, shownAtMost).map((entry) => eventModel(entry, queries, context)),
    dates: datesOf(head, sourceModified, context),
  };
}

/** Six clocks that are never mixed up (DESIGN section 3, Times kept apart). */
function datesOf(head: RecordHead, sourceModified: string | null, { m }: PageContext): HistoryModel['dates'] {
  const words = m.dataset;
  const dates: [string, string | null][] = [
    [words.modifiedAtSource, sourceModified],
    [words.history.firstSeen, head.firstSeenAt],
    [words.publishedSince, head.publishedAt],
    [words.history.lastChanged, head.lastChangedAt],
    [words.lastHarvested, head.lastSeenAt],
    [words.fields.confirmed.label, head.confirmedAt],
  ];
  return dates.flatMap(([label, iso]) => (iso === null ? [] : [{ label, iso }]));
}

function versionModel(id: string, published: PublishedVersion, compared: boolean, queries: HistoryQueries, context: PageContext): VersionModel {
  const { version, periods, previous, isCurrent } = published;
  const { m, f, lang } = context;
  const words = m.dataset.history;
  const changes = compared && version.gap === null ? queries.changes(id, version.n) : null;
  const shown = changesModel(changes ?? [], context);
  const names = [...new Set(shown.map(({ name, path }) => name ?? path))];
  const { begun } = periods[0];
  return {
    n: version.n,
    periods: periods.map(({ from, to }) => ({ from, to })),
    why: whyOf(begun, queries, context),
    run: begun.run === null ? null : { n: begun.run.id, href: `/${lang}/stations/${begun.run.station}/runs/${String(begun.run.id)}` },
    changed: previous === null ? words.first : changes === null ? '' : names.length === 0 ? words.unknownChange : f.list(names.slice(0, 6)),
    changes: shown,
    more: (changes?.length ?? 0) - shown.length,
    gap: version.gap === null ? null : gapText(version.gap, context),
    current: isCurrent,
  };
}

/** What there is to say of a version whose content is gone. */
export function gapText(gap: VersionGap, { m, f }: PageContext): string {
  const words = m.dataset.history;
  return gap.kind === 'expired' ? words.expired(f.date(gap.at)) : words.redacted(f.date(gap.at), clean(gap.reason, 300).replace(/\.$/, ''));
}

export function changesModel(changes: readonly FieldChange[], context: PageContext): ChangeModel[] {
  const values = (list: readonly string[]): string[] =>
    list.slice(0, valuesAtMost).map((value) => clean(value.replaceAll(genidPrefix, `${context.baseUrl}/.well-known/genid/`), 300));
  return changes
    .slice(0, fieldsAtMost)
    .map(({ path, removed, added }) => ({ name: propertyName(path, context), path, removed: values(removed), added: values(added) }));
}

function eventModel(entry: HistoryEntry, queries: HistoryQueries, context: PageContext): EventModel {
  return { at: entry.at, what: context.m.dataset.history.events[entry.event], n: entry.n, why: whyOf(entry, queries, context) };
}

/** Cause and actor in words; operators have no name here. */
function whyOf({ cause, actor }: HistoryEntry, queries: HistoryQueries, context: PageContext): string {
  const { causes } = context.m.dataset;
  if (cause === 'operator') return actorText(actor, queries, context);
  return cause === 'harvest' ? `${causes[cause]}, ${actorText(actor, queries, context)}` : causes[cause];
}

function actorText(actor: Actor, queries: HistoryQueries, context: PageContext): string {
  const words = context.m.dataset.history.actors;
  if (actor.kind !== 'station') return words[actor.kind];
  const title = queries.station(actor.id)?.station.title;
  return words.station((title === undefined ? undefined : textOf(title, context, 200)?.text) ?? actor.id);
}
