import type { LanguageMap } from '../domain/language.js';
import type { LinkCheck } from '../domain/link-check.js';
import { marksAnywhere, mostPoints, summarise } from '../domain/mqa.js';
import type { QualityVocabulary } from '../domain/quality-facts.js';
import type { QualityAction } from '../domain/quality-gains.js';
import type { PublishedRecord } from '../domain/record.js';
import type { Clock } from '../ports/clock.js';
import type { LedgerReader } from '../ports/ledger.js';
import { LogFollower } from '../ports/log-follower.js';
import type { RecordAssembler } from './assemble.js';
import { bothFacts, linkKeysOf, scoresOf, type BothFacts, type Scores, type StationDataset, type StationQuality } from './quality.js';

export interface QualityBoardDependencies {
  readonly reader: LedgerReader;
  readonly assembler: RecordAssembler;
  readonly vocabulary: QualityVocabulary;
  readonly clock: Clock;
  /** What addresses answered; shared with who asks them. */
  readonly links: ReadonlyMap<string, LinkCheck>;
}

interface Entry {
  readonly station: string;
  readonly title: LanguageMap;
  readonly facts: BothFacts;
  /** Addresses that the description names. */
  readonly urls: readonly string[];
}

const pageSize = 100;
const shownFirst = 20;

/** What both scores look at, for every dataset of the catalogue; follows the log, and may be thrown away. */
export class QualityBoard {
  private readonly entries = new Map<string, Entry>();
  private readonly follower: LogFollower;

  constructor(private readonly dependencies: QualityBoardDependencies) {
    this.follower = new LogFollower(dependencies.reader);
  }

  get complete(): boolean {
    return this.follower.complete;
  }

  /** @param rest is waited for between two pages */
  async load(rest: () => Promise<void>): Promise<void> {
    const { reader } = this.dependencies;
    const snapshot = reader.snapshot();
    for (let after = ''; ;) {
      const page = reader.publishedPage(snapshot.seq, after, pageSize);
      for (const record of page) this.put(record);
      const last = page.at(-1);
      if (last === undefined) break;
      after = last.head.id;
      await rest();
    }
    this.follower.startFrom(snapshot);
  }

  /** True when the log begins anew, so that the board has to be loaded again. */
  follow(): boolean {
    return this.follower.follow(({ records }) => {
      for (const id of records) {
        const record = this.dependencies.reader.published(id);
        if (record === undefined) this.entries.delete(id);
        else this.put(record);
      }
    });
  }

  /** Addresses that published descriptions name; null while not all of them were read. */
  named(): ReadonlySet<string> | null {
    return this.complete ? new Set([...this.entries.values()].flatMap(({ urls }) => urls)) : null;
  }

  station(station: string): Promise<StationQuality> {
    const own = [...this.entries].filter(([, entry]) => entry.station === station);
    const linkOf = (url: string): LinkCheck | undefined => this.dependencies.links.get(url);
    const scored = own.map(([id, { title, facts }]) => ({ id, title, facts, scores: scoresOf(facts, linkOf) }));
    const datasets = scored.map(({ id, title, scores }) => datasetOf(id, title, scores)).sort((a, b) => b.gain - a.gain || (a.id < b.id ? -1 : 1));
    const urls = [...new Set(own.flatMap(([, entry]) => entry.urls))].map((url) => linkOf(url)?.reachable ?? null);
    const { reader } = this.dependencies;
    return Promise.resolve({
      station,
      assessed: own.length,
      datasets: this.complete ? own.length : reader.publishedCount(reader.snapshot().seq, { station }),
      mqa: summarise(
        'mqa',
        scored.map(({ scores }) => scores.mqa),
        scored.map(({ facts }) => marksAnywhere('mqa', facts.mqa, linkOf)),
      ),
      health: summarise(
        'health',
        scored.map(({ scores }) => scores.health),
        scored.map(({ facts }) => marksAnywhere('health', facts.health, linkOf)),
      ),
      actions: actionsOf(scored.map(({ scores }) => scores)),
      first: datasets.slice(0, shownFirst),
      links: {
        known: urls.filter((reachable) => reachable !== null).length,
        unreachable: urls.filter((reachable) => reachable === false).length,
        unknown: urls.filter((reachable) => reachable === null).length,
      },
    });
  }

  private put(record: PublishedRecord): void {
    const { head } = record;
    if (head.kind !== 'dataset' || head.state !== 'current') {
      this.entries.delete(head.id);
      return;
    }
    const { reader, assembler, vocabulary, clock } = this.dependencies;
    const { description } = assembler.assemble(record, clock.now().toISOString());
    const report = head.version === null ? null : (reader.version(head.id, head.version)?.report ?? null);
    this.entries.set(head.id, { station: head.station, title: head.title, facts: bothFacts(description, report, vocabulary), urls: linkKeysOf(description) });
  }
}

function datasetOf(id: string, title: LanguageMap, { mqa, health, gains }: Scores): StationDataset {
  return { id, title, mqa: mqa.score, health: health.score, gain: mostPoints - health.score, action: gains[0]?.action ?? null };
}

function actionsOf(all: readonly Scores[]): StationQuality['actions'] {
  const sums = new Map<QualityAction, { datasets: number; mqa: number; health: number }>();
  for (const { gains } of all) {
    for (const { action, mqa, health } of gains) {
      const sum = sums.get(action) ?? { datasets: 0, mqa: 0, health: 0 };
      sums.set(action, { datasets: sum.datasets + 1, mqa: sum.mqa + mqa, health: sum.health + health });
    }
  }
  return [...sums]
    .map(([action, sum]) => ({ action, ...sum }))
    .sort((a, b) => Math.max(b.mqa, b.health) - Math.max(a.mqa, a.health) || b.datasets - a.datasets);
}
