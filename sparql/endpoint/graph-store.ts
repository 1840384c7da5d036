import { Router, type Request, type Response } from 'express';
import { RequestError } from '../../src/domain/errors.js';
import type { SparqlEngine } from '../../src/ports/sparql-engine.js';
import { isValidIri } from '../../src/rdf/iri.js';
import { negotiate } from './protocol.js';
import { allowOrigins, sendAnswer } from './send.js';

type Engine = Pick<SparqlEngine, 'query'>;

const methods = 'GET, HEAD';
const everything = 'CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }';

/**
 * `/rdf-graphs`: one graph as a whole, by SPARQL 1.1 Graph Store HTTP Protocol, sections 4.2 and 5.2 (SPE-9). Reading only: what the
 * graphs hold is decided by what stations publish.
 */
export function graphStoreRouter(engineOf: (client: string) => Engine): Router {
  const router = Router({ strict: false });
  router.options('/rdf-graphs', (_request, response) => {
    allowOrigins(response, methods);
    response.status(204).end();
  });
  router.get('/rdf-graphs', (request, response) => sendGraph(request, response, engineOf(request.ip ?? '')));
  router.all('/rdf-graphs', (_request, response) => {
    response.set('Allow', `${methods}, OPTIONS`);
    throw new RequestError('request/method-not-allowed', 'Graphs are read here, never written. Records are changed at the station that publishes them.');
  });
  return router;
}

async function sendGraph(request: Request, response: Response, engine: Engine): Promise<void> {
  response.set('Access-Control-Allow-Origin', '*');
  const parameters = new URL(request.originalUrl, 'http://local.invalid').searchParams;
  const graph = graphIn(parameters);
  const { engine: format, contentType } = negotiate('CONSTRUCT', request.get('accept'), parameters.get('format'));
  const dataset = { defaultGraphs: graph === null ? [] : [graph], namedGraphs: [] };
  if (graph !== null && !(await exists(engine, graph))) throw new RequestError('request/not-found', `There is no graph <${graph.slice(0, 500)}>.`);
  try {
    sendAnswer(request, response, await engine.query({ query: everything, format, ...dataset }), contentType, { graph });
  } catch (error) {
    if (!(error instanceof RequestError) || error.code !== 'request/result-too-large') throw error;
    throw new RequestError(
      'request/result-too-large',
      'The graph is too large to be sent as one answer. Read the catalogue page by page at /catalog, or ask for parts of it at /sparql.',
      {},
      { cause: error },
    );
  }
}

/** @returns null for the default graph */
function graphIn(parameters: URLSearchParams): string | null {
  const graphs = parameters.getAll('graph');
  if (graphs.length + parameters.getAll('default').length !== 1)
    throw new RequestError('request/bad-parameter', 'Name one graph: either "graph" with its IRI, or "default".');
  const [graph = null] = graphs;
  if (graph !== null && !isValidIri(graph))
    throw new RequestError('request/bad-parameter', `"graph" is not an absolute IRI: ${JSON.stringify(graph.slice(0, 200))}.`);
  return graph;
}

async function exists(engine: Engine, graph: string): Promise<boolean> {
  const { body } = await engine.query({ query: 'ASK { ?s ?p ?o }', format: 'application/sparql-results+json', defaultGraphs: [graph], namedGraphs: [] });
  return (JSON.parse(Buffer.from(body).toString('utf8')) as { boolean: boolean }).boolean;
}
