import type { Station } from '../../src/domain/station.js';
import { commonFaults, withOverlap } from '../ckan/settings.js';

/** The forms of one catalogue, best first; RDF/XML has two names and so has Turtle (HYD-1). */
export const formats = ['ttl', 'rdf', 'jsonld', 'xml', 'n3'] as const;
export type CatalogueFormat = (typeof formats)[number];

export const acceptOf: Readonly<Record<CatalogueFormat, string>> = {
  ttl: 'text/turtle',
  rdf: 'application/rdf+xml',
  jsonld: 'application/ld+json',
  xml: 'application/rdf+xml',
  n3: 'text/n3',
};

const extension = /\.(ttl|rdf|jsonld|xml|n3)$/;

/** The formats to try: the registered one alone when there is one, else Turtle and what else sites have on. */
export function formatsToTry(station: Station): readonly CatalogueFormat[] {
  const named = station.settings['format'] ?? (URL.canParse(station.endpoint) ? extension.exec(new URL(station.endpoint).pathname)?.[1] : undefined);
  const format = formats.find((one) => one === named);
  return format === undefined ? formats.slice(0, 3) : [format];
}

/**
 * The first page of the catalogue. The registered address is the site's, or the catalogue's own where its path was changed
 * (`ckanext.dcat.catalog_endpoint`). `modified_since` goes without a zone, since the server adds one itself (HYD-9).
 */
export function firstPage(station: Station, format: CatalogueFormat, since: string | null): string {
  const url = new URL(station.endpoint);
  url.hash = '';
  const path = url.pathname.replace(/\/+$/, '').replace(extension, '');
  url.pathname = extension.test(url.pathname) || path.endsWith('/catalog') ? `${path}.${format}` : `${path}/catalog.${format}`;
  url.searchParams.set('page', '1');
  for (const name of ['profiles', 'fq']) {
    const value = station.settings[name];
    if (value !== undefined && value !== '') url.searchParams.set(name, value);
  }
  if (since !== null) url.searchParams.set('modified_since', withOverlap(since).toISOString().slice(0, 19));
  return url.href;
}

/**
 * The next page at the station's own host and scheme; what a site behind a proxy writes instead (`http://localhost:5000`)
 * is told apart by `foreign` (HYD-7).
 */
export function atOwnHost(next: string, station: Station): { readonly url: string; readonly foreign: string | null } {
  const [link, own] = [new URL(next), new URL(station.endpoint)];
  const sameHost = link.host === own.host;
  if (sameHost && !(own.protocol === 'https:' && link.protocol === 'http:')) return { url: link.href, foreign: null };
  const foreign = sameHost ? 'http' : link.host;
  link.protocol = own.protocol;
  link.hostname = own.hostname;
  link.port = own.port;
  return { url: link.href, foreign };
}

const names: ReadonlySet<string> = new Set(['format', 'profiles', 'fq', 'full-every-days']);

export function ckanDcatFaults(station: Station): string[] {
  const faults = commonFaults(station, names);
  const format = station.settings['format'];
  if (format !== undefined && !formats.some((one) => one === format)) faults.push(`has setting format "${format}"; it is one of ${formats.join(', ')}.`);
  return faults;
}
