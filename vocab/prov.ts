import { vocabulary } from './namespace.js';

/** PROV-O */
export const prov = vocabulary(
  'http://www.w3.org/ns/prov#',
  'Activity',
  'Attribution',
  'Entity',
  'agent',
  'wasGeneratedBy',
  'wasAttributedTo',
  'wasDerivedFrom',
  'generatedAtTime',
  'qualifiedAttribution',
  'startedAtTime',
  'endedAtTime',
  'used',
  'wasAssociatedWith',
  'actedOnBehalfOf',
);
