import { openSync, closeSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { InternalError } from '../../src/domain/errors.js';
import { recordId } from '../../src/domain/record-id.js';
import { checkLedger } from '../../src/ledger/check.js';
import { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';
import { storageFault } from '../../src/ledger/storage-fault.js';
import { StorageWatch } from '../../src/ledger/storage-watch.js';
import { makeStation, openLedger, publish, staged, startRun, temporaryFolder, TestClock } from '../support/ledger.js';

const iri = (n: number): string => `https://a.example/${String(n)}`;
const connectionOf = (ledger: unknown): Database.Database => (ledger as { connection: { db: Database.Database } }).connection.db;
/** Does not pack to nothing. */
const words = (n: number): string => Array.from({ length: 300 }, (_, i) => recordId(`${String(n)} ${String(i)}`)).join(' ');

async function opened(): Promise<{ ledger: SqliteLedger; reader: SqliteLedgerReader; folder: string; told: (string | null)[]; clock: TestClock }> {
  const [folder, clock] = [temporaryFolder(), new TestClock()];
  const told: (string | null)[] = [];
  const onWritten = (fault: InternalError | null): void => {
    if (told.at(-1) !== (fault?.code ?? null)) told.push(fault?.code ?? null);
  };
  const ledger = SqliteLedger.open(folder, clock, { onWritten });
  await ledger.registerStations([makeStation('a')]);
  await publish(ledger, 'a', [staged(iri(1), 'one')]);
  return { ledger, reader: SqliteLedgerReader.open(folder), folder, told, clock };
}

describe('a full disk', () => {
  it('refuses the whole transaction in clear words, loses nothing that was acknowledged, and is over when there is room', async () => {
    const { ledger, reader, folder, told } = await opened();
    const db = connectionOf(ledger);
    db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`);
    const acknowledged: number[] = [];
    const run = await startRun(ledger, 'a');
    let fault: unknown;
    for (let n = 2; fault === undefined && n < 500; n++) {
      try {
        await ledger.stage(run, { records: [staged(iri(n), words(n))], documents: [], issues: [] });
        await ledger.publish(run, [{ kind: 'publish', subject: iri(n) }]);
        acknowledged.push(n);
      } catch (error) {
        fault = error;
      }
    }
    expect(fault).toMatchObject({ code: 'ledger/disk-full', message: expect.stringContaining('begins again by itself') as string });
    expect(told).toEqual([null, 'ledger/disk-full']);
    for (const n of acknowledged) expect(reader.published(recordId(iri(n)))?.body).toContain(words(n));
    expect(reader.publishedCount(reader.snapshot().seq)).toBe(acknowledged.length + 1);
    db.pragma('max_page_count = 1073741823');
    await publish(ledger, 'a', []).catch(() => undefined);
    await ledger.stage(run, { records: [staged(iri(900), 'later')], documents: [], issues: [] });
    await ledger.publish(run, [{ kind: 'publish', subject: iri(900) }]);
    expect(told).toEqual([null, 'ledger/disk-full', null]);
    expect(checkLedger(folder)).toEqual([]);
  });
});

describe('a ledger that may not be written', () => {
  it('is told apart, and is over when it may', async () => {
    const { ledger, told } = await opened();
    connectionOf(ledger).pragma('query_only = ON');
    await expect(publish(ledger, 'a', [staged(iri(2))])).rejects.toMatchObject({ code: 'ledger/read-only' });
    connectionOf(ledger).pragma('query_only = OFF');
    await publish(ledger, 'a', [staged(iri(2))]);
    expect(told).toEqual([null, 'ledger/read-only', null]);
  });
});

/** Everything but the first pages, as a disk that fails would leave it. */
function spoil(folder: string): void {
  const path = join(folder, 'ledger.sqlite');
  const file = openSync(path, 'r+');
  for (let at = 4 * 4096; at < statSync(path).size; at += 4096) writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, at);
  closeSync(file);
}

describe('a damaged file', () => {
  it('is refused at the start, when it is looked through, and told by every reader that meets it', async () => {
    const { ledger, reader, folder, clock } = await opened();
    for (let n = 2; n < 60; n++) await publish(ledger, 'a', [staged(iri(n), words(n))]);
    reader.close();
    ledger.close();
    spoil(folder);
    expect(() => SqliteLedger.open(folder, clock, { isChecked: true })).toThrow('The ledger file is damaged');
    const met: string[] = [];
    const readAll = (): void => {
      const again = SqliteLedgerReader.open(folder, ({ code }) => met.push(code));
      again.publishedPage(again.snapshot().seq, '', 1000);
    };
    expect(readAll).toThrow('The ledger file is damaged');
    expect(met).toContain('ledger/damaged');
  });

  it('is refused when it is none of ours', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'ledger.sqlite'), 'not a database at all, but there');
    for (const open of [() => SqliteLedger.open(folder, new TestClock()), () => SqliteLedgerReader.open(folder)])
      expect(open).toThrow('The ledger file is damaged');
    expect(readFileSync(join(folder, 'ledger.sqlite'), 'utf8')).toContain('not a database');
  });
});

describe('trouble with disk and file', () => {
  it.each([
    ['SQLITE_FULL', 'ledger/disk-full'],
    ['ENOSPC', 'ledger/disk-full'],
    ['EDQUOT', 'ledger/disk-full'],
    ['SQLITE_READONLY_DBMOVED', 'ledger/read-only'],
    ['SQLITE_CANTOPEN', 'ledger/read-only'],
    ['EROFS', 'ledger/read-only'],
    ['EACCES', 'ledger/read-only'],
    ['SQLITE_CORRUPT_VTAB', 'ledger/damaged'],
    ['SQLITE_NOTADB', 'ledger/damaged'],
    ['SQLITE_IOERR_FSYNC', 'ledger/disk-failing'],
    ['EIO', 'ledger/disk-failing'],
    ['SQLITE_BUSY', undefined],
    ['ENOENT', undefined],
  ])('is known by the code %s', (code, expected) => {
    expect(storageFault(Object.assign(new Error('x'), { code }))?.code).toBe(expected);
  });

  it('is watched: writing heals, damage does not, and little room is told before it is none', () => {
    const clock = new TestClock();
    const { folder } = openLedger();
    const watch = new StorageWatch(folder, 0, clock);
    const codes = (of = watch): string[] => of.problems().map(({ code }) => code);
    expect(codes()).toEqual([]);
    watch.written({ code: 'ledger/disk-full', message: 'full' });
    watch.note({ code: 'internal/error', message: 'something else' });
    expect(watch.problems()).toEqual([{ code: 'ledger/disk-full', detail: 'full', since: '2026-03-01T10:00:00.000Z' }]);
    watch.written(null);
    expect(codes()).toEqual([]);
    watch.note({ code: 'ledger/damaged', message: 'damaged' });
    watch.written(null);
    expect(codes()).toEqual(['ledger/damaged']);
    const low = new StorageWatch(folder, Number.MAX_SAFE_INTEGER, clock);
    expect(low.problems()).toMatchObject([{ code: 'ledger/disk-full', since: null, detail: expect.stringContaining('MB of room left') as string }]);
  });
});
