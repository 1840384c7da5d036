/** Why the last try told nothing: then what was known before stays (spec: 429 and time-outs are no verdict). */
export type LinkTrouble = 'busy' | 'timeout' | 'refused' | 'robots' | 'offline';

/** What we know of one address that descriptions give for access or download. */
export interface LinkCheck {
  /** As `linkKey` writes it. */
  readonly url: string;
  /** Whether the last answer that told anything was a 2xx, after redirects; null while there has been none. */
  readonly reachable: boolean | null;
  /** Status of that answer; null when there was no answer at all. */
  readonly status: number | null;
  /** When that was, ISO 8601. */
  readonly checkedAt: string | null;
  /** Since when it has been so: the first of the checks in a row that found the same. */
  readonly since: string | null;
  /** The last try, whether it told anything or not. */
  readonly triedAt: string;
  readonly trouble: LinkTrouble | null;
}

/** What one try found. */
export type LinkFinding =
  { readonly kind: 'told'; readonly reachable: boolean; readonly status: number | null } | { readonly kind: 'untold'; readonly trouble: LinkTrouble };

const longest = 2048;

/** The address that is asked: fragments never leave the client, so that addresses which differ in them alone are one. */
export function linkKey(url: string): string | null {
  if (url.length > longest || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return null;
  parsed.hash = '';
  return parsed.href;
}

/** What is known after a try, given what was known before it. */
export function afterTry(url: string, before: LinkCheck | undefined, finding: LinkFinding, at: string): LinkCheck {
  if (finding.kind === 'untold') {
    const known = before ?? { url, reachable: null, status: null, checkedAt: null, since: null };
    return { ...known, triedAt: at, trouble: finding.trouble };
  }
  const { reachable, status } = finding;
  const since = before?.reachable === reachable ? (before.since ?? at) : at;
  return { url, reachable, status, checkedAt: at, since, triedAt: at, trouble: null };
}

/** What passes is looked at again sooner than what the owner of the address decided. */
const retriedAfterDays = 1;
const passing: ReadonlySet<LinkTrouble> = new Set(['busy', 'timeout', 'offline']);

/** When an address is to be tried again, in milliseconds of the epoch. */
export function nextTry({ triedAt, trouble }: LinkCheck, days: number): number {
  return Date.parse(triedAt) + (trouble !== null && passing.has(trouble) ? Math.min(retriedAfterDays, days) : days) * 86_400_000;
}
