import { z } from 'zod';
import { reportSchema } from '../report/json-schema.js';
import { roundStandings } from '../domain/round.js';
import { fieldChange, runSchema, waitReason, text, whole } from './openapi-deed-schemas.js';
import { deedOperations, securitySchemes } from './openapi-deeds.js';
import { quality, stationQuality } from './openapi-quality.js';
import {
  entrySchema,
  facetValue,
  handoverItem,
  hit,
  job,
  languageMap,
  listOf,
  profile,
  record,
  report,
  round,
  rule,
  searchNotes,
  versionSchema,
} from './openapi-schemas.js';
import { reportMediaTypes } from './report-answer.js';
import {
  asOfParameters,
  noParameters,
  recordParameters,
  reportParameters,
  resolveParameters,
  searchParameters,
  selectionParameters,
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
  /** Request headers that count beside the usual ones. */
  readonly headers?: readonly { readonly name: string; readonly required: boolean; readonly description: string }[];
}

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
      required: ['total', 'pageSize', 'items', 'facets', 'expansions', 'corrections', 'relaxed', 'links'],
      properties: {
        total: whole,
        page: whole,
        pageSize: whole,
        sort: text,
        items: { type: 'array', items: hit },
        facets: { type: 'object', additionalProperties: { type: 'array', items: facetValue } },
        ...searchNotes,
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
    path: '/datasets/{id}/quality',
    method: 'get',
    id: 'getQuality',
    summary:
      'Quality of the description: the EU score (MQA), the health-aware score and what would gain most; apart from them what the health data access body says of label and holder',
    query: noParameters,
    errors: [400, 404, 410],
    answer: quality,
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
    path: '/selections',
    method: 'get',
    id: 'getSelection',
    summary: 'A list of datasets as it is handed over to a system for applications, and what became of those that are not public any more',
    query: selectionParameters,
    errors: [400],
    answer: {
      type: 'object',
      required: ['items', 'missing'],
      properties: {
        items: { type: 'array', items: handoverItem },
        missing: { type: 'array', items: { type: 'object', required: ['id', 'state'], properties: { id: text, state: text } } },
      },
    },
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
    answer: listOf({ type: 'object', required: ['id', 'state', 'waiting'], properties: { id: text, state: text, datasets: whole, waiting: waitReason } }),
  },
  {
    path: '/stations/{id}',
    method: 'get',
    id: 'getStation',
    summary: 'One station',
    query: noParameters,
    security: optional,
    errors: [401, 404, 429],
    answer: { type: 'object', required: ['id', 'waiting'], properties: { id: text, waiting: waitReason } },
  },
  {
    path: '/stations/{id}/quality',
    method: 'get',
    id: 'getStationQuality',
    summary: 'Quality of the descriptions of a station: averages, coverage by indicator, bands, and the datasets that would gain most',
    query: noParameters,
    errors: [400, 404],
    answer: stationQuality,
  },
  {
    path: '/stations/{id}/state',
    method: 'get',
    id: 'getStationState',
    summary: 'The state of a station, whose ETag a change of it is decided by',
    query: noParameters,
    security: optional,
    errors: [400, 401, 404, 429],
    answer: { type: 'object', required: ['id', 'state'], properties: { id: text, state: { enum: ['live', 'paused', 'onboarding', 'retired'] } } },
  },
  {
    path: '/rounds',
    method: 'get',
    id: 'listRounds',
    summary: 'Harvest rounds, the latest first',
    query: noParameters,
    security: optional,
    errors: [400, 401, 429],
    answer: listOf(round),
  },
  {
    path: '/rounds/{id}',
    method: 'get',
    id: 'getRound',
    summary: 'One harvest round: which stations were done, failed, on hold, paused, or not reached in time',
    query: noParameters,
    security: optional,
    errors: [400, 401, 404, 429],
    answer: {
      ...round,
      required: [...round.required, 'items'],
      properties: {
        ...round.properties,
        items: {
          type: 'array',
          items: {
            type: 'object',
            required: ['station', 'standing', 'outcome', 'links'],
            properties: {
              station: text,
              standing: { enum: [...roundStandings] },
              outcome: { type: 'string', description: 'The outcome of its visit, or why the round does not wait for it.' },
              links: { type: 'object', required: ['station'], properties: { station: text } },
            },
          },
        },
      },
    },
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
  410: 'Taken down by the operator, cancelled, or kept no more',
  412: 'Not any more as `If-Match` says',
  413: 'Too large',
  415: 'Not a format that is read',
  422: 'The document or address cannot be read; `trouble` says where and why',
  428: '`If-Match` is missing',
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
      parameters: [...inPath, ...queryParameters(operation.query), ...(operation.headers ?? []).map((header) => ({ ...header, in: 'header', schema: text }))],
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
