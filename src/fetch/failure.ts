import { errors } from 'undici';
import { InternalError } from '../domain/errors.js';
import type { FetchAnswer } from '../ports/fetcher.js';
import { CredentialsFailure } from './credentials.js';
import { RefusedAddress } from './guarded-agent.js';

/** An answer, and how long to wait before asking again: null when that cannot help, 0 when the pause is ours to choose. */
export interface Outcome {
  readonly answer: FetchAnswer;
  readonly retryAfterMs: number | null;
}

/** The time of one whole try is over. */
export class TotalTimeout extends Error {}

type Reason = Extract<FetchAnswer, { kind: 'failed' }>['reason'];

export function final(answer: FetchAnswer): Outcome {
  return { answer, retryAfterMs: null };
}

export function failed(reason: Reason, detail: string): Outcome {
  return final({ kind: 'failed', reason, detail });
}

/**
 * What an error of the client means; the only place that looks at one. Codes are told, messages never: they may quote
 * headers or addresses.
 *
 * @throws InternalError what was our own fault
 */
export function outcomeOf(error: unknown, context: { readonly isEnded: boolean; readonly hasCertificate: boolean }): Outcome {
  if (error instanceof InternalError) throw error;
  if (context.isEnded) return failed('timeout', 'The run was ended before the answer came.');
  const cause = rootCause(error);
  if (cause instanceof RefusedAddress) return failed('refused-address', `The address is refused: ${cause.message}.`);
  if (cause instanceof CredentialsFailure) {
    const { answer } = failed('credentials', cause.message);
    return { answer, retryAfterMs: cause.mayPass ? 0 : null };
  }
  if (cause instanceof TotalTimeout) return failed('timeout', 'The station did not answer in time: the answer as a whole took too long.');
  if (cause instanceof errors.HeadersOverflowError) return failed('too-large', 'The headers of the answer are larger than we read.');
  const code = codeOf(cause);
  if (context.hasCertificate && /ALERT_(CERTIFICATE|BAD_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE|DECRYPT)|CERTIFICATE_REQUIRED/.test(code))
    return failed('credentials', `The station does not accept our client certificate (${code}).`);
  if (isTrust(code)) return failed('unreachable', `The station's certificate or its TLS cannot be used (${code}).`);
  const isLate =
    cause instanceof errors.ConnectTimeoutError ||
    cause instanceof errors.HeadersTimeoutError ||
    cause instanceof errors.BodyTimeoutError ||
    (cause instanceof Error && cause.name === 'TimeoutError') ||
    code === 'ETIMEDOUT' ||
    code === 'ERR_TLS_HANDSHAKE_TIMEOUT';
  if (isLate) return { answer: failed('timeout', 'The station did not answer in time.').answer, retryAfterMs: 0 };
  const hint = context.hasCertificate && /^(UND_ERR_SOCKET|ECONNRESET|EPIPE)$/.test(code) ? ' It may not accept our client certificate.' : '';
  return { answer: failed('unreachable', `The station cannot be reached (${code}).${hint}`).answer, retryAfterMs: 0 };
}

/** A certificate does not get better by asking again (HTTP-9 names only the handshake that takes too long). */
function isTrust(code: string): boolean {
  return (
    code !== 'ERR_TLS_HANDSHAKE_TIMEOUT' &&
    /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/.test(code)
  );
}

function rootCause(error: unknown): unknown {
  let current = error;
  for (let depth = 0; depth < 10 && current instanceof Error && current.cause instanceof Error; depth++) current = current.cause;
  return current;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
