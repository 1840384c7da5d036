import { at, methods, operationsOf, resolved, type ApiDocument, type ApiOperation, type ApiResponse, type ApiSchema } from './api-document.js';

/**
 * The technical rules of the NL API Design Rules (protocols.md section 20) for an OpenAPI document, under the names that the
 * official linter gives them; those with `ndc:` are what we ask of our own beyond that. Spectral, which runs the official rules,
 * brings a package (@scarf/scarf) that reports each installation to a third party, so it is not among our dependencies.
 *
 * @see https://logius-standaarden.github.io/API-Design-Rules/
 */
export interface ApiRule {
  readonly name: string;
  /** The design rule that it belongs to. */
  readonly rule: string;
  /** Where the document breaks it. */
  readonly find: (document: ApiDocument) => Iterable<Path>;
}

export interface Finding {
  readonly name: string;
  readonly path: string;
}

type Path = readonly (string | number)[];

export function lint(document: ApiDocument, rules: readonly ApiRule[] = apiRules): readonly Finding[] {
  return rules.flatMap(({ name, find }) => [...new Set([...find(document)].map(written))].map((path) => ({ name, path })));
}

const semver = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[\dA-Za-z-]+(\.[\dA-Za-z-]+)*)?(\+[\dA-Za-z-]+(\.[\dA-Za-z-]+)*)?$/;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const camel = /^\$?[a-z][a-z\d]*([A-Z][a-z\d]*)*$/;
const ownDocument = /^\/openapi\.(json|yaml)$/;
const standardMethods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

export const apiRules: readonly ApiRule[] = [
  { name: 'nlgov:openapi3', rule: '/core/doc-openapi', find: ({ openapi }) => when(!/^3(\.\d+){1,2}$/.test(openapi ?? ''), ['openapi']) },
  { name: 'info-contact', rule: '/core/doc-openapi-contact', find: ({ info }) => when(info?.contact === undefined, ['info']) },
  {
    name: 'nlgov:info-contact-fields-exist',
    rule: '/core/doc-openapi-contact',
    find: ({ info: { contact } = {} }) => when(contact !== undefined && !['name', 'url', 'email'].every((name) => contact[name]), ['info', 'contact']),
  },
  { name: 'nlgov:semver', rule: '/core/semver', find: ({ info }) => when(!semver.test(info?.version ?? ''), ['info', 'version']) },
  { name: 'oas3-api-servers', rule: '/core/uri-version', find: ({ servers }) => when(servers === undefined || servers.length === 0, ['servers']) },
  {
    name: 'nlgov:include-major-version-in-uri',
    rule: '/core/uri-version',
    find: ({ servers = [] }) => servers.flatMap(({ url }, i) => when(!/\/v\d+(\/|$)/.test(url), ['servers', i, 'url'])),
  },
  {
    name: 'nlgov:servers-use-https',
    rule: '/core/transport/tls',
    find: ({ servers = [] }) => servers.flatMap(({ url }, i) => when(url.startsWith('http://'), ['servers', i, 'url'])),
  },
  {
    name: 'path-keys-no-trailing-slash',
    rule: '/core/no-trailing-slash',
    find: ({ paths }) => Object.keys(paths).flatMap((path) => when(path !== '/' && path.endsWith('/'), ['paths', path])),
  },
  {
    name: 'nlgov:paths-kebab-case',
    rule: '/core/path-segments-kebab-case',
    find: ({ paths }) => Object.keys(paths).flatMap((path) => when(!ownDocument.test(path) && !isKebab(path), ['paths', path])),
  },
  {
    name: 'nlgov:query-keys-camel-case',
    rule: '/core/query-keys-camel-case',
    find: (document) =>
      eachOperation(document, ({ parameters = [] }, path) =>
        parameters.flatMap((parameter, i) => when(parameter.in === 'query' && !camel.test(parameter.name), [...path, 'parameters', i, 'name'])),
      ),
  },
  {
    name: 'nlgov:http-methods',
    rule: '/core/http-methods',
    find: ({ paths }) =>
      Object.entries(paths).flatMap(([path, item]) =>
        Object.keys(item).flatMap((key) => when((methods as readonly string[]).includes(key) && !standardMethods.includes(key), ['paths', path, key])),
      ),
  },
  {
    name: 'nlgov:missing-header',
    rule: '/core/version-header',
    find: (document) => eachResponse(document, /^[23]/, ({ headers }, path) => when(headers === undefined, path)),
  },
  {
    name: 'nlgov:missing-version-header',
    rule: '/core/version-header',
    find: (document) => eachResponse(document, /^[23]/, ({ headers }, path) => when(headers !== undefined && !hasVersion(headers), [...path, 'headers'])),
  },
  {
    name: 'nlgov:use-problem-schema',
    rule: '/core/error-handling/problem-details',
    find: (document) =>
      eachResponse(document, /^[45]/, ({ content }, path) => when(content !== undefined && problemTypes(content).length === 0, [...path, 'content'])),
  },
  {
    name: 'nlgov:problem-schema-members',
    rule: '/core/error-handling/problem-details',
    find: (document) =>
      eachResponse(document, /^[45]/, ({ content = {} }, path) =>
        problemTypes(content).flatMap((type) => {
          const found = follow(document, content[type]?.schema ?? {}, [...path, 'content', type, 'schema']);
          const { properties } = found.part;
          return when(properties !== undefined && !['status', 'title', 'detail'].every((name) => name in properties), [...found.path, 'properties']);
        }),
      ),
  },
  {
    name: 'nlgov:problem-invalid-input',
    rule: '/core/error-handling/invalid-input',
    find: (document) =>
      eachOperation(document, ({ parameters = [], responses = {} }, path) =>
        when((parameters.length > 0 || !['get', 'delete'].includes(String(path[2]))) && responses['400'] === undefined, path),
      ),
  },
  {
    name: 'nlgov:date-time-ensure-timezone',
    rule: '/core/date-time/timezone',
    find: (document) => eachProperty(document, (_name, schema, path) => when(schema.format === 'date-time-local', [...path, 'format'])),
  },
  {
    name: 'nlgov:time-without-timezone',
    rule: '/core/date-time/format',
    find: (document) => eachProperty(document, (_name, schema, path) => when(schema.format === 'time', [...path, 'format'])),
  },
  {
    name: 'nlgov:specify-format-for-date-and-time',
    rule: '/core/date-time/format',
    find: (document) =>
      eachProperty(document, (name, schema, path) =>
        when(isDate(name) && ![schema, ...(schema.allOf ?? [])].some((part) => follow(document, part, path).part.format), path),
      ),
  },
  {
    name: 'nlgov:use-date-instead-of-datetime',
    rule: '/core/date-time/date-omit-time-portion',
    find: (document) =>
      eachProperty(document, (name, schema, path) =>
        !isDate(name)
          ? []
          : [{ part: schema, path }, ...(schema.allOf ?? []).map((part, i) => follow(document, part, [...path, 'allOf', i]))].flatMap((found) =>
              when(found.part.format === 'date-time', [...found.path, 'format']),
            ),
      ),
  },
  {
    name: 'ndc:openapi-is-published',
    rule: '/core/publish-openapi',
    find: ({ paths }) => {
      const item = paths['/openapi.json'];
      if (item === undefined) return [['paths']];
      const headers = Object.keys(item['get']?.responses?.['200']?.headers ?? {}).map((name) => name.toLowerCase());
      return [
        ...when(Object.keys(item).join() !== 'get', ['paths', '/openapi.json']),
        ...when(!headers.includes('access-control-allow-origin'), ['paths', '/openapi.json', 'get', 'responses', '200', 'headers']),
      ];
    },
  },
];

/** What we ask of our own document, so that others need nothing else to use the API. */
export const ownRules: readonly ApiRule[] = [
  {
    name: 'ndc:collections-are-plural',
    rule: '/core/naming-collections',
    find: ({ paths }) =>
      Object.keys(paths).flatMap((path) =>
        when(
          [...path.matchAll(/([^/]+)\/\{/g)].some(([, name = '']) => !/[^s]s$/.test(name)),
          ['paths', path],
        ),
      ),
  },
  {
    name: 'ndc:operations-are-named',
    rule: '/core/doc-openapi',
    find: (document) => {
      const ids = operationsOf(document).map(({ operation }) => operation.operationId);
      const tags = new Set(document.tags?.map(({ name }) => name));
      return eachOperation(document, ({ operationId, summary, tags: own = [] }, path) => [
        ...when(operationId === undefined || ids.filter((id) => id === operationId).length > 1, [...path, 'operationId']),
        ...when(summary === undefined || summary === '', [...path, 'summary']),
        ...when(own.length === 0 || !own.every((tag) => tags.has(tag)), [...path, 'tags']),
      ]);
    },
  },
  {
    name: 'ndc:security-is-declared',
    rule: '/core/doc-openapi',
    find: (document) => {
      const schemes = document.components?.securitySchemes ?? {};
      return eachOperation(document, ({ security = [], responses = {} }, path) => [
        ...when(!security.flatMap((scheme) => Object.keys(scheme)).every((name) => name in schemes), [...path, 'security']),
        ...when(security.length > 0 && responses['401'] === undefined, [...path, 'responses', '401']),
      ]);
    },
  },
  {
    name: 'ndc:parameters-are-explained',
    rule: '/core/doc-openapi',
    find: (document) =>
      eachOperation(document, ({ parameters = [] }, path) =>
        parameters.flatMap(({ description, example, schema }, i) =>
          when(description === undefined || example === undefined || schema === undefined, [...path, 'parameters', i]),
        ),
      ),
  },
  {
    name: 'ndc:bodies-have-examples',
    rule: '/core/doc-openapi',
    find: (document) =>
      eachOperation(document, ({ requestBody, responses = {} }, path) => [
        ...Object.entries(requestBody?.content ?? {}).flatMap(([type, { example, schema }]) =>
          when(example === undefined || schema === undefined, [...path, 'requestBody', 'content', type]),
        ),
        ...Object.entries(responses).flatMap(([status, response]) => {
          const found = follow(document, response, [...path, 'responses', status]);
          return Object.entries(found.part.content ?? {}).flatMap(([type, { example, schema }]) =>
            when(example === undefined || schema === undefined, [...found.path, 'content', type]),
          );
        }),
      ]),
  },
  {
    name: 'ndc:version-header-everywhere',
    rule: '/core/version-header',
    find: (document) => eachResponse(document, /./, ({ headers = {} }, path) => when(!hasVersion(headers), path)),
  },
  {
    name: 'ndc:headers-are-explained',
    rule: '/core/doc-openapi',
    find: (document) =>
      eachResponse(document, /./, ({ headers = {} }, path) =>
        Object.entries(headers).flatMap(([name, header]) => {
          const { description, schema, example } = resolved(document, header);
          return when(description === undefined || schema === undefined || example === undefined, [...path, 'headers', name]);
        }),
      ),
  },
  {
    name: 'ndc:failures-are-problems',
    rule: '/core/error-handling/problem-details',
    find: (document) =>
      eachOperation(document, ({ responses = {} }, path) => [
        ...when(responses['400'] === undefined, [...path, 'responses', '400']),
        ...when(responses['default'] === undefined, [...path, 'responses', 'default']),
        ...when(!Object.keys(responses).some((status) => /^2/.test(status)), [...path, 'responses']),
      ]),
  },
  {
    name: 'ndc:failures-have-content',
    rule: '/core/error-handling/problem-details',
    find: (document) => eachResponse(document, /^([45]|default)/, ({ content = {} }, path) => when(problemTypes(content).length === 0, path)),
  },
  {
    name: 'ndc:licence',
    rule: '/core/doc-openapi',
    find: ({ info }) => when(!info?.license?.['name'] || !info.license['identifier'], ['info', 'license']),
  },
];

function when(isBroken: boolean, path: Path): Path[] {
  return isBroken ? [path] : [];
}

/** As the official linter writes a place: `paths./datasets.get.responses[404]`. */
function written(path: Path): string {
  return path.reduce<string>((text, part) => (/^\d+$/.test(String(part)) ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${part}`), '');
}

/** A segment is words with hyphens, or a variable; the last may be an operation with an underscore before it. */
function isKebab(path: string): boolean {
  const segments = path.replace(/^\/|\/$/g, '').split('/');
  return (
    path === '/' || segments.every((segment, i) => /^\{[^}]+\}$/.test(segment) || kebab.test(i === segments.length - 1 ? segment.replace(/^_/, '') : segment))
  );
}

function isDate(name: string): boolean {
  return /^(date|datum)$/.test(name) || /\w(D|_[dD])(ate|atum)/.test(name) || /_[dD](ate|atum)/.test(name);
}

function hasVersion(headers: object): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'api-version');
}

function problemTypes(content: NonNullable<ApiResponse['content']>): string[] {
  return Object.keys(content).filter((type) => /^application\/problem\+(json|xml)$/.test(type));
}

function eachOperation(document: ApiDocument, find: (operation: ApiOperation, path: Path) => Path[]): Path[] {
  return operationsOf(document).flatMap(({ path, method, operation }) => find(operation, ['paths', path, method]));
}

function eachResponse(document: ApiDocument, statuses: RegExp, find: (response: ApiResponse, path: Path) => Path[]): Path[] {
  return eachOperation(document, ({ responses = {} }, path) =>
    Object.entries(responses)
      .filter(([status]) => statuses.test(status))
      .flatMap(([status, response]) => {
        const found = follow(document, response, [...path, 'responses', status]);
        return find(found.part, found.path);
      }),
  );
}

/** Every property of every schema, wherever it stands. */
function eachProperty(document: ApiDocument, find: (name: string, schema: ApiSchema, path: Path) => Path[]): Path[] {
  const walk = (part: unknown, path: Path): Path[] => {
    if (typeof part !== 'object' || part === null) return [];
    return Object.entries(part as Readonly<Record<string, unknown>>).flatMap(([key, value]) => {
      if (key === 'example' || key === 'examples') return [];
      const own =
        key === 'properties' && typeof value === 'object' && value !== null
          ? Object.entries(value as Readonly<Record<string, ApiSchema>>).flatMap(([name, schema]) => find(name, schema, [...path, key, name]))
          : [];
      return [...own, ...walk(value, [...path, key])];
    });
  };
  return walk(document, []);
}

/** What a reference leads to, and where that is. */
function follow<T extends { readonly $ref?: string }>(document: ApiDocument, part: T, path: Path): { readonly part: T; readonly path: Path } {
  if (part.$ref === undefined) return { part, path };
  const keys = part.$ref
    .slice(2)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return follow(document, at(document, part.$ref.slice(1)) as T, keys);
}
