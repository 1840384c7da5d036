import type { NamedNode } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { dpv } from '../../vocab/dpv.js';
import { dqv } from '../../vocab/dqv.js';
import { geodcatap } from '../../vocab/geodcatap.js';
import { healthdcatap as h } from '../../vocab/healthdcatap.js';
import { oa } from '../../vocab/oa.js';
import { prov } from '../../vocab/prov.js';
import { rdfs } from '../../vocab/rdfs.js';
import { xsd } from '../../vocab/xsd.js';
import type { DescriptionWriter, Node } from '../description-writer.js';
import { agentNode, writeAgents } from './agents.js';
import type { Fields } from './package-fields.js';

const addresses: readonly (readonly [field: string, predicate: NamedNode])[] = [
  ['health_category', h.healthCategory],
  ['health_theme', h.healthTheme],
  ['coding_system', h.hasCodingSystem],
  ['analytics', h.analytics],
  ['legal_basis', dpv.hasLegalBasis],
  ['personal_data', dpv.hasPersonalData],
  ['purpose', dpv.hasPurpose],
];

const texts: readonly (readonly [field: string, predicate: NamedNode])[] = [
  ['code_values', h.hasCodeValues],
  ['population_coverage', h.populationCoverage],
];

const counts: readonly (readonly [field: string, predicate: NamedNode])[] = [
  ['number_of_records', h.numberOfRecords],
  ['number_of_unique_individuals', h.numberOfUniqueIndividuals],
  ['min_typical_age', h.minTypicalAge],
  ['max_typical_age', h.maxTypicalAge],
];

/** The HealthDCAT-AP fields of a package, under the names that ckanext-dcat's health schema gives them (healthdcat-ap.md section 5). */
export function writeHealth(writer: DescriptionWriter, dataset: Node, fields: Fields): void {
  for (const [field, predicate] of addresses) for (const value of fields.list(field)) writer.iriOrText(dataset, predicate, value);
  for (const [field, predicate] of texts) {
    const translated = fields.translated(field);
    for (const [language, text] of translated) writer.text(dataset, predicate, text, language);
    if (translated.length === 0) for (const value of fields.texts(field)) writer.text(dataset, predicate, value);
  }
  for (const [field, predicate] of counts) {
    const value = fields.text(field);
    if (value !== null && /^\d+$/.test(value)) writer.typed(dataset, predicate, value, xsd.nonNegativeInteger);
    else writer.text(dataset, predicate, value);
  }
  const structured = fields.text('has_structured_data', 'structured_data');
  if (structured !== null && /^(true|false)$/i.test(structured)) writer.typed(dataset, h.hasStructuredData, structured.toLowerCase(), xsd.boolean);
  else writer.text(dataset, h.hasStructuredData, structured);
  for (const period of fields.objects('retention_period')) writer.period(dataset, h.retentionPeriod, period.text('start'), period.text('end'));
  writeAgents(writer, dataset, h.hdab, fields, 'hdab');
  writeAgents(writer, dataset, h.hdabCoordinator, fields, 'hdab_coordinator');
  writeAgents(writer, dataset, geodcatap.custodian, fields, 'custodian');
  writeAnnotations(writer, dataset, fields);
  writeAttributions(writer, dataset, fields);
  writeActivities(writer, dataset, fields);
}

function writeAnnotations(writer: DescriptionWriter, dataset: Node, fields: Fields): void {
  for (const annotation of fields.objects('quality_annotation')) {
    if (annotation.isEmpty()) continue;
    const node = writer.node(annotation.text('uri'), dqv.QualityCertificate);
    writer.iriOrText(node, oa.hasBody, annotation.text('body'));
    writer.iriOrText(node, oa.hasTarget, annotation.text('target'));
    writer.iriOrText(node, oa.motivatedBy, annotation.text('motivated_by'));
    writer.add(dataset, dqv.hasQualityAnnotation, node);
  }
}

function writeAttributions(writer: DescriptionWriter, dataset: Node, fields: Fields): void {
  for (const attribution of fields.objects('qualified_attribution')) {
    if (attribution.isEmpty()) continue;
    const node = writer.node(attribution.text('uri'), prov.Attribution);
    for (const agent of attribution.objects('agent')) writer.add(node, prov.agent, agentNode(writer, agent));
    writer.iriOrText(node, dcat.hadRole, attribution.text('role'));
    writer.add(dataset, prov.qualifiedAttribution, node);
  }
}

function writeActivities(writer: DescriptionWriter, dataset: Node, fields: Fields): void {
  for (const activity of fields.objects('provenance_activity')) {
    if (activity.isEmpty()) continue;
    const node = writer.node(activity.text('uri'), prov.Activity);
    writer.iriOrText(node, dct.type, activity.text('dct_type', 'type'));
    writer.text(node, rdfs.label, activity.text('label'));
    writer.iriOrText(node, rdfs.seeAlso, activity.text('seeAlso'));
    writer.date(node, prov.startedAtTime, activity.text('startedAtTime'));
    writer.date(node, prov.endedAtTime, activity.text('endedAtTime'));
    for (const associate of activity.objects('wasAssociatedWith')) {
      const agent = agentNode(writer, associate);
      for (const principal of associate.objects('actedOnBehalfOf')) writer.add(agent, prov.actedOnBehalfOf, agentNode(writer, principal));
      writer.add(node, prov.wasAssociatedWith, agent);
    }
    writer.add(dataset, prov.wasGeneratedBy, node);
  }
}
