import type { Quad } from '@rdfjs/types';

/** The record a fixture is about: its catalogue, else its first dataset, series or service. */
export function subjectOf(quads: readonly Quad[]): string {
  for (const type of ['Catalog', 'Dataset', 'DatasetSeries', 'DataService']) {
    const found = quads.find((quad) => quad.predicate.value.endsWith('#type') && quad.object.value === `http://www.w3.org/ns/dcat#${type}`);
    if (found !== undefined) return found.subject.value;
  }
  return 'urn:example:none';
}
