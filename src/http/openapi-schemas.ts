/** What stations, rounds, profiles and validations answer, as JSON schemas for the OpenAPI document. */

import { roundStandings } from '../domain/round.js';
import { failure, languageMap, linksTo, maybeMoment, maybeText, moment, text, texts, whole } from './openapi-basics.js';
import { admissionReason, runSchema, waitReason } from './openapi-deed-schemas.js';

export const stateOfStation = { enum: ['live', 'onboarding', 'paused', 'retired'] };
export const round = {
  type: 'object',
  required: ['id', 'startedAt', 'endsBy', 'endedAt', 'stations', 'links'],
  properties: {
    id: whole,
    startedAt: { type: 'string', format: 'date-time' },
    endsBy: { type: 'string', format: 'date-time', description: 'It ends then at the latest.' },
    endedAt: { type: ['string', 'null'], format: 'date-time' },
    stations: {
      type: 'object',
      description: 'How many stations stand how; `timed-out`: not reached before the time was up.',
      required: [...roundStandings],
      properties: Object.fromEntries(roundStandings.map((standing) => [standing, whole])),
    },
    links: linksTo('self'),
  },
};
export const report = { $ref: '#/components/schemas/Report' };
export const expected = {
  type: ['object', 'null'],
  description: 'What the rule wants of a value.',
  required: ['schemes', 'values', 'datatypes', 'nodeKind', 'pattern'],
  properties: { schemes: texts, values: texts, datatypes: texts, nodeKind: maybeText, pattern: maybeText },
};
export const station = {
  type: 'object',
  required: [
    'id',
    'iri',
    'title',
    'kind',
    'holder',
    'protocol',
    'schedule',
    'timeZone',
    'profiles',
    'state',
    'datasets',
    'held',
    'lastSuccessAt',
    'failingSince',
    'nextRunAt',
    'waiting',
    'lastRun',
    'links',
  ],
  properties: {
    id: text,
    iri: text,
    title: languageMap,
    kind: { enum: ['holder', 'aggregator', 'intermediary'] },
    holder: { type: ['object', 'null'], required: ['iri', 'name'], properties: { iri: text, name: languageMap } },
    protocol: text,
    schedule: { type: ['string', 'null'], description: 'As cron writes it.' },
    timeZone: text,
    profiles: texts,
    state: stateOfStation,
    datasets: whole,
    held: whole,
    lastSuccessAt: maybeMoment,
    failingSince: maybeMoment,
    nextRunAt: maybeMoment,
    waiting: waitReason,
    lastRun: { anyOf: [runSchema, { type: 'null' }] },
    runs: { type: 'array', description: 'The latest thirty, of one station alone.', items: runSchema },
    links: linksTo('self'),
  },
};
export const stationState = { type: 'object', required: ['id', 'state'], properties: { id: text, state: stateOfStation } };
export const heldRecord = {
  type: 'object',
  required: ['iri', 'title', 'since', 'reasons'],
  properties: { iri: text, title: languageMap, since: moment, reasons: { type: 'array', items: admissionReason } },
};
export const job = {
  type: 'object',
  required: ['id', 'state', 'progress', 'createdAt', 'endedAt', 'links'],
  properties: {
    id: text,
    state: { enum: ['queued', 'running', 'done', 'failed', 'cancelled'] },
    progress: { type: 'object', required: ['done', 'total'], properties: { done: whole, total: whole } },
    createdAt: { type: 'string', format: 'date-time' },
    endedAt: { type: ['string', 'null'], format: 'date-time' },
    profile: { type: ['string', 'null'] },
    station: { type: ['string', 'null'] },
    error: { ...failure, description: 'When the state is failed.' },
    links: { ...linksTo('self', 'report'), required: ['self'] },
  },
};
export const profile = {
  type: 'object',
  required: ['id', 'iri', 'title', 'version', 'specification', 'rules', 'shapesHash', 'variants', 'claimedBy', 'origin'],
  properties: {
    id: text,
    iri: text,
    title: languageMap,
    version: text,
    specification: text,
    rules: whole,
    shapesHash: text,
    claimedBy: { type: 'array', items: text },
    variants: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'accessRight', 'provisional'],
        properties: { name: text, accessRight: { type: ['string', 'null'] }, provisional: { type: 'boolean' } },
      },
    },
    sparql: { type: 'boolean' },
    origin: { oneOf: [{ const: 'built-in' }, { type: 'object', properties: { source: text, installedAt: text, by: text } }] },
    links: linksTo('self', 'page'),
  },
};
export const rule = {
  type: 'object',
  required: ['iri', 'about', 'path', 'label', 'severity', 'message', 'fix', 'example', 'reason', 'rule', 'expected', 'variants', 'verdict'],
  properties: {
    iri: text,
    about: languageMap,
    path: { type: ['string', 'null'] },
    label: languageMap,
    severity: { enum: ['violation', 'warning', 'info'] },
    message: languageMap,
    fix: languageMap,
    example: { type: ['string', 'null'], description: 'Turtle, after a subject.' },
    reason: languageMap,
    rule: { type: ['string', 'null'], description: 'Page of the standard.' },
    expected,
    variants: { type: 'array', items: text },
    verdict: { enum: ['all', 'eu'] },
  },
};
