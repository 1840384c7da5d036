import type { ErrorRequestHandler, Request, Response } from 'express';
import { CatalogueError } from '../domain/errors.js';
import type { PortalLanguage } from '../domain/language.js';
import { acceptedLanguage } from './accept-language.js';
import { createElement } from './element.js';
import { BadQueryView, ErrorPageView, NotFoundView } from './pages/errors.js';
import type { Portal } from './portal.js';
import { sendPage } from './respond.js';

const retryAfterSeconds = '60';

export function sendNotFound(portal: Portal, lang: PortalLanguage, request: Request, response: Response): void {
  sendPage(request, response, { status: 404, page: createElement(NotFoundView, { context: portal.emergencyContext(lang) }) });
}

/** Turns what went wrong into a page in the right language; never a stack trace. */
export function errorPages(portal: Portal): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const lang = pageLanguage(request);
    if (lang === null || response.headersSent) {
      next(error);
      return;
    }
    const context = portal.emergencyContext(lang);
    const code = error instanceof CatalogueError ? error.code : null;
    if (code === 'request/not-found') {
      sendNotFound(portal, lang, request, response);
      return;
    }
    if (code === 'request/bad-parameter' || code === 'request/bad-query' || error instanceof URIError) {
      sendPage(request, response, { status: 400, page: createElement(BadQueryView, { context, text: context.m.errors.badRequest.text, q: '' }) });
      return;
    }
    const unavailable = code === 'request/unavailable' || code === 'request/query-timeout' || code === 'internal/worker-ended';
    if (!unavailable) portal.onError(error, request);
    const { title, text } = unavailable ? context.m.errors.unavailable : context.m.errors.server;
    sendPage(request, response, {
      status: unavailable ? 503 : 500,
      headers: unavailable ? { 'Retry-After': retryAfterSeconds } : {},
      page: createElement(ErrorPageView, { context, title, text }),
    });
  };
}

/** The language of a page's address; null when the failing address is no page's. */
function pageLanguage(request: Request): PortalLanguage | null {
  const first = /^\/(nl|en)(?=[/?]|$)/.exec(request.originalUrl)?.[1];
  if (first === 'nl' || first === 'en') return first;
  return /^\/(datasets)?(\?|$)/.test(request.originalUrl) ? acceptedLanguage(request.get('accept-language')) : null;
}
