import type { NamedNode, Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { adms } from '../../vocab/adms.js';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { owl } from '../../vocab/owl.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { schema } from '../../vocab/schema.js';
import { skos } from '../../vocab/skos.js';
import { DescriptionWriter, type Node } from '../description-writer.js';
import { cleanText, languageTerm, licenceIri, looksLikeIri, withoutHtml } from '../value-forms.js';
import { writeAgents, writeContacts } from './schema-agents.js';
import { writeDistributions } from './schema-distributions.js';
import { keyOf, SchemaGraph } from './schema-graph.js';
import { writeSpatial, writeTemporal, writeVariables } from './schema-coverage.js';

export interface SchemaOrgOptions {
  /** The page that the statements come from: the name of a dataset that has none of its own (WEB-6). */
  readonly page: string;
  /** Language of the page, for texts that carry none. */
  readonly language: string;
}

/**
 * Says in DCAT what statements say in schema.org, by the table of protocols.md section 7. Statements in other vocabularies
 * stay as they are, those about a dataset under its new name; a dataset that is described in DCAT already is left alone.
 */
export function schemaOrgToDcat(quads: Iterable<Quad>, options: SchemaOrgOptions): readonly Quad[] {
  const graph = new SchemaGraph(quads);
  const names = namesOf(graph, options.page);
  const result: Quad[] = [];
  for (const quad of graph.quads) {
    if (quad.predicate.value.startsWith(schema.iri) || (quad.predicate.equals(rdf.type) && quad.object.value.startsWith(schema.iri))) continue;
    const name = names.get(keyOf(quad.subject));
    result.push(name === undefined ? quad : DataFactory.quad(name, quad.predicate, quad.object));
  }
  const writer = new DescriptionWriter((quad) => result.push(quad));
  for (const quad of graph.quads) {
    const name = quad.predicate.equals(rdf.type) && isSchemaDataset(quad.object) ? names.get(keyOf(quad.subject)) : undefined;
    if (name !== undefined) writeDataset({ graph, writer, names, language: options.language }, quad.subject, name);
  }
  return result;
}

export interface Mapping {
  readonly graph: SchemaGraph;
  readonly writer: DescriptionWriter;
  /** What each dataset is called, by the key of its node. */
  readonly names: ReadonlyMap<string, NamedNode>;
  readonly language: string;
}

function isSchemaDataset(type: Term): boolean {
  return type.equals(schema.Dataset) || type.equals(schema.DataFeed);
}

/** WEB-6: its own web address, else the one it names, else a fragment of the page. */
function namesOf(graph: SchemaGraph, page: string): ReadonlyMap<string, NamedNode> {
  const names = new Map<string, NamedNode>();
  const taken = new Set<string>();
  let nameless = 0;
  for (const quad of graph.quads) {
    const key = keyOf(quad.subject);
    if (!quad.predicate.equals(rdf.type) || !isSchemaDataset(quad.object) || names.has(key)) continue;
    if (graph.is(quad.subject, dcat.Dataset, dcat.DatasetSeries)) continue;
    const own = quad.subject.termType === 'NamedNode' && /^https?:\/\//i.test(quad.subject.value) ? quad.subject.value : null;
    const named = graph.values(quad.subject, schema.url).find((url) => /^https?:\/\//i.test(url));
    if (own === null) nameless++;
    const iri = own ?? (named === undefined || taken.has(named) ? `${page.replace(/#.*$/, '')}#dataset-${String(nameless)}` : named);
    taken.add(iri);
    names.set(key, DataFactory.namedNode(iri));
  }
  return names;
}

function writeDataset(mapping: Mapping, source: Term, dataset: NamedNode): void {
  const { graph, writer } = mapping;
  writer.add(dataset, rdf.type, dcat.Dataset);
  writeTexts(mapping, source, dataset, schema.name, dct.title);
  writeTexts(mapping, source, dataset, schema.alternateName, dct.alternative);
  writeTexts(mapping, source, dataset, schema.description, dct.description);
  writeIdentifiers(mapping, source, dataset);
  for (const page of new Set(graph.values(source, schema.url, schema.mainEntityOfPage))) writer.iriOrText(dataset, dcat.landingPage, page);
  writeSubjects(mapping, source, dataset);
  writeRights(mapping, source, dataset);
  writeAgents(mapping, source, dataset);
  writeContacts(mapping, source, dataset);
  for (const [from, to] of dates) for (const value of graph.values(source, from)) writer.date(dataset, to, value);
  writeTemporal(mapping, source, dataset);
  writeSpatial(mapping, source, dataset);
  writeVariables(mapping, source, dataset);
  for (const technique of graph.values(source, schema.measurementTechnique)) writer.labelled(dataset, dct.provenance, technique, dct.ProvenanceStatement);
  for (const language of languagesOf(graph, source)) writer.add(dataset, dct.language, languageTerm(language));
  for (const version of graph.values(source, schema.version)) writer.text(dataset, dcat.version, version);
  writeRelations(mapping, source, dataset);
  writeDistributions(mapping, source, dataset, licencesOf(graph, source));
}

const dates: readonly (readonly [NamedNode, NamedNode])[] = [
  [schema.dateCreated, dct.created],
  [schema.datePublished, dct.issued],
  [schema.dateModified, dct.modified],
];

/** Texts with their own language, else the page's; HTML in them is taken out. */
export function writeTexts({ graph, writer, language }: Mapping, source: Term, subject: Node, from: NamedNode, to: NamedNode): void {
  for (const text of graph.literals(source, from)) writer.text(subject, to, withoutHtml(text.value), text.language === '' ? language : text.language);
}

function writeIdentifiers({ graph, writer }: Mapping, source: Term, dataset: Node): void {
  const other = (notation: string, scheme: string | undefined): void => {
    const node = writer.node(null, adms.Identifier);
    writer.text(node, skos.notation, notation);
    if (scheme !== undefined && !writer.iri(node, skos.inScheme, scheme)) writer.text(node, adms.schemaAgency, scheme);
    writer.add(dataset, adms.identifier, node);
  };
  for (const identifier of graph.objects(source, schema.identifier)) {
    if (identifier.termType !== 'BlankNode' && !graph.is(identifier, schema.PropertyValue)) writer.text(dataset, dct.identifier, identifier.value);
    else for (const value of graph.values(identifier, schema.value)) other(value, graph.values(identifier, schema.propertyID)[0]);
  }
  for (const same of graph.values(source, schema.sameAs)) {
    if (isPersistent(same)) other(same, undefined);
    else writer.iri(dataset, owl.sameAs, same);
  }
}

/** A DOI or a handle, as an address or with its prefix. */
export function isPersistent(value: string): boolean {
  return /^(?:doi:|hdl:|https?:\/\/(?:(?:dx\.)?doi\.org|hdl\.handle\.net)\/)/i.test(value.trim());
}

const knownThemes = /^https?:\/\/(?:publications\.europa\.eu|hdeu-dcat\.data\.health\.europa\.eu)\/resource\/authority\//;

/** Keywords, apart or in one text with commas; an address among them is a theme when its list is known, else it is left out. */
function writeSubjects({ graph, writer, language }: Mapping, source: Term, dataset: Node): void {
  for (const keyword of graph.objects(source, schema.keywords)) {
    if (keyword.termType === 'NamedNode' || /^https?:\/\//i.test(keyword.value)) {
      if (knownThemes.test(keyword.value)) writer.iri(dataset, dcat.theme, keyword.value);
      for (const name of graph.literals(keyword, schema.name)) writer.text(dataset, dcat.keyword, name.value, name.language === '' ? language : name.language);
    } else if (keyword.termType === 'BlankNode') {
      for (const name of graph.literals(keyword, schema.name)) writer.text(dataset, dcat.keyword, name.value, name.language === '' ? language : name.language);
      for (const url of graph.values(keyword, schema.url)) if (knownThemes.test(url)) writer.iri(dataset, dcat.theme, url);
    } else if (keyword.termType === 'Literal') {
      const tag = keyword.language === '' ? language : keyword.language;
      for (const word of keyword.value.split(',')) if (!/^\s*https?:\/\//i.test(word)) writer.text(dataset, dcat.keyword, word, tag);
    }
  }
  for (const theme of graph.objects(source, schema.about, schema.genre)) if (theme.termType !== 'BlankNode') writer.iri(dataset, dcat.theme, theme.value);
}

/** Licences as addresses or words; a licence that is described counts by its address. */
function licencesOf(graph: SchemaGraph, source: Term): readonly string[] {
  return graph.objects(source, schema.license).flatMap((licence) => {
    if (licence.termType !== 'BlankNode') return cleanText(licence.value) ?? [];
    return graph.values(licence, schema.url, schema.sameAs)[0] ?? graph.values(licence, schema.name)[0] ?? [];
  });
}

/** The licence counts for the distributions; the dataset names it among its rights. Free of charge is not the same as public: nothing is made of it. */
function writeRights({ graph, writer }: Mapping, source: Term, dataset: Node): void {
  for (const licence of licencesOf(graph, source))
    writer.labelled(dataset, dct.rights, looksLikeIri(licence) ? licenceIri(licence) : licence, dct.RightsStatement);
  for (const conditions of graph.values(source, schema.conditionsOfAccess)) writer.labelled(dataset, dct.accessRights, conditions, dct.RightsStatement);
}

function languagesOf(graph: SchemaGraph, source: Term): readonly string[] {
  return graph.objects(source, schema.inLanguage).flatMap((language) => {
    if (language.termType === 'Literal' || !graph.isDescribed(language)) return language.termType === 'BlankNode' ? [] : [language.value];
    return graph.values(language, schema.alternateName)[0] ?? graph.values(language, schema.name)[0] ?? [];
  });
}

function writeRelations({ graph, writer, names }: Mapping, source: Term, dataset: Node): void {
  for (const [from, to] of [
    [schema.isBasedOn, dct.source],
    [schema.hasPart, dct.hasPart],
    [schema.isPartOf, dct.isPartOf],
    [schema.citation, dct.isReferencedBy],
  ] as const) {
    for (const other of graph.objects(source, from)) {
      const name = names.get(keyOf(other));
      if (name !== undefined) writer.add(dataset, to, name);
      else if (other.termType !== 'BlankNode') writer.iriOrText(dataset, to, other.value);
      else for (const url of graph.values(other, schema.url, schema.sameAs).slice(0, 1)) writer.iri(dataset, to, url);
    }
  }
  for (const catalogue of graph.objects(source, schema.includedInDataCatalog)) {
    const title = graph.literals(catalogue, schema.name)[0];
    if (title === undefined) continue;
    const node = writer.node(null, dct.ProvenanceStatement);
    writer.text(node, rdfs.label, title.value, title.language);
    for (const url of [catalogue.value, ...graph.values(catalogue, schema.url)].filter((one) => /^https?:/.test(one)).slice(0, 1))
      writer.iri(node, rdfs.seeAlso, url);
    writer.add(dataset, dct.provenance, node);
  }
}
