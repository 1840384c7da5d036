import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync } from 'node:zlib';
import type { DocumentBody } from '../domain/harvest.js';
import { storageFault } from './storage-fault.js';

/** Received bytes as content-addressed files, gzip-compressed, on disk before a run refers to them (DESIGN section 1). */
export class BlobStore {
  constructor(private readonly folder: string) {}

  pathOf(hash: string): string {
    return join(this.folder, hash.slice(0, 2), `${hash}.gz`);
  }

  has(hash: string): boolean {
    return existsSync(this.pathOf(hash));
  }

  /** The bytes again; undefined when they are not there. */
  read(hash: string): Buffer | undefined {
    return this.has(hash) ? gunzipSync(readFileSync(this.pathOf(hash))) : undefined;
  }

  /** For bytes that nothing refers to any more. */
  async remove(hash: string): Promise<void> {
    await rm(this.pathOf(hash), { force: true });
  }

  /** Every blob with its size on disk in bytes and when it was last wanted (milliseconds). */
  async list(): Promise<{ hash: string; size: number; touchedAt: number }[]> {
    const found: { hash: string; size: number; touchedAt: number }[] = [];
    if (!existsSync(this.folder)) return found;
    for (const entry of await readdir(this.folder, { recursive: true, withFileTypes: true })) {
      const match = entry.isFile() ? /^([0-9a-f]{64})\.gz$/.exec(entry.name) : null;
      if (match?.[1] === undefined) continue;
      const { size, mtimeMs } = await stat(join(entry.parentPath, entry.name));
      found.push({ hash: match[1], size, touchedAt: mtimeMs });
    }
    return found;
  }

  async put(hash: string, body: DocumentBody): Promise<void> {
    const path = this.pathOf(hash);
    if (existsSync(path)) {
      // Wanted again: a sweep that runs now leaves it alone until somebody has noted why.
      const now = new Date();
      await utimes(path, now, now);
      return;
    }
    const partial = `${path}.${String(process.pid)}.${createHash('sha256').update(String(Math.random())).digest('hex').slice(0, 8)}.partial`;
    try {
      await mkdir(join(this.folder, hash.slice(0, 2)), { recursive: true });
      const source = body.kind === 'file' ? createReadStream(body.path) : [body.bytes];
      await pipeline(source, createGzip({ level: 1 }), createWriteStream(partial));
      const file = await open(partial, 'r+');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      throw storageFault(error) ?? error;
    }
  }
}
