import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import oxigraph from 'oxigraph';
import { afterEach, describe, expect, it } from 'vitest';
import { harvesters } from '../../harvesters/index.js';
import { descriptionsQuery, keysQuery } from '../../harvesters/sparql/queries.js';
import type { FetchSettings } from '../../src/fetch/fetch-settings.js';
import { impatient } from '../support/fetching.js';
import { openHarvesting, type Harvesting } from '../support/harvesting.js';
import { makeStation } from '../support/ledger.js';
import { prefixes } from '../support/rdf.js';

interface Asked {
  readonly method: string;
  readonly query: string;
  readonly parameters: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

type Fault = (asked: Asked, response: ServerResponse) => boolean;

/** A SPARQL endpoint on 127.0.0.1 over a real store, with the manners of bad servers on request. */
class FakeEndpoint {
  readonly asked: Asked[] = [];
  readonly store = new oxigraph.Store();
  /** Answers itself and says so with true. */
  fault: Fault = () => false;
  /** Rows or triples at which answers are cut, with status 200; `tells`: a header says so for rows, as Virtuoso does. */
  maxRows: number | null = null;
  private readonly server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => void this.answer(request, response));
  private answers = 0;

  static async start(turtle: string): Promise<FakeEndpoint> {
    const endpoint = new FakeEndpoint();
    endpoint.load(turtle);
    await new Promise<void>((resolve) => endpoint.server.listen(0, '127.0.0.1', resolve));
    return endpoint;
  }

  load(turtle: string): void {
    this.store.load(prefixes + turtle, { format: 'text/turtle' });
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/sparql`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  constructs(): Asked[] {
    return this.asked.filter(({ query }) => query.includes('CONSTRUCT'));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString('utf8');
    const parameters = new URL(request.url ?? '/', 'http://x').searchParams;
    const direct = request.headers['content-type'] === 'application/sparql-query';
    if (!direct) for (const [name, value] of new URLSearchParams(body)) parameters.append(name, value);
    const asked = { method: request.method ?? '', query: direct ? body : (parameters.get('query') ?? ''), parameters, headers: request.headers };
    this.asked.push(asked);
    if (this.fault(asked, response)) return;
    try {
      if (/CONSTRUCT/.test(asked.query)) this.triples(asked.query, response);
      else this.rows(asked.query, response);
    } catch (error) {
      response.writeHead(400, { 'content-type': 'text/plain' }).end(String(error));
    }
  }

  private rows(query: string, response: ServerResponse): void {
    const results = JSON.parse(this.store.query(query, { results_format: 'json' }) as string) as { results: { bindings: unknown[] } };
    const cut = this.maxRows !== null && results.results.bindings.length > this.maxRows;
    if (cut) results.results.bindings.length = this.maxRows ?? 0;
    const headers = cut ? { 'x-sparql-maxrows': String(this.maxRows) } : {};
    response.writeHead(200, { 'content-type': 'application/sparql-results+json', ...headers }).end(JSON.stringify(results));
  }

  /** New labels for blank nodes and another order in each answer, as SPARQL allows. */
  private triples(query: string, response: ServerResponse): void {
    this.answers++;
    const lines = (this.store.query(query, { results_format: 'application/n-triples' }) as string).split('\n').filter((line) => line !== '');
    if (this.answers % 2 === 0) lines.reverse();
    const cut = this.maxRows === null ? lines : lines.slice(0, this.maxRows);
    const text = cut.map((line) => `${line.replace(/_:(\w+)/g, `_:a${String(this.answers)}x$1`)}\n`).join('');
    response.writeHead(200, { 'content-type': 'application/n-triples' }).end(text);
  }
}

const open: FakeEndpoint[] = [];

afterEach(async () => {
  for (const endpoint of open.splice(0)) await endpoint.close();
});

const iri = (n: number): string => `https://holder.example/${String(n).padStart(3, '0')}`;
const dataset = (n: number, more = ''): string => `<${iri(n)}> a dcat:Dataset ; dct:title "Dataset ${String(n)}"@en ; dct:description "About ${String(n)}"@en ;
  dct:publisher <https://org.example/> ; dcat:contactPoint [ vcard:fn "Desk ${String(n)}" ; vcard:hasAddress [ vcard:locality "Utrecht" ] ] ;
  dct:isPartOf <${iri((n + 1) % 50)}> ; dcat:distribution [ dcat:accessURL <${iri(n)}/file> ; dct:rights [ dct:title "R" ] ] ${more} .\n`;
const organisation = '<https://org.example/> a foaf:Agent ; foaf:name "Org" .\n';
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const store = (count: number): string =>
  organisation +
  range(1, count)
    .map((n) => dataset(n))
    .join('');

type Opened = Harvesting & { endpoint: FakeEndpoint; once: () => ReturnType<Harvesting['run']> };

async function opened(turtle: string, settings: Readonly<Record<string, string>> = {}, fetching: Partial<FetchSettings> = {}): Promise<Opened> {
  const endpoint = await FakeEndpoint.start(turtle);
  open.push(endpoint);
  const harvesting = await openHarvesting(
    [makeStation('holder', { protocol: 'sparql', endpoint: endpoint.url, settings: { 'pause-ms': '0', ...settings } })],
    fetching,
  );
  return { ...harvesting, endpoint, once: () => harvesting.run('holder') };
}

const live = ({ reader }: Harvesting): number => reader.publishedCount(reader.snapshot().seq);
const codes = (harvesting: Harvesting): string[] => harvesting.issues().map((issue) => issue.code);
const body = (harvesting: Harvesting, subject: string): string => harvesting.reader.published(harvesting.reader.head(subject)!.id)!.body;
const keysOf = (query: string): string[] => [...new Set([...query.matchAll(/<(https:\/\/holder\.example\/\d+)>/g)].map((match) => match[1]!))];

describe('a SPARQL endpoint', () => {
  it('is listed by keys and read in batches, each record with what hangs on it (SPQ-1, SPQ-4)', async () => {
    const harvesting = await opened(store(60), { batch: '20', page: '25' });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 60, documents: 60 } });
    for (const part of ['Utrecht', '"Org"', `${iri(7)}/file`, '"R"']) expect(body(harvesting, iri(7))).toContain(part);
    expect(body(harvesting, iri(7))).not.toContain('Dataset 8');
    expect(harvesting.endpoint.constructs().map(({ query }) => keysOf(query).length)).toEqual([20, 20, 20]);
    expect(harvesting.endpoint.asked.every(({ query }) => !/\bOFFSET\b/.test(query) && (!query.includes('CONSTRUCT') || !/\bLIMIT\b/.test(query)))).toBe(true);
    expect(codes(harvesting).filter((code) => !['violations', 'not-admissible', 'low-quality', 'default-value', 'repaired'].includes(code))).toEqual([]);
  });

  it('is asked by our own client alone, with its name, by POST and for N-Triples (SPQ-5, HTTP-1)', async () => {
    const harvesting = await opened(store(3));
    await harvesting.once();
    expect(new Set(harvesting.endpoint.asked.map(({ method }) => method))).toEqual(new Set(['POST']));
    expect(new Set(harvesting.endpoint.asked.map(({ headers }) => headers['user-agent']))).toEqual(new Set(['ndc/test (+https://catalogue.example)']));
    expect(harvesting.endpoint.constructs()[0]?.headers.accept).toMatch(/^application\/n-triples, text\/turtle;q=0.9/);
  });

  it('gives the same documents when labels of blank nodes and order differ, and only what changed is new', async () => {
    const harvesting = await opened(store(30));
    await harvesting.once();
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 0, updated: 0, unchanged: 30 } });
    const { seq } = harvesting.reader.snapshot();
    harvesting.endpoint.load(`<${iri(4)}> dcat:keyword "new"@en .`);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { updated: 1, unchanged: 29 } });
    expect(harvesting.reader.snapshot().seq).toBe(seq + 1);
  });

  it('gives the same document for a record in any company', async () => {
    const shared = `<https://org.example/other> a foaf:Agent ; foaf:name "Other" . <${iri(1)}> dct:isReferencedBy <https://org.example/other> . <${iri(2)}> dct:publisher <https://org.example/other> .`;
    const harvesting = await opened(store(20) + shared, { batch: '20' });
    await harvesting.once();
    const alone = await opened(store(20) + shared, { batch: '1' });
    await alone.once();
    for (const n of range(1, 20)) expect(body(alone, iri(n))).toBe(body(harvesting, iri(n)));
    expect(body(alone, iri(1))).not.toContain('"Other"');
    expect(body(alone, iri(2))).toContain('"Other"');
  });

  it('withdraws what the listing names no more, after the grace (RUN-5)', async () => {
    const harvesting = await opened(store(20));
    await harvesting.once();
    harvesting.endpoint.store.update(`DELETE WHERE { <${iri(3)}> ?p ?o }`);
    expect((await harvesting.once()).counts.withdrawn).toBe(0);
    harvesting.clock.add(25);
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { withdrawn: 1 } });
    expect(harvesting.reader.head(iri(3))).toMatchObject({ state: 'withdrawn' });
  });

  it('reads series, services on their own, and services of a distribution with their dataset', async () => {
    const service = (name: string): string =>
      `<https://holder.example/${name}> a dcat:DataService ; dct:title "${name}"@en ; dct:description "D"@en ; dct:publisher <https://org.example/> ; dcat:endpointURL <https://api.example/${name}> .\n`;
    const harvesting = await opened(
      `${organisation}${dataset(1, '; dcat:distribution <https://holder.example/dist>')}${dataset(2, '; dcat:distribution <https://holder.example/dist2>')}
      <https://holder.example/dist> a dcat:Distribution ; dcat:accessURL <https://x.example/> ; dcat:accessService <https://holder.example/used> .
      <https://holder.example/dist2> a dcat:Distribution ; dcat:accessURL <https://x.example/2> ; dcat:accessService <https://holder.example/used> .
      <https://holder.example/series> a dcat:DatasetSeries ; dct:title "S"@en ; dct:description "D"@en . ${service('used')} ${service('alone')}`,
    );
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 5 } });
    expect(codes(harvesting)).not.toContain('duplicate-subject');
    expect(harvesting.reader.head('https://holder.example/used')?.kind).toBe('service');
    expect(await harvesting.once()).toMatchObject({ counts: { unchanged: 5, added: 0, updated: 0 } });
  });

  it('tells about records without an IRI, which nobody can ask for', async () => {
    const harvesting = await opened(`${store(2)} [] a dcat:Dataset ; dct:title "Nameless"@en .`);
    expect((await harvesting.once()).outcome).toBe('complete');
    expect(harvesting.issues().find((issue) => issue.code === 'skipped')?.detail).toMatch(/^1 datasets/);
  });
});

describe('an endpoint that cuts its answers (SPQ-3)', () => {
  it.each([16, 40, 300])('at %d rows or triples, with status 200, is still read whole', async (maxRows) => {
    const harvesting = await opened(store(45));
    harvesting.endpoint.maxRows = maxRows;
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 45 } });
    for (const n of range(1, 45)) for (const part of ['Utrecht', '"Org"', '"R"', `About ${String(n)}`]) expect(body(harvesting, iri(n))).toContain(part);
  });

  it('below the size of one description gives an issue for that record and no end, and the others are read', async () => {
    const big = dataset(
      1,
      range(1, 40)
        .map((n) => `; dcat:keyword "word ${String(n)}"@en`)
        .join(' '),
    );
    const harvesting = await opened(organisation + big + dataset(2) + dataset(3));
    harvesting.endpoint.maxRows = 30;
    expect(await harvesting.once()).toMatchObject({ outcome: 'partial', counts: { added: 2 } });
    expect(harvesting.issues().filter((issue) => issue.code === 'truncated')).toMatchObject([{ subject: iri(1), severity: 'error' }]);
  });

  it.each([
    ['status 206', 206, {}],
    ['X-SQL-State S1TAT', 200, { 'x-sql-state': 'S1TAT' }],
  ])('because its time was up, told by %s, is no complete listing', async (_name, status, headers) => {
    const harvesting = await opened(store(20));
    await harvesting.once();
    const half = JSON.stringify({ head: { vars: ['d'] }, results: { bindings: range(1, 10).map((n) => ({ d: { type: 'uri', value: iri(n) } })) } });
    harvesting.endpoint.fault = ({ query }, response) => {
      if (!query.includes('ORDER BY') || query.includes('STR(?d) >')) return false;
      response.writeHead(status, { 'content-type': 'application/sparql-results+json', ...headers } as Record<string, string>).end(half);
      return true;
    };
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      expect((await harvesting.once()).outcome).toBe('partial');
      expect(live(harvesting)).toBe(20);
    }
    expect(codes(harvesting)).toContain('truncated');
  });

  it('counts more than it lists: nothing is withdrawn (RUN-2, SPQ-7)', async () => {
    const harvesting = await opened(store(20));
    await harvesting.once();
    harvesting.endpoint.fault = ({ query }, response) => {
      if (!query.includes('ORDER BY')) return false;
      const bindings = query.includes('STR(?d) >') ? [] : range(1, 12).map((n) => ({ d: { type: 'uri', value: iri(n) } }));
      response.writeHead(200, { 'content-type': 'application/sparql-results+json' }).end(JSON.stringify({ head: { vars: ['d'] }, results: { bindings } }));
      return true;
    };
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      expect((await harvesting.once()).outcome).toBe('partial');
    }
    expect(live(harvesting)).toBe(20);
    expect(codes(harvesting)).toContain('total-differs');
  });
});

/** Fails a CONSTRUCT that asks for one of these datasets. */
const failFor =
  (numbers: readonly number[], answer: (response: ServerResponse) => void): Fault =>
  ({ query }, response) => {
    if (!query.includes('CONSTRUCT') || !numbers.some((n) => query.includes(`<${iri(n)}>`))) return false;
    answer(response);
    return true;
  };

describe('an endpoint that fails', () => {
  it('for one dataset is asked for smaller and smaller batches until all others are read (SPQ-9)', async () => {
    const harvesting = await opened(store(20));
    await harvesting.once();
    harvesting.endpoint.load(`<${iri(6)}> dcat:keyword "new"@en . <${iri(7)}> dcat:keyword "new"@en .`);
    harvesting.endpoint.fault = failFor([7], (response) => response.writeHead(500).end('22023 the result vector is too large'));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { updated: 1, withdrawn: 0 } });
    expect(harvesting.issues().filter((issue) => issue.code === 'http-status')).toMatchObject([{ subject: iri(7) }]);
  });

  it.each([
    [
      'broken in the middle of a statement',
      (response: ServerResponse) =>
        response.writeHead(200, { 'content-type': 'application/n-triples' }).end(`<${iri(7)}> <http://purl.org/dc/terms/title> "cu`),
      'parse-error',
    ],
    [
      'broken before the full stop',
      (response: ServerResponse) =>
        response.writeHead(200, { 'content-type': 'application/n-triples' }).end(`<${iri(7)}> <http://purl.org/dc/terms/title> "cut" `),
      'parse-error',
    ],
    [
      'a page for people',
      (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><html>Error</html>'),
      'unusable-body',
    ],
    ['nothing', (response: ServerResponse) => response.writeHead(200, { 'content-type': 'application/n-triples' }).end(''), 'unusable-body'],
  ])('with an answer of %s for one dataset keeps that one as it was (SPQ-10)', async (_name, answer, code) => {
    const harvesting = await opened(store(10));
    await harvesting.once();
    harvesting.endpoint.fault = failFor([7], answer);
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      expect((await harvesting.once()).outcome).toBe(code === 'parse-error' ? 'partial' : 'complete');
      expect(live(harvesting)).toBe(10);
    }
    expect(harvesting.issues().filter((issue) => issue.subject === iri(7))).toMatchObject([{ code }]);
  });

  it('is left alone after three time-outs in a row (SPQ-9)', async () => {
    const harvesting = await opened(store(20), {}, impatient);
    await harvesting.once();
    const before = harvesting.endpoint.constructs().length;
    harvesting.endpoint.fault = failFor(range(1, 20), () => undefined);
    expect((await harvesting.once()).outcome).toBe('partial');
    expect(harvesting.endpoint.constructs().length - before).toBe(3);
    expect(codes(harvesting)).toContain('timeout');
    expect(live(harvesting)).toBe(20);
  });

  it('with 504 for large batches is asked for small ones from then on', async () => {
    const harvesting = await opened(store(20), { batch: '10' });
    harvesting.endpoint.fault = ({ query }, response) => {
      if (!query.includes('CONSTRUCT') || keysOf(query).length <= 5) return false;
      response.writeHead(504).end();
      return true;
    };
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 20 } });
    expect(harvesting.endpoint.constructs().map(({ query }) => keysOf(query).length)).toEqual([10, 5, 5, 5, 5]);
  });

  it.each([
    [
      'cuts its JSON',
      '{"head":{"vars":["d"]},"results":{"bindings":[{"d":{"type":"uri","value":"https://holder.example/001"}},',
      'application/sparql-results+json',
      'truncated',
    ],
    [
      'cuts its XML',
      '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="d"/></head><results><result><binding name="d"><uri>https://holder.example/001</uri></binding></result>',
      'application/sparql-results+xml',
      'truncated',
    ],
    ['shows a login page', '<!doctype html><html>Sign in</html>', 'text/html', 'unusable-body'],
    [
      'answers with rows of something else',
      '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"?"}}]}}',
      'application/sparql-results+json',
      'protocol-error',
    ],
    [
      'gives the same page again and again',
      JSON.stringify({ head: { vars: ['d'] }, results: { bindings: [{ d: { type: 'uri', value: iri(1) } }] } }),
      'application/sparql-results+json',
      'paging-loop',
    ],
  ])('and %s in its listing is not taken at its word', async (_name, text, type, code) => {
    const harvesting = await opened(store(20));
    await harvesting.once();
    harvesting.endpoint.fault = ({ query }, response) => {
      if (!query.includes('ORDER BY')) return false;
      response.writeHead(200, { 'content-type': type }).end(text);
      return true;
    };
    for (let day = 0; day < 3; day++) {
      harvesting.clock.add(48);
      expect((await harvesting.once()).outcome).not.toBe('complete');
      expect(live(harvesting)).toBe(20);
    }
    expect(codes(harvesting)).toContain(code);
  });

  it('in counting alone is read to its end (SPQ-7)', async () => {
    const harvesting = await opened(store(20));
    harvesting.endpoint.fault = ({ query }, response) => {
      if (!query.includes('COUNT')) return false;
      response.writeHead(500).end();
      return true;
    };
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 20 } });
  });

  it('lists IRIs that are none: they are named, not asked for, and cannot break out of a query (SPQ-11)', async () => {
    const harvesting = await opened(store(2));
    const hostile = 'https://holder.example/x> } ; DROP ALL # "\\';
    harvesting.endpoint.fault = ({ query }, response) => {
      if (!query.includes('ORDER BY')) return false;
      const bindings = query.includes('STR(?d) >') ? [] : [iri(1), iri(2), hostile].map((value) => ({ d: { type: 'uri', value } }));
      response.writeHead(200, { 'content-type': 'application/sparql-results+json' }).end(JSON.stringify({ head: { vars: ['d'] }, results: { bindings } }));
      return true;
    };
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 2 } });
    expect(codes(harvesting)).toContain('invalid-subject');
    expect(harvesting.endpoint.constructs().some(({ query }) => query.includes('DROP ALL'))).toBe(false);
    const next = harvesting.endpoint.asked.map(({ query }) => query).find((query) => query.includes('STR(?d) >'))!;
    expect(next).toContain('"https://holder.example/x> } ; DROP ALL # \\"\\\\"');
    expect(() => harvesting.endpoint.store.query(next)).not.toThrow();
  });
});

describe('the settings of a SPARQL station', () => {
  it('need nothing for a server that refuses POST: it is asked by GET (SPQ-5)', async () => {
    const harvesting = await opened(store(5));
    harvesting.endpoint.fault = ({ method }, response) => {
      if (method === 'GET') return false;
      response.writeHead(405).end();
      return true;
    };
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 5 } });
    expect(harvesting.endpoint.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it.each([
    ['which is then used for the rest of the walk', false],
    ['or, where that is refused, in smaller batches', true],
  ])('HTTP-10: with GET, a query too long for an address goes into a form, %s', async (_name, refused) => {
    const harvesting = await opened(store(6), { method: 'get', batch: '6' });
    harvesting.endpoint.fault = ({ method, query }, response) => {
      const status = method === 'GET' ? (keysOf(query).length > 2 ? 414 : 0) : refused ? 405 : 0;
      if (status > 0) response.writeHead(status).end();
      return status > 0;
    };
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 6 } });
    const methods = harvesting.endpoint.asked.map(({ method }) => method);
    if (refused) expect(methods.filter((method) => method === 'POST')).toHaveLength(1);
    else expect(methods.slice(methods.indexOf('POST'))).not.toContain('GET');
    expect(methods).toContain('POST');
  });

  it.each([
    [{ method: 'get' }, 'GET', undefined],
    [{ method: 'direct' }, 'POST', 'application/sparql-query'],
    [{}, 'POST', 'application/x-www-form-urlencoded'],
  ])('%j sends %s with %s', async (settings, method, type) => {
    const harvesting = await opened(store(2), settings);
    expect((await harvesting.once()).outcome).toBe('complete');
    expect(new Set(harvesting.endpoint.asked.map((asked) => asked.method))).toEqual(new Set([method]));
    expect(new Set(harvesting.endpoint.asked.map((asked) => asked.headers['content-type']))).toEqual(new Set([type]));
  });

  it('send format and default-graph-uri along (SPQ-5, SPQ-6)', async () => {
    const harvesting = await opened(store(2), { format: 'text/turtle', 'default-graph-uri': 'https://g.example/1 https://g.example/2' });
    await harvesting.once();
    for (const { parameters, query } of harvesting.endpoint.asked) {
      expect(parameters.getAll('default-graph-uri')).toEqual(['https://g.example/1', 'https://g.example/2']);
      expect(parameters.get('format')).toBe(query.includes('CONSTRUCT') ? 'text/turtle' : 'application/sparql-results+json');
    }
  });

  it.each(['https://g.example/1', '*'])('graph=%s reads named graphs (SPQ-6)', async (graph) => {
    const harvesting = await opened('', { graph });
    const turtle = prefixes + store(3);
    harvesting.endpoint.store.load(turtle, { format: 'text/turtle', to_graph_name: oxigraph.namedNode('https://g.example/1') });
    harvesting.endpoint.load(dataset(9));
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 3 } });
  });

  it('read formats that were not asked for: RDF/XML and JSON-LD', async () => {
    for (const type of ['application/rdf+xml', 'application/ld+json']) {
      const harvesting = await opened(store(3));
      harvesting.endpoint.fault = ({ query }, response) => {
        if (!query.includes('CONSTRUCT')) return false;
        const text = harvesting.endpoint.store.query(query, { results_format: type }) as string;
        response.writeHead(200, { 'content-type': type }).end(text);
        return true;
      };
      expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 3 } });
      expect(body(harvesting, iri(2))).toContain('Utrecht');
    }
  });

  let files = 0;
  const folder = mkdtempSync(join(tmpdir(), 'ndc-construct-'));
  const file = (text: string): string => {
    const path = join(folder, `${String((files += 1))}.rq`);
    writeFileSync(path, text);
    return path;
  };

  it('use a CONSTRUCT of the operator (SPQ-11)', async () => {
    const construct = file(
      'PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>\n# a comment\nCONSTRUCT { ?d a dcat:Dataset ; dct:title ?t ; dct:description "mine" } WHERE { ?d a dcat:Dataset ; dct:title ?t }',
    );
    const harvesting = await opened(store(30), { construct });
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 30 } });
    expect(body(harvesting, iri(4))).toContain('"mine"');
    expect(body(harvesting, iri(4))).not.toContain('Utrecht');
  });

  it.each([
    [{ batch: '0' }, /batch=0 must be a whole number/],
    [{ batch: 'many' }, /batch=many/],
    [{ 'pause-ms': '-1' }, /pause-ms/],
    [{ method: 'put' }, /method=put must be one of/],
    [{ format: 'application/pdf' }, /format=application\/pdf/],
    [{ 'default-graph-uri': 'not an iri' }, /default-graph-uri=not is not a valid IRI/],
    [{ graph: 'g> }' }, /graph=g> } is not a valid IRI/],
    [{ bach: '3' }, /no setting "bach"/],
    [{ construct: '/nowhere/x.rq' }, /cannot be read/],
    [{ construct: file('SELECT ?d WHERE { ?d ?p ?o }') }, /must hold a CONSTRUCT/],
    [{ construct: file('CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . FILTER(?o != "?d") }') }, /must use the variable \?d/],
    [{ construct: file('CONSTRUCT { ?d ?p ?o } WHERE { ?d ?p ?o } LIMIT 10') }, /LIMIT/],
    [{ construct: file('CONSTRUCT { ?d ?p ?o } WHERE { ?d ?p ?o } VALUES ?p { <urn:p> }') }, /VALUES/],
  ])('that are wrong are told: %j', (settings, fault) => {
    const faults = harvesters.get('sparql')!.faults!(makeStation('a', { protocol: 'sparql', settings: settings }));
    expect(faults.join(' ')).toMatch(fault);
  });

  it('that are right have no faults', () => {
    const construct = file('PREFIX : <urn:limit#> CONSTRUCT { ?d :limit ?o } WHERE { VALUES ?p { <urn:p> } ?d ?p ?o FILTER(?o != "LIMIT 1") } # OFFSET 3');
    const settings = {
      batch: '50',
      page: '500',
      'pause-ms': '2000',
      method: 'get',
      format: 'text/turtle',
      graph: '*',
      'default-graph-uri': 'https://g.example/',
      increments: 'yes',
      construct,
    };
    expect(harvesters.get('sparql')!.faults!(makeStation('a', { protocol: 'sparql', settings }))).toEqual([]);
  });
});

describe('increments by dct:modified (SPQ-8)', () => {
  const dated = (n: number, day: string): string => dataset(n, `; dct:modified "${day}"^^xsd:date`);
  const readKeys = (asked: readonly Asked[]): string[] =>
    asked
      .filter(({ query }) => query.includes('CONSTRUCT'))
      .flatMap(({ query }) => keysOf(query))
      .sort();

  it('read what is new, what changed and what does not tell; the listing still tells what is gone; everything is read again after a week', async () => {
    const harvesting = await opened(
      organisation +
        range(1, 20)
          .map((n) => dated(n, '2020-01-01'))
          .join('') +
        dataset(21),
      { increments: 'yes' },
    );
    await harvesting.once();
    const day = harvesting.clock.now().toISOString().slice(0, 10);
    harvesting.clock.add(24);
    harvesting.endpoint.store.update(
      `PREFIX dct: <http://purl.org/dc/terms/> DELETE { <${iri(5)}> dct:modified ?m } INSERT { <${iri(5)}> dct:modified "${day}"^^<http://www.w3.org/2001/XMLSchema#date> ; dct:description "again"@en } WHERE { <${iri(5)}> dct:modified ?m }`,
    );
    harvesting.endpoint.load(dated(22, '2019-01-01'));
    harvesting.endpoint.store.update(`DELETE WHERE { <${iri(9)}> ?p ?o }`);
    const before = harvesting.endpoint.asked.length;
    expect(await harvesting.once()).toMatchObject({ outcome: 'complete', counts: { added: 1, updated: 1, withdrawn: 0 } });
    expect(readKeys(harvesting.endpoint.asked.slice(before))).toEqual([iri(5), iri(21), iri(22)]);
    harvesting.clock.add(25);
    expect((await harvesting.once()).counts.withdrawn).toBe(1);
    harvesting.clock.add(24 * 7);
    const later = harvesting.endpoint.asked.length;
    await harvesting.once();
    expect(readKeys(harvesting.endpoint.asked.slice(later))).toHaveLength(21);
  });
});

describe('the queries', () => {
  it('write every value as a term', () => {
    expect(keysQuery('https://g.example/é', 'a"\\b\n', 5, '2026-01-01')).toContain('STR(?d) > "a\\"\\\\b\\n"');
    expect(() => new oxigraph.Store().query(keysQuery('https://g.example/é', 'a"\\b\n', 5, '2026-01-01'))).not.toThrow();
    expect(() => new oxigraph.Store().query(descriptionsQuery('*', ['https://a.example/']))).not.toThrow();
  });
});
