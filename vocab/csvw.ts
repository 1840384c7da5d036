import { vocabulary } from './namespace.js';

/** CSV on the Web */
export const csvw = vocabulary(
  'http://www.w3.org/ns/csvw#',
  'TableGroup',
  'Table',
  'Column',
  'table',
  'column',
  'url',
  'name',
  'title',
  'titles',
  'datatype',
  'propertyUrl',
);
