import { afterEach, describe, expect, it } from 'vitest';
import { recordId } from '../../src/domain/record-id.js';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { HarvestContext, Harvester } from '../../src/ports/harvester.js';
import type { Change } from '../../src/domain/record.js';
import { FakeStation, type FakeRoute } from '../support/fake-station.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

const fakes: FakeStation[] = [];

afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

const iri = (n: number): string => `https://holder.example/${String(n)}`;
const dataset = (n: number, title = `Dataset ${String(n)}`): string =>
  `<${iri(n)}> a dcat:Dataset ; dct:title "${title}"@nl ; dct:description "About ${String(n)}"@nl ; dct:publisher [ foaf:name "P" ] .\n`;
const page = (numbers: readonly number[], title?: string): FakeRoute => ({
  body: prefixes + numbers.map((n) => dataset(n, title)).join(''),
  type: 'text/turtle',
});
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);

interface Opened extends Harvesting {
  readonly fake: FakeStation;
}

async function opened(first: FakeRoute): Promise<Opened> {
  const fake = await FakeStation.start({ '/all': first });
  fakes.push(fake);
  return { ...(await openHarvesting([makeStation('holder', { endpoint: `${fake.url}/all` })])), fake };
}

const titles = ({ reader }: Harvesting): string[] =>
  reader
    .publishedPage(reader.snapshot().seq, '', 500)
    .map(({ head }) => Object.values(head.title).flat().join())
    .sort();
const live = ({ reader }: Harvesting): number => reader.publishedCount(reader.snapshot().seq);
const changes = ({ reader }: Harvesting, from: number): Change[] => reader.changesAfter(from, 1000).filter((change) => change.kind === 'record');
const quiet = (): undefined => undefined;

/** Ten records of which the station then lists three, over the grace: a run on hold. */
async function onHold(): Promise<{ house: Opened; held: number }> {
  const house = await opened(page(range(1, 10)));
  await house.run('holder');
  house.fake.set('/all', page(range(1, 3)));
  await house.run('holder');
  house.clock.add(48);
  const summary = await house.run('holder');
  expect(summary.outcome).toBe('on-hold');
  return { house, held: summary.run ?? 0 };
}

describe('a run on hold (RUN-6)', () => {
  it('keeps what it would do, for the operator to read', async () => {
    const { house, held } = await onHold();
    const items = house.reader.runItems(held, 100);
    expect(
      items
        .filter((item) => item.outcome === 'withdrawn')
        .map((item) => item.subject)
        .sort(),
    ).toEqual(range(4, 10).map(iri).sort());
    expect(house.reader.run(held)?.counts.withdrawn).toBe(0);
    expect(live(house)).toBe(10);
  });

  it('publishes just that when it is released, by name, and does not count for the rolling week', async () => {
    const { house, held } = await onHold();
    const from = house.reader.snapshot().seq;
    const summary = await house.runner.release(held, 'an operator', quiet);
    expect(summary).toMatchObject({ outcome: 'complete', counts: { withdrawn: 7 } });
    expect(live(house)).toBe(3);
    expect(changes(house, from).map(({ op, cause }) => `${op} ${cause}`)).toEqual(Array.from({ length: 7 }, () => 'withdrawn source-absent'));
    expect(house.reader.run(held)?.resolved).toMatchObject({ how: 'released', by: 'an operator', run: summary.run });
    expect(house.reader.recentWithdrawals('holder', '2000-01-01T00:00:00Z')).toBe(0);
    expect(house.reader.run(summary.run ?? 0)).toMatchObject({ trigger: 'release', of: held, by: 'an operator' });
  });

  it('leaves everything as it was when it is discarded, and is asked about again by the next run', async () => {
    const { house, held } = await onHold();
    await house.ledger.discardRun(held, 'an operator');
    expect(live(house)).toBe(10);
    await expect(house.runner.release(held, 'an operator', quiet)).rejects.toThrow(/not on hold/);
    await expect(house.ledger.discardRun(held, 'an operator')).rejects.toThrow(/was discarded already/);
    expect((await house.run('holder')).outcome).toBe('on-hold');
  });

  it('is superseded by the next visit: an old plan cannot be carried out over what the station says now', async () => {
    const { house, held } = await onHold();
    house.fake.set('/all', page(range(1, 10)));
    expect((await house.run('holder')).outcome).toBe('complete');
    expect(house.reader.run(held)?.resolved).toMatchObject({ how: 'superseded' });
    await expect(house.runner.release(held, 'an operator', quiet)).rejects.toThrow(/not on hold/);
    await expect(house.ledger.discardRun(held, 'an operator')).rejects.toThrow(/has taken the place/);
    expect(live(house)).toBe(10);
  });
});

describe('the brake of RUN-6', () => {
  it('stops a slow bleed over seven days, and lets a record that came back count no more', async () => {
    const house = await opened(page(range(1, 20)));
    await house.run('holder');
    const lose = async (left: readonly number[]): Promise<string> => {
      house.fake.set('/all', page(left));
      await house.run('holder');
      house.clock.add(25);
      return (await house.run('holder')).outcome;
    };
    expect(await lose(range(1, 18))).toBe('complete');
    expect(await lose(range(1, 16))).toBe('complete');
    expect(await lose(range(1, 15))).toBe('on-hold');
    expect(live(house)).toBe(16);
    house.fake.set('/all', page(range(1, 20)));
    expect((await house.run('holder')).outcome).toBe('complete');
    expect(house.reader.recentWithdrawals('holder', '2000-01-01T00:00:00Z')).toBe(0);
    expect(await lose(range(1, 18))).toBe('complete');
  });

  it('stops a run after which more than a fifth would lose a mandatory property, not one that changes agents only', async () => {
    const with_ = (publisher: string): FakeRoute => ({
      body:
        prefixes +
        range(1, 10)
          .map((n) => `<${iri(n)}> a dcat:Dataset ; dct:title "T"@nl ; dct:description "D"@nl ${publisher} .\n`)
          .join(''),
      type: 'text/turtle',
    });
    const house = await opened(
      with_('; dct:publisher [ foaf:name "P" ] ; dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC>'),
    );
    const fake = house.fake;
    await house.ledger.registerStations([makeStation('holder', { endpoint: `${fake.url}/all`, profiles: ['healthdcat-ap-r8'] })]);
    await house.run('holder');
    fake.set(
      '/all',
      with_('; dct:publisher [ foaf:name "Another name" ] ; dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC>'),
    );
    expect(await house.run('holder')).toMatchObject({ outcome: 'complete', counts: { updated: 10 } });
    fake.set('/all', with_(''));
    const summary = await house.run('holder');
    expect(summary.outcome).toBe('on-hold');
    expect(summary.detail).toMatch(/lose a mandatory property/);
    expect(house.issues().filter((issue) => issue.code === 'loses-mandatory')).toHaveLength(10);
  });
});

describe('a dry run', () => {
  it('shows what would be added, changed field by field, withdrawn and held, and publishes nothing', async () => {
    const house = await opened(page(range(1, 10)));
    await house.run('holder');
    const before = house.reader.snapshot().seq;
    house.fake.set('/all', {
      body: `${prefixes}${range(1, 8)
        .map((n) => dataset(n, n === 1 ? 'A new title' : undefined))
        .join('')}${dataset(11)}<${iri(2000)}> a dcat:Dataset ; dct:title "No description" .`,
      type: 'text/turtle',
    });
    const summary = await house.run('holder', { dryRun: true });
    expect(summary).toMatchObject({ outcome: 'complete', counts: { added: 1, updated: 1, held: 1, unchanged: 9 } });
    const items = house.reader.runItems(summary.run ?? 0, 100);
    expect(items.find((item) => item.subject === iri(1))?.changes).toEqual([{ path: 'dct:title', removed: ['Dataset 1 (nl)'], added: ['A new title (nl)'] }]);
    expect(
      items
        .filter((item) => item.outcome !== 'updated')
        .map((item) => `${item.outcome} ${item.subject}`)
        .sort(),
    ).toEqual([`added ${iri(11)}`, `held ${iri(2000)}`, `missing ${iri(10)}`, `missing ${iri(9)}`].sort());
    expect(house.reader.run(summary.run ?? 0)).toMatchObject({ dry: true, quality: { after: { records: 3 } } });
    expect(house.reader.snapshot().seq).toBe(before);
    expect(house.reader.runs('holder', 10)).toHaveLength(1);
    expect((await house.run('holder')).counts).toMatchObject({ added: 1, updated: 1 });
  });

  it('may be asked of a paused station', async () => {
    const house = await opened(page([1]));
    await house.ledger.setStationState('holder', 'paused', 'operator');
    expect((await house.run('holder')).outcome).toBe('postponed');
    expect(await house.run('holder', { dryRun: true })).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
  });
});

describe('ndc revert', () => {
  it('restores what a run changed, withdrew and added, as new entries of the log', async () => {
    const house = await opened(page(range(1, 10)));
    await house.run('holder');
    house.fake.set('/all', {
      body:
        prefixes +
        range(1, 9)
          .map((n) => dataset(n, n < 3 ? 'Spoiled' : undefined))
          .join('') +
        dataset(11),
      type: 'text/turtle',
    });
    await house.run('holder');
    house.clock.add(48);
    const spoiled = await house.run('holder');
    expect(spoiled.counts).toMatchObject({ withdrawn: 1 });
    const first = await house.runner.revert(2, 'an operator', quiet);
    expect(first.counts).toMatchObject({ updated: 2, withdrawn: 1 });
    expect(titles(house)).toEqual(
      range(1, 9)
        .map((n) => `Dataset ${String(n)}`)
        .sort(),
    );
    const from = house.reader.snapshot().seq;
    const second = await house.runner.revert(3, 'an operator', quiet);
    expect(second.counts).toMatchObject({ added: 1 });
    expect(changes(house, from).map(({ op, cause }) => `${op} ${cause}`)).toEqual(['created operator']);
    expect(titles(house)).toEqual(
      range(1, 10)
        .map((n) => `Dataset ${String(n)}`)
        .sort(),
    );
    expect(house.reader.run(second.run ?? 0)).toMatchObject({ trigger: 'revert', of: 3, by: 'an operator' });
  });

  it('can itself be undone, and leaves alone what was changed since', async () => {
    const house = await opened(page(range(1, 3)));
    await house.run('holder');
    house.fake.set('/all', page(range(1, 3), 'Second'));
    await house.run('holder');
    house.fake.set('/all', { body: prefixes + dataset(1, 'Third') + dataset(2, 'Second') + dataset(3, 'Second'), type: 'text/turtle' });
    await house.run('holder');
    const summary = await house.runner.revert(2, 'an operator', quiet);
    expect(summary.counts).toMatchObject({ updated: 2, unchanged: 1 });
    expect(titles(house)).toEqual(['Dataset 2', 'Dataset 3', 'Third']);
    expect(house.reader.runItems(summary.run ?? 0, 10).find((item) => item.subject === iri(1))?.reason).toBe('changed since by run 3');
    await house.runner.revert(summary.run ?? 0, 'an operator', quiet);
    expect(titles(house)).toEqual(['Second', 'Second', 'Third']);
  });

  it('is followed by what the station says when it is harvested again', async () => {
    const house = await opened(page(range(1, 3)));
    await house.run('holder');
    house.fake.set('/all', page(range(1, 3), 'Second'));
    await house.run('holder');
    await house.runner.revert(2, 'an operator', quiet);
    expect(titles(house)).toEqual(['Dataset 1', 'Dataset 2', 'Dataset 3']);
    expect(await house.run('holder')).toMatchObject({ counts: { updated: 3 } });
  });

  it('says so when there is nothing to undo', async () => {
    const house = await opened(page([1]));
    await house.run('holder');
    await house.run('holder');
    await expect(house.runner.revert(2, 'x', quiet)).rejects.toThrow(/changed nothing/);
    await expect(house.runner.revert(99, 'x', quiet)).rejects.toThrow(/no run 99/);
  });
});

describe('ndc replay and reprocessing', () => {
  it('reads a run again without visiting the station, and shows that nothing would differ', async () => {
    const house = await opened(page(range(1, 5)));
    await house.run('holder');
    const asked = house.fake.requests.length;
    const summary = await house.run('holder', { trigger: 'replay', dryRun: true, replay: { run: 1 } });
    expect(summary).toMatchObject({ outcome: 'complete', counts: { added: 0, updated: 0, withdrawn: 0, unchanged: 5 } });
    expect(house.fake.requests).toHaveLength(asked);
  });

  it('shows what differs between an old run and what is published now', async () => {
    const house = await opened(page(range(1, 3)));
    await house.run('holder');
    house.fake.set('/all', page(range(1, 3), 'Second'));
    await house.run('holder');
    const summary = await house.run('holder', { trigger: 'replay', dryRun: true, replay: { run: 1 } });
    expect(summary.counts).toMatchObject({ updated: 3 });
    expect(titles(house)).toEqual(['Second', 'Second', 'Second']);
  });

  it('publishes and logs nothing where the published form is equal, and replaces the reports', async () => {
    const house = await opened(page(range(1, 3)));
    await house.run('holder');
    const before = house.reader.snapshot().seq;
    const reports = (): (string | undefined)[] => range(1, 3).map((n) => house.reader.previousReport('holder', iri(n))?.profile);
    expect(reports()).toEqual(['dcat-ap-3.0', 'dcat-ap-3.0', 'dcat-ap-3.0']);
    await house.ledger.registerStations([makeStation('holder', { endpoint: `${house.fake.url}/all`, profiles: ['healthdcat-ap-r8'] })]);
    const seq = house.reader.snapshot().seq;
    const summary = await house.run('holder', { trigger: 'replay', replay: { run: null } });
    expect(summary).toMatchObject({ outcome: 'complete', counts: { updated: 0, unchanged: 3 } });
    expect(house.reader.snapshot().seq).toBe(seq);
    expect(seq).toBe(before + 1);
    expect(reports()).toEqual(['healthdcat-ap-r8', 'healthdcat-ap-r8', 'healthdcat-ap-r8']);
  });

  it('still knows the pages of an unchanged station afterwards', async () => {
    const house = await opened({ ...page(range(1, 3)), headers: { etag: '"1"' }, conditional: true });
    await house.run('holder');
    await house.run('holder', { trigger: 'replay', replay: { run: null } });
    expect(await house.run('holder')).toMatchObject({ outcome: 'complete', counts: { unchanged: 3 } });
  });
});

/** A harvester whose events the test gives. */
function scripted(
  events: (context: HarvestContext) => AsyncIterable<HarvestEvent> | Iterable<HarvestEvent>,
  knows: Partial<Harvester['knows']> = {},
): Harvester {
  return {
    protocol: 'rdf',
    assembly: 'per-document',
    knows: { completeListing: true, deletions: true, modifiedSince: true, ...knows },
    async *harvest(_station, context) {
      yield* events(context);
    },
  };
}

function given(n: number, title?: string): HarvestEvent {
  const text = prefixes + dataset(n, title);
  return {
    kind: 'document',
    document: {
      url: `https://holder.example/pages/${String(n)}`,
      baseIri: iri(n),
      mediaType: 'text/turtle',
      retrievedAt: '2026-01-01T00:00:00Z',
      etag: null,
      lastModified: null,
      bodyHash: text,
      body: { kind: 'memory', bytes: Buffer.from(text) },
    },
    visit: () => undefined,
    memo: () => n,
  };
}

describe('what a walk may withdraw (RUN-1, RUN-4, RUN-5)', () => {
  const all: HarvestEvent[] = [...range(1, 10).map((n) => given(n)), { kind: 'complete', walk: 'full' }];

  async function after(second: HarvestEvent[], knows: Partial<Harvester['knows']> = {}, first = all): Promise<Harvesting> {
    let events = first;
    const house = await openHarvesting([makeStation('holder')], {}, { harvesters: new Map([['rdf', scripted(() => events, knows)]]) });
    expect((await house.run('holder')).outcome).toBe('complete');
    events = second;
    for (let round = 0; round < 3; round++) {
      house.clock.add(25);
      await house.run('holder');
    }
    return house;
  }

  it('withdraws by absence after a full walk of a protocol that lists everything', async () => {
    expect(live(await after([...range(1, 9).map((n) => given(n)), { kind: 'complete', walk: 'full' }]))).toBe(9);
  });

  it.each([
    ['an increment', 'incremental', {}],
    ['a full walk of a protocol that cannot list everything', 'full', { completeListing: false }],
  ] as const)('withdraws nothing by absence after %s', async (_name, walk, knows) => {
    expect(live(await after([given(1), { kind: 'complete', walk }], knows))).toBe(10);
    expect(live(await after([{ kind: 'complete', walk }], knows))).toBe(10);
  });

  it('withdraws at once what an increment says is deleted, by the record or by the document that held it', async () => {
    const deletions: HarvestEvent[] = [
      { kind: 'gone', key: iri(3), evidence: 'oai-deleted' },
      { kind: 'gone', key: 'https://holder.example/pages/4', evidence: 'oai-deleted' },
      { kind: 'complete', walk: 'incremental' },
    ];
    const house = await after(deletions);
    expect(live(house)).toBe(8);
    expect(house.reader.head(iri(4))?.state).toBe('withdrawn');
    expect(house.reader.documents('holder').has('https://holder.example/pages/4')).toBe(false);
    expect(house.reader.documents('holder').has('https://holder.example/pages/5')).toBe(true);
  });

  it('withdraws nothing of that when the walk did not reach its end, or the protocol cannot know', async () => {
    expect(live(await after([{ kind: 'gone', key: iri(3), evidence: 'oai-deleted' }]))).toBe(10);
    expect(
      live(
        await after(
          [
            { kind: 'gone', key: iri(3), evidence: 'oai-deleted' },
            { kind: 'complete', walk: 'incremental' },
          ],
          { deletions: false },
        ),
      ),
    ).toBe(10);
  });

  it('takes the last word when a record is both given and deleted in one walk', async () => {
    const gone: HarvestEvent = { kind: 'gone', key: iri(3), evidence: 'as-delete' };
    const end: HarvestEvent = { kind: 'complete', walk: 'incremental' };
    expect(live(await after([given(3, 'New words'), gone, end]))).toBe(9);
    expect(titles(await after([gone, given(3, 'New words'), end]))).toContain('New words');
  });

  it('brakes explicit deletions like any others', async () => {
    let events = all;
    const house = await openHarvesting([makeStation('holder')], {}, { harvesters: new Map([['rdf', scripted(() => events)]]) });
    await house.run('holder');
    events = [...range(1, 5).map((n): HarvestEvent => ({ kind: 'gone', key: iri(n), evidence: 'oai-deleted' })), { kind: 'complete', walk: 'incremental' }];
    expect((await house.run('holder')).outcome).toBe('on-hold');
    expect(live(house)).toBe(10);
  });

  it('keeps the bookmark of a published run only, and gives it to the next', async () => {
    const seen: (string | null)[] = [];
    let tail: HarvestEvent[] = [{ kind: 'complete', walk: 'full' }];
    const house = await openHarvesting(
      [makeStation('holder')],
      {},
      {
        harvesters: new Map([
          [
            'rdf',
            scripted(({ bookmark, fullWalkAt }) => {
              seen.push(bookmark);
              expect(fullWalkAt === null).toBe(seen.length === 1);
              return [given(1), { kind: 'bookmark', value: `after ${String(seen.length)}` }, ...tail];
            }),
          ],
        ]),
      },
    );
    await house.run('holder');
    tail = [];
    await house.run('holder');
    await house.run('holder', { dryRun: true });
    tail = [{ kind: 'complete', walk: 'incremental' }];
    await house.run('holder');
    await house.run('holder');
    expect(seen).toEqual([null, 'after 1', 'after 1', 'after 1', 'after 4']);
  });
});

describe('a run that is killed and resumed', () => {
  it('goes on from its bookmark with what it had staged, and loses and repeats nothing', async () => {
    const asked: string[] = [];
    const house = await openHarvesting(
      [makeStation('holder')],
      {},
      {
        harvesters: new Map([
          [
            'rdf',
            scripted(function* ({ bookmark, knownDocuments }) {
              asked.push(`${String(bookmark)} ${String([...knownDocuments()].length)}`);
              for (const n of range(Number(bookmark ?? 0) + 1, 10)) {
                yield given(n);
                yield { kind: 'bookmark', value: String(n) };
              }
              yield { kind: 'complete', walk: 'full' };
            }),
          ],
        ]),
      },
    );
    const started = await house.ledger.startRun({ station: 'holder', trigger: 'schedule', holder: 'elsewhere/1/1', leaseMs: 1000 });
    if (!('run' in started)) throw new Error('busy');
    const dead = await openHarvesting(
      [makeStation('holder')],
      {},
      {
        harvesters: new Map([['rdf', scripted(() => [...range(1, 4).map((n) => given(n)), { kind: 'bookmark', value: '4' }])]]),
      },
    );
    const walk = await dead.run('holder');
    expect(walk.outcome).toBe('partial');
    await copyStaging(dead, walk.run ?? 0, house, started.run);
    house.clock.add(1);
    const summary = await house.run('holder');
    expect(summary).toMatchObject({ outcome: 'complete', counts: { added: 10, documents: 6 } });
    expect(asked).toEqual(['4 4']);
    expect(live(house)).toBe(10);
    expect([...house.reader.documents('holder').values()]).toHaveLength(10);
    expect((await house.run('holder')).counts).toMatchObject({ added: 0, updated: 0 });
  });

  it('is read anew when it was a day ago, or had no bookmark', async () => {
    for (const [bookmark, hours] of [
      ['1', 30],
      [null, 1],
    ] as const) {
      const asked: (string | null)[] = [];
      const house = await openHarvesting(
        [makeStation('holder')],
        {},
        {
          harvesters: new Map([
            [
              'rdf',
              scripted((context) => {
                asked.push(context.bookmark);
                return [given(1), { kind: 'complete', walk: 'full' }];
              }),
            ],
          ]),
        },
      );
      const started = await house.ledger.startRun({ station: 'holder', trigger: 'schedule', holder: 'elsewhere/1/1', leaseMs: 1000 });
      if (!('run' in started)) throw new Error('busy');
      await house.ledger.stage(started.run, { records: [], documents: [documentOf(1)], issues: [] });
      if (bookmark !== null) await house.ledger.stageBookmark(started.run, bookmark);
      house.clock.add(hours);
      expect(await house.run('holder')).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
      expect(asked).toEqual([null]);
      expect([...house.reader.stagedDocuments(started.run).values()]).toEqual([]);
    }
  });
});

const documentOf = (n: number): Parameters<Harvesting['ledger']['stage']>[1]['documents'][number] => ({
  url: `https://holder.example/pages/${String(n)}`,
  baseIri: iri(n),
  mediaType: 'text/turtle',
  retrievedAt: '2026-01-01T00:00:00Z',
  etag: null,
  lastModified: null,
  bodyHash: 'h',
  memo: n,
  subjects: [iri(n)],
});

/** What the killed process had staged: the same descriptions, as the pipeline of another house made them. */
async function copyStaging(from: Harvesting, run: number, to: Harvesting, target: number): Promise<void> {
  const records = range(1, 4).map((n) => {
    const version = from.reader.lastReceived(recordId(iri(n)));
    if (version === undefined) throw new Error('not there');
    return {
      subject: iri(n),
      kind: 'dataset' as const,
      canonicalHash: version.canonicalHash,
      sourceUrl: `https://holder.example/pages/${String(n)}`,
      content: {
        body: version.body,
        title: from.reader.head(iri(n))?.title ?? {},
        custodian: null,
        publisher: null,
        inSeries: [],
        seriesMembers: [],
        inheritable: { accessRights: [], healthCategories: [], themes: [], hdab: [], legislation: [] },
        receivedHash: version.receivedHash,
        pipeline: version.pipeline,
        report: version.report,
        admission: version.admission,
        violations: 0,
        warnings: 0,
        losesMandatory: false,
        evidence: { identifiers: [], origins: [], fingerprint: null },
      },
    };
  });
  expect(from.reader.run(run)).toBeDefined();
  await to.ledger.stage(target, { records, documents: range(1, 4).map(documentOf), issues: [] });
  await to.ledger.stageBookmark(target, '4');
}

describe('a run that an operator calls off', () => {
  it('ends soon, publishes nothing and withdraws nothing', async () => {
    const house: { current: Harvesting | null } = { current: null };
    let first = true;
    const opened_ = await openHarvesting(
      [makeStation('holder')],
      {},
      {
        harvesters: new Map([
          [
            'rdf',
            scripted(async function* ({ signal }) {
              yield given(1);
              if (first) {
                first = false;
                const run = house.current?.reader.runs('holder', 1)[0]?.id ?? 0;
                await house.current?.ledger.cancelRun(run, 'an operator');
                await new Promise((resolve) => {
                  signal.addEventListener('abort', resolve);
                });
              }
              yield { kind: 'complete', walk: 'full' };
            }),
          ],
        ]),
      },
    );
    house.current = opened_;
    expect(await opened_.run('holder')).toMatchObject({ outcome: 'interrupted', counts: { added: 0 } });
    expect(opened_.issues()).toMatchObject([{ code: 'cancelled' }]);
    expect(live(opened_)).toBe(0);
    expect(await opened_.run('holder')).toMatchObject({ outcome: 'complete', counts: { added: 1 } });
    await expect(opened_.ledger.cancelRun(1, 'an operator')).rejects.toThrow(/not under way/);
  });
});

describe('what a run leaves behind for the next', () => {
  const failing = (n: number): HarvestEvent => ({ kind: 'stale', key: `https://holder.example/pages/${String(n)}` });

  it('is also the document that could not be read: a second failure still finds its records (RUN-3)', async () => {
    let events: HarvestEvent[] = [...range(1, 3).map((n) => given(n)), { kind: 'complete', walk: 'full' }];
    const house = await openHarvesting([makeStation('holder')], {}, { harvesters: new Map([['rdf', scripted(() => events)]]) });
    await house.run('holder');
    events = [given(1), given(2), failing(3), { kind: 'complete', walk: 'full' }];
    for (let round = 0; round < 4; round++) {
      house.clock.add(25);
      expect((await house.run('holder')).outcome).toBe('complete');
    }
    expect(live(house)).toBe(3);
    events = [given(1), given(2), { kind: 'listed', key: 'https://holder.example/pages/3' }, { kind: 'complete', walk: 'full' }];
    for (let round = 0; round < 4; round++) {
      house.clock.add(25);
      await house.run('holder');
    }
    expect(live(house)).toBe(3);
  });

  it('is not a page that a partial run found changed: going back to the old words is a change', async () => {
    const first = page([1], 'First');
    const house = await opened(first);
    await house.run('holder');
    const both = { ...page([1], 'Second'), body: `${String(page([1], 'Second').body)}<> <http://www.w3.org/ns/hydra/core#next> "/more" .` };
    house.fake.set('/all', both).set('/more', { status: 500 });
    expect((await house.run('holder')).outcome).toBe('partial');
    expect(titles(house)).toEqual(['Second']);
    house.fake.set('/all', first);
    expect((await house.run('holder')).outcome).toBe('complete');
    expect(titles(house)).toEqual(['First']);
  });

  it('ends also between two records of one large document', async () => {
    const abort = new AbortController();
    const text =
      prefixes +
      range(1, 400)
        .map((n) => dataset(n))
        .join('');
    const house = await openHarvesting(
      [makeStation('holder')],
      {},
      {
        harvesters: new Map([
          [
            'rdf',
            scripted(() => {
              const document = given(1);
              if (document.kind !== 'document') throw new Error('no document');
              return [
                {
                  ...document,
                  document: { ...document.document, body: { kind: 'memory', bytes: Buffer.from(text) } },
                  memo: () => 0,
                  visit: () => {
                    abort.abort();
                  },
                },
                { kind: 'complete', walk: 'full' },
              ] as HarvestEvent[];
            }),
          ],
        ]),
      },
    );
    expect((await house.run('holder', { signal: abort.signal })).outcome).toBe('partial');
    expect(live(house)).toBe(0);
  });
});
