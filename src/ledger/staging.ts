import type { HarvestIssue } from '../domain/harvest.js';
import type { StagedContent, StagedDocument, StagedRecord } from '../ports/ledger.js';
import { pack, type Connection } from './database.js';
import { insertIssue } from './publisher.js';

/** What of a staged record is kept beside its body and report. */
export type StagedMeta = Omit<StagedContent, 'body' | 'report'>;

/**
 * Writes what a run found; nothing of it is visible outside the run. A subject that comes twice with different content
 * keeps its first description (RUN-10).
 */
export function stageBatch(
  connection: Connection,
  run: number,
  batch: { readonly records: readonly StagedRecord[]; readonly documents: readonly StagedDocument[]; readonly issues: readonly HarvestIssue[] },
): string[] {
  const duplicates: string[] = [];
  for (const record of batch.records) {
    const known = connection.get('SELECT canonical_hash FROM staged WHERE run = ? AND subject = ?', run, record.subject);
    if (known !== undefined) {
      if (known['canonical_hash'] !== record.canonicalHash) duplicates.push(record.subject);
      continue;
    }
    const { content } = record;
    connection.run(
      'INSERT INTO staged (run, subject, kind, canonical_hash, source_url, body, meta, report) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      run,
      record.subject,
      record.kind,
      record.canonicalHash,
      record.sourceUrl,
      content === null ? null : pack(content.body),
      content === null ? null : JSON.stringify(metaOf(content)),
      content?.report == null ? null : pack(JSON.stringify(content.report)),
    );
  }
  for (const document of batch.documents) {
    connection.run(
      'INSERT OR REPLACE INTO staged_document (run, url, etag, last_modified, body_hash, memo, subjects) VALUES (?, ?, ?, ?, ?, ?, ?)',
      run,
      document.url,
      document.etag,
      document.lastModified,
      document.bodyHash,
      JSON.stringify(document.memo ?? null),
      JSON.stringify(document.subjects),
    );
  }
  for (const issue of batch.issues) insertIssue(connection, run, issue);
  return duplicates;
}

function metaOf(content: StagedContent): StagedMeta {
  const { body: _body, report: _report, ...meta } = content;
  return meta;
}

/** Makes the documents of a published run stand for their records next time. */
export function rememberDocuments(connection: Connection, run: number, station: string): void {
  connection.run('DELETE FROM document WHERE station = ?', station);
  connection.run(
    'INSERT INTO document (station, url, etag, last_modified, body_hash, memo, subjects, run) SELECT ?, url, etag, last_modified, body_hash, memo, subjects, run FROM staged_document WHERE run = ?',
    station,
    run,
  );
}

export function clearStaging(connection: Connection, run: number): void {
  connection.run('DELETE FROM staged WHERE run = ?', run);
  connection.run('DELETE FROM staged_document WHERE run = ?', run);
}
