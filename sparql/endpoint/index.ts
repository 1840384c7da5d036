import { Router, text, type Request, type Response } from 'express';
import { RequestError } from '../../src/domain/errors.js';
import { bestType } from '../../src/domain/media-types.js';
import type { SparqlEngine } from '../../src/ports/sparql-engine.js';
import { queryForm } from '../../src/rdf/query-form.js';
import { graphStoreRouter } from './graph-store.js';
import { negotiate, readProtocolRequest } from './protocol.js';
import { allowOrigins, sendAnswer } from './send.js';
import { serviceDescription, sideGraphNames } from './service-description.js';
import { StatisticsKeeper, type Statistics } from './statistics.js';

export interface SparqlRouterOptions {
  /** For what the endpoint itself wants to know. */
  readonly engine: Pick<SparqlEngine, 'query'>;
  /** The engine as a client sees it, by its address. */
  readonly engineOf: (client: string) => Pick<SparqlEngine, 'query'>;
  readonly baseUrl: string;
  /** What the endpoint holds, where others want to know it as well. */
  readonly statistics?: StatisticsKeeper;
  /** Asked before a query is tried that looks too costly. @throws RequestError `request/unauthorized`, `request/forbidden` */
  readonly admitOperator: (request: Request, query: string) => void;
}

const rdfTypes = ['text/turtle', 'application/ld+json', 'application/rdf+xml', 'application/n-triples'];

/** `/sparql`: the query operation of SPARQL 1.1 Protocol, and `/rdf-graphs`: graphs as a whole; both read-only (protocols.md section 14). */
export function sparqlRouter(options: SparqlRouterOptions): Router {
  const router = Router({ strict: false });
  const statistics = options.statistics ?? new StatisticsKeeper(options.engine, sideGraphNames(options.baseUrl));
  const body = text({ type: () => true, limit: '1mb', defaultCharset: 'utf-8' });
  router.options('/sparql', (_request, response) => {
    allowOrigins(response, 'GET, HEAD, POST');
    response.status(204).end();
  });
  router.get('/sparql', async (request, response) => {
    await answer(request, response, '', options, statistics);
  });
  router.post('/sparql', body, async (request, response) => {
    await answer(request, response, typeof request.body === 'string' ? request.body : '', options, statistics);
  });
  router.all('/sparql', (_request, response) => {
    response.set('Allow', 'GET, HEAD, POST, OPTIONS');
    throw new RequestError('request/method-not-allowed', 'The endpoint answers GET, HEAD and POST.');
  });
  router.use(graphStoreRouter(options.engineOf));
  return router;
}

async function answer(
  request: Request,
  response: Response,
  body: string,
  { engineOf, baseUrl, admitOperator }: SparqlRouterOptions,
  statistics: StatisticsKeeper,
): Promise<void> {
  response.set('Access-Control-Allow-Origin', '*');
  const asked = readProtocolRequest(request, body);
  if (asked === null) {
    await describeService(request, response, baseUrl, statistics);
    return;
  }
  const { engine: format, contentType } = negotiate(queryForm(asked.query), request.get('accept'), asked.format);
  const { query, defaultGraphs, namedGraphs, isUnguarded } = asked;
  if (isUnguarded) admitOperator(request, query);
  const result = await engineOf(request.ip ?? '').query({ query, format, defaultGraphs, namedGraphs, isUnguarded });
  sendAnswer(request, response, result, contentType, asked);
}

async function describeService(request: Request, response: Response, baseUrl: string, statistics: StatisticsKeeper): Promise<void> {
  const type = bestType(request.get('accept'), [...rdfTypes, 'text/html']);
  if (type === undefined)
    throw new RequestError('request/bad-query', 'The request carries no query. With an RDF type in Accept the endpoint describes itself.');
  response.vary('Accept');
  if (type === 'text/html') {
    response.vary('Accept-Language');
    response.redirect(303, `/${request.acceptsLanguages('nl', 'en') === 'en' ? 'en' : 'nl'}/sparql`);
    return;
  }
  const counted = await statistics.current().catch((error: unknown): Statistics | null => {
    if (error instanceof RequestError) return null;
    throw error;
  });
  response
    .set('Cache-Control', counted === null ? 'no-store' : 'public, max-age=600')
    .status(200)
    .set('Content-Type', `${type}; charset=utf-8`)
    .send(serviceDescription(baseUrl, type, counted));
}
