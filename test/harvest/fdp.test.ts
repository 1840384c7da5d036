import { afterEach, describe, expect, it } from 'vitest';
import { FakeStation, type FakeRoute } from '../support/fake-station.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

const fakes: FakeStation[] = [];
const host = 'http://data.holder.example';

afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

const turtle = (body: string): FakeRoute => ({ body: prefixes + body, type: 'text/turtle' });
const names = ['a', 'b', 'c', 'd', 'e', 'f'];

/** A FAIR Data Point whose root is typed as a data service too, with two catalogues of three datasets. */
function tree(): Record<string, FakeRoute> {
  const routes: Record<string, FakeRoute> = {
    '/': turtle(
      `<${host}/> a <https://w3id.org/fdp/fdp-o#FAIRDataPoint> , dcat:DataService ; dct:title "FDP" ; <https://w3id.org/fdp/fdp-o#metadataCatalog> <${host}/catalog/1> , <${host}/catalog/2> .`,
    ),
  };
  for (const n of [1, 2])
    routes[`/catalog/${String(n)}`] = turtle(
      `<${host}/catalog/${String(n)}> a dcat:Catalog ; dct:title "C" ; dcat:dataset ${names
        .slice(n * 3 - 3, n * 3)
        .map((name) => `<${host}/dataset/${name}>`)
        .join(' , ')} .`,
    );
  for (const name of names) {
    routes[`/dataset/${name}`] = turtle(
      `<${host}/dataset/${name}> a dcat:Dataset ; dct:title "${name}"@en ; dct:description "d"@en ; dcat:distribution <${host}/distribution/${name}> .`,
    );
    routes[`/distribution/${name}`] = turtle(`<${host}/distribution/${name}> a dcat:Distribution ; dcat:accessURL <https://files.example/${name}> .`);
  }
  return routes;
}

async function opened(): Promise<Harvesting & { fake: FakeStation; once: () => ReturnType<Harvesting['run']> }> {
  const fake = await FakeStation.start(tree());
  fakes.push(fake);
  const harvesting = await openHarvesting([makeStation('holder', { protocol: 'fdp', endpoint: `${host}/`, subjectPrefixes: [host] })], {
    connectTo: { 'data.holder.example': `127.0.0.1:${String(fake.port)}` },
  });
  return { ...harvesting, fake, once: () => harvesting.run('holder') };
}

const live = ({ reader }: Harvesting): number => reader.publishedCount(reader.snapshot().seq);

describe('a FAIR Data Point', () => {
  it('is read to the leaves, and each dataset carries its distribution page', async () => {
    const harvesting = await opened();
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 6, documents: 15 } });
    expect(harvesting.reader.published(harvesting.reader.head(`${host}/dataset/a`)!.id)?.body).toContain('https://files.example/a');
    expect(harvesting.fake.unused()).toEqual([]);
    expect(harvesting.fake.requests.every((request) => request.headers.accept === 'text/turtle')).toBe(true);
  });

  it.each([
    ['a catalogue answers 404', '/catalog/2', { status: 404 }],
    ['a catalogue answers 410', '/catalog/2', { status: 410 }],
    ['a catalogue answers 500', '/catalog/2', { status: 500 }],
    ['a dataset answers 500', '/dataset/f', { status: 500 }],
    ['a dataset comes by half', '/dataset/f', { body: `${prefixes}<${host}/dataset/f> a dcat:Dat`, type: 'text/turtle' }],
    ['a distribution answers 500', '/distribution/f', { status: 500 }],
  ] as [string, string, FakeRoute][])('withdraws nothing, ever, when %s', async (_name, path, route) => {
    const harvesting = await opened();
    await harvesting.once();
    harvesting.fake.set(path, route);
    for (let day = 0; day < 4; day++) {
      harvesting.clock.add(48);
      expect((await harvesting.once()).outcome).toBe('partial');
      expect(live(harvesting)).toBe(6);
    }
  });

  it('withdraws a dataset that answers 410 in the same run, and one that answers 404 after the grace', async () => {
    const harvesting = await opened();
    await harvesting.once();
    harvesting.fake.set('/dataset/a', { status: 410 });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1 } });
    expect(harvesting.reader.head(`${host}/dataset/a`)).toMatchObject({ state: 'withdrawn', stateReason: expect.stringContaining('gone') as string });
    harvesting.clock.add(24 * 8);
    harvesting.fake.set('/dataset/b', { status: 404 });
    expect((await harvesting.once()).counts.withdrawn).toBe(0);
    harvesting.clock.add(25);
    expect((await harvesting.once()).counts.withdrawn).toBe(1);
  });
});

describe('the pages of a FAIR Data Point', () => {
  it('speak for their own subject before a catalogue page that sums it up', async () => {
    const harvesting = await opened();
    harvesting.fake.set(
      '/catalog/1',
      turtle(
        `<${host}/catalog/1> a dcat:Catalog ; dct:title "C" ; dcat:dataset ${names
          .slice(0, 3)
          .map((name) => `<${host}/dataset/${name}>`)
          .join(' , ')} . <${host}/dataset/a> a dcat:Dataset ; dct:title "in short"@en ; dct:description "s"@en .`,
      ),
    );
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 6 } });
    expect(harvesting.reader.head(`${host}/dataset/a`)?.title).toEqual({ en: ['a'] });
  });

  it.each([
    ['dataset', '/dataset/a', 'a dcat:Dataset ; dct:title "a"@en ; dct:description "changed"@en'],
    ['distribution', '/distribution/a', 'a dcat:Distribution ; dcat:accessURL <https://files.example/changed>'],
  ])('change nothing when the %s page breaks off behind its first statements', async (_name, path, words) => {
    const harvesting = await opened();
    await harvesting.once();
    const { seq } = harvesting.reader.snapshot();
    harvesting.fake.set(path, turtle(`<${host}${path}> ${words} . <${host}${path}> dct:iss`));
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { updated: 0, withdrawn: 0 } });
    expect(harvesting.reader.snapshot().seq).toBe(seq);
  });
});
