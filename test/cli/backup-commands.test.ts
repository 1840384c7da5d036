import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUp } from '../../src/cli/backup-thread.js';
import { checkLedger } from '../../src/ledger/check.js';
import { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';
import { ndc, openTestServer, type TestServer } from '../support/server.js';

let server: TestServer;
let folder: string;

beforeAll(async () => {
  server = await openTestServer();
  folder = mkdtempSync(join(tmpdir(), 'ndc-backup-'));
}, 120_000);

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the catalogue of a data folder publishes. */
function published(dataDir: string): string[] {
  const reader = SqliteLedgerReader.open(dataDir);
  try {
    return reader.publishedPage(reader.snapshot().seq, '', 1000).map(({ head, body }) => `${head.id} ${body}`);
  } finally {
    reader.close();
  }
}

describe('a backup beside a running server', () => {
  it('is made while stations are harvested, and the server answers and writes meanwhile', async () => {
    const { harvest } = server.server.house;
    const before = harvest.reader.snapshot();
    const file = join(folder, 'while-harvesting.tar');
    const stations = harvest.reader.stations().map((status) => status.station.id);
    const rounds = harvest.round(stations, 'manual', { full: true });
    const made = backUp({ dataDir: server.dataDir, file }, () => undefined);
    await harvest.ledger.noteBackup('/elsewhere/a.tar', '2026-01-01T00:00:00Z', 'somebody');
    const answer = await server.json<{ total: number }>('/api/v1/datasets');
    expect(answer.total).toBeGreaterThan(0);
    const manifest = await made;
    expect([manifest.missing, manifest.damaged]).toEqual([[], []]);
    expect(manifest.seq).toBeGreaterThanOrEqual(before.seq);
    await rounds;
    const dataDir = join(folder, 'restored');
    const restored = await ndc(['restore', file], { ...server.environment, NDC_DATA_DIR: dataDir });
    expect(restored).toMatchObject({ code: 0, err: expect.stringContaining('comes back with the next harvest') as string });
    expect(checkLedger(dataDir)).toEqual([]);
    expect(published(dataDir)).toEqual(published(server.dataDir));
  }, 120_000);

  it('leaves nothing when it is called off', async () => {
    const abort = new AbortController();
    const quiet = mkdtempSync(join(folder, 'called-off-'));
    const made = backUp(
      { dataDir: server.dataDir, file: join(quiet, 'b.tar') },
      () => {
        abort.abort();
      },
      abort.signal,
    );
    await expect(made).rejects.toThrow('there is none');
    expect(readdirSync(quiet)).toEqual([]);
  });

  it('says in one line what the system has against the file', async () => {
    const made = backUp({ dataDir: server.dataDir, file: '/proc/b.tar' }, () => undefined);
    await expect(made).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
