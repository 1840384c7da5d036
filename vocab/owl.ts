import { vocabulary } from './namespace.js';

/** OWL 2 */
export const owl = vocabulary('http://www.w3.org/2002/07/owl#', 'sameAs', 'versionInfo', 'imports', 'deprecated', 'Class');
