import { vocabulary } from './namespace.js';

/** Data Quality Vocabulary */
export const dqv = vocabulary(
  'http://www.w3.org/ns/dqv#',
  'hasQualityAnnotation',
  'QualityCertificate',
  'QualityAnnotation',
  'hasQualityMeasurement',
  'QualityMeasurement',
  'isMeasurementOf',
  'computedOn',
  'value',
);
