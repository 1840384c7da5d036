import { runs } from '../support/runs.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, highlight, markEnd, markStart, snippet, stemsIn, stemsOf, wordsOf } from '../../src/search-index/analysis.js';

const strip = (text: string): string => text.replaceAll(markStart, '').replaceAll(markEnd, '');
const marked = (text: string): string => text.replaceAll(markStart, '[').replaceAll(markEnd, ']');
const words = fc.array(fc.constantFrom('hart', 'de', 'zieken', 'hearts', 'é', 'x'), { maxLength: 3 });
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 600 }),
  fc
    .array(fc.constantFrom('hart', 'harten', 'ziekenhuis', 'Zieken,', 'café', 'e\u0301', '😀', '\n', '<b>', 'x'.repeat(90)), { maxLength: 120 })
    .map((list) => list.join(' ')),
);

/** Marks alternate, begin with a start and are closed. */
function balanced(text: string): boolean {
  return (
    [...text].filter((char) => char === markStart || char === markEnd).every((char, n) => (char === markStart) === (n % 2 === 0)) &&
    text.split(markStart).length === text.split(markEnd).length
  );
}

describe('words', () => {
  it.each([
    ['Café Ünïcode', 'cafe unicode'],
    ['HARTFALEN', 'hartfalen'],
    ['', ''],
  ])('folds %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('are letters and digits', () => {
    expect(wordsOf('COVID-19: hart/vaat (2020)')).toEqual(['covid', '19', 'hart', 'vaat', '2020']);
  });

  it('have stems in both languages, and in the language of their tag', () => {
    expect(stemsOf('registraties')).toContain(stemsOf('registratie')[0]);
    expect(stemsIn('hearts', 'en-GB')).toEqual(['heart']);
    expect(stemsIn('ziekenhuizen', 'nl')).toEqual(stemsIn('ziekenhuizen', 'nl-BE'));
    expect(stemsIn('ziekenhuizen', 'nl')).not.toEqual(stemsIn('ziekenhuizen', 'en'));
    expect(stemsIn('registraties', '')).toEqual(stemsOf('registraties'));
  });
});

describe('highlighting', () => {
  it.each([
    ['Harten en hartfalen', ['hart'], '[Harten] en [hartfalen]'],
    ['de hartslag', ['hartslag'], 'de [hartslag]'],
    ['Café', ['cafe'], '[Café]'],
    ['niets', ['hart'], 'niets'],
    ['alles', [], 'alles'],
    ['x hart', ['x'], '[x] hart'],
  ])('of %j for %j is %j', (text, query, expected) => {
    expect(marked(highlight(text, query))).toBe(expected);
  });

  it('never loses or moves text', () => {
    fc.assert(
      fc.property(texts, words, (text, query) => {
        expect(strip(highlight(text, query))).toBe(text);
        expect(balanced(highlight(text, query))).toBe(true);
      }),
      { numRuns: runs(500), seed: 8 },
    );
  });

  it('cuts a snippet out of the text as it stands, with its marks whole', () => {
    fc.assert(
      fc.property(texts, words, (text, query) => {
        const cut = snippet(text, query, 200);
        const inner = strip(cut).replace(/^… /, '').replace(/ …$/, '');
        expect(text.includes(inner)).toBe(true);
        expect(balanced(cut)).toBe(true);
        expect(cut.length).toBeLessThan(230);
        expect(Buffer.from(cut, 'utf8').toString('utf8')).toBe(cut);
      }),
      { numRuns: runs(1000), seed: 9 },
    );
  });

  it('shows the first hit', () => {
    const text = `${'woord '.repeat(200)}hartfalen ${'woord '.repeat(200)}`;
    expect(snippet(text, ['hartfalen'], 200)).toContain(`${markStart}hartfalen${markEnd}`);
    expect(snippet(`${'x'.repeat(1000)} hartfalen`, ['hartfalen'], 200)).toContain('hartfalen');
  });
});
