import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.js';
import { openTellingServer, type TellingServer } from '../support/telling.js';

let catalogue: TellingServer;
beforeAll(async () => {
  catalogue = await openTellingServer({ told: { protocol: 'push', endpoint: 'https://told.example/' } }, { NDC_TRUST_PROXY: '1' });
}, 120_000);
afterAll(() => catalogue.close());

interface Page {
  readonly items: readonly AuditEntry[];
  readonly links: { readonly self: string; readonly next: string | null };
}

async function read(query = '', who: 'operator' | 'auditor' = 'auditor'): Promise<Page> {
  const response = await catalogue.get(`/api/v1/audit${query}`, catalogue.operators[who]);
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
  return (await response.json()) as Page;
}

const setState = (state: string, who: 'operator' | 'ncp'): Promise<Response> =>
  catalogue.send('POST', '/api/v1/stations/told/state', {
    body: JSON.stringify({ state }),
    headers: { 'content-type': 'application/json', 'if-match': '*', ...catalogue.operators[who] },
  });

describe('GET /api/v1/audit', () => {
  it('tells who did what over HTTP, who was refused, and what was tried unguarded', async () => {
    expect((await setState('paused', 'operator')).status).toBe(200);
    expect((await setState('live', 'ncp')).status).toBe(403);
    const costly = 'SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 1';
    const asked = `/sparql?guard=off&query=${encodeURIComponent(costly)}`;
    await catalogue.get(asked, catalogue.operators.operator);
    expect((await catalogue.get(asked)).status).toBe(401);
    expect((await setState('live', 'operator')).status).toBe(200);
    const { items } = await read();
    expect(items.map(({ by, via, action, target }) => [by, via, action, target])).toEqual([
      ['the-operator', 'http', 'station.state', 'told'],
      ['the-operator', 'http', 'query.unguarded', null],
      ['the-ncp', 'http', 'access.refused', null],
      ['the-operator', 'http', 'station.state', 'told'],
      [null, 'configuration', 'station.added', 'told'],
    ]);
    expect(items.map(({ detail }) => detail)).toEqual([
      { from: 'paused', to: 'live' },
      { query: costly },
      { role: 'ncp', method: 'POST', path: '/api/v1/stations/told/state' },
      { from: 'live', to: 'paused' },
      {},
    ]);
  });

  it('goes on page by page, and names every parameter that it does not know', async () => {
    const seen: number[] = [];
    for (let next: string | null = '?limit=2&via=x'; next !== null;) {
      if (next.includes('via')) {
        const refused = await catalogue.get(`/api/v1/audit${next}`, catalogue.operators.auditor);
        expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('There is no parameter')]);
        next = '?limit=2';
      }
      const page: Page = await read(next.slice(next.indexOf('?')), 'operator');
      seen.push(...page.items.map(({ n }) => n));
      ({ next } = page.links);
    }
    expect(seen).toEqual([5, 4, 3, 2, 1]);
    expect((await read('?by=the-ncp')).items).toHaveLength(1);
    expect((await read('?action=station.state&since=2100-01-01T00:00:00Z')).items).toEqual([]);
    expect((await catalogue.get('/api/v1/audit?action=eaten', catalogue.operators.auditor)).status).toBe(400);
  });

  it('does not let somebody who asks in a loop fill it', async () => {
    const before = (await read('?action=access.refused')).items.length;
    for (let n = 0; n < 40; n++) expect((await setState('live', 'ncp')).status).toBe(403);
    const after = (await read('?action=access.refused')).items.length;
    expect(after - before).toBeGreaterThan(0);
    expect(after).toBeLessThanOrEqual(20);
  });
});

describe('ndc audit', () => {
  it('shows the same, with deeds of the command line, as words, JSON and CSV', async () => {
    await catalogue.ndc('stations', 'pause', 'told');
    await catalogue.ndc('rebuild', 'search');
    const words = await catalogue.ndc('audit', '--limit', '2');
    expect(
      words.out
        .trim()
        .split('\n')
        .map((line) =>
          line
            .split(/ {2,}| (?=station|projection)/)
            .slice(2, 5)
            .join(' ')
            .trim(),
        ),
    ).toEqual([expect.stringContaining('projection.rebuilt'), expect.stringContaining('station.state')]);
    expect(words.out).toContain('from live, to paused');
    const { out } = await catalogue.ndc('audit', '--action', 'station.state', '--target', 'told', '--json');
    const entries = JSON.parse(out) as AuditEntry[];
    expect(entries.map(({ via, detail }) => `${via} ${String(detail['to'])}`)).toEqual(['command paused', 'http live', 'http paused']);
    const csv = (await catalogue.ndc('audit', '--all', '--csv', '--by', 'the-operator')).out.trim().split('\n');
    expect([csv[0], csv.length]).toEqual(['n,at,by,via,action,target,detail,hash', 4]);
  });

  it('says what it does not understand', async () => {
    for (const [words, fault] of [
      [['--action', 'eaten'], '--action is one of'],
      [['--since', 'yesterday'], '--since is a date'],
      [['--limit', '0'], '--limit is a number'],
      [['--json', '--csv'], 'not both'],
      [['told'], 'takes no names'],
    ] as const) {
      const { code, err } = await catalogue.ndc('audit', ...words);
      expect([code, err]).toEqual([2, expect.stringContaining(fault)]);
    }
    expect((await catalogue.ndc('audit', '--since', '2100-01-01')).out).toBe('No such deeds.\n');
  });
});
