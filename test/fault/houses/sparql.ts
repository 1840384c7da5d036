import { FakeSparql, queryOf } from '../../support/fake-sparql.js';
import { prefixes } from '../../support/rdf.js';
import { iriOf, otherWords, proxied, six, stationOf, titleOf, type OpenStation, type ProtocolHouse, wireFaults } from '../protocol-house.js';

const datasetOf = (n: number, title = titleOf(n)): string => `<${iriOf(n)}> a dcat:Dataset ; dct:title "${title}"@en ; dct:description "About it"@en .\n`;

export const sparqlHouse: ProtocolHouse = {
  row: 'sparql',
  unread: 'partial',
  differs: {
    'cut unseen': { outcome: 'partial', code: 'truncated', because: 'endpoints cut results, and so it is called by that name' },
    duplicate: { outcome: 'complete', code: null, because: 'a listing names addresses, and all that is said of one address is one description' },
  },
  exceptions: {},
  open: () => openEndpoint('keys'),
};

const oneRecord = 'the record is listed, so it is there: it stays as it was, and the others are read';

/** The fault befalls each answer with the description of one record. */
export const sparqlRecordHouse: ProtocolHouse = {
  row: 'sparql, one record',
  unread: 'partial',
  faults: wireFaults,
  differs: {
    'late headers': { outcome: 'complete', code: 'timeout', because: oneRecord },
    'late body': { outcome: 'complete', code: 'timeout', because: oneRecord },
    reset: { outcome: 'complete', code: 'unreachable', because: oneRecord },
    'cut short': { outcome: 'complete', code: 'unreachable', because: oneRecord },
    'status 500': { outcome: 'complete', code: 'http-status', because: oneRecord },
    'HTML, 200': { outcome: 'complete', code: 'unusable-body', because: oneRecord },
  },
  exceptions: {},
  open: () => openEndpoint('record'),
};

async function openEndpoint(page: 'keys' | 'record'): Promise<OpenStation> {
  const fake = await FakeSparql.start();
  fake.load(prefixes + six.map((n) => datasetOf(n)).join(''));
  const proxy = await proxied(fake.station);
  const isLaterPage = (query: string): boolean => query.includes('SELECT DISTINCT ?d') && query.includes('> "');
  const isOfFour = (query: string): boolean => query.includes('CONSTRUCT') && query.includes(`<${iriOf(4)}>`);
  const isKeys = (query: string): boolean => query.includes('SELECT DISTINCT ?d');
  return {
    station: stationOf('sparql', '/sparql', { page: '3', batch: '2', 'pause-ms': '0' }),
    proxy,
    iris: six.map(iriOf),
    isPage: ({ path, body }) => (page === 'keys' ? isLaterPage : isOfFour)(queryOf(path, body)),
    misdeeds: {
      empty: () => {
        fake.load('');
      },
      'totals shrink': () => (fake.changeRows = (rows, query) => (isKeys(query) ? rows.filter((row) => row['d']?.value !== iriOf(6)) : rows)),
      cycle: () => {
        const first = [1, 2, 3].map((n) => ({ d: { type: 'uri', value: iriOf(n) } }));
        fake.changeRows = (rows, query) => (isKeys(query) ? first : rows);
      },
      duplicate: () => {
        fake.changeRows = (rows, query) => (isLaterPage(query) && rows.length > 0 ? [{ d: { type: 'uri', value: iriOf(1) } }, ...rows] : rows);
      },
    },
    heal: () => {
      fake.changeRows = (rows) => rows;
      fake.load(prefixes + six.map((n) => datasetOf(n)).join(''));
    },
    change: () => {
      fake.load(prefixes + [...six, 7].map((n) => datasetOf(n, n === 2 ? otherWords : titleOf(n))).join(''));
      return { changed: iriOf(2), added: iriOf(7) };
    },
    close: async () => {
      await proxy.close();
      await fake.close();
    },
  };
}
