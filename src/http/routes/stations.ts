import { Router } from 'express';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import { RequestError } from '../../domain/errors.js';
import type { HarvestRun } from '../../domain/harvest.js';
import type { StationStatus } from '../../ports/ledger.js';
import { noParameters, parseParameters } from '../schemas/api.js';
import { sendJson } from './datasets.js';

/** `/api/v1/stations`: the public view of stations and their runs: states, dates, counts; of held records the number only. */
export function stationsRouter(queries: CatalogueQueries, baseUrl: string): Router {
  const router = Router({ strict: true });
  router.get('/stations', (request, response) => {
    parseParameters(noParameters, request.query);
    sendJson(request, response, { items: queries.stations().map((status) => stationAnswer(status, queries, baseUrl)) });
  });
  router.get('/stations/:id', (request, response) => {
    parseParameters(noParameters, request.query);
    const status = requireStation(queries, request.params.id);
    const runs = status.state === 'onboarding' ? [] : queries.runs(status.station.id, 30).map((run) => runAnswer(run, baseUrl));
    sendJson(request, response, { ...stationAnswer(status, queries, baseUrl), runs });
  });
  router.get('/stations/:id/runs', (request, response) => {
    parseParameters(noParameters, request.query);
    const status = requireLive(queries, request.params.id);
    sendJson(request, response, { items: queries.runs(status.station.id, 100).map((run) => runAnswer(run, baseUrl)) });
  });
  router.get('/stations/:id/runs/:run', (request, response) => {
    parseParameters(noParameters, request.query);
    const status = requireLive(queries, request.params.id);
    const found = queries.run(Number(request.params.run));
    if (found?.run.station !== status.station.id) throw new RequestError('request/not-found', 'The station has no such run.');
    sendJson(request, response, { ...runAnswer(found.run, baseUrl), stages: found.run.stages, issues: found.issues, items: found.items });
  });
  return router;
}

function requireStation(queries: CatalogueQueries, id: string): StationStatus {
  const status = queries.station(id);
  if (status === undefined) throw new RequestError('request/not-found', `There is no station "${id}".`);
  return status;
}

function requireLive(queries: CatalogueQueries, id: string): StationStatus {
  const status = requireStation(queries, id);
  if (status.state === 'onboarding') throw new RequestError('request/not-found', 'The runs of a station that is not live yet are shown to its curator only.');
  return status;
}

function stationAnswer(status: StationStatus, queries: CatalogueQueries, baseUrl: string): object {
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
    lastRun: status.lastRun === null || status.state === 'onboarding' ? null : runAnswer(status.lastRun, baseUrl),
    links: { self: `${baseUrl}/api/v1/stations/${station.id}` },
  };
}

function runAnswer(run: HarvestRun, baseUrl: string): object {
  return {
    run: run.id,
    station: run.station,
    trigger: run.trigger,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    phase: run.phase,
    outcome: run.outcome,
    ...run.counts,
    links: { self: `${baseUrl}/api/v1/stations/${run.station}/runs/${String(run.id)}` },
  };
}
