/** Problems as the API answers them, for the OpenAPI document (API-3). */

import { text, trouble, whole } from './openapi-basics.js';

export const problem = {
  type: 'object',
  description: 'RFC 9457, with a stable `code` and, of wrong parameters, every mistake.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
  properties: {
    type: { type: 'string', format: 'uri-reference', description: '`about:blank`: `code` says more than the status.' },
    title: text,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: text,
    instance: { type: 'string', format: 'uri', description: 'Identifies this one answer; it is in the log as well.' },
    code: { type: 'string', description: 'docs/errors.md explains each.' },
    line: whole,
    run: { type: 'integer', description: 'Number of the run whose document could not be read.' },
    trouble,
    errors: {
      type: 'array',
      description: 'Every mistake that was found.',
      items: {
        type: 'object',
        required: ['in', 'location', 'code', 'detail'],
        properties: {
          in: { enum: ['query', 'body', 'header', 'path'] },
          location: { type: 'string', description: 'Name of the parameter, or JSON pointer into the body.' },
          code: text,
          detail: text,
        },
      },
    },
  },
};

interface Refusal {
  readonly description: string;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
  readonly headers?: readonly string[];
  readonly more?: object;
}

const refusals: Readonly<Record<number, Refusal>> = {
  400: {
    description: 'A parameter is wrong; all mistakes are listed',
    title: 'Bad Request',
    code: 'request/bad-parameter',
    detail: 'The request has 1 mistake(s): colour: There is no parameter "colour".',
    more: { errors: [{ in: 'query', location: 'colour', code: 'unknown', detail: 'There is no parameter "colour".' }] },
  },
  401: {
    description: 'A token is missing or wrong',
    title: 'Unauthorized',
    code: 'request/unauthorized',
    detail: 'The name or the token is not right.',
    headers: ['WWW-Authenticate'],
  },
  403: {
    description: 'Another role is needed, or the request was made by a page of another site',
    title: 'Forbidden',
    code: 'request/forbidden',
    detail: 'the-auditor has the role auditor; this asks for operator.',
  },
  404: { description: 'Nothing public is known under this id', title: 'Not Found', code: 'request/not-found', detail: 'There is no such record.' },
  406: {
    description: 'None of the types asked for is available',
    title: 'Not Acceptable',
    code: 'request/not-acceptable',
    detail: 'None of the types asked for is available. Available: application/json, text/plain.',
  },
  409: {
    description: 'Not in this state: a run is under way, the run is not on hold, the station is paused or retired',
    title: 'Conflict',
    code: 'request/conflict',
    detail: 'Run 42 is not on hold.',
  },
  410: {
    description: 'Taken down by the operator, cancelled, or kept no more',
    title: 'Gone',
    code: 'request/gone',
    detail: 'The record was taken down by the operator of the catalogue.',
  },
  412: {
    description: 'Not any more as `If-Match` says',
    title: 'Precondition Failed',
    code: 'request/precondition-failed',
    detail: 'It is not any more as you saw it: somebody else was there first. Look again, then decide.',
  },
  413: { description: 'Too large', title: 'Content Too Large', code: 'request/too-large', detail: 'The body is larger than this address accepts.' },
  415: {
    description: 'Not a format that is read',
    title: 'Unsupported Media Type',
    code: 'request/unsupported-media-type',
    detail: 'Send the body as application/json.',
  },
  422: {
    description: 'The document or address cannot be read; `trouble` says where and why',
    title: 'Unprocessable Content',
    code: 'request/unreachable-url',
    detail: 'The address cannot be read.',
  },
  428: {
    description: '`If-Match` is missing',
    title: 'Precondition Required',
    code: 'request/precondition-required',
    detail: 'Say with If-Match what this is about: the ETag of what you looked at, or * for however it is now.',
  },
  429: {
    description: 'Too many documents in a minute, or too many wrong tokens',
    title: 'Too Many Requests',
    code: 'request/too-many',
    detail: 'Too many wrong tokens. Try again in 540 second(s).',
    headers: ['Retry-After'],
  },
  503: {
    description: 'Too many documents are waiting, or nothing can be written now',
    title: 'Service Unavailable',
    code: 'request/unavailable',
    detail: 'Too many documents are waiting. Try again in a minute.',
    headers: ['Retry-After'],
  },
};

/** What nobody expects: told as the other problems are. */
const unexpected: Refusal = {
  description: 'Something went wrong on our side, or the server is being mended; also 503 with `Retry-After`',
  title: 'Internal Server Error',
  code: 'internal/error',
  detail: 'Something went wrong on our side; the request id helps us to find it.',
};

/** Every problem by name, for the components of the document. */
export function problemComponents(headersOf: (names: readonly string[]) => object): object {
  const answer = (status: number, { description, title, code, detail, headers = [], more = {} }: Refusal): object => ({
    description,
    headers: headersOf(headers),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        example: { type: 'about:blank', title, status, detail, instance: 'urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2', code, ...more },
      },
    },
  });
  return Object.fromEntries<object>([
    ...Object.entries(refusals).map(([status, refusal]) => [nameOf(refusal), answer(Number(status), refusal)] as const),
    [nameOf(unexpected), answer(500, unexpected)],
  ]);
}

/** The responses of one operation that are problems; `default` stands for what nobody expects. */
export function problemResponses(statuses: readonly number[]): object {
  const known = statuses.map((status): readonly [string, object] => {
    const refusal = refusals[status];
    if (refusal === undefined) throw new Error(`The status ${String(status)} is not described.`);
    return [String(status), referenceTo(refusal)];
  });
  return { ...Object.fromEntries(known), default: referenceTo(unexpected) };
}

function referenceTo(refusal: Refusal): object {
  return { $ref: `#/components/responses/${nameOf(refusal)}` };
}

function nameOf({ title }: Refusal): string {
  return title.replaceAll(' ', '');
}
