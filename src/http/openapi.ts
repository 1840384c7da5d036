import { z } from 'zod';
import { reportSchema } from '../report/json-schema.js';
import { deedOperations, fieldChange, runSchema, securitySchemes } from './openapi-deeds.js';
import { reportMediaTypes } from './report-answer.js';
import {
  asOfParameters,
  noParameters,
  recordParameters,
  reportParameters,
  resolveParameters,
  searchParameters,
  suggestionParameters,
  validationParameters,
} from './schemas/api.js';

export interface Operation {
  readonly path: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly id: string;
  readonly summary: string;
  readonly query: z.ZodObject;
  /** Schema of a 200 in JSON; null when there is no body. */
  readonly answer: object | null;
  /** Other media types of the same 200, all text. */
  readonly alsoAs?: readonly string[];
  readonly others?: Readonly<Record<string, { readonly description: string; readonly schema?: object; readonly headers?: readonly string[] }>>;
  readonly errors: readonly number[];
  readonly body?: object;
  /** Names of the security schemes of which one is wanted; none for what is open to everybody. */
  readonly security?: readonly string[];
}

const text = { type: 'string' };
const whole = { type: 'integer' };
const languageMap = {
  type: 'object',
  description: 'Texts by language tag; the empty tag stands for untagged.',
  additionalProperties: { type: 'array', items: text },
};
const listOf = (items: object): object => ({ type: 'object', required: ['items'], properties: { items: { type: 'array', items } } });
const record = {
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
const hit = {
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
  },
};
const facetValue = {
  type: 'object',
  required: ['value', 'label', 'count', 'selected'],
  properties: { value: text, label: text, count: whole, selected: { type: 'boolean' } },
};
const report = { $ref: '#/components/schemas/Report' };
const job = {
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
const profile = {
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
const rule = {
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
const versionSchema = {
  type: 'object',
  required: ['n', 'receivedAt', 'station', 'from', 'to', 'current', 'cause', 'actor', 'run', 'periods', 'redacted', 'links'],
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
    links: { type: 'object' },
  },
};
const entrySchema = {
  type: 'object',
  required: ['event', 'cause', 'at', 'version', 'actor', 'run'],
  properties: { event, cause, at: instant, version: { type: ['integer', 'null'] }, actor, run: runReference, reason: text, merged: { type: 'object' } },
};

/** Open to everybody; operators see more. */
const optional = ['', 'operatorBasic', 'operatorToken'];

const operations: readonly Operation[] = [
  {
    path: '/datasets',
    method: 'get',
    id: 'searchDatasets',
    summary: 'Search datasets, series and data services',
    query: searchParameters,
    errors: [400],
    answer: {
      type: 'object',
      required: ['total', 'page', 'pageSize', 'items', 'facets', 'links'],
      properties: {
        total: whole,
        page: whole,
        pageSize: whole,
        sort: text,
        items: { type: 'array', items: hit },
        facets: { type: 'object', additionalProperties: { type: 'array', items: facetValue } },
        links: { type: 'object' },
      },
    },
  },
  {
    path: '/datasets/{id}',
    method: 'get',
    id: 'getDataset',
    summary: 'One record, now or as it was published once',
    query: recordParameters,
    security: optional,
    errors: [400, 401, 404, 410, 429],
    answer: record,
  },
  {
    path: '/datasets/{id}/versions',
    method: 'get',
    id: 'listVersions',
    summary: 'Published versions of a record, with their times, causes and runs, and what else happened to it',
    query: asOfParameters,
    security: optional,
    errors: [400, 401, 404, 410, 429],
    answer: {
      ...listOf(versionSchema),
      properties: { id: text, iri: text, asOf: text, items: { type: 'array', items: versionSchema }, entries: { type: 'array', items: entrySchema } },
    },
  },
  {
    path: '/datasets/{id}/versions/{n}',
    method: 'get',
    id: 'getVersion',
    summary: 'One published version, with what it changed, field by field',
    query: noParameters,
    security: optional,
    errors: [400, 401, 404, 410, 429],
    answer: {
      allOf: [
        versionSchema,
        {
          type: 'object',
          required: ['description', 'changes', 'previous'],
          properties: { description: { type: 'object' }, previous: { type: ['integer', 'null'] }, changes: { type: ['array', 'null'], items: fieldChange } },
        },
      ],
    },
  },
  {
    path: '/datasets/{id}/report',
    method: 'get',
    id: 'getReport',
    summary: 'Validation report of the published version',
    query: noParameters,
    errors: [404, 410],
    answer: { type: 'object', properties: { id: text, report: { type: ['object', 'null'] } } },
  },
  {
    path: '/resolve',
    method: 'get',
    id: 'resolve',
    summary: 'What an id or IRI is now',
    query: resolveParameters,
    errors: [400, 404],
    answer: { type: 'object', required: ['id', 'iri', 'state'], properties: { id: text, iri: text, state: text } },
  },
  {
    path: '/suggestions',
    method: 'get',
    id: 'suggest',
    summary: 'Suggestions while typing',
    query: suggestionParameters,
    errors: [400],
    answer: listOf({ type: 'object', required: ['kind', 'text'], properties: { kind: { enum: ['dataset', 'theme', 'publisher', 'variable'] }, text } }),
  },
  {
    path: '/stations',
    method: 'get',
    id: 'listStations',
    summary: 'Registered stations',
    query: noParameters,
    security: optional,
    errors: [400, 401, 429],
    answer: listOf({ type: 'object', required: ['id', 'state'], properties: { id: text, state: text, datasets: whole } }),
  },
  {
    path: '/stations/{id}',
    method: 'get',
    id: 'getStation',
    summary: 'One station',
    query: noParameters,
    security: optional,
    errors: [401, 404, 429],
    answer: { type: 'object', required: ['id'], properties: { id: text } },
  },
  {
    path: '/stations/{id}/runs',
    method: 'get',
    id: 'listRuns',
    summary: 'Harvest runs of a station, newest first',
    query: noParameters,
    errors: [401, 404, 429],
    answer: listOf(runSchema),
    security: optional,
  },
  {
    path: '/stations/{id}/runs/{run}',
    method: 'get',
    id: 'getRun',
    summary: 'One harvest run with stages, issues and items',
    query: noParameters,
    errors: [401, 404, 429],
    answer: runSchema,
    security: optional,
  },
  {
    path: '/profiles',
    method: 'get',
    id: 'listProfiles',
    summary: 'Installed validation profiles',
    query: noParameters,
    errors: [400],
    answer: listOf(profile),
  },
  {
    path: '/profiles/{id}',
    method: 'get',
    id: 'getProfile',
    summary: 'One profile with all its rules, each with an example',
    query: noParameters,
    errors: [400, 404],
    answer: { allOf: [profile, { type: 'object', required: ['ruleList'], properties: { ruleList: { type: 'array', items: rule } } }] },
  },
  {
    path: '/validations',
    method: 'post',
    id: 'validate',
    summary: 'Validate descriptions before publishing',
    query: validationParameters,
    errors: [400, 406, 413, 415, 422, 429, 503],
    body: {
      required: true,
      content: {
        'text/turtle': { schema: text },
        'application/ld+json': { schema: { type: 'object' } },
        'application/rdf+xml': { schema: text },
        'application/n-triples': { schema: text },
        'application/n-quads': { schema: text },
        'application/trig': { schema: text },
        'application/json': {
          schema: { type: 'object', description: 'An address to fetch, or JSON-LD.', properties: { url: { type: 'string', format: 'uri', maxLength: 2048 } } },
        },
      },
    },
    answer: report,
    alsoAs: reportMediaTypes,
    others: {
      '202': { description: 'It takes longer, or `Prefer: respond-async` was sent: ask at `Location`', schema: job, headers: ['Location', 'Retry-After'] },
    },
  },
  {
    path: '/validations/{job}',
    method: 'get',
    id: 'getValidation',
    summary: 'How far a validation is; kept for some minutes after its end',
    query: noParameters,
    errors: [400, 404],
    answer: job,
  },
  {
    path: '/validations/{job}',
    method: 'delete',
    id: 'cancelValidation',
    summary: 'Cancel a validation, or forget one that has ended',
    query: noParameters,
    errors: [400, 404],
    answer: null,
    others: { '204': { description: 'Cancelled or forgotten' } },
  },
  {
    path: '/validations/{job}/report',
    method: 'get',
    id: 'getValidationReport',
    summary: 'The report of a validation that has ended',
    query: reportParameters,
    errors: [400, 404, 406, 410, 413, 415, 422],
    answer: report,
    alsoAs: reportMediaTypes,
  },
];

const errorNames: Readonly<Record<number, string>> = {
  400: 'A parameter is wrong; all mistakes are listed',
  401: 'A token is missing or wrong',
  403: 'Another role is needed, or the request was made by a page of another site',
  404: 'Nothing public is known under this id',
  406: 'None of the types asked for is available',
  409: 'Not in this state: a run is under way, the run is not on hold, the station is paused or retired',
  410: 'Taken down by the operator, or cancelled',
  413: 'Too large',
  415: 'Not a format that is read',
  422: 'The document or address cannot be read; `trouble` says where and why',
  429: 'Too many documents in a minute, or too many wrong tokens',
  503: 'Too many documents are waiting',
};

/** The OpenAPI 3.1 document, made from the schemas that check the requests (API-8). */
export function openApi(baseUrl: string, version: string, contactEmail: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of [...operations, ...deedOperations]) {
    const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: text }));
    const errors = Object.fromEntries(
      operation.errors.map((status) => [
        String(status),
        { description: errorNames[status] ?? 'Error', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
      ]),
    );
    (paths[operation.path] ??= {})[operation.method] = {
      operationId: operation.id,
      summary: operation.summary,
      ...(operation.security === undefined ? {} : { security: operation.security.map((name) => (name === '' ? {} : { [name]: [] })) }),
      parameters: [...inPath, ...queryParameters(operation.query)],
      ...(operation.body === undefined ? {} : { requestBody: operation.body }),
      responses: {
        ...(operation.answer === null
          ? {}
          : { '200': { description: 'The answer', headers: headersOf([]), content: contentOf(operation.answer, operation.alsoAs) } }),
        ...Object.fromEntries(
          Object.entries(operation.others ?? {}).map(([status, other]) => [
            status,
            {
              description: other.description,
              headers: headersOf(other.headers ?? []),
              ...(other.schema === undefined ? {} : { content: contentOf(other.schema, []) }),
            },
          ]),
        ),
        ...errors,
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'National dataset catalogue',
      version: '1.0.0',
      description: `Search, read and validate descriptions of health datasets. Served by ndc ${version}.`,
      contact: { name: 'Catalogue desk', url: `${baseUrl}/en/about`, email: contactEmail },
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: `${baseUrl}/api/v1` }],
    paths,
    components: {
      securitySchemes,
      schemas: {
        Report: reportSchemaObject(),
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'detail'],
          properties: {
            type: text,
            title: text,
            status: whole,
            detail: text,
            instance: text,
            code: text,
            line: whole,
            trouble: {
              type: 'object',
              description: 'Why a document cannot be read.',
              required: ['code', 'line', 'column', 'excerpt', 'message', 'detail'],
              properties: {
                code: text,
                line: { type: ['integer', 'null'] },
                column: { type: ['integer', 'null'] },
                excerpt: { type: ['object', 'null'], properties: { line: whole, firstLine: whole, lines: { type: 'array', items: text } } },
                message: languageMap,
                detail: text,
              },
            },
            errors: { type: 'array', items: { type: 'object', properties: { in: text, location: text, code: text, detail: text } } },
          },
        },
      },
    },
  };
}

function headersOf(names: readonly string[]): object {
  return Object.fromEntries(['API-Version', ...names].map((name) => [name, { schema: text }]));
}

function contentOf(schema: object, others: readonly string[] = []): object {
  return Object.fromEntries<object>([
    ['application/json', { schema }],
    ...others.filter((type) => type !== 'application/json').map((type) => [type, { schema: text }] as const),
  ]);
}

/** The report's own schema, which the command line prints too. */
function reportSchemaObject(): object {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(reportSchema, { target: 'draft-2020-12' }) as Readonly<Record<string, unknown>>;
  return schema;
}

function queryParameters(schema: z.ZodObject): object[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, { description?: string }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...own }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: own,
  }));
}
