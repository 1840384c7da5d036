import type { LedgerReader, ListedRecord, ListingQuery, Snapshot } from '../ports/ledger.js';
import type { OaiListVerb, OaiSelection } from './oai-arguments.js';
import type { OaiSets } from './oai-sets.js';
import { openPlace, signPlace, tokenLifeSeconds, type OaiPlace } from './oai-tokens.js';

export interface OaiPage {
  readonly selection: OaiSelection;
  readonly snapshot: Snapshot;
  readonly records: readonly ListedRecord[];
  /** Null for a list that fits one page; an empty text ends one that did not (OAIP-7). */
  readonly token: { readonly text: string; readonly cursor: number; readonly total: number; readonly expiresAt: number | null } | null;
}

export interface ListSettings {
  readonly reader: LedgerReader;
  readonly sets: OaiSets;
  readonly pageSize: Readonly<Record<OaiListVerb, number>>;
  /** Seconds since 1970. */
  readonly now: number;
  /** What was counted before, by snapshot and selection: neither changes what there was. */
  readonly counts: Map<string, number>;
}

const mostCounts = 200;

/** The first page of a list as of now. */
export function firstPage(verb: OaiListVerb, selection: OaiSelection, settings: ListSettings): OaiPage {
  const { reader, sets, now } = settings;
  const snapshot = reader.snapshot();
  const query = queryOf(selection, snapshot, sets);
  const total = query === null ? 0 : countOf(query, snapshot, settings);
  return pageAt({ verb, selection, snapshot, cursor: 0, total, begunAt: now }, undefined, settings);
}

function countOf(query: ListingQuery, { epoch }: Snapshot, { reader, counts }: ListSettings): number {
  const key = JSON.stringify([epoch, query]);
  const known = counts.get(key);
  if (known !== undefined) return known;
  const count = reader.listingCount(query);
  if (counts.size >= mostCounts) counts.clear();
  counts.set(key, count);
  return count;
}

/** The page that a token leads to; undefined for one that is not ours, too old, of before a restore, or of versions that are kept no more. */
export function nextPage(verb: OaiListVerb, token: string, settings: ListSettings): OaiPage | undefined {
  const { reader, now } = settings;
  const place = openPlace(token, reader.tokenSecret());
  if (place?.verb !== verb || place.begunAt + tokenLifeSeconds < now) return undefined;
  const { epoch, seq } = reader.snapshot();
  if (place.snapshot.epoch !== epoch || place.snapshot.seq > seq || place.snapshot.seq < reader.keptSince()) return undefined;
  return pageAt(place, place.after, settings);
}

function pageAt(place: Omit<OaiPlace, 'after'>, after: OaiPlace['after'] | undefined, { reader, sets, pageSize }: ListSettings): OaiPage {
  const { verb, selection, snapshot, cursor, total, begunAt } = place;
  const query = queryOf(selection, snapshot, sets);
  const left = total - cursor;
  const size = pageSize[verb];
  // A page of one record trips clients that turn lists of one into something else: the page before takes it along (OAIP-10).
  const take = left <= size + 1 ? left : size;
  const records = query === null || take <= 0 ? [] : reader.listing({ ...query, ...(after === undefined ? {} : { after }) }, take);
  const last = records.at(-1);
  if (left <= take || last === undefined) return { selection, snapshot, records, token: cursor === 0 ? null : { text: '', cursor, total, expiresAt: null } };
  const text = signPlace({ ...place, cursor: cursor + take, after: { second: secondOf(last), id: last.id } }, reader.tokenSecret());
  return { selection, snapshot, records, token: { text, cursor, total, expiresAt: begunAt + tokenLifeSeconds } };
}

/** Null when there is no such set: no record is in it. */
function queryOf({ set, from, until }: OaiSelection, { seq }: Snapshot, sets: OaiSets): ListingQuery | null {
  const filter = set === null ? {} : sets.filterOf(set);
  return filter === null ? null : { asOf: seq, ...(from === null ? {} : { from }), ...(until === null ? {} : { until }), ...filter };
}

/** As the log is searched, without the zone. */
function secondOf({ at }: ListedRecord): string {
  return at.slice(0, 19);
}
