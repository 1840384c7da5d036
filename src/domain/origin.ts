import type { Station } from './station.js';

/** One station's description of a subject, as a candidate for the primary one. */
export interface OriginCandidate {
  readonly station: Station;
  readonly custodian: string | null;
  readonly publisher: string | null;
  readonly subject: string;
  readonly firstSeenAt: string;
}

/**
 * How strong a station's claim to be a record's origin is (DESIGN section 3, Descriptions): its holder is the custodian,
 * else the publisher, else its registered prefix covers the subject. 0 is the strongest.
 */
export function claimRank(candidate: OriginCandidate): number {
  const holder = candidate.station.holder?.iri ?? null;
  if (holder !== null && holder === candidate.custodian) return 0;
  if (holder !== null && holder === candidate.publisher) return 1;
  if (candidate.station.subjectPrefixes.some((prefix) => candidate.subject.startsWith(prefix))) return 2;
  return 3;
}

/** Sorts candidates: strongest claim, then highest priority, then first seen, then station id. */
export function compareOrigin(a: OriginCandidate, b: OriginCandidate): number {
  return (
    claimRank(a) - claimRank(b) ||
    b.station.priority - a.station.priority ||
    (a.firstSeenAt < b.firstSeenAt ? -1 : a.firstSeenAt > b.firstSeenAt ? 1 : 0) ||
    (a.station.id < b.station.id ? -1 : 1)
  );
}

/**
 * Whether the primary description may move by itself from one station to another. From an aggregator's or
 * intermediary's copy to the holder it came from it may; between holders an operator decides (docs/decisions/0005).
 */
export function mayMove(from: Station, to: OriginCandidate): boolean {
  return from.kind !== 'holder' && to.station.kind === 'holder' && claimRank(to) < 3;
}

/** Who may describe a subject: a holder under its own prefixes or under nobody's; copies by others are kept beside. */
export function subjectClaim(station: Station, subject: string, others: readonly Station[], ownBase: string | null): 'ok' | 'foreign-subject' | 'own-subject' {
  if (ownBase !== null && (subject === ownBase || subject.startsWith(`${ownBase}/`))) return 'own-subject';
  if (station.kind !== 'holder' || station.subjectPrefixes.some((prefix) => subject.startsWith(prefix))) return 'ok';
  const taken = others.some(
    (other) => other.id !== station.id && other.kind === 'holder' && other.subjectPrefixes.some((prefix) => subject.startsWith(prefix)),
  );
  return taken ? 'foreign-subject' : 'ok';
}
