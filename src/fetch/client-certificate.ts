import { CredentialsFailure, readCredentials } from './credentials.js';
import type { FetchSettings } from './fetch-settings.js';

/**
 * Certificate and key for TLS that authenticates both sides (HTTP-19): one PEM text with both, or `file:cert.pem,key.pem`.
 *
 * @throws CredentialsFailure
 */
export function clientCertificate(reference: string, resolveSecret: FetchSettings['resolveSecret']): { readonly cert: string; readonly key: string } {
  const references = reference.startsWith('file:')
    ? reference
        .slice(5)
        .split(',')
        .map((path) => `file:${path.trim()}`)
    : [reference];
  const pem = references.map((one) => readCredentials(one, resolveSecret)).join('\n');
  const blocks = [...pem.matchAll(/-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/g)];
  const cert = blocks.filter(([, label]) => label === 'CERTIFICATE').map(([block]) => block);
  const key = blocks.find(([, label]) => label?.endsWith('PRIVATE KEY'))?.[0];
  if (cert.length === 0 || key === undefined) throw new CredentialsFailure('The credentials for mtls do not hold both a certificate and a private key in PEM.');
  return { cert: `${cert.join('\n')}\n`, key: `${key}\n` };
}
