import { Router, type Request, type Response } from 'express';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import { RequestError } from '../../domain/errors.js';
import type { HarvestRun } from '../../domain/harvest.js';
import { may, rolesWith, type Operator } from '../../domain/operator.js';
import type { WaitReason } from '../../harvest/line.js';
import type { StationState } from '../../domain/station.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader, StationStatus } from '../../ports/ledger.js';
import type { OperatorGate } from '../../ports/operator-gate.js';
import { stationQualityAnswer } from '../quality-answer.js';
import { runAnswer, wholeRunAnswer } from '../run-answer.js';
import { noParameters, parseParameters } from '../schemas/api.js';
import { sendJson, sendOwnJson } from './datasets.js';

export interface StationsDependencies {
  readonly queries: CatalogueQueries;
  readonly baseUrl: string;
  readonly gate: OperatorGate;
  /** What operators see beside what everybody may. */
  readonly reader: Pick<LedgerReader, 'runs' | 'run' | 'runIssues' | 'runItems' | 'heldRecords'>;
  readonly clock: Clock;
  /** Why the next visit of a station, or what was asked of it, has not begun yet. */
  readonly waitsFor: (station: string) => WaitReason | null;
}

const maxHeld = 2000;

/**
 * `/api/v1/stations`: states, dates, counts and runs; of held records the public sees the number only. The operator's people, of
 * any role, also see onboarding stations, dry runs, and what a run on hold or a dry run would do, field by field.
 */
export function stationsRouter(dependencies: StationsDependencies): Router {
  const { queries, reader } = dependencies;
  const router = Router({ strict: true });
  router.get('/stations', (request, response) => {
    const view = new View(request, response, dependencies);
    view.send({ items: queries.stations().map((status) => view.station(status)) });
  });
  router.get('/stations/:id', (request, response) => {
    const view = new View(request, response, dependencies);
    const status = requireStation(queries, request.params.id);
    view.send({ ...view.station(status), runs: view.sees(status) ? view.runs(status.station.id, 30) : [] });
  });
  router.get('/stations/:id/state', (request, response) => {
    const view = new View(request, response, dependencies);
    const { station, state } = requireStation(queries, request.params.id);
    view.send(stateAnswer(station.id, state));
  });
  router.get('/stations/:id/quality', async (request, response) => {
    parseParameters(noParameters, request.query);
    const { station } = requireStation(queries, request.params.id);
    const quality = await queries.stationQuality(station.id);
    if (quality === undefined) throw new RequestError('request/not-found', 'The quality of a station is told once it is live.');
    sendJson(request, response, stationQualityAnswer(quality, dependencies.baseUrl));
  });
  router.get('/stations/:id/held', (request, response) => {
    dependencies.gate.enter(request, rolesWith('read'));
    parseParameters(noParameters, request.query);
    const { station } = requireStation(queries, request.params.id);
    const held = reader.heldRecords(station.id);
    sendOwnJson(request, response, {
      total: held.length,
      items: held.slice(0, maxHeld).map(({ subject, title, since, reasons }) => ({ iri: subject, title, since, reasons })),
    });
  });
  router.get('/stations/:id/runs', (request, response) => {
    const view = new View(request, response, dependencies);
    const status = requireOpen(queries, request.params.id, view);
    view.send({ items: view.runs(status.station.id, 100) });
  });
  router.get('/stations/:id/runs/:run', (request, response) => {
    const view = new View(request, response, dependencies);
    const status = requireOpen(queries, request.params.id, view);
    const id = /^[1-9]\d{0,14}$/.test(request.params.run) ? Number(request.params.run) : 0;
    const told = view.operator === null ? queries.run(id) : undefined;
    const run = view.operator === null ? told?.run : reader.run(id);
    if (run?.station !== status.station.id) throw new RequestError('request/not-found', 'The station has no such run.');
    if (view.operator !== null) view.send(wholeRunAnswer(run, view.operator, { reader, baseUrl: dependencies.baseUrl, now: dependencies.clock.now() }));
    else view.send({ ...view.run(run), stages: run.stages, issues: told?.issues ?? [], items: told?.items ?? [] });
  });
  return router;
}

/** What a deed on the state of a station is decided by: no more than that, so that a visit meanwhile does not stand in the way. */
export function stateAnswer(id: string, state: StationState): object {
  return { id, state };
}

/** Who looks, and so what is shown: credentials that are shown are checked, and none are asked for. */
class View {
  readonly operator: Operator | null;

  constructor(
    private readonly request: Request,
    private readonly response: Response,
    private readonly dependencies: StationsDependencies,
  ) {
    parseParameters(noParameters, request.query);
    this.operator = dependencies.gate.recognise(request);
  }

  sees(status: StationStatus): boolean {
    return this.operator !== null || status.state !== 'onboarding';
  }

  runs(station: string, limit: number): object[] {
    const { queries, reader } = this.dependencies;
    return (this.operator !== null ? reader.runs(station, limit, true) : queries.runs(station, limit)).map((run) => this.run(run));
  }

  run(run: HarvestRun): object {
    const { baseUrl, clock } = this.dependencies;
    return runAnswer(run, { baseUrl, now: clock.now(), withNames: may(this.operator, 'names') });
  }

  station(status: StationStatus): object {
    const { queries, baseUrl } = this.dependencies;
    const { station } = status;
    return {
      id: station.id,
      iri: station.iri,
      title: station.title,
      kind: station.kind,
      holder: station.holder,
      protocol: station.protocol,
      schedule: station.schedule,
      timeZone: station.timeZone,
      profiles: station.profiles,
      state: status.state,
      datasets: status.datasets,
      held: status.held,
      lastSuccessAt: status.lastSuccessAt,
      failingSince: status.failingSince,
      nextRunAt: queries.nextRunAt(station.id),
      waiting: this.waiting(station.id),
      lastRun: status.lastRun === null || !this.sees(status) ? null : this.run(status.lastRun),
      links: { self: `${baseUrl}/api/v1/stations/${station.id}` },
    };
  }

  /** What the next visit waits for. Hosts may be addresses of a private network, so they are not for everybody. */
  private waiting(station: string): object | null {
    const reason = this.dependencies.waitsFor(station);
    if (reason === null) return null;
    return this.operator === null ? { kind: reason.kind } : reason;
  }

  /** What is for operators is kept by no cache, and never given to others. */
  send(value: object): void {
    if (this.operator !== null) sendOwnJson(this.request, this.response, value);
    else sendJson(this.request, this.response, value, 'Accept, Authorization');
  }
}

function requireStation(queries: CatalogueQueries, id: string): StationStatus {
  const status = queries.station(id);
  if (status === undefined) throw new RequestError('request/not-found', `There is no station "${id}".`);
  return status;
}

function requireOpen(queries: CatalogueQueries, id: string, view: View): StationStatus {
  const status = requireStation(queries, id);
  if (!view.sees(status))
    throw new RequestError('request/not-found', 'The runs of a station that is not live yet are shown to its curator and to operators only.');
  return status;
}
