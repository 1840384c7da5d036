import { request, type ClientRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueClient, type CatalogueClient, type Schemas } from '../../client/catalogue-client.js';
import { operationsOf, type ApiDocument, type Placed } from '../support/api-document.js';
import { ApiWitness } from '../support/api-witness.js';
import { FakeStation } from '../support/fake-station.js';
import { allRoutes } from '../support/routes.js';
import { concludeOne, euFile } from '../support/eu.js';
import { datasetTurtle, openTellingServer, type TellingServer } from '../support/telling.js';

/** Statuses that are documented and not brought about here, each with the reason; one that is seen after all fails. */
const elsewhere: Readonly<Record<string, string>> = {
  'pushDescriptions 202': 'what takes long: test/http/deeds.test.ts, with the same witness',
  'deleteDescription 202': 'what takes long: test/http/deeds.test.ts, with the same witness',
  'validate 503': 'a full queue: test/http/validation-desk.test.ts',
  'getValidationReport 410': 'a validation that was cancelled while it ran: test/http/validation-desk.test.ts',
  'getPush 410': 'the bytes of an old push are gone: test/http/deeds.test.ts',
  'tellOutcome 404': 'no webhook is configured: test/http/federation.test.ts',
  'reconcileFederation 409': 'no dispatcher is configured: test/http/federation.test.ts',
  'reconcileFederation 503': 'the dispatcher does not answer: test/http/federation.test.ts',
  'getPush 503': 'as many old reports being made again as there may be runs; that takes milliseconds',
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const subject = (n: number): string => `https://holder.example/d/${String(n)}`;
const turtle = { 'Content-Type': 'text/turtle' } as const;
const page = (...titles: readonly string[]): { body: string; type: string } => ({
  body: titles.map((title, i) => datasetTurtle(`https://read.example/d/${String(i)}`, title)).join(''),
  type: 'text/turtle',
});
/** Below four records no run is put on hold. */
const four = ['One', 'Two', 'Three', 'Four'];
const asText = { bodySerializer: (body: unknown): string => body as string };

let catalogue: TellingServer;
let source: FakeStation;
let document: ApiDocument;
let witness: ApiWitness;
let client: CatalogueClient;
let holder: { readonly authorization: string };
let record: string;

beforeAll(async () => {
  source = await FakeStation.start({
    '/read.ttl': page(...four),
    '/slow.ttl': { stall: 'headers' },
    '/eu': { body: '{"items":[],"total":0}', type: 'application/json' },
  });
  catalogue = await openTellingServer(
    {
      read: { protocol: 'rdf', endpoint: `${source.url}/read.ttl` },
      slow: { protocol: 'rdf', endpoint: `${source.url}/slow.ttl` },
      holder: { protocol: 'push', endpoint: 'https://holder.example/' },
      first: { protocol: 'push', endpoint: 'https://first.example/' },
      second: { protocol: 'push', endpoint: 'https://second.example/' },
      paused: { protocol: 'push', endpoint: 'https://paused.example/', state: 'paused' },
      retired: { protocol: 'push', endpoint: 'https://retired.example/' },
    },
    {
      NDC_MISSING_RUNS: '1',
      NDC_MISSING_HOURS: '0',
      NDC_TRUST_PROXY: '1',
      NDC_VALIDATION_MAX_BYTES: '100000',
      NDC_MAX_DOCUMENT_BYTES: '65536',
      NDC_CONCURRENT_RUNS: '2',
      NDC_EU: euFile(`${source.url}/eu`, dispatcherToken),
    },
  );
  document = await catalogue.json('/api/v1/openapi.json');
  witness = new ApiWitness(document, catalogue.url);
  client = catalogueClient(catalogue.url, { fetch: witness.fetch });
  holder = await catalogue.token('holder');
  await catalogue.send('PUT', '/api/v1/stations/holder/descriptions', {
    body: [1, 2, 3].map((n) => datasetTurtle(subject(n), `Sleep ${String(n)}`)).join(''),
    headers: { 'content-type': 'text/turtle', ...holder },
  });
  const { ledger, reader } = catalogue.server.house.harvest;
  record = reader.head(subject(1))?.id ?? '';
  await ledger.openRound(['holder', 'read'], '2126-01-01T00:00:00.000Z');
  await ledger.setEuPaused(true, 'somebody');
  await concludeOne(ledger, catalogue.dataDir, record, subject(1));
  await ledger.setStationState('retired', 'retired', 'somebody');
}, 180_000);

afterAll(async () => {
  await catalogue.close();
  await source.close();
});

const dispatcherToken = 'told-by-the-dispatcher';
const dispatcher = { authorization: `Bearer ${dispatcherToken}` };

const operator = (): { readonly authorization: string } => catalogue.operators.operator;

/** What a call that must succeed has brought. */
function told<T>({ data, error, response }: { readonly data?: T; readonly error?: unknown; readonly response: Response }): Exclude<T, string> {
  expect([response.status, error]).toEqual([expect.any(Number), undefined]);
  return data as Exclude<T, string>;
}

/** Follows what was asked for until it has ended. */
async function ended(answer: Schemas['Run'] | Schemas['Deed']): Promise<Schemas['Run']> {
  for (;;) {
    const run = 'deed' in answer ? await numberOf(answer) : answer.run;
    const now = told(await client.GET('/stations/{id}/runs/{run}', { params: { path: { id: answer.station, run } }, headers: operator() }));
    if (now.endedAt !== null) return now;
    await wait(50);
  }
}

async function numberOf({ id }: Schemas['Deed']): Promise<number> {
  for (;;) {
    const { run, state, detail } = told(await client.GET('/deeds/{deed}', { params: { path: { deed: id } }, headers: operator() }));
    if (run !== null) return run;
    expect([state, detail]).toEqual(['waiting', null]);
    await wait(50);
  }
}

async function visited(body: { dryRun?: boolean; full?: boolean } = {}): Promise<Schemas['Run']> {
  return ended(told(await client.POST('/stations/{id}/runs', { params: { path: { id: 'read' } }, headers: operator(), body })));
}

/** A run that has lost most of what there was, and waits for somebody to decide. */
async function held(): Promise<Schemas['Run']> {
  source.set('/read.ttl', page(...four));
  await visited({ full: true });
  source.set('/read.ttl', page('One'));
  await visited();
  const run = await visited();
  expect(run.outcome).toBe('on-hold');
  return run;
}

describe('every operation, called with what it asks for', () => {
  it('readers: search, records and what hangs below them', async () => {
    const id = { params: { path: { id: record } } };
    expect(told(await client.GET('/openapi.json')).openapi).toBe('3.1.0');
    expect((await client.GET('/openapi.yaml', { parseAs: 'text' })).data).toMatch(/^openapi: 3\.1\.0/);
    const hits = told(await client.GET('/datasets', { params: { query: { q: 'sleep', explain: true, pageSize: 2, sort: 'title', station: ['holder'] } } }));
    expect([hits.total, hits.items.length]).toEqual([3, 2]);
    const named = told(await client.GET('/datasets', { params: { query: { q: 'sleep', fields: 'title,station' } } })).items;
    expect(named.map((item) => Object.keys(item).sort())).toEqual([1, 2, 3].map(() => ['id', 'station', 'title']));
    expect(told(await client.GET('/datasets/{id}', id)).title['en']).toEqual(['Sleep 1']);
    const { lastChangedAt = '' } = told(await client.GET('/datasets/{id}', id));
    await wait(5);
    expect(
      told(await client.GET('/datasets/{id}', { params: { ...id.params, query: { asOf: new Date(Date.parse(lastChangedAt) + 1).toISOString() } } })).asOf,
    ).toBeDefined();
    expect(told(await client.GET('/datasets/{id}/versions', id)).items.map(({ n }) => n)).toEqual([1]);
    expect(told(await client.GET('/datasets/{id}/versions/{n}', { params: { path: { id: record, n: 1 } } })).description.iri).toBe(subject(1));
    expect(told(await client.GET('/datasets/{id}/report', id)).report?.results.length).toBeGreaterThan(0);
    expect(told(await client.GET('/datasets/{id}/quality', id)).scores?.mqa.most).toBe(405);
    expect(told(await client.GET('/resolve', { params: { query: { id: subject(1) } } })).id).toBe(record);
    expect(told(await client.GET('/selections', { params: { query: { id: [record, 'aaaaaaaaaaaaaaaa'] } } }))).toMatchObject({
      items: [{ id: record }],
      missing: [{}],
    });
    expect(told(await client.GET('/suggestions', { params: { query: { q: 'sle' } } })).items.length).toBeGreaterThan(0);
    const profiles = told(await client.GET('/profiles')).items;
    expect(told(await client.GET('/profiles/{id}', { params: { path: { id: profiles[0]?.id ?? '' } } })).ruleList.length).toBeGreaterThan(0);
  });

  it('readers: a walk from cursor to cursor comes by all hits, each once', async () => {
    const seen: string[] = [];
    let cursor: string | undefined = '*';
    while (cursor !== undefined) {
      const answer: Schemas['SearchPage'] = told(await client.GET('/datasets', { params: { query: { pageSize: 2, cursor, sort: 'title' } } }));
      seen.push(...answer.items.map(({ id }) => id));
      cursor = answer.links.next === undefined ? undefined : (new URL(answer.links.next).searchParams.get('cursor') ?? undefined);
    }
    expect([seen.length, new Set(seen).size]).toEqual([3, 3]);
  });

  it('readers: stations, rounds and runs', async () => {
    const id = { params: { path: { id: 'holder' } } };
    expect(told(await client.GET('/stations')).items.map((one) => one.id)).toContain('holder');
    expect(told(await client.GET('/stations/{id}', id)).runs?.length).toBe(1);
    expect(told(await client.GET('/stations/{id}/state', id)).state).toBe('live');
    expect(told(await client.GET('/stations/{id}/quality', id)).datasets).toBe(3);
    const [run] = told(await client.GET('/stations/{id}/runs', id)).items;
    expect(told(await client.GET('/stations/{id}/runs/{run}', { params: { path: { id: 'holder', run: run?.run ?? 0 } } })).items?.length).toBe(3);
    const [round] = told(await client.GET('/rounds')).items;
    expect(told(await client.GET('/rounds/{id}', { params: { path: { id: round?.id ?? 0 } } })).items.length).toBeGreaterThan(0);
  });

  it('readers: what they have already is not sent again', async () => {
    for (const path of ['/openapi.json', '/openapi.yaml', '/stations', '/profiles', '/rounds'] as const) {
      const { response } = await client.GET(path, { parseAs: 'text' });
      const again = await client.GET(path, { parseAs: 'text', headers: { 'If-None-Match': response.headers.get('etag') ?? '' } });
      expect([path, again.response.status]).toEqual([path, 304]);
    }
  });

  it('stations: handing in, taking back, confirming', async () => {
    const path = { id: 'holder' };
    const before = await client.GET('/stations/{id}/descriptions', { params: { path }, headers: holder });
    expect(told(before)).toMatchObject({ datasets: 3 });
    const pushed = told(
      await client.PUT('/stations/{id}/descriptions', {
        params: { path, query: { dryRun: true }, header: { 'If-Match': before.response.headers.get('etag') ?? '' } },
        headers: { ...holder, ...turtle },
        body: datasetTurtle(subject(9), 'New') as never,
        ...asText,
      }),
    );
    expect('records' in pushed && pushed.records.map(({ outcome }) => outcome)).toEqual(['added']);
    const gone = told(await client.DELETE('/stations/{id}/descriptions', { params: { path, query: { subject: subject(3) } }, headers: holder }));
    expect('records' in gone && gone.records.map(({ outcome }) => outcome)).toEqual(['withdrawn']);
    const run = typeof gone.run === 'number' ? gone.run : gone.run.run;
    expect(told(await client.GET('/stations/{id}/pushes/{run}', { params: { path: { ...path, run } }, headers: holder })).state).toBe('ended');
    expect(
      told(await client.POST('/stations/{id}/confirmations', { params: { path }, headers: holder, body: { subjects: [subject(1), subject(8)] } })),
    ).toMatchObject({
      confirmed: 1,
      refused: [{ reason: 'unknown' }],
    });
  });

  it('whoever has something judged', async () => {
    const body = datasetTurtle(subject(1), 'Sleep') as never;
    const now = told(await client.POST('/validations', { params: { query: { profile: 'healthdcat-ap-r8' } }, headers: turtle, body, ...asText }));
    expect('verdicts' in now && now.datasets.length).toBe(1);
    const csv = await client.POST('/validations', { params: { query: { format: 'csv' } }, headers: turtle, body, parseAs: 'text', ...asText });
    expect(csv.response.headers.get('content-type')).toMatch(/^text\/csv/);
    const later = told(await client.POST('/validations', { headers: { ...turtle, Prefer: 'respond-async' }, body, ...asText }));
    const job = 'state' in later ? later.id : '';
    let state = '';
    while (state !== 'done') {
      await wait(50);
      ({ state } = told(await client.GET('/validations/{job}', { params: { path: { job } } })));
    }
    expect(told(await client.GET('/validations/{job}/report', { params: { path: { job } } })).datasets.length).toBe(1);
    expect((await client.GET('/validations/{job}/report', { params: { path: { job }, query: { format: 'html' } }, parseAs: 'text' })).response.status).toBe(
      200,
    );
    expect((await client.DELETE('/validations/{job}', { params: { path: { job } } })).response.status).toBe(204);
  });

  it('operators: runs, what is on hold, what waits', async () => {
    const headers = operator();
    const anyhow = { 'If-Match': '*' };
    const released = await held();
    const on = ({ run }: Schemas['Run']) => ({ params: { path: { id: 'read', run }, header: anyhow }, headers });
    const release = await ended(told(await client.POST('/stations/{id}/runs/{run}/release', on(released))));
    expect(release.outcome).toBe('complete');
    expect((await ended(told(await client.POST('/stations/{id}/runs/{run}/revert', on(release))))).outcome).toBe('complete');
    expect(told(await client.POST('/stations/{id}/runs/{run}/discard', on(await held()))).resolved?.how).toBe('discarded');

    const slow = told(await client.POST('/stations/{id}/runs', { params: { path: { id: 'slow' } }, headers }));
    const waiting = told(await client.POST('/stations/{id}/runs', { params: { path: { id: 'read' } }, headers }));
    expect(told(await client.GET('/stations', { headers })).items.some(({ waiting: reason }) => reason !== null)).toBe(true);
    expect(told(await client.GET('/deeds', { headers })).items[0]).toMatchObject({ station: 'read', state: 'waiting' });
    const deed = { params: { path: { deed: 'deed' in waiting ? waiting.id : '' }, header: anyhow }, headers };
    expect(told(await client.GET('/deeds/{deed}', { params: { path: deed.params.path }, headers })).waitsFor?.kind).toBe('host');
    expect((await client.DELETE('/deeds/{deed}', deed)).response.status).toBe(204);
    expect((await client.DELETE('/deeds/{deed}', deed)).response.status).toBe(409);
    const run = 'deed' in slow ? await numberOf(slow) : slow.run;
    const calledOff = told(await client.POST('/stations/{id}/runs/{run}/cancel', { params: { path: { id: 'slow', run }, header: anyhow }, headers }));
    expect((await ended(calledOff)).outcome).toBe('interrupted');

    const state = { params: { path: { id: 'slow' }, header: anyhow }, headers };
    expect(told(await client.POST('/stations/{id}/state', { ...state, body: { state: 'paused' } })).state).toBe('paused');
  });

  it('the EU: how datasets stand, central ids, outcomes, pause and comparison', async () => {
    const headers = operator();
    expect(told(await client.GET('/federation')).isConfigured).toBe(true);
    const { items } = told(await client.GET('/federation/records', { params: { query: { station: 'holder', limit: 10 } } }));
    expect(items.map(({ id }) => id)).toContain(record);
    expect(told(await client.GET('/federation/records/{id}', { params: { path: { id: record } } })).messages.map(({ state }) => state)).toEqual(['accepted']);
    expect(told(await client.GET('/central-ids/{id}', { params: { path: { id: 'EU-1' } } })).dataset?.id).toBe(record);
    const outcome = { messageId: 'nothing', status: 'accepted' };
    expect(told(await client.POST('/federation/outcomes', { headers: dispatcher, body: outcome })).taken).toBe(false);
    expect(told(await client.POST('/federation/pause', { headers })).isPaused).toBe(true);
    expect(told(await client.POST('/federation/resume', { headers: catalogue.operators.ncp })).isPaused).toBe(false);
    expect(told(await client.POST('/federation/reconciliations', { headers })).isListed).toBe(true);
  });

  it('operators: what is held, used, and was done', async () => {
    const headers = operator();
    await client.PUT('/stations/{id}/descriptions', {
      params: { path: { id: 'holder' } },
      headers: { ...holder, ...turtle },
      body: `<${subject(7)}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/description> "No title."@en .` as never,
      ...asText,
    });
    expect(told(await client.GET('/stations/{id}/held', { params: { path: { id: 'holder' } }, headers })).total).toBe(1);
    expect(told(await client.GET('/usage', { headers })).items.length).toBeGreaterThan(0);
    expect(await client.GET('/usage', { params: { query: { format: 'csv' } }, headers, parseAs: 'text' })).toMatchObject({ response: { status: 200 } });
    expect(told(await client.GET('/usage/missed-terms', { headers })).atLeast).toBe(10);
    const log = told(await client.GET('/audit', { params: { query: { limit: 2 } }, headers }));
    expect([log.items.length, log.links.next !== null]).toEqual([2, true]);
  });
});

/** Ids that are there, in the place of those of the examples. */
function present(name: string, path: string): string {
  if (path.startsWith('/central-ids')) return 'EU-1';
  if (name === 'id')
    return path.startsWith('/datasets') || path.startsWith('/federation')
      ? record
      : path.startsWith('/profiles')
        ? 'ndc-checks'
        : path.startsWith('/rounds')
          ? '1'
          : 'holder';
  return name === 'n' ? '1' : '424242';
}

interface Asked {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Instead of what is there. */
  readonly path?: Readonly<Record<string, string>>;
}

/** Calls an operation with the examples of the document for all that is required, but for what is said. */
async function ask({ path, method, operation }: Placed, { query, headers = {}, body, path: own = {} }: Asked): Promise<Response> {
  const concrete = path.replace(/\{(\w+)\}/g, (_all, name: string) => own[name] ?? present(name, path));
  const required = (operation.parameters ?? []).filter(({ in: where, required: must }) => where === 'query' && must === true);
  const asked = new URLSearchParams({ ...Object.fromEntries(required.map(({ name, example }) => [name, String(example)])), ...query });
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const example = media?.example === undefined ? undefined : typeof media.example === 'string' ? media.example : JSON.stringify(media.example);
  return witness.fetch(`${catalogue.url}/api/v1${concrete}?${asked.toString()}`, {
    method: method.toUpperCase(),
    headers: { ...(type === undefined ? {} : { 'content-type': type }), ...headers },
    ...((body ?? example) === undefined || method === 'get' ? {} : { body: body ?? example ?? '' }),
  });
}

/** Each asks from an address of its own: wrong tokens are counted by address. */
let visitors = 0;
const from = (): { readonly 'x-forwarded-for': string } => ({ 'x-forwarded-for': `192.0.2.${String((visitors += 1))}` });

function credentials({ operation: { security = [] } }: Placed): Readonly<Record<string, string>> {
  const wanted = security.flatMap((scheme) => Object.keys(scheme));
  if (wanted.includes('dispatcherToken')) return dispatcher;
  return wanted.includes('stationToken') ? holder : wanted.length > 0 ? operator() : {};
}

/** The page of a record asks for no credentials unless it is one of the past, which names people. */
const shown = ({ operation }: Placed): Asked => (operation.operationId === 'getDataset' ? { query: { asOf: new Date().toISOString() } } : {});
const isDocumented = ({ operation }: Placed, status: number): boolean => operation.responses?.[String(status)] !== undefined;
const named = (id: string): Placed => operationsOf(document).find(({ operation }) => operation.operationId === id)!;

async function statuses(status: number, asked: (placed: Placed) => Asked, except: readonly string[] = []): Promise<void> {
  const documented = operationsOf(document).filter((placed) => isDocumented(placed, status) && !except.includes(placed.operation.operationId ?? ''));
  expect(documented.length).toBeGreaterThan(0);
  for (const placed of documented) {
    const response = await ask(placed, asked(placed));
    expect([placed.operation.operationId, response.status]).toEqual([placed.operation.operationId, status]);
  }
}

/** A push whose body does not come. */
async function unfinishedPush(station: string): Promise<ClientRequest> {
  const push = request(`${catalogue.url}/api/v1/stations/${station}/descriptions`, {
    method: 'PUT',
    headers: { 'content-type': 'text/turtle', ...(await catalogue.token(station)) },
  });
  push.on('error', () => undefined);
  push.write('# ');
  await wait(200);
  return push;
}

describe('every operation, called with what is wrong', () => {
  it('400: a parameter that there is not, everywhere', async () => {
    await statuses(400, (placed) => ({ query: { colour: 'red', size: 'large' }, headers: { ...credentials(placed), 'if-match': '*' } }));
    const response = await ask(named('searchDatasets'), { query: { colour: 'red', page: '0', pageSize: 'x', lang: 'de', fields: 'id,nothing' } });
    const { errors = [] } = (await response.json()) as Schemas['Problem'];
    expect(errors.map(({ in: where, location }) => [where, location])).toEqual(['page', 'pageSize', 'lang', 'fields', 'colour'].map((name) => ['query', name]));
    const together = await ask(named('searchDatasets'), { query: { cursor: '*', page: '2', pageSize: '100', from: '2020', to: '2010' } });
    expect(((await together.json()) as Schemas['Problem']).errors?.map(({ location }) => location)).toEqual(['cursor', 'from']);
    for (const [id, query, location] of [
      ['searchDatasets', { cursor: 'nonsense' }, 'cursor'],
      ['getSelection', { id: 'nonsense' }, 'id'],
      ['getDataset', { asOf: '2999-01-01' }, 'asOf'],
      ['getDataset', { asOf: 'yesterday' }, 'asOf'],
      ['validate', { format: 'pdf' }, 'format'],
      ['validate', { station: 'nowhere' }, 'station'],
      ['validate', { profile: 'nowhere' }, 'profile'],
      ['listUsage', { from: '2026-02-01', to: '2026-01-01' }, 'from'],
      ['pushDescriptions', { complete: 'true', subject: subject(1) }, 'complete'],
    ] as const) {
      const answer = await ask(named(id), { query, headers: credentials(named(id)) });
      const problem = (await answer.json()) as Schemas['Problem'];
      expect([id, answer.status, problem.errors?.map((error) => error.location)]).toEqual([id, 400, [location]]);
    }
  });

  it('401: no token where one is asked for, or a wrong one', async () => {
    await statuses(401, (placed) => ({ ...shown(placed), headers: { authorization: 'Bearer wrong', 'if-match': '*', ...from() } }));
    const closed = operationsOf(document).filter(
      ({ operation: { security } }) => security !== undefined && security.every((scheme) => Object.keys(scheme).length > 0),
    );
    for (const placed of closed) expect([placed.operation.operationId, (await ask(placed, {})).status]).toEqual([placed.operation.operationId, 401]);
  });

  it('403: another role', async () => {
    // The contact point may do what is about the EU; who audits may only look.
    await statuses(403, ({ path }) => ({
      headers: { ...(path.startsWith('/federation') ? catalogue.operators.auditor : catalogue.operators.ncp), 'if-match': '*' },
    }));
  });

  it('404: an id that there is not', async () => {
    await statuses(
      404,
      (placed) => {
        const nowhere = 'https://nowhere.example/';
        const { operationId } = placed.operation;
        return {
          path: { id: credentials(placed) === holder ? 'holder' : 'aaaaaaaaaaaaaaaa', n: '424242', run: '424242', job: '0', deed: '0' },
          ...(credentials(placed) === holder ? { query: { subject: nowhere }, body: '' } : {}),
          ...(operationId === 'getPush' ? { query: {} } : operationId === 'resolve' ? { query: { id: nowhere } } : {}),
          headers: { ...credentials(placed), 'if-match': '*' },
        };
      },
      ['tellOutcome'],
    );
  });

  it('406: a type that a report does not come in', async () => {
    const job = told(
      await client.POST('/validations', {
        headers: { ...turtle, Prefer: 'respond-async' },
        body: '' as never,
        bodySerializer: () => datasetTurtle(subject(1), 'Sleep'),
      }),
    );
    await statuses(406, () => ({ path: { job: 'state' in job ? job.id : '' }, headers: { accept: 'image/png' } }));
  });

  it('409: not in this state', async () => {
    const retired = await catalogue.token('retired');
    const paused = told(await client.GET('/stations/{id}/runs', { params: { path: { id: 'holder' } }, headers: operator() })).items[0]?.run ?? 0;
    await statuses(
      409,
      (placed) => {
        const { operationId = '' } = placed.operation;
        const run = { id: 'holder', run: String(paused) };
        if (credentials(placed) === holder) return { path: { id: 'retired' }, headers: retired };
        return {
          path: operationId === 'startRun' ? { id: 'paused' } : operationId === 'setStationState' ? { id: 'retired' } : run,
          headers: { ...operator(), 'if-match': '*' },
          ...(operationId === 'startRun' ? { body: '{}' } : {}),
        };
      },
      ['leaveLine', 'reconcileFederation'],
    );
  });

  it('410: a cursor from before a restore', async () => {
    const { links } = told(await client.GET('/datasets', { params: { query: { cursor: '*', pageSize: 1 } } }));
    const cursor = new URL(links.next ?? '').searchParams.get('cursor') ?? '';
    const [epoch, ...rest] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [number, ...unknown[]];
    const old = Buffer.from(JSON.stringify([epoch + 1, ...rest])).toString('base64url');
    expect((await client.GET('/datasets', { params: { query: { cursor: old, pageSize: 1 } } })).error).toMatchObject({
      status: 410,
      code: 'request/snapshot-expired',
    });
  });

  it('410: what was taken down', async () => {
    const gone = catalogue.server.house.harvest.reader.head(subject(2))?.id ?? '';
    await catalogue.server.house.harvest.ledger.withhold(gone, 'To see what is told', 'somebody');
    for (const placed of operationsOf(document).filter((one) => one.path.startsWith('/datasets/') && isDocumented(one, 410)))
      expect([placed.path, (await ask(placed, { path: { id: gone } })).status]).toEqual([placed.path, 410]);
  });

  it('412 and 428: what changed since one looked', async () => {
    const { run } = await held();
    const path = { id: 'read', run: String(run) };
    const states = (placed: Placed): Asked => ({ path: placed.operation.operationId?.endsWith('Run') === true ? path : {}, headers: credentials(placed) });
    await client.POST('/stations/{id}/state', { params: { path: { id: 'slow' }, header: { 'If-Match': '*' } }, headers: operator(), body: { state: 'live' } });
    const slow = told(await client.POST('/stations/{id}/runs', { params: { path: { id: 'slow' } }, headers: operator() }));
    const waiting = told(await client.POST('/stations/{id}/runs', { params: { path: { id: 'read' } }, headers: operator() }));
    const deed = 'deed' in waiting ? waiting.id : '';
    for (const [status, headers] of [
      [412, { 'if-match': '"not that"' }],
      [428, {}],
    ] as const)
      await statuses(status, (placed) => ({ ...states(placed), path: { ...states(placed).path, deed }, headers: { ...credentials(placed), ...headers } }));
    await client.DELETE('/deeds/{deed}', { params: { path: { deed }, header: { 'If-Match': '*' } }, headers: operator() });
    const number = 'deed' in slow ? await numberOf(slow) : slow.run;
    await client.POST('/stations/{id}/runs/{run}/cancel', { params: { path: { id: 'slow', run: number }, header: { 'If-Match': '*' } }, headers: operator() });
  });

  it('413, 415 and 422: bodies that are too large, or cannot be read', async () => {
    const tooLarge = (placed: Placed): string => (placed.operation.operationId === 'confirmDescriptions' ? ' '.repeat(5 << 20) : '#'.repeat(200_000));
    const posted = (placed: Placed): boolean => placed.operation.operationId !== 'getValidationReport';
    const unreadable = ({ operation: { requestBody } }: Placed): Readonly<Record<string, string>> =>
      requestBody === undefined ? { 'content-encoding': 'nonsense' } : { 'content-type': 'application/pdf' };
    const run = { id: 'holder', run: '1' };
    for (const [status, asked] of [
      [413, (placed: Placed) => ({ path: run, body: tooLarge(placed), headers: { ...credentials(placed), 'if-match': '*' } })],
      [415, (placed: Placed) => ({ path: run, body: '%PDF-1.4', headers: { ...credentials(placed), 'if-match': '*', ...unreadable(placed) } })],
      [422, (placed: Placed) => ({ body: 'no turtle', headers: { ...credentials(placed), 'content-type': 'text/turtle' } })],
    ] as const)
      for (const placed of operationsOf(document).filter((one) => isDocumented(one, status) && posted(one))) {
        const response = await ask(placed, asked(placed));
        expect([placed.operation.operationId, response.status, await response.text()]).toEqual([placed.operation.operationId, status, expect.any(String)]);
      }
    for (const [status, type, body] of [
      [422, 'text/turtle', 'no turtle'],
      [415, 'application/pdf', '%PDF-1.4'],
      [413, 'application/gzip', gzipSync('<urn:a> <urn:b> "x" .\n'.repeat(100_000))],
    ] as const) {
      const response = await witness.fetch(`${catalogue.url}/api/v1/validations`, {
        method: 'POST',
        headers: { 'content-type': type, prefer: 'respond-async' },
        body,
      });
      const { id: job } = (await response.json()) as Schemas['ValidationJob'];
      while (told(await client.GET('/validations/{job}', { params: { path: { job } } })).state !== 'failed') await wait(50);
      expect((await client.GET('/validations/{job}/report', { params: { path: { job } } })).response.status).toBe(status);
    }
  });

  it('503: more pushes at a time than there may be', async () => {
    const begun = await Promise.all(['first', 'second'].map(unfinishedPush));
    await statuses(503, (placed) => ({ headers: credentials(placed) }), ['validate', 'getPush', 'reconcileFederation']);
    for (const push of begun) push.destroy();
  });

  it('429: too many documents', async () => {
    const address = from();
    let status = 0;
    for (let tries = 0; tries < 100 && status !== 429; tries++) ({ status } = await ask(named('validate'), { headers: address, query: { format: 'csv' } }));
    expect(status).toBe(429);
  });

  it('429: too many wrong tokens', async () => {
    const address = from();
    for (let tries = 0; tries < 10; tries++) await catalogue.get('/api/v1/audit', { authorization: 'Bearer wrong', ...address });
    const secured = operationsOf(document).filter((placed) => isDocumented(placed, 429) && placed.operation.security !== undefined);
    expect(secured.length).toBeGreaterThan(20);
    for (const placed of secured)
      expect([
        placed.operation.operationId,
        (await ask(placed, { ...shown(placed), headers: { ...operator(), ...credentials(placed), ...address, 'if-match': '*' } })).status,
      ]).toEqual([placed.operation.operationId, 429]);
  });
});

describe('the whole of it', () => {
  it('was as the document says, in every exchange', () => {
    expect(witness.findings).toEqual([]);
  });

  it('was called: each operation, and each status that it documents, or the reason why not', () => {
    const missing = operationsOf(document).flatMap(({ operation: { operationId = '', responses = {} } }) =>
      Object.keys(responses)
        .filter((status) => /^\d+$/.test(status) && status !== '304' && witness.seen.get(operationId)?.has(Number(status)) !== true)
        .map((status) => `${operationId} ${status}`),
    );
    expect(missing.sort()).toEqual(Object.keys(elsewhere).sort());
  });

  it('names every route of the server, and none that is not there', () => {
    const described = operationsOf(document).map(({ path, method }) => `${method.toUpperCase()} /api/v1${path.replace(/\{(\w+)\}/g, ':$1')}`);
    expect(described.sort()).toEqual(allRoutes().api.sort());
  });

  it('is seen to differ when the document says something else', async () => {
    const wrong = JSON.parse(JSON.stringify(document)) as {
      components: { schemas: Record<string, { required: string[]; properties: Record<string, object> }> };
      paths: Record<string, Record<string, { responses: Record<string, object> }>>;
    };
    wrong.components.schemas['StationState']!.properties['state'] = { type: 'integer' };
    Reflect.deleteProperty(wrong.components.schemas['Resolved']!.properties, 'asked');
    wrong.components.schemas['Suggestions']!.required.push('hits');
    Reflect.deleteProperty(wrong.paths['/profiles/{id}']!['get']!.responses, '404');
    Reflect.deleteProperty(wrong.paths, '/rounds');
    const other = new ApiWitness(wrong, catalogue.url);
    const asking = catalogueClient(catalogue.url, { fetch: other.fetch });
    await asking.GET('/stations/{id}/state', { params: { path: { id: 'holder' } } });
    await asking.GET('/resolve', { params: { query: { id: record } } });
    await asking.GET('/suggestions', { params: { query: { q: 'sle' } } });
    await asking.GET('/profiles/{id}', { params: { path: { id: 'none' } } });
    await asking.GET('/rounds');
    await asking.GET('/datasets');
    expect(other.findings).toEqual([
      'GET /stations/holder/state 200: /state must be integer',
      'GET /resolve 200: /asked is not described',
      "GET /suggestions 200:  must have required property 'hits'",
      expect.stringContaining('GET /profiles/none 404: this status is not described'),
      'GET /rounds 200: is not in the document',
    ]);
  });
});
