import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import type { Logger } from '../../src/ports/logger.js';
import { FakeRemote, type Fault } from '../support/fake-remote.js';
import { makeStation, openLedger, publish, staged, TestClock, type OpenLedger } from '../support/ledger.js';
import { base, openRemote, rowsOf, type OpenRemote, type RemoteOptions } from '../support/remote-triples.js';

const iri = (n: number): string => `https://a.example/${String(n)}`;
const agent = '<https://a.example/org> <http://xmlns.com/foaf/0.1/name> "Org" .\n';
const everything = 'SELECT * { ?s ?p ?o }';
const merged = `${base}/graph/remote/merged`;
const bookmark = `${base}/graph/remote/bookmark`;

function record(n: number, words: string): ReturnType<typeof staged> {
  const plain = staged(iri(n), words);
  const body = [plain.content!.body, agent].sort().join('');
  return { ...plain, canonicalHash: createHash('sha256').update(body).digest('hex'), content: { ...plain.content!, body } };
}

const open: OpenRemote[] = [];
let fake: FakeRemote;
let ledgers = 0;

beforeEach(async () => {
  fake = await FakeRemote.start();
});
afterEach(async () => {
  fake.fault = null;
  for (const remote of open.splice(0)) await remote.close();
  await fake.stop();
});

async function house(count: number): Promise<OpenLedger> {
  const own = openLedger(undefined, new TestClock(Date.parse('2026-04-01T10:00:00Z') + 1000 * ledgers++));
  await own.ledger.registerStations([makeStation('a')]);
  const records = Array.from({ length: count }, (_, n) => record(n, String(n)));
  for (let n = 0; n < count; n += 50) await publish(own.ledger, 'a', records.slice(n, n + 50));
  return own;
}

/** Said in the log. */
class Told implements Logger {
  readonly lines: { readonly message: string; readonly fields: unknown }[] = [];
  private readonly note = (message: string, fields?: unknown): void => void this.lines.push({ message, fields });
  debug = this.note;
  info = this.note;
  warn = this.note;
  error = this.note;
  times(message: string): number {
    return this.lines.filter((line) => line.message === message).length;
  }
}

function remoteOver({ reader }: OpenLedger, options: Partial<RemoteOptions> = {}): OpenRemote {
  const remote = openRemote(reader, { url: fake.url, updateUrl: fake.updateUrl, ...options });
  open.push(remote);
  return remote;
}

async function settled(count = 5, options: Partial<RemoteOptions> = {}): Promise<OpenLedger & { readonly remote: OpenRemote; readonly told: Told }> {
  const own = await house(count);
  const told = new Told();
  const remote = remoteOver(own, { logger: told, ...options });
  await remote.settle();
  return { ...own, remote, told };
}

const html: Fault = () => ({ status: 200, type: 'text/html', body: '<h1>Welcome</h1>', headers: {} });

describe('an answer of the store that is no answer', () => {
  const faults: readonly (readonly [name: string, fault: Fault, code: string, details?: Readonly<Record<string, unknown>>])[] = [
    ['a status 500', () => ({ status: 500, type: 'text/plain', body: 'oops', headers: {} }), 'request/unavailable'],
    [
      'a status 503 with Retry-After',
      () => ({ status: 503, type: 'text/plain', body: '', headers: { 'retry-after': '7' } }),
      'request/unavailable',
      { retryAfter: 7 },
    ],
    ['a redirect', () => ({ status: 302, type: 'text/plain', body: '', headers: { location: '/elsewhere' } }), 'request/unavailable'],
    ['a page', html, 'request/unavailable'],
    ['JSON that breaks off', (_request, ready) => ({ ...ready(), body: ready().body.slice(0, -20) }), 'request/unavailable'],
    ['JSON of something else', (_request, ready) => ({ ...ready(), body: '{"error":"none"}' }), 'request/unavailable'],
    [
      'a body shorter than its length',
      (_request, ready, response) => {
        const { type, body } = ready();
        response.writeHead(200, { 'content-type': type, 'content-length': body.length });
        response.write(body.slice(0, -20));
        setTimeout(() => response.destroy(), 20);
        return null;
      },
      'request/unavailable',
    ],
    [
      'a connection that is cut',
      (_request, _ready, response) => {
        response.destroy();
        return null;
      },
      'request/unavailable',
    ],
    ['nothing at all', () => null, 'request/query-timeout'],
    [
      'a part, for the time is over',
      (_request, ready) => ({ ...ready(), headers: { 'x-sql-state': 'S1TAT', 'x-sql-message': 'RC...: Returning incomplete results' } }),
      'request/query-timeout',
    ],
    [
      'the word that it would take too long',
      () => ({ status: 500, type: 'text/plain', body: 'Virtuoso 42000 Error The estimated execution time 4000 (sec) exceeds the limit', headers: {} }),
      'request/query-timeout',
    ],
    ['as many rows as it gives out', (_request, ready) => ({ ...ready(), headers: { 'x-sparql-maxrows': '6' } }), 'request/result-too-large'],
    ['more than anybody asked for', (_request, ready) => ({ ...ready(), body: ' '.repeat(5 << 20) }), 'request/result-too-large'],
  ];

  it.each(faults.map(([name, fault, code, details = {}]) => ({ name, fault, code, details })))('is an error: $name', async ({ fault, code, details }) => {
    const { remote } = await settled(5, { limits: { timeoutMs: 1500 } });
    expect(await rowsOf(remote, everything)).toHaveLength(6);
    fake.fault = (request, ready, response) => (request.kind === 'query' && request.text.includes('?o }') ? fault(request, ready, response) : ready());
    await expect(remote.query({ query: everything })).rejects.toMatchObject({ code, details });
    fake.fault = null;
    await remote.settle();
    expect(await rowsOf(remote, everything)).toHaveLength(6);
  });

  it('is one, when the server names a number that was not reached, or asked for', async () => {
    const { remote } = await settled();
    const limit = (rows: number): void => {
      fake.fault = (_request, ready) => ({ ...ready(), headers: { 'x-sparql-maxrows': String(rows) } });
    };
    limit(7);
    expect(await rowsOf(remote, everything)).toHaveLength(6);
    limit(3);
    expect(await rowsOf(remote, `${everything} LIMIT 3`)).toHaveLength(3);
    await expect(remote.query({ query: `${everything} LIMIT 4` })).rejects.toMatchObject({ code: 'request/result-too-large' });
    const construct = { query: 'CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }', format: 'application/n-triples' };
    limit(6);
    await expect(remote.query(construct)).rejects.toMatchObject({ code: 'request/result-too-large' });
    limit(7);
    await expect(remote.query(construct)).resolves.toMatchObject({ more: false });
  });

  it('is one that does not say how long it is: lines can be cut at their ends', async () => {
    const { remote } = await settled();
    fake.fault = (request, ready, response) => {
      if (request.kind === 'update') return ready();
      const { type, body } = ready();
      response.useChunkedEncodingByDefault = false;
      response.writeHead(200, { 'content-type': type, connection: 'close' });
      response.end(body.split('\n').slice(0, 2).join('\n'));
      return null;
    };
    const construct = { query: 'CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }', format: 'application/n-triples' };
    await expect(remote.query(construct)).rejects.toMatchObject({ code: 'request/unavailable' });
  });

  it('keeps words of the data out of the log', async () => {
    const told = new Told();
    remoteOver(await house(3), { logger: told });
    fake.fault = (request, ready) =>
      request.kind === 'update' && request.text.includes('datasets/')
        ? { status: 400, type: 'text/plain', body: `Error 22 at '${iri(1)}' near "Jan"`, headers: {} }
        : ready();
    await expect.poll(() => told.times('remote triples cannot follow')).toBeGreaterThan(2);
    expect(JSON.stringify(told.lines)).toContain('Error 22');
    expect(JSON.stringify(told.lines)).not.toMatch(/Jan|a\.example/);
  });
});

describe('a store that comes and goes', () => {
  it('is waited for from the beginning, and filled when it is there', async () => {
    await fake.stop();
    const own = await house(3);
    const remote = remoteOver(own);
    await expect(remote.query({ query: everything })).rejects.toMatchObject({ code: 'request/unavailable' });
    expect(await remote.status()).toMatchObject({ complete: false });
    await fake.restart();
    await remote.settle();
    expect(await rowsOf(remote, everything)).toHaveLength(4);
  });

  it('is filled on from where it stopped, whenever it stops in the middle of a load', async () => {
    const own = await house(130);
    for (const at of [1, 2, 3, 5]) {
      fake.store.update('DROP ALL');
      let updates = 0;
      const places: string[] = [];
      fake.fault = (request, ready, response) => {
        if (request.kind === 'query') return ready();
        places.push(...[...request.text.matchAll(/"after\\":\\"(\w+)/g)].map((found) => found[1]!));
        if (++updates !== at + 20) return ready();
        // Every other time the update is carried out and nobody hears of it.
        if (at % 2 === 0) ready();
        response.destroy();
        setImmediate(() => void fake.stop().then(() => fake.restart()));
        return null;
      };
      const remote = openRemote(own.reader, { url: fake.url, updateUrl: fake.updateUrl });
      await remote.settle();
      fake.fault = null;
      expect(await remote.check()).toEqual([]);
      expect((await remote.status())?.records).toBe(130);
      // No page was begun again that the bookmark had passed.
      expect(places).toEqual([...places].sort());
      await remote.close();
    }
  });

  it('takes in what was published while it was away', async () => {
    const { remote, ledger } = await settled();
    await fake.stop();
    await publish(ledger, 'a', [record(1, 'changed'), record(9, 'new')]);
    await expect(remote.query({ query: everything })).rejects.toMatchObject({ code: 'request/unavailable' });
    await fake.restart();
    await remote.settle();
    expect(await rowsOf(remote, 'SELECT * { ?s ?p "changed" }')).toHaveLength(1);
    expect(await remote.check()).toEqual([]);
  });
});

describe('a store that has lost something', () => {
  const losses: readonly (readonly [name: string, update: string])[] = [
    ['everything', 'DROP ALL'],
    ['its bookmark', `CLEAR GRAPH <${bookmark}>`],
    ['a record', `CLEAR GRAPH <${base}/datasets/${recordId(iri(2))}>`],
    ['a triple of a record', `DELETE WHERE { GRAPH <${base}/datasets/${recordId(iri(2))}> { ?s <http://xmlns.com/foaf/0.1/name> ?o } }`],
    ['a triple of the merge', `DELETE WHERE { GRAPH <${merged}> { ?s <http://xmlns.com/foaf/0.1/name> ?o } }`],
    ['the catalogue', `CLEAR GRAPH <${base}/graph/catalogue>`],
  ];

  it.each(losses)('is filled again: %s', async (_name, update) => {
    const { remote, told } = await settled();
    fake.store.update(update);
    await remote.follower.do(() => remote.projection.verify());
    expect(told.times('remote triples are built anew')).toBe(2);
    expect(await remote.check()).toEqual([]);
    expect(await rowsOf(remote, everything)).toHaveLength(6);
  });

  it('is looked at after a break in the connection', async () => {
    const { remote, told } = await settled();
    await fake.stop();
    await expect(remote.query({ query: everything })).rejects.toThrow();
    fake.store.update(losses[2]![1]);
    await fake.restart();
    await expect.poll(() => told.times('remote triples are loaded')).toBe(2);
    expect(await remote.check()).toEqual([]);
  });

  it('is the only one that is written to: a store in step gets no update', async () => {
    const { remote, told } = await settled();
    const before = fake.requests.filter(({ kind }) => kind === 'update').length;
    await remote.follower.do(() => remote.projection.verify());
    await remote.follower.do(() => remote.projection.verify());
    expect(fake.requests.filter(({ kind }) => kind === 'update')).toHaveLength(before);
    expect(told.times('remote triples are built anew')).toBe(1);
  });

  it('is told by a check, and mended by a rebuild in its place', async () => {
    const { remote } = await settled();
    const stray = `${base}/datasets/${recordId('https://nobody.example/')}`;
    fake.store.update(
      `INSERT DATA { GRAPH <${stray}> { <urn:stray> <urn:p> "x" } GRAPH <${merged}> { <urn:stray> <urn:p> "x" . <urn:ghost> <urn:p> "x" } } ; ${losses[3]![1]}`,
    );
    const faults = await remote.check();
    expect(faults).toHaveLength(3);
    expect(faults.join('\n')).toMatch(/record .*\n.*6 records, the ledger 5\n.*beyond them/);
    await remote.follower.do(() => remote.projection.renew());
    expect(await remote.check()).toEqual([]);
    expect(await rowsOf(remote, everything)).toHaveLength(6);
  });
});

describe('a bookmark of somebody else', () => {
  const changed = (change: (kept: Record<string, unknown>) => void): void => {
    const [quad] = fake.store.match(null, null, null, { termType: 'NamedNode', value: bookmark } as never);
    const kept = JSON.parse(quad!.object.value) as Record<string, unknown>;
    change(kept);
    fake.store.update(
      `DELETE WHERE { GRAPH <${bookmark}> { ?s ?p ?o } } ; INSERT DATA { GRAPH <${bookmark}> { <${quad!.subject.value}> <${quad!.predicate.value}> ${JSON.stringify(JSON.stringify(kept))} } }`,
    );
  };

  it.each([
    ['another ledger', (kept: Record<string, unknown>) => (kept['ledger'] = 'other')],
    ['another epoch', (kept: Record<string, unknown>) => (kept['epoch'] = 99)],
    ['a time to come', (kept: Record<string, unknown>) => (kept['seq'] = 10_000)],
    ['another release', (kept: Record<string, unknown>) => (kept['form'] = 0)],
    ['itself', () => undefined],
  ])('is known: %s', async (name, change) => {
    const { remote, ...own } = await settled();
    await remote.close();
    changed(change);
    const told = new Told();
    const next = remoteOver(own, { logger: told });
    await next.settle();
    expect(told.times('remote triples are built anew')).toBe(name === 'itself' ? 0 : 1);
    expect(await next.check()).toEqual([]);
  });
});

describe('credentials', () => {
  it.each(['MD5', 'SHA-256'])('by digest with %s: one challenge, then the same nonce until it is stale', async (algorithm) => {
    fake.account = { user: 'ndc', password: 'pass:word', algorithm };
    const { remote } = await settled(3, { scheme: 'digest', secret: 'ndc:pass:word' });
    const bare = (): number => fake.requests.filter(({ authorization }) => authorization === undefined).length;
    // One for each address.
    expect(bare()).toBe(2);
    expect(await rowsOf(remote, everything)).toHaveLength(4);
    const [before] = /nonce="\w+"/.exec(fake.requests.at(-1)?.authorization ?? '') ?? [];
    fake.nonces.clear();
    expect(await rowsOf(remote, everything)).toHaveLength(4);
    expect(bare()).toBe(2);
    expect(fake.requests.at(-1)?.authorization).not.toContain(before);
  });

  it('that are wrong are not tried over and over, and never told', async () => {
    fake.account = { user: 'ndc', password: 'right', algorithm: 'MD5' };
    const told = new Told();
    const remote = remoteOver(await house(1), { scheme: 'digest', secret: 'ndc:secret-word', logger: told });
    await expect.poll(() => told.times('remote triples cannot follow')).toBeGreaterThan(0);
    expect(fake.requests.length).toBeLessThanOrEqual(2 * told.times('remote triples cannot follow') + 2);
    expect(JSON.stringify(told.lines)).toContain('credentials');
    expect(JSON.stringify(told.lines)).not.toContain('secret-word');
    expect(await remote.status()).toMatchObject({ complete: false });
  });
});
