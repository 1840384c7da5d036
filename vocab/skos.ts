import { vocabulary } from './namespace.js';

/** SKOS */
export const skos = vocabulary(
  'http://www.w3.org/2004/02/skos/core#',
  'Concept',
  'ConceptScheme',
  'inScheme',
  'topConceptOf',
  'hasTopConcept',
  'prefLabel',
  'altLabel',
  'notation',
  'broader',
  'narrower',
  'exactMatch',
  'definition',
);
