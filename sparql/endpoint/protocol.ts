import type { Request } from 'express';
import { RequestError } from '../../src/domain/errors.js';
import { bestType } from '../../src/domain/media-types.js';
import { isValidIri } from '../../src/rdf/iri.js';
import { maxQueryLength, usesService } from '../../src/rdf/query-form.js';

/** A query with its dataset, taken from any of the three request forms of SPARQL 1.1 Protocol section 2.1. */
export interface ProtocolRequest {
  readonly query: string;
  readonly defaultGraphs: readonly string[];
  readonly namedGraphs: readonly string[];
  readonly format: string | null;
  /** `guard=off`: to be tried even where it looks too costly; operators may say so. */
  readonly isUnguarded: boolean;
}

/** @throws RequestError for what SPE-2 lists, each with its own status */
export function readProtocolRequest(request: Request, body: string): ProtocolRequest | null {
  const url = new URL(request.originalUrl, 'http://local.invalid');
  if (request.method === 'GET' || request.method === 'HEAD') return fromParameters(url.searchParams);
  const contentType = request.get('content-type');
  if (contentType === undefined)
    throw new RequestError('request/unsupported-media-type', 'A POST needs a Content-Type: application/x-www-form-urlencoded or application/sparql-query.');
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1];
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') throw new RequestError('request/unsupported-media-type', 'Queries are UTF-8.');
  const type = contentType.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') {
    const form = new URLSearchParams(body);
    if (url.searchParams.has('query')) throw new RequestError('request/bad-query', 'The query stands in the body; the address may not carry another one.');
    const found = fromParameters(form);
    if (found === null) throw missing();
    return found;
  }
  if (type === 'application/sparql-query') {
    if (url.searchParams.has('query')) throw new RequestError('request/bad-query', 'The query stands in the body; the address may not carry another one.');
    return { ...dataset(url.searchParams), query: checked(body) };
  }
  if (type === 'application/sparql-update') throw new RequestError('request/query-forbidden', 'The endpoint answers queries only; updates are not accepted.');
  throw new RequestError(
    'request/unsupported-media-type',
    `A query cannot be sent as ${String(type)}; use application/x-www-form-urlencoded or application/sparql-query.`,
  );
}

function fromParameters(parameters: URLSearchParams): ProtocolRequest | null {
  if (parameters.has('update')) throw new RequestError('request/query-forbidden', 'The endpoint answers queries only; updates are not accepted.');
  const queries = parameters.getAll('query');
  if (queries.length > 1) throw new RequestError('request/bad-query', 'The request carries more than one query.');
  const query = queries[0];
  return query === undefined ? null : { ...dataset(parameters), query: checked(query) };
}

function dataset(parameters: URLSearchParams): Omit<ProtocolRequest, 'query'> {
  const graphs = (name: string): readonly string[] => {
    const iris = [...new Set(parameters.getAll(name))];
    const wrong = iris.find((iri) => !isValidIri(iri));
    if (wrong !== undefined) throw new RequestError('request/bad-parameter', `"${name}" is not an absolute IRI: ${JSON.stringify(wrong.slice(0, 200))}.`);
    return iris;
  };
  if (parameters.getAll('format').length > 1) throw new RequestError('request/bad-parameter', '"format" is given more than once.');
  const guard = parameters.get('guard');
  if (guard !== null && guard !== 'off') throw new RequestError('request/bad-parameter', '"guard" can only be "off", and only for operators.');
  return {
    defaultGraphs: graphs('default-graph-uri'),
    namedGraphs: graphs('named-graph-uri'),
    format: parameters.get('format'),
    isUnguarded: guard === 'off',
  };
}

function checked(query: string): string {
  if (query.trim() === '') throw missing();
  if (query.length > maxQueryLength) throw new RequestError('request/too-large', `The query is longer than ${String(maxQueryLength)} characters.`);
  if (usesService(query))
    throw new RequestError(
      'request/query-forbidden',
      'The endpoint asks no other endpoints: SERVICE is not answered here. Ask each endpoint for its own part, or let a client of yours join them.',
    );
  return query;
}

function missing(): RequestError {
  return new RequestError('request/bad-query', 'The request carries no query.');
}

const bindings = [
  'application/sparql-results+json',
  'application/sparql-results+xml',
  'text/csv',
  'text/tab-separated-values',
  'application/json',
  'application/xml',
  'text/xml',
];
const graphs = ['text/turtle', 'application/n-triples', 'application/rdf+xml', 'application/ld+json', 'application/n-quads', 'application/trig'];

/** Served under a plain type, but written as its specific one (SPE-3). */
const written: Readonly<Record<string, string>> = {
  'application/json': 'application/sparql-results+json',
  'application/xml': 'application/sparql-results+xml',
  'text/xml': 'application/sparql-results+xml',
};
const short: Readonly<Record<string, string>> = {
  json: 'application/sparql-results+json',
  xml: 'application/sparql-results+xml',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  turtle: 'text/turtle',
  ttl: 'text/turtle',
  nt: 'application/n-triples',
  rdf: 'application/rdf+xml',
  jsonld: 'application/ld+json',
};

export interface NegotiatedFormat {
  /** What the engine writes. */
  readonly engine: string;
  /** What the answer is called. */
  readonly contentType: string;
}

/** @throws RequestError `request/not-acceptable` */
export function negotiate(form: 'SELECT' | 'ASK' | 'CONSTRUCT' | 'DESCRIBE', accept: string | undefined, format: string | null): NegotiatedFormat {
  const offered =
    form === 'SELECT' ? bindings : form === 'ASK' ? bindings.filter((type) => type !== 'text/csv' && type !== 'text/tab-separated-values') : graphs;
  const asked = format === null ? accept : Object.hasOwn(short, format.toLowerCase()) ? short[format.toLowerCase()] : format;
  const type = bestType(asked, offered);
  if (type === undefined) throw new RequestError('request/not-acceptable', `${form} answers are available as ${offered.join(', ')}.`);
  const engine = written[type] ?? type;
  const suffix = type === 'text/csv' ? '; charset=utf-8; header=present' : /^text\//.test(type) ? '; charset=utf-8' : '';
  return { engine, contentType: type + suffix };
}
