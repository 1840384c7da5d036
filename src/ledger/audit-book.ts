import { createHash } from 'node:crypto';
import type { AuditAction, AuditDeed, AuditDoor, AuditEntry, AuditQuery } from '../domain/audit.js';
import { json, textOrNull, type Connection, type Row } from './database.js';

type Door = Exclude<AuditDoor, 'configuration'>;
type Content = Omit<AuditEntry, 'n' | 'hash'>;

/** Adds an entry, inside the caller's transaction: a deed and its entry are there together, or neither is. */
export function noteAudit(connection: Connection, { action, by, target, detail }: AuditDeed, door: Door, now: Date): void {
  const last = connection.get('SELECT at, hash FROM audit ORDER BY n DESC LIMIT 1');
  const at = new Date(Math.max(now.getTime(), last === undefined ? 0 : Date.parse(String(last['at'])))).toISOString();
  const entry: Content = { at, by, via: by === null ? 'configuration' : door, action, target, detail };
  insert(connection, entry, linkOf(last === undefined ? '' : String(last['hash']), entry));
}

function insert(connection: Connection, { at, by, via, action, target, detail }: Content, hash: string): void {
  connection.run(
    'INSERT INTO audit (at, by, via, action, target, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    at,
    by,
    via,
    action,
    target,
    JSON.stringify(detail),
    hash,
  );
}

function linkOf(before: string, { at, by, via, action, target, detail }: Content): string {
  return createHash('sha256')
    .update(JSON.stringify([before, at, by, via, action, target, detail]))
    .digest('hex');
}

export function readAudit(connection: Connection, { by, action, target, since, before, limit }: AuditQuery): AuditEntry[] {
  const asked = (
    [
      ['by = ?', by],
      ['action = ?', action],
      ['target = ?', target],
      ['at >= ?', since === undefined ? undefined : new Date(since).toISOString()],
      ['n < ?', before],
    ] as const
  ).flatMap(([condition, value]) => (value === undefined ? [] : [{ condition, value }]));
  const where = asked.length === 0 ? '' : `WHERE ${asked.map(({ condition }) => condition).join(' AND ')}`;
  return connection.all(`SELECT * FROM audit ${where} ORDER BY n DESC LIMIT ?`, ...asked.map(({ value }) => value), limit).map(entryOf);
}

/** Where the chain of entries is broken, in words; one finding is enough, since all that follows is in doubt. */
export function auditFault(connection: Connection): string | null {
  let before = '';
  for (let after = 0; ;) {
    const page = connection.all('SELECT * FROM audit WHERE n > ? ORDER BY n LIMIT 500', after);
    if (page.length === 0) return after < handedOut(connection) ? `entry ${String(after + 1)} is missing` : null;
    for (const row of page) {
      const entry = entryOf(row);
      if (entry.n !== after + 1) return `entry ${String(after + 1)} is missing`;
      if (linkOf(before, entry) !== entry.hash) return `entry ${String(entry.n)} is not what was written`;
      [before, after] = [entry.hash, entry.n];
    }
  }
}

/** The last number that was given to an entry; SQLite remembers it by itself (AUTOINCREMENT). */
function handedOut(connection: Connection): number {
  return Number(connection.get("SELECT seq FROM sqlite_sequence WHERE name = 'audit'")?.['seq'] ?? 0);
}

/** How many entries were taken over, or why none could be. */
export type TakenOver = { readonly entries: number } | { readonly why: 'unreadable' | 'another log' };

/**
 * Takes the deeds since a backup over from the ledger that it replaces: a restore may bring records back, but must not make
 * forgotten what was done to them.
 *
 * @param replaced null when it cannot be read
 */
export function takeOverAudit(connection: Connection, replaced: Connection | null): TakenOver {
  const last = connection.get('SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1');
  const from = Number(last?.['n'] ?? 0);
  try {
    if (replaced === null || auditFault(replaced) !== null) return { why: 'unreadable' };
    if (last !== undefined && replaced.get('SELECT hash FROM audit WHERE n = ?', from)?.['hash'] !== last['hash']) return { why: 'another log' };
    let entries = 0;
    for (let after = from; ;) {
      const page = replaced.all('SELECT * FROM audit WHERE n > ? ORDER BY n LIMIT 500', after).map(entryOf);
      if (page.length === 0) return { entries };
      for (const entry of page) insert(connection, entry, entry.hash);
      entries += page.length;
      after = page.at(-1)?.n ?? after;
    }
  } catch {
    // Damaged, or of a release that kept no audit log.
    return { why: 'unreadable' };
  }
}

function entryOf(row: Row): AuditEntry {
  return {
    n: Number(row['n']),
    at: String(row['at']),
    by: textOrNull(row['by']),
    via: String(row['via']) as AuditDoor,
    action: String(row['action']) as AuditAction,
    target: textOrNull(row['target']),
    detail: json<AuditEntry['detail']>(row['detail']),
    hash: String(row['hash']),
  };
}
