import { vocabulary } from './namespace.js';

/** Linked Data Platform */
export const ldp = vocabulary('http://www.w3.org/ns/ldp#', 'DirectContainer', 'BasicContainer', 'contains', 'membershipResource', 'hasMemberRelation');
