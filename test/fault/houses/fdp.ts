import { FakeFdp, type FakeFdpOptions } from '../../support/fake-fdp.js';
import { prefixes } from '../../support/rdf.js';
import { host, otherWords, proxied, stationOf, tellsNoTotals, type OpenStation, type ProtocolHouse, wireFaults } from '../protocol-house.js';

const ldp = '@prefix ldp: <http://www.w3.org/ns/ldp#> .\n';

async function openFdp(options: Partial<FakeFdpOptions>, settings: Readonly<Record<string, string>>, second: (fake: FakeFdp) => string): Promise<OpenStation> {
  const fake = await FakeFdp.start({ host, distributions: 1, ...options });
  const proxy = await proxied(fake.station);
  const { catalogues, datasets } = fake.options;
  const catalogueNumbers = Array.from({ length: catalogues }, (_, at) => at + 1);
  const ids = catalogueNumbers.flatMap((c) => Array.from({ length: datasets }, (_, at) => `c${String(c)}-d${String(at + 1)}`));
  const page = second(fake);
  const spoilt = new Set<string>();
  const spoil = (path: string, body: string): void => {
    spoilt.add(path);
    fake.answer(path, { type: 'text/turtle', ...fake.station.route(path), body: prefixes + ldp + body });
  };
  const own = (path: string): string => String(fake.station.route(path)?.body ?? '');
  return {
    station: stationOf('fdp', '/', settings),
    proxy,
    iris: ids.map((id) => fake.iri(id)),
    isPage: ({ path }) => path === page,
    misdeeds: {
      empty: () => {
        for (const c of catalogueNumbers)
          spoil(fake.path(`c${String(c)}`), `<${fake.iri(`c${String(c)}`)}> a dcat:Catalog ; dct:title "Catalogue ${String(c)}"@en .\n`);
      },
      cycle: () => {
        const [first, last] = [fake.iri('c1'), fake.iri(`c${String(catalogues)}`)];
        const container = `<${last}/container> a ldp:DirectContainer ; ldp:membershipResource <${last}> ; ldp:hasMemberRelation dcat:dataset ; ldp:contains <${first}> , <${fake.base}/> , <${last}> .\n`;
        const path = fake.path(`c${String(catalogues)}`);
        spoil(path, own(path) + container);
      },
      duplicate: () => {
        const path = options.pageSize === undefined ? fake.path(ids.at(-1) ?? '') : page;
        spoil(path, `${own(path)}<${fake.iri(ids[0] ?? '')}> a dcat:Dataset ; dct:title "A second title"@en ; dct:description "Another"@en .\n`);
      },
    },
    heal: () => {
      for (const path of spoilt) fake.restore(path);
    },
    change: () => {
      fake.retitle('c1-d2', otherWords);
      fake.add(1, 'c1-d7');
      return { changed: fake.iri('c1-d2'), added: fake.iri('c1-d7') };
    },
    close: async () => {
      await proxy.close();
      await fake.close();
    },
  };
}

const cycle = { outcome: 'complete', code: null, because: 'children name their parents, and each address is read once' } as const;
const oneByOne = 'what a page of a long list does not give is read record by record';

export const fdpHouse: ProtocolHouse = {
  row: 'fdp',
  unread: 'partial',
  differs: { cycle },
  exceptions: { 'totals shrink': tellsNoTotals('a FAIR Data Point says nowhere how many records it has') },
  open: () => openFdp({ catalogues: 2, datasets: 3 }, {}, (fake) => fake.path('c2')),
};

export const fdpListsHouse: ProtocolHouse = {
  row: 'fdp, long lists',
  unread: 'partial',
  differs: {
    'late headers': { outcome: 'complete', code: null, because: oneByOne },
    'late body': { outcome: 'complete', code: null, because: oneByOne },
    reset: { outcome: 'complete', code: null, because: oneByOne },
    'cut short': { outcome: 'complete', code: null, because: oneByOne },
    'status 500': { outcome: 'complete', code: null, because: oneByOne },
    cycle,
  },
  exceptions: { 'totals shrink': tellsNoTotals('a FAIR Data Point says nowhere how many records it has') },
  open: () => openFdp({ catalogues: 1, datasets: 6, pageSize: 3 }, { 'pages-from': '4', 'page-size': '3' }, (fake) => fake.listPath(1, 1)),
};

/** The fault befalls the page of one record. */
export const fdpPageHouse: ProtocolHouse = {
  row: 'fdp, one record',
  unread: 'partial',
  faults: wireFaults,
  differs: {},
  exceptions: {},
  open: () => openFdp({ catalogues: 1, datasets: 6 }, {}, (fake) => fake.path('c1-d4')),
};
