import type { Assertion } from '../domain/assertion.js';
import type { LanguageMap } from '../domain/language.js';
import type { PublishedRecord, RecordName, ToldChange } from '../domain/record.js';
import type { ToldRange } from '../ports/ledger.js';
import { json, textOrNull, unpack, type Connection, type Row } from './database.js';
import { headOf } from './record-rows.js';

type SeqAt = (instant: string) => number;

const columns = `l.seq, l.kind AS entry_kind, l.op, l.time AS told_at, l.station AS told_by, r.*, d.last_seen_at AS seen, d.source_url AS source, d.held_since, d.held_reasons, v.n AS version_n,
  NULL AS others, v.body, v.canonical_hash, v.meta`;
const joins = `LEFT JOIN record r ON r.id = l.id LEFT JOIN version v ON v.id = l.version LEFT JOIN description d ON d.record = r.id AND d.station = r.station AND d.subject = r.iri`;
/** What feeds told once, and tell as long as its content is kept. */
const wasTold = `l.kind = 'record' AND l.op <> 'observed'`;
/** What was never published is not taken back either. */
const wasPublished = `EXISTS (SELECT 1 FROM log c WHERE c.id = l.id AND c.seq < l.seq AND c.kind = 'record' AND c.op IN ('created', 'updated'))`;
const isWhole = `l.op IN ('created', 'updated') AND r.state <> 'withheld' AND v.gap IS NULL`;
const isTold = `${wasTold} AND ((${isWhole}) OR (l.op IN ('withdrawn', 'withheld') AND ${wasPublished}))`;
/** The last entry of a live record; its time is the one that the record keeps. */
const lastWord = `l.seq = (SELECT MAX(c.seq) FROM log c WHERE c.id = r.id AND c.kind = 'record' AND c.op <> 'observed')`;
/** Left to itself SQLite would read every live record for each page. */
const byChange = 'record r INDEXED BY record_changed';
const olderWhere = `r.state = 'current' AND r.last_changed_at >= @from AND r.last_changed_at < @until`;

const before = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();
const earlier = (a: string, b: string): string => (a < b ? a : b);
const later = (a: string, b: string): string => (a > b ? a : b);

interface Stretch {
  /** Of what came before the log is told in full. */
  readonly older: { readonly from: string; readonly until: string };
  /** Numbers of the log that is: after the one, up to the other. */
  readonly after: number;
  readonly upTo: number;
  /** What the catalogue said of itself last, where it lies in the stretch. */
  readonly catalogue: { readonly seq: number; readonly time: string } | null;
}

function stretchOf(connection: Connection, { from, to, fullSince }: ToldRange, seqAt: SeqAt): Stretch {
  const start = later(from, fullSince);
  const row = connection.get("SELECT seq, time FROM log WHERE kind = 'catalogue' ORDER BY seq DESC LIMIT 1");
  const time = textOrNull(row?.['time']);
  return {
    older: { from, until: earlier(to, fullSince) },
    after: seqAt(before(start)),
    upTo: start < to ? seqAt(before(to)) : 0,
    catalogue: time === null || time < from || time >= to ? null : { seq: Number(row?.['seq']), time },
  };
}

export function firstToldAt(connection: Connection, range: ToldRange, seqAt: SeqAt): string | null {
  const { older, after, upTo, catalogue } = stretchOf(connection, range, seqAt);
  const times = [
    connection.get(`SELECT MIN(r.last_changed_at) AS time FROM ${byChange} WHERE ${olderWhere}`, older)?.['time'],
    connection.get(`SELECT l.time FROM log l WHERE l.seq > ? AND l.seq <= ? AND ${wasTold} ORDER BY l.seq LIMIT 1`, after, upTo)?.['time'],
    catalogue?.time,
  ];
  return times.flatMap((time) => textOrNull(time) ?? []).sort()[0] ?? null;
}

export function toldCount(connection: Connection, range: ToldRange, seqAt: SeqAt, most: number): number {
  const { older, after, upTo, catalogue } = stretchOf(connection, range, seqAt);
  const count = (row: Row | undefined): number => Number(row?.['n'] ?? 0);
  const old = count(connection.get(`SELECT COUNT(*) AS n FROM (SELECT 1 FROM ${byChange} WHERE ${olderWhere} LIMIT @most)`, { ...older, most }));
  const full = count(
    connection.get(`SELECT COUNT(*) AS n FROM (SELECT 1 FROM log l WHERE l.seq > ? AND l.seq <= ? AND ${wasTold} LIMIT ?)`, after, upTo, most),
  );
  return Math.min(most, old + full + (catalogue === null ? 0 : 1));
}

export function told(
  connection: Connection,
  range: ToldRange,
  seqAt: SeqAt,
  { afterTime, limit }: { readonly afterTime: string; readonly limit: number },
): ToldChange[] {
  const { older, after, upTo, catalogue } = stretchOf(connection, range, seqAt);
  const rows = connection.all(
    `SELECT ${columns} FROM ${byChange} JOIN log l ON l.id = r.id AND ${lastWord} JOIN version v ON v.id = l.version AND v.gap IS NULL
       LEFT JOIN description d ON d.record = r.id AND d.station = r.station AND d.subject = r.iri
     WHERE ${olderWhere} AND r.last_changed_at > @afterTime ORDER BY r.last_changed_at LIMIT @limit`,
    { ...older, afterTime, limit },
  );
  if (rows.length < limit)
    rows.push(
      ...connection.all(
        `SELECT ${columns} FROM log l ${joins} WHERE l.seq > ? AND l.seq <= ? AND ${isTold} ORDER BY l.seq LIMIT ?`,
        afterTime === '' ? after : Math.max(after, seqAt(afterTime)),
        upTo,
        limit - rows.length,
      ),
    );
  const changes = rows.map(changeOf);
  if (catalogue !== null && catalogue.time > afterTime) changes.push({ ...catalogue, op: 'updated', head: null, body: null });
  return changes.sort((a, b) => a.seq - b.seq).slice(0, limit);
}

export function toldAt(connection: Connection, seq: number): ToldChange | 'gone' | undefined {
  const row = connection.get(`SELECT ${columns}, (${isTold}) AS is_told, ${wasPublished} AS was_published FROM log l ${joins} WHERE l.seq = ?`, seq);
  if (row === undefined) return undefined;
  if (row['entry_kind'] === 'catalogue') {
    const isLast = connection.get("SELECT 1 FROM log WHERE kind = 'catalogue' AND seq > ? LIMIT 1", seq) === undefined;
    return isLast ? { seq, time: String(row['told_at']), op: 'updated', head: null, body: null } : 'gone';
  }
  if (row['is_told'] === 1) return changeOf(row);
  const isUpsert = row['op'] === 'created' || row['op'] === 'updated';
  return row['entry_kind'] === 'record' && (isUpsert || (row['op'] !== 'observed' && row['was_published'] === 1)) ? 'gone' : undefined;
}

/** A record as an entry left it: its words and titles are those of the version that was published then. */
function changeOf(row: Row): ToldChange {
  const [seq, time, op] = [Number(row['seq']), String(row['told_at']), String(row['op'])];
  const isUpsert = op === 'created' || op === 'updated';
  const now = headOf(row);
  const { title } = row['meta'] === null ? {} : json<{ title?: LanguageMap }>(row['meta']);
  const was = { station: textOrNull(row['told_by']) ?? now.station, lastChangedAt: time, title: title ?? now.title };
  const head = { ...now, ...was, ...(isUpsert ? { state: 'current' as const, stateReason: null, stateSince: null, heldUpdate: null } : {}) };
  return isUpsert
    ? { seq, time, op, head, body: unpack(row['body'] as Buffer, String(row['canonical_hash'])) }
    : { seq, time, op: 'deleted', head, body: null };
}

export function recordsAsOf(connection: Connection, asOf: number, afterId: string, limit: number): PublishedRecord[] {
  return connection
    .all(
      `SELECT ${columns}, v.id AS version_id FROM publication p JOIN record r ON r.id = p.record JOIN version v ON v.id = p.version AND v.gap IS NULL
         JOIN log l ON l.id = r.id AND l.seq = (SELECT MAX(c.seq) FROM log c WHERE c.id = r.id AND c.kind = 'record' AND c.op <> 'observed' AND c.seq <= @asOf)
         LEFT JOIN description d ON d.record = r.id AND d.station = r.station AND d.subject = r.iri
       WHERE p.record > @afterId AND p.from_seq <= @asOf AND (p.to_seq IS NULL OR p.to_seq > @asOf) AND r.state <> 'withheld' ORDER BY p.record LIMIT @limit`,
      { asOf, afterId, limit },
    )
    .flatMap((row) => {
      const { head, body } = changeOf(row);
      return head === null || body === null ? [] : [{ head, body, versionId: Number(row['version_id']) }];
    });
}

export function publishedAmong(connection: Connection, iris: readonly string[], seq: number): RecordName[] {
  return connection
    .all(
      `SELECT r.id, r.iri, p.station FROM record r JOIN publication p ON p.record = r.id
       WHERE r.iri IN (SELECT value FROM json_each(?)) AND r.redacted = 0 AND p.from_seq <= ? AND (p.to_seq IS NULL OR p.to_seq > ?) ORDER BY r.id`,
      JSON.stringify(iris),
      seq,
      seq,
    )
    .map((row) => ({ id: String(row['id']), iri: String(row['iri']), station: String(row['station']) }));
}

export function assertionsAt(connection: Connection, subject: string, seq: number): Assertion[] {
  return connection
    .all(
      `SELECT iri, body FROM assertion WHERE subject = @subject AND from_seq <= @seq
       UNION ALL SELECT iri, body FROM assertion_past WHERE subject = @subject AND from_seq <= @seq AND to_seq > @seq ORDER BY iri`,
      { subject, seq },
    )
    .map((row) => json<Assertion>(row['body']));
}
