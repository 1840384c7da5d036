import type { Quad } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { rdf } from '../../vocab/rdf.js';
import { schema } from '../../vocab/schema.js';

const described: ReadonlySet<string> = new Set([dcat.Dataset, dcat.DatasetSeries, dcat.DataService, schema.Dataset, schema.DataFeed].map((term) => term.value));

/** A schema.org IRI in either spelling under one namespace (WEB-5); any other as it is. */
export function inOneNamespace(iri: string): string {
  return iri.replace(/^https?:\/\/(?:www\.)?schema\.org\//, schema.iri);
}

export function isDatasetType(iri: string): boolean {
  return described.has(inOneNamespace(iri));
}

/** Whether something among the statements is a dataset, a series or a service. */
export function hasDataset(quads: Iterable<Quad>): boolean {
  for (const quad of quads) if (quad.predicate.equals(rdf.type) && isDatasetType(quad.object.value)) return true;
  return false;
}
