import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Snapshot } from '../ports/ledger.js';
import type { SearchDocument } from '../ports/search-index.js';

/** How far an index has followed the log, and the time of the entry there, by which the log is known again. */
export interface IndexBookmark extends Snapshot {
  readonly time: string;
}

/** In the data folder. */
export const searchFolder = 'search';
const extension = '.sqlite';

/**
 * A search index in a file of its own, so that it need not be built anew at every start. It is derived from the ledger: whatever does not
 * fit is thrown away. One process at a time holds a file.
 */
export class StoredIndex {
  private constructor(readonly db: Database.Database) {}

  /**
   * The newest whole index that was made from the same things, else a new file; the others go.
   *
   * @param folder absolute path, made when it is not there
   * @param fingerprint of all that documents are made from beside the log
   * @param isStillTrue whether the log is the one that the bookmark speaks of
   * @param options.fresh to begin with nothing
   * @throws Error when no file can be written
   */
  static open(folder: string, fingerprint: string, isStillTrue: (bookmark: IndexBookmark) => boolean, options: { readonly fresh: boolean }): StoredIndex {
    mkdirSync(folder, { recursive: true });
    const files = readdirSync(folder)
      .filter((name) => name.endsWith(extension))
      .sort()
      .reverse();
    let found: StoredIndex | null = null;
    for (const name of files) {
      const index = StoredIndex.take(join(folder, name));
      // Held by another process, or by the worker that this one will replace.
      if (index === 'held') continue;
      const bookmark = index?.bookmarkOf(fingerprint) ?? null;
      if (found === null && !options.fresh && index !== null && bookmark !== null && isStillTrue(bookmark)) found = index;
      else {
        index?.db.close();
        for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(join(folder, name + suffix), { force: true });
      }
    }
    return found ?? StoredIndex.create(join(folder, `${String(Date.now())}${extension}`), fingerprint);
  }

  /** Null for a file that cannot be read. */
  private static take(path: string): StoredIndex | 'held' | null {
    let db: Database.Database | undefined;
    try {
      db = new Database(path, { timeout: 0 });
      lock(db);
      return new StoredIndex(db);
    } catch (error) {
      db?.close();
      return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY' ? 'held' : null;
    }
  }

  private static create(path: string, fingerprint: string): StoredIndex {
    const db = new Database(path, { timeout: 0 });
    try {
      lock(db);
      db.exec('CREATE TABLE kept (slot INTEGER PRIMARY KEY, document TEXT NOT NULL); CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL)');
      const index = new StoredIndex(db);
      index.note('fingerprint', fingerprint);
      return index;
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** How far it has come; null for one that was never whole, or is made from other things. */
  private bookmarkOf(fingerprint: string): IndexBookmark | null {
    try {
      const facts = new Map(
        (this.db.prepare('SELECT name, value FROM fact').all() as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
      );
      const bookmark = facts.get('bookmark');
      return facts.get('fingerprint') !== fingerprint || bookmark === undefined ? null : (JSON.parse(bookmark) as IndexBookmark);
    } catch {
      return null;
    }
  }

  get bookmark(): IndexBookmark | null {
    const row = this.db.prepare("SELECT value FROM fact WHERE name = 'bookmark'").get() as { value: string } | undefined;
    return row === undefined ? null : (JSON.parse(row.value) as IndexBookmark);
  }

  /** In the same transaction as what the log brought. */
  mark(bookmark: IndexBookmark): void {
    this.note('bookmark', JSON.stringify(bookmark));
  }

  *documents(): Iterable<{ readonly slot: number; readonly document: SearchDocument }> {
    for (const { slot, document } of this.db.prepare('SELECT slot, document FROM kept ORDER BY slot').iterate() as Iterable<{ slot: number; document: string }>)
      yield { slot, document: JSON.parse(document) as SearchDocument };
  }

  put(slot: number, document: SearchDocument): void {
    this.db.prepare('INSERT OR REPLACE INTO kept (slot, document) VALUES (?, ?)').run(slot, JSON.stringify(document));
  }

  remove(slot: number): void {
    this.db.prepare('DELETE FROM kept WHERE slot = ?').run(slot);
  }

  private note(name: string, value: string): void {
    this.db.prepare('INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)').run(name, value);
  }
}

/** For one connection alone; whole after the end of the process, and after that of the machine whole or as it was shortly before. */
function lock(db: Database.Database): void {
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec('BEGIN IMMEDIATE; COMMIT');
}
