import type { Station } from '../../src/domain/station.js';

export interface WebSettings {
  readonly maxPages: number | null;
  /** Beginning of the paths that are read, with its slash. */
  readonly include: string | null;
  readonly sitemap: string | null;
  /** A whole site is walked; otherwise the registered page alone is read (WEB-2). */
  readonly isSite: boolean;
}

const names: ReadonlySet<string> = new Set(['max-pages', 'include', 'sitemap']);

export function webSettings(station: Station): WebSettings {
  const { include } = station.settings;
  const endpoint = new URL(station.endpoint);
  const pages = station.settings['max-pages'];
  const registeredSitemap = /\.xml(\.gz)?$/.test(endpoint.pathname) ? endpoint.href : null;
  const sitemap = station.settings['sitemap'] ?? registeredSitemap;
  return {
    maxPages: pages === undefined ? null : Number(pages),
    include: include ?? null,
    sitemap: sitemap === null ? null : new URL(sitemap, endpoint).href,
    isSite: (endpoint.pathname === '/' && endpoint.search === '') || sitemap !== null || include !== undefined,
  };
}

export function webFaults(station: Station): string[] {
  const faults = Object.keys(station.settings)
    .filter((name) => !names.has(name))
    .map((name) => `has a setting "${name}", which protocol "web" does not know; it knows ${[...names].join(', ')}.`);
  const { include, sitemap } = station.settings;
  const pages = station.settings['max-pages'];
  if (pages !== undefined && !/^[1-9]\d{0,6}$/.test(pages)) faults.push(`has setting max-pages "${pages}"; it is a number of 1 or more.`);
  if (include !== undefined && !include.startsWith('/')) faults.push(`has setting include "${include}"; it is the beginning of a path, with its slash.`);
  if (sitemap !== undefined && !(URL.canParse(sitemap, station.endpoint) && /^https?:$/.test(new URL(sitemap, station.endpoint).protocol)))
    faults.push(`has setting sitemap "${sitemap}"; it is the address of a sitemap.`);
  return faults;
}
