import { mkdirSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { harvesters } from '../harvesters/index.js';
import { authorityFolder, mappingsFolder, packageRoot, workerPath } from './assets.js';
import { RecordAssembler } from './catalogue/assemble.js';
import { CatalogueReader } from './catalogue/catalogue-reader.js';
import type { Begun, PushAnswer, PushOrder } from './catalogue/push-desk.js';
import type { PushReport } from './catalogue/push-desk-report.js';
import type { StationQuality } from './catalogue/quality.js';
import type { CatalogueQueries } from './catalogue/queries.js';
import type { TrialOrder, TrialProgress, TrialResult } from './catalogue/station-trial.js';
import { TrialDesk, type StartedTrial } from './catalogue/station-trial-desk.js';
import { ValidationDesk } from './catalogue/validation-desk.js';
import { readSecret, type Config } from './config.js';
import type { ReloadedStations } from './control.js';
import { CatalogueError, InternalError } from './domain/errors.js';
import { visitTriggers, type HarvestRun } from './domain/harvest.js';
import { ExportDesk } from './federation/export-desk.js';
import { plainCatalogue } from './federation/catalogue-pages.js';
import { GuardedFetcher } from './fetch/guarded-fetcher.js';
import { HostLimiter } from './fetch/host-limiter.js';
import { Rounds } from './harvest/rounds.js';
import type { RunProgressEvent, RunRequest, RunSummary } from './harvest/runner.js';
import { nextRunAt } from './harvest/schedule.js';
import { BlobStore } from './ledger/blob-store.js';
import { LedgerKeptReports } from './ledger/kept-reports.js';
import { Retention } from './ledger/retention.js';
import { SqliteLedgerReader } from './ledger/sqlite-reader.js';
import { StorageWatch } from './ledger/storage-watch.js';
import { createLogger } from './observability/logger.js';
import { readOperatorFiles, type OperatorFiles, type OperatorPaths } from './operator-files.js';
import { systemClock } from './ports/clock.js';
import type { Ledger } from './ports/ledger.js';
import type { Logger } from './ports/logger.js';
import type { SearchIndex } from './ports/search-index.js';
import type { ProjectionStatus } from './ports/sparql-engine.js';
import { Concepts } from './rdf/concepts.js';
import { RemoteTriples, type RemoteTriplesWorker } from './triples/remote-triples.js';
import { SparqlPool, type SparqlWorker } from './triples/sparql-pool.js';
import type { Triples } from './triples/triples.js';
import { librarySources } from './library-sources.js';
import { profileIds } from './validation/shapes-library.js';
import { ValidationService } from './validation/validation-service.js';
import { fetchSettings, type HarvestWorkerData } from './workers/harvest.js';
import type { LedgerWorkerData } from './workers/ledger.js';
import type { QualityWorkerData } from './workers/quality.js';
import type { RemoteTriplesWorkerData } from './workers/remote-triples.js';
import { callsTo, fromWire, type RemoteCalls } from './workers/rpc.js';
import type { SearchWorkerData } from './workers/search.js';
import type { SparqlWorkerData } from './workers/sparql.js';

export const version = (JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }).version;

/** So much earlier than everything else the search index begins to load, at most, in milliseconds. */
const headStartMs = 3000;

/** Before a worker that ended is started again. */
const restartAfterMs = 1000;

/** How often kept bytes are looked through. */
const sweepEveryMs = 6 * 3_600_000;

/** The remote face of the search worker. */
export interface SearchWorker extends SearchIndex {
  status(): Promise<ProjectionStatus>;
  contents(): Promise<Map<string, string>>;
}

interface Started {
  readonly worker: Worker;
  readonly calls: RemoteCalls;
  readonly ready: Promise<void>;
}

/** Starts a worker and waits for its word that it is ready, or for what went wrong. */
export function startWorker(name: string, workerData: object, transferList: readonly MessagePort[] = []): Started {
  const worker = new Worker(workerPath(name), { workerData, transferList: [...transferList] as never[] });
  const calls = callsTo(worker, name);
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (message: { ready?: true; failed?: Parameters<typeof fromWire>[0] }) => {
      if (message.ready === true) resolve();
      if (message.failed !== undefined) reject(fromWire(message.failed));
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      reject(new InternalError('internal/worker-ended', `The ${name} worker ended before it was ready.`));
    });
  });
  ready.catch(() => undefined);
  return { worker, calls, ready };
}

function ledgerPortOf(ledgerWorker: Started): MessagePort {
  const { port1, port2 } = new MessageChannel();
  ledgerWorker.worker.postMessage({ connect: port1 }, [port1]);
  return port2;
}

/** Where the operator's files are, and what their entries may name. */
export function operatorPaths(config: Config): OperatorPaths {
  return {
    stations: config.NDC_STATIONS ?? join(packageRoot, 'harvesters', 'stations.ttl'),
    catalogue: config.NDC_CATALOGUE ?? null,
    organisations: config.NDC_ORGANISATIONS ?? null,
    assertions: config.NDC_ASSERTIONS ?? null,
    admission: config.NDC_ADMISSION,
    harvesters,
    profiles: profileIds(librarySources(config.dataDir)),
  };
}

/** The harvest thread, started when it is first asked for something. */
class HarvestThread {
  private started: Promise<Started> | null = null;

  constructor(
    private readonly data: HarvestWorkerData,
    private readonly port: HarvestWorkerData['ledger'],
    private readonly listeners: ReadonlySet<(progress: RunProgressEvent, key?: string) => void>,
  ) {}

  start(): Promise<Started> {
    return (this.started ??= this.open());
  }

  async call(method: string, values: readonly unknown[]): Promise<unknown> {
    return (await this.start()).calls.call(method, values);
  }

  async callIfStarted(method: string, values: readonly unknown[]): Promise<void> {
    if (this.started !== null) await this.call(method, values);
  }

  async stop(): Promise<void> {
    const started = await this.started?.catch(() => null);
    if (started == null) this.port.close();
    else await started.worker.terminate();
  }

  private async open(): Promise<Started> {
    const started = startWorker('harvest', this.data, [this.port]);
    started.worker.on('message', (message: { progress?: RunProgressEvent; key?: string }) => {
      if (message.progress !== undefined) for (const listener of this.listeners) listener(message.progress, message.key);
    });
    await started.ready;
    return started;
  }
}

/** The ledger and the harvest thread: what `ndc harvest` needs, and the lower half of `ndc serve`. */
export class HarvestHouse {
  private constructor(
    readonly config: Config,
    readonly operator: OperatorFiles,
    readonly ledger: Ledger,
    readonly reader: SqliteLedgerReader,
    readonly storage: StorageWatch,
    readonly logger: Logger,
    private readonly ledgerWorker: Started,
    private readonly harvestThread: HarvestThread,
    private readonly listeners: Set<(progress: RunProgressEvent, key?: string) => void>,
  ) {}

  /** @param options.declare what of the operator's files the ledger takes over: the server all, a harvest and the list of stations what is new, other commands nothing */
  static async open(
    config: Config,
    options: {
      readonly ownBase: string | null;
      readonly pinBase: boolean;
      readonly declare: 'all' | 'additions' | 'nothing';
    },
  ): Promise<HarvestHouse> {
    const logger = createLogger(config.NDC_LOG_LEVEL, 'ndc');
    const operator = await readOperatorFiles(operatorPaths(config));
    mkdirSync(config.dataDir, { recursive: true });
    const storage = new StorageWatch(config.dataDir, config.NDC_MIN_FREE_BYTES, systemClock);
    let whenWritable: (() => Promise<void>) | null = null;
    const isServer = options.declare === 'all';
    const ledgerData: LedgerWorkerData = { dataDir: config.dataDir, door: isServer ? 'http' : 'command', isChecked: isServer };
    const ledgerWorker = startWorker('ledger', ledgerData);
    ledgerWorker.worker.on('message', (message: { storage?: Parameters<typeof fromWire>[0] | null }) => {
      if (message.storage === undefined) return;
      if (message.storage === null) {
        logger.info('the ledger can be written again', {});
        const work = whenWritable;
        whenWritable = null;
        work?.().catch((error: unknown) => {
          whenWritable = work;
          logger.error("the operator's files cannot be taken over", { error: error instanceof Error ? error.message : String(error) });
        });
      } else logger.error('the ledger cannot be written', { code: message.storage.code, ...message.storage.details });
      storage.written(message.storage);
    });
    await ledgerWorker.ready;
    const ledger = ledgerWorker.calls.proxy<Ledger>() as unknown as Ledger;
    if (options.pinBase && config.NDC_BASE_URL !== undefined) await ledger.pinBaseUrl(config.NDC_BASE_URL);
    const declare = async (): Promise<void> => {
      await ledger.recover();
      if (options.declare !== 'nothing') await ledger.registerStations(operator.stations, options.declare);
      if (options.declare !== 'all') return;
      if (operator.catalogue !== null) await ledger.setCatalogue(operator.catalogue);
      await ledger.setAssertions(operator.assertions);
    };
    try {
      await declare();
    } catch (error) {
      // What is published can be served all the same.
      if (options.declare !== 'all' || !(error instanceof CatalogueError) || error.code !== 'ledger/disk-full') throw error;
      whenWritable = declare;
    }
    const port2 = ledgerPortOf(ledgerWorker);
    const data: HarvestWorkerData = {
      worker: 'harvest',
      config,
      policy: operator.policy,
      ownBase: options.ownBase,
      userAgent: `ndc/${version} (+${config.NDC_CONTACT_URL})`,
      ledger: port2,
    };
    const listeners = new Set<(progress: RunProgressEvent, key?: string) => void>();
    const harvestThread = new HarvestThread(data, port2, listeners);
    const reader = SqliteLedgerReader.open(config.dataDir, (fault) => {
      storage.note(fault);
    });
    return new HarvestHouse(config, operator, ledger, reader, storage, logger, ledgerWorker, harvestThread, listeners);
  }

  /** For another thread of this process that writes the ledger. */
  ledgerPort(): MessagePort {
    return ledgerPortOf(this.ledgerWorker);
  }

  /** Starts the harvest thread, which else starts when it is needed: it loads profiles and vocabularies. @throws CatalogueError when it cannot */
  async whenReady(): Promise<void> {
    await this.harvestThread.start();
  }

  /** Harvest rounds over the ledger of this house (R7). */
  rounds(): Rounds {
    return new Rounds({
      ledger: this.ledger,
      reader: this.reader,
      clock: systemClock,
      nextRunAt: ({ station }) => nextRunAt(station.schedule, station.timeZone, systemClock.now()),
      hours: this.config.NDC_ROUND_HOURS,
    });
  }

  onProgress(listener: (progress: RunProgressEvent) => void): void {
    this.listeners.add(listener);
  }

  /** Begins a run, or a deed on one, whose number is told before its end. */
  begin(deed: 'run', values: readonly [Omit<RunRequest, 'signal'>]): Begun<RunSummary>;
  begin(deed: 'release' | 'revert', values: readonly [run: number, by: string]): Begun<RunSummary>;
  begin(deed: 'push', values: readonly [PushOrder]): Begun<PushAnswer>;
  begin(deed: string, values: readonly unknown[]): Begun<unknown> {
    const key = randomUUID();
    let tell: (run: number | null) => void = () => undefined;
    const run = new Promise<number | null>((resolve) => {
      tell = resolve;
    });
    const listener = (progress: RunProgressEvent, of?: string): void => {
      if (of === key) tell(progress.run);
    };
    this.listeners.add(listener);
    const ended = this.harvestThread.call(deed, [...values, key]);
    const over = (): void => {
      this.listeners.delete(listener);
      tell(null);
    };
    ended.then(over, over);
    return { run, ended };
  }

  /** The report on what a push brought, from the bytes that are kept of its run. */
  pushReport(run: number): Promise<PushReport> {
    return this.harvestThread.call('pushReport', [run]) as Promise<PushReport>;
  }

  run(request: Omit<RunRequest, 'signal'>): Promise<RunSummary> {
    return this.harvestThread.call('run', [request]) as Promise<RunSummary>;
  }

  /** Publishes what a run on hold has staged (RUN-6). */
  release(held: number, by: string): Promise<RunSummary> {
    return this.harvestThread.call('release', [held, by]) as Promise<RunSummary>;
  }

  /** Restores the state before a run. */
  revert(of: number, by: string): Promise<RunSummary> {
    return this.harvestThread.call('revert', [of, by]) as Promise<RunSummary>;
  }

  /** Withdraws all that a station has brought, through the brake. */
  withdrawStation(station: string, by: string): Promise<RunSummary> {
    return this.harvestThread.call('withdrawStation', [station, by]) as Promise<RunSummary>;
  }

  /**
   * Takes the stations file over as it is now.
   *
   * @throws ConfigurationError with every mistake in the operator's files; then nothing is taken over
   */
  async reloadStations(): Promise<ReloadedStations> {
    const paths = operatorPaths(this.config);
    const { stations } = await readOperatorFiles(paths);
    return { file: resolve(paths.stations), ...(await this.ledger.registerStations(stations, 'all')) };
  }

  /** Calls a run off, in this process at once, elsewhere with its next heartbeat. */
  async cancel(run: number, by: string): Promise<void> {
    await this.ledger.cancelRun(run, by);
    await this.harvestThread.callIfStarted('cancel', [run]);
  }

  /** Runs stations side by side, as many at a time as configured; the summaries in the order of their end. */
  async round(
    stations: readonly string[],
    trigger: HarvestRun['trigger'],
    options: Pick<RunRequest, 'dryRun' | 'full' | 'by' | 'replay'> & { readonly onEnd?: (summary: RunSummary) => void } = {},
  ): Promise<RunSummary[]> {
    const { onEnd, ...request } = options;
    // All stations one after the other are a harvest round, also where no server keeps them (R7).
    const live = this.reader.stations().filter(({ state }) => state === 'live');
    const isRound = options.dryRun !== true && live.length > 0 && live.every(({ station }) => stations.includes(station.id)) && visitTriggers.has(trigger);
    if (isRound) await this.rounds().open(stations);
    const queue = [...stations];
    const summaries: RunSummary[] = [];
    const work = async (): Promise<void> => {
      for (let station = queue.shift(); station !== undefined; station = queue.shift()) {
        const summary = await this.run({ station, trigger, ...request });
        summaries.push(summary);
        onEnd?.(summary);
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.config.NDC_CONCURRENT_RUNS, Math.max(1, stations.length)) }, work));
    if (isRound) await this.rounds().turn();
    return summaries;
  }

  /** Tries a visitor's station in the harvest thread; nothing of it is registered or kept. */
  trial(order: TrialOrder, onProgress: (progress: TrialProgress) => void): StartedTrial {
    const key = randomUUID();
    const thread = this.harvestThread.start();
    const listener = (message: { readonly trial?: TrialProgress; readonly key?: string }): void => {
      if (message.trial !== undefined && message.key === key) onProgress(message.trial);
    };
    const follow = async (): Promise<TrialResult> => {
      const { worker, calls } = await thread;
      worker.on('message', listener);
      try {
        return (await calls.call('trial', [order, key])) as TrialResult;
      } finally {
        worker.off('message', listener);
      }
    };
    return {
      ended: follow(),
      cancel: () => {
        this.harvestThread.callIfStarted('cancelTrial', [key]).catch(() => undefined);
      },
    };
  }

  /** The harvest thread takes over the rules that are in force now; a run under way goes on by the new ones. */
  async reloadRules(): Promise<void> {
    await this.harvestThread.callIfStarted('reloadRules', []);
  }

  async close(): Promise<void> {
    await this.harvestThread.stop();
    this.reader.close();
    const ended = new Promise((resolve) => this.ledgerWorker.worker.once('exit', resolve));
    this.ledgerWorker.worker.postMessage({ close: true });
    await ended;
  }
}

/** Everything a server needs beside the harvest: projections, validation and the readers of pages. */
export class ServingHouse {
  private constructor(
    readonly harvest: HarvestHouse,
    readonly baseUrl: string,
    readonly queries: CatalogueQueries,
    readonly assembler: RecordAssembler,
    readonly concepts: Concepts,
    readonly sparql: Triples,
    readonly validation: ValidationService,
    readonly desk: ValidationDesk,
    readonly trials: TrialDesk,
    readonly keptReports: LedgerKeptReports,
    /** Records in the form of a profile, for whoever gives them out. */
    readonly exports: ExportDesk,
    private readonly searchHolder: SearchHolder,
    private readonly quality: QualityHolder,
    private readonly visitorsFirst: Promise<unknown>,
    private readonly sweeper: NodeJS.Timeout,
  ) {}

  static open(harvest: HarvestHouse, baseUrl: string): ServingHouse {
    const { config, reader, operator, logger } = harvest;
    const searchHolder = new SearchHolder(
      { worker: 'search', dataDir: config.dataDir, organisations: operator.organisations, overdueDays: config.NDC_OVERDUE_DAYS, keep: 'file' },
      logger,
      harvest.storage,
    );
    // Visitors wait for search and pages alone; the rest is not to take the machine from them.
    const visitorsFirst = Promise.race([searchHolder.whenReady(), new Promise((resolve) => setTimeout(resolve, headStartMs).unref())]);
    const sparql =
      config.NDC_TRIPLES_URL === undefined
        ? embeddedTriples(config, baseUrl, logger, visitorsFirst)
        : remoteTriples(config, config.NDC_TRIPLES_URL, baseUrl, logger);
    const validation = ValidationService.opening(
      {
        workerFile: workerPath('validation'),
        size: config.NDC_VALIDATION_WORKERS,
        deadlineMs: config.NDC_VALIDATION_TIMEOUT_MS,
        folders: librarySources(config.dataDir),
        cachedReports: config.NDC_VALIDATION_CACHE,
      },
      visitorsFirst,
    );
    const quality = new QualityHolder(config, operator.organisations, logger, () => harvest.ledgerPort(), visitorsFirst);
    const concepts = Concepts.load([authorityFolder, mappingsFolder]);
    const assembler = new RecordAssembler(reader, operator.organisations);
    const queries = new CatalogueReader({
      reader,
      search: searchHolder,
      assembler,
      concepts,
      profiles: () => validation.profiles(),
      rules: (profile) => validation.rules(profile),
      clock: systemClock,
      nextRunAt: (id) => {
        const status = reader.station(id);
        return status === undefined || status.state === 'paused' || status.state === 'retired' || status.station.protocol === 'push'
          ? null
          : nextRunAt(status.station.schedule, status.station.timeZone, systemClock.now());
      },
      fallbackCatalogue: plainCatalogue(baseUrl),
      baseUrl,
      overdueDays: config.NDC_OVERDUE_DAYS,
      stationQuality: (station) => quality.station(station),
    });
    const visitorFetcher = new GuardedFetcher(
      null,
      fetchSettings(config, `ndc/${version} (+${config.NDC_CONTACT_URL})`),
      new HostLimiter(config.NDC_HOST_PAUSE_MS),
      systemClock,
    );
    const desk = new ValidationDesk({
      judge: { validator: validation, secondOpinion: validation.secondOpinion(), policy: operator.policy },
      station: (id) => reader.station(id)?.station,
      fetcher: visitorFetcher,
      clock: systemClock,
      settings: {
        atOnce: config.NDC_VALIDATION_AT_ONCE,
        waiting: config.NDC_VALIDATION_QUEUE,
        ratePerMinute: config.NDC_VALIDATION_RATE,
        keepMs: config.NDC_VALIDATION_KEEP_MS,
        maxBytes: config.NDC_VALIDATION_MAX_BYTES,
        maxQuads: 200_000,
      },
    });
    const trials = new TrialDesk({
      carryOut: (order, onProgress) => harvest.trial(order, onProgress),
      protocols: [...harvesters].flatMap(([protocol, { detect }]) => (detect === undefined ? [] : [protocol])),
      clock: systemClock,
      settings: {
        atOnce: config.NDC_TRIAL_AT_ONCE,
        waiting: config.NDC_TRIAL_QUEUE,
        ratePerHour: config.NDC_TRIAL_RATE,
        keepMs: config.NDC_TRIAL_KEEP_MS,
      },
    });
    const blobs = new BlobStore(join(config.dataDir, 'blobs'));
    const keptReports = new LedgerKeptReports(harvest.ledger, reader, blobs, systemClock);
    keptReports.start((error) => {
      logger.error('kept reports cannot be swept', { error: error instanceof Error ? error.message : String(error) });
    });
    const retention = new Retention(harvest.ledger, reader, blobs, systemClock, {
      days: config.NDC_KEEP_BYTES_DAYS,
      maxBytes: config.NDC_KEEP_BYTES_MAX,
      versionDays: config.NDC_VERSION_KEEP_DAYS ?? null,
      feedWindowDays: config.NDC_FEED_WINDOW_DAYS,
    });
    const sweeper = setInterval(() => {
      retention.sweep().then(
        (swept) => {
          if (swept.blobs + swept.versions > 0) logger.info('what was kept long enough was removed', { ...swept });
        },
        (error: unknown) => {
          logger.error('what was kept long enough cannot be removed', { error: error instanceof Error ? error.message : String(error) });
        },
      );
    }, sweepEveryMs).unref();
    return new ServingHouse(
      harvest,
      baseUrl,
      queries,
      assembler,
      concepts,
      sparql,
      validation,
      desk,
      trials,
      keptReports,
      new ExportDesk({ reader, validator: validation, baseUrl, presentConcept: (iri) => concepts.present(iri) }),
      searchHolder,
      quality,
      visitorsFirst,
      sweeper,
    );
  }

  async whenReady(): Promise<void> {
    await Promise.all([this.whenSound(), this.searchHolder.whenReady(), this.sparql.whenReady()]);
  }

  /** @throws ConfigurationError when the rules cannot be loaded; the house serves meanwhile, but is not to go on */
  async whenSound(): Promise<void> {
    await this.visitorsFirst;
    await Promise.all([this.harvest.whenReady(), this.validation.whenOpen()]);
  }

  get searchIsReady(): boolean {
    return this.searchHolder.isReady;
  }

  async projections(): Promise<ProjectionStatus[]> {
    return [await this.searchHolder.status(), ...(await this.sparql.status())];
  }

  /** Takes over profiles and vocabularies that an operator has just installed or removed, in web and harvest alike. */
  async reloadRules(): Promise<void> {
    const sources = librarySources(this.harvest.config.dataDir);
    await this.validation.reload(sources);
    await this.harvest.reloadRules();
  }

  async rebuild(which: 'triples' | 'search' | 'all'): Promise<void> {
    if (which !== 'search') await this.sparql.rebuild();
    if (which !== 'triples') await this.searchHolder.rebuild();
  }

  searchContents(): Promise<Map<string, string>> {
    return this.searchHolder.contents();
  }

  async close(): Promise<void> {
    this.desk.close();
    this.trials.close();
    this.keptReports.stop();
    clearInterval(this.sweeper);
    await Promise.all([this.searchHolder.close(), this.quality.close(), this.sparql.close(), this.validation.close()]);
    await this.harvest.close();
  }
}

function embeddedTriples(config: Config, baseUrl: string, logger: Logger, startAfter: Promise<unknown>): Triples {
  const data: SparqlWorkerData = {
    dataDir: config.dataDir,
    baseUrl,
    maxRows: config.NDC_SPARQL_MAX_ROWS,
    maxBytes: config.NDC_SPARQL_MAX_BYTES,
    maxProduct: config.NDC_SPARQL_MAX_PRODUCT,
  };
  return new SparqlPool({
    size: config.NDC_SPARQL_WORKERS,
    timeoutMs: config.NDC_SPARQL_TIMEOUT_MS,
    maxWaitMs: config.NDC_SPARQL_WAIT_MS,
    startAfter,
    maxGrowthBytes: config.NDC_SPARQL_MEMORY_BYTES,
    logger,
    spawn: () => {
      const { worker, calls, ready } = startWorker('sparql', data);
      return { worker, ready, calls: calls.proxy<SparqlWorker>() };
    },
  });
}

/** @throws ConfigurationError when the credentials cannot be had */
function remoteTriples(config: Config, queryUrl: string, baseUrl: string, logger: Logger): Triples {
  const credentials = config.NDC_TRIPLES_CREDENTIALS ?? null;
  if (credentials !== null) readSecret(credentials);
  const data: RemoteTriplesWorkerData = {
    dataDir: config.dataDir,
    baseUrl,
    logLevel: config.NDC_LOG_LEVEL,
    queryUrl,
    updateUrl: config.NDC_TRIPLES_UPDATE_URL ?? queryUrl,
    scheme: config.NDC_TRIPLES_AUTH ?? null,
    credentials,
    timeoutMs: config.NDC_SPARQL_TIMEOUT_MS,
    maxRows: config.NDC_SPARQL_MAX_ROWS,
    maxBytes: config.NDC_SPARQL_MAX_BYTES,
    verifyMs: config.NDC_TRIPLES_VERIFY_MS,
    firstPauseMs: config.NDC_BACK_OFF_MS,
  };
  return new RemoteTriples({
    atOnce: config.NDC_SPARQL_WORKERS,
    timeoutMs: config.NDC_SPARQL_TIMEOUT_MS,
    maxWaitMs: config.NDC_SPARQL_WAIT_MS,
    logger,
    spawn: () => {
      const { worker, calls, ready } = startWorker('remote-triples', data);
      return { worker, ready, calls: calls.proxy<RemoteTriplesWorker>() };
    },
  });
}

/** Keeps the worker that knows the quality of all datasets and checks their links; started after what visitors wait for. */
class QualityHolder {
  private current: Promise<Started>;
  private closed = false;

  constructor(
    private readonly config: Config,
    private readonly organisations: QualityWorkerData['organisations'],
    private readonly logger: Logger,
    private readonly ledgerPort: () => MessagePort,
    startAfter: Promise<unknown>,
  ) {
    this.current = startAfter.then(() => this.open());
    this.current.catch(() => undefined);
  }

  async station(id: string): Promise<StationQuality> {
    const { calls, ready } = await this.current;
    await ready;
    return (await calls.call('station', [id])) as StationQuality;
  }

  async close(): Promise<void> {
    this.closed = true;
    const started = await this.current.catch(() => null);
    await started?.worker.terminate();
  }

  private open(): Started {
    if (this.closed) throw new InternalError('internal/worker-ended', 'The server is closing.');
    const port = this.ledgerPort();
    const data: QualityWorkerData = {
      worker: 'quality',
      config: this.config,
      organisations: this.organisations,
      userAgent: `ndc/${version} (+${this.config.NDC_CONTACT_URL})`,
      ledger: port,
    };
    const started = startWorker('quality', data, [port]);
    started.worker.on('exit', () => {
      if (this.closed) return;
      this.logger.warn('quality worker ended; it is started again', {});
      this.current = new Promise((resolve) => setTimeout(resolve, restartAfterMs)).then(() => this.open());
      this.current.catch(() => undefined);
    });
    return started;
  }
}

/** Keeps one search worker alive: a new one is loaded before the old one goes, and after a crash. */
class SearchHolder implements SearchIndex {
  private current: Started;
  private api: SearchWorker;
  private closed = false;
  isReady = false;

  constructor(
    private readonly data: SearchWorkerData,
    private readonly logger: Logger,
    private readonly storage: StorageWatch,
  ) {
    this.current = startWorker('search', data);
    this.api = this.current.calls.proxy<SearchWorker>();
    this.watch(this.current);
  }

  private watch(started: Started): void {
    started.ready.then(
      () => {
        if (started === this.current) this.isReady = true;
      },
      (error: unknown) => {
        if (error instanceof CatalogueError) this.storage.note(error);
        if (!this.closed) this.logger.error('search index cannot be loaded', { error: error instanceof CatalogueError ? error.message : String(error) });
      },
    );
    started.worker.on('message', (message: { fault?: Parameters<typeof fromWire>[0] }) => {
      if (message.fault !== undefined) this.storage.note(message.fault);
    });
    started.worker.on('exit', (code) => {
      if (this.closed || started !== this.current) return;
      this.isReady = false;
      this.logger.warn('search worker ended; it is started again', {});
      setTimeout(() => {
        // What made it fail may be its file.
        if (!this.closed) this.replace(startWorker('search', code === 0 ? this.data : { ...this.data, keep: 'memory' }));
      }, 200);
    });
  }

  private replace(started: Started): void {
    this.current = started;
    this.api = started.calls.proxy<SearchWorker>();
    this.watch(started);
  }

  async rebuild(): Promise<void> {
    const fresh = startWorker('search', { ...this.data, keep: 'fresh' });
    await fresh.ready;
    const old = this.current;
    this.replace(fresh);
    await old.worker.terminate();
  }

  async whenReady(): Promise<void> {
    while (!this.isReady && !this.closed) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  search(query: Parameters<SearchIndex['search']>[0]): ReturnType<SearchIndex['search']> {
    return this.api.search(query);
  }

  suggest(q: string, lang: 'nl' | 'en', limit: number): ReturnType<SearchIndex['suggest']> {
    return this.api.suggest(q, lang, limit);
  }

  /** What a worker that has just ended cannot say is not known: incomplete, until the next one has loaded. */
  status(): Promise<ProjectionStatus> {
    return this.api.status().catch(() => ({ name: 'search', epoch: 0, seq: 0, complete: false, records: 0 }));
  }

  contents(): Promise<Map<string, string>> {
    return this.api.contents();
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.current.worker.terminate();
  }
}
