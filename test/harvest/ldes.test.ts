import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { feedPrefixes, pageRoute, type FakeActivity, type FakePage } from '../support/fake-ldes.js';
import { TestClock } from '../support/ledger.js';
import { runs } from '../support/runs.js';
import { activity, closeFeeds, CutOffMemory, dataset, distribution, hour, iri, opened, outcome, startFeed } from './ldes-support.js';

afterEach(closeFeeds);

const several = (from: number, to: number): FakeActivity[] =>
  Array.from({ length: to - from + 1 }, (_, at) =>
    activity('Create', `d${String(from + at)}`, hour(1), dataset(`d${String(from + at)}`, `Dataset ${String(from + at)}`)),
  );

describe('a DCAT-AP Feed', () => {
  it('is followed to the end of its relations, and a dataset gets its distribution from another page (LDES-11)', async () => {
    const harvesting = await opened({
      '/feed': { activities: [activity('Create', 'x', hour(1), distribution('x', 'File'))], nodes: ['/feed/2'] },
      '/feed/2': { activities: [activity('Create', 'a', hour(2), dataset('a', 'A', `; dcat:distribution <${iri('x')}>`))], nodes: ['/feed'] },
    });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(harvesting.bodyOf('a')).toContain('https://files.example/x');
    expect(harvesting.fake.asked()).toEqual({ '/feed': 1, '/feed/2': 1 });
    expect(harvesting.issues().filter((issue) => issue.severity === 'error')).toEqual([]);
  });

  it('puts a dataset together again when only its distribution or its publisher changes, and touches no other', async () => {
    const harvesting = await opened({
      '/feed': {
        activities: [
          activity('Create', 'p', hour(1), `<${iri('p')}> a foaf:Agent ; foaf:name "P" .`),
          activity('Create', 'x', hour(1), distribution('x', 'Before')),
          activity('Create', 'a', hour(1), dataset('a', 'A', `; dcat:distribution <${iri('x')}> ; dct:publisher <${iri('p')}>`)),
          activity('Create', 'b', hour(1), dataset('b', 'B', `; dct:publisher <${iri('p')}>`)),
        ],
        nodes: ['/feed/2'],
        immutable: true,
      },
      '/feed/2': { activities: [] },
    });
    await harvesting.once();
    await harvesting.once();
    harvesting.fake.set({ '/feed/2': { activities: [activity('Update', 'x', hour(3), distribution('x', 'After'))] } });
    harvesting.fake.asked();
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 0, updated: 1, withdrawn: 0 } });
    expect(harvesting.bodyOf('a')).toContain('After');
    expect(harvesting.bodyOf('a')).toContain('"P"');
    harvesting.fake.set({ '/feed/2': { activities: [activity('Update', 'p', hour(4), `<${iri('p')}> a foaf:Agent ; foaf:name "Q" .`)] } });
    expect((await harvesting.once()).counts.updated).toBe(2);
    expect(harvesting.bodyOf('b')).toContain('"Q"');
  });

  it('withdraws what is deleted, and a distribution that is deleted leaves its dataset (LDES-10)', async () => {
    const harvesting = await opened({
      '/feed': {
        activities: [
          ...several(1, 6),
          activity('Create', 'x', hour(1), distribution('x', 'File')),
          activity('Create', 'a', hour(1), dataset('a', 'A', `; dcat:distribution <${iri('x')}>`)),
        ],
        nodes: ['/feed/2'],
      },
      '/feed/2': { activities: [] },
    });
    expect((await harvesting.once()).counts.added).toBe(7);
    harvesting.fake.set({ '/feed/2': { activities: [activity('Delete', 'd1', hour(5)), activity('Delete', 'x', hour(5))] } });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1, updated: 1 } });
    expect(harvesting.live()).toEqual(['a', 'd2', 'd3', 'd4', 'd5', 'd6']);
    expect(harvesting.bodyOf('a')).not.toContain('https://files.example/x');
    harvesting.fake.set({ '/feed/2': { activities: [activity('Create', 'd1', hour(4), dataset('d1', 'Too late'))] } });
    await harvesting.once();
    expect(harvesting.live()).not.toContain('d1');
    harvesting.fake.set({ '/feed/2': { activities: [activity('Create', 'd1', hour(6), dataset('d1', 'Back'))] } });
    expect((await harvesting.once()).counts.added).toBe(1);
  });

  it('takes an activity without type for an upsert, and the newest of several, whatever their order', async () => {
    const harvesting = await opened({
      '/feed': {
        activities: [
          activity('Update', 'a', hour(9), dataset('a', 'Newest')),
          activity(null, 'a', hour(2), dataset('a', 'Older')),
          activity('Create', 'a', hour(1), dataset('a', 'Oldest')),
          activity(null, 'b', hour(1), dataset('b', 'B')),
        ],
      },
    });
    expect((await harvesting.once()).counts.added).toBe(2);
    expect(harvesting.bodyOf('a')).toContain('Newest');
  });

  it('never fetches an immutable page again, and others with their ETag (LDES-5)', async () => {
    const pages = {
      '/feed': { activities: [], nodes: ['/feed/1', '/feed/2'] },
      '/feed/1': { activities: several(1, 2), immutable: true },
      '/feed/2': { activities: several(3, 4) },
    };
    const harvesting = await opened(pages);
    await harvesting.once();
    harvesting.fake.asked();
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 0, withdrawn: 0 } });
    expect(harvesting.fake.asked()).toEqual({ '/feed': 1, '/feed/2': 1 });
    expect(harvesting.live()).toHaveLength(4);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { documents: 0 } });
  });

  it('takes 410 for an empty page, and any other error for a gap that keeps the run from being complete (LDES-6)', async () => {
    const harvesting = await opened({
      '/feed': { activities: several(1, 2), nodes: ['/feed/1', '/feed/2'] },
      '/feed/1': { activities: [] },
      '/feed/2': { activities: several(3, 3) },
    });
    harvesting.fake.station.set('/feed/1', { status: 410 });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 3 } });
    harvesting.fake.set({ '/feed/2': { activities: [activity('Update', 'd3', hour(4), dataset('d3', 'Changed'))] } });
    harvesting.fake.station.set('/feed/1', { status: 404 });
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      expect((await harvesting.once()).outcome).toBe('partial');
      expect(harvesting.live()).toEqual(['d1', 'd2', 'd3']);
      expect(harvesting.bodyOf('d3')).toContain('Changed');
    }
    harvesting.fake.station.set('/feed', { status: 410 });
    expect((await harvesting.once()).outcome).toBe('failed');
    expect(harvesting.live()).toHaveLength(3);
  });

  it('keeps the polling interval of the feed, and loses nothing by it (LDES-7)', async () => {
    const harvesting = await opened({});
    harvesting.fake.set(
      { '/feed': { activities: several(1, 1) } },
      'ldes:timestampPath as:published ; ldes:versionOfPath as:object ; ldes:pollingInterval 3600',
    );
    await harvesting.once();
    harvesting.fake.asked();
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 0 } });
    expect(harvesting.fake.asked()).toEqual({});
    harvesting.clock.add(2);
    await harvesting.once();
    expect(harvesting.fake.asked()).toEqual({ '/feed': 1 });
  });

  it('reads everything again when deletions may have been dropped, and what is not there any more is gone (LDES-9)', async () => {
    const retention = '<> ldes:versionAmount 1 ; ldes:versionDeleteDuration "P30D"^^xsd:duration .\n';
    const harvesting = await opened({ '/feed': { activities: several(1, 6), more: retention } });
    await harvesting.once();
    harvesting.fake.set({ '/feed': { activities: several(2, 6), more: retention } });
    harvesting.clock.add(24 * 29);
    expect((await harvesting.once()).counts.withdrawn).toBe(0);
    harvesting.clock.add(24 * 31);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1 } });
    expect(harvesting.live()).toEqual(['d2', 'd3', 'd4', 'd5', 'd6']);
  });

  it('keeps an entity that is older than the window of a feed that keeps no latest versions', async () => {
    const retention = '<> ldes:retentionPolicy [ a ldes:DurationAgoPolicy ; tree:value "P10D"^^xsd:duration ] .\n';
    const harvesting = await opened({ '/feed': { activities: several(1, 3), more: retention } });
    await harvesting.once();
    harvesting.clock.add(24 * 20);
    harvesting.fake.set({ '/feed': { activities: [activity('Create', 'new', '2026-03-20T00:00:00Z', dataset('new', 'New'))], more: retention } });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1, withdrawn: 0 } });
    expect(harvesting.live()).toHaveLength(4);
  });

  it('gives a time in the future no say over what comes later (LDES-15)', async () => {
    const harvesting = await opened({ '/feed': { activities: [activity('Create', 'a', '2099-01-01T00:00:00Z', dataset('a', 'From the future'))] } });
    expect((await harvesting.once()).counts.added).toBe(1);
    expect(harvesting.codes()).toContain('clock');
    harvesting.clock.add(48);
    harvesting.fake.set({
      '/feed': {
        activities: [
          activity('Create', 'a', '2099-01-01T00:00:00Z', dataset('a', 'From the future')),
          activity('Update', 'a', '2026-03-02T00:00:00Z', dataset('a', 'Today')),
        ],
      },
    });
    expect((await harvesting.once()).counts.updated).toBe(1);
    expect(harvesting.bodyOf('a')).toContain('Today');
  });

  it('applies a transaction when it is finalised, also on another page in another run (LDES-8)', async () => {
    const stream = 'ldes:timestampPath as:published ; ldes:versionOfPath as:object ; ldes:transactionPath ex:tx ; ldes:transactionFinalizedPath ex:done';
    const one = activity('Create', 'a', hour(1), dataset('a', 'A'), '; ex:tx "t1"');
    const harvesting = await opened({});
    harvesting.fake.set(
      {
        '/feed': { activities: [activity('Create', 'z', hour(1), dataset('z', 'Z')), one], nodes: ['/feed/2'], immutable: true },
        '/feed/2': { activities: [] },
      },
      stream,
    );
    expect((await harvesting.once()).counts.added).toBe(1);
    await harvesting.once();
    harvesting.fake.set({ '/feed/2': { activities: [activity('Create', 'b', hour(2), dataset('b', 'B'), '; ex:tx "t1" ; ex:done true')] } });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 2 } });
    expect(harvesting.live()).toEqual(['a', 'b', 'z']);
  });

  it('does not follow a page to another host, and is not whole without it (SSRF-5)', async () => {
    const harvesting = await opened({ '/feed': { activities: several(1, 1), nodes: ['http://elsewhere.example/feed/2'] } });
    expect((await harvesting.once()).outcome).not.toBe('complete');
    expect(harvesting.codes()).toContain('paging-foreign-host');
  });
});

describe('where a feed begins (LDES-1)', () => {
  const member = `</stream> tree:member <urn:x:1> . <urn:x:1> ex:of <${iri('a')}> ; dct:modified "2026-01-01T00:00:00Z"^^xsd:dateTime ; a dcat:Dataset ; dct:title "A"@en ; dct:description "D"@en .\n`;
  const control = '</stream> a ldes:EventStream ; ldes:versionOfPath ex:of ; ldes:timestampPath dct:modified .\n';
  it.each([
    ['the root itself', '/root', { '/root': `${feedPrefixes}${control}</stream> tree:view </root> . ${member}` }, 'complete'],
    [
      'a stream that leads to its root',
      '/stream',
      { '/stream': `${feedPrefixes}${control}</stream> tree:view </root> .`, '/root': `${feedPrefixes}</stream> tree:view </root> . ${member}` },
      'complete',
    ],
    [
      'a document that names a stream of another name',
      '/doc',
      { '/doc': `${feedPrefixes}${control}</stream> tree:view </root> .`, '/root': `${feedPrefixes}${member}` },
      'complete',
    ],
    ['a page with members and no view', '/root', { '/root': `${feedPrefixes}${control}${member}` }, 'complete'],
    ['two views', '/doc', { '/doc': `${feedPrefixes}${control}</stream> tree:view </root> , </other> .` }, 'failed'],
    [
      'two streams with one view',
      '/root',
      { '/root': `${feedPrefixes}${control}</stream> tree:view </root> . </two> tree:view </root> . ${member}` },
      'failed',
    ],
    ['no stream at all', '/root', { '/root': `${feedPrefixes}<> a dcat:Catalog .` }, 'failed'],
  ] as [string, string, Record<string, string>, string][])('%s', async (_name, start, pages, expected) => {
    const fake = await startFeed({});
    for (const [path, body] of Object.entries(pages)) fake.station.set(path, pageRoute(body));
    const harvesting = await opened({}, { endpoint: fake.station.url + start });
    expect((await harvesting.once()).outcome).toBe(expected);
    expect(harvesting.live()).toEqual(expected === 'complete' ? ['a'] : []);
  });
});

describe('a stream of versions', () => {
  const version = (n: number, title: string, more = ''): string =>
    `</feed#stream> tree:member <urn:v:${String(n)}> . <urn:v:${String(n)}> a dcat:Dataset ; ex:of <${iri('a')}> ; ex:at "${hour(n)}"^^xsd:dateTime ; dct:title "${title}"@en ; dct:description "D"@en ${more} .\n`;

  it('publishes the newest version of each entity under its own IRI, with what the page says of its parts', async () => {
    const harvesting = await opened({});
    harvesting.fake.set(
      { '/feed': { activities: [], more: version(3, 'Three', `; dcat:distribution <${iri('x')}>`) + version(1, 'One') + distribution('x', 'File') } },
      'ldes:versionOfPath ( ex:of ) ; ldes:timestampPath ex:at',
    );
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(harvesting.bodyOf('a')).toContain('Three');
    expect(harvesting.bodyOf('a')).toContain('https://files.example/x');
    expect(harvesting.bodyOf('a')).not.toContain('urn:v:');
    expect(harvesting.bodyOf('a')).not.toContain('terms.example');
  });
});

const corpus = fileURLToPath(new URL('../../../shared/corpus-protocols/ldes', import.meta.url));
const isThere = existsSync(corpus);
if (!isThere) console.log(`skipped: ${corpus} is not there`);

describe.runIf(isThere)('feeds of others', () => {
  it('reads the example of the DCAT-AP Feeds draft in spite of its context, with its last word, a deletion (LDES-13)', async () => {
    const fake = await startFeed({});
    const text = readFileSync(`${corpus}/dcat-ap-feeds-spec-example.jsonld`, 'utf8');
    const harvesting = await opened({}, { endpoint: `${fake.station.url}/feed` });
    fake.station.set('/feed', pageRoute(text, 'application/ld+json'));
    expect((await harvesting.once()).outcome).toBe('complete');
    expect(harvesting.codes()).toEqual(['protocol-error']);
    const bookmark = JSON.parse(harvesting.reader.stationMemory('holder').bookmark ?? '{}') as { tombstones: unknown };
    expect(bookmark.tombstones).toMatchObject([{ entity: 'https://example.org/Dataset1', at: Date.parse('2023-10-01T13:00:00Z') }]);
  });

  it.each([
    ['mock-ldes', ['mock-ldes.ttl', 'mock-ldes-0.ttl', 'mock-ldes-1.ttl', 'mock-ldes-2.ttl']],
    ['mock-ldes-linked-list', ['mock-ldes-linked-list.ttl', 'mock-ldes-linked-list-1.ttl', 'mock-ldes-linked-list-2.ttl']],
    [
      'mock-calendar-ldes',
      [
        'mock-calendar-ldes.ttl',
        'mock-calendar-ldes-2025.ttl',
        'mock-calendar-ldes-2025-01.ttl',
        'mock-calendar-ldes-2025-01-01.ttl',
        'mock-calendar-ldes-2025-01-02.ttl',
      ],
    ],
  ])('follows %s over all its pages', async (name, files) => {
    const fake = await startFeed({});
    for (const file of files) {
      const body = readFileSync(`${corpus}/${file}`, 'utf8').replaceAll('http://localhost:3000', fake.station.url);
      fake.station.set(`/${file}`, pageRoute(body, 'text/turtle'));
    }
    const harvesting = await opened({}, { endpoint: `${fake.station.url}/${name}.ttl` });
    expect((await harvesting.once()).outcome).toBe('complete');
    expect(fake.station.unused()).toEqual([]);
    expect(fake.station.unknown).toEqual([]);
    expect([...harvesting.reader.documents('holder').values()].length).toBeGreaterThan(2);
  });
});

/** Entities with a history each, at times that differ. */
const histories: readonly FakeActivity[] = [
  activity('Create', 'x', hour(1), distribution('x', 'One')),
  activity('Update', 'x', hour(7), distribution('x', 'Two')),
  activity('Create', 'a', hour(2), dataset('a', 'A1', `; dcat:distribution <${iri('x')}>`)),
  activity('Update', 'a', hour(5), dataset('a', 'A2', `; dcat:distribution <${iri('x')}>`)),
  activity('Create', 'b', hour(3), dataset('b', 'B')),
  activity('Delete', 'b', hour(4)),
  activity('Create', 'c', hour(6), dataset('c', 'C')),
  activity('Delete', 'c', hour(8)),
  activity('Create', 'c', hour(9), dataset('c', 'C again')),
];

function spread(activities: readonly FakeActivity[], perPage: number): Record<string, FakePage> {
  const names = ['/feed', ...Array.from({ length: Math.ceil(activities.length / perPage) - 1 }, (_, at) => `/feed/${String(at + 1)}`)];
  return Object.fromEntries(
    names.map((name, at) => [
      name,
      { activities: activities.slice(at * perPage, (at + 1) * perPage), nodes: names.slice(at + 1, at + 2), immutable: at % 2 === 1 },
    ]),
  );
}

const expected = { [iri('x')]: 'Two', [iri('a')]: 'A2', [iri('c')]: 'C again' };

function expectFinalState(events: Parameters<typeof outcome>[0]): void {
  const said = outcome(events);
  for (const [key, words] of Object.entries(expected)) expect(said[key]).toContain(words);
  expect(said[iri('b')] ?? 'gone').toBe('gone');
}

describe('properties', () => {
  it('any order of members over any pages gives the same catalogue (LDES-14)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...histories], { minLength: histories.length }), fc.integer({ min: 1, max: 9 }), async (activities, perPage) => {
        const fake = await startFeed(spread(activities, perPage));
        const { events, isComplete } = await new CutOffMemory().run(fake, new TestClock());
        expect(isComplete).toBe(true);
        expectFinalState(events);
        await closeFeeds();
      }),
      { seed: 5, numRuns: runs(25) },
    );
  });

  it('a walk that is cut off anywhere and goes on says the same as one that is not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...histories], { minLength: histories.length }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 3 }),
        async (activities, perPage, cuts) => {
          const fake = await startFeed(spread(activities, perPage));
          const memory = new CutOffMemory();
          for (const cut of cuts) await memory.run(fake, new TestClock(), cut);
          const { events, isComplete } = await memory.run(fake, new TestClock());
          expect(isComplete).toBe(true);
          expect(events.at(-1)).toEqual({ kind: 'complete', walk: 'full' });
          expectFinalState(events);
          await closeFeeds();
        },
      ),
      { seed: 6, numRuns: runs(40) },
    );
  });

  it('an increment that is cut off anywhere loses no change and no deletion', async () => {
    const news = [
      activity('Update', 'x', hour(11), distribution('x', 'Three')),
      activity('Delete', 'c', hour(12)),
      activity('Create', 'e', hour(12), dataset('e', 'E')),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }),
        fc.shuffledSubarray(news, { minLength: 3 }),
        async (cuts, changes) => {
          const fake = await startFeed(spread(histories, 3));
          const memory = new CutOffMemory();
          await memory.run(fake, new TestClock());
          memory.fullWalkAt = '2026-03-01T10:00:00Z';
          fake.set({
            '/feed/2': { activities: histories.slice(6), nodes: ['/feed/3', '/feed/4', '/feed/5'] },
            '/feed/3': { activities: changes.slice(0, 1) },
            '/feed/4': { activities: changes.slice(1, 2) },
            '/feed/5': { activities: changes.slice(2) },
          });
          const clock = new TestClock().add(1);
          for (const cut of cuts) await memory.run(fake, clock, cut);
          const { events, isComplete } = await memory.run(fake, clock);
          expect(isComplete).toBe(true);
          const said = outcome(events);
          expect(said[iri('x')]).toContain('Three');
          expect(said[iri('a')]).toContain('A2');
          expect(said[iri('c')]).toBe('gone');
          expect(said[iri('e')]).toContain('"E"');
          await closeFeeds();
        },
      ),
      { seed: 7, numRuns: runs(40) },
    );
  });

  it('a feed that changes nothing any more says nothing any more (the control of the above)', async () => {
    const fake = await startFeed(spread(histories, 3));
    const memory = new CutOffMemory();
    await memory.run(fake, new TestClock());
    memory.fullWalkAt = '2026-03-01T10:00:00Z';
    await memory.run(fake, new TestClock().add(1));
    const { events } = await memory.run(fake, new TestClock().add(2));
    expect(outcome(events)).toEqual({});
  });
});
