import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { clientTypes, typesFile } from '../../client/types.js';
import { packageRoot } from '../../src/assets.js';
import { apiVersion } from '../../src/http/api-version.js';
import { openApi } from '../../src/http/openapi-document.js';
import { at, operationsOf, resolved, type ApiDocument, type ApiMedia, type ApiSchema } from '../support/api-document.js';
import { apiRules, lint, ownRules, type ApiRule } from '../support/api-rules.js';
import { openTestServer, type TestServer } from '../support/server.js';

const own = (): ApiDocument => openApi('https://catalogue.example', '1', 'desk@catalogue.example') as ApiDocument;
const allRules = [...apiRules, ...ownRules];

const cases = join(packageRoot, '..', 'shared', 'corpus-protocols', 'api-design-rules');
const present = existsSync(cases);
if (!present) console.log('official cases of the API Design Rules skipped: ../shared/corpus-protocols/api-design-rules is not there');

describe.skipIf(!present)('our linter on the official cases of the NL API Design Rules', () => {
  const names = present
    ? readdirSync(cases, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];

  it.each(names)('%s: finds what they say, and nothing else', (name) => {
    const document = JSON.parse(readFileSync(join(cases, name, 'openapi.json'), 'utf8')) as ApiDocument;
    const expected = readFileSync(join(cases, name, 'expected-output.txt'), 'utf8');
    // Line and column, level, name of the rule, message, and the place, at least two spaces apart.
    const rows = [...expected.matchAll(/^ +\d+:\d+ +error +(\S+) +(.*\S) {2,}(\S+)$/gm)].map(([, rule, , path]) => `${rule ?? ''} ${path ?? ''}`);
    expect(rows.length).toBe(Number(/(\d+) errors?/.exec(expected)?.[1] ?? 0));
    expect(
      lint(document)
        .map((finding) => `${finding.name} ${finding.path}`)
        .sort(),
    ).toEqual(rows.sort());
  });

  it('are all there', () => {
    expect(names.length).toBeGreaterThanOrEqual(10);
  });
});

/** Faults as somebody would make them, each with the rule that must find it. */
type Loose = Record<string, never>;
const faults: readonly (readonly [rule: string, fault: (document: Loose) => unknown])[] = [
  ['nlgov:openapi3', (document) => set(document, '/openapi', '2.0')],
  ['info-contact', (document) => drop(document, '/info/contact')],
  ['nlgov:info-contact-fields-exist', (document) => drop(document, '/info/contact/email')],
  ['nlgov:semver', (document) => set(document, '/info/version', 'v1')],
  ['oas3-api-servers', (document) => set(document, '/servers', [])],
  ['nlgov:include-major-version-in-uri', (document) => set(document, '/servers/0/url', 'https://catalogue.example/api')],
  ['nlgov:servers-use-https', (document) => set(document, '/servers/0/url', 'http://catalogue.example/api/v1')],
  ['path-keys-no-trailing-slash', (document) => rename(document, '/rounds', '/rounds/')],
  ['nlgov:paths-kebab-case', (document) => rename(document, '/usage/missed-terms', '/usage/missedTerms')],
  ['nlgov:query-keys-camel-case', (document) => set(document, '/paths/~1resolve/get/parameters/0/name', 'record_id')],
  ['nlgov:http-methods', (document) => set(document, '/paths/~1resolve/trace', at(document, '/paths/~1resolve/get'))],
  ['nlgov:missing-header', (document) => drop(document, '/paths/~1rounds/get/responses/200/headers')],
  ['nlgov:missing-version-header', (document) => drop(document, '/paths/~1rounds/get/responses/200/headers/API-Version')],
  ['nlgov:use-problem-schema', (document) => set(document, '/components/responses/NotFound/content', { 'application/json': { schema: {}, example: {} } })],
  ['nlgov:problem-schema-members', (document) => drop(document, '/components/schemas/Problem/properties/detail')],
  ['nlgov:problem-invalid-input', (document) => drop(document, '/paths/~1resolve/get/responses/400')],
  ['nlgov:date-time-ensure-timezone', (document) => set(document, '/components/schemas/Round/properties/startedAt/format', 'date-time-local')],
  ['nlgov:time-without-timezone', (document) => set(document, '/components/schemas/Round/properties/startedAt/format', 'time')],
  ['nlgov:specify-format-for-date-and-time', (document) => set(document, '/components/schemas/Round/properties/startDate', { type: 'string' })],
  ['nlgov:use-date-instead-of-datetime', (document) => set(document, '/components/schemas/Round/properties/date', { type: 'string', format: 'date-time' })],
  ['ndc:openapi-is-published', (document) => rename(document, '/openapi.json', '/description')],
  ['ndc:openapi-is-published', (document) => drop(document, '/paths/~1openapi.json/get/responses/200/headers/Access-Control-Allow-Origin')],
  ['ndc:collections-are-plural', (document) => rename(document, '/profiles/{id}', '/profile/{id}')],
  ['ndc:operations-are-named', (document) => set(document, '/paths/~1resolve/get/operationId', 'suggest')],
  ['ndc:operations-are-named', (document) => set(document, '/paths/~1resolve/get/tags', ['nothing'])],
  ['ndc:security-is-declared', (document) => drop(document, '/components/securitySchemes/stationToken')],
  ['ndc:parameters-are-explained', (document) => drop(document, '/paths/~1resolve/get/parameters/0/example')],
  ['ndc:bodies-have-examples', (document) => drop(document, '/paths/~1validations/post/requestBody/content/text~1turtle/example')],
  ['ndc:bodies-have-examples', (document) => drop(document, '/paths/~1resolve/get/responses/200/content/application~1json/example')],
  ['ndc:bodies-have-examples', (document) => drop(document, '/components/responses/NotFound/content/application~1problem+json/example')],
  ['ndc:version-header-everywhere', (document) => drop(document, '/components/responses/NotFound/headers/API-Version')],
  ['ndc:headers-are-explained', (document) => drop(document, '/components/headers/ETag/description')],
  ['ndc:failures-are-problems', (document) => drop(document, '/paths/~1rounds/get/responses/default')],
  ['ndc:failures-have-content', (document) => drop(document, '/components/responses/NotFound/content')],
  ['ndc:licence', (document) => drop(document, '/info/license')],
];

function holderOf(document: object, pointer: string): readonly [Record<string, unknown>, string] {
  const cut = pointer.lastIndexOf('/');
  const holder = at(document, pointer.slice(0, cut)) as Record<string, unknown> | undefined;
  if (holder === undefined) throw new Error(`Nothing at ${pointer}.`);
  return [holder, pointer.slice(cut + 1).replaceAll('~1', '/')];
}

function set(document: object, pointer: string, value: unknown): void {
  const [holder, key] = holderOf(document, pointer);
  holder[key] = value;
}

function drop(document: object, pointer: string): void {
  const [holder, key] = holderOf(document, pointer);
  if (!(key in holder)) throw new Error(`Nothing at ${pointer}.`);
  Reflect.deleteProperty(holder, key);
}

function rename(document: object, from: string, to: string): void {
  const paths = at(document, '/paths') as Record<string, unknown>;
  if (paths[from] === undefined) throw new Error(`There is no ${from}.`);
  paths[to] = paths[from];
  Reflect.deleteProperty(paths, from);
}

/** What the rules find in our own document and we leave as it is, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'nlgov:specify-format-for-date-and-time components.schemas.Record.properties.enriched.items.properties.date':
    'a day or an instant, as whoever stated it wrote it: no format is both',
};

describe('our own document', () => {
  it('keeps to the NL API Design Rules, and to what we ask beyond them', () => {
    const found = lint(own(), allRules).map(({ name, path }) => `${name} ${path}`);
    expect(found.sort()).toEqual(Object.keys(exceptions).sort());
  });

  it.each(faults)('would be found out: %s', (name, fault) => {
    const document = JSON.parse(JSON.stringify(own())) as Loose;
    fault(document);
    expect(lint(document as unknown as ApiDocument, allRules).map((finding) => finding.name)).toContain(name);
  });

  it('is the ground on which every rule was tried', () => {
    expect([...new Set(faults.map(([name]) => name))].sort()).toEqual(allRules.map(({ name }) => name).sort());
  });

  it('has examples that are as their schemas say', () => {
    const document = own();
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    formats.default(ajv);
    ajv.addSchema(document, 'api');
    const checked: string[] = [];
    const wrong: string[] = [];
    const check = (place: string, schema: ApiSchema | undefined, example: unknown): void => {
      checked.push(place);
      const validate = ajv.compile({ ...absolute(schema ?? {}) });
      if (!validate(example)) wrong.push(`${place}: ${ajv.errorsText(validate.errors)}`);
    };
    const media = (place: string, content: Readonly<Record<string, ApiMedia>> = {}): void =>
      Object.entries(content).forEach(([type, { schema, example }]) => check(`${place} ${type}`, schema, example));
    for (const { operation } of operationsOf(document)) {
      const { operationId = '', parameters = [], requestBody, responses = {} } = operation;
      for (const { name, schema, example } of parameters) check(`${operationId} ${name}`, schema, example);
      media(operationId, requestBody?.content);
      for (const [status, response] of Object.entries(responses)) {
        const { headers = {}, content } = resolved(document, response);
        media(`${operationId} ${status}`, content);
        for (const [name, header] of Object.entries(headers)) {
          const { schema, example } = resolved(document, header);
          check(`${operationId} ${status} ${name}`, schema, example);
        }
      }
    }
    expect(checked.length).toBeGreaterThan(500);
    expect(wrong).toEqual([]);
  });

  it('is what the committed types of the client are made from (npm run client)', async () => {
    expect(await clientTypes()).toBe(readFileSync(typesFile, 'utf8'));
  });
});

/** References of a part, as they are read from outside the document. */
function absolute(schema: ApiSchema): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"api#/')) as object;
}

/** The rules that protocols.md section 20 marks as technical, and where each is tested. */
const technical: Readonly<Record<string, 'document' | 'server' | 'both'>> = {
  '/core/no-trailing-slash': 'both',
  '/core/path-segments-kebab-case': 'document',
  '/core/query-keys-camel-case': 'document',
  '/core/date-time/format': 'document',
  '/core/date-time/timezone': 'both',
  '/core/date-time/date-omit-time-portion': 'document',
  '/core/http-methods': 'document',
  '/core/error-handling/problem-details': 'both',
  '/core/error-handling/invalid-input': 'both',
  '/core/error-handling/all-errors': 'server',
  '/core/doc-openapi': 'document',
  '/core/doc-openapi-contact': 'document',
  '/core/publish-openapi': 'both',
  '/core/uri-version': 'document',
  '/core/semver': 'document',
  '/core/version-header': 'both',
  '/core/transport/tls': 'both',
  '/core/transport/security-headers': 'server',
  '/core/transport/cors': 'server',
};

describe('the server, by the rules that no document shows', () => {
  let catalogue: TestServer;
  const tested = new Set<string>();
  const rule = (name: keyof typeof technical, title: string, test: () => Promise<void>): void => {
    tested.add(name);
    it(`${name}: ${title}`, test);
  };

  beforeAll(async () => {
    catalogue = await openTestServer({ harvest: false, environment: { NDC_BASE_URL: 'https://catalogue.example' } });
  }, 180_000);

  afterAll(async () => {
    await catalogue.close();
  });

  const paths = ['/openapi.json', '/openapi.yaml', '/datasets', '/stations', '/profiles', '/datasets/none', '/datasets?x=1', '/audit', '/nothing', '/%E0'];

  rule('/core/no-trailing-slash', 'a path with one is not found, and leads nowhere', async () => {
    for (const { path } of operationsOf(own())) {
      const response = await catalogue.get(`/api/v1${path.replace(/\{\w+\}/g, '1')}/`);
      expect([path, response.status, response.headers.get('content-type')]).toEqual([path, 404, 'application/problem+json; charset=utf-8']);
    }
  });

  rule('/core/publish-openapi', 'as JSON and YAML, to everybody, the same in both', async () => {
    const json = await catalogue.get('/api/v1/openapi.json');
    const yaml = await catalogue.get('/api/v1/openapi.yaml');
    for (const [response, type] of [
      [json, 'application/json; charset=utf-8'],
      [yaml, 'application/yaml'],
    ] as const)
      expect([
        response.status,
        response.headers.get('content-type'),
        response.headers.get('access-control-allow-origin'),
        response.headers.get('etag'),
      ]).toEqual([200, type, '*', expect.stringMatching(/^"[\w-]{27}"$/)]);
    const document = (await json.json()) as ApiDocument;
    expect(parse(await yaml.text())).toEqual(document);
    expect([document.info?.version, document.servers?.[0]?.url]).toEqual([apiVersion, 'https://catalogue.example/api/v1']);
    const again = await catalogue.get('/api/v1/openapi.yaml', { 'if-none-match': yaml.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await catalogue.get('/api/v1/openapi.json?pretty=1')).status).toBe(400);
  });

  rule('/core/version-header', 'on everything', async () => {
    for (const path of paths) expect([path, (await catalogue.get(`/api/v1${path}`)).headers.get('api-version')]).toEqual([path, apiVersion]);
    expect((await fetch(`${catalogue.url}/api/v1/datasets`, { method: 'OPTIONS' })).headers.get('api-version')).toBe(apiVersion);
    expect((await fetch(`${catalogue.url}/api/v1/datasets`, { method: 'HEAD' })).headers.get('api-version')).toBe(apiVersion);
  });

  rule('/core/transport/tls', 'asked for again for a year, where the address says https', async () => {
    for (const path of [...paths.map((one) => `/api/v1${one}`), '/en/', '/sparql', '/catalog'])
      expect([path, (await catalogue.get(path)).headers.get('strict-transport-security')]).toEqual([path, 'max-age=31536000']);
    const plain = await openTestServer({ harvest: false });
    expect((await plain.get('/api/v1/datasets')).headers.has('strict-transport-security')).toBe(false);
    await plain.close();
  });

  rule('/core/transport/security-headers', 'on everything; kept by caches only what is for everybody (decision 0021)', async () => {
    for (const path of paths) {
      const { status, headers } = await catalogue.get(`/api/v1${path}`);
      expect([path, headers.get('content-security-policy'), headers.get('x-content-type-options'), headers.get('x-frame-options')]).toEqual([
        path,
        "frame-ancestors 'none'",
        'nosniff',
        'DENY',
      ]);
      expect([path, headers.get('cache-control')]).toEqual([path, status === 200 ? 'public, no-cache' : 'no-store']);
      expect(headers.get('content-type')).toMatch(/^application\/(json|yaml|problem\+json)/);
    }
  });

  rule('/core/transport/cors', 'pages of any site may read, and see the headers that matter; none may send credentials', async () => {
    for (const path of paths) {
      const { headers } = await catalogue.get(`/api/v1${path}`, { origin: 'https://elsewhere.example' });
      expect([path, headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')]).toEqual([path, '*', null]);
      for (const name of ['ETag', 'Link', 'Location', 'API-Version', 'Retry-After', 'Content-Location', 'Last-Modified'])
        expect([path, headers.get('access-control-expose-headers')?.split(', ')]).toEqual([path, expect.arrayContaining([name])]);
    }
    const preflight = await fetch(`${catalogue.url}/api/v1/validations`, {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    });
    expect([preflight.status, preflight.headers.get('allow'), preflight.headers.get('access-control-allow-origin')]).toEqual([204, 'POST, OPTIONS', '*']);
    const allowed = preflight.headers.get('access-control-allow-headers')?.split(', ') ?? [];
    expect(allowed).toEqual(expect.arrayContaining(['content-type', 'if-none-match']));
    expect(allowed).not.toContain('authorization');
    expect((await fetch(`${catalogue.url}/api/v1/nothing`, { method: 'OPTIONS' })).status).toBe(404);
  });

  rule('/core/error-handling/problem-details', 'also for a method that there is not', async () => {
    for (const path of ['/datasets/none', '/datasets?x=1', '/audit', '/nothing', '/%E0']) {
      const response = await catalogue.get(`/api/v1${path}`);
      const problem = (await response.json()) as Readonly<Record<string, unknown>>;
      expect([path, response.headers.get('content-type'), problem['status'], problem['type']]).toEqual([
        path,
        'application/problem+json; charset=utf-8',
        response.status,
        'about:blank',
      ]);
      for (const name of ['title', 'detail', 'instance', 'code']) expect([path, name, typeof problem[name]]).toEqual([path, name, 'string']);
    }
    const wrong = await fetch(`${catalogue.url}/api/v1/datasets`, { method: 'PATCH' });
    expect([wrong.status, wrong.headers.get('allow'), wrong.headers.get('content-type')]).toEqual([
      405,
      'GET, HEAD, OPTIONS',
      'application/problem+json; charset=utf-8',
    ]);
  });

  rule('/core/error-handling/invalid-input', 'is 400', async () => {
    for (const query of ['pageSize=0', 'lang=xx', 'from=never', 'fields=nothing', 'page=1&page=2'])
      expect([query, (await catalogue.get(`/api/v1/datasets?${query}`)).status]).toEqual([query, 400]);
  });

  rule('/core/error-handling/all-errors', 'are told together', async () => {
    const response = await catalogue.get('/api/v1/datasets?page=0&lang=xx&fields=a,b&colour=red&size=9');
    const { errors } = (await response.json()) as { errors: readonly { in: string; location: string; code: string; detail: string }[] };
    expect(errors.map(({ location }) => location)).toEqual(['page', 'lang', 'fields', 'fields', 'colour', 'size']);
    expect(errors.every((error) => error.in === 'query' && error.code !== '' && error.detail !== '')).toBe(true);
  });

  rule('/core/date-time/timezone', 'any offset is taken, and answers are in UTC', async () => {
    const ask = (asOf: string): Promise<Response> => catalogue.get(`/api/v1/datasets/none?asOf=${encodeURIComponent(asOf)}`);
    for (const asOf of ['2026-01-01', '2026-01-01T12:00:00Z', '2026-01-01T12:00:00+05:30']) expect([asOf, (await ask(asOf)).status]).toEqual([asOf, 404]);
    expect((await ask('2026-01-01T12:00:00')).status).toBe(400);
  });

  it('covers every technical rule, together with those on the document', () => {
    const byDocument = new Set(allRules.map((one: ApiRule) => one.rule));
    for (const [name, where] of Object.entries(technical))
      expect([name, where !== 'document' && tested.has(name), where !== 'server' && byDocument.has(name)]).toEqual([
        name,
        where !== 'document',
        where !== 'server',
      ]);
    expect([...tested].every((name) => name in technical)).toBe(true);
  });
});
