import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { recordId } from '../../src/domain/record-id.js';
import { encodeCursor, decodeCursor } from '../../src/federation/catalogue-pages.js';
import type { RunSummary } from '../../src/harvest/runner.js';
import { parseText } from '../../src/rdf/parse.js';
import { FakeStation } from '../support/fake-station.js';
import { openHarvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { canonical } from '../support/rdf.js';
import { openTestServer, type TestServer } from '../support/server.js';

const hydra = 'http://www.w3.org/ns/hydra/core#';
const formats: Readonly<Record<string, string>> = {
  ttl: 'text/turtle',
  jsonld: 'application/ld+json',
  rdf: 'application/rdf+xml',
  nt: 'application/n-triples',
  nq: 'application/n-quads',
  trig: 'application/trig',
};
const folder = mkdtempSync(join(tmpdir(), 'ndc-catalogue-'));
const dataset = (n: number, title = `Extra ${String(n)}`): string =>
  `<https://extra.example/d/${String(n)}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "${title}"@en ; <http://purl.org/dc/terms/description> "Beside the server."@en ; <http://www.w3.org/ns/dcat#distribution> [ <http://www.w3.org/ns/dcat#accessURL> <https://extra.example/f/${String(n)}> ] .\n`;
const extra = (...numbers: readonly number[]): { body: string; type: string } => ({ body: numbers.map((n) => dataset(n)).join(''), type: 'text/turtle' });
const idOf = (n: number): string => recordId(`https://extra.example/d/${String(n)}`);

let catalogue: TestServer;
let station: FakeStation;

beforeAll(async () => {
  station = await FakeStation.start({ '/x.ttl': extra(1, 2, 3, 4, 5, 6) });
  const stations = join(folder, 'stations.ttl');
  writeFileSync(
    stations,
    `${readFileSync(join(packageRoot, 'fixtures', 'demo', 'stations.ttl'), 'utf8')}\n<https://catalogue.example/stations/extra> a ndc:Station ; dct:title "Extra"@en ; ndc:kind "holder" ; dct:publisher <https://extra.example/> ; dcat:endpointURL <${station.url}/x.ttl> ; ndc:protocol "rdf" ; ndc:state "live" .\n<https://extra.example/> foaf:name "Extra"@en .\n`,
  );
  catalogue = await openTestServer({ environment: { NDC_STATIONS: stations, NDC_MISSING_RUNS: '1', NDC_MISSING_HOURS: '0', NDC_BRAKE_FRACTION: '1' } });
}, 180_000);

afterAll(async () => {
  await catalogue.close();
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

const harvestExtra = (): Promise<RunSummary> => catalogue.server.house.harvest.run({ station: 'extra', trigger: 'manual' });
const current = (): number => catalogue.server.house.harvest.reader.totals().current;

interface Page {
  readonly quads: readonly Quad[];
  readonly links: Readonly<Record<string, string>>;
  /** Targets of a Hydra property of the one paging node. */
  readonly hydra: (property: string) => string | undefined;
  readonly records: readonly string[];
  readonly total: number;
}

async function page(path: string, accept = 'text/turtle'): Promise<Page> {
  const response = await catalogue.get(path, { accept });
  expect([path, response.status]).toEqual([path, 200]);
  const { quads } = await parseText(await response.text(), { mediaType: accept, baseIri: catalogue.url });
  const nodes = [
    ...new Set(
      quads
        .filter((quad) => quad.predicate.value.endsWith('#type') && [`${hydra}PagedCollection`, `${hydra}PartialCollectionView`].includes(quad.object.value))
        .map((quad) => quad.subject.value),
    ),
  ];
  expect(nodes).toHaveLength(1);
  const one = (property: string): string | undefined => {
    const found = quads.filter((quad) => quad.subject.value === nodes[0] && quad.predicate.value === hydra + property);
    expect(found.length).toBeLessThan(2);
    return found[0]?.object.value;
  };
  const links = Object.fromEntries(
    [...(response.headers.get('link') ?? '').matchAll(/<([^>]*)>; rel="([^"]*)"/g)]
      .filter(([, , rel]) => rel !== 'alternate')
      .map(([, target = '', rel = '']) => [rel, target]),
  );
  const records = quads
    .filter(
      (quad) =>
        /dcat#(dataset|service)$/.test(quad.predicate.value) &&
        quads.some((type) => type.subject.equals(quad.subject) && type.object.value === `${hydra}Collection`),
    )
    .map((quad) => quad.object.value);
  return { quads, links, hydra: one, records, total: Number(one('totalItems')) };
}

const local = (url: string): string => {
  expect(url.startsWith(`${catalogue.url}/`)).toBe(true);
  return url.slice(catalogue.url.length);
};

async function walk(start: string, next: (found: Page) => string | undefined): Promise<Page[]> {
  const pages: Page[] = [];
  for (let path: string | undefined = start; path !== undefined;) {
    const found: Page = await page(path);
    pages.push(found);
    const following = next(found);
    path = following === undefined ? undefined : local(following);
    expect(pages.length).toBeLessThan(200);
  }
  return pages;
}

const everyRecord = (): string[] => {
  const { reader } = catalogue.server.house.harvest;
  return reader
    .publishedIds(reader.snapshot().seq)
    .map((id) => reader.head(id)?.iri.replace('urn:ndc:genid:', `${catalogue.url}/.well-known/genid/`) ?? '')
    .sort();
};

describe('walking the catalogue (OUT-2 to OUT-4)', () => {
  it.each([
    ['hydra:next', (found: Page) => found.hydra('next')],
    ['hydra:nextPage', (found: Page) => found.hydra('nextPage')],
    ['the Link header', (found: Page) => found.links['next']],
  ])('by %s gives every current record exactly once', async (_name, next) => {
    const pages = await walk('/catalog?limit=9', next);
    expect(pages.flatMap((found) => found.records).sort()).toEqual(everyRecord());
    expect(pages).toHaveLength(Math.ceil(current() / 9));
    expect(new Set(pages.map((found) => found.total))).toEqual(new Set([current()]));
    expect(pages.slice(0, -1).every((found) => found.records.length === 9)).toBe(true);
  });

  it('leads from each page to the first, the last and the one before', async () => {
    const pages = await walk('/catalog?limit=30', (found) => found.hydra('next'));
    for (const [at, found] of pages.entries()) {
      for (const [header, present, former] of [
        ['first', 'first', 'firstPage'],
        ['last', 'last', 'lastPage'],
        ['next', 'next', 'nextPage'],
        ['prev', 'previous', 'previousPage'],
      ] as const) {
        expect([found.hydra(present), found.hydra(former)], `${String(at)} ${header}`).toEqual([found.links[header], found.links[header]]);
      }
      expect([found.links['next'] === undefined, found.links['prev'] === undefined]).toEqual([at === pages.length - 1, at === 0]);
      if (at > 0) expect((await page(local(found.links['prev'] ?? ''))).records).toEqual(pages[at - 1]?.records);
    }
    expect((await page(local(pages[0]?.links['last'] ?? ''))).records).toEqual(pages.at(-1)?.records);
  });

  it('makes each page a document of its own: every record with its title and distributions, every named publisher with its name (OUT-3)', async () => {
    for (const { quads, records } of await walk('/catalog?limit=20', (found) => found.hydra('next'))) {
      for (const record of records) {
        const own = quads.filter((quad) => quad.subject.value === record);
        expect(
          own.some((quad) => quad.predicate.value === 'http://purl.org/dc/terms/title'),
          record,
        ).toBe(true);
        for (const quad of own.filter(({ predicate }) => predicate.value === 'http://www.w3.org/ns/dcat#distribution'))
          expect(
            quads.some((other) => other.subject.equals(quad.object)),
            quad.object.value,
          ).toBe(true);
      }
      expect(quads.every((quad) => quad.subject.termType === 'NamedNode' && !quad.subject.value.startsWith('urn:ndc:'))).toBe(true);
    }
  });

  it('says what a page beyond the end is: empty, without a next', async () => {
    const beyond = await page('/catalog?page=999&limit=50');
    expect([beyond.records, beyond.links['next'], beyond.total]).toEqual([[], undefined, current()]);
  });

  it('keeps the limit within bounds', async () => {
    expect((await page('/catalog?limit=1')).records).toHaveLength(1);
    expect((await page('/catalog?limit=1000')).records).toHaveLength(current());
    expect((await page('/catalog')).hydra('itemsPerPage')).toBe('100');
    for (const limit of ['0', '-1', '1001', '2.5', 'x', '', '1e2x', '٣']) {
      const response = await catalogue.get(`/catalog?limit=${encodeURIComponent(limit)}`);
      expect([limit, response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([limit, 400, 'application/problem+json']);
    }
  });
});

describe('a snapshot (OUT-5)', () => {
  it('stays as it was while records change, come and go beside it', async () => {
    const before = everyRecord();
    const first = await page('/catalog?limit=9');
    const frozen = (await walk(local(first.hydra('first') ?? ''), (found) => found.hydra('next'))).flatMap((found) => found.records);
    station.set('/x.ttl', { body: dataset(1, 'Changed') + dataset(2) + dataset(3) + dataset(4) + dataset(5) + dataset(7), type: 'text/turtle' });
    expect((await harvestExtra()).counts).toMatchObject({ added: 1, updated: 1, withdrawn: 0 });
    expect((await harvestExtra()).counts).toMatchObject({ withdrawn: 1 });
    const again = await walk(local(first.hydra('first') ?? ''), (found) => found.hydra('next'));
    expect(again.flatMap((found) => found.records)).toEqual(frozen);
    expect(frozen.toSorted()).toEqual(before);
    expect(
      again
        .flatMap((found) => found.quads)
        .filter((quad) => quad.subject.value === 'https://extra.example/d/1' && quad.predicate.value.endsWith('/title'))
        .map((quad) => quad.object.value),
    ).toEqual(['Extra 1']);
    const fresh = await walk('/catalog?limit=9', (found) => found.hydra('next'));
    expect(fresh.flatMap((found) => found.records).sort()).toEqual(everyRecord());
    expect(everyRecord()).toContain('https://extra.example/d/7');
    expect(everyRecord()).not.toContain('https://extra.example/d/6');
  });

  it('refuses a cursor that is none of ours with 400, and one of another epoch or of a state to come with 410', async () => {
    const own = new URL((await page('/catalog?limit=9')).hydra('next') ?? '').searchParams.get('cursor') ?? '';
    const cursor = decodeCursor(own);
    if (cursor === undefined) throw new Error('the cursor of a page is not readable');
    const bad = [
      '',
      'x',
      own.slice(0, -6),
      `${own}${own}`,
      Buffer.from('[1,2]').toString('base64url'),
      Buffer.from('[1,2,-3,4,null]').toString('base64url'),
      encodeCursor({ ...cursor, limit: 100_000 }),
      encodeCursor({ ...cursor, page: 0 }),
      encodeCursor({ ...cursor, modifiedSince: 'never' }),
      '\u0000',
      'x'.repeat(3000),
    ];
    for (const token of bad) expect([token, (await catalogue.get(`/catalog?cursor=${encodeURIComponent(token)}`)).status]).toEqual([token, 400]);
    for (const snapshot of [
      { ...cursor.snapshot, epoch: 99 },
      { ...cursor.snapshot, seq: 1_000_000 },
    ]) {
      const response = await catalogue.get(`/catalog?cursor=${encodeCursor({ ...cursor, snapshot })}`);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([410, 'request/snapshot-expired']);
    }
  });
});

describe('modifiedSince (OUT-2)', () => {
  it('gives what was published since, by either name, with any offset', async () => {
    const { reader } = catalogue.server.house.harvest;
    station.set('/x.ttl', { body: dataset(1, 'Changed again') + [2, 3, 4, 5, 7].map((n) => dataset(n)).join(''), type: 'text/turtle' });
    const { time } = reader.changesAfter(reader.snapshot().seq - 1, 1)[0] ?? { time: '' };
    const since = new Date(Date.parse(time) + 1).toISOString();
    await harvestExtra();
    const local2 = new Date(Date.parse(since) + 2 * 3_600_000).toISOString().replace('Z', '+02:00');
    for (const query of [`modifiedSince=${since}`, `modified_since=${since}`, `modifiedSince=${encodeURIComponent(local2)}`, `modifiedSince=${local2}`])
      expect((await page(`/catalog?${query}`)).records, query).toEqual(['https://extra.example/d/1']);
    expect((await page('/catalog?modifiedSince=2000-01-01&limit=1000')).records).toHaveLength(current());
    const none = await page('/catalog?modifiedSince=2999-01-01');
    expect([none.records, none.total]).toEqual([[], 0]);
    const paged = await walk('/catalog?modified_since=2000-01-01&limit=25', (found) => found.hydra('next'));
    expect(paged.flatMap((found) => found.records)).toHaveLength(current());
  });

  it.each(['yesterday', '2026-13-01', '2026', '', '12', 'Mon, 02 Nov 2026 06:00:00 GMT', '2026-01-01T25:00:00Z', '99999999-01-01'])(
    'refuses "%s"',
    async (since) => {
      expect((await catalogue.get(`/catalog?modifiedSince=${encodeURIComponent(since)}`)).status).toBe(400);
    },
  );
});

describe('the formats of the catalogue (OUT-1, OUT-8)', () => {
  it('say the same: six of them, by Accept and by extension', async () => {
    const cursor = new URL((await page('/catalog?limit=40')).hydra('next') ?? '').search;
    const graphs = new Set<string>();
    for (const [extension, type] of Object.entries(formats)) {
      const [byAccept, byExtension] = [
        await catalogue.get(`/catalog${cursor}`, { accept: type }),
        await catalogue.get(`/catalog.${extension}${cursor}`, { accept: 'text/html' }),
      ];
      expect([byAccept.status, byExtension.status, byAccept.headers.get('content-type'), byExtension.headers.get('content-type')]).toEqual([
        200,
        200,
        `${type}; charset=utf-8`,
        `${type}; charset=utf-8`,
      ]);
      expect(byAccept.headers.get('vary')).toMatch(/\baccept\b/i);
      expect(byAccept.headers.get('content-location')).toBe(`/catalog.${extension}${cursor}`);
      expect((byAccept.headers.get('link') ?? '').match(/rel="alternate"/g)).toHaveLength(5);
      const text = await byAccept.text();
      for (const body of [text, await byExtension.text()])
        graphs.add(
          (await canonical((await parseText(body, { mediaType: type, baseIri: 'https://base.example/' })).quads))
            .replaceAll(`${catalogue.url}/catalog.${extension}?`, `${catalogue.url}/catalog?`)
            .split('\n')
            .sort()
            .join('\n'),
        );
    }
    expect(graphs.size).toBe(1);
  });

  it('lead from page to page in the format that was asked for by extension', async () => {
    const first = await page('/catalog.rdf?limit=50', 'application/rdf+xml');
    const next = await catalogue.get(local(first.hydra('next') ?? ''), { accept: '*/*' });
    expect([next.status, next.headers.get('content-type')?.split(';')[0], first.links['next']]).toEqual([200, 'application/rdf+xml', first.hydra('next')]);
  });

  it('are the same bytes for the same state, with an ETag that 304 answers and that changes with the state', async () => {
    const [first, second] = [await catalogue.get('/catalog?limit=1000'), await catalogue.get('/catalog?limit=1000')];
    const etag = first.headers.get('etag') ?? '';
    expect([await second.text(), second.headers.get('etag')]).toEqual([await first.text(), etag]);
    const again = await catalogue.get('/catalog?limit=1000', { 'if-none-match': `"x", W/${etag}` });
    expect([again.status, (await again.text()).length, again.headers.get('etag')]).toEqual([304, 0, etag]);
    expect((await catalogue.get('/catalog?limit=1000', { accept: 'application/ld+json', 'if-none-match': etag })).status).toBe(200);
    station.set('/x.ttl', { body: dataset(1, 'Third title') + [2, 3, 4, 5, 7].map((n) => dataset(n)).join(''), type: 'text/turtle' });
    await harvestExtra();
    expect((await catalogue.get('/catalog?limit=1000', { 'if-none-match': etag })).status).toBe(200);
  });

  it('answer HEAD, other sites, and 406 or 404 for what there is not', async () => {
    const head = await fetch(`${catalogue.url}/catalog`, { method: 'HEAD' });
    expect([head.status, (await head.text()).length, head.headers.get('access-control-allow-origin')]).toEqual([200, 0, '*']);
    expect((await catalogue.get('/catalog', { accept: 'image/png' })).status).toBe(406);
    expect((await catalogue.get('/catalog.csv')).status).toBe(404);
    expect((await catalogue.get('/catalog', { accept: 'application/rdf+xml;q=0.5, text/turtle;q=0.4' })).headers.get('content-type')).toContain(
      'application/rdf+xml',
    );
  });
});

describe('our catalogue as the station of another catalogue', () => {
  it.each(['/catalog?limit=20', '/catalog.rdf?limit=50', '/catalog.jsonld?limit=1000'])(
    'is read whole from %s, and again without any change',
    async (path) => {
      const other = await openHarvesting([makeStation('national', { kind: 'aggregator', endpoint: catalogue.url + path, subjectPrefixes: [] })]);
      const first = await other.run('national');
      const held = other.reader.heldRecords('national');
      expect([first.outcome, first.counts.added + first.counts.held, first.counts.withdrawn]).toEqual(['complete', current(), 0]);
      expect(Array.from(other.reader.descriptionsOf('national').values(), ({ subject }) => subject)).toEqual(everyRecord());
      expect(held.map((record) => record.reasons.map((reason) => reason.code))).toEqual(held.map(() => ['no-holder']));
      expect(new Set(held.map((record) => new URL(record.subject).host))).toEqual(new Set(['extra.example', 'zorgketen-voorbeeld.example']));
      const { seq } = other.reader.snapshot();
      other.clock.add(48);
      const second = await other.run('national');
      expect([second.outcome, second.counts.updated, second.counts.withdrawn, second.counts.added, other.reader.snapshot().seq]).toEqual([
        'complete',
        0,
        0,
        0,
        seq,
      ]);
    },
    120_000,
  );
});

describe('one record at /datasets/{id} (OUT-7)', () => {
  const iri = 'https://extra.example/d/1';

  it('is the same graph in all six formats, by Accept and by extension', async () => {
    const graphs = new Set<string>();
    for (const [extension, type] of Object.entries(formats)) {
      const [byAccept, byExtension] = [await catalogue.get(`/datasets/${idOf(1)}`, { accept: type }), await catalogue.get(`/datasets/${idOf(1)}.${extension}`)];
      expect([byAccept.status, byExtension.status, byAccept.headers.get('content-type'), byExtension.headers.get('content-type')]).toEqual([
        200,
        200,
        `${type}; charset=utf-8`,
        `${type}; charset=utf-8`,
      ]);
      const text = await byAccept.text();
      expect(await byExtension.text()).toBe(text);
      const { quads } = await parseText(text, { mediaType: type, baseIri: 'https://base.example/' });
      expect(quads.some((quad) => quad.subject.value === `${catalogue.url}/records/${idOf(1)}` && quad.object.value === iri)).toBe(true);
      graphs.add(await canonical(quads));
    }
    expect(graphs.size).toBe(1);
  });

  it('leads a browser to the page in its language, and others to what they accept or to 406', async () => {
    for (const [language, path] of [
      ['nl', 'nl'],
      ['en-GB,en;q=0.9,nl;q=0.1', 'en'],
      ['de', 'nl'],
    ] as const) {
      const response = await catalogue.get(`/datasets/${idOf(1)}`, { accept: 'text/html,*/*;q=0.8', 'accept-language': language });
      expect([response.status, response.headers.get('location'), response.headers.get('vary')]).toEqual([
        303,
        `/${path}/datasets/${idOf(1)}`,
        expect.stringContaining('Accept'),
      ]);
      expect((await catalogue.get(response.headers.get('location') ?? '', { accept: 'text/html' })).status).toBe(200);
    }
    expect((await catalogue.get(`/datasets/${idOf(1)}`, { accept: 'application/pdf' })).status).toBe(406);
    expect((await catalogue.get(`/datasets/${idOf(1)}`, { accept: 'text/html;q=0.1, text/turtle' })).headers.get('content-type')).toContain('text/turtle');
    expect((await catalogue.get(`/records/${idOf(1)}`)).headers.get('location')).toBe(`/datasets/${idOf(1)}`);
  });

  it('answers 304 to its ETag', async () => {
    const first = await catalogue.get(`/datasets/${idOf(1)}.ttl`);
    expect((await catalogue.get(`/datasets/${idOf(1)}.ttl`, { 'if-none-match': first.headers.get('etag') ?? '' })).status).toBe(304);
  });

  it('stays when it is withdrawn: 200 with its last description, marked twice', async () => {
    const response = await catalogue.get(`/datasets/${idOf(6)}`, { accept: 'application/n-triples' });
    const text = await response.text();
    expect(response.status).toBe(200);
    const status = '<http://www.w3.org/ns/adms#status> <http://publications.europa.eu/resource/authority/dataset-status/WITHDRAWN>';
    expect(text).toContain(`<https://extra.example/d/6> ${status}`);
    expect(text).toContain(`<${catalogue.url}/records/${idOf(6)}> ${status}`);
    expect(text).toContain('"Extra 6"@en');
    expect((await catalogue.json<{ state: string }>(`/api/v1/datasets/${idOf(6)}`)).state).toBe('withdrawn');
  });

  it('is 410 without content when it is withheld, in the record, the listing, search and SPARQL, and back when it is released', async () => {
    const { ledger } = catalogue.server.house.harvest;
    const cursor = (await page('/catalog?limit=1000')).hydra('first') ?? '';
    await ledger.withhold(idOf(2), 'secret reason', 'tester');
    for (const path of [
      `/datasets/${idOf(2)}`,
      `/datasets/${idOf(2)}.ttl`,
      `/api/v1/datasets/${idOf(2)}`,
      `/api/v1/datasets/${idOf(2)}/versions`,
      `/api/v1/datasets/${idOf(2)}/report`,
    ]) {
      const response = await catalogue.get(path, { accept: path.startsWith('/api') ? 'application/json' : 'text/turtle' });
      const text = await response.text();
      expect([path, response.status, /Extra 2|secret reason/.test(text)]).toEqual([path, 410, false]);
    }
    expect((await page('/catalog?limit=1000')).records).not.toContain('https://extra.example/d/2');
    expect((await page(local(cursor))).records).not.toContain('https://extra.example/d/2');
    expect((await catalogue.json<{ total: number }>('/api/v1/datasets?q=%22Extra%202%22&station=extra')).total).toBe(0);
    const ask = await catalogue.get(
      `/sparql?query=${encodeURIComponent('ASK { { <https://extra.example/d/2> ?p ?o } UNION { GRAPH ?g { <https://extra.example/d/2> ?p ?o } } }')}`,
    );
    expect(((await ask.json()) as { boolean: boolean }).boolean).toBe(false);
    await ledger.release(idOf(2), 'tester');
    expect((await catalogue.get(`/datasets/${idOf(2)}.ttl`)).status).toBe(200);
    expect((await page('/catalog?limit=1000')).records).toContain('https://extra.example/d/2');
  });

  it('is 404 when it is held, and when nobody knows it, in words that are the same', async () => {
    const held = recordId('https://rommelig-lab.example/id/dataset/celkweken');
    expect(catalogue.server.house.harvest.reader.head(held)?.state).toBe('held');
    const texts = await Promise.all(
      [held, 'aaaaaaaaaaaaaaaa'].map(async (id) => {
        const found: string[] = [];
        for (const path of [
          `/datasets/${id}`,
          `/datasets/${id}.jsonld`,
          `/api/v1/datasets/${id}`,
          `/api/v1/datasets/${id}/versions/1`,
          `/api/v1/datasets/${id}/report`,
        ]) {
          const response = await catalogue.get(path, { accept: path.startsWith('/api') ? 'application/json' : 'application/ld+json' });
          found.push(`${String(response.status)} ${(await response.text()).replace(/urn:uuid:[\w-]+/, '').replaceAll(id, 'ID')}`);
        }
        return found;
      }),
    );
    expect(texts[0]).toEqual(texts[1]);
    expect(texts[0]?.every((text) => text.startsWith('404 '))).toBe(true);
  });
});
