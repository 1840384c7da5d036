import { euMessageStates, euStandings } from '../domain/eu.js';
import { languageMap, listOf, maybeMoment, maybeText, moment, text, whole } from './openapi-basics.js';
import type { Operation } from './openapi-operation.js';
import { euRecordParameters, noParameters } from './schemas/api.js';

const operators = ['operatorBasic', 'operatorToken'];
const counts = (names: readonly string[], required: boolean): object => ({
  type: 'object',
  ...(required ? { required: names } : {}),
  properties: Object.fromEntries(names.map((name) => [name, whole])),
});

const compared = { inStep: whole, missing: whole, surplus: whole, different: whole };
const comparison = {
  type: 'object',
  description: 'What a comparison of both sides found.',
  required: ['at', 'isListed', ...Object.keys(compared)],
  properties: { at: moment, isListed: { type: 'boolean', description: 'False where the other side cannot be asked what it has.' }, ...compared },
};
export const euSummary = {
  type: 'object',
  description: 'How we stand with the EU catalogue.',
  required: ['isConfigured', 'isPaused', 'pausedSince', 'needsReconciliation', 'standings', 'messages', 'reconciliation', 'links'],
  properties: {
    isConfigured: { type: 'boolean' },
    isPaused: { type: 'boolean' },
    pausedSince: maybeMoment,
    needsReconciliation: { type: 'boolean', description: 'After a restore: nothing is sent before both sides were compared.' },
    standings: counts(euStandings, true),
    messages: counts(euMessageStates, false),
    reconciliation: { anyOf: [comparison, { type: 'null' }] },
    links: { type: 'object', required: ['self', 'records'], properties: { self: text, records: text } },
  },
};
const line = {
  id: text,
  iri: text,
  station: { type: 'object', required: ['id', 'lastSeenAt'], properties: { id: text, lastSeenAt: maybeMoment } },
  national: { type: 'object', required: ['state', 'since', 'url'], properties: { state: maybeText, since: maybeMoment, url: maybeText } },
  eu: {
    type: 'object',
    required: ['standing', 'since', 'detail', 'dueAt', 'obstacles'],
    properties: {
      standing: { enum: euStandings },
      since: moment,
      detail: maybeText,
      dueAt: { ...maybeMoment, description: 'When a deletion is due there.' },
      obstacles: { ...whole, description: 'How many things the EU would refuse.' },
    },
  },
  centralIds: {
    type: 'array',
    items: { type: 'object', required: ['id', 'kind', 'iri'], properties: { id: text, kind: { enum: ['dataset', 'catalogue', 'distribution'] }, iri: text } },
  },
};
export const euLine = {
  type: 'object',
  description: 'One dataset, from its station through this catalogue to the EU.',
  required: Object.keys(line),
  properties: line,
};
const obstacle = {
  type: 'object',
  required: ['rule', 'path', 'message', 'by'],
  properties: { rule: text, path: maybeText, message: languageMap, by: { enum: ['holder', 'hdab'], description: 'Who can mend it.' } },
};
const message = {
  type: 'object',
  required: ['id', 'operation', 'state', 'createdAt', 'sentAt', 'attempts', 'reference', 'detail', 'endedAt'],
  properties: {
    id: text,
    operation: { enum: ['create', 'update', 'delete'] },
    state: { enum: euMessageStates },
    createdAt: moment,
    sentAt: maybeMoment,
    attempts: whole,
    reference: maybeText,
    detail: maybeText,
    endedAt: maybeMoment,
  },
};
export const euRecord = {
  type: 'object',
  description: 'The same with what the EU would refuse, and the messages about it.',
  required: [...Object.keys(line), 'obstacles', 'messages'],
  properties: { ...line, obstacles: { type: 'array', items: obstacle }, messages: { type: 'array', items: message } },
};
const centralId = {
  type: 'object',
  required: ['id', 'kind', 'iri', 'dataset', 'since'],
  properties: {
    id: text,
    kind: { enum: ['dataset', 'catalogue', 'distribution'] },
    iri: maybeText,
    dataset: { anyOf: [{ type: 'object', required: ['id', 'url'], properties: { id: text, url: text } }, { type: 'null' }] },
    since: moment,
  },
};

const posted = [400, 401, 413, 415];
const switched = (verb: 'pause' | 'resume', summary: string): Operation => ({
  path: `/federation/${verb}`,
  method: 'post',
  id: `${verb}Federation`,
  summary,
  query: noParameters,
  security: operators,
  errors: [...posted, 403, 429],
  answer: euSummary,
});

/** How our datasets stand with the EU catalogue (R71 to R78). */
export const federationOperations: readonly Operation[] = [
  {
    path: '/federation',
    method: 'get',
    id: 'getFederation',
    summary: 'How we stand with the EU catalogue',
    query: noParameters,
    errors: [400],
    answer: euSummary,
  },
  {
    path: '/federation/records',
    method: 'get',
    id: 'listFederationRecords',
    summary: 'Datasets, each with how it stands from its station to the EU catalogue',
    query: euRecordParameters,
    answerHeaders: ['Link'],
    errors: [400],
    answer: {
      ...listOf(euLine),
      required: ['items', 'links'],
      properties: { ...listOf(euLine).properties, links: { type: 'object', required: ['next'], properties: { next: maybeText } } },
    },
  },
  {
    path: '/federation/records/{id}',
    method: 'get',
    id: 'getFederationRecord',
    summary: 'What the EU would refuse of a dataset and who can mend it, and the messages about it',
    query: noParameters,
    errors: [400, 404],
    answer: euRecord,
  },
  {
    path: '/central-ids/{id}',
    method: 'get',
    id: 'getCentralId',
    summary: 'What an identifier of the central platform stands for; it is never forgotten',
    query: noParameters,
    errors: [400, 404],
    answer: centralId,
  },
  {
    path: '/federation/outcomes',
    method: 'post',
    id: 'tellOutcome',
    summary: 'The dispatcher tells what became of a message; a repetition changes nothing',
    query: noParameters,
    security: ['dispatcherToken'],
    errors: [...posted, 404],
    body: {
      required: true,
      content: {
        'application/json': {
          schema: { type: 'object', description: 'Where its fields stand, and what they are called, is configured (NDC_EU, `answer`).' },
          example: { messageId: '5d41402abc4b2a76b9719d911017c592', status: 'accepted', datasetId: 'EU-DS-1A2B3C4D' },
        },
      },
    },
    answer: {
      type: 'object',
      required: ['taken'],
      properties: { taken: { type: 'boolean', description: 'False for what was known, or is about no message of ours.' } },
    },
  },
  switched('pause', 'Send nothing to the EU until it is resumed'),
  switched('resume', 'Go on sending to the EU'),
  {
    path: '/federation/reconciliations',
    method: 'post',
    id: 'reconcileFederation',
    summary: 'Compare both sides, and queue what differs',
    query: noParameters,
    security: operators,
    errors: [...posted, 403, 409, 429, 503],
    answer: { ...comparison, required: [...comparison.required, 'epoch', 'by'], properties: { ...comparison.properties, epoch: whole, by: text } },
  },
];
