import type { NamedNode, Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { adms } from '../../vocab/adms.js';
import { csvw } from '../../vocab/csvw.js';
import { cv } from '../../vocab/cv.js';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { dpv } from '../../vocab/dpv.js';
import { dqv } from '../../vocab/dqv.js';
import { fdpo } from '../../vocab/fdp.js';
import { foaf } from '../../vocab/foaf.js';
import { geodcatap } from '../../vocab/geodcatap.js';
import { healthdcatap as h } from '../../vocab/healthdcatap.js';
import { prov } from '../../vocab/prov.js';
import { r3d } from '../../vocab/r3d.js';
import { rdf } from '../../vocab/rdf.js';
import { spdx } from '../../vocab/spdx.js';
import type { RecordKind } from '../domain/record.js';
import type { QuadSpool, SpooledQuad } from './spool.js';
import { encodeIllegal, isValidIri } from './iri.js';
import { termKey } from './memory-spool.js';

/** One record cut from a document: the quads about its subject and everything below it. */
export interface SplitRecord {
  /** IRI, or `_:label` for a record without one. */
  readonly key: string;
  readonly kind: RecordKind;
  readonly entries: readonly SpooledQuad[];
  readonly document: number;
  /** The document describes it a second time, differently (RUN-10). */
  readonly duplicate: boolean;
}

const set = (...terms: readonly { readonly value: string }[]): ReadonlySet<string> => new Set(terms.map((term) => term.value));

/** Properties that are followed through IRIs, if the target is described in the same source (RDF-10). */
const followed = set(
  dcat.distribution,
  adms.sample,
  h.analytics,
  dcat.accessService,
  dct.publisher,
  dct.creator,
  geodcatap.custodian,
  h.hdab,
  h.hdabCoordinator,
  dct.rightsHolder,
  dcat.contactPoint,
  cv.contactPoint,
  prov.qualifiedAttribution,
  prov.agent,
  prov.wasGeneratedBy,
  spdx.checksum,
  dct.temporal,
  dct.spatial,
  dct.provenance,
  dqv.hasQualityAnnotation,
  h.hasVariables,
  csvw.table,
  csvw.column,
  adms.identifier,
  dpv.hasLegalBasis,
  dpv.hasPurpose,
  dpv.hasPersonalData,
  dct.rights,
  dct.license,
  dct.conformsTo,
  dcat.qualifiedRelation,
  foaf.page,
  h.retentionPeriod,
  cv.openingHours,
  cv.specialOpeningHoursSpecification,
);

/** Nodes that list records and are none themselves; a FAIR Data Point's root is typed dcat:DataService as well. */
const collections = set(dcat.Catalog, fdpo.FAIRDataPoint, fdpo.MetadataService, r3d.Repository);

/** What a description has and a stub has not. */
const substance = set(dct.description, dcat.distribution, dcat.endpointURL, dct.identifier);

/** Properties that point to records of their own. */
const references = set(
  dcat.servesDataset,
  dct.hasPart,
  dct.isPartOf,
  dcat.inSeries,
  dcat.seriesMember,
  dcat.hasVersion,
  dct.hasVersion,
  dcat.previousVersion,
  dcat.prev,
  dct.isVersionOf,
  dct.source,
  dct.relation,
  dct.replaces,
  dct.isReplacedBy,
);

const kinds: Readonly<Record<string, RecordKind>> = {
  [dcat.Dataset.value]: 'dataset',
  [dcat.DatasetSeries.value]: 'series',
  [dcat.DataService.value]: 'service',
};
const listing: Readonly<Record<string, RecordKind>> = { [dcat.dataset.value]: 'dataset', [dcat.service.value]: 'service' };
const maxTriplesPerRecord = 100_000;

/**
 * Collects quads and then cuts one description per record: concise bounded description plus the listed properties,
 * through blank nodes to any depth. A titled node of a record class is a record, and so is a described member of a
 * catalogue; a stub that is only referred to is not (RDF-10, HYD-11). One that lacks its title, but is described and
 * nobody's stub, is a record as well: its holder must hear what is missing.
 */
export class Splitter {
  private readonly typed = new Map<string, RecordKind>();
  private readonly catalogues = new Set<string>();
  private readonly titled = new Set<string>();
  private readonly listed = new Map<string, RecordKind>();
  /** Blank nodes that give access to a distribution: part of its record, unless a catalogue lists them. */
  private readonly accessing = new Set<string>();
  /** Nodes that say more of themselves than a type, and nodes that others refer to (HYD-11). */
  private readonly described = new Set<string>();
  private readonly referred = new Set<string>();
  /** Subjects that are no IRIs, by the encoded form that their references were given. */
  private readonly misspelt = new Map<string, string>();
  private lastSubject = '';

  /** @param addressesOf the addresses of a document by its number: a record's own page speaks for it before any other */
  constructor(
    private readonly spool: QuadSpool,
    private readonly addressesOf: (document: number) => readonly string[] = () => [],
  ) {}

  add(entry: SpooledQuad): void {
    this.spool.add(entry);
    const { subject, predicate, object } = entry.quad;
    if (subject.termType === 'NamedNode' && subject.value !== this.lastSubject) {
      this.lastSubject = subject.value;
      if (!isValidIri(subject.value)) this.misspelt.set(encodeIllegal(subject.value), subject.value);
    }
    if (predicate.equals(rdf.type)) this.noteType(termKey(subject), object.value);
    else if (predicate.equals(dct.title)) this.titled.add(termKey(subject));
    else if (substance.has(predicate.value)) this.described.add(termKey(subject));
    else if (references.has(predicate.value)) this.referred.add(termKey(object));
    else if (object.termType !== 'Literal') {
      const kind = listing[predicate.value];
      if (kind !== undefined) this.listed.set(termKey(object), kind);
      else if (object.termType === 'BlankNode' && predicate.equals(dcat.accessService)) this.accessing.add(termKey(object));
      else if (predicate.equals(foaf.primaryTopic)) this.listed.set(termKey(object), this.listed.get(termKey(object)) ?? 'dataset');
    }
  }

  private noteType(key: string, type: string): void {
    if (collections.has(type)) this.catalogues.add(key);
    const kind = kinds[type];
    if (kind === undefined) return;
    if (kind === 'series' || !this.typed.has(key)) this.typed.set(key, kind);
  }

  /** Keys of all records, without cutting them. */
  *keys(): Iterable<readonly [string, RecordKind]> {
    for (const [key, kind] of this.typed) {
      if (this.catalogues.has(key)) continue;
      const forgotten = this.described.has(key) && !this.referred.has(key);
      if (this.listed.has(key) || ((this.titled.has(key) || forgotten) && !this.accessing.has(key))) yield [key, kind];
    }
    for (const [key, kind] of this.listed) {
      if (!this.typed.has(key) && !this.catalogues.has(key) && this.titled.has(key)) yield [key, kind];
    }
  }

  /** How many catalogue nodes and records there are, without cutting them. */
  count(): number {
    let count = 0;
    for (const _ of this.catalogueKeys()) count++;
    for (const _ of this.keys()) count++;
    return count;
  }

  *records(): Iterable<SplitRecord> {
    for (const [key, kind] of this.keys()) yield this.cut(key, kind);
  }

  /** Catalogue nodes with their own triples and agents, for validation; their members are records. */
  *catalogueNodes(): Iterable<SplitRecord> {
    for (const key of this.catalogueKeys()) yield this.cut(key, 'dataset');
  }

  private *catalogueKeys(): Iterable<string> {
    for (const key of this.catalogues) if (this.titled.has(key) || this.spool.quadsOf(key).some(({ quad }) => quad.predicate.equals(dcat.dataset))) yield key;
  }

  private cut(key: string, kind: RecordKind): SplitRecord {
    const all = this.spool.quadsOf(key);
    const document = this.homeDocument(key, all);
    const own = all.filter((entry) => entry.document === document);
    const entries: SpooledQuad[] = [...own];
    const seen = new Set([key]);
    const queue = this.targets(own, seen);
    for (let next = queue.shift(); next !== undefined && entries.length <= maxTriplesPerRecord; next = queue.shift()) {
      const below = this.below(next, document);
      // One by one: a node may have more triples than a call may have arguments.
      for (const entry of below) entries.push(entry);
      for (const target of this.targets(below, seen)) queue.push(target);
    }
    return { key, kind, entries, document, duplicate: describedTwice(all, document) };
  }

  /** The document that speaks for a record: its own page, else the first that gives it a type and a title, else the first that names it. */
  private homeDocument(key: string, entries: readonly SpooledQuad[]): number {
    const documents = [...new Set(entries.map((entry) => entry.document))];
    const says = (document: number, predicate: NamedNode): boolean =>
      entries.some((entry) => entry.document === document && entry.quad.predicate.equals(predicate));
    const own = documents.find((document) => this.addressesOf(document).includes(key) && (says(document, rdf.type) || says(document, dct.title)));
    return own ?? documents.find((document) => says(document, rdf.type) && says(document, dct.title)) ?? documents[0] ?? 0;
  }

  /** A node below the record: as its own document describes it, else as the first other one does (a FAIR Data Point's distribution page). */
  private below(key: string, document: number): readonly SpooledQuad[] {
    const all = this.spool.quadsOf(key);
    const here = all.filter((entry) => entry.document === document);
    if (here.length > 0) return here;
    const misspelt = this.misspelt.get(key);
    if (all.length === 0 && misspelt !== undefined)
      return this.spool
        .quadsOf(misspelt)
        .map((entry) => ({ ...entry, quad: DataFactory.quad(DataFactory.namedNode(key), entry.quad.predicate as NamedNode, entry.quad.object as NamedNode) }));
    const home = all[0]?.document;
    return all.filter((entry) => entry.document === home);
  }

  private targets(entries: readonly SpooledQuad[], seen: Set<string>): string[] {
    const found: string[] = [];
    for (const { quad } of entries) {
      if (quad.object.termType === 'Literal') continue;
      const key = termKey(quad.object);
      if (seen.has(key) || this.catalogues.has(key)) continue;
      if (quad.object.termType === 'NamedNode' && !followed.has(quad.predicate.value)) continue;
      if (this.typed.has(key) && !quad.predicate.equals(dcat.accessService)) continue;
      seen.add(key);
      found.push(key);
    }
    return found;
  }
}

function describedTwice(entries: readonly SpooledQuad[], home: number): boolean {
  const others = entries.filter((entry) => entry.document !== home && entry.quad.predicate.equals(dct.title));
  return others.some((other) => !entries.some((entry) => entry.document === home && sameTriple(entry.quad, other.quad)));
}

function sameTriple(a: Quad, b: Quad): boolean {
  return a.predicate.equals(b.predicate) && a.object.equals(b.object);
}
