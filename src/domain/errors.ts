/** Every stable error code, explained in docs/errors.md; a test compares the two. */
export const errorCodes = [
  'config/invalid',
  'config/operator-data',
  'internal/error',
  'internal/worker-ended',
  'ledger/newer-version',
  'ledger/in-use',
  'ledger/base-url-pinned',
  'ledger/missing-blob',
  'ledger/disk-full',
  'ledger/read-only',
  'ledger/damaged',
  'ledger/disk-failing',
  'request/bad-parameter',
  'request/bad-query',
  'request/conflict',
  'request/forbidden',
  'request/gone',
  'request/method-not-allowed',
  'request/not-acceptable',
  'request/not-found',
  'request/precondition-failed',
  'request/precondition-required',
  'request/query-forbidden',
  'request/query-timeout',
  'request/query-too-costly',
  'request/range-not-satisfiable',
  'request/result-too-large',
  'request/snapshot-expired',
  'request/too-large',
  'request/too-many',
  'request/unauthorized',
  'request/unsupported-media-type',
  'request/unreadable',
  'request/unreachable-url',
  'request/unavailable',
  'station/unreachable',
  'station/timeout',
  'station/http-status',
  'station/postponed',
  'station/refused-address',
  'station/redirect',
  'station/too-large',
  'station/unreadable',
  'station/unsupported-format',
  'station/unusable-body',
  'validation/engine',
  'validation/unknown-profile',
  'validation/unsupported-shape',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Facts for the log and for the `errors` member of a problem; never credentials. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

export abstract class CatalogueError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The station's curator can mend it. */
export class StationError extends CatalogueError {}

/** The caller can mend it. */
export class RequestError extends CatalogueError {}

/** The operator can mend it, before start. */
export class ConfigurationError extends CatalogueError {}

/** We have to mend it. */
export class InternalError extends CatalogueError {}
