import { canonicalText } from '../rdf/terms.js';
import { parseStored } from '../rdf/parse.js';
import { openReader, sha256, unpack } from './database.js';

/**
 * Looks for what may never be: a damaged file, a body that is not its hash, a published record without an open
 * publication, a log that runs backwards. In words; empty when the ledger is sound.
 */
export function checkLedger(dataDir: string): string[] {
  const connection = openReader(dataDir);
  const faults: string[] = [];
  try {
    for (const row of connection.all('PRAGMA integrity_check')) if (row['integrity_check'] !== 'ok') faults.push(`ledger: ${String(row['integrity_check'])}`);
    for (let after = 0; ;) {
      const page = connection.all('SELECT id, record, body, canonical_hash FROM version WHERE id > ? AND gap IS NULL ORDER BY id LIMIT 500', after);
      if (page.length === 0) break;
      for (const row of page) {
        try {
          const body = unpack(row['body'] as Buffer);
          if (sha256(body) !== row['canonical_hash'] || canonicalText(parseStored(body)) !== body)
            faults.push(`ledger: version ${String(row['id'])} of record ${String(row['record'])} does not match its hash`);
        } catch (error) {
          faults.push(
            `ledger: version ${String(row['id'])} of record ${String(row['record'])} cannot be read (${error instanceof Error ? error.message : String(error)})`,
          );
        }
      }
      after = Number(page.at(-1)?.['id']);
    }
    for (const row of connection.all(
      "SELECT r.id FROM record r WHERE r.state = 'current' AND NOT EXISTS (SELECT 1 FROM publication p WHERE p.record = r.id AND p.to_seq IS NULL AND p.version = r.version)",
    ))
      faults.push(`ledger: record ${String(row['id'])} is current, but its version is not published`);
    for (const row of connection.all("SELECT p.record FROM publication p JOIN record r ON r.id = p.record WHERE p.to_seq IS NULL AND r.state <> 'current'"))
      faults.push(`ledger: record ${String(row['record'])} is published, but not current`);
    for (const row of connection.all('SELECT a.seq FROM log a JOIN log b ON b.seq = (SELECT MIN(seq) FROM log WHERE seq > a.seq) WHERE b.time <= a.time'))
      faults.push(`ledger: the log runs backwards after entry ${String(row['seq'])}`);
  } finally {
    connection.db.close();
  }
  return faults;
}
