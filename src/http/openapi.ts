import { z } from 'zod';
import { languageParameters, noParameters, resolveParameters, searchParameters, suggestionParameters, validationParameters } from './schemas/api.js';

interface Operation {
  readonly path: string;
  readonly method: 'get' | 'post';
  readonly id: string;
  readonly summary: string;
  readonly query: z.ZodObject;
  readonly answer: object;
  readonly errors: readonly number[];
  readonly body?: object;
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
const run = {
  type: 'object',
  required: ['run', 'station'],
  properties: {
    run: whole,
    station: text,
    outcome: { type: ['string', 'null'] },
    added: whole,
    updated: whole,
    unchanged: whole,
    withdrawn: whole,
    held: whole,
  },
};
const result = {
  type: 'object',
  required: ['severity', 'dataset', 'focusNode', 'message'],
  properties: {
    severity: { enum: ['violation', 'warning', 'info'] },
    dataset: text,
    focusNode: text,
    path: { type: ['string', 'null'] },
    component: text,
    sourceShape: text,
    value: { type: ['string', 'null'] },
    message: languageMap,
    line: { type: ['integer', 'null'] },
    fix: { type: ['object', 'null'] },
  },
};

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
  { path: '/datasets/{id}', method: 'get', id: 'getDataset', summary: 'One record', query: languageParameters, errors: [400, 404, 410], answer: record },
  {
    path: '/datasets/{id}/versions',
    method: 'get',
    id: 'listVersions',
    summary: 'Published versions of a record',
    query: noParameters,
    errors: [404, 410],
    answer: listOf({ type: 'object' }),
  },
  {
    path: '/datasets/{id}/versions/{n}',
    method: 'get',
    id: 'getVersion',
    summary: 'One published version, with the fields it changed',
    query: noParameters,
    errors: [404, 410],
    answer: { type: 'object' },
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
    errors: [400],
    answer: listOf({ type: 'object', required: ['id', 'state'], properties: { id: text, state: text, datasets: whole } }),
  },
  {
    path: '/stations/{id}',
    method: 'get',
    id: 'getStation',
    summary: 'One station',
    query: noParameters,
    errors: [404],
    answer: { type: 'object', required: ['id'], properties: { id: text } },
  },
  {
    path: '/stations/{id}/runs',
    method: 'get',
    id: 'listRuns',
    summary: 'Harvest runs of a station, newest first',
    query: noParameters,
    errors: [404],
    answer: listOf(run),
  },
  {
    path: '/stations/{id}/runs/{run}',
    method: 'get',
    id: 'getRun',
    summary: 'One harvest run with stages, issues and items',
    query: noParameters,
    errors: [404],
    answer: run,
  },
  {
    path: '/profiles',
    method: 'get',
    id: 'listProfiles',
    summary: 'Installed validation profiles',
    query: noParameters,
    errors: [400],
    answer: listOf({ type: 'object', required: ['id'], properties: { id: text } }),
  },
  {
    path: '/validations',
    method: 'post',
    id: 'validate',
    summary: 'Validate descriptions before publishing',
    query: validationParameters,
    errors: [400, 413, 415, 422],
    body: {
      required: true,
      content: {
        'text/turtle': { schema: text },
        'application/ld+json': { schema: { type: 'object' } },
        'application/rdf+xml': { schema: text },
        'application/n-quads': { schema: text },
        'application/json': { schema: { type: 'object', properties: { url: { type: 'string', format: 'uri' } } } },
      },
    },
    answer: {
      type: 'object',
      required: ['profile', 'conforms', 'publishable', 'verdicts', 'datasets', 'results'],
      properties: {
        profile: { type: ['string', 'null'] },
        conforms: { type: 'boolean' },
        publishable: { type: 'boolean' },
        verdicts: { type: 'object' },
        datasets: { type: 'array', items: { type: 'object' } },
        results: { type: 'array', items: result },
      },
    },
  },
];

const errorNames: Readonly<Record<number, string>> = {
  400: 'A parameter is wrong; all mistakes are listed',
  404: 'Nothing public is known under this id',
  410: 'Taken down by the operator',
  413: 'Too large',
  415: 'Not a format that is read',
  422: 'The document or address cannot be read',
};

/** The OpenAPI 3.1 document, made from the schemas that check the requests (API-8). */
export function openApi(baseUrl: string, version: string, contactEmail: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
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
      parameters: [...inPath, ...queryParameters(operation.query)],
      ...(operation.body === undefined ? {} : { requestBody: operation.body }),
      responses: {
        '200': { description: 'The answer', headers: { 'API-Version': { schema: text } }, content: { 'application/json': { schema: operation.answer } } },
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
      schemas: {
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
            errors: { type: 'array', items: { type: 'object', properties: { in: text, location: text, code: text, detail: text } } },
          },
        },
      },
    },
  };
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
