import { afterEach, describe, expect, it } from 'vitest';
import { harvesters } from '../../harvesters/index.js';
import { linkTarget } from '../../harvesters/rdf/paging.js';
import type { Station } from '../../src/domain/station.js';
import { FakeStation, type FakeRoute } from '../support/fake-station.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

const fakes: FakeStation[] = [];

afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

const iri = (n: number): string => `https://holder.example/${String(n)}`;
const dataset = (n: number): string =>
  `<${iri(n)}> a dcat:Dataset ; dct:title "Dataset ${String(n)}"@en ; dct:description "About ${String(n)}"@en ; dct:publisher [ foaf:name "P" ] .\n`;
const turtle = (text: string): FakeRoute => ({ body: `@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n${prefixes}${text}`, type: 'text/turtle' });

type Opened = Harvesting & { fake: FakeStation; once: () => ReturnType<Harvesting['run']> };

async function opened(routes: (url: string) => Readonly<Record<string, FakeRoute>>, changes: (url: string) => Partial<Station> = () => ({})): Promise<Opened> {
  const fake = await FakeStation.start();
  fakes.push(fake);
  for (const [path, route] of Object.entries(routes(fake.url))) fake.set(path, route);
  const harvesting = await openHarvesting([makeStation('holder', { endpoint: `${fake.url}/all`, ...changes(fake.url) })]);
  return { ...harvesting, fake, once: () => harvesting.run('holder') };
}

const live = ({ reader }: Harvesting): number => reader.publishedCount(reader.snapshot().seq);
const codes = (harvesting: Harvesting): string[] => harvesting.issues().map((issue) => issue.code);

/** A catalogue that names its parts in both ways, one of which has pages and a part of its own. */
const tree = (url: string): Record<string, FakeRoute> => ({
  '/all': turtle(`<${url}/all> a dcat:Catalog ; dcat:catalog <${url}/sub/1> ; dct:hasPart <${url}/sub/2> , <${iri(1)}> . ${dataset(1)}`),
  '/sub/1': turtle(`<${url}/sub/1> a dcat:Catalog . ${dataset(2)} <${url}/sub/1> a hydra:PagedCollection ; hydra:next <${url}/sub/1?page=2> .`),
  '/sub/1?page=2': turtle(dataset(3)),
  '/sub/2': turtle(`<${url}/sub/2> a dcat:Catalog ; dcat:catalog <${url}/sub/3> , <${url}/all> . ${dataset(4)}`),
  '/sub/3': turtle(dataset(5)),
});

describe('sub-catalogues', () => {
  it('are read with their own pages, each once, and circles end', async () => {
    const harvesting = await opened(tree);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 5, documents: 5 } });
    expect(harvesting.fake.requests.map(({ path }) => path)).toEqual(['/all', '/sub/1', '/sub/1?page=2', '/sub/2', '/sub/3']);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { unchanged: 5, added: 0 } });
    expect(harvesting.fake.requests).toHaveLength(10);
  });

  it.each([
    ['answers 500', { status: 500 }],
    ['answers 404', { status: 404 }],
    ['shows a page for people', { body: '<!doctype html><html></html>', type: 'text/html' }],
  ] as [string, FakeRoute][])('that %s make the walk incomplete; the others are read', async (_name, route) => {
    const harvesting = await opened(tree);
    await harvesting.once();
    harvesting.fake.set('/sub/1', route).set('/sub/3', turtle(dataset(5) + dataset(6)));
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      expect((await harvesting.once()).outcome).toBe('partial');
    }
    expect(live(harvesting)).toBe(6);
  });

  it('are left alone with follow=no', async () => {
    const harvesting = await opened(tree, () => ({ settings: { follow: 'no' } }));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(harvesting.fake.requests).toHaveLength(1);
  });

  it('on another host are not asked for', async () => {
    const harvesting = await opened((url) => ({ '/all': turtle(`<${url}/all> a dcat:Catalog ; dcat:catalog <http://elsewhere.example/c> . ${dataset(1)}`) }));
    expect((await harvesting.once()).outcome).toBe('complete');
    expect(codes(harvesting)).toContain('paging-foreign-host');
  });

  it('more than three levels deep are not followed, and the walk says so', async () => {
    const deep = (url: string): Record<string, FakeRoute> =>
      Object.fromEntries(
        [0, 1, 2, 3, 4].map((n) => [
          n === 0 ? '/all' : `/${String(n)}`,
          turtle(`<${url}/x${String(n)}> a dcat:Catalog ; dcat:catalog <${url}/${String(n + 1)}> . ${dataset(n)}`),
        ]),
      );
    const harvesting = await opened(deep);
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 4 } });
    expect(codes(harvesting)).toContain('limit-reached');
  });

  it('that answer with the document that names them are no loop', async () => {
    const both = (url: string): FakeRoute => turtle(`<${url}/cat> a dcat:Catalog ; dcat:catalog <${url}/sub> . ${dataset(1)}`);
    const harvesting = await opened((url) => ({ '/all': both(url), '/sub': both(url) }));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
  });

  it('that are spelt out where they are named need no address', async () => {
    const harvesting = await opened((url) => ({
      '/all': turtle(`<${url}/all> a dcat:Catalog ; dcat:catalog <${url}/inner> . <${url}/inner> a dcat:Catalog ; dcat:dataset <${iri(1)}> . ${dataset(1)}`),
    }));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(harvesting.fake.unknown).toEqual([]);
  });

  it('that say they have more than they name are not complete', async () => {
    const harvesting = await opened((url) => ({
      '/all': turtle(`<${url}/all> a dcat:Catalog ; dcat:catalog <${url}/sub> . ${dataset(1)} ${dataset(2)} ${dataset(3)}`),
      '/sub': turtle(`<${url}/sub> a dcat:Catalog , hydra:Collection ; hydra:totalItems 3 ; dcat:dataset <${iri(4)}> . ${dataset(4)}`),
    }));
    expect((await harvesting.once()).outcome).toBe('partial');
    expect(codes(harvesting)).toContain('total-differs');
  });
});

describe('several documents of one station', () => {
  const two = (): Record<string, FakeRoute> => ({ '/all': turtle(dataset(1)), '/more': turtle(dataset(2)), '/third': turtle(dataset(3)) });
  const also = (url: string): Partial<Station> => ({ settings: { also: `${url}/more  ${url}/third` } });

  it('are all read', async () => {
    const harvesting = await opened(two, also);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 3 } });
  });

  it('of which one fails are not complete, and the others are read', async () => {
    const harvesting = await opened(two, also);
    await harvesting.once();
    harvesting.fake.set('/all', { status: 500 }).set('/third', turtle(dataset(3) + dataset(4)));
    harvesting.clock.add(48);
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 1, withdrawn: 0 } });
  });

  it('that hold the same are told', async () => {
    const harvesting = await opened(() => ({ '/all': turtle(dataset(1)), '/more': turtle(dataset(1)), '/third': turtle(dataset(3)) }), also);
    expect((await harvesting.once()).outcome).toBe('partial');
    expect(codes(harvesting)).toContain('paging-loop');
  });

  it.each([
    [{ also: 'ftp://a.example/x' }, /also=ftp/],
    [{ also: 'https://a.example/ nonsense' }, /also=nonsense/],
    [{ follow: 'perhaps' }, /follow=perhaps/],
    [{ folow: 'no' }, /no setting "folow"/],
  ])('are checked at start: %j', (settings, fault) => {
    expect(harvesters.get('rdf')!.faults!(makeStation('a', { settings: settings })).join(' ')).toMatch(fault);
  });

  it('without mistakes have no faults', () => {
    expect(harvesters.get('rdf')!.faults!(makeStation('a', { settings: { also: 'https://a.example/ http://b.example/', follow: 'yes' } }))).toEqual([]);
  });
});

describe('a catalogue', () => {
  it('that changes itself changes no record', async () => {
    const about = (title: string): FakeRoute =>
      turtle(
        `<${iri(0)}> a dcat:Catalog ; dct:title "${title}"@en ; dct:modified "${title}" ; dcat:dataset <${iri(1)}> , <${iri(2)}> . ${dataset(1)} ${dataset(2)}`,
      );
    const harvesting = await opened(() => ({ '/all': about('one') }));
    await harvesting.once();
    const { seq } = harvesting.reader.snapshot();
    harvesting.fake.set('/all', about('two'));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 0, updated: 0, unchanged: 2 } });
    expect(harvesting.reader.snapshot().seq).toBe(seq);
  });
});

describe('plain JSON with its context in a Link header (RDF-4)', () => {
  const node = {
    '@id': iri(1),
    '@type': 'http://www.w3.org/ns/dcat#Dataset',
    'http://purl.org/dc/terms/title': 'Plain',
    'http://purl.org/dc/terms/description': 'D',
    hydra: 'x',
  };
  const json = (value: unknown, link: string | null): FakeRoute => ({
    body: JSON.stringify(value),
    type: 'application/json; charset=utf-8',
    headers:
      link === null ? {} : { link: `<https://a.example/>; rel="license", <${link}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"` },
  });
  const named = { '@id': iri(2), '@type': 'Dataset', 'http://purl.org/dc/terms/title': 'By context', 'http://purl.org/dc/terms/description': 'D' };
  const dcatContext = 'https://www.w3.org/ns/dcat.jsonld';

  it.each([
    ['an object', named],
    ['an array', [named]],
  ])('as %s is read with it, and is unchanged when the same bytes come again', async (_name, value) => {
    const harvesting = await opened(() => ({ '/all': json(value, dcatContext) }));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { unchanged: 1 } });
    const without = await opened(() => ({ '/all': json(value, null) }));
    expect((await without.once()).counts.added).toBe(0);
  });

  it('that is not among those we hold is an error that names it', async () => {
    const harvesting = await opened(() => ({ '/all': json(node, 'https://unknown.example/context') }));
    expect((await harvesting.once()).outcome).not.toBe('complete');
    expect(harvesting.issues().find((issue) => issue.code === 'missing-context')?.detail).toContain('https://unknown.example/context');
  });

  it.each([
    ['<a>; rel=next', 'next', 'a'],
    ['<a>; title="x; rel=next", <b>; rel="prev NEXT"', 'next', 'b'],
    ['<a>; rel="nextish"', 'next', null],
    ['', 'next', null],
  ])('finds in %j the relation %s: %s', (header, relation, target) => {
    expect(linkTarget(header, relation)).toBe(target);
  });
});
