import type { Quad } from '@rdfjs/types';
import { dct } from '../../vocab/dcterms.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { skos } from '../../vocab/skos.js';
import { Concepts } from '../rdf/concepts.js';
import { termKey } from './term-keys.js';
import { ndcShapes } from './terms.js';

/** What is known besides the description: facts about listed concepts, by subject, and subclasses. */
export interface Background {
  readonly bySubject: ReadonlyMap<string, readonly Quad[]>;
  readonly subClasses: readonly Quad[];
  /** For lists held in part: the scheme's IRI, and the address below which its concepts lie. */
  readonly partialLists: ReadonlyMap<string, string>;
  /** All words, for advice. */
  readonly concepts: Concepts;
}

export type Vocabulary = Pick<Background, 'bySubject' | 'partialLists' | 'concepts'>;

export const noVocabulary: Vocabulary = { bySubject: new Map(), partialLists: new Map(), concepts: new Concepts() };

/**
 * Keeps of the vocabularies only what shapes ask about: types, membership of a list, labels (and titles of lists).
 *
 * With the whole vocabulary in the data, the vocabulary takes nearly all the time (engines.md section 4). Made once and shared
 * by every variant of every profile.
 */
export function vocabularyIndex(vocabularies: Iterable<Quad>, concepts: Concepts): Vocabulary {
  const bySubject = new Map<string, Quad[]>();
  const partial = new Set<string>();
  const partialLists = new Map<string, string>();
  for (const quad of vocabularies) {
    if (quad.predicate.equals(ndcShapes.complete) && quad.object.value === 'false') partial.add(quad.subject.value);
    if (quad.predicate.equals(skos.inScheme)) {
      const address = partialLists.get(quad.object.value);
      partialLists.set(quad.object.value, address === undefined ? addressOf(quad.subject.value) : commonStart(address, quad.subject.value));
    }
    if (!keptPredicates.has(quad.predicate.value)) continue;
    const key = termKey(quad.subject);
    const known = bySubject.get(key);
    if (known === undefined) bySubject.set(key, [quad]);
    else known.push(quad);
  }
  for (const scheme of partialLists.keys()) if (!partial.has(scheme)) partialLists.delete(scheme);
  return { bySubject, partialLists, concepts };
}

function addressOf(iri: string): string {
  return iri.slice(0, Math.max(iri.lastIndexOf('/'), iri.lastIndexOf('#')) + 1);
}

function commonStart(address: string, iri: string): string {
  let length = 0;
  while (length < address.length && address[length] === iri[length]) length++;
  return length === address.length ? address : addressOf(address.slice(0, length));
}

export function backgroundOf(vocabulary: Vocabulary, shapes: readonly Quad[]): Background {
  return { ...vocabulary, subClasses: shapes.filter((quad) => quad.predicate.equals(rdfs.subClassOf)) };
}

const keptPredicates: ReadonlySet<string> = new Set([rdf.type, skos.inScheme, skos.prefLabel, dct.title].map((term) => term.value));
