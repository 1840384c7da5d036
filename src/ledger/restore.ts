import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { copyFile, link, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { ConfigurationError } from '../domain/errors.js';
import {
  attemptFolder,
  blobEntry,
  databaseEntry,
  manifestEntry,
  manifestSchema,
  removeLeftovers,
  sha256OfPacked,
  sha256OfFile,
  syncFile,
  type BackupManifest,
  type BackupProgress,
} from './backup.js';
import { noteAudit, takeOverAudit, type TakenOver } from './audit-book.js';
import { BlobStore } from './blob-store.js';
import { appendLog } from './change-log.js';
import { holderIsDead } from './holder.js';
import { databaseExists, ledgerFile, openReader, openWriter, textOrNull, type Connection } from './database.js';

export interface RestoreOptions {
  /** Sets aside the catalogue that is in the data folder; without, a folder that has one is refused. */
  readonly replace: boolean;
  readonly now: Date;
  /** Who restores, for the audit log. */
  readonly by: string;
}

export interface Restored {
  readonly manifest: BackupManifest;
  readonly epoch: number;
  /** The first entry of the log in the new epoch. */
  readonly seq: number;
  /** Where the catalogue that was there before now lies. */
  readonly aside: string | null;
  /** What became of the deeds since the backup, which the audit log of the replaced catalogue has; null when there was none. */
  readonly deeds: TakenOver | null;
}

/**
 * So many entries further nobody can have seen any, when the ledger that was in use before cannot be asked. The number of
 * the epoch is the time in seconds then: another restore of the same backup must not have the same one.
 */
const unseenEntries = 1_000_000;
/** A process that said so within this time is at work. */
const aliveMs = 30_000;

/**
 * Puts a backup in the place of the catalogue and begins a new epoch: the log goes on above all that anybody has seen, so that
 * cursors and tokens of before are refused instead of skipping what lies between (DESIGN section 3).
 *
 * @throws ConfigurationError when the file is no whole backup, a process is at work, or a catalogue would be overwritten
 */
export async function restoreBackup(file: string, dataDir: string, options: RestoreOptions, onProgress: (progress: BackupProgress) => void): Promise<Restored> {
  const previous = databaseExists(dataDir) ? lastOf(dataDir, options.now) : null;
  if (previous !== null && !options.replace)
    throw new ConfigurationError(
      'config/invalid',
      `${dataDir} holds a catalogue already. Restore into an empty folder (NDC_DATA_DIR), or add --replace to set this one aside.`,
    );
  await mkdir(dataDir, { recursive: true });
  await removeLeftovers(join(dataDir, 'restore'), holderIsDead);
  const folder = await attemptFolder(join(dataDir, 'restore'));
  try {
    const manifest = await extractBackup(file, folder, onProgress);
    onProgress({ phase: 'install', done: 0, total: 1 });
    const { epoch, seq, deeds } = beginEpoch({ folder, dataDir, file: resolve(file), manifest, previous }, options);
    await syncFile(join(folder, databaseEntry));
    for (const hash of manifest.blobs) await moveBlob(folder, dataDir, hash);
    const aside = previous === null ? null : await setAside(dataDir, options.now);
    await rename(join(folder, databaseEntry), join(dataDir, ledgerFile));
    await syncFile(dataDir);
    return { manifest, epoch, seq, aside, deeds };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads a backup to its end and compares everything with its hashes, without restoring anything. @throws ConfigurationError */
export async function verifyBackup(file: string, onProgress: (progress: BackupProgress) => void): Promise<BackupManifest> {
  const beside = join(dirname(resolve(file)), 'verify');
  await removeLeftovers(beside, holderIsDead);
  const folder = await attemptFolder(beside);
  try {
    return await extractBackup(file, folder, onProgress);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function extractBackup(file: string, folder: string, onProgress: (progress: BackupProgress) => void): Promise<BackupManifest> {
  if (!existsSync(file)) throw new ConfigurationError('config/invalid', `There is no file ${file}.`);
  const refused = (why: string): ConfigurationError => new ConfigurationError('config/invalid', `${file} is not a whole backup of a catalogue: ${why}.`);
  let manifest: BackupManifest | null = null;
  const awaited = new Set<string>([databaseEntry]);
  const unpacked = extract();
  const reading = pipeline(createReadStream(file), unpacked);
  try {
    for await (const entry of unpacked) {
      const { name } = entry.header;
      if (manifest === null) {
        if (name !== manifestEntry) throw refused(`its first entry is "${name.slice(0, 80)}"`);
        manifest = await manifestOf(entry, refused);
        for (const hash of manifest.blobs) awaited.add(blobEntry(hash));
        continue;
      }
      if (!awaited.delete(name)) throw refused(`it holds "${name.slice(0, 80)}", which its manifest does not name`);
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await pipeline(entry, createWriteStream(path, { mode: 0o600 }));
      await compare(name, path, manifest, refused);
      onProgress({ phase: 'extract', done: manifest.blobs.length + 1 - awaited.size, total: manifest.blobs.length + 1 });
    }
    await reading;
  } catch (error) {
    await reading.catch(() => undefined);
    if (error instanceof ConfigurationError) throw error;
    throw refused(error instanceof Error ? error.message : String(error));
  }
  if (manifest === null) throw refused('it is empty');
  if (awaited.size > 0) throw refused(`${String(awaited.size)} of its entries are missing, such as ${[...awaited][0] ?? ''}`);
  return manifest;
}

async function manifestOf(entry: AsyncIterable<unknown>, refused: (why: string) => ConfigurationError): Promise<BackupManifest> {
  const parts: Buffer[] = [];
  for await (const part of entry) parts.push(part as Buffer);
  try {
    return manifestSchema.parse(JSON.parse(Buffer.concat(parts).toString('utf8')));
  } catch {
    throw refused('its manifest cannot be read; it may have been made by a newer release');
  }
}

async function compare(name: string, path: string, manifest: BackupManifest, refused: (why: string) => ConfigurationError): Promise<void> {
  if (name === databaseEntry) {
    if ((await stat(path)).size !== manifest.database.size || (await sha256OfFile(path)) !== manifest.database.sha256)
      throw refused('the ledger in it is not what was backed up');
    return;
  }
  const hash = await sha256OfPacked(path);
  if (blobEntry(hash) !== name) throw refused(`the bytes of ${name} are not what was backed up`);
}

/** How far the catalogue had come that is to be replaced. */
interface LastSeen {
  readonly epoch: number;
  readonly seq: number;
  readonly time: string | null;
}

/** A damaged ledger is what restores are for: what it had told others is unknown. */
const unknown: LastSeen = { epoch: 0, seq: 0, time: null };

/** @throws ConfigurationError `ledger/in-use` while a process is at work */
function lastOf(dataDir: string, now: Date): LastSeen {
  const found = ledgerState(dataDir, new Date(now.getTime() - aliveMs).toISOString());
  if (found === null) return unknown;
  if (found.alive > 0)
    throw new ConfigurationError(
      'ledger/in-use',
      `${String(found.alive)} process(es) of the catalogue use ${dataDir}. Stop them first; one that died is forgotten after 30 seconds.`,
    );
  return found.last;
}

function ledgerState(dataDir: string, since: string): { readonly alive: number; readonly last: LastSeen } | null {
  try {
    const connection = openReader(dataDir);
    try {
      const row = connection.get(
        `SELECT (SELECT COUNT(*) FROM process WHERE seen_at > ?) AS alive, (SELECT MAX(n) FROM epoch) AS epoch,
           (SELECT seq FROM sqlite_sequence WHERE name = 'log') AS seq, (SELECT time FROM log ORDER BY seq DESC LIMIT 1) AS time`,
        since,
      );
      const last = { epoch: Number(row?.['epoch'] ?? 0), seq: Number(row?.['seq'] ?? 0), time: textOrNull(row?.['time']) };
      return { alive: Number(row?.['alive'] ?? 0), last };
    } finally {
      connection.db.close();
    }
  } catch {
    return null;
  }
}

interface Replacement {
  /** Where the backup lies unpacked. */
  readonly folder: string;
  /** Of the catalogue that it replaces. */
  readonly dataDir: string;
  readonly file: string;
  readonly manifest: BackupManifest;
  readonly previous: LastSeen | null;
}

function beginEpoch({ folder, dataDir, file, manifest, previous }: Replacement, { now, by }: RestoreOptions): Pick<Restored, 'epoch' | 'seq' | 'deeds'> {
  const connection = openWriter(folder);
  const replaced = previous === null ? null : replacedLedger(dataDir);
  try {
    return connection.db
      .transaction(() => {
        const deeds = previous === null ? null : takeOverAudit(connection, replaced);
        const restored = Number(connection.get("SELECT seq FROM sqlite_sequence WHERE name = 'log'")?.['seq'] ?? 0);
        const isKnown = previous !== null && previous.seq >= restored;
        const from = isKnown ? previous.seq : restored + unseenEntries;
        if (connection.run("UPDATE sqlite_sequence SET seq = ? WHERE name = 'log'", from).changes === 0)
          connection.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('log', ?)", from);
        const at = new Date(Math.max(now.getTime(), previous?.time == null ? 0 : Date.parse(previous.time) + 1));
        const epoch = isKnown ? Math.max(manifest.epoch, previous.epoch) + 1 : Math.max(manifest.epoch + 1, Math.floor(at.getTime() / 1000));
        connection.run('INSERT INTO epoch (n, started_at, reason) VALUES (?, ?, ?)', epoch, at.toISOString(), `restored from the backup of ${manifest.madeAt}`);
        connection.run('DELETE FROM process');
        connection.run('INSERT OR REPLACE INTO backup (path, made_at) VALUES (?, ?)', file, manifest.madeAt);
        const { seq } = appendLog(connection, { kind: 'catalogue', op: 'updated', id: 'catalogue', version: null, cause: 'operator', station: null }, at);
        noteAudit(connection, { action: 'ledger.restored', by, target: null, detail: { backupOf: manifest.madeAt, epoch } }, 'command', at);
        return { epoch, seq, deeds };
      })
      .immediate();
  } finally {
    replaced?.db.close();
    connection.db.pragma('journal_mode = DELETE');
    connection.db.close();
  }
}

/** Null when it cannot be read: restores are for that too. */
function replacedLedger(dataDir: string): Connection | null {
  try {
    return openReader(dataDir);
  } catch {
    return null;
  }
}

async function moveBlob(folder: string, dataDir: string, hash: string): Promise<void> {
  const blobs = new BlobStore(join(dataDir, 'blobs'));
  await mkdir(dirname(blobs.pathOf(hash)), { recursive: true });
  // Ours was compared with its hash; what lies there may be what the restore is for.
  await rename(join(folder, blobEntry(hash)), blobs.pathOf(hash));
}

async function setAside(dataDir: string, now: Date): Promise<string> {
  try {
    // What is written in the log beside the file goes into it first: neither is whole without the other.
    const connection = openWriter(dataDir);
    connection.db.pragma('journal_mode = DELETE');
    connection.db.close();
  } catch {
    // Damaged: it is kept as it is.
  }
  const aside = join(dataDir, `replaced-${now.toISOString().replaceAll(/[:.]/g, '-')}`);
  await mkdir(aside);
  const present = ['', '-wal', '-shm'].filter((suffix) => existsSync(join(dataDir, ledgerFile + suffix)));
  for (const suffix of present) await linkOrCopy(join(dataDir, ledgerFile + suffix), join(aside, ledgerFile + suffix));
  await syncFile(aside);
  // The ledger itself stays until the restored one takes its name in one step: a server started in between must find one.
  for (const suffix of present) if (suffix !== '') await rm(join(dataDir, ledgerFile + suffix));
  return aside;
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch {
    await copyFile(from, to);
  }
}
