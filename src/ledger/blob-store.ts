import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
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
