import { readQuery, type QueryClause, type QueryField } from '../domain/query-words.js';
import type { Thesaurus, ThesaurusConcept, ThesaurusMatch } from '../rdf/thesaurus.js';
import { between, codeTerms, levelsOf, looksLikeCode } from './codes.js';
import type { CompoundSplitter } from './compounds.js';
import { stemsIn, stemsOf, wordsOf } from './analysis.js';
import { stopWords } from './stop-words.js';

/** A term, and what finding it is worth of what its word is worth (0 to 1). */
export interface Option {
  readonly term: string;
  readonly share: number;
}

export type WaySource = 'own' | 'beginning' | 'parts' | 'synonym' | 'narrower' | 'broader' | 'code';

/** One way to find what is asked for: of each list of options one has to stand in the document. */
export interface Way {
  readonly all: readonly (readonly Option[])[];
  readonly weight: number;
  readonly source: WaySource;
  /** Written out, for who asks why a dataset was found. */
  readonly label: string;
  /** The documents must also have these words one after another. */
  readonly phrase?: string;
}

/** A part of what was asked; a document that has it in any of its ways has it. */
export interface Group {
  readonly text: string;
  /** How many words of the query it stands for. */
  readonly words: number;
  /** Without it a document is found as well. */
  readonly isOptional: boolean;
  readonly ways: readonly Way[];
  /** Tried where nothing has it in any of its ways: what stands above it. */
  readonly instead: readonly Way[];
}

/** What the thesaurus added to a part of the query. */
export interface Expansion {
  readonly text: string;
  readonly concept: string;
  readonly label: Readonly<Record<string, string>>;
  readonly terms: readonly string[];
}

export interface Correction {
  readonly from: string;
  readonly to: string;
}

export interface QueryPlan {
  readonly groups: readonly Group[];
  readonly excluded: readonly Group[];
  readonly expansions: readonly Expansion[];
  readonly corrections: readonly Correction[];
  /** Folded words that are shown marked where they are found. */
  readonly marked: readonly string[];
}

/** What a plan has to know of the index. */
export interface KnownTerms {
  has(term: string): boolean;
  beginningWith(prefix: string): Iterable<string>;
  /** The word of the index that was probably meant. */
  correct(word: string): string | null;
}

const stemShare = 0.85;
const weights = { own: 1, beginning: 0.6, parts: 0.55, synonym: 0.75, narrower: 0.5, broader: 0.35, code: 0.6 } as const satisfies Record<WaySource, number>;
const mostWords = 32;
/** A look through all words of the index is dear; who writes nothing but mistakes is helped with the first. */
const mostCorrections = 4;
const mostBeginnings = 4000;
/** A part of a compound by itself, beside the compound as a whole. */
const partAlone = 0.3;
const synonymShare = 0.75;
const mostNarrower = 30;
const mostShown = 12;

/** Turns what somebody wrote into what to look for; reads the index, and changes nothing. */
export class QueryPlanner {
  private readonly labelWords = new Set<string>();

  constructor(
    private readonly known: KnownTerms,
    private readonly thesaurus: Thesaurus | null,
    private readonly compounds: CompoundSplitter,
  ) {
    for (const { labels } of thesaurus?.all() ?? []) for (const { text } of labels) for (const word of wordsOf(text)) this.labelWords.add(word);
  }

  plan(text: string, isExpanded: boolean): QueryPlan {
    const clauses = readQuery(text);
    const groups: Group[] = [];
    const excluded: Group[] = [];
    const expansions: Expansion[] = [];
    const corrections: Correction[] = [];
    const marked = new Set<string>();
    let run: RunWord[] = [];
    const endRun = (): void => {
      groups.push(...this.ofRun(run, isExpanded, { expansions, corrections, marked }));
      run = [];
    };
    for (const clause of clauses) {
      if (!clause.isExcluded && !clause.isPhrase && clause.field === null && !looksLikeCode(clause.text)) {
        const words = wordsOf(clause.text);
        for (const [at, word] of words.entries()) run.push({ word, isOpen: clause.isOpen && at === words.length - 1 });
        continue;
      }
      endRun();
      const group = this.ofClause(clause, isExpanded, expansions);
      if (group === null) continue;
      if (clause.isExcluded) excluded.push(group);
      else {
        groups.push(group);
        for (const word of wordsOf(clause.text)) marked.add(word);
      }
    }
    endRun();
    const isBound = groups.some(({ isOptional }) => !isOptional);
    const once = [...new Map(groups.map((group) => [keyOf(group), group])).values()];
    return {
      groups: (isBound ? once : once.map((group) => ({ ...group, isOptional: false }))).slice(0, mostWords),
      excluded,
      expansions,
      corrections,
      marked: [...marked],
    };
  }

  private ofClause({ text, isPhrase, field }: QueryClause, isExpanded: boolean, expansions: Expansion[]): Group | null {
    const words = wordsOf(text);
    if (words.length === 0) return null;
    if (field === 'code' || (field === null && !isPhrase && looksLikeCode(text))) return this.ofCode(text, field === null && isExpanded, expansions);
    const all = words.map((word) => (isPhrase ? [{ term: within(field, word), share: 1 }] : ownOptions(word, field)));
    const way: Way = {
      all,
      weight: 1,
      source: 'own',
      label: text,
      ...(isPhrase && words.length > 1 ? { phrase: field === null ? words.join(' ') : `${field}:${words.join(' ')}` } : {}),
    };
    return { text, words: words.length, isOptional: false, ways: [way], instead: [] };
  }

  /** A code finds what has it, what stands above it in the classification, and the words for it. */
  private ofCode(text: string, isExpanded: boolean, expansions: Expansion[]): Group {
    const [start = '', end] = text.toLowerCase().split(/\s*[-–]\s*/);
    const levels = levelsOf(start);
    const own: readonly Option[] =
      end === undefined
        ? levels.map((code, above) => ({ term: `code:${code}`, share: above === 0 ? 1 : 0.7 }))
        : between(start, end).map((code) => ({ term: `code:${code}`, share: 1 }));
    const words = wordsOf(text);
    const ways: Way[] = [
      { all: [own], weight: 1, source: 'own', label: text },
      { all: words.map((word) => [{ term: word, share: 1 }]), weight: 0.8, source: 'own', label: text },
    ];
    const [concept, ...above] = isExpanded ? (this.thesaurus?.byCode(text) ?? []) : [];
    if (concept !== undefined) {
      const labels = concept.labels.map(({ text: label, lang }) => wayOf(label, lang, 'code'));
      ways.push(...labels);
      expansions.push(expansionOf(text, concept, labels));
    }
    const instead = above.slice(0, 1).flatMap(({ labels }) => labels.map(({ text: label, lang }) => wayOf(label, lang, 'broader')));
    return { text, words: 1, isOptional: false, ways, instead };
  }

  private ofRun(run: readonly RunWord[], isExpanded: boolean, found: { expansions: Expansion[]; corrections: Correction[]; marked: Set<string> }): Group[] {
    const written = run.slice(0, mostWords);
    const named = new Set<number>();
    for (const { start, length } of this.thesaurus?.lookup(written.map(({ word }) => word)) ?? [])
      for (let at = start; at < start + length; at++) named.add(at);
    const words = written.map((entry, at) => (named.has(at) ? entry : this.corrected(entry, found.corrections)));
    for (const { word } of words) if (!stopWords.has(word)) found.marked.add(word);
    const matches = isExpanded && this.thesaurus !== null ? this.thesaurus.lookup(words.map(({ word }) => word)) : [];
    const groups: Group[] = [];
    for (let at = 0; at < words.length;) {
      const here = matches.filter(({ start }) => start === at);
      const length = Math.max(1, ...here.map((match) => match.length));
      const span = words.slice(at, at + length);
      groups.push(this.ofSpan(span, here, found));
      at += length;
    }
    return groups;
  }

  private ofSpan(span: readonly RunWord[], matches: readonly ThesaurusMatch[], found: { expansions: Expansion[]; marked: Set<string> }): Group {
    const text = span.map(({ word }) => word).join(' ');
    const ways: Way[] = [{ all: span.map(({ word }) => ownOptions(word, null)), weight: weights.own, source: 'own', label: text }];
    const [only] = span;
    if (span.length === 1 && only !== undefined) {
      if (only.isOpen && only.word.length >= 2) ways.push(this.beginnings(only.word));
      ways.push(...this.partWays(only.word, matches.length > 0));
    }
    for (const { concept, narrower } of matches) {
      const synonyms = concept.labels.filter((label) => wordsOf(label.text).join(' ') !== text).map((label) => wayOf(label.text, label.lang, 'synonym'));
      const below = narrower.slice(0, mostNarrower).map((label) => wayOf(label.text, label.lang, 'narrower'));
      const codes = concept.codes
        .filter(({ system }) => system === 'icd-10' || system === 'atc')
        .flatMap(({ code }) => [...new Set(codeTerms(code))].map((term) => ({ term, share: 1 })));
      ways.push(...synonyms, ...below);
      if (codes.length > 0) ways.push({ all: [codes], weight: weights.code, source: 'code', label: concept.codes.map(({ code }) => code).join(', ') });
      if (synonyms.length + below.length > 0) found.expansions.push(expansionOf(text, concept, [...synonyms, ...below]));
      // Of a name of several words each by itself would mark too much: the `type` of type 2 diabetes.
      for (const { label } of [...synonyms, ...below]) {
        const [only, ...others] = wordsOf(label);
        if (only !== undefined && others.length === 0 && only.length > 3) found.marked.add(only);
      }
    }
    const instead = matches.flatMap(({ concept }) => this.above(concept));
    return { text, words: span.length, isOptional: span.every(({ word }) => stopWords.has(word)) && matches.length === 0, ways, instead };
  }

  /** Labels of what is next above a concept, but for whole chapters. */
  private above(concept: ThesaurusConcept): Way[] {
    return concept.broader.flatMap((iri) => {
      const broader = this.thesaurus?.get(iri);
      return broader === undefined || broader.broader.length === 0 ? [] : broader.labels.map(({ text, lang }) => wayOf(text, lang, 'broader'));
    });
  }

  /** The parts of a compound, each by its own words and those that mean the same; and what it is about by itself. */
  private partWays(word: string, isLabel: boolean): Way[] {
    const parts = this.compounds.split(word);
    if (parts.length < 2) return [];
    const all = parts.map((part) => [...stemOptions(part, 'nl'), ...this.synonymOptions(part)]);
    const whole: Way = { all, weight: weights.parts, source: 'parts', label: parts.join(' + ') };
    // What the word itself is a label of says better what it is about.
    if (isLabel) return [whole];
    const [about, ...others] = all;
    return about === undefined || others.length === 0 ? [whole] : [whole, { all: [about], weight: partAlone, source: 'parts', label: parts[0] ?? '' }];
  }

  private synonymOptions(part: string): Option[] {
    const labels = this.thesaurus?.lookup([part]).flatMap(({ concept }) => concept.labels) ?? [];
    return labels.flatMap(({ text, lang }) => {
      const words = wordsOf(text);
      const [only] = words;
      return words.length !== 1 || only === undefined ? [] : stemOptions(only, lang).map(({ term, share }) => ({ term, share: share * synonymShare }));
    });
  }

  private beginnings(word: string): Way {
    const options: Option[] = [];
    for (const term of this.known.beginningWith(word)) {
      if (term !== word) options.push({ term, share: 1 });
      if (options.length === mostBeginnings) break;
    }
    return { all: [options], weight: weights.beginning, source: 'beginning', label: `${word}…` };
  }

  /** A word that nothing begins with and that is no label either was probably meant otherwise. */
  private corrected(entry: RunWord, corrections: Correction[]): RunWord {
    const { word, isOpen } = entry;
    if (word.length < 4 || /\d/.test(word) || corrections.length >= mostCorrections || this.isKnown(word, isOpen)) return entry;
    const to = this.known.correct(word);
    if (to === null) return entry;
    corrections.push({ from: word, to });
    return { word: to, isOpen: false };
  }

  private isKnown(word: string, isOpen: boolean): boolean {
    if (this.known.has(word) || stemsOf(word).some((stem) => this.known.has(`~${stem}`))) return true;
    if (isOpen) for (const found of this.known.beginningWith(word)) return found !== '';
    if (this.labelWords.has(word)) return true;
    const parts = this.compounds.split(word);
    return parts.length > 1 && parts.every((part) => stemsIn(part, 'nl').some((stem) => this.known.has(`~${stem}`)));
  }
}

interface RunWord {
  readonly word: string;
  readonly isOpen: boolean;
}

const within = (field: QueryField | null, term: string): string => (field === null ? term : `${field}:${term}`);

/** The language of a query is not known. */
function ownOptions(word: string, field: QueryField | null): readonly Option[] {
  return [{ term: within(field, word), share: 1 }, ...stemsOf(word).map((stem) => ({ term: within(field, `~${stem}`), share: stemShare }))];
}

function stemOptions(word: string, lang: string): readonly Option[] {
  return [{ term: word, share: 1 }, ...stemsIn(word, lang).map((stem) => ({ term: `~${stem}`, share: stemShare }))];
}

function wayOf(label: string, lang: string, source: Exclude<WaySource, 'own' | 'beginning' | 'parts'>): Way {
  const words = wordsOf(label).filter((word, _at, all) => all.length === 1 || !stopWords.has(word));
  // An abbreviation has no stem: MS is not the plural of M.
  const isAbbreviation = !/\p{Ll}/u.test(label);
  return {
    all: words.map((word) => (isAbbreviation ? [{ term: word, share: 1 }] : stemOptions(word, lang))),
    weight: weights[source],
    source,
    label,
  };
}

/** The same thing asked for twice is looked for once. */
function keyOf({ text, ways: [own] }: Group): string {
  return JSON.stringify([text, own?.phrase ?? null, own?.all[0]?.[0]?.term ?? null]);
}

function expansionOf(text: string, { iri, prefLabel }: ThesaurusConcept, ways: readonly Way[]): Expansion {
  return { text, concept: iri, label: prefLabel, terms: [...new Set(ways.map(({ label }) => label))].slice(0, mostShown) };
}
