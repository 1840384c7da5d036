import { copyFileSync, mkdtempSync, openSync, closeSync, fsyncSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { backUp } from '../../src/cli/backup-thread.js';
import { ledgerFile } from '../../src/ledger/database.js';
import { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';
import type { BenchLedger } from './bench-ledger.js';
import { figure, timed, type Rows } from './report.js';

/** So long SQLite's own backup may try to come to an end beside a writer. */
const patienceMs = 30_000;
/** Records that the writer publishes in one go. */
const portion = 50;

/** A backup of the ledger as `ndc backup` makes it, in its thread, while nothing else runs and while a writer writes. */
export async function backupBench(rows: Rows, ledger: BenchLedger): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-bench-backup-'));
  const source = join(ledger.dataDir, ledgerFile);
  const at = (name: string): string => join(folder, name);
  try {
    checkpoint(source);
    const megabytes = statSync(source).size / 1e6;
    const speed = (ms: number): number => megabytes / (ms / 1000);
    const quiet = await ours(ledger.dataDir, at('quiet.tar'));
    const what = `Backup of a ledger of ${figure(megabytes)} MB, checked and packed`;
    const copied = await timed(() => {
      copyFileSync(source, at('copy.sqlite'));
      sync(at('copy.sqlite'));
    });
    rows.add(what, speed(quiet), speed(copied.ms), 'MB/s', 'more', 'plain copy of the file, nothing checked');
    const plain = await sqliteBackup(source, at('plain.sqlite'));
    rows.add(what, speed(quiet), speed(plain ?? Number.NaN), 'MB/s', 'more', 'db.backup() of SQLite, nothing checked');

    const alone = await writing(ledger, () => new Promise<void>((resolve) => setTimeout(resolve, 3000)));
    const beside = await writing(ledger, () => ours(ledger.dataDir, at('busy.tar')));
    const busy = 'The same while a writer publishes all the time';
    rows.add(busy, speed(beside.value), speed(quiet), 'MB/s', 'more', 'ours while nothing else runs');
    const restarting = await writing(ledger, () => sqliteBackup(source, at('restarting.sqlite')));
    if (restarting.value === null) rows.addWithout(busy, speed(beside.value), 'MB/s', `db.backup() did not end in ${String(patienceMs / 1000)} s`);
    else rows.add(busy, speed(beside.value), speed(restarting.value), 'MB/s', 'more', 'db.backup()');
    rows.add('Records published meanwhile', beside.perSecond, alone.perSecond, 'records/s', 'more', 'without a backup');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws Error unless the backup is whole and no older than its beginning */
async function ours(dataDir: string, file: string): Promise<number> {
  const reader = SqliteLedgerReader.open(dataDir);
  const { seq } = reader.snapshot();
  reader.close();
  const { value: made, ms } = await timed(() => backUp({ dataDir, file }, () => undefined));
  if (made.seq < seq || made.damaged.length > 0) throw new Error(`the backup is of entry ${String(made.seq)} and lacks what the ledger had at ${String(seq)}`);
  return ms;
}

/** Milliseconds; null when it did not come to an end. */
async function sqliteBackup(source: string, file: string): Promise<number | null> {
  const db = new Database(source, { readonly: true });
  const until = performance.now() + patienceMs;
  try {
    const { ms } = await timed(() =>
      db.backup(file, {
        progress: () => {
          if (performance.now() > until) throw new OutOfPatience();
          return 500;
        },
      }),
    );
    return ms;
  } catch (error) {
    if (error instanceof OutOfPatience) return null;
    throw error;
  } finally {
    db.close();
  }
}

class OutOfPatience extends Error {}

/** Publishes changes to records, portion by portion, until the work is done. */
async function writing<T>(ledger: BenchLedger, work: () => Promise<T>): Promise<{ readonly value: T; readonly perSecond: number }> {
  const started = performance.now();
  const state = { isDone: false };
  const done = work().finally(() => (state.isDone = true));
  let written = 0;
  while (!state.isDone) {
    await ledger.replace(Array.from({ length: portion }, (_, n) => (written + n) % ledger.records));
    written += portion;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { value: await done, perSecond: written / ((performance.now() - started) / 1000) };
}

/** All that is written, in the file itself. */
function checkpoint(source: string): void {
  const db = new Database(source);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

function sync(file: string): void {
  const handle = openSync(file, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
