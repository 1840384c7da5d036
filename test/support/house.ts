import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { harvesters } from '../../harvesters/index.js';
import { authorityFolder, shapesFolder } from '../../src/assets.js';
import type { AdmissionPolicy } from '../../src/catalogue/admission.js';
import type { Station } from '../../src/domain/station.js';
import { GuardedFetcher, type FetchSettings } from '../../src/fetch/guarded-fetcher.js';
import { HostLimiter } from '../../src/fetch/host-limiter.js';
import { LocalDropFolder } from '../../src/fetch/local-drop-folder.js';
import { Runner, type RunnerDependencies, type RunSummary } from '../../src/harvest/runner.js';
import { BlobStore } from '../../src/ledger/blob-store.js';
import { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';
import { HybridSpool } from '../../src/ledger/sqlite-spool.js';
import type { Clock } from '../../src/ports/clock.js';
import { silentLogger } from '../../src/ports/logger.js';
import { RdfValidateShaclValidator } from '../../src/validation/rdf-validate-shacl-validator.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { loadShapesLibrary } from '../../src/validation/shapes-library.js';

const profiles = loadShapesLibrary({ shapes: shapesFolder, vocabularies: authorityFolder });
const validator = new ShaclEngineValidator(profiles);
const secondOpinion = new RdfValidateShaclValidator(profiles);

/** A clock that tests set and move. */
export class SettableClock implements Clock {
  constructor(public time = new Date('2026-11-01T03:00:00.000Z')) {}

  now(): Date {
    return new Date(this.time);
  }

  advanceHours(hours: number): void {
    this.time = new Date(this.time.getTime() + hours * 3_600_000);
  }
}

export interface TestHouse {
  readonly dataDir: string;
  readonly ledger: SqliteLedger;
  readonly reader: SqliteLedgerReader;
  readonly clock: SettableClock;
  readonly runner: Runner;
  harvest(station: string): Promise<RunSummary>;
  close(): void;
}

export interface HouseOptions {
  readonly policy?: AdmissionPolicy;
  readonly fetch?: Partial<FetchSettings>;
  readonly settings?: Partial<RunnerDependencies['settings']>;
  readonly ownBase?: string;
  readonly spoolQuads?: number;
  /** The folder for uploads. */
  readonly dropFolder?: string;
}

/** A catalogue without threads: real ledger, real fetcher, real validator, real harvesters. */
export async function openHouse(stations: readonly Station[], options: HouseOptions = {}): Promise<TestHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ndc-house-'));
  const clock = new SettableClock();
  const ledger = SqliteLedger.open(dataDir, clock);
  const reader = SqliteLedgerReader.open(dataDir);
  await ledger.registerStations(stations);
  const blobs = new BlobStore(join(dataDir, 'blobs'));
  const limiter = new HostLimiter(0);
  const fetch: FetchSettings = {
    userAgent: 'ndc-test',
    contactEmail: null,
    connectTimeoutMs: 20_000,
    headersTimeoutMs: 20_000,
    bodyTimeoutMs: 20_000,
    totalTimeoutMs: 60_000,
    tries: 2,
    backOffMs: 1,
    maxBackOffMs: 5,
    maxRetryAfterMs: 1000,
    maxHeaderBytes: 65_536,
    maxRedirects: 5,
    oneAtATimePerProvider: true,
    robotsMaxAgeMs: 86_400_000,
    robotsForgiveMs: 30 * 86_400_000,
    maxCrawlDelayMs: 60_000,
    robotsFolder: join(dataDir, 'robots'),
    extraAuthorities: null,
    allowLoopback: true,
    connectTo: {},
    temporaryFolder: join(dataDir, 'tmp'),
    resolveSecret: (reference) => reference,
    ...options.fetch,
  };
  let spools = 0;
  const runner = new Runner({
    ledger,
    reader,
    harvesters,
    clock,
    logger: silentLogger,
    holder: 'test/0/0',
    fetcherFor: (station) => new GuardedFetcher(station, fetch, limiter, clock),
    describe: { validator, secondOpinion, policy: options.policy ?? { mode: 'support', rules: [] }, ownBase: options.ownBase ?? null },
    files: options.dropFolder === undefined ? undefined : new LocalDropFolder(options.dropFolder, join(dataDir, 'tmp')),
    makeSpool: () => new HybridSpool(join(dataDir, `spool-${String((spools += 1))}.sqlite`), options.spoolQuads ?? 400_000),
    keepBytes: (document) => blobs.put(document.bodyHash, document.body),
    storedBytes: (hash) => {
      const bytes = blobs.read(hash);
      return Promise.resolve(bytes === undefined ? null : { kind: 'memory', bytes });
    },
    settings: {
      limits: { maxPages: 1000, maxDocumentBytes: 64 << 20, maxPageBytes: 8 << 20, maxRunBytes: 1 << 30 },
      grace: { missingRuns: 2, missingHours: 24 },
      brake: { fraction: 0.2 },
      leaseMs: 60_000,
      runTimeoutMs: 120_000,
      ...options.settings,
    },
  });
  return {
    dataDir,
    ledger,
    reader,
    clock,
    runner,
    harvest: (station) => runner.run({ station, trigger: 'manual' }, () => undefined),
    close: () => {
      reader.close();
      ledger.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A registered station with the fields that a test does not care about filled in. */
export function stationOf(fields: Partial<Station> & { readonly id: string; readonly endpoint: string }): Station {
  return {
    iri: `https://catalogue.example/stations/${fields.id}`,
    title: { en: [fields.id] },
    kind: 'holder',
    holder: { iri: `https://${fields.id}.example/`, name: { en: [fields.id] } },
    serviceProvider: null,
    intermediary: null,
    contactEmail: null,
    protocol: 'rdf',
    schedule: '0 3 * * *',
    timeZone: 'Europe/Amsterdam',
    profiles: [],
    language: null,
    priority: 0,
    declaredState: 'live',
    subjectPrefixes: [],
    authentication: null,
    allowAddresses: [],
    settings: {},
    ...fields,
  };
}
