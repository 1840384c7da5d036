import { RequestError } from '../domain/errors.js';
import type { Knock } from '../ports/operator-gate.js';
import { bearerOf, type FailedAttempts } from './operators.js';

export interface StationGateDependencies {
  readonly keys: { tokenFits(station: string, token: string): boolean };
  readonly attempts: FailedAttempts;
}

const challenge = 'Bearer realm="station"';

/** Lets a station in that shows its own token. An unknown station, and one without a token, answer as a wrong token does. */
export class StationGate {
  constructor(private readonly dependencies: StationGateDependencies) {}

  /** @throws RequestError `request/unauthorized`, `request/too-many` */
  enter(request: Knock, station: string): void {
    const authorization = request.get('authorization');
    if (authorization === undefined)
      throw new RequestError('request/unauthorized', 'This asks for the token of the station (Authorization: Bearer ...).', { challenge });
    const client = request.ip ?? '';
    this.dependencies.attempts.check(client);
    const token = bearerOf(authorization);
    if (token !== null && this.dependencies.keys.tokenFits(station, token)) return;
    this.dependencies.attempts.note(client);
    throw new RequestError('request/unauthorized', 'The token is not that of this station. An operator makes a new one with "ndc stations token".', {
      challenge: `${challenge}, error="invalid_token"`,
    });
  }
}
