import type { Quad } from '@rdfjs/types';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { skos } from '../../vocab/skos.js';
import { vcard } from '../../vocab/vcard.js';
import type { JudgedRecord } from './validate.js';

/** What a focus node is of its record: the properties that lead to it, and its own name. */
export interface FocusPlace {
  /** IRIs of the properties from the record to the node; empty for the record itself. */
  readonly path: readonly string[];
  readonly name: string | null;
}

const maxSteps = 6;
const names = [dct.title, foaf.name, rdfs.label, skos.prefLabel, vcard.fn].map((term) => term.value);

/** Places of all nodes that a record's results are about, by the shortest way from the record. */
export function focusPlaces(record: Pick<JudgedRecord, 'subject' | 'results' | 'eu' | 'nl'>, quads: readonly Quad[]): Record<string, FocusPlace> {
  const { iri } = record.subject;
  const wanted = new Set([...record.results, ...(record.eu?.results ?? []), ...(record.nl?.results ?? [])].map((result) => result.focusNode));
  const found: Record<string, FocusPlace> = Object.create(null) as Record<string, FocusPlace>;
  if (wanted.size === 0) return found;
  const about = new Map<string, Quad[]>();
  for (const quad of quads) {
    const list = about.get(quad.subject.value);
    if (list === undefined) about.set(quad.subject.value, [quad]);
    else list.push(quad);
  }
  const nameOf = (node: string): string | null => {
    const own = about.get(node) ?? [];
    for (const name of names) {
      const quad = own.find(({ predicate, object }) => predicate.value === name && object.termType === 'Literal');
      if (quad !== undefined) return quad.object.value.slice(0, 200);
    }
    return null;
  };
  const seen = new Set([iri]);
  let level: { readonly node: string; readonly path: readonly string[] }[] = [{ node: iri, path: [] }];
  for (let step = 0; step <= maxSteps && level.length > 0; step++) {
    const deeper: typeof level = [];
    for (const { node, path } of level) {
      if (wanted.has(node)) found[node] = { path, name: nameOf(node) };
      for (const { predicate, object } of about.get(node) ?? []) {
        if (object.termType === 'Literal' || seen.has(object.value)) continue;
        seen.add(object.value);
        deeper.push({ node: object.value, path: [...path, predicate.value] });
      }
    }
    level = deeper;
  }
  return found;
}
