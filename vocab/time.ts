import { vocabulary } from './namespace.js';

/** OWL-Time */
export const time = vocabulary('http://www.w3.org/2006/time#', 'hasBeginning', 'hasEnd', 'inXSDDate', 'inXSDDateTime', 'inXSDDateTimeStamp', 'TemporalEntity');
