import type { NamedNode, Quad, Quad_Object, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { adms } from '../../vocab/adms.js';
import { csvw } from '../../vocab/csvw.js';
import { cv } from '../../vocab/cv.js';
import { dcat } from '../../vocab/dcat.js';
import { dcatap } from '../../vocab/dcatap.js';
import { dct } from '../../vocab/dcterms.js';
import { dpv } from '../../vocab/dpv.js';
import { foaf } from '../../vocab/foaf.js';
import { geodcatap } from '../../vocab/geodcatap.js';
import { healthdcatap as h } from '../../vocab/healthdcatap.js';
import { rdf } from '../../vocab/rdf.js';
import { vcard } from '../../vocab/vcard.js';
import type { Assertion } from '../domain/assertion.js';
import type { PublishedRecord } from '../domain/record.js';
import { parseStored } from '../rdf/parse.js';
import { termFromNTriples, withBase } from '../rdf/terms.js';
import { declaredTypes } from './declared-types.js';
import { reachable, type ExportContext } from './export-profiles.js';
import { identifierQuads, publicIri } from './record-rdf.js';

const { literal, namedNode, quad } = DataFactory;
const datasetStatus = 'http://publications.europa.eu/resource/authority/dataset-status/';

/** What a member without them takes from its series (DESIGN section 3, Series; `Inheritable` in the domain). */
const inherited: readonly NamedNode[] = [dct.accessRights, h.healthCategory, dcat.theme, h.hdab, dcatap.applicableLegislation];
/** Values of lists, whose old forms are given out as the present ones. */
const coded: ReadonlySet<string> = new Set(
  [h.healthTheme, h.healthCategory, h.hasCodingSystem, dcat.theme, dct.accrualPeriodicity, dct.accessRights, dpv.hasPersonalData].map(({ value }) => value),
);
/** Agents that Release 8 wants one `cv:contactPoint` of. */
const roles: ReadonlySet<string> = new Set([h.hdab, h.hdabCoordinator, geodcatap.custodian, dct.publisher].map(({ value }) => value));
/** Spellings of drafts, Release 5 and Health-RI, and what Release 8 calls them (spec/healthdcat-ap.md, "Changes between releases"). */
const respelled: ReadonlyMap<string, NamedNode> = new Map([
  [csvw.titles.value, csvw.title],
  [h.minimumTypicalAge.value, h.minTypicalAge],
  [h.maximumTypicalAge.value, h.maxTypicalAge],
  [h.retentionperiod.value, h.retentionPeriod],
  [h.publisherNote.value, dct.description],
  [h.publishernote.value, dct.description],
  [h.publisherType.value, dct.type],
  [h.publishertype.value, dct.type],
]);

/**
 * A record as HealthDCAT-AP Release 8 sees it, alone and without a catalogue around it (HDEU-5, R72): what its series and the HDAB add,
 * old words in their present form, our address as its identifier with the earlier ones moved to `adms:identifier` (R96), the series and
 * services that it uses, and the types that the shapes want. Nothing is guessed: what nobody said is missing here too.
 */
export function healthForm(record: PublishedRecord, assertions: readonly Assertion[], context: ExportContext): Quad[] {
  const { baseUrl } = context.surroundings;
  const { head } = record;
  const subject = publicIri(head.iri, baseUrl);
  const own = parseStored(withBase(record.body, baseUrl));
  const said = [...own, ...assertions.flatMap((assertion) => statementOf(assertion, baseUrl))];
  const whole = [...said, ...used(said, subject, context)];
  const described = [...whole, ...catalogueAgents(whole, context)];
  const enriched = [...described, ...fromSeries(described, subject)];
  const present = enriched.map((one) => inPresentWords(one, context));
  const contacts = contactPoints(present, head.id, baseUrl);
  const shifted = [
    ...present.filter((one) => !(one.subject.value === subject && one.predicate.equals(dct.identifier))),
    quad(namedNode(subject), dct.identifier, literal(`${baseUrl}/datasets/${head.id}`)),
    ...identifierQuads(head, own, context.surroundings),
    ...contacts,
    ...(head.state === 'withdrawn' ? [quad(namedNode(subject), adms.status, namedNode(`${datasetStatus}WITHDRAWN`))] : []),
  ];
  const told = reachable(
    shifted.filter((one) => !isAboutOthers(one, subject)),
    [subject],
  );
  return [...told, ...declaredTypes(told)];
}

/** The statement itself: who made it is for our own faces to tell. */
function statementOf({ subject, predicate, object }: Assertion, baseUrl: string): Quad[] {
  const term = termFromNTriples(object);
  return term.termType === 'NamedNode' || term.termType === 'Literal' ? [quad(namedNode(publicIri(subject, baseUrl)), namedNode(predicate), term)] : [];
}

/** Series and services that a dataset refers to, as far as they are published: they travel with it. Which others they serve or hold is theirs to say. */
export function used(quads: readonly Quad[], subject: string, { reader, surroundings }: ExportContext): Quad[] {
  // A body that the dataset describes keeps the words of the dataset, and one contact point.
  const described = new Set(quads.map((one) => one.subject.value));
  const targets = quads.flatMap(({ predicate, object }) => (predicate.equals(dcat.inSeries) || predicate.equals(dcat.accessService) ? [object.value] : []));
  return [...new Set(targets)].sort().flatMap((iri) => {
    if (iri === subject) return [];
    const head = reader.head(iri);
    const record = head?.state === 'current' ? reader.published(head.id) : undefined;
    if (record === undefined) return [];
    return parseStored(withBase(record.body, surroundings.baseUrl)).filter((one) => !described.has(one.subject.value));
  });
}

/** What is told of other datasets than this one, without describing them. */
export function isAboutOthers({ subject: { value: about }, predicate, object }: Quad, subject: string): boolean {
  return about !== subject && object.value !== subject && (predicate.equals(dcat.seriesMember) || predicate.equals(dcat.servesDataset));
}

/** An old address of a concept is given out as the present one. */
export function withPresentConcept(one: Quad, { presentConcept }: ExportContext): Quad {
  if (one.object.termType !== 'NamedNode' || !(coded.has(one.predicate.value) || one.predicate.equals(dct.type))) return one;
  const present = presentConcept(one.object.value);
  return present === one.object.value ? one : quad(one.subject, one.predicate, namedNode(present));
}

/**
 * What the catalogue's own description says of bodies: an HDAB that an assertion names has its contact point there. A body that the holder
 * describes keeps the holder's words, and one contact point.
 */
function catalogueAgents(said: readonly Quad[], { reader, surroundings }: ExportContext): Quad[] {
  const catalogue = reader.catalogue();
  if (catalogue === undefined) return [];
  const described = new Set(said.map(({ subject }) => subject.value));
  const reached = new Set(said.flatMap(({ subject, predicate }) => (predicate.equals(cv.contactPoint) ? [subject.value] : [])));
  return parseStored(withBase(catalogue.body, surroundings.baseUrl)).filter(
    ({ subject: { value }, predicate }) => value !== catalogue.iri && (!described.has(value) || (predicate.equals(cv.contactPoint) && !reached.has(value))),
  );
}

function fromSeries(quads: readonly Quad[], subject: string): Quad[] {
  const of = (iri: string, property: NamedNode): Quad_Object[] =>
    quads.filter((one) => one.subject.value === iri && one.predicate.equals(property)).map(({ object }) => object);
  const series = of(subject, dcat.inSeries).map(({ value }) => value);
  return inherited.flatMap((property) => {
    if (of(subject, property).length > 0) return [];
    const values = series.map((iri) => of(iri, property)).find((found) => found.length > 0) ?? [];
    return values.map((object) => quad(namedNode(subject), property, object));
  });
}

function inPresentWords(one: Quad, context: ExportContext): Quad {
  const predicate = respelled.get(one.predicate.value) ?? one.predicate;
  // Free text since Release 6; earlier an address.
  const object = one.object.termType === 'NamedNode' && predicate.equals(h.hasCodeValues) ? literal(one.object.value) : one.object;
  return withPresentConcept(predicate === one.predicate && object === one.object ? one : quad(one.subject, predicate, object), context);
}

/** Of an agent without one, from where earlier releases and Health-RI put it: mailbox, home page, or a vCard. */
function contactPoints(quads: readonly Quad[], id: string, baseUrl: string): Quad[] {
  const of = (iri: string, property: NamedNode): Term[] =>
    quads.filter((one) => one.subject.value === iri && one.predicate.equals(property)).map(({ object }) => object);
  const agents = [
    ...new Set(quads.flatMap(({ predicate, object }) => (roles.has(predicate.value) && object.termType === 'NamedNode' ? [object.value] : []))),
  ].sort();
  return agents.flatMap((agent, at) => {
    if (of(agent, cv.contactPoint).length > 0) return [];
    const cards = of(agent, dcat.contactPoint).map(({ value }) => value);
    const mails = [...of(agent, foaf.mbox), ...cards.flatMap((card) => of(card, vcard.hasEmail))].map(({ value }) => value.replace(/^mailto:/, ''));
    const pages = [...of(agent, foaf.homepage), ...cards.flatMap((card) => of(card, vcard.hasURL))].filter(({ termType }) => termType === 'NamedNode');
    if (mails.length + pages.length === 0) return [];
    const node = namedNode(`${baseUrl}/.well-known/genid/${id}-contact-${String(at + 1)}`);
    return [
      quad(namedNode(agent), cv.contactPoint, node),
      quad(node, rdf.type, cv.ContactPoint),
      ...[...new Set(mails)].map((mail) => quad(node, cv.email, literal(mail))),
      ...[...new Set(pages.map(({ value }) => value))].map((page) => quad(node, cv.contactPage, namedNode(page))),
    ];
  });
}
