import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { harvesters } from '../../harvesters/index.js';
import type { Station } from '../../src/domain/station.js';
import type { ValidationReport } from '../../src/domain/validation.js';
import { LocalDropFolder } from '../../src/fetch/local-drop-folder.js';
import { Runner } from '../../src/harvest/runner.js';
import { BlobStore } from '../../src/ledger/blob-store.js';
import { holderName } from '../../src/ledger/holder.js';
import { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { SqliteLedgerReader } from '../../src/ledger/sqlite-reader.js';
import { HybridSpool } from '../../src/ledger/sqlite-spool.js';
import { systemClock } from '../../src/ports/clock.js';
import type { Fetcher } from '../../src/ports/fetcher.js';
import type { Ledger } from '../../src/ports/ledger.js';
import { silentLogger } from '../../src/ports/logger.js';
import type { Validator } from '../../src/ports/validator.js';
import { makeFetcher } from './fetching.js';

export interface FolderHouseOptions {
  readonly station: Station;
  readonly connectTo: Readonly<Record<string, string>>;
  readonly dropFolder: string | null;
  /** Told before and after everything that a process may die of: a fetch, bytes written, a call of the ledger. */
  readonly around?: (step: string, when: 'before' | 'after') => void;
  readonly ledgerOf?: (ledger: SqliteLedger, reader: SqliteLedgerReader) => Ledger;
  readonly validator?: Validator;
}

export interface FolderHouse {
  readonly ledger: SqliteLedger;
  readonly reader: SqliteLedgerReader;
  readonly runner: Runner;
  close(): void;
}

/** A catalogue over a data folder that may have seen a process die: real ledger, blobs, fetcher and harvesters, as after a restart. */
export async function openFolderHouse(dataDir: string, options: FolderHouseOptions): Promise<FolderHouse> {
  const { station, connectTo, dropFolder, around = (): void => undefined } = options;
  const ledger = SqliteLedger.open(dataDir, systemClock);
  await ledger.recover();
  await ledger.registerStations([station]);
  const reader = SqliteLedgerReader.open(dataDir);
  const blobs = new BlobStore(join(dataDir, 'blobs'));
  const wrapped = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    around(step, 'before');
    const result = await work();
    around(step, 'after');
    return result;
  };
  const fetcherFor = (one: Station | null): Fetcher => {
    const inner = makeFetcher(one, {
      connectTo,
      headersTimeoutMs: 20_000,
      bodyTimeoutMs: 20_000,
      totalTimeoutMs: 40_000,
      temporaryFolder: join(dataDir, 'tmp'),
    });
    return {
      fetch: (request, signal) => wrapped('fetch', () => inner.fetch(request, signal)),
      robotsRemark: (url, signal) => inner.robotsRemark(url, signal),
    };
  };
  const runner = new Runner({
    ledger: options.ledgerOf?.(ledger, reader) ?? ledger,
    reader,
    harvesters,
    clock: systemClock,
    logger: silentLogger,
    holder: holderName(),
    fetcherFor,
    files: dropFolder === null ? undefined : new LocalDropFolder(dropFolder, join(dataDir, 'tmp')),
    describe: { validator: options.validator ?? contentValidator, secondOpinion: null, policy: { mode: 'support', rules: [] }, ownBase: null },
    makeSpool: () => new HybridSpool(join(dataDir, `spool-${randomUUID()}.sqlite`), 400_000),
    keepBytes: (document) => wrapped('keep', () => blobs.put(document.bodyHash, document.body)),
    storedBytes: (hash) => {
      const bytes = blobs.read(hash);
      return Promise.resolve(bytes === undefined ? null : { kind: 'memory', bytes });
    },
    settings: {
      limits: { maxPages: 5000, maxDocumentBytes: 64 << 20, maxPageBytes: 8 << 20, maxRunBytes: 1 << 30 },
      grace: { missingRuns: 2, missingHours: 24 },
      brake: { fraction: 0.2 },
      leaseMs: 600_000,
      runTimeoutMs: 600_000,
    },
  });
  return {
    ledger,
    reader,
    runner,
    close: () => {
      reader.close();
      ledger.close();
    },
  };
}

const report: ValidationReport = {
  profile: 'dcat-ap-3.0',
  variant: null,
  conforms: true,
  violations: 0,
  warnings: 0,
  infos: 0,
  targets: 1,
  results: [],
  engine: 'content',
  shapesHash: '0',
};

/** Is content with everything: what dies here is not the validator, and rounds stay short. */
export const contentValidator: Validator = {
  engine: 'content',
  profiles: () => [
    {
      id: 'dcat-ap-3.0',
      iri: 'https://profiles.example/dcat-ap',
      title: {},
      version: '3',
      specification: 'https://profiles.example/',
      rules: 1,
      shapesHash: '0',
      claimedBy: [],
      variants: [],
      sparql: false,
      origin: 'built-in',
    },
  ],
  validate: ({ profile }) => Promise.resolve({ ...report, profile }),
};
