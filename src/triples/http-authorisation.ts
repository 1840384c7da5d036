import { createHash, randomBytes } from 'node:crypto';
import { ConfigurationError } from '../domain/errors.js';

export type AuthenticationScheme = 'basic' | 'digest' | 'bearer';

/** One request as it is to be authorised. */
export interface AuthorisedRequest {
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly uri: string;
}

/** What shows a server who we are, request by request. */
export interface Authorisation {
  /** The value of the `Authorization` header; null while nothing can be said yet. */
  header(request: AuthorisedRequest): string | null;
  /** Takes in what the server said with a 401; false when trying again would say the same. */
  challenged(challenges: string): boolean;
}

/**
 * @param secret read anew for every header, so that it can be changed while we run; `user:password`, or a token
 * @throws ConfigurationError when the secret cannot be had, or is no `user:password` where one is needed
 */
export function authorisation(scheme: AuthenticationScheme | null, secret: () => string): Authorisation {
  if (scheme === null) return fixed(() => null);
  if (scheme === 'bearer') return fixed(() => `Bearer ${secret()}`);
  if (scheme === 'basic') return fixed(() => `Basic ${Buffer.from(userAndPassword(secret()).join(':'), 'utf8').toString('base64')}`);
  return new DigestAuthorisation(() => userAndPassword(secret()));
}

function fixed(header: () => string | null): Authorisation {
  return { header, challenged: () => false };
}

function userAndPassword(secret: string): readonly [string, string] {
  const at = secret.indexOf(':');
  if (at < 1) throw new ConfigurationError('config/invalid', 'The credentials of NDC_TRIPLES_CREDENTIALS are not of the form user:password.');
  return [secret.slice(0, at), secret.slice(at + 1)];
}

const hashes: Readonly<Record<string, string>> = { md5: 'md5', 'sha-256': 'sha256', 'sha-512-256': 'sha512-256' };

interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  readonly algorithm: string;
  readonly hash: string;
  readonly isSession: boolean;
  readonly qop: 'auth' | null;
  readonly stale: boolean;
}

/**
 * Digest access authentication. The nonce of a challenge is used again with a growing count, so that only the first request, and
 * the one that meets a stale nonce, goes twice.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7616#section-3.4
 */
export class DigestAuthorisation implements Authorisation {
  private challenge: Challenge | null = null;
  private count = 0;

  constructor(
    private readonly account: () => readonly [user: string, password: string],
    private readonly clientNonce: () => string = () => randomBytes(16).toString('base64url'),
  ) {}

  header({ method, uri }: AuthorisedRequest): string | null {
    const { challenge } = this;
    if (challenge === null) return null;
    const { realm, nonce, opaque, algorithm, hash, isSession, qop } = challenge;
    const digest = (text: string): string => createHash(hash).update(text, 'utf8').digest('hex');
    const [user, password] = this.account();
    const cnonce = this.clientNonce();
    const nc = (++this.count).toString(16).padStart(8, '0');
    const plain = digest(`${user}:${realm}:${password}`);
    const a1 = isSession ? digest(`${plain}:${nonce}:${cnonce}`) : plain;
    const a2 = digest(`${method}:${uri}`);
    const response = digest(qop === null ? `${a1}:${nonce}:${a2}` : `${a1}:${nonce}:${nc}:${cnonce}:${qop}:${a2}`);
    const fields = [
      `username=${quoted(user)}`,
      `realm=${quoted(realm)}`,
      `nonce=${quoted(nonce)}`,
      `uri=${quoted(uri)}`,
      `algorithm=${algorithm}`,
      `response=${quoted(response)}`,
      ...(qop === null ? [] : [`qop=${qop}`, `nc=${nc}`]),
      ...(qop === null && !isSession ? [] : [`cnonce=${quoted(cnonce)}`]),
      ...(opaque === null ? [] : [`opaque=${quoted(opaque)}`]),
    ];
    return `Digest ${fields.join(', ')}`;
  }

  challenged(challenges: string): boolean {
    const next = strongest(challenges);
    if (next === null) return false;
    // Who is refused with a nonce that was new has the wrong password, unless the server says that the nonce was at fault.
    const isWorthIt = this.challenge === null || this.count !== 1 || next.stale;
    this.challenge = next;
    this.count = 0;
    return isWorthIt;
  }
}

/** The challenge whose hash is the strongest that we know (RFC 7616, section 3.7: a client picks the first that it supports; servers put the best first). */
function strongest(header: string): Challenge | null {
  const known = challengesIn(header).flatMap(({ scheme, fields }) => {
    if (scheme !== 'digest') return [];
    const algorithm = fields.get('algorithm') ?? 'MD5';
    const isSession = /-sess$/i.test(algorithm);
    const hash = hashes[algorithm.replace(/-sess$/i, '').toLowerCase()];
    const nonce = fields.get('nonce');
    const offered = fields
      .get('qop')
      ?.toLowerCase()
      .split(/[\s,]+/);
    if (hash === undefined || nonce === undefined || (offered !== undefined && !offered.includes('auth'))) return [];
    return [
      {
        realm: fields.get('realm') ?? '',
        nonce,
        opaque: fields.get('opaque') ?? null,
        algorithm,
        hash,
        isSession,
        qop: offered === undefined ? null : ('auth' as const),
        stale: fields.get('stale')?.toLowerCase() === 'true',
      },
    ];
  });
  return known[0] ?? null;
}

/** The challenges of a `WWW-Authenticate` header, several of which may stand in one line (RFC 9110, section 11.6.1). */
function challengesIn(header: string): { readonly scheme: string; readonly fields: ReadonlyMap<string, string> }[] {
  const found: { scheme: string; fields: Map<string, string> }[] = [];
  for (const match of header.matchAll(/([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/g)) {
    const [, name = '', text, token] = match;
    const value = text?.replace(/\\(.)/g, '$1') ?? token;
    if (value === undefined) found.push({ scheme: name.toLowerCase(), fields: new Map() });
    else found.at(-1)?.fields.set(name.toLowerCase(), value);
  }
  return found;
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
