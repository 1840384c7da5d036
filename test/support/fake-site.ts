import { FakeStation, type FakeRoute } from './fake-station.js';

/** A page of a site, with the datasets that it describes in schema.org. */
export interface SitePage {
  readonly path: string;
  readonly datasets: readonly { readonly iri: string; readonly title: string }[];
}

/** A web site on 127.0.0.1: robots.txt, an index of sitemaps, and pages with JSON-LD. */
export class FakeSite {
  pages: SitePage[] = [];
  /** What each sitemap lists otherwise than it should. */
  change: (addresses: readonly string[], sitemap: number) => readonly string[] = (addresses) => addresses;
  /** Sitemaps that the index names, by their addresses. */
  changeIndex: (addresses: readonly string[]) => readonly string[] = (addresses) => addresses;

  private constructor(
    readonly station: FakeStation,
    private readonly base: string,
    private readonly perSitemap: number,
  ) {}

  static async start(base: string, perSitemap = 3): Promise<FakeSite> {
    const site = new FakeSite(await FakeStation.start(), base, perSitemap);
    site.station.onOther((path) => site.answer(path));
    return site;
  }

  close(): Promise<void> {
    return this.station.close();
  }

  private answer(path: string): FakeRoute | undefined {
    const { base, pages, perSitemap } = this;
    if (path === '/robots.txt') return { type: 'text/plain', body: `User-agent: *\nAllow: /\nSitemap: ${base}/sitemap.xml\n` };
    const sitemaps = Array.from({ length: Math.ceil(pages.length / perSitemap) }, (_, at) => `${base}/sitemap-${String(at + 1)}.xml`);
    if (path === '/sitemap.xml') return xml('sitemapindex', 'sitemap', this.changeIndex(sitemaps));
    const number = Number(/^\/sitemap-(\d+)\.xml$/.exec(path)?.[1] ?? 0);
    if (number > 0) {
      const listed = pages.slice((number - 1) * perSitemap, number * perSitemap).map((page) => base + page.path);
      return xml('urlset', 'url', this.change(listed, number));
    }
    const page = pages.find((one) => one.path === path);
    return page === undefined ? undefined : { type: 'text/html; charset=utf-8', body: html(page) };
  }
}

function xml(root: string, entry: string, addresses: readonly string[]): FakeRoute {
  const entries = addresses.map((address) => `<${entry}><loc>${address}</loc></${entry}>`).join('\n');
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries}\n</${root}>\n`;
  return { type: 'application/xml', body };
}

function html({ path, datasets }: SitePage): string {
  const scripts = datasets.map(
    ({ iri, title }) =>
      `<script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', '@id': iri, '@type': 'Dataset', name: title, description: 'About it' })}</script>`,
  );
  return `<!doctype html><html lang="en"><head><title>${path}</title>${scripts.join('\n')}</head><body><h1>${path}</h1></body></html>`;
}
