import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Quad, Term } from '@rdfjs/types';
import { SaxesParser } from '@rubensworks/saxes';
import express from 'express';
import { Parser, Store, Writer } from 'n3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sparqlRouter } from '../../sparql/endpoint/index.js';
import { packageRoot } from '../../src/assets.js';
import { problemHandler } from '../../src/http/problem.js';
import { silentLogger } from '../../src/ports/logger.js';
import type { SparqlEngine } from '../../src/ports/sparql-engine.js';
import { TripleStore } from '../../src/triples/triple-store.js';
import { vocabulary } from '../../vocab/namespace.js';
import { rdf } from '../../vocab/rdf.js';
import { openLedger, type OpenLedger } from '../support/ledger.js';

/** The W3C tests of the JSON result format, from their manifest; the same answers are asked for in the other formats too. */
const suite = join(packageRoot, '..', 'shared', 'corpus-protocols', 'sparql11-json-res');
const present = existsSync(suite);
if (!present) console.log('SPARQL result formats skipped: ../shared/corpus-protocols is not there');

const mf = vocabulary('http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#', 'entries', 'action', 'result');
const qt = vocabulary('http://www.w3.org/2001/sw/DataAccess/tests/test-query#', 'query', 'data');

interface SuiteTest {
  readonly name: string;
  readonly query: string;
  readonly data: string;
  readonly result: string;
}

interface Value {
  readonly type: string;
  readonly value: string;
  readonly datatype?: string;
  readonly 'xml:lang'?: string;
}
type Row = Readonly<Record<string, Value>>;
interface Results {
  readonly head: { readonly vars?: readonly string[] };
  readonly boolean?: boolean;
  readonly results?: { readonly bindings: readonly Row[] };
}

const read = (name: string): string => readFileSync(join(suite, name), 'utf8');

function suiteTests(): SuiteTest[] {
  if (!present) return [];
  const store = new Store(new Parser({ baseIRI: 'http://suite.example/' }).parse(read('manifest.ttl')));
  const object = (node: Term, predicate: Quad['predicate']): Term => store.getObjects(node, predicate, null)[0]!;
  const list = (node: Term): Term[] => (node.equals(rdf.nil) ? [] : [object(node, rdf.first), ...list(object(node, rdf.rest))]);
  const file = (node: Term): string => node.value.replace('http://suite.example/', '');
  return list(store.getObjects(null, mf.entries, null)[0]!).map((test) => {
    const action = object(test, mf.action);
    return {
      name: test.value.replace(/^.*#/, ''),
      query: file(object(action, qt.query)),
      data: file(object(action, qt.data)),
      result: file(object(test, mf.result)),
    };
  });
}

const tests = suiteTests();
const base = 'https://catalogue.example';
const graph = `${base}/graph/suite`;
let ledger: OpenLedger;
let server: Server;
let url: string;

/** The endpoint as it is mounted, over a store in which the data of the suite are a graph of their own. */
beforeAll(async () => {
  ledger = openLedger();
  const lines = present ? new Writer({ format: 'N-Triples' }).quadsToString(new Parser().parse(read('data.ttl'))) : '';
  const store = new TripleStore(ledger.reader, { baseUrl: base, maxRows: 100, maxBytes: 1 << 20, entryOf: () => '', sideGraphs: () => ({ suite: lines }) });
  await store.load(() => Promise.resolve());
  const engine: Pick<SparqlEngine, 'query'> = { query: (request) => Promise.resolve(store.query(request)) };
  const app = express();
  app.use(sparqlRouter({ engine, engineOf: () => engine, baseUrl: base, admitOperator: () => undefined }));
  app.use(problemHandler(silentLogger));
  server = createServer({ keepAliveTimeout: 120_000 }, app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  ledger.reader.close();
  ledger.ledger.close();
});

async function answer(query: string, accept: string): Promise<string> {
  const response = await fetch(`${url}/sparql?${new URLSearchParams({ query, 'default-graph-uri': graph }).toString()}`, { headers: { accept } });
  const text = await response.text();
  expect([response.status, response.headers.get('content-type')?.split(';')[0], response.status === 200 ? '' : text]).toEqual([200, accept, '']);
  return text;
}

/** The order of the variables of `SELECT *` is not defined (SPARQL 1.1 Query, 18.2.4.1). */
const sorted = (names: readonly string[] | undefined): string[] | undefined => (names === undefined ? undefined : [...names].sort());

/** Blank nodes by the order in which they come: two results are equal when only the names of these differ. */
function named(rows: readonly Row[]): Row[] {
  const seen = new Map<string, string>();
  const nameOf = (label: string): string => {
    const known = seen.get(label) ?? `b${String(seen.size)}`;
    seen.set(label, known);
    return known;
  };
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .sort()
        .map(([name, value]) => [name, value.type === 'bnode' ? { ...value, value: nameOf(value.value) } : value]),
    ),
  );
}

function fromXml(text: string): Results {
  const [vars, bindings]: [string[], Record<string, Value>[]] = [[], []];
  let [name, content, attributes]: [string, string, Record<string, string>] = ['', '', {}];
  let answered: boolean | undefined;
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => {
    content = '';
    const of = tag.attributes as Record<string, string>;
    if (tag.name === 'variable') vars.push(of['name'] ?? '');
    else if (tag.name === 'result') bindings.push({});
    else if (tag.name === 'binding') name = of['name'] ?? '';
    else attributes = of;
  });
  parser.on('text', (found) => {
    content += found;
  });
  parser.on('closetag', ({ name: tag }) => {
    if (tag === 'boolean') answered = content === 'true';
    else if (['uri', 'bnode', 'literal'].includes(tag)) {
      const { datatype } = attributes;
      bindings.at(-1)![name] = { type: tag, value: content, ...(datatype === undefined ? {} : { datatype }) };
    }
  });
  parser.write(text).close();
  return answered === undefined ? { head: { vars }, results: { bindings } } : { head: {}, boolean: answered };
}

/** Of RFC 4180, as far as these results need it. */
const csvRows = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

const tsvTerm = (text: string): Value | null => {
  if (text === '') return null;
  const typed = /^"(.*)"\^\^<(.*)>$/.exec(text);
  if (typed !== null) return { type: 'literal', value: typed[1]!, datatype: typed[2]! };
  if (text.startsWith('"')) return { type: 'literal', value: text.slice(1, -1) };
  if (text.startsWith('<')) return { type: 'uri', value: text.slice(1, -1) };
  if (text.startsWith('_:')) return { type: 'bnode', value: text.slice(2) };
  return { type: 'literal', value: text, datatype: `http://www.w3.org/2001/XMLSchema#${text.includes('.') ? 'decimal' : 'integer'}` };
};

describe.skipIf(!present)('SPARQL 1.1 Query Results JSON Format: the W3C suite', () => {
  it('is read from its manifest', () => {
    expect(tests.map(({ name }) => name)).toEqual(['jsonres01', 'jsonres02', 'jsonres03', 'jsonres04']);
    expect(new Set(tests.map(({ data }) => data))).toEqual(new Set(['data.ttl']));
  });

  it.each(tests)('$name', async ({ query, result }) => {
    const expected = JSON.parse(read(result)) as Results;
    const found = JSON.parse(await answer(read(query), 'application/sparql-results+json')) as Results;
    expect(found.boolean).toBe(expected.boolean);
    expect(sorted(found.head.vars)).toEqual(sorted(expected.head.vars));
    expect(found.results === undefined).toBe(expected.results === undefined);
    expect(named(found.results?.bindings ?? [])).toEqual(named(expected.results?.bindings ?? []));
  });

  it.each(tests)('$name, the same in XML', async ({ query, result }) => {
    const expected = JSON.parse(read(result)) as Results;
    const text = await answer(read(query), 'application/sparql-results+xml');
    expect(text).toContain('xmlns="http://www.w3.org/2005/sparql-results#"');
    const found = fromXml(text);
    expect([found.boolean, sorted(found.head.vars)]).toEqual([expected.boolean, sorted(expected.head.vars)]);
    expect(named(found.results?.bindings ?? [])).toEqual(named(expected.results?.bindings ?? []));
  });

  it.each(tests.filter(({ result }) => present && read(result).includes('bindings')))('$name, the same in CSV and TSV', async ({ query, result }) => {
    const { head, results } = JSON.parse(read(result)) as Required<Results>;
    const [variables, ...cells] = csvRows(await answer(read(query), 'text/csv'));
    expect(sorted(variables)).toEqual(sorted(head.vars));
    const blank = /^_:.*/;
    expect(cells.map((row) => row.map((cell) => cell.replace(blank, '_')))).toEqual(
      results.bindings.map((row) => variables?.map((name) => (row[name]?.type === 'bnode' ? '_' : (row[name]?.value ?? '')))),
    );
    const [names, ...lines] = (await answer(read(query), 'text/tab-separated-values')).trimEnd().split('\n');
    expect(names?.split('\t')).toEqual(variables?.map((name) => `?${name}`));
    const terms = lines.map((line) =>
      Object.fromEntries(line.split('\t').flatMap((cell, at) => (tsvTerm(cell) === null ? [] : [[variables?.[at] ?? '', tsvTerm(cell)!]]))),
    );
    const plain = (rows: readonly Row[]): Row[] =>
      named(rows).map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, { type, value, datatype }]) => [name, { type, value, ...(datatype === undefined ? {} : { datatype }) }]),
        ),
      );
    expect(plain(terms)).toEqual(plain(results.bindings));
  });

  it('would find another value, another type, and a variable too many', () => {
    const [one] = tests;
    const { results } = JSON.parse(read(one!.result)) as Required<Results>;
    const rows = named(results.bindings);
    for (const change of [{ value: 'x' }, { type: 'literal' }, { datatype: 'urn:x' }])
      expect(named([{ ...rows[0]!, s: { ...rows[0]!['s']!, ...change } }, ...rows.slice(1)])).not.toEqual(rows);
    expect(named([...rows].reverse())).not.toEqual(rows);
  });
});
