import { QueryEngine } from '@comunica/query-sparql';
import { DataFactory, Parser, Store as N3Store } from 'n3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplesFolder } from '../../src/assets.js';
import { entryLines, provenanceLines, sideGraphs } from '../../src/federation/store-graphs.js';
import { runEnd } from '../../src/federation/provenance.js';
import type { LedgerReader } from '../../src/ports/ledger.js';
import { readExamples } from '../../src/rdf/query-examples.js';
import { queryForm } from '../../src/rdf/query-form.js';
import { withBase } from '../../src/rdf/terms.js';
import { openTestServer, type TestServer } from '../support/server.js';
import { base, limits, openRemote, type OpenEngine, type OpenRemote } from '../support/remote-triples.js';
import { TripleStore } from '../../src/triples/triple-store.js';
import type { RemoteContent } from '../../src/triples/remote-projection.js';
import { Virtuoso, virtuosoInstalled } from '../support/virtuoso.js';

if (!virtuosoInstalled) console.warn('virtuoso-opensource is not installed: queries are compared on two engines, not on three');

const prefixes = `PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX vcard: <http://www.w3.org/2006/vcard/ns#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX h: <http://healthdataportal.eu/ns/health#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n`;

/** Questions that catalogues are asked; without an order where only a part is taken, since engines may then choose. */
const questions: Readonly<Record<string, string>> = {
  'datasets, counted': 'SELECT (COUNT(*) AS ?n) { ?d a dcat:Dataset }',
  'all triples, counted': 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }',
  'properties, counted': 'SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p',
  'classes, counted': 'SELECT ?type (COUNT(DISTINCT ?s) AS ?n) { ?s a ?type } GROUP BY ?type',
  'records of each publisher': 'SELECT ?p (COUNT(?d) AS ?n) { ?d a dcat:Dataset ; dct:publisher ?p } GROUP BY ?p',
  'shared agents': 'SELECT ?p (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?p foaf:name ?name } FILTER(isIRI(?p)) } GROUP BY ?p HAVING (COUNT(DISTINCT ?g) > 1)',
  'names of shared agents, once': 'SELECT ?p ?name { ?p foaf:name ?name }',
  'triples of shared agents': 'SELECT ?p (COUNT(*) AS ?n) { ?p a foaf:Agent ; ?q ?o } GROUP BY ?p',
  'publishers with and without a page': 'SELECT ?p ?page { ?d dct:publisher ?p OPTIONAL { ?p foaf:homepage ?page } }',
  'titles in Dutch': 'SELECT ?d ?t { ?d a dcat:Dataset ; dct:title ?t FILTER(LANG(?t) = "nl") }',
  'titles that match a range': 'SELECT ?d ?t { ?d a dcat:Dataset ; dct:title ?t FILTER(LANGMATCHES(LANG(?t), "en")) }',
  'datasets without an English title': 'SELECT ?d { ?d a dcat:Dataset FILTER NOT EXISTS { ?d dct:title ?t FILTER(LANGMATCHES(LANG(?t), "en")) } }',
  'datasets minus those with people': 'SELECT ?d { ?d a dcat:Dataset MINUS { ?d h:numberOfUniqueIndividuals ?n } }',
  'titles or descriptions with a word':
    'SELECT DISTINCT ?d { { ?d dct:title ?w } UNION { ?d dct:description ?w } ?d a dcat:Dataset FILTER(CONTAINS(LCASE(STR(?w)), "regist")) }',
  'keywords, by a pattern': 'SELECT DISTINCT ?k { ?d dcat:keyword ?k FILTER(REGEX(STR(?k), "^[a-d]", "i")) }',
  'keywords, in upper case': 'SELECT ?u (COUNT(*) AS ?n) { ?d dcat:keyword ?k BIND(UCASE(STR(?k)) AS ?u) } GROUP BY ?u',
  'numbers, added': 'SELECT (SUM(?n) AS ?sum) (MIN(?n) AS ?least) (MAX(?n) AS ?most) { ?d h:numberOfUniqueIndividuals ?n }',
  'numbers, on average': 'SELECT (AVG(?n) AS ?mean) { ?d h:numberOfUniqueIndividuals ?n }',
  'numbers above a limit': 'SELECT ?d ?n { ?d h:numberOfUniqueIndividuals ?n FILTER(?n > 1000) }',
  'dates since a day': 'SELECT ?d ?m { ?d a dcat:Dataset ; dct:modified ?m FILTER(STR(?m) >= "2024-01-01") }',
  'years of change': 'SELECT ?y (COUNT(*) AS ?n) { ?d a dcat:Dataset ; dct:modified ?m BIND(SUBSTR(STR(?m), 1, 4) AS ?y) } GROUP BY ?y',
  'periods with open ends': 'SELECT ?d ?from ?to { ?d dct:temporal ?p OPTIONAL { ?p dcat:startDate ?from } OPTIONAL { ?p dcat:endDate ?to } }',
  'days as dates': 'SELECT ?p ?from { ?p dcat:startDate ?from FILTER(DATATYPE(?from) = xsd:date) FILTER(?from < "2022-01-01"^^xsd:date) }',
  'publishers by a path': 'SELECT ?d ?name { ?d a dcat:Dataset ; dct:publisher/foaf:name ?name }',
  'contacts by a choice of paths': 'SELECT DISTINCT ?d ?c { ?d a dcat:Dataset ; dcat:contactPoint/(vcard:fn|vcard:hasEmail) ?c }',
  'what leads to an agent': 'SELECT DISTINCT ?p { ?a a foaf:Agent ; ^dct:publisher ?d . ?d ?p ?a }',
  'what a dataset reaches':
    'SELECT ?d (COUNT(DISTINCT ?o) AS ?n) { ?d a dcat:Dataset ; (dcat:distribution|dct:publisher|dcat:contactPoint|dct:temporal)* ?o } GROUP BY ?d',
  'languages of titles': 'SELECT ?d (COUNT(DISTINCT LANG(?t)) AS ?n) { ?d a dcat:Dataset ; dct:title ?t } GROUP BY ?d',
  'categories of given publishers': 'SELECT ?d ?c { VALUES ?type { dcat:Dataset dcat:DatasetSeries } ?d a ?type ; h:healthCategory ?c }',
  'datasets and whether they have a distribution':
    'SELECT ?d (IF(BOUND(?x), "yes", "no") AS ?has) { ?d a dcat:Dataset OPTIONAL { SELECT DISTINCT ?d ("x" AS ?x) { ?d dcat:distribution ?any } } }',
  'the ten first titles': 'SELECT ?t { ?d a dcat:Dataset ; dct:title ?t } ORDER BY STR(?t) LIMIT 10',
  'entries of the catalogue': `SELECT ?r ?d { GRAPH <${base}/graph/catalogue> { ?r a dcat:CatalogRecord ; foaf:primaryTopic ?d } }`,
  'entries with their datasets': `SELECT ?r ?t { GRAPH <${base}/graph/catalogue> { ?r foaf:primaryTopic ?d } ?d dct:title ?t }`,
  'runs behind versions': `SELECT ?run (COUNT(*) AS ?n) { GRAPH <${base}/graph/provenance> { ?v prov:wasGeneratedBy ?run } } GROUP BY ?run`,
  'graphs, counted': 'SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }',
  'graphs by size': 'SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g',
  'graphs that say something of a class': 'SELECT ?g { GRAPH ?g { ?d a dcat:Dataset } FILTER EXISTS { GRAPH ?g { ?any a dcat:Distribution } } }',
  'titles again': 'CONSTRUCT { ?d rdfs:label ?t } { ?d a dcat:Dataset ; dct:title ?t }',
  'one agent': 'CONSTRUCT { ?p ?q ?o } { { SELECT ?p { ?p a foaf:Agent FILTER(isIRI(?p)) } ORDER BY STR(?p) LIMIT 1 } ?p ?q ?o }',
  'whether anything is public': 'ASK { ?d dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> }',
  'whether anything is what nothing is': 'ASK { ?d a <urn:nothing> }',
};

/** Where an engine differs for good reasons. An entry fails when its difference is gone. */
const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  comunica: {
    'numbers, added': 'a text of one record fits its type of number not at all; it is read as far as it goes, where SUM should fail',
    'numbers, on average': 'the same, with AVG',
  },
  virtuoso: {
    'numbers, added': 'a text that fits its type not at all is kept under a type of ours, which SUM leaves out and MAX puts above all numbers',
    'numbers, on average': 'the same, with AVG',
    'numbers above a limit': 'Virtuoso 7.2 compares values of unlike types instead of failing',
    'years of change': 'Virtuoso 7.2 groups equal texts apart that were cut out of dates and of instants',
    'example many-people': 'as for the numbers above a limit',
  },
};

const all: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(questions).map(([name, query]) => [name, prefixes + query])),
  // Which rows stand first is for the engine to say where titles of several languages are put in order.
  ...Object.fromEntries(readExamples(examplesFolder).map(({ id, query }) => [`example ${id}`, query.replace(/\nLIMIT \d+$/, '')])),
};

interface Binding {
  readonly type: string;
  readonly value: string;
  readonly datatype?: string;
  readonly 'xml:lang'?: string;
}

const numeric = /(?:integer|decimal|double|float|long|int|short|byte|nonNegativeInteger|positiveInteger)$/;

/** Numbers by value, tags without case: engines write both as they like. */
function plain({ type, value, datatype, 'xml:lang': language }: Binding): string {
  if (datatype !== undefined && numeric.test(datatype)) return `number ${String(Number(Number(value).toPrecision(12)))}`;
  if (datatype?.endsWith('#dateTime') === true) return `instant ${value.replace(/(\.\d*?)0+(?=\D|$)/, '$1').replace(/\.(?=\D|$)/, '')}`;
  return `${type === 'uri' ? 'uri' : 'literal'} ${value} ${language?.toLowerCase() ?? ''} ${datatype === undefined || datatype.endsWith('#string') ? '' : datatype}`;
}

type Answerer = (query: string) => Promise<readonly string[]>;

const byEngine =
  (engine: Pick<OpenEngine, 'query'>): Answerer =>
  async (query) => {
    const form = queryForm(query);
    const isTable = form === 'SELECT' || form === 'ASK';
    const { body } = await engine.query({ query, format: isTable ? 'application/sparql-results+json' : 'application/n-triples' });
    return normalised(Buffer.from(body).toString('utf8'), query);
  };

function normalised(text: string, query: string): readonly string[] {
  const form = queryForm(query);
  if (form === 'ASK') return [String((JSON.parse(text) as { boolean: boolean }).boolean)];
  if (form !== 'SELECT') {
    const terms = new Parser({ format: 'N-Triples' }).parse(text).map((quad) => [quad.subject, quad.predicate, quad.object].map(ofTerm).join(' '));
    return [...new Set(terms)].sort();
  }
  const { results } = JSON.parse(text) as { results: { bindings: Record<string, Binding>[] } };
  // Any of the values will do.
  const sampled = [...query.matchAll(/SAMPLE\([^)]*\) AS \?(\w+)/g)].map(([, name]) => name);
  return results.bindings
    .map((row) =>
      Object.entries(row)
        .filter(([name]) => !sampled.includes(name))
        .map(([name, term]) => `${name}=${plain(term)}`)
        .sort()
        .join(' ; '),
    )
    .sort();
}

const ofTerm = (term: { termType: string; value: string; language?: string; datatype?: { value: string } }): string =>
  plain({
    type: term.termType === 'NamedNode' ? 'uri' : 'literal',
    value: term.value,
    ...(term.language === undefined || term.language === ''
      ? term.datatype === undefined
        ? {}
        : { datatype: term.datatype.value }
      : { 'xml:lang': term.language }),
  });

/** The published graphs in an N3 store, straight from the ledger. */
function inMemory(reader: LedgerReader, content: RemoteContent): N3Store {
  const store = new N3Store();
  const add = (text: string, graph: string | null): void => {
    for (const { subject, predicate, object } of new Parser({ format: 'N-Triples' }).parse(withBase(text, base)))
      store.addQuad(subject, predicate, object, graph === null ? DataFactory.defaultGraph() : DataFactory.namedNode(graph));
  };
  for (const { head, body } of reader.publishedPage(reader.snapshot().seq, '', 10_000)) {
    add(body, `${base}/datasets/${head.id}`);
    add(body, null);
    add(content.entryOf(head), `${base}/graph/catalogue`);
    const origin = content.provenance.of(head);
    add(origin.own + [...origin.shared.values()].join(''), `${base}/graph/provenance`);
  }
  for (const [name, lines] of Object.entries(content.sideGraphs())) add(lines, `${base}/graph/${name}`);
  return store;
}

describe('catalogue queries on three engines', () => {
  let server: TestServer;
  let virtuoso: Virtuoso | undefined;
  let remote: OpenRemote | undefined;
  const answerers: Record<string, Answerer> = {};

  beforeAll(async () => {
    server = await openTestServer();
    const { reader } = server.server.house.harvest;
    const content: RemoteContent = {
      entryOf: (head) => entryLines(head, reader, base),
      sideGraphs: () => sideGraphs(reader, base),
      provenance: { of: (head) => provenanceLines(head, reader, base), endOf: (run) => runEnd(run, reader, base) },
    };
    const own = { ...limits, maxRows: 100_000, maxBytes: 64 << 20, timeoutMs: 60_000 };
    const store = new TripleStore(reader, { baseUrl: base, ...own, ...content });
    await store.load(() => Promise.resolve());
    answerers['oxigraph'] = byEngine({
      query: async (request) => store.query({ format: 'application/sparql-results+json', defaultGraphs: [], namedGraphs: [], ...request }),
    });
    const engine = new QueryEngine();
    const sources = [inMemory(reader, content)] as [N3Store];
    answerers['comunica'] = async (query) => {
      const form = queryForm(query);
      const result = await engine.query(query, { sources, baseIRI: `${base}/` });
      const { data } = await engine.resultToString(result, form === 'SELECT' || form === 'ASK' ? 'application/sparql-results+json' : 'application/n-triples');
      let text = '';
      for await (const part of data) text += String(part);
      return normalised(text, query);
    };
    if (!virtuosoInstalled) return;
    virtuoso = await Virtuoso.start();
    remote = openRemote(reader, { url: virtuoso.endpoint, updateUrl: virtuoso.updateEndpoint, scheme: 'digest', secret: 'dba:dba', content, limits: own });
    await remote.settle();
    answerers['virtuoso'] = byEngine(remote);
  }, 240_000);

  afterAll(async () => {
    await remote?.close();
    await virtuoso?.close();
    await server?.close();
  });

  it('are many, and find something', async () => {
    expect(Object.keys(questions).length).toBeGreaterThanOrEqual(30);
    const empty: string[] = [];
    for (const [name, query] of Object.entries(all)) if ((await answerers['oxigraph']!(query)).length === 0) empty.push(name);
    expect(empty).toEqual([]);
    expect(Number(/number (\d+)/.exec((await answerers['oxigraph']!(all['graphs, counted']!))[0]!)![1])).toBeGreaterThan(20);
  });

  it.each(['comunica', ...(virtuosoInstalled ? ['virtuoso'] : [])])('give the same answers on %s, but for what is listed', async (other) => {
    const differences: Record<string, { readonly ours: readonly string[]; readonly theirs: readonly string[] }> = {};
    for (const [name, query] of Object.entries(all)) {
      const ours = await answerers['oxigraph']!(query);
      const theirs = await answerers[other]!(query).catch((error: unknown) => [String(error)]);
      if (ours.join('\n') !== theirs.join('\n'))
        differences[name] = { ours: ours.filter((row) => !theirs.includes(row)).slice(0, 3), theirs: theirs.filter((row) => !ours.includes(row)).slice(0, 3) };
    }
    const listed = known[other] ?? {};
    expect(Object.fromEntries(Object.entries(differences).filter(([name]) => !Object.hasOwn(listed, name)))).toEqual({});
    expect(Object.keys(listed).filter((name) => !Object.hasOwn(differences, name))).toEqual([]);
  });

  it('would show an engine that does not merge, and one that loses a row', async () => {
    const names = all['names of shared agents, once']!;
    const ours = await answerers['oxigraph']!(names);
    expect(await answerers['comunica']!(names.replace('{ ?p foaf:name ?name }', '{ GRAPH ?g { ?p foaf:name ?name } }'))).not.toEqual(ours);
    expect(ours.slice(1)).not.toEqual(ours);
  });
});
