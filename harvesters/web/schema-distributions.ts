import type { Term } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { schema } from '../../vocab/schema.js';
import { spdx } from '../../vocab/spdx.js';
import { xsd } from '../../vocab/xsd.js';
import type { Node } from '../description-writer.js';
import { byteCount, licenceIri, looksLikeIri, mediaTypeIri } from '../value-forms.js';
import { writeTexts, type Mapping } from './schema-org.js';

/** Downloads as distributions; one without a licence takes the dataset's. A bare address is a distribution of its own. */
export function writeDistributions(mapping: Mapping, source: Term, dataset: Node, licences: readonly string[]): void {
  for (const download of mapping.graph.objects(source, schema.distribution)) writeDistribution(mapping, download, dataset, licences);
}

function writeDistribution(mapping: Mapping, download: Term, dataset: Node, licences: readonly string[]): void {
  const { graph, writer } = mapping;
  const bare = download.termType !== 'BlankNode' && !graph.isDescribed(download);
  const node = writer.node(download.termType === 'NamedNode' && !bare ? download.value : null, dcat.Distribution);
  const content = bare ? [download.value] : graph.values(download, schema.contentUrl);
  const pages = content.length > 0 ? content : graph.values(download, schema.url);
  writeTexts(mapping, download, node, schema.name, dct.title);
  writeTexts(mapping, download, node, schema.description, dct.description);
  for (const url of new Set(content)) writer.iriOrText(node, dcat.downloadURL, url);
  for (const url of new Set(pages)) writer.iriOrText(node, dcat.accessURL, url);
  writeFormats(mapping, download, node);
  for (const size of graph.values(download, schema.contentSize)) {
    const bytes = byteCount(size);
    if (bytes === null) writer.text(node, dcat.byteSize, size);
    else writer.typed(node, dcat.byteSize, String(bytes), xsd.nonNegativeInteger);
  }
  for (const hash of graph.values(download, schema.sha256)) {
    const checksum = writer.node(null, spdx.Checksum);
    writer.iri(checksum, spdx.algorithm, `${spdx.iri}checksumAlgorithm_sha256`);
    writer.typed(checksum, spdx.checksumValue, hash, xsd.hexBinary);
    writer.add(node, spdx.checksum, checksum);
  }
  for (const date of graph.values(download, schema.dateModified)) writer.date(node, dct.modified, date);
  for (const date of graph.values(download, schema.datePublished)) writer.date(node, dct.issued, date);
  for (const usage of graph.values(download, schema.usageInfo)) writer.labelled(node, dct.conformsTo, usage, dct.Standard);
  const own = graph.values(download, schema.license);
  for (const licence of own.length > 0 ? own : licences) {
    if (looksLikeIri(licence)) writer.iri(node, dct.license, licenceIri(licence));
    else writer.labelled(node, dct.rights, licence, dct.RightsStatement);
  }
  writer.add(dataset, dcat.distribution, node);
}

function writeFormats({ graph, writer }: Mapping, download: Term, node: Node): void {
  for (const format of new Set(graph.values(download, schema.encodingFormat, schema.fileFormat))) {
    const media = mediaTypeIri(format);
    if (media !== null) writer.add(node, dcat.mediaType, media);
    else if (/^https?:\/\/www\.iana\.org\/assignments\/media-types\//.test(format)) writer.iri(node, dcat.mediaType, format);
    else writer.iriOrText(node, dct.format, format);
  }
}
