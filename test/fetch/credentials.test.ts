import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.js';
import type { Station, StationAuthentication } from '../../src/domain/station.js';
import { outcomeOf } from '../../src/fetch/failure.js';
import type { FetchSettings } from '../../src/fetch/fetch-settings.js';
import { systemSurroundings } from '../../src/fetch/surroundings.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import { HandlerServer } from '../support/handler-server.js';
import { get, makeFetcher } from '../support/fetching.js';
import { makeStation, TestClock } from '../support/ledger.js';

const opened: HandlerServer[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

async function served(...args: Parameters<typeof HandlerServer.start>): Promise<HandlerServer> {
  const server = await HandlerServer.start(...args);
  opened.push(server);
  return server;
}

function asker(
  server: HandlerServer,
  authentication: StationAuthentication,
  secrets: Readonly<Record<string, string>>,
  settings: Partial<FetchSettings> = {},
  changes: Partial<Station> = {},
): { ask: (path?: string) => Promise<FetchAnswer>; clock: TestClock } {
  const clock = new TestClock();
  const resolveSecret = (reference: string): string => {
    const secret = secrets[reference];
    if (secret === undefined) throw new Error(`${reference} at /etc/secrets`);
    return secret;
  };
  const fetcher = makeFetcher(makeStation('a', { endpoint: `${server.url}/`, authentication, ...changes }), { resolveSecret, ...settings }, clock);
  return { clock, ask: (path = '/a') => get(fetcher, server.url + path) };
}

const secret = 'p4ss/W0rd&=+%';
const tls = (name: string): string => readFileSync(join(packageRoot, 'fixtures', 'tls', name), 'utf8');

/** A token service that counts, and a station that takes its latest token alone. */
async function tokenHouse(
  change: (answer: Record<string, unknown>) => unknown = (answer) => answer,
): Promise<{ service: HandlerServer; station: HandlerServer; revoke: () => void }> {
  let latest = '';
  let count = 0;
  const service = await served((_request, response) => {
    latest = `token-${String(++count)}`;
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(change({ access_token: latest, token: latest, token_type: 'Bearer', expires_in: 600 })));
  });
  const station = await served((request, response) => void response.writeHead(request.headers.authorization === `Bearer ${latest}` ? 200 : 401).end('x'));
  return { service, station, revoke: () => (latest = 'revoked') };
}

const client = (service: HandlerServer, more: object = {}): string =>
  JSON.stringify({ tokenUrl: `${service.url}/token`, clientId: 'cat a:log', clientSecret: secret, ...more });
const oauth2: StationAuthentication = { kind: 'oauth2', credentials: 'env:C' };
const fdp: StationAuthentication = { kind: 'fdp', credentials: 'env:C' };

describe('HTTP-19: none, basic, bearer, header', () => {
  it.each([
    [{ kind: 'basic', credentials: 'env:C' }, 'authorization', `Basic ${Buffer.from(secret).toString('base64')}`],
    [{ kind: 'bearer', credentials: 'env:C' }, 'authorization', `Bearer ${secret}`],
    [{ kind: 'header', header: 'X-API-Key', credentials: 'env:C' }, 'x-api-key', secret],
  ] as const)('%j', async (authentication, header, value) => {
    const server = await served((_request, response) => void response.writeHead(401).end('x'));
    expect(await asker(server, authentication, { 'env:C': secret }).ask()).toMatchObject({ kind: 'status', status: 401, authenticated: true });
    expect(server.requests.map(({ headers }) => headers[header])).toEqual([value]);
  });

  it('says that a station asks for credentials when none are configured', async () => {
    const server = await served((_request, response) => void response.writeHead(401).end('x'));
    const answer = await get(makeFetcher(makeStation('a', { endpoint: `${server.url}/` })), server.url);
    expect(answer).toMatchObject({ status: 401, detail: 'The station asks for credentials (401), and none are configured.' });
    expect(answer).not.toHaveProperty('authenticated');
  });

  it.each(['line\nbreak: x', '', 'na\u00efve'])('sends no header with %j as a secret', async (bad) => {
    const server = await served((_request, response) => void response.end('x'));
    expect(await asker(server, { kind: 'bearer', credentials: 'env:C' }, { 'env:C': bad }).ask()).toMatchObject({ kind: 'failed', reason: 'credentials' });
    expect(server.requests).toEqual([]);
  });
});

describe('HTTP-19: OAuth 2.0 client credentials', () => {
  it('asks the token service once, keeps the token until shortly before it ends, and one token serves requests at once', async () => {
    const { service, station } = await tokenHouse();
    const { ask, clock } = asker(station, oauth2, { 'env:C': client(service, { scope: 'read all', audience: 'https://a.example' }) });
    expect((await Promise.all([ask(), ask('/b'), ask('/c')])).map(({ kind }) => kind)).toEqual(['fetched', 'fetched', 'fetched']);
    expect(service.requests).toHaveLength(1);
    expect(service.requests[0]).toMatchObject({
      method: 'POST',
      path: '/token',
      body: 'grant_type=client_credentials&scope=read+all&audience=https%3A%2F%2Fa.example',
      headers: {
        authorization: `Basic ${Buffer.from('cat+a%3Alog:p4ss%2FW0rd%26%3D%2B%25').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    clock.add(539 / 3600);
    await ask();
    expect(service.requests).toHaveLength(1);
    clock.add(2 / 3600);
    expect((await ask()).kind).toBe('fetched');
    expect(service.requests).toHaveLength(2);
  });

  it('puts the client into the form for services that want it there', async () => {
    const { service, station } = await tokenHouse();
    await asker(station, oauth2, { 'env:C': client(service, { clientAuthentication: 'form' }) }).ask();
    expect(Object.fromEntries(new URLSearchParams(service.requests[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'cat a:log',
      client_secret: secret,
    });
    expect(service.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('fetches one new token when the station refuses the one it has, and then takes no for an answer', async () => {
    const { service, station, revoke } = await tokenHouse();
    const { ask } = asker(station, oauth2, { 'env:C': client(service) }, { tries: 4 });
    await ask();
    revoke();
    expect((await ask()).kind).toBe('fetched');
    expect([service.requests.length, station.requests.length]).toEqual([2, 3]);
    const never = await served((_request, response) => void response.writeHead(401).end('x'));
    expect(await asker(never, oauth2, { 'env:C': client(service) }, { tries: 4 }).ask()).toMatchObject({ kind: 'status', status: 401, authenticated: true });
    expect(never.requests).toHaveLength(2);
  });

  it('reaches a token service that no station could be on, and follows no redirect from there', async () => {
    const { service, station } = await tokenHouse();
    const away = makeFetcher(
      makeStation('a', { endpoint: 'http://gone.example/', authentication: oauth2 }),
      { allowLoopback: false, resolveSecret: () => client(service) },
      new TestClock(),
      { ...systemSurroundings, resolveName: () => Promise.resolve([]) },
    );
    expect(await get(away, 'http://gone.example/')).toMatchObject({ kind: 'failed', reason: 'unreachable' });
    expect(service.requests).toHaveLength(1);
    for (const location of ['http://10.0.0.1/token', `${service.url}/other`]) {
      const away = await served((_request, response) => void response.writeHead(307, { location }).end());
      expect(await asker(station, oauth2, { 'env:C': client(away) }).ask()).toEqual({
        kind: 'failed',
        reason: 'credentials',
        detail: 'The token service redirects; credentials are sent to the address that is configured only.',
      });
    }
    expect(service.requests).toHaveLength(1);
  });

  it.each([
    ['no JSON', () => 'nothing'],
    ['no token', (answer: object) => ({ ...answer, access_token: undefined })],
    ['another kind of token', (answer: object) => ({ ...answer, token_type: 'mac' })],
    ['a token that breaks out of its header', (answer: object) => ({ ...answer, access_token: 'a\r\nx-admin: 1' })],
    ['a token of a hundred thousand letters', (answer: object) => ({ ...answer, access_token: 'x'.repeat(100_000) })],
  ])('does not use an answer with %s', async (_name, change) => {
    const { service, station } = await tokenHouse(change);
    expect(await asker(station, oauth2, { 'env:C': client(service) }).ask()).toMatchObject({ kind: 'failed', reason: 'credentials' });
    expect(station.requests).toEqual([]);
  });

  it('tries again when the service is busy, and not when it says no', async () => {
    for (const [status, body, times, detail] of [
      [503, '', 3, 'The token service gave no token (503).'],
      [401, '{"error":"invalid_client"}', 1, 'The token service gave no token (401, invalid_client).'],
      [400, JSON.stringify({ error: secret, error_description: secret }), 1, 'The token service gave no token (400).'],
    ] as const) {
      const service = await served((_request, response) => void response.writeHead(status).end(body));
      expect(await asker(service, oauth2, { 'env:C': client(service) }, { tries: 3 }).ask()).toEqual({ kind: 'failed', reason: 'credentials', detail });
      expect(service.requests).toHaveLength(times);
    }
  });
});

describe('HTTP-19, FDP-14: a FAIR Data Point', () => {
  it.each([`data@a.example:${secret}`, JSON.stringify({ email: 'data@a.example', password: secret })])(
    'gives a token for e-mail address and password',
    async (given) => {
      let tokens = 0;
      const station = await served((request, response) => {
        if (request.url === '/fdp/tokens') response.end(JSON.stringify({ token: `t${String(++tokens)}` }));
        else response.writeHead(request.headers.authorization === `Bearer t${String(tokens)}` ? 200 : 401).end('x');
      });
      const { ask } = asker(station, fdp, { 'env:C': given }, {}, { endpoint: `${station.url}/fdp` });
      expect([(await ask()).kind, (await ask()).kind, tokens]).toEqual(['fetched', 'fetched', 1]);
      expect(station.requests[0]).toMatchObject({ method: 'POST', path: '/fdp/tokens', body: JSON.stringify({ email: 'data@a.example', password: secret }) });
      tokens = 5;
      expect([(await ask()).kind, tokens]).toEqual(['fetched', 6]);
    },
  );

  it('gets its token below the station only where the station may be reached', async () => {
    const station = await served((_request, response) => void response.end('x'));
    expect(await asker(station, fdp, { 'env:C': 'a:b' }, { allowLoopback: false }).ask()).toMatchObject({ kind: 'failed', reason: 'refused-address' });
    expect(station.requests).toEqual([]);
  });

  it('is asked once more without credentials after 401 when the station entry says so', async () => {
    const station = await served((request, response) => void response.writeHead(request.headers.authorization === undefined ? 200 : 401).end('x'));
    const bearer: StationAuthentication = { kind: 'bearer', credentials: 'env:C' };
    expect(await asker(station, bearer, { 'env:C': secret }).ask()).toMatchObject({ status: 401 });
    expect((await asker(station, bearer, { 'env:C': secret }, {}, { settings: { 'anonymous-after-401': 'yes' } }).ask()).kind).toBe('fetched');
    expect(station.requests).toHaveLength(3);
  });
});

describe('HTTP-19: TLS with a certificate of our own', () => {
  const options = { key: tls('server.key.pem'), cert: tls('server.pem'), ca: tls('authority.pem'), requestCert: true, rejectUnauthorized: true };
  const mtls: StationAuthentication = { kind: 'mtls', credentials: 'file:c.pem, k.pem' };
  const files = { 'file:c.pem': tls('client.pem'), 'file:k.pem': tls('client.key.pem') };
  const trusting = { extraAuthorities: tls('authority.pem') };

  it('shows it, from two files or from one text, and trusts the authority that is configured', async () => {
    const server = await served((_request, response) => void response.end('x'), options);
    expect((await asker(server, mtls, files, trusting).ask()).kind).toBe('fetched');
    const bundle = `${tls('client.key.pem')}${tls('client.pem')}`;
    expect((await asker(server, { kind: 'mtls', credentials: 'env:P' }, { 'env:P': bundle }, trusting).ask()).kind).toBe('fetched');
    expect(await asker(server, mtls, files).ask()).toMatchObject({
      kind: 'failed',
      reason: 'unreachable',
      detail: expect.stringContaining('certificate') as string,
    });
  });

  it('is not let in with the certificate of a stranger, and the words say what may be wrong', async () => {
    let calls = 0;
    const server = await served(() => calls++, options);
    const stranger = { 'file:c.pem': tls('stranger.pem'), 'file:k.pem': tls('stranger.key.pem') };
    expect(await asker(server, mtls, stranger, trusting).ask()).toMatchObject({
      kind: 'failed',
      detail: expect.stringContaining('client certificate') as string,
    });
    expect(calls).toBe(0);
    const alert = Object.assign(new Error('alert'), { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
    expect(outcomeOf(alert, { isEnded: false, hasCertificate: true })).toMatchObject({ answer: { reason: 'credentials' }, retryAfterMs: null });
    expect(outcomeOf(alert, { isEnded: false, hasCertificate: false })).toMatchObject({ answer: { reason: 'unreachable' }, retryAfterMs: null });
  });

  it.each(['nothing', tls('client.pem'), tls('client.key.pem'), `${tls('client.pem')}${tls('stranger.key.pem')}`])(
    'does not take %.30s for a certificate and its key',
    async (pem) => {
      const server = await served((_request, response) => void response.end('x'), options);
      const answer = await asker(server, { kind: 'mtls', credentials: 'env:P' }, { 'env:P': pem }, trusting).ask();
      expect(answer).toMatchObject({ kind: 'failed' });
      expect(JSON.stringify(answer)).not.toContain('BEGIN');
    },
  );

  it('shows it to the registered authority alone', async () => {
    const peers: boolean[] = [];
    const other = await served(
      (request, response) => {
        peers.push('getPeerCertificate' in request.socket && Object.keys((request.socket as { getPeerCertificate(): object }).getPeerCertificate()).length > 0);
        response.end('x');
      },
      { ...options, rejectUnauthorized: false },
    );
    const own = await served((_request, response) => void response.writeHead(302, { location: 'https://station.example/' }).end(), options);
    const connectTo = { 'station.example': `127.0.0.1:${String(other.port)}` };
    expect((await asker(own, mtls, files, { ...trusting, connectTo }).ask()).kind).toBe('fetched');
    expect(peers).toEqual([false]);
  });
});

describe('HTTP-19: secrets', () => {
  it('stand in no answer, whatever the station does with them', async () => {
    const echo = await served((request, response) => {
      const shown = JSON.stringify(request.headers);
      const status = request.url === '/401' ? 401 : request.url === '/500' ? 500 : 302;
      response.writeHead(status, { 'x-echo': request.headers.authorization ?? '', location: 'http://10.0.0.1/' }).end(shown);
    });
    const secrets = { 'env:C': secret, 'env:J': client(echo), 'env:U': `u:${secret}` };
    const kinds: StationAuthentication[] = [
      { kind: 'basic', credentials: 'env:C' },
      { kind: 'bearer', credentials: 'env:C' },
      { kind: 'header', header: 'x-key', credentials: 'env:C' },
      { kind: 'oauth2', credentials: 'env:J' },
      { kind: 'oauth2', credentials: 'env:C' },
      { kind: 'fdp', credentials: 'env:U' },
      { kind: 'fdp', credentials: 'env:C' },
      { kind: 'mtls', credentials: 'env:C' },
      { kind: 'bearer', credentials: 'env:NONE' },
    ];
    let answers = '';
    for (const authentication of kinds)
      for (const path of ['/401', '/500', '/302']) answers += JSON.stringify(await asker(echo, authentication, secrets).ask(path));
    expect(echo.requests.filter(({ headers }) => headers.authorization !== undefined || headers['x-key'] !== undefined).length).toBeGreaterThan(8);
    for (const part of [
      secret,
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64'),
      encodeURIComponent(secret),
      '/etc/secrets',
      'env:NONE',
    ])
      expect(answers).not.toContain(part);
    expect(answers).toContain('***');
  });
});
