import { vocabulary } from './namespace.js';

/** RDF 1.1 */
export const rdf = vocabulary('http://www.w3.org/1999/02/22-rdf-syntax-ns#', 'type', 'subject', 'predicate', 'object', 'first', 'rest', 'nil', 'langString');
