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

export function clearStaging(connection: Connection, run: number): void {
  connection.run('DELETE FROM staged WHERE run = ?', run);
  connection.run('DELETE FROM staged_document WHERE run = ?', run);
  connection.run('DELETE FROM planned_deed WHERE run = ?', run);
}
