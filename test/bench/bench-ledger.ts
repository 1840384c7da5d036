import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Parser } from 'n3';
import { pipelineRelease } from '../../src/harvest/describe.js';
import { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { systemClock } from '../../src/ports/clock.js';
import type { StagedRecord } from '../../src/ports/ledger.js';
import { evidenceOf } from '../../src/rdf/evidence.js';
import { readDescription } from '../../src/rdf/read-description.js';
import { skolemise } from '../../src/rdf/skolemise.js';
import { canonicalText } from '../../src/rdf/terms.js';
import { stationOf } from '../support/house.js';
import { ended, staged } from '../support/ledger.js';
import { dataset, prefixes } from './generate.js';

/** What the ledger publishes in one transaction. */
const batch = 50;
const station = stationOf({ id: 'bench', endpoint: 'https://bench.example/dump.ttl', profiles: ['healthdcat-ap-r8'] });

/** Generated records in a ledger on disk, as the pipeline would have written them, but without a source and without validation. */
export class BenchLedger {
  records = 0;
  private state = 0;

  private constructor(
    readonly dataDir: string,
    private readonly ledger: SqliteLedger,
    private readonly isOwn: boolean,
  ) {}

  static async create(): Promise<BenchLedger> {
    const dataDir = mkdtempSync(join(tmpdir(), 'ndc-bench-'));
    const ledger = SqliteLedger.open(dataDir, systemClock);
    await ledger.registerStations([station]);
    return new BenchLedger(dataDir, ledger, true);
  }

  /** One that another process has made. */
  static open(dataDir: string, records: number): BenchLedger {
    const opened = new BenchLedger(dataDir, SqliteLedger.open(dataDir, systemClock), false);
    opened.records = records;
    return opened;
  }

  /** Publishes generated records until there are so many. */
  async grow(records: number): Promise<void> {
    const numbers = Array.from({ length: Math.max(0, records - this.records) }, (_, at) => this.records + at);
    await this.publish(numbers);
    this.records = records;
  }

  /** Publishes these records again, with a number in their text that they never had; that number. */
  async replace(numbers: readonly number[]): Promise<number> {
    this.state = Math.max(this.state + 1, Date.now());
    await this.publish(numbers);
    return this.state;
  }

  close(): void {
    this.ledger.close();
    if (this.isOwn) rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async publish(numbers: readonly number[]): Promise<void> {
    const started = await this.ledger.startRun({ station: station.id, trigger: 'manual', holder: 'elsewhere/1/1', leaseMs: 3_600_000 });
    if ('busy' in started) throw new Error(`busy: ${String(started.busy)}`);
    for (let at = 0; at < numbers.length; at += batch) {
      const records = await Promise.all(numbers.slice(at, at + batch).map((n) => described(n, this.state)));
      await this.ledger.stage(started.run, { records, documents: [], issues: [] });
      await this.ledger.publish(
        started.run,
        records.map(({ subject }) => ({ kind: 'publish', subject })),
      );
    }
    await this.ledger.finishRun(started.run, ended('complete'));
  }
}

async function described(n: number, state: number): Promise<StagedRecord> {
  const subject = `https://bench.example/d/${String(n)}`;
  const quads = await skolemise(subject, new Parser().parse(`${prefixes}\n${dataset(n, state)}`), []);
  const body = canonicalText(quads);
  const description = readDescription(subject, quads);
  const { title, publisher, custodian } = description;
  const canonicalHash = createHash('sha256').update(body).digest('hex');
  const plain = staged(subject, '', {
    body,
    title,
    custodian: custodian?.iri ?? null,
    publisher: publisher?.iri ?? null,
    receivedHash: canonicalHash,
    pipeline: pipelineRelease,
    evidence: evidenceOf(subject, quads, description),
    provenance: { url: station.endpoint, retrievedAt: '2026-11-01T03:00:00.000Z', entry: null, profile: 'healthdcat-ap-r8', violations: 0, warnings: 0 },
  });
  return { ...plain, canonicalHash, sourceUrl: station.endpoint };
}
