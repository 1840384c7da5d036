/** What the readers' side of the API answers, as JSON schemas for the OpenAPI document. */

import { roundStandings } from '../domain/round.js';
import { text, whole } from './openapi-deed-schemas.js';

export const languageMap = {
  type: 'object',
  description: 'Texts by language tag; the empty tag stands for untagged.',
  additionalProperties: { type: 'array', items: text },
};
export const listOf = (items: object): object => ({ type: 'object', required: ['items'], properties: { items: { type: 'array', items } } });
export const record = {
  type: 'object',
  required: ['id', 'iri', 'state'],
  properties: {
    id: text,
    iri: text,
    kind: { enum: ['dataset', 'series', 'service'] },
    state: { enum: ['current', 'withdrawn'] },
    title: languageMap,
    description: { type: 'object' },
    sourceModifiedAt: { type: ['string', 'null'], description: 'dct:modified, as the source says.' },
    firstSeenAt: { type: 'string', format: 'date-time', description: 'When a station first described it to us.' },
    lastSeenAt: { type: 'string', format: 'date-time', description: 'When its station last still had it.' },
    lastChangedAt: { type: 'string', format: 'date-time', description: 'When what we publish of it last changed.' },
    publishedAt: { type: ['string', 'null'], format: 'date-time', description: 'When it was published for the first time.' },
    confirmedAt: { type: ['string', 'null'], format: 'date-time', description: 'When the holder last changed or confirmed the description.' },
    overdue: { type: 'boolean', description: 'Neither changed nor confirmed for a year.' },
    links: { type: 'object' },
  },
};
export const hit = {
  type: 'object',
  required: ['id'],
  properties: {
    id: text,
    iri: text,
    title: text,
    description: text,
    lang: text,
    publisher: { type: ['object', 'null'] },
    holder: { type: ['object', 'null'] },
    station: text,
    accessRights: { type: ['string', 'null'] },
    modified: { type: ['string', 'null'] },
    individuals: { type: ['integer', 'null'] },
    status: { enum: ['current', 'overdue', 'withdrawn'] },
    variables: {
      type: 'array',
      description: 'Variables in which something of the query was found; at most five.',
      items: {
        type: 'object',
        required: ['table', 'name', 'label'],
        properties: { table: { type: ['string', 'null'] }, name: text, label: { type: ['string', 'null'] } },
      },
    },
    explanation: { type: 'object', description: 'With `explain=true`: what of the query was found, how, and what that counts.' },
  },
};
/** What the search did with the query beside looking for its words. */
export const searchNotes = {
  expansions: {
    type: 'array',
    description: 'What the health thesaurus added; `expand=false` leaves it out.',
    items: {
      type: 'object',
      required: ['text', 'concept', 'label', 'terms'],
      properties: { text, concept: text, label: text, terms: { type: 'array', items: text } },
    },
  },
  corrections: {
    type: 'array',
    description: 'Words that are not in the catalogue, and what was searched for in their place.',
    items: { type: 'object', required: ['from', 'to'], properties: { from: text, to: text } },
  },
  relaxed: {
    type: ['object', 'null'],
    description: 'When nothing has all that was asked for: how many parts of how many the items have.',
    properties: { found: whole, of: whole },
  },
};
export const facetValue = {
  type: 'object',
  required: ['value', 'label', 'count', 'selected'],
  properties: { value: text, label: text, count: whole, selected: { type: 'boolean' } },
};
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
    links: { type: 'object', required: ['self'], properties: { self: text } },
  },
};
export const report = { $ref: '#/components/schemas/Report' };
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
    error: { type: 'object', description: 'When the state is failed: code, detail, and of an unreadable document `trouble`.' },
    links: { type: 'object', required: ['self'], properties: { self: text, report: text } },
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
    links: { type: 'object' },
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
    expected: { type: ['object', 'null'] },
    variants: { type: 'array', items: text },
    verdict: { enum: ['all', 'eu'] },
  },
};

const actor = {
  type: 'object',
  required: ['kind'],
  properties: {
    kind: { enum: ['station', 'operator', 'catalogue', 'hdab'] },
    id: { type: 'string', description: 'Of the station.' },
    name: { type: 'string', description: 'Of the operator; for operators.' },
  },
};
const cause = { enum: ['harvest', 'pipeline', 'series', 'assertion', 'operator', 'source-gone', 'source-absent', 'station-removed', 'confirmation'] };
const event = { enum: ['published', 'updated', 'reverted', 'returned', 'released', 'withdrawn', 'withheld', 'merged', 'redacted'] };
const instant = { type: 'string', format: 'date-time' };
const runReference = {
  type: ['object', 'null'],
  required: ['id', 'trigger', 'of', 'links'],
  properties: { id: whole, trigger: text, of: { type: ['integer', 'null'] }, links: { type: 'object' } },
};
export const versionSchema = {
  type: 'object',
  required: ['n', 'receivedAt', 'station', 'from', 'to', 'current', 'cause', 'actor', 'run', 'periods', 'redacted', 'expired', 'links'],
  properties: {
    n: whole,
    receivedAt: instant,
    station: text,
    profile: { type: ['string', 'null'] },
    hash: text,
    published: { type: ['object', 'null'] },
    current: { type: 'boolean' },
    from: instant,
    to: { type: ['string', 'null'], format: 'date-time' },
    cause,
    actor,
    run: runReference,
    periods: {
      type: 'array',
      items: {
        type: 'object',
        required: ['from', 'to', 'event', 'cause', 'actor', 'run', 'endedBy'],
        properties: {
          from: instant,
          to: { type: ['string', 'null'], format: 'date-time' },
          event,
          cause,
          actor,
          run: runReference,
          endedBy: { enum: [...event.enum, null] },
        },
      },
    },
    redacted: { type: ['object', 'null'], description: 'A gap: its content was removed.', properties: { reason: text, at: instant, by: text } },
    expired: { type: ['object', 'null'], description: 'A gap: replaced longer ago than versions are kept.', properties: { at: instant } },
    links: { type: 'object' },
  },
};
export const entrySchema = {
  type: 'object',
  required: ['event', 'cause', 'at', 'version', 'actor', 'run'],
  properties: { event, cause, at: instant, version: { type: ['integer', 'null'] }, actor, run: runReference, reason: text, merged: { type: 'object' } },
};

/** Open to everybody; operators see more. */

const namedAgent = { type: ['object', 'null'], required: ['iri', 'name'], properties: { iri: { type: ['string', 'null'] }, name: text } };

/** One dataset of a list as it is handed over. */
export const handoverItem = {
  type: 'object',
  required: [
    'id',
    'version',
    'iri',
    'centralId',
    'title',
    'page',
    'catalogue',
    'country',
    'holder',
    'hdab',
    'provenance',
    'state',
    'changedSinceAdded',
    'addedAt',
    'distributions',
  ],
  properties: {
    id: text,
    version: { type: ['integer', 'null'] },
    iri: text,
    centralId: { type: ['string', 'null'] },
    title: text,
    page: text,
    catalogue: text,
    country: { type: ['string', 'null'] },
    holder: namedAgent,
    hdab: namedAgent,
    provenance: text,
    state: { enum: ['current', 'withdrawn'] },
    changedSinceAdded: { type: 'boolean' },
    addedAt: { type: ['string', 'null'] },
    distributions: { type: 'array', items: { type: 'object', required: ['iri', 'title'], properties: { iri: text, title: { type: ['string', 'null'] } } } },
  },
};
