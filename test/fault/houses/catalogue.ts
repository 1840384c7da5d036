import { FakeCatalogue } from '../../support/fake-catalogue.js';
import { emptyIncrement, iriOf, otherWords, proxied, site, six, stationOf, titleOf, type OpenStation, type ProtocolHouse } from '../protocol-house.js';

/** DCAT in Hydra pages: what the protocols `rdf` and `ckan-dcat` read. */
async function openCatalogue(
  protocol: string,
  path: string,
  endpoint: string,
  settings: Readonly<Record<string, string>>,
): Promise<OpenStation & { readonly since: () => readonly (string | null)[] }> {
  const fake = await FakeCatalogue.start(site + path);
  fake.items = six.map((n) => ({ iri: iriOf(n), title: titleOf(n) }));
  const proxy = await proxied(fake.station);
  return {
    since: () => fake.since,
    station: stationOf(protocol, endpoint, settings),
    proxy,
    iris: six.map(iriOf),
    isPage: ({ path: asked }) => asked.includes('page=2'),
    misdeeds: {
      empty: () => (fake.change = () => ({ items: [], next: null, total: 0 })),
      'totals shrink': () => (fake.change = (page, number) => (number === 1 ? page : { ...page, items: page.items.slice(0, -1), total: page.total - 1 })),
      cycle: () => (fake.change = (page, number) => (number === 1 ? page : { ...page, next: 1 })),
      duplicate: () =>
        (fake.change = (page, number) => (number === 1 ? page : { ...page, items: [{ iri: iriOf(1), title: 'A second title' }, ...page.items] })),
    },
    heal: () => (fake.change = (page) => page),
    change: () => {
      fake.items = [...fake.items.map((item) => (item.iri === iriOf(2) ? { ...item, title: otherWords } : item)), { iri: iriOf(7), title: titleOf(7) }];
      return { changed: iriOf(2), added: iriOf(7) };
    },
    close: async () => {
      await proxy.close();
      await fake.close();
    },
  };
}

export const rdfHouse: ProtocolHouse = {
  row: 'rdf',
  unread: 'partial',
  differs: {},
  exceptions: {},
  open: () => openCatalogue('rdf', '/catalog.ttl', '/catalog.ttl', {}),
};

export const ckanDcatHouse: ProtocolHouse = {
  row: 'ckan-dcat',
  unread: 'partial',
  differs: {},
  exceptions: {},
  open: () => openCatalogue('ckan-dcat', '/catalog.ttl', '/', { 'full-every-days': '0' }),
};

/** Datasets by `modified_since`. */
export const ckanDcatChangesHouse: ProtocolHouse = {
  row: 'ckan-dcat, changes',
  unread: 'partial',
  differs: { empty: emptyIncrement },
  exceptions: {},
  open: async () => {
    const open = await openCatalogue('ckan-dcat', '/catalog.ttl', '/', { 'full-every-days': '30' });
    return { ...open, hasAskedForChanges: () => open.since()[0] === null && open.since().at(-1) !== null };
  },
};
