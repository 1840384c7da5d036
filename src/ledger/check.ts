import { canonicalText } from '../rdf/terms.js';
import { parseStored } from '../rdf/parse.js';
import { auditFault } from './audit-book.js';
import { openReader, sha256, unpack, type Connection } from './database.js';
import { deviatingRecords } from './publications.js';

/** Something in the ledger that may never be, and whether it can be mended from what is sound. */
export interface LedgerFinding {
  /**
   * `index`: made anew from its table. `publication`: made anew from the log. The others are what everything else is made
   * of, and only a backup has it.
   */
  readonly kind: 'file' | 'index' | 'version' | 'publication' | 'log' | 'audit';
  readonly text: string;
  readonly record: string | null;
}

/** In words; empty when the ledger is sound. */
export function checkLedger(dataDir: string): string[] {
  return ledgerFindings(dataDir).map(({ text }) => text);
}

/**
 * Looks for what may never be: a damaged file, a body that is not its hash, a published record without an open
 * publication, publications that are not what the log says, a log that runs backwards, an audit log that somebody changed.
 */
export function ledgerFindings(dataDir: string): LedgerFinding[] {
  const connection = openReader(dataDir);
  try {
    return [
      ...fileFindings(connection),
      ...versionFindings(connection),
      ...publicationFindings(connection),
      ...logFindings(connection),
      ...auditFindings(connection),
    ];
  } finally {
    connection.db.close();
  }
}

/** What `PRAGMA integrity_check` says of an index alone (sqlite.org/pragma.html#pragma_integrity_check). */
const ofIndex = /^(?:row \d+ missing from index|wrong # of entries in index|non-unique entry in index)/;

function fileFindings(connection: Connection): LedgerFinding[] {
  return connection
    .all('PRAGMA integrity_check')
    .map((row) => String(row['integrity_check']))
    .filter((text) => text !== 'ok')
    .map((text) => ({ kind: ofIndex.test(text) ? 'index' : 'file', text: `ledger: ${text}`, record: null }));
}

function versionFindings(connection: Connection): LedgerFinding[] {
  const found: LedgerFinding[] = [];
  for (let after = 0; ;) {
    const page = connection.all('SELECT id, record, body, canonical_hash FROM version WHERE id > ? AND gap IS NULL ORDER BY id LIMIT 500', after);
    if (page.length === 0) return found;
    for (const row of page) {
      const record = String(row['record']);
      const name = `ledger: version ${String(row['id'])} of record ${record}`;
      try {
        const body = unpack(row['body'] as Buffer);
        if (sha256(body) !== row['canonical_hash'] || canonicalText(parseStored(body)) !== body)
          found.push({ kind: 'version', text: `${name} does not match its hash`, record });
      } catch (error) {
        found.push({ kind: 'version', text: `${name} cannot be read (${error instanceof Error ? error.message : String(error)})`, record });
      }
    }
    after = Number(page.at(-1)?.['id']);
  }
}

function publicationFindings(connection: Connection): LedgerFinding[] {
  const found = new Map<string, LedgerFinding>();
  const add = (record: string, text: string): void => {
    if (!found.has(record)) found.set(record, { kind: 'publication', text: `ledger: record ${record} ${text}`, record });
  };
  for (const row of connection.all(
    "SELECT r.id FROM record r WHERE r.state = 'current' AND NOT EXISTS (SELECT 1 FROM publication p WHERE p.record = r.id AND p.to_seq IS NULL AND p.version = r.version)",
  ))
    add(String(row['id']), 'is current, but its version is not published');
  for (const row of connection.all("SELECT p.record FROM publication p JOIN record r ON r.id = p.record WHERE p.to_seq IS NULL AND r.state <> 'current'"))
    add(String(row['record']), 'is published, but not current');
  for (const record of deviatingRecords(connection)) add(record, 'was published otherwise than the log says');
  return [...found.values()];
}

function logFindings(connection: Connection): LedgerFinding[] {
  return connection
    .all('SELECT a.seq FROM log a JOIN log b ON b.seq = (SELECT MIN(seq) FROM log WHERE seq > a.seq) WHERE b.time <= a.time')
    .map((row) => ({ kind: 'log', text: `ledger: the log runs backwards after entry ${String(row['seq'])}`, record: null }));
}

function auditFindings(connection: Connection): LedgerFinding[] {
  const fault = auditFault(connection);
  return fault === null ? [] : [{ kind: 'audit', text: `audit log: ${fault}`, record: null }];
}
