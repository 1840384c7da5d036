import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { InternalError } from '../domain/errors.js';
import type { DocumentBody } from '../domain/harvest.js';

const inMemory = 8 << 20;
const maxRatio = 100;

export interface ReceivedBody {
  readonly body: DocumentBody;
  readonly hash: string;
  readonly problem: { readonly reason: 'too-large' | 'unusable-body'; readonly detail: string } | null;
}

class TooLarge extends Error {}

/**
 * Reads a response body with its transport encoding undone, hashed, in memory while small and in a temporary file when
 * large; size and ratio are capped while it streams (SSRF-9, SSRF-10). A body cut short throws, as a connection error does.
 */
export async function receiveBody(
  source: Readable,
  options: { readonly encoding: string | null; readonly maxBytes: number; readonly temporaryFolder: string },
): Promise<ReceivedBody> {
  const hash = createHash('sha256');
  const chunks: Uint8Array[] = [];
  let size = 0;
  let file: TemporaryFile | null = null;
  const decoder = decoderOf(options.encoding);
  if (decoder === undefined) {
    source.on('error', () => undefined).destroy();
    return {
      body: empty,
      hash: '',
      problem: {
        reason: 'unusable-body',
        detail: `The body is encoded as ${JSON.stringify((options.encoding ?? '').slice(0, 100))}, which was not asked for; only gzip, br and deflate, one of them, are understood.`,
      },
    };
  }
  try {
    for await (const chunk of decoded(source, decoder) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > options.maxBytes) throw new TooLarge(`The body is larger than ${String(options.maxBytes)} bytes.`);
      hash.update(chunk);
      if (file === null && size > inMemory) {
        file = await TemporaryFile.open(options.temporaryFolder);
        for (const early of chunks.splice(0)) await file.write(early);
      }
      if (file === null) chunks.push(chunk);
      else await file.write(chunk);
    }
    await file?.close();
  } catch (error) {
    source.on('error', () => undefined).destroy();
    await file?.discard();
    if (error instanceof TooLarge) return { body: empty, hash: '', problem: { reason: 'too-large', detail: error.message } };
    if (isDecodingError(error))
      return { body: empty, hash: '', problem: { reason: 'unusable-body', detail: `The compressed body is damaged or cut short (${error.message}).` } };
    throw error;
  }
  if (size === 0) return { body: empty, hash: '', problem: { reason: 'unusable-body', detail: 'The body is empty.' } };
  const body: DocumentBody = file === null ? { kind: 'memory', bytes: Buffer.concat(chunks) } : { kind: 'file', path: file.path, size };
  return { body, hash: hash.digest('hex'), problem: null };
}

const empty: DocumentBody = { kind: 'memory', bytes: new Uint8Array(0) };

/** The decoder of a Content-Encoding, null when there is none; undefined for codings that we do not know, and for several. */
function decoderOf(encoding: string | null): Transform | null | undefined {
  const [name, ...further] = (encoding ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (name === undefined) return null;
  if (further.length > 0) return undefined;
  if (name === 'gzip' || name === 'x-gzip') return createGunzip();
  if (name === 'br') return createBrotliDecompress();
  return name === 'deflate' ? createInflate() : undefined;
}

function decoded(source: Readable, decoder: Transform | null): Readable {
  if (decoder === null) return source;
  let packed = 0;
  let unpacked = 0;
  const count = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      packed += chunk.byteLength;
      done(null, chunk);
    },
  });
  const cap = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      unpacked += chunk.byteLength;
      if (unpacked > 1 << 20 && unpacked > packed * maxRatio) done(new TooLarge(`The body unpacks to more than ${String(maxRatio)} times its size.`));
      else done(null, chunk);
    },
  });
  source.on('error', (error) => cap.destroy(error));
  decoder.on('error', (error) => cap.destroy(error));
  cap.on('close', () => source.destroy());
  return source.pipe(count).pipe(decoder).pipe(cap);
}

function isDecodingError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(Z_|ERR__?BROTLI|ERR_BROTLI|BROTLI)/.test(error.code);
}

/** A file for a large body. What goes wrong with it is ours, and never the station's. */
class TemporaryFile {
  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  static async open(folder: string): Promise<TemporaryFile> {
    const path = join(folder, `body-${randomUUID()}`);
    try {
      await mkdir(folder, { recursive: true });
      return new TemporaryFile(path, await open(path, 'wx', 0o600));
    } catch (error) {
      throw ours(error);
    }
  }

  async write(chunk: Uint8Array): Promise<void> {
    try {
      await this.handle.writeFile(chunk);
    } catch (error) {
      throw ours(error);
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(this.path, { force: true });
  }
}

function ours(error: unknown): InternalError {
  return new InternalError('internal/error', `A body cannot be kept in a temporary file: ${error instanceof Error ? error.message : ''}`, {}, { cause: error });
}

/** The start of a body as text, decoded as far as it goes; the rest is not read, and a body that breaks off is no failure. */
export async function beginning(body: Readable, maxBytes: number, encoding?: string | string[]): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const decoder = decoderOf(Array.isArray(encoding) ? encoding.join(',') : (encoding ?? null));
  try {
    if (decoder !== undefined) {
      for await (const chunk of decoded(body, decoder) as AsyncIterable<Uint8Array>) {
        chunks.push(chunk);
        size += chunk.byteLength;
        if (size >= maxBytes) break;
      }
    }
  } catch {
    // What came before is all there is to say.
  } finally {
    body.on('error', () => undefined).destroy();
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
}
