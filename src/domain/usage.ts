/** Ways in which a dataset is used: its page, the API, a list, handing over, and its description in another form. */
export const usageChannels = ['page', 'api', 'list', 'handover', 'export'] as const;
export type UsageChannel = (typeof usageChannels)[number];

/** What is counted of the catalogue as a whole. */
export const searchKinds = ['search', 'search-none'] as const;
export type SearchKind = (typeof searchKinds)[number];

/** How often, on one day of UTC. No address, no session, nobody (R130). */
export interface UsageCount {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Id of the record; null for what is counted of the catalogue as a whole. */
  readonly record: string | null;
  readonly channel: UsageChannel | SearchKind;
  readonly count: number;
}

/** Words that were searched for and found nothing. */
export interface MissedTerm {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly term: string;
  readonly count: number;
}

/** Terms that were used less often are shown to nobody: they might be somebody's own. */
export const leastTermUses = 10;

const longestTerm = 60;

/** A search as it may be counted; null for what could be about a person: addresses, numbers of any length, long texts. */
export function countableTerm(q: string): string | null {
  const term = q.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  if (term.length < 2 || term.length > longestTerm) return null;
  return /@|\d{5,}|:\/\/|\d[\d\s.-]{6,}\d/.test(term) ? null : term;
}
