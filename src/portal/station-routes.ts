import type { Router } from 'express';
import type { PortalLanguage } from '../domain/language.js';
import { createElement } from './element.js';
import { sendNotFound } from './error-pages.js';
import { RunPageView } from './pages/run.js';
import { StationQualityView } from './pages/station-quality.js';
import { StationPageView } from './pages/station.js';
import { HarvestsPageView, StationsPageView } from './pages/stations.js';
import type { Portal } from './portal.js';
import { sendPage } from './respond.js';
import { listedOutcomes, runPageModel } from './view-models/run-page.js';
import { stationQualityModel } from './view-models/station-quality.js';
import { stationPageModel } from './view-models/station-page.js';
import { roundRows } from './view-models/rounds.js';
import { stationRows, stationSorts } from './view-models/stations-page.js';

export function stationRoutes(router: Router, portal: Portal, lang: PortalLanguage): void {
  const { queries } = portal;
  router.get('/stations', (request, response) => {
    const context = portal.context(lang);
    const asked = new URL(request.originalUrl, 'http://portal').searchParams.get('sort');
    const sort = stationSorts.find((known) => known === asked) ?? 'name';
    sendPage(request, response, {
      page: createElement(StationsPageView, { rows: stationRows(queries, sort, context), rounds: roundRows(queries, context), sort, context }),
    });
  });
  router.get('/harvests', (request, response) => {
    sendPage(request, response, { page: createElement(HarvestsPageView, { states: queries.harvests(), context: portal.context(lang) }) });
  });
  router.get('/stations/:id', (request, response) => {
    const status = queries.station(request.params.id);
    if (status === undefined) {
      sendNotFound(portal, lang, request, response);
      return;
    }
    const context = portal.context(lang);
    const waiting = status.state === 'onboarding' ? null : portal.waitsFor(status.station.id);
    sendPage(request, response, {
      headers: waiting === null ? {} : { 'Cache-Control': 'no-store' },
      page: createElement(StationPageView, { model: stationPageModel(status, queries, portal.now(), context), waiting, context }),
    });
  });
  router.get('/stations/:id/quality', async (request, response) => {
    const status = queries.station(request.params.id);
    const quality = status === undefined ? undefined : await queries.stationQuality(status.station.id);
    if (status === undefined || quality === undefined) {
      sendNotFound(portal, lang, request, response);
      return;
    }
    const context = portal.context(lang);
    sendPage(request, response, {
      // While it is worked out, the page is another one each time.
      headers: quality.assessed < quality.datasets ? { 'Cache-Control': 'no-store' } : {},
      page: createElement(StationQualityView, { model: stationQualityModel(status, quality, context), context }),
    });
  });
  router.get('/stations/:id/runs/:run', (request, response) => {
    const { id, run } = request.params;
    const status = queries.station(id);
    const found = /^[1-9]\d{0,14}$/.test(run) ? queries.run(Number(run)) : undefined;
    if (status === undefined || status.state === 'onboarding' || found === undefined || found.run.station !== id || found.run.dry) {
      sendNotFound(portal, lang, request, response);
      return;
    }
    const asked = new URL(request.originalUrl, 'http://portal').searchParams.get('outcome');
    const filter = listedOutcomes.find((known) => known === asked) ?? null;
    const context = portal.context(lang);
    sendPage(request, response, {
      // The page of a run under way is another one each time.
      headers: found.run.endedAt === null ? { 'Cache-Control': 'no-store' } : {},
      page: createElement(RunPageView, { model: runPageModel(found, status, filter, queries, portal.now(), context), context }),
    });
  });
}
