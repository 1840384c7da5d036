import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { harvesters } from '../../harvesters/index.js';
import { workerPath } from '../assets.js';
import type { AdmissionPolicy } from '../catalogue/admission.js';
import { readSecret, type Config } from '../config.js';
import { ConfigurationError, InternalError } from '../domain/errors.js';
import type { DocumentBody } from '../domain/harvest.js';
import { GuardedFetcher, type FetchSettings } from '../fetch/guarded-fetcher.js';
import { HostLimiter } from '../fetch/host-limiter.js';
import { LocalDropFolder } from '../fetch/local-drop-folder.js';
import type { PushAnswer, PushOrder } from '../catalogue/push-desk.js';
import type { PushReport } from '../catalogue/push-desk-report.js';
import type { TrialOrder, TrialResult } from '../catalogue/station-trial.js';
import { Pusher } from '../harvest/pusher.js';
import { Runner, type RunProgressEvent, type RunRequest, type RunSummary } from '../harvest/runner.js';
import { BlobStore } from '../ledger/blob-store.js';
import { holderName } from '../ledger/holder.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { HybridSpool } from '../ledger/sqlite-spool.js';
import { createLogger } from '../observability/logger.js';
import { systemClock } from '../ports/clock.js';
import type { Ledger } from '../ports/ledger.js';
import { librarySources } from '../library-sources.js';
import { ValidationService } from '../validation/validation-service.js';
import { RemoteCalls, serve, toWire } from './rpc.js';
import { Trials } from './trials.js';

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
    userAgent: userAgent.includes('(+') ? userAgent : `${userAgent} (+${config.NDC_CONTACT_URL})`,
    contactEmail: config.NDC_CONTACT_EMAIL ?? null,
    connectTimeoutMs: config.NDC_CONNECT_TIMEOUT_MS,
    headersTimeoutMs: config.NDC_HEADERS_TIMEOUT_MS,
    bodyTimeoutMs: config.NDC_BODY_TIMEOUT_MS,
    totalTimeoutMs: config.NDC_REQUEST_TIMEOUT_MS,
    maxHeaderBytes: config.NDC_MAX_HEADER_BYTES,
    maxRedirects: config.NDC_MAX_REDIRECTS,
    tries: config.NDC_FETCH_TRIES,
    backOffMs: config.NDC_BACK_OFF_MS,
    maxBackOffMs: config.NDC_MAX_BACK_OFF_MS,
    maxRetryAfterMs: config.NDC_MAX_RETRY_AFTER_MS,
    oneAtATimePerProvider: config.NDC_PROVIDER_ONE_AT_A_TIME,
    robotsMaxAgeMs: config.NDC_ROBOTS_MAX_AGE_MS,
    robotsForgiveMs: config.NDC_ROBOTS_FORGIVE_MS,
    maxCrawlDelayMs: config.NDC_MAX_CRAWL_DELAY_MS,
    robotsFolder: join(config.dataDir, 'robots'),
    extraAuthorities: config.NDC_CA_FILE === undefined ? null : readAuthorities(config.NDC_CA_FILE),
    allowLoopback: config.NDC_ALLOW_LOOPBACK,
    connectTo: config.connectTo,
    temporaryFolder: join(config.dataDir, 'tmp'),
    resolveSecret: readSecret,
  };
}

/** Somebody waits for the answer: fewer tries, and no long pauses for a host that asks for them. */
function visitorSettings(config: Config, userAgent: string): FetchSettings {
  const settings = fetchSettings(config, userAgent);
  return { ...settings, tries: Math.min(2, settings.tries), maxRetryAfterMs: Math.min(10_000, settings.maxRetryAfterMs) };
}

/** Nobody waits for a link: one try, and what takes longer than this is looked at another day. */
export function linkSettings(config: Config, userAgent: string): FetchSettings {
  const settings = fetchSettings(config, userAgent);
  return { ...settings, tries: 1, maxRetryAfterMs: 0, totalTimeoutMs: Math.min(60_000, settings.totalTimeoutMs) };
}

/** @throws ConfigurationError when the file cannot be read or holds no certificate */
function readAuthorities(path: string): string {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new ConfigurationError('config/invalid', `NDC_CA_FILE: ${path} is no file with certificates in PEM.`);
  return text;
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
    const reader = SqliteLedgerReader.open(config.dataDir);
    const makeSpool = (): HybridSpool => new HybridSpool(join(temporary, `spool-${randomUUID()}.sqlite`), config.NDC_SPOOL_QUADS);
    const runner = new Runner({
      ledger: new RemoteCalls(data.ledger).proxy<Ledger>(),
      reader,
      harvesters,
      fetcherFor: (station) => new GuardedFetcher(station, fetchSettings(config, data.userAgent), limiter, systemClock),
      describe: {
        validator: validation,
        secondOpinion: validation.secondOpinion(),
        policy: data.policy,
        ownBase: data.ownBase,
      },
      files: config.NDC_DROP_FOLDER === undefined ? undefined : new LocalDropFolder(config.NDC_DROP_FOLDER, temporary),
      makeSpool,
      keepBytes: (document) => (reader.isRedacted(document.bodyHash) ? Promise.resolve() : blobs.put(document.bodyHash, document.body)),
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
        robotsRemarks: true,
      },
      holder: holderName(),
    });
    /** With the key of the call that began the run, for whoever waits for its number. */
    const tell =
      (key?: string) =>
      (progress: RunProgressEvent): void => {
        port.postMessage(key === undefined ? { progress } : { progress, key });
      };
    const pusher = new Pusher({
      runner,
      reader,
      judge: { validator: validation, secondOpinion: validation.secondOpinion(), policy: data.policy },
      makeSpool,
      storedBytes: (hash) => Promise.resolve(storedBody(blobs, hash)),
      clock: systemClock,
      maxBytes: config.NDC_MAX_DOCUMENT_BYTES,
    });
    const trials = new Trials({
      config,
      validation,
      policy: data.policy,
      ownBase: data.ownBase,
      reader,
      fetcher: new GuardedFetcher(null, visitorSettings(config, data.userAgent), limiter, systemClock),
      folder: temporary,
      makeSpool,
    });
    serve(port, {
      trial: (order: TrialOrder, key: string): Promise<TrialResult> =>
        trials.run(order, key, (trial) => {
          port.postMessage({ trial, key });
        }),
      cancelTrial: (key: string): void => {
        trials.cancel(key);
      },
      reloadRules: () => validation.reload(librarySources(config.dataDir)),
      run: (request: RunRequest, key?: string): Promise<RunSummary> => runner.run(request, tell(key)),
      release: (held: number, by: string, key?: string): Promise<RunSummary> => runner.release(held, by, tell(key)),
      revert: (of: number, by: string, key?: string): Promise<RunSummary> => runner.revert(of, by, tell(key)),
      withdrawStation: (station: string, by: string, key?: string): Promise<RunSummary> => runner.withdrawStation(station, by, tell(key)),
      push: (order: PushOrder, key?: string): Promise<PushAnswer> => pusher.push(order, tell(key)),
      pushReport: (run: number): Promise<PushReport> => pusher.reportOn(run),
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
