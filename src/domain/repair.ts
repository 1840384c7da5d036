export type RepairRule =
  | 'namespace'
  | 'predicate'
  | 'authority-scheme'
  | 'language-tag'
  | 'datatype'
  | 'iri'
  | 'literal-for-iri'
  | 'iri-for-literal'
  | 'mailto'
  | 'access-right'
  | 'invalid-predicate';

/** What was put right in one quad, or could not be, in words for the holder. */
export interface Repair {
  readonly rule: RepairRule;
  readonly repaired: boolean;
  readonly detail: string;
}
