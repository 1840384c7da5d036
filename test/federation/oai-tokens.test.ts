import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPlace, openSetPlace, signPlace, signSetPlace, type OaiPlace } from '../../src/federation/oai-tokens.js';

const secret = 'a'.repeat(64);
const text = fc.string({ minLength: 1, maxLength: 30 });
const number = fc.nat({ max: 1_000_000_000 });
const place: fc.Arbitrary<OaiPlace> = fc.record({
  verb: fc.constantFrom('ListRecords' as const, 'ListIdentifiers' as const),
  selection: fc.record({
    prefix: fc.constantFrom('oai_dc' as const, 'dcat_ap' as const, 'rdf' as const),
    set: fc.option(text),
    from: fc.option(text),
    until: fc.option(text),
  }),
  snapshot: fc.record({ epoch: number, seq: number }),
  cursor: number,
  total: number,
  after: fc.record({ second: text, id: text }),
  begunAt: number,
});

describe('resumption tokens (OAIP-7)', () => {
  it('come back as they went, in characters that need no encoding', () => {
    fc.assert(
      fc.property(place, (one) => {
        const token = signPlace(one, secret);
        expect(token).toMatch(/^[A-Za-z0-9._~-]+$/);
        expect(openPlace(token, secret)).toEqual(one);
      }),
    );
  });

  it('are refused with any character changed, left out, doubled or added', () => {
    const change = fc.record({ at: fc.nat(), to: fc.constantFrom(...'ABCDEFGHabcdefgh0123456789-_.~=+ ', 'é'), how: fc.constantFrom('set', 'drop', 'add') });
    fc.assert(
      fc.property(place, change, (one, { at, to, how }) => {
        const token = signPlace(one, secret);
        const where = at % (token.length + 1);
        const changed =
          how === 'set'
            ? token.slice(0, where) + to + token.slice(where + 1)
            : how === 'drop'
              ? token.slice(0, where) + token.slice(where + 1)
              : token.slice(0, where) + to + token.slice(where);
        fc.pre(changed !== token);
        expect(openPlace(changed, secret)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it('are refused with another secret, without one, and as tokens of another list', () => {
    fc.assert(
      fc.property(place, (one) => {
        const token = signPlace(one, secret);
        expect(openPlace(token, `${secret}b`)).toBeUndefined();
        expect(openPlace(signPlace(one, ''), '')).toBeUndefined();
        expect(openSetPlace(token, secret)).toBeUndefined();
        expect(openPlace(signSetPlace({ after: 'ehds', cursor: 1, total: 2 }, secret), secret)).toBeUndefined();
      }),
    );
  });

  it('are refused when they are junk', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (junk) => {
        expect(openPlace(junk, secret)).toBeUndefined();
      }),
    );
  });
});
