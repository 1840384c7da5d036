import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ckanDcatHarvester } from '../../harvesters/ckan-dcat/index.js';
import { packageRoot } from '../../src/assets.js';
import type { Station } from '../../src/domain/station.js';
import { FakeStation, type FakeRoute } from '../support/fake-station.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

const host = 'data.holder.example';
const site = `http://${host}`;
const corpus = join(packageRoot, '..', 'shared', 'corpus-protocols', 'hydra');
const present = existsSync(corpus);
if (!present) console.log('Hydra corpus skipped: ../shared/corpus-protocols/hydra is not there');

const fakes: FakeStation[] = [];
afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

interface Item {
  readonly id: string;
  readonly title?: string;
  readonly modified: string;
}

/** A site with ckanext-dcat: newest first, two datasets a page, paging values as text (HYD-2, HYD-3). */
class FakeCatalogue {
  items: Item[] = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, modified: '2026-02-01T00:00:00' }));
  readonly asked: string[] = [];
  ownAddress = site;
  change: (url: URL, number: number) => FakeRoute | undefined = () => undefined;

  answer(path: string): FakeRoute | undefined {
    const url = new URL(path, site);
    if (url.pathname !== '/catalog.ttl') return undefined;
    this.asked.push(url.search);
    return this.change(url, this.asked.length) ?? this.page(url);
  }

  page(url: URL): FakeRoute {
    const [page, since] = [Number(url.searchParams.get('page') ?? 1), url.searchParams.get('modified_since') ?? ''];
    const found = this.items
      .filter((item) => item.modified >= since)
      .sort((a, b) => (a.modified < b.modified ? 1 : a.modified > b.modified ? -1 : a.id < b.id ? -1 : 1));
    const shown = found.slice(page * 2 - 2, page * 2);
    const more = page * 2 < found.length;
    const address = (number: number): string => `${this.ownAddress}/catalog.ttl?${since === '' ? '' : `modified_since=${since}&`}page=${String(number)}`;
    const lines = [
      '@prefix hydra: <http://www.w3.org/ns/hydra/core#> .',
      `<${site}> a dcat:Catalog ; dct:title "C" ${shown.map(({ id }) => `; dcat:dataset <${site}/dataset/${id}>`).join(' ')} .`,
      ...shown.map(({ id, title = id }) => `<${site}/dataset/${id}> a dcat:Dataset ; dct:title "${title}" ; dct:description "d" .`),
      ...(found.length === 0
        ? []
        : [
            `<${address(page)}> a hydra:PagedCollection ; hydra:totalItems "${String(found.length)}" ; hydra:itemsPerPage "2" ; hydra:firstPage "${address(1)}" .`,
          ]),
      ...(more ? [`<${address(page)}> hydra:next "${address(page + 1)}" ; hydra:nextPage "${address(page + 1)}" .`] : []),
    ];
    return { body: prefixes + lines.join('\n'), type: 'text/turtle' };
  }
}

type Opened = Harvesting & { readonly catalogue: FakeCatalogue; readonly fake: FakeStation; readonly once: () => ReturnType<Harvesting['run']> };

async function opened(changes: Partial<Station> = {}): Promise<Opened> {
  const catalogue = new FakeCatalogue();
  const fake = (await FakeStation.start()).onOther((path) => catalogue.answer(path));
  fakes.push(fake);
  const harvesting = await openHarvesting([makeStation('holder', { protocol: 'ckan-dcat', endpoint: `${site}/`, ...changes })], {
    connectTo: { [host]: `127.0.0.1:${String(fake.port)}` },
  });
  return { ...harvesting, catalogue, fake, once: () => harvesting.run('holder') };
}

const live = ({ reader }: Harvesting): number => reader.publishedCount(reader.snapshot().seq);
const codes = (harvesting: Harvesting): string[] => harvesting.issues().map((one) => one.code);

describe('the catalogue pages of ckanext-dcat', () => {
  it('HYD-1, HYD-3: are read from page 1 to the last', async () => {
    const harvesting = await opened();
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 5, documents: 3 } });
    expect(harvesting.catalogue.asked).toEqual(['?page=1', '?page=2', '?page=3']);
    expect(harvesting.issues()).toEqual([]);
    harvesting.clock.add(24 * 8);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { unchanged: 5, updated: 0 } });
  });

  it('HYD-9: changes are asked for without a zone, nothing is withdrawn by them, and once a week all is read', async () => {
    const harvesting = await opened();
    await harvesting.once();
    harvesting.clock.add(24);
    harvesting.catalogue.items = [{ id: 'a', title: 'new', modified: '2026-03-02T00:00:00' }];
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { updated: 1, withdrawn: 0 } });
    expect(harvesting.catalogue.asked.at(-1)).toBe('?page=1&modified_since=2026-03-01T09%3A00%3A00');
    harvesting.catalogue.items = [];
    for (let day = 0; day < 2; day++) {
      harvesting.clock.add(48);
      expect((await harvesting.once()).outcome).toBe('complete');
    }
    expect(live(harvesting)).toBe(5);
    harvesting.clock.add(72);
    harvesting.catalogue.items = [{ id: 'a', modified: '2026-03-02T00:00:00' }];
    await harvesting.once();
    expect(harvesting.catalogue.asked.at(-1)).toBe('?page=1');
  });

  it('HYD-2: a dataset that is changed while we read is found by a second walk, and read once', async () => {
    const harvesting = await opened();
    harvesting.catalogue.change = (_url, number) => {
      if (number === 2)
        harvesting.catalogue.items = harvesting.catalogue.items.map((item) => (item.id === 'e' ? { ...item, modified: '2026-03-01T09:59:00' } : item));
      return undefined;
    };
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 5 } });
    expect(harvesting.catalogue.asked.length).toBeGreaterThan(3);
    expect(codes(harvesting)).toEqual([]);
  });

  it('RUN-2: a total that changes brings a second walk, and one that changes for ever leaves the run incomplete', async () => {
    const harvesting = await opened();
    harvesting.catalogue.change = (_url, number) => {
      if (number === 2) harvesting.catalogue.items.push({ id: 'f', modified: '2026-03-01T09:00:00' });
      return undefined;
    };
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 6 } });
    const restless = await opened();
    restless.catalogue.change = (_url, number) => {
      restless.catalogue.items.push({ id: `n${String(number)}`, modified: `2026-03-01T09:00:${String(number).padStart(2, '0')}` });
      return undefined;
    };
    expect((await restless.once()).outcome).toBe('partial');
    expect(codes(restless)).toContain('total-differs');
  });

  it('HYD-7: a next page at an inner host is read at the site itself', async () => {
    const harvesting = await opened();
    harvesting.catalogue.ownAddress = 'http://localhost:5000';
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 5 } });
    expect(codes(harvesting)).toContain('paging-foreign-host');
  });

  it('HYD-11: a stub that is only referred to is no record', async () => {
    const harvesting = await opened();
    const stub = `<${site}/dataset/a> dct:hasPart <${site}/dataset/stub> . <${site}/dataset/stub> a dcat:Dataset .`;
    harvesting.catalogue.change = (url) => {
      const page = harvesting.catalogue.page(url);
      return url.search === '?page=1' ? { ...page, body: `${String(page.body)}\n${stub}` } : page;
    };
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 5, held: 0 } });
    expect(harvesting.reader.head(`${site}/dataset/stub`)).toBeUndefined();
  });

  it('are tried in other forms when there is no Turtle, but not past the form that the operator chose', async () => {
    const harvesting = await opened();
    harvesting.catalogue.change = () => ({ status: 404 });
    const body = JSON.stringify({
      '@context': { dct: 'http://purl.org/dc/terms/', dcat: 'http://www.w3.org/ns/dcat#' },
      '@id': `${site}/dataset/j`,
      '@type': 'dcat:Dataset',
      'dct:title': 'J',
      'dct:description': 'd',
    });
    harvesting.fake.set('/catalog.jsonld?page=1', { body, type: 'application/ld+json' });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(harvesting.fake.requests.map(({ path }) => path)).toEqual(['/catalog.ttl?page=1', '/catalog.rdf?page=1', '/catalog.jsonld?page=1']);
    const strict = await opened({ settings: { format: 'ttl', profiles: 'euro_dcat_ap_3' } });
    strict.catalogue.change = () => ({ status: 404 });
    expect((await strict.once()).outcome).toBe('failed');
    expect(strict.catalogue.asked).toEqual(['?page=1&profiles=euro_dcat_ap_3']);
  });

  it.each(['/catalog.ttl', '/', '/catalog', '/catalog.ttl?page=3'])('may be registered as %s', async (path) => {
    const harvesting = await opened({ endpoint: `${site}${path}` });
    expect((await harvesting.once()).counts.added).toBe(5);
  });

  it.each([
    ['a page fails', 'http-status', () => ({ status: 500 })],
    ['a page is cut short', 'parse-error', (page: FakeRoute) => ({ ...page, body: String(page.body).slice(0, -20) })],
    ['the next page is the first (HYD-8)', 'paging-loop', (page: FakeRoute) => ({ ...page, body: String(page.body).replaceAll('page=3', 'page=1') })],
    ['every page is the same', 'paging-loop', null],
    [
      'a page names a next one and has no datasets (HYD-8)',
      'paging-loop',
      (page: FakeRoute) => ({ ...page, body: String(page.body).replace(/^<.*(?:dcat:Catalog|dcat:Dataset).*$/gm, '') }),
    ],
    ['the total is too high', 'total-differs', (page: FakeRoute) => ({ ...page, body: String(page.body).replace('totalItems "5"', 'totalItems "7"') })],
  ] as [string, string, ((page: FakeRoute) => FakeRoute) | null][])('withdraw nothing, ever, when %s', async (_name, code, change) => {
    const harvesting = await opened();
    await harvesting.once();
    harvesting.catalogue.items = harvesting.catalogue.items.filter((item) => item.id !== 'e').concat({ id: 'x', modified: '2026-01-01T00:00:00' });
    harvesting.catalogue.change = (url) =>
      change === null
        ? harvesting.catalogue.page(new URL('?page=1', url))
        : url.searchParams.get('page') === '2' || code === 'total-differs'
          ? change(harvesting.catalogue.page(url))
          : undefined;
    for (let week = 0; week < 3; week++) {
      harvesting.clock.add(24 * 8);
      expect((await harvesting.once()).outcome).toBe('partial');
      expect(codes(harvesting)).toContain(code);
    }
    expect(harvesting.reader.head(`${site}/dataset/e`)?.state).toBe('current');
  });

  it('withdraw what two whole walks do not list', async () => {
    const harvesting = await opened();
    await harvesting.once();
    harvesting.catalogue.items = harvesting.catalogue.items.filter((item) => item.id !== 'e');
    for (let week = 0; week < 2; week++) {
      harvesting.clock.add(24 * 8);
      expect((await harvesting.once()).outcome).toBe('complete');
    }
    expect(harvesting.reader.head(`${site}/dataset/e`)?.state).toBe('withdrawn');
  });

  it('tells what is wrong with the settings', () => {
    expect(ckanDcatHarvester.faults?.(makeStation('x', { settings: { format: 'pdf', rows: '3' } }))).toHaveLength(2);
    expect(ckanDcatHarvester.faults?.(makeStation('x', { settings: { format: 'rdf', 'full-every-days': '30' } }))).toEqual([]);
  });
});

describe.skipIf(!present)('the catalogues of the corpus', () => {
  const load = (file: string): Buffer => readFileSync(join(corpus, file));

  it('ckanext-dcat-catalog.rdf: two datasets', async () => {
    const harvesting = await opened({ settings: { format: 'rdf' } });
    harvesting.fake.set('/catalog.rdf?page=1', { body: load('ckanext-dcat-catalog.rdf'), type: 'application/rdf+xml' });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 2 } });
    expect(harvesting.reader.head('https://data.some.org/catalog/datasets/1')?.title).toEqual({ '': ['Example dataset 1'] });
  });

  it('udata-paged-collection: the datasets of both pages', async () => {
    const harvesting = await opened({ settings: { format: 'jsonld' } });
    const pages = [1, 2].map((number) => String(load(`udata-paged-collection-${String(number)}.jsonld`)));
    const next = /hydra\/core#nextPage[^\]]*?"(https?:[^"]+)"/.exec(pages[0]!.replaceAll('\n', ' '))?.[1];
    expect(next).toBeDefined();
    const { pathname, search } = new URL(next!);
    harvesting.fake
      .set('/catalog.jsonld?page=1', { body: pages[0]!, type: 'application/ld+json' })
      .set(pathname + search, { body: pages[1]!, type: 'application/ld+json' });
    const summary = await harvesting.once();
    expect([summary, codes(harvesting)]).toMatchObject([{ outcome: 'complete', counts: { added: 4 } }, expect.arrayContaining(['paging-foreign-host'])]);
  });
});
