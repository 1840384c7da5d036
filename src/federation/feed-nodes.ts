/** Parts of time that pages of the feed cover, from the largest to the smallest. */
const levels = ['month', 'day', 'hour', 'minute', 'second'] as const;
export type FeedLevel = (typeof levels)[number];

/** More members than this are not on one page (FEED-1). A second of the log never has more: its entries are at least 1 ms apart (FEED-5). */
export const mostMembers = 1000;

/** One page of the feed below its root: a part of time in UTC. */
export interface FeedNode {
  /** `2026-01`, `2026-01-05`, `2026-01-05T13`, `2026-01-05T1304`, `2026-01-05T130409`. */
  readonly name: string;
  readonly level: FeedLevel;
  /** Within it, ISO 8601 to the millisecond. */
  readonly from: string;
  /** Without it. */
  readonly to: string;
}

const lengths: Readonly<Record<FeedLevel, number>> = { month: 7, day: 10, hour: 13, minute: 15, second: 17 };
const durations: Readonly<Record<Exclude<FeedLevel, 'month'>, number>> = { day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000 };

/** The node of a level that an instant lies in. */
export function feedNodeAt(level: FeedLevel, instant: string): FeedNode {
  const time = new Date(instant);
  const from = startOf(level, time);
  const to = level === 'month' ? Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1) : from + durations[level];
  return { name: nameOf(level, from), level, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

function startOf(level: FeedLevel, time: Date): number {
  return level === 'month' ? Date.UTC(time.getUTCFullYear(), time.getUTCMonth()) : Math.floor(time.getTime() / durations[level]) * durations[level];
}

function nameOf(level: FeedLevel, from: number): string {
  const text = new Date(from).toISOString();
  return `${text.slice(0, 13)}${text.slice(14, 16)}${text.slice(17, 19)}`.slice(0, lengths[level]);
}

/** The node with this name; undefined when there cannot be one. */
export function feedNodeNamed(name: string): FeedNode | undefined {
  const parts = /^(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d)(?:(\d\d)(\d\d)?)?)?)?$/.exec(name);
  const level = levels.find((one) => lengths[one] === name.length);
  if (parts === null || level === undefined) return undefined;
  const [year = '', month = '', day = '01', hour = '00', minute = '00', second = '00'] = parts.slice(1).map((part) => part as string | undefined);
  const instant = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  if (Number.isNaN(Date.parse(instant))) return undefined;
  const node = feedNodeAt(level, instant);
  // The 30th of February is a day of March.
  return node.name === name ? node : undefined;
}

/** What a node with too many members is split into; null where nothing is smaller. */
export function levelBelow(level: FeedLevel | null): FeedLevel | null {
  return levels[level === null ? 0 : levels.indexOf(level) + 1] ?? null;
}

/** What the log is asked to split a node. */
export interface FeedLog {
  /** Time of the first entry between two instants that is told; null when there is none. */
  first(from: string, to: string): string | null;
  /** How many there are between them, or `most` when there are more. */
  count(from: string, to: string, most: number): number;
}

/**
 * The parts of a node that have anything to tell, in order; null when its members are on the page itself. The log itself, the root,
 * is always split into months (FEED-1).
 */
export function partsOf(node: FeedNode | null, until: string, log: FeedLog): readonly FeedNode[] | null {
  const below = levelBelow(node?.level ?? null);
  const [from, to] = node === null ? ['0000-01-01T00:00:00.000Z', until] : [node.from, node.to];
  if (below === null || (node !== null && log.count(from, to, mostMembers + 1) <= mostMembers)) return null;
  const parts: FeedNode[] = [];
  for (let at = log.first(from, to); at !== null;) {
    const part = feedNodeAt(below, at);
    parts.push(part);
    at = part.to < to ? log.first(part.to, to) : null;
  }
  return parts;
}

/**
 * From when on the log is told in full: for at least so many days, from the beginning of a month, so that a page is either told in
 * full or not (FEED-7). One day more than is promised: a year may have 366.
 */
export function fullSince(now: Date, windowDays: number, restoredAt: string | null): string {
  const edge = new Date(now.getTime() - (windowDays + 1) * durations.day);
  const month = new Date(startOf('month', edge)).toISOString();
  // What the log said after the backup is not known any more: the window begins at the restore.
  return restoredAt !== null && restoredAt > month ? restoredAt : month;
}

/** The window as an xsd:duration. */
export function windowDuration(windowDays: number): string {
  return windowDays === 365 ? 'P1Y' : `P${String(windowDays)}D`;
}
