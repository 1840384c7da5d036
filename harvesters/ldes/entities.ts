import type { KnownDocument } from '../../src/ports/harvester.js';
import type { LdesBookmark, Tombstone } from './bookmark.js';
import type { Activity, Member } from './members.js';
import { compareStamps, type Stamp } from './order.js';
import type { EntityRole } from './payload.js';

/** What is remembered beside an entity's bytes. */
export interface EntityMemo extends Stamp {
  readonly role: EntityRole;
  readonly links: readonly string[];
  /** The walk that brought it. */
  readonly walk: string;
}

export interface EntityState extends EntityMemo {
  readonly bodyHash: string;
}

/** A member whose transaction is still open: kept under its own key until it is finalised (LDES-8). */
export interface PendingMemo {
  readonly pending: string;
  readonly entity: string;
  readonly stamp: Stamp;
  readonly role: EntityRole;
  readonly links: readonly string[];
}

export interface PendingState extends PendingMemo {
  readonly bodyHash: string;
}

const maxTombstones = 20_000;

/** The entities of a feed as far as it has been read: for each the newest member wins, in whatever order they come. */
export class Entities {
  /** Everything that is there, by IRI. */
  readonly live = new Map<string, EntityState>();
  /** What an earlier walk left; in a full walk it counts only for what was lost since. */
  readonly before = new Map<string, EntityState>();
  readonly pending = new Map<string, PendingState>();
  /** What deleted entities were before. */
  readonly removed = new Map<string, EntityState>();
  /** Entities that an earlier run left. */
  readonly atStart = new Set<string>();
  private readonly tombstones = new Map<string, Tombstone>();
  private readonly future: Map<string, number>;
  private deletedBefore: number | null;

  constructor(
    known: Iterable<KnownDocument>,
    bookmark: LdesBookmark,
    private readonly startedAt: number,
  ) {
    const isFull = bookmark.mode === 'full';
    this.future = new Map(Object.entries(bookmark.future));
    this.deletedBefore = bookmark.deletedBefore;
    for (const tombstone of bookmark.tombstones) this.tombstones.set(tombstone.entity, tombstone);
    // A full walk that left gaps goes on under a new number.
    const own = new Set([bookmark.walk, ...(isFull ? bookmark.unsettled : [])]);
    for (const { url, bodyHash, memo } of known) {
      if (isPending(memo)) this.pending.set(url, { ...memo, bodyHash });
      else if (isEntity(memo)) {
        const state = { ...memo, bodyHash };
        this.atStart.add(url);
        if (!own.has(memo.walk)) this.before.set(url, state);
        if (this.tombstones.has(url)) this.removed.set(url, state);
        else if (!isFull || own.has(memo.walk)) this.live.set(url, state);
      }
    }
  }

  /** The time that counts for a member: one in the future counts from when it was first seen (LDES-15). */
  stampOf(member: Member): Stamp & { readonly isFuture: boolean } {
    const { id, activity, claimed, sequence } = member;
    const isFuture = claimed !== null && claimed > this.startedAt + 86_400_000;
    const at = isFuture ? (this.future.get(id) ?? this.startedAt) : claimed;
    if (isFuture && this.future.size < 10_000) this.future.set(id, at ?? this.startedAt);
    return { member: id, activity, at, sequence, isFuture };
  }

  /** Whether an upsert is news for its entity. */
  isNews(entity: string, stamp: Stamp, bodyHash: string, walk: string): boolean {
    const tombstone = this.tombstones.get(entity);
    if (tombstone !== undefined && compareStamps(stamp, asStamp(tombstone)) <= 0) return false;
    const current = this.live.get(entity);
    if (current === undefined) return tombstone !== undefined || this.deletedBefore === null || (stamp.at ?? -Infinity) > this.deletedBefore;
    if (current.member === stamp.member) return current.bodyHash !== bodyHash && current.walk !== walk;
    if (stamp.at === null && current.at === null && stamp.sequence === null && current.walk !== walk) return true;
    return compareStamps(stamp, current) > 0;
  }

  put(entity: string, state: EntityState): void {
    this.tombstones.delete(entity);
    this.removed.delete(entity);
    this.live.set(entity, state);
  }

  remove(entity: string, stamp: Stamp, walk: string): void {
    const current = this.live.get(entity);
    const tombstone = this.tombstones.get(entity);
    if (current !== undefined && compareStamps(stamp, current) < 0) return;
    if (tombstone !== undefined && compareStamps(stamp, asStamp(tombstone)) <= 0) return;
    this.live.delete(entity);
    if (current !== undefined) this.removed.set(entity, current);
    this.tombstones.set(entity, { entity, member: stamp.member, at: stamp.at, sequence: stamp.sequence, walk });
  }

  /** The deletions that these walks brought. */
  deletionsBy(walks: ReadonlySet<string>): readonly Tombstone[] {
    return [...this.tombstones.values()].filter((tombstone) => walks.has(tombstone.walk));
  }

  /** The part of the bookmark that is ours; old tombstones make room for new ones. */
  memory(walk: string): Pick<LdesBookmark, 'tombstones' | 'deletedBefore' | 'future'> {
    const all = [...this.tombstones.values()];
    const surplus = all.length - maxTombstones;
    if (surplus > 0) {
      const old = all
        .filter((tombstone) => tombstone.walk !== walk)
        .sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
        .slice(0, surplus);
      for (const { entity, at } of old) {
        this.tombstones.delete(entity);
        if (at !== null) this.deletedBefore = Math.max(this.deletedBefore ?? at, at);
      }
    }
    return { tombstones: [...this.tombstones.values()], deletedBefore: this.deletedBefore, future: Object.fromEntries(this.future) };
  }
}

export function asStamp({ member, at, sequence }: Tombstone): Stamp {
  return { member, at, sequence, activity: 'delete' };
}

const activities: ReadonlySet<unknown> = new Set<Activity>(['create', 'update', 'delete']);

function isEntity(memo: unknown): memo is EntityMemo {
  const value = memo as Partial<EntityMemo> | null;
  return typeof value === 'object' && typeof value?.walk === 'string' && activities.has(value.activity) && Array.isArray(value.links);
}

function isPending(memo: unknown): memo is PendingMemo {
  const value = memo as Partial<PendingMemo> | null;
  return typeof value === 'object' && typeof value?.pending === 'string' && typeof value.entity === 'string';
}
