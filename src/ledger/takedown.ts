import { RequestError } from '../domain/errors.js';
import { changedProperties, type Inheritable } from '../domain/series.js';
import { appendLog, closePublication, touchMembers } from './change-log.js';
import { json, textOrNull, type Connection, type Row } from './database.js';

/** Takes records down and puts them back, on an operator's word, inside the caller's transaction (DESIGN section 3, withheld). */
export class Takedown {
  constructor(
    private readonly connection: Connection,
    private readonly by: string,
    private readonly now: Date,
  ) {}

  /** @param row of the record; one that is withheld already keeps its entry of the log, and gets the new reason */
  withhold(row: Row, reason: string, redacted: 'for good' | 'no' = 'no'): void {
    const record = String(row['id']);
    const at = this.now.toISOString();
    if (row['state'] !== 'withheld') {
      const { seq } = this.log(row, 'withheld', row['version'] === null ? null : Number(row['version']));
      closePublication(this.connection, record, seq);
      if (row['kind'] === 'series' && row['state'] === 'current')
        touchMembers(this.connection, String(row['iri']), changedProperties(json<Inheritable>(row['inheritable']), null), this.now);
    }
    this.connection.run(
      "UPDATE record SET state = 'withheld', state_reason = ?, state_since = ?, last_changed_at = ?, redacted = ? WHERE id = ?",
      reason,
      at,
      at,
      redacted === 'for good' ? 1 : 0,
      record,
    );
  }

  /** Publishes the newest admitted description of a withheld record. @throws RequestError `request/bad-parameter` when there is none to publish */
  release(row: Row): void {
    const record = String(row['id']);
    if (row['state'] !== 'withheld') throw new RequestError('request/bad-parameter', `Record ${record} is not withheld.`);
    if (row['redacted'] === 1) throw new RequestError('request/bad-parameter', `Record ${record} was redacted; it stays withheld for good.`);
    const version = this.admittedVersion(row);
    const { seq, time } = this.log(row, 'created', version);
    this.connection.run('INSERT INTO publication (record, version, from_seq, at, station) VALUES (?, ?, ?, ?, ?)', record, version, seq, time, row['station']);
    this.connection.run(
      "UPDATE record SET state = 'current', version = ?, state_reason = NULL, state_since = NULL, last_changed_at = ?, published_at = COALESCE(published_at, ?) WHERE id = ?",
      version,
      time,
      time,
      record,
    );
    if (row['kind'] === 'series') touchMembers(this.connection, String(row['iri']), changedProperties(null, json<Inheritable>(row['inheritable'])), this.now);
  }

  private admittedVersion(row: Row): number {
    const record = String(row['id']);
    const latest = this.connection.get(
      'SELECT d.admitted_version, v.gap FROM description d LEFT JOIN version v ON v.id = d.admitted_version WHERE d.record = ? AND d.station = ? AND d.subject = (SELECT iri FROM record WHERE id = d.record) AND d.present = 1',
      record,
      row['station'],
    );
    if (latest?.['gap'] != null)
      throw new RequestError(
        'request/bad-parameter',
        `The present version of record ${record} was redacted; it can be released when its source describes it otherwise.`,
      );
    if (latest?.['admitted_version'] == null)
      throw new RequestError('request/bad-parameter', `Record ${record} has no admitted description at its source any more.`);
    return Number(latest['admitted_version']);
  }

  private log(row: Row, op: 'withheld' | 'created', version: number | null): { readonly seq: number; readonly time: string } {
    const entry = { kind: 'record', op, id: String(row['id']), version, cause: 'operator', station: textOrNull(row['station']), by: this.by } as const;
    return appendLog(this.connection, entry, this.now);
  }
}
