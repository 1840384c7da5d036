import { createHash } from 'node:crypto';
import type { Quad } from '@rdfjs/types';
import { StationError } from '../../src/domain/errors.js';
import type { HarvestedDocument, HarvestEvent } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { HarvestContext, Harvester, ReadingNote } from '../../src/ports/harvester.js';
import { issue, issueOfError } from '../received.js';
import { readBookmark, writeBookmark, type OaiBookmark } from './bookmark.js';
import { detectOaiPmh } from './detect.js';
import { choosePrefix } from './formats.js';
import { isDue, oneGranuleBefore } from './instants.js';
import { listRecords } from './list.js';
import { readRecord } from './record.js';
import { errorIssues, getRecordUrl, OaiClient } from './request.js';
import type { OaiIdentify, OaiRecord } from './response.js';
import { faultsOf, settingsOf, type OaiSettings } from './settings.js';

/** An OAI-PMH 2.0 repository, whole or by increments, one document per record (protocols.md 9). */
export const oaiPmhHarvester: Harvester = {
  protocol: 'oai-pmh',
  knows: { completeListing: true, deletions: true, modifiedSince: true },
  assembly: 'per-document',
  read,
  faults: faultsOf,
  detect: detectOaiPmh,
  harvest,
};

interface Reading {
  readonly quads: readonly { readonly quad: Quad; readonly line: number | null }[];
  readonly notes: readonly ReadingNote[];
}

/** Records are read before they are handed on, so that one that cannot be read costs itself only; the pipeline's reading is then at hand. */
const readings = new WeakMap<HarvestedDocument, Reading>();

async function read(document: HarvestedDocument, sink: (quad: Quad, line: number | null) => void): Promise<readonly ReadingNote[]> {
  const reading = readings.get(document);
  if (reading === undefined) return readRecord(document, sink);
  readings.delete(document);
  for (const { quad, line } of reading.quads) sink(quad, line);
  return reading.notes;
}

/** How many days between full walks find the deletions that a repository does not tell, or does not tell for ever (OAI-10). */
const fullEveryDays: Readonly<Record<OaiIdentify['deletedRecord'], number>> = { no: 0, transient: 7, persistent: 30 };

async function* harvest(station: Station, context: HarvestContext): AsyncIterable<HarvestEvent> {
  const settings = settingsOf(station);
  const client = new OaiClient(station.endpoint, context, settings.dropsIllegalCharacters);
  const identified = await client.ask({ verb: 'Identify' });
  if (identified.kind === 'failed') {
    yield identified.event;
    return;
  }
  const { identify, responseDate } = identified.response;
  if (identify === null) {
    yield* errorIssues(identified.response, identified.url);
    if (identified.response.errors.length === 0) yield issue('protocol-error', 'error', 'The answer to Identify holds no Identify.', { url: identified.url });
    return;
  }
  if (identified.movedTo !== null)
    yield issue('moved-permanently', 'warning', `The repository says it has moved for good to ${identified.movedTo}. Change its entry when that is right.`, {
      url: identified.url,
      owner: 'operator',
    });
  const prefix = settings.prefix ?? (yield* offeredPrefix(client));
  if (prefix === null) return;
  const plan = planOf(context, identify, settings, prefix);
  const visit = new RecordVisit(station, context, prefix);
  const request = { prefix, set: settings.set, from: plan.from, granularity: identify.granularity, maxPages: context.limits.maxPages };
  const list = listRecords(client, request);
  let step = await list.next();
  for (; step.done !== true; step = await list.next()) {
    if (step.value.kind !== 'page') yield step.value;
    else {
      const { records, completeListSize } = step.value.response;
      if (completeListSize !== null) yield { kind: 'expects', count: completeListSize };
      for (const record of records) yield* visit.record(record);
    }
  }
  if (!step.value || !visit.isSound || context.signal.aborted) return;
  if (oneGranuleBefore(responseDate ?? '', 'second') === null)
    yield issue('protocol-error', 'warning', 'The response date of the repository is no UTC time, so the next run reads everything again.');
  yield* visit.deletions(plan.bookmark?.gone ?? []);
  const walk = plan.bookmark === null ? 'full' : 'incremental';
  const bookmark: OaiBookmark = {
    responseDate: responseDate ?? '',
    prefix,
    set: settings.set,
    walk,
    fullWalkBefore: walk === 'full' ? context.fullWalkAt : (plan.bookmark?.fullWalkBefore ?? null),
    gone: [...visit.gone],
  };
  yield { kind: 'bookmark', value: writeBookmark(bookmark) };
  yield { kind: 'complete', walk };
}

async function* offeredPrefix(client: OaiClient): AsyncGenerator<HarvestEvent, string | null> {
  const asked = await client.ask({ verb: 'ListMetadataFormats' });
  if (asked.kind === 'failed') {
    yield asked.event;
    return null;
  }
  const prefix = choosePrefix(asked.response.formats);
  if (prefix !== null) return prefix;
  yield* errorIssues(asked.response, asked.url);
  const offered = asked.response.formats.map((format) => format.prefix).join(', ');
  if (asked.response.errors.length === 0)
    yield issue('protocol-error', 'error', `The repository offers no format that we read (RDF, DataCite, oai_dc), only: ${offered.slice(0, 500)}.`, {
      url: asked.url,
    });
  return null;
}

interface Plan {
  /** What an increment begins from; null for a full walk. */
  readonly bookmark: OaiBookmark | null;
  readonly from: string | null;
}

/** Full or incremental (OAI-9, OAI-10): an increment needs a bookmark of the same list, and a full walk that is not too long ago. */
function planOf(context: HarvestContext, identify: OaiIdentify, settings: OaiSettings, prefix: string): Plan {
  const full = { bookmark: null, from: null };
  const bookmark = readBookmark(context.bookmark);
  if (context.full || bookmark?.prefix !== prefix || bookmark.set !== settings.set) return full;
  if (bookmark.walk === 'full' && bookmark.fullWalkBefore === context.fullWalkAt) return full;
  const days = settings.fullEveryDays ?? fullEveryDays[identify.deletedRecord];
  if (isDue(context.fullWalkAt, days, context.clock.now())) return full;
  const from = oneGranuleBefore(bookmark.responseDate, identify.granularity);
  return from === null ? full : { bookmark, from };
}

/** Turns records into events; each identifier once, since lists that are begun anew bring records again. */
class RecordVisit {
  readonly gone = new Set<string>();
  isSound = true;
  private readonly given = new Set<string>();

  constructor(
    private readonly station: Station,
    private readonly context: HarvestContext,
    private readonly prefix: string,
  ) {}

  async *record(record: OaiRecord): AsyncGenerator<HarvestEvent> {
    const { identifier, deleted } = record;
    if (identifier === null) {
      this.isSound &&= deleted;
      yield issue('protocol-error', deleted ? 'warning' : 'error', `A ${deleted ? 'deleted ' : ''}record on line ${String(record.line)} has no identifier.`);
      return;
    }
    if (this.given.has(identifier)) return;
    if (deleted) {
      this.gone.add(identifier);
      return;
    }
    this.given.add(identifier);
    this.gone.delete(identifier);
    yield* this.live(this.keyOf(identifier), record);
  }

  /** Told last, when it is known which of them came back in the same list; those of a run that was cut off are told again. */
  *deletions(before: readonly string[]): Iterable<HarvestEvent> {
    for (const identifier of new Set([...before, ...this.gone]))
      if (!this.given.has(identifier)) yield { kind: 'gone', key: this.keyOf(identifier), evidence: 'oai-deleted' };
  }

  private keyOf(identifier: string): string {
    return getRecordUrl(this.station.endpoint, identifier, this.prefix);
  }

  private async *live(key: string, { xml }: OaiRecord): AsyncGenerator<HarvestEvent> {
    const bytes = Buffer.from(xml, 'utf8');
    const bodyHash = createHash('sha256').update(bytes).digest('hex');
    const remembered = this.context.remembered(key);
    if (remembered?.bodyHash === bodyHash && !isUnreadable(remembered.memo)) {
      yield { kind: 'unchanged', key };
      return;
    }
    const document: HarvestedDocument = {
      url: key,
      baseIri: this.station.endpoint,
      mediaType: 'text/xml',
      retrievedAt: this.context.clock.now().toISOString(),
      etag: null,
      lastModified: null,
      bodyHash,
      body: { kind: 'memory', bytes },
    };
    try {
      const quads: { quad: Quad; line: number | null }[] = [];
      const notes = await readRecord(document, (quad, line) => {
        quads.push({ quad, line });
      });
      readings.set(document, { quads, notes });
    } catch (error) {
      if (!(error instanceof StationError)) throw error;
      yield issueOfError(error, key);
      yield { kind: 'kept', document, memo: { unreadable: true } };
      yield { kind: 'stale', key };
      return;
    }
    yield { kind: 'document', document, visit: () => undefined, memo: () => null };
  }
}

/** Bytes that could not be read are kept, so that what their address stood for before is not forgotten, and tried again. */
function isUnreadable(memo: unknown): boolean {
  return typeof memo === 'object' && memo !== null && 'unreadable' in memo && memo.unreadable === true;
}
