import { dcat } from '../../../vocab/dcat.js';
import { dct } from '../../../vocab/dcterms.js';
import { foaf } from '../../../vocab/foaf.js';
import { finding, findingWithoutValue, isText, nodesOfType, objectsOf, statements, type Check } from './check.js';

/** A description that repeats the title tells nothing; compared without case and punctuation, which SHACL cannot. */
export const titleEqualsDescription: Check = function* ({ dataset }) {
  for (const node of nodesOfType(dataset, dcat.Dataset, dcat.DatasetSeries, dcat.DataService)) {
    const titles = new Set(
      objectsOf(dataset, node, dct.title)
        .filter(isText)
        .map((title) => fold(title.value)),
    );
    for (const quad of dataset.ownQuads(node, dct.description.value)) if (isText(quad.object) && titles.has(fold(quad.object.value))) yield finding(quad);
  }
};

/**
 * Text that somebody meant to replace. Whole texts only: "Test results" is a title, "test" is not.
 *
 * Titles, descriptions and names; "provenance not available" is an answer that the profile allows, so `dct:provenance` is left alone.
 */
export const placeholderText: Check = function* ({ dataset }) {
  const described = nodesOfType(dataset, dcat.Dataset, dcat.DatasetSeries, dcat.DataService);
  const own = described.flatMap((node) => [dct.title, dct.description].flatMap((property) => dataset.ownQuads(node, property.value)));
  for (const quad of [...own, ...statements(dataset, foaf.name)]) if (isText(quad.object) && isPlaceholder(quad.object.value)) yield finding(quad);
};

/**
 * Characters that XML 1.0 has no place for (OAIP-11): control characters and halves of pairs, mostly left by another program.
 * Other catalogues that read us as XML never see them. The text is not repeated: a report may be XML as well.
 */
export const unwritableCharacters: Check = function* ({ dataset }) {
  for (const quad of dataset) if (quad.object.termType === 'Literal' && unwritable.test(quad.object.value)) yield findingWithoutValue(quad);
};

const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

export function isPlaceholder(text: string): boolean {
  const trimmed = text.trim();
  if (/^\p{P}+$/u.test(trimmed) || /lorem ipsum/i.test(trimmed)) return true;
  if (/^(\{\{.*\}\}|\$\{.*\}|<[a-z _-]+>|\[[a-z _-]+\])$/i.test(trimmed)) return true;
  return placeholders.has(fold(trimmed));
}

function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const placeholders: ReadonlySet<string> = new Set(
  [
    'test,test 1,testing,test dataset,testdataset,test titel,test title,dummy,foo,bar,foobar,asdf,abc,xxx,xx,x,tbd,todo,to do,fixme,placeholder',
    'n a,na,n v t,nvt,none,null,undefined,nan,unknown,untitled,no title,no name,name,title,description,dataset,data set,data,string,text,example',
    'not available,not applicable,no description,no description available,description not available,to be determined,to be defined,to be added,to be completed',
    'titel,naam,beschrijving,omschrijving,onbekend,geen,geen titel,geen naam,geen beschrijving,geen omschrijving,geen beschrijving beschikbaar,niet beschikbaar',
    'niet van toepassing,nader te bepalen,volgt,volgt nog,in te vullen,nog in te vullen,invullen,vul hier in,voorbeeld,tekst,zonder titel,naamloos',
  ]
    .join(',')
    .split(','),
);
