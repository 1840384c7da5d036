/** What searches, suggestions and lists answer, as JSON schemas for the OpenAPI document. */

import { linksTo, maybeText, maybeWhole, text, texts, whole } from './openapi-basics.js';

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
