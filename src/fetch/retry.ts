import type { FetchSettings } from './fetch-settings.js';

/** Statuses after which trying again may help (HTTP-9); no other is tried again (HTTP-10). */
export const retriedStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Nobody is sent away for longer than this, whatever number a station writes. */
const longestPostponementMs = 30 * 86_400_000;

/** RFC 9110 section 10.2.3: seconds or an HTTP date; 0 when there is none. */
export function retryAfter(value: string | null, now: Date): number {
  if (value === null) return 0;
  const text = value.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(0, ms), longestPostponementMs);
}

/** Full jitter: anywhere between nothing and a bound that doubles with every try, so that many clients spread out (HTTP-9). */
export function backOff(attempt: number, random: number, { backOffMs, maxBackOffMs }: Pick<FetchSettings, 'backOffMs' | 'maxBackOffMs'>): number {
  return random * Math.min(maxBackOffMs, backOffMs * 2 ** (attempt - 1));
}
