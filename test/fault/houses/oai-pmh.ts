import { FakeOai, recordXml, type FakeOaiRecord } from '../../support/fake-oai.js';
import { FaultProxy } from '../../support/fault-proxy.js';
import { emptyIncrement, iriOf, otherWords, six, stationOf, titleOf, type OpenStation, type ProtocolHouse } from '../protocol-house.js';

/** Their datestamps are later than any visit, so that each increment lists them again (OAI-9). */
const recordOf = (n: number, title = titleOf(n)): FakeOaiRecord => ({
  identifier: `oai:holder.example:${String(n)}`,
  datestamp: `2026-05-0${String(n)}T00:00:00Z`,
  payload: `<rdf:RDF xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset rdf:about="${iriOf(n)}"><dct:title xml:lang="en">${title}</dct:title><dct:description xml:lang="en">About it</dct:description></dcat:Dataset></rdf:RDF>`,
});

const differs: ProtocolHouse['differs'] = {
  cycle: { outcome: 'complete', code: null, because: 'a repeated token after all that was announced has come is no loss, and a note says so' },
};

/** A repository that keeps no deletions is read whole each time. */
export const oaiHouse: ProtocolHouse = {
  row: 'oai-pmh',
  unread: 'partial',
  differs,
  exceptions: {},
  open: () => openRepository('no'),
};

/** `from` the last visit. */
export const oaiChangesHouse: ProtocolHouse = {
  row: 'oai-pmh, changes',
  unread: 'partial',
  differs: { ...differs, empty: emptyIncrement },
  exceptions: {},
  open: async () => {
    const open = await openRepository('persistent');
    return { ...open, hasAskedForChanges: () => open.lists().every((parameters, at) => at === 0 || 'from' in parameters || 'resumptionToken' in parameters) };
  },
};

async function openRepository(deletedRecord: string): Promise<OpenStation & { readonly lists: () => Record<string, string>[] }> {
  const fake = await FakeOai.start({ records: six.map((n) => recordOf(n)), deletedRecord });
  const proxy = await FaultProxy.start(Number(new URL(fake.url).port));
  const { options } = fake;
  const isLater = (parameters: URLSearchParams): boolean => parameters.has('resumptionToken');
  return {
    lists: () => fake.lists(),
    station: stationOf('oai-pmh', '/oai'),
    proxy,
    iris: six.map(iriOf),
    isPage: ({ path }) => path.includes('resumptionToken='),
    misdeeds: {
      empty: () => (options.records = []),
      'totals shrink': () =>
        (options.intercept = (parameters, _number, own) =>
          isLater(parameters)
            ? {
                body: own()
                  .replace(recordXml(recordOf(6)), '')
                  .replace('completeListSize="6"', 'completeListSize="5"'),
              }
            : undefined),
      cycle: () =>
        (options.intercept = (parameters, _number, own) =>
          isLater(parameters)
            ? { body: own().replace(/<resumptionToken[^>]*>[^<]*<\/resumptionToken>/, '<resumptionToken>a&amp;b+c/= 3||&lt;&gt;</resumptionToken>') }
            : undefined),
      duplicate: () => (options.records = [...six.map((n) => recordOf(n)), { ...recordOf(1, 'A second title'), identifier: 'oai:holder.example:1b' }]),
    },
    heal: () => {
      options.records = six.map((n) => recordOf(n));
      options.intercept = () => undefined;
    },
    change: () => {
      options.records = [...six, 7].map((n) => recordOf(n, n === 2 ? otherWords : titleOf(n)));
      return { changed: iriOf(2), added: iriOf(7) };
    },
    close: async () => {
      await proxy.close();
      await fake.close();
    },
  };
}
