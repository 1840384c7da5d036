import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { webHarvester } from '../../harvesters/web/index.js';
import { linksOfHeader, linksOfLinkset } from '../../harvesters/web/links.js';
import { readSitemap, sitemapsOf } from '../../harvesters/web/sitemap.js';
import { packageRoot } from '../../src/assets.js';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { FetchAnswer, FetchRequest } from '../../src/ports/fetcher.js';
import type { HarvestContext } from '../../src/ports/harvester.js';
import { silentLogger } from '../../src/ports/logger.js';
import { FakeStation, type FakeRoute } from '../support/fake-station.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation, TestClock } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

const host = 'data.holder.example';
const site = `http://${host}`;
const signposting = join(packageRoot, '..', 'shared', 'corpus-protocols', 'signposting');
const present = existsSync(signposting);
if (!present) console.log('signposting corpus skipped: ../shared/corpus-protocols/signposting is not there');

const fakes: FakeStation[] = [];
afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

type Opened = Harvesting & { readonly fake: FakeStation; readonly once: () => ReturnType<Harvesting['run']> };

async function opened(routes: Readonly<Record<string, FakeRoute>>, changes: Partial<Station> = {}): Promise<Opened> {
  const fake = await FakeStation.start(routes);
  fakes.push(fake);
  const harvesting = await openHarvesting([makeStation('holder', { protocol: 'web', endpoint: `${site}/`, ...changes })], {
    connectTo: { [host]: `127.0.0.1:${String(fake.port)}` },
  });
  return { ...harvesting, fake, once: () => harvesting.run('holder') };
}

const json = (id: string, more: object = {}): string =>
  JSON.stringify({ '@context': 'https://schema.org', '@type': 'Dataset', '@id': `${site}/id/${id}`, name: id, description: 'd', ...more });
const script = (text: string, type = 'application/ld+json'): string => `<script type="${type}">${text}</script>`;
const html = (head: string, headers: Readonly<Record<string, string>> = {}): FakeRoute => ({
  body: `<!DOCTYPE html><html lang="nl"><head>${head}</head><body></body></html>`,
  type: 'text/html; charset=utf-8',
  headers,
  conditional: true,
});
const xml = (body: string): FakeRoute => ({ body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`, type: 'application/xml' });
const urlset = (...paths: readonly (string | [string, string])[]): FakeRoute =>
  xml(
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${paths
      .map((path) =>
        typeof path === 'string' ? `<url><loc>${site}${path}</loc></url>` : `<url><loc>${site}${path[0]}</loc><lastmod>${path[1]}</lastmod></url>`,
      )
      .join('')}</urlset>`,
  );
const turtle = (id: string, title = id): FakeRoute => ({
  body: `${prefixes}<${site}/id/${id}> a dcat:Dataset ; dct:title "${title}"@en ; dct:description "d"@en .`,
  type: 'text/turtle',
  conditional: true,
});

const live = ({ reader }: Harvesting): number => reader.publishedCount(reader.snapshot().seq);
const codes = (harvesting: Harvesting): string[] => harvesting.issues().map((one) => one.code);
const bodyOf = ({ reader }: Harvesting, iri: string): string => reader.published(reader.head(iri)!.id)?.body ?? '';
const titleOf = ({ reader }: Harvesting, iri: string): unknown => reader.head(iri)?.title;
const page = `${site}/p`;
const onPage = { endpoint: page };

describe('one registered page', () => {
  it.each([
    ['JSON-LD', script(json('a'))],
    ['JSON-LD with a character set', script(json('a'), 'application/ld+json;charset=utf-8')],
    ['JSON-LD in a list', script(`[${json('a')}]`)],
    ['JSON-LD in a graph', script(`{"@context":"https://schema.org","@graph":[${json('a')}]}`)],
    ['JSON-LD in an HTML comment', script(`<!-- ${json('a')} -->`)],
    ['JSON-LD in CDATA', script(`//<![CDATA[\n${json('a')}\n//]]>`)],
    ['JSON-LD beside other things', script('{"@context":"https://schema.org","@type":"Organization","name":"O"}') + script(json('a'))],
    [
      'RDFa',
      `<div vocab="http://schema.org/" typeof="Dataset" resource="${site}/id/a"><span property="name">a</span><span property="description">d</span></div>`,
    ],
    [
      'microdata',
      `<div itemscope itemtype="https://schema.org/Dataset" itemid="${site}/id/a"><span itemprop="name">a</span><span itemprop="description">d</span></div>`,
    ],
  ])('WEB-1: is read from %s', async (_name, head) => {
    const harvesting = await opened({ '/p': html(head) }, onPage);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(Object.values(titleOf(harvesting, `${site}/id/a`) as object)).toEqual([['a']]);
    expect(codes(harvesting)).toContain('low-quality');
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { updated: 0, unchanged: 1 } });
  });

  it('WEB-4: one bad script does not hide the others, is told with its line, and withdraws nothing', async () => {
    const harvesting = await opened({ '/p': html(script(json('a')) + script(json('b'))) }, onPage);
    await harvesting.once();
    expect(live(harvesting)).toBe(2);
    harvesting.fake.set('/p', html(`\n${script('{"@context": "https://schema.org", "@type": "Dataset" "name": }')}\n${script(json('b', { name: 'new' }))}`));
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      await harvesting.once();
      expect(harvesting.issues().find((one) => one.code === 'parse-error')).toMatchObject({ line: 2, detail: expect.stringContaining('script 1') as string });
    }
    expect(titleOf(harvesting, `${site}/id/b`)).toEqual({ nl: ['new'] });
    expect(live(harvesting)).toBe(2);
  });

  it('names a context that we do not hold, and reads the rest', async () => {
    const harvesting = await opened({ '/p': html(script('{"@context":"https://other.example/ctx","@type":"Dataset"}') + script(json('a'))) }, onPage);
    expect((await harvesting.once()).counts.added).toBe(1);
    expect(codes(harvesting)).toContain('missing-context');
  });

  it.each([
    ['a link in its head', html('<link rel="alternate describedby" type="text/turtle" href="/meta.ttl">' + script(json('poor')))],
    ['its Link header', html(script(json('poor')), { link: `</meta.ttl>; rel="describedby"; type="text/turtle"` })],
    ['a linkset', html('<link rel="linkset" type="application/linkset+json" href="/linkset.json">' + script(json('poor')))],
  ])('WEB-1: is described by the RDF of %s rather than by its JSON-LD', async (_name, route) => {
    const linkset = JSON.stringify({ linkset: [{ anchor: page, describedby: [{ href: '/meta.ttl', type: 'text/turtle' }] }] });
    const harvesting = await opened({ '/p': route, '/meta.ttl': turtle('a'), '/linkset.json': { body: linkset, type: 'application/linkset+json' } }, onPage);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(titleOf(harvesting, `${site}/id/a`)).toEqual({ en: ['a'] });
    expect(titleOf(harvesting, `${site}/id/poor`)).toBeUndefined();
    harvesting.fake.set('/meta.ttl', turtle('a', 'changed'));
    expect((await harvesting.once()).counts.updated).toBe(1);
  });

  it('HTTP-8: a page that did not change says nothing about the document that describes it', async () => {
    const route = html('<link rel="describedby" type="text/turtle" href="/meta.ttl">', { etag: '"p1"' });
    const harvesting = await opened({ '/p': route, '/meta.ttl': { ...turtle('a'), headers: { etag: '"m1"' } } }, onPage);
    await harvesting.once();
    expect(await harvesting.once()).toMatchObject({ counts: { unchanged: 1 } });
    harvesting.fake.set('/meta.ttl', { ...turtle('a', 'changed'), headers: { etag: '"m2"' } });
    expect(await harvesting.once()).toMatchObject({ counts: { updated: 1 } });
  });

  it('falls back to what it holds itself when the document does not exist, but not when it fails just now', async () => {
    const route = html('<link rel="describedby" type="text/turtle" href="/meta.ttl">' + script(json('own')));
    const harvesting = await opened({ '/p': route, '/meta.ttl': turtle('a') }, onPage);
    await harvesting.once();
    harvesting.fake.set('/meta.ttl', { status: 503 });
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      await harvesting.once();
    }
    expect(harvesting.reader.head(`${site}/id/a`)?.state).toBe('current');
    expect(harvesting.reader.head(`${site}/id/own`)).toBeUndefined();
    const missing = await opened({ '/p': route, '/meta.ttl': { status: 404 } }, onPage);
    expect(await missing.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(titleOf(missing, `${site}/id/own`)).toEqual({ nl: ['own'] });
  });

  it('does not follow its description to another host', async () => {
    const harvesting = await opened(
      { '/p': html('<link rel="describedby" type="text/turtle" href="http://elsewhere.example/meta.ttl">' + script(json('a'))) },
      onPage,
    );
    expect((await harvesting.once()).counts.added).toBe(1);
    expect(codes(harvesting)).toContain('paging-foreign-host');
  });

  it('may be RDF itself', async () => {
    const harvesting = await opened({ '/p': turtle('a') }, onPage);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(harvesting.issues().filter((one) => one.code === 'low-quality')).toEqual([]);
  });

  it('reads a page in another encoding', async () => {
    const body = Buffer.from(`<html><head><meta charset="iso-8859-1">${script(json('a', { name: 'Coördinatie' }))}</head></html>`, 'latin1');
    const harvesting = await opened({ '/p': { body, type: 'text/html' } }, onPage);
    await harvesting.once();
    expect(titleOf(harvesting, `${site}/id/a`)).toEqual({ '': ['Coördinatie'] });
  });

  it.each([
    ['a page without a dataset (HTTP-18)', html('<title>Log in</title>'), 'unusable-body'],
    ['a failure', { status: 500 }, 'http-status'],
    ['a page that is gone', { status: 410 }, 'http-status'],
    ['Turtle that breaks off', { body: `${prefixes}<${site}/id/a> a dcat:Dat`, type: 'text/turtle' }, 'parse-error'],
  ] as [string, FakeRoute, string][])('withdraws nothing when the page has become %s', async (_name, route, code) => {
    const harvesting = await opened({ '/p': html(script(json('a'))) }, onPage);
    await harvesting.once();
    harvesting.fake.set('/p', route);
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      expect(['partial', 'failed']).toContain((await harvesting.once()).outcome);
      expect(codes(harvesting)).toContain(code);
    }
    expect(live(harvesting)).toBe(1);
  });
});

describe('signposts (WEB-7)', () => {
  it('add the identifier to cite, from the header before the head', async () => {
    const route = html(`<link rel="cite-as" href="https://doi.example/wrong">${script(json('a'))}`, { link: '<https://doi.org/10.1/right>; rel="cite-as"' });
    const harvesting = await opened({ '/p': route }, onPage);
    await harvesting.once();
    expect(bodyOf(harvesting, `${site}/id/a`)).toContain('"https://doi.org/10.1/right"');
    expect(bodyOf(harvesting, `${site}/id/a`)).not.toContain('doi.example/wrong');
  });

  it('are refused when there is more than one to cite', async () => {
    const harvesting = await opened(
      { '/p': html(`<link rel="cite-as" href="https://doi.org/10.1/a"><link rel="cite-as" href="https://doi.org/10.1/b">${script(json('a'))}`) },
      onPage,
    );
    expect((await harvesting.once()).counts.added).toBe(1);
    expect(codes(harvesting)).toContain('protocol-error');
    expect(bodyOf(harvesting, `${site}/id/a`)).not.toContain('10.1');
  });

  it('give content and authors only where the description has none', async () => {
    const signs = `<link rel="item" type="text/csv" href="https://f.example/x.csv"><link rel="author" href="https://orcid.example/1"><link rel="license" href="https://l.example/">`;
    const harvesting = await opened({ '/p': html(signs + script(json('a'))), '/q': html('') }, onPage);
    await harvesting.once();
    for (const part of ['https://f.example/x.csv', 'https://orcid.example/1', 'https://l.example/']) expect(bodyOf(harvesting, `${site}/id/a`)).toContain(part);
    harvesting.fake.set(
      '/p',
      html(
        signs +
          script(json('a', { creator: 'Me', license: 'https://own.example/', distribution: { '@type': 'DataDownload', contentUrl: 'https://f.example/y' } })),
      ),
    );
    await harvesting.once();
    for (const part of ['x.csv', 'orcid.example', 'https://l.example/']) expect(bodyOf(harvesting, `${site}/id/a`)).not.toContain(part);
  });

  it.skipIf(!present)('of the corpus are read', async () => {
    const text = readFileSync(join(signposting, '02-html-full.html'), 'utf8').replaceAll('https://s11.no/2022/a2a-fair-metrics/02-html-full/metadata', site);
    const linkset = readFileSync(join(signposting, '27-http-linkset-json-only.json'), 'utf8');
    const harvesting = await opened(
      { '/p': { body: text, type: 'text/html' }, '/02-html-full.jsonld': { body: json('a'), type: 'application/ld+json' } },
      onPage,
    );
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    const body = bodyOf(harvesting, `${site}/id/a`);
    for (const part of [
      '"https://w3id.org/a2a-fair-metrics/02-html-full/"',
      'test-apple-data.csv',
      'https://orcid.org/0000-0002-1825-0097',
      'licenses/by/4.0/',
    ])
      expect(body).toContain(part);
    expect(
      linksOfLinkset(linkset, 'application/linkset+json', 'https://s11.no/2022/a2a-fair-metrics/27-http-linkset-json-only/').map(({ rel }) => rel),
    ).toEqual(['cite-as', 'item', 'describedby']);
  });

  it('are parsed as RFC 8288 says: quoted values, several relations, other anchors left out', () => {
    const header = `<a>; rel="describedby  cite-as"; type="text/turtle;charset=utf-8", <b,c>; title="x, \\"y\\"; rel=z"; rel=item, <d>; rel=item; anchor="#part", <e>; rel=item; anchor="/other", <>; rel=item`;
    expect(linksOfHeader(header, `${site}/p`).map(({ rel, href, type }) => [rel, href, type])).toEqual([
      ['describedby', `${site}/a`, 'text/turtle'],
      ['cite-as', `${site}/a`, 'text/turtle'],
      ['item', `${site}/b,c`, null],
      ['item', `${site}/d`, null],
    ]);
  });
});

describe('a site', () => {
  const pages = { '/a': html(script(json('a'))), '/b': html(script(json('b'))), '/about': html('<title>About</title>') };

  it('WEB-3: is walked by the sitemap that its robots.txt names', async () => {
    const harvesting = await opened({
      ...pages,
      '/robots.txt': { body: `User-agent: *\nDisallow: /private\nSitemap: ${site}/maps/index.xml`, type: 'text/plain' },
      '/maps/index.xml': xml(
        `<sitemapindex><sitemap><loc>${site}/maps/1.xml.gz</loc></sitemap><sitemap><loc>${site}/maps/2.xml</loc></sitemap></sitemapindex>`,
      ),
      '/maps/1.xml.gz': { body: gzipSync(String(urlset('/a', '/about').body)), type: 'application/gzip' },
      '/maps/2.xml': urlset('/b', '/b#again'),
    });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 2 } });
    expect(harvesting.issues().map((one) => one.code)).toEqual(expect.arrayContaining(['low-quality']));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { unchanged: 2 } });
  });

  it('is walked by /sitemap.xml when robots.txt names none, within the paths to include', async () => {
    const harvesting = await opened({ ...pages, '/sitemap.xml': urlset('/a', '/b', '/about') }, { settings: { include: '/a' } });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(harvesting.fake.requests.some(({ path }) => path === '/b')).toBe(false);
  });

  it('without a sitemap is its front page', async () => {
    const harvesting = await opened({ '/': html(script(json('a'))) });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
  });

  it('WEB-2: is read by its well-known catalogue first, with the datasets that this only names', async () => {
    const catalogue = {
      '@context': 'https://schema.org',
      '@type': 'DataCatalog',
      dataset: [{ '@type': 'Dataset', '@id': `${site}/id/a`, name: 'a', description: 'd' }, { '@id': `${site}/b` }, { '@id': 'https://elsewhere.example/x' }],
    };
    const harvesting = await opened({
      '/.well-known/datacatalog': { body: JSON.stringify(catalogue), type: 'application/ld+json' },
      '/b': html(script(json('b'))),
      '/sitemap.xml': urlset('/c'),
    });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 2 } });
    expect(harvesting.fake.requests.map(({ path }) => path)).toEqual(['/.well-known/datacatalog', '/b']);
    harvesting.fake.set('/.well-known/datacatalog', { status: 500 });
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      expect((await harvesting.once()).outcome).not.toBe('complete');
    }
    expect(live(harvesting)).toBe(2);
  });

  it('withdraws a page that has left the sitemap, that is gone, or that describes nothing any more, after its grace', async () => {
    const more = Object.fromEntries(['c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((id) => [`/${id}`, html(script(json(id)))]));
    const harvesting = await opened({ ...pages, ...more, '/sitemap.xml': urlset('/a', '/b', ...Object.keys(more)) });
    await harvesting.once();
    expect(live(harvesting)).toBe(10);
    harvesting.fake.set('/a', { status: 410 });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1 } });
    harvesting.clock.add(24 * 8);
    harvesting.fake.set('/b', html('<title>Moved</title>'));
    await harvesting.once();
    harvesting.clock.add(25);
    expect((await harvesting.once()).counts.withdrawn).toBe(1);
    harvesting.clock.add(24 * 8);
    harvesting.fake.set('/c', { status: 404 });
    await harvesting.once();
    expect(codes(harvesting)).toContain('child-unavailable');
    harvesting.clock.add(25);
    expect((await harvesting.once()).counts.withdrawn).toBe(1);
  });

  it('keeps what a page held that fails this time (RUN-3), and stays complete', async () => {
    const harvesting = await opened({ ...pages, '/sitemap.xml': urlset('/a', '/b') });
    await harvesting.once();
    harvesting.fake.set('/a', { status: 500 });
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      expect((await harvesting.once()).outcome).toBe('complete');
    }
    expect(live(harvesting)).toBe(2);
  });

  it('takes an unchanged lastmod for a hint only: a page is asked for all the same, without conditions when it has changed', async () => {
    const tagged = html(script(json('a')), { etag: '"1"' });
    const harvesting = await opened({ '/a': tagged, '/sitemap.xml': urlset(['/a', '2026-01-01']) });
    await harvesting.once();
    await harvesting.once();
    harvesting.fake.set('/sitemap.xml', urlset(['/a', '2026-02-02'])).set('/a', { ...tagged, body: html(script(json('a', { name: 'new' }))).body! });
    await harvesting.once();
    const tags = harvesting.fake.requests.filter(({ path }) => path === '/a').map(({ headers }) => headers['if-none-match']);
    expect(tags).toEqual([undefined, '"1"', undefined]);
    expect(titleOf(harvesting, `${site}/id/a`)).toEqual({ nl: ['new'] });
  });

  it.each([
    ['breaks off', { ...urlset('/a', '/b'), body: String(urlset('/a', '/b').body).slice(0, -40) }, 'parse-error'],
    ['is a page for browsers', html('<title>x</title>'), 'unusable-body'],
    ['fails', { status: 500 }, 'http-status'],
    ['is an index of indexes', xml(`<sitemapindex><sitemap><loc>${site}/index2.xml</loc></sitemap></sitemapindex>`), 'protocol-error'],
    ['declares entities', xml('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset></urlset>'), 'parse-error'],
    ['has more pages than may be read', urlset('/a', '/b', '/about', '/c'), 'limit-reached'],
  ] as [string, FakeRoute, string][])('withdraws nothing, ever, when its sitemap %s', async (_name, route, code) => {
    const harvesting = await opened(
      { ...pages, '/map.xml': urlset('/a', '/b'), '/index2.xml': xml(`<sitemapindex><sitemap><loc>${site}/map2.xml</loc></sitemap></sitemapindex>`) },
      { settings: { sitemap: '/map.xml', 'max-pages': '3' } },
    );
    await harvesting.once();
    expect(live(harvesting)).toBe(2);
    harvesting.fake.set('/map.xml', route);
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      expect(['partial', 'failed']).toContain((await harvesting.once()).outcome);
      expect(codes(harvesting)).toContain(code);
    }
    expect(live(harvesting)).toBe(2);
  });

  it('leaves out addresses on other hosts, and says so once', async () => {
    const body = `<urlset><url><loc>${site}/a</loc></url><url><loc>https://x.example/1</loc></url><url><loc>https://x.example/2</loc></url></urlset>`;
    const harvesting = await opened({ ...pages, '/sitemap.xml': xml(body) });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(codes(harvesting).filter((code) => code === 'paging-foreign-host')).toHaveLength(1);
  });
});

describe('robots.txt', () => {
  it('HTTP-12: decides over pages and documents that were found, not over what is registered', async () => {
    const asked: FetchRequest[] = [];
    const answers: Record<string, FetchAnswer> = {
      '/map.xml': fetched(String(urlset('/a', '/b').body), 'application/xml'),
      '/a': fetched(String(html(script(json('a'))).body), 'text/html'),
      '/b': { kind: 'failed', reason: 'robots', detail: 'robots.txt does not allow it.' },
    };
    const events: HarvestEvent[] = [];
    for await (const event of webHarvester.harvest(
      makeStation('holder', { endpoint: `${site}/`, settings: { sitemap: '/map.xml' } }),
      contextOf(asked, answers),
    ))
      events.push(event);
    expect(asked.map(({ url, discovered }) => [new URL(url).pathname, discovered ?? false])).toEqual([
      ['/map.xml', false],
      ['/a', true],
      ['/b', true],
    ]);
    expect(events).toContainEqual({ kind: 'listed', key: `${site}/b` });
    expect(events.flatMap((event) => (event.kind === 'issue' ? [event.issue.code] : []))).toContain('robots');
    expect(events.at(-1)).toEqual({ kind: 'complete', walk: 'full' });
  });

  function fetched(text: string, mediaType: string): FetchAnswer {
    const bytes = Buffer.from(text);
    return {
      kind: 'fetched',
      status: 200,
      url: site,
      baseIri: site,
      mediaType,
      headers: {},
      body: { kind: 'memory', bytes },
      bodyHash: String(bytes.length),
      etag: null,
      lastModified: null,
      movedTo: null,
    };
  }

  function contextOf(asked: FetchRequest[], answers: Readonly<Record<string, FetchAnswer>>): HarvestContext {
    return {
      fetcher: {
        fetch: (request) => {
          asked.push(request);
          return Promise.resolve(answers[new URL(request.url).pathname] ?? { kind: 'failed', reason: 'unreachable', detail: 'no stub' });
        },
      },
      clock: new TestClock(),
      logger: silentLogger,
      signal: new AbortController().signal,
      limits: { maxPages: 10, maxDocumentBytes: 1 << 20, maxPageBytes: 1 << 20, maxRunBytes: 1 << 20 },
      bookmark: null,
      fullWalkAt: null,
      full: false,
      remembered: () => undefined,
      knownDocuments: () => [],
      stored: () => Promise.resolve(null),
    };
  }
});

describe('a sitemap', () => {
  it('is read with prefixes and extensions, up to 50 000 addresses', async () => {
    const text = `<s:urlset xmlns:s="x"><s:url><s:loc>${site}/a?x=1&amp;y=2</s:loc><image:image><image:loc>${site}/i.png</image:loc></image:image></s:url><s:url><s:loc>not an address:</s:loc></s:url></s:urlset>`;
    expect((await readSitemap(text, site)).entries.map(({ url }) => url)).toContain(`${site}/a?x=1&y=2`);
    expect((await readSitemap(text, site)).entries.some(({ url }) => url.includes('i.png'))).toBe(false);
    const many = `<urlset>${Array.from({ length: 50_001 }, (_, at) => `<url><loc>${site}/${String(at)}</loc></url>`).join('')}</urlset>`;
    expect(await readSitemap(many, site)).toMatchObject({ cut: true, entries: { length: 50_000 } });
    expect(sitemapsOf('sitemap: /x.xml\r\nSitemap:https://y.example/y.xml # own', `${site}/robots.txt`)).toEqual([`${site}/x.xml`, 'https://y.example/y.xml']);
  });
});

describe('the entry of a web station', () => {
  it('is told what is wrong with its settings', () => {
    expect(webHarvester.faults?.(makeStation('x', { settings: { 'max-pages': '0', include: 'data', sitemap: 'ftp://x', colour: 'red' } }))).toHaveLength(4);
    expect(webHarvester.faults?.(makeStation('x', { settings: { 'max-pages': '10', include: '/data/', sitemap: '/map.xml' } }))).toEqual([]);
  });
});
