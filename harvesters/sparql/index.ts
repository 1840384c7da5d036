import { createHash } from 'node:crypto';
import type { HarvestEvent, HarvestedDocument } from '../../src/domain/harvest.js';
import { StationError } from '../../src/domain/errors.js';
import type { Station } from '../../src/domain/station.js';
import type { HarvestContext, Harvester } from '../../src/ports/harvester.js';
import { isValidIri } from '../../src/rdf/iri.js';
import { readDescriptions, type Found } from './descriptions.js';
import { detectSparql } from './detect.js';
import { SparqlEndpoint } from './endpoint.js';
import { issueAt } from './issue.js';
import { countKeys, walkIdentifiers, walkKeys, type Walk } from './keys.js';
import { Patience } from './patience.js';
import { faultsOf, settingsOf } from './settings.js';
import { stableText } from './share.js';

/** A week: dct:modified is somebody's word only, so everything is read again now and then (SPQ-8). */
const thoroughEveryMs = 7 * 86_400_000;

/** A SPARQL endpoint that holds DCAT: the keys first, then the descriptions in batches (protocols.md 8). */
export const sparqlHarvester: Harvester = {
  protocol: 'sparql',
  knows: { completeListing: true, deletions: false, modifiedSince: false },
  assembly: 'per-document',
  faults: faultsOf,
  detect: detectSparql,
  harvest,
};

async function* harvest(station: Station, context: HarvestContext): AsyncIterable<HarvestEvent> {
  const settings = settingsOf(station);
  const url = station.endpoint.replace(/#.*$/s, '');
  const endpoint = await SparqlEndpoint.open(url, settings, context);
  const walk: Walk = { url, endpoint, settings, context, patience: new Patience() };
  const startedAt = context.clock.now();
  const count = await countKeys(walk, 'iri');
  if (endpoint.movedTo !== null)
    yield issueAt(url, 'moved-permanently', 'warning', `The station says it has moved for good to ${endpoint.movedTo}. Change its entry when that is right.`, {
      owner: 'operator',
    });
  if (count !== null) yield { kind: 'expects', count };
  const listing = yield* walkKeys(walk, null);
  let sound = listing.sound;
  if (sound && !(yield* agreesWith(walk, listing.keys.size, count))) sound = false;
  const mark = markOf(context, settings.increments, startedAt);
  const changed = mark.since === null ? null : yield* walkKeys(walk, mark.since);
  const toRead: string[] = [];
  for (const key of listing.keys) {
    const document = documentUrl(url, key);
    if (changed?.sound === true && !changed.keys.has(key) && context.remembered(document) !== undefined) yield { kind: 'unchanged', key: document };
    else toRead.push(key);
  }
  if (!(yield* taken(walk, readDescriptions(walk, toRead, listing.keys), (key) => documentUrl(url, key)))) sound = false;
  // Of an endpoint that did not even name its records nothing more is asked; the run is not complete anyway.
  if (listing.sound && !isAborted(context.signal) && !(yield* withoutIri(walk, listing.keys))) sound = false;
  if (!sound || isAborted(context.signal)) return;
  if (settings.increments) yield { kind: 'bookmark', value: JSON.stringify({ readAt: startedAt.toISOString(), thoroughAt: mark.thoroughAt }) };
  yield { kind: 'complete', walk: 'full' };
}

/** Asked anew each time, since it changes while the endpoint is waited for. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** The address under which one record of an endpoint is remembered. */
function documentUrl(endpoint: string, key: string): string {
  return `${endpoint}#${encodeURIComponent(key)}`;
}

/** One document per record: the bytes are the same as long as the record is. */
async function* described(
  { key, address: url }: { readonly key: string; readonly address: string },
  quads: Parameters<typeof stableText>[1],
  endpoint: string,
  context: HarvestContext,
): AsyncIterable<HarvestEvent> {
  let bytes: Buffer;
  try {
    bytes = Buffer.from(await stableText(key, quads), 'utf8');
  } catch (error) {
    if (!(error instanceof StationError)) throw error;
    yield issueAt(endpoint, 'parse-error', 'error', error.message, isValidIri(key) ? { subject: key } : {});
    yield { kind: 'stale', key: url };
    return;
  }
  const bodyHash = createHash('sha256').update(bytes).digest('hex');
  if (context.remembered(url)?.bodyHash === bodyHash) {
    yield { kind: 'unchanged', key: url };
    return;
  }
  const document: HarvestedDocument = {
    url,
    baseIri: endpoint,
    mediaType: 'application/n-triples',
    retrievedAt: context.clock.now().toISOString(),
    etag: null,
    lastModified: null,
    bodyHash,
    body: { kind: 'memory', bytes },
  };
  yield { kind: 'document', document, visit: () => undefined, memo: () => null };
}

/** RUN-2: fewer keys than the endpoint counts, before and after the walk, means that some were not shown. */
async function* agreesWith(walk: Walk, seen: number, before: number | null): AsyncGenerator<HarvestEvent, boolean> {
  if (before === null || seen >= before) return true;
  const after = await countKeys(walk, 'iri');
  if (after === null || seen >= after) return true;
  yield issueAt(walk.url, 'total-differs', 'error', `The endpoint counts ${String(after)} datasets, series and services, and lists ${String(seen)}.`);
  return false;
}

/** Hands on what was read; false when some of it is not known to be all there is. */
async function* taken(
  walk: Walk,
  read: AsyncIterable<Found>,
  addressOf: (key: string) => string,
  onRead: () => void = () => undefined,
): AsyncGenerator<HarvestEvent, boolean> {
  let sound = true;
  for await (const found of read) {
    if (found.kind === 'share') {
      onRead();
      yield* described({ key: found.key, address: addressOf(found.key) }, found.quads, walk.url, walk.context);
      continue;
    }
    yield found.issue;
    if (found.kind === 'unread') yield { kind: 'stale', key: addressOf(found.key) };
    if (found.kind === 'stopped' || found.cut) sound = false;
  }
  return sound;
}

/**
 * Records without an IRI: labels of blank nodes mean nothing in the next answer (SPQ-4), so that each is asked for by its
 * identifier, under which it also gets its IRI here (RDF-8). Of the others their curator has to hear.
 */
async function* withoutIri(walk: Walk, named: ReadonlySet<string>): AsyncGenerator<HarvestEvent, boolean> {
  const { url, settings } = walk;
  const count = await countKeys(walk, 'blank');
  if (count === 0) return true;
  let [sound, read] = [true, 0];
  if (settings.construct === null) {
    const listing = yield* walkIdentifiers(walk);
    const addressOf = (identifier: string): string => `${url}#identifier=${encodeURIComponent(identifier)}`;
    for (const identifier of listing.keys) yield { kind: 'listed', key: addressOf(identifier) };
    sound = (yield* taken(walk, readDescriptions(walk, [...listing.keys], named, 'identifier'), addressOf, () => read++)) && listing.sound;
  }
  const left = (count ?? 0) - read;
  if (left > 0 && sound)
    yield issueAt(
      url,
      'skipped',
      'warning',
      `${String(left)} datasets, series or services have no IRI${settings.construct === null ? ', and no identifier (dct:identifier) of their own' : ''}, and cannot be read. Give each an IRI of its own.`,
    );
  return sound;
}

interface Mark {
  /** First day of dct:modified that is asked for: a day before the last run, since clocks and time zones differ. */
  readonly since: string | null;
  readonly thoroughAt: string;
}

function markOf(context: HarvestContext, increments: boolean, now: Date): Mark {
  const thorough: Mark = { since: null, thoroughAt: now.toISOString() };
  if (!increments || context.full || context.bookmark === null) return thorough;
  const [readAt, thoroughAt] = timesOf(context.bookmark);
  if (readAt === null || thoroughAt === null || now.getTime() - thoroughAt >= thoroughEveryMs) return thorough;
  return { since: new Date(readAt - 86_400_000).toISOString().slice(0, 10), thoroughAt: new Date(thoroughAt).toISOString() };
}

function timesOf(bookmark: string): [number | null, number | null] {
  const time = (name: string): number | null => {
    const text = new RegExp(`"${name}":"([^"]+)"`).exec(bookmark)?.[1];
    const at = Date.parse(text ?? '');
    return Number.isNaN(at) ? null : at;
  };
  return [time('readAt'), time('thoroughAt')];
}
