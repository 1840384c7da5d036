import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { open as openFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { fromBuffer, fromFd, type Entry, type ZipFile } from 'yauzl';
import { CatalogueError, StationError } from '../domain/errors.js';
import type { DocumentBody } from '../domain/harvest.js';
import { openBody } from './body.js';
import { formatOfPath, mediaTypeOf } from './format.js';

const maxEntries = 1000;
const maxRatio = 100;
const inMemory = 8 << 20;
const longestName = 1024;

/** One file of an archive that is RDF by its name; the name identifies it and is never used as a path. */
export interface ArchiveEntry {
  readonly kind: 'entry';
  readonly name: string;
  readonly mediaType: string;
  readonly body: DocumentBody;
  readonly bodyHash: string;
}

/** What was left out: an archive within the archive, an encrypted or doubled file; `nothing`: it was never meant as RDF. */
export interface LeftOut {
  readonly kind: 'left-out';
  readonly name: string;
  readonly reason: 'nested' | 'encrypted' | 'twice' | 'name' | 'nothing';
}

/** What a body is by its first bytes: Content-Type and extension lie too often (HTTP-17, RDF-9). */
export async function archiveKindOf(body: DocumentBody): Promise<'zip' | 'tar' | null> {
  const start = await firstBytes(body, 512);
  if (isZip(start)) return 'zip';
  if (!isGzip(start)) return isTarHeader(start) ? 'tar' : null;
  try {
    const { head, stream } = await openBody(body, inMemory);
    await stream[Symbol.asyncIterator]().return?.(undefined);
    return isTarHeader(head) ? 'tar' : null;
  } catch (error) {
    if (error instanceof CatalogueError) return null;
    throw error;
  }
}

/**
 * The RDF files of an archive, in its order, one after the other: small ones in memory, large ones in temporary files that
 * the caller deletes. Nothing is believed of what headers say: entries and bytes are counted as they come (SSRF-9).
 *
 * @throws StationError where the archive is damaged or larger than allowed
 */
export async function* readArchive(body: DocumentBody, kind: 'zip' | 'tar', maxBytes: number): AsyncIterable<ArchiveEntry | LeftOut> {
  const intake = new Intake(body, maxBytes);
  try {
    yield* kind === 'zip' ? zipEntries(body, intake) : tarEntries(body, maxBytes, intake);
  } catch (error) {
    if (error instanceof CatalogueError) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new StationError('station/unreadable', `The archive is damaged or cut short: ${words}`, {}, { cause: error });
  }
}

/** Keeps count over all entries of an archive, and takes their bytes in. */
class Intake {
  private readonly names = new Set<string>();
  private readonly cap: number;
  private readonly folder: string;
  private entries = 0;
  private total = 0;

  constructor(body: DocumentBody, maxBytes: number) {
    const packed = body.kind === 'memory' ? body.bytes.byteLength : body.size;
    this.cap = Math.min(maxBytes, Math.max(1 << 20, packed * maxRatio));
    this.folder = body.kind === 'file' ? dirname(body.path) : tmpdir();
  }

  /** Counts an entry; why it is left out, null when it is to be read. */
  refusal(name: string, encrypted: boolean): LeftOut['reason'] | null {
    if (++this.entries > maxEntries) throw new StationError('station/too-large', `The archive has more than ${String(maxEntries)} entries.`);
    if (name.length > longestName) return 'name';
    if (/(^|\/)(\.[^/]*$|__MACOSX\/)/.test(name)) return 'nothing';
    if (/\.(zip|tar|tgz|gz|bz2|xz|7z|rar|zst)$/i.test(name)) return 'nested';
    if (formatOfPath(withoutMarks(name)) === undefined) return 'nothing';
    if (encrypted) return 'encrypted';
    if (this.names.has(name)) return 'twice';
    this.names.add(name);
    return null;
  }

  async take(name: string, source: AsyncIterable<Uint8Array>): Promise<ArchiveEntry | LeftOut> {
    const hash = createHash('sha256');
    const chunks: Uint8Array[] = [];
    let size = 0;
    let start = Buffer.alloc(0);
    let file: { readonly path: string; readonly stream: WriteStream } | null = null;
    try {
      for await (const chunk of source) {
        size += chunk.byteLength;
        this.total += chunk.byteLength;
        if (this.total > this.cap) throw new StationError('station/too-large', `The archive unpacks to more than ${String(this.cap)} bytes.`);
        if (start.byteLength < 512) start = Buffer.concat([start, chunk]).subarray(0, 512);
        hash.update(chunk);
        if (file === null && size > inMemory) {
          const path = join(this.folder, `body-${randomUUID()}`);
          file = { path, stream: createWriteStream(path, { flags: 'wx', mode: 0o600 }) };
          for (const early of chunks.splice(0)) await write(file.stream, early);
        }
        if (file === null) chunks.push(chunk);
        else await write(file.stream, chunk);
      }
      if (file !== null) {
        file.stream.end();
        await once(file.stream, 'close');
      }
    } catch (error) {
      await discard(file);
      throw error;
    }
    if (isZip(start) || isGzip(start) || isTarHeader(start) || isOtherArchive(start)) {
      await discard(file);
      return { kind: 'left-out', name, reason: 'nested' };
    }
    const format = formatOfPath(withoutMarks(name));
    return {
      kind: 'entry',
      name,
      mediaType: format === undefined ? '' : mediaTypeOf[format],
      body: file === null ? { kind: 'memory', bytes: Buffer.concat(chunks) } : { kind: 'file', path: file.path, size },
      bodyHash: hash.digest('hex'),
    };
  }
}

async function* zipEntries(body: DocumentBody, intake: Intake): AsyncIterable<ArchiveEntry | LeftOut> {
  const handle = body.kind === 'file' ? await openFile(body.path, 'r') : null;
  try {
    const zip = await openZip(body, handle?.fd ?? null);
    for (let entry = await nextEntry(zip); entry !== null; entry = await nextEntry(zip)) {
      const name = nameOf(entry);
      if (name.endsWith('/')) continue;
      const refusal = intake.refusal(name, (entry.generalPurposeBitFlag & 1) !== 0);
      yield refusal === null ? await intake.take(name, await openEntry(zip, entry)) : { kind: 'left-out', name, reason: refusal };
    }
  } finally {
    await handle?.close();
  }
}

/** Names are decoded here: the library refuses a whole archive for one name that would be a dangerous path. */
function openZip(body: DocumentBody, fd: number | null): Promise<ZipFile> {
  const options = { lazyEntries: true, decodeStrings: false, autoClose: false, validateEntrySize: true } as const;
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, zip?: ZipFile): void => {
      if (zip === undefined) reject(error ?? new Error('no archive'));
      else resolve(zip);
    };
    if (body.kind === 'memory') fromBuffer(Buffer.from(body.bytes.buffer, body.bytes.byteOffset, body.bytes.byteLength), options, done);
    else fromFd(fd ?? -1, options, done);
  });
}

function nextEntry(zip: ZipFile): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    const settle = (deed: () => void): void => {
      zip.removeAllListeners();
      deed();
    };
    zip.once('entry', (entry: Entry) => settle(() => resolve(entry)));
    zip.once('end', () => settle(() => resolve(null)));
    zip.once('error', (error: Error) => settle(() => reject(error)));
    zip.readEntry();
  });
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error === null) resolve(stream);
      else reject(error);
    });
  });
}

/** Without `decodeStrings` the library hands out bytes, whatever its types say. */
function nameOf(entry: Entry): string {
  return Buffer.from(entry.fileName as unknown as Uint8Array).toString('utf8');
}

async function* tarEntries(body: DocumentBody, maxBytes: number, intake: Intake): AsyncIterable<ArchiveEntry | LeftOut> {
  const { stream } = await openBody(body, maxBytes);
  const tar = extract();
  const source = Readable.from(stream, { objectMode: false });
  source.on('error', (error) => tar.destroy(error));
  source.pipe(tar);
  try {
    for await (const entry of tar) {
      const { name, type } = entry.header;
      const refusal = type === 'file' || type === 'contiguous-file' ? intake.refusal(name, false) : 'nothing';
      if (refusal === null) yield await intake.take(name, entry as AsyncIterable<Buffer>);
      else {
        entry.resume();
        if (type !== 'directory') yield { kind: 'left-out', name, reason: refusal };
      }
    }
  } finally {
    source.destroy();
  }
}

async function firstBytes(body: DocumentBody, count: number): Promise<Buffer> {
  if (body.kind === 'memory') return Buffer.from(body.bytes.subarray(0, count));
  const handle = await openFile(body.path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));
}

function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

function isOtherArchive(head: Buffer): boolean {
  return /^(BZh[1-9]|\xFD7zXZ\0|7z\xBC\xAF\x27\x1C|Rar!\x1A|\x28\xB5\x2F\xFD)/.test(head.subarray(0, 8).toString('latin1'));
}

/** A tar header carries the sum of its own bytes, with its own field taken as spaces; that holds for every kind of tar. */
function isTarHeader(head: Uint8Array): boolean {
  if (head.byteLength < 512 || head[0] === 0) return false;
  const field = Buffer.from(head.subarray(148, 156))
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trimStart();
  if (!/^[0-7]{1,7}$/.test(field)) return false;
  let sum = 0;
  for (let at = 0; at < 512; at++) sum += at >= 148 && at < 156 ? 0x20 : (head[at] ?? 0);
  return sum === Number.parseInt(field, 8);
}

/** A name may hold what an address reads as the beginning of its query. */
function withoutMarks(name: string): string {
  return name.replace(/[?#]/g, '_');
}

async function write(stream: WriteStream, chunk: Uint8Array): Promise<void> {
  if (!stream.write(chunk)) await once(stream, 'drain');
}

async function discard(file: { readonly path: string; readonly stream: WriteStream } | null): Promise<void> {
  if (file === null) return;
  file.stream.destroy();
  await rm(file.path, { force: true });
}
