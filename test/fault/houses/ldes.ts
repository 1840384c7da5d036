import { FakeLdes, type FakeActivity, type FakePage } from '../../support/fake-ldes.js';
import { emptyIncrement, iriOf, otherWords, proxied, six, stationOf, tellsNoTotals, titleOf, type OpenStation, type ProtocolHouse } from '../protocol-house.js';

const created = (n: number, title = titleOf(n), day = n): FakeActivity => ({
  id: `${iriOf(n)}/activity/${String(day)}`,
  entity: iriOf(n),
  kind: 'Create',
  at: `2026-02-${String(day).padStart(2, '0')}T00:00:00Z`,
  payload: `<${iriOf(n)}> a dcat:Dataset ; dct:title "${title}"@en ; dct:description "About it"@en .`,
});
const healthy: Readonly<Record<string, FakePage>> = {
  '/feed': { activities: [1, 2, 3].map((n) => created(n)), nodes: ['/feed/2'] },
  '/feed/2': { activities: [4, 5, 6].map((n) => created(n)) },
};

const differs: ProtocolHouse['differs'] = {
  cycle: { outcome: 'complete', code: null, because: 'pages may lead back to each other, and each is read once' },
  duplicate: { outcome: 'complete', code: null, because: 'several members of one entity are its versions, and the newest counts' },
};
const exceptions = { 'totals shrink': tellsNoTotals('a feed does not count its members') };

/** The whole feed is read each time. */
export const ldesHouse: ProtocolHouse = {
  row: 'ldes',
  unread: 'partial',
  differs,
  exceptions,
  open: () => openFeed({ 'full-every-days': '1' }),
};

/** Only what has changed is asked for, as usual. */
export const ldesChangesHouse: ProtocolHouse = {
  row: 'ldes, changes',
  unread: 'partial',
  differs: { ...differs, empty: emptyIncrement },
  exceptions,
  open: () => openFeed({}),
};

async function openFeed(settings: Readonly<Record<string, string>>): Promise<OpenStation> {
  const fake = await FakeLdes.start(healthy);
  const proxy = await proxied(fake.station);
  return {
    station: stationOf('ldes', '/feed', settings),
    proxy,
    iris: six.map(iriOf),
    isPage: ({ path }) => path === '/feed/2',
    misdeeds: {
      empty: () => {
        fake.set({ '/feed': { activities: [] } });
      },
      cycle: () => {
        fake.set({ '/feed/2': { activities: healthy['/feed/2']?.activities ?? [], nodes: ['/feed', '/feed/2'] } });
      },
      duplicate: () => {
        fake.set({ '/feed/2': { activities: [{ ...created(1, 'A second title', 1), id: `${iriOf(1)}/activity/0` }, ...[4, 5, 6].map((n) => created(n))] } });
      },
    },
    heal: () => {
      fake.set(healthy);
    },
    change: () => {
      fake.set({ '/feed/2': { activities: [...[4, 5, 6, 7].map((n) => created(n)), { ...created(2, otherWords, 20), kind: 'Update' }] } });
      return { changed: iriOf(2), added: iriOf(7) };
    },
    close: async () => {
      await proxy.close();
      await fake.close();
    },
  };
}
