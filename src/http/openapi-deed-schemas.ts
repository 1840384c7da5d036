/** What the deeds of operators and stations answer, as JSON schemas for the OpenAPI document. */

import { auditActions } from '../domain/audit.js';
import { failure, languageMap, linksTo, maybeMoment, text, whole } from './openapi-basics.js';

const count = { type: 'object', required: ['records', 'violations', 'warnings'], properties: { records: whole, violations: whole, warnings: whole } };
/** Why a description is not, or not wholly, in the catalogue. */
export const admissionReason = {
  type: 'object',
  required: ['code', 'detail'],
  properties: { code: text, detail: text },
};
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
    endedAt: maybeMoment,
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
    planned: {
      type: ['object', 'null'],
      description: 'What a run on hold would do; its own counts say what it did, which is nothing.',
      properties: Object.fromEntries(['added', 'updated', 'unchanged', 'withdrawn', 'held', 'documents', 'bytes'].map((name) => [name, whole])),
    },
    stages: {
      type: 'array',
      items: {
        type: 'object',
        required: ['phase', 'startedAt', 'detail'],
        properties: { phase: text, startedAt: { type: 'string', format: 'date-time' }, detail: text },
      },
    },
    issues: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'severity', 'subject', 'detail', 'url', 'line', 'owner'],
        properties: {
          code: text,
          severity: { enum: ['error', 'warning', 'info'] },
          subject: { type: ['string', 'null'] },
          detail: text,
          url: { type: ['string', 'null'] },
          line: { type: ['integer', 'null'] },
          owner: { enum: ['station', 'operator', 'us'], description: 'Whose it is to mend.' },
        },
      },
    },
    items: {
      type: 'array',
      description: 'What the run did. Of a run on hold or a dry run what it would do, for operators only.',
      items: {
        type: 'object',
        required: ['subject', 'outcome'],
        properties: {
          subject: text,
          recordId: { type: ['string', 'null'] },
          title: languageMap,
          outcome: text,
          reason: { type: ['string', 'null'] },
          changes: { type: 'array', items: fieldChange },
        },
      },
    },
    links: linksTo('self'),
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
export const pushLinks = linksTo('self', 'run');
export const pushed = {
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
export const pushState = {
  type: 'object',
  required: ['state', 'outcome', 'run', 'links'],
  properties: {
    state: { enum: ['running', 'ended', 'failed'] },
    outcome: runSchema.properties.outcome,
    run: runSchema,
    ...brought,
    error: { ...failure, description: 'When the body could not be read.' },
    links: pushLinks,
  },
};
export const standing = {
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
      properties: { run: whole, trigger: text, at: maybeMoment },
    },
    links: { ...linksTo('self', 'run'), required: ['self'] },
  },
};
export const waitReason = {
  type: ['object', 'null'],
  description:
    'What it waits for: an end of what is done with the same station, with another one of the same host or service provider, or a free place. Who shows no credentials sees the kind alone.',
  required: ['kind'],
  properties: { kind: { enum: ['station', 'host', 'provider', 'place'] }, host: text, provider: text, station: text, running: whole },
};
export const deed = {
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
    links: { ...linksTo('self', 'run'), required: ['self'] },
  },
};
export const confirmed = {
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
/** Entries of the audit log. */
export const auditPage = {
  type: 'object',
  required: ['items', 'links'],
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['n', 'at', 'by', 'via', 'action', 'target', 'detail', 'hash'],
        properties: {
          n: { type: 'integer', minimum: 1, description: 'Counts up; no number is ever missing.' },
          at: { type: 'string', format: 'date-time' },
          by: { type: ['string', 'null'], description: 'Null when a file of the configuration says so.' },
          via: { enum: ['http', 'command', 'configuration'] },
          action: { enum: [...auditActions] },
          target: { type: ['string', 'null'] },
          detail: { type: 'object', description: 'More of the deed, by name.', additionalProperties: true },
          hash: { type: 'string', description: 'SHA-256 over this entry and the hash of the one before it.' },
        },
      },
    },
    links: { type: 'object', required: ['self', 'next'], properties: { self: text, next: { type: ['string', 'null'] } } },
  },
};
