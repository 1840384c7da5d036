import type { VersionGap } from '../domain/record.js';
import { pack, type Connection } from './database.js';

/** Takes the content of a version away and marks the gap; its hash, its dates and the log stay. */
export function emptyVersion(connection: Connection, version: number, gap: VersionGap): void {
  connection.run('UPDATE version SET body = ?, report = NULL, gap = ? WHERE id = ?', pack(''), JSON.stringify(gap), version);
}

/**
 * Versions that no page, cursor or undoing within the time that versions are kept can ask for: replaced, or never published
 * and followed by another, before then. What a record or a description stands on stays, and so does the last version of a
 * record that is whole.
 */
const expired = `SELECT v.id FROM version v WHERE v.gap IS NULL AND v.received_at < @before
  AND v.n < (SELECT MAX(w.n) FROM version w WHERE w.record = v.record AND w.gap IS NULL)
  AND v.id NOT IN (SELECT version FROM record WHERE version IS NOT NULL)
  AND v.id NOT IN (SELECT version FROM description UNION ALL SELECT admitted_version FROM description WHERE admitted_version IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM publication p LEFT JOIN log l ON l.seq = p.to_seq WHERE p.version = v.id AND (p.to_seq IS NULL OR l.time >= @before))
  ORDER BY v.id LIMIT @limit`;

/** Empties expired versions inside the caller's transaction, and notes from which entry of the log on all that was published is kept. */
export function expireVersions(connection: Connection, before: string, limit: number, now: Date): number {
  const ids = connection.all(expired, { before, limit }).map((row) => Number(row['id']));
  for (const id of ids) emptyVersion(connection, id, { kind: 'expired', at: now.toISOString() });
  const until = connection.get('SELECT MAX(to_seq) AS seq FROM publication WHERE version IN (SELECT value FROM json_each(?))', JSON.stringify(ids))?.['seq'];
  if (until != null)
    connection.run(
      `INSERT INTO meta (key, value) VALUES ('versions_kept_since', ?)
       ON CONFLICT (key) DO UPDATE SET value = MAX(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))`,
      String(until),
    );
  return ids.length;
}
