import { ldesHarvester } from '../../harvesters/ldes/index.js';
import type { DocumentBody, HarvestEvent } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { KnownDocument } from '../../src/ports/harvester.js';
import { silentLogger } from '../../src/ports/logger.js';
import { FakeLdes, type FakeActivity, type FakePage } from '../support/fake-ldes.js';
import { makeFetcher } from '../support/fetching.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import type { TestClock } from '../support/ledger.js';
import { makeStation } from '../support/ledger.js';

const fakes: FakeLdes[] = [];

export async function closeFeeds(): Promise<void> {
  for (const fake of fakes.splice(0)) await fake.close();
}

export const iri = (name: string): string => `https://holder.example/${name}`;
export const hour = (n: number): string => `2026-02-01T${String(n).padStart(2, '0')}:00:00Z`;

export function activity(kind: FakeActivity['kind'], name: string, at: string | null, payload = '', more = ''): FakeActivity {
  return { id: `${iri(name)}/${kind ?? 'untyped'}/${at ?? 'never'}`, entity: iri(name), kind, at, payload, more };
}

export const dataset = (name: string, title: string, more = ''): string =>
  `<${iri(name)}> a dcat:Dataset ; dct:title "${title}"@en ; dct:description "About ${name}"@en ${more} .`;
export const distribution = (name: string, title: string): string =>
  `<${iri(name)}> a dcat:Distribution ; dct:title "${title}"@en ; dcat:accessURL <https://files.example/${name}> .`;

export async function startFeed(pages: Readonly<Record<string, FakePage>>): Promise<FakeLdes> {
  const fake = await FakeLdes.start(pages);
  fakes.push(fake);
  return fake;
}

export interface FeedHarvesting extends Harvesting {
  readonly fake: FakeLdes;
  readonly once: () => ReturnType<Harvesting['run']>;
  readonly live: () => string[];
  readonly bodyOf: (name: string) => string;
  readonly codes: () => string[];
}

export async function opened(pages: Readonly<Record<string, FakePage>>, station: Partial<Station> = {}): Promise<FeedHarvesting> {
  const fake = await startFeed(pages);
  const harvesting = await openHarvesting([makeStation('holder', { protocol: 'ldes', endpoint: fake.url, ...station })]);
  return { ...harvesting, fake, ...views(harvesting), once: () => harvesting.run('holder') };
}

export function views(harvesting: Harvesting): Pick<FeedHarvesting, 'live' | 'bodyOf' | 'codes'> {
  const { reader } = harvesting;
  return {
    live: () =>
      [...reader.descriptionsOf('holder').values()]
        .filter((state) => state.present)
        .map((state) => state.subject.slice('https://holder.example/'.length))
        .sort(),
    bodyOf: (name) => reader.published(reader.head(iri(name))!.id)?.body ?? '',
    codes: () => harvesting.issues().map((issue) => issue.code),
  };
}

/** What a runner keeps of a walk that was cut off: the last bookmark, and everything that was kept, before it or after. */
export class CutOffMemory {
  bookmark: string | null = null;
  fullWalkAt: string | null = null;
  readonly documents = new Map<string, KnownDocument>();
  readonly bytes = new Map<string, DocumentBody>();

  /** Follows a walk until so many events have come; what it gave at its end, when it came there. */
  async run(fake: FakeLdes, clock: TestClock, cutAfter = Infinity): Promise<{ readonly events: HarvestEvent[]; readonly isComplete: boolean }> {
    const station = makeStation('holder', { protocol: 'ldes', endpoint: fake.url });
    const documents = [...this.documents.values()];
    const events: HarvestEvent[] = [];
    const walk = ldesHarvester.harvest(station, {
      fetcher: makeFetcher(station, {}, clock),
      clock,
      logger: silentLogger,
      signal: new AbortController().signal,
      limits: { maxPages: 200, maxDocumentBytes: 1 << 20, maxPageBytes: 1 << 20, maxRunBytes: 1 << 30 },
      bookmark: this.bookmark,
      fullWalkAt: this.fullWalkAt,
      full: false,
      remembered: () => undefined,
      knownDocuments: () => documents,
      stored: (hash) => Promise.resolve(this.bytes.get(hash) ?? null),
    });
    for await (const event of walk) {
      events.push(event);
      if (event.kind === 'kept') this.keep(event.document, event.memo);
      if (event.kind === 'forgotten' || event.kind === 'gone') this.documents.delete(event.key);
      if (event.kind === 'bookmark') this.bookmark = event.value;
      if (events.length >= cutAfter) return { events, isComplete: false };
    }
    return { events, isComplete: events.at(-1)?.kind === 'complete' };
  }

  private keep({ url, bodyHash, body }: { url: string; bodyHash: string; body: DocumentBody }, memo: unknown): void {
    this.documents.set(url, { url, etag: null, lastModified: null, bodyHash, memo: JSON.parse(JSON.stringify(memo)) as unknown, subjects: [] });
    this.bytes.set(bodyHash, body);
  }
}

/** The last thing a walk said of each key: the bytes of a document, or that it is gone. */
export function outcome(events: readonly HarvestEvent[]): Record<string, string> {
  const said: Record<string, string> = {};
  for (const event of events) {
    if (event.kind === 'document') said[event.document.url] = event.document.body.kind === 'memory' ? Buffer.from(event.document.body.bytes).toString() : '';
    if (event.kind === 'gone') said[event.key] = 'gone';
  }
  return said;
}
