import { Router, raw } from 'express';
import { z } from 'zod';
import type { JudgeDependencies } from '../../catalogue/judge.js';
import { validateDocument } from '../../catalogue/validate.js';
import { RequestError } from '../../domain/errors.js';
import type { Station } from '../../domain/station.js';
import type { Fetcher } from '../../ports/fetcher.js';
import { parseRdf } from '../../rdf/parse.js';
import type { DocumentBody } from '../../domain/harvest.js';
import type { Quad } from '@rdfjs/types';
import { parseParameters, validationParameters } from '../schemas/api.js';
import { sendJson } from './datasets.js';

export interface ValidationsDependencies {
  readonly judge: JudgeDependencies;
  readonly station: (id: string) => Station | undefined;
  readonly fetcher: Fetcher;
  readonly maxBytes: number;
}

const maxQuads = 200_000;
const urlBody = z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2048) });

/** `POST /api/v1/validations`: the same judgement as a harvest, before publishing (R39). */
export function validationsRouter(dependencies: ValidationsDependencies): Router {
  const router = Router({ strict: true });
  router.post('/validations', raw({ type: () => true, limit: dependencies.maxBytes }), async (request, response) => {
    const { profile, station: stationId } = parseParameters(validationParameters, request.query);
    const station = stationId === undefined ? null : dependencies.station(stationId);
    if (station === undefined)
      throw new RequestError('request/bad-parameter', `There is no station "${String(stationId)}".`, {
        errors: [{ in: 'query', location: 'station', code: 'unknown', detail: 'There is no such station.' }],
      });
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
    if (body.byteLength === 0) throw new RequestError('request/bad-parameter', 'The body is empty; send RDF, or JSON as { "url": "https://..." }.');
    const mediaType = request.get('content-type') ?? '';
    const source = isUrlRequest(mediaType, body)
      ? await fetched(body, dependencies)
      : { body: { kind: 'memory', bytes: body } as DocumentBody, mediaType, url: 'urn:ndc:submitted' };
    const { quads, lines } = await read(source, dependencies.maxBytes);
    const report = await validateDocument({ quads, lines, profile: profile ?? null, station }, dependencies.judge);
    sendJson(request, response, report);
  });
  return router;
}

function isUrlRequest(mediaType: string, body: Uint8Array): boolean {
  if (!/^application\/json\b/i.test(mediaType)) return false;
  try {
    const value = JSON.parse(Buffer.from(body).toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null && 'url' in value && !('@context' in value);
  } catch {
    return false;
  }
}

/** Fetches a visitor's URL through the guard; what was refused, and why, is not told (SSRF-7). */
async function fetched(body: Uint8Array, { fetcher, maxBytes }: ValidationsDependencies): Promise<{ body: DocumentBody; mediaType: string; url: string }> {
  const parsed = urlBody.safeParse(JSON.parse(Buffer.from(body).toString('utf8')));
  if (!parsed.success) throw new RequestError('request/bad-parameter', 'The body must be { "url": "https://..." } with one http or https address.');
  const answer = await fetcher.fetch(
    { url: parsed.data.url, accept: 'text/turtle, application/ld+json;q=0.9, application/rdf+xml;q=0.7, */*;q=0.1', maxBytes },
    AbortSignal.timeout(30_000),
  );
  if (answer.kind !== 'fetched')
    throw new RequestError('request/unreachable-url', 'The address could not be read. Check that it is public and answers with RDF.');
  return { body: answer.body, mediaType: answer.mediaType, url: answer.baseIri };
}

async function read(source: { body: DocumentBody; mediaType: string; url: string }, maxBytes: number): Promise<{ quads: Quad[]; lines: Map<Quad, number> }> {
  const quads: Quad[] = [];
  const lines = new Map<Quad, number>();
  await parseRdf({ body: source.body, mediaType: source.mediaType, path: source.url, baseIri: source.url, maxBytes }, (quad, line) => {
    if (quads.length >= maxQuads) throw new RequestError('request/too-large', `The document has more than ${String(maxQuads)} triples; validate it in parts.`);
    quads.push(quad);
    if (line !== null) lines.set(quad, line);
  });
  return { quads, lines };
}
