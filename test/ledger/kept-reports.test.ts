import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { BlobStore } from '../../src/ledger/blob-store.js';
import { LedgerKeptReports } from '../../src/ledger/kept-reports.js';
import { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

function open(): { reports: LedgerKeptReports; files: () => string[]; go: (to: string) => void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'ndc-kept-'));
  let now = new Date('2026-06-20T08:00:00Z');
  const clock = { now: () => now };
  const ledger = SqliteLedger.open(dataDir, clock);
  const reader = SqliteLedgerReader.open(dataDir);
  closing.push(() => {
    reader.close();
    ledger.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const folder = join(dataDir, 'blobs');
  return {
    reports: new LedgerKeptReports(ledger, reader, new BlobStore(folder), clock),
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name),
    go: (to) => {
      now = new Date(to);
    },
  };
}

describe('kept reports', () => {
  it('are found by their key and no other', async () => {
    const { reports, files } = open();
    const { key, expiresAt } = await reports.keep('één');
    expect([key.length, expiresAt]).toEqual([32, '2026-07-20T08:00:00.000Z']);
    expect(reports.find(key)).toEqual({ content: 'één', createdAt: '2026-06-20T08:00:00.000Z', expiresAt });
    expect(reports.find('0'.repeat(32))).toBeUndefined();
    expect(files().some((name) => name.includes(key))).toBe(false);
  });

  it('go with their bytes when deleted, and leave a twin alone', async () => {
    const { reports, files } = open();
    const [first, second] = [await reports.keep('same'), await reports.keep('same')];
    expect(await reports.remove(first.key)).toBe(true);
    expect(await reports.remove(first.key)).toBe(false);
    expect([reports.find(first.key), reports.find(second.key)?.content, files().length]).toEqual([undefined, 'same', 1]);
  });

  it('are gone when their time is over, and then swept with their bytes', async () => {
    const { reports, files, go } = open();
    const { key } = await reports.keep('old');
    go('2026-07-10T00:00:00Z');
    const young = await reports.keep('young');
    go('2026-07-20T08:00:00Z');
    expect([reports.find(key), files().length]).toEqual([undefined, 2]);
    expect([await reports.sweep(), await reports.sweep()]).toEqual([1, 0]);
    expect([files().length, reports.find(young.key)?.content]).toEqual([1, 'young']);
  });
});
