/** Where the harvest of a repository stands. */
export interface OaiBookmark {
  /** Date of the first response of the run, by the server's clock (OAI-9). */
  readonly responseDate: string;
  readonly prefix: string;
  readonly set: string | null;
  readonly walk: 'full' | 'incremental';
  /** The last complete full walk before this one: when it is still the last, a full walk with this bookmark was never published. */
  readonly fullWalkBefore: string | null;
  /** Identifiers that the run reported as deleted, said again next time in case the run was cut off before it was published. */
  readonly gone: readonly string[];
}

const maxGone = 20_000;

export function writeBookmark(bookmark: OaiBookmark): string {
  return JSON.stringify({ ...bookmark, gone: bookmark.gone.slice(0, maxGone) });
}

/** The bookmark of an earlier run; null when there is none, or one that we cannot read. */
export function readBookmark(text: string | null): OaiBookmark | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<OaiBookmark> | null;
    if (typeof value?.responseDate !== 'string' || typeof value.prefix !== 'string') return null;
    return {
      responseDate: value.responseDate,
      prefix: value.prefix,
      set: value.set ?? null,
      walk: value.walk ?? 'full',
      fullWalkBefore: value.fullWalkBefore ?? null,
      gone: value.gone ?? [],
    };
  } catch {
    return null;
  }
}
