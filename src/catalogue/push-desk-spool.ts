import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RequestError } from '../domain/errors.js';

export interface SpooledBody {
  readonly path: string;
  readonly size: number;
  /** SHA-256 of the bytes as they came. */
  readonly hash: string;
}

/**
 * Writes a body to a file while it comes in, so that a push of any size costs the HTTP thread no memory.
 *
 * @throws RequestError `request/too-large`, and `request/bad-parameter` for a body that breaks off; nothing is left behind
 */
export async function spoolBody(body: Readable, folder: string, maxBytes: number): Promise<SpooledBody> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `push-${randomUUID()}`);
  const hash = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(part: Buffer, _encoding, done) {
      size += part.byteLength;
      hash.update(part);
      if (size > maxBytes) done(tooLarge(maxBytes));
      else done(null, part);
    },
  });
  try {
    await pipeline(body, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    await rm(path, { force: true });
    throw error instanceof RequestError ? error : brokenOff(error);
  }
  return { path, size, hash: hash.digest('hex') };
}

export function tooLarge(maxBytes: number): RequestError {
  return new RequestError('request/too-large', `The document is larger than ${String(maxBytes)} bytes. Hand it in in parts, without "complete".`);
}

/** Anything but a visitor who went away, such as a full disk, is ours and stays what it is. */
function brokenOff(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== 'ECONNRESET' && code !== 'ERR_STREAM_PREMATURE_CLOSE') return error;
  return new RequestError('request/bad-parameter', 'The body broke off before its end.', {}, { cause: error });
}
