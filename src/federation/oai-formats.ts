import { dcat } from '../../vocab/dcat.js';
import { rdf } from '../../vocab/rdf.js';
import type { Assertion } from '../domain/assertion.js';
import type { PublishedRecord } from '../domain/record.js';
import type { LedgerReader } from '../ports/ledger.js';
import { serialise } from '../rdf/serialise.js';
import { dublinCore } from './oai-dc.js';
import { exportQuads } from './export-profiles.js';
import { recordQuads } from './record-rdf.js';
import type { Surroundings } from './surroundings.js';
import { embedded, type Xml } from './xml-writer.js';

/** How records are given, best first: clients that read RDF take the first that they know (OAIP-2). */
export const oaiPrefixes = ['oai_dc', 'dcat_ap', 'healthdcat_ap', 'rdf'] as const;

export type OaiPrefix = (typeof oaiPrefixes)[number];

export const namespaceOf = (prefix: OaiPrefix): string => (prefix === 'oai_dc' ? 'http://www.openarchives.org/OAI/2.0/oai_dc/' : rdf.iri);

export const schemaOf = (prefix: OaiPrefix): string =>
  prefix === 'oai_dc' ? 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd' : 'http://www.openarchives.org/OAI/2.0/rdf.xsd';

export interface PayloadContext {
  readonly reader: LedgerReader;
  readonly assertions: readonly Assertion[];
  readonly surroundings: Surroundings;
  /** The present concept for a value of an old list or address. */
  readonly presentConcept: (iri: string) => string;
}

/** A record in one of the formats: one element with all the namespaces that it uses, to be taken out and read alone. */
export function exportPayload(record: PublishedRecord, prefix: OaiPrefix, context: PayloadContext): Xml {
  const { reader, assertions, surroundings } = context;
  const own = assertions.filter((assertion) => assertion.subject === record.head.iri);
  if (prefix === 'healthdcat_ap') return embedded(serialise(exportQuads(record, 'healthdcat-ap', own, context), 'rdf-xml'));
  const quads = recordQuads(record, own, reader, surroundings);
  return prefix === 'oai_dc' ? dublinCore(record.head, quads, surroundings) : embedded(serialise(quads, 'rdf-xml'));
}

/** What a description's own terms are of, as `about` containers name it. */
export const originNamespace = dcat.iri;
