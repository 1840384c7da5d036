import { vocabulary } from './namespace.js';

/** Core Location */
export const locn = vocabulary('http://www.w3.org/ns/locn#', 'geometry');
