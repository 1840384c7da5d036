import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeTerms, looksLikeCode } from '../../src/search-index/codes.js';
import { CompoundSplitter } from '../../src/search-index/compounds.js';
import { identifierTerm, termsOf } from '../../src/search-index/document-terms.js';
import { Segment } from '../../src/search-index/postings.js';
import { mistakes, Spelling } from '../../src/search-index/spelling.js';
import { firstSlots } from '../../src/search-index/top.js';
import { searchDocument } from '../support/documents.js';
import { runs } from '../support/runs.js';

describe('Dutch compounds', () => {
  const splitter = new CompoundSplitter(
    ['borst', 'kanker', 'borstkanker', 'registratie', 'gezondheid', 'zorg', 'hart', 'falen', 'patienten', 'ziekte'],
    ['oog'],
  );
  it.each([
    ['borstkankerregistratie', ['borstkanker', 'borst', 'kanker', 'registratie']],
    ['gezondheidszorg', ['gezondheid', 'zorg']],
    ['hartfalenpatienten', ['hart', 'falen', 'patienten']],
    ['oogziekte', ['oog', 'ziekte']],
    ['registratie', []],
    ['zorgverzekeraar', []],
    ['zorgzorg', ['zorg']],
    ['kanker', []],
    ['hartxregistratie', []],
  ])('%s is made of %j', (word, parts) => {
    expect(splitter.partsOf(word)).toEqual(parts);
  });

  it('are taken apart in time that does not explode, and only into parts that they begin with', () => {
    expect(splitter.split('zorg'.repeat(200))).toEqual([]);
    const made = fc.array(fc.constantFrom('borst', 'kanker', 'zorg', 'hart', 's', 'en'), { minLength: 2, maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(made, (word) => {
        const parts = splitter.split(word);
        expect(parts.length === 0 || word.startsWith(parts[0] ?? '')).toBe(true);
        expect(parts.length === 0 || word.endsWith(parts.at(-1) ?? '')).toBe(true);
      }),
      { numRuns: runs(300), seed: 3 },
    );
  });
});

describe('codes', () => {
  it.each([
    ['E11.9', ['code:e11.9', 'code:e11']],
    ['E10-E12', ['code:e10', 'code:e11', 'code:e12']],
    ['A10BA02', ['code:a10ba02', 'code:a10ba', 'code:a10b', 'code:a10']],
    ['73211009', ['code:73211009']],
    ['A00-Z99', ['code:a00', 'code:z99']],
    ['E99-E00', ['code:e99', 'code:e00']],
  ])('%s is found by %j', (code, terms) => {
    expect([...codeTerms(code)]).toEqual(terms);
  });

  it('are told from words', () => {
    expect(['I10', 'e11.9', 'Z99', 'U07.1'].map(looksLikeCode)).toEqual([true, true, true, true]);
    expect(['U99.01x', 'H1N1', 'B1', 'ICD-10'].map(looksLikeCode)).toEqual([false, false, false, false]);
  });
});

describe('spelling', () => {
  const of = (words: readonly string[], frequency: (word: string) => number = () => 1): Spelling =>
    new Spelling(new Segment([...words].sort(), new Uint32Array(words.length + 1), new Uint32Array(0), new Uint8Array(0)), [], frequency);
  it.each([
    ['diabetis', 'diabetes'],
    ['hartflaen', 'hartfalen'],
    ['depresssion', 'depression'],
    ['astme', 'astma'],
    ['xyzzy', null],
    ['diabetes', null],
    ['ajection', null],
  ])('%s was probably %s', (word, meant) => {
    expect(of(['diabetes', 'hartfalen', 'depression', 'astma', 'rejection', 'reg']).correct(word)).toBe(meant);
  });

  it('takes the nearer word, and of those as near the more frequent', () => {
    expect(of(['registratie', 'registraties', 'registreren']).correct('registrtie')).toBe('registratie');
    expect(of(['longen', 'longer'], (word) => (word === 'longer' ? 9 : 1)).correct('longex')).toBe('longer');
  });

  it('counts mistakes as a table of all ways does, up to where it gives up', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const cost = new Map<string, number>();
        const way = (i: number, j: number): number => {
          const key = `${String(i)} ${String(j)}`;
          const known = cost.get(key);
          if (known !== undefined) return known;
          const ways = [
            ...(i === 0 && j === 0 ? [0] : []),
            ...(i > 0 ? [way(i - 1, j) + 1] : []),
            ...(j > 0 ? [way(i, j - 1) + 1] : []),
            ...(i > 0 && j > 0 ? [way(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)] : []),
            ...(i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? [way(i - 2, j - 2) + 1] : []),
          ];
          cost.set(key, Math.min(...ways));
          return Math.min(...ways);
        };
        const all = way(a.length, b.length);
        expect(mistakes(a, b, 9)).toBe(all);
        expect(mistakes(a, b, 2)).toBe(Math.min(all, 3));
      }),
      { numRuns: runs(300), seed: 5 },
    );
  });
});

describe('terms of a document', () => {
  const none = new CompoundSplitter([]);
  it('weigh more in a title than in a description, and more among few words than among many', () => {
    const impact = (changes: Parameters<typeof searchDocument>[1], term = 'hart'): number => termsOf(searchDocument('1', changes), none).get(term) ?? 0;
    const title = impact({ title: { nl: ['Het hart'] } });
    const description = impact({ description: { nl: ['Het hart'] } });
    expect(title).toBeGreaterThan(description);
    expect(description).toBeGreaterThan(impact({ description: { nl: [`Het hart ${'en veel meer '.repeat(100)}`] } }));
    expect(impact({ description: { nl: ['hart hart hart'] } })).toBeGreaterThan(description);
    expect(impact({ title: { nl: ['hart '.repeat(5000)] } })).toBeLessThanOrEqual(255);
  });

  it('have stems by the language of the text', () => {
    const terms = termsOf(searchDocument('1', { title: { nl: ['ziekenhuizen'], en: ['hospitals'] } }), none);
    expect([terms.has('~ziekenhuiz'), terms.has('~hospit'), terms.has('title:hospitals'), terms.has('title:~hospit')]).toEqual([true, true, true, true]);
  });

  it.each([
    ['https://doi.org/10.1234/AbC/', 'id:10.1234/abc'],
    ['doi:10.1234/abc', 'id:10.1234/abc'],
    ['http://www.a.example/x', 'id:a.example/x'],
    ['<https://a.example/x>', 'id:a.example/x'],
    ['  ABC-99 ', 'id:abc-99'],
  ])('find %j as %s', (identifier, term) => {
    expect(identifierTerm(identifier)).toBe(term);
  });
});

it('the first so many are those of a whole sort', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 200 }), fc.integer({ min: 1, max: 20 }), (values, count) => {
      const slots = values.map((_, at) => at);
      const order = (a: number, b: number): number => (values[a] ?? 0) - (values[b] ?? 0) || a - b;
      expect(firstSlots(slots, order, count)).toEqual([...slots].sort(order).slice(0, count));
    }),
    { numRuns: runs(300), seed: 8 },
  );
});
