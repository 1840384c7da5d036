import { Store } from 'oxigraph';
import { describe, expect, it } from 'vitest';
import { queryTrouble, type QueryTrouble } from '../../src/rdf/query-trouble.js';

function troubleOf(query: string, asked = query): QueryTrouble | null {
  try {
    new Store().query(asked);
  } catch (error) {
    return queryTrouble((error as Error).message, query);
  }
  throw new Error('the query can be read');
}

describe('what is wrong with a query', () => {
  it.each([
    ['SELECT * WHERE {\n  ?s dcat:theme ?o }', 2, 'the prefix "dcat:" is not declared. Write above the query: PREFIX dcat: <http://www.w3.org/ns/dcat#>'],
    ['SELECT * WHERE { ?s own:thing ?o }', 1, 'the prefix "own:" is not declared. Declare it above'],
    ['SELECT * WHERE {\n?s ?p ?o .\n', 3, 'cannot be read to its end: something is missing there'],
    ['SELECT *\nWHERE { ?s ?p ?o }\nORDER BY LIMIT 3', 3, 'cannot be read'],
    ['ASK {} ASK {}', 1, 'stands before it where it may not'],
  ])('%j: its line and the reason', (query, line, reason) => {
    const trouble = troubleOf(query);
    expect([trouble?.line, trouble?.detail]).toEqual([line, expect.stringContaining(reason)]);
    expect(trouble?.detail).toContain(`Line ${String(line)}, column ${String(trouble?.column)}: `);
    // The engine's own list of characters helps nobody.
    expect(trouble?.detail).not.toMatch(/u\{|\.\.=|\['/);
    expect(trouble?.detail.length).toBeLessThan(300);
  });

  it('is never placed behind the end of the query, where its bound stands', () => {
    const query = 'SELECT * WHERE { ?s ?p ?o';
    expect(troubleOf(query, `${query}\nLIMIT 10`)).toMatchObject({ line: 1, column: query.length + 1 });
  });

  it('is left to the engine where it names no place', () => {
    expect(queryTrouble('Maximum call stack size exceeded', 'ASK {}')).toBeNull();
  });
});
