import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunSummary } from '../../src/domain/harvest.js';
import type { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import type { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';
import type { Ledger } from '../../src/ports/ledger.js';
import { prefixes } from '../support/rdf.js';
import { live, turtleOf, type SpeakingStation, type SpokenRecord } from '../support/speaking/records.js';
import { speak, type SpokenProtocol } from '../support/speaking/speak.js';
import { carryOut } from './crash-deeds.js';
import { openFolderHouse, type FolderHouse } from '../support/folder-house.js';
import type { Deed } from './crash-order.js';

/** More than one batch of publishing, and a few pages of every protocol. */
const startingWith = 70;
const page = 10;

/** A station of one protocol that keeps changing, and a catalogue that harvests it and is killed again and again. */
export class CrashCatalogue {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'ndc-crash-'));
  /** Hashes by subject that the ledger said were published. */
  readonly acknowledged = new Map<string, Set<string>>();
  private records: readonly SpokenRecord[] = [];
  private lastChange = 0;

  private constructor(
    readonly protocol: SpokenProtocol,
    readonly speaking: SpeakingStation,
  ) {}

  static async open(protocol: SpokenProtocol): Promise<CrashCatalogue> {
    const catalogue = new CrashCatalogue(protocol, await speak(protocol, { records: startingWith, page }));
    const at = catalogue.instant();
    await catalogue.tell(Array.from({ length: startingWith }, (_, n) => ({ n: n + 1, state: 1, at, gone: false })));
    return catalogue;
  }

  get namesDeletions(): boolean {
    return this.protocol === 'oai-pmh' || this.protocol === 'ldes';
  }

  /** Some records get other words; where the protocol can tell, a share of them is deleted and as many new ones come. */
  async change(random: () => number, deleted = 0): Promise<void> {
    const at = this.instant();
    const changed = this.records.map((record) => {
      if (record.gone) return record;
      if (random() < deleted) return { ...record, state: record.state + 1, at, gone: true };
      return random() < 0.4 ? { ...record, state: record.state + 1, at } : record;
    });
    const gone = changed.filter((record) => record.gone).length - this.records.filter((record) => record.gone).length;
    const added = Array.from({ length: gone }, (_, n) => ({ n: changed.length + n + 1, state: 1, at, gone: false }));
    await this.tell([...changed, ...added]);
  }

  /** What a visit to the station is: for one that pushes, the push. */
  visit(): Deed {
    if (this.protocol !== 'push') return { kind: 'harvest' };
    return {
      kind: 'push',
      turtle:
        prefixes +
        live(this.records)
          .map((record) => turtleOf(record))
          .join(''),
    };
  }

  /** Restarts over the folder, as it is or another, for as long as `work` takes. */
  async restarted<T>(
    work: (house: FolderHouse) => Promise<T> | T,
    { dataDir = this.dataDir, ledgerOf }: { dataDir?: string; ledgerOf?: (ledger: SqliteLedger, reader: SqliteLedgerReader) => Ledger } = {},
  ): Promise<T> {
    const { station, connectTo, dropFolder } = this.speaking;
    const house = await openFolderHouse(dataDir, { station, connectTo, dropFolder, ...(ledgerOf === undefined ? {} : { ledgerOf }) });
    try {
      return await work(house);
    } finally {
      house.close();
    }
  }

  carryOut({ runner }: FolderHouse, deed: Deed): Promise<RunSummary> {
    return carryOut(runner, this.speaking.station.id, deed);
  }

  /** What a catalogue publishes that has never been killed and visits the station now. */
  fromScratch(): Promise<ReadonlyMap<string, string>> {
    return this.elsewhere(false, async (house) => {
      await this.carryOut(house, this.visit());
      return publishedBy(house.reader);
    });
  }

  /** What the same catalogue would publish if it carried out a deed without being killed. */
  unharmed(deed: Deed): Promise<ReadonlyMap<string, string>> {
    return this.elsewhere(true, async (house) => {
      await this.carryOut(house, deed);
      return publishedBy(house.reader);
    });
  }

  async close(): Promise<void> {
    await this.speaking.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async elsewhere<T>(isCopy: boolean, work: (house: FolderHouse) => Promise<T>): Promise<T> {
    const dataDir = mkdtempSync(join(tmpdir(), 'ndc-crash-twin-'));
    try {
      if (isCopy) cpSync(this.dataDir, dataDir, { recursive: true });
      return await this.restarted(work, { dataDir });
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  }

  private tell(records: readonly SpokenRecord[]): Promise<void> {
    this.records = records;
    return this.speaking.tell(records);
  }

  /** A minute after the change before, and within the hour by which increments overlap. */
  private instant(): string {
    this.lastChange = Math.max(this.lastChange + 60_000, Math.floor(Date.now() / 1000 - 3000) * 1000);
    return new Date(this.lastChange).toISOString().replace('.000Z', 'Z');
  }
}

/** Subject and canonical hash of every record that is published; not of those that a complete walk missed and the grace keeps. */
export function publishedBy(reader: SqliteLedgerReader): ReadonlyMap<string, string> {
  return new Map(
    [...reader.descriptionsOf('holder').values()]
      .filter(({ record, missingSince }) => missingSince === null && reader.published(record) !== undefined && reader.head(record)?.state === 'current')
      .map(({ subject, canonicalHash }) => [subject, canonicalHash]),
  );
}

/** How two published sets differ, in words; empty when they do not. */
export function differences(found: ReadonlyMap<string, string>, expected: ReadonlyMap<string, string>): string[] {
  return [
    ...[...expected].filter(([subject]) => !found.has(subject)).map(([subject]) => `<${subject}> is not published`),
    ...[...found].filter(([subject]) => !expected.has(subject)).map(([subject]) => `<${subject}> is published and should not be`),
    ...[...expected]
      .filter(([subject, hash]) => found.has(subject) && found.get(subject) !== hash)
      .map(([subject]) => `<${subject}> has other words than the station`),
  ];
}
