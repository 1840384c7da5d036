import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { HarvestContext } from '../../src/ports/harvester.js';
import { inOwnScheme, issueOfAnswer } from '../answers.js';
import { normalUrl, PagingReader } from '../rdf/paging.js';
import { discard, issue } from '../received.js';
import { hasDataset } from './dataset-types.js';
import { subjectsOf, type ExaminedPage, type Fetched } from './page.js';
import { referencesOf } from './references.js';

/** A page to be read. */
export interface Visit {
  readonly url: string;
  readonly lastmod: string | null;
  /** Found in a sitemap or a catalogue, and not registered. */
  readonly discovered: boolean;
}

/** The walk over a site, as those who find their way into it need it. */
export interface SiteWalk {
  readonly station: Station;
  readonly context: HarvestContext;
  readonly hosts: ReadonlySet<string>;
  readonly visited: Set<string>;
  /** What each page describes by all that we know. */
  readonly known: ReadonlyMap<string, readonly string[]>;
  examineOr(answer: Fetched, page: string): Promise<ExaminedPage | null>;
  take(answer: Fetched, url: string, examined: ExaminedPage, lastmod: string | null): AsyncIterable<HarvestEvent>;
  pages(pages: readonly Visit[]): AsyncGenerator<HarvestEvent, boolean>;
}

export const acceptData = 'application/ld+json, text/turtle;q=0.9, application/rdf+xml;q=0.8, text/html;q=0.5, */*;q=0.1';

/**
 * A catalogue in RDF, page by page, with what it only names (WEB-2). Null when there is none at a place where one is usual,
 * or nothing about datasets in a document that the site announces; false when some of it could not be read.
 */
export async function* readCatalogue(walk: SiteWalk, start: string, place: 'usual' | 'announced'): AsyncGenerator<HarvestEvent, boolean | null> {
  const { context, hosts, known, station, visited } = walk;
  let url: string | null = start;
  const described = new Set<string>();
  const named = new Set<string>();
  let read = false;
  while (url !== null) {
    const page: string = url;
    if (visited.has(normalUrl(page))) {
      yield issue('paging-loop', 'error', 'The next link leads back to a page that was read already.', { url: page });
      return false;
    }
    if (visited.size >= context.limits.maxPages) {
      yield issue('limit-reached', 'error', `The site has more than ${String(context.limits.maxPages)} pages.`, { url: page, owner: 'operator' });
      return false;
    }
    visited.add(normalUrl(page));
    const answer = await context.fetcher.fetch(
      { url: page, accept: acceptData, maxBytes: context.limits.maxPageBytes, discovered: place === 'announced' },
      context.signal,
    );
    if (answer.kind !== 'fetched') {
      if (!read && place === 'usual' && !known.has(start)) return null;
      yield issueOfAnswer(answer, page);
      return false;
    }
    const examined = await walk.examineOr(answer, page);
    if (examined === null || (!hasDataset(examined.read.quads) && referencesOf(examined.read.received).size === 0)) {
      await discard(answer);
      if (!read && !known.has(start)) return null;
      yield issue('unusable-body', 'error', 'The catalogue that the site announces lists no datasets any more.', { url: page });
      return false;
    }
    read = true;
    const paging = new PagingReader();
    for (const quad of examined.read.received) paging.visit(quad);
    for (const subject of subjectsOf(examined.read.quads)) described.add(subject);
    for (const reference of referencesOf(examined.read.received)) named.add(reference);
    yield* walk.take(answer, page, examined, null);
    const { next } = paging.links(page, answer.headers['link']);
    url = next === null || !hosts.has(new URL(next).host) ? null : inOwnScheme(next, station.endpoint);
    if (next !== null && url === null)
      yield issue('paging-foreign-host', 'warning', 'The next page of the catalogue is on another host and is not followed.', { url: next });
    if (next !== null && url === null) return false;
  }
  const pages = [...named].filter((one) => !described.has(one) && isOwn(one, hosts));
  return yield* walk.pages(pages.map((one): Visit => ({ url: one.replace(/#.*$/, ''), lastmod: null, discovered: true })));
}

/** Whether an address is on a host of the station. */
export function isOwn(url: string, hosts: ReadonlySet<string>): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && hosts.has(new URL(url).host);
}
