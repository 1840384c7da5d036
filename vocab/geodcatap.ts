import { vocabulary } from './namespace.js';

/** GeoDCAT-AP 3 */
export const geodcatap = vocabulary('http://data.europa.eu/930/', 'custodian');
