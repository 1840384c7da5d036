import { vocabulary } from './namespace.js';

/** ODRL */
export const odrl = vocabulary('http://www.w3.org/ns/odrl/2/', 'hasPolicy', 'Policy');
