import { vocabulary } from './namespace.js';

/** FAIR Data Point ontology */
export const fdpo = vocabulary(
  'https://w3id.org/fdp/fdp-o#',
  'FAIRDataPoint',
  'MetadataService',
  'metadataCatalog',
  'metadataIdentifier',
  'metadataIssued',
  'metadataModified',
  'fdpSoftwareVersion',
);
