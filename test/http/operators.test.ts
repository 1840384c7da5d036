import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { RequestError } from '../../src/domain/errors.js';
import type { OperatorRole } from '../../src/domain/operator.js';
import { FailedAttempts, TokenGate } from '../../src/http/operators.js';
import { OperatorRoster } from '../../src/operator-roster.js';
import type { Knock } from '../../src/ports/operator-gate.js';
import { SettableClock } from '../support/house.js';

const folder = mkdtempSync(join(tmpdir(), 'ndc-operators-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
let clock: SettableClock;
let roster: OperatorRoster;
let gate: TokenGate;
let ann = '';
let bob = '';

beforeEach(() => {
  clock = new SettableClock();
  roster = new OperatorRoster(join(folder, `operators-${String((files += 1))}.json`));
  ann = roster.add('ann', 'operator', clock.now());
  bob = roster.add('bob', 'auditor', clock.now());
  gate = gateOf(roster);
});

const gateOf = (of: OperatorRoster): TokenGate =>
  new TokenGate({ roster: () => of.entries(), attempts: new FailedAttempts(clock), origin: () => 'https://catalogue.example' });
const basic = (name: string, token: string): string => `Basic ${Buffer.from(`${name}:${token}`).toString('base64')}`;
const knock = (authorization: string | undefined, headers: Readonly<Record<string, string>> = {}, method = 'POST', ip = '192.0.2.1'): Knock => ({
  method,
  ip,
  get: (name) => (name === 'authorization' ? authorization : headers[name]),
});
function refusal(work: () => unknown): RequestError {
  try {
    work();
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the gate for operators', () => {
  it('lets in by name and token, or by token alone', () => {
    expect(gate.enter(knock(basic('ann', ann)))).toEqual({ name: 'ann', role: 'operator' });
    expect(gate.enter(knock(`Bearer ${bob}`))).toEqual({ name: 'bob', role: 'auditor' });
    expect(gate.recognise(knock(undefined))).toBeNull();
  });

  it('asks for credentials, and refuses what is not right', () => {
    const wrong = [
      basic('ann', bob),
      basic('bob', ann),
      basic('eve', ann),
      basic('ann', ''),
      basic('', ann),
      `Bearer ${ann}x`,
      'Bearer ',
      'Basic ====',
      `Digest ${ann}`,
      ann,
    ];
    for (const authorization of wrong) {
      const error = refusal(() => gateOf(roster).enter(knock(authorization)));
      expect([authorization, error.code]).toEqual([authorization, 'request/unauthorized']);
      expect(error.details['challenge']).toMatch(/^Basic realm=.*Bearer realm=/);
      expect(error.message).not.toContain(ann);
    }
    expect(refusal(() => gate.enter(knock(undefined))).code).toBe('request/unauthorized');
  });

  it('wants the role that a deed asks for', () => {
    const roles: readonly OperatorRole[] = ['operator'];
    expect(gate.enter(knock(basic('ann', ann)), roles).name).toBe('ann');
    expect(refusal(() => gate.enter(knock(basic('bob', bob)), roles)).code).toBe('request/forbidden');
  });

  it('does nothing for a page of another site, though the browser sends the token along', () => {
    const shown = basic('ann', ann);
    const foreign = [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example' }, { origin: 'null' }];
    for (const headers of foreign) expect(refusal(() => gate.enter(knock(shown, headers))).code).toBe('request/forbidden');
    const own = [
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://catalogue.example' },
      { origin: 'http://inside:3000', host: 'inside:3000' },
    ];
    for (const headers of own) expect(gate.enter(knock(shown, headers)).name).toBe('ann');
    expect(gate.enter(knock(shown, { 'sec-fetch-site': 'cross-site' }, 'GET')).name).toBe('ann');
  });

  it('lets an address wait that has tried too often, also with a right token, and no other', () => {
    for (let n = 0; n < 10; n++) expect(refusal(() => gate.recognise(knock('Bearer wrong'))).code).toBe('request/unauthorized');
    const waiting = refusal(() => gate.enter(knock(basic('ann', ann))));
    expect([waiting.code, waiting.details['retryAfter']]).toEqual(['request/too-many', 900]);
    expect(gate.enter(knock(basic('ann', ann), {}, 'POST', '192.0.2.2')).name).toBe('ann');
    clock.advanceHours(0.25);
    expect(gate.enter(knock(basic('ann', ann))).name).toBe('ann');
  });

  it('is shut for everybody without a file, and says so', () => {
    const shut = gateOf(new OperatorRoster(join(folder, 'not-there.json')));
    expect(refusal(() => shut.enter(knock(basic('ann', ann)))).message).toContain('NDC_OPERATORS');
    expect(refusal(() => shut.enter(knock(undefined))).message).toContain('NDC_OPERATORS');
  });
});

describe('the operators file', () => {
  it('keeps hashes only, for its owner alone, and counts at once', () => {
    const text = readFileSync(roster.path, 'utf8');
    expect(text).not.toContain(ann);
    expect(text).toContain(createHash('sha256').update(ann).digest('hex'));
    expect(statSync(roster.path).mode & 0o777).toBe(0o600);
    expect(Buffer.from(ann.slice('ndco_'.length), 'base64url').byteLength).toBe(32);
    expect(gate.enter(knock(basic('bob', bob))).name).toBe('bob');
    expect(new OperatorRoster(roster.path).remove('bob')).toBe(true);
    expect(refusal(() => gate.enter(knock(basic('bob', bob)))).code).toBe('request/unauthorized');
    expect(roster.remove('bob')).toBe(false);
  });

  it('takes no name twice, and none that HTTP cannot carry', () => {
    expect(() => roster.add('ann', 'ncp', clock.now())).toThrow(/already/);
    for (const name of ['', 'a:b', 'x y', '-', 'a'.repeat(65)]) expect(() => roster.add(name, 'ncp', clock.now())).toThrow();
    expect(roster.entries()?.map(({ name }) => name)).toEqual(['ann', 'bob']);
  });

  it('is refused as a whole with a mistake in it', () => {
    const faults: readonly (readonly [string, RegExp])[] = [
      ['{', /JSON/],
      ['{"operators":[{"name":"ann","role":"king","tokenHash":"00"}]}', /role[\s\S]*tokenHash/],
      [JSON.stringify({ operators: ['a', 'a'].map((name) => ({ name, role: 'ncp', tokenHash: '0'.repeat(64) })) }), /one name/],
    ];
    for (const [text, words] of faults) {
      const path = join(folder, `faulty-${String((files += 1))}.json`);
      writeFileSync(path, text);
      expect(() => new OperatorRoster(path).entries()).toThrow(words);
    }
  });
});
