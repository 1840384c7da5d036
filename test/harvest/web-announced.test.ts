import { afterEach, describe, expect, it } from 'vitest';
import { entryPointsOfApis, entryPointsOfVoid } from '../../harvesters/web/entry-points.js';
import { linksOfLinkset } from '../../harvesters/web/links.js';
import { FakeStation, type FakeRoute } from '../support/fake-station.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes, turtle as quadsOf } from '../support/rdf.js';

const host = 'data.holder.example';
const site = `http://${host}`;
const fakes: FakeStation[] = [];

afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

type Opened = Harvesting & { readonly fake: FakeStation; readonly nextDay: () => ReturnType<Harvesting['run']> };

async function opened(routes: Readonly<Record<string, FakeRoute>>): Promise<Opened> {
  const fake = await FakeStation.start(routes);
  fakes.push(fake);
  const harvesting = await openHarvesting([makeStation('holder', { protocol: 'web', endpoint: `${site}/` })], {
    connectTo: { [host]: `127.0.0.1:${String(fake.port)}` },
  });
  return {
    ...harvesting,
    fake,
    nextDay: () => {
      harvesting.clock.add(30);
      return harvesting.run('holder');
    },
  };
}

const dataset = (id: string): string => `<${site}/id/${id}> a dcat:Dataset ; dct:title "${id}"@en ; dct:description "d"@en .\n`;
const turtle = (text: string): FakeRoute => ({
  body: `${prefixes}@prefix void: <http://rdfs.org/ns/void#> .\n@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n${text}`,
  type: 'text/turtle',
  conditional: true,
});
const html = (id: string | null): FakeRoute => ({
  body: `<!DOCTYPE html><html lang="en"><head>${id === null ? '' : `<script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', '@type': 'Dataset', '@id': `${site}/id/${id}`, name: id, description: 'd' })}</script>`}</head></html>`,
  type: 'text/html; charset=utf-8',
});
const linkset = (...contexts: readonly object[]): FakeRoute => ({
  body: JSON.stringify({ linkset: contexts }),
  type: 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"',
});
const sitemap = (...paths: readonly string[]): FakeRoute => ({
  body: `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${paths.map((path) => `<url><loc>${site}${path}</loc></url>`).join('')}</urlset>`,
  type: 'application/xml',
});
const live = ({ reader }: Harvesting): string[] =>
  [...reader.descriptionsOf('holder').values()]
    .filter(({ present }) => present)
    .map(({ subject }) => subject.replace(`${site}/id/`, ''))
    .sort();
const codes = (harvesting: Harvesting): string[] => harvesting.issues().map(({ code }) => code);

describe('the well-known addresses of a site (WEB-2, RFC 9727)', () => {
  it('lead to what VoID describes and names, to the catalogues of an API catalogue with all their pages, and to its pages, beside the sitemap', async () => {
    const harvesting = await opened({
      '/.well-known/void': { redirect: '/void', status: 303 },
      '/void': turtle(`<${site}/void#all> a void:Dataset ; void:rootResource <${site}/root> ; void:vocabulary dcat: ; void:dataDump <${site}/dump.ttl> .
        <${site}/void#people> a void:Dataset ; void:dataDump <${site}/people.nt> . ${dataset('in-void')} <${site}/cat> a dcat:Catalog ; dcat:dataset <${site}/named> .`),
      '/root': turtle(dataset('root')),
      '/dump.ttl': turtle(dataset('dump')),
      '/named': html('named'),
      '/.well-known/api-catalog': linkset(
        {
          anchor: `${site}/.well-known/api-catalog`,
          item: [{ href: `${site}/catalog?page=1`, type: 'text/turtle' }, { href: `${site}/api` }, { href: 'https://elsewhere.example/api' }],
        },
        {
          anchor: `${site}/rest`,
          'service-desc': [{ href: `${site}/openapi.json`, type: 'application/json' }],
          'service-doc': [{ href: `${site}/docs`, type: 'text/html' }],
        },
      ),
      '/catalog?page=1': turtle(`${dataset('p1')} <${site}/catalog?page=1> a hydra:PartialCollectionView ; hydra:next <${site}/catalog?page=2> .`),
      '/catalog?page=2': turtle(dataset('p2')),
      '/api': html(null),
      '/docs': html('docs'),
      '/sitemap.xml': sitemap('/s'),
      '/s': html('s'),
    });
    expect(await harvesting.nextDay()).toMatchObject({ outcome: 'complete' });
    expect(live(harvesting)).toEqual(['docs', 'dump', 'in-void', 'named', 'p1', 'p2', 'root', 's']);
    expect(codes(harvesting).filter((code) => code === 'paging-foreign-host')).toHaveLength(1);
    const asked = harvesting.fake.requests.map(({ path }) => path).filter((path) => path !== '/robots.txt');
    for (const path of ['/people.nt', '/openapi.json']) expect(asked).not.toContain(path);
    expect(new Set(asked).size).toBe(asked.length);
    const { seq } = harvesting.reader.snapshot();
    expect(await harvesting.nextDay()).toMatchObject({ outcome: 'complete', counts: { added: 0, updated: 0 } });
    expect(harvesting.reader.snapshot().seq).toBe(seq);
    // A well-known address that fails takes nothing away; what it no longer names goes after the grace.
    harvesting.fake.set('/.well-known/api-catalog', { status: 404 });
    for (let day = 0; day < 3; day++) expect((await harvesting.nextDay()).outcome).toBe('partial');
    harvesting.fake.set('/.well-known/api-catalog', html(null));
    expect((await harvesting.nextDay()).outcome).toBe('partial');
    expect(live(harvesting)).toHaveLength(8);
    harvesting.fake.set('/.well-known/api-catalog', linkset({ anchor: `${site}/`, item: [{ href: `${site}/catalog?page=1`, type: 'text/turtle' }] }));
    for (let day = 0; day < 3; day++) expect((await harvesting.nextDay()).outcome).toBe('complete');
    expect(live(harvesting)).toEqual(['dump', 'in-void', 'named', 'p1', 'p2', 'root', 's']);
  });

  it('change nothing where they are pages for people, or are not there, and a site without a sitemap may do with them alone', async () => {
    const everywhere = html('spa');
    const harvesting = await opened({
      '/.well-known/void': everywhere,
      '/.well-known/api-catalog': everywhere,
      '/sitemap.xml': sitemap('/s'),
      '/s': html('s'),
    });
    expect((await harvesting.nextDay()).outcome).toBe('complete');
    expect(live(harvesting)).toEqual(['s']);
    const alone = await opened({ '/': html(null), '/.well-known/api-catalog': linkset({ item: [{ href: '/d', type: 'text/html' }] }), '/d': html('d') });
    expect((await alone.nextDay()).outcome).toBe('complete');
    expect(live(alone)).toEqual(['d']);
    const none = await opened({ '/': html(null), '/.well-known/api-catalog': linkset({ item: [{ href: '/d', type: 'text/html' }] }), '/d': html(null) });
    expect((await none.nextDay()).outcome).not.toBe('complete');
    expect(codes(none)).toContain('unusable-body');
  });

  it('that announce a document which fails leave the walk unfinished', async () => {
    const harvesting = await opened({
      '/.well-known/void': turtle(`<${site}/void> void:rootResource <${site}/root> .`),
      '/root': { status: 500 },
      '/sitemap.xml': sitemap('/s'),
      '/s': html('s'),
    });
    expect(await harvesting.nextDay()).toMatchObject({ outcome: 'partial', counts: { added: 1 } });
    expect(codes(harvesting)).toContain('http-status');
  });

  it('are read with care: hostile link sets and descriptions lead nowhere', () => {
    const links = (text: string): ReturnType<typeof entryPointsOfApis> =>
      entryPointsOfApis(linksOfLinkset(text, 'application/linkset+json', `${site}/.well-known/api-catalog`, 'anything'));
    for (const text of [
      '',
      'null',
      '[]',
      '{"linkset":5}',
      '{"linkset":[null,{"item":"x"},{"item":[{"href":5},{"href":"javascript:alert(1)"},{"href":"file:///etc/passwd"},{"href":"http://["}]}]}',
    ])
      expect(links(text)).toEqual({ documents: [], pages: [] });
    expect(
      links(JSON.stringify({ linkset: [{ anchor: 'https://x.example/', item: [{ href: '/a#b', type: 'text/turtle; charset=utf-8' }, { href: '/a' }] }] })),
    ).toEqual({ documents: [`${site}/a`], pages: [] });
    const text = '@prefix void: <http://rdfs.org/ns/void#> . <urn:d> void:rootResource <urn:x>, "text", [] ; void:dataDump <https://a.example/dump> .';
    expect(entryPointsOfVoid(quadsOf(text)).documents).toEqual([]);
    expect(entryPointsOfVoid(quadsOf(`${text} <urn:d> void:classPartition [ void:class dcat:Dataset ] .`)).documents).toEqual(['https://a.example/dump']);
  });
});
