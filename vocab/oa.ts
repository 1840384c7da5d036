import { vocabulary } from './namespace.js';

/** Web Annotation */
export const oa = vocabulary('http://www.w3.org/ns/oa#', 'hasBody', 'hasTarget', 'motivatedBy');
