import type { NamedNode, Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { adms } from '../../vocab/adms.js';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { skos } from '../../vocab/skos.js';
import { xsd } from '../../vocab/xsd.js';
import type { ReadingNote } from '../../src/ports/harvester.js';
import { isValidIri } from '../../src/rdf/iri.js';
import { DescriptionWriter, type Node } from '../description-writer.js';
import { byteCount, languageTerm, licenceIri, mediaTypeIri } from '../value-forms.js';
import { writeAgents } from './datacite-agents.js';
import { writeGeoLocations } from './datacite-places.js';
import { identifierIri } from './identifiers.js';
import { accessRightOf } from './rights.js';
import { childOf, elementsOf, wordsOf, type XmlElement } from './xml.js';

type Sink = (quad: Quad, line: number | null) => void;

/** One resource on its way to DCAT. */
export interface DataCiteTarget {
  readonly writer: DescriptionWriter;
  readonly dataset: Node;
  readonly resource: XmlElement;
}

/** Types that are datasets for us; software, text and the rest are not (protocols.md 9). */
const datasetTypes: ReadonlySet<string> = new Set(['dataset', 'collection']);

/** The kernel that `<resource>` stands in, any minor release of 4 (and 3, which says the same in fewer words). */
export function isDataCite(element: XmlElement): boolean {
  return element.name === 'resource' && /^https?:\/\/datacite\.org\/schema\/kernel-[34]/.test(element.namespace);
}

/** DataCite kernel 4 as DCAT-AP (protocols.md 9). The subject is the DOI, or another identifier with an address, else the OAI identifier. */
export function mapDataCite(resource: XmlElement, identifier: string, sink: Sink): readonly ReadingNote[] {
  const type = childOf(resource, 'resourceType')?.attributes.get('resourceTypeGeneral') ?? '';
  if (!datasetTypes.has(type.trim().toLowerCase()))
    return [note('skipped', 'info', `The record is no dataset: its general type is ${JSON.stringify(type.slice(0, 100))}.`, resource.line)];
  const own = childOf(resource, 'identifier');
  const subject = identifierIri(wordsOf(own) ?? '', own?.attributes.get('identifierType') ?? '') ?? identifier;
  if (!isValidIri(subject))
    return [note('invalid-subject', 'error', 'Neither the identifier of the record nor its OAI identifier can stand as an IRI.', resource.line)];
  let line = resource.line;
  const writer = new DescriptionWriter((quad) => {
    sink(quad, line);
  });
  const target: DataCiteTarget = { writer, dataset: DataFactory.namedNode(subject), resource };
  writer.add(target.dataset, rdf.type, dcat.Dataset);
  for (const element of elementsOf(resource)) {
    line = element.line;
    if (Object.hasOwn(writers, element.name)) writers[element.name]?.(target, element);
  }
  writeIssued(target);
  writeDistribution(target);
  return [];
}

type Write = (target: DataCiteTarget, element: XmlElement) => void;

const writers: Readonly<Record<string, Write>> = {
  identifier: (target, element) => {
    target.writer.text(target.dataset, dct.identifier, target.dataset.value);
    writeIdentifier(target, element, 'identifierType');
  },
  alternateIdentifiers: (target, element) => {
    for (const one of elementsOf(element, 'alternateIdentifier')) writeIdentifier(target, one, 'alternateIdentifierType');
  },
  titles: ({ writer, dataset }, element) => {
    for (const title of elementsOf(element, 'title')) {
      const kind = title.attributes.get('titleType') ?? '';
      const isMain = kind === '' || kind === 'TranslatedTitle';
      writer.text(dataset, isMain ? dct.title : dct.alternative, wordsOf(title), title.lang);
    }
  },
  subjects: ({ writer, dataset }, element) => {
    for (const subject of elementsOf(element, 'subject')) {
      const isTheme = writer.iri(dataset, dcat.theme, subject.attributes.get('valueURI'));
      if (!isTheme) writer.text(dataset, dcat.keyword, wordsOf(subject), subject.lang);
    }
  },
  creators: writeAgents,
  contributors: writeAgents,
  publisher: writeAgents,
  fundingReferences: writeAgents,
  dates: writeDates,
  language: ({ writer, dataset }, element) => {
    const language = wordsOf(element);
    if (language !== null) writer.add(dataset, dct.language, languageTerm(language));
  },
  relatedIdentifiers: writeRelations,
  version: ({ writer, dataset }, element) => {
    writer.text(dataset, dcat.version, wordsOf(element));
  },
  rightsList: ({ writer, dataset }, element) => {
    for (const rights of elementsOf(element, 'rights')) {
      const address = rights.attributes.get('rightsURI') ?? '';
      const accessRight = accessRightOf(address) ?? accessRightOf(wordsOf(rights) ?? '');
      if (accessRight !== null) writer.add(dataset, dct.accessRights, DataFactory.namedNode(accessRight));
      else if (address === '' || !writer.iri(dataset, dct.license, licenceIri(address)))
        writer.labelled(dataset, dct.rights, wordsOf(rights), dct.RightsStatement);
    }
  },
  descriptions: ({ writer, dataset }, element) => {
    for (const description of elementsOf(element, 'description')) {
      const words = wordsOf(description);
      if (description.attributes.get('descriptionType') !== 'Methods') writer.text(dataset, dct.description, words, description.lang);
      else if (words !== null) {
        const statement = writer.node(null, dct.ProvenanceStatement);
        writer.text(statement, rdfs.label, words, description.lang);
        writer.add(dataset, dct.provenance, statement);
      }
    }
  },
  geoLocations: writeGeoLocations,
};

function writeIdentifier({ writer, dataset }: DataCiteTarget, element: XmlElement, typeAttribute: string): void {
  const value = wordsOf(element);
  if (value === null) return;
  const kind = element.attributes.get(typeAttribute) ?? '';
  const node = writer.node(null, adms.Identifier);
  writer.text(node, skos.notation, identifierIri(value, kind) ?? value);
  writer.text(node, adms.schemaAgency, kind);
  writer.add(dataset, adms.identifier, node);
}

const dateProperties: ReadonlyMap<string, NamedNode> = new Map(Object.entries({ issued: dct.issued, created: dct.created, updated: dct.modified }));

function writeDates({ writer, dataset }: DataCiteTarget, element: XmlElement): void {
  for (const date of elementsOf(element, 'date')) {
    const value = wordsOf(date);
    const kind = (date.attributes.get('dateType') ?? '').toLowerCase();
    const property = dateProperties.get(kind);
    if (value === null) continue;
    if (property !== undefined) writer.date(dataset, property, value.split('/').at(property.equals(dct.modified) ? -1 : 0));
    else if (kind === 'collected' || kind === 'coverage') {
      const [start, end] = value.split('/');
      writer.period(dataset, dct.temporal, start, end ?? start);
    } else if (kind === 'available') writer.date(dataset, dct.available, value.split('/')[0]);
  }
}

/** The publication year stands in when no date of issue is given; it comes last, when that is known. */
function writeIssued({ writer, dataset, resource }: DataCiteTarget): void {
  const isIssued = elementsOf(childOf(resource, 'dates'), 'date').some(
    (date) => (date.attributes.get('dateType') ?? '').toLowerCase() === 'issued' && wordsOf(date) !== null,
  );
  const year = wordsOf(childOf(resource, 'publicationYear'));
  if (!isIssued && year !== null) writer.typed(dataset, dct.issued, year, xsd.gYear);
}

const relations: ReadonlyMap<string, NamedNode> = new Map(
  Object.entries({
    ispartof: dct.isPartOf,
    haspart: dct.hasPart,
    isversionof: dct.isVersionOf,
    hasversion: dcat.hasVersion,
    isnewversionof: dct.replaces,
    ispreviousversionof: dct.isReplacedBy,
    isderivedfrom: dct.source,
    isreferencedby: dct.isReferencedBy,
    iscitedby: dct.isReferencedBy,
    hasmetadata: foaf.page,
    isdocumentedby: foaf.page,
  }),
);

function writeRelations({ writer, dataset }: DataCiteTarget, element: XmlElement): void {
  for (const related of elementsOf(element, 'relatedIdentifier')) {
    const property = relations.get((related.attributes.get('relationType') ?? '').toLowerCase()) ?? dct.relation;
    const iri = identifierIri(wordsOf(related) ?? '', related.attributes.get('relatedIdentifierType') ?? '');
    if (iri !== null) writer.iri(dataset, property, iri);
  }
}

/** Sizes and formats say something of files that DataCite has no addresses of; the DOI leads to them. */
function writeDistribution({ writer, dataset, resource }: DataCiteTarget): void {
  const formats = elementsOf(childOf(resource, 'formats'), 'format').flatMap((format) => wordsOf(format) ?? []);
  const sizes = elementsOf(childOf(resource, 'sizes'), 'size').flatMap((size) => wordsOf(size) ?? []);
  if (formats.length + sizes.length === 0 || !/^https?:/.test(dataset.value)) return;
  const distribution = writer.node(null, dcat.Distribution);
  writer.add(dataset, dcat.distribution, distribution);
  writer.iri(distribution, dcat.accessURL, dataset.value);
  for (const format of formats) {
    const mediaType = mediaTypeIri(format);
    if (mediaType !== null) writer.add(distribution, dcat.mediaType, mediaType);
    else writer.labelled(distribution, dct.format, format, dct.MediaTypeOrExtent);
  }
  const bytes = sizes.length === 1 ? byteCount(sizes[0] ?? '') : null;
  if (bytes !== null) writer.typed(distribution, dcat.byteSize, String(bytes), xsd.nonNegativeInteger);
}

function note(code: ReadingNote['code'], severity: ReadingNote['severity'], detail: string, line: number): ReadingNote {
  return { code, severity, subject: null, detail, line };
}
