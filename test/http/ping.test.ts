import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import type { HarvestRun } from '../../src/domain/harvest.js';
import { pingRouter } from '../../src/http/routes/ping.js';
import type { StationStatus } from '../../src/ports/ledger.js';
import { SettableClock, stationOf } from '../support/house.js';

let server: Server;
let url: string;
let clock: SettableClock;
let scheduled: string[];
let logged: { message: string; fields: Readonly<Record<string, unknown>> }[];
let lastRun: Readonly<Record<string, Partial<HarvestRun>>>;

const declared: readonly (readonly [id: string, endpoint: string, state: StationStatus['state'], protocol?: string])[] = [
  ['fdp', 'https://fdp.example.org/', 'live'],
  ['below', 'https://shared.example/umc/fdp', 'live'],
  ['beside', 'https://shared.example/umcx/fdp', 'live'],
  ['onboarding', 'https://new.example/', 'onboarding'],
  ['paused', 'https://paused.example/', 'paused'],
  ['pushed', 'https://pushed.example/', 'live', 'push'],
];

function stations(): StationStatus[] {
  return declared.map(([id, endpoint, state, protocol = 'fdp']) => ({
    station: stationOf({ id, endpoint, protocol }),
    state,
    datasets: 0,
    held: 0,
    lastRun: lastRun[id] === undefined ? null : (lastRun[id] as HarvestRun),
    lastSuccessAt: null,
    failingSince: null,
  }));
}

beforeEach(async () => {
  clock = new SettableClock();
  scheduled = [];
  logged = [];
  lastRun = {};
  const app = express();
  app.set('trust proxy', 1);
  const quiet = (): undefined => undefined;
  const logger = {
    debug: quiet,
    warn: quiet,
    error: quiet,
    info: (message: string, fields: Readonly<Record<string, unknown>> = {}) => void logged.push({ message, fields }),
  };
  const pingDeny = ['denied.example', '*.test.example', 'https://shared.example/umcx', '[2001:db8::1]'];
  app.use(pingRouter({ reader: { stations }, schedule: (station, trigger) => void scheduled.push(`${station} ${trigger}`), clock, logger, pingDeny }));
  server = await new Promise<Server>((resolve) => {
    const started = app.listen(0, '127.0.0.1', () => resolve(started));
  });
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const ping = (body: unknown, from = '192.0.2.1', path = '/index/ping'): Promise<Response> =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const clientUrl = (value: unknown, from?: string): Promise<Response> => ping({ clientUrl: value, more: 'is ignored' }, from);

describe('pings of FAIR Data Points', () => {
  it('PING-1, PING-2: answer 204 without a body, with a slash or without', async () => {
    for (const path of ['/index/ping', '/index/ping/']) {
      const response = await ping({ clientUrl: 'https://fdp.example.org' }, '192.0.2.1', path);
      expect([path, response.status, await response.text()]).toEqual([path, 204, '']);
    }
    expect(scheduled).toEqual(['fdp ping']);
  });

  it('PING-3: schedule a registered station at the address or below it, however it is spelt, and no other', async () => {
    const same = ['HTTPS://FDP.example.org', 'http://fdp.example.org:80/', 'https://fdp.example.org:443'];
    for (const [at, spelling] of same.entries()) {
      clock.advanceHours(1);
      await clientUrl(spelling, `192.0.2.${String(at)}`);
    }
    expect(scheduled).toEqual(['fdp ping', 'fdp ping', 'fdp ping']);
    scheduled = [];
    await clientUrl('https://shared.example/umc');
    expect(scheduled).toEqual(['below ping']);
    await clientUrl('https://new.example/');
    expect(scheduled).toEqual(['below ping', 'onboarding ping']);
    await clientUrl('https://pushed.example/');
    await clientUrl('https://fdp.example.org/deeper');
    await clientUrl('https://fdp.example.org.evil.example/');
    expect(scheduled).toEqual(['below ping', 'onboarding ping']);
  });

  it('PING-3: note an unknown address without its query, and do nothing with it', async () => {
    expect((await clientUrl('http://169.254.169.254/latest/meta-data?who=jan%40example.nl#me')).status).toBe(204);
    expect(scheduled).toEqual([]);
    expect(logged).toEqual([{ message: 'ping of an unknown station', fields: { url: 'http://169.254.169.254/latest/meta-data' } }]);
  });

  it('PING-2: answer 400 to what names no address, in the form that FAIR Data Points know', async () => {
    const bodies = [
      '',
      '{',
      '[]',
      'null',
      '{}',
      { clientUrl: 5 },
      { clientUrl: 'fdp.example.org' },
      { clientUrl: 'file:///etc/passwd' },
      { clientUrl: 'https://a:b@fdp.example.org/' },
    ];
    for (const [at, body] of [...bodies, { clientUrl: `https://fdp.example.org/${'x'.repeat(3000)}` }, 'x'.repeat(20_000)].entries()) {
      const response = await ping(body, `198.51.100.${String(at)}`);
      expect([body, response.status]).toEqual([body, 400]);
      expect(await response.json()).toEqual({ status: 400, message: expect.stringMatching(/./) as string });
    }
    expect(scheduled).toEqual([]);
  });

  it('PING-2: answer 403 for a station that an operator has paused', async () => {
    const response = await clientUrl('https://paused.example');
    expect([response.status, ((await response.json()) as { status: number }).status]).toEqual([403, 403]);
    expect(scheduled).toEqual([]);
  });

  it('PING-2: answer 403 for what is on the deny list, registered or not, and for nothing beside it', async () => {
    const denied = [
      'https://denied.example',
      'http://DENIED.example.:8080/fdp?x=1',
      'https://a.test.example/',
      'http://b.a.test.example',
      'http://shared.example/umcx/fdp',
      'https://shared.example/umcx',
      'http://[2001:db8::1]/fdp',
    ];
    const allowed = [
      'https://not-denied.example',
      'https://test.example',
      'https://shared.example/umc/fdp',
      'https://denied.example.org/',
      'http://[2001:db8::2]/',
    ];
    for (const [at, url] of denied.entries()) {
      const response = await clientUrl(url, `203.0.113.${String(at)}`);
      expect([url, response.status, await response.json()]).toEqual([url, 403, { status: 403, message: expect.stringMatching(/no pings/) as string }]);
    }
    expect(scheduled).toEqual([]);
    for (const [at, url] of allowed.entries()) expect([url, (await clientUrl(url, `203.0.113.${String(100 + at)}`)).status]).toEqual([url, 204]);
    expect(scheduled).toEqual(['below ping']);
  });

  it('PING-5: count a denied ping among the ten of an hour', async () => {
    for (let n = 0; n < 10; n++) expect((await clientUrl('https://denied.example', '192.0.2.9')).status).toBe(403);
    expect((await clientUrl('https://fdp.example.org', '192.0.2.9')).status).toBe(429);
  });

  it('PING-2: take a deny list that makes sense, and no other', () => {
    expect(readConfig({ NDC_PING_DENY: ' fdp.example, *.test.example ,https://a.example/fdp,[::1],' }).pingDeny).toEqual([
      'fdp.example',
      '*.test.example',
      'https://a.example/fdp',
      '[::1]',
    ]);
    expect(readConfig({}).pingDeny).toEqual([]);
    for (const wrong of ['fdp.example/path', 'a b', '*', '*.', 'ftp://x.example', 'x@y.example'])
      expect(() => readConfig({ NDC_PING_DENY: wrong }), wrong).toThrow(/NDC_PING_DENY/);
  });

  it('PING-4, PING-5: run a station at most once in ten minutes, also when its last run was not asked for by a ping', async () => {
    lastRun = { fdp: { startedAt: clock.now().toISOString() } };
    clock.advanceHours(9 / 60);
    expect((await clientUrl('https://fdp.example.org')).status).toBe(204);
    expect(scheduled).toEqual([]);
    clock.advanceHours(1 / 60);
    await clientUrl('https://fdp.example.org');
    await clientUrl('https://fdp.example.org');
    expect(scheduled).toEqual(['fdp ping']);
    clock.advanceHours(10 / 60);
    await clientUrl('https://fdp.example.org');
    expect(scheduled).toEqual(['fdp ping', 'fdp ping']);
  });

  it('PING-5: take ten an hour from one address, whatever they name, and go on with others', async () => {
    const statuses = await Promise.all(Array.from({ length: 30 }, (_, n) => clientUrl(`https://unknown-${String(n)}.example/`)));
    expect(statuses.filter(({ status }) => status === 204)).toHaveLength(10);
    const refused = statuses.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toBe('3600');
    expect(await refused?.json()).toMatchObject({ status: 429 });
    expect((await clientUrl('https://fdp.example.org', '192.0.2.7')).status).toBe(204);
    expect(scheduled).toEqual(['fdp ping']);
    clock.advanceHours(0.5);
    expect((await clientUrl('https://fdp.example.org')).status).toBe(429);
    clock.advanceHours(0.5);
    expect((await clientUrl('https://fdp.example.org')).status).toBe(204);
  });
});
