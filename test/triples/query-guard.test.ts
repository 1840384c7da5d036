import { describe, expect, it } from 'vitest';
import { Store } from 'oxigraph';
import { examplesFolder } from '../../src/assets.js';
import { readExamples } from '../../src/rdf/query-examples.js';
import { limited } from '../../src/rdf/query-form.js';
import { queryAlgebra } from '../../src/triples/query-algebra.js';
import { countedAtMost, refusalOf, type CountedPattern } from '../../src/triples/query-guard.js';
import { TripleCounts } from '../../src/triples/triple-counts.js';

const prefixes =
  'PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> ';

/** A catalogue of ten thousand datasets: each property about once for each, everything together beyond what is counted. */
function count({ subject, predicate, object }: CountedPattern): number {
  if (subject !== null) return predicate === null ? 70 : 2;
  if (predicate === null) return object === null ? countedAtMost : 50;
  if (predicate.includes('hasVersion')) return 20;
  return object === null || object.includes('#Dataset') ? 10_000 : 500;
}

function judged(query: string, maxRows = 10_000_000): string | null {
  const algebra = queryAlgebra(limited(prefixes + query, 100_001), 'https://catalogue.example');
  if (algebra === null) throw new Error(`not readable: ${query}`);
  return refusalOf(algebra, count, maxRows);
}

describe('queries that no engine can answer in time', () => {
  it.each([
    ['a product of everything, counted', 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }', '?a, ?b, ?c with those about ?d, ?e, ?f'],
    ['sorted', 'SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c LIMIT 10', '10,000,000,000 rows'],
    ['made distinct', 'SELECT DISTINCT ?a { ?a ?b ?c . ?d ?e ?f } LIMIT 10', 'LIMIT'],
    ['grouped', 'SELECT ?b (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?b', '?d'],
    ['of two classes', 'SELECT (COUNT(*) AS ?n) { ?d a dcat:Dataset . ?e dct:title ?t }', '?d with those about ?e, ?t'],
    ['compared afterwards', 'SELECT ?d { ?d dct:title ?t . ?e dct:title ?u FILTER(?t = ?u && ?d != ?e) }', '?d, ?t with'],
    ['with a filter that lets everything pass', 'SELECT ?d { ?d dct:title ?t . ?e dct:title ?u FILTER(STRLEN(?t) > STRLEN(?u)) }', '?d, ?t'],
    ['optional', 'SELECT (COUNT(*) AS ?n) { ?d dct:title ?t OPTIONAL { ?e dct:description ?u } }', '?e, ?u'],
    ['within a subquery', 'SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } } } LIMIT 1', '?a'],
    ['within a union', 'SELECT (COUNT(*) AS ?n) { { ?a ?b ?c } UNION { ?a dct:title ?t . ?d ?e ?f } }', '?d'],
    ['within graphs', 'SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } }', '?d, ?e, ?f and more'],
    ['within a minus', 'SELECT ?a { ?a a dcat:Dataset MINUS { ?a ?b ?c . ?d ?e ?f } }', '?d'],
    ['of a subquery and a pattern', 'SELECT (COUNT(*) AS ?n) { { SELECT ?a { ?a ?b ?c } LIMIT 5000 } ?d dct:title ?t }', '?d, ?t'],
    ['of blank nodes', 'SELECT (COUNT(*) AS ?n) { [] ?b ?c . [] ?e ?f }', '?b, ?c'],
    ['of values', `SELECT (COUNT(*) AS ?n) { VALUES ?x { ${'1 '.repeat(2000)} } ?a ?b ?c }`, '?x'],
    ['in what ends as a graph', 'CONSTRUCT { ?a ?b ?f } WHERE { { SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a } }', '?d'],
    [
      'three of a size',
      'SELECT (COUNT(*) AS ?n) { ?a dct:hasPart ?x . ?b dct:isPartOf ?y . ?c dct:relation ?z }',
      '?a, ?x with those about ?b, ?y with those about ?c, ?z',
    ],
    ['ways through everything', 'SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?b ?q ?c . ?c ?r ?d . ?d ?s ?e }', '4 patterns in a row'],
    ['ways by negated properties', 'SELECT (COUNT(*) AS ?n) { ?a !dct:x/!dct:x/!dct:x/!dct:x ?b }', '4 patterns in a row'],
    [
      'ways that begin at one node, and go on and on',
      'SELECT (COUNT(*) AS ?n) { <urn:a> ?p ?b . ?b ?q ?c . ?c ?r ?d . ?d ?s ?e . ?e ?t ?f . ?f ?u ?g . ?g ?v ?h }',
      '7 patterns in a row',
    ],
    ['a closure over everything', 'SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>)* ?b }', 'has no given end and may lead through everything'],
    ['from every dataset', 'SELECT ?d (COUNT(?x) AS ?n) { ?d a dcat:Dataset ; (!<urn:x>)+ ?x } GROUP BY ?d', 'begins at 10,000 nodes'],
    ['there and back', 'SELECT (COUNT(*) AS ?n) { ?d a dcat:Dataset ; (dct:publisher|^dct:publisher)* ?x }', 'may lead through everything'],
    [
      'of a property without any end',
      'SELECT (COUNT(*) AS ?n) { ?a (dct:a|dct:b|dct:c|dct:d|dct:e|dct:f|dct:g|dct:h|dct:i|dct:j|dct:k)+ ?b }',
      'has no given end',
    ],
  ])('are refused: %s', (_what, query, said) => {
    expect(judged(query)).toContain(said);
  });

  it.each([
    ['everything, as far as it goes', 'SELECT * { ?s ?p ?o }'],
    ['a product of which the first rows do', 'SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 10'],
    ['a product that the row limit cuts', 'SELECT * { ?a ?b ?c . ?d ?e ?f }'],
    ['whether there is one', 'ASK { ?a ?b ?c . ?d ?e ?f }'],
    ['counts beside each other', 'SELECT * { { SELECT (COUNT(*) AS ?n) { ?a ?b ?c } } { SELECT (COUNT(*) AS ?m) { ?d ?e ?f } } }'],
    ['what hangs together in the end', 'SELECT (COUNT(*) AS ?n) { ?d a dcat:Dataset . ?c dcat:dataset ?x . ?x dct:publisher ?p . ?d dct:publisher ?p }'],
    ['what a value connects', 'SELECT (COUNT(*) AS ?n) { VALUES (?d ?e) { (<urn:a> <urn:b>) } ?d dct:title ?t . ?e dct:title ?u }'],
    ['what is computed from the other', 'SELECT (COUNT(*) AS ?n) { ?d dct:title ?t BIND(IRI(CONCAT(STR(?d), "#x")) AS ?x) ?x dct:title ?u }'],
    ['few by few', 'SELECT (COUNT(*) AS ?n) { ?d dcat:theme <urn:a> . ?e dct:hasVersion ?u }'],
    ['one node by everything', 'SELECT (COUNT(*) AS ?n) { <urn:a> dct:title ?t . ?d ?e ?f }'],
    ['two that are searched for', 'SELECT * { ?d dct:title ?t . ?p foaf:name ?n FILTER(CONTAINS(?t, "x") && CONTAINS(?n, "y")) } ORDER BY ?t'],
    ['one by its title', 'SELECT * { ?d dct:title ?t . ?e dct:title ?u FILTER(?t = "x"@nl && ?d != ?e) } ORDER BY ?u'],
    ['a hierarchy', 'SELECT (COUNT(*) AS ?n) { ?a skos:broader+ ?b }'],
    ['what is above a concept', 'SELECT ?b { <urn:a> skos:broader* ?b } ORDER BY ?b'],
    ['what is above each theme', 'SELECT (COUNT(*) AS ?n) { ?d a dcat:Dataset ; dcat:theme/skos:broader* ?b }'],
    ['everything around one record', 'CONSTRUCT { ?s ?p ?o } WHERE { <urn:a> (!<urn:x>)* ?s . ?s ?p ?o }'],
    ['each record within its own graph', 'SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?d a dcat:Dataset ; (!<urn:x>)+ ?x } }'],
    ['three steps', 'SELECT (COUNT(*) AS ?n) { <urn:a> ?p ?b . ?b ?q ?c . ?c ?r ?d }'],
    ['five steps from what is given', 'SELECT (COUNT(*) AS ?n) { VALUES ?a { <urn:a> <urn:b> } ?a ?p ?b . ?b ?q ?c . ?c ?r ?d . ?d ?s ?e . ?e ?t ?f }'],
    ['what lacks something', 'SELECT ?d { ?d a dcat:Dataset FILTER NOT EXISTS { ?d dct:publisher ?p } }'],
    ['groups that are counted, beside one', 'SELECT * { { SELECT ?p (COUNT(*) AS ?n) { ?d dct:publisher ?p } GROUP BY ?p } <urn:a> dct:title ?t }'],
  ])('are not these: %s', (_what, query) => {
    expect(judged(query)).toBeNull();
  });

  it.each(readExamples(examplesFolder))('are none of the examples: $id', ({ query }) => {
    const algebra = queryAlgebra(limited(query, 100_001), 'https://catalogue.example');
    expect(algebra).not.toBeNull();
    expect(algebra === null ? '' : refusalOf(algebra, count, 10_000_000)).toBeNull();
  });

  it('are measured by what the operator allows', () => {
    const query = 'SELECT (COUNT(*) AS ?n) { ?d dcat:theme <urn:a> . ?e dct:title ?u }';
    expect([judged(query, 5_000_000), judged(query, 4_999_999)]).toEqual([null, expect.stringContaining('5,000,000 rows')]);
  });

  it('are judged however long and deep they are', () => {
    const wide = `SELECT (COUNT(*) AS ?n) { ${Array.from({ length: 5000 }, (_, n) => `?a${String(n)} dct:x ?b${String(n)} .`).join(' ')} }`;
    expect(judged(wide)).toContain('Nothing connects');
    expect(queryAlgebra(`SELECT * ${'{'.repeat(20_000)}${'}'.repeat(20_000)}`, 'https://catalogue.example')).toBeNull();
    expect(queryAlgebra('SELECT * { ?s ?p', 'https://catalogue.example')).toBeNull();
  });
});

describe('the counts that it asks for', () => {
  it('are those of the store, in the default graph or in named ones, and are kept for a minute', () => {
    const store = new Store();
    const add = (n: number, graph = ''): void => {
      store.load(`<urn:s${String(n)}> <urn:p> "x\\"y"@nl ${graph}.`, { format: 'application/n-quads' });
    };
    for (let n = 0; n < 5; n++) add(n);
    add(9, '<urn:g> ');
    let now = 0;
    const counts = new TripleCounts(store, () => now);
    const of = (pattern: Partial<CountedPattern>): number => counts.of({ subject: null, predicate: null, object: null, inGraph: false, ...pattern });
    expect([of({}), of({ predicate: '<urn:p>' }), of({ subject: '<urn:s1>' }), of({ inGraph: true }), of({ predicate: '<urn:q>' })]).toEqual([5, 5, 1, 1, 0]);
    expect(of({ object: '"x\\"y"@nl' })).toBe(5);
    add(6);
    expect(of({})).toBe(5);
    now = 61_000;
    expect(of({})).toBe(6);
  });
});
