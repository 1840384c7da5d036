import { Parser } from 'htmlparser2';
import { StationError } from '../../src/domain/errors.js';
import { guardXmlHead } from '../../src/rdf/guards.js';

export interface SitemapEntry {
  readonly url: string;
  /** As written; compared, never computed with: it is a hint (WEB-3). */
  readonly lastmod: string | null;
}

export interface Sitemap {
  readonly kind: 'urlset' | 'sitemapindex';
  readonly entries: readonly SitemapEntry[];
  /** It holds more than 50 000 addresses, and the rest is left out. */
  readonly cut: boolean;
}

const maxEntries = 50_000;

/** @throws StationError when the text is no sitemap, or not whole */
export async function readSitemap(text: string, url: string): Promise<Sitemap> {
  if (/^\s*<(!doctype html|html)/i.test(text)) throw new StationError('station/unusable-body', 'It is a page for browsers (a login page, perhaps).');
  // The XML guard refuses entities and an end that is missing: a sitemap cut short must not look like a short one.
  for await (const _ of guardXmlHead(once(text)));
  const root = /<(?:[\w-]+:)?(urlset|sitemapindex)[\s>]/.exec(text.slice(0, 64 * 1024))?.[1];
  if (root !== 'urlset' && root !== 'sitemapindex')
    throw new StationError('station/unsupported-format', 'The document is no sitemap: it has neither urlset nor sitemapindex.');
  const entries: SitemapEntry[] = [];
  let cut = false;
  let [inEntry, field, loc, lastmod] = [false, '', '', ''];
  const parser = new Parser(
    {
      onopentag: (name) => {
        const local = name.replace(/^[\w-]+:/, '');
        if ((local === 'url' || local === 'sitemap') && !name.includes('image:')) [inEntry, loc, lastmod] = [true, '', ''];
        // Extensions (images, news) have a `loc` and a prefix of their own.
        field = inEntry && (name === 'loc' || name === 'lastmod' || /^(sm|sitemap|s):(loc|lastmod)$/.test(name)) ? local : '';
      },
      ontext: (part) => {
        if (field === 'loc') loc += part;
        else if (field === 'lastmod') lastmod += part;
      },
      onclosetag: (name) => {
        field = '';
        const local = name.replace(/^[\w-]+:/, '');
        if (!inEntry || (local !== 'url' && local !== 'sitemap')) return;
        inEntry = false;
        const address = loc.trim();
        if (!URL.canParse(address, url)) return;
        if (entries.length >= maxEntries) cut = true;
        else entries.push({ url: new URL(address, url).href, lastmod: lastmod.trim() === '' ? null : lastmod.trim() });
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(text);
  return { kind: root, entries, cut };
}

// eslint-disable-next-line @typescript-eslint/require-await
async function* once(text: string): AsyncIterable<string> {
  yield text;
}

/** The sitemaps that a robots.txt names. */
export function sitemapsOf(robots: string, url: string): readonly string[] {
  return [...robots.slice(0, 500 * 1024).matchAll(/^\s*sitemap\s*:\s*(\S+)/gim)].flatMap(([, address = '']) =>
    URL.canParse(address, url) ? [new URL(address, url).href] : [],
  );
}
