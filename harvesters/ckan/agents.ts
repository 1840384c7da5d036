import { DataFactory } from 'n3';
import type { NamedNode } from '@rdfjs/types';
import { cv } from '../../vocab/cv.js';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { healthdcatap as h } from '../../vocab/healthdcatap.js';
import { vcard } from '../../vocab/vcard.js';
import { xsd } from '../../vocab/xsd.js';
import type { DescriptionWriter, Node } from '../description-writer.js';
import type { Fields } from './package-fields.js';

/** An organisation or person with what a form or the extras say of it. */
interface AgentFields {
  readonly uri: string | null;
  readonly names: readonly (readonly [language: string, name: string])[];
  readonly email: string | null;
  readonly page: string | null;
  readonly types: readonly string[];
  readonly identifiers: readonly string[];
  readonly notes: readonly string[];
  readonly trusted: string | null;
}

/** The publisher: as a form's subfields, as extras, else the organisation that the package belongs to. */
export function writePublisher(writer: DescriptionWriter, dataset: Node, fields: Fields, site: string): void {
  const health = { types: fields.texts('publisher_type'), notes: fields.texts('publisher_note'), trusted: fields.text('trusted_data_holder') };
  const agents = [...agentsOf(fields, 'publisher'), ...organisation(fields, site)];
  const chosen = agents[0];
  if (chosen === undefined) return;
  writeAgent(writer, dataset, dct.publisher, {
    ...chosen,
    types: [...chosen.types, ...health.types],
    notes: [...chosen.notes, ...health.notes],
    trusted: chosen.trusted ?? health.trusted,
  });
}

export function writeAgents(writer: DescriptionWriter, dataset: Node, predicate: NamedNode, fields: Fields, role: string): void {
  for (const agent of agentsOf(fields, role)) writeAgent(writer, dataset, predicate, agent);
}

/** Contact points: a form's subfields, else the extras, else maintainer, else author, as ckanext-dcat does. */
export function writeContacts(writer: DescriptionWriter, dataset: Node, fields: Fields): void {
  const contacts = agentsOf(fields, 'contact');
  const fallback: AgentFields[] = ['maintainer', 'author'].flatMap((role) => {
    const [name, email] = [fields.text(role), fields.text(`${role}_email`)];
    return name === null && email === null ? [] : [{ ...nobody, names: name === null ? [] : [['', name] as const], email }];
  });
  for (const contact of contacts.length > 0 ? contacts : fallback.slice(0, 1)) {
    const node = writer.node(contact.uri, vcard.Kind);
    for (const [language, name] of contact.names) writer.text(node, vcard.fn, name, language);
    writer.mailto(node, vcard.hasEmail, contact.email);
    writer.iriOrText(node, vcard.hasURL, contact.page);
    for (const identifier of contact.identifiers) writer.text(node, vcard.hasUID, identifier);
    writer.add(dataset, dcat.contactPoint, node);
  }
}

/** Writes one agent; its e-mail address and page also as the contact point that HealthDCAT-AP asks for since Release 6. */
export function writeAgent(writer: DescriptionWriter, subject: Node, predicate: NamedNode, agent: AgentFields): void {
  const node = writer.node(agent.uri, foaf.Agent);
  writer.add(subject, predicate, node);
  if (!writer.begins(node)) return;
  for (const [language, name] of agent.names) writer.text(node, foaf.name, name, language);
  writer.mailto(node, foaf.mbox, agent.email);
  writer.iriOrText(node, foaf.homepage, agent.page);
  for (const type of agent.types) writer.iriOrText(node, dct.type, type);
  for (const identifier of agent.identifiers) writer.text(node, dct.identifier, identifier);
  for (const note of agent.notes) writer.text(node, dct.description, note);
  if (agent.trusted !== null) writer.typed(node, h.trustedDataHolder, agent.trusted, xsd.boolean);
  if (agent.email !== null || agent.page !== null) {
    const contact = writer.node(null, cv.ContactPoint);
    if (agent.email !== null) writer.text(contact, cv.email, agent.email.replace(/^mailto:/i, ''));
    writer.iri(contact, cv.contactPage, agent.page);
    writer.add(node, cv.contactPoint, contact);
  }
}

const nobody: AgentFields = { uri: null, names: [], email: null, page: null, types: [], identifiers: [], notes: [], trusted: null };

function agentsOf(fields: Fields, role: string): readonly AgentFields[] {
  const objects = fields.objects(role).filter((agent) => !agent.isEmpty());
  if (objects.length > 0) return objects.map((agent) => agentOf(agent, ''));
  const flat = agentOf(fields, `${role}_`);
  const names = fields.texts(role);
  if (flat.uri !== null || flat.names.length > 0 || flat.email !== null) return [flat];
  return names.map((name) => (/^https?:/i.test(name) ? { ...nobody, uri: name } : { ...nobody, names: [['', name]] }));
}

export function agentOf(fields: Fields, prefix: string): AgentFields {
  const identifiers = fields.texts(`${prefix}identifier`);
  const name = fields.text(`${prefix}name`);
  const translated = fields.translated(`${prefix}name`);
  return {
    uri: fields.text(`${prefix}uri`) ?? (prefix === '' ? (identifiers.find((one) => /^https?:/i.test(one)) ?? null) : null),
    names: translated.length > 0 ? translated : name === null ? [] : [['', name]],
    email: fields.text(`${prefix}email`),
    page: fields.text(`${prefix}url`, `${prefix}homepage`),
    types: fields.texts(`${prefix}type`),
    identifiers,
    notes: fields.texts(`${prefix}note`),
    trusted: prefix === '' ? fields.text('trusted_data_holder') : null,
  };
}

function organisation(fields: Fields, site: string): readonly AgentFields[] {
  return fields.objects('organization').flatMap((one) => {
    const [id, name] = [one.text('id'), one.text('title', 'name')];
    if (name === null) return [];
    const translated = one.translated('title');
    const uri = one.text('uri') ?? (id === null ? null : `${site}organization/${encodeURIComponent(id)}`);
    return [{ ...nobody, uri, names: translated.length > 0 ? translated : [['', name] as const], email: one.text('email'), page: one.text('url', 'homepage') }];
  });
}

/** The organisations that an activity was carried out by, and on whose behalf. */
export function agentNode(writer: DescriptionWriter, fields: Fields): Node {
  const agent = agentOf(fields, '');
  const node = writer.node(agent.uri, foaf.Agent);
  for (const [language, name] of agent.names) writer.text(node, foaf.name, name, language);
  writer.mailto(node, foaf.mbox, agent.email);
  writer.iriOrText(node, foaf.homepage, agent.page);
  for (const type of agent.types) writer.iriOrText(node, dct.type, type);
  for (const identifier of agent.identifiers) writer.add(node, dct.identifier, DataFactory.literal(identifier));
  return node;
}
