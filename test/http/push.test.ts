import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWriter } from '../../src/ledger/database.js';
import { BlobStore } from '../../src/ledger/blob-store.js';
import { datasetTurtle, openTellingServer, type TellingServer } from '../support/telling.js';

interface Pushed {
  readonly outcome: string;
  readonly detail: string | null;
  readonly run: { readonly run: number; readonly trigger: string; readonly dry: boolean; readonly walk: string | null };
  readonly records: readonly {
    readonly iri: string;
    readonly id: string | null;
    readonly outcome: string;
    readonly changes: readonly { readonly path: string }[];
  }[];
  readonly report: Record<string, unknown> | null;
}
interface Problem {
  readonly code: string;
  readonly run?: number;
  readonly trouble?: { readonly line: number | null };
  readonly errors?: readonly { readonly location: string }[];
}

let catalogue: TellingServer;
let token: { readonly authorization: string };
const turtle = { 'content-type': 'text/turtle' };
const subject = (n: number, station = 'one'): string => `https://${station}.example/d/${String(n)}`;
const documentOf = (...entries: readonly (readonly [n: number, title: string])[]): string =>
  entries.map(([n, title]) => datasetTurtle(subject(n), title)).join('');

beforeAll(async () => {
  catalogue = await openTellingServer(
    Object.fromEntries(
      ['one', 'two', 'braked', 'confirmer', 'hostile', 'busy', 'undone'].map((id) => [id, { protocol: 'push', endpoint: `https://${id}.example/` }]),
    ),
    { NDC_MISSING_RUNS: '1', NDC_MISSING_HOURS: '0', NDC_MAX_DOCUMENT_BYTES: '65536' },
  );
  token = await catalogue.token('one');
}, 180_000);

afterAll(async () => {
  await catalogue.close();
});

const put = (station: string, body: string | Uint8Array, headers: Readonly<Record<string, string>>, query = ''): Promise<Response> =>
  catalogue.send('PUT', `/api/v1/stations/${station}/descriptions${query}`, { body, headers: { ...turtle, ...headers } });
const pushed = async (response: Response): Promise<Pushed> => {
  expect(response.status).toBe(200);
  return (await response.json()) as Pushed;
};
const problem = async (response: Response): Promise<Problem> => (await response.json()) as Problem;
const outcomes = ({ records }: Pushed): Record<string, string> => Object.fromEntries(records.map(({ iri, outcome }) => [iri, outcome]));
const leftovers = (): string[] => readdirSync(join(catalogue.dataDir, 'tmp')).filter((name) => name.startsWith('push-'));
const reader = (): TellingServer['server']['house']['harvest']['reader'] => catalogue.server.house.harvest.reader;

describe('a station that hands descriptions in (R12)', () => {
  it('is let in by its own token alone', async () => {
    const other = await catalogue.token('two');
    const cases: readonly (readonly [string, Record<string, string>])[] = [
      ['one', {}],
      ['one', { authorization: 'Bearer wrong' }],
      ['one', other],
      ['one', catalogue.operators.operator],
      ['nowhere', token],
      ['busy', token],
    ];
    for (const [station, headers] of cases) {
      const response = await put(station, documentOf([1, 'Wombats']), headers);
      expect([station, response.status, (await problem(response)).code]).toEqual([station, 401, 'request/unauthorized']);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
    expect(reader().runs('one', 10)).toEqual([]);
    expect(leftovers()).toEqual([]);
  });

  it('gets the report of the validator, a run, and what became of each record', async () => {
    const body = documentOf([1, 'Wombats'], [2, 'Quolls']);
    const answer = await pushed(await put('one', body, token));
    expect(answer).toMatchObject({ outcome: 'complete', run: { trigger: 'push', walk: 'incremental', dry: false } });
    expect(outcomes(answer)).toEqual({ [subject(1)]: 'added', [subject(2)]: 'added' });
    const validated = await catalogue.send('POST', '/api/v1/validations?station=one', { body, headers: turtle });
    const report = (await validated.json()) as Record<string, unknown>;
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll(/https:\/\/one\.example\/|urn:ndc:submitted/g, ''));
    expect(plain(answer.report)).toEqual(plain(report));
    expect((answer.report?.['results'] as unknown[]).length).toBeGreaterThan(0);
    expect(await catalogue.json(`/api/v1/datasets/${answer.records[0]?.id ?? ''}`)).toMatchObject({ iri: subject(1), sourceUrl: null });
    const hash = createHash('sha256').update(body).digest('hex');
    expect(reader().runDocuments(answer.run.run)).toMatchObject([{ bodyHash: hash, mediaType: 'text/turtle' }]);
    expect(new BlobStore(join(catalogue.dataDir, 'blobs')).read(hash)?.toString()).toBe(body);
    expect(leftovers()).toEqual([]);
  });

  it('adds and updates, and takes silence for nothing', async () => {
    const again = await pushed(await put('one', documentOf([1, 'Wombats of the south'], [2, 'Quolls'], [3, 'Numbats']), token));
    expect(outcomes(again)).toEqual({ [subject(1)]: 'updated', [subject(2)]: 'unchanged', [subject(3)]: 'added' });
    expect(again.records[0]?.changes).toContainEqual(expect.objectContaining({ path: 'dct:title' }));
    const less = await pushed(await put('one', documentOf([3, 'Numbats']), token));
    expect(outcomes(less)).toEqual({ [subject(3)]: 'unchanged' });
    expect(reader().head(subject(1))?.state).toBe('current');
  });

  it('reads what is packed, other formats, and a body without a length', async () => {
    const packed = await pushed(await put('one', gzipSync(documentOf([3, 'Numbats'])), { ...token, 'content-encoding': 'gzip' }));
    expect(outcomes(packed)).toEqual({ [subject(3)]: 'unchanged' });
    const triples = await pushed(await put('one', documentOf([3, 'Numbats']), { ...token, 'content-type': 'application/trig' }));
    expect(outcomes(triples)).toEqual({ [subject(3)]: 'unchanged' });
  });

  it('publishes nothing in a dry run, and says what it would', async () => {
    const before = reader().snapshot();
    const dry = await pushed(await put('one', documentOf([1, 'Bilbies'], [9, 'Potoroos']), token, '?dryRun=true'));
    expect(dry.run.dry).toBe(true);
    expect(outcomes(dry)).toEqual({ [subject(1)]: 'updated', [subject(9)]: 'added' });
    expect(reader().snapshot()).toEqual(before);
    expect(reader().head(subject(9))).toBeUndefined();
  });

  it('withdraws one record that it says is gone, and only one that it had', async () => {
    const gone = encodeURIComponent(subject(3));
    const deleted = await pushed(await catalogue.send('DELETE', `/api/v1/stations/one/descriptions?subject=${gone}`, { headers: token }));
    expect(outcomes(deleted)).toEqual({ [subject(3)]: 'withdrawn' });
    expect(deleted.report).toBeNull();
    expect(reader().head(subject(3))).toMatchObject({ state: 'withdrawn' });
    expect(reader().head(subject(2))?.state).toBe('current');
    expect((await catalogue.send('DELETE', `/api/v1/stations/one/descriptions?subject=${gone}`, { headers: token })).status).toBe(404);
    expect((await put('one', '', token, `?subject=${encodeURIComponent(subject(77))}`)).status).toBe(404);
  });

  it('stays as it is when what is kept of it is read again: the latest counts, and what is gone stays gone', async () => {
    const owned = await catalogue.token('undone');
    const send = async (...entries: readonly (readonly [n: number, title: string])[]): Promise<Pushed> =>
      pushed(await put('undone', entries.map(([n, title]) => datasetTurtle(subject(n, 'undone'), title)).join(''), owned));
    await send([1, 'Old words'], [2, 'Kowaris of old']);
    await send([1, 'New words']);
    await send([2, 'Kowaris']);
    await pushed(await put('undone', '', owned, `?subject=${encodeURIComponent(subject(2, 'undone'))}`));
    // The first push is still kept, and has other words for what is gone than the last ones.
    expect(
      [...reader().documents('undone').values()].some((document) => document.subjects.length === 2 && document.subjects.includes(subject(2, 'undone'))),
    ).toBe(true);
    const before = reader().snapshot().seq;
    const summary = await catalogue.server.house.harvest.run({ station: 'undone', trigger: 'replay', replay: { run: null } });
    expect(summary.outcome).toBe('complete');
    expect(reader().head(subject(1, 'undone'))?.title).toEqual({ en: ['New words'] });
    expect(reader().head(subject(2, 'undone'))?.state).toBe('withdrawn');
    expect(reader().changesAfter(before, 100)).toEqual([]);
  });
});

describe('a complete push', () => {
  const page = (...numbers: readonly number[]): string => numbers.map((n) => datasetTurtle(subject(n, 'braked'), `Braked ${String(n)}`)).join('');
  const states = (): (string | undefined)[] => [1, 2, 3, 4, 5].map((n) => reader().head(subject(n, 'braked'))?.state);
  const live = ['current', 'current', 'current', 'current', 'current'];
  let braked: { readonly authorization: string };
  let held: Pushed;

  it('counts absence as a full walk does: after the grace, and up to what the brake allows', async () => {
    braked = await catalogue.token('braked');
    expect((await pushed(await put('braked', page(1, 2, 3, 4, 5), braked, '?complete=true'))).run.walk).toBe('full');
    const first = await pushed(await put('braked', page(1), braked, '?complete=true'));
    expect([first.outcome, outcomes(first)[subject(2, 'braked')]]).toEqual(['complete', 'missing']);
    held = await pushed(await put('braked', page(1), braked, '?complete=true'));
    expect(held.outcome).toBe('on-hold');
    expect(held.detail).toMatch(/would withdraw 4 of 5/);
    expect(outcomes(held)[subject(2, 'braked')]).toBe('withdrawn');
    expect(states()).toEqual(live);
  });

  it('shows the public that it is on hold, and nothing of what it holds', async () => {
    const path = `/api/v1/stations/braked/runs/${String(held.run.run)}`;
    const open = await catalogue.json<{ outcome: string; items: unknown[] }>(path);
    expect([open.outcome, open.items]).toEqual(['on-hold', []]);
    const response = await catalogue.get(path, catalogue.operators.auditor);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(((await response.json()) as { items: unknown[] }).items).toHaveLength(4);
  });

  it('is released without what the station has said since', async () => {
    await pushed(await put('braked', datasetTurtle(subject(2, 'braked'), 'Still here'), braked));
    const { run } = await catalogue.server.house.harvest.release(held.run.run, 'test');
    expect(states()).toEqual(['current', 'current', 'withdrawn', 'withdrawn', 'withdrawn']);
    expect(reader().run(run ?? 0)).toMatchObject({ trigger: 'release', counts: { withdrawn: 3 } });
  });

  it('takes the place of an older one that is on hold', async () => {
    await pushed(await put('braked', page(1, 2, 3, 4, 5), braked, '?complete=true'));
    await pushed(await put('braked', page(1), braked, '?complete=true'));
    const second = await pushed(await put('braked', page(1), braked, '?complete=true'));
    expect(second.outcome).toBe('on-hold');
    await pushed(await put('braked', page(1, 2, 3, 4, 5), braked, '?complete=true'));
    expect(reader().run(second.run.run)?.resolved).toMatchObject({ how: 'superseded' });
    expect(states()).toEqual(live);
  });
});

describe('hostile and broken bodies', () => {
  let hostile: { readonly authorization: string };
  beforeAll(async () => {
    hostile = await catalogue.token('hostile');
  });

  it('are refused with a reason, and leave nothing behind', async () => {
    const page = '<!DOCTYPE html><html><body>Log in</body></html>';
    const packedNothing = gzipSync(Buffer.alloc(8 << 20, 0x20));
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const xml = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>';
    const cases: readonly (readonly [name: string, body: string | Uint8Array, headers: Record<string, string>, query: string, status: number])[] = [
      ['empty', '', {}, '', 400],
      ['unknown parameter', documentOf([1, 'a']), {}, '?colour=red', 400],
      ['flag that is none', documentOf([1, 'a']), {}, '?complete=1', 400],
      ['flag given twice', documentOf([1, 'a']), {}, '?complete=true&complete=false', 400],
      ['complete deletion', '', {}, `?complete=true&subject=${encodeURIComponent(subject(1))}`, 400],
      ['deletion with a body', documentOf([1, 'a']), {}, `?subject=${encodeURIComponent(subject(1, 'hostile'))}`, 400],
      ['broken Turtle', '<a> <b> "c', {}, '', 422],
      ['a login page', page, { 'content-type': 'text/html' }, '', 422],
      ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]), { 'content-type': 'image/png' }, '', 415],
      ['an encoding that is not read', documentOf([1, 'a']), { 'content-encoding': 'br' }, '', 415],
      ['too large', 'x'.repeat(70_000), {}, '', 413],
      ['nothing, packed', packedNothing, { 'content-encoding': 'gzip' }, '', 422],
      ['nesting without end', deep, { 'content-type': 'application/ld+json' }, '', 422],
      ['entities', xml, { 'content-type': 'application/rdf+xml' }, '', 422],
    ];
    for (const [name, body, headers, query, status] of cases) {
      const response = await put('hostile', body, { ...hostile, ...headers }, query);
      expect([name, response.status, response.headers.get('content-type')]).toEqual([name, status, 'application/problem+json; charset=utf-8']);
      await response.text();
    }
    expect(leftovers()).toEqual([]);
    expect([...reader().descriptionsOf('hostile').values()]).toEqual([]);
  });

  it('SSRF-9: is too large when it unpacks to too much, though its first bytes are sound', async () => {
    const bomb = gzipSync(`${datasetTurtle(subject(1, 'hostile'), 'Bomb')}${' '.repeat(8 << 20)}`);
    expect(bomb.byteLength).toBeLessThan(65_536);
    const response = await put('hostile', bomb, { ...hostile, 'content-encoding': 'gzip' });
    expect([response.status, (await problem(response)).code]).toEqual([413, 'request/too-large']);
    const [run] = reader().runs('hostile', 1);
    expect(reader().runIssues(run?.id ?? 0, 10)).toMatchObject([{ code: 'too-large' }]);
    expect(reader().head(subject(1, 'hostile'))).toBeUndefined();
    expect(leftovers()).toEqual([]);
  });

  it('is too large also when the length was not told before', async () => {
    const stream = new ReadableStream({
      start(controller) {
        for (let n = 0; n < 8; n++) controller.enqueue(new Uint8Array(16_384).fill(0x20));
        controller.close();
      },
    });
    const response = await fetch(`${catalogue.url}/api/v1/stations/hostile/descriptions`, {
      method: 'PUT',
      headers: { ...turtle, ...hostile },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(leftovers()).toEqual([]);
  });

  it('says where a document breaks off, and in which run', async () => {
    const response = await put('hostile', `${datasetTurtle(subject(1, 'hostile'), 'Sound')}\n<a> <b> "c`, hostile);
    const told = await problem(response);
    expect([response.status, told.code, typeof told.trouble?.line]).toEqual([422, 'request/unreadable', 'number']);
    expect(reader().run(told.run ?? 0)).toMatchObject({ station: 'hostile', trigger: 'push', outcome: 'partial' });
    expect(reader().runIssues(told.run ?? 0, 10)).toMatchObject([{ code: 'parse-error' }]);
    expect(reader().head(subject(1, 'hostile'))).toBeUndefined();
  });

  it('answers too many wrong tokens with 429, whatever they try next', async () => {
    let last = 0;
    for (let n = 0; n < 12 && last !== 429; n++) {
      const response = await put('hostile', '', { authorization: `Bearer wrong${String(n)}` });
      last = response.status;
      if (last === 429) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      await response.text();
    }
    expect(last).toBe(429);
    expect((await put('hostile', documentOf([1, 'a']), hostile)).status).toBe(429);
  });
});

it('keeps no secret: the ledger has hashes only', () => {
  const connection = openWriter(catalogue.dataDir);
  const hash = connection.get("SELECT token_hash FROM station_memory WHERE station = 'one'")?.['token_hash'];
  connection.db.close();
  expect(hash).toBe(createHash('sha256').update(token.authorization.slice('Bearer '.length)).digest('hex'));
});
