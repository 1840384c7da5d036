import { afterEach, describe, expect, it } from 'vitest';
import { FakeFdp, type FakeFdpOptions } from '../support/fake-fdp.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import type { DocumentBody, HarvestedDocument, RunSummary } from '../../src/domain/harvest.js';

const fakes: FakeFdp[] = [];

afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

interface Opened extends Harvesting {
  readonly fake: FakeFdp;
  readonly kept: Map<string, DocumentBody>;
  /** Documents that were handed over to be read, since the last call. */
  read(): string[];
  once(): Promise<RunSummary>;
}

async function opened(options: Partial<FakeFdpOptions>, settings: Record<string, string> = {}): Promise<Opened> {
  const fake = await FakeFdp.start(options);
  fakes.push(fake);
  const kept = new Map<string, DocumentBody>();
  const read: string[] = [];
  const harvesting = await openHarvesting(
    [makeStation('holder', { protocol: 'fdp', endpoint: fake.endpoint, subjectPrefixes: [`${fake.base}/`], settings })],
    { connectTo: fake.connectTo },
    {
      keepBytes: ({ url, bodyHash, body }: HarvestedDocument) => {
        read.push(url);
        kept.set(bodyHash, body);
        return Promise.resolve();
      },
      storedBytes: (hash) => Promise.resolve(kept.get(hash) ?? null),
    },
  );
  return { ...harvesting, fake, kept, read: () => read.splice(0), once: () => harvesting.run('holder') };
}

const isConditional = ({ headers }: { readonly headers: Readonly<Record<string, unknown>> }): boolean => headers['if-none-match'] !== undefined;

describe('a FAIR Data Point that has not changed', () => {
  it.each([
    ['with ETags', { etags: true }],
    ['without ETags, as the reference software (FDP-8)', { etags: false }],
  ])('is not parsed again, %s', async (_name, options) => {
    const house = await opened({ catalogues: 2, datasets: 3, distributions: 2, ...options });
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 6 } });
    expect(house.read()).toHaveLength(1 + 2 + 6 + 12);
    house.fake.asked();
    const { seq } = house.reader.snapshot();
    for (let day = 0; day < 3; day++) {
      expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 0, updated: 0, unchanged: 6, withdrawn: 0, documents: 21, bytes: 0 } });
      const asked = house.fake.asked();
      expect(asked).toHaveLength(21);
      expect(asked.every(isConditional)).toBe(options.etags);
      expect(house.read()).toEqual([]);
    }
    expect(house.reader.snapshot().seq).toBe(seq);
  });

  it('is read whole, from kept bytes and in the same order, when one page differs', async () => {
    const house = await opened({ catalogues: 2, datasets: 2, distributions: 2, etags: true });
    await house.once();
    const order = house.read();
    house.fake.retitle('c2-d1-x2', 'Another');
    house.fake.asked();
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { updated: 1, unchanged: 3, withdrawn: 0 } });
    expect(house.fake.asked().every(isConditional)).toBe(true);
    expect(house.read()).toEqual(order);
    const body = house.reader.published(house.reader.head(house.fake.iri('c2-d1'))!.id)?.body;
    expect(body).toContain('"Another"');
    expect(body).toContain('https://files.example/c2-d1-x1');
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { unchanged: 4 } });
    expect(house.read()).toEqual([]);
  });

  it('is fetched without conditions where its bytes are not kept any more (HTTP-7)', async () => {
    const house = await opened({ datasets: 3, etags: true });
    await house.once();
    house.kept.clear();
    house.fake.retitle('c1-d3', 'Another');
    house.fake.asked();
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { updated: 1, unchanged: 2 } });
    const unconditional = house.fake.asked().filter((request) => !isConditional(request));
    expect(unconditional.length).toBeGreaterThan(0);
    expect(house.reader.published(house.reader.head(house.fake.iri('c1-d1'))!.id)?.body).toContain('https://files.example/c1-d1-x1');
  });

  it('makes no new version by an upgrade of its software (FDP-17)', async () => {
    const house = await opened({ datasets: 3, distributions: 2 });
    await house.once();
    const { seq } = house.reader.snapshot();
    house.fake.upgrade();
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { updated: 0, unchanged: 3 } });
    expect(house.read().length).toBeGreaterThan(0);
    expect(house.reader.snapshot().seq).toBe(seq);
    house.fake.retitle('c1-d1', 'New words');
    expect(await house.once()).toMatchObject({ counts: { updated: 1, unchanged: 2 } });
  });

  it('takes nothing for seen that has left the tree', async () => {
    const house = await opened({ datasets: 5, etags: true });
    await house.once();
    house.fake.answer(house.fake.path('c1-d2'), { status: 404 });
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 0 } });
    house.clock.add(25);
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1 } });
    expect(house.reader.head(house.fake.iri('c1-d2'))).toMatchObject({ state: 'withdrawn' });
  });

  it.each(['c1-d2', 'c1-d2-x1', 'c1'])('keeps everything when %s fails, and reads nothing by half', async (id) => {
    const house = await opened({ datasets: 3, distributions: 2, etags: true });
    await house.once();
    const { seq } = house.reader.snapshot();
    house.fake.answer(house.fake.path(id), { status: 500 });
    for (let day = 0; day < 3; day++) {
      house.clock.add(48);
      expect(await house.once()).toMatchObject({ outcome: 'partial', counts: { updated: 0, withdrawn: 0 } });
    }
    expect(house.reader.snapshot().seq).toBe(seq);
    house.fake.restore(house.fake.path(id));
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { updated: 0, unchanged: 3 } });
  });

  it.each([
    ['a page for browsers', { body: '<!doctype html><html>Sign in</html>', type: 'text/html' }],
    ['nothing', { body: '', type: 'text/turtle' }],
    ['half a page', { body: '@prefix dcat: <http://www.w3.org/ns/dc', type: 'text/turtle' }],
  ])('does not lose the distributions of a record whose distribution page is %s', async (_name, route) => {
    const house = await opened({ datasets: 2, distributions: 2 });
    await house.once();
    const { seq } = house.reader.snapshot();
    house.fake.answer(house.fake.path('c1-d1-x2'), route);
    house.fake.retitle('c1-d1', 'Half of it');
    expect(await house.once()).toMatchObject({ outcome: 'partial', counts: { updated: 0 } });
    expect(house.reader.snapshot().seq).toBe(seq);
  });

  it('keeps both records that share a distribution whose page fails', async () => {
    const house = await opened({ datasets: 2, distributions: 1 });
    const shared = house.fake.iri('c1-d1-x1');
    for (const id of ['c1-d1', 'c1-d2'])
      house.fake.answer(house.fake.path(id), {
        type: 'text/turtle',
        body: `<${house.fake.iri(id)}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "${id}" ; <http://purl.org/dc/terms/description> "d" ; <http://www.w3.org/ns/dcat#distribution> <${shared}> .`,
      });
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 2 } });
    const { seq } = house.reader.snapshot();
    house.fake.answer(house.fake.path('c1-d1-x1'), { status: 500 });
    for (const id of ['c1-d1', 'c1-d2'])
      house.fake.answer(house.fake.path(id), {
        type: 'text/turtle',
        body: `<${house.fake.iri(id)}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "${id} new" ; <http://purl.org/dc/terms/description> "d" ; <http://www.w3.org/ns/dcat#distribution> <${shared}> .`,
      });
    expect(await house.once()).toMatchObject({ outcome: 'partial', counts: { updated: 0 } });
    expect(house.reader.snapshot().seq).toBe(seq);
  });
});

describe('long lists of a FAIR Data Point (FDP-10)', () => {
  const many = { datasets: 60, distributions: 0, pageSize: 50 };

  it('are read by their pages: fewer requests, the same records', async () => {
    const house = await opened(many);
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 60 } });
    expect(house.fake.asked().map((request) => request.path)).toEqual([
      '/',
      '/catalog/c1',
      '/dataset/c1-d1',
      house.fake.listPath(1, 0),
      house.fake.listPath(1, 1),
    ]);
    const single = await opened(many, { 'pages-from': 'never' });
    await single.once();
    expect(single.fake.asked()).toHaveLength(62);
    for (const id of ['c1-d1', 'c1-d37', 'c1-d60']) {
      const bodies = [house, single].map(({ reader, fake }) => reader.published(reader.head(fake.iri(id))!.id)?.body);
      expect(bodies[0]).toBe(bodies[1]);
    }
  });

  it('are not parsed when nothing has changed, and followed to the distributions', async () => {
    const house = await opened({ datasets: 12, distributions: 2, drafts: 3, pageSize: 50, etags: true });
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 12 } });
    expect(house.issues().filter((issue) => issue.code === 'not-published')).toHaveLength(3);
    const body = house.reader.published(house.reader.head(house.fake.iri('c1-d12'))!.id)?.body;
    expect(body).toContain('https://files.example/c1-d12-x2');
    house.read();
    house.fake.asked();
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { unchanged: 12, bytes: 0 } });
    expect(
      house.fake
        .asked()
        .filter((request) => !isConditional(request))
        .map((request) => request.path),
    ).toEqual(expect.arrayContaining([1, 2, 3].map((n) => house.fake.path(`c1-draft${String(n)}`))));
    expect(house.read()).toEqual([]);
  });

  it.each([
    ['answers 500, as with an untitled child', { status: 500 }],
    ['does not exist, as before release 1.9', { status: 404 }],
    ['says less than the records', undefined],
    ['leads back to itself', undefined],
    ['is the catalogue itself', undefined],
  ] as const)('are read one by one when a page %s', async (name, route) => {
    const house = await opened({ datasets: 12, distributions: 1, pageSize: 5 }, { 'page-size': '5' });
    const { fake } = house;
    if (route !== undefined) fake.answer(fake.listPath(1, 1), route);
    if (name.startsWith('says less'))
      for (const page of [0, 1, 2])
        fake.answer(fake.listPath(1, page), {
          type: 'text/turtle',
          body: Array.from(
            { length: 12 },
            (_, n) =>
              `<${fake.iri(`c1-d${String(n + 1)}`)}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "Title of c1-d${String(n + 1)}"@en .`,
          ).join('\n'),
        });
    if (name.startsWith('leads'))
      fake.answer(fake.listPath(1, 1), { ...fake.station.route(fake.listPath(1, 1))!, headers: { link: `<http://x.example/?page=0>; rel="next"` } });
    if (name.startsWith('is the')) fake.answer(fake.listPath(1, 0), fake.station.route('/catalog/c1')!);
    const summary = await house.once();
    expect(summary, JSON.stringify(house.issues())).toMatchObject({ outcome: 'complete', counts: { added: 12 } });
    expect(house.issues().filter((issue) => issue.severity === 'error')).toEqual([]);
    for (let n = 1; n <= 12; n++) {
      const body = house.reader.published(house.reader.head(fake.iri(`c1-d${String(n)}`))!.id)?.body;
      expect(body).toContain(`About c1-d${String(n)}`);
      expect(body).toContain(`https://files.example/c1-d${String(n)}-x1`);
    }
  });

  it('know a record that has gone from the container, and one that has come', async () => {
    const house = await opened({ datasets: 30, distributions: 0, pageSize: 50, etags: true });
    await house.once();
    house.fake.remove('c1-d7');
    house.fake.add(1, 'c1-d31');
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { added: 1, updated: 0, withdrawn: 0 } });
    house.clock.add(25);
    expect(await house.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1 } });
    expect(house.reader.head(house.fake.iri('c1-d7'))).toMatchObject({ state: 'withdrawn' });
  });
});
