import { randomUUID } from 'node:crypto';
import { appendFileSync, closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { HybridSpool } from '../ledger/sqlite-spool.js';
import type { QuadSpool } from '../rdf/spool.js';
import type { TextSpool } from '../report/report-writer.js';

/** A command line runs beside other work: a document of more than some 10 MB goes to the disk, whatever the server may hold. */
const maxQuadsInMemory = 60_000;

/** A folder of its own for what does not fit in memory; gone when the command ends. */
export class WorkFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'ndc-validate-'));

  quads(maxInMemory: number): QuadSpool {
    return new HybridSpool(join(this.path, `quads-${randomUUID()}.sqlite`), Math.min(maxInMemory, maxQuadsInMemory));
  }

  text(): TextSpool {
    return new FileTextSpool(join(this.path, `text-${randomUUID()}`));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

const maxInMemory = 1 << 20;

/** Text in memory up to a megabyte, then in a file. */
export class FileTextSpool implements TextSpool {
  private parts: string[] = [];
  private size = 0;
  private isOnDisk = false;

  constructor(private readonly path: string) {}

  write(text: string): void {
    this.parts.push(text);
    this.size += text.length;
    if (this.size < maxInMemory) return;
    this.flush();
  }

  private flush(): void {
    appendFileSync(this.path, this.parts.join(''));
    this.parts = [];
    this.size = 0;
    this.isOnDisk = true;
  }

  *drain(): Iterable<string> {
    if (this.isOnDisk) {
      const file = openSync(this.path, 'r');
      const buffer = Buffer.alloc(1 << 16);
      const decoder = new StringDecoder('utf8');
      try {
        for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) yield decoder.write(buffer.subarray(0, length));
      } finally {
        closeSync(file);
        rmSync(this.path, { force: true });
      }
      this.isOnDisk = false;
    }
    yield* this.parts;
    this.parts = [];
    this.size = 0;
  }
}
