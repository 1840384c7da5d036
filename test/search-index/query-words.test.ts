import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readQuery } from '../../src/domain/query-words.js';
import { runs } from '../support/runs.js';

const read = (text: string): string[] =>
  readQuery(text).map(
    ({ text: said, isPhrase, isExcluded, field, isOpen }) =>
      `${isExcluded ? '-' : ''}${field === null ? '' : `${field}=`}${isPhrase ? `"${said}"` : said}${isOpen ? '…' : ''}`,
  );

describe('what people write into the search box', () => {
  it.each([
    ['', []],
    ['?!  ', []],
    ['hart falen', ['hart', 'falen…']],
    ['hart falen ', ['hart', 'falen']],
    ['"hart falen" registratie', ['"hart falen"', 'registratie…']],
    ['"niet gesloten', ['"niet gesloten"']],
    ['diabetes -kinderen', ['diabetes', '-kinderen']],
    ['-"type 1" diabetes ', ['-"type 1"', 'diabetes']],
    ['uitgever:UMC code:I10 titel:"eerste lijn"', ['publisher=UMC', 'code=I10', 'title="eerste lijn"']],
    ['PUBLISHER:umc', ['publisher=umc…']],
    ['-variable:bmi ', ['-variable=bmi']],
    ['foo:bar ', ['foo:bar']],
    ['https://a.example/1', ['https://a.example/1…']],
    ['COVID-19 hart-/vaat', ['COVID-19', 'hart-/vaat…']],
    ['code:E10-E14 ', ['code=E10-E14']],
    ['- -- "" a', ['a…']],
    ['constructor:x toString:y ', ['constructor:x', 'toString:y']],
  ])('%j is %j', (text, clauses) => {
    expect(read(text)).toEqual(clauses);
  });

  it('never fails, and loses no letter', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.array(fc.constantFrom('"', '-', ':', ' ', 'title:', 'a', 'é', 'code:', '12', 'x-y'), { maxLength: 20 }).map((parts) => parts.join('')),
    );
    const letters = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '');
    fc.assert(
      fc.property(texts, (text) => {
        const clauses = readQuery(text);
        expect(clauses.every(({ text: said }) => letters(said) !== '')).toBe(true);
        expect(clauses.filter(({ isOpen }) => isOpen).length).toBeLessThanOrEqual(1);
        const fields = clauses.reduce((sum, { field }) => sum + (field === null ? 0 : 1), 0);
        // A field of nothing asks for nothing.
        if (fields === 0 && !text.includes(':')) expect(letters(clauses.map(({ text: said }) => said).join(''))).toBe(letters(text));
      }),
      { numRuns: runs(500), seed: 6 },
    );
  });
});
