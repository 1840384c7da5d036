import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { issueOfAnswer } from '../../harvesters/answers.js';
import type { Station } from '../../src/domain/station.js';
import type { FetchSettings } from '../../src/fetch/fetch-settings.js';
import { GuardedFetcher } from '../../src/fetch/guarded-fetcher.js';
import { HostLimiter } from '../../src/fetch/host-limiter.js';
import { backOff, retryAfter } from '../../src/fetch/retry.js';
import { systemSurroundings, type Surroundings } from '../../src/fetch/surroundings.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import { HandlerServer } from '../support/handler-server.js';
import { get, makeFetcher, patientSettings } from '../support/fetching.js';
import { makeStation, TestClock } from '../support/ledger.js';

const opened: HandlerServer[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

type Handle = Parameters<typeof HandlerServer.start>[0];

async function served(handle: Handle): Promise<HandlerServer> {
  const server = await HandlerServer.start(handle);
  opened.push(server);
  return server;
}

/** A fetcher for a station on that server, with the pauses it took noted instead of waited for. */
function fetcherOf(
  server: HandlerServer,
  settings: Partial<FetchSettings> = {},
  changes: Partial<Station> = {},
  surroundings: Partial<Surroundings> = {},
): { fetcher: GuardedFetcher; pauses: number[]; ask: (path: string, request?: Parameters<typeof get>[2]) => Promise<FetchAnswer> } {
  const pauses: number[] = [];
  const world: Surroundings = {
    ...systemSurroundings,
    random: () => 0.5,
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    ...surroundings,
  };
  const fetcher = makeFetcher(makeStation('a', { endpoint: `${server.url}/`, ...changes }), settings, new TestClock(), world);
  return { fetcher, pauses, ask: (path, request) => get(fetcher, path.startsWith('http') ? path : server.url + path, request) };
}

const text = (answer: FetchAnswer): string =>
  answer.kind === 'fetched' && answer.body.kind === 'memory' ? Buffer.from(answer.body.bytes).toString('utf8') : JSON.stringify(answer);
const statuses = (...list: readonly (number | 'ok')[]): Handle => {
  let at = 0;
  return (_request, response) => {
    const status = list[Math.min(at++, list.length - 1)] ?? 'ok';
    response.writeHead(status === 'ok' ? 200 : status, { 'content-type': 'text/turtle' }).end('body');
  };
};

describe('HTTP-1: one identity', () => {
  it('stands in User-Agent and From of every request, of redirects and robots.txt too', async () => {
    const server = await served((request, response) => {
      if (request.url === '/go') response.writeHead(302, { location: '/there' }).end();
      else response.end('User-agent: *\n');
    });
    const { ask } = fetcherOf(server, { contactEmail: 'catalogue@node.example' });
    await ask('/go', { discovered: true });
    expect(server.requests.map(({ path }) => path)).toEqual(['/robots.txt', '/go', '/there']);
    for (const { headers } of server.requests)
      expect(headers).toMatchObject({ 'user-agent': 'ndc/test (+https://catalogue.example)', from: 'catalogue@node.example' });
  });

  it('leaves From out where no address is configured', async () => {
    const server = await served(statuses('ok'));
    await fetcherOf(server).ask('/');
    expect(server.requests[0]?.headers.from).toBeUndefined();
  });
});

describe('HTTP-2, HTTP-3, HTTP-4: what is asked for', () => {
  it('is the Accept that the harvester gives, gzip or br, with GET', async () => {
    const server = await served(statuses('ok'));
    await fetcherOf(server).ask('/', { accept: 'text/turtle, application/ld+json;q=0.9' });
    expect(server.requests).toMatchObject([{ method: 'GET', headers: { accept: 'text/turtle, application/ld+json;q=0.9', 'accept-encoding': 'gzip, br' } }]);
  });
});

describe('HTTP-5: time', () => {
  it('does not count waiting for the turn of a host', async () => {
    let held: (() => void) | null = null;
    const server = await served((request, response) => {
      if (request.url === '/slow') held = () => void response.end('slow');
      else response.end('quick');
    });
    const limiter = new HostLimiter(0);
    const make = (totalTimeoutMs: number): GuardedFetcher =>
      new GuardedFetcher(makeStation('a', { endpoint: `${server.url}/` }), { ...patientSettings, totalTimeoutMs }, limiter, new TestClock());
    const slow = get(make(5000), `${server.url}/slow`);
    while (held === null) await new Promise((resolve) => setImmediate(resolve));
    const quick = get(make(150), `${server.url}/quick`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    (held as () => void)();
    expect([text(await slow), text(await quick)]).toEqual(['slow', 'quick']);
  });

  it('ends a body that drips, though every byte comes in time, and does not ask for it again', async () => {
    const timers: NodeJS.Timeout[] = [];
    const server = await served((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/turtle' });
      timers.push(setInterval(() => response.write('x'), 50));
    });
    try {
      const { ask } = fetcherOf(server, { bodyTimeoutMs: 5000, totalTimeoutMs: 400, tries: 3 });
      expect(await ask('/')).toMatchObject({ kind: 'failed', reason: 'timeout', detail: expect.stringContaining('as a whole') as string });
      expect(server.requests).toHaveLength(1);
    } finally {
      timers.forEach(clearInterval);
    }
  });

  it('ends an error page and the body of a redirect that drip', async () => {
    const timers: NodeJS.Timeout[] = [];
    const server = await served((request, response) => {
      response.writeHead(request.url === '/error' ? 404 : 302, { location: '/x' });
      timers.push(setInterval(() => response.write('x'), 50));
    });
    try {
      const { ask } = fetcherOf(server, { totalTimeoutMs: 400 });
      expect(await ask('/error')).toMatchObject({ kind: 'status', status: 404 });
      expect(await ask('/redirect')).toMatchObject({ kind: 'failed', reason: 'timeout' });
    } finally {
      timers.forEach(clearInterval);
    }
  });
});

describe('HTTP-6: validators', () => {
  it.each([
    '"plain"',
    'W/"weak"',
    '"abc-gzip"',
    'W/"abc--gzip"',
    '"a\\"b"',
    'unquoted',
    '""',
    '"caf\u00c3\u00a9"',
    '"\u00e9 in Latin-1"',
    `"${'x'.repeat(3000)}"`,
  ])('sends %s back byte for byte', async (etag) => {
    const server = await served((_request, response) => void response.writeHead(200, { ETag: etag }).end('x'));
    const { ask } = fetcherOf(server);
    const first = await ask('/');
    if (first.kind !== 'fetched') throw new Error(first.kind);
    await ask('/', { remembered: { url: '', etag: first.etag, lastModified: 'x', bodyHash: '', memo: null } });
    expect(server.requests[1]?.headers['if-none-match']).toBe(etag);
    expect(server.requests[1]?.headers['if-modified-since']).toBeUndefined();
  });

  it('does not remember one that is too long to be sent back', async () => {
    const etag = `"${'x'.repeat(5000)}"`;
    const server = await served(
      (_request, response) => void response.writeHead(200, { ETag: etag, 'Last-Modified': 'Mon, 02 Nov 2026 06:00:00 GMT' }).end('x'),
    );
    expect(await fetcherOf(server).ask('/')).toMatchObject({ kind: 'fetched', etag: null, lastModified: 'Mon, 02 Nov 2026 06:00:00 GMT' });
  });
});

describe('HTTP-7: a 304 that nobody asked for', () => {
  it('makes one more request that bypasses caches, and is a failure when it comes again', async () => {
    const server = await served((request, response) => {
      response.writeHead(request.url === '/always' || request.headers['cache-control'] === undefined ? 304 : 200).end();
      if (!response.writableEnded) response.end('x');
    });
    const { ask } = fetcherOf(server);
    await ask('/once');
    expect(server.requests.map(({ headers }) => headers['cache-control'])).toEqual([undefined, 'no-cache']);
    expect(await ask('/always')).toEqual({ kind: 'not-modified' });
    expect(server.requests).toHaveLength(4);
    expect(await ask('/always', { remembered: { url: '', etag: '"1"', lastModified: null, bodyHash: '', memo: null } })).toEqual({ kind: 'not-modified' });
    expect(server.requests).toHaveLength(5);
  });
});

describe('HTTP-9: trying again', () => {
  it.each([408, 425, 429, 500, 502, 503, 504])('happens after %d', async (status) => {
    const server = await served(statuses(status, 'ok'));
    expect((await fetcherOf(server, { tries: 2 }).ask('/')).kind).toBe('fetched');
  });

  it('waits with full jitter: chance times a bound that doubles, up to the cap', async () => {
    const settings = { backOffMs: 1000, maxBackOffMs: 5000 };
    expect([1, 2, 3, 4, 20].map((attempt) => backOff(attempt, 1, settings))).toEqual([1000, 2000, 4000, 5000, 5000]);
    expect([1, 2, 3].map((attempt) => backOff(attempt, 0.25, settings))).toEqual([250, 500, 1000]);
    expect(backOff(3, 0, settings)).toBe(0);
    const server = await served(statuses(503));
    const { ask, pauses } = fetcherOf(server, { tries: 4, ...settings });
    expect(await ask('/')).toMatchObject({ kind: 'status', status: 503 });
    expect(pauses).toEqual([500, 1000, 2000]);
  });

  it('obeys Retry-After instead, in seconds or as a date, and postpones beyond the cap', async () => {
    const at = new TestClock().now().getTime();
    for (const [value, expected] of [
      ['7', [7000]],
      [new Date(at + 90_000).toUTCString(), [90_000]],
      ['3600', [3_600_000]],
      ['soon', [500]],
      [new Date(at - 5000).toUTCString(), [500]],
    ] as const) {
      let first = true;
      const server = await served((_request, response) => {
        if (first) response.writeHead(503, { 'retry-after': value }).end();
        else response.end('x');
        first = false;
      });
      const { ask, pauses } = fetcherOf(server, { tries: 2, backOffMs: 1000, maxBackOffMs: 60_000 });
      expect([(await ask('/')).kind, pauses]).toEqual(['fetched', expected]);
    }
    const server = await served((_request, response) => void response.writeHead(429, { 'retry-after': '3601' }).end());
    expect(await fetcherOf(server, { tries: 2 }).ask('/')).toEqual({ kind: 'postponed', retryAfterMs: 3_601_000 });
    expect(server.requests).toHaveLength(1);
  });

  it('lets no number send us away for ever', () => {
    const now = new TestClock().now();
    for (const value of ['9'.repeat(400), '99999999999', 'Fri, 31 Dec 9999 23:59:59 GMT']) expect(retryAfter(value, now)).toBe(30 * 86_400_000);
  });

  it('happens after a reset and after a name that was not found, and the check of addresses is made each time', async () => {
    let resets = 0;
    const server = await served((request, response) => {
      if (resets++ < 2) request.socket.destroy();
      else response.end('x');
    });
    expect((await fetcherOf(server, { tries: 3 }).ask('/')).kind).toBe('fetched');
    let asked = 0;
    const resolveName = (): Promise<never> => {
      asked++;
      return Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    };
    const lost = fetcherOf(server, { tries: 3 }, { endpoint: 'http://gone.example/' }, { resolveName });
    expect(await lost.ask('http://gone.example/')).toEqual({ kind: 'failed', reason: 'unreachable', detail: 'The station cannot be reached (ENOTFOUND).' });
    expect(asked).toBe(3);
  });
});

describe('HTTP-10: what is not tried again', () => {
  it.each([400, 401, 403, 404, 405, 410, 414, 415, 501])('is an answer of %d', async (status) => {
    const server = await served(statuses(status));
    expect(await fetcherOf(server, { tries: 4 }).ask('/')).toMatchObject({ kind: 'status', status });
    expect(server.requests).toHaveLength(1);
  });

  it('asks once more for anything after a 406, and then takes no for an answer', async () => {
    const server = await served(statuses(406, 'ok'));
    expect((await fetcherOf(server).ask('/')).kind).toBe('fetched');
    expect(server.requests.map(({ headers }) => headers.accept)).toEqual(['text/turtle', '*/*']);
    const never = await served(statuses(406));
    expect(await fetcherOf(never, { tries: 4 }).ask('/')).toMatchObject({ kind: 'status', status: 406 });
    expect(never.requests).toHaveLength(2);
  });
});

describe('HTTP-11: politeness', () => {
  /** Runs two fetchers at once against two servers and says how many requests were open at the same time at most. */
  async function together(providers: readonly [string | null, string | null], oneAtATimePerProvider: boolean): Promise<number> {
    let open = 0;
    let most = 0;
    const handle: Handle = (_request, response) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        response.end('x');
      }, 60);
    };
    const servers = [await served(handle), await served(handle)] as const;
    const limiter = new HostLimiter(0);
    const settings = { ...patientSettings, oneAtATimePerProvider };
    const answers = await Promise.all(
      servers.flatMap((server, at) => {
        const iri = providers[at] ?? null;
        const station = makeStation(`s${String(at)}`, { endpoint: `${server.url}/`, serviceProvider: iri === null ? null : { iri, name: {} } });
        const fetcher = new GuardedFetcher(station, settings, limiter, new TestClock());
        return [get(fetcher, `${server.url}/1`), get(fetcher, `${server.url}/2`)];
      }),
    );
    expect(answers.map(({ kind }) => kind)).toEqual(['fetched', 'fetched', 'fetched', 'fetched']);
    return most;
  }

  it('lets stations of one service provider take turns, on several hosts too, unless it is switched off', async () => {
    expect(await together(['https://host.example/', 'https://host.example/'], true)).toBe(1);
    expect(await together(['https://host.example/', 'https://host.example/'], false)).toBe(2);
    expect(await together(['https://host.example/', 'https://other.example/'], true)).toBe(2);
    expect(await together([null, null], true)).toBe(2);
  });

  it('keeps the pause per key, the longer one where a host asked for it', async () => {
    let time = 0;
    const pauses: number[] = [];
    const pause = (ms: number): Promise<void> => {
      pauses.push(ms);
      time += ms;
      return Promise.resolve();
    };
    const limiter = new HostLimiter(200, { now: () => time, pause });
    const work = (): Promise<void> => {
      time += 50;
      return Promise.resolve();
    };
    await limiter.run('a', work);
    await limiter.run('a', work);
    await limiter.run('b', work);
    limiter.slowDown('a', 5000);
    limiter.slowDown('b', 10);
    await limiter.run(['a', 'provider'], work);
    await limiter.run(['b', 'provider'], work);
    expect(pauses).toEqual([200, 4950, 200]);
  });

  it('frees the turn of a request that was called off while it waited', async () => {
    const limiter = new HostLimiter(0);
    let finish: () => void = () => undefined;
    const first = limiter.run('a', () => new Promise<void>((resolve) => (finish = resolve)));
    const abort = new AbortController();
    const second = limiter.run('a', () => Promise.resolve('never'), abort.signal);
    const third = limiter.run('a', () => Promise.resolve('third'));
    abort.abort();
    await expect(second).rejects.toThrow(/abort/i);
    finish();
    await first;
    expect(await third).toBe('third');
  });
});

describe('HTTP-13: redirects', () => {
  it.each([
    [307, 'POST', 'a=1'],
    [308, 'POST', 'a=1'],
    [303, 'GET', ''],
    [302, 'GET', ''],
    [301, 'GET', ''],
  ] as const)('after %d the method is %s', async (status, method, body) => {
    const server = await served((request, response) => {
      if (request.url === '/go') response.writeHead(status, { location: '/there' }).end();
      else response.end('x');
    });
    await fetcherOf(server).ask('/go', { post: { contentType: 'application/x-www-form-urlencoded', body: 'a=1' } });
    expect(server.requests[1]).toMatchObject({ method, body, path: '/there' });
    expect(server.requests[1]?.headers['content-type']).toBe(method === 'POST' ? 'application/x-www-form-urlencoded' : undefined);
  });

  it('drops credentials when the authority changes, also when the way leads back, and never has cookies', async () => {
    const other = await served((_request, response) => void response.writeHead(302, { location: `${own.url}/back`, 'set-cookie': 'b=2' }).end());
    const own: HandlerServer = await served((request, response) => {
      if (request.url === '/out') response.writeHead(302, { location: 'http://other.example:8080/', 'set-cookie': 'a=1; Domain=example' }).end();
      else if (request.url === '/within') response.writeHead(302, { location: '/end', 'set-cookie': 'a=1' }).end();
      else response.end('x');
    });
    const { ask } = fetcherOf(
      own,
      { connectTo: { 'other.example': `127.0.0.1:${String(other.port)}` } },
      { authentication: { kind: 'bearer', credentials: 'c' } },
    );
    expect(text(await ask('/out'))).toBe('x');
    expect(text(await ask('/within'))).toBe('x');
    const shown = (server: HandlerServer): unknown[] => server.requests.map(({ path, headers }) => [path, headers.authorization, headers.cookie]);
    const secret = 'Bearer secret of c';
    expect(shown(own)).toEqual([
      ['/out', secret, undefined],
      ['/back', undefined, undefined],
      ['/within', secret, undefined],
      ['/end', secret, undefined],
    ]);
    expect(shown(other)).toEqual([['/', undefined, undefined]]);
  });

  it('shows no credentials over http when the station is registered with https', async () => {
    const server = await served(statuses('ok'));
    const connectTo = { 'safe.example': `127.0.0.1:${String(server.port)}` };
    const { ask } = fetcherOf(server, { connectTo }, { endpoint: 'https://safe.example/', authentication: { kind: 'basic', credentials: 'c' } });
    expect((await ask('http://safe.example/x')).kind).toBe('fetched');
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('follows as many as the setting says', async () => {
    const server = await served((request, response) => void response.writeHead(302, { location: `${request.url ?? ''}x` }).end());
    expect(await fetcherOf(server, { maxRedirects: 2 }).ask('/')).toEqual({ kind: 'failed', reason: 'redirect', detail: 'More than 2 redirects.' });
    expect(server.requests).toHaveLength(3);
  });
});

describe('HTTP-14, HTTP-15: where an answer is from', () => {
  it.each([
    ['/base', '/base'],
    ['http://elsewhere.example/base', '/end'],
    ['http://[', '/end'],
    ['', '/end'],
  ])('takes Content-Location %s for the base only within the origin', async (location, base) => {
    const server = await served((request, response) => {
      if (request.url === '/go') response.writeHead(308, { location: '/end' }).end();
      else response.writeHead(200, { 'content-location': location }).end('x');
    });
    expect(await fetcherOf(server).ask('/go')).toMatchObject({ url: `${server.url}/end`, baseIri: server.url + base, movedTo: `${server.url}/end` });
  });
});

describe('HTTP-18: a page that is none', () => {
  it('takes an empty body for a failure, whatever its status', async () => {
    for (const status of [200, 203, 204]) {
      const server = await served((_request, response) => void response.writeHead(status).end());
      expect(await fetcherOf(server).ask('/')).toMatchObject({ kind: 'failed', reason: 'unusable-body' });
    }
  });

  it('tells the text of an error, unpacked, and no more than its beginning', async () => {
    const server = await served((request, response) => {
      if (request.url === '/gz') response.writeHead(404, { 'content-encoding': 'gzip' }).end(gzipSync('badResumptionToken'));
      else if (request.url === '/cut') response.writeHead(400, { 'content-length': '100' }).write('half', () => response.destroy());
      else response.writeHead(500).end('e'.repeat(100_000));
    });
    const { ask } = fetcherOf(server);
    expect(await ask('/gz')).toMatchObject({ status: 404, text: 'badResumptionToken' });
    expect(await ask('/cut')).toMatchObject({ status: 400, text: 'half' });
    expect(await ask('/long')).toMatchObject({ status: 500, text: 'e'.repeat(16 * 1024) });
  });
});

describe('a request that is none', () => {
  it('is an answer, not an exception', async () => {
    const server = await served(statuses('ok'));
    for (const url of ['', 'no url', 'http://', '//x', 'http://[::1'])
      expect(await get(fetcherOf(server).fetcher, url)).toMatchObject({ kind: 'failed', reason: 'refused-address' });
    expect(server.requests).toEqual([]);
  });

  it('becomes the issue that fits', () => {
    const code = (answer: Partial<Extract<FetchAnswer, { kind: 'status' }>>): unknown => {
      const event = issueOfAnswer({ kind: 'status', status: 500, detail: '', text: '', headers: {}, ...answer }, 'u');
      return event.kind === 'issue' && [event.issue.code, event.issue.owner];
    };
    expect([code({ status: 401 }), code({ status: 403, authenticated: true }), code({ status: 403 }), code({ status: 500, authenticated: true })]).toEqual([
      ['credentials', 'operator'],
      ['credentials', 'operator'],
      ['http-status', 'station'],
      ['http-status', 'station'],
    ]);
  });
});
