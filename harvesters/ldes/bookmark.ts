import type { Retention } from './retention.js';
import type { StreamContext } from './stream-context.js';

/** What is remembered of one page. */
export interface PageState {
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly hash: string;
  readonly immutable: boolean;
  /** Pages it leads to. */
  readonly nodes: readonly string[];
  /** For some of them the time (milliseconds) after which they hold no member, by their relation (LDES-4). */
  readonly until?: Readonly<Record<string, number>>;
}

/** A deleted entity: an older upsert that is read later must not bring it back. */
export interface Tombstone {
  readonly entity: string;
  readonly member: string;
  readonly at: number | null;
  readonly sequence: string | null;
  /** The walk that saw the deletion. */
  readonly walk: string;
}

/**
 * Where the harvest of a feed stands. It is enough to go on from, also in the middle of a walk: entities that the walk has
 * changed carry its name in their memo, deletions stand here.
 */
export interface LdesBookmark {
  readonly version: 1;
  readonly endpoint: string;
  readonly root: string;
  readonly stream: string;
  readonly context: StreamContext;
  readonly retention: Retention;
  readonly pages: Readonly<Record<string, PageState>>;
  readonly tombstones: readonly Tombstone[];
  /** Tombstones up to here were dropped to bound the list: an unknown entity of that time may have been deleted. */
  readonly deletedBefore: number | null;
  /** Members with a time in the future, and the time they are given instead (LDES-15). */
  readonly future: Readonly<Record<string, number>>;
  readonly finalised: readonly string[];
  /** The number of the walk, and the instant it began. */
  readonly walk: string;
  readonly startedAt: string;
  /**
   * The walks before it whose changes are put together again: increments, since nobody can tell whether their runs were
   * published, and those that left gaps.
   */
  readonly unsettled: readonly string[];
  readonly mode: 'full' | 'incremental';
  /** Every page was read. */
  readonly isFinished: boolean;
  /** The walk came to its end but for pages that could not be read; the next one resumes it. */
  readonly hasGaps?: boolean;
  /** In a full walk: the deletions known before it, which hold for as long as a page with them may be unread. */
  readonly former?: readonly Tombstone[];
  /** The last complete full walk before this one: still the last, so this one was never published. */
  readonly fullWalkBefore: string | null;
  /** Beginning of the last walk that was finished. */
  readonly syncedAt: string | null;
}

export function readBookmark(text: string | null): LdesBookmark | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as LdesBookmark | null;
    return value?.version === 1 && typeof value.root === 'string' && typeof value.walk === 'string' ? value : null;
  } catch {
    return null;
  }
}
