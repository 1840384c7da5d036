import type { RecordHead } from '../domain/record.js';
import type { LedgerReader } from '../ports/ledger.js';
import { canonicalText } from '../rdf/terms.js';
import { plainCatalogue } from './catalogue-pages.js';
import { presentProvenance, provenanceText, type ProvenanceText } from './provenance.js';
import { assertionNode, catalogueRecord, factsOf } from './record-rdf.js';
import { surroundingsOf } from './surroundings.js';

/** Our entry of a record for the catalogue graph, as N-Triples. */
export function entryLines(head: RecordHead, reader: LedgerReader, baseUrl: string): string {
  return canonicalText(catalogueRecord(head, factsOf(head, reader), surroundingsOf(reader, baseUrl)));
}

/** Where a published record comes from, for the provenance graph (REC-7). */
export function provenanceLines(head: RecordHead, reader: LedgerReader, baseUrl: string): ProvenanceText {
  return provenanceText(presentProvenance(head, reader, surroundingsOf(reader, baseUrl)));
}

/** The graphs beside the records (DESIGN section 6), by name below `{base}/graph/`. */
export function sideGraphs(reader: LedgerReader, baseUrl: string): Record<string, string> {
  const catalogue = reader.catalogue() ?? plainCatalogue(baseUrl);
  return { catalogue: catalogue.body, assertions: canonicalText(reader.assertions().flatMap(assertionNode)) };
}
