import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { RequestError } from '../domain/errors.js';
import { bestType, matchesTag } from '../domain/media-types.js';

/** @throws RequestError `request/not-acceptable` with the list of what there is */
export function requireType(request: Request, offered: readonly string[]): string {
  const type = bestType(request.get('accept'), offered);
  if (type === undefined) throw new RequestError('request/not-acceptable', `None of the types asked for is available. Available: ${offered.join(', ')}.`);
  return type;
}

/** Sends a representation with a strong ETag and answers 304 to a matching If-None-Match (API-5). */
export function sendRepresentation(
  request: Request,
  response: Response,
  body: string | Uint8Array,
  options: { readonly type: string; readonly cacheControl?: string; readonly vary?: string },
): void {
  const etag = `"${createHash('sha256').update(options.type).update('\n').update(body).digest('base64url').slice(0, 27)}"`;
  response
    .set('ETag', etag)
    .set('Cache-Control', options.cacheControl ?? 'public, max-age=60')
    .set('Vary', options.vary ?? 'Accept');
  if (request.method !== 'POST' && matchesTag(request.get('if-none-match'), etag)) {
    response.status(304).end();
    return;
  }
  response.status(200).set('Content-Type', options.type);
  response.send(typeof body === 'string' ? Buffer.from(body, 'utf8') : Buffer.from(body));
}
