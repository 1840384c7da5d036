import { createHash } from 'node:crypto';
import type { Quad } from '@rdfjs/types';
import type { Harvester, ReadingNote } from '../../src/ports/harvester.js';

/** Reads bytes by a harvester's own reader, as the pipeline does. */
export async function readWith(
  harvester: Harvester,
  body: string | Uint8Array,
  where: { readonly url: string; readonly baseIri?: string; readonly mediaType: string },
): Promise<{ readonly quads: readonly Quad[]; readonly notes: readonly ReadingNote[] }> {
  const bytes = Buffer.from(body);
  const quads: Quad[] = [];
  const document = {
    url: where.url,
    baseIri: where.baseIri ?? where.url,
    mediaType: where.mediaType,
    retrievedAt: '2026-03-01T10:00:00.000Z',
    etag: null,
    lastModified: null,
    bodyHash: createHash('sha256').update(bytes).digest('hex'),
    body: { kind: 'memory', bytes } as const,
  };
  const notes = await harvester.read?.(document, (quad) => {
    quads.push(quad);
  });
  return { quads, notes: notes ?? [] };
}

/** What a subject says, with the local names of properties, and blank nodes written out. */
export function told(quads: readonly Quad[], subject: string, depth = 0): Record<string, unknown[]> {
  const found: Record<string, unknown[]> = {};
  for (const quad of quads) {
    if (quad.subject.value !== subject) continue;
    const name = quad.predicate.value.replace(/^.*[/#]/, '');
    const { object } = quad;
    const value: unknown =
      object.termType === 'BlankNode' && depth < 4
        ? told(quads, object.value, depth + 1)
        : object.termType === 'Literal' && object.language !== ''
          ? `${object.value}@${object.language}`
          : object.value;
    (found[name] ??= []).push(value);
  }
  return found;
}
