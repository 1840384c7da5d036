// Does one thing to a catalogue and dies of it where the order says, or runs to its end and says how many calls it took.
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import fsp from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBackup } from '../../src/ledger/backup.js';
import { BlobStore } from '../../src/ledger/blob-store.js';
import { Connection } from '../../src/ledger/database.js';
import { restoreBackup } from '../../src/ledger/restore.js';
import { Retention } from '../../src/ledger/retention.js';
import { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';
import type { OperationOrder, Told } from './operations-order.js';

const order = JSON.parse(process.argv[2] ?? '{}') as OperationOrder;
const { dataDir, file, broken, moment } = order;
const clock = { now: (): Date => new Date(order.now) };
const say = (told: Told): void => {
  writeSync(1, `${JSON.stringify(told)}\n`);
};

let calls = 0;
const die = (): void => {
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
};
/** Counts a call, and dies before or after it where that is ordered. */
function counted<T>(work: () => T): T {
  const nth = (calls += 1);
  const isHere = 'nth' in moment && nth === moment.nth;
  if (isHere && moment.when === 'before') die();
  const value = work();
  if (!isHere) return value;
  if (value instanceof Promise)
    return value.then((settled: unknown) => {
      die();
      return settled;
    }) as T;
  die();
  return value;
}

type Call = (...values: unknown[]) => Promise<unknown>;
const calling = fsp as unknown as Record<string, Call>;
for (const name of ['rename', 'rm', 'mkdir', 'mkdtemp', 'link', 'copyFile', 'open']) {
  const original = calling[name] as Call;
  calling[name] = (...values) => counted(() => original.apply(fsp, values));
}
syncBuiltinESMExports();

const { run } = Connection.prototype;
Connection.prototype.run = function counting(sql, ...values) {
  return counted(() => run.call(this, sql, ...values));
};

async function backup(): Promise<void> {
  if (broken === 'backup-told-early') say({ done: true });
  if (broken !== 'backup-in-place') {
    await writeBackup(dataDir, file, clock, () => undefined);
    return;
  }
  const elsewhere = join(tmpdir(), `ndc-elsewhere-${String(process.pid)}.tar`);
  await writeBackup(dataDir, elsewhere, clock, () => undefined);
  const bytes = readFileSync(elsewhere);
  rmSync(elsewhere);
  const target = openSync(file, 'w');
  for (let at = 0; at < bytes.length; at += 1024)
    counted(() => {
      writeSync(target, bytes, at, Math.min(1024, bytes.length - at), at);
      fsyncSync(target);
    });
  closeSync(target);
}

async function restore(): Promise<void> {
  if (broken === 'restore-deletes-first') {
    for (const suffix of ['', '-wal', '-shm']) await fsp.rm(join(dataDir, `ledger.sqlite${suffix}`), { force: true });
    await restoreBackup(file, dataDir, { replace: false, now: clock.now(), by: 'somebody' }, () => undefined);
    return;
  }
  await restoreBackup(file, dataDir, { replace: true, now: clock.now(), by: 'somebody' }, () => undefined);
  if (broken !== 'restore-without-epoch') return;
  const ledger = SqliteLedger.open(dataDir, clock);
  const { connection } = ledger as unknown as { connection: Connection };
  connection.run('DELETE FROM log WHERE seq = (SELECT MAX(seq) FROM log)');
  connection.run('DELETE FROM epoch WHERE n > 1');
  connection.run("UPDATE sqlite_sequence SET seq = (SELECT MAX(seq) FROM log) WHERE name = 'log'");
  ledger.close();
}

async function retain(): Promise<void> {
  const ledger = SqliteLedger.open(dataDir, clock);
  const reader = SqliteLedgerReader.open(dataDir);
  const { connection } = ledger as unknown as { connection: Connection };
  const blobs = new BlobStore(join(dataDir, 'blobs'));
  if (broken === 'retention-takes-what-is-named') for (const { hash } of await blobs.list()) await blobs.remove(hash);
  if (broken === 'retention-takes-the-last')
    connection.run(`UPDATE version SET body = x'0300', gap = '{"kind":"expired","at":"x"}' WHERE id IN (SELECT version FROM record ORDER BY id LIMIT 1)`);
  await new Retention(ledger, reader, blobs, clock, { days: 1, maxBytes: 1 << 30, versionDays: 30, feedWindowDays: 30 }).sweep();
  reader.close();
  ledger.close();
}

say({ begun: true });
const operations = { backup, restore, retention: retain };
await operations[order.operation]();
say({ done: true, calls });
