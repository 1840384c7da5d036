import { portalLanguages } from '../domain/language.js';
import type { LedgerReader } from '../ports/ledger.js';
import { element, xmlDocument, type Xml } from './xml-writer.js';

const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9';
/** The protocol allows 50 000 addresses in a file, and each record has one in each language. */
const usualRecordsPerPart = Math.floor(50_000 / portalLanguages.length);
const pages = [
  '',
  '/datasets',
  '/stations',
  '/about',
  '/reuse',
  '/developers',
  '/statistics',
  '/publishers',
  '/themes',
  '/ask',
  '/changelog',
  '/accessibility',
  '/privacy',
];

/** The addresses of pages for search engines, in parts (WEBO-2). What was withdrawn keeps its page and is in no list. */
export class Sitemap {
  private known: { readonly dataVersion: number; readonly dates: readonly string[] } | null = null;

  constructor(
    private readonly reader: Pick<LedgerReader, 'dataVersion' | 'currentPart' | 'totals' | 'publishingStations'>,
    private readonly baseUrl: string,
    private readonly recordsPerPart = usualRecordsPerPart,
  ) {}

  /** All parts, each with the time of the last change of a record in it. */
  index(): string {
    const part = (name: string, changedAt: string | null): Xml =>
      element('sitemap', {}, element('loc', {}, `${this.baseUrl}/sitemap-${name}.xml`), changedAt === null ? null : element('lastmod', {}, changedAt));
    return xmlDocument(
      element('sitemapindex', { xmlns: namespace }, part('pages', null), ...this.dates().map((changedAt, n) => part(String(n + 1), changedAt))),
    );
  }

  /** `pages`, or the number of a part; undefined when there is none. */
  part(name: string): string | undefined {
    if (name === 'pages')
      return this.urls([...pages, ...this.reader.publishingStations().map((id) => `/stations/${id}`)].map((path) => ({ path, changedAt: null })));
    const n = /^[1-9]\d{0,5}$/.test(name) ? Number(name) - 1 : NaN;
    if (!(n < this.dates().length)) return undefined;
    return this.urls(
      this.reader.currentPart(n * this.recordsPerPart, this.recordsPerPart).map(({ id, changedAt }) => ({ path: `/datasets/${id}`, changedAt })),
    );
  }

  private urls(entries: readonly { readonly path: string; readonly changedAt: string | null }[]): string {
    const url = (path: string, changedAt: string | null): Xml =>
      element('url', {}, element('loc', {}, this.baseUrl + path), changedAt === null ? null : element('lastmod', {}, changedAt));
    return xmlDocument(
      element('urlset', { xmlns: namespace }, ...entries.flatMap(({ path, changedAt }) => portalLanguages.map((lang) => url(`/${lang}${path}`, changedAt)))),
    );
  }

  private dates(): readonly string[] {
    const dataVersion = this.reader.dataVersion();
    if (this.known?.dataVersion === dataVersion) return this.known.dates;
    const dates: string[] = [];
    for (let from = 0; ; from += this.recordsPerPart) {
      const records = this.reader.currentPart(from, this.recordsPerPart);
      if (records.length === 0) break;
      dates.push(records.reduce((last, { changedAt }) => (changedAt > last ? changedAt : last), ''));
    }
    this.known = { dataVersion, dates };
    return dates;
  }
}
