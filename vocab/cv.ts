import { vocabulary } from './namespace.js';

/** Core Public Service / Organisation vocabulary */
export const cv = vocabulary(
  'http://data.europa.eu/m8g/',
  'ContactPoint',
  'contactPoint',
  'email',
  'contactPage',
  'telephone',
  'openingHours',
  'specialOpeningHoursSpecification',
  'frequency',
);
