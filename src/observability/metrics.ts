import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

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

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  request(route: string, status: number, seconds: number): void {
    this.requests.observe({ route, status: String(status) }, seconds);
  }

  run(station: string, outcome: string): void {
    this.runs.inc({ station, outcome });
  }

  state(values: { readonly records: Readonly<Record<string, number>>; readonly lag: Readonly<Record<string, number>>; readonly restarts: number }): void {
    for (const [state, count] of Object.entries(values.records)) this.records.set({ state }, count);
    for (const [projection, behind] of Object.entries(values.lag)) this.lag.set({ projection }, behind);
    this.restarts.set(values.restarts);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
