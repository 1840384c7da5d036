import type { Quad } from '@rdfjs/types';
import { dcat } from '../../../vocab/dcat.js';
import { dct } from '../../../vocab/dcterms.js';
import { finding, nodesOfType, type Check, type CheckInput } from './check.js';

/** The official languages of the Union, as the primary subtag of BCP 47 (Regulation No 1 of 1958 as amended). */
const officialLanguages: ReadonlySet<string> = new Set('bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv'.split(' '));

/** ISO 639-2 codes of the same languages. In a language tag they are wrong, but they say which language it is. */
const threeLetters: ReadonlySet<string> = new Set(
  'bul ces cze dan deu ger ell gre eng spa est fin fra fre gle hrv hun ita lit lav mlt nld dut pol por ron rum slk slo slv swe'.split(' '),
);

/** A title or description without any language tag: read as the station's language, which may be wrong. */
export const languageUntagged: Check = function* (input) {
  for (const texts of describingTexts(input)) {
    const first = texts.find((quad) => tagOf(quad) === '');
    if (first !== undefined && !texts.some((quad) => isOfficial(quad) || isMistagged(quad))) yield finding(first);
  }
};

/** A title or description in other languages only: nobody in the Union need understand it. */
export const languageOther: Check = function* (input) {
  for (const texts of describingTexts(input)) {
    const [first] = texts;
    if (first !== undefined && texts.every((quad) => tagOf(quad) !== '' && !isOfficial(quad) && !isMistagged(quad))) yield finding(first);
  }
};

/** An official language under a tag that software does not know: `fre` for `fr`. */
export const languageTagWrong: Check = function* (input) {
  for (const texts of describingTexts(input)) {
    const wrong = texts.find(isMistagged);
    if (wrong !== undefined && !texts.some(isOfficial)) yield finding(wrong);
  }
};

/** Titles, then descriptions, of every dataset, series and service; each list holds one property of one node. */
function* describingTexts({ dataset }: CheckInput): Iterable<readonly Quad[]> {
  for (const node of nodesOfType(dataset, dcat.Dataset, dcat.DatasetSeries, dcat.DataService))
    for (const property of [dct.title, dct.description])
      yield dataset.ownQuads(node, property.value).filter((quad) => quad.object.termType === 'Literal' && quad.object.value.trim() !== '');
}

function tagOf(quad: Quad): string {
  return quad.object.termType === 'Literal' ? quad.object.language.toLowerCase() : '';
}

function isMistagged(quad: Quad): boolean {
  return threeLetters.has(tagOf(quad).split('-')[0] ?? '');
}

function isOfficial(quad: Quad): boolean {
  return officialLanguages.has(tagOf(quad).split('-')[0] ?? '');
}
