import type { Operator, OperatorRole } from '../domain/operator.js';

/** What the gate looks at in a request; an Express request is one. */
export interface Knock {
  readonly method: string;
  readonly ip?: string | undefined;
  readonly originalUrl?: string | undefined;
  get(header: string): string | undefined;
}

/**
 * Lets the operator's people in, for API and pages alike: HTTP Basic (name and token) or Bearer (token). Whoever sends an
 * answer behind the gate sends it with `Cache-Control: no-store`.
 */
export interface OperatorGate {
  /**
   * @throws RequestError `request/unauthorized` (401; `details.challenge` is the value of `WWW-Authenticate`), `request/forbidden`
   *   (403: another role is needed, or the request was made by a page of another site), `request/too-many` (429: too many wrong tokens)
   */
  enter(request: Knock, roles?: readonly OperatorRole[]): Operator;
  /** Null for a visitor who shows nothing. @throws RequestError as `enter`, for a token that is wrong */
  recognise(request: Knock): Operator | null;
}
