import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicIri } from '../../src/federation/record-rdf.js';
import { parseText } from '../../src/rdf/parse.js';
import { readPage, type FeedPageRead } from '../support/feed.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { hasRapper, rapper, type RapperFormat } from '../support/rapper.js';
import { openTestServer, type TestServer } from '../support/server.js';

let catalogue: TestServer;

beforeAll(async () => {
  catalogue = await openTestServer();
}, 240_000);

afterAll(async () => {
  await catalogue.close();
});

const others: Harvesting[] = [];
afterAll(() => {
  for (const other of others) {
    other.reader.close();
    other.ledger.close();
  }
});

async function elsewhere(): Promise<Harvesting> {
  const other = await openHarvesting([
    makeStation('national', { kind: 'aggregator', protocol: 'ldes', endpoint: `${catalogue.url}/feed`, subjectPrefixes: [] }),
  ]);
  other.clock.at = Date.now();
  others.push(other);
  return other;
}

/** What another catalogue has of ours. */
const subjectsOf = ({ reader }: Harvesting): string[] =>
  [...reader.descriptionsOf('national').values()]
    .filter(({ present }) => present)
    .map(({ subject }) => subject)
    .sort();

const published = (): string[] => {
  const { reader } = catalogue.server.house.harvest;
  return reader
    .publishedIds(reader.snapshot().seq)
    .map((id) => publicIri(reader.iriOf(id) ?? '', catalogue.url))
    .sort();
};

describe('our feed as the station of another catalogue', () => {
  it('is read to its end, again without any change, and followed in what is taken back and returns', async () => {
    const other = await elsewhere();
    expect(await other.run('national')).toMatchObject({ outcome: 'complete' });
    expect(subjectsOf(other)).toEqual(published());
    const { reader, ledger } = catalogue.server.house.harvest;
    other.clock.add(2);
    expect(await other.run('national')).toMatchObject({ outcome: 'complete', counts: { withdrawn: 0, added: 0, updated: 0 } });
    const gone = reader.publishedIds(reader.snapshot().seq)[3] ?? '';
    const iri = publicIri(reader.iriOf(gone) ?? '', catalogue.url);
    await ledger.withhold(gone, 'for a while', 'tester');
    other.clock.add(2);
    expect(await other.run('national')).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1, added: 0, updated: 0 } });
    expect([subjectsOf(other), published().includes(iri)]).toEqual([published(), false]);
    await ledger.release(gone, 'tester');
    other.clock.add(2);
    await other.run('national');
    expect([subjectsOf(other), published().includes(iri)]).toEqual([published(), true]);
  }, 240_000);

  it('says of each record last what the record itself says', async () => {
    const pages = [await nquads(`${catalogue.url}/feed`)];
    for (const page of pages) for (const url of page.nodes) pages.push(await nquads(url));
    const latest = new Map(pages.flatMap(({ members }) => members).map(({ entity, payload }) => [entity, payload]));
    const { reader } = catalogue.server.house.harvest;
    const { seq } = reader.snapshot();
    const services = new Set(reader.publishedIds(seq).flatMap((id) => (reader.head(id)?.kind === 'service' ? [id] : [])));
    let compared = 0;
    for (const id of reader.publishedIds(seq)) {
      const own = await (await catalogue.get(`/datasets/${id}.nt`)).text();
      // A service that became a record of its own after the event that describes it too is identified from then on.
      const withoutServices = (text: string | undefined): string[] =>
        (text ?? '').split('\n').filter((line) => ![...services].some((service) => service !== id && line.includes(service)));
      expect(withoutServices(latest.get(publicIri(reader.iriOf(id) ?? '', catalogue.url)))).toEqual(withoutServices(own));
      compared++;
    }
    expect(compared).toBe(reader.totals().current);
  });
});

async function nquads(url: string): Promise<FeedPageRead> {
  const response = await fetch(url, { headers: { accept: 'application/n-quads' } });
  return readPage(url, await response.text(), response.headers);
}

describe.runIf(hasRapper())('raptor, which is no parser of ours', () => {
  const documents: readonly (readonly [path: string, accept: string, format: RapperFormat])[] = [
    ['/catalog?limit=1000', 'text/turtle', 'turtle'],
    ['/catalog?limit=1000', 'application/rdf+xml', 'rdfxml'],
    ['/catalog?limit=1000', 'application/n-triples', 'ntriples'],
    ['/catalog?limit=1000', 'application/n-quads', 'nquads'],
    ['/catalog?limit=1000', 'application/trig', 'trig'],
    ['/feed', 'application/trig', 'trig'],
    ['/feed', 'application/n-quads', 'nquads'],
    ['/feed/shape.ttl', 'text/turtle', 'turtle'],
  ];

  it.each(documents)('reads %s as %s, and finds as much in it as we do', async (path, type, format) => {
    const text = await (await catalogue.get(path, { accept: type })).text();
    const { quads } = await parseText(text, { mediaType: type, baseIri: 'http://base.example/' });
    expect(quads.length).toBeGreaterThan(10);
    expect(rapper(format, text)).toEqual({ statements: quads.length, complaints: [] });
    expect(rapper(format, `${text} <broken`).complaints).not.toEqual([]);
  });

  it('reads the pages of the feed in both formats', async () => {
    const root = await (await catalogue.get('/feed', { accept: 'application/n-quads' })).text();
    const [page] = [...root.matchAll(/tree#node> <([^>]+)>/g)].map(([, url]) => url ?? '');
    for (const [type, format] of [
      ['application/trig', 'trig'],
      ['application/n-quads', 'nquads'],
    ] as const) {
      const text = await (await fetch(page ?? '', { headers: { accept: type } })).text();
      const { quads } = await parseText(text, { mediaType: type, baseIri: 'http://base.example/' });
      expect(quads.length).toBeGreaterThan(1000);
      expect(rapper(format, text)).toEqual({ statements: quads.length, complaints: [] });
    }
  });
});
