import type { PortalLanguage } from '../domain/language.js';

/** Numbers, dates, sizes and names in one language, all through `Intl` (portal.md section 9). */
export interface Formats {
  number(n: number): string;
  /** A share between 0 and 1. */
  percent(share: number): string;
  /** A date, year-month, year or instant; what is none of these comes back as it is. */
  date(iso: string): string;
  dateTime(iso: string): string;
  bytes(n: number): string;
  /** ISO 8601 duration in words; what is none comes back as it is. */
  duration(iso: string): string;
  elapsed(milliseconds: number): string;
  list(items: readonly string[]): string;
  languageName(tag: string): string;
  compare(a: string, b: string): number;
}

const timeZone = 'Europe/Amsterdam';
const known = new Map<PortalLanguage, Formats>();

export function formatsOf(lang: PortalLanguage): Formats {
  const formats = known.get(lang) ?? makeFormats(lang === 'nl' ? 'nl-NL' : 'en-GB');
  known.set(lang, formats);
  return formats;
}

function makeFormats(locale: string): Formats {
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const localDay = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const lists = new Intl.ListFormat(locale);
  const names = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' });
  const collator = new Intl.Collator(locale, { numeric: true });
  const unit = (n: number, name: string, display: 'long' | 'short'): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: display, maximumFractionDigits: 1 }).format(n);

  const duration = (iso: string): string => {
    const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(iso);
    if (parts === null) return iso;
    const names = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'];
    const words = names.flatMap((name, i) => (parts[i + 1] === undefined ? [] : [unit(Number(parts[i + 1]), name, 'long')]));
    return words.length === 0 ? iso : lists.format(words);
  };

  return {
    number: (n) => numbers.format(n),
    percent: (share) => percents.format(share),
    date: (iso) => {
      const date = new Date(iso);
      if (Number.isNaN(date.getTime()) || !/^\d{4}/.test(iso)) return iso;
      if (/^\d{4}$/.test(iso)) return iso;
      if (/^\d{4}-\d{2}$/.test(iso)) return month.format(date);
      return /^\d{4}-\d{2}-\d{2}$/.test(iso) ? day.format(date) : localDay.format(date);
    },
    dateTime: (iso) => (Number.isNaN(Date.parse(iso)) ? iso : instant.format(new Date(iso))),
    bytes: (n) => {
      const step = Math.min(4, Math.max(0, Math.floor(Math.log10(Math.max(1, n)) / 3)));
      return unit(n / 1000 ** step, ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'][step] ?? 'byte', 'short');
    },
    duration,
    elapsed: (milliseconds) => {
      const seconds = Math.max(0, Math.round(milliseconds / 1000));
      return seconds < 90
        ? unit(seconds, 'second', 'long')
        : seconds < 5400
          ? unit(Math.round(seconds / 60), 'minute', 'long')
          : unit(seconds / 3600, 'hour', 'long');
    },
    list: (items) => lists.format(items),
    languageName: (tag) => {
      try {
        return names.of(tag) ?? tag;
      } catch {
        return tag;
      }
    },
    compare: (a, b) => collator.compare(a, b),
  };
}
