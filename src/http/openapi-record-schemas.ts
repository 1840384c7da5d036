/** What the API tells of a record, its versions and its report, as JSON schemas for the OpenAPI document. */

import { languageMap, linksTo, maybeMoment, maybeText, maybeWhole, moment, text, texts, whole } from './openapi-basics.js';
import { admissionReason, fieldChange } from './openapi-deed-schemas.js';
import { expected, stateOfStation } from './openapi-schemas.js';

const recordLink = { type: 'object', required: ['iri', 'id', 'title'], properties: { iri: text, id: maybeText, title: languageMap } };
const recordLinks = { type: 'array', items: recordLink };
const named = { type: ['object', 'null'], required: ['slug', 'name'], properties: { slug: text, name: languageMap } };
const stationOfRecord = {
  type: ['object', 'null'],
  required: ['id', 'title', 'kind', 'state'],
  properties: { id: text, title: languageMap, kind: text, state: stateOfStation },
};
const validationOfRecord = {
  type: ['object', 'null'],
  required: ['profile', 'violations', 'warnings'],
  properties: { profile: text, violations: whole, warnings: whole },
};
/** What a description says, in the words of the catalogue; what it has depends on what is described. */
export const descriptionSchema = {
  type: 'object',
  description: 'What is said of it, by field: texts by language, codes as IRIs, and what hangs below it (distributions, samples, tables with their variables).',
  required: ['iri', 'kind', 'title'],
  properties: {
    iri: text,
    kind: { enum: ['dataset', 'series', 'service'] },
    title: languageMap,
    description: languageMap,
    keywords: languageMap,
    accessRights: texts,
    themes: texts,
    healthCategories: texts,
    healthThemes: texts,
    distributions: { type: 'array', items: { type: 'object', additionalProperties: true } },
  },
  additionalProperties: true,
};
export const record = {
  type: 'object',
  required: ['id', 'iri', 'kind', 'state', 'title', 'version', 'description', 'holder', 'publisher', 'station', 'concepts', 'validation', 'links'],
  properties: {
    id: text,
    iri: text,
    kind: { enum: ['dataset', 'series', 'service'] },
    state: { enum: ['current', 'withdrawn'] },
    stateReason: maybeText,
    stateSince: maybeMoment,
    version: { type: ['integer', 'null'], description: 'Number of the published version.' },
    title: languageMap,
    description: descriptionSchema,
    enriched: {
      type: 'array',
      description: 'What the series or the health data access body added.',
      items: {
        type: 'object',
        required: ['property', 'from', 'source', 'date'],
        properties: { property: text, from: { enum: ['series', 'hdab'] }, source: text, date: maybeText },
      },
    },
    sourceModifiedAt: { type: ['string', 'null'], description: 'dct:modified, as the source says.' },
    firstSeenAt: { ...moment, description: 'When a station first described it to us.' },
    lastSeenAt: { ...moment, description: 'When its station last still had it.' },
    lastChangedAt: { ...moment, description: 'When what we publish of it last changed.' },
    publishedAt: { ...maybeMoment, description: 'When it was published for the first time.' },
    confirmedAt: { ...maybeMoment, description: 'When the holder last changed or confirmed the description.' },
    overdue: { type: 'boolean', description: 'Neither changed nor confirmed for a year.' },
    heldUpdate: {
      type: ['object', 'null'],
      description: 'A newer description was received and is held.',
      required: ['since', 'reasons'],
      properties: { since: moment, reasons: { type: 'array', items: admissionReason } },
    },
    sourceUrl: maybeText,
    otherStations: { ...texts, description: 'Stations that have copies of it.' },
    trustedHolder: { type: 'boolean', description: 'As the health data access body says.' },
    holder: named,
    publisher: named,
    ...Object.fromEntries(
      ['series', 'members', 'versions', 'previous', 'partOf', 'parts', 'sources', 'related', 'services', 'servedDatasets'].map((name) => [name, recordLinks]),
    ),
    euReady: { type: 'boolean', description: 'The EU catalogue would take it as it stands.' },
    linkChecks: { type: 'array', items: { type: 'object', additionalProperties: true } },
    concepts: {
      type: 'object',
      description: 'Labels of the codes in the description, by IRI.',
      additionalProperties: { type: 'object', required: ['code', 'label'], properties: { code: text, label: text } },
    },
    station: stationOfRecord,
    validation: validationOfRecord,
    asOf: { type: 'string', description: 'With `asOf`: the moment that was asked for.' },
    published: {
      type: 'object',
      description: 'With `asOf`: from when to when it was so.',
      required: ['from', 'to'],
      properties: { from: moment, to: maybeMoment },
    },
    history: { description: 'With `asOf`: the version that it was.', $ref: '#/components/schemas/Version' },
    links: {
      type: 'object',
      required: ['self', 'page'],
      properties: linksTo('self', 'page', 'versions', 'report', 'quality', 'turtle', 'provenance', 'version', 'present').properties,
    },
  },
};
const storedResult = {
  type: 'object',
  required: ['severity', 'dataset', 'focusNode', 'path', 'component', 'sourceShape', 'value', 'message', 'label', 'rule', 'expected', 'verdict', 'line', 'fix'],
  properties: {
    severity: { enum: ['violation', 'warning', 'info'] },
    dataset: text,
    focusNode: text,
    path: maybeText,
    component: text,
    sourceShape: text,
    value: maybeText,
    message: languageMap,
    label: languageMap,
    rule: { type: ['string', 'null'], description: 'Page of the standard.' },
    expected,
    verdict: { enum: ['all', 'eu'], description: '`eu`: counts for the verdict of the EU alone.' },
    line: maybeWhole,
    fix: {
      type: ['object', 'null'],
      required: ['text', 'patch', 'change', 'nearest'],
      properties: {
        text: languageMap,
        patch: { type: ['string', 'null'], description: 'Turtle about the focus node.' },
        change: {
          type: ['object', 'null'],
          description: 'The very change, when it is certain.',
          required: ['subject', 'predicate', 'before', 'after'],
          properties: { subject: text, predicate: text, before: text, after: text, newPredicate: text },
        },
        nearest: { type: 'array', items: { type: 'object', required: ['value', 'label'], properties: { value: text, label: text } } },
      },
    },
  },
};
/** The report that is kept with the published version of a record. */
export const storedReport = {
  type: 'object',
  required: ['id', 'iri', 'version', 'euReady', 'report'],
  properties: {
    id: text,
    iri: text,
    version: maybeWhole,
    euReady: { type: 'boolean', description: 'The EU catalogue would take it as it stands.' },
    report: {
      type: ['object', 'null'],
      required: ['profile', 'variant', 'conforms', 'violations', 'warnings', 'infos', 'targets', 'results', 'engine', 'shapesHash'],
      properties: {
        profile: text,
        variant: maybeText,
        conforms: { type: 'boolean' },
        violations: whole,
        warnings: whole,
        infos: whole,
        targets: whole,
        results: { type: 'array', items: storedResult },
        engine: text,
        shapesHash: text,
      },
    },
  },
};
export const resolved = {
  type: 'object',
  required: ['asked', 'id', 'iri', 'state', 'stateReason', 'since', 'version', 'lastChangedAt', 'links'],
  properties: {
    asked: text,
    id: text,
    iri: text,
    state: { enum: ['current', 'withdrawn', 'withheld'] },
    stateReason: maybeText,
    since: maybeMoment,
    version: maybeWhole,
    lastChangedAt: moment,
    links: linksTo('self'),
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
const runReference = {
  type: ['object', 'null'],
  required: ['id', 'trigger', 'of', 'links'],
  properties: { id: whole, trigger: text, of: { type: ['integer', 'null'] }, links: linksTo('self') },
};
export const versionSchema = {
  type: 'object',
  required: ['n', 'receivedAt', 'station', 'from', 'to', 'current', 'cause', 'actor', 'run', 'periods', 'redacted', 'expired', 'links'],
  properties: {
    n: whole,
    receivedAt: moment,
    station: text,
    profile: { type: ['string', 'null'] },
    hash: text,
    published: {
      type: ['object', 'null'],
      description: 'Places in the log of the catalogue.',
      required: ['fromSeq', 'toSeq', 'at'],
      properties: { fromSeq: whole, toSeq: maybeWhole, at: moment },
    },
    current: { type: 'boolean' },
    from: moment,
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
          from: moment,
          to: { type: ['string', 'null'], format: 'date-time' },
          event,
          cause,
          actor,
          run: runReference,
          endedBy: { enum: [...event.enum, null] },
        },
      },
    },
    redacted: { type: ['object', 'null'], description: 'A gap: its content was removed.', properties: { reason: text, at: moment, by: text } },
    expired: { type: ['object', 'null'], description: 'A gap: replaced longer ago than versions are kept.', properties: { at: moment } },
    links: linksTo('self'),
  },
};
const mergedRecord = { type: 'object', required: ['id', 'iri', 'links'], properties: { id: maybeText, iri: text, links: linksTo('page') } };
/** One version with its content and what it changed. */
export const wholeVersion = {
  allOf: [
    versionSchema,
    {
      type: 'object',
      required: ['id', 'record', 'description', 'changes', 'changedFields', 'previous'],
      properties: {
        id: whole,
        record: text,
        receivedHash: { type: 'string', description: 'SHA-256 of the document it came in.' },
        canonicalHash: { type: 'string', description: 'SHA-256 of its canonical form.' },
        pipeline: text,
        admission: {
          type: 'object',
          required: ['verdict', 'profile', 'reasons', 'eu'],
          properties: {
            verdict: { enum: ['admitted', 'admitted-with-warnings', 'held'] },
            profile: maybeText,
            reasons: { type: 'array', items: admissionReason },
            eu: { type: 'boolean' },
          },
        },
        description: descriptionSchema,
        previous: maybeWhole,
        changedFields: { type: ['array', 'null'], items: text },
        changes: { type: ['array', 'null'], items: fieldChange },
      },
    },
  ],
};
export const entrySchema = {
  type: 'object',
  required: ['event', 'cause', 'at', 'version', 'actor', 'run'],
  properties: { event, cause, at: moment, version: { type: ['integer', 'null'] }, actor, run: runReference, reason: text, merged: mergedRecord },
};
