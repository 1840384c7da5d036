import { toAlgebra } from '@traqula/algebra-sparql-1-1';
import { Parser } from '@traqula/parser-sparql-1-1';

/** An operation of the SPARQL algebra (SPARQL 1.1 Query, section 18.2). */
export type Operation = ReturnType<typeof toAlgebra>;

let parser: Parser | undefined;

/**
 * Reads a query into its algebra, blank nodes of patterns as variables. Null for what cannot be read: whether it is no SPARQL is for the
 * engine to say, which names the place.
 */
export function queryAlgebra(query: string, baseUrl: string): Operation | null {
  parser ??= new Parser();
  try {
    return toAlgebra(parser.parse(query, { baseIRI: `${baseUrl}/` }), { quads: false, blankToVariable: true });
  } catch {
    return null;
  }
}
