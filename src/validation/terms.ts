import { vocabulary } from '../../vocab/namespace.js';
import { ndc } from '../../vocab/ndc.js';
import { sh } from '../../vocab/sh.js';

/** SHACL terms that only the engines' adapter needs: paths, parameters shown in messages, and what we refuse. */
export const shacl = vocabulary(
  sh.iri,
  'deactivated',
  'closed',
  'ignoredProperties',
  'oneOrMorePath',
  'zeroOrOnePath',
  'maxLength',
  'minLength',
  'maxInclusive',
  'minInclusive',
  'js',
  'target',
  'SPARQLTarget',
  'SPARQLConstraint',
  'JSConstraint',
);

/** Our terms inside shapes, vocabularies and profile descriptions. */
export const ndcShapes = vocabulary(
  ndc.iri,
  'fix',
  'example',
  'complete',
  'variant',
  'folder',
  'accessRight',
  'default',
  'reason',
  'verdict',
  'check',
  'provisional',
  'claimedBy',
);

/** The Profiles Vocabulary. */
export const prof = vocabulary('http://www.w3.org/ns/dx/prof/', 'Profile', 'isProfileOf');
