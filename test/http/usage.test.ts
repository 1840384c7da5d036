import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import { datasetTurtle, openTellingServer, type TellingServer } from '../support/telling.js';

let catalogue: TellingServer;
const iri = 'https://told.example/1';
const id = recordId(iri);
beforeAll(async () => {
  catalogue = await openTellingServer({ told: { protocol: 'push', endpoint: 'https://told.example/' } });
  const body = datasetTurtle(iri, 'Zonnebloem');
  const pushed = await catalogue.send('PUT', '/api/v1/stations/told/descriptions', {
    body,
    headers: { 'content-type': 'text/turtle', ...(await catalogue.token('told')) },
  });
  expect([200, 202]).toContain(pushed.status);
  await vi.waitFor(
    async () => {
      expect((await catalogue.get(`/api/v1/resolve?id=${id}`)).status).toBe(200);
    },
    { timeout: 60_000, interval: 100 },
  );
}, 120_000);
afterAll(() => catalogue.close());

describe('/api/v1/usage', () => {
  it.each([
    ['', 401],
    ['/missed-terms', 401],
  ])('%s is for the operator’s people', async (path, status) => {
    expect((await catalogue.get(`/api/v1/usage${path}`)).status).toBe(status);
    for (const who of ['operator', 'ncp', 'auditor'] as const) {
      const response = await catalogue.get(`/api/v1/usage${path}`, catalogue.operators[who]);
      expect([who, response.status, response.headers.get('cache-control')]).toEqual([who, 200, 'no-store']);
    }
  });

  it('tells terms and totals, as CSV as well, and nothing of searches that few made', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const { ledger } = catalogue.server.house.harvest;
    await ledger.noteUsage(
      [{ day: today, record: null, channel: 'search', count: 3 }],
      [
        { month: today.slice(0, 7), term: '=vaak', count: 10 },
        { month: today.slice(0, 7), term: 'zelden', count: 9 },
      ],
    );
    const read = async (query: string): Promise<string> => (await catalogue.get(`/api/v1/usage${query}`, catalogue.operators.auditor)).text();
    expect(JSON.parse(await read('/missed-terms'))).toMatchObject({ atLeast: 10, items: [{ term: '=vaak', count: 10 }] });
    expect(await read('/missed-terms?format=csv')).toBe("term,count\r\n'=vaak,10\r\n");
    expect(JSON.parse(await read('?by=month'))).toMatchObject({ items: [{ month: today.slice(0, 7), channel: 'search', count: 3 }] });
  });

  it.each(['?from=2026-02-01&to=2026-01-01', '?from=gisteren', '?by=month&station=told', '?statoin=told'])('refuses %s with the reason', async (query) => {
    const response = await catalogue.get(`/api/v1/usage${query}`, catalogue.operators.operator);
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
  });

  it('counts pages, API, exports and searches, and tells them at once', async () => {
    await catalogue.get(`/nl/datasets/${id}`);
    await catalogue.get(`/api/v1/datasets/${id}`);
    await catalogue.get(`/datasets/${id}.ttl`);
    await catalogue.get(`/en/datasets/${id}`, { 'user-agent': 'examplebot/1.0' });
    for (let n = 0; n < 10; n++) await catalogue.get('/nl/datasets?q=zoiets+bestaat+niet');
    const read = async <T>(query: string): Promise<T> => (await (await catalogue.get(`/api/v1/usage${query}`, catalogue.operators.ncp)).json()) as T;
    const { items } = await read<{ items: { channel: string; count: number }[] }>(`?dataset=${encodeURIComponent(iri)}`);
    expect(Object.fromEntries(items.map(({ channel, count }) => [channel, count]))).toEqual({ api: 1, export: 1, page: 1 });
    expect((await read<{ items: { term: string }[] }>('/missed-terms')).items.map(({ term }) => term)).toContain('zoiets bestaat niet');
  });
});
