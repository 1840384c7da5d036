import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
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

/** What beside the documents is kept: columns and lists, as of some moment that the revisions tell. */
const columnsExtension = '.columns';

const tables = `
  CREATE TABLE kept (slot INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, hit TEXT NOT NULL, rest TEXT NOT NULL);
  CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE VIRTUAL TABLE words USING fts5 (title, keyword, description, publisher, variable, theme, other, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2')`;

/** Texts by the fields in which a phrase can be looked for. */
export type PhraseTexts = Readonly<Record<'title' | 'keyword' | 'description' | 'publisher' | 'variable' | 'theme' | 'other', string>>;

/** What a hit does not show. */
type Rest = Pick<SearchDocument, 'text' | 'facets' | 'variables' | 'codes' | 'identifiers' | 'keywords'>;

/**
 * The documents of a search index, in a file of its own, so that they need not be made anew at every start, or in memory. All is derived from
 * the ledger: whatever does not fit is thrown away. One process at a time holds a file.
 */
export class StoredIndex {
  private readonly statements: Record<'put' | 'remove' | 'hit' | 'whole' | 'putWords' | 'removeWords' | 'phrase', Database.Statement>;
  private revision: number;

  private constructor(
    readonly db: Database.Database,
    private readonly path: string | null,
  ) {
    this.statements = {
      put: db.prepare('INSERT OR REPLACE INTO kept (slot, id, revision, hit, rest) VALUES (?, ?, ?, ?, ?)'),
      remove: db.prepare('DELETE FROM kept WHERE slot = ?'),
      hit: db.prepare('SELECT hit FROM kept WHERE slot = ?'),
      whole: db.prepare('SELECT hit, rest FROM kept WHERE slot = ?'),
      putWords: db.prepare('INSERT INTO words (rowid, title, keyword, description, publisher, variable, theme, other) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
      removeWords: db.prepare('DELETE FROM words WHERE rowid = ?'),
      phrase: db.prepare('SELECT rowid FROM words WHERE words MATCH ?').pluck(),
    };
    this.revision = Number(db.prepare('SELECT MAX(revision) FROM kept').pluck().get() ?? 0);
  }

  static inMemory(): StoredIndex {
    const db = new Database(':memory:');
    db.exec(tables);
    return new StoredIndex(db, null);
  }

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
        for (const suffix of ['', '-wal', '-shm', '-journal', columnsExtension]) rmSync(join(folder, name + suffix), { force: true });
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
      return new StoredIndex(db, path);
    } catch (error) {
      db?.close();
      return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY' ? 'held' : null;
    }
  }

  private static create(path: string, fingerprint: string): StoredIndex {
    const db = new Database(path, { timeout: 0 });
    try {
      lock(db);
      db.exec(tables);
      const index = new StoredIndex(db, path);
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

  /** Where each document is and which of its states that is; a number that rises with every change. */
  *places(): Iterable<{ readonly slot: number; readonly revision: number }> {
    yield* this.db.prepare('SELECT slot, revision FROM kept ORDER BY slot').iterate() as Iterable<{ slot: number; revision: number }>;
  }

  /** The revision that the document has now. */
  put(slot: number, document: SearchDocument, texts: PhraseTexts): number {
    const { text, facets, variables, codes, identifiers, keywords, ...hit } = document;
    const rest: Rest = { text, facets, variables, codes, identifiers, keywords };
    this.statements.put.run(slot, document.id, ++this.revision, JSON.stringify(hit), JSON.stringify(rest));
    this.statements.putWords.run(slot, texts.title, texts.keyword, texts.description, texts.publisher, texts.variable, texts.theme, texts.other);
    return this.revision;
  }

  remove(slot: number): void {
    this.statements.remove.run(slot);
    this.statements.removeWords.run(slot);
  }

  /** What a hit shows of a document. */
  hit(slot: number): Omit<SearchDocument, keyof Rest> | undefined {
    const row = this.statements.hit.get(slot) as { hit: string } | undefined;
    return row === undefined ? undefined : (JSON.parse(row.hit) as Omit<SearchDocument, keyof Rest>);
  }

  document(slot: number): SearchDocument | undefined {
    const row = this.statements.whole.get(slot) as { hit: string; rest: string } | undefined;
    return row === undefined ? undefined : ({ ...(JSON.parse(row.hit) as object), ...(JSON.parse(row.rest) as object) } as SearchDocument);
  }

  /** Slots of documents that have these words one after another. @param field null for any */
  phrase(words: readonly string[], field: keyof PhraseTexts | null): ReadonlySet<number> {
    const quoted = `"${words.join(' ').replaceAll('"', ' ')}"`;
    return new Set(this.statements.phrase.all(field === null ? quoted : `${field} : ${quoted}`) as number[]);
  }

  /** The columns that were kept last; null when there are none, or none that can be read. */
  columns(): Buffer | null {
    if (this.path === null) return null;
    try {
      return readFileSync(this.path + columnsExtension);
    } catch {
      return null;
    }
  }

  /**
   * Keeps columns in one step, while searches go on. What is not kept is made anew from the documents at the next start.
   *
   * @throws Error when they cannot be written
   */
  async keepColumns(bytes: readonly Uint8Array[]): Promise<void> {
    if (this.path === null) return;
    const partial = `${this.path}${columnsExtension}.partial`;
    await writeFile(partial, bytes);
    await rename(partial, this.path + columnsExtension);
  }

  get isInMemory(): boolean {
    return this.path === null;
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
