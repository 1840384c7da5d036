import { createHash } from 'node:crypto';
import { Router, text, type Request, type Response } from 'express';
import { RequestError } from '../../src/domain/errors.js';
import { bestType, matchesTag } from '../../src/domain/media-types.js';
import type { SparqlEngine } from '../../src/ports/sparql-engine.js';
import { queryForm } from '../../src/rdf/query-form.js';
import { negotiate, readProtocolRequest } from './protocol.js';
import { serviceDescription } from './service-description.js';

export interface SparqlRouterOptions {
  readonly engine: SparqlEngine;
  readonly baseUrl: string;
}

const rdfTypes = ['text/turtle', 'application/ld+json', 'application/rdf+xml', 'application/n-triples'];

/** `/sparql`: the query operation of SPARQL 1.1 Protocol, read-only (protocols.md section 14). */
export function sparqlRouter(options: SparqlRouterOptions): Router {
  const router = Router({ strict: false });
  const body = text({ type: () => true, limit: '1mb', defaultCharset: 'utf-8' });
  router.options('/sparql', (_request, response) => {
    response
      .set({
        Allow: 'GET, HEAD, POST, OPTIONS',
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Methods': 'GET, HEAD, POST',
        'Access-Control-Allow-Headers': 'content-type, accept',
      })
      .status(204)
      .end();
  });
  router.get('/sparql', async (request, response) => {
    await answer(request, response, '', options);
  });
  router.post('/sparql', body, async (request, response) => {
    await answer(request, response, typeof request.body === 'string' ? request.body : '', options);
  });
  router.all('/sparql', (_request, response) => {
    response.set('Allow', 'GET, HEAD, POST, OPTIONS');
    throw new RequestError('request/method-not-allowed', 'The endpoint answers GET, HEAD and POST.');
  });
  return router;
}

async function answer(request: Request, response: Response, body: string, { engine, baseUrl }: SparqlRouterOptions): Promise<void> {
  response.set('Access-Control-Allow-Origin', '*');
  const asked = readProtocolRequest(request, body);
  if (asked === null) {
    describeService(request, response, baseUrl);
    return;
  }
  const { engine: format, contentType } = negotiate(queryForm(asked.query), request.get('accept'), asked.format);
  const result = await engine.query({ query: asked.query, format, defaultGraphs: asked.defaultGraphs, namedGraphs: asked.namedGraphs });
  const etag = `"${createHash('sha256')
    .update(`${String(result.seq)}\n${contentType}\n${JSON.stringify(asked)}`)
    .digest('base64url')
    .slice(0, 27)}"`;
  response.set({ ETag: etag, 'Cache-Control': 'public, max-age=60', Vary: 'Accept, Accept-Encoding' });
  if (request.method !== 'POST' && matchesTag(request.get('if-none-match'), etag)) {
    response.status(304).end();
    return;
  }
  response.status(200).set('Content-Type', contentType).send(Buffer.from(result.body));
}

function describeService(request: Request, response: Response, baseUrl: string): void {
  const type = bestType(request.get('accept'), [...rdfTypes, 'text/html']);
  if (type === undefined)
    throw new RequestError('request/bad-query', 'The request carries no query. With an RDF type in Accept the endpoint describes itself.');
  if (type === 'text/html') {
    response.redirect(303, '/en/about#sparql');
    return;
  }
  response
    .set({ 'Cache-Control': 'public, max-age=3600', Vary: 'Accept' })
    .status(200)
    .set('Content-Type', `${type}; charset=utf-8`)
    .send(serviceDescription(baseUrl, type));
}
