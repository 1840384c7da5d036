import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync } from 'node:zlib';
import type { DocumentBody } from '../domain/harvest.js';

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

  async put(hash: string, body: DocumentBody): Promise<void> {
    const path = this.pathOf(hash);
    if (existsSync(path)) return;
    await mkdir(join(this.folder, hash.slice(0, 2)), { recursive: true });
    const partial = `${path}.${String(process.pid)}.${createHash('sha256').update(String(Math.random())).digest('hex').slice(0, 8)}.partial`;
    try {
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
      await rm(partial, { force: true });
      throw error;
    }
  }
}
