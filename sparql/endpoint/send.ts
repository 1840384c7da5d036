import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { matchesTag } from '../../src/domain/media-types.js';
import type { SparqlAnswer } from '../../src/ports/sparql-engine.js';

/** What both faces of the triples allow from other origins; neither takes credentials. */
export function allowOrigins(response: Response, methods: string): void {
  response.set({
    Allow: `${methods}, OPTIONS`,
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': methods,
    'Access-Control-Allow-Headers': 'content-type, accept',
  });
}

/** Sends an answer with its ETag, which changes with the store, the question and the type (SPE-8). */
export function sendAnswer(request: Request, response: Response, answer: SparqlAnswer, contentType: string, question: unknown): void {
  const etag = `"${createHash('sha256')
    .update(`${String(answer.seq)}\n${contentType}\n${JSON.stringify(question)}`)
    .digest('base64url')
    .slice(0, 27)}"`;
  response.set({ ETag: etag, 'Cache-Control': 'public, max-age=60', Vary: 'Accept, Accept-Encoding' });
  if (request.method !== 'POST' && matchesTag(request.get('if-none-match'), etag)) {
    response.status(304).end();
    return;
  }
  response.status(200).set('Content-Type', contentType).send(Buffer.from(answer.body));
}
