import { Router, raw, type Request, type Response } from 'express';
import { z } from 'zod';
import type { DeskOptions, DeskSource, ValidationDesk, ValidationJob } from '../../catalogue/validation-desk.js';
import { InternalError, RequestError } from '../../domain/errors.js';
import { parseParameters, reportParameters, noParameters, validationParameters } from '../schemas/api.js';
import { chosenFormat, sendReport } from '../report-answer.js';
import { answerJson, sendOwnJson } from './datasets.js';

export interface ValidationsDependencies {
  readonly desk: ValidationDesk;
  readonly baseUrl: string;
  readonly version: string;
  /** How long a caller waits for a report before it gets an address to ask instead. */
  readonly waitMs: number;
}

const urlBody = z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2048) });

/** `/api/v1/validations`: the same judgement as a harvest, before publishing (R39). */
export function validationsRouter(dependencies: ValidationsDependencies): Router {
  const { desk } = dependencies;
  const router = Router({ strict: true });
  router.post('/validations', raw({ type: () => true, limit: desk.maxBytes }), async (request, response) => {
    const { profile, station, lang, format } = parseParameters(validationParameters, request.query);
    chosenFormat(request, format);
    const options: DeskOptions = { profile: profile ?? null, station: station ?? null };
    const job = desk.submit(sourceOf(request), options, request.ip ?? '');
    const isAsync = /(^|[\s,;])respond-async($|[\s,;=])/i.test(request.get('prefer') ?? '');
    if (isAsync || !(await desk.settled(job.id, dependencies.waitMs))) {
      const links = linksOf(job, dependencies);
      response.set({ Location: links.self, 'Retry-After': '2', ...(isAsync ? { 'Preference-Applied': 'respond-async' } : {}) });
      answerJson(request, response, jobAnswer(job, dependencies), 202);
      return;
    }
    answerReport(request, response, job, { lang, format }, dependencies);
  });
  router.get('/validations/:job', (request, response) => {
    parseParameters(noParameters, request.query);
    const job = requireJob(desk, request.params.job);
    if (job.endedAt === null) response.set('Retry-After', '2');
    sendOwnJson(request, response, jobAnswer(job, dependencies));
  });
  router.delete('/validations/:job', (request, response) => {
    parseParameters(noParameters, request.query);
    const job = requireJob(desk, request.params.job);
    if (!desk.cancel(job.id)) desk.forget(job.id);
    response.status(204).set('Cache-Control', 'no-store').end();
  });
  router.get('/validations/:job/report', (request, response) => {
    const asked = parseParameters(reportParameters, request.query);
    answerReport(request, response, requireJob(desk, request.params.job), asked, dependencies);
  });
  return router;
}

function requireJob(desk: ValidationDesk, id: string): ValidationJob {
  const job = desk.job(id);
  if (job === undefined) throw new RequestError('request/not-found', 'There is no such validation, or not any more: reports are kept for some minutes.');
  return job;
}

interface Asked {
  readonly lang: 'nl' | 'en';
  readonly format?: string | undefined;
}

function answerReport(request: Request, response: Response, job: ValidationJob, { lang, format }: Asked, { version }: ValidationsDependencies): void {
  if (job.state === 'failed') throw job.error;
  if (job.state === 'cancelled') throw new RequestError('request/gone', 'The validation was cancelled.');
  if (job.result === null) throw new RequestError('request/not-found', 'The report is not there yet. Ask again in a little while.', { retryAfter: 2 });
  response.set('Link', `<${String(request.app.get('base url'))}/api/v1/validations/${job.id}>; rel="about"`);
  sendReport(request, response, { name: job.source.name, report: job.result.report }, { lang, format, version });
}

function linksOf({ id, result }: ValidationJob, { baseUrl }: ValidationsDependencies): { self: string; report?: string } {
  const self = `${baseUrl}/api/v1/validations/${id}`;
  return result === null ? { self } : { self, report: `${self}/report` };
}

function jobAnswer(job: ValidationJob, dependencies: ValidationsDependencies): object {
  const { id, state, progress, createdAt, endedAt, options } = job;
  return {
    id,
    state,
    progress,
    createdAt,
    endedAt,
    ...options,
    ...(state === 'failed' ? { error: errorOf(job.error) } : {}),
    links: linksOf(job, dependencies),
  };
}

/** In short: the report's address tells the whole of it, as a problem. */
function errorOf(error: unknown): object {
  if (!(error instanceof RequestError))
    return { code: error instanceof InternalError ? error.code : 'internal/error', detail: 'Something went wrong on our side.' };
  const { code, message, details } = error;
  return { code, detail: message, ...(details['trouble'] === undefined ? {} : { trouble: details['trouble'] }) };
}

function sourceOf(request: Request): DeskSource {
  const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
  if (bytes.byteLength === 0) throw new RequestError('request/bad-parameter', 'The body is empty; send RDF, or JSON as { "url": "https://..." }.');
  const mediaType = request.get('content-type') ?? '';
  const asked = /^application\/json\b/i.test(mediaType) ? urlRequest(bytes) : null;
  if (asked === null) return { kind: 'body', bytes, mediaType, name: 'document' };
  const parsed = urlBody.safeParse(asked);
  if (!parsed.success) throw new RequestError('request/bad-parameter', 'The body must be { "url": "https://..." } with one http or https address.');
  return { kind: 'url', url: parsed.data.url };
}

/** JSON that asks for an address; other JSON is taken for JSON-LD. */
function urlRequest(bytes: Uint8Array): object | null {
  if (bytes.byteLength > 8192) return null;
  try {
    const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null && 'url' in value && !('@context' in value) ? value : null;
  } catch {
    return null;
  }
}
