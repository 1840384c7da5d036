import type { Quad } from '@rdfjs/types';
import { dct } from '../../vocab/dcterms.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { skos } from '../../vocab/skos.js';
import { termKey } from './term-keys.js';

/** What is known besides the description: facts about listed concepts, by subject, and subclasses. */
export interface Background {
  readonly bySubject: ReadonlyMap<string, readonly Quad[]>;
  readonly subClasses: readonly Quad[];
}

/**
 * Keeps of the vocabularies only what shapes ask about: types, membership of a list, labels (and titles of lists).
 *
 * With the whole vocabulary in the data, the vocabulary takes nearly all the time (engines.md section 4). Made once and shared
 * by every variant of every profile.
 */
export function vocabularyIndex(vocabularies: Iterable<Quad>): Background['bySubject'] {
  const bySubject = new Map<string, Quad[]>();
  for (const quad of vocabularies) {
    if (!keptPredicates.has(quad.predicate.value)) continue;
    const key = termKey(quad.subject);
    const known = bySubject.get(key);
    if (known === undefined) bySubject.set(key, [quad]);
    else known.push(quad);
  }
  return bySubject;
}

export function backgroundOf(bySubject: Background['bySubject'], shapes: readonly Quad[]): Background {
  return { bySubject, subClasses: shapes.filter((quad) => quad.predicate.equals(rdfs.subClassOf)) };
}

const keptPredicates: ReadonlySet<string> = new Set([rdf.type, skos.inScheme, skos.prefLabel, dct.title].map((term) => term.value));
