import compression from 'compression';
import express, { type Express, type Request, type RequestHandler, type Router } from 'express';
import type { CatalogueQueries } from '../catalogue/queries.js';
import { RequestError } from '../domain/errors.js';
import type { UsageNotes } from '../catalogue/usage-counter.js';
import type { EuDesk } from '../federation/eu-desk.js';
import type { ExportDesk } from '../federation/export-desk.js';
import type { DumpStore } from '../ports/dump-store.js';
import type { UsageReader } from '../ports/usage-reader.js';
import type { LedgerReader } from '../ports/ledger.js';
import type { Logger } from '../ports/logger.js';
import { methodsAt } from './api-methods.js';
import type { FdpKind } from '../federation/fdp-documents.js';
import { OaiProvider } from '../federation/oai-provider.js';
import type { Concepts } from '../rdf/concepts.js';
import { problemHandler } from './problem.js';
import type { OperatorGate } from '../ports/operator-gate.js';
import type { Clock } from '../ports/clock.js';
import { auditRouter } from './routes/audit.js';
import { catalogueRouter } from './routes/catalogue.js';
import { datasetsRouter, setApiHeaders } from './routes/datasets.js';
import { dumpsRouter } from './routes/dumps.js';
import { fdpRouter } from './routes/fdp.js';
import { federationDocumentRouter, federationRouter } from './routes/federation.js';
import { feedRouter } from './routes/feed.js';
import { harvestsRouter } from './routes/harvests.js';
import { healthRouter, type HealthDependencies } from './routes/health.js';
import { openapiRouter } from './routes/openapi.js';
import { profilesRouter } from './routes/profiles.js';
import { deedsRouter, type OperatorDeeds } from './routes/deeds.js';
import { oaiRouter } from './routes/oai.js';
import { pingRouter, type PingDependencies } from './routes/ping.js';
import { searchExportsRouter } from './routes/search-exports.js';
import { roundsRouter } from './routes/rounds.js';
import { pushRouter, type PushDependencies } from './routes/push.js';
import { selectionsRouter } from './routes/selections.js';
import { stationsRouter, type StationsDependencies } from './routes/stations.js';
import { usageRouter } from './routes/usage.js';
import { webRouter, type WebDependencies } from './routes/web.js';
import { validationsRouter, type ValidationsDependencies } from './routes/validations.js';

export interface AppDependencies {
  readonly queries: CatalogueQueries;
  readonly reader: LedgerReader;
  readonly baseUrl: string;
  readonly version: string;
  readonly logger: Logger;
  readonly health: HealthDependencies;
  readonly validations: Pick<ValidationsDependencies, 'desk' | 'waitMs'>;
  readonly clock: Clock;
  readonly concepts: Concepts;
  /** The operator's people, for API and pages. */
  readonly gate: OperatorGate;
  readonly deeds: OperatorDeeds;
  readonly usage: UsageReader;
  /** The whole catalogue as files; null where none are made. */
  readonly dumps: DumpStore | null;
  /** The feed tells the log in full for so many days. */
  readonly feedWindowDays: number;
  /** Records in the form of a profile. */
  readonly exports: ExportDesk;
  /** How we stand with the EU catalogue. */
  readonly eu: EuDesk;
  /** Told of what is used. */
  readonly notes: UsageNotes;
  /** ISO 3166-1 alpha-3 of the catalogue, as lists that are handed over name it. */
  readonly country: string | null;
  /** What stations hand in with their own tokens. */
  readonly push: Pick<PushDependencies, 'gate' | 'desk' | 'confirmations' | 'waitMs'>;
  readonly schedule: PingDependencies['schedule'];
  readonly pingDeny: PingDependencies['pingDeny'];
  readonly waitsFor: StationsDependencies['waitsFor'];
  readonly voidCounts: WebDependencies['voidCounts'];
  readonly contactUrl: string;
  /** The shapes that descriptions of a kind are judged by, as Turtle, for who asks a FAIR Data Point. */
  readonly shapesOf: (kind: FdpKind | 'root') => string;
  /** Proxies of our own in front: the visitor's address stands that many places from the end of `X-Forwarded-For`. */
  readonly trustedProxies: number;
  /** Handed in by the composition root: adapters and pages never meet. */
  readonly sparql: Router;
  readonly portal: Router;
  readonly onRequest: (route: string, status: number, seconds: number) => void;
}

/** The HTTP face: JSON API, SPARQL, DCAT, health and portal on one port. */
export function createApp(dependencies: AppDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('etag', false);
  app.set('trust proxy', dependencies.trustedProxies);
  app.set('base url', dependencies.baseUrl);
  const isSecure = dependencies.baseUrl.startsWith('https:');
  app.use((request, response, next) => {
    const started = performance.now();
    if (isSecure) response.set('Strict-Transport-Security', 'max-age=31536000');
    response.set('X-Content-Type-Options', 'nosniff').set('Referrer-Policy', 'same-origin').set('X-Frame-Options', 'DENY');
    response.on('finish', () => {
      dependencies.onRequest(response.statusCode === 404 ? 'not-found' : routeOf(request.path), response.statusCode, (performance.now() - started) / 1000);
    });
    next();
  });
  app.use(compression());
  app.use(healthRouter(dependencies.health));
  app.use(pingRouter(dependencies));
  app.use('/api/v1', apiHeaders, apiRouter(dependencies), nothingHere, problemHandler(dependencies.logger));
  app.use(guarded(dependencies.sparql, dependencies.logger));
  app.use(guarded(searchExportsRouter(dependencies), dependencies.logger));
  app.use(guarded(webRouter({ ...dependencies, hasDumps: dependencies.dumps !== null }), dependencies.logger));
  app.use(guarded(harvestsRouter(dependencies), dependencies.logger));
  app.use(guarded(federationDocumentRouter(dependencies), dependencies.logger));
  app.use(guarded(catalogueRouter({ ...dependencies, hasDumps: dependencies.dumps !== null }), dependencies.logger));
  app.use(guarded(dumpsRouter(dependencies), dependencies.logger));
  app.use(guarded(feedRouter(dependencies), dependencies.logger));
  app.use(guarded(oaiRouter(new OaiProvider({ ...dependencies, catalogue: () => dependencies.queries.catalogue() })), dependencies.logger));
  app.use(guarded(fdpRouter({ ...dependencies, catalogue: () => dependencies.queries.catalogue() }), dependencies.logger));
  app.use(dependencies.portal);
  app.use(problemHandler(dependencies.logger));
  return app;
}

/** On every answer below `/api/v1`, whatever comes of it (API-2, API-7, /core/version-header). */
const apiHeaders: RequestHandler = (_request, response, next) => {
  setApiHeaders(response);
  response.set('Content-Security-Policy', "frame-ancestors 'none'");
  next();
};

const nothingHere: RequestHandler = (request, response) => {
  const methods = methodsAt(request.path);
  if (methods.length > 0) {
    response.set('Allow', methods.join(', '));
    throw new RequestError('request/method-not-allowed', `Here are ${methods.join(', ')}.`);
  }
  throw nothingAt(request);
};

function nothingAt(request: Request): RequestError {
  return new RequestError('request/not-found', `There is nothing at ${request.originalUrl.slice(0, 200)}.`);
}

/** A machine face whose errors are problems, also where pages follow. */
function guarded(router: Router, logger: Logger): Router {
  const wrapped = express.Router();
  wrapped.use(router);
  wrapped.use(problemHandler(logger));
  return wrapped;
}

function apiRouter(dependencies: AppDependencies): Router {
  const { queries, baseUrl, version, validations } = dependencies;
  const router = express.Router({ strict: true });
  router.options('/*path', (request, response) => {
    const methods = methodsAt(request.path);
    if (methods.length === 0) throw nothingAt(request);
    response
      .set({
        'Access-Control-Allow-Methods': 'GET, HEAD, POST, DELETE',
        'Access-Control-Allow-Headers': 'content-type, accept, prefer, if-none-match',
        Allow: methods.join(', '),
      })
      .status(204)
      .end();
  });
  router.use(openapiRouter(queries, baseUrl, version));
  router.use(datasetsRouter(queries, baseUrl, dependencies));
  router.use(stationsRouter(dependencies));
  router.use(deedsRouter(dependencies));
  router.use(pushRouter({ ...dependencies, ...dependencies.push, operators: dependencies.gate }));
  router.use(roundsRouter(dependencies));
  router.use(auditRouter(dependencies));
  router.use(usageRouter(dependencies));
  router.use(federationRouter(dependencies));
  router.use(selectionsRouter(dependencies));
  router.use(validationsRouter({ ...validations, baseUrl, version }));
  router.use(profilesRouter(queries, baseUrl));
  return router;
}

/** The route of a path without its variable parts, so that metrics stay few. */
function routeOf(path: string): string {
  const first = path.split('/').slice(0, 4).join('/');
  return first
    .replace(/\/[a-z2-7]{16,}(-[a-z2-7]+)?(\.\w+)?/g, '/{id}')
    .replace(/\/\d+/g, '/{n}')
    .slice(0, 60);
}
