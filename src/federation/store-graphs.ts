import type { RecordHead } from '../domain/record.js';
import type { LedgerReader } from '../ports/ledger.js';
import { canonicalText } from '../rdf/terms.js';
import { plainCatalogue } from './catalogue-pages.js';
import { assertionNode, catalogueRecord } from './record-rdf.js';

/** Our entry of a record for the catalogue graph, as N-Triples. */
export function entryLines(head: RecordHead, reader: LedgerReader, baseUrl: string): string {
  return canonicalText(catalogueRecord(head, baseUrl, catalogueIri(reader, baseUrl)));
}

/** The graphs beside the records (DESIGN section 6), by name below `{base}/graph/`. */
export function sideGraphs(reader: LedgerReader, baseUrl: string): Record<string, string> {
  const catalogue = reader.catalogue() ?? plainCatalogue(baseUrl);
  return { catalogue: catalogue.body, assertions: canonicalText(reader.assertions().flatMap(assertionNode)) };
}

function catalogueIri(reader: LedgerReader, baseUrl: string): string {
  return (reader.catalogue() ?? plainCatalogue(baseUrl)).iri;
}
