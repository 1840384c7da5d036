import fc from 'fast-check';
import { Parser } from 'n3';
import { describe, expect, it } from 'vitest';
import { thesaurusFolder } from '../../src/assets.js';
import { covers, readCodeRange, systemOfCode, widthOf } from '../../src/rdf/code-range.js';
import { Thesaurus, type ThesaurusMatch } from '../../src/rdf/thesaurus.js';
import { stemsOf, wordsOf } from '../../src/search-index/analysis.js';
import { runs } from '../support/runs.js';

const base = 'https://w3id.org/ndc/thesaurus/';
const thesaurus = Thesaurus.load([thesaurusFolder], { wordsOf, stemsOf });
const all = [...thesaurus.all()];
const names = (matches: readonly ThesaurusMatch[]): string[] => matches.map(({ concept }) => concept.iri.replace(base, ''));
const lookup = (text: string): string[] => names(thesaurus.lookup(wordsOf(text)));

function small(text: string): Thesaurus {
  const made = new Thesaurus({ wordsOf, stemsOf });
  made.add(new Parser().parse(`@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <${base}> .\n${text}`));
  return made;
}

describe('lookup', () => {
  it.each([
    ['hartaanval', ['myocardial-infarction']],
    ['hartinfarct bij vrouwen', ['myocardial-infarction', 'women-s-health']],
    ['Suikerziekte', ['diabetes-mellitus']],
    ['diabetis', ['diabetes-mellitus']],
    ['diabetes type 2', ['type-2-diabetes']],
    ['ziekte van Crohn', ['crohn-s-disease']],
    ['harten', ['heart']],
    ['EPD', ['electronic-health-record']],
    ['elektronische patiëntendossiers', ['electronic-health-record']],
    ['SNOMED CT', ['snomed-ct']],
    ['hoge bloeddruk', ['hypertension']],
    ['aids', ['hiv-infection']],
    ['', []],
    ['qwertz asdf', []],
  ])('of %j names %j', (text, expected) => {
    expect(lookup(text)).toEqual(expected);
  });

  it.each(['aid', 'long-term follow-up', 'als', 'art'])('does not stem what is short or an abbreviation: %s', (text) => {
    expect(lookup(text).filter((name) => ['lung', 'hiv-infection', 'motor-neuron-disease'].includes(name))).toEqual([]);
  });

  it('tells where, and whether letter by letter', () => {
    expect(thesaurus.lookup(wordsOf('data over harten en hoge bloeddruk')).map(({ start, length, surface }) => [start, length, surface])).toEqual([
      [2, 1, false],
      [4, 2, true],
    ]);
  });

  it('gives the labels in both languages, without misspellings, and the codes', () => {
    const [match] = thesaurus.lookup(['diabetis']);
    expect(match?.concept.prefLabel).toEqual({ nl: 'diabetes mellitus', en: 'diabetes mellitus' });
    expect(match?.concept.labels).toEqual(
      expect.arrayContaining([
        { text: 'suikerziekte', lang: 'nl' },
        { text: 'diabetes', lang: 'en' },
      ]),
    );
    expect(match?.concept.labels.map(({ text }) => text)).not.toContain('diabetis');
    expect(match?.concept.codes).toEqual([{ system: 'icd-10', code: 'E10-E14' }]);
    expect(match?.narrower.map(({ text }) => text)).toEqual(expect.arrayContaining(['type 2 diabetes', 'zwangerschapsdiabetes']));
  });

  it('prefers a label met letter by letter to one of the same length met by its stem', () => {
    const two = small(':a skos:prefLabel "harten"@nl . :b skos:prefLabel "hart"@nl .');
    expect(names(two.lookup(['harten']))).toEqual(['a']);
    expect(names(two.lookup(['hart']))).toEqual(['b']);
  });

  it('finds every concept by each of its labels', () => {
    const lost = all.flatMap(({ iri, labels }) =>
      labels.filter(({ text }) => !lookup(text).includes(iri.replace(base, ''))).map(({ text }) => `${iri}: ${text}`),
    );
    expect(lost).toEqual([]);
  });

  const labels = all.flatMap((concept) => concept.labels.map(({ text }) => ({ concept, words: wordsOf(text) })));
  const label = fc.constantFrom(...labels);
  const filler = fc.array(fc.constantFrom('zzz', 'qqq', 'xxyy'), { minLength: 1, maxLength: 3 });

  it('finds a label among other words', () => {
    fc.assert(
      fc.property(filler, label, filler, (before, { concept, words }, after) => {
        const found = thesaurus.lookup([...before, ...words, ...after]);
        expect(found.filter(({ start, length }) => start === before.length && length === words.length).map((match) => match.concept.iri)).toContain(
          concept.iri,
        );
      }),
      { numRuns: runs(300) },
    );
  });

  it('never overlaps, goes from left to right, and lets the longest label win', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            label.map(({ words }) => words),
            filler,
          ),
          { maxLength: 8 },
        ),
        (parts) => {
          const words = parts.flat();
          let end = 0;
          let last = -1;
          for (const { start, length } of thesaurus.lookup(words)) {
            expect(start === last || start >= end).toBe(true);
            end = start + length;
            last = start;
            const longer = labels.some((other) => other.words.length > length && other.words.every((word, at) => word === words[start + at]));
            expect(longer, words.join(' ')).toBe(false);
          }
        },
      ),
      { numRuns: runs(60) },
    );
  });

  it('reads each word a number of times that does not grow with the words', () => {
    const readsOf = (length: number): number => {
      let reads = 0;
      const words = Array.from({ length }, (_, at) => ['type', '2', 'diabetes', 'mellitus', 'ziekte', 'van', 'de'][at % 7] ?? '');
      const counted = new Proxy(words, {
        get: (target, key) => {
          if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
          return Reflect.get(target, key) as unknown;
        },
      });
      thesaurus.lookup(counted);
      return reads / length;
    };
    expect(readsOf(200)).toBeLessThan(5);
    expect(readsOf(2000)).toBeLessThan(readsOf(200) * 1.1);
  });
});

describe('narrower terms', () => {
  it('are at most forty, of at most three levels, preferred labels first', () => {
    for (const { iri } of all) {
      const terms = thesaurus.narrower(iri);
      expect(terms.length).toBeLessThanOrEqual(40);
      expect(terms.every(({ level }) => level >= 1 && level <= 3)).toBe(true);
    }
    const chain = small(
      `:a skos:prefLabel "a0"@nl . ${['b', 'c', 'd', 'e'].map((name, at) => `:${name} skos:prefLabel "${name}0"@nl ; skos:altLabel "${name}1"@nl ; skos:broader :${'abcd'.charAt(at)} .`).join(' ')}`,
    );
    expect(chain.narrower(`${base}a`).map(({ text, level }) => `${text} ${level}`)).toEqual(['b0 1', 'c0 2', 'd0 3', 'b1 1', 'c1 2', 'd1 3']);
  });

  it('survive a circle', () => {
    const circle = small(':a skos:prefLabel "aa"@nl ; skos:broader :b . :b skos:prefLabel "bb"@nl ; skos:broader :a .');
    expect(circle.narrower(`${base}a`).map(({ text }) => text)).toEqual(['bb']);
  });
});

describe('byCode', () => {
  const found = (code: string, system?: string): string[] => thesaurus.byCode(code, system).map(({ iri }) => iri.replace(base, ''));

  it.each([
    ['I10', ['essential-hypertension', 'hypertension', 'heart-disease', 'diseases-of-the-circulatory-system']],
    ['E11.9', ['type-2-diabetes', 'diabetes-mellitus', 'endocrine-nutritional-and-metabolic-diseases']],
    ['e119', ['type-2-diabetes', 'diabetes-mellitus', 'endocrine-nutritional-and-metabolic-diseases']],
    ['C50', ['breast-cancer', 'cancer', 'neoplasms']],
    ['E10-E14', ['diabetes-mellitus', 'endocrine-nutritional-and-metabolic-diseases']],
    ['J01', ['sinusitis', 'respiratory-tract-infection', 'diseases-of-the-respiratory-system']],
    ['A10BA02', ['metformin', 'diabetes-medication']],
    ['G99', ['diseases-of-the-nervous-system']],
    ['', []],
    ['HbA1c', []],
    ['10', []],
    ['I', []],
  ])('%s finds %j', (code, expected) => {
    expect(found(code)).toEqual(expected);
  });

  it('takes the classification that it is told', () => {
    expect(found('J01', 'atc')).toEqual(['antibiotic']);
    expect(found('E11', 'atc')).toEqual([]);
  });
});

describe('code ranges', () => {
  const range = (text: string) => readCodeRange(text) ?? { start: '', end: '' };

  it.each([
    ['E10-E14', 'E11.9', true],
    ['E10-E14', 'E15', false],
    ['E10-E14', 'E10-E15', false],
    ['D69.3-D69.6', 'D69.4', true],
    ['D69.3-D69.6', 'D69', false],
    ['I00-I99', 'I10-I15', true],
    ['S00-T98', 'T14.2', true],
    ['V01-Y98', 'X60-X84', true],
    ['E11', 'E1', false],
  ])('%s covers %s: %s', (outer, inner, expected) => {
    expect(covers(range(outer), range(inner))).toBe(expected);
  });

  it('are of one system or of none', () => {
    expect(['E11.9', 'C10AA', 'C10', 'J01CA04', 'H1', 'E11-C10AA'].map((text) => systemOfCode(range(text)))).toEqual([
      'icd-10',
      'atc',
      'icd-10',
      'atc',
      null,
      null,
    ]);
  });

  it('cover themselves and what is in them, and are wider than that', () => {
    const code = fc.tuple(fc.constantFrom('A', 'E', 'I'), fc.integer({ min: 10, max: 99 }), fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }));
    fc.assert(
      fc.property(code, ([letter, number, digit]) => {
        const category = `${letter}${number}`;
        const text = digit === undefined ? category : `${category}.${digit}`;
        expect(covers(range(text), range(text))).toBe(true);
        expect(covers(range(category), range(text))).toBe(true);
        expect(widthOf(range(category))).toBeGreaterThanOrEqual(widthOf(range(text)));
        if (digit !== undefined) expect(covers(range(text), range(category))).toBe(false);
      }),
      { numRuns: runs(200) },
    );
  });
});
