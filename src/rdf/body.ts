import { createReadStream } from 'node:fs';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { StationError } from '../domain/errors.js';
import type { DocumentBody } from '../domain/harvest.js';
import { compressionOf } from './format.js';

/** Unpacked bytes may be at most this many times the packed ones, after the first MiB (SSRF-9). */
const maxRatio = 100;

/** The bytes of a document, unpacked when they are gzip content; nested gzip once (RDF-9, SSRF-9). */
export async function openBody(body: DocumentBody, maxBytes: number): Promise<{ readonly head: Uint8Array; readonly stream: AsyncIterable<Uint8Array> }> {
  let stream: AsyncIterable<Uint8Array> = body.kind === 'memory' ? once(body.bytes) : createReadStream(body.path, { highWaterMark: 256 * 1024 });
  const packedSize = body.kind === 'memory' ? body.bytes.byteLength : body.size;
  let opened = await peek(stream);
  for (let layer = 0; compressionOf(opened.head) === 'gzip'; layer++) {
    if (layer === 2) throw new StationError('station/unsupported-format', 'The body is gzip within gzip within gzip.');
    stream = gunzip(opened.stream, packedSize, maxBytes);
    opened = await peek(stream);
  }
  return opened;
}

// eslint-disable-next-line @typescript-eslint/require-await
async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += 1 << 18) yield bytes.subarray(at, at + (1 << 18));
}

/** Reads the first two KiB without losing them. */
async function peek(source: AsyncIterable<Uint8Array>): Promise<{ head: Uint8Array; stream: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size < 2048) {
    const next = await iterator.next();
    if (next.done === true) break;
    chunks.push(next.value);
    size += next.value.byteLength;
  }
  const head = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  return {
    head,
    stream: (async function* () {
      try {
        if (head.byteLength > 0) yield head;
        for (;;) {
          const next = await iterator.next();
          if (next.done === true) return;
          yield next.value;
        }
      } finally {
        await iterator.return?.();
      }
    })(),
  };
}

function gunzip(source: AsyncIterable<Uint8Array>, packedSize: number, maxBytes: number): AsyncIterable<Uint8Array> {
  const packed = Readable.from(source, { objectMode: false });
  const unpack = createGunzip();
  let size = 0;
  const cap = new Transform({
    transform(chunk: Uint8Array, _encoding, done: TransformCallback) {
      size += chunk.byteLength;
      if (size > maxBytes) done(new StationError('station/too-large', `The unpacked body is larger than ${String(maxBytes)} bytes.`));
      else if (size > 1 << 20 && size > packedSize * maxRatio)
        done(new StationError('station/too-large', `The body unpacks to more than ${String(maxRatio)} times its size.`));
      else done(null, chunk);
    },
  });
  packed.on('error', (error) => unpack.destroy(error));
  unpack.on('error', (error) =>
    cap.destroy(
      error instanceof StationError
        ? error
        : new StationError('station/unreadable', `The gzip body is damaged or cut short: ${error.message}`, {}, { cause: error }),
    ),
  );
  cap.on('close', () => {
    packed.destroy();
    unpack.destroy();
  });
  return packed.pipe(unpack).pipe(cap);
}

/** Decodes text: UTF-8 unless an XML declaration names something else (HTTP-16). */
export async function* decodeText(stream: AsyncIterable<Uint8Array>, head: Uint8Array): AsyncIterable<string> {
  const decoder = decoderFor(head);
  for await (const chunk of stream) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

function decoderFor(head: Uint8Array): TextDecoder {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le');
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be');
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w.-]+)["']/.exec(Buffer.from(head.subarray(0, 200)).toString('latin1'))?.[1];
  try {
    return new TextDecoder(declared ?? 'utf-8');
  } catch {
    throw new StationError('station/unreadable', `The XML declaration names an encoding that we do not know: ${declared ?? ''}.`);
  }
}
