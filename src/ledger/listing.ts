import type { ListedRecord, ListingQuery, TermProperty } from '../ports/ledger.js';
import { textOrNull, type Connection, type Row } from './database.js';

/**
 * The last entry of each record in the log as of a seq, by second and id. A record that was never published is in none:
 * taking it down is no news to anybody outside. What an operator has taken down since has no content to give out any more.
 */
function last({ from, until, station, terms, after }: ListingQuery, index = ''): string {
  return [
    `FROM log l${index} JOIN record r ON r.id = l.id WHERE l.kind = 'record' AND l.op <> 'observed' AND l.seq <= @asOf`,
    `NOT EXISTS (SELECT 1 FROM log n WHERE n.kind = 'record' AND n.op <> 'observed' AND n.id = l.id AND n.seq > l.seq AND n.seq <= @asOf)`,
    `(l.op IN ('created', 'updated') OR EXISTS (SELECT 1 FROM publication p WHERE p.record = l.id AND p.from_seq <= @asOf))`,
    // Written out as they are needed: an index is only entered at a place that is sure to be one.
    ...(from === undefined ? [] : ['substr(l.time, 1, 19) >= @from']),
    ...(until === undefined ? [] : ['substr(l.time, 1, 19) <= @until']),
    ...(after === undefined ? [] : ['substr(l.time, 1, 19) >= @second AND (substr(l.time, 1, 19) > @second OR l.id > @after)']),
    ...(station === undefined ? [] : ['l.station = @station']),
    ...(terms === undefined
      ? []
      : ['EXISTS (SELECT 1 FROM version_term t WHERE t.version = l.version AND t.property = @property AND t.value IN (SELECT value FROM json_each(@terms)))']),
  ].join(' AND ');
}

const columns = `l.id, l.seq, l.time, l.op, l.version, l.station, r.state,
  (SELECT json_group_array(json_array(t.property, t.value)) FROM (SELECT property, value FROM version_term WHERE version = l.version ORDER BY property, value) t) AS terms`;

/**
 * What a restore put back may be otherwise than others were told before it, so no record counts as changed before the last
 * one: who reads from where it stopped is told everything anew. By id, since all of them have the same time.
 */
function restored(query: ListingQuery, floor: string | null): ListingQuery | null {
  const { from, until, after, ...rest } = query;
  if (floor === null || (from !== undefined && from > floor) || (until !== undefined && until < floor) || (after !== undefined && after.second > floor))
    return null;
  return { ...rest, ...(after === undefined ? {} : { after }) };
}

const byId = ' INDEXED BY log_record';

function restoredWhere(query: ListingQuery): string {
  const { after, ...rest } = query;
  return `${last(rest, byId)} AND substr(l.time, 1, 19) <= @floor${after === undefined ? '' : ' AND l.id > @after'}`;
}

function restoredParameters({ after, ...rest }: ListingQuery, floor: string | null): Record<string, unknown> {
  return { ...parameters(rest), floor, ...(after === undefined ? {} : { after: after.id }) };
}

export function readListing(connection: Connection, query: ListingQuery, limit: number): ListedRecord[] {
  const floor = floorOf(connection);
  const old = restored(query, floor);
  const first =
    old === null
      ? []
      : connection
          .all(`SELECT ${columns} ${restoredWhere(old)} ORDER BY l.id LIMIT @limit`, { ...restoredParameters(old, floor), limit })
          .map((row) => listedOf(row, floor));
  if (first.length >= limit) return first;
  // A place among those is before all others.
  const { after, ...whole } = query;
  const rest = floor !== null && after !== undefined && after.second <= floor ? whole : query;
  const others = connection.all(`SELECT ${columns} ${last(rest)}${since(floor)} ORDER BY substr(l.time, 1, 19), l.id LIMIT @limit`, {
    ...parameters(rest),
    ...(floor === null ? {} : { floor }),
    limit: limit - first.length,
  });
  return [...first, ...others.map((row) => listedOf(row, floor))];
}

export function countListing(connection: Connection, query: ListingQuery): number {
  const floor = floorOf(connection);
  const old = restored(query, floor);
  const count = (sql: string, values: Record<string, unknown>): number => Number(connection.get(`SELECT COUNT(*) AS n ${sql}`, values)?.['n'] ?? 0);
  return (
    (old === null ? 0 : count(restoredWhere(old), restoredParameters(old, floor))) +
    count(last(query) + since(floor), { ...parameters(query), ...(floor === null ? {} : { floor }) })
  );
}

export function readListed(connection: Connection, id: string, asOf: number): ListedRecord | undefined {
  const row = connection.get(`SELECT ${columns} ${last({ asOf })} AND l.id = @id`, { asOf, id });
  return row === undefined ? undefined : listedOf(row, floorOf(connection));
}

const since = (floor: string | null): string => (floor === null ? '' : ' AND substr(l.time, 1, 19) > @floor');

/** The second of the last restore; null where there was none. */
function floorOf(connection: Connection): string | null {
  const [latest, before] = connection.all('SELECT started_at FROM epoch ORDER BY n DESC LIMIT 2');
  return before === undefined ? null : (textOrNull(latest?.['started_at'])?.slice(0, 19) ?? null);
}

/** Values that descriptions have of a property, each found by one step in the index. */
export function readTermValues(connection: Connection, property: TermProperty): string[] {
  return connection
    .all(
      `WITH RECURSIVE found(value) AS (
         SELECT MIN(value) FROM version_term WHERE property = @property
         UNION ALL SELECT (SELECT MIN(value) FROM version_term WHERE property = @property AND value > found.value) FROM found WHERE found.value IS NOT NULL
       ) SELECT value FROM found WHERE value IS NOT NULL LIMIT 10000`,
      { property },
    )
    .map((row) => String(row['value']));
}

function parameters({ asOf, from, until, station, terms, after }: ListingQuery): Record<string, unknown> {
  return {
    asOf,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(after === undefined ? {} : { second: after.second, after: after.id }),
    ...(station === undefined ? {} : { station }),
    ...(terms === undefined ? {} : { property: terms.property, terms: JSON.stringify(terms.values) }),
  };
}

function listedOf(row: Row, floor: string | null): ListedRecord {
  const time = String(row['time']);
  return {
    id: String(row['id']),
    seq: Number(row['seq']),
    at: floor !== null && time.slice(0, 19) <= floor ? `${floor}.000Z` : time,
    isDeleted: row['op'] === 'withdrawn' || row['op'] === 'withheld' || row['state'] === 'withheld',
    station: textOrNull(row['station']),
    terms: (JSON.parse(String(row['terms'])) as [TermProperty, string][]).map(([property, value]) => ({ property, value })),
  };
}
