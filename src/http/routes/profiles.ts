import { Router } from 'express';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import { RequestError } from '../../domain/errors.js';
import type { ProfileInfo } from '../../domain/validation.js';
import { noParameters, parseParameters } from '../schemas/api.js';
import { sendJson } from './datasets.js';

/** `/api/v1/profiles`: what is installed, and every rule of one. */
export function profilesRouter(queries: CatalogueQueries, baseUrl: string): Router {
  const router = Router({ strict: true });
  router.get('/profiles', (request, response) => {
    parseParameters(noParameters, request.query);
    sendJson(request, response, { items: queries.profiles().map((profile) => profileAnswer(profile, baseUrl)) });
  });
  router.get('/profiles/:id', (request, response) => {
    parseParameters(noParameters, request.query);
    const { id } = request.params;
    const profile = queries.profiles().find((known) => known.id === id);
    const rules = queries.rules(id);
    if (profile === undefined || rules === undefined) throw new RequestError('request/not-found', `There is no profile "${id.slice(0, 100)}".`);
    sendJson(request, response, { ...profileAnswer(profile, baseUrl), ruleList: rules });
  });
  return router;
}

function profileAnswer(profile: ProfileInfo, baseUrl: string): object {
  return { ...profile, links: { self: `${baseUrl}/api/v1/profiles/${profile.id}`, page: `${baseUrl}/en/profiles/${profile.id}` } };
}
