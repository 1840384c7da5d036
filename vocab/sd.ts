import { vocabulary } from './namespace.js';

/** SPARQL Service Description */
export const sd = vocabulary(
  'http://www.w3.org/ns/sparql-service-description#',
  'Service',
  'Dataset',
  'Graph',
  'endpoint',
  'supportedLanguage',
  'SPARQL11Query',
  'resultFormat',
  'defaultDataset',
  'defaultGraph',
  'namedGraph',
  'NamedGraph',
  'graph',
  'name',
);
