import type { Station } from '../../src/domain/station.js';

export interface OaiSettings {
  readonly prefix: string | null;
  readonly set: string | null;
  readonly fullEveryDays: number | null;
  readonly dropsIllegalCharacters: boolean;
}

const known: ReadonlySet<string> = new Set(['prefix', 'set', 'full-every-days', 'drop-illegal-characters']);

/** What the operator said of this repository; what is wrong with it is told by `faultsOf` at start. */
export function settingsOf({ settings }: Station): OaiSettings {
  const days = settings['full-every-days'] ?? '';
  return {
    prefix: textOr(settings['prefix']),
    set: textOr(settings['set']),
    fullEveryDays: isDays(days) ? Number(days) : null,
    dropsIllegalCharacters: settings['drop-illegal-characters'] === 'yes',
  };
}

export function faultsOf(station: Station): readonly string[] {
  const { settings, endpoint } = station;
  const faults = Object.keys(settings)
    .filter((name) => !known.has(name))
    .map((name) => `The setting "${name}" is unknown to oai-pmh; it knows ${[...known].join(', ')}.`);
  const days = settings['full-every-days'];
  if (days !== undefined && !isDays(days)) faults.push(`The setting "full-every-days" is a whole number from 1 to 3650, not "${days}".`);
  const drops = settings['drop-illegal-characters'];
  if (drops !== undefined && drops !== 'yes' && drops !== 'no') faults.push(`The setting "drop-illegal-characters" is "yes" or "no", not "${drops}".`);
  const prefix = settings['prefix'];
  if (prefix !== undefined && !/^[A-Za-z0-9\-_.!~*'()]+$/.test(prefix)) faults.push(`The setting "prefix" is no metadata prefix: "${prefix}".`);
  if (URL.canParse(endpoint) && new URL(endpoint).searchParams.has('verb'))
    faults.push('The endpoint is the base URL of the repository, without "verb" and other arguments.');
  return faults;
}

function textOr(value: string | undefined): string | null {
  return value === undefined || value.trim() === '' ? null : value.trim();
}

function isDays(text: string): boolean {
  return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 3650;
}
