import type { Quad } from '@rdfjs/types';
import type { ProfileInfo, ValidationReport } from '../domain/validation.js';

/** One description to be checked: the quads of one record with everything below it. */
export interface ValidationRequest {
  /** IRI of the record: dataset, series, data service or catalogue. */
  readonly subject: string;
  readonly quads: readonly Quad[];
  readonly profile: string;
  /** Line of a quad in the document as received, when known. */
  readonly lineOf?: (quad: Quad) => number | null;
  /** The moment that "in the future" is measured from; now by default. */
  readonly now?: Date;
}

/**
 * Checks one description against one profile.
 *
 * One description per call: rdf-validate-shacl stops checking a (node, shape) pair after some fifty visits, so that
 * faults of an agent shared by many records would be lost (STYLE section 11).
 *
 * @throws InternalError `validation/engine` when the engine itself fails; that is never "valid"
 * @throws RequestError `validation/unknown-profile`
 */
export interface Validator {
  readonly engine: string;
  profiles(): readonly ProfileInfo[];
  validate(request: ValidationRequest): Promise<ValidationReport>;
}
