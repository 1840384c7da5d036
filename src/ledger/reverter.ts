import type { RunItem } from '../domain/harvest.js';
import { changedProperties, type Inheritable } from '../domain/series.js';
import { appendLog, closePublication, touchMembers } from './change-log.js';
import { json, textOrNull, type Connection, type Row } from './database.js';
import { insertItem } from './run-book.js';
import type { StagedMeta } from './staging.js';

/**
 * Undoes what one run did to single records, as new entries of the log: nothing that was written is taken back. A record
 * that somebody has changed since stays as it is, with the reason (R50).
 */
export class Reverter {
  constructor(
    private readonly connection: Connection,
    private readonly run: number,
    private readonly of: number,
    private readonly by: string,
    private readonly now: Date,
  ) {}

  apply(record: string): RunItem['outcome'] {
    const row = this.connection.get('SELECT * FROM record WHERE id = ?', record);
    const span = this.connection.get(
      "SELECT MIN(seq) AS first, MAX(seq) AS last FROM log WHERE kind = 'record' AND id = ? AND run = ? AND op <> 'observed'",
      record,
      this.of,
    );
    if (row === undefined || span?.['first'] == null) return 'unchanged';
    const since = this.connection.get(
      "SELECT run, by FROM log WHERE kind = 'record' AND id = ? AND seq > ? AND op <> 'observed' LIMIT 1",
      record,
      span['last'],
    );
    if (since !== undefined)
      return this.item(row, 'unchanged', since['run'] === null ? 'changed by an operator since' : `changed since by run ${String(since['run'])}`);
    const before = this.connection.get(
      'SELECT version FROM publication WHERE record = ? AND from_seq < ? AND (to_seq IS NULL OR to_seq >= ?)',
      record,
      span['first'],
      span['first'],
    );
    return before === undefined ? this.takeBack(row) : this.restore(row, Number(before['version']));
  }

  /** It was not published before the run. */
  private takeBack(row: Row): RunItem['outcome'] {
    if (row['state'] !== 'current') return this.item(row, 'unchanged', 'not published any more');
    const record = String(row['id']);
    const { seq, time } = this.log(row, 'withdrawn', Number(row['version']));
    closePublication(this.connection, record, seq);
    const reason = `Run ${String(this.of)} was undone.`;
    this.connection.run(
      "UPDATE record SET state = 'withdrawn', state_reason = ?, state_since = ?, last_changed_at = ? WHERE id = ?",
      reason,
      time,
      time,
      record,
    );
    this.connection.run(
      "UPDATE description SET present = 0, canonical_hash = '', last_run = ? WHERE record = ? AND station = ? AND subject = (SELECT iri FROM record WHERE id = description.record)",
      this.run,
      record,
      row['station'],
    );
    if (row['kind'] === 'series') this.touch(row, json<Inheritable>(row['inheritable']), null);
    return this.item(row, 'withdrawn', reason);
  }

  private restore(row: Row, version: number): RunItem['outcome'] {
    if (row['state'] === 'withheld') return this.item(row, 'unchanged', 'withheld by an operator');
    const record = String(row['id']);
    const wasLive = row['state'] === 'current';
    if (wasLive && Number(row['version']) === version) return this.item(row, 'unchanged', null);
    const body = this.connection.get('SELECT station, meta, canonical_hash, gap FROM version WHERE id = ?', version);
    if (body === undefined || body['gap'] !== null) return this.item(row, 'unchanged', 'the version before is not kept any more');
    // A version of an older release says less of itself; what the record says now is the best there is.
    const meta: Pick<StagedMeta, 'title' | 'custodian' | 'publisher' | 'inheritable'> = {
      title: json(row['title']),
      custodian: textOrNull(row['holder']),
      publisher: textOrNull(row['publisher']),
      inheritable: json(row['inheritable']),
      ...json<Partial<StagedMeta>>(body['meta']),
    };
    const { seq, time } = this.log(row, wasLive ? 'updated' : 'created', version, String(body['station']));
    closePublication(this.connection, record, seq);
    this.connection.run('INSERT INTO publication (record, version, from_seq, at, station) VALUES (?, ?, ?, ?, ?)', record, version, seq, time, body['station']);
    this.connection.run(
      "UPDATE record SET state = 'current', station = ?, version = ?, last_changed_at = ?, state_reason = NULL, state_since = NULL, title = ?, holder = ?, publisher = ?, inheritable = ? WHERE id = ?",
      body['station'],
      version,
      time,
      JSON.stringify(meta.title),
      meta.custodian,
      meta.publisher,
      JSON.stringify(meta.inheritable),
      record,
    );
    this.connection.run(
      `UPDATE description SET present = 1, canonical_hash = ?, version = ?, admitted_version = ?, custodian = ?, publisher = ?, stale = 0, missing_runs = 0, missing_since = NULL,
         held_since = NULL, held_reasons = NULL, last_run = ? WHERE record = ? AND station = ? AND subject = (SELECT iri FROM record WHERE id = description.record)`,
      body['canonical_hash'],
      version,
      version,
      meta.custodian,
      meta.publisher,
      this.run,
      record,
      body['station'],
    );
    if (row['kind'] === 'series') this.touch(row, wasLive ? json<Inheritable>(row['inheritable']) : null, meta.inheritable);
    return this.item(row, wasLive ? 'updated' : 'added', `as before run ${String(this.of)}`);
  }

  private log(row: Row, op: 'created' | 'updated' | 'withdrawn', version: number, station = textOrNull(row['station'])): { seq: number; time: string } {
    return appendLog(this.connection, { kind: 'record', op, id: String(row['id']), version, cause: 'operator', station, by: this.by, run: this.run }, this.now);
  }

  private touch(row: Row, before: Inheritable | null, after: Inheritable | null): void {
    touchMembers(this.connection, String(row['iri']), changedProperties(before, after), this.now, this.run);
  }

  private item(row: Row, outcome: RunItem['outcome'], reason: string | null): RunItem['outcome'] {
    insertItem(this.connection, this.run, {
      subject: String(row['iri']),
      recordId: String(row['id']),
      title: json(row['title']),
      outcome,
      reason,
      changes: [],
    });
    return outcome;
  }
}
