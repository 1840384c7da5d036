import type { Quad } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { schema } from '../../vocab/schema.js';
import { inOneNamespace } from './dataset-types.js';

/** The datasets that a catalogue names by their web address, described or not. */
export function referencesOf(quads: Iterable<Quad>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { predicate, object } of quads) {
    if (object.termType === 'BlankNode' || !/^https?:\/\//i.test(object.value)) continue;
    if (predicate.equals(dcat.dataset) || inOneNamespace(predicate.value) === schema.dataset.value) found.add(object.value);
  }
  return found;
}
