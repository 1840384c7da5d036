export type Granularity = 'day' | 'second';

const day = 86_400_000;

/** An instant in the form that a repository of this granularity takes; no fractions, no offsets (OAI-9). */
export function formatInstant(time: number, granularity: Granularity): string {
  const text = new Date(time).toISOString();
  return granularity === 'day' ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
}

/** One granule before a datestamp or response date; null when it is none. Both ends of a range are inclusive, so records come twice rather than never. */
export function oneGranuleBefore(datestamp: string, granularity: Granularity): string | null {
  const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?Z)?$/.test(datestamp) ? Date.parse(datestamp) : NaN;
  if (Number.isNaN(time) || time < 0) return null;
  return formatInstant(Math.max(0, time - (granularity === 'day' ? day : 1000)), granularity);
}

/** Whether so many days have passed. */
export function isDue(since: string | null, days: number, now: Date): boolean {
  const time = since === null ? NaN : Date.parse(since);
  return Number.isNaN(time) || now.getTime() - time >= days * day;
}
