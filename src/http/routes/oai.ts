import { raw, Router, type Request, type RequestHandler } from 'express';
import { RequestError } from '../../domain/errors.js';
import type { OaiProvider } from '../../federation/oai-provider.js';
import { sendRepresentation } from '../negotiation.js';

/** No request needs more; a token is some 300 characters. */
const maxBodyBytes = 32_768;
const type = 'text/xml; charset=utf-8';

/**
 * `/oai`: GET and POST forms, 200 for what the protocol calls an error (OAIP-1). The character set is said in the media type:
 * clients read ISO-8859-1 without it.
 */
export function oaiRouter(provider: OaiProvider): Router {
  const router = Router();
  const answer =
    (argumentsOf: (request: Request) => URLSearchParams): RequestHandler =>
    (request, response) => {
      const given = [...argumentsOf(request)];
      response.set('Access-Control-Allow-Origin', '*').set('Access-Control-Expose-Headers', 'ETag, Retry-After');
      // The answer tells its own date, so that it is as old as it is.
      sendRepresentation(request, response, provider.answer(given), { type, cacheControl: 'no-cache', vary: 'Accept-Encoding' });
    };
  router.get('/oai', answer(queryOf));
  router.post('/oai', raw({ type: () => true, limit: maxBodyBytes }), answer(formOf));
  router.options('/oai', (_request, response) => {
    response
      .set({
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Methods': 'GET, HEAD, POST',
        'Access-Control-Allow-Headers': 'content-type',
        Allow: allow,
      })
      .status(204)
      .end();
  });
  router.all('/oai', (_request, response) => {
    response.set('Allow', allow);
    throw new RequestError('request/method-not-allowed', 'OAI-PMH is asked with GET, or with POST of a form.');
  });
  return router;
}

const allow = 'GET, HEAD, POST, OPTIONS';

/** Read here and not by the framework: an argument that is given twice is to be seen (OAIP-6). */
function queryOf(request: Request): URLSearchParams {
  return new URLSearchParams(new URL(request.originalUrl, 'http://here').search);
}

/** Arguments of the address count as well: one that is given in both places is given twice. */
function formOf(request: Request): URLSearchParams {
  const bytes: unknown = request.body;
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.get('content-type') ?? '');
  if (!isForm) throw new RequestError('request/unsupported-media-type', 'Send the arguments as application/x-www-form-urlencoded.');
  const form = new URLSearchParams(bytes instanceof Uint8Array ? Buffer.from(bytes).toString('utf8') : '');
  for (const [name, value] of queryOf(request)) form.append(name, value);
  return form;
}
