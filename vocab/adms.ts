import { vocabulary } from './namespace.js';

/** ADMS */
export const adms = vocabulary(
  'http://www.w3.org/ns/adms#',
  'Identifier',
  'identifier',
  'sample',
  'status',
  'versionNotes',
  'schemaAgency',
  'representationTechnique',
);
