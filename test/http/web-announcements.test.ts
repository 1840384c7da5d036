import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linksOfHeader, linksOfLinkset, type Link } from '../../harvesters/web/links.js';
import { packageRoot } from '../../src/assets.js';
import { recordId } from '../../src/domain/record-id.js';
import { faces } from '../../src/federation/faces.js';
import { linkHeader, signposts } from '../../src/federation/signposting.js';
import { Sitemap } from '../../src/federation/sitemap.js';
import { parseText } from '../../src/rdf/parse.js';
import { FakeStation } from '../support/fake-station.js';
import { openTestServer, type TestServer } from '../support/server.js';

const folder = mkdtempSync(join(tmpdir(), 'ndc-web-'));
const open = 'https://extra.example/d/open';
const closed = 'https://extra.example/d/closed';
const files = Array.from({ length: 30 }, (_, n) => `https://extra.example/files/${String(n)}.csv`);
const access = 'http://publications.europa.eu/resource/authority/access-right/';
const dataset = (iri: string, right: string): string =>
  `<${iri}> a dcat:Dataset ; dct:title "About"@en ; dct:description "Beside the server."@en ; dct:publisher <https://extra.example/> ; dct:creator <https://orcid.org/0000-0002-1825-0097> ; dct:accessRights <${access}${right}> ; dcat:distribution ${files
    .map((_file, n) => `<${iri}/${String(n)}>`)
    .join(' , ')} .\n${files
    .map(
      (file, n) =>
        `<${iri}/${String(n)}> a dcat:Distribution ; dcat:accessURL <${file}> ; dcat:downloadURL <${file}> ; dct:license <http://creativecommons.org/licenses/by/4.0/> ; dcat:mediaType <http://www.iana.org/assignments/media-types/text/csv> .`,
    )
    .join('\n')}\n`;
const body = `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .\n<https://extra.example/> a foaf:Agent ; foaf:name "Extra"@en .\n<https://orcid.org/0000-0002-1825-0097> a foaf:Agent ; foaf:name "J. Carberry" .\n`;

let catalogue: TestServer;
let station: FakeStation;
let iri: string;

beforeAll(async () => {
  station = await FakeStation.start({ '/x.ttl': { body: body + dataset(open, 'PUBLIC') + dataset(closed, 'NON_PUBLIC'), type: 'text/turtle' } });
  const stations = join(folder, 'stations.ttl');
  writeFileSync(
    stations,
    `${readFileSync(join(packageRoot, 'fixtures', 'demo', 'stations.ttl'), 'utf8')}\n<https://catalogue.example/stations/extra> a ndc:Station ; dct:title "Extra"@en ; ndc:kind "holder" ; dct:publisher <https://extra.example/> ; dcat:endpointURL <${station.url}/x.ttl> ; ndc:protocol "rdf" ; ndc:state "live" .\n<https://extra.example/> foaf:name "Extra"@en .\n`,
  );
  catalogue = await openTestServer({ environment: { NDC_STATIONS: stations } });
  iri = `${catalogue.url}/datasets/${recordId(open)}`;
}, 240_000);

afterAll(async () => {
  await catalogue.close();
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

const local = (address: string): string => address.slice(catalogue.url.length);
const of = (links: readonly Link[], rel: string): string[] => links.filter((link) => link.rel === rel).map(({ href }) => href);
const locations = (xml: string): string[] => [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address = '']) => address);

describe('the sitemap (WEBO-2)', () => {
  it('is named in robots.txt, and lists the page of every current record in both languages with its last change', async () => {
    const robots = await (await catalogue.get('/robots.txt')).text();
    const [address = ''] = /(?<=^Sitemap: ).*$/m.exec(robots) ?? [];
    expect(address).toBe(`${catalogue.url}/sitemap.xml`);
    const index = await catalogue.get(local(address));
    expect([index.status, index.headers.get('content-type')]).toEqual([200, 'application/xml; charset=utf-8']);
    const parts = locations(await index.text());
    expect(parts.length).toBeGreaterThan(1);
    const texts = await Promise.all(parts.map(async (part) => (await catalogue.get(local(part))).text()));
    const all = texts.flatMap(locations);
    expect(new Set(all).size).toBe(all.length);
    const { reader } = catalogue.server.house.harvest;
    const records = reader.publishedPage(reader.snapshot().seq, '', 10_000);
    expect(records.length).toBeGreaterThan(60);
    for (const lang of ['nl', 'en'])
      expect(all.filter((one) => one.startsWith(`${catalogue.url}/${lang}/datasets/`)).sort()).toEqual(
        records.map(({ head }) => `${catalogue.url}/${lang}/datasets/${head.id}`).sort(),
      );
    const head = reader.head(open);
    expect(texts.join('')).toContain(`<loc>${catalogue.url}/en/datasets/${head?.id ?? ''}</loc><lastmod>${head?.lastChangedAt ?? ''}</lastmod>`);
    for (const page of all.filter((one) => !one.includes('/datasets/'))) expect([page, (await catalogue.get(local(page))).status]).toEqual([page, 200]);
    expect((await catalogue.get('/sitemap-0.xml')).status).toBe(404);
    expect((await catalogue.get('/sitemap-99.xml')).status).toBe(404);
  });

  it('is cut into parts that are not too large', () => {
    const records = Array.from({ length: 7 }, (_, n) => ({ id: `r${String(n)}`, changedAt: `2026-01-0${String(n + 1)}T00:00:00.000Z` }));
    const reader = {
      dataVersion: () => 1,
      currentPart: (from: number, size: number) => records.slice(from, from + size),
      totals: () => ({ current: 7, withdrawn: 0, held: 0, stations: 0 }),
      publishingStations: () => [],
    };
    const sitemap = new Sitemap(reader, 'https://c.example', 3);
    expect([...sitemap.index().matchAll(/<lastmod>([^<]*)/g)].map(([, at]) => at)).toEqual([
      '2026-01-03T00:00:00.000Z',
      '2026-01-06T00:00:00.000Z',
      '2026-01-07T00:00:00.000Z',
    ]);
    expect(['1', '2', '3'].map((part) => locations(sitemap.part(part) ?? '').length)).toEqual([6, 6, 2]);
    expect(sitemap.part('4')).toBeUndefined();
  });
});

describe('signposting (WEBO-4)', () => {
  it('is the same on the page, on what leads to it, and in both kinds of link sets', async () => {
    const page = await catalogue.get(`/en/datasets/${recordId(open)}`);
    const header = linksOfHeader(page.headers.get('link') ?? '', iri);
    expect(of(header, 'cite-as')).toEqual([iri]);
    expect(header.filter(({ rel }) => rel === 'describedby').map(({ href, type }) => [href, type])).toEqual([
      [`${iri}.ttl`, 'text/turtle'],
      [`${iri}.jsonld`, 'application/ld+json'],
      [`${iri}.rdf`, 'application/rdf+xml'],
      [`${iri}.nt`, 'application/n-triples'],
    ]);
    expect(header.filter(({ rel }) => rel === 'describedby').every(({ profile }) => profile?.startsWith('http'))).toBe(true);
    expect(of(header, 'type')).toEqual(['https://schema.org/Dataset', 'https://schema.org/AboutPage']);
    expect(of(header, 'license')).toEqual(['http://creativecommons.org/licenses/by/4.0/']);
    expect(of(header, 'author')).toEqual(['https://orcid.org/0000-0002-1825-0097', 'https://extra.example/']);
    expect(of(header, 'collection')).toHaveLength(1);
    expect(of(header, 'item').length).toBe(20);
    expect(header.find(({ rel }) => rel === 'item')?.type).toBe('text/csv');
    const first = await catalogue.get(`/datasets/${recordId(open)}`, { accept: 'text/html' });
    expect([first.status, first.headers.get('link')]).toEqual([303, page.headers.get('link')]);
    for (const type of ['application/linkset+json', 'application/linkset']) {
      const answer = await catalogue.get(local(of(header, 'linkset')[0] ?? ''), { accept: type });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
      const links = linksOfLinkset(await answer.text(), type, iri);
      expect(of(links, 'item').sort()).toEqual([...files].sort());
      expect(of(links, 'cite-as')).toEqual([iri]);
      for (const rel of ['describedby', 'license', 'author', 'type', 'collection']) expect([rel, of(links, rel)]).toEqual([rel, of(header, rel)]);
    }
    expect((await catalogue.get(`/datasets/${recordId(open)}/linkset`, { accept: 'text/turtle' })).status).toBe(406);
    expect((await catalogue.get('/datasets/aaaaaaaaaaaaaaaa/linkset')).status).toBe(404);
  });

  it('names no files of data that are not public', async () => {
    const page = await catalogue.get(`/en/datasets/${recordId(closed)}`);
    const links = linksOfHeader(page.headers.get('link') ?? '', iri);
    expect([of(links, 'item'), of(links, 'cite-as').length]).toEqual([[], 1]);
    expect(await (await catalogue.get(`/datasets/${recordId(closed)}/linkset`)).text()).not.toContain('/files/');
  });

  it('leads back from RDF to what it describes', async () => {
    const links = linksOfHeader((await catalogue.get(`/datasets/${recordId(open)}.ttl`)).headers.get('link') ?? '', `${iri}.ttl`);
    expect([of(links, 'describes'), of(links, 'cite-as')]).toEqual([[iri], [iri]]);
  });

  it('stays below 8 KiB, and lets nobody write a header of their own', () => {
    const hostile = 'https://x.example/"><script>\r\nSet-Cookie: a=b, <https://evil.example/>; rel="cite-as"é';
    const distributions = Array.from({ length: 200 }, (_, n) => ({
      iri: '',
      licence: n === 0 ? hostile : null,
      downloadUrls: [`https://x.example/${'a'.repeat(1500)}/${String(n)}`],
      accessUrls: [],
      mediaType: 'text/csv"; x="',
    }));
    const header = linkHeader(
      signposts({
        id: 'a',
        baseUrl: 'https://c.example',
        catalogueIri: 'https://c.example/catalogue',
        isPublic: true,
        profile: null,
        description: { publisher: null, creators: [{ iri: 'javascript:alert(1)' }, { iri: hostile }], distributions } as never,
      }),
    );
    expect(Buffer.byteLength(header)).toBeLessThan(8192);
    expect(header).toMatch(/^[\x20-\x7e]+$/);
    const links = linksOfHeader(header, 'https://c.example/');
    expect(of(links, 'cite-as')).toEqual(['https://c.example/datasets/a']);
    expect(of(links, 'author')).toHaveLength(1);
    expect(of(links, 'item').length).toBeGreaterThan(2);
    expect(header).not.toContain('javascript:');
    expect(() => new Headers({ Link: header })).not.toThrow();
  });
});

describe('what is at well-known addresses (WEBO-3, WEBO-5)', () => {
  it('lists every face with what describes it, at addresses that answer', async () => {
    const answer = await catalogue.get('/.well-known/api-catalog');
    expect(answer.headers.get('content-type')).toBe('application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"');
    expect(answer.headers.get('link')).toContain('rel="api-catalog"');
    const text = await answer.text();
    const items = of(linksOfLinkset(text, 'application/linkset+json', `${catalogue.url}/.well-known/api-catalog`), 'item');
    expect(items).toEqual(faces.map(({ path }) => catalogue.url + path));
    expect(items).toEqual(expect.arrayContaining(['/sparql', '/oai', '/fdp', '/api/v1', '/catalog'].map((path) => catalogue.url + path)));
    const all = linksOfLinkset(text, 'application/linkset+json', catalogue.url, 'anything');
    for (const { href, rel, type } of all.filter(({ rel: kind }) => /^service-|^status$/.test(kind))) {
      const found = await catalogue.get(local(href.replace(/#.*$/, '')), { accept: type ?? '*/*' });
      expect([href, rel, found.status, (found.headers.get('content-type') ?? '').split(';')[0]]).toEqual([href, rel, 200, type]);
    }
    const page = await (await catalogue.get('/en/reuse')).text();
    for (const href of of(all, 'service-doc')) expect(page).toContain(`id="${href.split('#')[1] ?? ''}"`);
  });

  it('describes the triples as VoID', async () => {
    const first = await catalogue.get('/.well-known/void');
    expect([first.status, first.headers.get('location')]).toEqual([303, '/void']);
    const answer = await catalogue.get('/void', { accept: 'text/turtle' });
    expect(answer.status).toBe(200);
    const { quads } = await parseText(await answer.text(), { mediaType: 'text/turtle', baseIri: 'urn:x:' });
    const value = (node: string, name: string): string | undefined =>
      quads.find((quad) => quad.subject.value === `${catalogue.url}/void#${node}` && quad.predicate.value === `http://rdfs.org/ns/void#${name}`)?.object.value;
    const { reader } = catalogue.server.house.harvest;
    const datasets = reader.publishedPage(reader.snapshot().seq, '', 10_000).filter(({ head }) => head.kind === 'dataset').length;
    expect(value('dataset', 'sparqlEndpoint')).toBe(`${catalogue.url}/sparql`);
    expect(value('dataset', 'uriSpace')).toBe(`${catalogue.url}/`);
    expect(value('dataset', 'entities')).toBe(String(reader.totals().current));
    const count = await (await catalogue.get(`/sparql?query=${encodeURIComponent('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')}`, { accept: 'text/csv' })).text();
    expect(value('dataset', 'triples')).toBe(count.split('\r\n')[1]);
    expect(Number(value('Dataset', 'entities'))).toBeGreaterThanOrEqual(datasets);
    expect(value('Dataset', 'class')).toBe('http://www.w3.org/ns/dcat#Dataset');
  });

  it('leads to the catalogue, and says whom to tell of a fault until when', async () => {
    const led = await catalogue.get('/.well-known/datacatalog');
    expect([led.status, led.headers.get('location')]).toEqual([303, '/catalog']);
    const answer = await catalogue.get('/.well-known/security.txt');
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const fields = Object.fromEntries(
      (await answer.text())
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    expect(fields['Contact']).toMatch(/^(mailto:\S+@\S+|https?:\/\/\S+)$/);
    expect(fields['Canonical']).toBe(`${catalogue.url}/.well-known/security.txt`);
    const days = (Date.parse(fields['Expires'] ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(100);
    expect(days).toBeLessThan(365);
  });
});

describe('the page on taking over the catalogue (R79)', () => {
  it.each(['nl', 'en'])('says in %s of every face where it is, how often to read it and what tells of deletions', async (lang) => {
    const text = await (await catalogue.get(`/${lang}/reuse`)).text();
    for (const { path, described } of faces) {
      expect(text).toContain(`<code>${catalogue.url}${path}</code>`);
      expect(text).toContain(`href="${described.path.replaceAll('&', '&amp;')}"`);
    }
    expect(text).toContain('2022/868');
    expect((text.match(/<dt>/g) ?? []).length).toBe(faces.length * 5);
    expect(await (await catalogue.get(`/${lang}/developers`)).text()).toContain(`href="/${lang}/reuse"`);
  });
});
