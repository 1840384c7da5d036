import type { Station } from '../../src/domain/station.js';

export interface CkanSettings {
  /** Site address without a slash at its end. */
  readonly base: string;
  readonly action: string;
  readonly method: 'GET' | 'POST';
  /** The operator's own filter, in Solr's syntax. */
  readonly fq: string | null;
  readonly rows: number;
  readonly fullEveryDays: number;
}

const names: ReadonlySet<string> = new Set(['action', 'method', 'fq', 'rows', 'full-every-days']);

export function settingsOf(station: Station): CkanSettings {
  const { action, method, fq, rows } = station.settings;
  return {
    base: station.endpoint
      .replace(/[?#].*$/, '')
      .replace(/\/+$/, '')
      .replace(/\/api(?:\/3)?(?:\/action(?:\/\w+)?)?$/, '')
      .replace(/\/+$/, ''),
    action: action ?? 'package_search',
    method: method?.toUpperCase() === 'POST' ? 'POST' : 'GET',
    fq: fq === undefined || fq.trim() === '' ? null : fq.trim(),
    rows: rows === undefined ? 100 : Number(rows),
    fullEveryDays: fullEveryDays(station),
  };
}

/** Days between two walks over everything (CKAN-4); shared with the other protocols that can ask for changes. */
export function fullEveryDays(station: Station): number {
  const days = station.settings['full-every-days'];
  return days === undefined ? 7 : Number(days);
}

/** What is wrong with the settings that every protocol with increments has, and with names that this one does not know. */
export function commonFaults(station: Station, known: ReadonlySet<string>): string[] {
  const faults = Object.keys(station.settings)
    .filter((name) => !known.has(name))
    .map((name) => `has a setting "${name}", which protocol "${station.protocol}" does not know; it knows ${[...known].join(', ')}.`);
  const days = station.settings['full-every-days'];
  if (days !== undefined && !/^\d{1,3}$/.test(days)) faults.push(`has setting full-every-days "${days}"; it is a number of days from 0 to 999.`);
  return faults;
}

export function ckanFaults(station: Station): string[] {
  const faults = commonFaults(station, names);
  const { action, method, rows } = station.settings;
  if (action !== undefined && !/^\w+$/.test(action)) faults.push(`has setting action "${action}"; it is the name of an action such as package_search.`);
  if (method !== undefined && !/^(get|post)$/i.test(method)) faults.push(`has setting method "${method}"; it is GET or POST.`);
  if (rows !== undefined && !(/^\d{1,4}$/.test(rows) && Number(rows) >= 1 && Number(rows) <= 1000))
    faults.push(`has setting rows "${rows}"; it is a number from 1 to 1000.`);
  return faults;
}

/** Whether a run reads everything: asked for, never done, too long ago, or nothing to resume from (CKAN-4, HYD-9). */
export function isFullWalkDue(
  context: { readonly full: boolean; readonly bookmark: string | null; readonly fullWalkAt: string | null },
  days: number,
  now: Date,
): boolean {
  if (context.full || context.bookmark === null || context.fullWalkAt === null) return true;
  const age = now.getTime() - Date.parse(context.fullWalkAt);
  return !(age < days * 86_400_000);
}

/** One hour before a moment, for clocks that differ (CKAN-4). */
export function withOverlap(bookmark: string): Date {
  return new Date(Date.parse(bookmark) - 3_600_000);
}
