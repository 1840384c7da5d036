import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeActivity, FakePage } from '../support/fake-ldes.js';
import { TestClock } from '../support/ledger.js';
import { runs } from '../support/runs.js';
import { activity, closeFeeds, CutOffMemory, dataset, distribution, hour, iri, opened, outcome, startFeed, type FeedHarvesting } from './ldes-support.js';

afterEach(closeFeeds);

const created = (names: readonly string[], n = 1): FakeActivity[] => names.map((name) => activity('Create', name, hour(n), dataset(name, `Title of ${name}`)));
const broken = { status: 500, body: 'no' };
const errors = (harvesting: FeedHarvesting): string[] => harvesting.issues().flatMap(({ code, severity }) => (severity === 'error' ? [code] : []));
const lessThan = (node: string, n: number, path = 'as:published', type = 'LessThanRelation'): string =>
  `<> tree:relation [ a tree:${type} ; tree:path ${path} ; tree:value "${hour(n)}"^^xsd:dateTime ; tree:node <${node}> ] .\n`;

describe('a page that is broken for ever', () => {
  it('blocks only itself: the rest is published and bookmarked, and it is told of once each run', async () => {
    const harvesting = await opened({
      '/feed': { activities: created(['a']), nodes: ['/feed/1', '/feed/2', '/feed/3'] },
      '/feed/1': { activities: created(['b']) },
      '/feed/2': { activities: created(['c']), immutable: true },
      '/feed/3': { activities: created(['d']) },
    });
    harvesting.fake.station.set('/feed/1', broken);
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 3 } });
    expect(errors(harvesting)).toEqual(['http-status']);
    harvesting.fake.asked();
    harvesting.clock.add(72);
    harvesting.fake.set({ '/feed/3': { activities: [...created(['d']), activity('Update', 'a', '2026-03-03T00:00:00Z', dataset('a', 'Changed'))] } });
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 0, updated: 1, withdrawn: 0 } });
    expect(harvesting.codes()).toEqual(['http-status']);
    expect(harvesting.fake.asked()).toEqual({ '/feed': 1, '/feed/1': 1, '/feed/3': 1 });
    harvesting.fake.set({ '/feed/1': { activities: created(['b']) } });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1, withdrawn: 0 } });
    expect(harvesting.live()).toEqual(['a', 'b', 'c', 'd']);
    expect(harvesting.bodyOf('a')).toContain('Changed');
    expect(harvesting.reader.stationMemory('holder').fullWalkAt).not.toBeNull();
  });

  it('counts as partial when nothing else has changed, all other pages being 304', async () => {
    const harvesting = await opened({ '/feed': { activities: created(['a']), nodes: ['/feed/1'] }, '/feed/1': { activities: created(['b']) } });
    await harvesting.once();
    harvesting.fake.station.set('/feed/1', broken);
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { withdrawn: 0 } });
    harvesting.fake.station.set('/feed', broken);
    expect((await harvesting.once()).outcome).toBe('failed');
    expect(harvesting.live()).toEqual(['a', 'b']);
  });

  it('is left alone with the rest of the feed after three failures in a row', async () => {
    const nodes = Array.from({ length: 9 }, (_, at) => `/feed/${String(at)}`);
    const harvesting = await opened({ '/feed': { activities: created(['a']), nodes } });
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 1 } });
    expect(errors(harvesting)).toHaveLength(3);
    expect(Object.keys(harvesting.fake.asked())).toHaveLength(4);
  });

  it('leads to the pages it led to before', async () => {
    const harvesting = await opened({
      '/feed': { activities: created(['a']), nodes: ['/feed/1'] },
      '/feed/1': { activities: created(['b']), nodes: ['/feed/2'] },
      '/feed/2': { activities: [] },
    });
    await harvesting.once();
    harvesting.fake.station.set('/feed/1', broken);
    harvesting.fake.set({ '/feed/2': { activities: created(['c'], 2) } });
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 1 } });
  });

  it('gives an operator who wants everything nothing by half, and leaves the increments as they were', async () => {
    const harvesting = await opened({ '/feed': { activities: created(['a']), nodes: ['/feed/1'] }, '/feed/1': { activities: created(['b']) } });
    await harvesting.once();
    const { bookmark } = harvesting.reader.stationMemory('holder');
    harvesting.fake.station.set('/feed/1', broken);
    expect(await harvesting.run('holder', { full: true })).toMatchObject({ outcome: 'partial', counts: { withdrawn: 0 } });
    expect(harvesting.reader.stationMemory('holder').bookmark).toBe(bookmark);
  });

  it('says nothing of a record of which a part may stand there: none is published by half (LDES-11)', async () => {
    const harvesting = await opened({
      '/feed': {
        activities: [activity('Create', 'a', hour(1), dataset('a', 'A', `; dcat:distribution <${iri('x')}>`)), ...created(['b'])],
        nodes: ['/feed/1'],
      },
      '/feed/1': { activities: [activity('Create', 'x', hour(1), distribution('x', 'File'))] },
    });
    harvesting.fake.station.set('/feed/1', broken);
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 1 } });
    expect(harvesting.issues().map(({ code, severity }) => `${severity} ${code}`)).toEqual(['error http-status', 'info skipped']);
    expect(harvesting.live()).toEqual(['b']);
    harvesting.fake.set({ '/feed/1': { activities: [activity('Create', 'x', hour(1), distribution('x', 'File'))] } });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    expect(harvesting.bodyOf('a')).toContain('https://files.example/x');
  });
});

describe('a deletion beside a page that cannot be read', () => {
  const six = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6'];
  const gone = activity('Delete', 'd1', hour(5));

  it.each<[words: string, relation: Pick<FakePage, 'more' | 'nodes'>, withdrawn: number]>([
    ['counts when the page holds earlier members alone', { more: lessThan('/feed/2', 5) }, 1],
    ['waits when it may hold a later one', { more: lessThan('/feed/2', 6) }, 0],
    ['waits when it may hold one of the same time', { more: lessThan('/feed/2', 5, 'as:published', 'LessThanOrEqualToRelation') }, 0],
    ['counts when that time is excluded by another relation', { more: lessThan('/feed/2', 5) + lessThan('/feed/2', 7) }, 1],
    ['waits when nobody says what it may hold', { nodes: ['/feed/2'] }, 0],
    ['waits when the bound is that of another property', { more: lessThan('/feed/2', 4, 'dct:modified') }, 0],
    ['waits when the bound is from below', { more: lessThan('/feed/2', 4, 'as:published', 'GreaterThanRelation') }, 0],
  ])('%s', async (_words, relation, withdrawn) => {
    const harvesting = await opened({ '/feed': { activities: created(six), ...relation }, '/feed/2': { activities: [] } });
    expect((await harvesting.once()).counts.added).toBe(6);
    harvesting.fake.set({ '/feed': { activities: [...created(six), gone], ...relation } });
    harvesting.fake.station.set('/feed/2', broken);
    for (let day = 0; day < 2; day++) {
      harvesting.clock.add(48);
      const summary = await harvesting.once();
      expect(summary.outcome).toBe('partial');
      expect(summary.counts.withdrawn).toBe(day === 0 ? withdrawn : 0);
    }
    expect(harvesting.live()).toHaveLength(6 - withdrawn);
    harvesting.fake.set({ '/feed/2': { activities: [] } });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1 - withdrawn } });
    expect(harvesting.reader.head(iri('d1'))?.stateReason).toContain('The source says');
  });

  it('is overtaken by what the page held (why it waits)', async () => {
    const harvesting = await opened({ '/feed': { activities: created(six), nodes: ['/feed/2'] }, '/feed/2': { activities: [] } });
    await harvesting.once();
    harvesting.fake.set({ '/feed': { activities: [...created(six), gone], nodes: ['/feed/2'] } });
    harvesting.fake.station.set('/feed/2', broken);
    await harvesting.once();
    harvesting.fake.set({ '/feed/2': { activities: [activity('Create', 'd1', hour(6), dataset('d1', 'Back again'))] } });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 0, updated: 1 } });
    expect(harvesting.live()).toHaveLength(6);
  });

  it('brings nothing back that only the page says is deleted, and nobody else is missed in a full walk', async () => {
    const pages = { '/feed': { activities: created([...six, 'e']), nodes: ['/feed/2'] }, '/feed/2': { activities: [activity('Delete', 'e', hour(3))] } };
    const harvesting = await opened({ ...pages, '/feed/2': { activities: [] } }, { settings: { 'full-every-days': '1' } });
    await harvesting.once();
    harvesting.fake.set(pages);
    expect((await harvesting.once()).counts.withdrawn).toBe(1);
    harvesting.fake.set({ '/feed': { activities: created(['d1', 'd2', 'd3', 'e']), nodes: ['/feed/2'] } });
    harvesting.fake.station.set('/feed/2', broken);
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 0, withdrawn: 0 } });
      expect(harvesting.live()).toEqual(six);
    }
    harvesting.fake.set(pages);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 0, withdrawn: 0 } });
    expect(harvesting.live()).toEqual(six);
  });

  it('is not told of what came and went within the part that was read', async () => {
    const harvesting = await opened({
      '/feed': { activities: [...created(['a', 'd1']), gone], nodes: ['/feed/2'] },
    });
    for (let run = 0; run < 2; run++) {
      expect((await harvesting.once()).outcome).toBe('partial');
      expect(harvesting.live()).toEqual(['a']);
    }
  });
});

it('an entity without times is still taken over, however long a page has been broken', async () => {
  const untimed = (title: string, member: string): FakeActivity => ({ ...activity('Update', 'a', null, dataset('a', title)), id: iri(`member/${member}`) });
  const harvesting = await opened({ '/feed': { activities: [untimed('One', 'z')], nodes: ['/feed/broken'] } });
  expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 1 } });
  for (const [title, member] of [
    ['Two', 'y'],
    ['Three', 'x'],
  ] as const) {
    harvesting.fake.set({ '/feed': { activities: [untimed(title, member)], nodes: ['/feed/broken'] } });
    expect((await harvesting.once()).counts.updated).toBe(1);
    expect(harvesting.bodyOf('a')).toContain(title);
  }
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

it('property: whichever pages are broken for however many runs, nothing is lost by it, and nothing is deleted that will be there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...histories], { minLength: histories.length }),
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.subarray([1, 2, 3, 4, 5, 6, 7, 8]), { minLength: 1, maxLength: 3 }),
      async (activities, perPage, brokenPages) => {
        const names = Array.from({ length: Math.ceil(activities.length / perPage) }, (_, at) => `/feed/${String(at + 1)}`);
        const pages = Object.fromEntries(names.map((name, at) => [name, { activities: activities.slice(at * perPage, (at + 1) * perPage) }]));
        const fake = await startFeed({ '/feed': { activities: [], nodes: names }, ...pages });
        const memory = new CutOffMemory();
        const said: Record<string, string>[] = [];
        for (const numbers of brokenPages) {
          fake.set(pages);
          for (const number of numbers) fake.station.set(`/feed/${String(number)}`, broken);
          const { events } = await memory.run(fake, new TestClock());
          said.push(outcome(events));
          if (events.at(-1)?.kind === 'complete' && !numbers.some((number) => names.includes(`/feed/${String(number)}`))) memory.fullWalkAt = 'then';
        }
        fake.set(pages);
        const { events, isComplete } = await memory.run(fake, new TestClock());
        expect(isComplete).toBe(true);
        expect(events.at(-1)).not.toHaveProperty('gaps');
        said.push(outcome(events));
        const last: Record<string, string> = Object.assign({}, ...said) as Record<string, string>;
        expect(last[iri('x')]).toContain('Two');
        expect(last[iri('a')]).toContain('A2');
        expect(last[iri('c')]).toContain('C again');
        expect(last[iri('b')] ?? 'gone').toBe('gone');
        for (const one of said) for (const name of ['x', 'a', 'c']) expect(one[iri(name)]).not.toBe('gone');
        await closeFeeds();
      },
    ),
    { seed: 8, numRuns: runs(25) },
  );
});
