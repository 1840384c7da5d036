import { Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { CatalogueQueries } from '../catalogue/queries.js';
import type { UsageNotes } from '../catalogue/usage-counter.js';
import { noHandover } from '../domain/handover.js';
import type { UsageReader } from '../ports/usage-reader.js';
import { portalLanguages, type PortalLanguage } from '../domain/language.js';
import { acceptedLanguage } from './accept-language.js';
import { portalAssets } from './assets.js';
import type { EuDesk } from '../federation/eu-desk.js';
import type { FeedbackDesk } from '../feedback/feedback-desk.js';
import { federationRoutes } from './federation-routes.js';
import { feedbackRoutes, stationFeedRoutes } from './feedback-routes.js';
import { overviewRoutes } from './overview-routes.js';
import { listRoutes, type ListDependencies } from './list-routes.js';
import { decideRoutes, type DecideDependencies } from './decide-routes.js';
import { datasetRoutes } from './dataset-routes.js';
import { errorPages, sendNotFound } from './error-pages.js';
import { DatasetNotFoundView } from './pages/errors.js';
import { createElement } from './element.js';
import type { Portal, WaitKind } from './portal.js';
import { makePortal } from './portal.js';
import { seeOther, sendPage, securityHeaders } from './respond.js';
import { profileRoutes } from './profile-routes.js';
import { searchFeedRoutes, searchRoutes } from './search-routes.js';
import { sparqlRoutes, type SparqlPageDependencies } from './sparql-routes.js';
import { stationRoutes } from './station-routes.js';
import { textRoutes } from './text-routes.js';
import { trialRoutes, type TrialRoutesDependencies } from './trial-routes.js';
import { validatorRoutes, type ValidatorDependencies } from './validator-routes.js';

export interface PortalDependencies {
  readonly queries: CatalogueQueries;
  /** Public address of the catalogue, without a slash at its end. */
  readonly baseUrl: () => string;
  readonly version: string;
  /** Where package.json is: static files are read from `src/portal/static` below it. */
  readonly packageRoot: string;
  readonly now?: () => Date;
  /** The desk that validates what visitors hand in; without it the portal has no validator. */
  readonly validator?: ValidatorDependencies;
  /** The desk that tries visitors' stations; without it there is no `/stations/new`. */
  readonly trials?: TrialRoutesDependencies;
  /** Answers queries by hand; without it there is no `/sparql` page. */
  readonly sparql?: SparqlPageDependencies;
  /** What curators hear; without it there are no feedback pages. */
  readonly feedback?: FeedbackDesk;
  /** Where operators decide about runs; without it there are no such pages. */
  readonly decide?: Omit<DecideDependencies, 'desk'>;
  /** Where lists can be handed over; without it they can be kept and shared. */
  readonly lists?: ListDependencies;
  /** Why the next run of a station has not begun. */
  readonly waitsFor?: (station: string) => { readonly kind: WaitKind } | null;
  /** How we stand with the EU catalogue; without it there is no such page. */
  readonly eu?: EuDesk;
  /** Totals of use, for the figures. */
  readonly usage?: Pick<UsageReader, 'months'>;
  /** Told of what is used. */
  readonly notes?: UsageNotes;
  /** Told of what ends in a 500 page. */
  readonly onError?: (error: unknown, request: Request) => void;
}

/** Every page of the portal, mounted at `/`; what is no page's address passes on to the next router. */
export function portalRouter(dependencies: PortalDependencies): Router {
  const portal = makePortal(dependencies, portalAssets(dependencies.packageRoot));
  const router = Router({ strict: true, caseSensitive: true });
  router.use(portal.assets.router);
  router.get('/', (request, response) => {
    response.vary('Accept-Language');
    seeOther(response, `/${languageOf(request)}`);
  });
  router.get('/robots.txt', robots(portal));
  router.get('/datasets', datasetByIri(portal));
  stationFeedRoutes(router, portal);
  searchFeedRoutes(router, portal);
  if (dependencies.feedback !== undefined) feedbackRoutes(router, portal, dependencies.feedback);
  const { feedback, decide } = dependencies;
  if (feedback !== undefined && decide !== undefined) {
    for (const lang of portalLanguages) {
      const operators = Router({ strict: true, caseSensitive: true });
      decideRoutes(operators, portal, lang, { ...decide, desk: feedback });
      router.use(`/${lang}`, operators);
    }
  }
  for (const lang of portalLanguages) router.use(`/${lang}`, languageRouter(portal, lang, dependencies));
  router.use(errorPages(portal));
  return router;
}

/** A 404 page in the reader's language for addresses outside `/nl` and `/en`; for the app to use last, for HTML readers. */
export function portalNotFound(dependencies: PortalDependencies): RequestHandler {
  const portal = makePortal(dependencies, portalAssets(dependencies.packageRoot));
  return (request, response) => {
    response.vary('Accept-Language');
    sendNotFound(portal, languageOf(request), request, response);
  };
}

function languageRouter(
  portal: Portal,
  lang: PortalLanguage,
  {
    validator,
    trials,
    sparql,
    lists,
    usage,
    eu,
    packageRoot,
  }: Pick<PortalDependencies, 'validator' | 'trials' | 'sparql' | 'lists' | 'usage' | 'eu' | 'packageRoot'>,
): Router {
  const router = Router({ strict: true, caseSensitive: true });
  router.use((request: Request, response: Response, next: NextFunction) => {
    const { pathname } = new URL(request.originalUrl, 'http://portal');
    if (pathname.endsWith('/')) sendNotFound(portal, lang, request, response);
    else next();
  });
  searchRoutes(router, portal, lang);
  datasetRoutes(router, portal, lang);
  // Before the pages of stations, whose ids would take its word.
  if (trials !== undefined) trialRoutes(router, portal, lang, trials);
  stationRoutes(router, portal, lang);
  listRoutes(router, portal, lang, lists ?? { settings: noHandover, post: () => Promise.resolve({ kind: 'failed' }) });
  overviewRoutes(router, portal, lang, { usage: usage ?? null, packageRoot });
  if (eu !== undefined) federationRoutes(router, portal, lang, eu);
  textRoutes(router, portal, lang);
  profileRoutes(router, portal, lang);
  if (sparql !== undefined) sparqlRoutes(router, portal, lang, sparql);
  if (validator !== undefined) validatorRoutes(router, portal, lang, validator);
  router.use((request: Request, response: Response) => {
    sendNotFound(portal, lang, request, response);
  });
  return router;
}

/** `/datasets?uri=<iri>`: to the dataset, in no language, so that RDF readers are served too. */
function datasetByIri(portal: Portal): RequestHandler {
  return (request, response) => {
    const lang = languageOf(request);
    const params = new URL(request.originalUrl, 'http://portal').searchParams;
    const iri = params.get('uri');
    response.vary('Accept-Language');
    if (iri === null) {
      seeOther(response, `/${lang}/datasets${params.size === 0 ? '' : `?${params.toString()}`}`);
      return;
    }
    const head = portal.queries.head(iri.trim());
    const known = head !== undefined && ['current', 'withdrawn', 'withheld'].includes(head.state);
    if (known) {
      seeOther(response, `/datasets/${head.id}`);
      return;
    }
    sendPage(request, response, { status: 404, page: createElement(DatasetNotFoundView, { context: portal.context(lang), iri: iri.slice(0, 2000) }) });
  };
}

function robots({ baseUrl }: Portal): RequestHandler {
  return (_request, response) => {
    const lines = [
      'User-agent: *',
      'Allow: /nl',
      'Allow: /en',
      'Disallow: /*/datasets?*&',
      'Disallow: /*/list',
      'Disallow: /datasets.',
      'Disallow: /*/stations/*/runs/',
      'Disallow: /*/stations/new?',
      'Disallow: /*/stations/new/',
      'Disallow: /*/validator?',
      'Disallow: /*/validator/',
      'Disallow: /stations/*/feedback',
      'Disallow: /*/sparql?',
      'Disallow: /sparql',
      'Disallow: /rdf-graphs',
      '',
      `Sitemap: ${baseUrl()}/sitemap.xml`,
      '',
    ];
    response.set({ ...securityHeaders, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=3600' }).send(lines.join('\n'));
  };
}

function languageOf(request: Request): PortalLanguage {
  return acceptedLanguage(request.get('accept-language'));
}
