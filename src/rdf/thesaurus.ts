import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { Parser } from 'n3';
import { vocabulary } from '../../vocab/namespace.js';
import { skos } from '../../vocab/skos.js';
import { covers, readCodeRange, systemOfCode, widthOf, type CodeRange } from './code-range.js';
import { LabelTrie, type WordAnalysis } from './label-trie.js';

export type { WordAnalysis } from './label-trie.js';

export interface ThesaurusLabel {
  readonly text: string;
  readonly lang: string;
}

/** A code or range of codes, and the classification it is of: `icd-10` or `atc`. */
export interface ThesaurusCode {
  readonly system: string;
  readonly code: string;
}

export interface ThesaurusConcept {
  readonly iri: string;
  readonly prefLabel: Readonly<Record<string, string>>;
  /** What may be searched for in its place, preferred labels first; misspellings are not among them. */
  readonly labels: readonly ThesaurusLabel[];
  readonly codes: readonly ThesaurusCode[];
  readonly broader: readonly string[];
  readonly related: readonly string[];
  /** Concepts of the lists in `vocab/authority` that mean the same. */
  readonly exactMatches: readonly string[];
}

/** A label of a concept under another one, and how many levels under it. */
export interface NarrowerTerm extends ThesaurusLabel {
  readonly concept: string;
  readonly level: number;
}

/** A concept that the words name, and where: `length` words from `start`. Several concepts may share a place. */
export interface ThesaurusMatch {
  readonly start: number;
  readonly length: number;
  /** False when a word was only met by its stem. */
  readonly surface: boolean;
  readonly concept: ThesaurusConcept;
  readonly narrower: readonly NarrowerTerm[];
}

interface Draft extends ThesaurusConcept {
  readonly prefLabel: Record<string, string>;
  readonly labels: ThesaurusLabel[];
  readonly codes: ThesaurusCode[];
  readonly broader: string[];
  readonly related: string[];
  readonly exactMatches: string[];
}

/** All that a thesaurus was read from, as plain JSON, to be read again in a tenth of the time. */
export interface KeptThesaurus {
  readonly concepts: readonly ThesaurusConcept[];
  /** Misspellings, each with the IRI of its concept. */
  readonly hidden: readonly (readonly [label: string, concept: string])[];
}

const more = vocabulary(skos.iri, 'hiddenLabel', 'related');
const maxLevels = 3;
/** More words than this make a query slow and its answer vague. */
const maxNarrowerTerms = 40;

/** The health thesaurus (`vocab/thesaurus/README.md`): which concepts the words of a query name, and what else to search for. */
export class Thesaurus {
  private readonly concepts = new Map<string, Draft>();
  private readonly narrowerOf = new Map<string, string[]>();
  private readonly trie: LabelTrie<string>;
  private readonly ranges: { readonly iri: string; readonly system: string; readonly range: CodeRange }[] = [];
  private readonly narrowerTerms = new Map<string, readonly NarrowerTerm[]>();
  private readonly hidden: (readonly [string, string])[] = [];

  constructor(analysis: WordAnalysis) {
    this.trie = new LabelTrie(analysis);
  }

  /** @param folders absolute paths, of `vocab/thesaurus` and of what an operator adds */
  static load(folders: readonly string[], analysis: WordAnalysis): Thesaurus {
    const thesaurus = new Thesaurus(analysis);
    for (const folder of folders)
      for (const name of readdirSync(folder)
        .filter((file) => file.endsWith('.ttl'))
        .sort())
        thesaurus.add(new Parser().parse(readFileSync(join(folder, name), 'utf8')));
    return thesaurus;
  }

  /** What `keep` gave, read again. */
  static restore({ concepts, hidden }: KeptThesaurus, analysis: WordAnalysis): Thesaurus {
    const thesaurus = new Thesaurus(analysis);
    for (const concept of concepts) {
      const { iri, broader, codes, labels } = concept;
      thesaurus.concepts.set(iri, concept as Draft);
      for (const { text } of labels) thesaurus.trie.add(text, iri);
      for (const above of broader) thesaurus.noteNarrower(above, iri);
      for (const { system, code } of codes) thesaurus.noteRange(iri, system, code);
    }
    for (const [label, iri] of hidden) thesaurus.trie.add(label, iri);
    return thesaurus;
  }

  keep(): KeptThesaurus {
    return { concepts: [...this.concepts.values()], hidden: this.hidden };
  }

  add(quads: readonly Quad[]): void {
    this.narrowerTerms.clear();
    // Preferred labels first, so that they stand first among the labels.
    for (const quad of quads) if (quad.predicate.equals(skos.prefLabel)) this.read(quad);
    for (const quad of quads) if (!quad.predicate.equals(skos.prefLabel)) this.read(quad);
  }

  private read({ subject: { value: subject }, predicate, object }: Quad): void {
    if (predicate.equals(skos.prefLabel) || predicate.equals(skos.altLabel)) {
      if (object.termType !== 'Literal') return;
      const concept = this.concept(subject);
      if (predicate.equals(skos.prefLabel)) concept.prefLabel[object.language] ??= object.value;
      concept.labels.push({ text: object.value, lang: object.language });
      this.trie.add(object.value, subject);
    } else if (predicate.equals(more.hiddenLabel)) {
      this.hidden.push([object.value, subject]);
      this.trie.add(object.value, subject);
    } else if (predicate.equals(skos.notation) && object.termType === 'Literal') this.addCode(subject, object.value, object.datatype.value);
    else if (predicate.equals(skos.broader)) {
      this.concept(subject).broader.push(object.value);
      this.noteNarrower(object.value, subject);
    } else if (predicate.equals(more.related)) this.concept(subject).related.push(object.value);
    else if (predicate.equals(skos.exactMatch)) this.concept(subject).exactMatches.push(object.value);
  }

  private addCode(iri: string, code: string, datatype: string): void {
    const system = datatype.replace(/^.*[/#]/, '');
    this.concept(iri).codes.push({ system, code });
    this.noteRange(iri, system, code);
  }

  private noteNarrower(broader: string, narrower: string): void {
    this.narrowerOf.set(broader, [...(this.narrowerOf.get(broader) ?? []), narrower]);
  }

  private noteRange(iri: string, system: string, code: string): void {
    const range = readCodeRange(code);
    if (range !== null) this.ranges.push({ iri, system, range });
  }

  private concept(iri: string): Draft {
    let concept = this.concepts.get(iri);
    if (concept === undefined) this.concepts.set(iri, (concept = { iri, prefLabel: {}, labels: [], codes: [], broader: [], related: [], exactMatches: [] }));
    return concept;
  }

  get(iri: string): ThesaurusConcept | undefined {
    return this.concepts.get(iri);
  }

  all(): Iterable<ThesaurusConcept> {
    return this.concepts.values();
  }

  /** What folded words name, from left to right without overlap; the longest label wins. */
  lookup(words: readonly string[]): readonly ThesaurusMatch[] {
    const matches: ThesaurusMatch[] = [];
    for (let start = 0; start < words.length;) {
      const found = this.trie.longestAt(words, start);
      for (const iri of found?.values ?? []) {
        const concept = this.concepts.get(iri);
        if (found !== null && concept !== undefined)
          matches.push({ start, length: found.length, surface: found.surface, concept, narrower: this.narrower(iri) });
      }
      start += found?.length ?? 1;
    }
    return matches;
  }

  /**
   * Concepts whose notation is the code or covers it, the narrowest first; `I10` also finds what stands for I10-I15.
   *
   * @param system without it, the form of the code decides between ICD-10 and ATC
   */
  byCode(code: string, system?: string): readonly ThesaurusConcept[] {
    const asked = readCodeRange(code);
    const wanted = asked === null ? null : (system ?? systemOfCode(asked));
    if (asked === null || wanted === null) return [];
    const found = this.ranges
      .filter((entry) => entry.system === wanted && covers(entry.range, asked))
      .sort((a, b) => widthOf(a.range) - widthOf(b.range))
      .flatMap(({ iri }) => this.concepts.get(iri) ?? []);
    return [...new Set(found)];
  }

  /** Labels of what is under a concept, level by level; preferred labels before all others, since not all may have room. */
  narrower(iri: string): readonly NarrowerTerm[] {
    const known = this.narrowerTerms.get(iri);
    if (known !== undefined) return known;
    const below = this.below(iri);
    const termsOf = (preferred: boolean): NarrowerTerm[] =>
      below.flatMap(({ concept, level }) =>
        concept.labels
          .filter(({ text, lang }) => (concept.prefLabel[lang] === text) === preferred)
          .map(({ text, lang }) => ({ text, lang, concept: concept.iri, level })),
      );
    const terms = [...termsOf(true), ...termsOf(false)].slice(0, maxNarrowerTerms);
    this.narrowerTerms.set(iri, terms);
    return terms;
  }

  private below(iri: string): readonly { readonly concept: Draft; readonly level: number }[] {
    const seen = new Set([iri]);
    const below: { concept: Draft; level: number }[] = [];
    let parents = [iri];
    for (let level = 1; level <= maxLevels; level++) {
      const children = [...new Set(parents.flatMap((parent) => this.narrowerOf.get(parent) ?? []))].filter((child) => !seen.has(child));
      for (const child of children) {
        seen.add(child);
        const concept = this.concepts.get(child);
        if (concept !== undefined) below.push({ concept, level });
      }
      parents = children;
    }
    return below;
  }
}
