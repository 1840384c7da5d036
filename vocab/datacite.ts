import { vocabulary } from './namespace.js';

/** DataCite ontology, as FAIR Data Points name their identifiers */
export const datacite = vocabulary('http://purl.org/spar/datacite/', 'Identifier');
