import { vocabulary } from './namespace.js';

/** re3data schema, used by older FAIR Data Points */
export const r3d = vocabulary('http://www.re3data.org/schema/3-0#', 'Repository', 'dataCatalog');
