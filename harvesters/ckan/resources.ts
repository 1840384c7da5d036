import { DataFactory } from 'n3';
import { adms } from '../../vocab/adms.js';
import { dcat } from '../../vocab/dcat.js';
import { dcatap } from '../../vocab/dcatap.js';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { healthdcatap as h } from '../../vocab/healthdcatap.js';
import { spdx } from '../../vocab/spdx.js';
import { xsd } from '../../vocab/xsd.js';
import type { DescriptionWriter, Node } from '../description-writer.js';
import { byteCount, languageTerm, looksLikeIri, mediaTypeIri } from '../value-forms.js';
import type { Fields } from './package-fields.js';

export interface ResourceSurroundings {
  readonly site: string;
  readonly packageId: string;
  /** The package's licence, for resources that name none. */
  readonly licence: string | null;
}

/** One resource of a package as a distribution. */
export function writeResource(writer: DescriptionWriter, dataset: Node, resource: Fields, { site, packageId, licence }: ResourceSurroundings): void {
  const id = resource.text('id');
  const address = id === null ? null : `${site}dataset/${encodeURIComponent(packageId)}/resource/${encodeURIComponent(id)}`;
  const node = writer.node(resource.text('uri') ?? address, dcat.Distribution);
  writeTexts(writer, node, resource);
  const access = resource.text('access_url', 'url', 'download_url');
  writer.iriOrText(node, dcat.accessURL, access);
  writer.iriOrText(node, dcat.downloadURL, resource.text('download_url'));
  writeFormat(writer, node, resource);
  writer.labelled(node, dct.license, resource.text('license', 'license_url') ?? licence, dct.LicenseDocument);
  writer.labelled(node, dct.rights, resource.text('rights'), dct.RightsStatement);
  writer.date(node, dct.issued, resource.text('issued', 'created'));
  writer.date(node, dct.modified, resource.text('modified', 'last_modified'));
  for (const language of resource.list('language')) writer.add(node, dct.language, languageTerm(language));
  for (const standard of resource.list('conforms_to')) writer.labelled(node, dct.conformsTo, standard, dct.Standard);
  for (const page of resource.list('documentation')) writer.iriOrText(node, foaf.page, page);
  for (const law of resource.list('applicable_legislation')) writer.iriOrText(node, dcatap.applicableLegislation, law);
  writer.iriOrText(node, dcatap.availability, resource.text('availability'));
  writer.iriOrText(node, adms.status, resource.text('status'));
  writer.typed(node, dcat.temporalResolution, resource.text('temporal_resolution'), xsd.duration);
  writer.typed(node, dcat.spatialResolutionInMeters, resource.text('spatial_resolution_in_meters'), xsd.decimal);
  for (const period of resource.objects('retention_period')) writer.period(node, h.retentionPeriod, period.text('start'), period.text('end'));
  writeChecksum(writer, node, resource);
  for (const service of resource.objects('access_services')) writeService(writer, node, service);
  writer.add(dataset, dcat.distribution, node);
}

function writeTexts(writer: DescriptionWriter, node: Node, resource: Fields): void {
  for (const [field, predicate] of [
    ['name', dct.title],
    ['description', dct.description],
  ] as const) {
    const translated = resource.translated(field);
    for (const [language, text] of translated) writer.text(node, predicate, text, language);
    if (translated.length === 0) writer.text(node, predicate, resource.text(field));
  }
}

/** `format` holds a file extension, a media type or an authority's address, whichever the site likes. */
function writeFormat(writer: DescriptionWriter, node: Node, resource: Fields): void {
  const [format, mime] = [resource.text('format'), resource.text('mimetype')];
  const media = mediaTypeIri(mime ?? '') ?? mediaTypeIri(format ?? '');
  if (media !== null) writer.add(node, dcat.mediaType, media);
  else writer.iriOrText(node, dcat.mediaType, mime);
  if (format !== null && (looksLikeIri(format) || mediaTypeIri(format) === null)) writer.iriOrText(node, dct.format, format);
  const size = resource.text('size');
  const bytes = size === null ? null : byteCount(size);
  if (bytes !== null) writer.typed(node, dcat.byteSize, String(bytes), xsd.nonNegativeInteger);
  else writer.text(node, dcat.byteSize, size);
  writer.iriOrText(node, dcat.compressFormat, resource.text('compress_format'));
  writer.iriOrText(node, dcat.packageFormat, resource.text('package_format'));
}

function writeChecksum(writer: DescriptionWriter, node: Node, resource: Fields): void {
  const hash = resource.text('hash')?.replace(/^(md5|sha\d+):/i, '') ?? null;
  if (hash === null) return;
  const algorithm = resource.text('hash_algorithm');
  const checksum = writer.node(null, spdx.Checksum);
  writer.typed(checksum, spdx.checksumValue, hash, xsd.hexBinary);
  if (algorithm !== null && looksLikeIri(algorithm)) writer.iri(checksum, spdx.algorithm, algorithm);
  else if (algorithm !== null)
    writer.add(checksum, spdx.algorithm, DataFactory.namedNode(`${spdx.iri}checksumAlgorithm_${algorithm.toLowerCase().replace(/[^a-z0-9]/g, '')}`));
  writer.add(node, spdx.checksum, checksum);
}

function writeService(writer: DescriptionWriter, distribution: Node, service: Fields): void {
  if (service.isEmpty()) return;
  const node = writer.node(service.text('uri'), dcat.DataService);
  writer.text(node, dct.title, service.text('title'));
  writer.text(node, dct.description, service.text('description'));
  for (const url of service.list('endpoint_url')) writer.iriOrText(node, dcat.endpointURL, url);
  for (const description of service.list('endpoint_description')) writer.iriOrText(node, dcat.endpointDescription, description);
  for (const served of service.list('serves_dataset')) writer.iri(node, dcat.servesDataset, served);
  writer.iriOrText(node, dct.accessRights, service.text('access_rights'));
  writer.labelled(node, dct.license, service.text('license'), dct.LicenseDocument);
  writer.add(distribution, dcat.accessService, node);
}
