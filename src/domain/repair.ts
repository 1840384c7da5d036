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
  /** The statement as written and as read, when whoever reads the document keeps them. */
  readonly before?: Statement;
  readonly after?: Statement;
}

/** A statement without its subject: IRI of the property, and the value as an N-Triples term. */
export interface Statement {
  readonly predicate: string;
  readonly object: string;
}
