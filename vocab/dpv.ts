import { vocabulary } from './namespace.js';

/** Data Privacy Vocabulary */
export const dpv = vocabulary('https://w3id.org/dpv#', 'hasPersonalData', 'hasLegalBasis', 'hasPurpose', 'PersonalData', 'LegalBasis', 'Purpose');
