import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Quad_Object, Quad_Subject } from '@rdfjs/types';
import { Store } from 'n3';
import { examplesFolder } from '../../src/assets.js';
import { parseStored, parseText } from '../../src/rdf/parse.js';
import { exampleGroups, readExamples } from '../../src/rdf/query-examples.js';
import { maxQueryLength } from '../../src/rdf/query-form.js';
import { withBase } from '../../src/rdf/terms.js';
import { rdf } from '../../vocab/rdf.js';
import { canonical } from '../support/rdf.js';
import { openTestServer, type TestServer } from '../support/server.js';

const json = 'application/sparql-results+json';
const xml = 'application/sparql-results+xml';
const rdfTypes = ['text/turtle', 'application/n-triples', 'application/rdf+xml', 'application/ld+json', 'application/n-quads', 'application/trig'];
const dcat = 'PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/> ';
const voidIri = 'http://rdfs.org/ns/void#';
const countAll = 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }';

interface Results {
  readonly head: { readonly vars?: readonly string[] };
  readonly boolean?: boolean;
  readonly results?: { readonly bindings: readonly Readonly<Record<string, { readonly type: string; readonly value: string }>>[] };
}

let catalogue: TestServer;

beforeAll(async () => {
  catalogue = await openTestServer({ environment: { NDC_SPARQL_TIMEOUT_MS: '6000', NDC_SPARQL_MAX_ROWS: '3000' } });
}, 180_000);

afterAll(async () => {
  await catalogue.close();
});

type Pairs = readonly (readonly [string, string])[];
const encoded = (pairs: Pairs): string => new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
const ask = (query: string, headers: Readonly<Record<string, string>> = {}, more: Pairs = []): Promise<Response> =>
  catalogue.get(`/sparql?${encoded([['query', query], ...more])}`, headers);
const post = (body: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>>, path = '/sparql'): Promise<Response> =>
  fetch(catalogue.url + path, { method: 'POST', body, headers });
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const plain = { 'content-type': 'application/sparql-query' };

async function rows(query: string, more: Pairs = []): Promise<Record<string, string>[]> {
  const response = await ask(query, { accept: json }, more);
  const text = await response.text();
  expect([response.status, response.status === 200 ? '' : text]).toEqual([200, '']);
  return ((JSON.parse(text) as Results).results?.bindings ?? []).map((binding) =>
    Object.fromEntries(Object.entries(binding).map(([name, term]) => [name, term.value])),
  );
}

async function problem(response: Response): Promise<{ status: number; code: string; detail: string }> {
  expect(response.headers.get('content-type')?.split(';')[0]).toBe('application/problem+json');
  const body = (await response.json()) as { status: number; code: string; detail: string; title: string; type: string };
  expect(body.status).toBe(response.status);
  expect(body.title.length * body.detail.length * body.type.length).toBeGreaterThan(0);
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:\d|\.js:\d/);
  return body;
}

describe('the three forms of a query request (SPE-1)', () => {
  const query = `${dcat}SELECT ?d { ?d a dcat:Dataset } ORDER BY ?d LIMIT 5`;

  it('give the same answer', async () => {
    const answers = [
      await ask(query),
      await post(encoded([['query', query]]), form),
      await post(query, plain),
      await post(query, { 'content-type': 'application/sparql-query; charset=UTF-8' }),
      await catalogue.get(`/sparql/?${encoded([['query', query]])}`),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect([...new Set(texts)]).toEqual([texts[0]]);
    expect((JSON.parse(texts[0] ?? '') as Results).results?.bindings).toHaveLength(5);
  });

  it('carry letters beyond ASCII unharmed', async () => {
    const accented = 'ASK { FILTER("één 𝛼 ✓" = "\\u00E9\\u00E9n \\U0001D6FC \\u2713") }';
    for (const answer of [await ask(accented), await post(encoded([['query', accented]]), form), await post(accented, plain)])
      expect(((await answer.json()) as Results).boolean).toBe(true);
  });
});

describe('the dataset of a request (SPE-1, SPE-10)', () => {
  const graphs = (n: number): Promise<string[]> =>
    rows(`${dcat}SELECT DISTINCT ?g { GRAPH ?g { ?d a dcat:Dataset ; dct:publisher ?p } } ORDER BY ?g LIMIT ${String(n)}`).then((found) =>
      found.map((row) => row['g'] ?? ''),
    );
  const size = async (query: string, more: Pairs = []): Promise<number> => Number((await rows(query, more))[0]?.['n']);

  it('is one graph by default-graph-uri, without any named graph', async () => {
    const [first = ''] = await graphs(1);
    const inGraph = await size(`SELECT (COUNT(*) AS ?n) { GRAPH <${first}> { ?s ?p ?o } }`);
    expect(inGraph).toBeGreaterThan(5);
    expect(await size(countAll, [['default-graph-uri', first]])).toBe(inGraph);
    expect(await size('SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }', [['default-graph-uri', first]])).toBe(0);
  });

  it('has an empty default graph when only named graphs are given', async () => {
    const [first = '', second = ''] = await graphs(2);
    expect(await size(countAll, [['named-graph-uri', first]])).toBe(0);
    expect(
      (
        await rows('SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g', [
          ['named-graph-uri', first],
          ['named-graph-uri', second],
        ])
      ).map((row) => row['g']),
    ).toEqual([first, second]);
  });

  it('overrides FROM of the query, in every request form', async () => {
    const [first = '', second = ''] = await graphs(2);
    const expected = await size(countAll, [['default-graph-uri', first]]);
    const query = `SELECT (COUNT(*) AS ?n) FROM <${second}> FROM <https://nobody.example/> { ?s ?p ?o }`;
    const dataset: Pairs = [['default-graph-uri', first]];
    for (const answer of [
      await ask(query, {}, dataset),
      await post(encoded([['query', query], ...dataset]), form),
      await post(query, plain, `/sparql?${encoded(dataset)}`),
    ]) {
      expect(Number(((await answer.json()) as Results).results?.bindings[0]?.['n']?.value)).toBe(expected);
    }
  });

  it('merges several default graphs: what stands in two of them counts once', async () => {
    const [{ p = '' } = {}] = await rows(
      `${dcat}SELECT ?p (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?d dct:publisher ?p . ?p foaf:name ?name } FILTER(isIRI(?p)) } GROUP BY ?p ORDER BY DESC(?n) LIMIT 1`,
    );
    const shared = (await rows(`${dcat}SELECT DISTINCT ?g { GRAPH ?g { ?d dct:publisher <${p}> } } ORDER BY ?g LIMIT 3`)).map(
      (row) => ['default-graph-uri', row['g'] ?? ''] as const,
    );
    expect(shared).toHaveLength(3);
    const merged = await size(countAll, shared);
    expect(await size('SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }', shared)).toBe(merged);
    expect(await size(`${dcat}SELECT (COUNT(*) AS ?n) { <${p}> a ?type }`, shared)).toBe(
      Number((await rows(`${dcat}SELECT (COUNT(*) AS ?n) { <${p}> a ?type }`))[0]?.['n']),
    );
    const named: Pairs = [...shared, ['named-graph-uri', shared[0]?.[1] ?? '']];
    expect(await size('SELECT (COUNT(*) AS ?n) { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }', named)).toBeGreaterThan(0);
  });

  it('has nothing in a graph that does not exist, and takes no relative or broken IRI', async () => {
    expect(await size(countAll, [['default-graph-uri', 'https://nobody.example/graph']])).toBe(0);
    for (const iri of ['nothing', '', 'https://a b/', 'http://['])
      for (const name of ['default-graph-uri', 'named-graph-uri']) {
        expect(
          (
            await problem(
              await ask(countAll, {}, [
                [name, iri],
                [name, 'https://a.example/'],
              ]),
            )
          ).status,
          `${name}=${iri}`,
        ).toBe(400);
      }
  });
});

describe('the type of an answer (SPE-3)', () => {
  const select = `${dcat}SELECT ?d ?title { ?d a dcat:Dataset ; dct:title ?title } ORDER BY ?d ?title LIMIT 7`;
  const construct = `${dcat}CONSTRUCT { ?d dct:title ?title ; dcat:distribution [ dcat:note ?title ] } WHERE { { SELECT ?d ?title { ?d a dcat:Dataset ; dct:title ?title } ORDER BY ?d ?title LIMIT 7 } }`;

  it.each([
    ['nothing', undefined, json],
    ['everything', '*/*', json],
    ['any application type', 'application/*', json],
    ['XML first', `${xml}, ${json};q=0.9`, xml],
    ['by weight, not by order', `${json};q=0.3, text/csv;q=0.8, ${xml};q=0.5`, 'text/csv'],
    ['all but JSON', `*/*, ${json};q=0, application/json;q=0`, xml],
    ['a known type among unknown ones', 'application/x-unknown, text/tab-separated-values;q=0.1', 'text/tab-separated-values'],
    ['plain JSON', 'application/json', 'application/json'],
    ['plain XML', 'text/xml', 'text/xml'],
    ['what a browser sends', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'application/xml'],
  ])('of a SELECT, asked for %s', async (_name, accept, expected) => {
    const response = await fetch(`${catalogue.url}/sparql?${encoded([['query', select]])}`, { headers: accept === undefined ? {} : { accept } });
    expect([response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([200, expected]);
    expect(response.headers.get('vary')).toMatch(/accept\b/i);
  });

  it.each([
    ['text/turtle', '*/*'],
    ['text/turtle', 'text/*'],
    ['application/ld+json', 'application/ld+json, text/turtle;q=0.9'],
    ['application/rdf+xml', 'application/rdf+xml;q=0.9, text/turtle;q=0.8'],
  ])('of a CONSTRUCT is %s when %s is asked for', async (expected, accept) => {
    const response = await ask(construct, { accept });
    expect([response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([200, expected]);
  });

  it.each([
    ['a SELECT', select, 'text/turtle'],
    ['a SELECT', select, 'image/png'],
    ['a SELECT', select, `${json};q=0`],
    ['an ASK', 'ASK { ?s ?p ?o }', 'text/csv'],
    ['an ASK', 'ASK { ?s ?p ?o }', 'text/tab-separated-values'],
    ['a CONSTRUCT', construct, json],
    ['a DESCRIBE', 'DESCRIBE <https://a.example/>', 'text/csv'],
  ])('is refused with 406 and a list for %s (%s)', async (_name, query, accept) => {
    const found = await problem(await ask(query, { accept }));
    expect([found.status, found.detail]).toEqual([406, expect.stringContaining('application/')]);
  });

  it('can be chosen by ?format=, once', async () => {
    for (const [format, expected] of [
      ['csv', 'text/csv'],
      ['xml', xml],
      ['json', json],
      ['tsv', 'text/tab-separated-values'],
    ] as const)
      expect((await ask(select, { accept: 'image/png' }, [['format', format]])).headers.get('content-type')).toContain(expected);
    expect((await ask(construct, {}, [['format', 'jsonld']])).headers.get('content-type')).toContain('application/ld+json');
    expect((await problem(await ask(select, {}, [['format', 'papyrus']]))).status).toBe(406);
    expect(
      (
        await problem(
          await ask(select, {}, [
            ['format', 'csv'],
            ['format', 'xml'],
          ]),
        )
      ).status,
    ).toBe(400);
  });

  it('of rows says the same in all four result formats', async () => {
    const of = async (accept: string): Promise<string> => (await ask(select, { accept })).text();
    const expected = ((JSON.parse(await of(json)) as Results).results?.bindings ?? []).map((row) => [row['d']?.value, row['title']?.value]);
    expect(expected).toHaveLength(7);
    const entity = (text: string): string =>
      text.replace(/&(lt|gt|quot|apos|amp);/g, (_all, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name] ?? '');
    const fromXml = [...(await of(xml)).matchAll(/<result>(.*?)<\/result>/gs)].map(([, row = '']) =>
      ['d', 'title'].map((name) => entity(new RegExp(`<binding name="${name}"><(?:uri|literal)[^>]*>([^<]*)<`).exec(row)?.[1] ?? '')),
    );
    expect(fromXml).toEqual(expected);
    const csv = await of('text/csv');
    expect(csv.startsWith('d,title\r\n')).toBe(true);
    expect(
      csv
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((line) => /^([^,]*),(?:"(.*)"|(.*))$/s.exec(line))
        .map((match) => [match?.[1], (match?.[2] ?? match?.[3] ?? '').replaceAll('""', '"')]),
    ).toEqual(expected);
    const tsv = (await of('text/tab-separated-values')).trimEnd().split('\n');
    expect(tsv[0]).toBe('?d\t?title');
    expect(
      tsv
        .slice(1)
        .map((line) => /^<(.*)>\t"(.*)"(?:@[\w-]+)?$/.exec(line))
        .map((match) => [match?.[1], match?.[2]]),
    ).toEqual(expected);
    expect((await ask(select, { accept: 'text/csv' })).headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  });

  it('of an ASK is a boolean in JSON and in XML', async () => {
    expect(((await (await ask('ASK {}', { accept: json })).json()) as Results).boolean).toBe(true);
    expect(await (await ask('ASK { FILTER(false) }', { accept: xml })).text()).toContain('<boolean>false</boolean>');
  });

  it('of a graph is the same graph in all six RDF formats', async () => {
    const graphs = await Promise.all(
      rdfTypes.map(async (accept) => {
        const response = await ask(construct, { accept });
        expect(response.headers.get('content-type')).toContain(accept);
        return canonical((await parseText(await response.text(), { mediaType: accept, baseIri: 'https://base.example/' })).quads);
      }),
    );
    expect(graphs[0]?.split('\n').length).toBeGreaterThan(20);
    expect(new Set(graphs).size).toBe(1);
  });
});

describe('a request that is refused (SPE-2)', () => {
  const query = 'ASK {}';

  it.each([
    ['no query', () => catalogue.get('/sparql', { accept: json }), 400],
    ['no query in a form', () => post('', form), 400],
    ['an empty query', () => ask(''), 400],
    ['an empty body', () => post('', plain), 400],
    ['two queries', () => ask(query, {}, [['query', query]]), 400],
    [
      'two queries in a form',
      () =>
        post(
          encoded([
            ['query', query],
            ['query', query],
          ]),
          form,
        ),
      400,
    ],
    ['a query in body and address', () => post(query, plain, `/sparql?${encoded([['query', query]])}`), 400],
    ['a syntax error', () => ask('SELECT ?s WHERE { ?s ?p'), 400],
    ['words that are no query', () => ask('hello world'), 400],
    ['a query after the query', () => ask('ASK {} ASK {}'), 400],
    ['an update as a parameter', () => catalogue.get(`/sparql?${encoded([['update', 'CLEAR ALL']])}`), 403],
    ['an update in a form', () => post(encoded([['update', 'CLEAR ALL']]), form), 403],
    ['an update beside a query', () => ask(query, {}, [['update', 'CLEAR ALL']]), 403],
    ['an update as a body', () => post('CLEAR ALL', { 'content-type': 'application/sparql-update' }), 403],
    ['an update as a query', () => ask('INSERT DATA { <urn:a> <urn:b> <urn:c> }'), 403],
    ['an update behind a prologue', () => post('# SELECT\nPREFIX a: <urn:SELECT>\nDELETE WHERE { ?s ?p ?o }', plain), 403],
    ['LOAD', () => ask('LOAD <http://127.0.0.1/>'), 403],
    ['no content type', () => post(new TextEncoder().encode(query), {}), 415],
    ['another content type', () => post(query, { 'content-type': 'text/plain' }), 415],
    ['another charset', () => post(query, { 'content-type': 'application/sparql-query; charset=iso-8859-1' }), 415],
    ['another charset of a form', () => post(encoded([['query', query]]), { 'content-type': 'application/x-www-form-urlencoded; charset=latin1' }), 415],
    ['a content coding that is none', () => post(query, { ...plain, 'content-encoding': 'zstd' }), 415],
    ['a query of 300 KB', () => post(`ASK {} # ${'x'.repeat(300_000)}`, plain), 413],
    ['a body of 2 MB', () => post(`ASK {} # ${'x'.repeat(2_000_000)}`, plain), 413],
    ['SERVICE', () => ask('SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }'), 403],
    ['SERVICE with a variable', () => ask('SELECT * { VALUES ?e { <http://169.254.169.254/> } service ?e { ?s ?p ?o } }'), 403],
    ['SERVICE that may fail in silence', () => ask('SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }'), 403],
  ] as [string, () => Promise<Response>, number][])('%s', async (_name, send, status) => {
    const { status: found, code } = await problem(await send());
    expect([found, code.startsWith('request/')]).toEqual([status, true]);
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('by %s, with the methods that are allowed', async (method) => {
    const response = await fetch(`${catalogue.url}/sparql?${encoded([['query', query]])}`, { method });
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
    expect((await problem(response)).status).toBe(405);
  });

  it('changed nothing', async () => {
    expect(((await (await ask('ASK { ?s ?p ?o }')).json()) as Results).boolean).toBe(true);
    expect((await catalogue.ndc('check')).code).toBe(0);
  });

  it('SERVICE, with what to do instead; the word as a name, in a text or in a comment is none', async () => {
    expect((await problem(await ask('ASK { SERVICE <https://a.example/> {} }'))).detail).toMatch(/SERVICE is not answered here.*each endpoint/);
    const names = 'PREFIX service: <urn:service#> # SERVICE\nSELECT ?service { VALUES (?service ?t) { (service:SERVICE "SERVICE <x>") } }';
    expect(await rows(names)).toEqual([{ service: 'urn:service#SERVICE' }]);
  });

  it('an answer of too many rows, which says how to page; a LIMIT below the cap is answered', async () => {
    const found = await problem(await ask('SELECT * { ?s ?p ?o }'));
    expect([found.status, found.detail]).toEqual([413, expect.stringMatching(/LIMIT.*OFFSET/)]);
    for (const accept of [json, xml, 'text/csv', 'text/tab-separated-values']) {
      expect((await ask('SELECT * { ?s ?p ?o }', { accept })).status, accept).toBe(413);
      expect((await ask('SELECT * { ?s ?p ?o } LIMIT 3000', { accept })).status, accept).toBe(200);
    }
    // Rows without any value, and values of many lines.
    expect((await ask('SELECT ?nothing { ?s ?p ?o }', { accept: 'text/tab-separated-values' })).status).toBe(413);
    const lines = `SELECT ?text { ?s ?p ?o BIND("${'line\\n'.repeat(400)}" AS ?text) } LIMIT 20`;
    expect((await (await ask(lines, { accept: 'text/csv' })).text()).split('line').length).toBe(20 * 400 + 1);
  });

  it('a CONSTRUCT of too many solutions, also where its triples are few', async () => {
    for (const template of ['?s ?p ?o', '<urn:all> <urn:says> "the same"', ''])
      expect((await problem(await ask(`CONSTRUCT { ${template} } WHERE { ?s ?p ?o }`))).detail).toMatch(/3000 solutions.*LIMIT/);
    const [few, more] = await Promise.all([ask('CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3000'), ask('CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3001')]);
    expect([few.status, more.status]).toEqual([200, 413]);
  });
});

describe('HTTP at the endpoint', () => {
  it('answers HEAD as GET without the body', async () => {
    const address = `${catalogue.url}/sparql?${encoded([['query', 'ASK {}']])}`;
    const [get, head] = [await fetch(address), await fetch(address, { method: 'HEAD' })];
    expect([head.status, (await head.text()).length]).toEqual([200, 0]);
    for (const name of ['content-type', 'etag', 'cache-control', 'vary']) expect(head.headers.get(name), name).toBe(get.headers.get(name));
  });

  it('answers OPTIONS for the scripts of other sites', async () => {
    const response = await fetch(`${catalogue.url}/sparql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://yasgui.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
    expect([response.status, response.headers.get('access-control-allow-origin'), response.headers.get('access-control-allow-headers')]).toEqual([
      204,
      '*',
      expect.stringContaining('content-type'),
    ]);
    expect((await ask('ASK {}')).headers.get('access-control-allow-origin')).toBe('*');
  });

  it('gives each query and type an ETag, and 304 for it in a list, weak or as *', async () => {
    const first = await ask('ASK {}');
    const etag = first.headers.get('etag') ?? '';
    expect([etag, first.headers.get('cache-control')]).toEqual([expect.stringMatching(/^"[\w-]+"$/), 'public, max-age=60']);
    for (const tag of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
      const again = await ask('ASK {}', { 'if-none-match': tag });
      expect([again.status, again.headers.get('etag'), (await again.text()).length], tag).toEqual([304, etag, 0]);
    }
    const others = [await ask('ASK { }'), await ask('ASK {}', { accept: xml }), await ask('ASK {}', {}, [['default-graph-uri', 'https://a.example/']])];
    expect(new Set([etag, ...others.map((other) => other.headers.get('etag'))]).size).toBe(4);
    expect((await ask('ASK {}', { accept: xml, 'if-none-match': etag })).status).toBe(200);
  });

  it('describes itself as a service (SPE-5)', async () => {
    for (const accept of ['text/turtle', 'application/ld+json', 'application/rdf+xml', 'application/n-triples']) {
      const response = await catalogue.get('/sparql', { accept });
      expect([response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([200, accept]);
      const { quads } = await parseText(await response.text(), { mediaType: accept, baseIri: 'https://base.example/' });
      const sd = 'http://www.w3.org/ns/sparql-service-description#';
      const objects = (predicate: string): string[] => quads.filter((quad) => quad.predicate.value === predicate).map((quad) => quad.object.value);
      expect(objects(`${sd}endpoint`)).toEqual([`${catalogue.url}/sparql`]);
      expect(objects(`${sd}supportedLanguage`)).toEqual([`${sd}SPARQL11Query`]);
      expect(objects(`${sd}resultFormat`).length).toBeGreaterThan(7);
      expect(objects(`${sd}name`).sort()).toEqual(['assertions', 'catalogue', 'provenance', 'vocab'].map((name) => `${catalogue.url}/graph/${name}`));
      expect([objects(`${sd}defaultDataset`).length, objects(`${sd}defaultGraph`).length]).toEqual([1, 1]);
      expect(quads.some((quad) => quad.object.value === `${sd}UnionDefaultGraph`)).toBe(false);
    }
  });

  it('counts what it holds in VoID, as the ledger does', async () => {
    const { reader } = catalogue.server.house.harvest;
    const merged = new Store();
    for (let after = ''; ;) {
      const page = reader.publishedPage(reader.snapshot().seq, after, 200);
      if (page.length === 0) break;
      for (const { body } of page) merged.addQuads(parseStored(withBase(body, catalogue.url)));
      after = page.at(-1)?.head.id ?? '';
    }
    const text = await (await catalogue.get('/sparql', { accept: 'application/n-triples' })).text();
    const told = new Store((await parseText(text, { mediaType: 'application/n-triples', baseIri: 'https://base.example/' })).quads);
    const graph = `${catalogue.url}/sparql#default-graph`;
    const count = (node: Quad_Object | string, name: string): number => Number(told.getObjects(node, `${voidIri}${name}`, null)[0]?.value);
    expect(['triples', 'distinctSubjects', 'distinctObjects', 'properties'].map((name) => count(graph, name))).toEqual([
      merged.size,
      merged.getSubjects(null, null, null).length,
      merged.getObjects(null, null, null).length,
      merged.getPredicates(null, null, null).length,
    ]);
    const parts = (kind: 'class' | 'property', counted: string): Record<string, number> =>
      Object.fromEntries(
        told
          .getObjects(graph, `${voidIri}${kind}Partition`, null)
          .map((part) => [told.getObjects(part as Quad_Subject, voidIri + kind, null)[0]?.value ?? '', count(part, counted)]),
      );
    expect(parts('class', 'entities')).toEqual(
      Object.fromEntries(merged.getObjects(null, rdf.type, null).map((type) => [type.value, merged.countQuads(null, rdf.type, type, null)])),
    );
    expect(parts('property', 'triples')).toEqual(
      Object.fromEntries(merged.getPredicates(null, null, null).map((property) => [property.value, merged.countQuads(null, property, null, null)])),
    );
    for (const name of ['catalogue', 'provenance', 'assertions'])
      expect([name, count(`${catalogue.url}/sparql#graph-${name}-triples`, 'triples')]).toEqual([
        name,
        Number((await rows(`SELECT (COUNT(*) AS ?n) { GRAPH <${catalogue.url}/graph/${name}> { ?s ?p ?o } }`))[0]?.['n']),
      ]);
  });

  it('leads a browser to a page', async () => {
    const page = await catalogue.get('/sparql', { accept: 'text/html' });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/nl/sparql']);
    expect((await catalogue.get('/sparql', { accept: 'text/html', 'accept-language': 'en' })).headers.get('location')).toBe('/en/sparql');
  });

  it('says where a query cannot be read', async () => {
    const response = await ask('SELECT ?s\nWHERE { ?s dcat:theme ?o }');
    expect(await response.json()).toMatchObject({
      status: 400,
      code: 'request/bad-query',
      line: 2,
      errors: [{ in: 'query', location: expect.stringMatching(/^2:\d+$/) as string, code: 'syntax' }],
      detail: expect.stringContaining('the prefix "dcat:" is not declared') as string,
    });
    // Also where the query is asked with something of ours in it.
    for (const query of ['CONSTRUCT { ?s dct:title ?t }\nWHERE { ?s ?p ?t }', 'CONSTRUCT\n WHERE { ?s dct:title ?t }'])
      expect(await (await ask(query)).json()).toMatchObject({ status: 400, line: query.indexOf('dct') < query.indexOf('\n') ? 1 : 2 });
  });
});

describe('the examples', () => {
  const examples = readExamples(examplesFolder);

  it('cover every kind of question, each under a name of its own', () => {
    expect(new Set(examples.map(({ group }) => group)).size).toBe(exampleGroups.length);
    expect(new Set(examples.map(({ id }) => id)).size).toBe(examples.length);
    expect(examples.length).toBeGreaterThanOrEqual(15);
    for (const { question, query } of examples) expect([question.nl === question.en, /^# (group|nl|en)/m.test(query)]).toEqual([false, false]);
  });

  it.each(examples)('$id finds something, and its page shows it', async ({ id, query, question }) => {
    const response = await ask(query);
    expect(response.status).toBe(200);
    const isGraph = query.includes('CONSTRUCT');
    const found = isGraph ? [await response.text()] : (((await response.json()) as Results).results?.bindings ?? []);
    expect(found.length).toBeGreaterThan(0);
    expect(isGraph || Object.keys(found[0] ?? {}).length > 0).toBe(true);
    for (const lang of ['nl', 'en'] as const) {
      const page = await catalogue.get(`/${lang}/sparql?example=${id}`);
      const html = await page.text();
      expect([page.status, html.includes(question[lang])]).toEqual([200, true]);
      expect((html.match(/<tr>/g) ?? []).length, html.slice(0, 200)).toBe(isGraph ? 0 : found.length + 1);
    }
  });
});

describe('the page for queries', () => {
  const page = async (query: string, lang = 'en'): Promise<{ status: number; html: string; response: Response }> => {
    const response = await catalogue.get(`/${lang}/sparql?${encoded([['query', query]])}`);
    return { status: response.status, html: await response.text(), response };
  };
  const submit = (query: string, headers: Readonly<Record<string, string>> = form): Promise<Response> =>
    fetch(`${catalogue.url}/en/sparql`, { method: 'POST', body: encoded([['query', query]]), headers, redirect: 'manual' });

  it('shows values with prefixed names, links to our own pages, languages and datatypes, and nothing as markup', async () => {
    const { html } = await page(`${dcat}SELECT ?class ?record ?text ?tagged ?number ?blank {
      { SELECT ?record { GRAPH ?record { ?d a dcat:Dataset } } LIMIT 1 }
      BIND(dcat:Dataset AS ?class) BIND("<script>alert(1)</script>" AS ?text) BIND("woord"@nl AS ?tagged) BIND(7 AS ?number) }`);
    for (const part of ['>dcat:Dataset</a>', '<bdi>&lt;script>alert(1)', '<bdi lang="nl">woord</bdi>', '@nl', 'xsd:integer']) expect(html).toContain(part);
    expect(html).toMatch(/<a href="\/en\/datasets\/[a-z2-7]{16}">/);
    expect(html).not.toContain('<script>alert');
    expect((await page('SELECT ?x { VALUES ?x { <javascript:alert(1)> } }')).html).not.toContain('href="javascript:');
  });

  it('shows the first thousand rows and says that there are more; downloads have all', async () => {
    const { html, status } = await page('SELECT ?s { ?s ?p ?o }');
    expect([status, html.includes('The first 1,000 rows'), (html.match(/<tr>/g) ?? []).length]).toEqual([200, true, 1001]);
    const few = await page('SELECT ?s { ?s ?p ?o } LIMIT 3');
    expect([few.html.includes('>3 rows<'), few.html.includes('part of the answer')]).toEqual([true, false]);
    const [download] = /\/sparql\?query=[^"]*format=csv/.exec(few.html) ?? [];
    expect((await catalogue.get((download ?? '').replaceAll('&amp;', '&'))).headers.get('content-type')).toContain('text/csv');
  });

  it('answers ASK, CONSTRUCT and nothing found', async () => {
    expect((await page('ASK {}')).html).toContain('Answer: yes');
    expect((await page('ASK { FILTER(false) }', 'nl')).html).toContain('Antwoord: nee');
    expect((await page('SELECT * { <urn:nobody> ?p ?o }')).html).toContain('Nothing found');
    expect((await page('CONSTRUCT { ?s a ?type } WHERE { ?s a ?type } LIMIT 2')).html).toContain('Data in Turtle');
    expect((await page('CONSTRUCT WHERE { ?s ?p ?o }')).html).toContain('part of the answer');
  });

  it('keeps a query that is refused in its field, with the reason and the line', async () => {
    const { status, html } = await page('SELECT ?s\nWHERE { ?s dcat:theme ?o }');
    expect([status, html.includes('The query cannot be read'), html.includes('> 2  WHERE')]).toEqual([400, true, true]);
    expect(html).toMatch(/<textarea[^>]*aria-invalid="true"[^>]*>SELECT \?s\nWHERE/);
    expect((await page('INSERT DATA { <urn:a> <urn:b> 1 }')).status).toBe(403);
    const service = await page('SELECT * { SERVICE <https://a.example/> { ?s ?p ?o } }', 'nl');
    expect([service.status, service.html.includes('<p>SERVICE wordt hier niet beantwoord')]).toEqual([403, true]);
    // What the engine says is in English, whatever the language of the page.
    expect((await page('SELECT ?s WHERE {', 'nl')).html).toContain('<p lang="en">Line 1,');
  });

  it('gives a query that fits an address of its own, and answers a longer one at once', async () => {
    const short = await submit('ASK {}');
    expect([short.status, short.headers.get('location')]).toEqual([303, '/en/sparql?query=ASK%20%7B%7D']);
    expect((await submit('  ')).headers.get('location')).toBe('/en/sparql');
    const long = await submit(`ASK {} # ${'x'.repeat(5000)}`);
    expect([long.status, (await long.text()).includes('Answer: yes')]).toEqual([200, true]);
    const huge = await submit(`ASK {} # ${'x'.repeat(2_000_000)}`);
    expect(huge.status).toBe(413);
    // As much as the endpoint takes, and no more.
    const over = await submit(`ASK {} # ${'x'.repeat(maxQueryLength)}`);
    expect([over.status, (await over.text()).includes('longer than 262,144 characters')]).toEqual([413, true]);
  });

  it('needs no script, keeps nothing in caches, and is complete before anything was asked', async () => {
    const empty = await catalogue.get('/nl/sparql');
    const html = await empty.text();
    expect([empty.status, html.includes('<label for="query">'), html.includes('noindex')]).toEqual([200, true, false]);
    const asked = await page('ASK {}');
    expect([asked.response.headers.get('cache-control'), asked.html.includes('noindex')]).toEqual(['no-store', true]);
    expect(asked.response.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
  });
});

describe('the graphs (DESIGN section 6)', () => {
  it('are merged in the default graph: a publisher shared by many records is there once', async () => {
    const [shared] = await rows(
      `${dcat}SELECT ?p ?name (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?d dct:publisher ?p . ?p foaf:name ?name } FILTER(isIRI(?p)) } GROUP BY ?p ?name ORDER BY DESC(?n) LIMIT 1`,
    );
    expect(Number(shared?.['n'])).toBeGreaterThanOrEqual(3);
    expect(
      await rows(
        `${dcat}SELECT ?name { <${shared?.['p'] ?? ''}> foaf:name ?name FILTER(?name = ${JSON.stringify(shared?.['name'])} || STR(?name) = ${JSON.stringify(shared?.['name'])}) }`,
      ),
    ).toHaveLength(1);
  });

  it('count nothing twice', async () => {
    const [all, distinct, datasets, distinctDatasets] = await Promise.all(
      [
        countAll,
        'SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }',
        `${dcat}SELECT (COUNT(?d) AS ?n) { ?d a dcat:Dataset }`,
        `${dcat}SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a dcat:Dataset }`,
      ].map((query) => rows(query).then((found) => Number(found[0]?.['n']))),
    );
    expect(distinct).toBe(all);
    expect(distinctDatasets).toBe(datasets);
  });

  it('are one for each record, named by its address, and those of the catalogue and the assertions', async () => {
    const graphs = (await rows('SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }')).map((row) => row['g']?.slice(catalogue.url.length) ?? '');
    const records = graphs.filter((graph) => /^\/datasets\/[a-z2-7]{16}$/.test(graph));
    expect(graphs.filter((graph) => !records.includes(graph)).sort()).toEqual(['/graph/assertions', '/graph/catalogue', '/graph/provenance', '/graph/vocab']);
    expect(records).toHaveLength(catalogue.server.house.harvest.reader.totals().current);
    expect(
      Number(
        (
          await rows(`${dcat}SELECT (COUNT(DISTINCT ?r) AS ?n) { GRAPH <${catalogue.url}/graph/catalogue> { ?c dcat:record ?r . ?r foaf:primaryTopic ?d } }`)
        )[0]?.['n'],
      ),
    ).toBe(records.length);
    expect(await rows(`SELECT ?s { GRAPH <${catalogue.url}/graph/assertions> { ?s a <https://w3id.org/ndc/ns#Assertion> } }`)).not.toEqual([]);
    expect(await rows('SELECT ?s { ?s a <https://w3id.org/ndc/ns#Assertion> }')).toEqual([]);
  });

  it('hold each record under the name that its catalogue entry gives it', async () => {
    expect(
      await rows(`${dcat}SELECT ?d { GRAPH <${catalogue.url}/graph/catalogue> { ?r foaf:primaryTopic ?d } FILTER NOT EXISTS { ?d dct:title ?title } }`),
    ).toEqual([]);
    expect(
      await rows(
        'SELECT ?s { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } FILTER(STRSTARTS(STR(?s), "urn:ndc:genid:") || STRSTARTS(STR(?o), "urn:ndc:genid:")) } LIMIT 1',
      ),
    ).toEqual([]);
  });
});

describe('graphs as a whole (SPE-9)', () => {
  const graph = (parameters: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Response> =>
    fetch(`${catalogue.url}/rdf-graphs${parameters}`, { method, headers });
  const record = async (): Promise<string> => (await rows(`${dcat}SELECT ?g { GRAPH ?g { ?d a dcat:Dataset } } ORDER BY ?g LIMIT 1`))[0]?.['g'] ?? '';

  it('are what the endpoint says of them, in every RDF format', async () => {
    const name = await record();
    const expected = await canonical(
      (
        await parseText(await (await ask('CONSTRUCT WHERE { ?s ?p ?o }', {}, [['default-graph-uri', name]])).text(), {
          mediaType: 'text/turtle',
          baseIri: 'https://base.example/',
        })
      ).quads,
    );
    expect(expected.split('\n').length).toBeGreaterThan(10);
    for (const accept of rdfTypes) {
      const response = await graph(`?graph=${encodeURIComponent(name)}`, { accept });
      expect([response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([200, accept]);
      expect(await canonical((await parseText(await response.text(), { mediaType: accept, baseIri: 'https://base.example/' })).quads)).toBe(expected);
    }
    expect((await graph(`?graph=${encodeURIComponent(name)}&format=nt`)).headers.get('content-type')).toContain('application/n-triples');
    expect((await graph(`?graph=${encodeURIComponent(name)}`, { accept: 'text/csv' })).status).toBe(406);
  });

  it('answer HEAD, conditions and other sites', async () => {
    const address = `?graph=${encodeURIComponent(await record())}`;
    const [get, head] = [await graph(address), await graph(address, {}, 'HEAD')];
    const etag = get.headers.get('etag') ?? '';
    expect([head.status, head.headers.get('etag'), (await head.text()).length]).toEqual([200, etag, 0]);
    expect((await graph(address, { 'if-none-match': etag })).status).toBe(304);
    expect((await graph(address, { 'if-none-match': etag, accept: 'application/n-triples' })).status).toBe(200);
    const options = await graph('', { origin: 'https://a.example' }, 'OPTIONS');
    expect([options.status, options.headers.get('allow'), options.headers.get('access-control-allow-origin')]).toEqual([204, 'GET, HEAD, OPTIONS', '*']);
  });

  it('are named once and whole: a name is decoded once, and what nobody published is not found', async () => {
    const name = await record();
    for (const [parameters, status] of [
      ['', 400],
      ['?default&default', 400],
      [`?default&graph=${encodeURIComponent(name)}`, 400],
      [`?graph=${encodeURIComponent(name)}&graph=${encodeURIComponent(name)}`, 400],
      ['?graph=', 400],
      ['?graph=datasets', 400],
      ['?graph=https%3A%2F%2Fnobody.example%2F', 404],
      [`?graph=${encodeURIComponent(encodeURIComponent(name))}`, 400],
      [`?graph=${encodeURIComponent(name.replace('/datasets/', '/%64atasets/'))}`, 404],
    ] as const)
      expect([parameters, (await problem(await graph(parameters))).status]).toEqual([parameters, status]);
  });

  it('are never cut: one that is too large says where to read it', async () => {
    const found = await problem(await graph('?default'));
    expect([found.status, found.code, found.detail]).toEqual([413, 'request/result-too-large', expect.stringContaining('/catalog')]);
    expect((await graph(`?graph=${encodeURIComponent(`${catalogue.url}/graph/assertions`)}`)).status).toBe(200);
  });

  it.each(['PUT', 'POST', 'DELETE', 'PATCH'])('take no %s', async (method) => {
    const before = await rows(countAll);
    const response = await fetch(`${catalogue.url}/rdf-graphs?default`, {
      method,
      body: '<urn:a> <urn:b> <urn:c> .',
      headers: { 'content-type': 'text/turtle' },
    });
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect((await problem(response)).status).toBe(405);
    expect(await rows(countAll)).toEqual(before);
  });
});

describe('a query that never ends (SPE-7)', () => {
  it('is ended at its deadline, while search and another query answer, and its worker comes back', async () => {
    // Connected, so that nothing speaks against it beforehand.
    const product = 'SELECT (COUNT(*) AS ?n) { ?a a ?t . ?b a ?t . ?c a ?t . ?d a ?t FILTER(?a != ?d) }';
    const started = performance.now();
    const hostile = ask(product);
    let ended = false;
    void hostile.then(() => {
      ended = true;
    });
    let answered = 0;
    while (!ended && performance.now() - started < 1500) {
      const [search, query] = await Promise.all([catalogue.get('/api/v1/datasets?q=diabetes'), ask('ASK {}')]);
      expect([search.status, query.status]).toEqual([200, 200]);
      answered++;
    }
    expect([ended, answered > 3]).toEqual([false, true]);
    const found = await problem(await hostile);
    expect([found.status, found.code]).toEqual([504, 'request/query-timeout']);
    await expect
      .poll(
        async () =>
          ((await (await catalogue.get('/readyz')).json()) as { projections: { name: string; complete: boolean }[] }).projections.filter(
            (projection) => projection.name.startsWith('triples') && projection.complete,
          ).length,
        { timeout: 60_000 },
      )
      .toBe(2);
    expect(await Promise.all([rows(countAll), rows(countAll)])).toEqual([await rows(countAll), await rows(countAll)]);
    expect(catalogue.server.house.sparql.restarts).toBe(1);
  });

  it('is refused beforehand where its form says so, unless an operator wants it tried', async () => {
    const product = 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }';
    const { status, code, detail } = await problem(await ask(product));
    expect([status, code, detail]).toEqual([403, 'request/query-too-costly', expect.stringContaining('?a, ?b, ?c with those about ?d, ?e, ?f')]);
    expect((await problem(await ask(product, {}, [['guard', 'off']]))).status).toBe(401);
    expect((await problem(await ask('ASK {}', {}, [['guard', 'on']]))).status).toBe(400);
    const limited = await ask('SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 3', { accept: json });
    expect([limited.status, ((await limited.json()) as Results).results?.bindings.length]).toEqual([200, 3]);
  });

  it('never leaves the endpoint silent, also when all workers are busy with such queries', async () => {
    const product = (n: number): string => `SELECT (COUNT(*) AS ?n) { ?a a ?t . ?b a ?t . ?c a ?t . ?d a ?t FILTER(?a != <urn:${String(n)}>) }`;
    const statuses = await Promise.all([ask(product(1)), ask(product(2)), ask(product(3))].map(async (response) => (await response).status));
    expect(statuses.every((status) => status === 504 || status === 503)).toBe(true);
    expect((await catalogue.get('/api/v1/datasets')).status).toBe(200);
    await expect.poll(async () => (await ask('ASK {}')).status, { timeout: 60_000 }).toBe(200);
  }, 90_000);
});
