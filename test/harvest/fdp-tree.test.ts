import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fdpHarvester } from '../../harvesters/fdp/index.js';
import { packageRoot } from '../../src/assets.js';
import type { RunSummary } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { RunnerSettings } from '../../src/harvest/runner.js';
import { FakeFdp, type FakeFdpOptions } from '../support/fake-fdp.js';
import { FakeStation, type FakeRoute } from '../support/fake-station.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Opened = Harvesting & { readonly fake: FakeFdp; once(): Promise<RunSummary> };

async function opened(options: Partial<FakeFdpOptions> = {}, changes: Partial<Station> = {}): Promise<Opened> {
  const fake = await FakeFdp.start(options);
  closers.push(() => fake.close());
  const station = makeStation('holder', { protocol: 'fdp', endpoint: fake.endpoint, subjectPrefixes: [`http://${fake.options.host}/`], ...changes });
  const harvesting = await openHarvesting([station], { connectTo: fake.connectTo });
  return { ...harvesting, fake, once: () => harvesting.run('holder') };
}

type Plain = Harvesting & { readonly fake: FakeStation; once(): Promise<RunSummary> };

/** A tree written out by hand, at http://{host}/. */
async function served(host: string, routes: Readonly<Record<string, FakeRoute>>, changes: Partial<Station> = {}, settings?: RunnerSettings): Promise<Plain> {
  const fake = await FakeStation.start(routes);
  closers.push(() => fake.close());
  const station = makeStation('holder', { protocol: 'fdp', endpoint: `http://${host}/`, subjectPrefixes: [`http://${host}/`], ...changes });
  const harvesting = await openHarvesting([station], { connectTo: { [host]: `127.0.0.1:${String(fake.port)}` } }, settings === undefined ? {} : { settings });
  return { ...harvesting, fake, once: () => harvesting.run('holder') };
}

const more = '@prefix ldp: <http://www.w3.org/ns/ldp#> .\n@prefix fdpo: <https://w3id.org/fdp/fdp-o#> .\n';
const turtle = (body: string): FakeRoute => ({ body: prefixes + more + body, type: 'text/turtle' });
const host = 'fdp.holder.example';
const at = (path: string): string => `<http://${host}${path}>`;
const dataset = (path: string, rest = ''): FakeRoute =>
  turtle(`${at(path)} a dcat:Dataset ; dct:title "T${path}"@en ; dct:description "About ${path}"@en ${rest} .`);
const root = (...catalogues: string[]): FakeRoute => turtle(`${at('/')} a fdpo:FAIRDataPoint ; fdpo:metadataCatalog ${catalogues.map(at).join(' , ')} .`);
const catalogue = (path: string, rest: string): FakeRoute => turtle(`${at(path)} a dcat:Catalog ; dct:title "C" ; ${rest} .`);
const codes = (harvesting: Harvesting): string[] => harvesting.issues().map((issue) => issue.code);
const live = ({ reader }: Harvesting): number => reader.publishedCount(reader.snapshot().seq);
const bodyOf = ({ reader }: Harvesting, iri: string): string => reader.published(reader.head(iri)!.id)!.body;

describe('the tree of a FAIR Data Point', () => {
  it.each(['1.12', '1.16', '1.20'] as const)('of release %s is read, whatever its path segments are called (FDP-1)', async (release) => {
    const house = await opened({ catalogues: 2, datasets: 2, release, segments: ['collectie', 'gegevensset', 'bestand'] });
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 4, held: 0 } });
    expect(house.fake.station.unused()).toEqual([]);
    expect(house.fake.station.unknown).toEqual([]);
  });

  it('passes over drafts without trying again, and without asking when only what is published is wanted (FDP-4, FDP-5)', async () => {
    const house = await opened({ datasets: 2, drafts: 2 });
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 2, withdrawn: 0 } });
    expect(house.issues().filter((issue) => issue.code === 'not-published')).toHaveLength(2);
    expect(house.fake.asked().filter(({ path }) => path.includes('draft'))).toHaveLength(2);
    const strict = await opened({ datasets: 2, drafts: 2 }, { settings: { 'published-only': 'yes' } });
    expect(await strict.once()).toMatchObject({ outcome: 'complete', counts: { added: 2 } });
    expect(codes(strict)).not.toContain('not-published');
    expect(strict.fake.asked().filter(({ path }) => path.includes('draft'))).toEqual([]);
  });

  it('takes a member that answers 403 for a failure, not for a draft', async () => {
    const house = await opened({ datasets: 2 });
    house.fake.answer(house.fake.path('c1-d1'), { status: 403 });
    expect(await house.once()).toMatchObject({ outcome: 'partial' });
    expect(codes(house)).toContain('http-status');
  });

  it('with links in circles, nested catalogues and one dataset in two of them, is read once', async () => {
    const house = await served(host, {
      '/': root('/c/1', '/c/2'),
      '/c/1': catalogue('/c/1', `dcat:catalog ${at('/c/3')} , ${at('/')} ; dcat:dataset ${at('/d/1')}`),
      '/c/2': catalogue('/c/2', `dcat:dataset ${at('/d/1')} , ${at('/d/1#')}`),
      '/c/3': catalogue('/c/3', `dcat:catalog ${at('/c/1')} ; dcat:dataset ${at('/d/3')}`),
      '/d/1': dataset('/d/1', `; dct:isPartOf ${at('/c/1')} ; dcat:distribution ${at('/x/1')}`),
      '/d/3': dataset('/d/3', `; dcat:distribution ${at('/x/1')}`),
      '/x/1': turtle(`${at('/x/1')} a dcat:Distribution ; dcat:accessURL <https://files.example/1> ; dct:isPartOf ${at('/d/1')} .`),
    });
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 2, documents: 7 } });
    expect(house.fake.requests.map((request) => request.path).sort()).toEqual(['/', '/c/1', '/c/2', '/c/3', '/d/1', '/d/3', '/x/1']);
    for (const path of ['/d/1', '/d/3']) expect(bodyOf(house, `http://${host}${path}`)).toContain('https://files.example/1');
  });

  it('gives its series and services as records, with members that only the series lists', async () => {
    const house = await served(host, {
      '/': root('/c/1'),
      '/c/1': catalogue('/c/1', `dcat:dataset ${at('/s/1')} ; dcat:service ${at('/v/1')}`),
      '/s/1': turtle(`${at('/s/1')} a dcat:DatasetSeries ; dct:title "S"@en ; dct:description "D"@en ; dcat:seriesMember ${at('/d/1')} .`),
      '/v/1': turtle(`${at('/v/1')} a dcat:DataService ; dct:title "V"@en ; dct:description "D"@en ; dcat:endpointURL <https://api.holder.example/> .`),
      '/d/1': dataset('/d/1', `; dcat:inSeries ${at('/s/1')}`),
    });
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 3 } });
    house.fake.set('/d/1', { status: 410 });
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1 } });
    expect(house.reader.head(`http://${host}/d/1`)).toMatchObject({ state: 'withdrawn', stateReason: expect.stringContaining('gone') as string });
  });

  it('follows types that an operator has made up, by the relation of their container', async () => {
    const house = await served(host, {
      '/': turtle(
        `${at('/')} a fdpo:FAIRDataPoint ; <https://own.example/studies> ${at('/study/1')} . ${at('/study/')} a ldp:DirectContainer ; ldp:membershipResource ${at('/')} ; ldp:hasMemberRelation <https://own.example/studies> ; ldp:contains ${at('/study/1')} .`,
      ),
      '/study/1': turtle(
        `${at('/study/1')} a <https://own.example/Study> ; dct:title "S" . ${at('/data/')} a ldp:DirectContainer ; ldp:membershipResource ${at('/study/1')} ; ldp:hasMemberRelation <https://own.example/data> ; ldp:contains ${at('/data/1')} . ${at('/study/1')} <https://own.example/data> ${at('/data/1')} .`,
      ),
      '/data/1': dataset('/data/1'),
    });
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
  });

  it('never takes the datasets of a catalogue for gone because the catalogue is (410)', async () => {
    const house = await opened({ catalogues: 2, datasets: 3 });
    await house.once();
    house.fake.answer(house.fake.path('c2'), { status: 410 });
    for (let day = 0; day < 4; day++) {
      house.clock.add(48);
      expect(await house.once()).toMatchObject({ outcome: 'partial', counts: { withdrawn: 0 } });
      expect(live(house)).toBe(6);
    }
  });

  it('counts a nested catalogue that is missing as a walk that is not whole', async () => {
    const nested = catalogue('/c/3', `dcat:dataset ${at('/d/3')}`);
    const house = await served(host, {
      '/': root('/c/1'),
      '/c/1': catalogue('/c/1', `dcat:catalog ${at('/c/3')} ; dcat:dataset ${at('/d/1')}`),
      '/c/3': nested,
      '/d/1': dataset('/d/1'),
      '/d/3': dataset('/d/3'),
    });
    await house.once();
    house.fake.set('/c/3', { status: 404 });
    expect((await house.once()).outcome).toBe('partial');
    house.fake.set('/c/3', nested);
    expect((await house.once()).outcome).toBe('complete');
  });

  it('stays as it was where the walk breaks off: at its limit of pages, or when the station wants a pause', async () => {
    const limits = { maxPages: 200, maxDocumentBytes: 1 << 20, maxPageBytes: 1 << 20, maxRunBytes: 1 << 24 };
    const settings = { limits, grace: { missingRuns: 1, missingHours: 0 }, brake: { fraction: 1 }, leaseMs: 60_000, runTimeoutMs: 60_000 };
    const pages = (words: string): Record<string, FakeRoute> => ({
      '/': root('/c/1'),
      '/c/1': catalogue('/c/1', `dcat:dataset ${at('/d/1')} , ${at('/d/2')}`),
      '/d/1': dataset(
        '/d/1',
        `; rdfs:comment "${words}" ; dcat:distribution ${at('/x/1')} , ${at('/x/2')}`.replace('rdfs:comment', '<http://www.w3.org/2000/01/rdf-schema#comment>'),
      ),
      '/d/2': dataset('/d/2', `; <http://www.w3.org/2000/01/rdf-schema#comment> "${words}"`),
      '/x/1': turtle(`${at('/x/1')} a dcat:Distribution ; dcat:accessURL <https://files.example/1> .`),
      '/x/2': turtle(`${at('/x/2')} a dcat:Distribution ; dcat:accessURL <https://files.example/2> .`),
    });
    const house = await served(host, pages('old'), {}, settings);
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 2 } });
    const { seq } = house.reader.snapshot();
    for (const [path, route] of Object.entries(pages('new'))) house.fake.set(path, route);
    house.fake.set('/x/1', { status: 503, headers: { 'retry-after': '86400' } });
    expect(await house.once()).toMatchObject({ outcome: 'postponed', counts: { updated: 0, withdrawn: 0 } });
    expect(house.reader.snapshot().seq).toBe(seq);

    const short = await served(host, pages('old'), {}, { ...settings, limits: { ...limits, maxPages: 4 } });
    expect(await short.once()).toMatchObject({ outcome: 'partial', counts: { added: 0 } });
    expect(codes(short)).toContain('limit-reached');
  });
});

describe('what a FAIR Data Point answers', () => {
  it.each([
    ['406', { status: 406 }],
    ['415', { status: 415 }],
    ['the page for browsers', { body: '<!doctype html><html><body id="app"></body></html>', type: 'text/html' }],
  ] as [string, FakeRoute][])('to text/turtle with %s is asked for by ?format=ttl (FDP-6)', async (_name, refusal) => {
    const house = await served(host, {
      '/': refusal,
      '/?format=ttl': turtle(`<> a fdpo:FAIRDataPoint ; fdpo:metadataCatalog ${at('/c/1')} .`),
      '/c/1': refusal,
      '/c/1?format=ttl': catalogue('/c/1', `dcat:dataset ${at('/d/1')}`),
      '/d/1': refusal,
      '/d/1?format=ttl': turtle('<> a dcat:Dataset ; dct:title "T" ; dct:description "D" .'),
    });
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(house.reader.head(`http://${host}/d/1`)).toBeDefined();
    const asked = new Set(house.fake.requests.map((request) => request.path));
    expect([...asked]).toEqual(['/', '/?format=ttl', '/c/1?format=ttl', '/d/1?format=ttl']);
  });

  it('as an error is never read as data (FDP-9), and JSON is never asked for', async () => {
    const house = await opened({ datasets: 2 });
    await house.once();
    house.fake.answer(house.fake.path('c1-d1'), {
      ...turtle(`<${house.fake.iri('c1-d1')}> a dcat:Dataset ; dct:title "an error"@en ; dct:description "x"@en .`),
      status: 404,
    });
    house.fake.answer(house.fake.path('c1-d2'), {
      ...turtle(`<https://holder.example/ghost> a dcat:Dataset ; dct:title "a ghost"@en ; dct:description "x"@en .`),
      status: 500,
    });
    await house.once();
    expect(house.reader.head(house.fake.iri('c1-d1'))?.title).toEqual({ en: ['Title of c1-d1'] });
    expect(house.reader.head('https://holder.example/ghost')).toBeUndefined();
    expect(house.fake.asked().every(({ headers }) => !String(headers['accept']).includes('json'))).toBe(true);
  });

  it('with 401 says that the token is refused, and withdraws nothing (FDP-14)', async () => {
    const house = await opened({ datasets: 2 }, { authentication: { kind: 'bearer', credentials: 'env:TOKEN' } });
    await house.once();
    for (const path of house.fake.station.paths()) house.fake.answer(path, { status: 401 });
    for (let day = 0; day < 3; day++) {
      house.clock.add(48);
      expect((await house.once()).counts.withdrawn).toBe(0);
    }
    expect(house.issues()).toMatchObject([{ code: 'credentials', owner: 'operator', detail: expect.stringContaining('token') as string }]);
    expect(live(house)).toBe(2);
  });

  it('for every address alike is a loop and no tree (RUN-12)', async () => {
    const house = await served(host, { '/': root('/c/1', '/c/2'), '/c/1': root('/c/1', '/c/2'), '/c/2': root('/c/1', '/c/2') });
    expect((await house.once()).outcome).toBe('partial');
    expect(codes(house)).toEqual(expect.arrayContaining(['paging-loop']));
  });

  it('with addresses that are registered elsewhere is followed there and back (FDP-2)', async () => {
    const house = await opened({ catalogues: 1, datasets: 2, persistent: 'http://w3id.example/holder' });
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 2 } });
    expect(house.reader.head('http://w3id.example/holder/dataset/c1-d1')).toBeDefined();
    expect(bodyOf(house, 'http://w3id.example/holder/dataset/c1-d1')).toContain('https://files.example/c1-d1-x1');
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { unchanged: 2 } });
  });

  it('with such addresses that lead to a stranger is not read', async () => {
    const house = await opened({ catalogues: 1, datasets: 2, persistent: 'http://w3id.example/holder' });
    house.fake.redirects.set('/holder/dataset/c1-d1', dataset('/dataset/c1-d1'));
    expect((await house.once()).outcome).toBe('partial');
    expect(codes(house)).toContain('paging-foreign-host');
    expect(house.reader.head('http://w3id.example/holder/dataset/c1-d1')).toBeUndefined();
  });

  it('with a child at a host that is not its own is not followed there (SSRF-5)', async () => {
    const stranger = await FakeStation.start({ '/d/9': dataset('/d/9') });
    closers.push(() => stranger.close());
    const house = await served(host, {
      '/': root('/c/1'),
      '/c/1': catalogue('/c/1', `dcat:dataset ${at('/d/1')} , <${stranger.url}/d/9>`),
      '/d/1': dataset('/d/1'),
    });
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(codes(house)).toContain('paging-foreign-host');
    expect(stranger.requests).toEqual([]);
  });

  it('says once that records have the licence of the FAIR Data Point itself (FDP-17)', async () => {
    const house = await opened({ datasets: 3 });
    await house.once();
    expect(house.issues().filter((issue) => issue.code === 'default-value')).toMatchObject([
      { severity: 'info', detail: expect.stringContaining('3 record(s)') as string },
    ]);
  });
});

describe('the entry of a FAIR Data Point', () => {
  const faults = (changes: Partial<Station>): readonly string[] => fdpHarvester.faults?.(makeStation('holder', { protocol: 'fdp', ...changes })) ?? [];

  it('is told its mistakes', () => {
    expect(faults({ settings: { 'published-only': 'yes', 'anonymous-after-401': 'no', 'pages-from': 'never', 'page-size': '1000' } })).toEqual([]);
    expect(faults({ settings: { 'published-only': 'maybe' } })).toEqual([expect.stringContaining('yes or no')]);
    expect(faults({ settings: { 'page-size': '0', 'pages-from': '-1' } })).toHaveLength(2);
    expect(faults({ settings: { publishedOnly: 'true' } })).toEqual([expect.stringContaining('published-only')]);
    expect(faults({ endpoint: 'file:///etc/' })).toHaveLength(1);
  });

  it('that ends in /expanded is read without it, with a remark (FDP-11)', async () => {
    const house = await opened({ datasets: 2 }, { endpoint: `http://${host}/catalog/c1/expanded` });
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 2 } });
    expect(house.fake.asked().some(({ path }) => path.includes('expanded'))).toBe(false);
    expect(house.issues()).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'protocol-error', owner: 'operator' })]));
  });
});

const corpus = join(packageRoot, '..', 'shared', 'corpus-protocols', 'fdp');
const present = existsSync(corpus);
if (!present) console.log('fdp corpus skipped: ../shared/corpus-protocols is not there');

describe.runIf(present)('trees from public repositories', () => {
  /** As it is, but for https, which a test has no certificate for. */
  const file = (name: string): FakeRoute => ({
    body: readFileSync(join(corpus, name), 'utf8').replaceAll('https://health-ri.', 'http://health-ri.'),
    type: 'text/turtle',
  });

  it('of the reference software are read to the distributions', async () => {
    const house = await served(
      'www.dtls.nl',
      {
        '/fdp': file('rdf-examples-dtl-fdp.ttl'),
        '/fdp/comparativeGenomics': file('rdf-examples-comparative-genomics-catalog.ttl'),
        '/fdp/textmining': { status: 403 },
        '/fdp/transcriptomics': turtle(
          '<http://www.dtls.nl/fdp/transcriptomics> a dcat:Catalog ; dct:title "C" ; dcat:dataset <http://www.dtls.nl/fdp/transcriptomics/fantom5> .',
        ),
        '/fdp/comparativeGenomics/goNlSvR5': file('rdf-examples-goNlSvR5-dataset.ttl'),
        '/fdp/comparativeGenomics/goNlSvR5/html': file('rdf-examples-goNlSvR5-html.ttl'),
        '/fdp/comparativeGenomics/goNlSvR5/textfile-gzip': file('rdf-examples-goNlSvR5-textfile-gzip.ttl'),
        '/fdp/transcriptomics/fantom5': file('rdf-examples-fantom5.ttl'),
        '/fdp/transcriptomics/fantom5/html': file('rdf-examples-fantom5-html.ttl'),
        '/fdp/transcriptomics/fantom5/sparqlEndpoint': file('rdf-examples-fantom5-sparql.ttl'),
        '/fdp/transcriptomics/fantom5/textfile-gzip': file('rdf-examples-fantom5-textfile.ttl'),
      },
      { endpoint: 'http://www.dtls.nl/fdp' },
    );
    expect(await house.once(), JSON.stringify(house.issues())).toMatchObject({ outcome: 'complete', counts: { added: 2 } });
    expect(house.fake.unknown).toEqual([]);
    expect(house.fake.unused()).toEqual([]);
    expect(bodyOf(house, 'http://www.dtls.nl/fdp/transcriptomics/fantom5')).toContain('http://fantom.gsc.riken.jp/5/tet');
  });

  it('of a live one, with a draft distribution and all that the software adds, give the words of the holder alone', async () => {
    const base = 'http://health-ri.sandbox.semlab-leiden.nl';
    const iri = `${base}/dataset/d7129d28-b72a-437f-8db0-4f0258dd3c25`;
    const house = await served(
      'health-ri.sandbox.semlab-leiden.nl',
      {
        '/dataset/d7129d28-b72a-437f-8db0-4f0258dd3c25': file('gdi-dataset_d7129d28-b72a-437f-8db0-4f0258dd3c25.ttl'),
        '/distribution/f9b9dff8-a039-4ca2-be9b-da72a61e3bac': file('gdi-distribution_f9b9dff8-a039-4ca2-be9b-da72a61e3bac.ttl'),
        '/distribution/88719b6c-188d-4211-8691-eba745e504ea': { status: 403 },
        '/distribution/fe765f89-adf7-4b44-ad29-75a4e16cf415': { status: 403 },
      },
      { endpoint: `${base}/dataset/d7129d28-b72a-437f-8db0-4f0258dd3c25`, holder: { iri: 'https://holder.example/', name: { en: ['H'] } } },
    );
    const summary = await house.once();
    expect(codes(house)).toContain('not-published');
    expect(summary.counts.added, JSON.stringify(house.issues())).toBe(1);
    const body = bodyOf(house, iri);
    expect(body).toContain('Example distribution');
    for (const noise of ['SIO_000628', 'fdp-o#', '#accessRights', '/profile/']) expect(body).not.toContain(noise);
  });

  it('of other software, all in one page or with stubs, are read too', async () => {
    const one = await served('example.org', { '/': file('gdi-root_fdp_response.ttl') });
    expect(await one.once()).toMatchObject({ outcome: 'complete', counts: { added: 2 } });
    expect(['DatasetSeries1', 'Dataset1'].map((name) => one.reader.head(`http://example.org/${name}`)?.kind)).toEqual(['series', 'dataset']);
    const two = await served('example.com', {
      '/': file('gdi-fdp_process_catalogs.ttl'),
      '/catalog1': file('gdi-fdp_process_catalogs.ttl'),
      '/catalog': file('healthri-rdf_catalog.ttl'),
      '/dataset1': file('healthri-rdf_dataset1.ttl'),
    });
    expect((await two.once()).counts).toMatchObject({ added: 1 });
    expect(bodyOf(two, 'http://example.com/dataset1')).not.toContain('SIO_');
  });
});
