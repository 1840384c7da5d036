import type { NamedNode, Quad, Quad_Object } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { rdf } from '../../vocab/rdf.js';
import { schema } from '../../vocab/schema.js';
import { xsd } from '../../vocab/xsd.js';
import type { Agent, Distribution, RecordDescription } from '../domain/description.js';
import type { LanguageMap } from '../domain/language.js';
import type { PublishedRecord } from '../domain/record.js';
import { isValidIri } from '../rdf/iri.js';
import { readDescription } from '../rdf/read-description.js';
import type { ExportContext } from './export-profiles.js';
import { publicIri } from './record-rdf.js';

const { literal, namedNode, quad } = DataFactory;
const publicAccess = 'http://publications.europa.eu/resource/authority/access-right/PUBLIC';

/**
 * A record as a schema.org Dataset (WEBO-1, PROF-4), for those who know no DCAT: what both have words for. Only of public data it says where
 * to download.
 */
export function schemaOrgForm({ head }: PublishedRecord, quads: readonly Quad[], { surroundings }: ExportContext): Quad[] {
  const { baseUrl, catalogueIri } = surroundings;
  const iri = publicIri(head.iri, baseUrl);
  const description = readDescription(iri, quads);
  const dataset = new Node(namedNode(iri));
  const isPublic = description.accessRights.includes(publicAccess);
  dataset.add(rdf.type, schema.Dataset);
  dataset.texts(schema.name, description.title);
  dataset.texts(schema.alternateName, description.alternative);
  dataset.texts(schema.description, description.description);
  dataset.texts(schema.keywords, description.keywords);
  dataset.values(schema.identifier, [...description.identifiers, ...description.otherIdentifiers]);
  dataset.link(schema.url, `${baseUrl}/datasets/${head.id}`);
  dataset.link(schema.includedInDataCatalog, catalogueIri);
  dataset.values(schema.version, description.version === null ? [] : [description.version]);
  dataset.date(schema.datePublished, description.issued);
  dataset.date(schema.dateModified, description.modified);
  for (const language of description.languages) dataset.link(schema.inLanguage, language);
  for (const right of description.accessRights) dataset.link(schema.conditionsOfAccess, right);
  for (const { iri: place } of description.spatial) if (place !== null) dataset.link(schema.spatialCoverage, place);
  for (const { start, end } of description.temporal) dataset.values(schema.temporalCoverage, [`${start ?? '..'}/${end ?? '..'}`]);
  for (const series of description.inSeries) dataset.link(schema.isPartOf, series);
  for (const source of description.source) dataset.link(schema.isBasedOn, source);
  for (const page of description.landingPages) dataset.link(schema.mainEntityOfPage, page);
  for (const { columns } of description.tables)
    dataset.values(
      schema.variableMeasured,
      columns.map(({ name }) => name),
    );
  const agents = [
    ...(description.publisher === null ? [] : [[schema.publisher, description.publisher] as const]),
    ...(description.custodian === null ? [] : [[schema.provider, description.custodian] as const]),
    ...description.creators.map((creator) => [schema.creator, creator] as const),
  ];
  const parts = agents.flatMap(([property, agent]) => organisation(dataset, property, agent));
  const downloads = description.distributions.flatMap((distribution) => download(dataset, distribution, isPublic));
  return [...dataset.quads, ...parts, ...downloads, ...catalogue(catalogueIri)];
}

function catalogue(iri: string): Quad[] {
  return [quad(namedNode(iri), rdf.type, schema.DataCatalog)];
}

function organisation(dataset: Node, property: NamedNode, agent: Agent): Quad[] {
  if (agent.iri === null) return [];
  dataset.link(property, agent.iri);
  const node = new Node(namedNode(agent.iri));
  node.add(rdf.type, schema.Organization);
  node.texts(schema.name, agent.name);
  if (agent.homepage !== null) node.link(schema.url, agent.homepage);
  return node.quads;
}

function download(dataset: Node, distribution: Distribution, isPublic: boolean): Quad[] {
  dataset.link(schema.distribution, distribution.iri);
  const node = new Node(namedNode(distribution.iri));
  node.add(rdf.type, schema.DataDownload);
  node.texts(schema.name, distribution.title);
  node.texts(schema.description, distribution.description);
  if (isPublic) for (const address of [...distribution.downloadUrls, ...distribution.accessUrls]) node.link(schema.contentUrl, address);
  if (distribution.licence !== null) node.link(schema.license, distribution.licence);
  const format = distribution.mediaType ?? distribution.format;
  if (format !== null) node.link(schema.encodingFormat, format);
  return node.quads;
}

class Node {
  readonly quads: Quad[] = [];

  constructor(private readonly subject: NamedNode) {}

  add(property: NamedNode, object: Quad_Object): void {
    this.quads.push(quad(this.subject, property, object));
  }

  link(property: NamedNode, target: string): void {
    this.add(property, isValidIri(target) ? namedNode(target) : literal(target));
  }

  values(property: NamedNode, values: readonly string[]): void {
    for (const value of values) this.add(property, literal(value));
  }

  texts(property: NamedNode, map: LanguageMap): void {
    for (const [tag, texts] of Object.entries(map)) for (const text of texts) this.add(property, tag === '' ? literal(text) : literal(text, tag));
  }

  date(property: NamedNode, value: RecordDescription['issued']): void {
    if (value !== null) this.add(property, literal(value, value.includes('T') ? xsd.dateTime : xsd.date));
  }
}
