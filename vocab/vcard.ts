import { vocabulary } from './namespace.js';

/** vCard */
export const vcard = vocabulary(
  'http://www.w3.org/2006/vcard/ns#',
  'Kind',
  'Organization',
  'Individual',
  'hasEmail',
  'hasURL',
  'fn',
  'hasTelephone',
  'hasUID',
  'organization-name',
);
