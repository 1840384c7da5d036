import { vocabulary } from './namespace.js';

/** DCAT-AP 3 */
export const dcatap = vocabulary('http://data.europa.eu/r5r/', 'applicableLegislation', 'availability', 'hvdCategory');
