import { CatalogueError } from '../../src/domain/errors.js';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { HarvestContext } from '../../src/ports/harvester.js';
import { inOwnScheme, issueOfAnswer } from '../answers.js';
import { discard, issue, textOf } from '../received.js';
import type { WebSettings } from './settings.js';
import { readSitemap, sitemapsOf, type Sitemap, type SitemapEntry } from './sitemap.js';

export interface SiteListing {
  readonly entries: readonly SitemapEntry[];
  /** Every sitemap was read to its end. */
  readonly whole: boolean;
}

/** The pages that a site lists in its sitemaps; null when it has none (WEB-2, WEB-3). */
export async function* listSite(
  endpoint: string,
  settings: WebSettings,
  hosts: ReadonlySet<string>,
  context: HarvestContext,
): AsyncGenerator<HarvestEvent, SiteListing | null> {
  const named = settings.sitemap === null ? await robotsSitemaps(endpoint, context) : [settings.sitemap];
  const start = named.length > 0 ? named : [new URL('/sitemap.xml', endpoint).href];
  const entries = new Map<string, SitemapEntry>();
  const visited = new Set<string>();
  const foreign = new Set<string>();
  let whole = true;
  const queue = start.map((url) => ({ url, fromIndex: false }));
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (visited.has(next.url)) continue;
    visited.add(next.url);
    if (visited.size > context.limits.maxPages) {
      yield issue('limit-reached', 'error', `The site has more than ${String(context.limits.maxPages)} sitemaps.`, { url: next.url, owner: 'operator' });
      return { entries: [...entries.values()], whole: false };
    }
    if (!hosts.has(new URL(next.url).host)) {
      foreign.add(new URL(next.url).host);
      continue;
    }
    const read = yield* readOne(inOwnScheme(next.url, endpoint), context, named.length === 0);
    if (read === null && named.length === 0) return null;
    if (read === null || read === 'failed') {
      whole = false;
      continue;
    }
    if (read.cut) {
      whole = false;
      yield issue('truncated', 'error', 'The sitemap lists more than 50 000 addresses, which a sitemap may not; the rest is left out.', { url: next.url });
    }
    if (read.kind === 'sitemapindex') {
      if (next.fromIndex) {
        whole = false;
        yield issue('protocol-error', 'error', 'An index of sitemaps names another index; one level is allowed.', { url: next.url });
      } else queue.push(...read.entries.map(({ url }) => ({ url, fromIndex: true })));
      continue;
    }
    for (const entry of read.entries) {
      const address = new URL(inOwnScheme(entry.url, endpoint));
      address.hash = '';
      if (!hosts.has(address.host)) foreign.add(address.host);
      else if (settings.include === null || address.pathname.startsWith(settings.include)) entries.set(address.href, { ...entry, url: address.href });
    }
  }
  if (foreign.size > 0) {
    const some = [...foreign].slice(0, 5).join(', ');
    yield issue(
      'paging-foreign-host',
      'warning',
      `The sitemap names addresses on other hosts (${some}), which are left out. Add them to the station's subject prefixes if they belong to it.`,
      {
        url: endpoint,
      },
    );
  }
  return { entries: [...entries.values()], whole };
}

async function robotsSitemaps(endpoint: string, context: HarvestContext): Promise<readonly string[]> {
  const url = new URL('/robots.txt', endpoint).href;
  const answer = await context.fetcher.fetch({ url, accept: 'text/plain', maxBytes: 1 << 20 }, context.signal);
  if (answer.kind !== 'fetched') return [];
  try {
    return sitemapsOf(await textOf(answer.body, 1 << 20), url);
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    return [];
  } finally {
    await discard(answer);
  }
}

/** One sitemap; null when there is none at the default place, which is no fault. */
async function* readOne(url: string, context: HarvestContext, optional: boolean): AsyncGenerator<HarvestEvent, Sitemap | 'failed' | null> {
  const maxBytes = Math.min(context.limits.maxDocumentBytes, 50 << 20);
  const answer = await context.fetcher.fetch({ url, accept: 'application/xml, text/xml;q=0.9, */*;q=0.1', maxBytes }, context.signal);
  if (answer.kind !== 'fetched') {
    if (optional && answer.kind === 'status' && answer.status >= 400 && answer.status < 500 && answer.status !== 429) return null;
    yield issueOfAnswer(answer, url);
    return 'failed';
  }
  try {
    const text = await textOf(answer.body, maxBytes);
    if (optional && /^\s*<(!doctype html|html)/i.test(text)) return null;
    return await readSitemap(text, url);
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    const code = error.code === 'station/unusable-body' ? 'unusable-body' : 'parse-error';
    yield issue(code, 'error', `The sitemap cannot be read: ${error.message}`, { url });
    return 'failed';
  } finally {
    await discard(answer);
  }
}
