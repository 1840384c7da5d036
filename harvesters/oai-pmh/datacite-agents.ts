import type { NamedNode } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { prov } from '../../vocab/prov.js';
import { rdfs } from '../../vocab/rdfs.js';
import { vcard } from '../../vocab/vcard.js';
import type { Node } from '../description-writer.js';
import type { DataCiteTarget } from './datacite.js';
import { identifierIri } from './identifiers.js';
import { childOf, elementsOf, wordsOf, type XmlElement } from './xml.js';

/** Creators, contributors, publisher and funders: agents with the IRI of their ORCID, ROR or other identifier. */
export function writeAgents(target: DataCiteTarget, element: XmlElement): void {
  const { writer, dataset } = target;
  switch (element.name) {
    case 'creators':
      for (const creator of elementsOf(element, 'creator')) link(target, dct.creator, agentOf(target, creator, 'creatorName'));
      return;
    case 'publisher': {
      const name = wordsOf(element);
      if (name === null || name.startsWith(':')) return;
      const publisher = writer.node(identifierIri(element.attributes.get('publisherIdentifier') ?? '', ''), foaf.Agent);
      writer.text(publisher, foaf.name, name, element.lang);
      writer.add(dataset, dct.publisher, publisher);
      return;
    }
    case 'contributors':
      for (const contributor of elementsOf(element, 'contributor')) writeContributor(target, contributor);
      return;
    case 'fundingReferences':
      for (const funding of elementsOf(element, 'fundingReference')) {
        const identifier = childOf(funding, 'funderIdentifier');
        const funder = writer.node(identifierIri(wordsOf(identifier) ?? '', identifier?.attributes.get('funderIdentifierType') ?? ''), foaf.Agent);
        writer.text(funder, foaf.name, wordsOf(childOf(funding, 'funderName')));
        attribute(target, funder, 'Funder');
      }
  }
}

function writeContributor(target: DataCiteTarget, contributor: XmlElement): void {
  const { writer, dataset } = target;
  const kind = contributor.attributes.get('contributorType') ?? 'Other';
  if (kind === 'ContactPerson') {
    const contact = writer.node(null, vcard.Kind);
    writer.text(contact, vcard.fn, wordsOf(childOf(contributor, 'contributorName')));
    writer.text(contact, vcard['organization-name'], wordsOf(childOf(contributor, 'affiliation')));
    writer.iri(contact, vcard.hasUID, identifiedBy(contributor));
    writer.add(dataset, dcat.contactPoint, contact);
    return;
  }
  const agent = agentOf(target, contributor, 'contributorName');
  if (kind === 'RightsHolder') link(target, dct.rightsHolder, agent);
  else if (agent !== null) attribute(target, agent, kind);
}

function agentOf({ writer }: DataCiteTarget, element: XmlElement, nameElement: string): Node | null {
  const named = childOf(element, nameElement);
  const name = wordsOf(named);
  if (name === null || /^:\w+$/.test(name)) return null;
  const kind = named?.attributes.get('nameType');
  const type = kind === 'Organizational' ? foaf.Organization : kind === 'Personal' ? foaf.Person : null;
  const agent = writer.node(identifiedBy(element), foaf.Agent, ...(type === null ? [] : [type]));
  writer.text(agent, foaf.name, name, named?.lang);
  return agent;
}

function identifiedBy(element: XmlElement): string | null {
  for (const identifier of elementsOf(element, 'nameIdentifier')) {
    const iri = identifierIri(wordsOf(identifier) ?? '', identifier.attributes.get('nameIdentifierScheme') ?? '');
    if (iri !== null) return iri;
  }
  return null;
}

function link({ writer, dataset }: DataCiteTarget, property: NamedNode, agent: Node | null): void {
  if (agent !== null) writer.add(dataset, property, agent);
}

/** The roles of DataCite are words without addresses; they are kept as the name of the role. */
function attribute({ writer, dataset }: DataCiteTarget, agent: Node, kind: string): void {
  const attribution = writer.node(null, prov.Attribution);
  writer.add(attribution, prov.agent, agent);
  const role = writer.node(null, dcat.Role);
  writer.text(role, rdfs.label, kind);
  writer.add(attribution, dcat.hadRole, role);
  writer.add(dataset, prov.qualifiedAttribution, attribution);
}
