import { createHash } from 'node:crypto';
import type { HarvestedDocument } from '../../src/domain/harvest.js';
import type { Clock } from '../../src/ports/clock.js';
import type { EntityMemo, EntityState } from './entities.js';

/** An entity's payload as a document of its own, under its IRI. */
export function documentOf(clock: Clock, url: string, bytes: Uint8Array): HarvestedDocument {
  return {
    url,
    baseIri: url,
    mediaType: 'application/n-quads',
    retrievedAt: clock.now().toISOString(),
    etag: null,
    lastModified: null,
    bodyHash: createHash('sha256').update(bytes).digest('hex'),
    body: { kind: 'memory', bytes },
  };
}

/** What is remembered beside the bytes. */
export function memoOf({ member, activity, at, sequence, role, links, walk }: EntityState): EntityMemo {
  return { member, activity, at, sequence, role, links, walk };
}
