import type { EntityRole } from './payload.js';

/** An entity as far as putting records together goes. */
export interface LinkedEntity {
  readonly role: EntityRole;
  readonly links: readonly string[];
}

/**
 * The records to put together again when entities have changed or gone: those that reach one of them through their parts
 * (LDES-11). Paths end at datasets and series, which are records of their
 * own, and at catalogues, which contain nothing; a service is both a record and a part.
 */
export function recordsReaching(changed: Iterable<string>, entities: ReadonlyMap<string, LinkedEntity>): ReadonlySet<string> {
  const referrers = referrersOf(entities);
  const records = new Set<string>();
  const seen = new Set<string>(changed);
  const queue = [...seen];
  for (let iri = queue.pop(); iri !== undefined; iri = queue.pop()) {
    const role = entities.get(iri)?.role;
    if (role === 'record' || role === 'service') records.add(iri);
    if (role === 'record' || role === 'catalogue') continue;
    for (const referrer of referrers.get(iri) ?? []) {
      if (seen.has(referrer) || entities.get(referrer)?.role === 'catalogue') continue;
      seen.add(referrer);
      queue.push(referrer);
    }
  }
  return records;
}

/** Records with all their parts and the catalogues that list them. */
export function withAll(records: ReadonlySet<string>, entities: ReadonlyMap<string, LinkedEntity>): ReadonlySet<string> {
  const referrers = referrersOf(entities);
  const wanted = withParts(records, entities);
  for (const record of records) for (const referrer of referrers.get(record) ?? []) if (entities.get(referrer)?.role === 'catalogue') wanted.add(referrer);
  return wanted;
}

export function withParts(records: ReadonlySet<string>, entities: ReadonlyMap<string, LinkedEntity>): Set<string> {
  const wanted = new Set(records);
  const queue = [...records];
  for (let iri = queue.pop(); iri !== undefined; iri = queue.pop()) {
    for (const link of entities.get(iri)?.links ?? []) {
      const role = entities.get(link)?.role;
      if (wanted.has(link) || (role !== 'part' && role !== 'service')) continue;
      wanted.add(link);
      queue.push(link);
    }
  }
  return wanted;
}

function referrersOf(entities: ReadonlyMap<string, LinkedEntity>): ReadonlyMap<string, readonly string[]> {
  const referrers = new Map<string, string[]>();
  for (const [iri, { links }] of entities) {
    for (const link of links) {
      const list = referrers.get(link);
      if (list === undefined) referrers.set(link, [iri]);
      else list.push(iri);
    }
  }
  return referrers;
}
