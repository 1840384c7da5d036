import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { FetchSettings } from '../../src/fetch/fetch-settings.js';
import { GuardedFetcher } from '../../src/fetch/guarded-fetcher.js';
import { HostLimiter } from '../../src/fetch/host-limiter.js';
import { isAllowed, parseRobots } from '../../src/fetch/robots.js';
import { systemSurroundings } from '../../src/fetch/surroundings.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import { FakeStation, type FakeRoute } from '../support/fake-station.js';
import { get, impatient, patientSettings } from '../support/fetching.js';
import { makeStation, TestClock } from '../support/ledger.js';

const allowed = (text: string, path: string, product = 'ndc', isCut = false): boolean =>
  isAllowed(parseRobots(text, product, isCut), new URL(path, 'https://a.example/'));
const all = (rules: string): string => `User-agent: *\n${rules}`;

describe('HTTP-12: robots.txt (RFC 9309)', () => {
  it.each([
    ['nothing at all', '', '/x', true],
    ['no rule for us', 'User-agent: other\nDisallow: /', '/x', true],
    ['an empty Disallow', all('Disallow:'), '/x', true],
    ['everything forbidden', all('Disallow: /'), '/x', false],
    ['the file itself', all('Disallow: /'), '/robots.txt', true],
    ['a prefix', all('Disallow: /priv'), '/private', false],
    ['no prefix', all('Disallow: /priv/'), '/private', true],
    ['the longest match', all('Disallow: /a\nAllow: /a/b'), '/a/b/c', true],
    ['the longest match, other order', all('Allow: /a/b\nDisallow: /a'), '/a/b/c', true],
    ['a longer Disallow', all('Allow: /a\nDisallow: /a/b'), '/a/b', false],
    ['a tie', all('Disallow: /a\nAllow: /a'), '/a', true],
    ['a tie, other order', all('Allow: /a\nDisallow: /a'), '/a', true],
    ['a star', all('Disallow: /*.php'), '/a/b.php?x', false],
    ['a star in the middle', all('Disallow: /a*/c'), '/ab/x/c', false],
    ['a star that finds nothing', all('Disallow: /a*/c'), '/ab/x', true],
    ['an end', all('Disallow: /*.ttl$'), '/a.ttl', false],
    ['an end that is not the end', all('Disallow: /*.ttl$'), '/a.ttl?page=2', true],
    ['an end without a star', all('Disallow: /a$'), '/a', false],
    ['an end without a star, longer', all('Disallow: /a$'), '/ab', true],
    ['an end behind a star at the end', all('Disallow: /a*$'), '/abc', false],
    ['pieces that may not overlap', all('Disallow: /aba*ba$'), '/aba', true],
    ['a query', all('Disallow: /*?page='), '/list?page=2', false],
    ['escapes of what needs none', all('Disallow: /%61bc'), '/abc', false],
    ['escapes in small letters', all('Disallow: /a%2fb'), '/a%2Fb', false],
    ['an escaped slash is no slash', all('Disallow: /a%2Fb'), '/a/b', true],
    ['letters beyond ASCII', all('Disallow: /caf\u00e9'), '/caf%C3%A9', false],
    ['half a surrogate pair', all('Disallow: /\ud800'), '/%EF%BF%BD', false],
    ['comments and spaces', '# hello\n user-agent : * # all\n  disallow :  /x   # this\n', '/x', false],
    ['old line ends', 'User-agent: *\rDisallow: /x\r\nDisallow: /y', '/x', false],
    ['a byte order mark', '\uFEFFUser-agent: *\nDisallow: /x', '/x', false],
    ['rules before any group', 'Disallow: /\nUser-agent: *\nAllow: /', '/x', true],
    ['our own group before the one for all', 'User-agent: *\nDisallow: /\n\nUser-agent: NDC\nDisallow: /own', '/x', true],
    ['our own group', 'User-agent: *\nAllow: /\n\nUser-agent: NDC/1.0\nDisallow: /own', '/own', false],
    ['no group of somebody with a longer name', 'User-agent: ndcbot\nDisallow: /', '/x', true],
    ['two groups of ours together', 'User-agent: ndc\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: ndc\nDisallow: /b', '/b', false],
    ['one group with two names', 'User-agent: x\nUser-agent: ndc\nDisallow: /a', '/a', false],
    ['a line between the names', 'User-agent: x\nSitemap: https://a.example/s\nUser-agent: ndc\nDisallow: /a', '/a', false],
    ['a pattern of absurd length', all(`Disallow: /${'x'.repeat(5000)}`), `/${'x'.repeat(6000)}`, true],
  ])('judges %s', (_name, text, path, expected) => {
    expect(allowed(text, path)).toBe(expected);
  });

  it('does not count a line that was cut at the limit', () => {
    expect(allowed(all('Disallow: /'), '/x', 'ndc', true)).toBe(true);
    expect(allowed(all('Disallow: /\n'), '/x', 'ndc', true)).toBe(false);
  });

  it('takes patterns full of stars without effort', () => {
    const text = all(`Disallow: /${'*a'.repeat(900)}b$\n`.repeat(200));
    expect(allowed(text, `/${'a'.repeat(8000)}`)).toBe(true);
  });

  it('reads Crawl-delay, of several the longest', () => {
    expect(parseRobots('User-agent: *\nCrawl-delay: 2.5', 'ndc').crawlDelayMs).toBe(2500);
    expect(parseRobots('User-agent: ndc\nCrawl-delay: 2\nUser-agent: ndc\nCrawl-delay: 3', 'ndc').crawlDelayMs).toBe(3000);
    for (const value of ['-1', 'soon', '']) expect(parseRobots(`User-agent: *\nCrawl-delay: ${value}`, 'ndc').crawlDelayMs).toBeNull();
  });
});

const fakes: FakeStation[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(fakes.splice(0).map((fake) => fake.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function served(
  robots: FakeRoute | null,
  settings: Partial<FetchSettings> = {},
): Promise<{
  fake: FakeStation;
  clock: TestClock;
  pauses: number[];
  folder: string;
  again: () => GuardedFetcher;
  ask: (path?: string, discovered?: boolean) => Promise<FetchAnswer>;
  robotsAsked: () => number;
}> {
  const fake = await FakeStation.start({ '/a': { body: 'x' }, '/priv/a': { body: 'x' }, ...(robots === null ? {} : { '/robots.txt': robots }) });
  fakes.push(fake);
  const folder = mkdtempSync(join(tmpdir(), 'ndc-robots-'));
  folders.push(folder);
  const clock = new TestClock();
  const pauses: number[] = [];
  const world = {
    ...systemSurroundings,
    pause: (ms: number): Promise<void> => {
      pauses.push(ms);
      return Promise.resolve();
    },
  };
  const limiter = new HostLimiter(0, world);
  const again = (): GuardedFetcher =>
    new GuardedFetcher(makeStation('a', { endpoint: `${fake.url}/` }), { ...patientSettings, robotsFolder: folder, ...settings }, limiter, clock, world);
  let fetcher = again();
  return {
    fake,
    clock,
    pauses,
    folder,
    again: () => (fetcher = again()),
    ask: (path = '/a', discovered = true) => get(fetcher, fake.url + path, { discovered }),
    robotsAsked: () => fake.requests.filter(({ path }) => path === '/robots.txt').length,
  };
}

const forbidsPriv = { body: 'User-agent: *\nDisallow: /priv', type: 'text/plain' };

describe('HTTP-12: addresses that were discovered', () => {
  it('are asked for when robots.txt allows, and the request itself is never made when not', async () => {
    const { fake, ask } = await served(forbidsPriv);
    expect((await ask('/a')).kind).toBe('fetched');
    expect(await ask('/priv/a')).toMatchObject({ kind: 'failed', reason: 'robots', detail: expect.stringContaining('robots.txt') as string });
    expect(fake.requests.map(({ path }) => path)).toEqual(['/robots.txt', '/a']);
  });

  it('are not those that were registered: no request for robots.txt is made for them', async () => {
    const { fake, ask } = await served(forbidsPriv);
    expect((await ask('/priv/a', false)).kind).toBe('fetched');
    expect(fake.requests.map(({ path }) => path)).toEqual(['/priv/a']);
  });

  it('are judged anew at each hop of a redirect', async () => {
    const { fake, ask } = await served(forbidsPriv);
    fake.set('/go', { redirect: '/priv/a' });
    expect(await ask('/go')).toMatchObject({ kind: 'failed', reason: 'robots' });
    expect(fake.requests.map(({ path }) => path)).not.toContain('/priv/a');
  });

  it('cost one request for robots.txt a day, from one run to the next too', async () => {
    const { ask, again, clock, robotsAsked } = await served(forbidsPriv);
    await ask();
    await ask();
    again();
    await ask();
    expect(robotsAsked()).toBe(1);
    clock.add(25);
    again();
    await ask();
    expect(robotsAsked()).toBe(2);
  });

  it.each([400, 401, 403, 404, 410, 451])('are all allowed when robots.txt answers %d', async (status) => {
    expect((await (await served({ status })).ask('/priv/a')).kind).toBe('fetched');
  });

  it.each([500, 503])('are all forbidden when robots.txt answers %d, until that has gone on for thirty days', async (status) => {
    const { ask, again, clock, fake } = await served({ status });
    expect(await ask()).toMatchObject({ kind: 'failed', reason: 'robots' });
    clock.add(29 * 24);
    again();
    expect(await ask()).toMatchObject({ kind: 'failed', reason: 'robots' });
    clock.add(2 * 24);
    again();
    expect((await ask()).kind).toBe('fetched');
    fake.set('/robots.txt', forbidsPriv);
    again();
    expect((await ask()).kind).toBe('fetched');
    expect(await ask('/priv/a')).toMatchObject({ reason: 'robots' });
    fake.set('/robots.txt', { status });
    clock.add(25);
    again();
    expect(await ask()).toMatchObject({ kind: 'failed', reason: 'robots' });
  });

  it.each([
    ['cut short', { ...forbidsPriv, cut: 'chunked' as const, status: 500 }],
    ['stalling', { stall: 'headers' as const }],
    ['leading to a private address', { redirect: 'http://10.0.0.1/robots.txt' }],
    ['leading in a circle', { redirect: '/robots.txt' }],
  ])('are all forbidden when robots.txt is %s', async (_name, route) => {
    expect(await (await served(route, impatient)).ask()).toMatchObject({ kind: 'failed', reason: 'robots' });
  });

  it('are judged by the first 500 KiB of a larger robots.txt', async () => {
    const filler = `# ${'x'.repeat(998)}\n`.repeat(600);
    expect(await (await served({ body: `User-agent: *\nDisallow: /priv\n${filler}` })).ask('/priv/a')).toMatchObject({ reason: 'robots' });
    expect((await (await served({ body: `${filler}User-agent: *\nDisallow: /priv\n` })).ask('/priv/a')).kind).toBe('fetched');
  });

  it('follow robots.txt through a redirect', async () => {
    const { fake, ask } = await served({ redirect: '/moved' });
    fake.set('/moved', forbidsPriv);
    expect(await ask('/priv/a')).toMatchObject({ reason: 'robots' });
  });

  it('are judged anew when what was kept is damaged', async () => {
    const { ask, again, folder, robotsAsked } = await served(forbidsPriv);
    await ask();
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), '{"origin":');
    again();
    expect(await ask('/priv/a')).toMatchObject({ reason: 'robots' });
    expect([robotsAsked(), readdirSync(folder).length]).toEqual([2, 1]);
  });
});

describe('HTTP-12: the registered address', () => {
  it('gets a remark when robots.txt is against it, and none otherwise', async () => {
    const { fake, again } = await served(forbidsPriv);
    const { signal } = new AbortController();
    const fetcher = again();
    expect(await fetcher.robotsRemark(`${fake.url}/priv/a`, signal)).toContain('robots.txt');
    expect(await fetcher.robotsRemark(`${fake.url}/a`, signal)).toBeNull();
    for (const address of ['no address', 'http://10.0.0.1/']) expect(await fetcher.robotsRemark(address, signal)).toBeNull();
    const away = await served({ status: 500 });
    expect(await away.again().robotsRemark(`${away.fake.url}/priv/a`, signal)).toBeNull();
  });
});

describe('HTTP-11: Crawl-delay', () => {
  it('makes the pause between requests longer, from the first one when it is known, and no longer than the setting', async () => {
    const delayed = { body: 'User-agent: *\nCrawl-delay: 7' };
    const { ask, again, pauses } = await served(delayed);
    await ask();
    await ask();
    expect(pauses.map((ms) => Math.round(ms / 1000))).toEqual([7, 7]);
    pauses.length = 0;
    again();
    await ask('/a', false);
    expect(pauses.map((ms) => Math.round(ms / 1000))).toEqual([7]);
    const capped = await served({ body: 'User-agent: *\nCrawl-delay: 99999999' }, { maxCrawlDelayMs: 3000 });
    await capped.ask();
    expect(capped.pauses.map((ms) => Math.round(ms / 1000))).toEqual([3]);
  });
});
