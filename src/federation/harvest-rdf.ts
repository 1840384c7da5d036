import type { Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { ndc } from '../../vocab/ndc.js';
import { prov } from '../../vocab/prov.js';
import { rdf } from '../../vocab/rdf.js';
import { xsd } from '../../vocab/xsd.js';
import type { HarvestState } from '../domain/harvest.js';
import { subCatalogueIri } from './catalogue-pages.js';
import { runIri } from './record-rdf.js';

const { literal, namedNode, quad } = DataFactory;

/** The last run of each source as PROV, and the part of the catalogue that it brought as DCAT (FEED-9). */
export function harvestQuads(states: readonly HarvestState[], catalogueIri: string, baseUrl: string): Quad[] {
  const document = namedNode(`${baseUrl}/harvests`);
  return [
    quad(document, rdf.type, foaf.Document),
    quad(document, foaf.primaryTopic, namedNode(catalogueIri)),
    ...states.flatMap((state) => [...sourceQuads(state, catalogueIri, baseUrl), ...runQuads(state, baseUrl)]),
  ];
}

function sourceQuads({ station, title, state, lastRun }: HarvestState, catalogueIri: string, baseUrl: string): Quad[] {
  const node = namedNode(subCatalogueIri(baseUrl, station));
  const titles = Object.entries(title).flatMap(([tag, texts]) => texts.map((text) => literal(text, tag === '' ? undefined : tag)));
  return [
    quad(node, rdf.type, dcat.Catalog),
    quad(node, rdf.type, prov.Entity),
    quad(node, dct.isPartOf, namedNode(catalogueIri)),
    quad(node, dct.identifier, literal(station)),
    ...titles.map((text) => quad(node, dct.title, text)),
    quad(node, ndc.state, literal(state)),
    ...(lastRun === null ? [] : [quad(node, prov.wasGeneratedBy, namedNode(runIri(baseUrl, station, lastRun.id)))]),
  ];
}

function runQuads({ station, lastRun }: HarvestState, baseUrl: string): Quad[] {
  if (lastRun === null) return [];
  const node = namedNode(runIri(baseUrl, station, lastRun.id));
  const { added, updated, unchanged, withdrawn, held } = lastRun.counts;
  const counts = [
    [ndc.added, added],
    [ndc.updated, updated],
    [ndc.unchanged, unchanged],
    [ndc.withdrawn, withdrawn],
    [ndc.held, held],
    [ndc.errors, lastRun.errors],
    [ndc.warnings, lastRun.warnings],
  ] as const;
  return [
    quad(node, rdf.type, prov.Activity),
    quad(node, prov.startedAtTime, literal(lastRun.startedAt, xsd.dateTime)),
    ...(lastRun.endedAt === null ? [] : [quad(node, prov.endedAtTime, literal(lastRun.endedAt, xsd.dateTime))]),
    ...(lastRun.outcome === null ? [] : [quad(node, ndc.outcome, literal(lastRun.outcome))]),
    ...counts.map(([property, count]) => quad(node, property, literal(String(count), xsd.integer))),
  ];
}
