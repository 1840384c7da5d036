import { FakeCkan } from '../../support/fake-ckan.js';
import { emptyIncrement, iriOf, otherWords, proxied, six, stationOf, titleOf, type OpenStation, type ProtocolHouse } from '../protocol-house.js';

/** Changed later than any visit, so that each increment lists them again (CKAN-4). */
const packageOf = (n: number, title = titleOf(n)): { readonly id: string; readonly uri: string } & Readonly<Record<string, unknown>> => ({
  id: `p${String(n)}`,
  name: `p-${String(n)}`,
  uri: iriOf(n),
  title,
  notes: 'About it',
  state: 'active',
  type: 'dataset',
  private: false,
  metadata_modified: '2026-05-01T00:00:00',
});

export const ckanHouse: ProtocolHouse = {
  row: 'ckan',
  unread: 'partial',
  differs: {},
  exceptions: {},
  open: () => openSite('0'),
};

/** Packages by `metadata_modified`. */
export const ckanChangesHouse: ProtocolHouse = {
  row: 'ckan, changes',
  unread: 'partial',
  differs: { empty: emptyIncrement },
  exceptions: {},
  open: async () => {
    const open = await openSite('30');
    return { ...open, hasAskedForChanges: () => open.filters().includes(null) && (open.filters().at(-1)?.startsWith('metadata_modified:[') ?? false) };
  },
};

async function openSite(fullEveryDays: string): Promise<OpenStation & { readonly filters: () => readonly (string | null)[] }> {
  const fake = await FakeCkan.start();
  fake.packages = six.map((n) => packageOf(n));
  const proxy = await proxied(fake.station);
  return {
    station: stationOf('ckan', '/', { rows: '3', 'full-every-days': fullEveryDays }),
    filters: () => fake.filters,
    proxy,
    iris: six.map(iriOf),
    isPage: ({ path }) => path.includes('start=3'),
    misdeeds: {
      empty: () => (fake.change = () => ({ count: 0, results: [] })),
      'totals shrink': () =>
        (fake.change = (result, { start, rows }) =>
          start === 0 && rows > 1 ? result : { count: result.count - 1, results: start === 0 ? result.results : result.results.slice(0, -1) }),
      cycle: () => (fake.change = ({ count }, { rows }) => ({ count, results: fake.packages.slice(0, rows) })),
      duplicate: () => (fake.packages = [...fake.packages, { ...packageOf(1, 'A second title'), id: 'p8' }]),
    },
    heal: () => {
      fake.change = (result) => result;
      fake.packages = six.map((n) => packageOf(n));
    },
    change: () => {
      fake.packages = [...fake.packages.map((one) => (one.id === 'p2' ? packageOf(2, otherWords) : one)), packageOf(7)];
      return { changed: iriOf(2), added: iriOf(7) };
    },
    close: async () => {
      await proxy.close();
      await fake.close();
    },
  };
}
