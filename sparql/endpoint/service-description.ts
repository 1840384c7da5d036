import type { Quad, Quad_Object, Quad_Subject } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { rdf } from '../../vocab/rdf.js';
import { sd } from '../../vocab/sd.js';
import { voidNs } from '../../vocab/void.js';
import { xsd } from '../../vocab/xsd.js';
import { serialise } from '../../src/rdf/serialise.js';
import { formatNamed } from '../../src/rdf/format.js';
import { isValidIri } from '../../src/rdf/iri.js';
import type { Statistics } from './statistics.js';

const { blankNode, literal, namedNode, quad } = DataFactory;
const formats = 'http://www.w3.org/ns/formats/';
const resultFormats = [
  'SPARQL_Results_JSON',
  'SPARQL_Results_XML',
  'SPARQL_Results_CSV',
  'SPARQL_Results_TSV',
  'Turtle',
  'N-Triples',
  'RDF_XML',
  'JSON-LD',
  'N-Quads',
  'TriG',
];

/** Names of the graphs beside the records (DESIGN section 6). */
export function sideGraphNames(baseUrl: string): readonly string[] {
  return ['catalogue', 'provenance', 'assertions', 'vocab'].map((name) => `${baseUrl}/graph/${name}`);
}

/**
 * What the endpoint can do, as SPARQL 1.1 Service Description with VoID counts (SPE-5). The default graph is a merge of the records,
 * not a union of all graphs.
 *
 * @param statistics null while they cannot be had
 */
export function serviceDescription(baseUrl: string, mediaType: string, statistics: Statistics | null): string {
  const service = namedNode(`${baseUrl}/sparql#service`);
  const dataset = namedNode(`${baseUrl}/sparql#dataset`);
  const graph = namedNode(`${baseUrl}/sparql#default-graph`);
  const quads: Quad[] = [
    quad(service, rdf.type, sd.Service),
    quad(service, sd.endpoint, namedNode(`${baseUrl}/sparql`)),
    quad(service, sd.supportedLanguage, sd.SPARQL11Query),
    ...resultFormats.map((name) => quad(service, sd.resultFormat, namedNode(formats + name))),
    quad(service, sd.defaultDataset, dataset),
    quad(dataset, rdf.type, sd.Dataset),
    quad(dataset, sd.defaultGraph, graph),
    quad(graph, rdf.type, sd.Graph),
    quad(graph, rdf.type, voidNs.Dataset),
    quad(graph, voidNs.sparqlEndpoint, namedNode(`${baseUrl}/sparql`)),
  ];
  if (statistics !== null) quads.push(...counts(graph, statistics));
  for (const name of sideGraphNames(baseUrl)) {
    const named = namedNode(`${baseUrl}/sparql#graph-${name.slice(name.lastIndexOf('/') + 1)}`);
    quads.push(quad(dataset, sd.namedGraph, named), quad(named, rdf.type, sd.NamedGraph), quad(named, sd.name, namedNode(name)));
    const triples = statistics?.graphs.get(name);
    if (triples === undefined) continue;
    const held = namedNode(`${named.value}-triples`);
    quads.push(quad(named, sd.graph, held), quad(held, rdf.type, sd.Graph), quad(held, rdf.type, voidNs.Dataset), quad(held, voidNs.triples, whole(triples)));
  }
  return serialise(quads, formatNamed(mediaType));
}

function counts(graph: Quad_Subject, { triples, distinctSubjects, distinctObjects, classes, properties }: Statistics): Quad[] {
  const quads = [
    quad(graph, voidNs.triples, whole(triples)),
    quad(graph, voidNs.entities, whole(distinctSubjects)),
    quad(graph, voidNs.distinctSubjects, whole(distinctSubjects)),
    quad(graph, voidNs.distinctObjects, whole(distinctObjects)),
    quad(graph, voidNs.classes, whole(classes.size)),
    quad(graph, voidNs.properties, whole(properties.size)),
  ];
  for (const [iri, members] of classes) {
    if (!isValidIri(iri)) continue;
    const part = blankNode();
    quads.push(quad(graph, voidNs.classPartition, part), quad(part, voidNs.class, namedNode(iri)), quad(part, voidNs.entities, whole(members)));
  }
  for (const [iri, used] of properties) {
    const part = blankNode();
    quads.push(quad(graph, voidNs.propertyPartition, part), quad(part, voidNs.property, namedNode(iri)), quad(part, voidNs.triples, whole(used)));
  }
  return quads;
}

const whole = (count: number): Quad_Object => literal(String(count), xsd.integer);
