import fc from 'fast-check';
import { Parser, Store } from 'n3';
import Validator from 'rdf-validate-shacl';
import { afterEach, describe, expect, it } from 'vitest';
import { rdf } from '../../vocab/rdf.js';
import type { Assertion } from '../../src/domain/assertion.js';
import { recordId } from '../../src/domain/record-id.js';
import { plainCatalogue } from '../../src/federation/catalogue-pages.js';
import { activityShape } from '../../src/federation/feed.js';
import type { LedgerReader } from '../../src/ports/ledger.js';
import { parseText } from '../../src/rdf/parse.js';
import { termToNTriples } from '../../src/rdf/terms.js';
import {
  catalogueGraph,
  described,
  FeedFollower,
  FeedHarvest,
  inShort,
  openFeed,
  publishedGraphs,
  readPage,
  subjectOf,
  type FeedHouse,
  type FeedPageRead,
} from '../support/feed.js';
import { publish, withdraw } from '../support/ledger.js';
import { runs } from '../support/runs.js';

const feeds: FeedHouse[] = [];
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const idOf = (n: number): string => recordId(subjectOf(n));

async function feedOf(options: Parameters<typeof openFeed>[0] = {}): Promise<FeedHouse> {
  const feed = await openFeed(options);
  feeds.push(feed);
  return feed;
}

afterEach(async () => {
  for (const feed of feeds.splice(0)) await feed.close();
});

async function pageOf(feed: FeedHouse, path: string): Promise<FeedPageRead> {
  const response = await feed.get(path, { accept: 'application/n-quads' });
  const text = await response.text();
  expect([path, response.status, response.status === 200 ? '' : text]).toEqual([path, 200, '']);
  return readPage(path.startsWith('http') ? path : feed.base + path, text, response.headers);
}

/** Every page from the root on, with its members. */
async function walk(feed: FeedHouse): Promise<FeedPageRead[]> {
  const pages = [await pageOf(feed, '/feed')];
  for (const page of pages) for (const node of page.nodes) pages.push(await pageOf(feed, node));
  return pages;
}

const membersOf = async (feed: FeedHouse): Promise<FeedPageRead['members'][number][]> => (await walk(feed)).flatMap(({ members }) => members);
const kindsOf = async (feed: FeedHouse): Promise<string[]> =>
  (await membersOf(feed)).map(({ type, entity }) => `${type.replace(/^.*#/, '')} ${entity.replace('https://a.example/d/', '')}`);
const assertion = (n: number, comment: string): Assertion => ({
  iri: `https://hdab.example/assertions/${String(n)}`,
  subject: subjectOf(n),
  predicate: 'http://www.w3.org/ns/dcat#theme',
  object: '<http://publications.europa.eu/resource/authority/data-theme/HEAL>',
  attributedTo: 'https://hdab.example/',
  generatedAt: '2026-01-01T00:00:00Z',
  comment,
  from: null,
  to: null,
});

describe('what the feed tells', () => {
  it('is each change of what is published, in order, with deletions, and the catalogue as it is (FEED-4 to FEED-6)', async () => {
    const feed = await feedOf();
    const { ledger } = feed.house;
    await ledger.setCatalogue({ ...plainCatalogue('https://catalogue.example'), adminEmail: 'old@catalogue.example' });
    await publish(ledger, 'a', [described(1), described(2)]);
    await publish(ledger, 'a', [described(1, 'two')], [withdraw(subjectOf(2))]);
    await publish(ledger, 'a', [described(2, 'again')]);
    await ledger.setCatalogue(plainCatalogue('https://catalogue.example'));
    expect(await kindsOf(feed)).toEqual(['Create 1', 'Create 2', 'Update 1', 'Delete 2', 'Create 2', 'Update https://catalogue.example/catalogue']);
    const members = await membersOf(feed);
    expect(members.map(({ published }) => published)).toEqual(members.map(({ published }) => published).toSorted());
    expect(new Set(members.map(({ published }) => published)).size).toBe(6);
    expect(members.map(({ payload }) => payload === '')).toEqual([false, false, false, true, false, false]);
    expect(members.every(({ iri }) => iri.startsWith(`${feed.base}/events/`))).toBe(true);
    const latest = new Map(members.map(({ entity, payload }) => [entity, payload]));
    expect(latest).toEqual(new Map([...publishedGraphs(feed), catalogueGraph(feed)]));
  });

  it('keeps the words of an old event, whatever becomes of the record, its title and what is asserted of it', async () => {
    const feed = await feedOf();
    const { ledger } = feed.house;
    await ledger.setAssertions([assertion(1, 'first')]);
    await publish(ledger, 'a', [described(1)]);
    await ledger.setAssertions([assertion(1, 'second')]);
    const before = await membersOf(feed);
    expect(before.map(({ payload }) => /first|second/.exec(payload)?.[0])).toEqual(['first', 'second']);
    await publish(ledger, 'a', [described(1, 'two')]);
    await ledger.setAssertions([]);
    await publish(ledger, 'a', [], [withdraw(subjectOf(1))]);
    const after = await membersOf(feed);
    expect(after.slice(0, 2)).toEqual(before);
    expect(after.map(({ payload }) => /first|second/.exec(payload)?.[0] ?? (payload === '' ? '' : 'none'))).toEqual(['first', 'second', 'second', 'none', '']);
    expect(after[0]?.payload).toContain('"one"');
    expect(after[0]?.payload).not.toContain('"two"');
  });

  it('leaves out what is withheld or redacted but for its deletion, and comes back with what is released', async () => {
    const feed = await feedOf();
    const { ledger } = feed.house;
    await publish(ledger, 'a', [described(1), described(2, 'secret'), described(3)]);
    await publish(ledger, 'a', [described(2, 'better')]);
    const first = await feed.get('/feed/2026-03', { accept: 'application/trig' });
    await ledger.redact(idOf(2), 1, 'personal data', 'somebody');
    expect(await kindsOf(feed)).toEqual(['Create 1', 'Create 3', 'Update 2']);
    const second = await feed.get('/feed/2026-03', { accept: 'application/trig', 'if-none-match': first.headers.get('etag') ?? '' });
    expect([second.status, (await second.text()).includes('secret'), (await first.text()).includes('secret')]).toEqual([200, false, true]);
    await ledger.withhold(idOf(3), 'a mistake', 'somebody');
    expect(await kindsOf(feed)).toEqual(['Create 1', 'Update 2', 'Delete 3']);
    await ledger.release(idOf(3), 'somebody');
    expect(await kindsOf(feed)).toEqual(['Create 1', 'Create 3', 'Update 2', 'Delete 3', 'Create 3']);
    await ledger.redact(idOf(1), null, 'personal data', 'somebody');
    expect(await kindsOf(feed)).toEqual(['Create 3', 'Update 2', 'Delete 3', 'Create 3', 'Delete 1']);
  });

  it('never speaks of what is held or onboarding, nor of its being taken down', async () => {
    const feed = await feedOf();
    const { ledger } = feed.house;
    await publish(ledger, 'a', [described(1), described(2, 'held', '', { held: true })]);
    await ledger.withhold(idOf(2), 'never published', 'somebody');
    expect(await kindsOf(feed)).toEqual(['Create 1']);
    const { seq } = feed.house.reader.snapshot();
    expect([feed.house.reader.changesAfter(seq - 1, 1)[0]?.op, (await feed.get(`/events/${String(seq)}`)).status]).toEqual(['withheld', 404]);
  });
});

describe('pages of the feed', () => {
  it('say what the stream is, and each of them its type and both paths (FEED-2)', async () => {
    const feed = await feedOf();
    await publish(feed.house.ledger, 'a', [described(1)]);
    const [root, leaf] = await walk(feed);
    const said = (page: FeedPageRead | undefined): string[] =>
      (page?.quads ?? [])
        .filter(({ subject, predicate }) => subject.value === `${feed.base}/feed#stream` && !predicate.value.endsWith('member'))
        .map(
          ({ predicate, object }) => `${predicate.value.replace(/^.*[/#]/, '')} ${object.value.replace(/^.*activitystreams#/, 'as:').replace(feed.base, '')}`,
        )
        .sort();
    const everywhere = ['timestampPath as:published', 'type https://w3id.org/ldes#EventStream', 'versionOfPath as:object', 'view /feed'];
    expect(said(leaf)).toEqual(everywhere);
    expect(said(root)).toEqual(
      [
        ...everywhere,
        'pollingInterval 3600',
        'shape /feed/shape.ttl#ActivityShape',
        'versionCreateObject as:Create',
        'versionDeleteObject as:Delete',
        'versionUpdateObject as:Update',
      ].sort(),
    );
    expect(root?.members).toEqual([]);
    const relations = (root?.quads ?? []).filter(({ predicate }) => predicate.value.endsWith('tree#relation')).map(({ object }) => object.value);
    const of = (relation: string): string[] =>
      (root?.quads ?? [])
        .filter(({ subject }) => subject.value === relation)
        .map(({ object }) => object.value.replace(/^.*[/#]/, ''))
        .sort();
    expect(relations.map(of)).toEqual([
      ['2026-03', '2026-03-01T00:00:00.000Z', 'GreaterThanOrEqualToRelation', 'published'],
      ['2026-03', '2026-04-01T00:00:00.000Z', 'LessThanRelation', 'published'],
    ]);
  });

  it('have members that fit the published shape, which is closed (FEED-4)', async () => {
    const feed = await feedOf();
    await publish(feed.house.ledger, 'a', [described(1), described(2)]);
    await publish(feed.house.ledger, 'a', [], [withdraw(subjectOf(2))]);
    const page = await pageOf(feed, '/feed/2026-03');
    const shape = await (await feed.get('/feed/shape.ttl')).text();
    expect(shape).toBe(activityShape);
    const validator = new Validator(
      new Store(
        new Parser({ baseIRI: `${feed.base}/feed/shape.ttl` }).parse(
          `${shape}\n${page.members.map(({ iri }) => `<#ActivityShape> sh:targetNode <${iri}> .`).join('\n')}`,
        ),
      ),
    );
    const own = page.quads.filter(({ graph }) => graph.value === '');
    const report = async (quads: typeof own): Promise<readonly [boolean, number]> => {
      const { conforms, results } = await validator.validate(new Store([...quads]));
      return [conforms, results.length];
    };
    expect([page.members.length, await report(own)]).toEqual([3, [true, 0]]);
    const { iri } = page.members[0]!;
    const more = new Parser().parse(`<${iri}> <http://purl.org/dc/terms/title> "one too many" .`);
    expect(await report([...own, ...more])).toEqual([false, 1]);
    expect(await report(own.filter(({ subject, predicate }) => subject.value !== iri || !predicate.equals(rdf.type)))).toEqual([false, 1]);
  });

  it('are the same quads in all three formats, TriG when nothing is asked for, and the paths are terms in an inline context (FEED-3)', async () => {
    const feed = await feedOf();
    await publish(feed.house.ledger, 'a', [
      described(1, 'quoted \\"words\\" {and} $& <more>', `<${subjectOf(1)}> <http://purl.org/dc/terms/source> <as:odd> .`),
      described(2),
    ]);
    await publish(feed.house.ledger, 'a', [], [withdraw(subjectOf(2))]);
    const graphs = new Set<string>();
    for (const type of ['application/trig', 'application/ld+json', 'application/n-quads']) {
      for (const path of ['/feed', '/feed/2026-03']) {
        const response = await feed.get(path, { accept: type });
        const text = await response.text();
        expect([response.status, response.headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`]);
        const { quads } = await parseText(text, { mediaType: type, baseIri: 'https://elsewhere.example/' });
        const lines = quads
          .map(({ subject, predicate, object, graph }) => [subject, predicate, object, graph].map((term) => termToNTriples(term)).join(' '))
          .sort();
        expect(lines.length).toBeGreaterThan(10);
        graphs.add(`${path}\n${[...new Set(lines)].join('\n')}`);
        if (type === 'application/ld+json') {
          const { '@context': context, '@graph': nodes } = JSON.parse(text) as { '@context': Record<string, unknown>; '@graph': Record<string, unknown>[] };
          expect(context['timestampPath']).toEqual({ '@id': 'ldes:timestampPath', '@type': '@vocab' });
          expect(context['versionOfPath']).toEqual({ '@id': 'ldes:versionOfPath', '@type': '@vocab' });
          expect(nodes.find((node) => 'timestampPath' in node)).toMatchObject({ timestampPath: 'as:published', versionOfPath: 'as:object' });
        }
      }
    }
    expect(graphs.size).toBe(2);
    expect((await feed.get('/feed')).headers.get('content-type')).toBe('application/trig; charset=utf-8');
    expect((await feed.get('/feed', { accept: 'text/html' })).status).toBe(406);
  });

  it('are closed only when no later entry can fall into them, and may then be kept (FEED-8)', async () => {
    const feed = await feedOf();
    const { ledger, clock } = feed.house;
    await publish(ledger, 'a', [described(1)]);
    clock.add(24 * 40);
    const states = async (): Promise<unknown[]> => {
      const response = await feed.get('/feed/2026-03', { accept: 'application/n-quads' });
      return [response.headers.get('cache-control'), (await response.text()).includes('ldes#immutable')];
    };
    // The month is over by the clock, but a clock may be set back: only the log can tell.
    expect(await states()).toEqual(['no-cache', false]);
    await publish(ledger, 'a', [described(2)]);
    expect(await states()).toEqual(['public, max-age=604800, immutable', true]);
    clock.at = Date.parse('2026-03-20T00:00:00Z');
    await publish(ledger, 'a', [described(3)]);
    expect([await kindsOf(feed), (await pageOf(feed, '/feed/2026-03')).members.length]).toEqual([['Create 1', 'Create 2', 'Create 3'], 1]);
    expect((await feed.get('/feed')).headers.get('cache-control')).toBe('no-cache');
  });

  it('are never kept longer than a deletion is told that takes back what is on them (FEED-7, FEED-8)', async () => {
    const feed = await feedOf({ windowDays: 30 });
    const { ledger, clock } = feed.house;
    await publish(ledger, 'a', [described(1)]);
    clock.at = Date.parse('2026-04-10T12:00:00Z');
    await publish(ledger, 'a', [described(2)]);
    const age = async (): Promise<number> => Number(/max-age=(\d+)/.exec((await feed.get('/feed/2026-03')).headers.get('cache-control') ?? '')?.[1]);
    expect(await age()).toBe(604_800);
    clock.at = Date.parse('2026-05-01T12:00:00Z');
    expect(await age()).toBe(43_200);
    const short = await feedOf({ windowDays: 2 });
    await publish(short.house.ledger, 'a', [described(1)]);
    short.house.clock.add(24 * 200);
    await publish(short.house.ledger, 'a', [described(2)]);
    expect((await short.get('/feed/2026-03')).headers.get('cache-control')).toBe('public, max-age=172800, immutable');
  });

  it('answer 304 to their tag, HEAD, other sites, and say what is wrong with an address', async () => {
    const feed = await feedOf();
    await publish(feed.house.ledger, 'a', [described(1)]);
    for (const path of ['/feed', '/feed/2026-03', '/feed/2026-03-01', '/feed/shape.ttl', `/events/${String(feed.house.reader.snapshot().seq)}`]) {
      const first = await feed.get(path);
      const etag = first.headers.get('etag') ?? '';
      expect([path, first.status, etag.startsWith('"'), first.headers.get('access-control-allow-origin')]).toEqual([path, 200, true, '*']);
      for (const headers of [{ 'if-none-match': etag }, { 'if-none-match': `W/${etag}, "x"` }]) {
        const again = await feed.get(path, headers);
        expect([path, again.status, await again.text(), again.headers.get('etag'), again.headers.get('cache-control')]).toEqual([
          path,
          304,
          '',
          etag,
          first.headers.get('cache-control'),
        ]);
      }
      const head = await fetch(feed.base + path, { method: 'HEAD' });
      expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', etag]);
    }
    const tag = (await feed.get('/feed/2026-03')).headers.get('etag') ?? '';
    await publish(feed.house.ledger, 'a', [described(2)]);
    expect((await feed.get('/feed/2026-03', { 'if-none-match': tag })).status).toBe(200);
    const problems = {
      '/feed/2026-13': 404,
      '/feed/1999-01': 404,
      '/feed/2026-04': 404,
      '/feed/x': 404,
      '/feed/2026-03?epoch=1': 410,
      '/feed/2026-03?epoch=x': 400,
      '/feed/2026-03?epoch=1&epoch=2': 400,
      '/events/0': 404,
      '/events/99': 404,
      '/events/1e3': 404,
      '/events/99999999999999999999': 404,
    };
    for (const [path, status] of Object.entries(problems)) {
      const response = await feed.get(path);
      expect([path, response.status, response.headers.get('content-type')?.includes('problem+json')]).toEqual([path, status, true]);
    }
  });

  it('are split when they have more than a thousand members, and everything is still there once (FEED-1)', async () => {
    const feed = await feedOf();
    const { ledger, clock } = feed.house;
    for (const batch of range(0, 20))
      await publish(
        ledger,
        'a',
        range(1, 50).map((n) => described(batch * 50 + n)),
      );
    clock.add(24);
    await publish(ledger, 'a', [described(1, 'two')]);
    const pages = await walk(feed);
    expect(pages.map(({ url, members }) => [url.replace(feed.base, ''), members.length])).toEqual([
      ['/feed', 0],
      ['/feed/2026-03', 0],
      ['/feed/2026-03-01', 0],
      ['/feed/2026-03-02', 1],
      ['/feed/2026-03-01T10', 0],
      ['/feed/2026-03-01T1000', 0],
      ['/feed/2026-03-01T100000', 999],
      ['/feed/2026-03-01T100001', 51],
    ]);
    expect(pages.map(({ immutable }) => immutable)).toEqual([false, false, true, false, true, true, true, true]);
    const found = pages.flatMap(({ members }) => members);
    expect([new Set(found.map(({ iri }) => iri)).size, found.length]).toEqual([1051, 1051]);
    const harvest = new FeedHarvest(feed);
    await harvest.run();
    expect(inShort(harvest.mirror)).toEqual(inShort(publishedGraphs(feed)));
  }, 120_000);
});

describe('what is kept (FEED-7)', () => {
  it('is everything for the window, then what is the last word on a live record; older deletions go', async () => {
    const feed = await feedOf({ windowDays: 30 });
    const { ledger, clock } = feed.house;
    await publish(ledger, 'a', [described(1), described(2), described(3)]);
    await publish(ledger, 'a', [described(1, 'two')], [withdraw(subjectOf(2))]);
    expect(await kindsOf(feed)).toEqual(['Create 1', 'Create 2', 'Create 3', 'Update 1', 'Delete 2']);
    clock.add(24 * 100);
    expect(await kindsOf(feed)).toEqual(['Create 3', 'Update 1']);
    await publish(ledger, 'a', [described(3, 'two'), described(4)]);
    expect(await kindsOf(feed)).toEqual(['Update 1', 'Update 3', 'Create 4']);
    const follower = new FeedFollower(feed);
    await follower.follow();
    expect(inShort(follower.mirror)).toEqual(inShort(publishedGraphs(feed)));
    const { quads } = await pageOf(feed, '/feed');
    const told = quads
      .filter(({ predicate }) => /fullLogDuration|versionAmount|versionDeleteDuration|startingFrom|ldes#amount|tree#value/.test(predicate.value))
      .map(({ predicate, object }) => `${predicate.value.replace(/^.*#/, '')} ${object.value}`);
    expect(told.filter((text) => !text.includes('T')).sort()).toEqual([
      'amount 1',
      'fullLogDuration P30D',
      'value P30D',
      'versionAmount 1',
      'versionDeleteDuration P30D',
    ]);
    expect(quads.some(({ predicate }) => predicate.value.endsWith('viewDescription'))).toBe(true);
  });

  it('is still found at its own address when it has left the window', async () => {
    const feed = await feedOf({ windowDays: 30 });
    const { ledger, clock } = feed.house;
    await publish(ledger, 'a', [described(1), described(2)]);
    const [first, second] = await membersOf(feed);
    await publish(ledger, 'a', [described(1, 'two')]);
    clock.add(24 * 100);
    const response = await feed.get(first!.iri, { accept: 'application/n-quads' });
    expect(readPage(first!.iri, await response.text(), response.headers).members).toEqual([first]);
    await ledger.withhold(idOf(2), 'a mistake', 'somebody');
    const gone = await feed.get(second!.iri);
    expect([gone.status, ((await gone.json()) as { code: string }).code]).toEqual([410, 'request/gone']);
  });
});

type Step =
  | { readonly kind: 'publish' | 'withdraw' | 'withhold' | 'release' | 'redact' | 'assert'; readonly n: number; readonly words: string }
  | { readonly kind: 'wait'; readonly hours: number }
  | { readonly kind: 'read' | 'backup' | 'restore' };

const numbered = fc.record({
  kind: fc.constantFrom(
    'publish' as const,
    'publish' as const,
    'publish' as const,
    'withdraw' as const,
    'withdraw' as const,
    'withhold' as const,
    'release' as const,
    'redact' as const,
    'assert' as const,
  ),
  n: fc.integer({ min: 1, max: 4 }),
  words: fc.constantFrom('one', 'two', 'three'),
});
const waiting = fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(0, 1, 24 * 20, 24 * 70) });
const steps = (...plain: readonly ('read' | 'backup' | 'restore')[]): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: numbered },
      { weight: 2, arbitrary: waiting },
      { weight: 2, arbitrary: fc.constantFrom(...plain.map((kind) => ({ kind }))) },
    ),
    { minLength: 3, maxLength: 20 },
  );

/** Does what the steps say, and compares after each read what consumers have with what is published. */
async function play(feed: FeedHouse, todo: readonly Step[]): Promise<void> {
  const [follower, harvest] = [new FeedFollower(feed), new FeedHarvest(feed)];
  // The last record of a station is not taken away: a feed that is suddenly empty is another matter.
  await publish(feed.house.ledger, 'a', [described(9)]);
  await feed.backup();
  const read = async (): Promise<void> => {
    // Not before the feed wants to be asked again (LDES-7).
    feed.house.clock.add(1.1);
    await follower.follow();
    await harvest.run();
    expect(inShort(follower.mirror)).toEqual(inShort(publishedGraphs(feed)));
    expect(inShort(harvest.mirror)).toEqual(inShort(publishedGraphs(feed)));
  };
  for (const step of [...todo, { kind: 'read' } as const]) {
    const { ledger, reader, clock } = feed.house;
    if (step.kind === 'wait') clock.add(step.hours);
    else if (step.kind === 'read') await read();
    else if (step.kind === 'backup') await feed.backup();
    else if (!('n' in step)) {
      clock.add(1.1);
      await feed.restore();
    } else {
      const state = reader.head(subjectOf(step.n))?.state;
      if (step.kind === 'publish') await publish(ledger, 'a', [described(step.n, step.words)]);
      else if (step.kind === 'withdraw' && state === 'current') await publish(ledger, 'a', [], [withdraw(subjectOf(step.n))]);
      else if (step.kind === 'withhold' && state === 'current') await ledger.withhold(idOf(step.n), 'why', 'somebody');
      else if (step.kind === 'release' && state === 'withheld') await ledger.release(idOf(step.n), 'somebody').catch(() => undefined);
      else if (step.kind === 'redact' && state !== undefined)
        await ledger.redact(idOf(step.n), reader.versions(idOf(step.n)).at(-1)?.n ?? 1, 'why', 'somebody');
      else if (step.kind === 'assert') await ledger.setAssertions([assertion(step.n, step.words)]);
    }
  }
}

/** The same with a reader that does not keep to the rules: it has to come out. */
async function isFoundOut(seed: number, through: (reader: LedgerReader) => LedgerReader): Promise<boolean> {
  const outcome = await fc.check(
    fc.asyncProperty(steps('read'), async (todo) => {
      await play(await feedOf({ windowDays: 60, through }), todo);
    }),
    { numRuns: 40, seed, endOnFailure: true },
  );
  return outcome.failed && (outcome.errorInstance as Error).name === 'AssertionError';
}

/** The reader but for one method. */
const but = (reader: LedgerReader, changes: Partial<LedgerReader>): LedgerReader =>
  new Proxy(reader, { get: (target, name) => (Reflect.get(changes, name) as unknown) ?? (Reflect.get(target, name) as () => unknown).bind(target) });

describe('a consumer that follows the feed', () => {
  it('ends with exactly what is published, after any changes and however often it read', async () => {
    await fc.assert(
      fc.asyncProperty(steps('read'), async (todo) => {
        await play(await feedOf({ windowDays: 60 }), todo);
      }),
      { numRuns: runs(25), endOnFailure: true },
    );
  }, 240_000);

  it('also across restores', async () => {
    await fc.assert(
      fc.asyncProperty(steps('read', 'backup', 'restore'), async (todo) => {
        await play(await feedOf({ windowDays: 60 }), todo);
      }),
      { numRuns: runs(15), endOnFailure: true },
    );
  }, 240_000);

  it('would go astray without deletions, with pages that are closed too early, or with a record that is left out', async () => {
    expect(await isFoundOut(1, (reader) => but(reader, { told: (...values) => reader.told(...values).filter(({ op }) => op !== 'deleted') }))).toBe(true);
    expect(await isFoundOut(2, (reader) => but(reader, { lastLoggedAt: () => '2999-01-01T00:00:00.000Z' }))).toBe(true);
    expect(await isFoundOut(3, (reader) => but(reader, { told: (...values) => reader.told(...values).filter(({ head }) => !head?.iri.endsWith('/3')) }))).toBe(
      true,
    );
  }, 240_000);

  it('reads everything again after a restore, and nothing of before; its own pages of before are gone', async () => {
    const feed = await feedOf();
    const { ledger, clock } = feed.house;
    await publish(
      ledger,
      'a',
      range(1, 10).map((n) => described(n)),
    );
    const [follower, harvest] = [new FeedFollower(feed), new FeedHarvest(feed)];
    await feed.backup();
    clock.add(24 * 40);
    await publish(ledger, 'a', [described(1, 'lost'), described(11, 'lost')], [withdraw(subjectOf(2))]);
    clock.add(24 * 40);
    await publish(ledger, 'a', [described(12, 'lost')]);
    await follower.follow();
    await harvest.run();
    const before = await walk(feed);
    const lost = (await membersOf(feed)).at(-1)!;
    clock.add(2);
    await feed.restore();
    clock.add(2);
    await follower.follow();
    await harvest.run();
    expect([inShort(follower.mirror), inShort(harvest.mirror)]).toEqual([inShort(publishedGraphs(feed)), inShort(publishedGraphs(feed))]);
    expect([follower.mirror.size, follower.beginnings, harvest.walks]).toEqual([10, 2, ['full', 'full']]);
    for (const { url } of before.slice(1)) expect([url, (await feed.get(url)).status]).toEqual([url, 410]);
    expect((await feed.get(lost.iri)).status).toBe(404);
    const root = await pageOf(feed, '/feed');
    const startings = root.quads.filter(({ predicate }) => /startingFrom|pointInTime/.test(predicate.value)).map(({ object }) => object.value);
    expect(startings).toEqual([feed.house.reader.restoredAt(), feed.house.reader.restoredAt()]);
    clock.add(24 * 500);
    await publish(feed.house.ledger, 'a', [described(1, 'much later')]);
    expect((await pageOf(feed, '/feed')).quads.some(({ predicate }) => predicate.value.endsWith('startingFrom'))).toBe(false);
    await follower.follow();
    expect(inShort(follower.mirror)).toEqual(inShort(publishedGraphs(feed)));
  });

  it('asks for open pages alone once it has read the rest', async () => {
    const feed = await feedOf();
    const { ledger, clock } = feed.house;
    for (const month of range(1, 5)) {
      await publish(ledger, 'a', [described(month)]);
      clock.add(24 * 31);
    }
    const follower = new FeedFollower(feed);
    await follower.follow();
    expect(follower.requests).toBe(6);
    await publish(ledger, 'a', [described(1, 'two')]);
    await follower.follow();
    // The root, the month that was open, which is over now, and the new one.
    expect(follower.requests).toBe(9);
    expect(inShort(follower.mirror)).toEqual(inShort(publishedGraphs(feed)));
  });
});
