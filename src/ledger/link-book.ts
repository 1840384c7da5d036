import type { LinkCheck } from '../domain/link-check.js';
import type { Connection, Row } from './database.js';

const fields = ['url', 'reachable', 'status', 'checked_at', 'since', 'tried_at', 'trouble'];

/** What addresses answered: not of the log, since nothing that is published changes with it. */
export function noteLinkChecks(connection: Connection, checks: readonly LinkCheck[]): void {
  for (const { url, reachable, status, checkedAt, since, triedAt, trouble } of checks)
    connection.run(
      `INSERT OR REPLACE INTO link_check (${fields.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      url,
      reachable === null ? null : Number(reachable),
      status,
      checkedAt,
      since,
      triedAt,
      trouble,
    );
}

export function forgetLinkChecks(connection: Connection, urls: readonly string[]): void {
  for (const url of urls) connection.run('DELETE FROM link_check WHERE url = ?', url);
}

export function readLinkChecks(connection: Connection, urls: readonly string[]): LinkCheck[] {
  return connection.all('SELECT * FROM link_check WHERE url IN (SELECT value FROM json_each(?)) ORDER BY url', JSON.stringify(urls)).map(linkCheckOf);
}

export function readLinkCheckPage(connection: Connection, afterUrl: string, limit: number): LinkCheck[] {
  return connection.all('SELECT * FROM link_check WHERE url > ? ORDER BY url LIMIT ?', afterUrl, limit).map(linkCheckOf);
}

function linkCheckOf(row: Row): LinkCheck {
  const text = (name: string): string | null => (typeof row[name] === 'string' ? row[name] : null);
  return {
    url: String(row['url']),
    reachable: row['reachable'] === null ? null : row['reachable'] === 1,
    status: row['status'] === null ? null : Number(row['status']),
    checkedAt: text('checked_at'),
    since: text('since'),
    triedAt: String(row['tried_at']),
    trouble: text('trouble') as LinkCheck['trouble'],
  };
}
