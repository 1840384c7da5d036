/** What parameters are called by, and an example of each, for the OpenAPI document. */

import { z } from 'zod';
import type { Operation } from './openapi-operation.js';
import type { facetNames } from '../ports/search-index.js';

interface PathParameter {
  readonly description: string;
  readonly schema: object;
  readonly example: string | number;
}

const number = { type: 'integer', minimum: 1 };
const key = { type: 'string' };

/** By what the path begins with: an id is not the same everywhere. */
const pathParameters: Readonly<Record<string, PathParameter>> = {
  'datasets.id': { description: 'Id of a record, or its IRI percent-encoded.', schema: key, example: 'fs5nuhidmig3px6h' },
  'datasets.n': { description: 'Number of a version, from 1.', schema: number, example: 1 },
  'stations.id': { description: 'Id of a station.', schema: key, example: 'umc-voorbeeld' },
  'stations.run': { description: 'Number of a run of the station.', schema: number, example: 42 },
  'rounds.id': { description: 'Number of a round.', schema: number, example: 7 },
  'profiles.id': { description: 'Id of a profile.', schema: key, example: 'healthdcat-ap-r8' },
  'validations.job': { description: 'Id of a validation, as its `Location` has it.', schema: key, example: '0f8fad5bd9cb469fa16570867728950e' },
  'federation.id': { description: 'Id of a record.', schema: key, example: 'fs5nuhidmig3px6h' },
  'central-ids.id': { description: 'Identifier that the central platform gave.', schema: key, example: 'EU-DS-1A2B3C4D' },
  'deeds.deed': { description: 'Id of a deed that waits, as its `Location` has it.', schema: key, example: '7c9e6679f4254e2abb3f6f2d9f1c0a11' },
};

const facets: Readonly<Record<(typeof facetNames)[number], readonly [what: string, example: string]>> = {
  access: ['access rights', 'RESTRICTED'],
  category: ['category of electronic health data (EHDS, article 51)', 'RQSH'],
  healthTheme: ['health theme', 'NONCOMMUNICABLE_DISEASES'],
  theme: ['theme', 'HEAL'],
  publisher: ['publisher', 'umc-voorbeeld'],
  holder: ['health data holder', 'umc-voorbeeld'],
  hdab: ['health data access body', 'hdab'],
  station: ['station that it comes from', 'umc-voorbeeld'],
  trusted: ['whether the holder is trusted', 'yes'],
  type: ['type of dataset', 'SYNTHETIC_DATA'],
  personal: ['whether there are personal data in it', 'personal'],
  individuals: ['number of individuals', 'over-1m'],
  age: ['age group', 'adult'],
  region: ['region', 'NLD'],
  coding: ['coding system', 'ICD-10'],
  standard: ['standard', 'FHIR'],
  language: ['language', 'NLD'],
  format: ['file format', 'CSV'],
  hasVariables: ['whether variables are described', 'yes'],
  sample: ['whether there is a sample', 'yes'],
  label: ['data-quality label', 'verified'],
  status: ['state', 'current'],
};

/** By name; what differs from operation to operation has the operation before it. */
const examples: Readonly<Record<string, unknown>> = {
  q: 'diabetes',
  expand: true,
  explain: false,
  undated: false,
  sort: 'modified',
  page: 1,
  cursor: '*',
  pageSize: 20,
  lang: 'en',
  fields: 'id,title,station',
  asOf: '2026-01-01',
  profile: 'healthdcat-ap-r8',
  station: 'umc-voorbeeld',
  dataset: 'fs5nuhidmig3px6h',
  format: 'json',
  limit: 100,
  complete: true,
  dryRun: true,
  subject: 'https://holder.example/dataset/1',
  action: 'run.released',
  target: '42',
  since: '2026-01-01T00:00:00Z',
  before: 1200,
  'searchDatasets.from': 2015,
  'searchDatasets.to': 2024,
  'listUsage.from': '2026-01-01',
  'listUsage.to': '2026-06-30',
  'listUsage.by': 'dataset',
  'listMissedTerms.from': '2026-01',
  'listMissedTerms.to': '2026-06',
  'listAudit.by': 'the-operator',
  'resolve.id': 'http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort',
  standing: 'blocked',
  after: 'fs5nuhidmig3px6h',
  'getSelection.id': ['fs5nuhidmig3px6h'],
};

export function pathParametersOf({ path, id }: Operation): object[] {
  const [, first = ''] = path.split('/');
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const known = pathParameters[`${first}.${name}`];
    if (known === undefined) throw new Error(`The parameter "${name}" of ${id} has no description.`);
    return { name, in: 'path', required: true, ...known };
  });
}

interface OwnSchema {
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly anyOf?: readonly { readonly type?: string; readonly maxItems?: number }[];
  readonly format?: string;
  readonly pattern?: string;
  readonly maximum?: number;
}

export function queryParametersOf({ query, id }: Operation): object[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, OwnSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...own }]) => {
    const list = own.anyOf?.find(({ type }) => type === 'array');
    const facet = list === undefined || !Object.hasOwn(facets, name) ? undefined : facets[name as keyof typeof facets];
    return {
      name,
      in: 'query',
      required: required.includes(name),
      description: description ?? (facet === undefined ? undefined : `Facet: ${facet[0]}. May be repeated; any of the values will do.`),
      ...(list === undefined ? {} : { style: 'form', explode: true }),
      schema: list === undefined ? plain(own) : list,
      example: facet === undefined ? (examples[`${id}.${name}`] ?? examples[name]) : [facet[1]],
    };
  });
}

/** Without what says no more than the format, or than that a number is one. */
function plain({ pattern, maximum, ...own }: OwnSchema): object {
  if (own.enum?.join() === 'true,false') return { type: 'boolean', ...(own.default === undefined ? {} : { default: own.default === 'true' }) };
  return {
    ...own,
    ...(pattern === undefined || own.format !== undefined ? {} : { pattern }),
    ...(maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? {} : { maximum }),
  };
}

const headerExamples: Readonly<Record<string, string>> = { 'If-Match': '"b0VqUkR0RmY2dWJ1c2pTbzE4aXc"', Prefer: 'respond-async' };

export function headerParametersOf({ headers = [], method }: Operation): object[] {
  const own = headers.map((header) => ({ ...header, in: 'header', schema: { type: 'string' }, example: headerExamples[header.name] ?? '*' }));
  const conditional = {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'The `ETag` of an answer that you still have: 304 when it is the same.',
    schema: { type: 'string' },
    example: '"b0VqUkR0RmY2dWJ1c2pTbzE4aXc"',
  };
  return method === 'get' ? [...own, conditional] : own;
}
