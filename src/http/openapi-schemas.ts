/** What the readers' side of the API answers, as JSON schemas for the OpenAPI document. */

import { roundStandings } from '../domain/round.js';
import { admissionReason, failure, fieldChange, languageMap, linksTo, runSchema, text, waitReason, whole } from './openapi-deed-schemas.js';

export { languageMap };
const texts = { type: 'array', items: text };
const moment = { type: 'string', format: 'date-time' };
const maybeMoment = { type: ['string', 'null'], format: 'date-time' };
const maybeText = { type: ['string', 'null'] };
const maybeWhole = { type: ['integer', 'null'] };

export const listOf = (
  items: object,
): { type: 'object'; required: readonly string[]; properties: { items: { type: 'array'; items: object } } } => ({
  type: 'object',
  required: ['items'],
  properties: { items: { type: 'array', items } },
});
const recordLink = { type: 'object', required: ['iri', 'id', 'title'], properties: { iri: text, id: maybeText, title: languageMap } };
const recordLinks = { type: 'array', items: recordLink };
const named = { type: ['object', 'null'], required: ['slug', 'name'], properties: { slug: text, name: languageMap } };
const stateOfStation = { enum: ['live', 'onboarding', 'paused', 'retired'] };
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
const namedShort = { type: ['object', 'null'], required: ['slug', 'name'], properties: { slug: text, name: text } };
export const hit = {
  type: 'object',
  description: 'With `fields` an item has the id and these alone.',
  required: ['id'],
  properties: {
    id: text,
    iri: text,
    kind: { enum: ['dataset', 'series', 'service'] },
    title: text,
    description: text,
    descriptionLang: text,
    lang: { type: 'string', description: 'Language of the title.' },
    publisher: namedShort,
    holder: namedShort,
    station: text,
    accessRights: { type: ['string', 'null'] },
    accessFromSeries: { type: 'boolean', description: 'The access rights are those of its series.' },
    modified: { type: ['string', 'null'] },
    individuals: { type: ['integer', 'null'] },
    records: maybeWhole,
    periodStart: maybeText,
    periodEnd: maybeText,
    regions: texts,
    trusted: { type: 'boolean' },
    status: { enum: ['current', 'overdue', 'withdrawn'] },
    violations: whole,
    variables: {
      type: 'array',
      description: 'Variables in which something of the query was found; at most five.',
      items: {
        type: 'object',
        required: ['table', 'name', 'label'],
        properties: { table: { type: ['string', 'null'] }, name: text, label: { type: ['string', 'null'] } },
      },
    },
    explanation: {
      type: 'object',
      description: 'With `explain=true`: what of the query was found, how, and what that counts.',
      required: ['score', 'preference', 'isExactTitle', 'isIdentifier', 'parts'],
      properties: {
        score: { type: 'number' },
        preference: { type: 'number' },
        isExactTitle: { type: 'boolean' },
        isIdentifier: { type: 'boolean' },
        parts: {
          type: 'array',
          items: {
            type: 'object',
            required: ['text', 'found', 'way', 'strength', 'rarity'],
            properties: { text, found: maybeText, way: maybeText, strength: { type: 'number' }, rarity: { type: 'number' } },
          },
        },
      },
    },
    links: linksTo('self', 'page'),
  },
};
/** What the search did with the query beside looking for its words. */
const searchNotes = {
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
/** One page of hits, or one step of a walk through all of them. */
export const searchPage = {
  type: 'object',
  required: ['total', 'pageSize', 'items', 'facets', 'expansions', 'corrections', 'relaxed', 'links'],
  properties: {
    total: whole,
    page: whole,
    pageSize: whole,
    sort: text,
    items: { type: 'array', items: hit },
    facets: { type: 'object', additionalProperties: { type: 'array', items: facetValue } },
    ...searchNotes,
    links: { ...linksTo('self', 'first', 'prev', 'next', 'last'), required: ['self', 'first', 'last'] },
  },
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
    links: linksTo('self'),
  },
};
export const report = { $ref: '#/components/schemas/Report' };
const expected = {
  type: ['object', 'null'],
  description: 'What the rule wants of a value.',
  required: ['schemes', 'values', 'datatypes', 'nodeKind', 'pattern'],
  properties: { schemes: texts, values: texts, datatypes: texts, nodeKind: maybeText, pattern: maybeText },
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
export const suggestions = {
  type: 'object',
  required: ['q', 'items'],
  properties: {
    q: text,
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['kind', 'text', 'id', 'facet', 'value'],
        properties: {
          kind: { enum: ['term', 'dataset', 'theme', 'publisher', 'variable'] },
          text,
          id: { type: ['string', 'null'], description: 'Of a dataset.' },
          facet: { type: ['string', 'null'], description: 'The facet to choose `value` of.' },
          value: maybeText,
        },
      },
    },
  },
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
  properties: { id: whole, trigger: text, of: { type: ['integer', 'null'] }, links: linksTo('self') },
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
    published: {
      type: ['object', 'null'],
      description: 'Places in the log of the catalogue.',
      required: ['fromSeq', 'toSeq', 'at'],
      properties: { fromSeq: whole, toSeq: maybeWhole, at: moment },
    },
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
  properties: { event, cause, at: instant, version: { type: ['integer', 'null'] }, actor, run: runReference, reason: text, merged: mergedRecord },
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
