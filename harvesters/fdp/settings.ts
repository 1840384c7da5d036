import type { Station } from '../../src/domain/station.js';

export interface FdpSettings {
  /** Only children that their parent names itself are read, not those that stand in `ldp:contains` alone (FDP-5). */
  readonly publishedOnly: boolean;
  /** A list of more children than this is read by `/page/` (FDP-10). */
  readonly pagesFrom: number;
  readonly pageSize: number;
}

const checks: Readonly<Record<string, readonly [RegExp, string]>> = {
  'published-only': [/^(yes|no|true|false)$/, 'yes or no'],
  /** Heeded by the fetcher (FDP-14). */
  'anonymous-after-401': [/^(yes|no)$/, 'yes or no'],
  'pages-from': [/^(never|[1-9]\d{0,4})$/, 'a number of children from 1, or never'],
  'page-size': [/^(?:[1-9]\d{0,2}|1000)$/, 'a number from 1 to 1000'],
};

export function settingsOf(station: Station): FdpSettings {
  const { settings } = station;
  return {
    publishedOnly: /^(yes|true)$/.test(settings['published-only'] ?? ''),
    pagesFrom: settings['pages-from'] === 'never' ? Infinity : Number(settings['pages-from'] ?? 10),
    pageSize: Number(settings['page-size'] ?? 50),
  };
}

/** What is wrong with a station's entry, for the operator. */
export function faultsOf(station: Station): string[] {
  const faults = Object.entries(station.settings).flatMap(([name, value]) => {
    const check = checks[name];
    if (check === undefined) return [`has the setting "${name}", which fdp does not know; it knows ${Object.keys(checks).join(', ')}.`];
    return check[0].test(value) ? [] : [`has the setting "${name}=${value}"; it must be ${check[1]}.`];
  });
  return /^https?:/i.test(station.endpoint) ? faults : [...faults, 'has an endpoint that is no http or https address.'];
}
