import type { ErrorRequestHandler, Request, Response } from 'express';
import { randomUUID } from 'node:crypto';
import { CatalogueError, RequestError, type ErrorCode } from '../domain/errors.js';
import type { Logger } from '../ports/logger.js';

const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  'request/bad-parameter': 400,
  'request/bad-query': 400,
  'request/conflict': 409,
  'request/forbidden': 403,
  'request/gone': 410,
  'request/method-not-allowed': 405,
  'request/not-acceptable': 406,
  'request/not-found': 404,
  'request/precondition-failed': 412,
  'request/precondition-required': 428,
  'request/query-forbidden': 403,
  'request/query-timeout': 504,
  'request/query-too-costly': 403,
  'request/range-not-satisfiable': 416,
  'request/result-too-large': 413,
  'request/snapshot-expired': 410,
  'request/too-large': 413,
  'request/too-many': 429,
  'request/unauthorized': 401,
  'request/unsupported-media-type': 415,
  'request/unreadable': 422,
  'request/unreachable-url': 422,
  'request/unavailable': 503,
  'ledger/disk-full': 503,
  'ledger/read-only': 503,
  'ledger/damaged': 503,
  'ledger/disk-failing': 503,
  'station/unreadable': 422,
  'station/unusable-body': 422,
  'station/unsupported-format': 415,
  'station/too-large': 413,
  'validation/unknown-profile': 400,
};

/** Phrases of the statuses, as `about:blank` asks (RFC 9457, section 4.2.1). */
const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  422: 'Unprocessable Content',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
/** When nobody knows better (API-9). */
const retrySeconds: Readonly<Record<number, number>> = { 429: 60, 503: 60 };

/** Writes an RFC 9457 problem; the only place that knows status codes. Stack traces and upstream bodies stay in the log. */
export function sendProblem(request: Request, response: Response, error: unknown, logger: Logger): void {
  const known = error instanceof CatalogueError ? error : ofFramework(error);
  const status = known === null ? 500 : (statuses[known.code] ?? 500);
  const id = randomUUID();
  if (status >= 500 && ((status !== 503 && status !== 504) || known?.code.startsWith('ledger/') === true))
    logger.error('request failed', { id, path: request.path, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const retryAfter = known?.details['retryAfter'] ?? retrySeconds[status];
  if (typeof retryAfter === 'number') response.set('Retry-After', String(retryAfter));
  const challenge = known?.details['challenge'];
  if (typeof challenge === 'string') response.set('WWW-Authenticate', challenge);
  const run = known?.details['run'];
  const errors = known?.details['errors'];
  const trouble = known?.details['trouble'];
  const detail =
    known !== null && status < 500
      ? known.message
      : status === 503 || status === 504
        ? (known?.message ?? 'Try again later.')
        : 'Something went wrong on our side; the request id helps us to find it.';
  response
    .status(status)
    .set({ 'Cache-Control': 'no-store', 'Access-Control-Allow-Origin': '*' })
    .set('Access-Control-Expose-Headers', response.get('Access-Control-Expose-Headers') ?? 'Retry-After')
    .type('application/problem+json')
    .send(
      `${JSON.stringify({ type: 'about:blank', title: titles[status] ?? 'Error', status, detail, instance: `urn:uuid:${id}`, code: known?.code ?? 'internal/error', ...(errors === undefined ? {} : { errors }), ...lineOf(known), ...(trouble === undefined ? {} : { trouble }), ...(typeof run === 'number' ? { run } : {}) })}\n`,
    );
}

function lineOf(error: CatalogueError | null): object {
  const line = error?.details['line'];
  return typeof line === 'number' ? { line } : {};
}

/** What Express and its body readers refuse, in our own words: a path that cannot be decoded, a body that is too large or cut short. */
function ofFramework(error: unknown): RequestError | null {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null;
  if (typeof status !== 'number' || status < 400 || status > 499) return null;
  if (status === 413) return new RequestError('request/too-large', 'The body is larger than this address accepts.');
  if (status === 415) return new RequestError('request/unsupported-media-type', 'The body has an encoding or a character set that is not understood.');
  return new RequestError('request/bad-parameter', 'The request cannot be read: its path is not valid percent-encoding, or its body is damaged or cut short.');
}

export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    sendProblem(request, response, error, logger);
  };
}
