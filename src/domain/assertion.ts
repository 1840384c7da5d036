/** A statement of the HDAB about a record, organisation or station, dated and attributed, kept apart from descriptions (DESIGN section 4). */
export interface Assertion {
  readonly iri: string;
  readonly subject: string;
  readonly predicate: string;
  /** The object as an N-Triples term. */
  readonly object: string;
  readonly attributedTo: string;
  readonly generatedAt: string;
  readonly comment: string | null;
  /** Where it can be looked up: a decision, a register, the documentation of a label. Left out where there is none. */
  readonly evidence?: string;
  readonly from: string | null;
  readonly to: string | null;
}
