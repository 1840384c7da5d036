import type { Station } from '../domain/station.js';
import type { FetchSettings } from './fetch-settings.js';

/** The credentials cannot be had or used; the words never hold a part of them. */
export class CredentialsFailure extends Error {
  constructor(
    message: string,
    /** Trying again may help: the token service was busy or out of reach. */
    readonly mayPass = false,
  ) {
    super(message);
  }
}

/** Shows a station who we are (HTTP-19). */
export interface Credentials {
  /** @throws CredentialsFailure */
  headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** Forgets what was refused; false when the next try would show the same again. */
  renew(): boolean;
}

/** @throws CredentialsFailure when the reference leads to nothing */
export function readCredentials(reference: string, resolveSecret: FetchSettings['resolveSecret']): string {
  try {
    return resolveSecret(reference);
  } catch {
    // The reason names a variable or a path of the operator's machine, which is nobody else's business.
    throw new CredentialsFailure('The credentials that ndc:credentials refers to cannot be read.');
  }
}

/** Credentials that are the same for every request: Basic, Bearer or a header of the station's own. */
export function fixedCredentials(
  authentication: Extract<NonNullable<Station['authentication']>, { kind: 'basic' | 'bearer' | 'header' | 'oauth2' | 'mtls' | 'fdp' }>,
  resolveSecret: FetchSettings['resolveSecret'],
): Credentials {
  return {
    headers: () => {
      const secret = readCredentials(authentication.credentials, resolveSecret);
      if (authentication.kind === 'basic') return Promise.resolve({ authorization: `Basic ${Buffer.from(secret, 'utf8').toString('base64')}` });
      return Promise.resolve(
        authentication.kind === 'header' ? { [authentication.header.toLowerCase()]: headerValue(secret) } : { authorization: `Bearer ${headerValue(secret)}` },
      );
    },
    renew: () => false,
  };
}

/** @throws CredentialsFailure when a secret cannot stand in a header */
export function headerValue(secret: string): string {
  if (secret === '' || secret.length > 16_384 || /[^\t\x20-\x7e]/.test(secret))
    throw new CredentialsFailure('The credentials are empty, too long or hold characters that cannot stand in a header.');
  return secret;
}
