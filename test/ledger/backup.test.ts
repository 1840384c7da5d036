import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { writeBackup } from '../../src/ledger/backup.js';
import { BlobStore } from '../../src/ledger/blob-store.js';
import { checkLedger } from '../../src/ledger/check.js';
import { restoreBackup, verifyBackup } from '../../src/ledger/restore.js';
import { recordId } from '../../src/domain/record-id.js';
import { ended, makeStation, openLedger, publish, staged, startRun, temporaryFolder, TestClock, type OpenLedger } from '../support/ledger.js';

const quiet = (): void => undefined;
const at = (time: string): TestClock => new TestClock(Date.parse(time));
const subject = (n: number): string => `https://a.example/${String(n)}`;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const opened: OpenLedger[] = [];
function open(folder?: string, clock?: TestClock): OpenLedger {
  const one = openLedger(folder, clock);
  opened.push(one);
  return one;
}
function close(one: OpenLedger): void {
  // The writer last: it takes the log beside the file into the file.
  one.reader.close();
  one.ledger.close();
  opened.splice(opened.indexOf(one), 1);
}
afterEach(() => {
  for (const one of [...opened]) close(one);
});

/** A catalogue of so many records, each with a document whose bytes are kept. */
async function catalogue(records: number): Promise<OpenLedger> {
  const house = open();
  await house.ledger.registerStations([makeStation('a')]);
  const blobs = new BlobStore(join(house.folder, 'blobs'));
  const run = await startRun(house.ledger, 'a');
  const all = Array.from({ length: records }, (_, n) => n);
  for (const n of all) await blobs.put(sha256(`bytes ${String(n)}`), { kind: 'memory', bytes: Buffer.from(`bytes ${String(n)}`) });
  const documents = all.map((n) => ({
    url: `${subject(n)}.ttl`,
    baseIri: subject(n),
    mediaType: 'text/turtle',
    retrievedAt: '2026-03-01T10:00:00Z',
    etag: null,
    lastModified: null,
    bodyHash: sha256(`bytes ${String(n)}`),
    memo: null,
    subjects: [subject(n)],
  }));
  await house.ledger.stage(run, { records: all.map((n) => staged(subject(n), `words ${String(n)}`)), documents, issues: [] });
  await house.ledger.publish(
    run,
    all.map((n) => ({ kind: 'publish', subject: subject(n) })),
  );
  await house.ledger.finishRun(run, ended('complete', 'replaced'));
  return house;
}

/** Everything that the catalogue publishes, and the whole log as far as it is compared. */
function published({ reader }: OpenLedger): unknown {
  const { seq } = reader.snapshot();
  return [reader.publishedPage(seq, '', 1000).map(({ head, body }) => [head.id, head.state, head.title, body]), reader.history(recordId(subject(1)))];
}

const tarOf = (): string => join(temporaryFolder(), 'backup.tar');

describe('a backup', () => {
  it('gives the whole catalogue again, with the bytes that it kept, as of the moment when it was made', async () => {
    const house = await catalogue(40);
    const before = published(house);
    const file = tarOf();
    const manifest = await writeBackup(house.folder, file, at('2026-03-02T10:00:00Z'), quiet);
    expect([manifest.blobs.length, manifest.missing]).toEqual([40, []]);
    expect(readdirSync(join(file, '..'))).toEqual(['backup.tar']);
    await publish(house.ledger, 'a', [staged(subject(1), 'said later')]);
    expect(published(house)).not.toEqual(before);

    const target = join(temporaryFolder(), 'new');
    const restored = await restoreBackup(file, target, { replace: false, now: new Date('2026-03-03T10:00:00Z'), by: 'somebody' }, quiet);
    expect(restored.aside).toBeNull();
    const again = open(target);
    expect(published(again)).toEqual(before);
    expect(checkLedger(target)).toEqual([]);
    const blobs = new BlobStore(join(target, 'blobs'));
    expect(blobs.read(sha256('bytes 7'))?.toString()).toBe('bytes 7');
    expect(readdirSync(target).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(again.reader.backups()).toEqual([{ path: file, madeAt: '2026-03-02T10:00:00.000Z' }]);
  });

  it('is made while a writer writes, and holds one moment of it', async () => {
    const house = await catalogue(20);
    const file = tarOf();
    const run = await startRun(house.ledger, 'a');
    await house.ledger.stage(run, { records: [staged(subject(3), 'half way')], documents: [], issues: [] });
    const making = writeBackup(house.folder, file, house.clock, quiet);
    await house.ledger.publish(run, [{ kind: 'publish', subject: subject(3) }]);
    await making;
    const target = temporaryFolder();
    await restoreBackup(file, target, { replace: false, now: house.clock.now(), by: 'somebody' }, quiet);
    const again = open(target);
    // The run that was under way there belongs to no process here.
    house.clock.add(1);
    expect((await open(target, house.clock).ledger.recover()).length).toBe(1);
    expect(checkLedger(target)).toEqual([]);
    expect(again.reader.publishedCount(again.reader.snapshot().seq)).toBe(20);
  });

  it('says which bytes it could not find or which are not theirs, and is made without them', async () => {
    const house = await catalogue(3);
    const blobs = new BlobStore(join(house.folder, 'blobs'));
    const [lost, damaged, kept] = [sha256('bytes 0'), sha256('bytes 1'), sha256('bytes 2')];
    await blobs.remove(lost);
    copyFileSync(blobs.pathOf(kept), blobs.pathOf(damaged));
    const file = tarOf();
    expect(await writeBackup(house.folder, file, house.clock, quiet)).toMatchObject({ blobs: [kept], missing: [lost, damaged].sort(), damaged: [] });
    const target = temporaryFolder();
    await restoreBackup(file, target, { replace: false, now: house.clock.now(), by: 'somebody' }, quiet);
    expect(published(open(target))).toEqual(published(house));
  });

  it.each(['blobs', 'write'] as const)('is made again of a newer moment when retention removes bytes meanwhile (%s), and says so', async (moment) => {
    const house = await catalogue(4);
    const blobs = new BlobStore(join(house.folder, 'blobs'));
    const stages: string[] = [];
    const swept = [sha256('bytes 0'), sha256('bytes 1')];
    const file = tarOf();
    // What stands for published records stays; so the run's documents and the memory of them go, as of a removed station.
    await publish(house.ledger, 'a', []);
    const manifest = await writeBackup(house.folder, file, house.clock, ({ phase, done }) => {
      if (stages.at(-1) !== phase) stages.push(phase);
      if (phase !== moment || done > 1 || stages.includes('again')) return;
      const raw = new Database(join(house.folder, 'ledger.sqlite'));
      for (const table of ['run_document', 'document']) raw.prepare(`DELETE FROM ${table} WHERE body_hash IN (?, ?)`).run(...swept);
      raw.close();
      for (const hash of swept) rmSync(blobs.pathOf(hash), { force: true });
    });
    expect(stages.filter((phase) => phase === 'again' || phase === 'copy')).toEqual(['copy', 'again', 'copy']);
    expect([manifest.missing, manifest.blobs]).toEqual([[], [sha256('bytes 2'), sha256('bytes 3')].sort()]);
    expect((await verifyBackup(file, quiet)).blobs).toEqual(manifest.blobs);
    expect(readdirSync(join(file, '..'))).toEqual(['backup.tar']);
  });

  it('removes what a broken attempt at it has left, and nothing that a living process writes', async () => {
    const house = await catalogue(1);
    const file = tarOf();
    const host = hostname();
    const [dead, alive, elsewhere, other] = [
      `.backup.tar.4194305.${host}.aaaaaa`,
      `.backup.tar.${String(process.ppid)}.${host}.bbbbbb`,
      '.backup.tar.4194305.elsewhere.c',
      '.backup.tar2',
    ];
    for (const name of [dead, alive, elsewhere, other]) mkdirSync(join(file, '..', name));
    await writeBackup(house.folder, file, house.clock, quiet);
    expect(readdirSync(join(file, '..')).sort()).toEqual([alive, elsewhere, other, 'backup.tar'].sort());
  });

  it('counts bytes that cannot be read as missing, and does not fall over them', async () => {
    const house = await catalogue(2);
    const path = new BlobStore(join(house.folder, 'blobs')).pathOf(sha256('bytes 0'));
    rmSync(path);
    mkdirSync(path);
    expect((await writeBackup(house.folder, tarOf(), house.clock, quiet)).missing).toEqual([sha256('bytes 0')]);
  });

  it('names the versions whose bodies are not their hashes', async () => {
    const house = await catalogue(3);
    const raw = new Database(join(house.folder, 'ledger.sqlite'));
    raw.prepare("UPDATE version SET canonical_hash = 'other' WHERE record = ?").run(recordId(subject(1)));
    raw.close();
    expect(await writeBackup(house.folder, tarOf(), house.clock, quiet)).toMatchObject({ missing: [], damaged: [`${recordId(subject(1))} version 1`] });
  });

  it('is not made of a damaged ledger, and the backup that is there stays', async () => {
    const house = await catalogue(50);
    const file = tarOf();
    await writeBackup(house.folder, file, house.clock, quiet);
    const good = readFileSync(file);
    close(house);
    const path = join(house.folder, 'ledger.sqlite');
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 8192, bytes.length - 4096);
    writeFileSync(path, bytes);
    await expect(writeBackup(house.folder, file, house.clock, quiet)).rejects.toThrow();
    expect(readFileSync(file).equals(good)).toBe(true);
    expect(readdirSync(join(file, '..'))).toEqual(['backup.tar']);
  });
});

describe('a restore', () => {
  it('begins a new epoch above all that anybody has seen: above the ledger that it replaces, which is set aside whole', async () => {
    const house = await catalogue(5);
    const file = tarOf();
    await writeBackup(house.folder, file, house.clock, quiet);
    await publish(house.ledger, 'a', [staged(subject(1), 'said later')]);
    const seen = house.reader.snapshot();
    const lastTime = house.reader.changesAfter(seen.seq - 1, 1)[0]?.time ?? '';
    await expect(restoreBackup(file, house.folder, { replace: false, now: house.clock.now(), by: 'somebody' }, quiet)).rejects.toThrow(
      'holds a catalogue already',
    );
    close(house);
    // The clock of this machine is behind.
    const restored = await restoreBackup(file, house.folder, { replace: true, now: new Date('2020-01-01T00:00:00Z'), by: 'somebody' }, quiet);
    expect(restored).toMatchObject({ epoch: seen.epoch + 1, seq: seen.seq + 1 });
    const again = open(house.folder);
    expect(again.reader.snapshot()).toEqual({ epoch: seen.epoch + 1, seq: seen.seq + 1 });
    expect((again.reader.changesAfter(seen.seq, 1)[0]?.time ?? '') > lastTime).toBe(true);
    const aside = open(restored.aside ?? '');
    expect(aside.reader.snapshot()).toEqual(seen);
    expect(aside.reader.head(subject(1))?.title).toEqual({ nl: ['said later'] });
    close(again);
    const twice = await restoreBackup(file, house.folder, { replace: true, now: new Date('2026-03-05T00:00:00Z'), by: 'somebody' }, quiet);
    expect(twice).toMatchObject({ epoch: seen.epoch + 2, seq: seen.seq + 2 });
  });

  it('goes on a million entries higher, in an epoch that no other restore has, where what was before cannot be asked', async () => {
    const house = await catalogue(5);
    const { seq } = house.reader.snapshot();
    const file = tarOf();
    await writeBackup(house.folder, file, house.clock, quiet);
    const elsewhere = temporaryFolder();
    const first = await restoreBackup(file, elsewhere, { replace: false, now: new Date('2026-03-05T00:00:00Z'), by: 'somebody' }, quiet);
    expect(first.seq).toBe(seq + 1_000_001);
    const damaged = temporaryFolder();
    writeFileSync(join(damaged, 'ledger.sqlite'), 'not a database at all, but there');
    const second = await restoreBackup(file, damaged, { replace: true, now: new Date('2026-03-05T00:00:01Z'), by: 'somebody' }, quiet);
    expect([second.seq, second.epoch]).toEqual([first.seq, first.epoch + 1]);
    expect(readFileSync(join(second.aside ?? '', 'ledger.sqlite'), 'utf8')).toContain('not a database');
    expect(open(damaged).reader.publishedCount(second.seq)).toBe(5);
  });

  it('leaves the ledger that was there under its name until the restored one takes it, also when the restore dies before', async () => {
    const house = await catalogue(3);
    const file = tarOf();
    await writeBackup(house.folder, file, house.clock, quiet);
    await publish(house.ledger, 'a', [staged(subject(1), 'said later')]);
    close(house);
    const dies = (moment: string): ((progress: { readonly phase: string }) => void) => {
      return ({ phase }) => {
        expect(existsSync(join(house.folder, 'ledger.sqlite'))).toBe(true);
        if (phase === moment) throw new Error(`dies at ${moment}`);
      };
    };
    for (const moment of ['extract', 'install'])
      await expect(restoreBackup(file, house.folder, { replace: true, now: house.clock.now(), by: 'somebody' }, dies(moment))).rejects.toThrow(moment);
    const still = open(house.folder);
    expect([still.reader.head(subject(1))?.title, still.reader.snapshot().epoch]).toEqual([{ nl: ['said later'] }, 1]);
    close(still);
    // A name that is taken already keeps the old ledger from being set aside: nothing is put over it then.
    const now = new Date('2026-04-01T00:00:00Z');
    writeFileSync(join(house.folder, 'replaced-2026-04-01T00-00-00-000Z'), '');
    await expect(restoreBackup(file, house.folder, { replace: true, now, by: 'somebody' }, quiet)).rejects.toThrow('EEXIST');
    expect(open(house.folder).reader.head(subject(1))?.title).toEqual({ nl: ['said later'] });
  });

  it('is refused while a process is at work on the folder, and leaves all as it is', async () => {
    const house = await catalogue(2);
    const file = tarOf();
    await writeBackup(house.folder, file, house.clock, quiet);
    await (house.ledger as unknown as { alive(holder: string): Promise<void> }).alive('server/1/1');
    const before = published(house);
    await expect(restoreBackup(file, house.folder, { replace: true, now: house.clock.now(), by: 'somebody' }, quiet)).rejects.toThrow('Stop them first');
    expect(published(house)).toEqual(before);
    expect(readdirSync(house.folder).filter((name) => name.startsWith('.restore') || name.startsWith('replaced'))).toEqual([]);
  });

  const spoilt: [string, (file: string) => void][] = [
    [
      'cut off in its middle',
      (file) => {
        truncateSync(file, Math.floor(readFileSync(file).length / 2));
      },
    ],
    [
      'cut off before its last document',
      (file) => {
        truncateSync(file, readFileSync(file).length - 4096);
      },
    ],
    [
      'one byte of its ledger changed',
      (file) => {
        flip(file, 4096);
      },
    ],
    [
      'one byte of its last document changed',
      (file) => {
        flip(file, readFileSync(file).length - 1024 - 512);
      },
    ],
    [
      'no tar',
      (file) => {
        writeFileSync(file, 'hello'.repeat(500));
      },
    ],
    [
      'empty',
      (file) => {
        writeFileSync(file, '');
      },
    ],
    [
      'not there',
      (file) => {
        rmSync(file);
      },
    ],
  ];
  it.each(spoilt)('refuses a file that is %s, and touches nothing', async (_how, spoil) => {
    const house = await catalogue(6);
    const file = tarOf();
    await writeBackup(house.folder, file, house.clock, quiet);
    expect((await verifyBackup(file, quiet)).blobs).toHaveLength(6);
    spoil(file);
    const target = temporaryFolder();
    mkdirSync(join(target, 'kept'));
    await expect(restoreBackup(file, target, { replace: false, now: house.clock.now(), by: 'somebody' }, quiet)).rejects.toThrow(/not a whole backup|no file/);
    await expect(verifyBackup(file, quiet)).rejects.toThrow(/not a whole backup|no file/);
    expect(readdirSync(target)).toEqual(['kept']);
    expect(existsSync(join(target, 'ledger.sqlite'))).toBe(false);
  });

  it('takes nothing out of the file that its manifest does not name', async () => {
    const house = await catalogue(1);
    const file = tarOf();
    await writeBackup(house.folder, file, house.clock, quiet);
    const bytes = readFileSync(file);
    const name = bytes.indexOf('blobs/');
    bytes.write('../../evil', name, 'latin1');
    writeFileSync(file, withChecksums(bytes));
    await expect(restoreBackup(file, temporaryFolder(), { replace: false, now: house.clock.now(), by: 'somebody' }, quiet)).rejects.toThrow(
      'which its manifest does not name',
    );
  });
});

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
}

/** The header of each entry says the sum of its own bytes (POSIX.1-1988 ustar). */
function withChecksums(bytes: Buffer): Buffer {
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0;) {
    const header = bytes.subarray(at, at + 512);
    header.fill(0x20, 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    at += 512 + Math.ceil(parseInt(header.toString('latin1', 124, 136), 8) / 512) * 512;
  }
  return bytes;
}
