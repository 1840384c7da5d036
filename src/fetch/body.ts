import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { Transform, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
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
  let file: { readonly path: string; readonly stream: WriteStream } | null = null;
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
        file = await openTemporary(options.temporaryFolder);
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
    source.destroy();
    if (file !== null) {
      file.stream.destroy();
      await rm(file.path, { force: true });
    }
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

async function openTemporary(folder: string): Promise<{ path: string; stream: WriteStream }> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `body-${randomUUID()}`);
  return { path, stream: createWriteStream(path) };
}

async function write(stream: WriteStream, chunk: Uint8Array): Promise<void> {
  if (!stream.write(chunk)) await once(stream, 'drain');
}
