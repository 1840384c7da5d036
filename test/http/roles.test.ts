import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operatorRoles, type OperatorRole } from '../../src/domain/operator.js';
import { documentAt } from '../docs/support.js';
import { allRoutes } from '../support/routes.js';
import { datasetTurtle, openTellingServer, type TellingServer } from '../support/telling.js';

/**
 * Who may do what over HTTP, one line a route (docs/operations.md says the same in words): `open` to everybody, `more` for each
 * of the operator's people, `names` for those who may also know who did what, `read` for all of them and nobody else, `decide`
 * for operators; `look` is the page on which they do, `federate` for operators and the contact point, `station` wants the token of a
 * station, and `dispatcher` that of the EU dispatcher, which is not configured here.
 */
const table: Readonly<Record<string, 'open' | 'more' | 'names' | 'read' | 'look' | 'decide' | 'federate' | 'station' | 'dispatcher'>> = {
  'GET /api/v1/openapi.json': 'open',
  'GET /api/v1/openapi.yaml': 'open',
  'GET /api/v1/datasets': 'open',
  'GET /api/v1/datasets/:id': 'names',
  'GET /api/v1/datasets/:id/versions': 'names',
  'GET /api/v1/datasets/:id/versions/:n': 'names',
  'GET /api/v1/datasets/:id/report': 'open',
  'GET /api/v1/datasets/:id/quality': 'open',
  'GET /api/v1/resolve': 'open',
  'GET /api/v1/selections': 'open',
  'GET /api/v1/suggestions': 'open',
  'GET /api/v1/stations': 'more',
  'GET /api/v1/stations/:id': 'more',
  'GET /api/v1/stations/:id/state': 'more',
  'GET /api/v1/stations/:id/held': 'read',
  'GET /api/v1/stations/:id/quality': 'open',
  'GET /api/v1/stations/:id/runs': 'more',
  'GET /api/v1/stations/:id/runs/:run': 'more',
  'GET /api/v1/rounds': 'more',
  'GET /api/v1/rounds/:id': 'more',
  'POST /api/v1/stations/:id/runs': 'decide',
  'POST /api/v1/stations/:id/runs/:run/release': 'decide',
  'POST /api/v1/stations/:id/runs/:run/discard': 'decide',
  'POST /api/v1/stations/:id/runs/:run/cancel': 'decide',
  'POST /api/v1/stations/:id/runs/:run/revert': 'decide',
  'POST /api/v1/stations/:id/state': 'decide',
  'GET /api/v1/audit': 'look',
  'GET /api/v1/federation': 'open',
  'GET /api/v1/federation/records': 'open',
  'GET /api/v1/federation/records/:id': 'open',
  'GET /api/v1/central-ids/:id': 'open',
  'POST /api/v1/federation/outcomes': 'dispatcher',
  'POST /api/v1/federation/pause': 'federate',
  'POST /api/v1/federation/resume': 'federate',
  'POST /api/v1/federation/reconciliations': 'federate',
  'GET /api/v1/usage': 'read',
  'GET /api/v1/usage/missed-terms': 'read',
  'GET /api/v1/deeds': 'read',
  'GET /api/v1/deeds/:deed': 'read',
  'DELETE /api/v1/deeds/:deed': 'decide',
  'GET /api/v1/stations/:id/descriptions': 'station',
  'PUT /api/v1/stations/:id/descriptions': 'station',
  'DELETE /api/v1/stations/:id/descriptions': 'station',
  'GET /api/v1/stations/:id/pushes/:run': 'read',
  'POST /api/v1/stations/:id/confirmations': 'station',
  'POST /api/v1/validations': 'open',
  'GET /api/v1/validations/:job': 'open',
  'DELETE /api/v1/validations/:job': 'open',
  'GET /api/v1/validations/:job/report': 'open',
  'GET /api/v1/profiles': 'open',
  'GET /api/v1/profiles/:id': 'open',
  'GET /:lang/stations/:id/runs/:run/decide': 'look',
  'POST /:lang/stations/:id/runs/:run/decide': 'decide',
};

let catalogue: TellingServer;
let ids: { readonly record: string; readonly push: number; readonly round: number };

beforeAll(async () => {
  catalogue = await openTellingServer(
    {
      told: { protocol: 'push', endpoint: 'https://told.example/' },
      fresh: { protocol: 'push', endpoint: 'https://fresh.example/', state: 'onboarding' },
    },
    { NDC_TRUST_PROXY: '1' },
  );
  const turtle = { 'content-type': 'text/turtle', ...(await catalogue.token('told')) };
  const push = await catalogue.send('PUT', '/api/v1/stations/told/descriptions', {
    body:
      datasetTurtle('https://told.example/1', 'Told') +
      '<https://told.example/2> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/description> "No title."@en .',
    headers: turtle,
  });
  const { ledger, reader } = catalogue.server.house.harvest;
  const { run } = (await push.json()) as { run: { run: number } };
  const record = reader.head('https://told.example/1')?.id ?? '';
  await ledger.withhold(record, 'To see who is told', 'somebody');
  await ledger.release(record, 'somebody');
  await ledger.openRound(['told', 'fresh'], '2126-01-01T00:00:00.000Z');
  ids = { record, push: run.run, round: reader.rounds(1)[0]?.id ?? 0 };
}, 180_000);

afterAll(async () => {
  await catalogue.close();
});

const concrete = (path: string): string =>
  path
    .replace('/:lang/', '/en/')
    .replace('datasets/:id', `datasets/${ids.record}`)
    .replace('rounds/:id', `rounds/${String(ids.round)}`)
    .replace('profiles/:id', 'profiles/ndc-checks')
    .replace(':id', 'told')
    .replace(':run', String(ids.push))
    .replace(':n', '1')
    .replace(/:deed|:job/, '0'.repeat(32));

/** Each asks from an address of its own, so that tokens that do not fit add up to nothing. */
let asked = 0;

async function ask(route: string, who: OperatorRole | null): Promise<{ status: number; text: string }> {
  const [method = '', path = ''] = route.split(' ');
  const query =
    path.endsWith('/resolve') || path.endsWith('/selections') ? `?id=${ids.record}` : method === 'DELETE' && path.endsWith('/descriptions') ? '?subject=x' : '';
  const response = await catalogue.send(method, concrete(path) + query, {
    headers: {
      'if-match': '"not that"',
      'x-forwarded-for': `192.0.2.${String((asked += 1))}`,
      ...(who === null ? {} : catalogue.operators[who]),
      ...(path.startsWith('/:lang') ? { origin: catalogue.url } : {}),
    },
  });
  return { status: response.status, text: await response.text() };
}

describe('who may do what (R104, R112, R116)', () => {
  it('is settled for every route of the API, and for the page on which operators decide', () => {
    const { api, decide } = allRoutes();
    expect(api.length).toBeGreaterThan(30);
    expect(decide).toHaveLength(2);
    expect([...api, ...decide].sort()).toEqual(Object.keys(table).sort());
  });

  it.each(Object.entries(table))('%s: %s', async (route, kind) => {
    const seen = new Map<OperatorRole | null, { status: number; text: string }>();
    for (const who of [null, ...operatorRoles]) seen.set(who, await ask(route, who));
    const status = (who: OperatorRole | null): number => seen.get(who)?.status ?? 0;
    const [visitor, operator, ncp, auditor] = [null, ...operatorRoles].map(status);
    switch (kind) {
      case 'open':
      case 'more':
      case 'names':
        expect([operator, ncp, auditor]).toEqual([visitor, visitor, visitor]);
        expect([401, 403]).not.toContain(visitor);
        if (kind === 'open' && visitor === 200) expect(operatorRoles.map((role) => seen.get(role)?.text === seen.get(null)?.text)).toEqual([true, true, true]);
        break;
      case 'read':
        expect(visitor).toBe(401);
        expect([ncp, auditor]).toEqual([operator, operator]);
        expect([401, 403]).not.toContain(operator);
        break;
      case 'look':
        expect([visitor, operator, ncp, auditor]).toEqual([401, 200, 403, 200]);
        break;
      case 'decide':
        expect([visitor, ncp, auditor]).toEqual([401, 403, 403]);
        expect([401, 403, 200, 202]).not.toContain(operator);
        break;
      case 'federate':
        expect([visitor, auditor]).toEqual([401, 403]);
        expect(ncp).toBe(operator);
        expect([401, 403]).not.toContain(operator);
        break;
      case 'dispatcher':
        expect([visitor, operator, ncp, auditor]).toEqual([404, 404, 404, 404]);
        break;
      case 'station':
        expect([visitor, operator, ncp, auditor]).toEqual([401, 401, 401, 401]);
        break;
    }
  });

  it('tells names to operators and auditors, and the rest to each of the operator’s people', async () => {
    const at = async (path: string, who: OperatorRole | null): Promise<string> => {
      const response = await catalogue.get(path, who === null ? {} : catalogue.operators[who]);
      if (who !== null && response.headers.get('cache-control') !== 'no-store') expect([path, who]).toEqual([expect.stringContaining('/datasets/'), 'ncp']);
      return response.text();
    };
    for (const who of [null, ...operatorRoles]) {
      const named = who === 'operator' || who === 'auditor';
      expect([who, (await at(`/api/v1/datasets/${ids.record}/versions`, who)).includes('somebody')]).toEqual([who, named]);
      expect([who, (await at(`/api/v1/stations/told/runs/${String(ids.push)}`, who)).includes('"by":')]).toEqual([who, named]);
      expect([who, (await at(`/api/v1/rounds/${String(ids.round)}`, who)).includes('fresh')]).toEqual([who, who !== null]);
    }
    const held = JSON.parse(await at('/api/v1/stations/told/held', 'ncp')) as { total: number; items: { iri: string; reasons: unknown[] }[] };
    expect([held.total, held.items[0]?.iri, held.items[0]?.reasons.length]).toEqual([1, 'https://told.example/2', expect.any(Number)]);
  });

  it('is written down with every deed', () => {
    const text = documentAt('docs/operations.md');
    const section = text.slice(text.indexOf('## Who may do what'));
    for (const role of operatorRoles) expect(section).toContain(`\`${role}\``);
  });
});

describe('rounds (R7)', () => {
  interface Whole {
    readonly stations: Readonly<Record<string, number>>;
    readonly items: readonly { readonly station: string; readonly standing: string; readonly outcome: string }[];
  }

  it('tell how their stations stand, and to visitors nothing of those that are not live yet', async () => {
    const { ledger } = catalogue.server.house.harvest;
    const path = `/api/v1/rounds/${String(ids.round)}`;
    const whole = async (headers: Readonly<Record<string, string>>): Promise<Whole> => (await (await catalogue.get(path, headers)).json()) as Whole;
    expect(await whole({})).toMatchObject({ endedAt: null, stations: { waiting: 1, done: 0 }, items: [{ station: 'told', standing: 'waiting' }] });
    await ledger.noteRound(ids.round, { told: 'not-visited', fresh: 'on-hold' }, true);
    const open = await whole({});
    expect(open).toMatchObject({ stations: { 'timed-out': 1, 'on-hold': 0 }, items: [{ station: 'told', standing: 'timed-out', outcome: 'not-visited' }] });
    expect(await whole(catalogue.operators.ncp)).toMatchObject({
      stations: { 'timed-out': 1, 'on-hold': 1 },
      items: [{ station: 'told' }, { station: 'fresh' }],
    });
    expect((open as unknown as { endedAt: string | null }).endedAt).not.toBeNull();
    const list = await catalogue.json<{ items: { id: number; links: { self: string } }[] }>('/api/v1/rounds');
    expect(list.items).toEqual([expect.objectContaining({ id: ids.round, links: { self: `${catalogue.url}${path}` } })]);
    expect((await catalogue.get('/en/stations')).status).toBe(200);
  });

  it('that are not there are not found, and the list takes no parameters', async () => {
    for (const id of ['0', '999', 'x', '1e0', '%E0']) expect((await catalogue.get(`/api/v1/rounds/${id}`)).status).toBeGreaterThanOrEqual(400);
    expect((await catalogue.get('/api/v1/rounds?page=2')).status).toBe(400);
  });
});
