/** What the API tells of quality, as JSON schemas for the OpenAPI document; names and numbers come from the rules themselves. */

import { bands, indicatorInfo, mostPoints } from '../domain/mqa.js';
import { qualityActions } from '../domain/quality-gains.js';
import { languageMap, linksTo, text, whole } from './openapi-basics.js';

const points = { type: 'integer', minimum: 0, maximum: mostPoints };
const indicator = { enum: Object.keys(indicatorInfo) };
const dimension = { enum: [...new Set(Object.values(indicatorInfo).map((info) => info.dimension))] };
const band = { enum: [...bands] };
const mark = { enum: ['pass', 'fail', 'unknown'], description: '`unknown`: not looked at yet, or we cannot tell; no points.' };
const action = { enum: Object.keys(qualityActions) };

const score = {
  type: 'object',
  required: ['score', 'most', 'band', 'distribution', 'dimensions', 'indicators'],
  properties: {
    score: points,
    most: { const: mostPoints },
    band,
    distribution: { type: ['string', 'null'], description: 'IRI of the distribution that was scored: the best one.' },
    dimensions: {
      type: 'array',
      items: { type: 'object', required: ['dimension', 'points', 'most'], properties: { dimension, points, most: points } },
    },
    indicators: {
      type: 'array',
      items: {
        type: 'object',
        required: ['indicator', 'metric', 'dimension', 'points', 'mark'],
        properties: { indicator, metric: text, dimension, points, mark },
      },
    },
  },
};

const statement = {
  type: 'object',
  description: 'A statement of the health data access body.',
  required: ['at', 'from', 'to', 'by', 'byName', 'evidence', 'comment'],
  properties: {
    state: { type: 'string', description: 'Of a label: verified, under-review or revoked.' },
    inForce: { type: 'boolean' },
    at: { type: 'string', format: 'date-time' },
    from: { type: ['string', 'null'] },
    to: { type: ['string', 'null'] },
    by: text,
    byName: languageMap,
    evidence: { type: ['string', 'null'] },
    comment: { type: ['string', 'null'] },
  },
};

const linkCheck = {
  type: 'object',
  required: ['url', 'reachable', 'status', 'checkedAt', 'since', 'triedAt', 'trouble'],
  properties: {
    url: text,
    reachable: { type: ['boolean', 'null'] },
    status: { type: ['integer', 'null'] },
    checkedAt: { type: ['string', 'null'], description: 'Of the last answer that told anything.' },
    since: { type: ['string', 'null'], description: 'Since when it has been so.' },
    triedAt: text,
    trouble: { enum: ['busy', 'timeout', 'refused', 'robots', 'offline', null] },
  },
};

export const quality = {
  type: 'object',
  required: ['id', 'iri', 'version', 'assessedAt', 'scores', 'checklist', 'report', 'linkChecks', 'label', 'trustedHolder', 'trend', 'links'],
  properties: {
    id: text,
    iri: text,
    version: { type: ['integer', 'null'] },
    assessedAt: { type: 'string', format: 'date-time', description: 'Of the newest fact that it rests on.' },
    scores: {
      type: ['object', 'null'],
      description: '`mqa` as data.europa.eu scores; `health` is our own proposal. Null for series and services.',
      required: ['mqa', 'health'],
      properties: { mqa: score, health: score },
    },
    checklist: {
      type: 'array',
      description: 'What would gain most, best first.',
      items: {
        type: 'object',
        required: ['action', 'mqa', 'health', 'indicators'],
        properties: { action, mqa: points, health: points, indicators: { type: 'array', items: indicator } },
      },
    },
    report: {
      type: ['object', 'null'],
      required: ['profile', 'violations', 'warnings', 'infos'],
      properties: { profile: text, violations: whole, warnings: whole, infos: whole },
    },
    linkChecks: { type: 'array', items: linkCheck },
    label: { type: 'array', description: 'Statements about the data-quality label, the latest first; never what the holder says.', items: statement },
    trustedHolder: { ...statement, type: ['object', 'null'] },
    trend: {
      type: 'array',
      items: {
        type: 'object',
        required: ['n', 'at', 'profile', 'violations', 'warnings'],
        properties: { n: whole, at: text, profile: text, violations: whole, warnings: whole },
      },
    },
    links: linksTo('self', 'page', 'turtle', 'report'),
  },
};

const summary = {
  type: 'object',
  required: ['datasets', 'average', 'coverage', 'most', 'bands', 'indicators'],
  properties: {
    datasets: whole,
    average: { type: 'number', description: 'Of the scores, as data.europa.eu gives it for a catalogue.' },
    coverage: { type: 'number', description: 'Points of each indicator by the share of datasets that meet it; not the same number.' },
    most: { const: mostPoints },
    bands: { type: 'object', required: [...bands], properties: Object.fromEntries(bands.map((name) => [name, whole])) },
    indicators: {
      type: 'array',
      items: {
        type: 'object',
        required: ['indicator', 'points', 'pass', 'fail', 'unknown'],
        properties: { indicator, points, pass: whole, fail: whole, unknown: whole },
      },
    },
  },
};

export const stationQuality = {
  type: 'object',
  required: ['station', 'assessed', 'datasets', 'scores', 'actions', 'first', 'addresses', 'links'],
  properties: {
    station: text,
    assessed: { type: 'integer', description: 'Datasets looked at so far; after a start it takes a while until these are all.' },
    datasets: whole,
    scores: { type: 'object', required: ['mqa', 'health'], properties: { mqa: summary, health: summary } },
    actions: {
      type: 'array',
      items: { type: 'object', required: ['action', 'datasets', 'mqa', 'health'], properties: { action, datasets: whole, mqa: whole, health: whole } },
    },
    first: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'title', 'mqa', 'health', 'gain', 'action', 'links'],
        properties: {
          id: text,
          title: languageMap,
          mqa: points,
          health: points,
          gain: points,
          action: { enum: [...action.enum, null] },
          links: linksTo('quality'),
        },
      },
    },
    addresses: { type: 'object', required: ['known', 'unreachable', 'unknown'], properties: { known: whole, unreachable: whole, unknown: whole } },
    links: linksTo('self', 'station'),
  },
};
