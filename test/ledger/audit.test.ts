import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.js';
import { recordId } from '../../src/domain/record-id.js';
import { writeBackup } from '../../src/ledger/backup.js';
import { checkLedger } from '../../src/ledger/check.js';
import { restoreBackup } from '../../src/ledger/restore.js';
import { renewStationKey } from '../../src/ledger/station-keys.js';
import { makeStation, openLedger, publish, staged, startRun, temporaryFolder, type OpenLedger } from '../support/ledger.js';

const subject = 'https://a.example/1';
const other = 'https://a.example/2';
const id = recordId(subject);
const quiet = (): void => undefined;

let all: OpenLedger;
beforeEach(async () => {
  all = openLedger();
  await all.ledger.registerStations([makeStation('a')]);
  await publish(all.ledger, 'a', [staged(subject), staged(other)]);
});
afterEach(() => {
  all.reader.close();
  all.ledger.close();
});

const short = ({ by, via, action, target, detail }: AuditEntry): string => `${by ?? '-'} ${via} ${action} ${target ?? '-'} ${JSON.stringify(detail)}`;
const entries = (): string[] => all.reader.audit({ limit: 100 }).map(short).reverse();

describe('the audit log', () => {
  it('has every deed with the name of who did it, and what files said without one', async () => {
    const { ledger, clock } = all;
    expect(entries()).toEqual(['- configuration station.added a {}']);
    await ledger.setStationState('a', 'paused', 'ann');
    await ledger.setStationState('a', 'paused', 'ben');
    await ledger.setStationState('a', 'live', 'ben');
    await renewStationKey(ledger, 'a', 'token', 'ann');
    await ledger.withhold(id, 'names a person', 'ann');
    await ledger.withhold(id, 'twice', 'ben');
    await ledger.release(id, 'ben');
    await ledger.redact(id, 1, 'names a person', 'ann');
    await ledger.noteBackup('/backups/a.tar', clock.now().toISOString(), 'cat');
    await ledger.noteDeed({ action: 'operator.added', by: 'cat', target: 'dan', detail: { role: 'ncp' } });
    const started = await ledger.startRun({ station: 'a', trigger: 'manual', holder: 'test/1/1', leaseMs: 60_000, dry: true, by: 'ann' });
    const run = 'run' in started ? started.run : 0;
    await ledger.cancelRun(run, 'ben');
    await ledger.registerStations([]);
    expect(entries().slice(1)).toEqual([
      'ann command station.state a {"from":"live","to":"paused"}',
      'ben command station.state a {"from":"paused","to":"live"}',
      'ann command station.key a {"kind":"token"}',
      `ann command record.withheld ${id} {"reason":"names a person"}`,
      `ben command record.released ${id} {}`,
      `ann command record.redacted ${id} {"version":1,"reason":"names a person"}`,
      'cat command ledger.backed-up - {"path":"/backups/a.tar"}',
      'cat command operator.added dan {"role":"ncp"}',
      `ann command run.started a {"run":${String(run)},"dryRun":true}`,
      `ben command run.cancelled a {"run":${String(run)}}`,
      '- configuration station.retired a {}',
    ]);
    expect(checkLedger(all.folder)).toEqual([]);
  });

  it('has nothing of a visit by schedule, and nothing of what was refused', async () => {
    const before = entries();
    await startRun(all.ledger, 'a');
    await expect(all.ledger.release(id, 'ann')).rejects.toThrow('not withheld');
    await expect(all.ledger.withhold('nowhere', 'x', 'ann')).rejects.toThrow('no record');
    await expect(all.ledger.uninstall('profile', 'none', 'ann')).rejects.toThrow('installed');
    await expect(all.ledger.setStationState('nowhere', 'paused', 'ann')).rejects.toThrow('no station');
    expect(entries()).toEqual(before);
  });

  it('is asked by name, deed, target and time, in pages', async () => {
    const { ledger, reader, clock } = all;
    for (const reason of ['one', 'two']) {
      await ledger.withhold(id, reason, 'ann');
      clock.add(1);
      await ledger.release(id, 'ben');
    }
    const asked = (query: Partial<Parameters<typeof reader.audit>[0]>): number[] => reader.audit({ limit: 100, ...query }).map(({ n }) => n);
    expect(asked({})).toEqual([5, 4, 3, 2, 1]);
    expect(asked({ by: 'ann' })).toEqual([4, 2]);
    expect(asked({ action: 'record.released' })).toEqual([5, 3]);
    expect(asked({ target: id, before: 5, limit: 2 })).toEqual([4, 3]);
    expect(asked({ since: reader.audit({ limit: 1 })[0]?.at })).toEqual([5]);
    expect(asked({ by: 'nobody' })).toEqual([]);
  });

  it('cannot be changed through the database, and tells when somebody got round that', async () => {
    await all.ledger.withhold(id, 'one', 'ann');
    await all.ledger.release(id, 'ann');
    await all.ledger.withhold(id, 'two', 'ann');
    const db = new Database(join(all.folder, 'ledger.sqlite'));
    const meddle = (sql: string): string[] => {
      db.exec(`BEGIN; ${sql}`);
      db.exec('COMMIT');
      return checkLedger(all.folder);
    };
    try {
      for (const sql of ["UPDATE audit SET by = 'eve' WHERE n = 2", 'DELETE FROM audit WHERE n = 3']) expect(() => db.exec(sql)).toThrow('audit log are never');
      db.exec('DROP TRIGGER audit_unchanged; DROP TRIGGER audit_kept');
      expect(checkLedger(all.folder)).toEqual([]);
      expect(meddle("UPDATE audit SET by = 'eve' WHERE n = 2")).toEqual(['audit log: entry 2 is not what was written']);
      expect(meddle("UPDATE audit SET by = 'ann' WHERE n = 2")).toEqual([]);
      expect(meddle("UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE n = 4")).toEqual(['audit log: entry 4 is not what was written']);
      expect(meddle('DELETE FROM audit WHERE n = 4')).toEqual(['audit log: entry 4 is missing']);
      expect(meddle('DELETE FROM audit WHERE n = 2')).toEqual(['audit log: entry 2 is missing']);
    } finally {
      db.close();
    }
  });

  it('never runs backwards, whatever the clock says', async () => {
    await all.ledger.withhold(id, 'one', 'ann');
    all.clock.add(-5);
    await all.ledger.release(id, 'ann');
    const [last, before] = all.reader.audit({ limit: 2 });
    expect(last?.at).toBe(before?.at);
  });
});

describe('the audit log across a restore', () => {
  it('keeps what was done since the backup, and says who restored', async () => {
    await all.ledger.withhold(id, 'before the backup', 'ann');
    const file = join(temporaryFolder(), 'backup.tar');
    await writeBackup(all.folder, file, all.clock, quiet);
    await all.ledger.redact(recordId(other), null, 'names a person', 'ben');
    await all.ledger.release(id, 'ben');
    const before = entries();
    all.reader.close();
    all.ledger.close();
    const now = new Date(all.clock.now().getTime() + 60_000);
    const { deeds, epoch } = await restoreBackup(file, all.folder, { replace: true, now, by: 'cat' }, quiet);
    expect(deeds).toEqual({ entries: 2 });
    all = openLedger(all.folder, all.clock);
    expect([all.reader.head(id)?.state, all.reader.head(recordId(other))?.state]).toEqual(['withheld', 'current']);
    expect(entries().slice(0, -1)).toEqual(before);
    expect(entries().at(-1)).toMatch(new RegExp(`^cat command ledger.restored - {"backupOf":"[^"]+","epoch":${String(epoch)}}$`));
    expect(checkLedger(all.folder)).toEqual([]);
  });

  it('takes nothing over from another catalogue, or from a log that somebody changed', async () => {
    const file = join(temporaryFolder(), 'backup.tar');
    await writeBackup(all.folder, file, all.clock, quiet);
    const foreign = openLedger();
    await foreign.ledger.registerStations([makeStation('b')]);
    foreign.reader.close();
    foreign.ledger.close();
    const now = all.clock.now();
    expect((await restoreBackup(file, foreign.folder, { replace: true, now, by: 'cat' }, quiet)).deeds).toEqual({ why: 'another log' });
    await all.ledger.withhold(id, 'since', 'ann');
    const db = new Database(join(all.folder, 'ledger.sqlite'));
    db.exec("DROP TRIGGER audit_unchanged; UPDATE audit SET by = 'eve' WHERE n = 2");
    db.close();
    all.reader.close();
    all.ledger.close();
    expect((await restoreBackup(file, all.folder, { replace: true, now, by: 'cat' }, quiet)).deeds).toEqual({ why: 'unreadable' });
    all = openLedger(all.folder, all.clock);
    expect(checkLedger(all.folder)).toEqual([]);
    expect((await restoreBackup(file, join(temporaryFolder(), 'new'), { replace: false, now, by: 'cat' }, quiet)).deeds).toBeNull();
  });
});
