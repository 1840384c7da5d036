import { Router, type Request, type Response } from 'express';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import { RequestError } from '../../domain/errors.js';
import { bestType } from '../../domain/media-types.js';
import { harvestQuads } from '../../federation/harvest-rdf.js';
import { formatNamed } from '../../rdf/format.js';
import { serialise } from '../../rdf/serialise.js';
import { sendRepresentation } from '../negotiation.js';
import { runUrl } from '../run-answer.js';

const json = 'application/json';
const html = ['text/html', 'application/xhtml+xml'];
const extensions: Readonly<Record<string, string>> = {
  json,
  ttl: 'text/turtle',
  jsonld: 'application/ld+json',
  rdf: 'application/rdf+xml',
  nt: 'application/n-triples',
};

/** `/harvests`: how the harvest of each source stands, as JSON, as PROV and DCAT, and for people by redirect to the page (FEED-9). */
export function harvestsRouter({ queries, baseUrl }: { readonly queries: CatalogueQueries; readonly baseUrl: string }): Router {
  const router = Router({ strict: true });
  router.get('/harvests', (request, response) => {
    const offered = [...html, ...Object.values(extensions)];
    const type = bestType(request.get('accept'), offered);
    if (type === undefined) throw new RequestError('request/not-acceptable', `Available: ${offered.join(', ')}.`);
    if (html.includes(type))
      response.set('Vary', 'Accept, Accept-Language').redirect(303, `/${request.acceptsLanguages('nl', 'en') === 'en' ? 'en' : 'nl'}/harvests`);
    else send(request, response, type);
  });
  router.get('/harvests.:extension', (request, response) => {
    const { extension } = request.params;
    const type = Object.hasOwn(extensions, extension) ? extensions[extension] : undefined;
    if (type === undefined) throw new RequestError('request/not-found', `There is no representation ".${extension}".`);
    send(request, response, type);
  });
  return router;

  function send(request: Request, response: Response, type: string): void {
    const states = queries.harvests();
    response.set('Access-Control-Allow-Origin', '*');
    const body =
      type === json
        ? `${JSON.stringify({ items: states.map(({ lastRun, ...state }) => ({ ...state, lastRun: lastRun === null ? null : { ...lastRun, links: { self: runUrl(baseUrl, state.station, lastRun.id) } } })) })}\n`
        : serialise(harvestQuads(states, queries.catalogue().iri, baseUrl), formatNamed(type));
    sendRepresentation(request, response, body, { type: `${type}; charset=utf-8` });
  }
}
