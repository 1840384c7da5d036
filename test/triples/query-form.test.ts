import { Store } from 'oxigraph';
import { describe, expect, it } from 'vitest';
import { limited, marked, maxQueryLength, queryForm, solutionMark, spokenText, usesService } from '../../src/rdf/query-form.js';

describe('the form of a query', () => {
  it.each([
    ['SELECT * {}', 'SELECT'],
    ['select ?s where {}', 'SELECT'],
    ['# ASK\nSELECT * {}', 'SELECT'],
    ['PREFIX ask: <urn:ask#construct> BASE <urn:describe> ASK {}', 'ASK'],
    ['PREFIX select: <urn:x> CONSTRUCT WHERE {}', 'CONSTRUCT'],
    ['PREFIX add: <urn:x> PREFIX with: <urn:y> SELECT * {}', 'SELECT'],
    ['DESCRIBE <urn:x>', 'DESCRIBE'],
    ['PREFIX : <urn:x> ASK {}', 'ASK'],
  ])('of %j is %s', (query, form) => {
    expect(queryForm(query)).toBe(form);
  });

  it.each([
    'INSERT DATA { <a> <b> <c> }',
    'delete where { ?s ?p ?o }',
    'PREFIX x: <urn:x> LOAD <http://a>',
    'DROP ALL',
    'WITH <g> DELETE {} WHERE {}',
    '# SELECT\nCLEAR ALL',
  ])('refuses %j as an update', (query) => {
    expect(() => queryForm(query)).toThrow(expect.objectContaining({ code: 'request/query-forbidden' }) as Error);
  });

  it.each(['', '# SELECT', '{ SELECT }', 'hello', '"SELECT" <SELECT>'])('finds none in %j', (query) => {
    expect(() => queryForm(query)).toThrow(expect.objectContaining({ code: 'request/bad-query' }) as Error);
  });
});

describe('a text that is made to be read slowly', () => {
  // Twice the longest query that is let in: read in steps that grow with the square of its length it would take many minutes.
  it.each([
    ['names and points', 'a.'],
    ['escaped quotes', '\\"'],
    ['long strings that are never closed', '"""\n\\'],
    ['the same with the other quote', "'''\n\\"],
    ['IRIs that are none', '<a'],
    ['names with many colons', 'a:'],
    ['backslashes', '\\'],
    ['quotes', '"'],
  ])('is read in one go: %s', (_name, unit) => {
    const filler = unit.repeat(Math.ceil((2 * maxQueryLength) / unit.length));
    expect(queryForm(`SELECT * { ${filler}`)).toBe('SELECT');
    expect(usesService(`SELECT * { ${filler}`)).toBe(false);
    expect(spokenText(filler).length).toBeGreaterThan(filler.length / 4);
    expect(() => queryForm(filler)).toThrow('is missing');
  });

  it('hides no word: SERVICE behind a name, a number or a string is found', () => {
    for (const before of ['a.b:c ', 'x:y. ', '1.', '"a"', "'''a'''", '?x.', '<urn:x>.', 'true.', '"a"@en.'])
      for (const word of ['SERVICE <urn:x>', 'service<urn:x>']) expect([before, usesService(`SELECT * { ?s ?p ${before}${word} {} }`)]).toEqual([before, true]);
    expect(usesService('PREFIX x: <urn:x> SELECT * { ?s ?p x:y.SERVICE }')).toBe(false);
  });
});

describe('the bound of a query', () => {
  const store = new Store();
  for (let n = 0; n < 20; n++) store.load(`<urn:s${String(n)}> <urn:p> "${String(n)}" .`, { format: 'application/n-triples' });
  const rows = (query: string): number => (store.query(query) as unknown[]).length;

  it.each([
    ['no limit', 'SELECT * { ?s ?p ?o }', 7],
    ['a comment at the end', 'SELECT * { ?s ?p ?o } # LIMIT 3', 7],
    ['a lower limit', 'SELECT * { ?s ?p ?o } LIMIT 3', 3],
    ['a higher limit', 'SELECT * { ?s ?p ?o } LIMIT 1000 OFFSET 2', 7],
    ['a limit before its offset, on lines of its own', 'SELECT * { ?s ?p ?o }\nOFFSET 2\nlimit # rows\n 12', 7],
    ['an offset alone', 'SELECT * { ?s ?p ?o } OFFSET 15', 5],
    ['a limit in a subselect', 'SELECT * { { SELECT * { ?s ?p ?o } LIMIT 15 } }', 7],
    ['both', 'SELECT * { { SELECT * { ?s ?p ?o } LIMIT 15 } } LIMIT 12', 7],
    ['braces and limits in strings', "SELECT * { ?s ?p ?o FILTER(?o != \"} LIMIT 2\") FILTER(?o != '''{ \"}''') }", 7],
    ['a limit in an IRI', 'SELECT * { ?s ?p ?o FILTER(?s != <urn:LIMIT2>) } ORDER BY ?s', 7],
    ['a comparison that looks like an IRI', 'SELECT * { ?s ?p ?o FILTER(?o<"9" && ?o>"1") } LIMIT 100', 7],
    ['a variable called limit', 'SELECT ?limit { ?limit ?p ?o } ORDER BY ?limit LIMIT 9', 7],
    ['grouping and having', 'SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) > 0) ORDER BY DESC(?n)', 7],
    ['an order by what exists', 'SELECT * { ?s ?p ?o } ORDER BY (EXISTS { ?s ?p ?x }) LIMIT 9', 7],
    ['values inside', 'SELECT * { VALUES ?p { <urn:p> } ?s ?p ?o }', 7],
    ['values at the end', 'SELECT * { ?s ?p ?o } VALUES ?p { <urn:p> }', 7],
    ['a limit and values at the end', 'SELECT * { ?s ?p ?o } LIMIT 50 VALUES ?p { <urn:p> }', 7],
    ['a construct', 'CONSTRUCT { ?s <urn:q> ?o } WHERE { ?s ?p ?o }', 7],
    ['a short construct', 'CONSTRUCT WHERE { ?s ?p ?o }', 7],
    ['a short construct with a limit', 'CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2', 2],
  ])('with %s', (_name, query, expected) => {
    expect(rows(query)).toBeGreaterThanOrEqual(expected);
    expect(rows(limited(query, 7))).toBe(expected);
  });

  it.each([
    ['a construct', 'CONSTRUCT { ?s <urn:q> ?o } WHERE { ?s ?p ?o }', 20],
    ['a template that says the same for all', 'CONSTRUCT { <urn:x> <urn:q> [] } { ?s ?p ?o }', 20],
    ['an empty template', 'CONSTRUCT {} WHERE { ?s ?p ?o }', 20],
    ['the short form', 'CONSTRUCT WHERE { ?s ?p ?o }', 20],
    ['a dataset in it', 'BASE <urn:x> CONSTRUCT { ?s a ?o } FROM <urn:g> WHERE { GRAPH <urn:h> { ?s ?p ?o } }', 0],
    ['an offset', 'CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } OFFSET 15', 5],
    ['a higher limit', 'CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 15', 15],
    ['a higher limit and an offset', 'CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 15 OFFSET 12', 8],
    ['an offset before its limit', 'CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } OFFSET 12 LIMIT 15', 8],
    ['groups', 'CONSTRUCT { ?p <urn:n> ?n } WHERE { { SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p LIMIT 9 } } ORDER BY ?p', 1],
    ['values at the end', 'CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } VALUES ?p { <urn:p> }', 20],
    ['braces in its strings', "CONSTRUCT { ?s <urn:q> '}' } WHERE { ?s ?p ?o FILTER(?o != '{') }", 20],
  ])('of a CONSTRUCT is told when it cuts solutions: %s', (_name, query, solutions) => {
    const answer = (text: string): string => store.query(text, { results_format: 'application/n-triples' }) as unknown as string;
    for (const bound of [1, 4, 7, 10, 19, 20, 30]) {
      const counted = marked(query, bound);
      if (counted === null) {
        expect(solutions).toBeLessThanOrEqual(bound);
        continue;
      }
      const marks = answer(counted).match(solutionMark)?.length ?? 0;
      expect([bound, marks]).toEqual([bound, Math.min(bound + 1, solutions)]);
      // Without its marks it says what the query says.
      const sorted = (text: string): string[] => text.replace(/_:\S+/g, '_:b').split('\n').sort();
      if (marks <= bound) expect(sorted(answer(counted).replace(solutionMark, ''))).toEqual(sorted(answer(query)));
    }
  });

  it.each(['SELECT * { ?s ?p ?o }', 'ASK { ?s ?p ?o }', 'DESCRIBE <urn:s1>', 'CONSTRUCT WHERE { ?s ?p ?o } LIMIT 7'])('cuts nothing unseen of %j', (query) => {
    expect(marked(query, 7)).toBeNull();
  });

  it.each(['ASK { ?s ?p ?o }', 'DESCRIBE <urn:s1>', 'DESCRIBE ?s WHERE { ?s ?p ?o }'])('leaves %j alone', (query) => {
    expect(limited(query, 7)).toBe(query);
  });
});
