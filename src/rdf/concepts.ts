import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { Parser } from 'n3';
import { dct } from '../../vocab/dcterms.js';
import { vocabulary } from '../../vocab/namespace.js';
import { ndc } from '../../vocab/ndc.js';
import { owl } from '../../vocab/owl.js';
import { skos } from '../../vocab/skos.js';
import { SchemeNames, type NamedConcept, type Suggestion } from './scheme-names.js';

export type { Suggestion } from './scheme-names.js';

interface Concept extends NamedConcept {
  readonly labels: Record<string, string>;
  readonly others: string[];
  readonly hints: string[];
  notation: string | null;
  scheme: string | null;
  deprecated: boolean;
  replacedBy: string | null;
}

/** SKOS terms of mappings and synonyms; only read here. */
const mapping = vocabulary(skos.iri, 'broadMatch', 'closeMatch', 'hiddenLabel');
const own = vocabulary(ndc.iri, 'complete', 'hint');

/** The concepts of all vocabularies that we hold: labels, codes, what old values are today, and what somebody probably meant. */
export class Concepts {
  private readonly concepts = new Map<string, Concept>();
  private readonly matches = new Map<string, string>();
  private readonly exact = new Set<string>();
  private readonly close = new Map<string, string[]>();
  /** Addresses that lists had before, without `http:` or `https:`, and the present one (`vocab/mappings/lists.ttl`). */
  private readonly formerAddresses = new Map<string, string>();
  private readonly schemes = new Map<string, { titles: Record<string, string>; complete: boolean }>();
  private readonly members = new Map<string, Set<string>>();
  private readonly names = new Map<string, SchemeNames>();

  /** @param folders absolute paths of `vocab/authority` and `vocab/mappings` */
  static load(folders: readonly string[]): Concepts {
    const concepts = new Concepts();
    for (const folder of folders) {
      for (const name of readdirSync(folder)
        .filter((file) => file.endsWith('.ttl'))
        .sort())
        concepts.add(new Parser().parse(readFileSync(join(folder, name), 'utf8')));
    }
    return concepts;
  }

  add(quads: readonly Quad[]): void {
    this.names.clear();
    for (const quad of quads) this.read(quad);
  }

  private read({ subject: { value: subject }, predicate, object }: Quad): void {
    if (predicate.equals(skos.prefLabel)) {
      if (object.termType === 'Literal') this.concept(subject).labels[object.language] ??= object.value;
    } else if (predicate.equals(skos.notation)) this.concept(subject).notation ??= object.value;
    else if (predicate.equals(skos.altLabel) || predicate.equals(mapping.hiddenLabel)) this.concept(subject).others.push(object.value);
    else if (predicate.equals(skos.inScheme)) this.join(subject, object.value);
    else if (predicate.equals(owl.deprecated)) this.concept(subject).deprecated = object.value === 'true';
    else if (predicate.equals(dct.isReplacedBy)) this.concept(subject).replacedBy = object.value;
    else if (predicate.equals(skos.exactMatch)) this.match(subject, object.value, true);
    else if (predicate.equals(mapping.broadMatch)) this.match(subject, object.value, false);
    else if (predicate.equals(mapping.closeMatch)) this.close.set(subject, [...(this.close.get(subject) ?? []), object.value]);
    else if (predicate.equals(dct.replaces)) this.formerAddresses.set(schemeless(asAddress(object.value)), asAddress(subject));
    else if (predicate.equals(dct.title) && object.termType === 'Literal') this.schemeFacts(subject).titles[object.language] ??= object.value;
    else if (predicate.equals(own.hint)) this.concept(subject).hints.push(object.value);
    else if (predicate.equals(own.complete)) this.schemeFacts(subject).complete = object.value === 'true';
  }

  /** A mapping is read in the direction that leads to a concept that we hold. */
  private match(from: string, to: string, exact: boolean): void {
    const [old, present] = /wikidata\.org/.test(to) ? [to, from] : [from, to];
    this.matches.set(old, present);
    if (exact) this.exact.add(old);
  }

  private join(iri: string, scheme: string): void {
    this.concept(iri).scheme ??= scheme;
    const members = this.members.get(scheme);
    if (members === undefined) this.members.set(scheme, new Set([iri]));
    else members.add(iri);
  }

  private concept(iri: string): Concept {
    let concept = this.concepts.get(iri);
    if (concept === undefined)
      this.concepts.set(iri, (concept = { iri, labels: {}, others: [], hints: [], notation: null, scheme: null, deprecated: false, replacedBy: null }));
    return concept;
  }

  private schemeFacts(iri: string): { titles: Record<string, string>; complete: boolean } {
    let facts = this.schemes.get(iri);
    if (facts === undefined) this.schemes.set(iri, (facts = { titles: {}, complete: false }));
    return facts;
  }

  /** The present concept for a value of an old host or list; the value itself when nothing is known (DESIGN section 5). */
  present(iri: string): string {
    return this.matches.get(iri) ?? this.atPresentAddress(iri) ?? iri;
  }

  private atPresentAddress(iri: string): string | undefined {
    const end = Math.max(iri.lastIndexOf('/'), iri.lastIndexOf('#')) + 1;
    // Codes of media types hold a slash, so the address may end one earlier.
    for (let at = end; at > 0; at = iri.lastIndexOf('/', at - 2) + 1) {
      const present = this.formerAddresses.get(schemeless(iri.slice(0, at)));
      if (present !== undefined) return present + iri.slice(at);
      if (at < end) return undefined;
    }
    return undefined;
  }

  label(iri: string, lang: 'nl' | 'en'): string | undefined {
    const concept = this.concepts.get(this.present(iri));
    return concept === undefined ? undefined : inLanguage(concept.labels, lang);
  }

  /** All labels of a concept, for the words that a search may use. */
  labels(iri: string): readonly string[] {
    return Object.values(this.concepts.get(this.present(iri))?.labels ?? {});
  }

  /** Other names and codes that a concept goes by, as lists give them: `NL` of the Netherlands. */
  otherNames(iri: string): readonly string[] {
    return this.concepts.get(this.present(iri))?.others ?? [];
  }

  code(iri: string): string {
    const present = this.present(iri);
    return this.concepts.get(present)?.notation ?? present.replace(/[/#]+$/, '').replace(/^.*[/#]/, '');
  }

  /** The list that holds a concept, or its present form. */
  scheme(iri: string): string | undefined {
    return this.concepts.get(this.present(iri))?.scheme ?? undefined;
  }

  /** The concepts of a list, retired ones included, in the order of the file. */
  inScheme(schemeIri: string): readonly string[] {
    return [...(this.members.get(schemeIri) ?? [])];
  }

  /** Whether a value outside the list is wrong; false for a list that we hold in part or not at all. */
  isComplete(schemeIri: string): boolean {
    return this.schemes.get(schemeIri)?.complete ?? false;
  }

  schemeTitle(schemeIri: string, lang: 'nl' | 'en'): string | undefined {
    const facts = this.schemes.get(schemeIri);
    return facts === undefined ? undefined : inLanguage(facts.titles, lang);
  }

  /**
   * What somebody probably meant by a value that is not in a list: a literal, a wrong IRI, a code, a label in any language.
   *
   * `certain` says that one concept is meant and no other: it bears this very name (but for case, accents and punctuation),
   * or the value is its old address. Only such a value may be rewritten without asking.
   */
  nearest(text: string, schemeIri: string, limit: number, lang: 'nl' | 'en' = 'en'): readonly Suggestion[] {
    const names = this.names.get(schemeIri) ?? new SchemeNames(this.inScheme(schemeIri).map((iri) => this.concept(iri)));
    this.names.set(schemeIri, names);
    const asked = text.trim();
    const mapped = this.mappedIn(asked, schemeIri);
    const found = mapped.length > 0 ? mapped : names.nearest(asked, this.code(asked));
    return found.slice(0, limit).map(({ iri, certain }) => ({ iri, label: this.label(iri, lang) ?? this.code(iri), certain }));
  }

  /** Concepts that the value is mapped to as a whole: itself, its http or https twin, its present form, what it is close to. */
  private mappedIn(asked: string, schemeIri: string): readonly { iri: string; certain: boolean }[] {
    const twin = asked.startsWith('http://') ? asked.replace('http:', 'https:') : asked.replace(/^https:/, 'http:');
    for (const iri of [asked, twin]) {
      const present = this.present(iri);
      const concept = this.concepts.get(present);
      if (concept?.scheme !== schemeIri) continue;
      if (concept.deprecated) return concept.replacedBy === null ? [] : [{ iri: concept.replacedBy, certain: false }];
      return [{ iri: present, certain: !this.matches.has(iri) || this.exact.has(iri) }];
    }
    return [asked, twin]
      .flatMap((iri) => this.close.get(iri) ?? [])
      .filter((iri) => this.concepts.get(iri)?.scheme === schemeIri)
      .map((iri) => ({ iri, certain: false }));
  }
}

function inLanguage(texts: Readonly<Record<string, string>>, lang: 'nl' | 'en'): string | undefined {
  return texts[lang] ?? texts[lang === 'nl' ? 'en' : 'nl'] ?? texts[''];
}

/** A list's IRI as the beginning of its concepts' IRIs. */
function asAddress(iri: string): string {
  return /[/#]$/.test(iri) ? iri : `${iri}/`;
}

function schemeless(iri: string): string {
  return iri.replace(/^https?:/, '');
}
