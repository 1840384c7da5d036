import type { NamedNode, Term } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { owl } from '../../vocab/owl.js';
import { schema } from '../../vocab/schema.js';
import { vcard } from '../../vocab/vcard.js';
import type { Node } from '../description-writer.js';
import type { Mapping } from './schema-org.js';
import type { SchemaGraph } from './schema-graph.js';

/** Creators, and the publisher: the one named so, else the provider. */
export function writeAgents(mapping: Mapping, source: Term, dataset: Node): void {
  for (const creator of mapping.graph.objects(source, schema.creator)) writeAgent(mapping, dataset, dct.creator, creator);
  for (const publisher of publishersOf(mapping.graph, source)) writeAgent(mapping, dataset, dct.publisher, publisher);
}

function publishersOf(graph: SchemaGraph, source: Term): readonly Term[] {
  const publishers = graph.objects(source, schema.publisher);
  return publishers.length > 0 ? publishers : graph.objects(source, schema.provider);
}

function writeAgent({ graph, writer, language }: Mapping, dataset: Node, predicate: NamedNode, agent: Term): void {
  if (agent.termType === 'NamedNode' && !graph.isDescribed(agent)) {
    writer.iri(dataset, predicate, agent.value);
    return;
  }
  const type = graph.is(agent, schema.Person) ? foaf.Person : graph.is(agent, schema.Organization) ? foaf.Organization : foaf.Agent;
  const node = writer.node(agent.termType === 'NamedNode' ? agent.value : null, type);
  writer.add(dataset, predicate, node);
  if (!writer.begins(node)) return;
  if (agent.termType === 'Literal') writer.text(node, foaf.name, agent.value, agent.language);
  for (const name of graph.literals(agent, schema.name)) writer.text(node, foaf.name, name.value, name.language === '' ? language : name.language);
  for (const email of graph.values(agent, schema.email)) writer.mailto(node, foaf.mbox, email);
  for (const url of graph.values(agent, schema.url)) writer.iriOrText(node, foaf.homepage, url);
  for (const same of graph.values(agent, schema.sameAs)) writer.iri(node, owl.sameAs, same);
  for (const identifier of graph.objects(agent, schema.identifier)) {
    if (identifier.termType !== 'BlankNode') writer.text(node, dct.identifier, identifier.value);
    else for (const value of graph.values(identifier, schema.value)) writer.text(node, dct.identifier, value);
  }
}

/** Contact points: the dataset's own, its maintainers, else those of its publisher. */
export function writeContacts(mapping: Mapping, source: Term, dataset: Node): void {
  const { graph } = mapping;
  const own = graph.objects(source, schema.contactPoint, schema.maintainer);
  const contacts = own.length > 0 ? own : publishersOf(graph, source).flatMap((publisher) => graph.objects(publisher, schema.contactPoint));
  for (const contact of contacts) writeContact(mapping, dataset, contact);
}

function writeContact({ graph, writer, language }: Mapping, dataset: Node, contact: Term): void {
  if (contact.termType === 'NamedNode' && !graph.isDescribed(contact)) {
    writer.iri(dataset, dcat.contactPoint, contact.value);
    return;
  }
  const type = graph.is(contact, schema.Organization) ? vcard.Organization : graph.is(contact, schema.Person) ? vcard.Individual : null;
  const node = writer.node(contact.termType === 'NamedNode' ? contact.value : null, vcard.Kind, ...(type === null ? [] : [type]));
  if (contact.termType === 'Literal') writer.text(node, vcard.fn, contact.value, contact.language);
  for (const name of graph.literals(contact, schema.name)) writer.text(node, vcard.fn, name.value, name.language === '' ? language : name.language);
  for (const email of graph.values(contact, schema.email)) writer.mailto(node, vcard.hasEmail, email);
  for (const url of graph.values(contact, schema.url)) writer.iriOrText(node, vcard.hasURL, url);
  for (const number of graph.values(contact, schema.telephone))
    writer.iri(node, vcard.hasTelephone, `tel:${number.replace(/^tel:/i, '').replace(/[^\d+-]/g, '')}`);
  writer.add(dataset, dcat.contactPoint, node);
}
