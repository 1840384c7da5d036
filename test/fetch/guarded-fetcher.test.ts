import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { FetchSettings } from '../../src/fetch/guarded-fetcher.js';
import { retryAfter } from '../../src/fetch/guarded-fetcher.js';
import { HostLimiter } from '../../src/fetch/host-limiter.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import type { Station } from '../../src/domain/station.js';
import { FakeStation, type FakeRoute } from '../support/fake-station.js';
import { get, impatient, makeFetcher } from '../support/fetching.js';
import { makeStation, TestClock } from '../support/ledger.js';

const opened: FakeStation[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((station) => station.close()));
});

async function served(
  routes: Readonly<Record<string, FakeRoute>>,
  settings: Partial<FetchSettings> = {},
  changes: Partial<Station> = {},
): Promise<{ fake: FakeStation; ask: (path: string, request?: Parameters<typeof get>[2]) => Promise<FetchAnswer> }> {
  const fake = await FakeStation.start(routes);
  opened.push(fake);
  const fetcher = makeFetcher(makeStation('a', { endpoint: `${fake.url}/`, ...changes }), settings);
  return { fake, ask: (path, request) => get(fetcher, path.startsWith('http') ? path : fake.url + path, request) };
}

const text = (answer: FetchAnswer): string =>
  answer.kind === 'fetched' && answer.body.kind === 'memory' ? Buffer.from(answer.body.bytes).toString('utf8') : JSON.stringify(answer);
const remembered = (etag: string | null, lastModified: string | null): Parameters<typeof get>[2] => ({
  remembered: { url: '', etag, lastModified, bodyHash: '', memo: null },
});

describe('fetching', () => {
  it('says who asks, for what, and reports what came', async () => {
    const { fake, ask } = await served({
      '/a': { body: 'hello', type: 'text/turtle', headers: { ETag: 'W/"1"', 'Last-Modified': 'Mon, 02 Nov 2026 06:00:00 GMT' } },
    });
    expect(await ask('/a')).toMatchObject({
      kind: 'fetched',
      status: 200,
      url: `${fake.url}/a`,
      baseIri: `${fake.url}/a`,
      mediaType: 'text/turtle',
      etag: 'W/"1"',
      lastModified: 'Mon, 02 Nov 2026 06:00:00 GMT',
      movedTo: null,
    });
    expect(fake.requests[0]?.headers).toMatchObject({
      'user-agent': 'ndc/test (+https://catalogue.example)',
      accept: 'text/turtle',
      'accept-encoding': 'gzip, br',
    });
  });

  it('sends the ETag back byte for byte, the date only without one, and understands 304', async () => {
    const { fake, ask } = await served({ '/a': { body: 'x', headers: { ETag: 'W/"1-gzip"' }, conditional: true } });
    expect(await ask('/a', remembered('W/"1-gzip"', 'some date'))).toEqual({ kind: 'not-modified' });
    expect(fake.requests[0]?.headers).toMatchObject({ 'if-none-match': 'W/"1-gzip"' });
    expect(fake.requests[0]?.headers['if-modified-since']).toBeUndefined();
    await ask('/a', remembered(null, 'Mon, 02 Nov 2026 06:00:00 GMT'));
    expect(fake.requests[1]?.headers['if-modified-since']).toBe('Mon, 02 Nov 2026 06:00:00 GMT');
  });

  it('follows five redirects and not six, and notes a permanent first one', async () => {
    const chain = Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`/${String(n)}`, { redirect: `/${String(n + 1)}`, status: n === 1 ? 301 : 307 }]));
    const { fake, ask } = await served({ ...chain, '/6': { body: 'end', headers: { 'Content-Location': '/base' } } });
    expect(await ask('/1')).toMatchObject({ kind: 'fetched', url: `${fake.url}/6`, baseIri: `${fake.url}/base`, movedTo: `${fake.url}/2` });
    expect(await ask('/0')).toMatchObject({ kind: 'failed', reason: 'redirect' });
  });

  it('checks every hop: private addresses, other schemes and other ports are refused', async () => {
    const { ask } = await served({
      '/private': { redirect: 'http://10.0.0.1/' },
      '/metadata': { redirect: 'http://169.254.169.254/latest' },
      '/file': { redirect: 'file:///etc/passwd' },
      '/port': { redirect: 'http://127.0.0.1:22/' },
      '/none': { status: 302 },
      '/name': { redirect: 'http://user:pw@a.example/' },
    });
    for (const path of ['/private', '/metadata', '/file', '/port', '/name'])
      expect(await ask(path), path).toMatchObject({ kind: 'failed', reason: 'refused-address' });
    expect(await ask('/none')).toMatchObject({ kind: 'failed', reason: 'redirect' });
  });

  it('sends credentials to the registered authority alone', async () => {
    const other = await FakeStation.start({ '/there': { body: 'x' } });
    opened.push(other);
    const { fake, ask } = await served(
      { '/go': { redirect: 'http://other.example:8080/there' } },
      { connectTo: { 'other.example': `127.0.0.1:${String(other.port)}` } },
      { authentication: { kind: 'bearer', credentials: 'env:T' } },
    );
    expect(text(await ask('/go'))).toBe('x');
    expect(fake.requests[0]?.headers.authorization).toBe('Bearer secret of env:T');
    expect(other.requests[0]?.headers.authorization).toBeUndefined();
  });

  it.each([
    ['basic', { kind: 'basic', credentials: 'c' }, 'authorization', `Basic ${Buffer.from('secret of c').toString('base64')}`],
    ['a header', { kind: 'header', header: 'X-Key', credentials: 'c' }, 'x-key', 'secret of c'],
  ] as const)('sends credentials by %s', async (_name, authentication, header, value) => {
    const { fake, ask } = await served({ '/a': { body: 'x' } }, {}, { authentication });
    await ask('/a');
    expect(fake.requests[0]?.headers[header]).toBe(value);
  });

  it.each(['length', 'chunked'] as const)('takes a body cut short (%s) for a failure', async (cut) => {
    const { ask } = await served({
      '/a': { body: 'x'.repeat(5000), cut },
      '/gz': { body: gzipSync('abc '.repeat(5000)), headers: { 'Content-Encoding': 'gzip' }, cut },
    });
    expect(await ask('/a')).toMatchObject({ kind: 'failed', reason: 'unreachable' });
    expect((await ask('/gz')).kind).toBe('failed');
  });

  it('takes a whole answer with half a gzip body, and an empty one, for unusable', async () => {
    const packed = gzipSync('abc '.repeat(5000));
    const { ask } = await served({
      '/gz': { body: packed.subarray(0, packed.byteLength - 12), headers: { 'Content-Encoding': 'gzip' } },
      '/br': { body: brotliCompressSync('abc '.repeat(5000)).subarray(0, 10), headers: { 'Content-Encoding': 'br' } },
      '/junk': { body: 'no gzip', headers: { 'Content-Encoding': 'gzip' } },
      '/empty': { body: '' },
    });
    for (const path of ['/gz', '/br', '/junk', '/empty']) expect(await ask(path), path).toMatchObject({ kind: 'failed', reason: 'unusable-body' });
  });

  it('undoes gzip and brotli, caps what comes out, and refuses a bomb', async () => {
    const { ask } = await served({
      '/gz': { body: gzipSync('hello'), headers: { 'Content-Encoding': 'gzip' } },
      '/br': { body: brotliCompressSync('hello'), headers: { 'Content-Encoding': 'br' } },
      '/bomb': { body: gzipSync(Buffer.alloc(20 << 20)), headers: { 'Content-Encoding': 'gzip' } },
      '/large': { body: 'x'.repeat(2000) },
    });
    expect([text(await ask('/gz')), text(await ask('/br'))]).toEqual(['hello', 'hello']);
    expect(await ask('/bomb', { maxBytes: 100 << 20 })).toMatchObject({ kind: 'failed', reason: 'too-large' });
    expect(await ask('/large', { maxBytes: 1999 })).toMatchObject({ kind: 'failed', reason: 'too-large' });
    expect((await ask('/large', { maxBytes: 2000 })).kind).toBe('fetched');
  });

  it('puts a large body into a file', async () => {
    const { ask } = await served({ '/a': { body: Buffer.alloc(9 << 20, 'y') } });
    const answer = await ask('/a', { maxBytes: 20 << 20 });
    expect(answer).toMatchObject({ kind: 'fetched', body: { kind: 'file', size: 9 << 20 } });
    if (answer.kind === 'fetched' && answer.body.kind === 'file') expect(readFileSync(answer.body.path).byteLength).toBe(9 << 20);
  });

  it('tries again what may pass, as often as it is told, and never what will not', async () => {
    const { fake, ask } = await served(
      {
        '/twice': { body: 'x', failFirst: { times: 2, status: 503 } },
        '/always': { body: 'x', failFirst: { times: 99, status: 500 } },
        '/never': { status: 403, body: 'no' },
        '/cut': { body: 'x'.repeat(100), cut: 'length' },
      },
      { tries: 3 },
    );
    expect((await ask('/twice')).kind).toBe('fetched');
    expect(await ask('/always')).toMatchObject({ kind: 'status', status: 500 });
    expect(await ask('/never')).toMatchObject({ kind: 'status', status: 403 });
    await ask('/cut');
    expect(['/twice', '/always', '/never', '/cut'].map((path) => fake.requests.filter((request) => request.path === path).length)).toEqual([3, 3, 1, 3]);
  });

  it('waits as long as Retry-After says, and postpones the run when that is too long', async () => {
    const soon = { times: 1, status: 429, headers: { 'Retry-After': '1' } };
    const late = { times: 9, status: 429, headers: { 'Retry-After': '7200' } };
    const { ask } = await served({ '/soon': { body: 'x', failFirst: soon }, '/late': { body: 'x', failFirst: late } }, { tries: 2 });
    const begun = Date.now();
    expect((await ask('/soon')).kind).toBe('fetched');
    expect(Date.now() - begun).toBeGreaterThanOrEqual(990);
    expect(await ask('/late')).toEqual({ kind: 'postponed', retryAfterMs: 7_200_000 });
    const once = await served({ '/late': { body: 'x', failFirst: late } }, { tries: 1 });
    expect(await once.ask('/late')).toEqual({ kind: 'postponed', retryAfterMs: 7_200_000 });
  });

  it.each([
    ['120', 120_000],
    ['Sun, 01 Mar 2026 10:05:00 GMT', 300_000],
    ['Sun, 01 Mar 2026 09:00:00 GMT', 0],
    ['soon', 0],
    [null, 0],
  ])('reads Retry-After %j as %d ms', (value, ms) => {
    expect(retryAfter(value, new TestClock().now())).toBe(ms);
  });

  it.each(['headers', 'body'] as const)('gives up on a station that stalls (%s)', async (stall) => {
    const { ask } = await served({ '/a': { body: 'x'.repeat(100), stall } }, impatient);
    expect(await ask('/a')).toMatchObject({ kind: 'failed', reason: 'timeout' });
  });

  it('gives up when the whole request takes too long, and at once when the run is ended', async () => {
    const { fake, ask } = await served({ '/a': { stall: 'headers' } }, { totalTimeoutMs: 200 });
    expect(await ask('/a')).toMatchObject({ kind: 'failed', reason: 'timeout' });
    const ended = makeFetcher(makeStation('a', { endpoint: `${fake.url}/` }), { tries: 4 });
    const abort = new AbortController();
    setTimeout(() => {
      abort.abort();
    }, 50);
    expect(await ended.fetch({ url: `${fake.url}/a`, accept: '*/*', maxBytes: 10 }, abort.signal)).toMatchObject({ kind: 'failed', reason: 'timeout' });
  });

  it('reaches mapped names only where loopback is allowed', async () => {
    const { fake, ask } = await served({ '/a': { body: 'x' } });
    const connectTo = { 'data.a.example': `127.0.0.1:${String(fake.port)}` };
    expect(text(await get(makeFetcher(makeStation('a'), { connectTo }), 'http://data.a.example/a'))).toBe('x');
    expect((await get(makeFetcher(makeStation('a'), { connectTo, allowLoopback: false }), 'http://data.a.example/a')).kind).toBe('failed');
    expect((await get(makeFetcher(makeStation('a'), { allowLoopback: false }), `${fake.url}/a`)).kind).toBe('failed');
    expect((await ask('/a')).kind).toBe('fetched');
    expect(fake.requests).toHaveLength(2);
  });

  it('never reaches loopback for a visitor, not by address, name, mapping or redirect', async () => {
    const { fake } = await served({ '/a': { body: 'x' } });
    const visitor = makeFetcher(null, { connectTo: { 'data.a.example': `127.0.0.1:${String(fake.port)}` } });
    for (const url of [`${fake.url}/a`, `http://localhost:${String(fake.port)}/a`, 'http://data.a.example/a', 'http://127.1:8080/', 'http://[::1]:8080/'])
      expect((await get(visitor, url)).kind, url).toBe('failed');
    expect(fake.requests).toEqual([]);
  });
});

describe('the limiter of hosts', () => {
  it('lets one request at a time through per host, and others pass', async () => {
    const limiter = new HostLimiter(20);
    const log: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 10));
      log.push(`${name} ends`);
    };
    const begun = Date.now();
    await Promise.all([
      limiter.run('a', work('1')),
      limiter.run('a', () => Promise.reject(new Error('x'))).catch(() => undefined),
      limiter.run('a', work('2')),
      limiter.run('b', work('3')),
    ]);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(55);
    expect(log.filter((line) => !line.startsWith('3'))).toEqual(['1 begins', '1 ends', '2 begins', '2 ends']);
    expect(log.indexOf('3 ends')).toBeLessThan(log.indexOf('2 begins'));
  });
});

describe('a body in a coding that nobody asked for', () => {
  it.each(['zstd', 'gzip, br', 'compress', 'gzip, gzip'])('is unusable when it is %s, and is never passed on undecoded', async (coding) => {
    const { ask } = await served({ '/a': { body: gzipSync('hello'), headers: { 'Content-Encoding': coding } } });
    expect(await ask('/a')).toMatchObject({ kind: 'failed', reason: 'unusable-body', detail: expect.stringContaining(coding) as string });
  });

  it.each(['identity', '', 'Identity, '])('is plain when it is "%s"', async (coding) => {
    const { ask } = await served({ '/a': { body: 'hello', headers: { 'Content-Encoding': coding } } });
    expect(text(await ask('/a'))).toBe('hello');
  });

  it('is undone when identity is named beside one coding', async () => {
    const { ask } = await served({ '/a': { body: gzipSync('hello'), headers: { 'Content-Encoding': 'GZIP, identity' } } });
    expect(text(await ask('/a'))).toBe('hello');
  });
});
