import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlobStore } from '../../src/ledger/blob-store.js';
import { openTestServer, type TestServer } from '../support/server.js';

let server: TestServer;
let blobs: BlobStore;

beforeAll(async () => {
  server = await openTestServer();
  blobs = new BlobStore(join(server.dataDir, 'blobs'));
}, 120_000);
afterAll(() => server.close());

/** Puts something into the file that no part of the catalogue would. */
function meddle(work: (db: Database.Database) => void): void {
  const db = new Database(join(server.dataDir, 'ledger.sqlite'));
  db.pragma('foreign_keys = OFF');
  work(db);
  db.close();
}

const fingerprint = (): unknown => {
  const db = new Database(join(server.dataDir, 'ledger.sqlite'), { readonly: true });
  const of = (sql: string): unknown => db.prepare(sql).all();
  const found = [of('SELECT * FROM log ORDER BY seq'), of('SELECT id, n, canonical_hash, length(body) FROM version ORDER BY id')];
  db.close();
  return found;
};

const check = async (...words: string[]): Promise<{ code: number; lines: string[] }> => {
  const { code, out, err } = await server.ndc('check', ...words);
  expect(err).toBe('');
  return { code, lines: out.trim().split('\n') };
};

describe('ndc check --repair', () => {
  it('finds nothing to mend in a sound catalogue', async () => {
    expect(await check('--repair')).toEqual({ code: 0, lines: ['No difference found.'] });
  });

  it('makes anew what a record published when, from the log', async () => {
    const before = fingerprint();
    const rows = (): unknown => {
      const db = new Database(join(server.dataDir, 'ledger.sqlite'), { readonly: true });
      const all = db.prepare('SELECT * FROM publication ORDER BY record, from_seq').all();
      const states = db.prepare('SELECT id, state, version, station FROM record ORDER BY id').all();
      db.close();
      return [all, states];
    };
    const whole = rows();
    meddle((db) => {
      const ids = db.prepare("SELECT id FROM record WHERE state = 'current' ORDER BY id LIMIT 3").pluck().all() as string[];
      db.prepare('DELETE FROM publication WHERE record = ?').run(ids[0]);
      db.prepare("UPDATE record SET state = 'withdrawn' WHERE id = ?").run(ids[1]);
      db.prepare('UPDATE publication SET from_seq = from_seq + 100000 WHERE record = ?').run(ids[2]);
    });
    const found = await check();
    expect([found.code, found.lines.filter((line) => line.startsWith('ledger: record')).length]).toEqual([1, 3]);
    const mended = await check('--repair');
    expect(mended.code).toBe(0);
    expect(mended.lines).toContain('mended: what 3 records published when was made anew from the log');
    expect(rows()).toEqual(whole);
    expect(fingerprint()).toEqual(before);
    expect((await check()).lines).toEqual(['No difference found.']);
  }, 240_000);

  it('sets damaged documents aside, names missing ones, has their stations read anew, and removes what nothing names', async () => {
    const db = new Database(join(server.dataDir, 'ledger.sqlite'), { readonly: true });
    const documents = db.prepare("SELECT body_hash, station FROM document WHERE body_hash <> '' ORDER BY station DESC, url LIMIT 2").all() as {
      body_hash: string;
      station: string;
    }[];
    db.close();
    const [damaged, missing] = documents.map(({ body_hash }) => body_hash) as [string, string];
    writeFileSync(blobs.pathOf(damaged), gzipSync('something else'));
    rmSync(blobs.pathOf(missing));
    const own = createHash('sha256').update('x').digest('hex');
    await blobs.put(own, { kind: 'memory', bytes: Buffer.from('x') });
    const old = new Date(Date.now() - 3 * 86_400_000);
    utimesSync(blobs.pathOf(own), old, old);

    const found = await check();
    expect(found.code).toBe(1);
    expect(found.lines.slice(0, 3)).toEqual([
      `documents: ${damaged} is not what it was`,
      `documents: ${missing} is missing`,
      '1 document (1 kB) that nothing names any more: retention of a running server removes them.',
    ]);
    const mended = await check('--repair');
    expect([mended.code, mended.lines.at(-1)]).toEqual([0, '2 differences found, 2 mended.']);
    expect(mended.lines.join('\n')).toMatch(new RegExp(`Read anew with the next visit: .*${documents[0]?.station ?? '?'}`));
    expect(mended.lines.join('\n')).toMatch(/Cannot be replayed any more: run \d/);
    expect([existsSync(blobs.pathOf(damaged)), existsSync(blobs.pathOf(own)), readdirSync(join(server.dataDir, 'damaged'))]).toEqual([
      false,
      false,
      [`${damaged}.gz`],
    ]);
    expect((await check()).code).toBe(0);
    const station = documents[0]?.station ?? '';
    expect((await server.server.house.harvest.run({ station, trigger: 'manual' })).outcome).toBe('complete');
    expect(existsSync(blobs.pathOf(damaged))).toBe(true);
    expect((await check()).code).toBe(0);
  }, 240_000);

  it('says of what it cannot mend that a backup is needed, and leaves it', async () => {
    meddle((db) => {
      db.exec("UPDATE version SET canonical_hash = 'x' || substr(canonical_hash, 2) WHERE id = 1");
    });
    const kept = fingerprint();
    const { code, lines } = await check('--repair');
    expect([code, lines[0], lines.at(-1)]).toEqual([
      1,
      expect.stringMatching(/version 1 of record .* does not match its hash/),
      expect.stringMatching(/1 difference found, 0 mended|differences found/),
    ]);
    expect(lines.join('\n')).toContain('restore the last good backup');
    expect(fingerprint()).toEqual(kept);
  }, 240_000);
});
