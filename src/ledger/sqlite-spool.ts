import { rmSync } from 'node:fs';
import type { Quad } from '@rdfjs/types';
import Database from 'better-sqlite3';
import { DataFactory } from 'n3';
import { MemorySpool, termKey } from '../rdf/memory-spool.js';
import type { QuadSpool, SpooledQuad } from '../rdf/spool.js';
import { termFromNTriples, termToNTriples } from '../rdf/terms.js';

/**
 * Keeps quads in memory up to a number, then moves to a temporary SQLite file, so that memory is bounded by the largest
 * description and not by the document (STYLE section 4, RDF-11).
 */
export class HybridSpool implements QuadSpool {
  private current: QuadSpool;
  private readonly memory = new MemorySpool();

  constructor(
    private readonly path: string,
    private readonly maxInMemory: number,
  ) {
    this.current = this.memory;
  }

  get size(): number {
    return this.current.size;
  }

  add(entry: SpooledQuad): void {
    if (this.current === this.memory && this.memory.size >= this.maxInMemory) {
      const disk = new SqliteSpool(this.path);
      this.memory.drainTo(disk);
      this.current = disk;
    }
    this.current.add(entry);
  }

  quadsOf(subject: string): readonly SpooledQuad[] {
    return this.current.quadsOf(subject);
  }

  close(): void {
    this.current.close();
  }
}

export class SqliteSpool implements QuadSpool {
  private readonly db: Database.Database;
  private readonly insert: Database.Statement;
  private select: Database.Statement | undefined;
  private count = 0;

  constructor(private readonly path: string) {
    this.db = new Database(path);
    this.db.pragma('journal_mode = OFF');
    this.db.pragma('synchronous = OFF');
    this.db.exec(
      'CREATE TABLE quad (subject TEXT NOT NULL, predicate TEXT NOT NULL, object TEXT NOT NULL, line INTEGER, path TEXT, repairs TEXT, document INTEGER NOT NULL, PRIMARY KEY (subject, document, predicate, object)) WITHOUT ROWID',
    );
    this.insert = this.db.prepare('INSERT OR IGNORE INTO quad VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.db.exec('BEGIN');
  }

  get size(): number {
    return this.count;
  }

  add({ quad, line, path, repairs, document }: SpooledQuad): void {
    this.count += this.insert.run(
      termKey(quad.subject),
      quad.predicate.value,
      termToNTriples(quad.object),
      line,
      path ?? null,
      repairs.length === 0 ? null : JSON.stringify(repairs),
      document,
    ).changes;
  }

  quadsOf(subject: string): readonly SpooledQuad[] {
    if (this.select === undefined) {
      this.db.exec('COMMIT');
      this.select = this.db.prepare('SELECT * FROM quad WHERE subject = ? ORDER BY document, predicate, object');
    }
    return (this.select.all(subject) as SpoolRow[]).map(entryOf);
  }

  close(): void {
    this.db.close();
    rmSync(this.path, { force: true });
  }
}

interface SpoolRow {
  readonly subject: string;
  readonly predicate: string;
  readonly object: string;
  readonly line: number | null;
  readonly path: string | null;
  readonly repairs: string | null;
  readonly document: number;
}

function entryOf(row: SpoolRow): SpooledQuad {
  const subject = row.subject.startsWith('_:') ? DataFactory.blankNode(row.subject.slice(2)) : DataFactory.namedNode(row.subject);
  const object = row.object.startsWith('_:') ? DataFactory.blankNode(row.object.slice(2)) : termFromNTriples(row.object);
  const quad: Quad = DataFactory.quad(subject, DataFactory.namedNode(row.predicate), object as never);
  return {
    quad,
    line: row.line,
    ...(row.path === null ? {} : { path: row.path }),
    repairs: row.repairs === null ? [] : (JSON.parse(row.repairs) as SpooledQuad['repairs']),
    document: row.document,
  };
}
