import type { Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { adms } from '../../vocab/adms.js';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { ndc } from '../../vocab/ndc.js';
import { prov } from '../../vocab/prov.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { xsd } from '../../vocab/xsd.js';
import type { Assertion } from '../domain/assertion.js';
import { isValidIri } from '../rdf/iri.js';
import type { PublishedRecord, RecordHead } from '../domain/record.js';
import { parseStored } from '../rdf/parse.js';
import { genidPrefix, termFromNTriples, withBase } from '../rdf/terms.js';

const { namedNode, literal, quad } = DataFactory;
const datasetStatus = 'http://publications.europa.eu/resource/authority/dataset-status/';

/** The address under which a subject without an IRI of its own is given out; any other IRI as it is. */
export function publicIri(iri: string, baseUrl: string): string {
  return iri.startsWith(genidPrefix) ? `${baseUrl}/.well-known/genid/${iri.slice(genidPrefix.length)}` : iri;
}

export function recordIri(baseUrl: string, id: string): string {
  return `${baseUrl}/records/${id}`;
}

/** Our own entry of a record (REC-2): one dcat:CatalogRecord with our dates and state. */
export function catalogueRecord(head: RecordHead, baseUrl: string, catalogueIri: string): Quad[] {
  const entry = namedNode(recordIri(baseUrl, head.id));
  const quads = [
    quad(namedNode(catalogueIri), dcat.record, entry),
    quad(entry, rdf.type, dcat.CatalogRecord),
    quad(entry, foaf.primaryTopic, namedNode(publicIri(head.iri, baseUrl))),
    quad(entry, dct.issued, literal(head.publishedAt ?? head.firstSeenAt, xsd.dateTime)),
    quad(entry, dct.modified, literal(head.lastChangedAt, xsd.dateTime)),
  ];
  if (head.sourceUrl !== null && isValidIri(head.sourceUrl)) quads.push(quad(entry, dct.source, namedNode(head.sourceUrl)));
  if (head.state === 'withdrawn') quads.push(quad(entry, adms.status, namedNode(`${datasetStatus}WITHDRAWN`)));
  return quads;
}

/** What the HDAB says about a record, with its attribution: applied to exports, told apart by its own node (DESIGN section 4). */
export function assertedQuads(assertions: readonly Assertion[]): Quad[] {
  return assertions.flatMap((assertion) => {
    const object = termFromNTriples(assertion.object);
    if (object.termType !== 'NamedNode' && object.termType !== 'Literal') return [];
    return [quad(namedNode(assertion.subject), namedNode(assertion.predicate), object), ...assertionNode(assertion)];
  });
}

/** The assertion itself as PROV, for its own graph. */
export function assertionNode(assertion: Assertion): Quad[] {
  const node = namedNode(assertion.iri);
  const object = termFromNTriples(assertion.object);
  const quads = [
    quad(node, rdf.type, ndc.Assertion),
    quad(node, rdf.subject, namedNode(assertion.subject)),
    quad(node, rdf.predicate, namedNode(assertion.predicate)),
    quad(node, rdf.object, object as never),
    quad(node, prov.wasAttributedTo, namedNode(assertion.attributedTo)),
    quad(node, prov.generatedAtTime, literal(assertion.generatedAt, xsd.dateTime)),
  ];
  if (assertion.comment !== null) quads.push(quad(node, rdfs.comment, literal(assertion.comment)));
  return quads;
}

/** One record as RDF: the published description, our entry, and what the HDAB adds. */
export function recordQuads(record: PublishedRecord, assertions: readonly Assertion[], baseUrl: string, catalogueIri: string): Quad[] {
  const quads = [
    ...parseStored(withBase(record.body, baseUrl)),
    ...catalogueRecord(record.head, baseUrl, catalogueIri),
    ...assertedQuads(assertions.map((assertion) => ({ ...assertion, subject: publicIri(assertion.subject, baseUrl) }))),
  ];
  if (record.head.state === 'withdrawn') quads.push(quad(namedNode(publicIri(record.head.iri, baseUrl)), adms.status, namedNode(`${datasetStatus}WITHDRAWN`)));
  return quads;
}
