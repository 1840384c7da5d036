import { visitTriggers, type RunTrigger } from '../domain/harvest.js';
import type { RunDocument, RunEnd, StagedBatch, StagedContent } from '../ports/ledger.js';
import { pack, type Connection } from './database.js';
import { insertIssue } from './publisher.js';

/** What of a staged record is kept beside its body and report. */
export type StagedMeta = Omit<StagedContent, 'body' | 'report'>;

/**
 * Writes what a run found; nothing of it is visible outside the run. A subject that comes twice with different content
 * keeps its first description (RUN-10).
 */
export function stageBatch(connection: Connection, run: number, batch: StagedBatch): string[] {
  const duplicates: string[] = [];
  for (const record of batch.records) {
    if (record.replaces === true) connection.run('DELETE FROM staged WHERE run = ? AND subject = ?', run, record.subject);
    const known = connection.get('SELECT canonical_hash FROM staged WHERE run = ? AND subject = ?', run, record.subject);
    if (known !== undefined) {
      if (known['canonical_hash'] !== record.canonicalHash) duplicates.push(record.subject);
      continue;
    }
    const { content } = record;
    connection.run(
      'INSERT INTO staged (run, subject, kind, canonical_hash, source_url, body, meta, report, confirmed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      run,
      record.subject,
      record.kind,
      record.canonicalHash,
      record.sourceUrl,
      content === null ? null : pack(content.body),
      content === null ? null : JSON.stringify(metaOf(content)),
      content?.report == null ? null : pack(JSON.stringify(content.report)),
      record.confirmedAt ?? null,
    );
  }
  for (const document of batch.documents) {
    connection.run(
      'INSERT OR REPLACE INTO staged_document (run, url, etag, last_modified, body_hash, memo, subjects, base_iri, media_type, retrieved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      run,
      document.url,
      document.etag,
      document.lastModified,
      document.bodyHash,
      JSON.stringify(document.memo ?? null),
      JSON.stringify(document.subjects),
      document.baseIri,
      document.mediaType,
      document.retrievedAt,
    );
    // Without bytes it was not received, and only stands for its records still.
    if (document.bodyHash !== '') noteReceived(connection, run, document, document.subjects, document.keptOnly ?? false);
  }
  for (const document of batch.unread ?? []) noteReceived(connection, run, document, [], false);
  for (const url of batch.forgotten ?? [])
    connection.run("INSERT OR REPLACE INTO staged_document (run, url, body_hash, memo, subjects, forgotten) VALUES (?, ?, '', 'null', '[]', 1)", run, url);
  for (const issue of batch.issues) insertIssue(connection, run, issue);
  return duplicates;
}

function noteReceived(connection: Connection, run: number, document: RunDocument, subjects: readonly string[], keptOnly: boolean): void {
  connection.run(
    'INSERT OR REPLACE INTO run_document (run, url, base_iri, media_type, retrieved_at, body_hash, subjects, kept_only) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    run,
    document.url,
    document.baseIri,
    document.mediaType,
    document.retrievedAt,
    document.bodyHash,
    JSON.stringify(subjects),
    keptOnly ? 1 : 0,
  );
}

function metaOf(content: StagedContent): StagedMeta {
  const { body: _body, report: _report, ...meta } = content;
  return meta;
}

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

/** Failures in a row, and when the station may be visited again: what the schedule waits for. */
export function noteVisit(connection: Connection, run: number, end: RunEnd): void {
  const row = connection.get('SELECT station, trigger FROM run WHERE id = ? AND dry = 0', run);
  if (row === undefined || !visitTriggers.has(String(row['trigger']) as RunTrigger)) return;
  connection.run(
    `INSERT INTO station_memory (station, failures, not_before) VALUES (?, ?, ?)
     ON CONFLICT (station) DO UPDATE SET failures = CASE WHEN excluded.failures = 0 THEN 0 ELSE failures + 1 END, not_before = excluded.not_before`,
    row['station'],
    end.outcome === 'failed' ? 1 : 0,
    end.notBefore,
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

export function clearStaging(connection: Connection, run: number): void {
  connection.run('DELETE FROM staged WHERE run = ?', run);
  connection.run('DELETE FROM staged_document WHERE run = ?', run);
  connection.run('DELETE FROM planned_deed WHERE run = ?', run);
}
