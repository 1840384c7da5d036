/** The zone in which a date without a time is meant: that of the catalogue's readers, and of its pages. */
export const catalogueTimeZone = 'Europe/Amsterdam';

/** What somebody asks about: a day from its beginning to its end, or one instant. */
export interface Moment {
  readonly begins: string;
  readonly ends: string;
}

/** Reads `YYYY-MM-DD` or a date and time with an offset; null for anything else, and for days that no calendar has. */
export function readMoment(text: string): Moment | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return dayOf(text);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/.test(text) || dayOf(text.slice(0, 10)) === null) return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) return null;
  const at = new Date(time).toISOString();
  return { begins: at, ends: at };
}

function dayOf(date: string): Moment | null {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return null;
  const next = startOfDay(midnight + 24 * 3_600_000);
  return { begins: new Date(startOfDay(midnight)).toISOString(), ends: new Date(next - 1).toISOString() };
}

/** When the day begins in the catalogue's zone whose midnight in UTC this is. */
function startOfDay(midnight: number): number {
  const first = midnight - offsetAt(midnight);
  return midnight - offsetAt(first);
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: catalogueTimeZone,
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

/** How far the zone is ahead of UTC, in milliseconds. */
function offsetAt(time: number): number {
  const parts = new Map(clock.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - time;
}
