import { FakeSite, type SitePage } from '../../support/fake-site.js';
import { iriOf, otherWords, proxied, site, six, stationOf, tellsNoTotals, titleOf, type OpenStation, type ProtocolHouse } from '../protocol-house.js';

const pageOf = (n: number, title = titleOf(n)): SitePage => ({ path: `/d/${String(n)}`, datasets: [{ iri: iriOf(n), title }] });

async function openSite(isPage: OpenStation['isPage']): Promise<OpenStation> {
  const fake = await FakeSite.start(site);
  fake.pages = six.map((n) => pageOf(n));
  const proxy = await proxied(fake.station);
  return {
    station: stationOf('web', '/'),
    proxy,
    iris: six.map(iriOf),
    isPage,
    misdeeds: {
      empty: () => (fake.change = () => []),
      cycle: () => (fake.changeIndex = (sitemaps) => [...sitemaps, `${site}/sitemap.xml`]),
      duplicate: () => {
        fake.pages = six.map((n) => (n === 4 ? { ...pageOf(4), datasets: [...pageOf(4).datasets, { iri: iriOf(1), title: 'A second title' }] } : pageOf(n)));
      },
    },
    heal: () => {
      fake.change = (addresses) => addresses;
      fake.changeIndex = (addresses) => addresses;
      fake.pages = six.map((n) => pageOf(n));
    },
    change: () => {
      fake.pages = [...six, 7].map((n) => pageOf(n, n === 2 ? otherWords : titleOf(n)));
      return { changed: iriOf(2), added: iriOf(7) };
    },
    close: async () => {
      await proxy.close();
      await fake.close();
    },
  };
}

const cycle = { outcome: 'complete', code: null, because: 'each sitemap is read once, however often it is named' } as const;
const onePage = 'the page is listed, so it is there: its records stay, and the others are read';
const totals = tellsNoTotals('a sitemap does not count its pages');

export const webHouse: ProtocolHouse = {
  row: 'web',
  unread: 'partial',
  differs: { cycle },
  exceptions: { 'totals shrink': totals },
  open: () => openSite(({ path }) => path === '/sitemap-2.xml'),
};

/** The fault befalls one of the pages that the sitemaps list. */
export const webPageHouse: ProtocolHouse = {
  row: 'web, one page',
  unread: 'partial',
  differs: {
    'late headers': { outcome: 'complete', code: 'timeout', because: onePage },
    'late body': { outcome: 'complete', code: 'timeout', because: onePage },
    reset: { outcome: 'complete', code: 'unreachable', because: onePage },
    'cut short': { outcome: 'complete', code: 'unreachable', because: onePage },
    'cut unseen': { outcome: 'complete', code: 'parse-error', because: onePage },
    'status 500': { outcome: 'complete', code: 'http-status', because: onePage },
    'HTML, 200': { outcome: 'complete', code: 'unusable-body', because: onePage },
    cycle,
  },
  exceptions: { 'totals shrink': totals },
  open: () => openSite(({ path }) => path === '/d/4'),
};
