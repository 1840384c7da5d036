import type { Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { adms } from '../../vocab/adms.js';
import { cv } from '../../vocab/cv.js';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { dqv } from '../../vocab/dqv.js';
import { foaf } from '../../vocab/foaf.js';
import { locn } from '../../vocab/locn.js';
import { oa } from '../../vocab/oa.js';
import { odrl } from '../../vocab/odrl.js';
import { owl } from '../../vocab/owl.js';
import { prov } from '../../vocab/prov.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { schema } from '../../vocab/schema.js';
import { skos } from '../../vocab/skos.js';
import { spdx } from '../../vocab/spdx.js';
import { time } from '../../vocab/time.js';
import { vcard } from '../../vocab/vcard.js';
import type { Assertion } from '../domain/assertion.js';
import type { PublishedRecord } from '../domain/record.js';
import type { LedgerReader } from '../ports/ledger.js';
import { declaredTypes } from './declared-types.js';
import { healthForm, isAboutOthers, used, withPresentConcept } from './health-export.js';
import { publicIri, recordIri, recordQuads } from './record-rdf.js';
import { schemaOrgForm } from './schema-org.js';
import type { Surroundings } from './surroundings.js';

const { literal, namedNode, quad } = DataFactory;

/** Short names that stand in `_profile=` (DX-CONNEGP, QSA profile). */
export type ProfileToken = 'healthdcat-ap' | 'dcat-ap' | 'dcat-ap-nl' | 'dcat' | 'schema-org';

/** A form in which a record is given out. */
export interface ExportProfile {
  readonly token: ProfileToken;
  readonly iri: string;
  /** Other addresses that mean the same release. */
  readonly alsoKnownAs: readonly string[];
  readonly title: string;
  /** Which of our validation profiles a record must meet before this form is claimed; null where there are no shapes. */
  readonly validatedBy: string | null;
}

/** The forms that every record can be asked in (PROF-4), the preferred one first. */
export const exportProfiles: readonly ExportProfile[] = [
  {
    token: 'healthdcat-ap',
    iri: 'https://w3id.org/ndc/profiles/healthdcat-ap-r8',
    alsoKnownAs: ['https://code.europa.eu/healthdataeu/healthdcat-ap'],
    title: 'HealthDCAT-AP Release 8',
    validatedBy: 'healthdcat-ap-r8',
  },
  {
    token: 'dcat-ap',
    iri: 'https://semiceu.github.io/DCAT-AP/releases/3.0.1/',
    alsoKnownAs: ['https://semiceu.github.io/DCAT-AP/releases/3.0.0/', 'http://data.europa.eu/r5r/', 'https://w3id.org/ndc/profiles/dcat-ap-3.0'],
    title: 'DCAT-AP 3.0',
    validatedBy: 'dcat-ap-3.0',
  },
  {
    token: 'dcat-ap-nl',
    iri: 'https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/',
    alsoKnownAs: ['https://modellen.geostandaarden.nl/dcat-ap-nl/', 'https://w3id.org/ndc/profiles/dcat-ap-nl-3.0'],
    title: 'DCAT-AP-NL 3.0',
    validatedBy: 'dcat-ap-nl-3.0',
  },
  {
    token: 'dcat',
    iri: 'http://www.w3.org/ns/dcat',
    alsoKnownAs: ['http://www.w3.org/ns/dcat#', 'https://www.w3.org/TR/vocab-dcat-3/'],
    title: 'DCAT 3',
    validatedBy: null,
  },
  {
    token: 'schema-org',
    iri: 'https://schema.org/',
    alsoKnownAs: ['http://schema.org/', 'https://schema.org', 'http://schema.org'],
    title: 'schema.org',
    validatedBy: null,
  },
];

/** A profile by its token or by any of its addresses; slashes and `#` at the end make no difference. */
export function findExportProfile(tokenOrIri: string): ExportProfile | undefined {
  const plain = (iri: string): string => iri.replace(/[/#]+$/, '');
  return exportProfiles.find(
    ({ token, iri, alsoKnownAs }) => token === tokenOrIri || [iri, ...alsoKnownAs].some((known) => plain(known) === plain(tokenOrIri)),
  );
}

/** What an export needs beside the record. */
export interface ExportContext {
  readonly reader: LedgerReader;
  readonly surroundings: Surroundings;
  /** The present concept for a value of an old list or address (`vocab/mappings`). */
  readonly presentConcept: (iri: string) => string;
}

/** One record in one form. Whether it meets the profile's shapes is for the caller to find out before it claims so. */
export function exportQuads(record: PublishedRecord, token: ProfileToken, assertions: readonly Assertion[], context: ExportContext): Quad[] {
  switch (token) {
    case 'healthdcat-ap':
      return healthForm(record, assertions, context);
    case 'dcat-ap':
      return europeanForm(record, assertions, context);
    case 'dcat-ap-nl':
      return typed(withOneIdentifier(europeanForm(record, assertions, context), record, context.surroundings.baseUrl), 'nl');
    case 'dcat':
      return plainDcat(withoutCatalogue(record, assertions, context), subjectsOf(record, context.surroundings.baseUrl));
    case 'schema-org':
      return schemaOrgForm(record, withoutCatalogue(record, assertions, context), context);
  }
}

function subjectsOf({ head }: PublishedRecord, baseUrl: string): [subject: string, entry: string] {
  return [publicIri(head.iri, baseUrl), recordIri(baseUrl, head.id)];
}

/** A record alone: nothing points to it from a catalogue that is not described here (HDEU-5). */
function withoutCatalogue(record: PublishedRecord, assertions: readonly Assertion[], { reader, surroundings }: ExportContext): Quad[] {
  return recordQuads(record, assertions, reader, surroundings).filter(({ predicate }) => !predicate.equals(dcat.record));
}

/**
 * As DCAT-AP wants to see a record that stands alone: with the series and services it uses, with the types that its ranges ask for, and
 * without what would have to be described as well: the source's own entry, and datasets that a service serves beside this one.
 */
function europeanForm(record: PublishedRecord, assertions: readonly Assertion[], context: ExportContext): Quad[] {
  const { baseUrl } = context.surroundings;
  const [subject, entry] = subjectsOf(record, baseUrl);
  const own = withoutCatalogue(record, assertions, context).filter((one) => !(one.subject.value === entry && one.predicate.equals(dct.source)));
  const whole = [...own, ...used(own, subject, context)].filter((one) => !isAboutOthers(one, subject));
  return typed(whole.map((one) => withPresentConcept(one, context)));
}

function typed(quads: readonly Quad[], forWhom: 'eu' | 'nl' = 'eu'): Quad[] {
  return [...quads, ...declaredTypes(quads, forWhom)];
}

/** DCAT-AP-NL wants exactly one `dct:identifier`: the first; the others stand in `adms:identifier` already (REC-5), and without one it is ours. */
function withOneIdentifier(quads: readonly Quad[], { head }: PublishedRecord, baseUrl: string): Quad[] {
  const subject = publicIri(head.iri, baseUrl);
  const isIdentifier = (one: Quad): boolean => one.subject.value === subject && one.predicate.equals(dct.identifier);
  const first = quads
    .filter(isIdentifier)
    .map(({ object }) => object)
    .sort((a, b) => (a.value < b.value ? -1 : 1))[0];
  return [...quads.filter((one) => !isIdentifier(one)), quad(namedNode(subject), dct.identifier, first ?? literal(recordIri(baseUrl, head.id)))];
}

/** Namespaces that DCAT 3 itself uses or recommends (its section on namespaces and the ranges of its properties). */
const dcatNamespaces: readonly string[] = [dcat, dct, foaf, vcard, skos, prov, adms, odrl, spdx, dqv, owl, rdf, rdfs, time, locn, oa, schema].map(
  ({ iri }) => iri,
);

/** What DCAT 3 has no words for is left out, with the nodes that only it referred to. */
function plainDcat(quads: readonly Quad[], roots: readonly string[]): Quad[] {
  const isKnown = (iri: string): boolean => dcatNamespaces.some((namespace) => iri.startsWith(namespace));
  return reachable(
    quads.filter(({ predicate, object }) =>
      predicate.equals(rdf.type) ? isKnown(object.value) : isKnown(predicate.value) && !predicate.equals(cv.contactPoint),
    ),
    roots,
  );
}

/** The triples that the given subjects lead to. */
export function reachable(quads: readonly Quad[], roots: readonly string[]): Quad[] {
  const bySubject = new Map<string, Quad[]>();
  for (const one of quads) {
    const own = bySubject.get(one.subject.value);
    if (own === undefined) bySubject.set(one.subject.value, [one]);
    else own.push(one);
  }
  const seen = new Set<string>();
  const queue = [...roots];
  const found: Quad[] = [];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const one of bySubject.get(next) ?? []) {
      found.push(one);
      if (one.object.termType === 'NamedNode') queue.push(one.object.value);
    }
  }
  return found;
}
