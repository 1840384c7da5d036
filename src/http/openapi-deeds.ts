import { z } from 'zod';
import { runBody, stateBody } from './routes/deeds.js';
import { confirmationBody, deletionParameters, pushParameters } from './routes/push.js';
import { auditParameters, missedTermParameters, noParameters, usageParameters } from './schemas/api.js';
import { searchKinds, usageChannels } from '../domain/usage.js';
import { rdfBodies } from './openapi-bodies.js';
import type { Operation } from './openapi-operation.js';
import { text, whole } from './openapi-basics.js';
import { auditPage, confirmed, deed, pushLinks, pushState, pushed, runSchema, standing } from './openapi-deed-schemas.js';
import { heldRecord, stationState } from './openapi-schemas.js';

const operators = ['operatorBasic', 'operatorToken'];
const begun = {
  '202': {
    description: 'It has begun, or waits for its turn like a scheduled visit; ask at `Location` how it goes',
    schema: { anyOf: [runSchema, deed] },
    headers: ['Location', 'Retry-After'],
  },
};
const calledOff = { '202': { description: 'It is being called off; ask at `Location` how it goes', schema: runSchema, headers: ['Location', 'Retry-After'] } };
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
    answer: stationState,
  },
  {
    path: '/stations/{id}/held',
    method: 'get',
    id: 'listHeld',
    summary: 'Descriptions of a station that are not in the catalogue, and why',
    query: noParameters,
    security: operators,
    errors: [400, 401, 404, 429],
    answer: {
      type: 'object',
      required: ['total', 'items'],
      properties: {
        total: whole,
        items: { type: 'array', items: heldRecord },
      },
    },
  },
  {
    path: '/audit',
    method: 'get',
    id: 'listAudit',
    summary: 'Who did what: deeds by name, the latest first, for operators and auditors',
    query: auditParameters,
    security: operators,
    answerHeaders: ['Link'],
    errors: [400, 401, 403, 429],
    answer: auditPage,
  },
  {
    path: '/usage',
    method: 'get',
    id: 'listUsage',
    summary: "How datasets are used, by dataset, day or month: daily totals without anybody's address, for the operator's people",
    query: usageParameters,
    security: operators,
    errors: [400, 401, 429],
    alsoAs: ['text/csv'],
    answer: {
      type: 'object',
      required: ['from', 'to', 'items'],
      properties: {
        from: text,
        to: text,
        items: {
          type: 'array',
          items: {
            type: 'object',
            required: ['channel', 'count'],
            properties: {
              record: text,
              station: text,
              title: text,
              day: text,
              month: text,
              channel: { enum: [...usageChannels, ...searchKinds] },
              count: whole,
            },
          },
        },
      },
    },
  },
  {
    path: '/usage/missed-terms',
    method: 'get',
    id: 'listMissedTerms',
    summary: "What was searched for and found nothing, where ten searches or more asked for it, for the operator's people",
    query: missedTermParameters,
    security: operators,
    errors: [400, 401, 429],
    alsoAs: ['text/csv'],
    answer: {
      type: 'object',
      required: ['from', 'to', 'atLeast', 'items'],
      properties: {
        from: text,
        to: text,
        atLeast: whole,
        items: { type: 'array', items: { type: 'object', required: ['term', 'count'], properties: { term: text, count: whole } } },
      },
    },
  },
  {
    path: '/deeds',
    method: 'get',
    id: 'listDeeds',
    summary: 'What operators have asked for that could not begin at once, the latest first',
    query: noParameters,
    security: operators,
    errors: [400, 401, 429],
    answer: { type: 'object', required: ['items'], properties: { items: { type: 'array', items: deed } } },
  },
  {
    path: '/deeds/{deed}',
    method: 'get',
    id: 'getDeed',
    summary: 'A deed that waits for its turn, and what became of it',
    query: noParameters,
    security: operators,
    errors: [400, 401, 404, 429],
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
    errors: [400, 401, 404, 410, 429, 503],
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
      content: rdfBodies,
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
  dispatcherToken: { type: 'http', scheme: 'bearer', description: 'Token of the EU dispatcher (`webhook` of NDC_EU).' },
  stationToken: { type: 'http', scheme: 'bearer', description: 'Token of the station (`ndc stations token`).' },
};

function jsonBodyOf(schema: z.ZodType, example: object, required: boolean): object {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }) as Readonly<Record<string, unknown>>;
  return { required, content: { 'application/json': { schema: json, example } } };
}
