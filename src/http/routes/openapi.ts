import { Router } from 'express';
import { stringify } from 'yaml';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import { sendRepresentation } from '../negotiation.js';
import { openApi } from '../openapi-document.js';
import { noParameters, parseParameters } from '../schemas/api.js';

const cacheControl = 'public, no-cache';

/** `/api/v1/openapi.json` and `.yaml`: what there is, for programs (API-8). */
export function openapiRouter(queries: Pick<CatalogueQueries, 'catalogue'>, baseUrl: string, version: string): Router {
  const router = Router({ strict: true });
  const written = new Map<string, string>();
  /** Writing takes a while, and nothing but the address of the desk ever changes. */
  const documentAs = (format: 'json' | 'yaml'): string => {
    const email = queries.catalogue().adminEmail ?? 'beheer@catalogue.example';
    const key = `${format} ${email}`;
    const text = written.get(key) ?? (format === 'json' ? `${JSON.stringify(openApi(baseUrl, version, email))}\n` : yamlOf(openApi(baseUrl, version, email)));
    written.set(key, text);
    return text;
  };
  router.get('/openapi.json', (request, response) => {
    parseParameters(noParameters, request.query);
    sendRepresentation(request, response, documentAs('json'), { type: 'application/json; charset=utf-8', cacheControl });
  });
  router.get('/openapi.yaml', (request, response) => {
    parseParameters(noParameters, request.query);
    // RFC 9512: always UTF-8, so the type has no charset.
    sendRepresentation(request, response, documentAs('yaml'), { type: 'application/yaml', cacheControl });
  });
  return router;
}

/** Without anchors: many readers of OpenAPI do not follow them. */
function yamlOf(document: object): string {
  return stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 });
}
