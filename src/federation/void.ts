import type { Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { rdf } from '../../vocab/rdf.js';
import { voidNs } from '../../vocab/void.js';
import { xsd } from '../../vocab/xsd.js';
import type { CatalogueDescription } from '../domain/organisation.js';
import { isValidIri } from '../rdf/iri.js';
import { prefixes } from '../rdf/prefixes.js';

const { literal, namedNode, quad } = DataFactory;

/** What the triples hold, as far as it was counted. */
export interface VoidCounts {
  readonly triples: number;
  readonly distinctSubjects: number;
  readonly classes: ReadonlyMap<string, number>;
}

export interface VoidFacts {
  readonly catalogue: CatalogueDescription;
  readonly baseUrl: string;
  /** Null while they cannot be had. */
  readonly counts: VoidCounts | null;
  readonly records: number;
  /** Addresses of files that hold all of it. */
  readonly dumps: readonly string[];
}

const features = ['Turtle', 'JSON-LD', 'RDF_XML', 'N-Triples', 'N-Quads', 'TriG'];

/** The catalogue as a set of triples: where it is queried and fetched, and what is in it (WEBO-3). */
export function voidQuads({ catalogue, baseUrl, counts, records, dumps }: VoidFacts): Quad[] {
  const [document, dataset] = [namedNode(`${baseUrl}/void`), namedNode(`${baseUrl}/void#dataset`)];
  const titles = Object.entries(catalogue.title).flatMap(([tag, texts]) => texts.map((text) => literal(text, tag === '' ? undefined : tag)));
  const whole = (count: number): ReturnType<typeof literal> => literal(String(count), xsd.integer);
  return [
    quad(document, rdf.type, voidNs.DatasetDescription),
    quad(document, foaf.primaryTopic, dataset),
    ...titles.map((title) => quad(document, dct.title, title)),
    quad(dataset, rdf.type, voidNs.Dataset),
    ...titles.map((title) => quad(dataset, dct.title, title)),
    quad(dataset, dct.publisher, namedNode(catalogue.publisher.iri)),
    ...(catalogue.licence === null || !isValidIri(catalogue.licence) ? [] : [quad(dataset, dct.license, namedNode(catalogue.licence))]),
    quad(dataset, foaf.homepage, namedNode(catalogue.homepage ?? `${baseUrl}/`)),
    quad(dataset, voidNs.sparqlEndpoint, namedNode(`${baseUrl}/sparql`)),
    quad(dataset, voidNs.rootResource, namedNode(catalogue.iri)),
    quad(dataset, voidNs.uriSpace, literal(`${baseUrl}/`)),
    ...dumps.map((address) => quad(dataset, voidNs.dataDump, namedNode(address))),
    ...features.map((name) => quad(dataset, voidNs.feature, namedNode(`http://www.w3.org/ns/formats/${name}`))),
    ...Object.values(prefixes).map((iri) => quad(dataset, voidNs.vocabulary, namedNode(iri))),
    quad(dataset, voidNs.entities, whole(records)),
    ...(counts === null
      ? []
      : [
          quad(dataset, voidNs.triples, whole(counts.triples)),
          quad(dataset, voidNs.distinctSubjects, whole(counts.distinctSubjects)),
          ...partitions(baseUrl, counts),
        ]),
  ];
}

/** How many there are of each class; those of DCAT are what readers look for. */
function partitions(baseUrl: string, { classes }: VoidCounts): Quad[] {
  const dataset = namedNode(`${baseUrl}/void#dataset`);
  return [...classes].flatMap(([iri, members]) => {
    if (!iri.startsWith(dcat.iri)) return [];
    const part = namedNode(`${baseUrl}/void#${iri.slice(dcat.iri.length)}`);
    return [
      quad(dataset, voidNs.classPartition, part),
      quad(part, rdf.type, voidNs.Dataset),
      quad(part, voidNs.class, namedNode(iri)),
      quad(part, voidNs.entities, literal(String(members), xsd.integer)),
    ];
  });
}
