import type { Connection } from './database.js';

/** Makes the documents of a published run stand for their records next time: in place of all others, or beside them. */
export function rememberDocuments(connection: Connection, run: number, station: string, how: 'replaced' | 'added'): void {
  if (how === 'replaced') connection.run('DELETE FROM document WHERE station = ?', station);
  else connection.run('DELETE FROM document WHERE station = ? AND url IN (SELECT url FROM staged_document WHERE run = ? AND forgotten = 1)', station, run);
  connection.run(
    `INSERT OR REPLACE INTO document (station, url, etag, last_modified, body_hash, memo, subjects, run, base_iri, media_type, retrieved_at)
     SELECT ?, url, etag, last_modified, body_hash, memo, subjects, run, base_iri, media_type, retrieved_at FROM staged_document WHERE run = ? AND forgotten = 0 ORDER BY rowid`,
    station,
    run,
  );
}

/**
 * A run that published but did not reach its end stands for nothing: what it found changed, or new, is read anew next time,
 * should the station go back to the old words. Which records a document holds counts all the same: it may be deleted
 * before it is read again (OAI-13).
 */
export function forgetChanged(connection: Connection, run: number, station: string): void {
  connection.run(
    `INSERT INTO document (station, url, body_hash, memo, subjects, run)
     SELECT ?, url, '', 'null', subjects, run FROM staged_document WHERE run = ? AND forgotten = 0
     ON CONFLICT (station, url) DO UPDATE SET etag = NULL, last_modified = NULL, memo = 'null', run = excluded.run, body_hash = '', subjects =
       (SELECT json_group_array(value) FROM (SELECT value FROM json_each(document.subjects) UNION SELECT value FROM json_each(excluded.subjects)))
     WHERE document.body_hash <> (SELECT body_hash FROM staged_document s WHERE s.run = excluded.run AND s.url = excluded.url)`,
    station,
    run,
  );
}

/** Notes where the station stands after a published run: its bookmark, and when everything was seen last. */
export function rememberWalk(connection: Connection, run: number, full: boolean): void {
  connection.run(
    `INSERT INTO station_memory (station, bookmark, full_walk_at) SELECT station, bookmark, CASE WHEN ? THEN started_at END FROM run WHERE id = ?
     ON CONFLICT (station) DO UPDATE SET bookmark = COALESCE(excluded.bookmark, bookmark), full_walk_at = COALESCE(excluded.full_walk_at, full_walk_at)`,
    full ? 1 : 0,
    run,
  );
}

/**
 * The station's next run reads everything anew, and still knows which records each document holds: one that is deleted
 * meanwhile takes them with it (OAI-13). What an undone run had withdrawn is found by the document it came in.
 */
export function forgetContents(connection: Connection, station: string): void {
  connection.run("UPDATE document SET etag = NULL, last_modified = NULL, body_hash = '', memo = 'null' WHERE station = ?", station);
  connection.run(
    `INSERT OR IGNORE INTO document (station, url, body_hash, memo, subjects, run)
     SELECT station, source_url, '', 'null', json_group_array(subject), MAX(last_run) FROM description WHERE station = ? AND present = 1 GROUP BY source_url`,
    station,
  );
  connection.run('UPDATE station_memory SET bookmark = NULL, full_walk_at = NULL WHERE station = ?', station);
}

/** Nothing that the station was told or has said before counts any more. */
export function forgetDocuments(connection: Connection, station: string): void {
  connection.run('DELETE FROM document WHERE station = ?', station);
  connection.run('UPDATE station_memory SET bookmark = NULL, full_walk_at = NULL WHERE station = ?', station);
}
