import { RequestError } from '../domain/errors.js';
import type { LanguageMap } from '../domain/language.js';
import type { RedactionOutcome, VersionGap } from '../domain/record.js';
import { noteDeed } from './change-log.js';
import { Takedown } from './takedown.js';
import { emptyVersion } from './version-gap.js';
import { json, type Connection, type Row } from './database.js';

/** What a redacted version still says of itself. */
const emptyMeta = (meta: Row['meta']): string => {
  const { admission } = json<{ admission: { verdict: string; profile: string | null; eu: boolean } }>(meta);
  return JSON.stringify({ admission: { ...admission, reasons: [] }, title: {}, violations: 0, warnings: 0 });
};

/**
 * Removes content for good: personal data, mistakes. The log keeps its entries with hash and reason; what held the content is
 * emptied, and the received bytes are named so that their blobs go as well (DESIGN section 3, R55). Inside the caller's transaction.
 *
 * @throws RequestError `request/bad-parameter` for a version that does not exist
 */
export function redact(connection: Connection, record: string, n: number | null, reason: string, by: string, now: Date): RedactionOutcome {
  const row = connection.get('SELECT * FROM record WHERE id = ?', record);
  if (row === undefined) throw new RequestError('request/not-found', `There is no record ${record}.`);
  const versions = connection.all('SELECT id, n, station, run, received_hash, meta, gap FROM version WHERE record = ? AND (? IS NULL OR n = ?)', record, n, n);
  if (versions.length === 0) throw new RequestError('request/bad-parameter', `Record ${record} has no version ${String(n)}.`);
  const at = now.toISOString();
  const isWhole = n === null;
  const isPublished = versions.some((version) => version['id'] === row['version']) && row['state'] !== 'withheld';
  const still = versions.filter((version) => version['gap'] === null || json<VersionGap>(version['gap']).kind !== 'redacted');
  // What was redacted before keeps the reason, name and time of then.
  const wasWhole = isWhole && row['redacted'] === 1;
  if (!wasWhole && (isWhole || isPublished)) new Takedown(connection, by, now).withhold(row, reason, isWhole ? 'for good' : 'no');
  else if (still.length > 0) noteDeed(connection, row, by, now);
  redactMessages(connection, titlesOf(row, versions));
  for (const version of still) {
    emptyVersion(connection, Number(version['id']), { kind: 'redacted', reason, by, at });
    connection.run('UPDATE version SET meta = ? WHERE id = ?', emptyMeta(version['meta'] ?? '{}'), version['id']);
    // Concepts of public lists stay: who reads one set of the catalogue has to hear that the record went from it (OAIP-4).
    connection.run(
      "DELETE FROM version_term WHERE version = ? AND value NOT LIKE 'http://publications.europa.eu/resource/authority/%' AND value NOT LIKE 'http://data.europa.eu/eli/%'",
      version['id'],
    );
    connection.run('INSERT OR IGNORE INTO redacted_bytes (hash, at) VALUES (?, ?)', version['received_hash'], at);
  }
  const hashes = receivedBytes(connection, row, versions, isWhole);
  for (const hash of hashes) connection.run('INSERT OR IGNORE INTO redacted_bytes (hash, at) VALUES (?, ?)', hash, at);
  connection.run("UPDATE run_item SET title = '{}', reason = NULL, changes = NULL WHERE record = ? OR subject = ?", record, row['iri']);
  connection.run("UPDATE run_issue SET detail = 'redacted' WHERE subject = ?", row['iri']);
  connection.run('DELETE FROM staged WHERE subject = ?', row['iri']);
  connection.run('UPDATE eu_message SET payload = NULL WHERE record = ?', record);
  if (isWhole) {
    connection.run("UPDATE record SET title = '{}', holder = NULL, publisher = NULL, fingerprint = NULL WHERE id = ?", record);
    connection.run('DELETE FROM record_identifier WHERE record = ?', record);
    connection.run('UPDATE description SET custodian = NULL, publisher = NULL, held_reasons = NULL WHERE record = ?', record);
  } else if (row['state'] !== 'current' || isPublished) connection.run("UPDATE record SET title = '{}' WHERE id = ?", record);
  return { record, versions: versions.map((version) => Number(version['n'])), withheld: isWhole || isPublished, blobs: hashes };
}

/**
 * Bytes of every document that held what is redacted: that of each version, and those that runs noted for the subject from the
 * run that brought a version until the one that brought the next. A file of many records is other bytes with each change of
 * any of them, and holds all of them each time.
 */
function receivedBytes(connection: Connection, row: Row, versions: readonly Row[], isWhole: boolean): string[] {
  const noted = connection.all(
    `SELECT DISTINCT d.body_hash FROM run_document d JOIN run r ON r.id = d.run WHERE EXISTS (SELECT 1 FROM json_each(d.subjects) WHERE value = @iri OR value IN (SELECT iri FROM alias WHERE record = @record))
       AND (@whole = 1 OR EXISTS (SELECT 1 FROM version v WHERE v.id IN (SELECT value FROM json_each(@versions)) AND v.station = r.station AND v.run <= d.run
         AND NOT EXISTS (SELECT 1 FROM version n WHERE n.record = v.record AND n.station = v.station AND n.id > v.id AND n.run <= d.run)))`,
    { iri: row['iri'], record: row['id'], whole: isWhole ? 1 : 0, versions: JSON.stringify(versions.map((version) => version['id'])) },
  );
  return [...new Set([...versions.map((version) => String(version['received_hash'])), ...noted.map((document) => String(document['body_hash']))])];
}

/** Mails that were sent, or wait to be, may name the record by its title. */
function redactMessages(connection: Connection, titles: readonly string[]): void {
  for (const title of titles)
    connection.run(
      "UPDATE delivery_message SET content = '{}', state = CASE WHEN state IN ('queued', 'waiting') THEN 'expired' ELSE state END WHERE instr(content, ?) > 0 OR instr(content, ?) > 0",
      title,
      JSON.stringify(title).slice(1, -1),
    );
}

function titlesOf(row: Row, versions: readonly Row[]): string[] {
  const maps = [json<LanguageMap>(row['title']), ...versions.map((version) => json<{ title?: LanguageMap }>(version['meta']).title ?? {})];
  return [...new Set(maps.flatMap((map) => Object.values(map).flat()))].filter((title) => title.length > 3);
}
