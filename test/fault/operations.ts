import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyBackup, restoreBackup } from '../../src/ledger/restore.js';
import { writeBackup } from '../../src/ledger/backup.js';
import { BlobStore } from '../../src/ledger/blob-store.js';
import { checkLedger } from '../../src/ledger/check.js';
import { blobFindings } from '../../src/ledger/check-blobs.js';
import { openReader } from '../../src/ledger/database.js';
import { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';
import { bundledChild } from '../support/bundled-child.js';
import { openLedger, publish, staged, TestClock } from '../support/ledger.js';
import { seeded } from './crash.js';
import { factsOf, makeTemplate, subjectOf, type Facts, type Template } from './operations-house.js';
import type { BrokenOperation, Moment, Operation, OperationOrder, Told } from './operations-order.js';

const child = new URL('operations-child.ts', import.meta.url);
const quiet = (): void => undefined;

export interface OperationsResult {
  readonly kills: Readonly<Record<Operation, number>>;
  /** Deeds that were told to be done. */
  readonly done: number;
  readonly faults: readonly string[];
}

/** Kills backups, restores and retention in the middle, and looks each time at what they left behind. */
export async function operationRounds(
  rounds: number,
  seed: number,
  options: { readonly only?: Operation; readonly broken?: BrokenOperation } = {},
): Promise<OperationsResult> {
  const random = seeded(seed);
  const template = await makeTemplate();
  const operations: readonly Operation[] = options.only === undefined ? ['backup', 'restore', 'retention'] : [options.only];
  const kills = { backup: 0, restore: 0, retention: 0 };
  const lasts = new Map<Operation, { calls: number; tookMs: number }>();
  const faults: string[] = [];
  let done = 0;
  for (let round = 0; round < rounds && faults.length === 0; round++) {
    const operation = operations[round % operations.length] ?? 'backup';
    // The first of each runs to its end, and says how many calls there are to die at.
    const whole = lasts.get(operation);
    const moment: Moment =
      whole === undefined
        ? { never: true }
        : random() < 0.2
          ? { delay: random() * whole.tookMs }
          : { nth: 1 + Math.floor(random() * whole.calls), when: random() < 0.5 ? 'before' : 'after' };
    const outcome = await once(template, operation, moment, options.broken ?? null);
    if (outcome.calls !== null) lasts.set(operation, { calls: outcome.calls, tookMs: outcome.tookMs });
    if (outcome.killed) kills[operation]++;
    if (outcome.isDone) done++;
    faults.push(...outcome.faults.map((fault) => `round ${String(round + 1)}, ${operation} ${JSON.stringify(moment)}: ${fault}`));
  }
  return { kills, done, faults };
}

interface Outcome {
  readonly killed: boolean;
  readonly isDone: boolean;
  readonly calls: number | null;
  readonly tookMs: number;
  readonly faults: readonly string[];
}

async function once(template: Template, operation: Operation, moment: Moment, broken: BrokenOperation | null): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'ndc-operations-'));
  try {
    const dataDir = join(folder, 'data');
    cpSync(template.dataDir, dataDir, { recursive: true, preserveTimestamps: true });
    const file = join(folder, 'backup', 'catalogue.tar');
    cpSync(template.backup, file);
    const order: OperationOrder = { dataDir, file, operation, moment, broken, now: template.now };
    const { killed, told, tookMs } = await carryOut(order);
    const isDone = told.some((one) => one.done === true);
    const calls = told.find((one) => one.calls !== undefined)?.calls ?? null;
    return { killed, isDone, calls, tookMs, faults: await faultsAfter(order, template, isDone) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function carryOut(order: OperationOrder): Promise<{ killed: boolean; told: Told[]; tookMs: number }> {
  const program = await bundledChild(child);
  return new Promise((resolve, reject) => {
    const started = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] });
    const told: Told[] = [];
    let [rest, errors, begunAt] = ['', '', 0];
    started.stderr.on('data', (part: Buffer) => (errors += part.toString()));
    started.stdout.on('data', (part: Buffer) => {
      const lines = (rest + part.toString()).split('\n');
      rest = lines.pop() ?? '';
      told.push(...lines.map((line) => JSON.parse(line) as Told));
      if (begunAt > 0) return;
      begunAt = Date.now();
      if ('delay' in order.moment) setTimeout(() => started.kill('SIGKILL'), order.moment.delay);
    });
    started.on('close', (code, signal) => {
      if (signal === 'SIGKILL' || code === 0) resolve({ killed: signal === 'SIGKILL', told, tookMs: Date.now() - begunAt });
      else reject(new Error(`the process ended by itself: ${errors}`));
    });
  });
}

/** Nothing acknowledged is lost, nothing half is taken for whole, and what was broken off can be done again. */
async function faultsAfter(order: OperationOrder, template: Template, isDone: boolean): Promise<string[]> {
  const faults = await catalogueFaults(order, template, isDone);
  if (faults.length > 0) return faults;
  switch (order.operation) {
    case 'backup':
      return backupFaults(order, template, isDone);
    case 'restore':
      return againFaults(order);
    case 'retention':
      return [...retentionFaults(order), ...(await againFaults(order))];
  }
}

async function catalogueFaults({ dataDir, operation }: OperationOrder, template: Template, isDone: boolean): Promise<string[]> {
  if (!existsSync(join(dataDir, 'ledger.sqlite'))) return ['the data folder has no ledger'];
  const faults = checkLedger(dataDir);
  if (faults.length > 0) return faults;
  const facts = factsOf(dataDir);
  if (facts.epoch === template.facts.epoch) {
    if (operation === 'restore' && isDone) return ['the restore was told to be done, and the ledger is in its old epoch'];
    if (!isEqual(facts, template.facts)) return ['the ledger is not what it was'];
  } else {
    if (operation !== 'restore') return ['a new epoch has begun'];
    const restored = factsOf(dataDir, template.backupFacts.seq);
    if (restored.log !== template.backupFacts.log || restored.published !== template.backupFacts.published)
      return ['the restored ledger is not what was backed up'];
    if (facts.seq <= template.facts.seq) return ['the restored log goes on below what others have seen'];
    const asides = readdirSync(dataDir).filter((name) => name.startsWith('replaced-'));
    if (!asides.some((name) => isEqual(factsOf(join(dataDir, name)), template.facts)))
      return ['the ledger that was replaced is not whole beside the restored one'];
  }
  const reader = SqliteLedgerReader.open(dataDir);
  const { missing, damaged } = await blobFindings(new BlobStore(join(dataDir, 'blobs')), reader, new Date()).finally(() => {
    reader.close();
  });
  return [...missing.map((hash) => `bytes ${hash} are named and missing`), ...damaged.map((hash) => `bytes ${hash} are not what they were`)].slice(0, 3);
}

const isEqual = (a: Facts, b: Facts): boolean => a.seq === b.seq && a.log === b.log && a.published === b.published;

/** The file is the earlier backup or the new one, and whole; the next attempt leaves nothing else beside it. */
async function backupFaults({ dataDir, file, now }: OperationOrder, template: Template, isDone: boolean): Promise<string[]> {
  try {
    const { seq } = await verifyBackup(file, quiet);
    if (isDone && seq !== template.facts.seq) return ['the backup was told to be there, and is the earlier one'];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  await writeBackup(dataDir, file, new TestClock(now), quiet);
  const beside = readdirSync(join(file, '..'));
  return beside.length === 1 ? [] : [`beside the backup lie ${beside.join(', ')}`];
}

/** No version that is in force or within the window has lost its content, and the catalogue as of what is kept has no hole. */
function retentionFaults({ dataDir, now }: OperationOrder): string[] {
  const connection = openReader(dataDir);
  const reader = SqliteLedgerReader.open(dataDir);
  try {
    const window = new Date(now - 30 * 86_400_000).toISOString();
    const hurt = connection.all(
      `SELECT p.record FROM publication p JOIN version v ON v.id = p.version LEFT JOIN log l ON l.seq = p.to_seq WHERE v.gap IS NOT NULL AND (p.to_seq IS NULL OR l.time >= ?)`,
      window,
    );
    const holes = connection.all(
      `SELECT p.record FROM publication p JOIN version v ON v.id = p.version WHERE v.gap IS NOT NULL AND p.to_seq > ?`,
      reader.keptSince(),
    );
    return [
      ...hurt.map((row) => `record ${String(row['record'])} has lost a version that was in force`),
      ...holes.map((row) => `record ${String(row['record'])} is a hole in the catalogue as of a moment that is told to be kept`),
    ].slice(0, 3);
  } finally {
    reader.close();
    connection.db.close();
  }
}

/** The next start writes, and the same thing can be done again to its end. */
async function againFaults(order: OperationOrder): Promise<string[]> {
  const { dataDir, file, operation, now } = order;
  if (operation === 'restore') await restoreBackup(file, dataDir, { replace: true, now: new Date(now + 3_600_000), by: 'somebody' }, quiet);
  else {
    const again = await carryOut({ ...order, moment: { never: true }, broken: null });
    if (!again.told.some((told) => told.done === true)) return ['it cannot be done again'];
  }
  const leftovers = readdirSync(dataDir).filter((name) => name.startsWith('.restore'));
  if (leftovers.length > 0) return [`in the data folder lie ${leftovers.join(', ')}`];
  const { ledger, reader } = openLedger(dataDir, new TestClock(now + 7_200_000));
  try {
    await ledger.recover();
    await publish(ledger, 'a', [staged(subjectOf(1), `after ${operation}`)]);
  } finally {
    reader.close();
    ledger.close();
  }
  return checkLedger(dataDir);
}
