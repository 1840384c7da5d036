import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { at, operationsOf, resolved, type ApiDocument, type ApiResponse, type ApiSchema, type Placed } from './api-document.js';

/** What every answer below `/api/v1` carries (API-2, API-7, /core/version-header, /core/transport/security-headers). */
const everywhere: Readonly<Record<string, RegExp>> = {
  'api-version': /^\d+\.\d+\.\d+$/,
  'access-control-allow-origin': /^\*$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'content-security-policy': /frame-ancestors 'none'/,
  'cache-control': /no-store|no-cache|max-age/,
};

/** Stands between a client and the server, and notes where an exchange is not as the OpenAPI document says. */
export class ApiWitness {
  readonly findings: string[] = [];
  /** What was seen, by operation. */
  readonly seen = new Map<string, Set<number>>();
  private readonly ajv: Ajv2020;
  private readonly operations: readonly (Placed & { readonly pattern: RegExp })[];

  constructor(
    private readonly document: ApiDocument,
    private readonly baseUrl: string,
  ) {
    this.ajv = new Ajv2020({ strict: false, allErrors: true });
    formats.default(this.ajv);
    this.ajv.addSchema(document, 'api');
    this.operations = operationsOf(document).map((placed) => ({
      ...placed,
      pattern: new RegExp(`^${placed.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    }));
  }

  /** Takes the place of `fetch`. */
  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const request = new Request(input, { redirect: 'manual', ...init });
    const { method, url } = request;
    const response = await fetch(request);
    const bytes = new Uint8Array(await response.arrayBuffer());
    this.note(method, url, response, new TextDecoder().decode(bytes));
    const hasBody = ![204, 304].includes(response.status);
    return new Response(hasBody ? bytes : null, { status: response.status, headers: response.headers });
  };

  /** Where a value is not as the schema at a pointer of the document says, or has more than that. */
  breaches(pointer: string, value: unknown): string[] {
    const validate = this.ajv.getSchema(`api#${pointer}`) ?? this.ajv.compile({ $ref: `api#${pointer}` });
    const faults = validate(value) === true ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
    return [...faults, ...undocumented(this.document, at(this.document, pointer) as ApiSchema, value)];
  }

  private note(method: string, url: string, response: Response, body: string): void {
    const path = new URL(url).href.slice(`${this.baseUrl}/api/v1`.length).split('?')[0] ?? '';
    const placed = this.operations.find((known) => known.method === method.toLowerCase() && known.pattern.test(path));
    const say = (text: string): void => void this.findings.push(`${method} ${path} ${String(response.status)}: ${text}`);
    for (const [name, form] of Object.entries(everywhere))
      if (!form.test(response.headers.get(name) ?? '')) say(`${name} is ${response.headers.get(name) ?? 'missing'}`);
    if (placed === undefined) {
      say('is not in the document');
      return;
    }
    const { operationId = '', responses = {} } = placed.operation;
    this.seen.set(operationId, (this.seen.get(operationId) ?? new Set()).add(response.status));
    const described = responses[String(response.status)];
    if (described === undefined) {
      say(`this status is not described: ${body.slice(0, 200)}`);
      return;
    }
    const pointer = described.$ref?.slice(1) ?? `/paths/${placed.path.replaceAll('/', '~1')}/${placed.method}/responses/${String(response.status)}`;
    this.compare(resolved(this.document, described), pointer, response, body).forEach(say);
  }

  private compare(described: ApiResponse, pointer: string, response: Response, body: string): string[] {
    const faults = Object.keys(described.headers ?? {}).flatMap((name) => {
      const value = response.headers.get(name);
      if (value === null) return [`${name} is missing`];
      const { schema = {} } = resolved(this.document, described.headers?.[name] ?? {});
      return this.ajv.compile(schema)(schema.type === 'integer' ? Number(value) : value) ? [] : [`${name} is ${value}`];
    });
    const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
    if (described.content === undefined) return body === '' ? faults : [...faults, 'has a body'];
    if (described.content[type] === undefined) return [...faults, `is ${type}`];
    if (!/json$/.test(type)) return body === '' ? [...faults, 'has no body'] : faults;
    const value = JSON.parse(body) as { readonly status?: unknown };
    if (response.status >= 400 && value.status !== response.status) faults.push(`says ${String(value.status)}`);
    return [...faults, ...this.breaches(`${pointer}/content/${type.replaceAll('/', '~1')}/schema`, value), ...timesOf(value)];
  }
}

/** Members that no schema names, and that none leaves open. */
function undocumented(document: ApiDocument, schema: ApiSchema, value: unknown, path = ''): string[] {
  const parts = partsOf(document, schema);
  if (Array.isArray(value)) {
    const items = parts.flatMap((part) => part.items ?? []);
    return items.length === 0 ? [] : value.flatMap((item, i) => undocumented(document, { allOf: items }, item, `${path}/${String(i)}`));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const own = parts.flatMap((part) => part.properties?.[name] ?? []);
    if (own.length > 0) return undocumented(document, { allOf: own }, member, `${path}/${name}`);
    const open = parts.flatMap((part) => part.additionalProperties ?? []);
    if (open.includes(true)) return [];
    const schemas = open.filter((one) => typeof one === 'object');
    return schemas.length === 0 ? [`${path}/${name} is not described`] : undocumented(document, { allOf: schemas }, member, `${path}/${name}`);
  });
}

/** Every schema that may say something of a value. */
function partsOf(document: ApiDocument, schema: ApiSchema): ApiSchema[] {
  const { $ref, allOf = [], anyOf = [], oneOf = [] } = schema;
  const below = [...allOf, ...anyOf, ...oneOf, ...($ref === undefined ? [] : [resolved(document, { $ref }) as ApiSchema])];
  return [schema, ...below.flatMap((part) => partsOf(document, part))];
}

/** Times of ours that are not in UTC (/core/date-time/timezone). `sourceModifiedAt` is as the source wrote it. */
function timesOf(value: unknown, path = ''): string[] {
  if (typeof value === 'string')
    return /(?<!\/sourceModified)At$/.test(path) && /T\d\d:\d\d/.test(value) && !value.endsWith('Z') ? [`${path} is not in UTC: ${value}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => timesOf(member, `${path}/${name}`));
}
