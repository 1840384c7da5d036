import type { NamedNode, Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { z } from 'zod';
import { adms } from '../../vocab/adms.js';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { rdf } from '../../vocab/rdf.js';
import { schema } from '../../vocab/schema.js';
import { skos } from '../../vocab/skos.js';
import { CatalogueError, StationError } from '../../src/domain/errors.js';
import type { HarvestedDocument } from '../../src/domain/harvest.js';
import type { ReadingNote } from '../../src/ports/harvester.js';
import { formatOfMediaType } from '../../src/rdf/format.js';
import { parseRdf } from '../../src/rdf/parse.js';
import { DescriptionWriter } from '../description-writer.js';
import { jsonOf, textOf } from '../received.js';
import { licenceIri, mediaTypeIri } from '../value-forms.js';
import { hasDataset, inOneNamespace, isDatasetType } from './dataset-types.js';
import { readEmbedded } from './embedded.js';
import { readHtml } from './html-page.js';
import { firstOfEach, type Link } from './links.js';
import { schemaOrgToDcat } from './schema-org.js';

/**
 * What was received for one page when it is more than the page itself: its metadata document, and what its Link header
 * and linkset say. Kept as one document, so that it can be read again as it was found.
 */
export const itemMediaType = 'application/vnd.ndc.web-item+json';

const itemSchema = z.object({
  page: z.string(),
  language: z.string(),
  links: z.array(z.object({ rel: z.string(), href: z.string(), type: z.string().nullable(), profile: z.string().nullable() })),
  part: z.object({ url: z.string(), base: z.string(), mediaType: z.string(), text: z.string() }).nullable(),
});

export type WebItem = z.infer<typeof itemSchema>;

export function bytesOfItem(item: WebItem): Uint8Array {
  return Buffer.from(JSON.stringify(item), 'utf8');
}

const maxItemBytes = 256 << 20;

export interface ReadItem {
  readonly quads: readonly Quad[];
  /** The statements as they were written. */
  readonly received: readonly Quad[];
  readonly notes: readonly ReadingNote[];
  /** What it said in schema.org was mapped. */
  readonly mapped: boolean;
}

/** Reads a page, a metadata document, or what was put together of both. @throws StationError when it cannot be read */
export async function readWebDocument(document: HarvestedDocument, sink: (quad: Quad, line: number | null) => void): Promise<readonly ReadingNote[]> {
  const { quads, notes } = await readItem(await itemOf(document));
  for (const quad of quads) sink(quad, null);
  return notes;
}

async function itemOf(document: HarvestedDocument): Promise<WebItem> {
  const { url, baseIri, mediaType, body } = document;
  if (!mediaType.startsWith(itemMediaType))
    return { page: url, language: '', links: [], part: { url, base: baseIri, mediaType, text: await textOf(body, maxItemBytes, mediaType) } };
  const parsed = itemSchema.safeParse(await jsonOf(body, maxItemBytes));
  if (!parsed.success) throw new StationError('station/unreadable', 'The kept page is not in the form that this release writes.');
  return parsed.data;
}

/** @throws StationError when the metadata document cannot be read; a page always can */
export async function readItem(item: WebItem): Promise<ReadItem> {
  if (item.part === null) return { quads: [], received: [], notes: [], mapped: false };
  const html = isHtml(item.part.mediaType, item.part.text) ? readHtml(item.part.text, item.part.base) : null;
  const notes: ReadingNote[] = [];
  const received: Quad[] = [];
  if (html === null) received.push(...(await readRdf(item.part)));
  else {
    const embedded = await readEmbedded(item.part.text, html);
    notes.push(...embedded.notes);
    received.push(...embedded.quads);
  }
  const links = firstOfEach(item.links, html?.links ?? []);
  const mapped = received.some((quad) => quad.predicate.equals(rdf.type) && isSchemaDataset(quad.object.value));
  const quads = mapped ? schemaOrgToDcat(received, { page: item.page, language: html?.language ?? item.language }) : received;
  return { quads: hasDataset(quads) ? [...quads, ...signposts(quads, links, notes)] : quads, received, notes, mapped };
}

function isSchemaDataset(type: string): boolean {
  return isDatasetType(type) && inOneNamespace(type).startsWith(schema.iri);
}

export function isHtml(mediaType: string, text: string): boolean {
  if (/^\s*(text\/html|application\/xhtml\+xml)\b/i.test(mediaType)) return true;
  return formatOfMediaType(mediaType) === undefined && /^\s*(<!--.*?-->\s*)*(<!doctype html|<html[\s>])/is.test(text.slice(0, 4096));
}

async function readRdf(part: NonNullable<WebItem['part']>): Promise<Quad[]> {
  const quads: Quad[] = [];
  const bytes = Buffer.from(part.text.replace(/^(\s*<\?xml[^>]*?)\s+encoding=(["'])[\w.-]+\2/i, '$1'), 'utf8');
  try {
    await parseRdf(
      { body: { kind: 'memory', bytes }, mediaType: part.mediaType, path: part.url, baseIri: part.base, maxBytes: bytes.byteLength + 1, keepsBadIris: true },
      (quad) => {
        quads.push(quad);
      },
    );
  } catch (error) {
    if (error instanceof CatalogueError) throw error;
    throw new StationError('station/unreadable', error instanceof Error ? error.message : 'unknown error', {}, { cause: error });
  }
  return quads;
}

/**
 * What the signposts of a page add to the one dataset that it describes (WEB-7): the persistent identifier, and licence,
 * authors and content where the description names none. A page of several datasets does not say which of them is meant.
 */
function signposts(quads: readonly Quad[], links: readonly Link[], notes: ReadingNote[]): readonly Quad[] {
  const datasets = [...new Set(quads.filter((quad) => quad.predicate.equals(rdf.type) && quad.object.equals(dcat.Dataset)).map((quad) => quad.subject.value))];
  const [only] = datasets;
  if (only === undefined || datasets.length > 1) return [];
  const source = quads.find((quad) => quad.subject.value === only)?.subject;
  if (source === undefined || (source.termType !== 'NamedNode' && source.termType !== 'BlankNode')) return [];
  const dataset = source;
  const added: Quad[] = [];
  const writer = new DescriptionWriter((quad) => added.push(quad));
  const targets = (rel: string): readonly string[] => [...new Set(links.filter((link) => link.rel === rel).map((link) => link.href))];
  const has = (...predicates: readonly NamedNode[]): boolean => quads.some((quad) => predicates.some((predicate) => quad.predicate.equals(predicate)));
  const persistent = targets('cite-as');
  if (persistent.length > 1)
    notes.push({
      code: 'protocol-error',
      severity: 'warning',
      subject: only,
      detail: `The page names ${String(persistent.length)} addresses to cite it by (cite-as), where one is allowed; none is used.`,
      line: null,
    });
  else
    for (const iri of persistent) {
      const identifier = DataFactory.blankNode('cite-as');
      writer.add(identifier, rdf.type, adms.Identifier);
      writer.text(identifier, skos.notation, iri);
      writer.add(dataset, adms.identifier, identifier);
    }
  if (!has(dct.license, dct.rights)) for (const licence of targets('license').slice(0, 1)) writer.iri(dataset, dct.rights, licenceIri(licence));
  if (!has(dct.creator)) for (const author of targets('author')) writer.iri(dataset, dct.creator, author);
  if (!has(dcat.distribution))
    for (const [at, link] of links.filter((one) => one.rel === 'item').entries()) {
      const distribution = DataFactory.blankNode(`item-${String(at)}`);
      writer.add(distribution, rdf.type, dcat.Distribution);
      writer.iri(distribution, dcat.accessURL, link.href);
      writer.iri(distribution, dcat.downloadURL, link.href);
      const media = mediaTypeIri(link.type ?? '');
      if (media !== null) writer.add(distribution, dcat.mediaType, media);
      writer.add(dataset, dcat.distribution, distribution);
    }
  return added;
}
