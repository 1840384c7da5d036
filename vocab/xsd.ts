import { vocabulary } from './namespace.js';

/** XML Schema datatypes */
export const xsd = vocabulary(
  'http://www.w3.org/2001/XMLSchema#',
  'string',
  'boolean',
  'integer',
  'nonNegativeInteger',
  'decimal',
  'double',
  'date',
  'dateTime',
  'gYear',
  'gYearMonth',
  'anyURI',
  'duration',
  'hexBinary',
  'int',
  'long',
  'float',
);
