import { vocabulary } from './namespace.js';

/** European Legislation Identifier */
export const eli = vocabulary('http://data.europa.eu/eli/ontology#', 'LegalResource');
