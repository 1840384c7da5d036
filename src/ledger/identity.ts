import { RequestError } from '../domain/errors.js';
import type { IdentityEvidence, ProbableDuplicate } from '../domain/record.js';
import { changedProperties, type Inheritable } from '../domain/series.js';
import { appendLog, closePublication, noteDeed, touchMembers } from './change-log.js';
import { json, textOrNull, type Connection, type Row } from './database.js';
import { forgetContents } from './station-memory.js';

/** Which descriptions are about one record: exact evidence, and what operators decide (DESIGN section 3). Inside the caller's transaction. */
export class Identity {
  constructor(
    private readonly connection: Connection,
    private readonly now: Date,
  ) {}

  /**
   * The record that a subject nobody knows is a copy of: it links to it as its origin, and both carry the same identifier of
   * the same agency. Either alone proves nothing (REC-5).
   */
  recordByEvidence(subject: string, { identifiers, origins }: IdentityEvidence): string | null {
    for (const origin of origins) {
      const row =
        this.connection.get('SELECT id FROM record WHERE iri = ?', origin) ?? this.connection.get('SELECT record AS id FROM alias WHERE iri = ?', origin);
      if (row === undefined) continue;
      const record = String(row['id']);
      const shared = identifiers.find(
        ({ notation, agency }) =>
          this.connection.get('SELECT 1 FROM record_identifier WHERE record = ? AND notation = ? AND agency = ?', record, notation, agency) !== undefined,
      );
      if (shared === undefined) continue;
      this.connection.run(
        'INSERT INTO alias (iri, record, reason) VALUES (?, ?, ?)',
        subject,
        record,
        `identifier ${shared.notation} of ${shared.agency}, and its link to <${origin}>`,
      );
      return record;
    }
    return null;
  }

  noteEvidence(record: string, { identifiers, fingerprint }: IdentityEvidence): void {
    this.connection.run('DELETE FROM record_identifier WHERE record = ?', record);
    for (const { notation, agency } of identifiers)
      this.connection.run('INSERT OR IGNORE INTO record_identifier (record, notation, agency) VALUES (?, ?, ?)', record, notation, agency);
    this.connection.run('UPDATE record SET fingerprint = ? WHERE id = ?', fingerprint, record);
  }

  /** The first record becomes another name of the second. @throws RequestError `request/bad-parameter` */
  merge(from: string, into: string, reason: string, by: string): void {
    const [old, kept] = [this.record(from), this.record(into)];
    if (from === into) throw new RequestError('request/bad-parameter', 'A record cannot be merged with itself.');
    for (const row of [old, kept]) {
      const other = this.connection.get('SELECT record FROM alias WHERE iri = ?', row['iri']);
      if (other !== undefined)
        throw new RequestError('request/bad-parameter', `Record ${String(row['id'])} is merged into ${String(other['record'])} already; split it first.`);
    }
    if (old['state'] === 'withheld' || kept['state'] === 'withheld')
      throw new RequestError('request/bad-parameter', 'One of the records is withheld; release it first, or leave it.');
    this.withdraw(old, `Merged into ${into}: ${reason}`, by);
    this.connection.run('INSERT INTO alias (iri, record, reason) VALUES (?, ?, ?)', old['iri'], into, `${by}: ${reason}`);
    this.connection.run('UPDATE alias SET record = ? WHERE record = ?', into, from);
    this.connection.run('UPDATE description SET record = ? WHERE record = ?', into, from);
    noteDeed(this.connection, kept, by, this.now);
  }

  /** Undoes a merge, also one by evidence. @throws RequestError `request/bad-parameter` when the record is no other one's alias */
  split(iri: string, by: string): string {
    const alias = this.connection.get('SELECT record FROM alias WHERE iri = ?', iri);
    if (alias === undefined) throw new RequestError('request/bad-parameter', `<${iri}> is not merged into another record.`);
    this.connection.run('DELETE FROM alias WHERE iri = ?', iri);
    noteDeed(this.connection, this.record(String(alias['record'])), by, this.now);
    this.connection.run('INSERT OR REPLACE INTO alias_refused (iri, record, by, at) VALUES (?, ?, ?, ?)', iri, alias['record'], by, this.now.toISOString());
    const own = this.connection.get('SELECT * FROM record WHERE iri = ?', iri);
    // The next harvest of its stations describes it anew, as a record of its own.
    for (const { station } of this.connection.all('SELECT station FROM description WHERE subject = ? AND record = ?', iri, alias['record']))
      forgetContents(this.connection, String(station));
    if (own === undefined) {
      this.connection.run('DELETE FROM description WHERE subject = ? AND record = ?', iri, alias['record']);
      return String(alias['record']);
    }
    const id = String(own['id']);
    this.connection.run('UPDATE description SET record = ? WHERE subject = ? AND record = ?', id, iri, alias['record']);
    const primary = this.connection.get(
      'SELECT admitted_version AS version FROM description WHERE record = ? AND station = ? AND subject = (SELECT iri FROM record WHERE id = description.record) AND present = 1 AND admitted_version IS NOT NULL',
      id,
      own['station'],
    );
    if (primary === undefined) return id;
    const { seq, time } = appendLog(
      this.connection,
      { kind: 'record', op: 'created', id, version: Number(primary['version']), cause: 'operator', station: textOrNull(own['station']), by },
      this.now,
    );
    this.connection.run(
      'INSERT INTO publication (record, version, from_seq, at, station) VALUES (?, ?, ?, ?, ?)',
      id,
      primary['version'],
      seq,
      time,
      own['station'],
    );
    this.connection.run(
      "UPDATE record SET state = 'current', version = ?, last_changed_at = ?, state_reason = NULL, state_since = NULL WHERE id = ?",
      primary['version'],
      time,
      id,
    );
    if (own['kind'] === 'series') touchMembers(this.connection, iri, changedProperties(null, json<Inheritable>(own['inheritable'])), this.now);
    return id;
  }

  private withdraw(row: Row, reason: string, by: string): void {
    const record = String(row['id']);
    if (row['state'] === 'current') {
      const { seq } = appendLog(
        this.connection,
        { kind: 'record', op: 'withdrawn', id: record, version: Number(row['version']), cause: 'operator', station: textOrNull(row['station']), by },
        this.now,
      );
      closePublication(this.connection, record, seq);
      if (row['kind'] === 'series') touchMembers(this.connection, String(row['iri']), changedProperties(json<Inheritable>(row['inheritable']), null), this.now);
    }
    const at = this.now.toISOString();
    this.connection.run("UPDATE record SET state = 'withdrawn', state_reason = ?, state_since = ?, last_changed_at = ? WHERE id = ?", reason, at, at, record);
  }

  private record(id: string): Row {
    const row = this.connection.get('SELECT * FROM record WHERE id = ?', id);
    if (row === undefined) throw new RequestError('request/not-found', `There is no record ${id}.`);
    return row;
  }
}

/** Whether an operator has said that a subject is not a copy of that record: evidence does not bring it back. */
export function isRefused(connection: Connection, iri: string): boolean {
  return connection.get('SELECT 1 FROM alias_refused WHERE iri = ?', iri) !== undefined;
}

/** Published records that look alike but are not known to be one, for an operator to look at; never merged by themselves. */
export function probableDuplicates(connection: Connection, limit: number): ProbableDuplicate[] {
  return connection
    .all(
      `SELECT fingerprint, group_concat(id, ' ') AS ids FROM record WHERE state = 'current' AND fingerprint IS NOT NULL
       GROUP BY fingerprint HAVING COUNT(*) > 1 ORDER BY COUNT(*) DESC, fingerprint LIMIT ?`,
      limit,
    )
    .map((row) => ({ fingerprint: String(row['fingerprint']), records: String(row['ids']).split(' ').sort() }));
}
