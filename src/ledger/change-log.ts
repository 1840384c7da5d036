import type { ChangeCause, ChangeKind, ChangeOp } from '../domain/record.js';
import { json, textOrNull, type Connection, type Row } from './database.js';
import { lacking, type Inheritable, type InheritableProperty } from '../domain/series.js';

export interface LogEntry {
  readonly kind: ChangeKind;
  readonly op: ChangeOp;
  readonly id: string;
  readonly version: number | null;
  readonly cause: ChangeCause;
  readonly station: string | null;
  readonly by?: string | undefined;
  readonly run?: number | undefined;
}

/** Appends to the change log inside the caller's transaction; time = max(now, previous + 1 ms) (DESIGN section 3). */
export function appendLog(connection: Connection, entry: LogEntry, now: Date): { readonly seq: number; readonly time: string } {
  const previous = connection.get('SELECT time FROM log ORDER BY seq DESC LIMIT 1');
  const least = previous === undefined ? 0 : Date.parse(String(previous['time'])) + 1;
  const time = new Date(Math.max(now.getTime(), least)).toISOString();
  const result = connection.run(
    'INSERT INTO log (kind, op, id, version, cause, time, station, by, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    entry.kind,
    entry.op,
    entry.id,
    entry.version,
    entry.cause,
    time,
    entry.station,
    entry.by ?? null,
    entry.run ?? null,
  );
  return { seq: Number(result.lastInsertRowid), time };
}

/** Closes the open publication row of a record, if there is one; the last version it published. */
export function closePublication(connection: Connection, record: string, seq: number): void {
  connection.run('UPDATE publication SET to_seq = ? WHERE record = ? AND to_seq IS NULL', seq, record);
}

/** Notes that a record's exported form changed though its own description did not: a series, an assertion. */
export function touchRecord(connection: Connection, record: string, cause: ChangeCause, now: Date, run?: number): void {
  const row = connection.get("SELECT r.version, r.station FROM record r WHERE r.id = ? AND r.state = 'current'", record);
  if (row === undefined) return;
  const { time } = appendLog(
    connection,
    { kind: 'record', op: 'updated', id: record, version: Number(row['version']), cause, station: String(row['station']), run },
    now,
  );
  connection.run('UPDATE record SET last_changed_at = ? WHERE id = ?', time, record);
}

/** An operator's deed that changes nothing published of a record: one entry with the name, which feeds pass over (DESIGN section 5). */
export function noteDeed(connection: Connection, record: Row, by: string, now: Date): void {
  const { id, version, station } = record;
  appendLog(
    connection,
    { kind: 'record', op: 'observed', id: String(id), version: version == null ? null : Number(version), cause: 'operator', station: textOrNull(station), by },
    now,
  );
}

/** Whether record `r` is a member of a series (named twice), by its own word or by that of the series. */
export const isMember = '(r.id IN (SELECT record FROM series_member WHERE series = ?) OR r.iri IN (SELECT member FROM series_claim WHERE series = ?))';

/** Logs an update for every live member that takes one of these properties from the series. */
export function touchMembers(connection: Connection, seriesIri: string, changed: readonly InheritableProperty[], now: Date, run?: number): void {
  if (changed.length === 0) return;
  for (const row of connection.all(
    `SELECT r.id AS record, r.inheritable FROM record r WHERE r.state = 'current' AND r.kind <> 'series' AND ${isMember} ORDER BY r.id`,
    seriesIri,
    seriesIri,
  )) {
    const missing = lacking(json<Inheritable>(row['inheritable']));
    if (changed.some((property) => missing.includes(property))) touchRecord(connection, String(row['record']), 'series', now, run);
  }
}
