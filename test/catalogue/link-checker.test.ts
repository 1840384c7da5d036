import { afterEach, describe, expect, it } from 'vitest';
import { LinkChecker } from '../../src/catalogue/link-checker.js';
import type { LinkCheck } from '../../src/domain/link-check.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import { makeFetcher } from '../support/fetching.js';
import { HandlerServer } from '../support/handler-server.js';
import { makeStation, openLedger, TestClock, type OpenLedger } from '../support/ledger.js';

const open: (OpenLedger | HandlerServer)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) {
    if (one instanceof HandlerServer) await one.close();
    else {
      one.reader.close();
      one.ledger.close();
    }
  }
});

const status = (code: number): FetchAnswer => ({ kind: 'status', status: code, detail: '', text: '', headers: {} });
const failed = (reason: Extract<FetchAnswer, { kind: 'failed' }>['reason']): FetchAnswer => ({ kind: 'failed', reason, detail: '' });
const never = (): AbortSignal => new AbortController().signal;

interface Checking {
  readonly house: OpenLedger;
  readonly checker: LinkChecker;
  readonly asked: string[];
  readonly known: Map<string, LinkCheck>;
  urls: ReadonlySet<string> | null;
}

function checking(answers: (url: string) => FetchAnswer | Promise<FetchAnswer>, ...urls: readonly string[]): Checking {
  const house = openLedger();
  open.push(house);
  const asked: string[] = [];
  const known = new Map<string, LinkCheck>();
  const own: Checking = {
    house,
    asked,
    known,
    urls: new Set(urls),
    checker: new LinkChecker({
      prober: {
        probe: async (url) => {
          asked.push(url);
          return answers(url);
        },
      },
      ledger: house.ledger,
      clock: house.clock,
      known,
      named: () => own.urls,
      settings: { days: 21, hostsAtOnce: 2 },
    }),
  };
  return own;
}

describe('the link checker', () => {
  it('asks each address once, remembers it, and asks again when it is due', async () => {
    const urls = ['https://a.example/1', 'https://a.example/2', 'https://b.example/1'];
    const { house, checker, asked } = checking((url) => status(url.endsWith('2') ? 404 : 200), ...urls);
    expect(await checker.round(never())).toEqual({ asked: 3, forgotten: 0 });
    expect([...asked].sort()).toEqual(urls);
    expect(house.reader.linkChecks(urls).map(({ url, reachable, status: code }) => [url, reachable, code])).toEqual([
      [urls[0], true, 200],
      [urls[1], false, 404],
      [urls[2], true, 200],
    ]);
    expect(await checker.round(never())).toMatchObject({ asked: 0 });
    house.clock.add(24 * 21);
    expect(await checker.round(never())).toMatchObject({ asked: 3 });
  });

  it.each([
    [status(429), true, 'busy'],
    [{ kind: 'postponed', retryAfterMs: 5 } as const, true, 'busy'],
    [failed('timeout'), true, 'timeout'],
    [failed('refused-address'), true, 'refused'],
    [failed('redirect'), true, 'refused'],
    [failed('robots'), true, 'robots'],
    [failed('unreachable'), false, null],
    [status(503), false, null],
    [status(401), false, null],
    [status(206), true, null],
  ])('takes %j for what it is', async (answer, reachable, trouble) => {
    const url = 'https://a.example/1';
    let isSecond = false;
    const { house, checker } = checking(() => (isSecond ? answer : status(200)), url);
    await checker.round(never());
    isSecond = true;
    house.clock.add(24 * 22);
    await checker.round(never());
    expect(house.reader.linkChecks([url])).toMatchObject([{ reachable, trouble }]);
  });

  it('leaves a host alone that asks for it, and goes on with others', async () => {
    const { checker, asked } = checking(
      (url) => status(url.includes('a.example') ? 429 : 200),
      'https://a.example/1',
      'https://a.example/2',
      'https://b.example/1',
    );
    expect(await checker.round(never())).toMatchObject({ asked: 2 });
    expect([...asked].sort()).toEqual(['https://a.example/1', 'https://b.example/1']);
  });

  it('blames no address when nothing answers at all, since that is our own connection', async () => {
    let isDown = true;
    const answer = (url: string): FetchAnswer => (isDown || url.includes('gone') ? failed('unreachable') : status(200));
    const own = checking(answer, 'https://a.example/1', 'https://b.example/1', 'https://gone.example/1');
    expect(await own.checker.round(never())).toMatchObject({ asked: 3 });
    expect([...own.known.values()].map(({ reachable, trouble }) => [reachable, trouble])).toEqual([
      [null, 'offline'],
      [null, 'offline'],
      [null, 'offline'],
    ]);
    isDown = false;
    expect(await own.checker.round(never())).toMatchObject({ asked: 0 });
    own.house.clock.add(25);
    expect(await own.checker.round(never())).toMatchObject({ asked: 3 });
    expect([...own.known.values()].map(({ url, reachable }) => [url, reachable])).toEqual([
      ['https://a.example/1', true],
      ['https://b.example/1', true],
      ['https://gone.example/1', false],
    ]);
    expect(own.house.reader.linkCheckPage('', 10)).toHaveLength(3);
  });

  it('forgets addresses that no description names, but only when all descriptions were read', async () => {
    const own = checking(() => status(200), 'https://a.example/1', 'https://a.example/2');
    await own.checker.round(never());
    own.urls = null;
    expect(await own.checker.round(never())).toEqual({ asked: 0, forgotten: 0 });
    expect(own.house.reader.linkCheckPage('', 10)).toHaveLength(2);
    own.urls = new Set(['https://a.example/2']);
    expect(await own.checker.round(never())).toEqual({ asked: 0, forgotten: 1 });
    expect(own.house.reader.linkCheckPage('', 10).map(({ url }) => url)).toEqual(['https://a.example/2']);
  });

  it('stops when it is told to, and takes nothing broken off for an answer', async () => {
    const end = new AbortController();
    const own = checking(
      () => {
        end.abort();
        return failed('timeout');
      },
      'https://a.example/1',
      'https://a.example/2',
    );
    expect(await own.checker.round(end.signal)).toMatchObject({ asked: 0 });
    expect(own.house.reader.linkCheckPage('', 10)).toEqual([]);
  });

  it('writes in batches, so that a long round is not lost', async () => {
    const urls = Array.from({ length: 120 }, (_, i) => `https://a.example/${String(i)}`);
    const { house, checker } = checking((url) => (url.endsWith('/110') ? Promise.reject(new Error('broken')) : status(200)), ...urls);
    await expect(checker.round(never())).rejects.toThrow('broken');
    expect(house.reader.linkCheckPage('', 500)).toHaveLength(100);
  });

  it('asks a real server one request for each address, however often it is named', async () => {
    const server = await HandlerServer.start((_request, response) => response.writeHead(200).end());
    open.push(server);
    const house = openLedger();
    open.push(house);
    const fetcher = makeFetcher(makeStation('a', { endpoint: server.url }), {}, new TestClock());
    const urls = [1, 2, 3].map((n) => `${server.url}/${String(n)}`);
    const checker = new LinkChecker({
      prober: fetcher,
      ledger: house.ledger,
      clock: house.clock,
      known: new Map(),
      named: () => new Set([...urls, ...urls]),
      settings: { days: 21, hostsAtOnce: 4 },
    });
    await checker.round(never());
    await checker.round(never());
    await fetcher.close();
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /robots.txt', 'HEAD /1', 'HEAD /2', 'HEAD /3']);
  });
});
