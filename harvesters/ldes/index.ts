import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { HarvestContext, Harvester } from '../../src/ports/harvester.js';
import { issue } from '../received.js';
import { readBookmark, type LdesBookmark } from './bookmark.js';
import { detectLdes } from './detect.js';
import { keepsAll } from './retention.js';
import { noContext } from './stream-context.js';
import { Walk, type WalkEnd } from './walk.js';

/** An event stream of catalogue entities, followed by its changes (protocols.md 10). */
export const ldesHarvester: Harvester = {
  protocol: 'ldes',
  knows: { completeListing: true, deletions: true, modifiedSince: true },
  assembly: 'across-documents',
  faults,
  detect: detectLdes,
  harvest,
};

function faults({ settings }: Station): readonly string[] {
  const unknown = Object.keys(settings)
    .filter((name) => name !== 'full-every-days')
    .map((name) => `The setting "${name}" is unknown to ldes; it knows full-every-days.`);
  const days = settings['full-every-days'];
  if (days !== undefined && !/^[1-9]\d{0,3}$/.test(days)) unknown.push(`The setting "full-every-days" is a whole number from 1 to 9999, not "${days}".`);
  return unknown;
}

/** A source cannot ask to be left alone for longer. */
const maxPollingSeconds = 86_400;

async function* harvest(station: Station, context: HarvestContext): AsyncIterable<HarvestEvent> {
  const bookmark = readBookmark(context.bookmark);
  const earlier = bookmark?.endpoint === station.endpoint ? bookmark : null;
  const now = context.clock.now();
  const readWhole = (): AsyncGenerator<HarvestEvent, WalkEnd> => new Walk(station, context, freshBookmark(station, context, earlier)).follow();
  if (earlier === null || context.full) {
    yield* readWhole();
    return;
  }
  const isUnpublished = earlier.mode === 'full' && earlier.fullWalkBefore === context.fullWalkAt;
  const isDue = isFullDue(station, context);
  if (earlier.hasGaps === true ? earlier.mode === 'full' || !isDue : !earlier.isFinished || isUnpublished) {
    const resumed = earlier.hasGaps === true ? nextOf(context, earlier, [earlier.walk, ...earlier.unsettled]) : { ...earlier, isFinished: false };
    const end = yield* new Walk(station, context, resumed).follow();
    if (end === 'start-over') yield* readWhole();
    return;
  }
  if (isDue) {
    yield* readWhole();
    return;
  }
  const unsettled = earlier.mode === 'full' ? [] : [earlier.walk, ...earlier.unsettled].slice(0, maxUnsettled);
  const next: LdesBookmark = { ...nextOf(context, earlier, unsettled), mode: 'incremental', former: [] };
  const wait = Math.min(earlier.context.pollingSeconds ?? 0, maxPollingSeconds) * 1000;
  const isEarly = earlier.syncedAt !== null && now.getTime() < Date.parse(earlier.syncedAt) + wait;
  if (isEarly) yield issue('skipped', 'info', `The feed asks to be read every ${String(earlier.context.pollingSeconds)} seconds at most; nothing was fetched.`);
  const end = isEarly
    ? yield* new Walk(station, context, { ...next, startedAt: earlier.startedAt }).finish()
    : yield* new Walk(station, context, next).follow();
  if (end === 'start-over') yield* readWhole();
}

/** So many runs in a row may be cut off between their last bookmark and publishing. */
const maxUnsettled = 3;

const maxFormer = 20_000;

function isFullDue(station: Station, context: HarvestContext): boolean {
  const days = Number(station.settings['full-every-days'] ?? Infinity);
  return context.fullWalkAt !== null && context.clock.now().getTime() - Date.parse(context.fullWalkAt) >= days * 86_400_000;
}

/** The same walk, or the one after it, under a number of its own. */
function nextOf(context: HarvestContext, earlier: LdesBookmark, unsettled: readonly string[]): LdesBookmark {
  const startedAt = context.clock.now().toISOString();
  return { ...earlier, walk: nextWalk(context, earlier), startedAt, unsettled, isFinished: false, hasGaps: false };
}

function freshBookmark(station: Station, context: HarvestContext, earlier: LdesBookmark | null): LdesBookmark {
  return {
    version: 1,
    endpoint: station.endpoint,
    root: '',
    stream: '',
    context: noContext,
    retention: keepsAll,
    pages: {},
    tombstones: [],
    former: earlier === null ? [] : [...(earlier.former ?? []), ...earlier.tombstones].slice(-maxFormer),
    deletedBefore: null,
    future: earlier?.future ?? {},
    finalised: [],
    walk: nextWalk(context, earlier),
    startedAt: context.clock.now().toISOString(),
    unsettled: [],
    mode: 'full',
    isFinished: false,
    fullWalkBefore: context.fullWalkAt,
    syncedAt: null,
  };
}

/** Walks are numbered; a new number is higher than any that is remembered. */
function nextWalk(context: HarvestContext, earlier: LdesBookmark | null): string {
  let highest = Number(earlier?.walk ?? 0);
  for (const { memo } of context.knownDocuments()) {
    const walk = typeof memo === 'object' && memo !== null && 'walk' in memo ? Number(memo.walk) : 0;
    if (walk > highest) highest = walk;
  }
  return String(highest + 1);
}
