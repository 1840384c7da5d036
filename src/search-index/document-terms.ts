import { allTexts, type LanguageMap } from '../domain/language.js';
import { facetNames, notReported, type FacetName, type SearchDocument } from '../ports/search-index.js';
import { fold, stemsIn, wordsOf } from './analysis.js';
import { codesIn, codeTerms } from './codes.js';
import type { CompoundSplitter } from './compounds.js';

/**
 * How words become terms. A plain word stands for itself, the others begin with what they are; no word has a `:` or `~` in it.
 *
 * - `~stem` of a word, also of the parts of a compound
 * - `title:word`, `title:~stem` and so on, for searches in one field
 * - `code:e11`, `id:10.1234/x`, `exact:whole title`, `var:whole name`, `@access:PUBLIC`
 */
export type FieldName = 'title' | 'keyword' | 'publisher' | 'variable' | 'theme';

interface Field {
  /** How much a word in it weighs. */
  readonly weight: number;
  /** Of how many words it usually is: a word among few says more than one among many. */
  readonly usual: number;
}

const fields = {
  title: { weight: 8, usual: 8 },
  keyword: { weight: 5, usual: 8 },
  description: { weight: 1.5, usual: 80 },
  variable: { weight: 1, usual: 60 },
  other: { weight: 0.9, usual: 120 },
} as const satisfies Record<string, Field>;

/** BM25's k1 and b. What a field weighs saturates late, so that a title goes before many words of a description. */
const saturation = 3;
const lengthShare = 0.5;
/** A stem stands for more than the word did, and a part of a compound for more than the whole. */
const stemShare = 0.8;
const partShare = 0.45;
const longestText = 20_000;
/** The impact of terms that are there or not. */
const certain = 255;

/** The terms of a document, each with its impact (1 to 255): how much it says about this document, whatever others say. */
export function termsOf(document: SearchDocument, compounds: CompoundSplitter): Map<string, number> {
  const weights = new Map<string, number>();
  const add = (term: string, weight: number): void => {
    weights.set(term, (weights.get(term) ?? 0) + weight);
  };
  const read = (map: LanguageMap, { weight, usual }: Field, name: FieldName | null): void => {
    for (const [lang, texts] of Object.entries(map)) {
      const words = wordsOf(texts.join(' ').slice(0, longestText));
      const each = weight / (1 - lengthShare + (lengthShare * words.length) / usual);
      for (const word of words) {
        add(word, each);
        const stems = stemsIn(word, lang);
        for (const stem of stems) add(`~${stem}`, (each * stemShare) / stems.length);
        for (const part of compounds.partsOf(word)) for (const stem of stemsIn(part, lang)) add(`~${stem}`, each * partShare);
        if (name === null) continue;
        add(`${name}:${word}`, each);
        for (const stem of stems) add(`${name}:~${stem}`, each * stemShare);
      }
    }
  };
  read(document.title, fields.title, 'title');
  read(document.keywords, fields.keyword, 'keyword');
  read(document.description, fields.description, null);
  read({ '': [document.text] }, fields.other, null);
  for (const agent of [document.publisher, document.holder]) if (agent !== null) read(agent.name, fields.other, 'publisher');
  for (const name of ['theme', 'healthTheme', 'category'] as const)
    for (const { nl, en } of document.facets[name] ?? []) read({ nl: [nl], en: [en] }, fields.other, 'theme');
  for (const { name, label, description } of document.variables) {
    read({ '': [name, ...wordsOf(name.replaceAll('_', ' '))] }, fields.variable, 'variable');
    read(label, fields.variable, 'variable');
    read(description, fields.variable, 'variable');
  }
  const impacts = new Map([...weights].map(([term, weight]) => [term, Math.max(1, Math.round((255 * weight) / (weight + saturation)))]));
  // A line break ends a term in the file.
  for (const term of certainTerms(document)) impacts.set(term.replace(/\s+/g, ' '), certain);
  return impacts;
}

function* certainTerms(document: SearchDocument): Iterable<string> {
  for (const title of allTexts(document.title)) yield exactTerm(title);
  for (const identifier of document.identifiers) yield identifierTerm(identifier);
  for (const { name } of document.variables) if (name !== '') yield variableTerm(name);
  for (const code of document.codes) yield* codeTerms(code);
  for (const text of [...allTexts(document.title), ...allTexts(document.description), ...allTexts(document.keywords)])
    for (const code of codesIn(text.slice(0, longestText))) yield* codeTerms(code);
  for (const name of facetNames) {
    const terms = document.facets[name] ?? [];
    if (terms.length === 0) yield facetTerm(name, notReported);
    for (const { value } of terms) yield facetTerm(name, value);
  }
}

export function facetTerm(name: FacetName, value: string): string {
  return `@${name}:${value}`;
}

/** Between a name as it is compared and as it is written. */
const separator = '\u001F';

/** The whole name of a variable, to be found by its beginning. */
export function variableTerm(name: string): string {
  return `${variableBeginning(name)}${separator}${name}`;
}

export function variableBeginning(asked: string): string {
  return `var:${fold(asked)}`;
}

export function variableOf(term: string): string {
  return term.slice(term.indexOf(separator) + 1);
}

export function exactTerm(title: string): string {
  return `exact:${wordsOf(title).join(' ').slice(0, 300)}`;
}

/** Without what people leave out, or put in, when they copy an identifier. */
export function identifierTerm(identifier: string): string {
  const bare = fold(identifier.trim())
    .replace(/^<|>$/g, '')
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/^(dx\.)?doi\.org\/|^doi:\s*/, '')
    .replace(/\/+$/, '');
  return `id:${bare.slice(0, 500)}`;
}
