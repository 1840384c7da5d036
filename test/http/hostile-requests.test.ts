import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServer, type TestServer } from '../support/server.js';

let catalogue: TestServer;
let id = '';

beforeAll(async () => {
  catalogue = await openTestServer();
  const { items } = await catalogue.json<{ items: { id: string }[] }>('/api/v1/datasets?pageSize=1');
  id = items[0]?.id ?? '';
}, 180_000);

afterAll(async () => {
  await catalogue.close();
});

/** Sends a path as it stands, without the client's own tidying. */
function raw(path: string, headers: Readonly<Record<string, string>> = {}): Promise<{ status: number; type: string; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(catalogue.url, { path, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          type: (response.headers['content-type'] ?? '').split(';')[0] ?? '',
          text: Buffer.concat(parts).toString('utf8'),
        });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('a parameter given twice where one is expected', () => {
  it.each([
    '/catalog?page=1&page=2',
    '/catalog?cursor=a&cursor=b',
    '/catalog?limit=1&limit=1',
    '/catalog?modifiedSince=2026-01-01&modifiedSince=2026-01-02',
    '/catalog?modifiedSince=2026-01-01&modified_since=2026-01-01',
    '/catalog.ttl?page=1&page=2',
    '/api/v1/datasets?page=1&page=2',
    '/api/v1/datasets?q=a&q=b',
    '/api/v1/datasets?lang=nl&lang=en',
    '/api/v1/datasets?sort=title&sort=title',
    '/api/v1/datasets?fields=id&fields=iri',
    '/api/v1/datasets?from=1&from=2',
    '/api/v1/datasets?pageSize=1&pageSize=1',
    '/api/v1/suggestions?q=a&q=b',
    '/api/v1/resolve?id=a&id=b',
    '/api/v1/datasets/aaaaaaaaaaaaaaaa?lang=nl&lang=nl',
    '/api/v1/stations?a=1&a=2',
    '/sparql?query=ASK%7B%7D&query=ASK%7B%7D',
    '/sparql?query=ASK%7B%7D&format=json&format=xml',
  ])('%s is a 400 in words', async (path) => {
    const { status, type, text } = await raw(path);
    expect([status, type]).toEqual([400, 'application/problem+json']);
    const { code, detail } = JSON.parse(text) as { code: string; detail: string };
    expect([code.startsWith('request/'), detail.length > 10]).toEqual([true, true]);
  });

  it('does not hurt where several are meant', async () => {
    expect((await raw('/api/v1/datasets?access=PUBLIC&access=RESTRICTED')).status).toBe(200);
  });
});

describe('words to search for that are no words', () => {
  const odd = [
    '\u0000',
    'a\u0000b',
    '%ED%A0%80',
    '%FF%FE',
    '"',
    '"'.repeat(200),
    "'".repeat(200),
    '*',
    'a*b*',
    'NEAR(a b)',
    'NEAR',
    'AND',
    'a AND',
    'OR OR OR',
    'NOT',
    '{title}: x',
    'title:x',
    '^a',
    '-',
    '+',
    '(',
    ')',
    '((((',
    'a"b',
    '";DROP TABLE document;--',
    '\u202Eabc',
    '💥',
    'é'.repeat(200),
    '\u0301'.repeat(200),
    ' ',
    '\n',
    '\\',
    '%',
    '__proto__',
    'constructor',
    '<script>',
    '${x}',
    'a'.repeat(200),
    'ß',
    'İ',
    'ﬃ',
    '\uFFFF',
    'x '.repeat(99),
  ];

  it.each(odd.map((q, n) => [n, q] as const))('give an answer, number %i', async (_n, q) => {
    const word = /^%/.test(q) && q.length > 1 ? q : encodeURIComponent(q);
    for (const path of [
      `/api/v1/datasets?q=${word}`,
      `/api/v1/suggestions?q=${word}`,
      `/nl/datasets?q=${word}`,
      `/api/v1/datasets?holder=${word}&theme=${word}`,
      `/en/datasets?holder=${word}`,
    ]) {
      const { status } = await raw(path);
      expect([path, status]).toEqual([path, 200]);
    }
  });

  it('are refused when they are too long, and when a parameter has a name that objects have', async () => {
    expect((await raw(`/api/v1/datasets?q=${'a'.repeat(201)}`)).status).toBe(400);
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])
      expect([name, (await raw(`/api/v1/datasets?${name}=1`)).status]).toEqual([name, name === '' ? 400 : 400]);
    expect((await raw(`/api/v1/datasets?${Array.from({ length: 101 }, (_, n) => `theme=${String(n)}`).join('&')}`)).status).toBe(400);
  });
});

describe('an address that is no address', () => {
  const ids = [
    '%00',
    `%00${'a'.repeat(15)}`,
    '%',
    '%zz',
    '%C0%AF',
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e',
    'a'.repeat(5000),
    '__proto__',
    "'",
    '%22',
    '%0d%0aSet-Cookie:x',
    '%F0%9F%92%A5',
    'a.b.c',
    '.ttl',
    '..ttl',
    `${'a'.repeat(16)}.ttl.ttl`,
    '%ED%A0%80',
  ];

  it.each(ids.map((odd) => [odd.slice(0, 40), odd] as const))('gives 4xx in every face for %s', async (_name, odd) => {
    for (const path of [
      `/datasets/${odd}`,
      `/datasets/${odd}.ttl`,
      `/api/v1/datasets/${odd}`,
      `/api/v1/datasets/${odd}/versions`,
      `/api/v1/datasets/${odd}/versions/${odd}`,
      `/api/v1/stations/${odd}`,
      `/api/v1/stations/${odd}/runs/${odd}`,
      `/nl/datasets/${odd}`,
      `/en/stations/${odd}`,
      `/catalog.${odd}`,
    ]) {
      const { status, text } = await raw(path, { accept: 'text/turtle, application/json;q=0.9, text/html;q=0.8' });
      expect([path.slice(0, 80), status >= 400 && status < 500]).toEqual([path.slice(0, 80), true]);
      expect(text).not.toMatch(/node_modules|at .*\.js:\d/);
    }
    for (const path of [`/records/${odd}`, `/datasets/${odd}`]) expect((await raw(path, { accept: 'text/html' })).status).toBeLessThan(500);
  });

  it('gives 400 with a problem when the path cannot be decoded', async () => {
    for (const path of ['/datasets/%', '/api/v1/datasets/%zz', '/catalog.%C0']) {
      const { status, type, text } = await raw(path);
      expect([path, status, type]).toEqual([path, 400, 'application/problem+json']);
      expect(JSON.parse(text)).toMatchObject({ status: 400, code: 'request/bad-parameter' });
    }
  });

  it('gives 4xx when it is longer than a header may be, and the next request is answered', async () => {
    for (const length of [10_000, 15_000, 100_000])
      expect((await raw(`/${'x'.repeat(length)}`)).status).toSatisfy((status: number) => status >= 400 && status < 500);
    expect((await raw(`/api/v1/datasets/${id}`)).status).toBe(200);
  });

  it('gives 4xx for numbers that are none', async () => {
    for (const n of ['0', '-1', '1.5', '1e999', 'NaN', '9007199254740993', '%00', '0x1']) {
      for (const path of [`/api/v1/datasets/${id}/versions/${n}`, `/api/v1/stations/umc-voorbeeld/runs/${n}`])
        expect([path, (await raw(path)).status]).toEqual([path, n === '0x1' && path.includes('versions') ? expect.any(Number) : 404]);
    }
  });
});

describe('headers that nobody sends', () => {
  it.each([
    ['accept', ''],
    ['accept', ','.repeat(500)],
    ['accept', 'text/turtle;q=abc'],
    ['accept', '*/*;q=0'],
    ['accept', 'a/b/c'],
    ['accept-language', '-'],
    ['accept-language', '*;q=x,,,'],
    ['if-none-match', '"'],
    ['if-none-match', ','.repeat(1000)],
    ['accept-encoding', 'x, *;q=0'],
    ['host', 'evil.example'],
    ['range', 'bytes=5-1'],
  ])('%s: %s are answered without a 500', async (name, value) => {
    for (const path of ['/catalog?limit=1', `/datasets/${id}`, '/api/v1/datasets?pageSize=1', '/sparql?query=ASK%7B%7D', '/', '/nl/datasets'])
      expect((await raw(path, { [name]: value })).status, path).toBeLessThan(500);
  });

  it('never put a foreign host into what we write (OUT-4)', async () => {
    for (const path of ['/catalog?limit=1', `/datasets/${id}.ttl`, '/api/v1/datasets?pageSize=1'])
      expect((await raw(path, { host: 'evil.example', 'x-forwarded-host': 'evil.example' })).text, path).not.toContain('evil.example');
  });
});
