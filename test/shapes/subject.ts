import type { Quad } from '@rdfjs/types';

/** The record a fixture is about: its catalogue, else its first dataset, series or service. */
export function subjectOf(quads: readonly Quad[]): string {
  for (const type of ['Catalog', 'Dataset', 'DatasetSeries', 'DataService']) {
    const found = quads.find((quad) => quad.predicate.value.endsWith('#type') && quad.object.value === `http://www.w3.org/ns/dcat#${type}`);
    if (found !== undefined) return found.subject.value;
  }
  return 'urn:example:none';
}

const prefixes: Readonly<Record<string, string>> = {
  'dcat-ap-': 'dcat-ap-3.0',
  'complete-dcat-ap-': 'dcat-ap-3.0',
  'complete-nl-': 'dcat-ap-nl-3.0',
  'complete-r5-': 'healthdcat-ap-r5',
  'complete-hri-': 'health-ri-2',
};

/** The profile a fixture is written for, by its name. */
export function profileOf(fixture: string): string {
  const prefix = Object.keys(prefixes).find((start) => fixture.startsWith(start));
  return (prefix === undefined ? undefined : prefixes[prefix]) ?? 'healthdcat-ap-r8';
}
