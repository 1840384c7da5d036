import { vocabulary } from './namespace.js';

/** RDF Schema */
export const rdfs = vocabulary('http://www.w3.org/2000/01/rdf-schema#', 'label', 'comment', 'seeAlso', 'subClassOf', 'Literal', 'Class', 'Resource');
