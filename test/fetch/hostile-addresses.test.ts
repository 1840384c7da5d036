import { afterEach, describe, expect, it } from 'vitest';
import type { Station } from '../../src/domain/station.js';
import type { FetchSettings } from '../../src/fetch/fetch-settings.js';
import { systemSurroundings, type ResolvedAddress } from '../../src/fetch/surroundings.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import { FakeStation } from '../support/fake-station.js';
import { get, makeFetcher } from '../support/fetching.js';
import { makeStation, TestClock } from '../support/ledger.js';

const fakes: FakeStation[] = [];

afterEach(async () => {
  await Promise.all(fakes.splice(0).map((fake) => fake.close()));
});

async function station(): Promise<FakeStation> {
  const fake = await FakeStation.start({ '/a': { body: 'inside' } });
  fakes.push(fake);
  return fake;
}

type Answers = (name: string, times: number) => readonly string[];

/** Fetches with a resolver of our own; says also how often it was asked. */
async function fetchThrough(
  answers: Answers,
  url: string,
  changes: Partial<Station> | null,
  settings: Partial<FetchSettings> = {},
): Promise<{ answer: FetchAnswer; asked: number }> {
  let asked = 0;
  const resolveName = (name: string): Promise<readonly ResolvedAddress[]> =>
    Promise.resolve(answers(name, ++asked).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  const fetcher = makeFetcher(
    changes === null ? null : makeStation('a', { endpoint: url, ...changes }),
    { allowLoopback: false, connectTimeoutMs: 500, ...settings },
    new TestClock(),
    { ...systemSurroundings, resolveName },
  );
  return { answer: await get(fetcher, url), asked };
}

const refused = { kind: 'failed', reason: 'refused-address' };

describe('SSRF-2, SSRF-3: what a name resolves to', () => {
  it.each([
    ['a private address', ['10.0.0.1']],
    ['loopback', ['127.0.0.1']],
    ['the metadata service', ['169.254.169.254']],
    ['the metadata service, mapped', ['::ffff:169.254.169.254']],
    ['loopback behind NAT64', ['64:ff9b::7f00:1']],
    ['loopback behind 6to4', ['2002:7f00:1::']],
    ['loopback in IPv6', ['::1']],
    ['link-local in IPv6', ['fe80::1']],
    ['a public address and then a private one', ['93.184.216.34', '192.168.0.1']],
    ['no address that anybody knows', ['999.1.1.1']],
  ])('is refused when it is %s', async (_name, addresses) => {
    for (const changes of [{}, null])
      expect((await fetchThrough(() => addresses, 'http://innocent.example/', changes, { tries: 3 })).answer).toMatchObject(refused);
  });

  it('is the address that is connected to: a name is resolved once, and a later answer has no say', async () => {
    const fake = await station();
    const url = `http://rebound.example:${String(fake.port)}/a`;
    const flips: Answers = (_name, times) => (times === 1 ? ['10.20.0.5'] : ['127.0.0.1']);
    const quick = { connectTimeoutMs: 1, totalTimeoutMs: 300, allowLoopback: true };
    const { answer, asked } = await fetchThrough(flips, url, { allowAddresses: ['10.20.0.0/16'] }, quick);
    expect(answer.kind).toBe('failed');
    expect([asked, fake.requests]).toEqual([1, []]);
    const allowed = await fetchThrough((_name, times) => (times === 1 ? ['127.0.0.1'] : ['10.0.0.1']), url, {}, { allowLoopback: true });
    expect([allowed.answer.kind, allowed.asked, fake.requests.length]).toEqual(['fetched', 1, 1]);
    expect(fake.requests[0]?.headers['host']).toBe(`rebound.example:${String(fake.port)}`);
  });

  it('may be private for a station whose entry allows it, and for no other and no visitor (SSRF-6)', async () => {
    const inside: Answers = () => ['10.20.0.5'];
    const url = 'http://fdp.hospital.example/';
    const quick = { connectTimeoutMs: 1, totalTimeoutMs: 200 };
    expect((await fetchThrough(inside, url, { allowAddresses: ['10.20.0.0/16'] }, quick)).answer).not.toMatchObject(refused);
    for (const changes of [{ allowAddresses: ['10.21.0.0/16'] }, {}, null])
      expect((await fetchThrough(inside, url, changes, quick)).answer).toMatchObject(refused);
    for (const never of ['169.254.169.254', 'fe80::1', '127.0.0.1', '224.0.0.1', 'fd00:ec2::254', '100.100.100.200'])
      expect((await fetchThrough(() => [never], url, { allowAddresses: ['0.0.0.0/0', '::/0'] }, quick)).answer, never).toMatchObject(refused);
  });
});

describe('SSRF-1, SSRF-4: addresses as they are written', () => {
  it.each([
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://0x7f.1/',
    'http://127.1/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::10.0.0.1]/',
    'http://[2002:a00:1::]/',
    'http://\uff11\uff12\uff17.\uff10.\uff10.\uff11/',
    'http://127.0.0.1./',
    'http://localhost/',
    'http://db.localhost./',
    'http://printer.local/',
    'http://vault.internal/',
    'http://router.home.arpa/',
    'http://intranet/',
    'http://public.example:22/',
    'https://public.example:6379/',
    'http://user:pw@public.example/',
    'ftp://public.example/',
    'file:///etc/passwd',
    'data:text/turtle,x',
    'gopher://public.example/',
    'jar:http://public.example!/x',
    'blob:http://public.example/x',
  ])('refuses %s without a look at any name', async (url) => {
    for (const changes of [{ endpoint: 'http://public.example/' }, null]) {
      const { answer, asked } = await fetchThrough(() => ['93.184.216.34'], url, changes);
      expect([answer.kind === 'failed' && answer.reason, asked]).toEqual(['refused-address', 0]);
    }
  });
});

describe('SSRF-5: every hop', () => {
  it.each([
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:10.0.0.1]/',
    'http://[64:ff9b::a00:1]/',
    'http://2002:7f00:1::/',
    'http://0x0a000001/',
    'http://vault.internal/',
    'http://public.example:22/',
    'http://u:p@public.example/',
    'file:///etc/passwd',
    '//10.0.0.1/',
    'http://inside.example/',
  ])('refuses to go on to %s, from the first, the second and the fifth hop', async (target) => {
    for (const hops of [1, 2, 5]) {
      const fake = await station();
      for (let hop = 1; hop <= hops; hop++) fake.set(`/${String(hop)}`, { redirect: hop === hops ? target : `/${String(hop + 1)}` });
      const resolveName = (): Promise<readonly ResolvedAddress[]> => Promise.resolve([{ address: '10.0.0.1', family: 4 }]);
      const fetcher = makeFetcher(makeStation('a', { endpoint: `${fake.url}/` }), {}, new TestClock(), { ...systemSurroundings, resolveName });
      const answer = await get(fetcher, `${fake.url}/1`);
      expect(answer).toMatchObject({ kind: 'failed', reason: target.includes('2002:7f00') ? 'redirect' : 'refused-address' });
      expect(fake.requests).toHaveLength(hops);
    }
  });
});
