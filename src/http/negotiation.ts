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

/** The strong ETag of a representation: of its bytes and its type (API-5). */
export function tagOf(body: string | Uint8Array, type: string): string {
  return `"${createHash('sha256').update(type).update('\n').update(body).digest('base64url').slice(0, 27)}"`;
}

/**
 * Who changes something says what they looked at when they decided, or with `*` that they mean it however it is (API-5).
 *
 * @param current asked for only when `If-Match` names a tag
 * @throws RequestError `request/precondition-required`, `request/precondition-failed`
 */
export function requireMatch(request: Request, current: () => string): void {
  const asked = request.get('if-match');
  if (asked === undefined)
    throw new RequestError(
      'request/precondition-required',
      'Say with If-Match what this is about: the ETag of what you looked at, or * for however it is now.',
    );
  meetMatch(request, current);
}

/** The same where a precondition may be left out. @throws RequestError `request/precondition-failed` */
export function meetMatch(request: Request, current: () => string): void {
  const asked = request.get('if-match')?.trim();
  if (asked === undefined || asked === '*') return;
  const tag = current();
  // RFC 9110, section 13.1.1: compared strongly, so a weak tag never fits.
  if (!asked.split(',').some((one) => one.trim() === tag))
    throw new RequestError('request/precondition-failed', 'It is not any more as you saw it: somebody else was there first. Look again, then decide.');
}

/** Sends a representation with a strong ETag and answers 304 to a matching If-None-Match (API-5). */
export function sendRepresentation(
  request: Request,
  response: Response,
  body: string | Uint8Array,
  options: {
    readonly type: string;
    readonly cacheControl?: string;
    readonly vary?: string;
    /** The type is sent as it stands: some clients compare it whole, and a character set would make it another. */
    readonly exactType?: boolean;
  },
): void {
  const etag = tagOf(body, options.type);
  response
    .set('ETag', etag)
    .set('Cache-Control', options.cacheControl ?? 'public, max-age=60')
    .set('Vary', options.vary ?? 'Accept');
  if (request.method !== 'POST' && matchesTag(request.get('if-none-match'), etag)) {
    response.status(304).end();
    return;
  }
  response.status(200);
  if (options.exactType === true) response.setHeader('Content-Type', options.type);
  else response.set('Content-Type', options.type);
  response.send(typeof body === 'string' ? Buffer.from(body, 'utf8') : Buffer.from(body));
}
