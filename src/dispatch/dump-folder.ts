import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import type { Quad } from '@rdfjs/types';
import { z } from 'zod';
import { dumpForms, type DumpFile, type DumpForm, type DumpSet } from '../domain/dump.js';
import type { DumpStore } from '../ports/dump-store.js';
import { rdfStream, type RdfStream } from '../rdf/serialise.js';

const manifestFile = 'manifest.json';
const attempt = '.attempt-';

const manifestSchema = z.object({
  epoch: z.number().int(),
  seq: z.number().int(),
  lastChangedAt: z.string(),
  builtAt: z.string(),
  baseUrl: z.string(),
  release: z.string(),
  records: z.number().int(),
  files: z.array(
    z.object({
      name: z.enum(dumpForms.map(({ name }) => name)),
      file: z.string().regex(/^[a-z0-9.-]+\.gz$/),
      bytes: z.number().int(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

/**
 * Dumps as files that carry their hash in their name, and a manifest that names those in force. A set is written beside the former one and
 * takes its place in one step: whoever is cut off in the middle leaves what there was (OUT-6).
 */
export class DumpFolder implements DumpStore {
  constructor(private readonly folder: string) {}

  current(): DumpSet | null {
    try {
      return manifestSchema.parse(JSON.parse(readFileSync(join(this.folder, manifestFile), 'utf8')));
    } catch {
      return null;
    }
  }

  pathOf({ file }: DumpFile): string {
    return join(this.folder, file);
  }

  /** Gives none out any more, at once: something in them was taken down. */
  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes all forms of the same pieces side by side, holding one piece at a time. */
  async write(pieces: AsyncIterable<readonly Quad[]>, about: Omit<DumpSet, 'files' | 'records'>): Promise<DumpSet> {
    mkdirSync(this.folder, { recursive: true });
    this.tidy(new Set());
    const writers = dumpForms.map((form) => new FormWriter(form, join(this.folder, `${attempt}${form.name}`)));
    let count = 0;
    try {
      await Promise.all(writers.map((writer) => writer.begin()));
      for await (const quads of pieces) {
        count++;
        for (const writer of writers) await writer.add(quads);
      }
      const files: DumpFile[] = [];
      for (const writer of writers) files.push(await writer.end(this.folder));
      // The first piece is the catalogue itself.
      const set: DumpSet = { ...about, records: Math.max(0, count - 1), files };
      await this.install(set);
      return set;
    } catch (error) {
      for (const writer of writers) writer.abandon();
      throw error;
    }
  }

  private async install(set: DumpSet): Promise<void> {
    const path = join(this.folder, `${attempt}${manifestFile}`);
    const file = await open(path, 'w');
    await file.writeFile(`${JSON.stringify(set, null, 1)}\n`);
    await file.sync();
    await file.close();
    await syncFolder(this.folder);
    renameSync(path, join(this.folder, manifestFile));
    await syncFolder(this.folder);
    this.tidy(new Set(set.files.map(({ file: name }) => name)));
  }

  /** Removes what broken attempts have left, and files that are in force no more. Who still reads one goes on reading it. */
  private tidy(inForce: ReadonlySet<string>): void {
    const kept = inForce.size > 0 ? inForce : new Set(this.current()?.files.map(({ file }) => file));
    for (const name of readdirSync(this.folder)) if (name !== manifestFile && !kept.has(name)) rmSync(join(this.folder, name), { force: true });
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** One form, packed and hashed while it is written. Node writes no time into what it packs. */
class FormWriter {
  private readonly stream: RdfStream;
  private readonly gzip: Gzip = createGzip({ level: 6 });
  private readonly hash = createHash('sha256');
  private readonly written: Promise<void>;
  private readonly out;
  private bytes = 0;

  constructor(
    private readonly form: DumpForm,
    private readonly path: string,
  ) {
    this.stream = rdfStream(form.format);
    this.out = createWriteStream(path, { mode: 0o644 });
    this.gzip.on('data', (part: Buffer) => {
      this.hash.update(part);
      this.bytes += part.length;
    });
    this.gzip.on('error', (error) => this.out.destroy(error));
    this.out.on('error', (error) => this.gzip.destroy(error));
    this.gzip.pipe(this.out);
    this.written = finished(this.out);
    this.written.catch(() => undefined);
  }

  begin(): Promise<void> {
    return this.push(this.stream.head);
  }

  add(quads: readonly Quad[]): Promise<void> {
    return this.push(this.stream.add(quads));
  }

  async end(folder: string): Promise<DumpFile> {
    await this.push(this.stream.tail);
    this.gzip.end();
    await this.written;
    const sha256 = this.hash.digest('hex');
    const file = this.form.name.replace('catalogue.', `catalogue-${sha256.slice(0, 16)}.`);
    const handle = await open(this.path, 'r+');
    await handle.sync();
    await handle.close();
    renameSync(this.path, join(folder, file));
    return { name: this.form.name, file, bytes: this.bytes, sha256 };
  }

  abandon(): void {
    this.gzip.destroy();
    this.out.destroy();
    rmSync(this.path, { force: true });
  }

  private async push(text: string): Promise<void> {
    if (text === '' || this.gzip.write(text)) return;
    await Promise.race([once(this.gzip, 'drain'), this.written]);
  }
}
