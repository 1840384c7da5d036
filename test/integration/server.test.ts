import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueClient, type Schemas } from '../../client/catalogue-client.js';
import { packageRoot } from '../../src/assets.js';
import { openWriter } from '../../src/ledger/database.js';
import { parseText } from '../../src/rdf/parse.js';
import { operationsOf, type ApiDocument } from '../support/api-document.js';
import { ApiWitness } from '../support/api-witness.js';
import { FakeStation } from '../support/fake-station.js';
import { ndc, openTestServer, type TestServer } from '../support/server.js';

interface Hit {
  readonly id: string;
  readonly iri: string;
  readonly title: string;
  readonly accessRights: string | null;
  readonly accessFromSeries: boolean;
}
interface Search {
  readonly total: number;
  readonly items: readonly Hit[];
  readonly facets: Readonly<Record<string, readonly { value: string; label: string; count: number; selected: boolean }[]>>;
  readonly links: Readonly<Record<string, string>>;
}

let catalogue: TestServer;

beforeAll(async () => {
  catalogue = await openTestServer();
}, 180_000);

afterAll(async () => {
  await catalogue.close();
});

const search = (query: string): Promise<Search> => catalogue.json<Search>(`/api/v1/datasets?${query}`);

describe('the fixture stations, harvested by the real server', () => {
  it('are all there, with what is held kept inside', async () => {
    const { items } = await catalogue.json<{ items: { id: string; lastRun: { outcome: string }; held: number }[] }>('/api/v1/stations');
    expect(items.map((station) => [station.id, station.lastRun.outcome])).toEqual(
      [
        'apotheek-data',
        'biobank-delta',
        'gezondheidsmonitor',
        'kankerregister',
        'regio-aggregator',
        'registratie-noord',
        'rommelig-lab',
        'umc-voorbeeld',
        'zorgketen-voorbeeld',
      ].map((id) => [id, 'complete']),
    );
    expect((await search('')).total).toBe(93);
    const held = 'https://rommelig-lab.example/id/dataset/celkweken';
    expect((await catalogue.get(`/api/v1/resolve?id=${encodeURIComponent(held)}`)).status).toBe(404);
    expect(JSON.stringify(await catalogue.json('/api/v1/stations/rommelig-lab/runs/1').catch(() => ({})))).not.toContain('celkweken');
  });

  it('cover all seventeen health categories and the three access rights', async () => {
    const { facets } = await search('lang=nl');
    expect(
      facets['category']
        ?.filter((value) => value.value !== 'not-reported')
        .map((value) => value.value)
        .sort(),
    ).toEqual(['DIOH', 'EHCT', 'EHRS', 'EINS', 'EMRD', 'HGPD', 'HPML', 'HRAD', 'IDHP', 'MRMR', 'NRPE', 'PGEH', 'PHDR', 'RMMD', 'RPDG', 'RQSH', 'WELA']);
    expect(facets['access']?.map((value) => value.value)).toEqual(expect.arrayContaining(['PUBLIC', 'RESTRICTED', 'NON_PUBLIC']));
  });

  it('answers a search with facets that count what choosing them gives', async () => {
    const { facets } = await search('lang=en');
    for (const { value, count } of facets['healthTheme'] ?? []) expect((await search(`healthTheme=${value}`)).total, value).toBe(count);
    const both = await search('access=PUBLIC&access=RESTRICTED');
    expect(both.total).toBe((await search('access=PUBLIC')).total + (await search('access=RESTRICTED')).total);
    expect((await search('healthTheme=NOTHING_LIKE_THIS')).facets['healthTheme']).toContainEqual({
      value: 'NOTHING_LIKE_THIS',
      label: 'NOTHING_LIKE_THIS',
      count: 0,
      selected: true,
    });
  });

  it('lets thin series members take access rights from their series, and says so', async () => {
    const { items } = await search(`q=${encodeURIComponent('copd keten meting')}`);
    const member = items.find((item) => item.iri.endsWith('copd-keten-meting-1'));
    expect(member).toMatchObject({ accessRights: 'RESTRICTED', accessFromSeries: true });
    const record = await catalogue.json<{ enriched: { property: string; from: string }[] }>(`/api/v1/datasets/${member?.id ?? ''}`);
    expect(record.enriched).toContainEqual(expect.objectContaining({ property: 'accessRights', from: 'series' }));
  });

  it('applies the statements of the HDAB to pages, search and exports, marked, and never to the stored description', async () => {
    const iri = 'http://fdp.registratie-noord.example/gegevensset/ab0d9de7-26c8-4930-a3af-fee277236288';
    const { id } = await catalogue.json<{ id: string }>(`/api/v1/resolve?id=${encodeURIComponent(iri)}`);
    const record = await catalogue.json<{ enriched: { property: string; from: string }[]; description: { hdab: { iri: string }; healthCategories: string[] } }>(
      `/api/v1/datasets/${id}`,
    );
    expect(record.description.hdab.iri).toBe('https://hdab.example/');
    expect(
      record.enriched
        .filter((field) => field.from === 'hdab')
        .map((field) => field.property)
        .sort(),
    ).toEqual(['hdab', 'healthCategories']);
    expect((await search('category=MRMR')).items.map((item) => item.iri)).toContain(iri);
    const turtle = await (await catalogue.get(`/datasets/${id}.ttl`)).text();
    expect(turtle).toMatch(/ndc:Assertion/);
    expect(turtle).toContain('prov:wasAttributedTo');
    const version = await catalogue.json<{ description: { hdab: unknown } }>(`/api/v1/datasets/${id}/versions/1`);
    expect(version.description.hdab).toBeNull();
  });

  it('names the copies of an aggregator beside the origin, which is the one that is published', async () => {
    const { id } = await catalogue.json<{ id: string }>(`/api/v1/resolve?id=${encodeURIComponent('https://kankerregister.example/id/dataset/incidentie')}`);
    expect(await catalogue.json(`/api/v1/datasets/${id}`)).toMatchObject({ station: { id: 'kankerregister' }, otherStations: ['regio-aggregator'] });
  });
});

describe('the JSON API', () => {
  it('lists every mistake of a request in one problem', async () => {
    const response = await catalogue.get('/api/v1/datasets?page=0&pageSize=1000&colour=red');
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const problem = (await response.json()) as { errors: { location: string }[] };
    expect(problem.errors.map((error) => error.location).sort()).toEqual(['colour', 'page', 'pageSize']);
  });

  it('answers 404 with a problem for what is not there, and for a trailing slash', async () => {
    for (const path of ['/api/v1/datasets/aaaaaaaaaaaaaaaa', '/api/v1/nothing', '/api/v1/datasets/', '/api/v1/stations/none']) {
      const response = await catalogue.get(path);
      expect([path, response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([path, 404, 'application/problem+json']);
    }
  });

  it('answers 304 to a matching ETag', async () => {
    const first = await catalogue.get('/api/v1/datasets?q=diabetes');
    const again = await catalogue.get('/api/v1/datasets?q=diabetes', { 'if-none-match': first.headers.get('etag') ?? '' });
    expect([first.status, again.status, (await again.text()).length]).toEqual([200, 304, 0]);
  });

  it('describes itself in OpenAPI 3.1, and every GET that is open to everybody answers as described', async () => {
    const document = await catalogue.json<ApiDocument>('/api/v1/openapi.json');
    const witness = new ApiWitness(document, catalogue.url);
    const client = catalogueClient(catalogue.url, { fetch: witness.fetch });
    const { data: hits } = await client.GET('/datasets', { params: { query: { q: 'suikerzikte', explain: true, category: ['RQSH', 'EHRS'], lang: 'nl' } } });
    expect([hits?.corrections.length, hits?.items.every(({ explanation }) => explanation !== undefined)]).toEqual([1, true]);
    const { data: runs } = await client.GET('/stations/{id}/runs', { params: { path: { id: 'rommelig-lab' } } });
    const ids: readonly (readonly [prefix: string, id: string])[] = [
      ['/profiles', 'dcat-ap-3.0'],
      ['/stations', 'rommelig-lab'],
      ['', hits?.items[0]?.id ?? ''],
    ];
    const open = operationsOf(document).filter(
      // Of rounds there are none, nothing goes to the EU, and a validation job lives for minutes: all are in api-conformance.test.ts.
      ({ path, method, operation: { security = [{}] } }) =>
        method === 'get' &&
        !/^\/(validations|rounds|central-ids|federation\/records)\/\{/.test(path) &&
        security.some((scheme) => Object.keys(scheme).length === 0),
    );
    for (const { path, operation } of open) {
      const id = ids.find(([prefix]) => path.startsWith(prefix))?.[1] ?? '';
      const concrete = path
        .replace('{id}', id)
        .replace('{n}', '1')
        .replace('{run}', String(runs?.items[0]?.run ?? 0));
      const needsId = operation.parameters?.some(({ name, in: where, required }) => name === 'id' && where === 'query' && required === true) === true;
      const response = await witness.fetch(`${catalogue.url}/api/v1${concrete}${needsId ? `?id=${id}` : ''}`);
      expect([concrete, response.status]).toEqual([concrete, 200]);
    }
    expect(open.length).toBeGreaterThan(15);
    expect(witness.findings).toEqual([]);
  });

  it('tells the quality of a record and of a station as OpenAPI says, and as DQV', async () => {
    const [hit] = (await search('q=hartfalen')).items;
    const id = hit?.id ?? '';
    const witness = new ApiWitness(await catalogue.json<ApiDocument>('/api/v1/openapi.json'), catalogue.url);
    const client = catalogueClient(catalogue.url, { fetch: witness.fetch });
    const qualityOf = async (record: string): Promise<Schemas['Quality']['scores']> =>
      (await client.GET('/datasets/{id}/quality', { params: { path: { id: record } } })).data?.scores ?? null;
    const ofStation = async (): Promise<Schemas['StationQuality']> =>
      (await client.GET('/stations/{id}/quality', { params: { path: { id: 'umc-voorbeeld' } } })).data!;
    const { mqa, health } = (await qualityOf(id))!;
    expect(mqa.indicators.filter(({ mark }) => mark === 'pass').reduce((sum, { points }) => sum + points, 0)).toBe(mqa.score);
    expect(mqa.indicators.find(({ indicator }) => indicator === 'accessUrlStatusCode')?.mark).not.toBe('pass');
    expect(health.score).toBeGreaterThan(0);

    const response = await catalogue.get(`/datasets/${id}/quality`, { accept: 'text/turtle' });
    expect([response.status, response.headers.get('content-location')]).toEqual([200, `/datasets/${id}/quality.ttl`]);
    const { quads } = await parseText(await response.text(), { mediaType: 'text/turtle', baseIri: catalogue.url });
    const score = quads.find((quad) => quad.predicate.value.endsWith('#isMeasurementOf') && quad.object.value === 'https://piveau.eu/ns/voc#score')?.subject
      .value;
    expect(quads.find((quad) => quad.subject.value === score && quad.predicate.value.endsWith('#value'))?.object.value).toBe(String(mqa.score));
    for (const extension of ['jsonld', 'rdf', 'nt']) expect((await catalogue.get(`/datasets/${id}/quality.${extension}`)).status).toBe(200);
    const page = await catalogue.get(`/datasets/${id}/quality`, { accept: 'text/html', 'accept-language': 'en' });
    expect([page.status, page.headers.get('location')]).toEqual([303, `/en/datasets/${id}/quality`]);
    expect((await catalogue.get(`/en/datasets/${id}/quality`)).status).toBe(200);

    let station = await ofStation();
    for (let tries = 0; station.assessed < station.datasets && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      station = await ofStation();
    }
    expect(station.assessed).toBe(station.datasets);
    const { items } = await search('station=umc-voorbeeld&pageSize=100');
    const scores: number[] = [];
    for (const item of items) {
      const one = await qualityOf(item.id);
      if (one !== null) scores.push(one.mqa.score);
    }
    expect(witness.findings).toEqual([]);
    expect(scores).toHaveLength(station.datasets);
    expect(station.scores.mqa.average).toBeCloseTo(scores.reduce((sum, one) => sum + one, 0) / scores.length, 0);
    expect(station.scores.mqa.coverage).toBeGreaterThanOrEqual(station.scores.mqa.average - 0.1);
    expect((await catalogue.get('/nl/stations/umc-voorbeeld/quality')).status).toBe(200);
    expect((await catalogue.get('/api/v1/stations/umc-voorbeeld/quality?x=1')).status).toBe(400);
  });

  it('shows minted IRIs under its own address, and knows them there', async () => {
    const { items } = await search('station=rommelig-lab&pageSize=50');
    const minted = items.find((item) => item.iri.startsWith(`${catalogue.url}/.well-known/genid/`));
    expect(JSON.stringify(items)).not.toContain('urn:ndc:genid:');
    expect(await catalogue.json(`/api/v1/resolve?id=${encodeURIComponent(minted?.iri ?? '')}`)).toMatchObject({ id: minted?.id });
    const response = await catalogue.get(minted?.iri.slice(catalogue.url.length) ?? '/');
    expect([response.status, response.headers.get('location')]).toEqual([303, `/datasets/${minted?.id ?? ''}`]);
    expect((await catalogue.get('/.well-known/genid/0123')).status).toBe(404);
  });

  it('pages with links that lead through all results', async () => {
    const seen = new Set<string>();
    let path: string | null = '/api/v1/datasets?pageSize=25';
    while (path !== null) {
      const page: Search = await catalogue.json<Search>(path);
      for (const item of page.items) seen.add(item.id);
      path = page.links['next'] === undefined ? null : page.links['next'].slice(catalogue.url.length);
    }
    expect(seen.size).toBe(93);
  });
});

describe('health', () => {
  it('is ready, with each projection level with the ledger', async () => {
    const ready = await catalogue.json<{ status: string; projections: { name: string; lag: number }[] }>('/readyz');
    expect(ready.status).toBe('ready');
    expect(ready.projections.map((projection) => projection.name)).toEqual(['search', 'triples-1', 'triples-2']);
    expect((await catalogue.get('/healthz')).status).toBe(200);
    expect(await (await catalogue.get('/metrics')).text()).toContain('ndc_records{state="current"} 93');
  });

  it('finds no difference between ledger and projections', async () => {
    const sound = await catalogue.ndc('check');
    expect([sound.code, sound.out]).toEqual([0, 'No difference found.\n']);
  });
});

describe('ndc harvest beside the running server', () => {
  it('publishes what changed, and the next search and query show it', async () => {
    const body = (title: string): string =>
      `<https://extra.example/d/1> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "${title}"@en ; <http://purl.org/dc/terms/description> "Beside the server."@en .`;
    const station = await FakeStation.start({ '/x.ttl': { body: body('Quokka census'), type: 'text/turtle' } });
    const stations = join(catalogue.dataDir, 'stations.ttl');
    copyFileSync(join(packageRoot, 'fixtures', 'demo', 'stations.ttl'), stations);
    writeFileSync(
      stations,
      `${readFileSync(stations, 'utf8')}\n<https://catalogue.example/stations/extra> a ndc:Station ; dct:title "Extra"@en ; ndc:kind "holder" ; dct:publisher <https://extra.example/> ; dcat:endpointURL <${station.url}/x.ttl> ; ndc:protocol "rdf" ; ndc:state "live" .\n<https://extra.example/> foaf:name "Extra"@en .\n`,
    );
    const harvest = (): Promise<{ code: number; out: string; err: string }> =>
      ndc(['harvest', 'extra', '--json'], { ...catalogue.environment, NDC_STATIONS: stations });
    const first = await harvest();
    expect(JSON.parse(first.out)).toMatchObject([{ station: 'extra', outcome: 'complete', added: 1 }]);
    expect(first.code).toBe(0);
    expect((await search('q=quokka')).total).toBe(1);
    station.set('/x.ttl', { body: body('Numbat census'), type: 'text/turtle' });
    expect(JSON.parse((await harvest()).out)).toMatchObject([{ outcome: 'complete', updated: 1 }]);
    expect([(await search('q=quokka')).total, (await search('q=numbat')).total]).toEqual([0, 1]);
    const ask = await catalogue.get(`/sparql?query=${encodeURIComponent('ASK { ?d <http://purl.org/dc/terms/title> "Numbat census"@en }')}`);
    expect(((await ask.json()) as { boolean: boolean }).boolean).toBe(true);
    await station.close();
    expect((await catalogue.ndc('check')).code).toBe(0);
  }, 120_000);
});

describe('a command with another environment than the server', () => {
  it('retires no station and takes back no assertion', async () => {
    const { code, out } = await ndc(['stations', 'list'], {
      ...catalogue.environment,
      NDC_STATIONS: join(packageRoot, 'harvesters', 'stations.ttl'),
      NDC_ASSERTIONS: '',
    });
    expect(code).toBe(0);
    expect(out).toContain('umc-voorbeeld');
    const { items } = await catalogue.json<{ items: { state: string }[] }>('/api/v1/stations');
    expect(items.every((station) => station.state === 'live')).toBe(true);
    expect(catalogue.server.house.harvest.reader.assertions().length).toBeGreaterThan(10);
  });
});

describe('ndc check', () => {
  it('finds a body that was changed behind the ledger, and ends with 1', async () => {
    const connection = openWriter(catalogue.dataDir);
    connection.run('UPDATE version SET body = (SELECT body FROM version WHERE id = 2) WHERE id = 1');
    connection.db.close();
    const { code, out } = await catalogue.ndc('check');
    expect(code).toBe(1);
    expect(out).toMatch(/version 1 of record \w+ does not match its hash/);
  });
});
