import type { NamedNode, Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { hydra } from '../../vocab/hydra.js';
import { rdf } from '../../vocab/rdf.js';
import { voidNs } from '../../vocab/void.js';
import { xsd } from '../../vocab/xsd.js';
import { dumpForms, type DumpForm } from '../domain/dump.js';
import type { CatalogueDescription } from '../domain/organisation.js';
import type { PublishedRecord } from '../domain/record.js';
import type { LedgerReader, Snapshot } from '../ports/ledger.js';
import { groupBy } from '../rdf/group-by.js';
import { parseStored } from '../rdf/parse.js';
import { withBase } from '../rdf/terms.js';
import { publicIri, recordQuads } from './record-rdf.js';
import { plainCatalogueIri, surroundingsOf } from './surroundings.js';

const { namedNode, literal, quad } = DataFactory;

/** Where a page of `/catalog` lies: a snapshot of the log and a place in it; opaque to the client (OUT-2, OUT-5). */
export interface CatalogueCursor {
  readonly snapshot: Snapshot;
  readonly page: number;
  readonly limit: number;
  readonly modifiedSince: string | null;
}

export interface CataloguePage {
  readonly quads: readonly Quad[];
  readonly total: number;
  readonly first: string;
  readonly previous: string | null;
  readonly next: string | null;
  readonly last: string;
}

export function encodeCursor(cursor: CatalogueCursor): string {
  return Buffer.from(JSON.stringify([cursor.snapshot.epoch, cursor.snapshot.seq, cursor.page, cursor.limit, cursor.modifiedSince]), 'utf8').toString(
    'base64url',
  );
}

/** The cursor behind a token; undefined when it is none of ours. */
export function decodeCursor(token: string): CatalogueCursor | undefined {
  try {
    const value = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as unknown;
    if (!Array.isArray(value) || value.length !== 5) return undefined;
    const [epoch, seq, page, limit, since] = value as unknown[];
    const whole = [epoch, seq, page, limit].every((number) => Number.isInteger(number) && Number(number) >= 0);
    if (!whole || (since !== null && typeof since !== 'string')) return undefined;
    return { snapshot: { epoch: Number(epoch), seq: Number(seq) }, page: Number(page), limit: Number(limit), modifiedSince: since };
  } catch {
    return undefined;
  }
}

/**
 * One page of the catalogue as it was at the cursor's snapshot: a complete document with the catalogue node, its
 * datasets with everything below them, and exactly one paging node in both Hydra generations (OUT-1 to OUT-5).
 */
export function cataloguePage(
  reader: LedgerReader,
  catalogue: CatalogueDescription,
  cursor: CatalogueCursor,
  baseUrl: string,
  { path = '/catalog', hasDumps = false }: { readonly path?: string; readonly hasDumps?: boolean } = {},
): CataloguePage {
  const filter = cursor.modifiedSince === null ? {} : { modifiedSince: cursor.modifiedSince };
  const ids = reader.publishedIds(cursor.snapshot.seq, filter);
  const pages = Math.max(1, Math.ceil(ids.length / cursor.limit));
  const start = (cursor.page - 1) * cursor.limit;
  const after = start === 0 ? '' : (ids[start - 1] ?? '\uffff');
  const records = start >= ids.length ? [] : reader.publishedPage(cursor.snapshot.seq, after, cursor.limit, filter);
  const address = (page: number): string => `${baseUrl}${path}?cursor=${encodeCursor({ ...cursor, page })}`;
  const links = {
    first: address(1),
    previous: cursor.page > 1 ? address(Math.min(cursor.page - 1, pages)) : null,
    next: cursor.page < pages ? address(cursor.page + 1) : null,
    last: address(pages),
  };
  return {
    quads: [
      ...catalogueQuads(catalogue, baseUrl, hasDumps),
      ...recordsQuads(records, reader, baseUrl, catalogue.iri),
      ...subCatalogueQuads(records, reader, baseUrl, catalogue),
      ...hydraQuads(catalogue.iri, address(cursor.page), links, ids.length, cursor.limit),
    ],
    total: ids.length,
    ...links,
  };
}

/** What the catalogue says of itself, and where all of it can be had at once (OUT-6). */
export function catalogueQuads(catalogue: CatalogueDescription, baseUrl: string, hasDumps = false): Quad[] {
  const quads = parseStored(withBase(catalogue.body, baseUrl));
  return hasDumps ? [...quads, ...dumpForms.flatMap((form) => dumpQuads(namedNode(catalogue.iri), form, baseUrl))] : quads;
}

const mediaTypes = 'https://www.iana.org/assignments/media-types/';

/** Only what stays: size and hash are told beside the files, and a page of a walk is the same page when they have changed. */
function dumpQuads(catalogue: NamedNode, { name, mediaType, title }: DumpForm, baseUrl: string): Quad[] {
  const [file, node] = [namedNode(`${baseUrl}/dumps/${name}`), namedNode(`${baseUrl}/dumps/${name}#distribution`)];
  return [
    quad(catalogue, dcat.distribution, node),
    quad(catalogue, voidNs.dataDump, file),
    quad(node, rdf.type, dcat.Distribution),
    quad(node, dct.title, literal(`De hele catalogus als ${title}`, 'nl')),
    quad(node, dct.title, literal(`The whole catalogue as ${title}`, 'en')),
    quad(node, dcat.accessURL, namedNode(`${baseUrl}/dumps`)),
    quad(node, dcat.downloadURL, file),
    quad(node, dcat.mediaType, namedNode(mediaTypes + mediaType)),
    quad(node, dcat.compressFormat, namedNode(`${mediaTypes}application/gzip`)),
  ];
}

function recordsQuads(records: readonly PublishedRecord[], reader: LedgerReader, baseUrl: string, catalogueIri: string): Quad[] {
  const assertions = reader.assertions();
  const surroundings = { ...surroundingsOf(reader, baseUrl), catalogueIri };
  return records.flatMap((record) => {
    const listed = record.head.kind === 'service' ? dcat.service : dcat.dataset;
    const own = assertions.filter((assertion) => assertion.subject === record.head.iri);
    return [
      quad(namedNode(catalogueIri), listed, namedNode(publicIri(record.head.iri, baseUrl))),
      ...recordQuads({ ...record, head: { ...record.head, state: 'current' } }, own, reader, surroundings),
    ];
  });
}

/** The catalogue of one source within ours. */
export function subCatalogueIri(baseUrl: string, station: string): string {
  return `${baseUrl}/stations/${station}/catalogue`;
}

/**
 * The catalogue of each source that has records on this page, with those of its records that are here: each is listed
 * there and in ours, for readers that know no sub-catalogues (REC-6). They are described on our own pages and nowhere
 * else, so a page never names one without a dataset of it: a reader would look for the rest at the sub-catalogue's address.
 */
function subCatalogueQuads(records: readonly PublishedRecord[], reader: LedgerReader, baseUrl: string, catalogue: CatalogueDescription): Quad[] {
  return [...groupBy(records, ({ head }) => head.station)].flatMap(([id, own]) => [
    ...(own.every(({ head }) => head.kind === 'service') ? [] : subCatalogueLinks(id, baseUrl, catalogue)),
    ...subCatalogueNode(id, reader, baseUrl, catalogue),
    ...own.map(({ head }) =>
      quad(namedNode(subCatalogueIri(baseUrl, id)), head.kind === 'service' ? dcat.service : dcat.dataset, namedNode(publicIri(head.iri, baseUrl))),
    ),
  ]);
}

/** That the catalogue of a source is within ours: only of one that has more than services. */
export function subCatalogueLinks(station: string, baseUrl: string, catalogue: CatalogueDescription): Quad[] {
  const [whole, node] = [namedNode(catalogue.iri), namedNode(subCatalogueIri(baseUrl, station))];
  return [quad(whole, dcat.catalog, node), quad(whole, dct.hasPart, node)];
}

export function subCatalogueNode(station: string, reader: LedgerReader, baseUrl: string, catalogue: CatalogueDescription): Quad[] {
  const node = namedNode(subCatalogueIri(baseUrl, station));
  const title = reader.station(station)?.station.title ?? {};
  const titles = Object.entries(title).flatMap(([tag, texts]) => texts.map((text) => literal(text, tag === '' ? undefined : tag)));
  return [
    quad(node, rdf.type, dcat.Catalog),
    quad(node, dct.isPartOf, namedNode(catalogue.iri)),
    quad(node, dct.publisher, namedNode(catalogue.publisher.iri)),
    quad(node, dct.description, literal('Wat deze bron aan de catalogus bijdraagt.', 'nl')),
    quad(node, dct.description, literal('What this source contributes to the catalogue.', 'en')),
    ...(titles.length === 0 ? [literal(station)] : titles).map((text) => quad(node, dct.title, text)),
  ];
}

function hydraQuads(catalogueIri: string, page: string, links: Omit<CataloguePage, 'quads' | 'total'>, total: number, perPage: number): Quad[] {
  const [catalogue, node] = [namedNode(catalogueIri), namedNode(page)];
  const number = (value: number): ReturnType<typeof literal> => literal(String(value), xsd.integer);
  const quads = [
    quad(catalogue, rdf.type, hydra.Collection),
    quad(catalogue, hydra.view, node),
    quad(catalogue, hydra.totalItems, number(total)),
    quad(node, rdf.type, hydra.PartialCollectionView),
    quad(node, rdf.type, hydra.PagedCollection),
    quad(node, hydra.totalItems, number(total)),
    quad(node, hydra.itemsPerPage, number(perPage)),
  ];
  const both = [
    [hydra.first, hydra.firstPage, links.first],
    [hydra.previous, hydra.previousPage, links.previous],
    [hydra.next, hydra.nextPage, links.next],
    [hydra.last, hydra.lastPage, links.last],
  ] as const;
  for (const [present, former, target] of both) if (target !== null) quads.push(quad(node, present, namedNode(target)), quad(node, former, namedNode(target)));
  return quads;
}

/** The catalogue for a deployment that has not described itself yet. */
export function plainCatalogue(baseUrl: string): CatalogueDescription {
  const iri = plainCatalogueIri(baseUrl);
  const title = { nl: ['Nationale datasetcatalogus'], en: ['National dataset catalogue'] };
  const quads = [
    quad(namedNode(iri), rdf.type, dcat.Catalog),
    quad(namedNode(iri), dct.title, literal('Nationale datasetcatalogus', 'nl')),
    quad(namedNode(iri), dct.title, literal('National dataset catalogue', 'en')),
    quad(namedNode(iri), dct.publisher, namedNode(`${iri}#publisher`)),
    quad(namedNode(`${iri}#publisher`), rdf.type, foaf.Agent),
    quad(namedNode(`${iri}#publisher`), foaf.name, literal('National dataset catalogue', 'en')),
  ];
  const lines = quads.map(
    (triple) =>
      `<${triple.subject.value}> <${triple.predicate.value}> ${triple.object.termType === 'Literal' ? `"${triple.object.value}"@${triple.object.language}` : `<${triple.object.value}>`} .`,
  );
  return {
    iri,
    title,
    description: {},
    publisher: { iri: `${iri}#publisher`, name: {}, contact: null },
    contact: null,
    legislation: [],
    languages: [],
    licence: null,
    issued: null,
    homepage: null,
    adminEmail: null,
    hdabs: [],
    coordinator: null,
    ncp: null,
    body: `${lines.sort().join('\n')}\n`,
  };
}
