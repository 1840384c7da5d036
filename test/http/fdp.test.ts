import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import { recordId } from '../../src/domain/record-id.js';
import { publicIri } from '../../src/federation/record-rdf.js';
import { parseText } from '../../src/rdf/parse.js';
import { FakeStation } from '../support/fake-station.js';
import { openHarvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { canonical } from '../support/rdf.js';
import { openTestServer, type TestServer } from '../support/server.js';

const folder = mkdtempSync(join(tmpdir(), 'ndc-fdp-'));
const subject = (n: number): string => `https://extra.example/d/${String(n)}`;
const dataset = (n: number, title = `Extra ${String(n)}`): string =>
  `<${subject(n)}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "${title}"@en ; <http://purl.org/dc/terms/description> "Beside the server."@en ; <http://purl.org/dc/terms/publisher> <https://extra.example/> ; <http://www.w3.org/ns/dcat#contactPoint> [ a <http://www.w3.org/2006/vcard/ns#Kind> ; <http://www.w3.org/2006/vcard/ns#hasEmail> <mailto:data@extra.example> ] ; <http://www.w3.org/ns/dcat#distribution> <${subject(n)}/csv> , [ <http://www.w3.org/ns/dcat#accessURL> <https://extra.example/f/${String(n)}> ] .\n<${subject(n)}/csv> a <http://www.w3.org/ns/dcat#Distribution> ; <http://purl.org/dc/terms/title> "As CSV"@en ; <http://www.w3.org/ns/dcat#accessURL> <https://extra.example/csv/${String(n)}> .\n<https://extra.example/> a <http://xmlns.com/foaf/0.1/Agent> ; <http://xmlns.com/foaf/0.1/name> "Extra"@en .\n`;
const numbers = Array.from({ length: 25 }, (_, n) => n);
const extra = (given: readonly number[]): { body: string; type: string } => ({ body: given.map((n) => dataset(n)).join(''), type: 'text/turtle' });
const dcat = 'http://www.w3.org/ns/dcat#';
const ldp = 'http://www.w3.org/ns/ldp#';
const dct = 'http://purl.org/dc/terms/';

let catalogue: TestServer;
let station: FakeStation;
let base: string;

beforeAll(async () => {
  station = await FakeStation.start({ '/x.ttl': extra(numbers) });
  const stations = join(folder, 'stations.ttl');
  writeFileSync(
    stations,
    `${readFileSync(join(packageRoot, 'fixtures', 'demo', 'stations.ttl'), 'utf8')}\n<https://catalogue.example/stations/extra> a ndc:Station ; dct:title "Extra"@en ; ndc:kind "holder" ; dct:publisher <https://extra.example/> ; dcat:endpointURL <${station.url}/x.ttl> ; ndc:protocol "rdf" ; ndc:state "live" .\n<https://extra.example/> foaf:name "Extra"@en .\n`,
  );
  catalogue = await openTestServer({ environment: { NDC_STATIONS: stations, NDC_MISSING_RUNS: '1', NDC_MISSING_HOURS: '0', NDC_BRAKE_FRACTION: '1' } });
  base = `${catalogue.url}/fdp`;
  station.set('/x.ttl', extra(numbers.filter((n) => n !== 7)));
  for (let visit = 0; visit < 2; visit++) await catalogue.server.house.harvest.run({ station: 'extra', trigger: 'manual' });
  await catalogue.server.house.harvest.ledger.withhold(recordId(subject(8)), 'a reason', 'somebody');
}, 240_000);

afterAll(async () => {
  await catalogue.close();
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

const local = (address: string): string => address.slice(catalogue.url.length);
const visited = new Map<string, string>();

/** As an index reads: Turtle with a base that leads nowhere, so that a relative IRI would be found out (FDPF-4). */
async function read(address: string): Promise<{ readonly quads: readonly Quad[]; readonly links: Readonly<Record<string, string>> }> {
  const response = await catalogue.get(local(address), { accept: 'text/turtle' });
  expect([address, response.status, response.headers.get('content-type')]).toEqual([address, 200, 'text/turtle']);
  const text = await response.text();
  visited.set(address, text);
  const { quads } = await parseText(text, { mediaType: 'text/turtle', baseIri: 'urn:nonsense:' });
  expect([address, quads.flatMap((quad) => [quad.subject, quad.predicate, quad.object]).filter((term) => term.value.startsWith('urn:nonsense:'))]).toEqual([
    address,
    [],
  ]);
  const links = Object.fromEntries(
    (response.headers.get('link') ?? '').split(', ').map((link) => [/rel="(\w+)"/.exec(link)?.[1] ?? '', /<([^>]*)>/.exec(link)?.[1] ?? '']),
  );
  return { quads, links };
}

const objects = (quads: readonly Quad[], node: string, predicate: string): string[] =>
  quads.filter((quad) => quad.subject.value === node && quad.predicate.value === predicate).map((quad) => quad.object.value);

describe('the FAIR Data Point face (FDPF-1 to FDPF-4)', () => {
  it('is a point that old and new indexes take', async () => {
    const { quads } = await read(base);
    const types = objects(quads, base, 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type');
    expect(types).toEqual(
      expect.arrayContaining([
        'https://w3id.org/fdp/fdp-o#FAIRDataPoint',
        'https://w3id.org/fdp/fdp-o#MetadataService',
        `${dcat}DataService`,
        `${dcat}Resource`,
        'http://www.re3data.org/schema/3-0#Repository',
      ]),
    );
    const [publisher = ''] = objects(quads, base, `${dct}publisher`);
    expect(objects(quads, publisher, 'http://xmlns.com/foaf/0.1/name').length).toBeGreaterThan(0);
    for (const property of [
      `${dct}title`,
      `${dct}description`,
      `${dcat}version`,
      `${dcat}endpointURL`,
      `${dct}conformsTo`,
      'https://w3id.org/fdp/fdp-o#metadataIdentifier',
      'https://w3id.org/fdp/fdp-o#metadataIssued',
      'https://w3id.org/fdp/fdp-o#metadataModified',
    ])
      expect([property, objects(quads, base, property).length > 0]).toEqual([property, true]);
    const container = `${base}/catalog/`;
    expect(objects(quads, container, `${ldp}membershipResource`)).toEqual([base]);
    expect(objects(quads, container, `${ldp}hasMemberRelation`)).toEqual(['https://w3id.org/fdp/fdp-o#metadataCatalog']);
    expect(objects(quads, container, `${ldp}contains`).sort()).toEqual(objects(quads, base, 'https://w3id.org/fdp/fdp-o#metadataCatalog').sort());
    expect(objects(quads, container, `${ldp}contains`)).toContain(`${base}/catalog/extra`);
  });

  it('says each thing at its own address, with the IRI at the source and the way up', async () => {
    const { quads } = await read(`${base}/catalog/extra`);
    expect(objects(quads, `${base}/catalog/extra`, `${dct}isPartOf`)).toEqual([base]);
    const address = `${base}/dataset/${recordId(subject(3))}`;
    expect(objects(quads, `${base}/catalog/extra/dataset/`, `${ldp}contains`)).toContain(address);
    const own = (await read(address)).quads;
    expect(objects(own, address, 'http://www.w3.org/2002/07/owl#sameAs')).toEqual([subject(3)]);
    expect(objects(own, address, `${dct}source`)).toEqual([subject(3)]);
    expect(objects(own, address, `${dct}title`)).toEqual(['Extra 3']);
    expect(objects(own, address, `${dct}isPartOf`)).toEqual([`${base}/catalog/extra`]);
    const notations = objects(own, address, 'http://www.w3.org/ns/adms#identifier').flatMap((node) =>
      objects(own, node, 'http://www.w3.org/2004/02/skos/core#notation'),
    );
    expect(notations).toEqual(expect.arrayContaining([subject(3), `${catalogue.url}/records/${recordId(subject(3))}`]));
    const [contact = ''] = objects(own, address, `${dcat}contactPoint`);
    expect(objects(own, contact, 'http://www.w3.org/2006/vcard/ns#hasEmail')).toEqual(['mailto:data@extra.example']);
    expect(own.some((quad) => quad.subject.value === subject(3))).toBe(false);
    const parts = objects(own, address, `${dcat}distribution`);
    expect(parts).toHaveLength(2);
    expect(objects(own, `${address}/distribution/`, `${ldp}contains`).sort()).toEqual(parts.sort());
    const found = await Promise.all(parts.map(async (part) => ({ part, quads: (await read(part)).quads })));
    expect(found.map(({ part, quads: said }) => objects(said, part, `${dct}isPartOf`))).toEqual([[address], [address]]);
    expect(found.flatMap(({ part, quads: said }) => objects(said, part, `${dcat}accessURL`)).sort()).toEqual([
      'https://extra.example/csv/3',
      'https://extra.example/f/3',
    ]);
    // What another document says is said there alone.
    expect(own.some((quad) => quad.predicate.value === `${dcat}accessURL`)).toBe(false);
  });

  it('lists what is published and nothing that was taken away, which is gone (FDPF-4)', async () => {
    const { quads } = await read(`${base}/catalog/extra`);
    const { reader } = catalogue.server.house.harvest;
    const expected = reader.publishedIds(reader.snapshot().seq, { station: 'extra' }).map((id) => `${base}/dataset/${id}`);
    expect(objects(quads, `${base}/catalog/extra`, `${dcat}dataset`)).toEqual(expected);
    expect(expected).toHaveLength(23);
    for (const n of [7, 8]) {
      const response = await catalogue.get(`/fdp/dataset/${recordId(subject(n))}`, { accept: 'text/turtle' });
      expect(response.status).toBe(410);
      expect(await response.text()).not.toContain('Extra');
    }
    for (const path of [
      '/fdp/dataset/none',
      '/fdp/none/none',
      '/fdp/catalog/none',
      '/fdp/data-service/aaaaaaaaaaaaaaaa',
      `/fdp/dataset-series/${recordId(subject(3))}`,
      `/fdp/distribution/${recordId(subject(3))}-aaaaaaaaaaaaaaaa`,
      '/fdp/a/b/c/d',
      '/fdp/none',
    ])
      expect([path, (await catalogue.get(path, { accept: 'text/turtle' })).status]).toEqual([path, 404]);
  });

  it('has the same in every format, by Accept and by name, and sends browsers to the pages', async () => {
    const path = `/fdp/dataset/${recordId(subject(3))}`;
    const expected = await canonical((await read(catalogue.url + path)).quads);
    for (const [type, format] of [
      ['application/ld+json', 'jsonld'],
      ['application/rdf+xml', 'rdf'],
      ['application/n-triples', 'nt'],
    ] as const) {
      const byAccept = await (await catalogue.get(path, { accept: type })).text();
      expect(await (await catalogue.get(`${path}?format=${format}`)).text()).toBe(byAccept);
      expect(await canonical((await parseText(byAccept, { mediaType: type, baseIri: 'urn:x:' })).quads)).toBe(expected);
    }
    expect((await catalogue.get(path, { accept: 'application/trig' })).status).toBe(406);
    expect((await catalogue.get(`${path}?format=zip`)).status).toBe(400);
    const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': 'en' };
    expect((await catalogue.get(path, browser)).headers.get('location')).toBe(`/en/datasets/${recordId(subject(3))}`);
    expect((await catalogue.get('/fdp/catalog/extra', browser)).headers.get('location')).toBe('/en/stations/extra');
    const first = await catalogue.get(path);
    expect(first.headers.get('content-type')).toBe('text/turtle');
    expect(first.headers.get('access-control-allow-origin')).toBe('*');
    expect(first.headers.get('access-control-expose-headers')).toContain('Link');
    expect((await catalogue.get(path, { 'if-none-match': first.headers.get('etag') ?? '' })).status).toBe(304);
  });
});

describe('lists of the FAIR Data Point (FDPF-5, FDPF-7)', () => {
  it.each(['/catalog/extra/page/dataset', '/catalog/extra/dataset/'])('%s holds each child once, page by page', async (path) => {
    const found: string[] = [];
    let pages = 0;
    for (let next: string | undefined = `${base}${path}?page=0&size=10`; next !== undefined; pages++) {
      const { quads, links }: Awaited<ReturnType<typeof read>> = await read(next);
      found.push(
        ...(path.endsWith('/')
          ? objects(quads, `${base}${path}`, `${ldp}contains`)
          : quads.filter((quad) => quad.predicate.value.endsWith('#sameAs')).map((quad) => quad.subject.value)),
      );
      expect(links['first']).toBe(`${base}${path}?page=0&size=10`);
      expect(links['last']).toBe(`${base}${path}?page=2&size=10`);
      expect(links['prev'] === undefined).toBe(pages === 0);
      next = links['next'];
    }
    expect(pages).toBe(3);
    const { quads } = await read(`${base}/catalog/extra`);
    expect(found).toEqual(objects(quads, `${base}/catalog/extra`, `${dcat}dataset`));
  });

  it('has the roots of lists, states and shapes', async () => {
    expect(objects((await read(`${base}/catalog/`)).quads, `${base}/catalog/`, `${ldp}contains`)).toContain(`${base}/catalog/extra`);
    const roots = (await read(`${base}/page/catalog?size=100`)).quads;
    expect(roots.filter((quad) => quad.object.value === `${dcat}Catalog`).map((quad) => quad.subject.value)).toContain(`${base}/catalog/extra`);
    const address = `${base}/dataset/${recordId(subject(3))}`;
    const meta = await catalogue.json<{ state: { current: string }; path: Record<string, { title: string; parent?: string }> }>(`${local(address)}/meta`);
    expect(meta.state.current).toBe('PUBLISHED');
    expect(meta.path[address]).toMatchObject({ title: 'Extra 3', parent: `${base}/catalog/extra` });
    expect(meta.path[base]?.parent).toBeUndefined();
    for (const path of [`${address}/spec`, `${base}/dataset/spec`, `${base}/spec`, `${base}/catalog/extra/spec`])
      expect((await read(path)).quads.some((quad) => quad.object.value === 'http://www.w3.org/ns/shacl#NodeShape')).toBe(true);
    expect((await catalogue.get('/fdp/')).headers.get('location')).toBe('/fdp');
  });

  it('refuses what no page is', async () => {
    for (const query of ['page=-1', 'page=x', 'size=0', 'size=101', 'page=1&page=2', 'size=1e2', 'page=99999999999']) {
      const response = await catalogue.get(`/fdp/catalog/extra/page/dataset?${query}`, { accept: 'text/turtle' });
      expect([query, response.status]).toEqual([query, 400]);
    }
    expect((await catalogue.get('/fdp/catalog/extra/page/distribution', { accept: 'text/turtle' })).status).toBe(404);
    const none = await catalogue.get('/fdp/catalog/extra/page/data-service');
    expect([none.status, await none.text()]).toEqual([200, '']);
    expect(none.headers.get('link')).toContain(`<${base}/catalog/extra/page/data-service?page=0&size=10>; rel="last"`);
  });
});

describe('clients of FAIR Data Points', () => {
  it('walk over what is contained and meet every dataset, as harvesters in Python do', async () => {
    const seen = new Set([base]);
    const datasets: string[] = [];
    for (const address of seen) {
      const { quads } = await read(address);
      for (const quad of quads) if (quad.predicate.value === `${ldp}contains`) seen.add(quad.object.value);
      if (objects(quads, address, 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type').includes(`${dcat}Dataset`))
        datasets.push(...objects(quads, address, 'http://www.w3.org/2002/07/owl#sameAs'));
    }
    const { reader } = catalogue.server.house.harvest;
    const ours = reader.publishedPage(reader.snapshot().seq, '', 10_000).filter(({ head }) => head.kind === 'dataset');
    expect(datasets.sort()).toEqual(ours.map(({ head }) => publicIri(head.iri, catalogue.url)).sort());
    expect(datasets.length).toBeGreaterThan(60);
    expect(seen.size).toBeGreaterThan(datasets.length + 40);
  }, 120_000);

  it.each([
    ['document by document', { 'pages-from': 'never' }],
    ['by pages', { 'pages-from': '5', 'page-size': '10' }],
  ])(
    'our own harvester reads the same datasets %s',
    async (_how, settings) => {
      const copy = await openHarvesting(
        [makeStation('copy', { kind: 'aggregator', protocol: 'fdp', endpoint: base, settings })],
        {},
        {
          settings: {
            limits: { maxPages: 2000, maxDocumentBytes: 64 << 20, maxPageBytes: 8 << 20, maxRunBytes: 1 << 30 },
            grace: { missingRuns: 2, missingHours: 24 },
            brake: { fraction: 0.2 },
            leaseMs: 60_000,
            runTimeoutMs: 120_000,
          },
        },
      );
      const summary = await copy.run('copy');
      const faults = copy.issues().filter(({ severity, code }) => severity === 'error' && code !== 'not-admissible');
      expect([summary.outcome, faults]).toEqual(['complete', []]);
      const { reader } = catalogue.server.house.harvest;
      const kinds = { dataset: 'dataset', series: 'dataset-series', service: 'data-service' } as const;
      const ours = reader.publishedPage(reader.snapshot().seq, '', 10_000).map(({ head }) => `${base}/${kinds[head.kind]}/${head.id}`);
      const theirs = [...copy.reader.descriptionsOf('copy').values()].filter(({ present }) => present).map(({ subject: iri }) => iri);
      expect(theirs.filter((iri) => iri.startsWith(base)).sort()).toEqual(ours.sort());
      copy.reader.close();
    },
    240_000,
  );

  it('rapper reads every document that was given out', () => {
    if (spawnSync('rapper', ['--version']).error !== undefined) {
      console.log('rapper skipped: raptor2-utils is not installed');
      return;
    }
    const all = [...visited];
    expect(all.length).toBeGreaterThan(100);
    // One in ten, and all kinds of lists: starting a program for each takes its time.
    for (const [address, text] of all.filter(([one], at) => at % 10 === 0 || one.includes('page') || one.endsWith('/'))) {
      const { status, stderr } = spawnSync('rapper', ['-q', '-c', '-i', 'turtle', '-I', 'urn:nonsense:', '-'], { input: text, encoding: 'utf8' });
      expect([address, status, stderr.replace(/rapper: Parsing returned \d+ triples?\n/, '')]).toEqual([address, 0, '']);
    }
    const broken = spawnSync('rapper', ['-q', '-c', '-i', 'turtle', '-I', 'urn:nonsense:', '-'], {
      input: `${all[0]?.[1] ?? ''}\n<x> <y> .`,
      encoding: 'utf8',
    });
    expect(broken.status).not.toBe(0);
  });
});
