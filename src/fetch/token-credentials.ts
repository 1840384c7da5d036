import { request, type Dispatcher } from 'undici';
import { z } from 'zod';
import type { Clock } from '../ports/clock.js';
import { beginning } from './body.js';
import { CredentialsFailure, headerValue, readCredentials, type Credentials } from './credentials.js';
import type { FetchSettings } from './fetch-settings.js';
import { retriedStatuses } from './retry.js';

export interface TokenMeans {
  readonly reference: string;
  readonly settings: FetchSettings;
  readonly clock: Clock;
  /** Reaches addresses that the operator wrote down himself (DESIGN section 1). */
  readonly trusted: Dispatcher;
  /** Reaches the station. */
  readonly guarded: Dispatcher;
}

interface Token {
  readonly value: string;
  /** Null: until it is refused. */
  readonly endsAt: number | null;
}

/** A token is renewed this long before it ends, or a tenth of its life if that is shorter. */
const marginMs = 60_000;
const maxTokenAnswerBytes = 64 * 1024;
const oauthErrors: ReadonlySet<string> = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
]);

/** A bearer token that is fetched when it is needed, kept until shortly before it ends, and asked for by one request at a time. */
class TokenCredentials implements Credentials {
  private token: Token | null = null;
  private pending: Promise<Token> | null = null;

  constructor(
    private readonly ask: (signal: AbortSignal) => Promise<Token>,
    private readonly clock: Clock,
  ) {}

  async headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
    if (this.token === null || (this.token.endsAt !== null && this.clock.now().getTime() >= this.token.endsAt)) {
      this.pending ??= this.ask(signal).finally(() => (this.pending = null));
      this.token = await this.pending;
    }
    return { authorization: `Bearer ${headerValue(this.token.value)}` };
  }

  renew(): boolean {
    this.token = null;
    return true;
  }
}

const oauthShape = z.object({
  tokenUrl: z.url({ protocol: /^https?$/ }),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  scope: z.string().optional(),
  audience: z.string().optional(),
  /** Where the client shows itself: in the header (RFC 6749 section 2.3.1) or, for services that want it so, in the form. */
  clientAuthentication: z.enum(['header', 'form']).default('header'),
});

/** OAuth 2.0 client credentials (RFC 6749 section 4.4). */
export function oauthCredentials(means: TokenMeans): Credentials {
  return new TokenCredentials(async (signal) => {
    const client = read(
      means,
      oauthShape,
      'The credentials for oauth2 are not the JSON object that is expected: tokenUrl, clientId, clientSecret, and optionally scope and audience.',
    );
    const form = new URLSearchParams({ grant_type: 'client_credentials' });
    if (client.scope !== undefined) form.set('scope', client.scope);
    if (client.audience !== undefined) form.set('audience', client.audience);
    const headers: Record<string, string> = {};
    if (client.clientAuthentication === 'form') {
      form.set('client_id', client.clientId);
      form.set('client_secret', client.clientSecret);
    } else headers['authorization'] = `Basic ${Buffer.from(`${formText(client.clientId)}:${formText(client.clientSecret)}`, 'utf8').toString('base64')}`;
    const answer = await askForToken(new URL(client.tokenUrl), 'application/x-www-form-urlencoded', form.toString(), headers, means, means.trusted, signal);
    const token = z.object({ access_token: z.string().min(1), token_type: z.string().optional(), expires_in: z.coerce.number().optional() }).safeParse(answer);
    if (!token.success || (token.data.token_type ?? 'bearer').toLowerCase() !== 'bearer')
      throw new CredentialsFailure('The token service answered without a bearer token.');
    return { value: token.data.access_token, endsAt: endOf(token.data.expires_in, means.clock) };
  }, means.clock);
}

const fdpShape = z.object({ email: z.string().min(1), password: z.string().min(1), tokenUrl: z.url({ protocol: /^https?$/ }).optional() });

/** A FAIR Data Point gives a token for e-mail address and password at `POST /tokens` (FDP-14); it does not say until when. */
export function fdpCredentials(endpoint: URL, means: TokenMeans): Credentials {
  return new TokenCredentials(async (signal) => {
    const user = read(
      means,
      fdpShape,
      'The credentials for fdp are neither email:password nor a JSON object with email, password and optionally tokenUrl.',
      (secret) => {
        const at = secret.indexOf(':');
        return { email: secret.slice(0, Math.max(at, 0)), password: secret.slice(at + 1) };
      },
    );
    const url = user.tokenUrl === undefined ? new URL('tokens', endpoint.href.replace(/[?#].*$/, '').replace(/\/?$/, '/')) : new URL(user.tokenUrl);
    const body = JSON.stringify({ email: user.email, password: user.password });
    const answer = await askForToken(url, 'application/json', body, {}, means, user.tokenUrl === undefined ? means.guarded : means.trusted, signal);
    const token = z.object({ token: z.string().min(1) }).safeParse(answer);
    if (!token.success) throw new CredentialsFailure('The FAIR Data Point answered without a token.');
    return { value: token.data.token, endsAt: null };
  }, means.clock);
}

function read<T>(means: TokenMeans, shape: z.ZodType<T>, complaint: string, plain?: (secret: string) => unknown): T {
  const secret = readCredentials(means.reference, means.settings.resolveSecret);
  const isJson = secret.trimStart().startsWith('{');
  let value: unknown = isJson ? null : plain?.(secret);
  try {
    if (isJson) value = JSON.parse(secret);
  } catch {
    // JSON.parse quotes what it could not read.
  }
  const result = shape.safeParse(value);
  if (!result.success) throw new CredentialsFailure(complaint);
  return result.data;
}

/** Secrets go to the address that the operator named and to no other: a redirect ends the attempt. */
async function askForToken(
  url: URL,
  contentType: string,
  body: string,
  more: Readonly<Record<string, string>>,
  { settings }: TokenMeans,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<unknown> {
  let status: number;
  let text: string;
  try {
    const response = await request(url, {
      method: 'POST',
      dispatcher,
      signal: AbortSignal.any([signal, AbortSignal.timeout(settings.totalTimeoutMs)]),
      headers: { 'user-agent': settings.userAgent, accept: 'application/json', 'content-type': contentType, ...more },
      body,
    });
    status = response.statusCode;
    text = await beginning(response.body, maxTokenAnswerBytes, response.headers['content-encoding']);
  } catch {
    throw new CredentialsFailure('The token service cannot be reached.', true);
  }
  if (status >= 300 && status < 400) throw new CredentialsFailure('The token service redirects; credentials are sent to the address that is configured only.');
  if (status < 200 || status > 299) {
    const { error } = (jsonOf(text) ?? {}) as { error?: unknown };
    const reason = typeof error === 'string' && oauthErrors.has(error) ? `, ${error}` : '';
    throw new CredentialsFailure(`The token service gave no token (${String(status)}${reason}).`, retriedStatuses.has(status));
  }
  return jsonOf(text);
}

function endOf(seconds: number | undefined, clock: Clock): number | null {
  if (seconds === undefined || !(seconds > 0)) return null;
  const lifeMs = seconds * 1000;
  return clock.now().getTime() + lifeMs - Math.min(marginMs, lifeMs / 10);
}

function formText(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
