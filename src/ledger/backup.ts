import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { z } from 'zod';
import { InternalError } from '../domain/errors.js';
import type { Clock } from '../ports/clock.js';
import { BlobStore } from './blob-store.js';
import { openReader, unpack, type Row } from './database.js';
import { holderIsDead } from './holder.js';
import { SqliteLedgerReader } from './sqlite-reader.js';

/** What a backup says of itself, in its first entry. */
export const manifestSchema = z.object({
  format: z.literal('ndc-backup'),
  version: z.literal(1),
  madeAt: z.string(),
  epoch: z.number().int(),
  seq: z.number().int(),
  database: z.object({ sha256: z.string(), size: z.number().int() }),
  /** Hashes of the received bytes, profiles, vocabularies and reports that it holds. */
  blobs: z.array(z.string()),
  /** Named in the ledger, but not to be found or not intact when the backup was made. */
  missing: z.array(z.string()),
  /** Versions (record and number) whose bodies do not match their hashes: so they were in the ledger. */
  damaged: z.array(z.string()),
});
export type BackupManifest = z.infer<typeof manifestSchema>;

export const manifestEntry = 'manifest.json';
export const databaseEntry = 'ledger.sqlite';
export const blobEntry = (hash: string): string => `blobs/${hash.slice(0, 2)}/${hash}.gz`;

export interface BackupProgress {
  /** `again`: retention has removed so many documents (`done`) since the copy was made, and a newer copy is made. */
  readonly phase: 'copy' | 'check' | 'blobs' | 'write' | 'again' | 'extract' | 'install';
  readonly done: number;
  readonly total: number;
}

/** A sweep takes place every few hours; who meets one this often has another trouble. */
const mostAttempts = 5;

/**
 * Writes one tar of the ledger, as of one moment, and of the bytes that it names; also while a server harvests. The copy is
 * checked before it is written, every blob is compared with its hash, and the file has its name only when it is on disk.
 * When retention removes bytes between the copy and the writing of them, a newer copy is made, which names them no more.
 *
 * @throws InternalError `internal/error` when the ledger itself is damaged
 */
export async function writeBackup(dataDir: string, file: string, clock: Clock, onProgress: (progress: BackupProgress) => void): Promise<BackupManifest> {
  const target = resolve(file);
  await removeLeftovers(target, holderIsDead);
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const made = await attemptBackup(dataDir, target, clock.now(), onProgress);
    if (!('swept' in made)) return made;
    onProgress({ phase: 'again', done: made.swept, total: mostAttempts });
  }
  throw new InternalError(
    'internal/error',
    `Documents were removed ${String(mostAttempts)} times while the backup was made; there is none. Make it again when retention is done.`,
  );
}

/** Removes what broken attempts at this backup have left beside it; they were never called a backup. */
export async function removeLeftovers(file: string, isOver: (holder: string) => boolean): Promise<void> {
  const target = resolve(file);
  const prefix = `.${basename(target)}.`;
  for (const name of await readdir(dirname(target))) {
    if (!name.startsWith(prefix)) continue;
    const [pid, host] = name.slice(prefix.length).split('.', 2).map(decodeURIComponent);
    if (host !== undefined && isOver(`${host}/${pid ?? ''}`)) await rm(join(dirname(target), name), { recursive: true, force: true });
  }
}

/** The folder of an attempt names its process: the next one may remove it when that is dead. */
export function attemptFolder(target: string): Promise<string> {
  const host = encodeURIComponent(hostname()).replaceAll('.', '%2E');
  return mkdtemp(join(dirname(target), `.${basename(target)}.${String(process.pid)}.${host}.`));
}

async function attemptBackup(
  dataDir: string,
  target: string,
  now: Date,
  onProgress: (progress: BackupProgress) => void,
): Promise<BackupManifest | { readonly swept: number }> {
  const folder = await attemptFolder(target);
  try {
    const copy = join(folder, databaseEntry);
    onProgress({ phase: 'copy', done: 0, total: 1 });
    vacuumInto(dataDir, copy);
    await syncFile(copy);
    onProgress({ phase: 'check', done: 0, total: 1 });
    const { epoch, seq, hashes, damaged } = examine(folder);
    const blobs = new BlobStore(join(dataDir, 'blobs'));
    const held: string[] = [];
    const missing: string[] = [];
    for (const hash of hashes) {
      ((await isIntact(blobs, hash)) ? held : missing).push(hash);
      onProgress({ phase: 'blobs', done: held.length + missing.length, total: hashes.length });
    }
    if (missing.length > 0) {
      const swept = sweptSince(dataDir, missing);
      if (swept > 0) return { swept };
    }
    const database = { sha256: await sha256OfFile(copy), size: (await stat(copy)).size };
    const manifest: BackupManifest = {
      format: 'ndc-backup',
      version: 1,
      madeAt: now.toISOString(),
      epoch,
      seq,
      database,
      blobs: held,
      missing,
      damaged: [...damaged],
    };
    const partial = join(folder, 'backup.tar');
    try {
      await writeTar(partial, copy, manifest, blobs, onProgress);
    } catch (error) {
      const gone = held.filter((hash) => !blobs.has(hash));
      if (gone.length === 0) throw error;
      return { swept: gone.length };
    }
    await syncFile(partial);
    await rename(partial, target);
    await syncFile(dirname(target));
    return manifest;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How many of these the ledger of now names no more. */
function sweptSince(dataDir: string, hashes: readonly string[]): number {
  const reader = SqliteLedgerReader.open(dataDir);
  try {
    const referenced = reader.referencedBytes();
    return hashes.filter((hash) => !referenced.has(hash)).length;
  } finally {
    reader.close();
  }
}

/** A copy of the whole ledger as of one moment, which no writer holds up (engines.md section 3). */
function vacuumInto(dataDir: string, copy: string): void {
  const connection = openReader(dataDir);
  try {
    connection.db.pragma('query_only = OFF');
    connection.run('VACUUM INTO ?', copy);
  } finally {
    connection.db.close();
  }
}

/** @throws InternalError when the copy is damaged, and so is what it was made of */
function examine(folder: string): { readonly epoch: number; readonly seq: number; readonly hashes: readonly string[]; readonly damaged: readonly string[] } {
  const connection = openReader(folder);
  const damaged: string[] = [];
  try {
    const fault = connection.all('PRAGMA integrity_check').find((row) => row['integrity_check'] !== 'ok');
    if (fault !== undefined)
      throw new InternalError('internal/error', `The ledger is damaged: ${String(fault['integrity_check'])}. Keep the last good backup, and run "ndc check".`);
    const bodies = 'SELECT record, n, body, canonical_hash, id AS position FROM version WHERE id > ? AND gap IS NULL ORDER BY id LIMIT 500';
    for (let after: unknown = 0; ;) {
      const rows = connection.all(bodies, after);
      for (const row of rows) if (!isBody(row)) damaged.push(`${String(row['record'])} version ${String(row['n'])}`);
      if (rows.length === 0) break;
      after = rows.at(-1)?.['position'];
    }
  } finally {
    connection.db.close();
  }
  const reader = SqliteLedgerReader.open(folder);
  try {
    return { ...reader.snapshot(), damaged, hashes: [...reader.referencedBytes()].filter((hash) => /^[0-9a-f]{64}$/.test(hash)).sort() };
  } finally {
    reader.close();
  }
}

function isBody(row: Row): boolean {
  try {
    unpack(row['body'] as Buffer, String(row['canonical_hash']));
    return true;
  } catch {
    return false;
  }
}

/** Whether a blob's bytes are the ones it is named after. */
async function isIntact(blobs: BlobStore, hash: string): Promise<boolean> {
  if (!blobs.has(hash)) return false;
  try {
    return (await sha256OfPacked(blobs.pathOf(hash))) === hash;
  } catch {
    return false;
  }
}

async function writeTar(path: string, copy: string, manifest: BackupManifest, blobs: BlobStore, onProgress: (progress: BackupProgress) => void): Promise<void> {
  const tar = pack();
  const written = pipeline(tar, createWriteStream(path));
  const fill = async (): Promise<void> => {
    const total = manifest.blobs.length + 1;
    const text = Buffer.from(JSON.stringify(manifest));
    tar.entry({ name: manifestEntry, size: text.byteLength, mode: 0o600 }, text);
    await addFile(tar, databaseEntry, copy);
    for (const [at, hash] of manifest.blobs.entries()) {
      onProgress({ phase: 'write', done: at + 1, total });
      await addFile(tar, blobEntry(hash), blobs.pathOf(hash));
    }
    onProgress({ phase: 'write', done: total, total });
    tar.finalize();
  };
  try {
    await Promise.all([fill(), written]);
  } catch (error) {
    tar.destroy();
    await written.catch(() => undefined);
    throw error;
  }
}

async function addFile(tar: Pack, name: string, path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    await pipeline(file.createReadStream({ autoClose: false }), tar.entry({ name, size, mode: 0o600 }));
  } finally {
    await file.close();
  }
}

/** On disk, and not only on its way there; for a folder: the names in it. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

export function sha256OfFile(path: string): Promise<string> {
  return sha256Of(createReadStream(path));
}

/** Of what a gzip file holds. @throws Error when it cannot be read or unpacked */
export async function sha256OfPacked(path: string): Promise<string> {
  let found = '';
  await pipeline(createReadStream(path), createGunzip(), async (bytes: AsyncIterable<unknown>) => {
    found = await sha256Of(bytes);
  });
  return found;
}

async function sha256Of(bytes: AsyncIterable<unknown>): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of bytes) hash.update(part as Buffer);
  return hash.digest('hex');
}
