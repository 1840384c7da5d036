import type { Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { dcat } from '../../vocab/dcat.js';
import type { CatalogueDescription } from '../domain/organisation.js';
import type { PublishedRecord } from '../domain/record.js';
import type { LedgerReader } from '../ports/ledger.js';
import { catalogueQuads, plainCatalogue, subCatalogueIri, subCatalogueLinks, subCatalogueNode } from './catalogue-pages.js';
import { publicIri, recordQuads } from './record-rdf.js';
import { surroundingsOf, type Surroundings } from './surroundings.js';

const { namedNode, quad } = DataFactory;

/** What a dump is made of: the catalogue as of an entry of the log. */
export interface DumpSource {
  readonly reader: LedgerReader;
  readonly baseUrl: string;
  readonly asOf: number;
  readonly catalogue: CatalogueDescription;
  /** Whether the catalogue offers dumps, which it says of itself. */
  readonly hasDumps: boolean;
  /** One record in another form than ours. */
  readonly inForm?: (record: PublishedRecord) => readonly Quad[];
}

/** The catalogue and its log at one moment: neither is of another one. */
export function dumpSource(reader: LedgerReader, baseUrl: string, hasDumps: boolean): DumpSource & { readonly epoch: number } {
  for (;;) {
    const { epoch, seq } = reader.snapshot();
    const catalogue = reader.catalogue() ?? plainCatalogue(baseUrl);
    if (reader.snapshot().seq === seq) return { reader, baseUrl, epoch, asOf: seq, catalogue, hasDumps };
  }
}

const pageSize = 50;

/**
 * The whole catalogue piece by piece: itself, then record after record, each as it was published then, whatever has become of it since
 * (OUT-6). The same entry of the log gives the same pieces.
 *
 * @param rest lets others have the thread between two pages of the ledger
 */
export async function* dumpPieces(source: DumpSource, rest: () => Promise<void>): AsyncGenerator<readonly Quad[]> {
  const { reader, baseUrl, asOf, catalogue, hasDumps } = source;
  yield catalogueQuads(catalogue, baseUrl, hasDumps);
  const sources = new SeenSources(source);
  for (let after = ''; ;) {
    const page = reader.recordsAsOf(asOf, after, pageSize);
    for (const record of page) yield [...sources.quadsOf(record), ...(source.inForm?.(record) ?? recordAsOf(record, source))];
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last.head.id;
    await rest();
  }
}

function recordAsOf(record: PublishedRecord, { reader, baseUrl, asOf, catalogue }: DumpSource): Quad[] {
  const surroundings: Surroundings = { ...surroundingsOf(reader, baseUrl), catalogueIri: catalogue.iri };
  return recordQuads(record, reader.assertionsAt(record.head.iri, asOf), reader, surroundings, (iris) => reader.publishedAmong(iris, asOf));
}

/** Lists records in the catalogue and in that of their source, which is described with the first of them (REC-6). */
class SeenSources {
  private readonly described = new Set<string>();
  private readonly linked = new Set<string>();

  constructor(private readonly source: DumpSource) {}

  quadsOf({ head }: PublishedRecord): Quad[] {
    const { reader, baseUrl, catalogue } = this.source;
    const [whole, own] = [namedNode(catalogue.iri), namedNode(subCatalogueIri(baseUrl, head.station))];
    const record = namedNode(publicIri(head.iri, baseUrl));
    const isService = head.kind === 'service';
    const listed = isService ? dcat.service : dcat.dataset;
    const quads: Quad[] = [quad(whole, listed, record), quad(own, listed, record)];
    if (!this.described.has(head.station)) quads.push(...subCatalogueNode(head.station, reader, baseUrl, catalogue));
    this.described.add(head.station);
    if (!isService && !this.linked.has(head.station)) quads.push(...subCatalogueLinks(head.station, baseUrl, catalogue));
    if (!isService) this.linked.add(head.station);
    return quads;
  }
}
