import type { NamedNode, Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { adms } from '../../vocab/adms.js';
import { dcat } from '../../vocab/dcat.js';
import { dcatap } from '../../vocab/dcatap.js';
import { dct } from '../../vocab/dcterms.js';
import { foaf } from '../../vocab/foaf.js';
import { rdf } from '../../vocab/rdf.js';
import { skos } from '../../vocab/skos.js';
import { xsd } from '../../vocab/xsd.js';
import { StationError } from '../../src/domain/errors.js';
import type { HarvestedDocument } from '../../src/domain/harvest.js';
import type { ReadingNote } from '../../src/ports/harvester.js';
import { DescriptionWriter, type Node } from '../description-writer.js';
import { jsonOf } from '../received.js';
import { languageTerm, licenceIri, looksLikeIri } from '../value-forms.js';
import { writeAgents, writeContacts, writePublisher } from './agents.js';
import { writeHealth } from './health.js';
import { Fields, isObject } from './package-fields.js';
import { writeResource } from './resources.js';
import { writeSpatial } from './spatial.js';

const maxPackageBytes = 64 << 20;

/**
 * Reads one package as DCAT, by the field names of ckanext-dcat's schemas, so that a station that later switches to its
 * own DCAT says about the same (CKAN-5, CKAN-6, CKAN-11).
 *
 * @throws StationError when the bytes are not a package
 */
export async function readPackage(document: HarvestedDocument, sink: (quad: Quad, line: number | null) => void): Promise<readonly ReadingNote[]> {
  const value = await jsonOf(document.body, maxPackageBytes);
  const item = isObject(value) && isObject(value['result']) ? value['result'] : value;
  if (!isObject(item)) throw new StationError('station/unreadable', 'The package is not a JSON object.');
  writePackage(new DescriptionWriter(sink), new Fields(item), document.baseIri);
  return [];
}

function writePackage(writer: DescriptionWriter, fields: Fields, site: string): void {
  const id = fields.text('id') ?? fields.text('name') ?? '';
  const dataset = DataFactory.namedNode(fields.text('uri') ?? `${site}dataset/${encodeURIComponent(id)}`);
  const isSeries = /^dataset[_-]series$/.test(fields.text('type') ?? '');
  writer.add(dataset, rdf.type, isSeries ? dcat.DatasetSeries : dcat.Dataset);
  writeTexts(writer, dataset, fields);
  writeIdentifiers(writer, dataset, fields, id);
  writeSimple(writer, dataset, fields);
  writeClassification(writer, dataset, fields);
  writeTimes(writer, dataset, fields);
  writeRelations(writer, dataset, fields, site);
  writeSpatial(writer, dataset, fields);
  writePublisher(writer, dataset, fields, site);
  writeAgents(writer, dataset, dct.creator, fields, 'creator');
  writeContacts(writer, dataset, fields);
  writeHealth(writer, dataset, fields);
  const licence = fields.text('license_url') ?? fields.text('license_title', 'license_id');
  for (const resource of fields.objects('resources')) {
    if (resource.text('state') !== 'deleted')
      writeResource(writer, dataset, resource, { site, packageId: id, licence: licence !== null && looksLikeIri(licence) ? licenceIri(licence) : licence });
  }
}

/** Title, description and what else is prose; in the languages of a multilingual site, else untagged. */
function writeTexts(writer: DescriptionWriter, dataset: Node, fields: Fields): void {
  for (const [names, predicate] of [
    [['title', 'name'], dct.title],
    [['notes', 'description'], dct.description],
    [['alternate_title', 'alternative'], dct.alternative],
    [['version_notes'], adms.versionNotes],
  ] as const) {
    const translated = names.flatMap((name) => (name === 'name' ? [] : fields.translated(name)));
    for (const [language, text] of translated) writer.text(dataset, predicate, text, language);
    if (translated.length === 0) writer.text(dataset, predicate, fields.text(...names));
  }
  writer.text(dataset, dcat.version, fields.text('version', 'version_info'));
  for (const statement of fields.texts('provenance')) writer.labelled(dataset, dct.provenance, statement, dct.ProvenanceStatement);
}

function writeIdentifiers(writer: DescriptionWriter, dataset: Node, fields: Fields, id: string): void {
  writer.text(dataset, dct.identifier, fields.text('identifier', 'guid') ?? id);
  for (const other of fields.list('alternate_identifier')) {
    const node = writer.node(null, adms.Identifier);
    writer.text(node, skos.notation, other);
    writer.add(dataset, adms.identifier, node);
  }
}

const single: readonly (readonly [field: string, predicate: NamedNode])[] = [
  ['url', dcat.landingPage],
  ['frequency', dct.accrualPeriodicity],
  ['status', adms.status],
];

const several: readonly (readonly [field: string, predicate: NamedNode])[] = [
  ['documentation', foaf.page],
  ['applicable_legislation', dcatap.applicableLegislation],
  ['hvd_category', dcatap.hvdCategory],
  ['is_referenced_by', dct.isReferencedBy],
  ['sample', adms.sample],
  ['source', dct.source],
  ['has_version', dcat.hasVersion],
  ['is_version_of', dcat.isVersionOf],
];

function writeSimple(writer: DescriptionWriter, dataset: Node, fields: Fields): void {
  for (const [field, predicate] of single) writer.iriOrText(dataset, predicate, fields.text(field));
  for (const [field, predicate] of several) for (const value of fields.list(field)) writer.iriOrText(dataset, predicate, value);
  for (const type of fields.texts('dcat_type')) writer.iriOrText(dataset, dct.type, type);
  for (const standard of fields.list('conforms_to')) writer.labelled(dataset, dct.conformsTo, standard, dct.Standard);
  for (const related of fields.list('related_resource')) writer.iriOrText(dataset, dct.relation, related);
  for (const language of fields.list('language')) writer.add(dataset, dct.language, languageTerm(language));
  const rights = fields.text('access_rights');
  if (rights !== null && /^(NON_)?PUBLIC(_ACCESS)?$|^RESTRICTED$/i.test(rights)) writer.text(dataset, dct.accessRights, rights);
  else writer.labelled(dataset, dct.accessRights, rights, dct.RightsStatement);
  writer.typed(dataset, dcat.temporalResolution, fields.text('temporal_resolution'), xsd.duration);
  writer.typed(dataset, dcat.spatialResolutionInMeters, fields.text('spatial_resolution_in_meters'), xsd.decimal);
}

/** Tags are keywords; themes are a field of their own, and groups only when they carry an address. */
function writeClassification(writer: DescriptionWriter, dataset: Node, fields: Fields): void {
  const tags = fields.objects('tags').flatMap((tag) => tag.text('name', 'display_name') ?? []);
  for (const tag of new Set([...tags, ...fields.list('tag_string')])) writer.text(dataset, dcat.keyword, tag);
  for (const [language, words] of translatedKeywords(fields)) for (const word of words) writer.text(dataset, dcat.keyword, word, language);
  const groups = fields
    .objects('groups')
    .flatMap((group) => ['uri', 'url', 'id', 'name'].map((name) => group.text(name)).find((one) => one !== null && looksLikeIri(one)) ?? []);
  for (const theme of new Set([...fields.list('theme'), ...groups])) writer.iriOrText(dataset, dcat.theme, theme);
}

function translatedKeywords(fields: Fields): readonly (readonly [string, readonly string[]])[] {
  const value = fields.raw('tags_translated');
  if (!isObject(value)) return [];
  return Object.entries(value).map(([language, words]) => [language, Array.isArray(words) ? words.filter((word) => typeof word === 'string') : []]);
}

/** Dates of the dataset, else those of its record, which CKAN keeps in UTC without saying so; ckanext-dcat does the same. */
function writeTimes(writer: DescriptionWriter, dataset: Node, fields: Fields): void {
  writer.date(dataset, dct.issued, fields.text('issued') ?? utc(fields.text('metadata_created')));
  writer.date(dataset, dct.modified, fields.text('modified') ?? utc(fields.text('metadata_modified')));
  writer.date(dataset, dct.created, fields.text('created'));
  const periods = fields.objects('temporal_coverage');
  for (const period of periods) writer.period(dataset, dct.temporal, period.text('start'), period.text('end'));
  if (periods.length === 0) writer.period(dataset, dct.temporal, fields.text('temporal_start'), fields.text('temporal_end'));
}

function utc(time: string | null): string | null {
  return time !== null && /T[\d:.]+$/.test(time) ? `${time}Z` : time;
}

function writeRelations(writer: DescriptionWriter, dataset: Node, fields: Fields, site: string): void {
  for (const series of fields.list('in_series'))
    writer.add(dataset, dcat.inSeries, DataFactory.namedNode(looksLikeIri(series) ? series : `${site}dataset/${encodeURIComponent(series)}`));
  for (const relation of fields.objects('qualified_relation')) {
    if (relation.text('relation') === null) continue;
    const node = writer.node(relation.text('uri'), dcat.Relationship);
    writer.iriOrText(node, dct.relation, relation.text('relation'));
    writer.iriOrText(node, dcat.hadRole, relation.text('role'));
    writer.add(dataset, dcat.qualifiedRelation, node);
  }
}
