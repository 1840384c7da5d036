import { vocabulary } from './namespace.js';

/** PROV-O */
export const prov = vocabulary(
  'http://www.w3.org/ns/prov#',
  'Activity',
  'Attribution',
  'Entity',
  'Agent',
  'SoftwareAgent',
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
  'wasRevisionOf',
  'specializationOf',
  'alternateOf',
  'atLocation',
  'wasInformedBy',
);
