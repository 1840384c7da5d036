import { vocabulary } from './namespace.js';

/** VoID, descriptions of RDF datasets */
export const voidNs = vocabulary(
  'http://rdfs.org/ns/void#',
  'Dataset',
  'DatasetDescription',
  'rootResource',
  'dataDump',
  'vocabulary',
  'sparqlEndpoint',
  'uriSpace',
  'feature',
  'triples',
  'entities',
  'classes',
  'properties',
  'distinctSubjects',
  'distinctObjects',
  'classPartition',
  'class',
  'propertyPartition',
  'property',
);
