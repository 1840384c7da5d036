import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { CatalogueError } from '../domain/errors.js';
import type { PortalLanguage } from '../domain/language.js';
import { createElement } from './element.js';
import { isOwnForm } from './own-forms.js';
import { ErrorPageView } from './pages/errors.js';
import type { Portal } from './portal.js';
import { securityHeaders, sendPage } from './respond.js';

/** What visitors hand in, and what came of it, is for them alone. */
export const noStore = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' } as const;

/** A form as it is sent back: with what was typed, and what stands in the way. */
export interface FormAnswer<V, E> {
  readonly values: V;
  readonly errors: readonly E[];
  readonly status: number;
  /** Something about the whole page: what was kept is deleted. */
  readonly message?: string | null;
}

/** A form that comes from elsewhere could make visitors of other sites hand things in for them. */
export function ownFormsOnly(portal: Portal, lang: PortalLanguage): RequestHandler {
  return (request, response, next) => {
    if (isOwnForm(request, portal.baseUrl())) {
      next();
      return;
    }
    const context = portal.context(lang);
    sendPage(request, response, { status: 403, headers: noStore, page: createElement(ErrorPageView, { context, ...context.m.validator.errors.forbidden }) });
  };
}

/** A body that is larger than any form of ours, or cannot be read; what is left of it is not read either. */
export function unreadableForms(answer: (request: Request, response: Response, status: 400 | 413 | 415) => void): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null;
    if (status !== 413 && status !== 415 && status !== 400) {
      next(error);
      return;
    }
    response.set('Connection', 'close');
    answer(request, response, status);
  };
}

export function paramsOf(request: Request): URLSearchParams {
  return new URL(request.originalUrl, 'http://portal').searchParams;
}

/** The 128 random bits in a path under which something is found; null when it cannot be one of ours. */
export function keyIn(request: Request, name: 'id' | 'key'): string | null {
  const key = String(request.params[name]);
  return /^[0-9a-f]{32}$/.test(key) ? key : null;
}

/** Why a desk took nothing in: its code, and the seconds to wait, which the answer also says. */
export function refusalOf(error: unknown, response: Response): { readonly code: string | null; readonly wait: number } {
  const known = error instanceof CatalogueError ? error : null;
  const wait = typeof known?.details['retryAfter'] === 'number' ? known.details['retryAfter'] : 0;
  if (wait > 0) response.set('Retry-After', String(wait));
  return { code: known?.code ?? null, wait };
}

export interface Download {
  readonly name: string;
  readonly mediaType: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function sendDownload(response: Response, { name, mediaType, text, headers = {} }: Download): void {
  response
    .status(200)
    .set({
      ...securityHeaders,
      ...noStore,
      'Content-Type': mediaType.includes('charset') ? mediaType : `${mediaType}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="${name}"`,
      ...headers,
    })
    .send(Buffer.from(text, 'utf8'));
}
