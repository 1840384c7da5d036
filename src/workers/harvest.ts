import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { harvesters } from '../../harvesters/index.js';
import { authorityFolder, shapesFolder } from '../assets.js';
import type { AdmissionPolicy } from '../catalogue/admission.js';
import { readSecret, type Config } from '../config.js';
import { InternalError } from '../domain/errors.js';
import { GuardedFetcher, type FetchSettings } from '../fetch/guarded-fetcher.js';
import { HostLimiter } from '../fetch/host-limiter.js';
import { Runner, type RunRequest, type RunSummary } from '../harvest/runner.js';
import { BlobStore } from '../ledger/blob-store.js';
import { holderName } from '../ledger/sqlite-ledger.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { HybridSpool } from '../ledger/sqlite-spool.js';
import { createLogger } from '../observability/logger.js';
import { systemClock } from '../ports/clock.js';
import type { Ledger } from '../ports/ledger.js';
import { RdfValidateShaclValidator } from '../validation/rdf-validate-shacl-validator.js';
import { ShaclEngineValidator } from '../validation/shacl-engine-validator.js';
import { loadShapesLibrary } from '../validation/shapes-library.js';
import { RemoteCalls, serve, toWire } from './rpc.js';

export interface HarvestWorkerData {
  readonly worker: 'harvest';
  readonly config: Config;
  readonly policy: AdmissionPolicy;
  readonly ownBase: string | null;
  readonly userAgent: string;
  readonly ledger: MessagePort;
}

/** How the fetch client of this process is set, for stations and for visitors' URLs. */
export function fetchSettings(config: Config, userAgent: string): FetchSettings {
  return {
    userAgent,
    connectTimeoutMs: config.NDC_CONNECT_TIMEOUT_MS,
    headersTimeoutMs: config.NDC_HEADERS_TIMEOUT_MS,
    bodyTimeoutMs: config.NDC_BODY_TIMEOUT_MS,
    totalTimeoutMs: config.NDC_REQUEST_TIMEOUT_MS,
    tries: config.NDC_FETCH_TRIES,
    backOffMs: config.NDC_BACK_OFF_MS,
    maxBackOffMs: 60_000,
    maxRetryAfterMs: 3_600_000,
    allowLoopback: config.NDC_ALLOW_LOOPBACK,
    connectTo: config.connectTo,
    temporaryFolder: join(config.dataDir, 'tmp'),
    resolveSecret: readSecret,
  };
}

/** The harvest thread: every request to a station leaves from here, and every description is judged here. */
function start(data: HarvestWorkerData): void {
  const port = parentPort;
  if (port === null) throw new InternalError('internal/error', 'not a worker thread');
  try {
    const { config } = data;
    const profiles = loadShapesLibrary({ shapes: shapesFolder, vocabularies: authorityFolder });
    const blobs = new BlobStore(join(config.dataDir, 'blobs'));
    const limiter = new HostLimiter(config.NDC_HOST_PAUSE_MS);
    const temporary = join(config.dataDir, 'tmp');
    mkdirSync(temporary, { recursive: true });
    const runner = new Runner({
      ledger: new RemoteCalls(data.ledger).proxy<Ledger>(),
      reader: SqliteLedgerReader.open(config.dataDir),
      harvesters,
      fetcherFor: (station) => new GuardedFetcher(station, fetchSettings(config, data.userAgent), limiter, systemClock),
      describe: {
        validator: new ShaclEngineValidator(profiles),
        secondOpinion: new RdfValidateShaclValidator(profiles),
        policy: data.policy,
        ownBase: data.ownBase,
      },
      makeSpool: () => new HybridSpool(join(temporary, `spool-${randomUUID()}.sqlite`), config.NDC_SPOOL_QUADS),
      keepBytes: (document) => blobs.put(document.bodyHash, document.body),
      clock: systemClock,
      logger: createLogger(config.NDC_LOG_LEVEL, 'harvest'),
      settings: {
        limits: {
          maxPages: config.NDC_MAX_PAGES,
          maxDocumentBytes: config.NDC_MAX_DOCUMENT_BYTES,
          maxPageBytes: config.NDC_MAX_PAGE_BYTES,
          maxRunBytes: 20 * 2 ** 30,
        },
        grace: { missingRuns: config.NDC_MISSING_RUNS, missingHours: config.NDC_MISSING_HOURS },
        brake: { fraction: config.NDC_BRAKE_FRACTION },
        leaseMs: config.NDC_LEASE_MS,
        runTimeoutMs: config.NDC_RUN_TIMEOUT_MS,
      },
      holder: holderName(),
    });
    serve(port, {
      run: (request: RunRequest): Promise<RunSummary> =>
        runner.run(request, (progress) => {
          port.postMessage({ progress });
        }),
    });
    port.postMessage({ ready: true });
  } catch (error) {
    port.postMessage({ failed: toWire(error) });
  }
}

if (parentPort !== null && (workerData as { worker?: string } | null)?.worker === 'harvest') start(workerData as HarvestWorkerData);
