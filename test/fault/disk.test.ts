import { closeSync, cpSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { checkLedger } from '../../src/ledger/check.js';
import { openSmallDisk, type SmallDisk } from '../support/small-disk.js';
import { ndc, openTestServer, type TestServer } from '../support/server.js';

interface Ready {
  readonly status: string;
  readonly problems: readonly { readonly code: string; readonly detail: string }[];
}

const closing: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

async function until(test: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await test()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to pass');
}

async function serverOn(dataDir: string): Promise<TestServer> {
  const server = await openTestServer({ environment: { NDC_DATA_DIR: dataDir, NDC_MIN_FREE_BYTES: '0' } });
  closing.push(() => server.close());
  return server;
}

/** Everything is in the file itself, and what is written next needs room of its own. */
function intoFile(dataDir: string): void {
  const db = new Database(join(dataDir, 'ledger.sqlite'));
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

const ready = async (server: TestServer): Promise<Ready & { readonly http: number }> => {
  const response = await server.get('/readyz');
  return { ...((await response.json()) as Ready), http: response.status };
};

const disk = (() => {
  const found = openSmallDisk(48);
  if (found !== null)
    closing.push(() => {
      found.close();
    });
  return found;
})();
const onDisk = describe.skipIf(disk === null);

onDisk('a disk that is full', () => {
  it('ends runs with our fault, is told by /readyz, hides nothing that can be read, and is over when there is room', async () => {
    const { folder, fill, empty } = disk as SmallDisk;
    const server = await serverOn(folder);
    const { harvest } = server.server.house;
    const station = harvest.reader.stations().find(({ datasets }) => datasets > 0)?.station.id ?? '';
    const { total } = await server.json<{ total: number }>('/api/v1/datasets');
    const before = harvest.reader.snapshot();
    expect(await ready(server)).toMatchObject({ http: 200, status: 'ready', problems: [] });

    let failed: { outcome: string; run: number | null; detail: string | null } | null = null;
    const running = harvest.run({ station, trigger: 'manual', full: true });
    intoFile(folder);
    fill();
    await running
      .then((summary) => (failed = summary))
      .catch((error: unknown) => {
        failed = { outcome: 'failed', run: null, detail: error instanceof Error ? error.message : String(error) };
      });
    await until(async () => (await ready(server)).status === 'degraded');
    expect(await ready(server)).toMatchObject({ http: 200, problems: [{ code: 'ledger/disk-full', detail: expect.stringContaining('Make room') as string }] });
    await expect(harvest.ledger.noteBackup('/x.tar', 'now', 'somebody')).rejects.toMatchObject({ code: 'ledger/disk-full' });
    expect((await server.json<{ total: number }>('/api/v1/datasets')).total).toBe(total);
    expect((await server.get('/nl/datasets')).status).toBe(200);
    expect(await (await server.get('/metrics')).text()).toContain('ndc_ledger_writable 0');
    expect(harvest.reader.snapshot()).toEqual(before);

    empty();
    await until(async () => (await ready(server)).status === 'ready');
    await until(() => Promise.resolve(harvest.reader.runs(station, 1)[0]?.endedAt !== null));
    expect(failed).not.toBeNull();
    expect((await harvest.run({ station, trigger: 'manual', full: true })).outcome).toBe('complete');
    expect(harvest.reader.runs(station, 10).filter(({ outcome }) => outcome === null)).toEqual([]);
    expect(checkLedger(folder)).toEqual([]);
  }, 120_000);

  it('leaves the backup that is there, and says in one line why there is no new one', async () => {
    const small = openSmallDisk(1);
    if (small === null || disk === null) throw new Error('there was one before');
    closing.push(() => {
      small.close();
    });
    writeFileSync(join(small.folder, 'a.tar'), 'the last good one');
    const made = await ndc(['backup', join(small.folder, 'a.tar'), '--replace'], { NDC_DATA_DIR: disk.folder, NDC_LOG_LEVEL: 'silent' });
    expect([made.code, made.err.trim().split('\n').length, /disk|full|space/i.test(made.err)]).toEqual([1, 1, true]);
    expect(statSync(join(small.folder, 'a.tar')).size).toBe('the last good one'.length);
  });
});

onDisk('a file system that may only be read', () => {
  it('is told in one line by every command that has to write, with exit code 1', async () => {
    const small = openSmallDisk(16);
    if (small === null) throw new Error('there was one before');
    closing.push(() => {
      small.close();
    });
    const source = await ndc(['harvest'], { NDC_DATA_DIR: join(small.folder, 'data'), NDC_STATIONS: emptyStations(), NDC_LOG_LEVEL: 'silent' });
    expect(source.code).toBeLessThan(2);
    const environment = { NDC_DATA_DIR: join(small.readOnlyView(), 'data'), NDC_STATIONS: emptyStations(), NDC_LOG_LEVEL: 'silent', NDC_PORT: '0' };
    for (const words of [['harvest'], ['serve'], ['withhold', 'x', '--reason', 'y'], ['check']]) {
      const { code, err } = await ndc(words, environment);
      expect([words[0], code, err.trim().split('\n').length, /cannot be written/.test(err), /\bat .*\.js/.test(err)]).toEqual([words[0], 1, 1, true, false]);
    }
  }, 60_000);
});

function emptyStations(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'ndc-none-')), 'stations.ttl');
  writeFileSync(path, '');
  return path;
}

describe('a damaged ledger file', () => {
  it('is told by /readyz when it is met, and the process stays; a new start is refused in one line, and so are commands', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ndc-damage-'));
    closing.push(() => {
      rmSync(dataDir, { recursive: true, force: true });
    });
    const server = await serverOn(dataDir);
    intoFile(dataDir);
    const ids = (await server.json<{ items: { id: string }[] }>('/api/v1/datasets?pageSize=50')).items.map(({ id }) => id);
    const path = join(dataDir, 'ledger.sqlite');
    const file = openSync(path, 'r+');
    for (let at = 40 * 4096; at < statSync(path).size; at += 4096) writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, at);
    closeSync(file);
    for (const id of ids) await (await server.get(`/api/v1/datasets/${id}/versions/1`)).arrayBuffer();
    expect(await ready(server)).toMatchObject({ http: 503, status: 'damaged', problems: [{ code: 'ledger/damaged' }] });
    expect((await server.get('/healthz')).status).toBe(200);
    const answer = await server.get(`/api/v1/datasets/${ids[0] ?? ''}/versions/1`);
    expect([200, 503]).toContain(answer.status);

    const copy = mkdtempSync(join(tmpdir(), 'ndc-damage-'));
    closing.push(() => {
      rmSync(copy, { recursive: true, force: true });
    });
    cpSync(path, join(copy, 'ledger.sqlite'));
    for (const words of [['serve'], ['backup', join(copy, 'b.tar')]]) {
      const { code, err } = await ndc(words, { ...server.environment, NDC_DATA_DIR: copy, NDC_CONNECT_TO: '' });
      expect([words[0], code, err.trim().split('\n').length, /damaged/.test(err)]).toEqual([words[0], 1, 1, true]);
    }
  }, 120_000);
});
