import { vocabulary } from './namespace.js';

/** SPDX */
export const spdx = vocabulary(
  'http://spdx.org/rdf/terms#',
  'Checksum',
  'ChecksumAlgorithm',
  'checksum',
  'algorithm',
  'checksumValue',
  'checksumAlgorithm_sha256',
);
