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
import { skos } from '../../vocab/skos.js';
import { xsd } from '../../vocab/xsd.js';
import type { Assertion } from '../domain/assertion.js';
import { isValidIri } from '../rdf/iri.js';
import type { PublishedRecord, RecordHead, RecordName, VersionFacts } from '../domain/record.js';
import type { LedgerReader } from '../ports/ledger.js';
import { parseStored } from '../rdf/parse.js';
import { genidPrefix, termFromNTriples, withBase } from '../rdf/terms.js';
import { languageConcepts } from './metadata-language.js';
import type { Surroundings } from './surroundings.js';

const { namedNode, literal, quad } = DataFactory;
const datasetStatus = 'http://publications.europa.eu/resource/authority/dataset-status/';

/** The address under which a subject without an IRI of its own is given out; any other IRI as it is. */
export function publicIri(iri: string, baseUrl: string): string {
  return iri.startsWith(genidPrefix) ? `${baseUrl}/.well-known/genid/${iri.slice(genidPrefix.length)}` : iri;
}

export function recordIri(baseUrl: string, id: string): string {
  return `${baseUrl}/records/${id}`;
}

/** Of the version that is published, or was last. */
export function factsOf(head: RecordHead, reader: LedgerReader): VersionFacts | undefined {
  return head.version === null ? undefined : reader.factsOf(head.id, head.version);
}

/** The run that brought a version, as others may name it. */
export function runIri(baseUrl: string, station: string, run: number): string {
  return `${baseUrl}/api/v1/stations/${station}/runs/${String(run)}`;
}

/**
 * The source's own entry of a record, else where it was read (REC-2, REC-3). Files of the operator's have no address that
 * others could use.
 */
export function sourceAddress(head: RecordHead, facts: VersionFacts | undefined): string | null {
  const candidates = facts?.provenance == null ? [head.sourceUrl] : [facts.provenance.entry?.iri ?? null, facts.provenance.url];
  return candidates.find((iri) => iri !== null && isValidIri(iri) && !iri.startsWith('file:')) ?? null;
}

/**
 * Our own entry of a record (REC-2): one dcat:CatalogRecord with our dates and state, in the cardinalities of DCAT-AP
 * 3.0.1. The source's own entry is named, never given out as ours (REC-3).
 */
export function catalogueRecord(head: RecordHead, facts: VersionFacts | undefined, { baseUrl, catalogueIri, profileIri }: Surroundings): Quad[] {
  const entry = namedNode(recordIri(baseUrl, head.id));
  const quads = [
    quad(namedNode(catalogueIri), dcat.record, entry),
    quad(entry, rdf.type, dcat.CatalogRecord),
    quad(entry, foaf.primaryTopic, namedNode(publicIri(head.iri, baseUrl))),
    quad(entry, dct.issued, literal(head.publishedAt ?? head.firstSeenAt, xsd.dateTime)),
    quad(entry, dct.modified, literal(head.lastChangedAt, xsd.dateTime)),
    quad(entry, adms.status, namedNode(datasetStatus + (head.state === 'withdrawn' ? 'WITHDRAWN' : 'COMPLETED'))),
    quad(entry, dct.description, literal('Beschrijving zoals de catalogus haar bij de bron ophaalde.', 'nl')),
    quad(entry, dct.description, literal('Description as the catalogue collected it from its source.', 'en')),
  ];
  for (const [tag, texts] of Object.entries(head.title))
    for (const text of texts) quads.push(quad(entry, dct.title, literal(text, tag === '' ? undefined : tag)));
  for (const iri of languageConcepts(Object.keys(head.title))) quads.push(quad(entry, dct.language, namedNode(iri)));
  const source = sourceAddress(head, facts);
  if (source !== null) quads.push(quad(entry, dct.source, namedNode(source)));
  const profile = facts?.provenance?.profile ?? null;
  if (profile !== null) quads.push(quad(entry, dct.conformsTo, namedNode(profileIri(profile))));
  if (facts !== undefined) quads.push(quad(entry, prov.wasGeneratedBy, namedNode(runIri(baseUrl, facts.station, facts.run.id))));
  return quads;
}

/** Types that official shapes want of what an entry refers to; said on export, not kept (DESIGN section 4). */
function declaredTypes(entry: readonly Quad[]): Quad[] {
  return entry.flatMap(({ predicate, object }) => {
    const type = predicate.equals(dct.language) ? dct.LinguisticSystem : predicate.equals(dct.conformsTo) ? dct.Standard : null;
    return type === null || object.termType !== 'NamedNode' ? [] : [quad(object, rdf.type, type)];
  });
}

/**
 * What identifies a record, added to what its source says and never in place of it (REC-5): its own IRI, its own
 * dct:identifier, and our entry, by which a portal that we harvest shows that it has harvested us (REC-9).
 */
export function identifierQuads(head: RecordName, description: readonly Quad[], { baseUrl, agency, holderName }: Surroundings): Quad[] {
  const holder = holderName(head.station);
  const subject = publicIri(head.iri, baseUrl);
  const own = description.filter((one) => one.subject.value === subject && one.predicate.equals(dct.identifier)).map((one) => one.object.value);
  const nodes = [
    ...(subject === head.iri ? [{ key: 'iri', notation: literal(head.iri, xsd.anyURI), by: holder }] : []),
    ...[...new Set(own)].sort().map((value, at) => ({ key: String(at + 1), notation: literal(value), by: holder })),
    { key: 'record', notation: literal(recordIri(baseUrl, head.id), xsd.anyURI), by: agency },
  ];
  return nodes.flatMap(({ key, notation, by }) => {
    const node = namedNode(`${baseUrl}/.well-known/genid/${head.id}-identifier-${key}`);
    return [
      quad(namedNode(subject), adms.identifier, node),
      quad(node, rdf.type, adms.Identifier),
      quad(node, skos.notation, notation),
      ...(by === null ? [] : [quad(node, adms.schemaAgency, literal(by))]),
    ];
  });
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
  if (assertion.evidence !== undefined && isValidIri(assertion.evidence)) quads.push(quad(node, prov.wasDerivedFrom, namedNode(assertion.evidence)));
  return quads;
}

const recordTypes: ReadonlySet<string> = new Set([dcat.Dataset, dcat.DatasetSeries, dcat.DataService].map((type) => type.value));

/** Finds which subjects are records of their own. */
export type FindRecords = (iris: readonly string[]) => readonly RecordName[];

const liveRecords =
  (reader: LedgerReader): FindRecords =>
  (iris) =>
    iris.flatMap((iri) => {
      const found = reader.head(iri);
      return found?.iri === iri && found.state === 'current' ? [found] : [];
    });

/** Records that a description describes as well (a service that gives access): they are identified alike wherever they stand. */
function recordsWithin(head: RecordHead, description: readonly Quad[], find: FindRecords): RecordName[] {
  const subjects = description.flatMap(({ subject, predicate, object }) =>
    predicate.equals(rdf.type) && recordTypes.has(object.value) ? [subject.value] : [],
  );
  const others = [...new Set(subjects)].filter((iri) => iri !== head.iri);
  return others.length === 0 ? [] : find(others).filter(({ id }) => id !== head.id);
}

/**
 * One record as RDF: the published description, what identifies it, our entry, and what the HDAB adds.
 *
 * @param find which of its subjects are records themselves: those that are published now, unless another moment is meant
 */
export function recordQuads(
  record: Pick<PublishedRecord, 'head' | 'body'>,
  assertions: readonly Assertion[],
  reader: LedgerReader,
  surroundings: Surroundings,
  find: FindRecords = liveRecords(reader),
): Quad[] {
  const { head, body } = record;
  const { baseUrl } = surroundings;
  const description = parseStored(withBase(body, baseUrl));
  const entry = catalogueRecord(head, factsOf(head, reader), surroundings);
  const quads = [
    ...description,
    ...identifierQuads(head, description, surroundings),
    ...recordsWithin(head, description, find).flatMap((other) => identifierQuads(other, description, surroundings)),
    ...entry,
    ...declaredTypes(entry),
    ...assertedQuads(assertions.map((assertion) => ({ ...assertion, subject: publicIri(assertion.subject, baseUrl) }))),
  ];
  if (head.state === 'withdrawn') quads.push(quad(namedNode(publicIri(head.iri, baseUrl)), adms.status, namedNode(`${datasetStatus}WITHDRAWN`)));
  return quads;
}
