import type { Quad } from '@rdfjs/types';
import canonize from 'rdf-canonize';
import { Parser } from 'n3';

export const prefixes = `
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix geodcatap: <http://data.europa.eu/930/> .
@prefix healthdcatap: <http://healthdataportal.eu/ns/health#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://holder.example/> .
`;

export function turtle(text: string): Quad[] {
  return new Parser().parse(prefixes + text);
}

/** RDFC-1.0 text of a graph (graph names left out): two graphs are isomorphic when theirs are equal. */
export async function canonical(quads: readonly Quad[]): Promise<string> {
  const plain = quads.map(({ subject, predicate, object }) => ({
    subject: term(subject),
    predicate: term(predicate),
    object: term(object),
    graph: { termType: 'DefaultGraph', value: '' },
  }));
  return canonize.canonize(plain, { algorithm: 'RDFC-1.0', format: 'application/n-quads' });
}

function term(value: Quad['object'] | Quad['subject'] | Quad['predicate']): object {
  if (value.termType !== 'Literal') return { termType: value.termType, value: value.value };
  return { termType: 'Literal', value: value.value, language: value.language, datatype: { termType: 'NamedNode', value: value.datatype.value } };
}
