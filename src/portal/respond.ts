import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** PRT-30: nothing from elsewhere, nothing inline; the JSON-LD block is data and is not run. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The same for a page with the text editor, which makes style elements and small drawings of its own. */
export function editorPolicy(nonce: string): string {
  return contentSecurityPolicy
    .replace("script-src 'self'", `script-src 'self' 'nonce-${nonce}'`)
    .replace("style-src 'self'", `style-src 'self' 'nonce-${nonce}'`)
    .replace("img-src 'self'", "img-src 'self' data:");
}

export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
};

export interface PageAnswer {
  readonly page: VNode;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds spent on asking the catalogue, for `Server-Timing` (PRT-5). */
  readonly searchMs?: number;
}

/** Renders a page and sends it: with its headers, compressed, and as 304 when the reader has it already. */
export function sendPage(request: Request, response: Response, { page, status = 200, headers = {}, searchMs }: PageAnswer): void {
  const start = performance.now();
  const html = `<!doctype html>${renderToString(page)}`;
  const renderMs = performance.now() - start;
  // The same text is the same page, whatever data and templates it was made from; weak, because it serves all encodings.
  const etag = `W/"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
  const timing = [...(searchMs === undefined ? [] : [`search;dur=${searchMs.toFixed(1)}`]), `render;dur=${renderMs.toFixed(1)}`].join(', ');
  response.status(status).set({
    ...securityHeaders,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': /<html lang="(\w+)"/.exec(html)?.[1] ?? 'nl',
    'Cache-Control': status < 400 ? 'public, max-age=60, stale-while-revalidate=600' : 'no-store',
    'Server-Timing': timing,
    ...headers,
  });
  response.vary('Accept-Encoding');
  if (status === 200 && headers['Cache-Control'] !== 'no-store') {
    response.set('ETag', etag);
    if (request.fresh) {
      response.status(304).removeHeader('Content-Type');
      response.end();
      return;
    }
  }
  if (request.acceptsEncodings('gzip') !== 'gzip') return void response.end(request.method === 'HEAD' ? undefined : html);
  response.set('Content-Encoding', 'gzip').end(request.method === 'HEAD' ? undefined : gzipSync(html, { level: 6 }));
}

export function seeOther(response: Response, location: string, status: 301 | 303 = 303): void {
  response
    .status(status)
    .set({ ...securityHeaders, Location: location, ...(response.hasHeader('Cache-Control') ? {} : { 'Cache-Control': 'public, max-age=60' }) })
    .end();
}
