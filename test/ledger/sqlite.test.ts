import { fork } from 'node:child_process';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';
import { makeStation, openLedger, publish, staged, startRun, TestClock } from '../support/ledger.js';
import { describeLedger } from './contract.js';

describeLedger('SQLite', () => openLedger());

const a = 'https://a.example/1';

describe('the ledger file', () => {
  it('is refused with a clear message when a newer release wrote it', () => {
    const { ledger, folder } = openLedger();
    ledger.close();
    const db = new Database(join(folder, 'ledger.sqlite'));
    db.pragma('user_version = 99');
    db.close();
    for (const open of [() => SqliteLedger.open(folder, new TestClock()), () => SqliteLedgerReader.open(folder)]) {
      expect(open).toThrow(expect.objectContaining({ code: 'ledger/newer-version', message: expect.stringMatching(/newer release.*99/) as string }) as Error);
    }
  });

  it('keeps everything over a restart', async () => {
    const { ledger, folder } = openLedger();
    await ledger.registerStations([makeStation('a')]);
    await publish(ledger, 'a', [staged(a)]);
    ledger.close();
    const again = openLedger(folder);
    expect(again.reader.published(recordId(a))?.body).toContain('one');
  });

  it.each([
    ['changed', (body: Buffer) => Buffer.from([...body.subarray(0, 5), ...body.subarray(5).map((byte) => byte ^ 1)])],
    ['cut', (body: Buffer) => body.subarray(0, 10)],
  ])('refuses to read a body that was %s on disk', async (_name, damage) => {
    const { ledger, reader, folder } = openLedger();
    await ledger.registerStations([makeStation('a')]);
    await publish(ledger, 'a', [staged(a, 'one and two and three')]);
    const db = new Database(join(folder, 'ledger.sqlite'));
    const { body } = db.prepare('SELECT body FROM version').get() as { body: Buffer };
    db.prepare('UPDATE version SET body = ?').run(damage(body));
    db.close();
    expect(() => reader.published(recordId(a))).toThrow(/damaged/);
    expect(() => reader.version(recordId(a), 1)).toThrow(/damaged/);
    expect(() => reader.previousBody('a', a)).toThrow(/damaged/);
  });

  it('ends the run of a process of this host that lives no more, before its lease runs out', async () => {
    const { ledger, reader } = openLedger();
    await ledger.registerStations([makeStation('a')]);
    const child = fork(join(import.meta.dirname, 'exit.mjs'));
    await new Promise((resolve) => child.once('exit', resolve));
    const run = await startRun(ledger, 'a', `${hostname()}/${String(child.pid)}/1`);
    const next = await startRun(ledger, 'a', `${hostname()}/${String(process.pid)}/1`);
    expect(next).toBeGreaterThan(run);
    expect(reader.run(run)?.outcome).toBe('interrupted');
    expect(await ledger.startRun({ station: 'a', trigger: 'manual', holder: 'x', leaseMs: 1 })).toEqual({ busy: next });
  });

  it('loses nothing when two connections write at the same time, and a reader follows both', async () => {
    const one = openLedger();
    await one.ledger.registerStations([makeStation('a'), makeStation('b')]);
    const other = openLedger(one.folder);
    const before = one.reader.dataVersion();
    await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        await publish(n % 2 === 0 ? one.ledger : other.ledger, n % 2 === 0 ? 'a' : 'b', []).catch(() => undefined);
      }),
    );
    for (let n = 0; n < 20; n++) {
      await publish(one.ledger, 'a', [staged(`https://a.example/${String(n)}`)]);
      await publish(other.ledger, 'b', [staged(`https://b.example/${String(n)}`)]);
    }
    expect(one.reader.dataVersion()).not.toBe(before);
    const changes = one.reader.changesAfter(0, 1000);
    expect(changes.map((change) => change.seq)).toEqual(changes.map((_, n) => n + 1));
    expect(one.reader.publishedCount(one.reader.snapshot().seq)).toBe(40);
  });

  it('lets two processes write at the same time without losing an entry', async () => {
    const { ledger, reader, folder } = openLedger();
    await ledger.registerStations([makeStation('p0'), makeStation('p1')]);
    const children = [0, 1].map((n) => fork(join(import.meta.dirname, 'writer.ts'), [folder, `p${String(n)}`, '25'], { execArgv: ['--import', 'tsx'] }));
    const codes = await Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))));
    expect(codes).toEqual([0, 0]);
    expect(reader.publishedCount(reader.snapshot().seq)).toBe(50);
    expect(reader.changesAfter(0, 1000).filter((change) => change.op === 'created' && change.kind === 'record')).toHaveLength(50);
    const times = reader.changesAfter(0, 1000).map((change) => change.time);
    expect([...new Set(times)].sort()).toEqual(times);
  });
});
