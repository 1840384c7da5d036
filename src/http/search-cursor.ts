import { createHash } from 'node:crypto';
import { RequestError } from '../domain/errors.js';
import type { SearchPosition, SearchQuery } from '../ports/search-index.js';

/** Where a walk through the hits of one search goes on; opaque to the client. */
export interface SearchCursor {
  readonly epoch: number;
  readonly position: SearchPosition;
}

export function encodeSearchCursor(query: SearchQuery, { epoch, position }: SearchCursor): string {
  return Buffer.from(JSON.stringify([epoch, keyOf(query), position.at, ...position.keys]), 'utf8').toString('base64url');
}

/** Null for `*`, the beginning of a walk. @throws RequestError `request/bad-parameter` for what is no cursor, or one of another search */
export function decodeSearchCursor(query: SearchQuery, token: string): SearchCursor | null {
  if (token === '*') return null;
  const parts = partsOf(token);
  const [epoch, key, at, ...keys] = parts ?? [];
  if (typeof epoch !== 'number' || typeof at !== 'number' || keys.length === 0 || !keys.every((one) => typeof one === 'number' || typeof one === 'string'))
    throw refusal('invalid', '"cursor" is none of ours. Take it from `links.next` of an answer, and leave it as it is.');
  if (key !== keyOf(query)) throw refusal('not-allowed', '"cursor" belongs to another search. Follow `links.next` as it is, or begin again without a cursor.');
  return { epoch, position: { at, keys } };
}

/** @throws RequestError `request/snapshot-expired` when the catalogue was restored since the cursor was given out */
export function requireEpoch(cursor: SearchCursor | null, epoch: number): void {
  if (cursor !== null && cursor.epoch !== epoch)
    throw new RequestError('request/snapshot-expired', 'The cursor belongs to a state of the catalogue that is gone. Begin the search again without it.');
}

function refusal(code: string, detail: string): RequestError {
  return new RequestError('request/bad-parameter', detail, { errors: [{ in: 'query', location: 'cursor', code, detail }] });
}

function partsOf(token: string): readonly unknown[] | null {
  try {
    const parts = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as unknown;
    return Array.isArray(parts) ? parts : null;
  } catch {
    return null;
  }
}

/** The same for the same hits in the same order. */
function keyOf({ q, lang, facets, from, to, withoutPeriod, expand, sort }: SearchQuery): string {
  const chosen = Object.entries(facets)
    .map(([name, values]) => [name, [...values].sort()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const asked = JSON.stringify([q, lang, chosen, from, to, withoutPeriod ?? false, expand ?? true, sort]);
  return createHash('sha256').update(asked).digest('base64url').slice(0, 8);
}
