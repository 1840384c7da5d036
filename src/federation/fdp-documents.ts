import type { NamedNode, Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { datacite } from '../../vocab/datacite.js';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { fdpo } from '../../vocab/fdp.js';
import { foaf } from '../../vocab/foaf.js';
import { ldp } from '../../vocab/ldp.js';
import { owl } from '../../vocab/owl.js';
import { r3d } from '../../vocab/r3d.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { xsd } from '../../vocab/xsd.js';
import { chooseText, type LanguageMap } from '../domain/language.js';
import type { CatalogueDescription } from '../domain/organisation.js';
import { recordId } from '../domain/record-id.js';
import type { PublishedRecord, RecordHead, RecordKind } from '../domain/record.js';
import type { LedgerReader } from '../ports/ledger.js';
import { groupBy } from '../rdf/group-by.js';
import { isValidIri } from '../rdf/iri.js';
import { subCatalogueIri } from './catalogue-pages.js';
import { languageConcepts } from './metadata-language.js';
import { publicIri, recordQuads } from './record-rdf.js';
import { surroundingsOf } from './surroundings.js';

const { namedNode, literal, quad } = DataFactory;

/** What stands in the tree of a FAIR Data Point, by the part of the address that names it (FDPF-2). */
export const fdpKinds = ['catalog', 'dataset', 'dataset-series', 'data-service', 'distribution'] as const;

export type FdpKind = (typeof fdpKinds)[number];

/** What may stand below what, with the relation that says so. */
const below: Readonly<Record<FdpKind | 'root', Partial<Readonly<Record<FdpKind, NamedNode>>>>> = {
  root: { catalog: fdpo.metadataCatalog },
  catalog: { dataset: dcat.dataset, 'dataset-series': dcat.dataset, 'data-service': dcat.service },
  dataset: { distribution: dcat.distribution },
  'dataset-series': {},
  'data-service': {},
  distribution: {},
};

export const childKinds = (kind: FdpKind | 'root'): FdpKind[] => Object.keys(below[kind]) as FdpKind[];

const kindOfRecord: Readonly<Record<RecordKind, FdpKind>> = { dataset: 'dataset', series: 'dataset-series', service: 'data-service' };
const containerTitles: Readonly<Record<FdpKind, string>> = {
  catalog: 'Catalogs',
  dataset: 'Datasets',
  'dataset-series': 'Dataset series',
  'data-service': 'Data services',
  distribution: 'Distributions',
};

export interface FdpSurroundings {
  readonly reader: LedgerReader;
  readonly baseUrl: string;
  readonly version: string;
  catalogue(): CatalogueDescription;
}

/** One node of the tree: what is said of it, and which addresses are below it. */
export interface FdpNode {
  readonly url: string;
  readonly kind: FdpKind | 'root';
  readonly quads: readonly Quad[];
  readonly children: Readonly<Partial<Record<FdpKind, readonly string[]>>>;
}

/**
 * The catalogue as a FAIR Data Point: the point itself, one catalogue for each source, its datasets, and their distributions
 * (protocols.md section 18). The subject of a document is the address that it is read at, since readers of FAIR Data Points
 * keep what they find under the address that they asked (FDPF-3); the IRI at the source stands beside it.
 */
export class FdpTree {
  constructor(private readonly surroundings: FdpSurroundings) {}

  get address(): string {
    return `${this.surroundings.baseUrl}/fdp`;
  }

  addressOf(kind: FdpKind, id: string): string {
    return `${this.address}/${kind}/${id}`;
  }

  /** The point itself; typed so that old and new indexes take it (FDPF-1). */
  root(): FdpNode {
    const { reader, version } = this.surroundings;
    const catalogue = this.surroundings.catalogue();
    const node = namedNode(this.address);
    const changedAt = reader.changesAfter(reader.snapshot().seq - 1, 1)[0]?.time ?? reader.firstEntryAt();
    const issuedAt = reader.firstEntryAt();
    return {
      url: this.address,
      kind: 'root',
      quads: [
        ...[fdpo.FAIRDataPoint, fdpo.MetadataService, dcat.DataService, dcat.Resource, r3d.Repository].map((type) => quad(node, rdf.type, type)),
        ...texts(node, dct.title, catalogue.title),
        ...texts(node, dct.description, Object.keys(catalogue.description).length === 0 ? catalogue.title : catalogue.description),
        quad(node, dcat.endpointURL, node),
        quad(node, dct.conformsTo, namedNode(`${this.address}/spec`)),
        quad(node, foaf.homepage, namedNode(catalogue.homepage ?? `${this.surroundings.baseUrl}/`)),
        ...catalogue.languages.map((iri) => quad(node, dct.language, namedNode(iri))),
        ...this.common(this.address, catalogue.title, { issuedAt, changedAt }),
        quad(node, dcat.version, literal(version)),
        quad(node, dct.hasVersion, literal(version)),
        quad(node, fdpo.fdpSoftwareVersion, literal(`ndc:${version}`)),
      ],
      children: { catalog: reader.publishingStations().map((id) => this.addressOf('catalog', id)) },
    };
  }

  catalog(id: string): FdpNode | undefined {
    const { reader, baseUrl } = this.surroundings;
    const station = reader.station(id)?.station;
    const members = station === undefined ? null : reader.members(id);
    if (station === undefined || members === null) return undefined;
    const url = this.addressOf('catalog', id);
    const node = namedNode(url);
    const title = Object.keys(station.title).length === 0 ? { '': [id] } : station.title;
    return {
      url,
      kind: 'catalog',
      quads: [
        quad(node, rdf.type, dcat.Catalog),
        quad(node, rdf.type, dcat.Resource),
        ...texts(node, dct.title, title),
        quad(node, dct.description, literal('Wat deze bron aan de catalogus bijdraagt.', 'nl')),
        quad(node, dct.description, literal('What this source contributes to the catalogue.', 'en')),
        quad(node, dct.isPartOf, namedNode(this.address)),
        quad(node, dct.source, namedNode(subCatalogueIri(baseUrl, id))),
        quad(node, owl.sameAs, namedNode(subCatalogueIri(baseUrl, id))),
        quad(node, foaf.homepage, namedNode(`${baseUrl}/en/stations/${id}`)),
        ...languageConcepts(Object.keys(title)).map((iri) => quad(node, dct.language, namedNode(iri))),
        ...this.common(url, title, members),
      ],
      children: this.childrenOf(members.records),
    };
  }

  private childrenOf(records: readonly Pick<RecordHead, 'id' | 'kind'>[]): Partial<Record<FdpKind, string[]>> {
    const children: Partial<Record<FdpKind, string[]>> = {};
    for (const { id, kind } of records) (children[kindOfRecord[kind]] ??= []).push(this.addressOf(kindOfRecord[kind], id));
    return children;
  }

  /** A published record of that kind; undefined when there is none that is live. */
  record(kind: FdpKind, id: string): FdpNode | undefined {
    const record = this.surroundings.reader.published(id);
    return record === undefined || record.head.state !== 'current' || kindOfRecord[record.head.kind] !== kind ? undefined : this.recordNode(record);
  }

  recordNode(record: PublishedRecord): FdpNode {
    const { head } = record;
    const kind = kindOfRecord[head.kind];
    const url = this.addressOf(kind, head.id);
    const { iri, quads } = this.described(record);
    const parts = distributionsOf(iri, quads);
    const addresses = new Map([[iri, url], ...parts.map((part): [string, string] => [part, this.distributionAddress(head.id, part)])]);
    const own = reachable(iri, quads, new Set(parts)).map((one) => renamed(one, addresses));
    const node = namedNode(url);
    return {
      url,
      kind,
      quads: [
        ...own,
        quad(node, rdf.type, dcat.Resource),
        ...origin(url, iri),
        quad(node, dct.isPartOf, namedNode(this.addressOf('catalog', head.station))),
        ...this.metadata(url, head.title, { issuedAt: head.publishedAt ?? head.firstSeenAt, changedAt: head.lastChangedAt }),
      ],
      children: parts.length === 0 ? {} : { distribution: parts.map((part) => this.distributionAddress(head.id, part)) },
    };
  }

  /** @param id of the dataset and of the part, `{record}-{part}`: no list of parts is kept */
  distribution(id: string): FdpNode | undefined {
    const [recordOf = '', key = ''] = id.split('-');
    const record = this.surroundings.reader.published(recordOf);
    if (record?.head.state !== 'current') return undefined;
    const { iri, quads } = this.described(record);
    const part = distributionsOf(iri, quads).find((one) => recordId(one) === key);
    if (part === undefined) return undefined;
    const url = this.distributionAddress(record.head.id, part);
    const parent = this.addressOf('dataset', record.head.id);
    const addresses = new Map([
      [part, url],
      [iri, parent],
    ]);
    const node = namedNode(url);
    const title = textsOf(quads, part) ?? record.head.title;
    return {
      url,
      kind: 'distribution',
      quads: [
        ...reachable(part, quads, new Set([iri])).map((one) => renamed(one, addresses)),
        quad(node, rdf.type, dcat.Distribution),
        quad(node, rdf.type, dcat.Resource),
        ...(textsOf(quads, part) === null ? texts(node, dct.title, title) : []),
        ...origin(url, part),
        quad(node, dct.isPartOf, namedNode(parent)),
        ...this.metadata(url, title, { issuedAt: record.head.publishedAt ?? record.head.firstSeenAt, changedAt: record.head.lastChangedAt }),
      ],
      children: {},
    };
  }

  private distributionAddress(record: string, part: string): string {
    return this.addressOf('distribution', `${record}-${recordId(part)}`);
  }

  private described(record: PublishedRecord): { readonly iri: string; readonly quads: readonly Quad[] } {
    const { reader, baseUrl } = this.surroundings;
    const assertions = reader.assertions().filter((assertion) => assertion.subject === record.head.iri);
    return { iri: publicIri(record.head.iri, baseUrl), quads: recordQuads(record, assertions, reader, surroundingsOf(reader, baseUrl)) };
  }

  /** What the point and its catalogues say alike. */
  private common(url: string, title: LanguageMap, dates: Dates): Quad[] {
    const { publisher, licence } = this.surroundings.catalogue();
    const node = namedNode(url);
    const agent = namedNode(publisher.iri);
    return [
      quad(node, dct.publisher, agent),
      quad(agent, rdf.type, foaf.Agent),
      ...texts(agent, foaf.name, Object.keys(publisher.name).length === 0 ? this.surroundings.catalogue().title : publisher.name),
      ...(licence === null || !isValidIri(licence) ? [] : [quad(node, dct.license, namedNode(licence))]),
      ...this.metadata(url, title, dates),
    ];
  }

  /** What every FAIR Data Point says of its records: about our entry, not about the data (FDP-17). */
  private metadata(url: string, title: LanguageMap, { issuedAt, changedAt }: Dates): Quad[] {
    const [node, identifier] = [namedNode(url), namedNode(`${url}#identifier`)];
    const label = chooseText(title, 'en');
    return [
      quad(node, fdpo.metadataIdentifier, identifier),
      quad(identifier, rdf.type, datacite.Identifier),
      quad(identifier, dct.identifier, literal(url)),
      ...(issuedAt === null ? [] : [quad(node, fdpo.metadataIssued, literal(issuedAt, xsd.dateTime))]),
      ...(changedAt === null ? [] : [quad(node, fdpo.metadataModified, literal(changedAt, xsd.dateTime))]),
      ...(label === undefined ? [] : [quad(node, rdfs.label, literal(label.text, label.lang === '' ? undefined : label.lang))]),
    ];
  }
}

interface Dates {
  readonly issuedAt: string | null;
  readonly changedAt: string | null;
}

/** The relations and containers of a node's children, some at a time: a source may have very many (FDPF-6). */
export function* containment({ url, kind, children }: FdpNode, atATime = 1000): Generator<Quad[], void> {
  for (const childKind of childKinds(kind)) {
    const relation = below[kind][childKind];
    if (relation === undefined) continue;
    const [node, container] = [namedNode(url), namedNode(`${url}/${childKind}/`)];
    yield [
      quad(container, rdf.type, ldp.DirectContainer),
      quad(container, dct.title, literal(containerTitles[childKind], 'en')),
      quad(container, ldp.membershipResource, node),
      quad(container, ldp.hasMemberRelation, relation),
    ];
    const addresses = children[childKind] ?? [];
    for (let at = 0; at < addresses.length; at += atATime)
      yield addresses
        .slice(at, at + atATime)
        .flatMap((address) => [quad(node, relation, namedNode(address)), quad(container, ldp.contains, namedNode(address))]);
  }
}

function texts(node: NamedNode, property: NamedNode, map: LanguageMap): Quad[] {
  return Object.entries(map).flatMap(([tag, values]) => values.map((text) => quad(node, property, literal(text, tag === '' ? undefined : tag))));
}

function textsOf(quads: readonly Quad[], subject: string): LanguageMap | null {
  const found: Record<string, string[]> = {};
  for (const { subject: own, predicate, object } of quads)
    if (own.value === subject && predicate.equals(dct.title) && object.termType === 'Literal') (found[object.language] ??= []).push(object.value);
  return Object.keys(found).length === 0 ? null : found;
}

/** Where a record comes from: its IRI there identifies it for who has met it elsewhere. */
function origin(url: string, iri: string): Quad[] {
  const node = namedNode(url);
  return url === iri ? [] : [quad(node, dct.source, namedNode(iri)), quad(node, owl.sameAs, namedNode(iri))];
}

function distributionsOf(iri: string, quads: readonly Quad[]): string[] {
  const found = quads.filter((one) => one.subject.value === iri && one.predicate.equals(dcat.distribution) && one.object.termType === 'NamedNode');
  return [...new Set(found.map(({ object }) => object.value))].sort();
}

/** What is said of a node and of what it leads to within its description, up to others that have documents of their own. */
function reachable(from: string, quads: readonly Quad[], elsewhere: ReadonlySet<string>): Quad[] {
  const bySubject = groupBy(quads, (one) => one.subject.value);
  const seen = new Set([from]);
  const found: Quad[] = [];
  for (const node of seen) {
    for (const one of bySubject.get(node) ?? []) {
      found.push(one);
      if (one.object.termType === 'NamedNode' && !elsewhere.has(one.object.value) && !one.predicate.equals(rdf.type)) seen.add(one.object.value);
    }
  }
  return found;
}

function renamed({ subject, predicate, object }: Quad, addresses: ReadonlyMap<string, string>): Quad {
  const name = <T extends Term>(term: T): T => {
    const address = term.termType === 'NamedNode' ? addresses.get(term.value) : undefined;
    return address === undefined ? term : (namedNode(address) as unknown as T);
  };
  return quad(name(subject), predicate, name(object));
}
