import { z } from 'zod';
import { reportSchema } from '../report/json-schema.js';
import { apiVersion } from './api-version.js';
import { languageMap, text, trouble } from './openapi-basics.js';
import { auditPage, confirmed, deed, pushState, pushed, runSchema, standing } from './openapi-deed-schemas.js';
import { descriptionSchema, entrySchema, record, resolved, storedReport, versionSchema } from './openapi-record-schemas.js';
import { heldRecord, job, profile, round, rule, station, stationState } from './openapi-schemas.js';
import { facetValue, handoverItem, hit, searchPage, suggestions } from './openapi-search-schemas.js';
import { deedOperations, securitySchemes } from './openapi-deeds.js';
import { euLine, euRecord, euSummary, federationOperations } from './openapi-federation.js';
import { problem, problemComponents, problemResponses } from './openapi-errors.js';
import { answerExamples, textExamples } from './openapi-examples.js';
import type { Operation } from './openapi-operation.js';
import { headerParametersOf, pathParametersOf, queryParametersOf } from './openapi-parameters.js';
import { quality, stationQuality } from './openapi-quality.js';
import { readingOperations } from './openapi.js';

/** Schemas with a name of their own; wherever one of them stands, a reference to it is written. */
const named: ReadonlyMap<object, string> = new Map<object, string>([
  [problem, 'Problem'],
  [trouble, 'Trouble'],
  [languageMap, 'LanguageMap'],
  [searchPage, 'SearchPage'],
  [hit, 'SearchHit'],
  [facetValue, 'FacetValue'],
  [record, 'Record'],
  [descriptionSchema, 'Description'],
  [versionSchema, 'Version'],
  [entrySchema, 'HistoryEntry'],
  [storedReport, 'StoredReport'],
  [quality, 'Quality'],
  [stationQuality, 'StationQuality'],
  [resolved, 'Resolved'],
  [handoverItem, 'HandoverItem'],
  [suggestions, 'Suggestions'],
  [station, 'Station'],
  [stationState, 'StationState'],
  [heldRecord, 'HeldRecord'],
  [runSchema, 'Run'],
  [round, 'Round'],
  [profile, 'Profile'],
  [rule, 'Rule'],
  [job, 'ValidationJob'],
  [deed, 'Deed'],
  [pushed, 'Pushed'],
  [pushState, 'PushState'],
  [standing, 'Standing'],
  [confirmed, 'Confirmed'],
  [auditPage, 'AuditPage'],
  [euSummary, 'EuSummary'],
  [euLine, 'EuLine'],
  [euRecord, 'EuRecord'],
]);

const tags: Readonly<Record<string, string>> = {
  datasets: 'Search, and records with their versions, reports and quality.',
  resolve: 'What became of an id.',
  selections: 'Lists of datasets as they are handed over.',
  suggestions: 'While typing.',
  stations: 'Where descriptions come from: states, runs, and what stations and operators tell.',
  rounds: 'Harvest rounds.',
  profiles: 'Validation profiles and their rules.',
  validations: 'Judging a document before it is published.',
  deeds: 'What operators asked for and is waiting.',
  audit: 'Who did what.',
  usage: 'How the catalogue is used.',
  federation: 'How datasets stand with the EU catalogue.',
  'central-ids': 'What identifiers of the central platform stand for.',
  openapi: 'The API itself.',
};

const headers: Readonly<Record<string, { readonly description: string; readonly schema: object; readonly example: string | number }>> = {
  'API-Version': { description: 'Version of the API, in full.', schema: text, example: apiVersion },
  'Access-Control-Allow-Origin': { description: 'Pages of any site may read it.', schema: { const: '*' }, example: '*' },
  ETag: {
    description: 'Of this representation, strong: for `If-None-Match`, and for `If-Match` of a deed.',
    schema: text,
    example: '"b0VqUkR0RmY2dWJ1c2pTbzE4aXc"',
  },
  Link: {
    description: 'Where it goes on, and what belongs to it (RFC 8288).',
    schema: text,
    example: '<https://catalogue.example/api/v1/datasets?page=2>; rel="next"',
  },
  Location: {
    description: 'Where to ask how it goes.',
    schema: { type: 'string', format: 'uri' },
    example: 'https://catalogue.example/api/v1/stations/umc-voorbeeld/runs/42',
  },
  'Retry-After': { description: 'Seconds after which to ask again.', schema: { type: 'integer', minimum: 0 }, example: 5 },
  'WWW-Authenticate': {
    description: 'Which credentials are taken.',
    schema: text,
    example: 'Basic realm="operators", charset="UTF-8", Bearer realm="operators"',
  },
};

/** Every operation of the API, also those that tell of it. */
export const apiOperations: readonly Operation[] = [...readingOperations, ...deedOperations, ...federationOperations];

/** The OpenAPI 3.1 document, made from the schemas that check the requests (API-8). */
export function openApi(baseUrl: string, version: string, contactEmail: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of apiOperations) (paths[operation.path] ??= {})[operation.method] = described(operation);
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'National dataset catalogue',
      version: apiVersion,
      description: `Search, read and validate descriptions of health datasets. Served by ndc ${version}.`,
      contact: { name: 'Catalogue desk', url: `${baseUrl}/en/about`, email: contactEmail },
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: `${baseUrl}/api/v1`, description: 'This catalogue.' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes,
      headers,
      responses: { NotModified: { description: 'As you have it', headers: headersOf(['ETag']) }, ...problemComponents(headersOf) },
      schemas: schemas(),
    },
  };
  return JSON.parse(JSON.stringify(document).replaceAll(exampleBase, baseUrl)) as object;
}

/** In the place of the address of the catalogue, in examples. */
const exampleBase = 'https://catalogue.example';

function schemas(): object {
  const own = Object.fromEntries([...named].map(([schema, name]) => [name, mapped(schema, referenced)]));
  return { ...own, Report: reportSchemaObject() };
}

function described(operation: Operation): object {
  const { id, summary, method, security, body } = operation;
  return {
    operationId: id,
    summary,
    tags: [tagOf(operation)],
    ...(security === undefined ? {} : { security: security.map((name) => (name === '' ? {} : { [name]: [] })) }),
    parameters: [...pathParametersOf(operation), ...queryParametersOf(operation), ...headerParametersOf(operation)],
    ...(body === undefined ? {} : { requestBody: referenced(body) }),
    responses: {
      ...answers(operation),
      ...(method === 'get' ? { '304': { $ref: '#/components/responses/NotModified' } } : {}),
      ...problemResponses([...new Set([400, ...operation.errors])].sort()),
    },
  };
}

function tagOf({ path }: Operation): string {
  const [, first = ''] = path.split(/[/.]/);
  if (tags[first] === undefined) throw new Error(`The paths below "${first}" have no tag.`);
  return first;
}

function answers(operation: Operation): object {
  const { id, method, answer, type = 'application/json', alsoAs = [], others = {}, answerHeaders = [] } = operation;
  const example = (status: string): object => {
    const known = answerExamples[`${id}.${status}`] ?? answerExamples[id];
    return known === undefined ? {} : { example: known };
  };
  const content = (schema: object, status: string, more: readonly string[]): object =>
    Object.fromEntries<object>([
      [type, { schema: referenced(schema), ...example(status) }],
      ...more
        .filter((other) => other !== type)
        .map((other) => [other, { schema: text, example: textExamples[`${id} ${other}`] ?? textExamples[other] }] as const),
    ]);
  return {
    ...(answer === null
      ? {}
      : {
          '200': {
            description: 'The answer',
            headers: headersOf([...(method === 'get' ? ['ETag'] : []), ...answerHeaders]),
            content: content(answer, '200', alsoAs),
          },
        }),
    ...Object.fromEntries(
      Object.entries(others).map(([status, other]) => [
        status,
        {
          description: other.description,
          headers: headersOf(other.headers ?? []),
          ...(other.schema === undefined ? {} : { content: content(other.schema, status, []) }),
        },
      ]),
    ),
  };
}

function headersOf(names: readonly string[]): object {
  return Object.fromEntries(['API-Version', 'Access-Control-Allow-Origin', ...names].map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** The same with references in the place of what has a name. */
function referenced(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const name = named.get(value);
  return name === undefined ? typed(mapped(value, referenced)) : { $ref: `#/components/schemas/${name}` };
}

/** A list of values says of which types they are: those who make code from it need that. */
function typed(schema: object): object {
  if (!('enum' in schema) || 'type' in schema || !Array.isArray(schema.enum)) return schema;
  const types = [...new Set(schema.enum.map((value) => (value === null ? 'null' : typeof value)))];
  return { type: types.length === 1 ? types[0] : types, ...schema };
}

function mapped(value: object, by: (part: unknown) => unknown): object {
  if (Array.isArray(value)) return value.map(by);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, by(part)]));
}

/** The report's own schema, which the command line prints too. */
function reportSchemaObject(): object {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(reportSchema, { target: 'draft-2020-12' }) as Readonly<Record<string, unknown>>;
  return schema;
}
