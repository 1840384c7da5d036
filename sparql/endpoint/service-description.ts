import type { Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { rdf } from '../../vocab/rdf.js';
import { sd } from '../../vocab/sd.js';
import { serialise } from '../../src/rdf/serialise.js';
import { formatNamed } from '../../src/rdf/format.js';

const { namedNode, quad } = DataFactory;
const formats = 'http://www.w3.org/ns/formats/';

/** What the endpoint can do, as SPARQL 1.1 Service Description (SPE-5). The default graph is a merge of the records, not a union of all graphs. */
export function serviceDescription(baseUrl: string, mediaType: string): string {
  const service = namedNode(`${baseUrl}/sparql#service`);
  const dataset = namedNode(`${baseUrl}/sparql#dataset`);
  const graph = namedNode(`${baseUrl}/sparql#default-graph`);
  const quads: Quad[] = [
    quad(service, rdf.type, sd.Service),
    quad(service, sd.endpoint, namedNode(`${baseUrl}/sparql`)),
    quad(service, sd.supportedLanguage, sd.SPARQL11Query),
    ...[
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
    ].map((name) => quad(service, sd.resultFormat, namedNode(formats + name))),
    quad(service, sd.defaultDataset, dataset),
    quad(dataset, rdf.type, sd.Dataset),
    quad(dataset, sd.defaultGraph, graph),
    quad(graph, rdf.type, sd.Graph),
  ];
  for (const name of ['catalogue', 'provenance', 'assertions']) {
    const node = namedNode(`${baseUrl}/sparql#graph-${name}`);
    quads.push(quad(dataset, sd.namedGraph, node), quad(node, sd.name, namedNode(`${baseUrl}/graph/${name}`)));
  }
  return serialise(quads, formatNamed(mediaType));
}
