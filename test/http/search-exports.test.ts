import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { parseText } from '../../src/rdf/parse.js';
import { FakeStation } from '../support/fake-station.js';
import { canonical } from '../support/rdf.js';
import { openTestServer, type TestServer } from '../support/server.js';

const folder = mkdtempSync(join(tmpdir(), 'ndc-exports-'));
const count = 230;
const dataset = (n: number): string =>
  `<https://extra.example/d/${String(n)}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "${n === 7 ? '=cmd|calc, \\"seven\\"' : `Zonnebloem ${String(n)}`}"@nl ; <http://purl.org/dc/terms/description> "Een dataset over zonnebloem."@nl ; <http://www.w3.org/ns/dcat#distribution> [ <http://www.w3.org/ns/dcat#accessURL> <https://extra.example/f/${String(n)}> ] .\n`;
const numbers = Array.from({ length: count }, (_, n) => n + 1);

let catalogue: TestServer;
let station: FakeStation;

beforeAll(async () => {
  station = await FakeStation.start({ '/x.ttl': { body: numbers.map(dataset).join(''), type: 'text/turtle' } });
  const stations = join(folder, 'stations.ttl');
  writeFileSync(
    stations,
    `${readFileSync(join(packageRoot, 'fixtures', 'demo', 'stations.ttl'), 'utf8')}\n<https://catalogue.example/stations/extra> a ndc:Station ; dct:title "Extra"@en ; ndc:kind "holder" ; dct:publisher <https://extra.example/> ; dcat:endpointURL <${station.url}/x.ttl> ; ndc:protocol "rdf" ; ndc:state "live" .\n<https://extra.example/> foaf:name "Extra"@en .\n`,
  );
  catalogue = await openTestServer({ environment: { NDC_STATIONS: stations } });
  await catalogue.server.house.harvest.run({ station: 'extra', trigger: 'manual' });
}, 180_000);

afterAll(async () => {
  await catalogue.close();
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly total: number;
  readonly page?: number;
  readonly items: readonly { readonly id: string }[];
  readonly links: Readonly<Record<string, string>>;
}

async function json(path: string): Promise<Answer> {
  const response = await catalogue.get(path);
  expect([path, response.status]).toEqual([path, 200]);
  return (await response.json()) as Answer;
}

async function walked(first: string): Promise<string[]> {
  const ids: string[] = [];
  for (let path: string | undefined = first; path !== undefined;) {
    const answer: Answer = await json(path);
    ids.push(...answer.items.map(({ id }) => id));
    path = answer.links['next']?.slice(catalogue.url.length);
  }
  return ids;
}

describe('a walk through all hits by cursor', () => {
  it.each(['q=zonnebloem', 'station=extra', 'station=extra&sort=title', 'station=extra&sort=individuals', 'q=zonnebloem&sort=modified'])(
    'finds each hit of %s once, in the order of the pages',
    async (search) => {
      const paged = await walked(`/api/v1/datasets?${search}&pageSize=50&page=1`);
      const ids = await walked(`/api/v1/datasets?${search}&pageSize=37&cursor=*`);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBe((await json(`/api/v1/datasets?${search}`)).total);
      expect(ids.length).toBeGreaterThanOrEqual(count - 1);
      expect(ids).toEqual(paged);
    },
  );

  it.each([
    ['cursor=abc', 'none of ours'],
    ['cursor=*&page=2', 'exclude each other'],
    ['page=101&pageSize=100', 'links.next'],
  ])('is refused with the reason for %s', async (query, reason) => {
    const response = await catalogue.get(`/api/v1/datasets?${query}`);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { detail: string }).detail).toContain(reason);
  });

  it('is refused when the cursor belongs to another search, and 410 when it is of a state that is gone', async () => {
    const { links } = await json('/api/v1/datasets?station=extra&pageSize=10&cursor=*');
    const cursor = new URL(links['next'] ?? '').searchParams.get('cursor') ?? '';
    expect((await catalogue.get(`/api/v1/datasets?q=zonnebloem&pageSize=10&cursor=${cursor}`)).status).toBe(400);
    const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    const former = Buffer.from(JSON.stringify([Number(parts[0]) + 1, ...parts.slice(1)]), 'utf8').toString('base64url');
    expect((await catalogue.get(`/api/v1/datasets?station=extra&pageSize=10&cursor=${former}`)).status).toBe(410);
    expect((await catalogue.get(`/datasets.csv?station=extra&cursor=${former}`)).status).toBe(410);
  });
});

describe('a search with all its hits', () => {
  it('is CSV that spreadsheets read without running anything, with the filters of the search page', async () => {
    const response = await catalogue.get('/datasets.csv?station=extra&expand=no&lang=nl');
    expect([response.status, response.headers.get('content-type'), response.headers.get('x-total-count')]).toEqual([
      200,
      'text/csv; charset=utf-8; header=present',
      String(count),
    ]);
    const lines = (await response.text()).split('\r\n');
    expect(lines[0]).toMatch(/^id,iri,page,kind,status,title,/);
    expect(lines).toHaveLength(count + 2);
    expect(lines.find((line) => line.includes('https://extra.example/d/7,'))).toContain(`"'=cmd|calc, ""seven"""`);
  });

  it.each([
    ['ttl', 'text/turtle'],
    ['jsonld', 'application/ld+json'],
  ])('is %s that holds each dataset as its own address gives it', async (extension, mediaType) => {
    const response = await catalogue.get(`/datasets.${extension}?q=zonnebloem&lang=nl`);
    expect(response.headers.get('content-type')).toContain(mediaType);
    const { quads } = await parseText(await response.text(), { mediaType, baseIri: catalogue.url });
    const { items } = await json('/api/v1/datasets?q=zonnebloem&lang=nl&pageSize=3');
    const all = new Set((await canonical(quads)).split('\n'));
    for (const { id } of items) {
      const own = await parseText(await (await catalogue.get(`/datasets/${id}.ttl`)).text(), { mediaType: 'text/turtle', baseIri: catalogue.url });
      for (const line of (await canonical(own.quads)).split('\n')) expect(all).toContain(line);
    }
  });

  it('goes on from a cursor of the same search', async () => {
    const { links, items } = await json('/api/v1/datasets?station=extra&lang=nl&pageSize=100&cursor=*');
    const cursor = new URL(links['next'] ?? '').searchParams.get('cursor') ?? '';
    const text = await (await catalogue.get(`/datasets.csv?station=extra&lang=nl&cursor=${cursor}`)).text();
    expect(text.trim().split('\r\n')).toHaveLength(1 + count - 100);
    for (const { id } of items) expect(text).not.toContain(id);
  });

  it('refuses what it does not understand instead of giving everything', async () => {
    const response = await catalogue.get('/datasets.csv?statoin=extra');
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect(await response.text()).toContain('statoin');
    expect((await catalogue.get('/datasets.docx')).status).toBe(404);
  });

  it('answers HEAD with the same headers and nothing else', async () => {
    const response = await fetch(`${catalogue.url}/datasets.csv?station=extra`, { method: 'HEAD' });
    expect([response.status, response.headers.get('x-total-count'), await response.text()]).toEqual([200, String(count), '']);
  });

  it('is a feed: what changed last stands first, and the feed is the same until something changes', async () => {
    const response = await catalogue.get('/datasets.atom?q=zonnebloem&lang=nl');
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('application/atom+xml');
    expect(text.match(/<entry>/g)).toHaveLength(50);
    expect(text).toContain(`href="${catalogue.url}/datasets.atom?q=zonnebloem&amp;lang=nl"`);
    expect(text).toContain(`href="${catalogue.url}/nl/datasets?q=zonnebloem&amp;sort=modified"`);
    const etag = response.headers.get('etag') ?? '';
    expect((await catalogue.get('/datasets.atom?q=zonnebloem&lang=nl', { 'if-none-match': etag })).status).toBe(304);
    expect((await catalogue.get(`/datasets.atom?q=${'x'.repeat(201)}`)).status).toBe(400);
  });

  it('is linked from the page of the search, in every form', async () => {
    const html = await (await catalogue.get('/nl/datasets?q=zonnebloem&station=extra&page=2')).text();
    const links = [...html.matchAll(/href="(\/(?:datasets\.|api\/v1\/datasets|nl\/sparql\?query)[^"]*)"/g)].map((match) =>
      (match[1] ?? '').replaceAll('&amp;', '&'),
    );
    expect(links.map((link) => link.replace(/\?.*/, ''))).toEqual(
      expect.arrayContaining(['/datasets.csv', '/datasets.jsonld', '/datasets.ttl', '/datasets.atom', '/api/v1/datasets', '/nl/sparql']),
    );
    for (const link of new Set(links)) expect([link, (await catalogue.get(link)).status]).toEqual([link, 200]);
  });
});
