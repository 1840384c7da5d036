import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { ProfileInfo } from '../../src/domain/validation.js';
import type { Harvester } from '../../src/ports/harvester.js';
import type { Validator } from '../../src/ports/validator.js';
import type { RunnerSettings } from '../../src/harvest/runner.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';
import { runs } from '../support/runs.js';
import { CatalogueModel, ownerOf, type Answer, type StationId } from './catalogue-model.js';

const subjects = ['https://a.example/1', 'https://a.example/2', 'https://a.example/3', 'https://b.example/1', 'https://b.example/2', 'https://other.example/1'];
const stationIds: readonly StationId[] = ['a', 'b', 'g'];

type Command =
  | { readonly kind: 'describe'; readonly station: StationId; readonly subject: string; readonly words: string | null }
  | { readonly kind: 'drop'; readonly station: StationId; readonly subject: string }
  | { readonly kind: 'restore' | 'drop-all'; readonly station: StationId }
  | { readonly kind: 'visit'; readonly station: StationId; readonly how: 'full' | 'incremental' | 'cut' | 'down'; readonly hours: number }
  | { readonly kind: 'release-run' | 'discard-run' | 'pause' | 'resume'; readonly station: StationId }
  | { readonly kind: 'withhold' | 'release'; readonly subject: string };

const station = fc.constantFrom(...stationIds);
const subject = fc.constantFrom(...subjects);
const words = fc.oneof({ weight: 5, arbitrary: fc.constantFrom('one', 'two', 'three') }, { weight: 1, arbitrary: fc.constant(null) });
const visit = fc.record({
  kind: fc.constant('visit' as const),
  station,
  how: fc.oneof(
    { weight: 6, arbitrary: fc.constant('full' as const) },
    { weight: 1, arbitrary: fc.constantFrom('incremental' as const, 'cut' as const, 'down' as const) },
  ),
  hours: fc.constantFrom(0, 1, 12, 25, 100),
});
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: visit },
  { weight: 7, arbitrary: fc.record({ kind: fc.constant('describe' as const), station, subject, words }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('drop' as const), station, subject }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('restore' as const, 'drop-all' as const), station }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('release-run' as const, 'discard-run' as const, 'pause' as const, 'resume' as const), station }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('withhold' as const, 'release' as const), subject }) },
);

/** What each station says at present, and what it has said since its last incremental answer. */
interface World {
  readonly says: Map<string, string | null>;
  readonly changed: Set<string>;
  readonly dropped: Set<string>;
}

function answerOf(world: World, how: Extract<Command, { kind: 'visit' }>['how']): Answer {
  const all = [...world.says];
  switch (how) {
    case 'full':
      return { documents: new Map(all), gone: new Set(), complete: true, walk: 'full' };
    case 'incremental':
      return { documents: new Map(all.filter(([name]) => world.changed.has(name))), gone: new Set(world.dropped), complete: true, walk: 'incremental' };
    case 'cut':
      return { documents: new Map(all.slice(0, Math.ceil(all.length / 2))), gone: new Set(world.dropped), complete: false, walk: 'full' };
    case 'down':
      return { documents: new Map(), gone: new Set(), complete: false, walk: 'full' };
  }
}

function* eventsOf(answer: Answer): Iterable<HarvestEvent> {
  for (const [name, said] of answer.documents) {
    const text = `${prefixes}<${name}> a dcat:Dataset ; dct:title "${said ?? 'no description'}"@nl ; dct:publisher ${publisherOf(name)} ${said === null ? '' : '; dct:description "D"@nl'} .`;
    yield {
      kind: 'document',
      document: {
        url: `${name}/page`,
        baseIri: name,
        mediaType: 'text/turtle',
        retrievedAt: '2026-01-01T00:00:00Z',
        etag: null,
        lastModified: null,
        bodyHash: text,
        body: { kind: 'memory', bytes: Buffer.from(text) },
      },
      visit: () => undefined,
      memo: () => null,
    };
  }
  for (const name of answer.gone) yield { kind: 'gone', key: name, evidence: 'as-delete' };
  if (answer.complete) yield { kind: 'complete', walk: answer.walk };
}

function publisherOf(name: string): string {
  const owner = ownerOf(name);
  return owner === null ? '[ foaf:name "Somebody" ]' : `<https://${owner}.example/>`;
}

const profile: ProfileInfo = {
  id: 'dcat-ap-3.0',
  title: {},
  version: '1',
  iri: 'https://profile.example/',
  rules: 0,
} as unknown as ProfileInfo;

/** Finds nothing: what is tested here is what the catalogue does with verdicts, not the verdicts. */
const contentValidator: Validator = {
  profiles: () => [{ ...profile, claimedBy: [], variants: [], sparql: false }] as unknown as ProfileInfo[],
  validate: ({ profile: id }: { readonly profile: string }) =>
    Promise.resolve({ profile: id, conforms: true, violations: 0, warnings: 0, infos: 0, results: [] }),
} as unknown as Validator;

interface Breakage {
  readonly settings?: Partial<Pick<RunnerSettings, 'grace' | 'brake'>>;
  /** What the harvester says instead of the truth. */
  readonly events?: (events: Iterable<HarvestEvent>) => Iterable<HarvestEvent>;
}

/** Plays a history against the real ledger and runner, and against the model; throws where they differ. */
async function play(commands: readonly Command[], breakage: Breakage = {}): Promise<void> {
  const model = new CatalogueModel();
  const worlds = Object.fromEntries(stationIds.map((id) => [id, { says: new Map(), changed: new Set(), dropped: new Set() }])) as unknown as Record<
    StationId,
    World
  >;
  let answer: Answer = answerOf(worlds.a, 'down');
  const harvester: Harvester = {
    protocol: 'rdf',
    assembly: 'per-document',
    knows: { completeListing: true, deletions: true, modifiedSince: true },
    async *harvest() {
      yield* (breakage.events ?? ((events) => events))(eventsOf(answer));
    },
  };
  const house = await openHarvesting(
    [
      makeStation('a', { priority: 10 }),
      makeStation('b', { priority: 5 }),
      makeStation('g', { priority: 1, kind: 'aggregator', holder: null, subjectPrefixes: [] }),
    ],
    {},
    {
      harvesters: new Map([['rdf', harvester]]),
      describe: { validator: contentValidator, secondOpinion: null, policy: { mode: 'support', rules: [] }, ownBase: null },
      settings: {
        limits: { maxPages: 200, maxDocumentBytes: 1 << 20, maxPageBytes: 1 << 20, maxRunBytes: 1 << 30 },
        grace: { missingRuns: 2, missingHours: 24 },
        brake: { fraction: 0.2 },
        leaseMs: 60_000,
        runTimeoutMs: 60_000,
        ...breakage.settings,
      },
    },
  );
  try {
    for (const each of commands) {
      await carryOut(each, { model, worlds, house, give: (next) => (answer = next) });
      expect(catalogueOf(house)).toEqual(model.published());
      expect(rebuiltFromLog(house)).toEqual(new Set([...model.published().keys()]));
    }
  } finally {
    house.ledger.close();
    house.reader.close();
  }
}

interface Playing {
  readonly model: CatalogueModel;
  readonly worlds: Record<StationId, World>;
  readonly house: Harvesting;
  readonly give: (answer: Answer) => void;
}

async function carryOut(each: Command, { model, worlds, house, give }: Playing): Promise<void> {
  const now = (): number => house.clock.now().getTime();
  switch (each.kind) {
    case 'describe':
      worlds[each.station].says.set(each.subject, each.words);
      worlds[each.station].changed.add(each.subject);
      worlds[each.station].dropped.delete(each.subject);
      return;
    case 'drop':
      if (worlds[each.station].says.delete(each.subject)) worlds[each.station].dropped.add(each.subject);
      return;
    case 'drop-all':
      for (const name of worlds[each.station].says.keys()) worlds[each.station].dropped.add(name);
      worlds[each.station].says.clear();
      return;
    case 'restore':
      for (const name of worlds[each.station].dropped) worlds[each.station].says.set(name, 'one');
      worlds[each.station].dropped.clear();
      return;
    case 'visit': {
      house.clock.add(each.hours);
      const answer = answerOf(worlds[each.station], each.how);
      give(answer);
      const summary = await house.run(each.station);
      expect(summary.outcome).toBe(model.visit(each.station, answer, now(), summary.run ?? 0));
      if (summary.outcome === 'complete') {
        worlds[each.station].changed.clear();
        worlds[each.station].dropped.clear();
      }
      return;
    }
    case 'release-run': {
      const plan = model.plans.get(each.station);
      if (plan === undefined) return;
      await house.runner.release(plan.run, 'an operator', () => undefined);
      model.release(each.station, now());
      return;
    }
    case 'discard-run': {
      const plan = model.plans.get(each.station);
      if (plan === undefined) return;
      await house.ledger.discardRun(plan.run, 'an operator');
      model.plans.delete(each.station);
      return;
    }
    case 'pause':
    case 'resume':
      await house.ledger.setStationState(each.station, each.kind === 'pause' ? 'paused' : 'live', 'an operator');
      if (each.kind === 'pause') model.paused.add(each.station);
      else model.paused.delete(each.station);
      return;
    case 'withhold': {
      const head = house.reader.head(each.subject);
      if (head === undefined || head.state !== 'current') return;
      await house.ledger.withhold(head.id, 'a reason', 'an operator');
      model.withhold(each.subject);
      return;
    }
    case 'release': {
      const head = house.reader.head(each.subject);
      if (head?.state !== 'withheld') return;
      const released = await house.ledger.release(head.id, 'an operator').then(
        () => true,
        () => false,
      );
      expect(released).toBe(model.publishAgain(each.subject));
    }
  }
}

function catalogueOf({ reader }: Harvesting): Map<string, string> {
  const published = reader.publishedPage(reader.snapshot().seq, '', 500);
  return new Map(published.map(({ head, body }) => [head.iri, `${/title> "(.*?)"/.exec(body)?.[1] ?? ''} by ${head.station}`]));
}

/** Which records are live when nothing but the log is read, from its beginning. */
function rebuiltFromLog({ reader }: Harvesting): Set<string> {
  const live = new Set<string>();
  for (const { kind, op, id } of reader.changesAfter(0, 100_000)) {
    if (kind !== 'record') continue;
    if (op === 'created' || op === 'updated') live.add(id);
    else if (op === 'withdrawn' || op === 'withheld') live.delete(id);
  }
  return new Set([...live].map((id) => reader.head(id)?.iri ?? id));
}

/** Long ones: the grace, the rolling week and operators need a past. */
const history = fc.array(command, { minLength: 60, maxLength: 90, size: 'max' });

describe('a random history of several stations', () => {
  it('leaves the catalogue as a simple model says, after each step, and so does its log read from the beginning', async () => {
    await fc.assert(
      fc.asyncProperty(history, (commands) => play(commands)),
      { numRuns: runs(12), seed: 20_261_122 },
    );
  });

  it.each([
    ['the brake lets everything pass', { settings: { brake: { fraction: 1 } } }],
    ['absence withdraws at once', { settings: { grace: { missingRuns: 1, missingHours: 0 } } }],
    ['a walk that was cut short is taken for whole', { events: cutIsWhole }],
    ['a deletion is not heard', { events: deafToDeletions }],
  ] as [string, Breakage][])('would be found out if %s (broken control)', async (_name, breakage) => {
    const found = await fc.check(
      fc.asyncProperty(history, (commands) => play(commands, breakage)),
      { numRuns: runs(12), seed: 20_261_122, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  });
});

function* cutIsWhole(events: Iterable<HarvestEvent>): Iterable<HarvestEvent> {
  let isWhole = false;
  for (const event of events) {
    if (event.kind === 'complete') isWhole = true;
    yield event;
  }
  if (!isWhole) yield { kind: 'complete', walk: 'full' };
}

function* deafToDeletions(events: Iterable<HarvestEvent>): Iterable<HarvestEvent> {
  for (const event of events) if (event.kind !== 'gone') yield event;
}
