import { vocabulary } from './namespace.js';

/** FOAF */
export const foaf = vocabulary(
  'http://xmlns.com/foaf/0.1/',
  'Agent',
  'Organization',
  'Person',
  'Document',
  'name',
  'mbox',
  'homepage',
  'page',
  'primaryTopic',
  'isPrimaryTopicOf',
);
