import { afterEach, describe, expect, it } from 'vitest';
import type { Station } from '../../src/domain/station.js';
import { ckanHarvester } from '../../harvesters/ckan/index.js';
import { FakeStation, type FakeRoute } from '../support/fake-station.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';

const host = 'data.holder.example';
const site = `http://${host}`;
const fakes: FakeStation[] = [];

afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

type Package = Record<string, unknown> & { readonly id: string };

const pack = (id: string, more: Record<string, unknown> = {}): Package => ({
  id,
  name: `name-${id}`,
  title: `Title ${id}`,
  notes: `Description ${id}`,
  state: 'active',
  private: false,
  type: 'dataset',
  metadata_modified: '2026-02-01T00:00:00.000000',
  organization: { id: 'org', name: 'holder', title: 'Holder' },
  resources: [],
  ...more,
});

interface Question {
  readonly start: number;
  readonly rows: number;
  readonly fq: string | null;
}

/** A CKAN site in memory: filters by change, sorts by id, caps the rows of a page. */
class FakeCkan {
  packages: Package[] = [];
  readonly questions: Question[] = [];
  rowsMax = 2;
  /** What the site does otherwise than it should, by the number of the question. */
  change: (question: Question, number: number) => FakeRoute | undefined = () => undefined;

  answer(path: string, body: string): FakeRoute | undefined {
    const url = new URL(path, site);
    if (url.pathname === '/api/3/action/status_show') return json({ success: true, result: { extensions: ['stats'] } });
    if (!/^\/api\/3\/action\/(enhanced_)?package_search$/.test(url.pathname)) return undefined;
    const asked = (body === '' ? Object.fromEntries(url.searchParams) : JSON.parse(body)) as Record<string, string | number>;
    const question = { start: Number(asked['start']), rows: Number(asked['rows']), fq: asked['fq'] === undefined ? null : String(asked['fq']) };
    this.questions.push(question);
    return this.change(question, this.questions.length) ?? this.page(question);
  }

  page({ start, rows, fq }: Question): FakeRoute {
    const since = /metadata_modified:\[(\S+)Z TO \*\]/.exec(fq ?? '')?.[1] ?? '';
    const found = this.packages.filter((one) => String(one['metadata_modified']) >= since).sort((a, b) => (a.id < b.id ? -1 : 1));
    return json({ success: true, result: { count: found.length, results: found.slice(start, start + Math.min(rows, this.rowsMax)) } });
  }
}

function json(value: unknown, status = 200): FakeRoute {
  return { body: JSON.stringify(value), type: 'application/json', status };
}

type Opened = Harvesting & { readonly ckan: FakeCkan; readonly fake: FakeStation; readonly once: () => ReturnType<Harvesting['run']> };

async function opened(packages: readonly Package[], changes: Partial<Station> = {}): Promise<Opened> {
  const ckan = new FakeCkan();
  ckan.packages = [...packages];
  const fake = (await FakeStation.start()).onOther((path, body) => ckan.answer(path, body));
  fakes.push(fake);
  const station = makeStation('holder', { protocol: 'ckan', endpoint: `${site}/`, ...changes });
  const harvesting = await openHarvesting([station], { connectTo: { [host]: `127.0.0.1:${String(fake.port)}` } });
  return { ...harvesting, ckan, fake, once: () => harvesting.run('holder') };
}

const live = ({ reader }: Harvesting): number => reader.publishedCount(reader.snapshot().seq);
const codes = (harvesting: Harvesting): string[] => harvesting.issues().map((one) => one.code);
const five = ['a', 'b', 'c', 'd', 'e'].map((id) => pack(id));

describe('a CKAN site', () => {
  it('CKAN-1, CKAN-2: is read page by page, by what was received and not by what was asked', async () => {
    const harvesting = await opened(five);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 5, documents: 5 } });
    expect(harvesting.ckan.questions.map(({ start }) => start)).toEqual([0, 2, 4, 0]);
    expect(harvesting.ckan.questions[0]).toEqual({ start: 0, rows: 100, fq: null });
    expect(harvesting.reader.head(`${site}/dataset/a`)?.title).toEqual({ '': ['Title a'] });
    expect(harvesting.reader.documents('holder').has(`${site}/api/3/action/package_show?id=a`)).toBe(true);
  });

  it('reads nothing twice: an unchanged package stands for its record, a changed one is published anew', async () => {
    const harvesting = await opened(five);
    await harvesting.once();
    harvesting.clock.add(24 * 8);
    const { seq } = harvesting.reader.snapshot();
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 0, updated: 0, unchanged: 5 } });
    expect(harvesting.reader.snapshot().seq).toBe(seq);
    harvesting.ckan.packages[0] = pack('a', { title: 'New', metadata_modified: '2026-03-02T00:00:00.000000' });
    expect(await harvesting.once()).toMatchObject({ counts: { updated: 1 } });
  });

  it('withdraws a package that two complete walks do not list, and no others', async () => {
    const harvesting = await opened(five);
    await harvesting.once();
    harvesting.ckan.packages.pop();
    for (let week = 0; week < 2; week++) {
      harvesting.clock.add(24 * 8);
      expect((await harvesting.once()).outcome).toBe('complete');
    }
    expect(live(harvesting)).toBe(4);
    expect(harvesting.reader.head(`${site}/dataset/e`)?.state).toBe('withdrawn');
  });

  it('CKAN-4: asks for changes with an hour of overlap, withdraws nothing then, and walks over everything once a week', async () => {
    const harvesting = await opened(five);
    await harvesting.once();
    harvesting.ckan.packages = [pack('a', { title: 'New', metadata_modified: '2026-03-02T00:00:00.000000' })];
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      expect((await harvesting.once()).outcome).toBe('complete');
    }
    expect(live(harvesting)).toBe(5);
    expect(harvesting.reader.head(`${site}/dataset/a`)?.title).toEqual({ '': ['New'] });
    const asked = harvesting.ckan.questions.map(({ fq }) => fq);
    expect(asked).toContain('metadata_modified:[2026-01-31T23:00:00Z TO *]');
    expect(asked).toContain('metadata_modified:[2026-03-01T23:00:00Z TO *]');
    harvesting.clock.add(48);
    harvesting.ckan.questions.length = 0;
    await harvesting.once();
    expect(harvesting.ckan.questions[0]?.fq).toBeNull();
  });

  it('keeps its bookmark from running ahead of us when a package is dated in the future', async () => {
    const harvesting = await opened([...five, pack('f', { metadata_modified: '2033-01-01T00:00:00' })]);
    await harvesting.once();
    harvesting.clock.add(24);
    await harvesting.once();
    expect(harvesting.ckan.questions.at(-1)?.fq).toBe('metadata_modified:[2026-03-01T09:00:00Z TO *]');
  });

  it('CKAN-6: leaves out private packages, drafts, harvest sources and showcases, and says so once', async () => {
    const others = [
      pack('f', { private: true }),
      pack('g', { state: 'draft' }),
      pack('h', { type: 'harvest' }),
      pack('i', { type: { name: 'showcase', display_name: 'Showcase' } }),
    ];
    const harvesting = await opened([...five, ...others]);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 5 } });
    const skipped = harvesting.issues().filter((one) => one.code === 'skipped');
    expect(skipped).toHaveLength(1);
    expect(skipped[0]).toMatchObject({ severity: 'info', detail: expect.stringContaining('4 package(s)') as string });
  });

  it('CKAN-7: speaks another action with POST, with the operator’s filter', async () => {
    const settings = { action: 'enhanced_package_search', method: 'POST', fq: 'organization:a OR organization:b', rows: '2' };
    const harvesting = await opened(five, { settings });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 5 } });
    expect(harvesting.ckan.questions[0]).toEqual({ start: 0, rows: 2, fq: 'organization:a OR organization:b' });
    harvesting.clock.add(24);
    await harvesting.once();
    expect(harvesting.ckan.questions.at(-1)?.fq).toBe('+(organization:a OR organization:b) +metadata_modified:[2026-01-31T23:00:00Z TO *]');
    expect(
      harvesting.fake.requests.some(
        (request) => request.path === '/api/3/action/enhanced_package_search' && request.headers['content-type'] === 'application/json',
      ),
    ).toBe(true);
  });

  it('HTTP-10: sends what is too long for an address as JSON, from the first 414 on, and goes by address where POST is refused', async () => {
    const harvesting = await opened(five);
    const sent: string[] = [];
    let [tooLong, refused] = [true, false];
    harvesting.fake.onOther((path, body) => {
      if (path.startsWith('/api/3/action/package_search')) {
        sent.push(body === '' ? 'GET' : 'POST');
        if (body === '' ? tooLong : refused) return { status: body === '' ? 414 : 405, type: 'text/plain', body: 'no' };
      }
      return harvesting.ckan.answer(path, body);
    });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 5 } });
    expect(sent).toEqual(['GET', 'POST', 'POST', 'POST', 'POST']);
    sent.length = 0;
    refused = true;
    expect((await harvesting.once()).outcome).toBe('failed');
    expect(sent).toEqual(['GET', 'POST', 'GET']);
    expect(harvesting.issues()).toContainEqual(expect.objectContaining({ code: 'http-status', detail: expect.stringContaining('414') as string }));
    [tooLong, refused] = [false, false];
    const long = await opened(five, { settings: { fq: `organization:(${Array.from({ length: 200 }, (_, n) => `holder-${String(n)}`).join(' OR ')})` } });
    long.fake.onOther((path, body) => {
      if (path.startsWith('/api/3/action/package_search')) {
        sent.push(body === '' ? 'GET' : 'POST');
        if (body !== '' && refused) return { status: 405, type: 'text/plain', body: 'no' };
      }
      return long.ckan.answer(path, body);
    });
    sent.length = 0;
    expect(await long.once()).toMatchObject({ outcome: 'complete', counts: { added: 5 } });
    expect(sent).toEqual(['POST', 'POST', 'POST', 'POST']);
    expect(long.ckan.questions.at(-1)?.fq).toContain('holder-199');
    refused = true;
    sent.length = 0;
    expect((await long.once()).outcome).toBe('complete');
    expect(sent.slice(0, 3)).toEqual(['POST', 'GET', 'GET']);
    expect(sent.filter((method) => method === 'POST')).toHaveLength(1);
  });

  it('CKAN-8: sends its token without "Bearer", and keeps it out of the remarks', async () => {
    const harvesting = await opened(five, { authentication: { kind: 'header', header: 'Authorization', credentials: 'env:TOKEN' } });
    harvesting.ckan.change = () => json({ success: false, error: { __type: 'Authorization Error', message: 'Access denied' } }, 403);
    expect((await harvesting.once()).outcome).toBe('failed');
    expect(harvesting.fake.requests[0]?.headers.authorization).toBe('secret of env:TOKEN');
    expect(harvesting.issues()[0]).toMatchObject({ code: 'credentials', owner: 'operator', detail: expect.stringContaining('Access denied') as string });
    expect(JSON.stringify(harvesting.issues())).not.toContain('secret of');
  });

  it('CKAN-11: tells the operator that the site has DCAT of its own', async () => {
    const harvesting = await opened(five);
    harvesting.fake.set('/api/3/action/status_show', json({ success: true, result: { extensions: ['stats', 'dcat', 'harvest'] } }));
    await harvesting.once();
    expect(harvesting.issues()).toMatchObject([
      { code: 'skipped', severity: 'info', owner: 'operator', detail: expect.stringContaining('ckan-dcat') as string },
    ]);
    harvesting.fake
      .set('/api/3/action/status_show', json({ success: false }, 403))
      .set('/catalog.ttl', { body: '# empty', type: 'text/turtle; charset=utf-8' });
    harvesting.clock.add(24 * 8);
    await harvesting.once();
    expect(codes(harvesting)).toEqual(['skipped']);
    harvesting.fake.set('/catalog.ttl', { body: '<html>', type: 'text/html' });
    harvesting.clock.add(24 * 8);
    await harvesting.once();
    expect(codes(harvesting)).toEqual([]);
  });

  it('CKAN-12: reads the lists of DKAN, a list within a list and without a number', async () => {
    const harvesting = await opened([], { settings: { action: 'current_package_list_with_resources', rows: '3' } });
    harvesting.fake
      .set('/api/3/action/current_package_list_with_resources?limit=3&offset=0', json({ success: true, result: [five.slice(0, 3)] }))
      .set('/api/3/action/current_package_list_with_resources?limit=3&offset=3', json({ success: true, result: [five.slice(3)] }));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 5 } });
  });
});

describe('a CKAN site that fails', () => {
  const broken: readonly (readonly [string, string, (ckan: FakeCkan) => FakeCkan['change']])[] = [
    ['says success: false with status 200', 'protocol-error', () => () => json({ success: false, error: { __type: 'Search Error', message: 'Solr is away' } })],
    ['answers 409 with an envelope', 'http-status', () => () => json({ success: false, error: { __type: 'Search Query Error' } }, 409)],
    ['answers with a page for browsers', 'unusable-body', () => () => ({ body: '<!doctype html><title>Log in</title>', type: 'text/html' })],
    ['answers with nothing', 'unusable-body', () => () => ({ body: '', type: 'application/json' })],
    ['answers with another JSON', 'protocol-error', () => () => json({ datasets: [] })],
    ['answers with a result that is no list', 'protocol-error', () => () => json({ success: true, result: { count: 'five', results: {} } })],
    ['breaks off its JSON', 'parse-error', () => () => ({ body: '{"success": true, "result": {"cou', type: 'application/json' })],
    ['nests its JSON without end', 'parse-error', () => () => ({ body: '['.repeat(50_000), type: 'application/json' })],
    [
      'fails on a later page',
      'http-status',
      () =>
        ({ start }) =>
          start === 2 ? json({}, 404) : undefined,
    ],
    ['ignores start (CKAN-10)', 'paging-loop', (ckan) => (question) => ckan.page({ ...question, start: 0 })],
    [
      'ignores start and dates each page (CKAN-10)',
      'paging-loop',
      (ckan) => (question, number) => ({
        ...ckan.page({ ...question, start: 0 }),
        body: `${String(ckan.page({ ...question, start: 0 }).body).slice(0, -1)},"n":${String(number)}}`,
      }),
    ],
    ['counts more than it lists', 'total-differs', (ckan) => (question) => json({ success: true, result: { count: 6, results: pageOf(ckan, question) } })],
    [
      'lists a package without an id',
      'protocol-error',
      (ckan) => (question) =>
        json({ success: true, result: { count: 6, results: [...pageOf(ckan, question), ...(question.start === 4 ? [{ name: 'x' }] : [])] } }),
    ],
  ];

  it.each(broken)('withdraws nothing, ever, when it %s', async (_name, code, change) => {
    const harvesting = await opened(five);
    await harvesting.once();
    harvesting.ckan.packages.pop();
    harvesting.ckan.packages.push(pack('x'));
    harvesting.ckan.change = change(harvesting.ckan);
    for (let week = 0; week < 3; week++) {
      harvesting.clock.add(24 * 8);
      expect(['partial', 'failed']).toContain((await harvesting.once()).outcome);
      expect(codes(harvesting)).toContain(code);
    }
    expect(harvesting.reader.head(`${site}/dataset/e`)?.state).toBe('current');
  });
});

describe('a CKAN site that changes while it is read (CKAN-3)', () => {
  it('is read again, and complete when the second walk finds nothing new', async () => {
    const harvesting = await opened(five);
    harvesting.ckan.change = (_question, number) => {
      if (number === 3) harvesting.ckan.packages.unshift(pack('0'));
      return undefined;
    };
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 6 } });
  });

  it('is not complete when every walk finds something new', async () => {
    const harvesting = await opened(five);
    harvesting.ckan.change = (_question, number) => {
      harvesting.ckan.packages.push(pack(`z${String(1000 - number)}`));
      return undefined;
    };
    harvesting.ckan.rowsMax = 1000;
    expect((await harvesting.once()).outcome).toBe('partial');
    expect(codes(harvesting)).toEqual(['total-differs']);
  });

  it('takes a package that moved to a later page once', async () => {
    const harvesting = await opened(five);
    harvesting.ckan.change = (question) => (question.start === 2 ? json({ success: true, result: { count: 5, results: [five[1], five[2]] } }) : undefined);
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 4 } });
    expect(codes(harvesting)).toEqual(['total-differs']);
  });
});

describe('the entry of a CKAN station', () => {
  it('is told what is wrong with its settings', () => {
    const faults = ckanHarvester.faults?.(
      makeStation('x', { protocol: 'ckan', settings: { rows: '5000', method: 'PUT', action: 'a/b', 'full-every-days': 'x', colour: 'red' } }),
    );
    expect(faults).toHaveLength(5);
    expect(
      ckanHarvester.faults?.(makeStation('x', { settings: { rows: '1000', method: 'post', 'full-every-days': '1', action: 'package_search', fq: 'a:b' } })),
    ).toEqual([]);
  });

  it.each(['', '/', '/api/3', '/api/3/action/package_search?q=x', '/api/3/action/'])('may be the site or its API: %j', async (path) => {
    const harvesting = await opened(five, { endpoint: `${site}${path}` });
    expect((await harvesting.once()).counts.added).toBe(5);
  });
});

function pageOf(ckan: FakeCkan, question: Question): unknown[] {
  return (JSON.parse(String(ckan.page(question).body)) as { result: { results: unknown[] } }).result.results;
}
