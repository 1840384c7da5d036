/** One query with its dataset, as the SPARQL 1.1 Protocol hands it over. */
export interface SparqlRequest {
  readonly query: string;
  /** Media type of the answer; the caller has negotiated it against the query's form. */
  readonly format: string;
  readonly defaultGraphs: readonly string[];
  readonly namedGraphs: readonly string[];
  /** So many rows or solutions are enough: more are cut, and the answer says so. Without it an answer that is too large is refused. */
  readonly enough?: number;
  /** Tried even where it looks too costly; its deadline holds all the same. For operators. */
  readonly isUnguarded?: boolean;
}

/** Who asks, as far as a queue needs to know. */
export interface SparqlTurn {
  /** Milliseconds of work that it has had lately, as of now: who has had less goes first. */
  readonly burden: () => number;
  /** Told how many milliseconds the query was worked at, whatever came of it. */
  readonly ran: (ms: number) => void;
}

export interface SparqlAnswer {
  readonly body: Uint8Array;
  readonly format: string;
  /** There is more than was asked for by `enough`; an answer then has one row or solution above it. */
  readonly more: boolean;
  /** Last log entry that the answering store has seen. */
  readonly seq: number;
}

export interface ProjectionStatus {
  readonly name: string;
  readonly epoch: number;
  readonly seq: number;
  readonly complete: boolean;
  readonly records: number;
}

/**
 * Answers queries over the published graphs, read-only, with a deadline.
 *
 * @throws RequestError `request/bad-query`, `request/query-too-costly`, `request/query-timeout`, `request/result-too-large`, `request/unavailable`
 */
export interface SparqlEngine {
  query(request: SparqlRequest, turn?: SparqlTurn): Promise<SparqlAnswer>;
  status(): Promise<readonly ProjectionStatus[]>;
}
