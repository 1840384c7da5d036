import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RequestError } from '../../src/domain/errors.js';
import type { HarvestRun, RunItem } from '../../src/domain/harvest.js';
import type { FeedbackDesk } from '../../src/feedback/feedback-desk.js';
import { FailedAttempts, TokenGate } from '../../src/http/operators.js';
import { startPortal, type TestPortal } from './support/portal-app.js';
import { makeRun, stations } from './support/stations.js';

const token = 'a-token-that-nobody-guesses';
const id = 'umc-voorbeeld';
const items: RunItem[] = [
  { subject: 'https://umc.example/1', recordId: null, title: { en: ['<b>Secret</b> title'] }, outcome: 'withdrawn', reason: 'gone', changes: [] },
  {
    subject: 'https://umc.example/2',
    recordId: null,
    title: { en: ['Two'] },
    outcome: 'updated',
    reason: null,
    changes: [{ path: 'dct:title', removed: ['One'], added: ['Two'] }],
  },
];
const runs = new Map<number, HarvestRun>([
  [7, makeRun(7, id, { outcome: 'on-hold', counts: { added: 0, updated: 0, unchanged: 0, withdrawn: 0, held: 0, documents: 1, bytes: 1 } })],
  [8, makeRun(8, id, { outcome: 'complete' })],
  [9, makeRun(9, id, { endedAt: null, outcome: null, phase: 'gather' })],
  [10, makeRun(10, id, { outcome: 'on-hold', resolved: { how: 'discarded', by: 'x', at: '2026-06-11T00:00:00Z', run: null } })],
]);
const deeds: string[] = [];
let inLine = false;
let portal: TestPortal;

beforeAll(async () => {
  const status = stations.find((each) => each.station.id === id);
  if (status === undefined) throw new Error('no station');
  const desk = {
    has: () => true,
    run: (station: string, run: number) => (station === id && runs.has(run) ? { status, run: runs.get(run), issues: [], items } : undefined),
  } as unknown as FeedbackDesk;
  const hash = createHash('sha256').update(token).digest('hex');
  const clock = { now: () => new Date('2026-06-20T08:00:00Z') };
  const entries = [
    { name: 'ann', role: 'operator' as const, tokenHash: hash },
    { name: 'audit', role: 'auditor' as const, tokenHash: createHash('sha256').update('other-token').digest('hex') },
    { name: 'point', role: 'ncp' as const, tokenHash: createHash('sha256').update('third-token').digest('hex') },
  ];
  const begun = (deed: string) => (run: number, by: string) => {
    deeds.push(`${deed} ${String(run)} by ${by}`);
    return { run: Promise.resolve(11), ended: Promise.resolve(), waitsFor: () => (inLine ? { kind: 'station' } : null), leave: () => true };
  };
  portal = await startPortal({}, 0, {
    feedback: desk,
    decide: {
      gate: new TokenGate({ roster: () => entries, attempts: new FailedAttempts(clock), origin: () => portal.url }),
      deeds: {
        release: begun('release'),
        revert: begun('revert'),
        discard: (run, by) => {
          deeds.push(`discard ${String(run)} by ${by}`);
          return run === 10 ? Promise.reject(new RequestError('request/bad-parameter', 'Run 10 was discarded already.')) : Promise.resolve();
        },
        cancel: (run, by) => {
          deeds.push(`cancel ${String(run)} by ${by}`);
          return Promise.resolve();
        },
      },
    },
  });
});

afterAll(async () => {
  await portal.close();
});

beforeEach(() => {
  deeds.length = 0;
});

const basic = (name: string, secret: string): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}` });
const path = (run: number): string => `/en/stations/${id}/runs/${String(run)}/decide`;
const post = (run: number, deed: string, headers: Record<string, string>): Promise<Response> =>
  fetch(portal.url + path(run), {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: `deed=${deed}`,
  });

describe('the page on which operators decide about a run', () => {
  it('asks everybody for name and token, and tells others nothing', async () => {
    for (const headers of [{}, basic('ann', 'wrong'), basic('point', 'third-token')] as Record<string, string>[]) {
      const { status, text, headers: got } = await portal.get(path(7), headers);
      expect([401, 403]).toContain(status);
      expect(text).not.toContain('Secret');
      expect(got.get('cache-control')).toBe('no-store');
      if (status === 401) expect(got.get('www-authenticate')).toMatch(/^Basic realm="operators"/);
    }
    expect((await post(7, 'release', {})).status).toBe(401);
    expect(deeds).toEqual([]);
  });

  it('shows all that a run on hold would do, field by field, escaped, and is kept nowhere', async () => {
    const { status, text, headers } = await portal.get(path(7), basic('ann', token));
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).toContain('&lt;b>Secret');
    expect(text).not.toContain('<b>Secret');
    expect(text).toContain('<meta name="robots" content="noindex"');
  });

  it.each([
    [7, ['release', 'discard']],
    [8, ['revert']],
    [9, ['cancel']],
    [10, []],
  ] as [number, string[]][])('offers for run %d what can be done with it', async (run, offered) => {
    const { text } = await portal.get(path(run), basic('ann', token));
    expect([...text.matchAll(/name="deed" value="(\w+)"/g)].map((match) => match[1])).toEqual(offered);
  });

  it.each([
    ['release', 7, 11],
    ['discard', 7, 7],
    ['revert', 8, 11],
    ['cancel', 9, 9],
  ])('has a run %s by the name of the operator, and leads to what came of it', async (deed, run, next) => {
    const response = await post(run, deed, { ...basic('ann', token), origin: portal.url });
    expect([response.status, response.headers.get('location')]).toEqual([303, path(next)]);
    expect(deeds).toEqual([`${deed} ${String(run)} by ann`]);
  });

  it('lets an auditor look, and decide nothing', async () => {
    const { status, text } = await portal.get(path(7), basic('audit', 'other-token'));
    expect([status, text.includes('Secret'), text.includes('<form'), text.includes('decide nothing')]).toEqual([200, true, false, true]);
    expect((await post(7, 'release', { ...basic('audit', 'other-token'), origin: portal.url })).status).toBe(403);
    expect(deeds).toEqual([]);
  });

  it('does not wait for the end of another run of the station', async () => {
    inLine = true;
    const response = await post(7, 'release', { ...basic('ann', token), origin: portal.url });
    inLine = false;
    expect([response.status, (await response.text()).includes('call that run off')]).toEqual([409, true]);
  });

  it('refuses a form of another site, which a browser would send with the name and token it remembers', async () => {
    expect((await post(7, 'release', { ...basic('ann', token), origin: 'https://evil.example' })).status).toBe(403);
    expect(deeds).toEqual([]);
  });

  it('says so when somebody was there first', async () => {
    const response = await post(10, 'discard', { ...basic('ann', token), origin: portal.url });
    expect(response.status).toBe(409);
    expect(await response.text()).toContain('discarded already');
  });

  it('knows no other deeds, runs and stations', async () => {
    const headers = { ...basic('ann', token), origin: portal.url };
    expect((await post(7, 'explode', headers)).status).toBe(404);
    expect((await post(99, 'release', headers)).status).toBe(404);
    expect((await portal.get(`/en/stations/other/runs/7/decide`, headers)).status).toBe(404);
    expect(deeds).toEqual([]);
  });
});
