import { createHash, timingSafeEqual } from 'node:crypto';
import { WindowLimit } from '../catalogue/window-limit.js';
import { RequestError } from '../domain/errors.js';
import { operatorRoles, type Operator, type OperatorEntry, type OperatorRole } from '../domain/operator.js';
import type { Clock } from '../ports/clock.js';
import type { Knock, OperatorGate } from '../ports/operator-gate.js';

/** Wrong tokens from one address within a quarter of an hour; more have to wait, even with a right one. */
const maxFailures = 10;
const failureWindowMs = 15 * 60_000;
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const operatorChallenge = 'Basic realm="operators", charset="UTF-8", Bearer realm="operators"';

/** Counts wrong tokens by address, whatever they were for. */
export class FailedAttempts {
  private readonly limit = new WindowLimit(maxFailures, failureWindowMs);

  constructor(private readonly clock: Clock) {}

  /** @throws RequestError `request/too-many` */
  check(client: string): void {
    const wait = this.limit.waitOf(client, this.clock.now().getTime());
    if (wait > 0) throw new RequestError('request/too-many', `Too many wrong tokens. Try again in ${String(wait)} second(s).`, { retryAfter: wait });
  }

  note(client: string): void {
    this.limit.note(client, this.clock.now().getTime());
  }
}

export interface TokenGateDependencies {
  /** The entries of the operators' file as it is now; null when there is none. */
  readonly roster: () => readonly OperatorEntry[] | null;
  readonly attempts: FailedAttempts;
  /** Our own origins: a browser that remembers a name and token would send them along from pages of other sites too. */
  readonly origin: () => string;
  /** Hears of somebody with a token who asked for what the role does not allow. */
  readonly onRefused?: (operator: Operator, request: Knock) => void;
}

/** Compares tokens by their hashes, in the same time whoever they are for (DESIGN section 5, NDC_OPERATORS). */
export class TokenGate implements OperatorGate {
  constructor(private readonly dependencies: TokenGateDependencies) {}

  enter(request: Knock, roles: readonly OperatorRole[] = operatorRoles): Operator {
    const operator = this.recognise(request);
    if (operator === null) throw unauthorized(this.dependencies.roster() === null ? withoutFile : 'This asks for the name and token of an operator.');
    if (!roles.includes(operator.role)) {
      this.dependencies.onRefused?.(operator, request);
      throw new RequestError('request/forbidden', `${operator.name} has the role ${operator.role}; this asks for ${roles.join(' or ')}.`);
    }
    if (!safeMethods.has(request.method)) this.refuseOtherSites(request);
    return operator;
  }

  recognise(request: Knock): Operator | null {
    const authorization = request.get('authorization');
    if (authorization === undefined) return null;
    const roster = this.dependencies.roster();
    if (roster === null) throw unauthorized(withoutFile);
    const client = request.ip ?? '';
    this.dependencies.attempts.check(client);
    const shown = shownBy(authorization);
    const found = shown === null ? null : fitting(roster, shown);
    if (found !== null) return { name: found.name, role: found.role };
    this.dependencies.attempts.note(client);
    throw unauthorized('The name or the token is not right.');
  }

  private refuseOtherSites(request: Knock): void {
    const site = request.get('sec-fetch-site');
    const origin = request.get('origin');
    const own = new Set([new URL(this.dependencies.origin()).origin, ...['http', 'https'].map((scheme) => `${scheme}://${request.get('host') ?? ''}`)]);
    if ((site !== undefined && site !== 'same-origin' && site !== 'none') || (origin !== undefined && !own.has(origin)))
      throw new RequestError(
        'request/forbidden',
        'The request was made by a page of another site; operators act from our own pages, or from the command line.',
      );
  }
}

const withoutFile = 'No operators are set up: there is no file in NDC_OPERATORS, so nobody may do this over HTTP. The command line can.';

function unauthorized(detail: string): RequestError {
  return new RequestError('request/unauthorized', detail, { challenge: operatorChallenge });
}

interface Shown {
  /** Null with Bearer: the token alone says who it is. */
  readonly name: string | null;
  readonly token: string;
}

function shownBy(authorization: string): Shown | null {
  const token = bearerOf(authorization);
  if (token !== null) return { name: null, token };
  const basic = /^basic +([A-Za-z0-9+/=_-]{1,1000}) *$/i.exec(authorization)?.[1];
  if (basic === undefined) return null;
  const text = Buffer.from(basic, 'base64').toString('utf8');
  const at = text.indexOf(':');
  return at < 1 ? null : { name: text.slice(0, at), token: text.slice(at + 1) };
}

/** RFC 6750, section 2.1. */
export function bearerOf(authorization: string): string | null {
  return /^bearer +([A-Za-z0-9._~+/=-]{1,512}) *$/i.exec(authorization)?.[1] ?? null;
}

/** Looks at every entry, also after the right one. */
function fitting(roster: readonly OperatorEntry[], { name, token }: Shown): OperatorEntry | null {
  const hash = createHash('sha256').update(token).digest();
  let found: OperatorEntry | null = null;
  for (const entry of roster) {
    const expected = Buffer.from(entry.tokenHash, 'hex');
    const fits = expected.length === hash.length && timingSafeEqual(expected, hash);
    if (fits && (name === null || name === entry.name)) found = entry;
  }
  return found;
}
