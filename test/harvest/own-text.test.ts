import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ownText } from '../../src/harvest/own-text.js';
import { runs } from '../support/runs.js';

describe('a text of its own', () => {
  it('is the same text, whatever it is written in', () => {
    const parts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary-ascii' }), fc.constantFrom('\uD800', 'https://holder.example/é', ''));
    fc.assert(
      fc.property(fc.array(parts), (texts) => {
        expect(ownText(texts.join(''))).toBe(texts.join(''));
      }),
      { numRuns: runs(300), seed: 4 },
    );
  });
});
