import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sparqlRouter } from '../sparql/endpoint/index.js';
import { sideGraphNames } from '../sparql/endpoint/service-description.js';
import { StatisticsKeeper } from '../sparql/endpoint/statistics.js';
import { examplesFolder, packageRoot, shapesFolder } from './assets.js';
import { ConfirmationDesk } from './catalogue/confirmation-desk.js';
import { PushDesk } from './catalogue/push-desk.js';
import { SparqlDesk } from './catalogue/sparql-desk.js';
import { readSecret, type Config } from './config.js';
import { readHandoverFile } from './dispatch/handover-file.js';
import { postHandover } from './dispatch/handover-post.js';
import { ConfigurationError } from './domain/errors.js';
import { inTurn } from './harvest/line.js';
import { Scheduler } from './harvest/scheduler.js';
import { createApp } from './http/app.js';
import { AuditNotes } from './http/audit-notes.js';
import { FailedAttempts, TokenGate } from './http/operators.js';
import type { OperatorDeeds } from './http/routes/deeds.js';
import { StationGate } from './http/station-gate.js';
import { LedgerStationKeys } from './ledger/station-keys.js';
import { Metrics, type StationFigures } from './observability/metrics.js';
import { portalRouter } from './portal/routes.js';
import { openControl, type ControlServer } from './control.js';
import { openDumps, type Dumps } from './open-dumps.js';
import { openEu, type Eu } from './open-eu.js';
import { openFeedback, type Feedback } from './open-feedback.js';
import { openIndexPings } from './open-index-pings.js';
import { openUsage, type Usage } from './open-usage.js';
import { OperatorRoster } from './operator-roster.js';
import { systemClock } from './ports/clock.js';
import type { StationStatus } from './ports/ledger.js';
import { HarvestHouse, ServingHouse, version } from './wiring.js';
import { readExamples } from './rdf/query-examples.js';

export interface RunningServer {
  readonly url: string;
  readonly house: ServingHouse;
  readonly scheduler: Scheduler;
  /** Rejects when something that is loaded meanwhile cannot be: the server is then to be closed. */
  readonly failed: Promise<never>;
  /** Finishes what is under way and stops. */
  close(): Promise<void>;
}

export interface ServerOptions {
  /** The demo never pins its base URL, and harvests by itself. */
  readonly pinBase: boolean;
  readonly schedule: boolean;
}

/** A small station is done by then, and its visitor spared the page with the progress. */
const trialWaitMs = 3000;

/** Longer than proxies and clients keep a connection of their own, so that they close it: a request never meets one that we are closing. */
const keepAliveMs = 75_000;

/** What our FAIR Data Point says that its records follow. */
const fdpShapes = {
  root: 'data-service.ttl',
  catalog: 'catalogue.ttl',
  dataset: 'dataset.ttl',
  'dataset-series': 'dataset-series.ttl',
  'data-service': 'data-service.ttl',
  distribution: 'distribution.ttl',
} as const;

/** Starts the whole catalogue: HTTP first, so that `/readyz` can say what still loads. */
export async function startServer(config: Config, options: ServerOptions): Promise<RunningServer> {
  const server = createServer({ keepAliveTimeout: keepAliveMs });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' || error.code === 'EACCES'
          ? new ConfigurationError(
              'config/invalid',
              `Port ${String(config.NDC_PORT)} on ${config.NDC_HOST} cannot be used (${error.code}). Choose another with NDC_PORT, or stop what listens there.`,
            )
          : error,
      );
    });
    server.listen(config.NDC_PORT, config.NDC_HOST, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const local = `http://${config.NDC_HOST.includes(':') ? `[${config.NDC_HOST}]` : config.NDC_HOST}:${String(port)}`;
  const baseUrl = config.NDC_BASE_URL ?? local;
  server.on('request', (_request, response) => {
    if (server.listenerCount('request') > 1) return;
    response.writeHead(503, { 'Retry-After': '2', 'Content-Type': 'text/plain' }).end('starting\n');
  });
  try {
    const harvest = await HarvestHouse.open(config, { ownBase: baseUrl, pinBase: options.pinBase, declare: 'all' });
    const house = ServingHouse.open(harvest, baseUrl);
    const metrics = new Metrics();
    harvest.onProgress(({ run, phase }) => {
      metrics.stage(run, phase, systemClock.now().getTime());
    });
    const scheduler = new Scheduler({
      reader: harvest.reader,
      logger: harvest.logger,
      clock: systemClock,
      concurrency: config.NDC_CONCURRENT_RUNS,
      backOff: { firstMs: config.NDC_FAILURE_PAUSE_MS, longestMs: config.NDC_MAX_FAILURE_PAUSE_MS },
      jitterMs: config.NDC_SCHEDULE_JITTER_MS,
      random: Math.random,
      rounds: harvest.rounds(),
      run: async (station, trigger) => {
        const summary = await harvest.run({ station, trigger });
        metrics.run(station, summary.outcome);
        return summary;
      },
    });
    const usage = openUsage(config.dataDir, harvest.ledger);
    const eu = openEu(config, harvest, baseUrl);
    const dumps = openDumps(config, house, baseUrl);
    const feedback = openFeedback(config, harvest, house.queries, usage.reader, baseUrl);
    const pings = openIndexPings(config, harvest, baseUrl);
    server.removeAllListeners('request');
    server.on('request', app({ config, house, metrics, scheduler, feedback, usage, eu, dumps, baseUrl }));
    const control = await openControl(config.dataDir, {
      rebuild: async (which) => house.rebuild(which),
      check: async () => house.sparql.check(),
      reloadRules: () => house.reloadRules(),
      reconcileEu: (by) => eu.desk.reconcile(by),
      reloadStations: async () => {
        const reloaded = await harvest.reloadStations();
        if (options.schedule) for (const station of reloaded.added) scheduler.enqueue(station, 'onboarding');
        return reloaded;
      },
      searchContents: async () => ({ organisations: harvest.operator.organisations, documents: [...(await house.searchContents())] }),
    });
    if (options.schedule) scheduler.start();
    const failed = new Promise<never>((_resolve, reject) => {
      house.whenSound().catch(reject);
    });
    failed.catch(() => undefined);
    return { url: local, house, scheduler, failed, close: () => close(server, { scheduler, control, feedback, usage, eu, pings, dumps, house }) };
  } catch (error) {
    server.close();
    throw error;
  }
}

interface Parts {
  readonly config: Config;
  readonly house: ServingHouse;
  readonly metrics: Metrics;
  readonly scheduler: Scheduler;
  readonly feedback: Feedback;
  readonly usage: Usage;
  readonly eu: Eu;
  readonly dumps: Dumps;
  readonly baseUrl: string;
}

function app({ config, house, metrics, scheduler, feedback, usage, eu, dumps, baseUrl }: Parts): ReturnType<typeof createApp> {
  const { harvest } = house;
  const roster = config.NDC_OPERATORS === undefined ? null : new OperatorRoster(config.NDC_OPERATORS);
  roster?.entries();
  const attempts = new FailedAttempts(systemClock);
  const audit = new AuditNotes(harvest.ledger, systemClock, harvest.logger);
  const gate = new TokenGate({
    roster: () => roster?.entries() ?? null,
    attempts,
    origin: () => baseUrl,
    onRefused: (operator, request) => {
      audit.refused(operator, request);
    },
  });
  const queries = new SparqlDesk(
    house.sparql,
    { perClient: config.NDC_SPARQL_PER_CLIENT, perMinute: config.NDC_SPARQL_RATE, refuseKilledMs: config.NDC_SPARQL_REFUSE_MS },
    systemClock,
    (outcome, seconds) => {
      metrics.query(outcome, seconds);
    },
  );
  const statistics = new StatisticsKeeper(house.sparql, sideGraphNames(baseUrl));
  const engineOf = (client: string): ReturnType<SparqlDesk['of']> => queries.of(client);
  const stationOf = (run: number): string => harvest.reader.run(run)?.station ?? '';
  const deeds: OperatorDeeds = {
    run: (request) => inTurn(scheduler, request.station, request.replay === undefined ? 'host' : 'place', () => harvest.begin('run', [request])),
    release: (held, by) => inTurn(scheduler, stationOf(held), 'station', () => harvest.begin('release', [held, by])),
    revert: (of, by) => inTurn(scheduler, stationOf(of), 'station', () => harvest.begin('revert', [of, by])),
    discard: (held, by) => harvest.ledger.discardRun(held, by),
    cancel: (run, by) => harvest.cancel(run, by),
    setState: (station, state, by) => harvest.ledger.setStationState(station, state, by),
  };
  const handover = readHandoverFile(config.NDC_HANDOVER ?? null, readSecret);
  return createApp({
    clock: systemClock,
    concepts: house.concepts,
    // The rest of the document is worth having without them.
    voidCounts: () => statistics.current().catch(() => null),
    contactUrl: config.NDC_CONTACT_URL,
    shapesOf: (kind) => readFileSync(join(shapesFolder, 'dcat-ap-3.0', fdpShapes[kind]), 'utf8'),
    country: handover.country,
    usage: usage.reader,
    exports: house.exports,
    dumps: dumps.store,
    feedWindowDays: config.NDC_FEED_WINDOW_DAYS,
    eu: eu.desk,
    notes: usage.notes,
    gate,
    deeds,
    push: {
      gate: new StationGate({ keys: new LedgerStationKeys(harvest.reader), attempts }),
      desk: new PushDesk({
        reader: harvest.reader,
        // A push asks nothing of a host: it waits for what is done with its own station alone.
        carryOut: (order) => inTurn(scheduler, order.station, 'station', () => harvest.begin('push', [order])),
        reportOn: (run) => harvest.pushReport(run),
        folder: join(config.dataDir, 'tmp'),
        maxBytes: config.NDC_MAX_DOCUMENT_BYTES,
        atOnce: config.NDC_CONCURRENT_RUNS,
      }),
      confirmations: new ConfirmationDesk(harvest.ledger, harvest.reader, baseUrl, () => systemClock.now()),
      waitMs: config.NDC_VALIDATION_WAIT_MS,
    },
    schedule: (station, trigger) => {
      scheduler.enqueue(station, trigger);
    },
    waitsFor: (station) => scheduler.waitsFor(station),
    pingDeny: config.pingDeny,
    queries: house.queries,
    reader: harvest.reader,
    baseUrl,
    version,
    logger: harvest.logger,
    health: {
      reader: harvest.reader,
      storage: () => harvest.storage.problems(),
      projections: () => house.projections(),
      metrics: async () => {
        const { seq } = harvest.reader.snapshot();
        const { current, withdrawn, held } = harvest.reader.totals();
        const lag = Object.fromEntries((await house.projections()).map((projection) => [projection.name, Math.max(0, seq - projection.seq)]));
        metrics.state({
          writable: !harvest.storage.problems().some(({ since }) => since !== null),
          seq,
          records: { current, withdrawn, held },
          lag,
          sparql: house.sparql,
          queues: { harvest: scheduler.waiting, validation: house.desk.waiting, trial: house.trials.waiting },
          validationCache: house.validation.cacheCounts,
          eu: eu.desk.summary(),
        });
        metrics.stations(harvest.reader.stations().map(figuresOf));
        return metrics.text();
      },
    },
    validations: { desk: house.desk, waitMs: config.NDC_VALIDATION_WAIT_MS },
    trustedProxies: config.NDC_TRUST_PROXY,
    sparql: sparqlRouter({
      engine: house.sparql,
      engineOf,
      baseUrl,
      statistics,
      admitOperator: (request, query) => {
        audit.unguarded(gate.enter(request, ['operator']), query);
      },
    }),
    portal: portalRouter({
      queries: house.queries,
      baseUrl: () => baseUrl,
      version,
      packageRoot,
      waitsFor: (station) => scheduler.waitsFor(station),
      lists: {
        settings: handover,
        post: async (target, items) => {
          const outcome = await postHandover(target, items);
          if (outcome.kind === 'failed') harvest.logger.warn('hand-over failed', { target: target.id, reason: outcome.reason });
          return outcome;
        },
      },
      notes: usage.notes,
      eu: eu.desk,
      usage: usage.reader,
      feedback: feedback.desk,
      decide: { gate, deeds },
      sparql: { engineOf, examples: readExamples(examplesFolder) },
      trials: { desk: house.trials, keptReports: house.keptReports, keepMs: config.NDC_TRIAL_KEEP_MS, waitMs: trialWaitMs },
      validator: { desk: house.desk, keptReports: house.keptReports, waitMs: config.NDC_VALIDATION_WAIT_MS, keepMs: config.NDC_VALIDATION_KEEP_MS },
      onError: (error) => {
        harvest.logger.error('page failed', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      },
    }),
    onRequest: (route, status, seconds) => {
      metrics.request(route, status, seconds);
    },
  });
}

function figuresOf({ station, state, datasets, held, lastRun, lastSuccessAt, failingSince }: StationStatus): StationFigures {
  const isOnHold = lastRun?.outcome === 'on-hold';
  const took = lastRun?.endedAt == null ? null : (Date.parse(lastRun.endedAt) - Date.parse(lastRun.startedAt)) / 1000;
  return {
    station: station.id,
    published: datasets,
    held,
    states: [state, ...(failingSince === null ? [] : ['failing']), ...(isOnHold ? ['on-hold'] : [])],
    lastSuccessAt,
    lastRunSeconds: took,
  };
}

interface Open {
  readonly scheduler: Scheduler;
  readonly control: ControlServer | null;
  readonly feedback: Feedback;
  readonly usage: Usage;
  readonly eu: Eu;
  readonly pings: { close(): Promise<void> } | null;
  readonly dumps: Dumps;
  readonly house: ServingHouse;
}

async function close(server: Server, { scheduler, control, feedback, usage, eu, pings, dumps, house }: Open): Promise<void> {
  await scheduler.stop();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, 3000);
  await closed;
  clearTimeout(timer);
  await control?.close();
  await feedback.close();
  await usage.close();
  await eu.close();
  await pings?.close();
  await dumps.close();
  await house.close();
}
