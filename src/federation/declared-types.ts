import type { NamedNode, Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { adms } from '../../vocab/adms.js';
import { csvw } from '../../vocab/csvw.js';
import { cv } from '../../vocab/cv.js';
import { dcat } from '../../vocab/dcat.js';
import { dcatap } from '../../vocab/dcatap.js';
import { dct } from '../../vocab/dcterms.js';
import { dpv } from '../../vocab/dpv.js';
import { dqv } from '../../vocab/dqv.js';
import { eli } from '../../vocab/eli.js';
import { foaf } from '../../vocab/foaf.js';
import { geodcatap } from '../../vocab/geodcatap.js';
import { healthdcatap as h } from '../../vocab/healthdcatap.js';
import { odrl } from '../../vocab/odrl.js';
import { prov } from '../../vocab/prov.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { spdx } from '../../vocab/spdx.js';
import { vcard } from '../../vocab/vcard.js';

const { quad } = DataFactory;

/**
 * What a value is by the range of its property (DCAT-AP 3.0.1 and HealthDCAT-AP Release 8, spec/healthdcat-ap.md section 5). Concepts of
 * code lists are left out: a type without a label would be half a statement, and the lists themselves say the rest.
 */
const ranges: readonly (readonly [property: NamedNode, type: NamedNode])[] = [
  [dcatap.applicableLegislation, eli.LegalResource],
  [dct.accessRights, dct.RightsStatement],
  [dct.rights, dct.RightsStatement],
  [dct.accrualPeriodicity, dct.Frequency],
  [dct.language, dct.LinguisticSystem],
  [dct.license, dct.LicenseDocument],
  [dct.format, dct.MediaTypeOrExtent],
  [dcat.mediaType, dct.MediaType],
  [dcat.compressFormat, dct.MediaType],
  [dcat.packageFormat, dct.MediaType],
  [dct.conformsTo, dct.Standard],
  [h.hasCodingSystem, dct.Standard],
  [dct.spatial, dct.Location],
  [dct.temporal, dct.PeriodOfTime],
  [h.retentionPeriod, dct.PeriodOfTime],
  [dct.provenance, dct.ProvenanceStatement],
  [dct.publisher, foaf.Agent],
  [dct.creator, foaf.Agent],
  [h.hdab, foaf.Agent],
  [h.hdabCoordinator, foaf.Agent],
  [geodcatap.custodian, foaf.Agent],
  [dcat.landingPage, foaf.Document],
  [foaf.page, foaf.Document],
  [dcat.contactPoint, vcard.Kind],
  [cv.contactPoint, cv.ContactPoint],
  [adms.identifier, adms.Identifier],
  [adms.sample, dcat.Distribution],
  [h.analytics, dcat.Distribution],
  [dcat.distribution, dcat.Distribution],
  [dcat.qualifiedRelation, dcat.Relationship],
  [dcat.hadRole, dcat.Role],
  [spdx.checksum, spdx.Checksum],
  [spdx.algorithm, spdx.ChecksumAlgorithm],
  [odrl.hasPolicy, odrl.Policy],
  [prov.qualifiedAttribution, prov.Attribution],
  [prov.wasGeneratedBy, prov.Activity],
  [dpv.hasPersonalData, dpv.PersonalData],
  [dpv.hasLegalBasis, dpv.LegalBasis],
  [dpv.hasPurpose, dpv.Purpose],
  [dqv.hasQualityAnnotation, dqv.QualityCertificate],
  [h.hasVariables, csvw.TableGroup],
  [csvw.table, csvw.Table],
  [csvw.column, csvw.Column],
];

/** What the class ranges of DCAT-AP-NL 3.0 want beside. */
const dutchRanges: readonly (readonly [property: NamedNode, type: NamedNode])[] = [
  [foaf.primaryTopic, dcat.Resource],
  [dcat.accessURL, rdfs.Resource],
  [dcat.downloadURL, rdfs.Resource],
  [dcat.endpointURL, rdfs.Resource],
  [dcat.endpointDescription, rdfs.Resource],
];

const typesBy = (known: typeof ranges): ReadonlyMap<string, NamedNode> => new Map(known.map(([property, type]) => [property.value, type]));
const european = typesBy(ranges);
const dutch = typesBy([...ranges, ...dutchRanges]);

/** The types that official shapes want of what a description refers to: said on export, never kept (DESIGN section 4). */
export function declaredTypes(quads: readonly Quad[], forWhom: 'eu' | 'nl' = 'eu'): Quad[] {
  const typeOf = forWhom === 'nl' ? dutch : european;
  return quads.flatMap(({ predicate, object }) => {
    const type = typeOf.get(predicate.value);
    return type === undefined || object.termType === 'Literal' || object.termType === 'Variable' || object.termType === 'Quad'
      ? []
      : [quad(object, rdf.type, type)];
  });
}
