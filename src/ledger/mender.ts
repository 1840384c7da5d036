import type { ForgottenBytes } from '../ports/ledger.js';
import type { Connection } from './database.js';
import { derivePublications, entriesOf } from './publications.js';
import { forgetContents } from './station-memory.js';

/** Makes anew what is made of the log and the versions, and forgets what is not there any more; never touches those two. Inside the caller's transaction. */
export class Mender {
  constructor(private readonly connection: Connection) {}

  /** Every index, from its table. */
  reindex(): void {
    this.connection.run('REINDEX');
  }

  /** What a record published when, and whether it is published now, from its entries of the log. */
  rederive(record: string): void {
    const entries = entriesOf(this.connection, record);
    const publications = derivePublications(entries);
    this.connection.run('DELETE FROM publication WHERE record = ?', record);
    for (const { version, fromSeq, toSeq, at, station } of publications)
      this.connection.run(
        'INSERT INTO publication (record, version, from_seq, to_seq, at, station) VALUES (?, ?, ?, ?, ?, ?)',
        record,
        version,
        fromSeq,
        toSeq,
        at,
        station,
      );
    const [last, open] = [entries.at(-1), publications.at(-1)];
    if (open?.toSeq === null && last !== undefined) this.connection.run('UPDATE record SET last_changed_at = ? WHERE id = ?', last['time'], record);
    if (open?.toSeq === null)
      this.connection.run(
        "UPDATE record SET state = 'current', version = ?, station = ?, state_reason = NULL, state_since = NULL WHERE id = ? AND (state <> 'current' OR version IS NOT ?)",
        open.version,
        open.station,
        record,
        open.version,
      );
    else
      this.connection.run(
        "UPDATE record SET state = ?, state_since = ? WHERE id = ? AND state = 'current'",
        last === undefined ? 'held' : String(last['op']),
        last === undefined ? null : String(last['time']),
        record,
      );
  }

  /**
   * Bytes that are not to be had any more: their stations are read anew with the next visit, the runs that received them
   * cannot be replayed, a visitor's report is gone. What is installed has to be installed again, and is left named.
   */
  forgetBytes(hashes: readonly string[]): ForgottenBytes {
    const list = JSON.stringify(hashes);
    const among = '(SELECT value FROM json_each(?))';
    const installed = this.connection
      .all(`SELECT kind, id FROM installation WHERE removed_at IS NULL AND json_extract(meta, '$.hash') IN ${among} ORDER BY id`, list)
      .map((row) => `${String(row['kind'])} ${String(row['id'])}`);
    const stations = this.connection
      .all(`SELECT DISTINCT station FROM document WHERE body_hash IN ${among} ORDER BY station`, list)
      .map((row) => String(row['station']));
    const runs = this.connection.all(`SELECT DISTINCT run FROM run_document WHERE body_hash IN ${among} ORDER BY run`, list).map((row) => Number(row['run']));
    for (const station of stations) forgetContents(this.connection, station);
    this.connection.run(`DELETE FROM run_document WHERE body_hash IN ${among}`, list);
    const reports = this.connection.run(`DELETE FROM kept_report WHERE blob_hash IN ${among}`, list).changes;
    return { stations, runs, reports, installed };
  }
}
