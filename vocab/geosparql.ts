import { vocabulary } from './namespace.js';

/** GeoSPARQL */
export const geosparql = vocabulary('http://www.opengis.net/ont/geosparql#', 'wktLiteral');
