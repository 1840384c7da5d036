import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { harvesters } from '../../harvesters/index.js';
import { workerPath } from '../assets.js';
import type { AdmissionPolicy } from '../catalogue/admission.js';
import { readSecret, type Config } from '../config.js';
import { InternalError } from '../domain/errors.js';
import type { DocumentBody } from '../domain/harvest.js';
import { GuardedFetcher, type FetchSettings } from '../fetch/guarded-fetcher.js';
import { HostLimiter } from '../fetch/host-limiter.js';
import { Runner, type RunProgressEvent, type RunRequest, type RunSummary } from '../harvest/runner.js';
import { BlobStore } from '../ledger/blob-store.js';
import { holderName } from '../ledger/sqlite-ledger.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { HybridSpool } from '../ledger/sqlite-spool.js';
import { createLogger } from '../observability/logger.js';
import { systemClock } from '../ports/clock.js';
import type { Ledger } from '../ports/ledger.js';
import { librarySources } from '../library-sources.js';
import { ValidationService } from '../validation/validation-service.js';
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

function storedBody(blobs: BlobStore, hash: string): DocumentBody | null {
  const bytes = blobs.read(hash);
  return bytes === undefined ? null : { kind: 'memory', bytes };
}

/** The harvest thread: every request to a station leaves from here, and every description is judged here. */
async function start(data: HarvestWorkerData): Promise<void> {
  const port = parentPort;
  if (port === null) throw new InternalError('internal/error', 'not a worker thread');
  try {
    const { config } = data;
    const validation = await ValidationService.open({
      workerFile: workerPath('validation'),
      size: 1,
      deadlineMs: config.NDC_VALIDATION_TIMEOUT_MS,
      folders: librarySources(config.dataDir),
      cachedReports: config.NDC_VALIDATION_CACHE,
    });
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
        validator: validation,
        secondOpinion: validation.secondOpinion(),
        policy: data.policy,
        ownBase: data.ownBase,
      },
      makeSpool: () => new HybridSpool(join(temporary, `spool-${randomUUID()}.sqlite`), config.NDC_SPOOL_QUADS),
      keepBytes: (document) => blobs.put(document.bodyHash, document.body),
      storedBytes: (hash) => Promise.resolve(storedBody(blobs, hash)),
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
    const tell = (progress: RunProgressEvent): void => {
      port.postMessage({ progress });
    };
    serve(port, {
      reloadRules: () => validation.reload(librarySources(config.dataDir)),
      run: (request: RunRequest): Promise<RunSummary> => runner.run(request, tell),
      release: (held: number, by: string): Promise<RunSummary> => runner.release(held, by, tell),
      revert: (of: number, by: string): Promise<RunSummary> => runner.revert(of, by, tell),
      cancel: (run: number): void => {
        runner.cancel(run);
      },
    });
    port.postMessage({ ready: true });
  } catch (error) {
    port.postMessage({ failed: toWire(error) });
  }
}

if (parentPort !== null && (workerData as { worker?: string } | null)?.worker === 'harvest') void start(workerData as HarvestWorkerData);
