import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** How we stand with the EU catalogue. */
export interface EuFigures {
  readonly standings: Readonly<Record<string, number>>;
  readonly messages: Readonly<Record<string, number>>;
  readonly isPaused: boolean;
  readonly needsReconciliation: boolean;
}

/** How a station stands, for its gauges. */
export interface StationFigures {
  readonly station: string;
  readonly published: number;
  readonly held: number;
  readonly states: readonly string[];
  readonly lastSuccessAt: string | null;
  readonly lastRunSeconds: number | null;
}

export interface SparqlFigures {
  readonly restarts: number;
  readonly swaps: number;
  readonly waitingQueries: number;
  readonly readyWorkers: number;
  readonly storeBytes: { readonly live: number; readonly wasted: number };
}

/** Prometheus metrics of one process. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'ndc_http_request_duration_seconds',
    help: 'Time to answer a request',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30],
    registers: [this.registry],
  });
  private readonly runs = new Counter({
    name: 'ndc_harvest_runs_total',
    help: 'Harvest runs by outcome',
    labelNames: ['station', 'outcome'],
    registers: [this.registry],
  });
  private readonly records = new Gauge({ name: 'ndc_records', help: 'Records by state', labelNames: ['state'], registers: [this.registry] });
  private readonly lag = new Gauge({
    name: 'ndc_projection_lag',
    help: 'Log entries that a projection is behind',
    labelNames: ['projection'],
    registers: [this.registry],
  });
  private readonly restarts = new Gauge({ name: 'ndc_sparql_worker_restarts', help: 'SPARQL workers ended and started again', registers: [this.registry] });

  private readonly writable = new Gauge({
    name: 'ndc_ledger_writable',
    help: '1 while the ledger can be written, 0 when disk or file do not let it',
    registers: [this.registry],
  });
  private readonly euDatasets = new Gauge({
    name: 'ndc_eu_datasets',
    help: 'Datasets by how they stand with the EU catalogue',
    labelNames: ['standing'],
    registers: [this.registry],
  });
  private readonly euMessages = new Gauge({ name: 'ndc_eu_messages', help: 'Messages to the EU by state', labelNames: ['state'], registers: [this.registry] });
  private readonly euHalted = new Gauge({
    name: 'ndc_eu_halted',
    help: '1 while nothing is sent to the EU: it is paused, or both sides have to be compared after a restore',
    registers: [this.registry],
  });
  private readonly seq = new Gauge({ name: 'ndc_ledger_seq', help: 'Last entry of the log', registers: [this.registry] });
  private readonly stationRecords = new Gauge({
    name: 'ndc_station_records',
    help: 'Records of a station: published, and held',
    labelNames: ['station', 'state'],
    registers: [this.registry],
  });
  private readonly stationState = new Gauge({
    name: 'ndc_station_state',
    help: '1 for the state that a station is in: live, onboarding, paused, retired, and beside it failing and on-hold',
    labelNames: ['station', 'state'],
    registers: [this.registry],
  });
  private readonly lastSuccess = new Gauge({
    name: 'ndc_station_last_success_timestamp_seconds',
    help: 'When a station was last read to its end',
    labelNames: ['station'],
    registers: [this.registry],
  });
  private readonly lastRunTook = new Gauge({
    name: 'ndc_station_last_run_duration_seconds',
    help: 'How long the last run of a station took',
    labelNames: ['station'],
    registers: [this.registry],
  });
  private readonly stages = new Histogram({
    name: 'ndc_harvest_stage_duration_seconds',
    help: 'Time that a harvest run spent in a stage: gather, validate, stage, diff, brake, publish',
    labelNames: ['stage'],
    buckets: [0.1, 1, 5, 30, 120, 600, 3600],
    registers: [this.registry],
  });
  /** The stage of each run that is under way, and when it began. */
  private readonly underWay = new Map<number, { readonly stage: string; readonly at: number }>();
  private readonly queues = new Gauge({
    name: 'ndc_queue_length',
    help: 'What waits for its turn: visits and deeds (harvest), documents to be judged (validation), stations to be tried (trial)',
    labelNames: ['queue'],
    registers: [this.registry],
  });
  private readonly cache = new Gauge({
    name: 'ndc_validation_cache_requests',
    help: 'Validations asked for on the web since the start: answered from kept reports (hit), and worked out (miss)',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  private readonly queries = new Histogram({
    name: 'ndc_sparql_query_duration_seconds',
    help: 'Time to answer a SPARQL query, by what came of it: answered, or the end of the error code',
    labelNames: ['outcome'],
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 10, 30],
    registers: [this.registry],
  });
  private readonly waiting = new Gauge({ name: 'ndc_sparql_waiting_queries', help: 'Queries that wait for a worker', registers: [this.registry] });
  private readonly swaps = new Gauge({
    name: 'ndc_sparql_store_swaps',
    help: 'SPARQL stores built anew beside the old one because of its waste, or because an operator asked',
    registers: [this.registry],
  });
  private readonly storeBytes = new Gauge({
    name: 'ndc_sparql_store_bytes',
    help: 'N-Triples in all SPARQL stores: live, and wasted by what was replaced since they were loaded',
    labelNames: ['kind'],
    registers: [this.registry],
  });
  private readonly ready = new Gauge({ name: 'ndc_sparql_workers_ready', help: 'SPARQL workers whose store is loaded', registers: [this.registry] });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  request(route: string, status: number, seconds: number): void {
    this.requests.observe({ route, status: String(status) }, seconds);
  }

  run(station: string, outcome: string): void {
    this.runs.inc({ station, outcome });
  }

  /** Follows a run from stage to stage, `done` at its end. @param now milliseconds */
  stage(run: number, stage: string, now: number): void {
    const known = this.underWay.get(run);
    if (known?.stage === stage) return;
    if (known !== undefined) this.stages.observe({ stage: known.stage }, (now - known.at) / 1000);
    if (stage === 'done') this.underWay.delete(run);
    else this.underWay.set(run, { stage, at: now });
  }

  /** @param outcome `answered`, or the code of the error without `request/` */
  query(outcome: string, seconds: number): void {
    this.queries.observe({ outcome }, seconds);
  }

  /** What is read when somebody asks: stations that have gone leave nothing behind. */
  stations(stations: readonly StationFigures[]): void {
    for (const gauge of [this.stationRecords, this.stationState, this.lastSuccess, this.lastRunTook]) gauge.reset();
    for (const { station, published, held, states, lastSuccessAt, lastRunSeconds } of stations) {
      this.stationRecords.set({ station, state: 'published' }, published);
      this.stationRecords.set({ station, state: 'held' }, held);
      for (const state of states) this.stationState.set({ station, state }, 1);
      if (lastSuccessAt !== null) this.lastSuccess.set({ station }, Date.parse(lastSuccessAt) / 1000);
      if (lastRunSeconds !== null) this.lastRunTook.set({ station }, lastRunSeconds);
    }
  }

  state(values: {
    readonly writable: boolean;
    readonly seq: number;
    readonly records: Readonly<Record<string, number>>;
    readonly lag: Readonly<Record<string, number>>;
    readonly sparql: SparqlFigures;
    readonly queues: Readonly<Record<string, number>>;
    readonly validationCache: { readonly hits: number; readonly misses: number };
    readonly eu: EuFigures;
  }): void {
    this.writable.set(values.writable ? 1 : 0);
    for (const [standing, count] of Object.entries(values.eu.standings)) this.euDatasets.set({ standing }, count);
    for (const [state, count] of Object.entries(values.eu.messages)) this.euMessages.set({ state }, count);
    this.euHalted.set(values.eu.isPaused || values.eu.needsReconciliation ? 1 : 0);
    this.seq.set(values.seq);
    for (const [state, count] of Object.entries(values.records)) this.records.set({ state }, count);
    for (const [projection, behind] of Object.entries(values.lag)) this.lag.set({ projection }, behind);
    for (const [queue, length] of Object.entries(values.queues)) this.queues.set({ queue }, length);
    this.cache.set({ outcome: 'hit' }, values.validationCache.hits);
    this.cache.set({ outcome: 'miss' }, values.validationCache.misses);
    this.restarts.set(values.sparql.restarts);
    this.swaps.set(values.sparql.swaps);
    this.storeBytes.set({ kind: 'live' }, values.sparql.storeBytes.live);
    this.storeBytes.set({ kind: 'wasted' }, values.sparql.storeBytes.wasted);
    this.waiting.set(values.sparql.waitingQueries);
    this.ready.set(values.sparql.readyWorkers);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
