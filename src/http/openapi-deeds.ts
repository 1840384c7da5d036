import { z } from 'zod';
import { runBody, stateBody } from './routes/deeds.js';
import { confirmationBody, deletionParameters, pushParameters } from './routes/push.js';
import { noParameters } from './schemas/api.js';
import type { Operation } from './openapi.js';

const text = { type: 'string' };
const whole = { type: 'integer' };
const instant = { type: ['string', 'null'], format: 'date-time' };
const count = { type: 'object', required: ['records', 'violations', 'warnings'], properties: { records: whole, violations: whole, warnings: whole } };

export const fieldChange = {
  type: 'object',
  required: ['path', 'removed', 'added'],
  properties: { path: text, removed: { type: 'array', items: text }, added: { type: 'array', items: text } },
};

/** A run, as everybody may see it; members that are for operators only are not required. */
export const runSchema = {
  type: 'object',
  required: ['run', 'station', 'trigger', 'startedAt', 'endedAt', 'phase', 'outcome', 'walk', 'dry', 'of', 'quality', 'resolved', 'progress', 'links'],
  properties: {
    run: whole,
    station: text,
    trigger: { enum: ['schedule', 'manual', 'ping', 'demo', 'push', 'onboarding', 'release', 'revert', 'replay', 'removal'] },
    startedAt: { type: 'string', format: 'date-time' },
    endedAt: instant,
    phase: text,
    outcome: { enum: ['complete', 'partial', 'failed', 'on-hold', 'postponed', 'interrupted', null] },
    added: whole,
    updated: whole,
    unchanged: whole,
    withdrawn: whole,
    held: whole,
    documents: whole,
    bytes: whole,
    walk: { enum: ['full', 'incremental', null], description: 'Whether the run asked for everything or for changes only.' },
    dry: { type: 'boolean', description: 'Nothing was published. Dry runs are shown to operators.' },
    of: { type: ['integer', 'null'], description: 'The run that this one releases, undoes or reads again.' },
    by: { type: ['string', 'null'], description: 'Who asked for it; for operators.' },
    quality: { type: ['object', 'null'], properties: { before: count, after: count } },
    resolved: {
      type: ['object', 'null'],
      description: 'What became of a run on hold.',
      properties: {
        how: { enum: ['released', 'discarded', 'superseded'] },
        at: { type: 'string', format: 'date-time' },
        run: { type: ['integer', 'null'] },
        by: { type: ['string', 'null'] },
      },
    },
    progress: {
      type: ['object', 'null'],
      description: 'Of a run under way.',
      properties: {
        done: whole,
        expected: { type: ['integer', 'null'] },
        ratePerSecond: { type: ['number', 'null'] },
        remainingSeconds: { type: ['integer', 'null'] },
      },
    },
    stages: { type: 'array', items: { type: 'object' } },
    issues: { type: 'array', items: { type: 'object' } },
    items: {
      type: 'array',
      description: 'What the run did. Of a run on hold or a dry run what it would do, for operators only.',
      items: {
        type: 'object',
        required: ['subject', 'outcome'],
        properties: {
          subject: text,
          recordId: { type: ['string', 'null'] },
          outcome: text,
          reason: { type: ['string', 'null'] },
          changes: { type: 'array', items: fieldChange },
        },
      },
    },
    links: { type: 'object', required: ['self'], properties: { self: text } },
  },
};

const brought = {
  records: {
    type: 'array',
    description: 'What became of each record that was sent, and of those that were named or missing.',
    items: {
      type: 'object',
      required: ['iri', 'id', 'outcome', 'reason', 'changes'],
      properties: {
        iri: text,
        id: { type: ['string', 'null'] },
        outcome: { enum: ['added', 'updated', 'unchanged', 'held', 'withdrawn', 'missing', 'stale'] },
        reason: { type: ['string', 'null'] },
        changes: { type: 'array', items: fieldChange },
      },
    },
  },
  truncated: { type: 'boolean', description: 'The lists are cut short; the counts are of everything.' },
  report: { anyOf: [{ $ref: '#/components/schemas/Report' }, { type: 'null' }] },
};
const pushLinks = { type: 'object', required: ['self', 'run'], properties: { self: text, run: text } };
const pushed = {
  type: 'object',
  required: ['outcome', 'detail', 'run', 'records', 'truncated', 'report', 'links'],
  properties: {
    outcome: runSchema.properties.outcome,
    detail: { type: ['string', 'null'], description: 'Why it is on hold, or what a dry run would have done.' },
    run: runSchema,
    ...brought,
    links: pushLinks,
  },
};
const pushState = {
  type: 'object',
  required: ['state', 'outcome', 'run', 'links'],
  properties: {
    state: { enum: ['running', 'ended', 'failed'] },
    outcome: runSchema.properties.outcome,
    run: runSchema,
    ...brought,
    error: {
      type: 'object',
      required: ['code', 'detail'],
      description: 'When the body could not be read.',
      properties: { code: text, detail: text, trouble: { type: 'object' } },
    },
    links: pushLinks,
  },
};
const standing = {
  type: 'object',
  required: ['station', 'state', 'datasets', 'held', 'changed', 'links'],
  properties: {
    station: text,
    state: { enum: ['live', 'paused', 'onboarding', 'retired', null] },
    datasets: whole,
    held: whole,
    changed: {
      type: ['object', 'null'],
      description: 'The last run that changed something, of the last hundred.',
      properties: { run: whole, trigger: text, at: instant },
    },
    links: { type: 'object', required: ['self'], properties: { self: text, run: text } },
  },
};
export const waitReason = {
  type: ['object', 'null'],
  description:
    'What it waits for: an end of what is done with the same station, with another one of the same host or service provider, or a free place. Who shows no credentials sees the kind alone.',
  required: ['kind'],
  properties: { kind: { enum: ['station', 'host', 'provider', 'place'] }, host: text, provider: text, station: text, running: whole },
};
const deed = {
  type: 'object',
  required: ['id', 'deed', 'station', 'askedAt', 'state', 'waitsFor', 'run', 'detail', 'links'],
  properties: {
    id: text,
    deed: { enum: ['run', 'release', 'revert'] },
    station: text,
    by: text,
    askedAt: { type: 'string', format: 'date-time' },
    state: { enum: ['waiting', 'begun', 'refused'] },
    waitsFor: waitReason,
    run: { type: ['integer', 'null'], description: 'Its number, once it has begun.' },
    detail: { type: ['string', 'null'], description: 'Why it was refused when its turn came.' },
    links: { type: 'object', required: ['self'], properties: { self: text, run: text } },
  },
};
const confirmed = {
  type: 'object',
  required: ['confirmed', 'confirmedAt', 'refused'],
  properties: {
    confirmed: whole,
    confirmedAt: { type: 'string', format: 'date-time' },
    refused: {
      type: 'array',
      items: { type: 'object', required: ['subject', 'reason'], properties: { subject: text, reason: { enum: ['unknown', 'not-origin', 'not-published'] } } },
    },
  },
};

const exampleTurtle = `@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .

<https://holder.example/dataset/1> a dcat:Dataset ;
    dct:title "Sleep of adolescents"@en ;
    dct:description "Diaries of 1200 pupils."@en .
`;
const operators = ['operatorBasic', 'operatorToken'];
const begun = {
  '202': {
    description: 'It has begun, or waits for its turn like a scheduled visit; ask at `Location` how it goes',
    schema: { anyOf: [runSchema, deed] },
    headers: ['Location', 'Retry-After'],
  },
};
const calledOff = { '202': { description: 'It is being called off; ask at `Location` how it goes', schema: runSchema, headers: ['Location'] } };
const later = {
  '202': {
    description: 'It takes longer: ask at `Location`',
    schema: { type: 'object', required: ['run', 'links'], properties: { run: runSchema, links: pushLinks } },
    headers: ['Location', 'Retry-After'],
  },
};
const deedErrors = [400, 401, 403, 404, 409, 413, 415, 429];
const matched = [412, 428];
/** API-5: wanted of operators, left to stations. */
const ifMatch = { name: 'If-Match', required: true, description: 'The ETag of what the deed is about, as you saw it, or `*` for however it is now.' };
const ifMatchMaybe = { name: 'If-Match', required: false, description: 'The ETag of `GET` here: the push is refused when something was changed since.' };
const runDeed = (deed: string, summary: string, answer: Pick<Operation, 'answer' | 'others'>): Operation => ({
  path: `/stations/{id}/runs/{run}/${deed}`,
  method: 'post',
  id: `${deed}Run`,
  summary,
  query: noParameters,
  security: operators,
  headers: [ifMatch],
  errors: [...deedErrors, ...matched],
  ...answer,
});

/** What operators and stations tell the catalogue. */
export const deedOperations: readonly Operation[] = [
  {
    path: '/stations/{id}/runs',
    method: 'post',
    id: 'startRun',
    summary: 'Visit a station now, or read anew what is kept of it',
    query: noParameters,
    security: operators,
    errors: deedErrors,
    body: jsonBodyOf(runBody, { dryRun: true }, false),
    answer: null,
    others: begun,
  },
  runDeed('release', 'Publish what a run on hold has staged', { answer: null, others: begun }),
  runDeed('discard', 'Drop what a run on hold has staged', { answer: runSchema }),
  runDeed('cancel', 'Call a run off that is under way; nothing of it is published', { answer: null, others: calledOff }),
  runDeed('revert', 'Restore the state before a run, as new entries of the log', { answer: null, others: begun }),
  {
    path: '/stations/{id}/state',
    method: 'post',
    id: 'setStationState',
    summary: 'Make a station live, or pause it',
    query: noParameters,
    security: operators,
    headers: [ifMatch],
    errors: [...deedErrors, ...matched],
    body: jsonBodyOf(stateBody, { state: 'paused' }, true),
    answer: { type: 'object', required: ['id', 'state'], properties: { id: text, state: { enum: ['live', 'paused', 'onboarding', 'retired'] } } },
  },
  {
    path: '/deeds',
    method: 'get',
    id: 'listDeeds',
    summary: 'What operators have asked for that could not begin at once, the latest first',
    query: noParameters,
    security: operators,
    errors: [400, 401, 403, 429],
    answer: { type: 'object', required: ['items'], properties: { items: { type: 'array', items: deed } } },
  },
  {
    path: '/deeds/{deed}',
    method: 'get',
    id: 'getDeed',
    summary: 'A deed that waits for its turn, and what became of it',
    query: noParameters,
    security: operators,
    errors: [400, 401, 403, 404, 429],
    answer: deed,
  },
  {
    path: '/deeds/{deed}',
    method: 'delete',
    id: 'leaveLine',
    summary: 'Take a deed out of the line before it begins',
    query: noParameters,
    security: operators,
    headers: [ifMatch],
    errors: [400, 401, 403, 404, 409, 429, ...matched],
    answer: null,
    others: { '204': { description: 'It is out of the line' } },
  },
  {
    path: '/stations/{id}/descriptions',
    method: 'get',
    id: 'getStanding',
    summary: 'What the catalogue has of a station, as far as it takes to see that somebody changed it',
    query: noParameters,
    security: ['stationToken'],
    errors: [400, 401, 429],
    answer: standing,
  },
  {
    path: '/stations/{id}/pushes/{run}',
    method: 'get',
    id: 'getPush',
    summary: 'How far a push is, and then the report that its station did not wait for',
    query: noParameters,
    security: ['stationToken', 'operatorBasic'],
    errors: [400, 401, 403, 404, 410, 429, 503],
    answer: pushState,
  },
  {
    path: '/stations/{id}/descriptions',
    method: 'put',
    id: 'pushDescriptions',
    summary: 'Hand descriptions in: the same pipeline as a harvest, answered with the same report as a validation',
    query: pushParameters,
    security: ['stationToken'],
    headers: [ifMatchMaybe],
    errors: [400, 401, 404, 409, 412, 413, 415, 422, 429, 503],
    body: {
      required: false,
      content: {
        'text/turtle': { schema: text, example: exampleTurtle },
        'application/ld+json': { schema: { type: 'object' } },
        'application/rdf+xml': { schema: text },
        'application/n-triples': { schema: text },
        'application/n-quads': { schema: text },
        'application/trig': { schema: text },
      },
    },
    answer: pushed,
    others: later,
  },
  {
    path: '/stations/{id}/descriptions',
    method: 'delete',
    id: 'deleteDescription',
    summary: 'Say that the station has deleted one record',
    query: deletionParameters,
    security: ['stationToken'],
    headers: [ifMatchMaybe],
    errors: [400, 401, 404, 409, 412, 429, 503],
    answer: pushed,
    others: later,
  },
  {
    path: '/stations/{id}/confirmations',
    method: 'post',
    id: 'confirmDescriptions',
    summary: 'Say that descriptions are right, as is asked at least once a year',
    query: noParameters,
    security: ['stationToken'],
    errors: [400, 401, 409, 413, 415, 429],
    body: jsonBodyOf(confirmationBody, { subjects: ['https://holder.example/dataset/1'] }, true),
    answer: confirmed,
  },
];

export const securitySchemes = {
  operatorBasic: { type: 'http', scheme: 'basic', description: 'Name and token of an operator (`ndc operators add`).' },
  operatorToken: { type: 'http', scheme: 'bearer', description: 'Token of an operator.' },
  stationToken: { type: 'http', scheme: 'bearer', description: 'Token of the station (`ndc stations token`).' },
};

function jsonBodyOf(schema: z.ZodType, example: object, required: boolean): object {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }) as Readonly<Record<string, unknown>>;
  return { required, content: { 'application/json': { schema: json, example } } };
}
