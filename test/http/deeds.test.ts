import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueClient } from '../../client/catalogue-client.js';
import { openWriter } from '../../src/ledger/database.js';
import type { ApiDocument } from '../support/api-document.js';
import { ApiWitness } from '../support/api-witness.js';
import { FakeStation } from '../support/fake-station.js';
import { datasetTurtle, openTellingServer, type TellingServer } from '../support/telling.js';

interface Run {
  readonly run: number;
  readonly outcome: string | null;
  readonly endedAt: string | null;
  readonly dry: boolean;
  readonly by?: string | null;
  readonly resolved: { readonly how: string; readonly by?: string | null } | null;
  readonly items?: readonly { readonly subject: string; readonly outcome: string; readonly changes: readonly { readonly path: string }[] }[];
}

let catalogue: TellingServer;
let source: FakeStation;
const json = { 'content-type': 'application/json' };
const subject = (n: number): string => `https://read.example/d/${String(n)}`;
const page = (...entries: readonly (readonly [n: number, title: string])[]): { body: string; type: string } => ({
  body: entries.map(([n, title]) => datasetTurtle(subject(n), title)).join(''),
  type: 'text/turtle',
});

beforeAll(async () => {
  source = await FakeStation.start({ '/read.ttl': page([1, 'One'], [2, 'Two'], [3, 'Three'], [4, 'Four']), '/slow.ttl': { stall: 'headers' } });
  catalogue = await openTellingServer(
    {
      read: { protocol: 'rdf', endpoint: `${source.url}/read.ttl` },
      slow: { protocol: 'rdf', endpoint: `${source.url}/slow.ttl` },
      pinged: { protocol: 'rdf', endpoint: `${source.url}/read.ttl` },
      holder: { protocol: 'push', endpoint: 'https://holder.example/' },
      other: { protocol: 'push', endpoint: 'https://other.example/' },
      fresh: { protocol: 'push', endpoint: 'https://fresh.example/', state: 'onboarding' },
    },
    { NDC_MISSING_RUNS: '1', NDC_MISSING_HOURS: '0', NDC_VALIDATION_WAIT_MS: '0' },
  );
}, 180_000);

afterAll(async () => {
  await catalogue.close();
  await source.close();
});

const api = (path: string): string => `/api/v1/stations/${path}`;
/** However it is now, unless the test says what it has seen. */
const anyhow = { 'if-match': '*' };
const post = (path: string, body?: unknown, headers: Readonly<Record<string, string>> = { ...catalogue.operators.operator, ...anyhow }): Promise<Response> =>
  catalogue.send(
    'POST',
    api(path),
    body === undefined ? { headers } : { body: typeof body === 'string' ? body : JSON.stringify(body), headers: { ...json, ...headers } },
  );
const seen = async (path: string, headers: Readonly<Record<string, string>> = catalogue.operators.operator): Promise<Run> =>
  (await (await catalogue.get(path, headers)).json()) as Run;

/** The number of the run that a 202 leads to: at once, or by the deed that waits while the run before it is being put away. */
async function numberOf(response: Response): Promise<number> {
  expect([response.status, response.headers.get('cache-control')]).toEqual([202, 'no-store']);
  const told = (await response.json()) as { readonly id?: string; readonly run: number | null };
  if (told.id === undefined) return told.run ?? Number.NaN;
  for (;;) {
    const deed = (await seen(`/api/v1/deeds/${told.id}`)) as unknown as { readonly state: string; readonly run: number | null };
    if (deed.run !== null) return deed.run;
    expect(deed.state).not.toBe('refused');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The run that a 202 leads to, when it has ended. */
async function ended(response: Response): Promise<Run> {
  const path = (response.headers.get('location') ?? '').slice(catalogue.url.length);
  if (path.startsWith('/api/v1/deeds/')) {
    const [, station] = /stations\/([\w-]+)\//.exec(response.url) ?? [];
    return outcomeOf(api(`${String(station)}/runs/${String(await numberOf(response))}`));
  }
  expect([response.status, response.headers.get('cache-control')]).toEqual([202, 'no-store']);
  expect(path.startsWith('/api/v1/stations/')).toBe(true);
  return outcomeOf(path);
}

async function outcomeOf(path: string): Promise<Run> {
  for (;;) {
    const told = (await seen(path)) as Run | { readonly run: Run; readonly state: string };
    if (!('state' in told)) {
      if (told.endedAt !== null) return told;
    } else if (told.state !== 'running') return told.run;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Two complete visits to a page with only one of four records: the second is on hold. */
async function hold(): Promise<Run> {
  source.set('/read.ttl', page([1, 'One'], [2, 'Two'], [3, 'Three'], [4, 'Four']));
  await ended(await post('read/runs', { full: true }));
  source.set('/read.ttl', page([1, 'One']));
  await ended(await post('read/runs'));
  const held = await ended(await post('read/runs'));
  expect(held.outcome).toBe('on-hold');
  return held;
}
const states = (): (string | undefined)[] => [1, 2, 3, 4].map((n) => catalogue.server.house.harvest.reader.head(subject(n))?.state);
const all = ['current', 'current', 'current', 'current'];

describe('deeds of operators', () => {
  it('are for operators alone', async () => {
    const deeds = ['read/runs', 'read/runs/1/release', 'read/runs/1/discard', 'read/runs/1/cancel', 'read/runs/1/revert', 'read/state'];
    const token = await catalogue.token('read');
    for (const deed of deeds) {
      const bare = await post(deed, undefined, {});
      expect([deed, bare.status, bare.headers.get('www-authenticate')?.split(' ')[0]]).toEqual([deed, 401, 'Basic']);
      expect([deed, (await post(deed, undefined, catalogue.operators.auditor)).status]).toEqual([deed, 403]);
      expect([deed, (await post(deed, undefined, catalogue.operators.ncp)).status]).toEqual([deed, 403]);
      expect([deed, (await post(deed, undefined, { ...catalogue.operators.operator, 'sec-fetch-site': 'cross-site' })).status]).toEqual([deed, 403]);
    }
    expect((await post('read/runs', undefined, token)).status).toBe(401);
    expect(catalogue.server.house.harvest.reader.runs('read', 10, true)).toEqual([]);
  });

  it('run a station, and lead to the run with the name of who asked', async () => {
    const run = await ended(await post('read/runs'));
    expect(run).toMatchObject({
      outcome: 'complete',
      added: 4,
      trigger: 'manual',
      walk: 'full',
      by: 'the-operator',
      dry: false,
      progress: null,
      quality: { after: { records: 4 } },
    });
    const open = await seen(api(`read/runs/${String(run.run)}`), {});
    expect(open).toMatchObject({ outcome: 'complete' });
    expect(open).not.toHaveProperty('by');
  });

  it('run dry: what would change, field by field, for operators, and no such run for others', async () => {
    source.set('/read.ttl', page([1, 'One, changed'], [2, 'Two'], [3, 'Three'], [4, 'Four']));
    const run = await ended(await post('read/runs', { dryRun: true }));
    expect(run.dry).toBe(true);
    expect(run.items).toMatchObject([{ subject: subject(1), outcome: 'updated', changes: [{ path: 'dct:description' }, { path: 'dct:title' }] }]);
    const path = api(`read/runs/${String(run.run)}`);
    expect((await catalogue.get(path)).status).toBe(404);
    expect((await catalogue.get(path, { authorization: 'Bearer wrong' })).status).toBe(401);
    const runs = async (headers: Readonly<Record<string, string>>): Promise<number[]> =>
      ((await (await catalogue.get(api('read/runs'), headers)).json()) as { items: Run[] }).items.map(({ run: id }) => id);
    expect(await runs({})).not.toContain(run.run);
    expect(await runs(catalogue.operators.ncp)).toContain(run.run);
    expect(catalogue.server.house.harvest.reader.head(subject(1))?.title).toEqual({ en: ['One'] });
  });

  it('read anew what is kept', async () => {
    const asked = source.requests.length;
    const run = await ended(await post('read/runs', { reprocess: true }));
    expect([run.outcome, source.requests.length]).toEqual(['complete', asked]);
    expect((await post('holder/runs', { reprocess: true })).status).toBe(409);
  });

  it('discard, and say so once', async () => {
    const held = await hold();
    const path = `read/runs/${String(held.run)}`;
    const response = await post(`${path}/discard`);
    expect([response.status, ((await response.json()) as Run).resolved]).toMatchObject([200, { how: 'discarded', by: 'the-operator' }]);
    expect((await seen(api(path), {})).resolved).not.toHaveProperty('by');
    expect([(await post(`${path}/discard`)).status, (await post(`${path}/release`)).status]).toEqual([409, 409]);
    expect(states()).toEqual(all);
  });

  it('release, and revert that', async () => {
    const held = await hold();
    expect(held.items?.map(({ outcome }) => outcome)).toEqual(['withdrawn', 'withdrawn', 'withdrawn']);
    expect((await seen(api(`read/runs/${String(held.run)}`), {})).items).toEqual([]);
    const released = await ended(await post(`read/runs/${String(held.run)}/release`));
    expect(released).toMatchObject({ outcome: 'complete', trigger: 'release', of: held.run, by: 'the-operator', withdrawn: 3 });
    expect(states()).toEqual(['current', 'withdrawn', 'withdrawn', 'withdrawn']);
    const reverted = await ended(await post(`read/runs/${String(released.run)}/revert`));
    expect(reverted).toMatchObject({ outcome: 'complete', trigger: 'revert', of: released.run });
    expect(states()).toEqual(all);
    expect((await post(`read/runs/${String(held.run)}/revert`)).status).toBe(409);
  });

  it('cancel a run that is under way, whose progress is told, and push into none', async () => {
    const path = `slow/runs/${String(await numberOf(await post('slow/runs')))}`;
    expect(await seen(api(path))).toMatchObject({
      endedAt: null,
      outcome: null,
      progress: { done: 0, expected: null, ratePerSecond: null, remainingSeconds: null },
    });
    const again = await post('slow/runs');
    expect([again.status, again.headers.get('retry-after')]).toEqual([409, '30']);
    const push = await catalogue.send('PUT', api('slow/descriptions'), {
      body: datasetTurtle('https://slow.example/1', 'x'),
      headers: { 'content-type': 'text/turtle', ...(await catalogue.token('slow')) },
    });
    expect([push.status, push.headers.get('retry-after')]).toEqual([409, '30']);
    expect((await post(`${path}/revert`)).status).toBe(409);
    expect(await ended(await post(`${path}/cancel`))).toMatchObject({ outcome: 'interrupted' });
    expect((await post(`${path}/cancel`)).status).toBe(409);
  });

  it('name runs of the station itself, that exist', async () => {
    const run = catalogue.server.house.harvest.reader.runs('read', 1)[0]?.id ?? 0;
    for (const path of [`slow/runs/${String(run)}`, 'read/runs/999999', 'read/runs/0', 'read/runs/-1', 'read/runs/1e3', 'read/runs/x', 'nowhere/runs/1'])
      for (const deed of ['release', 'discard', 'cancel', 'revert']) expect([path, (await post(`${path}/${deed}`)).status]).toEqual([path, 404]);
  });

  it('refuse what is not meant, with every mistake named', async () => {
    const mistakes: readonly (readonly [path: string, body: string, status: number])[] = [
      ['read/runs', '{"dryRun":"yes","colour":1}', 400],
      ['read/runs', '{"full":true,"reprocess":true}', 400],
      ['read/runs', '[]', 400],
      ['read/runs', '{', 400],
      ['read/runs', 'x'.repeat(40_000), 413],
      ['read/runs?dryRun=true', '{}', 400],
      ['read/state', '{"state":"retired"}', 400],
      ['read/state', '{"state":"live","__proto__":{"a":1},"b":2}', 400],
      ['nowhere/state', '{"state":"live"}', 404],
    ];
    for (const [path, body, status] of mistakes) expect([path, body.slice(0, 40), (await post(path, body)).status]).toEqual([path, body.slice(0, 40), status]);
    const form = await catalogue.send('POST', api('read/state'), {
      body: '{"state":"paused"}',
      headers: { 'content-type': 'text/plain', ...catalogue.operators.operator },
    });
    expect(form.status).toBe(415);
    const { errors } = (await (await post('read/runs', '{"dryRun":"yes","colour":1}')).json()) as { errors: { in: string; location: string }[] };
    expect(errors.map((error) => error.in)).toEqual(['body', 'body']);
  });

  it('pause a station and make it live, which publishes what was received meanwhile', async () => {
    expect(await (await post('read/state', { state: 'paused' })).json()).toEqual({ id: 'read', state: 'paused' });
    expect((await post('read/runs')).status).toBe(409);
    expect((await post('read/state', { state: 'live' })).status).toBe(200);
    const token = await catalogue.token('fresh');
    const push = await catalogue.send('PUT', api('fresh/descriptions'), {
      body: datasetTurtle('https://fresh.example/1', 'Fresh'),
      headers: { 'content-type': 'text/turtle', ...token },
    });
    const run = await ended(push);
    expect((await catalogue.get(api(`fresh/runs/${String(run.run)}`))).status).toBe(404);
    expect(catalogue.server.house.harvest.reader.head('https://fresh.example/1')?.state).toBe('onboarding');
    expect((await post('fresh/state', { state: 'live' })).status).toBe(200);
    expect(catalogue.server.house.harvest.reader.head('https://fresh.example/1')?.state).toBe('current');
  });
});

describe('deeds take their turn (HTTP-11)', () => {
  interface Deed {
    readonly id: string;
    readonly state: string;
    readonly by?: string;
    readonly waitsFor: object | null;
    readonly run: number | null;
    readonly detail: string | null;
  }
  const look = async (path: string, headers: Readonly<Record<string, string>> = catalogue.operators.operator): Promise<Deed> =>
    (await (await catalogue.get(path, headers)).json()) as Deed;

  it('and say which host they wait for, until it is free', async () => {
    await ended(await post('read/runs'));
    const slow = await numberOf(await post('slow/runs'));
    const visits = (): number => source.requests.filter(({ path }) => path === '/read.ttl').length;
    const asked = visits();
    const response = await post('read/runs', { full: true });
    const host = new URL(source.url).host;
    const deed = (await response.json()) as Deed;
    expect([response.status, response.headers.get('location'), response.headers.get('retry-after')]).toEqual([
      202,
      `${catalogue.url}/api/v1/deeds/${deed.id}`,
      '5',
    ]);
    const reason = { kind: 'host', host, station: 'slow' };
    expect(deed).toMatchObject({ state: 'waiting', waitsFor: reason, run: null, by: 'the-operator', station: 'read', deed: 'run' });
    const path = `/api/v1/deeds/${deed.id}`;
    expect((await look(path, catalogue.operators.auditor)).by).toBe('the-operator');
    expect(await look(path, catalogue.operators.ncp)).not.toHaveProperty('by');
    const waiting = async (headers?: Readonly<Record<string, string>>): Promise<unknown> =>
      ((await (await catalogue.get(api('read'), headers)).json()) as { waiting: unknown }).waiting;
    expect([await waiting(), await waiting(catalogue.operators.ncp)]).toEqual([{ kind: 'host' }, reason]);
    // What asks nothing of the host does not wait for it.
    expect(await ended(await post('read/runs', { reprocess: true }))).toMatchObject({ trigger: 'replay', outcome: 'complete' });
    expect(visits()).toBe(asked);
    const other = (await (await post('pinged/runs', { dryRun: true })).json()) as Deed;
    const line = `/api/v1/deeds/${other.id}`;
    expect((await catalogue.send('DELETE', line, { headers: catalogue.operators.operator })).status).toBe(428);
    expect((await catalogue.send('DELETE', line, { headers: { ...catalogue.operators.auditor, ...anyhow } })).status).toBe(403);
    expect((await catalogue.send('DELETE', line, { headers: { ...catalogue.operators.operator, ...anyhow } })).status).toBe(204);
    expect(await look(line)).toMatchObject({ state: 'refused', run: null, detail: expect.stringMatching(/out of the line/) as string });
    expect(((await (await catalogue.get('/api/v1/deeds', catalogue.operators.auditor)).json()) as { items: Deed[] }).items.map(({ id }) => id)).toEqual([
      other.id,
      deed.id,
    ]);
    expect(await ended(await post(`slow/runs/${String(slow)}/cancel`))).toMatchObject({ outcome: 'interrupted' });
    let told = await look(path);
    for (; told.run === null; told = await look(path)) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told).toMatchObject({ state: 'begun', waitsFor: null, links: { run: `${catalogue.url}${api(`read/runs/${String(told.run)}`)}` } });
    expect((await catalogue.send('DELETE', path, { headers: { ...catalogue.operators.operator, ...anyhow } })).status).toBe(409);
    while ((await seen(api(`read/runs/${String(told.run)}`))).endedAt === null) await new Promise((resolve) => setTimeout(resolve, 20));
    expect([await waiting(), visits() > asked]).toEqual([null, true]);
    expect(catalogue.server.house.harvest.reader.runs('pinged', 5, true)).toEqual([]);
    for (const none of ['x', '0'.repeat(32)]) expect((await catalogue.get(`/api/v1/deeds/${none}`, catalogue.operators.operator)).status).toBe(404);
  });

  it('and let a push in meanwhile, which asks nothing of a host', async () => {
    const slow = await numberOf(await post('slow/runs'));
    const body = datasetTurtle('https://read.example/d/pushed', 'Pushed while the host is busy');
    const headers = { 'content-type': 'text/turtle', ...(await catalogue.token('read')) };
    expect(await ended(await catalogue.send('PUT', api('read/descriptions?dryRun=true'), { body, headers }))).toMatchObject({
      outcome: 'complete',
      dry: true,
    });
    await ended(await post(`slow/runs/${String(slow)}/cancel`));
  });
});

describe('deeds on what exists (API-5)', () => {
  const tagOf = async (path: string): Promise<string> => (await catalogue.get(api(path), catalogue.operators.operator)).headers.get('etag') ?? '';
  const act = async (path: string, tag: string | null, body?: unknown): Promise<[number, string | undefined]> => {
    const response = await post(path, body, { ...catalogue.operators.operator, ...(tag === null ? {} : { 'if-match': tag }) });
    return [response.status, ((await response.json()) as { code?: string }).code];
  };

  it('are done to what the operator has seen, and to nothing else', async () => {
    const held = await hold();
    const path = `read/runs/${String(held.run)}`;
    const tag = await tagOf(path);
    expect(tag).toMatch(/^"[\w-]{27}"$/);
    const same = await catalogue.get(api(path), { ...catalogue.operators.operator, 'if-none-match': tag });
    expect([same.status, same.headers.get('cache-control')]).toEqual([304, 'no-store']);
    for (const deed of ['release', 'discard', 'cancel', 'revert']) {
      expect([deed, ...(await act(`${path}/${deed}`, null))]).toEqual([deed, 428, 'request/precondition-required']);
      for (const wrong of ['"other"', `W/${tag}`, (await catalogue.get(api(path))).headers.get('etag') ?? '', ''])
        expect([deed, wrong, ...(await act(`${path}/${deed}`, wrong))]).toEqual([deed, wrong, 412, 'request/precondition-failed']);
    }
    expect(states()).toEqual(all);
    expect(await act(`${path}/discard`, `"other", ${tag}`)).toEqual([200, undefined]);
    expect(await act(`${path}/release`, tag)).toEqual([412, 'request/precondition-failed']);
    expect(await act(`${path}/release`, '*')).toEqual([409, 'request/conflict']);
  });

  it('change a state that nobody has changed since', async () => {
    const tag = await tagOf('read/state');
    expect(await act('read/state', null, { state: 'paused' })).toEqual([428, 'request/precondition-required']);
    expect(await act('read/state', tag, { state: 'paused' })).toEqual([200, undefined]);
    expect(await act('read/state', tag, { state: 'paused' })).toEqual([412, 'request/precondition-failed']);
    expect(await act('read/state', await tagOf('read/state'), { state: 'live' })).toEqual([200, undefined]);
    expect(await tagOf('read/state')).toBe(tag);
  });

  it('are open to a push that names what it builds on', async () => {
    const token = await catalogue.token('other');
    const path = api('other/descriptions');
    const standing = async (): Promise<string> => (await catalogue.get(path, token)).headers.get('etag') ?? '';
    const put = (title: string, tag: string): Promise<Response> =>
      catalogue.send('PUT', path, {
        body: datasetTurtle('https://other.example/1', title),
        headers: { 'content-type': 'text/turtle', 'if-match': tag, ...token },
      });
    const before = await standing();
    await ended(await put('First', before));
    const after = await standing();
    expect(after).not.toBe(before);
    const refused = await put('Second', before);
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([412, 'request/precondition-failed']);
    expect(catalogue.server.house.harvest.reader.runs('other', 10)).toHaveLength(1);
    // A push that changes nothing leaves it as it was.
    await ended(await put('First', after));
    expect(await standing()).toBe(after);
    await ended(await put('Second', after));
    expect(catalogue.server.house.harvest.reader.head('https://other.example/1')?.title).toEqual({ en: ['Second'] });
    expect((await catalogue.get(path)).status).toBe(401);
  });
});

describe('a push that was answered 202 (R12)', () => {
  const body = datasetTurtle('https://other.example/d/late', 'Late');
  let token: { readonly authorization: string };
  async function push(text: string): Promise<string> {
    const response = await catalogue.send('PUT', api('other/descriptions'), { body: text, headers: { 'content-type': 'text/turtle', ...token } });
    const path = (response.headers.get('location') ?? '').slice(catalogue.url.length);
    await ended(response);
    return path;
  }
  const told = async (path: string, headers: Readonly<Record<string, string>> = token): Promise<Record<string, unknown>> => {
    for (;;) {
      const answer = (await (await catalogue.get(path, headers)).json()) as Record<string, unknown>;
      if (answer['state'] !== 'running') return answer;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  beforeAll(async () => {
    token = await catalogue.token('other');
  });

  it('tells the report afterwards, also when it has to be made again, for as long as the run is kept', async () => {
    const path = await push(body);
    const first = await told(path);
    const validated = await catalogue.send('POST', '/api/v1/validations?station=other', { body, headers: { 'content-type': 'text/turtle', prefer: 'wait' } });
    expect(validated.status).toBeLessThan(300);
    expect(first).toMatchObject({
      state: 'ended',
      outcome: 'complete',
      truncated: false,
      records: [{ iri: 'https://other.example/d/late', outcome: 'added' }],
    });
    expect((first['report'] as { results: unknown[] }).results.length).toBeGreaterThan(0);
    const other = await push(datasetTurtle('https://other.example/d/more', 'More'));
    // So many reports that these two are not in memory any more.
    for (let n = 0; n < 4; n++) await push(datasetTurtle('https://other.example/d/more', `More ${String(n)}`));
    expect(await told(path)).toEqual(first);
    expect(await told(path, catalogue.operators.ncp)).toEqual(first);
    expect((await catalogue.get(path, await catalogue.token('holder'))).status).toBe(401);
    expect((await catalogue.get(path)).status).toBe(401);
    await catalogue.server.house.harvest.ledger.forgetRunDocuments(Number(other.split('/').at(-1)));
    expect(await told(other)).toMatchObject({ status: 410, code: 'request/gone' });
  });

  it('tells of a deletion without a report, and of a body that cannot be read why', async () => {
    const deleted = await catalogue.send('DELETE', api(`other/descriptions?subject=${encodeURIComponent('https://other.example/d/late')}`), {
      headers: token,
    });
    const path = (deleted.headers.get('location') ?? '').slice(catalogue.url.length);
    expect(await told(path)).toMatchObject({ state: 'ended', report: null, records: [{ outcome: 'withdrawn' }] });
    const broken = await told(await push('<a> <b> "c'));
    expect(broken).toMatchObject({ state: 'failed', error: { code: 'request/unreadable', trouble: { line: 1 } } });
    expect(broken).not.toHaveProperty('report');
  });

  it('is none of another station, and no visit is one', async () => {
    const run = catalogue.server.house.harvest.reader.runs('other', 1)[0]?.id ?? 0;
    const visit = catalogue.server.house.harvest.reader.runs('read', 1)[0]?.id ?? 0;
    for (const path of [`read/pushes/${String(run)}`, `read/pushes/${String(visit)}`, 'read/pushes/x', 'other/pushes/999999'])
      expect([path, (await catalogue.get(api(path), catalogue.operators.operator)).status]).toEqual([path, 404]);
  });
});

describe('a ping', () => {
  it('visits a registered station, once', async () => {
    source.set('/read.ttl', page([1, 'One'], [2, 'Two'], [3, 'Three'], [4, 'Four']));
    const ping = (): Promise<Response> => catalogue.send('POST', '/index/ping', { body: JSON.stringify({ clientUrl: source.url }), headers: json });
    expect([(await ping()).status, (await ping()).status]).toEqual([204, 204]);
    const reader = catalogue.server.house.harvest.reader;
    while (reader.runs('pinged', 5)[0]?.endedAt == null) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(reader.runs('pinged', 5).map(({ trigger }) => trigger)).toEqual(['ping']);
  });
});

describe('confirmations (R51)', () => {
  const iri = (n: number): string => `https://holder.example/d/${String(n)}`;
  let token: { readonly authorization: string };
  const confirm = (body: unknown, headers: Readonly<Record<string, string>> = token): Promise<Response> => post('holder/confirmations', body, headers);
  const head = (n: number) => catalogue.server.house.harvest.reader.head(iri(n));
  const backdate = (): void => {
    const connection = openWriter(catalogue.dataDir);
    connection.run("UPDATE record SET confirmed_at = '2020-01-01T00:00:00.000Z' WHERE station = 'holder'");
    connection.db.close();
  };

  beforeAll(async () => {
    token = await catalogue.token('holder');
    const body = [1, 2, 3].map((n) => datasetTurtle(iri(n), `Confirmed ${String(n)}`)).join('');
    const push = await catalogue.send('PUT', api('holder/descriptions'), { body, headers: { 'content-type': 'text/turtle', ...token } });
    expect((await ended(push)).outcome).toBe('complete');
  });

  it('are made by a change, and renewed without one: no version, nothing in feeds', async () => {
    const changed = head(1);
    expect(changed?.confirmedAt).not.toBeNull();
    const before = catalogue.server.house.harvest.reader.snapshot().seq;
    const answer = await confirm({ subjects: [iri(1), head(2)?.id ?? '', iri(1)] });
    expect([answer.status, await answer.json()]).toEqual([200, { confirmed: 2, confirmedAt: expect.any(String) as string, refused: [] }]);
    expect(head(1)).toEqual({ ...changed, confirmedAt: head(1)?.confirmedAt });
    expect((head(1)?.confirmedAt ?? '') > (changed?.confirmedAt ?? '')).toBe(true);
    expect(catalogue.server.house.harvest.reader.changesAfter(before, 10).map(({ op, cause }) => `${op} ${cause}`)).toEqual([
      'observed confirmation',
      'observed confirmation',
    ]);
  });

  it('are late after a year: a status of search, page and API, until somebody confirms', async () => {
    backdate();
    await catalogue.server.house.rebuild('search');
    const overdue = async (): Promise<string[]> =>
      (await catalogue.json<{ items: { iri: string; status: string }[] }>('/api/v1/datasets?status=overdue')).items.map((item) => item.iri).sort();
    expect(await overdue()).toEqual([1, 2, 3].map(iri));
    const id = head(1)?.id ?? '';
    expect(await catalogue.json(`/api/v1/datasets/${id}`)).toMatchObject({ overdue: true, confirmedAt: '2020-01-01T00:00:00.000Z' });
    expect(await (await catalogue.get(`/en/datasets/${id}`)).text()).toContain('Yearly check overdue');
    await confirm({ subjects: [iri(1)] });
    expect(await overdue()).toEqual([2, 3].map(iri));
    expect(await catalogue.json(`/api/v1/datasets/${id}`)).toMatchObject({ overdue: false });
    expect(await (await confirm({ all: true })).json()).toMatchObject({ confirmed: 3, refused: [] });
    expect(await overdue()).toEqual([]);
    expect((await catalogue.ndc('check')).out).toContain('No difference found.');
  });

  it('speak for the own records only', async () => {
    const subjects = [subject(1), 'https://holder.example/none', 'not an IRI', iri(3)];
    expect(await (await confirm({ subjects })).json()).toMatchObject({
      confirmed: 1,
      refused: subjects.slice(0, 3).map((one) => ({ subject: one, reason: 'unknown' })),
    });
    expect((await confirm({ subjects: [iri(1)] }, await catalogue.token('other'))).status).toBe(401);
    expect((await confirm({ subjects: [iri(1)] }, catalogue.operators.operator)).status).toBe(401);
    expect(
      await (
        await catalogue.send('POST', api('other/confirmations'), {
          body: JSON.stringify({ subjects: [iri(1)] }),
          headers: { ...json, ...(await catalogue.token('other')) },
        })
      ).json(),
    ).toMatchObject({
      confirmed: 0,
      refused: [{ reason: 'unknown' }],
    });
  });

  it('are not taken from a body that says something else', async () => {
    const bodies = [
      '',
      '{}',
      '[]',
      '{"all":false}',
      '{"all":true,"subjects":["a"]}',
      '{"subjects":[]}',
      '{"subjects":"a"}',
      '{"subjects":[1]}',
      JSON.stringify({ subjects: ['x'.repeat(3000)] }),
      JSON.stringify({ subjects: Array.from({ length: 10_001 }, () => 'a') }),
      '['.repeat(100_000),
    ];
    for (const body of bodies) expect([body.slice(0, 40), (await confirm(body)).status]).toEqual([body.slice(0, 40), 400]);
    expect((await confirm('x'.repeat(5 << 20))).status).toBe(413);
  });
});

describe('OpenAPI', () => {
  it('describes a push that its station does not wait for', async () => {
    const witness = new ApiWitness(await catalogue.json<ApiDocument>('/api/v1/openapi.json'), catalogue.url);
    const client = catalogueClient(catalogue.url, { fetch: witness.fetch });
    const headers = await catalogue.token('holder');
    const path = { id: 'holder' };
    const one = 'https://holder.example/d/told';
    const later = await client.PUT('/stations/{id}/descriptions', {
      params: { path },
      headers: { ...headers, 'Content-Type': 'text/turtle' },
      body: datasetTurtle(one, 'Told') as never,
      bodySerializer: (body) => body as unknown as string,
    });
    await ended(later.response);
    await ended((await client.DELETE('/stations/{id}/descriptions', { params: { path, query: { subject: one } }, headers })).response);
    for (const name of ['pushDescriptions', 'deleteDescription']) expect([name, [...(witness.seen.get(name) ?? [])]]).toEqual([name, [202]]);
    expect(witness.findings).toEqual([]);
  });
});
