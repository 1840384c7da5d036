import { vocabulary } from './namespace.js';

/** TREE hypermedia */
export const tree = vocabulary(
  'https://w3id.org/tree#',
  'view',
  'viewDescription',
  'member',
  'relation',
  'node',
  'path',
  'value',
  'LessThanRelation',
  'LessThanOrEqualToRelation',
  'GreaterThanOrEqualToRelation',
  'Node',
  'ViewDescription',
  'shape',
);
