import type { Quad } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { asStamp, type Entities, type EntityState } from './entities.js';
import type { LdesBookmark, Tombstone } from './bookmark.js';
import { compareStamps } from './order.js';

/** A page that could not be read. */
export interface Gap {
  readonly url: string;
  /** Its members are no later, in milliseconds; null when nobody says so. */
  readonly until: number | null;
}

/** What a walk with gaps may say. */
export interface Standing {
  /** Entities as they stand until the gaps are read. */
  readonly present: Map<string, EntityState>;
  /** Deleted, whatever the gaps hold. */
  readonly removed: ReadonlySet<string>;
  /** Deletions that wait: a gap may hold a later member. */
  readonly waiting: number;
  /** Came and went within the part that was read; they were never published. */
  readonly passing: readonly string[];
}

/**
 * How things stand when pages are missing. What was read is newer than what is published, so it counts. A deletion counts when
 * no gap can hold a later member of its entity; else the entity stays as it was. An entity that a full walk did not meet may
 * stand in a gap, and one that was deleted before it may have its deletion there.
 */
export function standingOf(entities: Entities, bookmark: LdesBookmark, gaps: readonly Gap[]): Standing {
  const { live, before, removed: lost } = entities;
  const present = new Map(live);
  const removed = new Set<string>();
  const passing: string[] = [];
  let waiting = 0;
  for (const tombstone of entities.deletionsBy(new Set([bookmark.walk, ...bookmark.unsettled]))) {
    const { entity } = tombstone;
    const state = lost.get(entity) ?? before.get(entity);
    if (isLast(tombstone, gaps)) removed.add(entity);
    else if (state !== undefined && entities.atStart.has(entity)) {
      waiting++;
      present.set(entity, state);
    } else passing.push(entity);
  }
  if (bookmark.mode === 'full') {
    for (const [iri, state] of before) if (!present.has(iri) && !removed.has(iri)) present.set(iri, state);
    for (const tombstone of bookmark.former ?? []) {
      const state = live.get(tombstone.entity);
      if (state !== undefined && compareStamps(state, asStamp(tombstone)) <= 0) present.delete(tombstone.entity);
    }
  }
  return { present, removed, waiting, passing };
}

function isLast({ at }: Tombstone, gaps: readonly Gap[]): boolean {
  return at !== null && gaps.every(({ until }) => until !== null && at > until);
}

/** Whether an entity names a distribution or service that is described nowhere: it may stand in a gap (LDES-11). */
export function lacksParts(payload: readonly Quad[], present: ReadonlyMap<string, EntityState>): boolean {
  const own = new Set(payload.map((quad) => quad.subject.value));
  return payload.some(
    ({ predicate, object }) =>
      (predicate.equals(dcat.distribution) || predicate.equals(dcat.accessService)) &&
      object.termType === 'NamedNode' &&
      !own.has(object.value) &&
      !present.has(object.value),
  );
}
