import { raw, type Request } from 'express';
import type { z } from 'zod';
import { RequestError } from '../domain/errors.js';

/** Takes a small body in as bytes; who reads it says what it must be. */
export function smallBody(limit: number): ReturnType<typeof raw> {
  return raw({ type: () => true, limit });
}

/**
 * A JSON body by its schema. Without a body the schema gets `undefined`. Another media type is refused: a form of another
 * site could send it without asking.
 *
 * @throws RequestError `request/unsupported-media-type`, `request/bad-parameter` listing every mistake (API-3)
 */
export function jsonBody<T extends z.ZodType>(request: Request, schema: T): z.infer<T> {
  const bytes: unknown = request.body;
  const isEmpty = !(bytes instanceof Uint8Array) || bytes.byteLength === 0;
  if (!isEmpty && !/^application\/json\s*(;|$)/i.test(request.get('content-type') ?? ''))
    throw new RequestError('request/unsupported-media-type', 'Send the body as application/json.');
  const result = schema.safeParse(isEmpty ? undefined : parsed(bytes));
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 100).map(({ path, code, message }) => ({ in: 'body', location: `/${path.join('/')}`, code, detail: message }));
  throw new RequestError(
    'request/bad-parameter',
    `The body has ${String(errors.length)} mistake(s): ${errors
      .map(({ location, detail }) => `${location}: ${detail}`)
      .join(' ')
      .slice(0, 2000)}`,
    { errors },
  );
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch (error) {
    throw new RequestError(
      'request/bad-parameter',
      'The body is not JSON.',
      { errors: [{ in: 'body', location: '', code: 'syntax', detail: 'The body is not JSON.' }] },
      { cause: error },
    );
  }
}
