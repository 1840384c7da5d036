import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { ConfigurationError, InternalError } from '../domain/errors.js';
import { migrations } from './migrations.js';
import { onStorage, storageFault, storageTrouble } from './storage-fault.js';

export type Row = Readonly<Record<string, string | number | Buffer | null>>;

/** A connection with a cache of prepared statements; the SQL stands where it is used. */
export class Connection {
  private readonly statements = new Map<string, Database.Statement>();

  constructor(
    readonly db: Database.Database,
    /** Hears of trouble with disk or file, before whoever asked does. */
    private readonly onFault?: (fault: InternalError) => void,
  ) {}

  get(sql: string, ...values: readonly unknown[]): Row | undefined {
    return this.step(() => this.prepare(sql).get(...values) as Row | undefined);
  }

  all(sql: string, ...values: readonly unknown[]): Row[] {
    return this.step(() => this.prepare(sql).all(...values) as Row[]);
  }

  run(sql: string, ...values: readonly unknown[]): Database.RunResult {
    return this.step(() => this.prepare(sql).run(...values));
  }

  private step<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const fault = storageFault(error);
      if (fault === undefined) throw error;
      this.onFault?.(fault);
      throw fault;
    }
  }

  private prepare(sql: string): Database.Statement {
    let statement = this.statements.get(sql);
    if (statement === undefined) this.statements.set(sql, (statement = this.db.prepare(sql)));
    return statement;
  }
}

export const ledgerFile = 'ledger.sqlite';

/** Opens the ledger for writing: WAL, synchronous FULL (engines.md section 3), migrated to this release. */
export function openWriter(dataDir: string): Connection {
  return onStorage(() => openMigrated(dataDir));
}

function openMigrated(dataDir: string): Connection {
  if (dataDir !== ':memory:') mkdirSync(dataDir, { recursive: true });
  const db = new Database(dataDir === ':memory:' ? dataDir : join(dataDir, ledgerFile), { timeout: 15_000 });
  try {
    refuseNewer(db);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    migrate(db);
  } catch (error) {
    db.close();
    throw error;
  }
  return new Connection(db);
}

/**
 * Looks through the whole file once, at about the speed of the disk; the contents of indexes are left to `ndc check`.
 *
 * @throws InternalError `ledger/damaged`
 */
export function refuseDamaged(connection: Connection): void {
  const fault = connection.all('PRAGMA quick_check(1)').find((row) => row['quick_check'] !== 'ok');
  if (fault !== undefined) throw storageTrouble('ledger/damaged', String(fault['quick_check']));
}

/** @throws ConfigurationError `config/invalid` where there is no ledger yet */
export function openReader(dataDir: string, onFault?: (fault: InternalError) => void): Connection {
  if (!databaseExists(dataDir))
    throw new ConfigurationError('config/invalid', `There is no ledger in ${dataDir}. Set NDC_DATA_DIR to the data folder of the catalogue, or harvest first.`);
  return onStorage(() => {
    const db = new Database(join(dataDir, ledgerFile), { readonly: true, fileMustExist: true, timeout: 15_000 });
    refuseNewer(db);
    db.pragma('query_only = ON');
    return new Connection(db, onFault);
  });
}

/** Whether the data folder holds a ledger. */
export function databaseExists(dataDir: string): boolean {
  return existsSync(join(dataDir, ledgerFile));
}

function refuseNewer(db: Database.Database): number {
  const found = db.pragma('user_version', { simple: true }) as number;
  if (found > migrations.length) {
    throw new ConfigurationError(
      'ledger/newer-version',
      `The ledger was written by a newer release (schema ${String(found)}; this release knows ${String(migrations.length)}). Start the newer release, or restore a backup made before the upgrade.`,
    );
  }
  return found;
}

/** Runs what is missing under an exclusive lock, so that two processes starting together migrate once. */
function migrate(db: Database.Database): void {
  const found = refuseNewer(db);
  if (found === migrations.length) return;
  db.exec('BEGIN EXCLUSIVE');
  try {
    const now = refuseNewer(db);
    refuseWhileOthersLive(db, now);
    for (let n = now; n < migrations.length; n++) db.exec(migrations[n] ?? '');
    db.pragma(`user_version = ${String(migrations.length)}`);
    db.prepare("INSERT OR IGNORE INTO epoch (n, started_at, reason) VALUES (1, ?, 'first start')").run(new Date().toISOString());
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

function refuseWhileOthersLive(db: Database.Database, version: number): void {
  if (version === 0) return;
  const alive = db.prepare('SELECT holder FROM process WHERE seen_at > ?').all(new Date(Date.now() - 30_000).toISOString()) as { holder: string }[];
  if (alive.length > 0)
    throw new ConfigurationError('ledger/in-use', `The ledger must be migrated, but ${String(alive.length)} other process(es) still use it. Stop them first.`);
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

export function pack(text: string): Buffer {
  return deflateRawSync(Buffer.from(text, 'utf8'), { level: 3 });
}

/** @throws InternalError when the stored body does not match its hash: a damaged disk must not be published */
export function unpack(blob: Buffer, hash?: string): string {
  let text: string;
  try {
    text = inflateRawSync(blob).toString('utf8');
  } catch (error) {
    throw new InternalError('internal/error', 'A stored body cannot be unpacked; the ledger file is damaged. Restore a backup.', {}, { cause: error });
  }
  if (hash !== undefined && sha256(text) !== hash)
    throw new InternalError('internal/error', 'A stored body does not match its hash; the ledger file is damaged. Restore a backup.', { hash });
  return text;
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what its own column holds
export function json<T>(value: unknown): T {
  return JSON.parse(String(value)) as T;
}

export const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
