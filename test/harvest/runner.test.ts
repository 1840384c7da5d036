import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import type { Station } from '../../src/domain/station.js';
import type { Ledger } from '../../src/ports/ledger.js';
import { FakeStation, type FakeRoute } from '../support/fake-station.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

const fakes: FakeStation[] = [];

afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

const iri = (n: number): string => `https://holder.example/${String(n)}`;
const dataset = (n: number, title = `Dataset ${String(n)}`, more = ''): string =>
  `<${iri(n)}> a dcat:Dataset ; dct:title "${title}"@nl ; dct:description "About ${String(n)}"@nl ; dct:publisher [ foaf:name "P" ] ; dcat:distribution [ dcat:accessURL <${iri(n)}/file> ] ${more} .\n`;
const page = (numbers: readonly number[], paging = ''): FakeRoute => ({
  body: prefixes + numbers.map((n) => dataset(n)).join('') + paging,
  type: 'text/turtle',
});
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const totals = (next: string | null, total: number): string =>
  `<> a <http://www.w3.org/ns/hydra/core#PagedCollection> ; <http://www.w3.org/ns/hydra/core#totalItems> ${String(total)} ${next === null ? '' : `; <http://www.w3.org/ns/hydra/core#next> <${next}>`} .\n`;

async function opened(
  routes: Readonly<Record<string, FakeRoute>>,
  changes: Partial<Station> = {},
): Promise<Harvesting & { fake: FakeStation; once: () => ReturnType<Harvesting['run']> }> {
  const fake = await FakeStation.start(routes);
  fakes.push(fake);
  const harvesting = await openHarvesting([makeStation('holder', { endpoint: `${fake.url}/all`, ...changes })]);
  return { ...harvesting, fake, once: () => harvesting.run('holder') };
}

const live = ({ reader }: Harvesting): number => reader.publishedCount(reader.snapshot().seq);

/** Harvests again and again over ten days; nothing may be withdrawn. */
async function staysWhole(harvesting: Harvesting & { once: () => ReturnType<Harvesting['run']> }, count: number, outcome: string): Promise<void> {
  for (let day = 0; day < 3; day++) {
    harvesting.clock.add(48);
    expect((await harvesting.once()).outcome).toBe(outcome);
    expect(live(harvesting)).toBe(count);
  }
}

describe('a run that does not reach its end withdraws nothing', () => {
  const two = { '/all': page(range(1, 5), totals('/all?page=2', 10)), '/all?page=2': page(range(6, 10), totals(null, 10)) };

  it.each([
    ['answers 500 for a page', '/all?page=2', { status: 500 }, 'partial'],
    ['answers 404 for a page', '/all?page=2', { status: 404 }, 'partial'],
    ['answers 410 for the listing', '/all', { status: 410 }, 'failed'],
    ['answers with an empty body', '/all', { body: '', type: 'text/turtle' }, 'failed'],
    ['cuts the body short', '/all?page=2', { ...page(range(6, 10)), cut: 'length' }, 'partial'],
    ['shows a login page', '/all', { body: '<!doctype html><html>Sign in</html>', type: 'text/turtle' }, 'partial'],
    [
      'ends in the middle of a statement',
      '/all?page=2',
      { body: `${prefixes + dataset(6)}<${iri(7)}> a dcat:Dataset ; dct:title "se`, type: 'text/turtle' },
      'partial',
    ],
    ['lists fewer items than it says', '/all?page=2', page([6, 7], totals(null, 10)), 'partial'],
    ['leads its pages in a circle', '/all?page=2', page(range(6, 9), totals('/all', 9)), 'partial'],
  ] as [string, string, FakeRoute, string][])('when the station %s', async (_name, path, route, outcome) => {
    const harvesting = await opened(two);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 10 } });
    harvesting.fake.set(path, route);
    await staysWhole(harvesting, 10, outcome);
    expect(harvesting.issues().some((issue) => issue.severity === 'error')).toBe(true);
  });

  it('when half of an XML document comes with a length that fits', async () => {
    const item = (n: number): string =>
      `<dcat:Dataset rdf:about="${iri(n)}"><dct:title>T${String(n)}</dct:title><dct:description>D</dct:description></dcat:Dataset>`;
    const open =
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/">';
    const harvesting = await opened({ '/all': { body: `${open}${range(1, 10).map(item).join('')}</rdf:RDF>`, type: 'application/rdf+xml' } });
    await harvesting.once();
    harvesting.fake.set('/all', { body: `${open}${range(1, 9).map(item).join('')}`, type: 'application/rdf+xml' });
    await staysWhole(harvesting, 10, 'partial');
  });

  it('and a document that lists a record without describing it keeps the record', async () => {
    const listing = `<https://holder.example/cat> a dcat:Catalog ; dcat:dataset ${range(1, 10)
      .map((n) => `<${iri(n)}>`)
      .join(' , ')} .\n`;
    const harvesting = await opened({ '/all': page(range(1, 10), listing) });
    await harvesting.once();
    harvesting.fake.set('/all', page(range(1, 9), listing));
    await staysWhole(harvesting, 10, 'complete');
  });

  it('but still creates and updates what it found', async () => {
    const harvesting = await opened(two);
    await harvesting.once();
    harvesting.fake
      .set('/all', { body: prefixes + dataset(1, 'renamed') + dataset(11) + totals('/all?page=2', 10), type: 'text/turtle' })
      .set('/all?page=2', { status: 500 });
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 1, updated: 1, withdrawn: 0 } });
    expect(harvesting.reader.head(iri(1))?.title).toEqual({ nl: ['renamed'] });
  });
});

describe('a record that disappears', () => {
  it('is withdrawn after two complete runs and a day, and comes back under its own id', async () => {
    const harvesting = await opened({ '/all': page(range(1, 10)) });
    await harvesting.once();
    harvesting.fake.set('/all', page(range(1, 9)));
    expect((await harvesting.once()).counts.withdrawn).toBe(0);
    harvesting.clock.add(23);
    expect((await harvesting.once()).counts.withdrawn).toBe(0);
    harvesting.clock.add(1.5);
    expect((await harvesting.once()).counts.withdrawn).toBe(1);
    expect(harvesting.reader.head(iri(10))).toMatchObject({ state: 'withdrawn' });
    harvesting.fake.set('/all', page(range(1, 10)));
    expect((await harvesting.once()).counts.added).toBe(1);
    expect(harvesting.reader.head(recordId(iri(10)))?.state).toBe('current');
  });

  it('brakes when more than a fifth would go, and leaves the catalogue as it was', async () => {
    const harvesting = await opened({ '/all': page(range(1, 10)) });
    await harvesting.once();
    harvesting.fake.set('/all', page(range(1, 7)));
    await harvesting.once();
    harvesting.clock.add(25);
    expect(await harvesting.once()).toMatchObject({ outcome: 'on-hold', counts: { withdrawn: 0 } });
    expect(live(harvesting)).toBe(10);
    expect(harvesting.issues().map((issue) => issue.code)).toContain('brake');
  });

  it('brakes on a listing without records, at once', async () => {
    const harvesting = await opened({ '/all': page([1]) });
    await harvesting.once();
    harvesting.fake.set('/all', { body: `${prefixes}<https://holder.example/cat> a dcat:Catalog ; dct:title "C" .`, type: 'text/turtle' });
    expect((await harvesting.once()).outcome).toBe('on-hold');
    expect(live(harvesting)).toBe(1);
  });
});

describe('a document that comes again', () => {
  it('changes nothing when its statements come in another order, with other blank labels and prefixes', async () => {
    const harvesting = await opened({ '/all': page(range(1, 4)) });
    await harvesting.once();
    const { seq } = harvesting.reader.snapshot();
    const other = range(1, 4)
      .reverse()
      .map(
        (n) =>
          `_:p${String(n)} foaf:name "P" . <${iri(n)}> dct:publisher _:p${String(n)} ; dcat:distribution _:d${String(n)} ; dct:description "About ${String(n)}"@nl ; a dcat:Dataset . _:d${String(n)} dcat:accessURL <${iri(n)}/file> . <${iri(n)}> dct:title "Dataset ${String(n)}"@nl .\n`,
      );
    harvesting.fake.set('/all', { body: prefixes + other.join(''), type: 'text/turtle' });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { unchanged: 4, updated: 0 } });
    expect(harvesting.reader.snapshot().seq).toBe(seq);
  });

  it('leaves the published version when an update is held', async () => {
    const harvesting = await opened({ '/all': page(range(1, 4)) });
    await harvesting.once();
    harvesting.fake.set('/all', {
      body: `${prefixes}${dataset(2)}${dataset(3)}${dataset(4)}<${iri(1)}> a dcat:Dataset ; dct:title "No description"@nl .`,
      type: 'text/turtle',
    });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { held: 1, unchanged: 3 } });
    expect(harvesting.reader.head(iri(1))).toMatchObject({ state: 'current', version: 1, heldUpdate: { reasons: [{ code: 'no-description' }] } });
    expect((await harvesting.once()).counts).toMatchObject({ held: 0, updated: 0 });
    harvesting.fake.set('/all', page(range(1, 4)));
    await harvesting.once();
    expect(harvesting.reader.head(iri(1))).toMatchObject({ version: 1, heldUpdate: null });
  });

  it('publishes nothing in a dry run', async () => {
    const harvesting = await opened({ '/all': page([1, 2]) });
    expect(await harvesting.run('holder', { dryRun: true })).toMatchObject({ outcome: 'complete', detail: expect.stringContaining('Dry run') as string });
    expect(live(harvesting)).toBe(0);
    expect((await harvesting.once()).counts.added).toBe(2);
  });
});

describe('the ends of a run', () => {
  it('are values: unknown, paused, unspoken, refused, postponed', async () => {
    const harvesting = await opened({ '/all': { body: 'x', failFirst: { times: 9, status: 429, headers: { 'Retry-After': '7200' } } } });
    expect(await harvesting.run('none')).toMatchObject({ outcome: 'failed', run: null });
    expect(await harvesting.once()).toMatchObject({ outcome: 'postponed' });
    await harvesting.ledger.setStationState('holder', 'paused', 'op');
    expect(await harvesting.once()).toMatchObject({ outcome: 'postponed', run: null });
    await harvesting.ledger.registerStations([
      makeStation('holder'),
      makeStation('odd', { protocol: 'gopher' }),
      makeStation('inside', { endpoint: 'http://10.0.0.1/all' }),
    ]);
    expect(await harvesting.run('odd')).toMatchObject({ outcome: 'failed', run: null });
    expect(await harvesting.run('inside')).toMatchObject({ outcome: 'failed' });
    expect(harvesting.issues()).toMatchObject([{ code: 'refused-address' }]);
  });

  it("hold a subject that is ours or another holder's", async () => {
    const others = ['https://catalogue.example/datasets/x', 'https://second.example/1'];
    const harvesting = await opened({
      '/all': { body: prefixes + dataset(1) + others.map((subject) => dataset(1).replace(`<${iri(1)}>`, `<${subject}>`)).join(''), type: 'text/turtle' },
    });
    await harvesting.ledger.registerStations([makeStation('holder', { endpoint: `${harvesting.fake.url}/all` }), makeStation('second')]);
    expect((await harvesting.once()).counts).toMatchObject({ added: 1, held: 2 });
    expect(harvesting.issues().map((issue) => issue.code)).toEqual(expect.arrayContaining(['own-subject', 'foreign-subject']));
  });

  it('name a subject that is no IRI, and never repair it', async () => {
    const body = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/"><dcat:Dataset rdf:about="https://holder.example/a b"><dct:title>T</dct:title></dcat:Dataset></rdf:RDF>`;
    const harvesting = await opened({ '/all': { body, type: 'application/rdf+xml' } });
    expect((await harvesting.once()).counts).toMatchObject({ added: 0, held: 1 });
    expect(harvesting.issues()).toMatchObject([{ code: 'invalid-subject', subject: 'https://holder.example/a b' }]);
  });
});

describe('a held description that vanishes from its source', () => {
  const bad = `<${iri(9)}> a dcat:Dataset ; dct:title "No description"@nl .`;
  const held = (harvesting: Harvesting): readonly number[] => [
    harvesting.reader.totals().held,
    harvesting.reader.heldRecords('holder').length,
    harvesting.reader.station('holder')?.held ?? -1,
  ];

  it('is no longer counted after the grace, is never published, and is held again when it comes back', async () => {
    const harvesting = await opened({ '/all': { body: prefixes + dataset(1) + bad, type: 'text/turtle' } });
    await harvesting.once();
    expect(held(harvesting)).toEqual([1, 1, 1]);
    harvesting.fake.set('/all', page([1]));
    await harvesting.once();
    expect(held(harvesting)).toEqual([1, 1, 1]);
    harvesting.clock.add(25);
    await harvesting.once();
    expect(held(harvesting)).toEqual([0, 0, 0]);
    expect(harvesting.reader.head(iri(9))).toMatchObject({ state: 'held', publishedAt: null });
    expect(live(harvesting)).toBe(1);
    harvesting.fake.set('/all', { body: prefixes + dataset(1) + bad, type: 'text/turtle' });
    expect((await harvesting.once()).counts.held).toBe(1);
    expect(held(harvesting)).toEqual([1, 1, 1]);
    harvesting.fake.set('/all', page([1, 9]));
    expect((await harvesting.once()).counts.added).toBe(1);
    expect(held(harvesting)).toEqual([0, 0, 0]);
  });
});

describe('a damaged old version', () => {
  it('does not stop the station: the run ends, reports it as ours, and goes on', async () => {
    const harvesting = await opened({ '/all': page([1, 2]) });
    await harvesting.once();
    const db = new Database(join(harvesting.folder, 'ledger.sqlite'));
    db.prepare('UPDATE version SET body = ? WHERE record = ?').run(deflateRawSync('<https://a.example/> <https://a.example/p> "other" .\n'), recordId(iri(1)));
    db.close();
    harvesting.fake.set('/all', { body: prefixes + dataset(1, 'changed') + dataset(2), type: 'text/turtle' });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { updated: 1, unchanged: 1 } });
    expect(harvesting.issues()).toContainEqual(expect.objectContaining({ code: 'internal', subject: iri(1), owner: 'us' }));
    expect(harvesting.reader.head(iri(1))?.title).toEqual({ nl: ['changed'] });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete' });
    expect(harvesting.issues().map((issue) => issue.code)).not.toContain('internal');
  });
});

describe('a run that is called off', () => {
  const runnerOf = async (harvesting: Harvesting & { fake: FakeStation }, wrap: (ledger: Ledger) => Ledger): Promise<Harvesting> => {
    const again = await openHarvesting(
      [makeStation('holder', { endpoint: `${harvesting.fake.url}/all` })],
      {},
      { ledger: wrap(harvesting.ledger), reader: harvesting.reader },
    );
    return again;
  };

  it('before it begins asks nothing and leaves no run behind', async () => {
    const harvesting = await opened({ '/all': page([1]) });
    expect(await harvesting.run('holder', { signal: AbortSignal.abort() })).toMatchObject({ outcome: 'postponed', run: null });
    expect(harvesting.fake.requests).toEqual([]);
    expect(harvesting.reader.runs('holder', 5)).toEqual([]);
  });

  it('while it is being registered publishes nothing', async () => {
    const harvesting = await opened({ '/all': page([1]) });
    const abort = new AbortController();
    const again = await runnerOf(
      harvesting,
      (ledger) =>
        new Proxy(ledger, {
          get: (target, name) =>
            name === 'startRun'
              ? (request: Parameters<Ledger['startRun']>[0]) => {
                  abort.abort();
                  return target.startRun(request);
                }
              : (Reflect.get(target, name) as (...values: unknown[]) => unknown).bind(target),
        }),
    );
    expect(await again.run('holder', { signal: abort.signal })).toMatchObject({ outcome: 'failed', counts: { added: 0 } });
    expect(live(harvesting)).toBe(0);
  });
});
