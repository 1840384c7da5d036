import type { Quad } from '@rdfjs/types';
import { adms } from '../../vocab/adms.js';
import { csvw } from '../../vocab/csvw.js';
import { cv } from '../../vocab/cv.js';
import { dcat } from '../../vocab/dcat.js';
import { dcatap } from '../../vocab/dcatap.js';
import { dct } from '../../vocab/dcterms.js';
import { dpv } from '../../vocab/dpv.js';
import { fdpo } from '../../vocab/fdp.js';
import { foaf } from '../../vocab/foaf.js';
import { healthdcatap as h } from '../../vocab/healthdcatap.js';
import { ldp } from '../../vocab/ldp.js';
import { sio } from '../../vocab/sio.js';
import { vcard } from '../../vocab/vcard.js';

/** Wrong spellings of namespaces seen in the wild (healthdcat-ap.md section 2, RDF-7), for properties and classes. */
export const namespaceFixes: readonly (readonly [string, string])[] = [
  ['https://www.w3.org/ns/dcat#', dcat.iri],
  ['http://www.w3.org/ns/dcat/', dcat.iri],
  ['https://www.w3.org/ns/dcat/', dcat.iri],
  ['https://purl.org/dc/terms/', dct.iri],
  ['https://www.w3.org/ns/adms#', adms.iri],
  ['https://healthdcat-ap.eu/ns#', h.iri],
  ['https://healthdataportal.eu/ns/health#', h.iri],
  ['http://data.europa.eu/r5r#', dcatap.iri],
  ['https://data.europa.eu/r5r/', dcatap.iri],
  ['https://xmlns.com/foaf/0.1/', foaf.iri],
  ['https://www.w3.org/2006/vcard/ns#', vcard.iri],
  ['https://www.w3.org/2004/02/skos/core#', 'http://www.w3.org/2004/02/skos/core#'],
  ['https://www.w3.org/ns/prov#', 'http://www.w3.org/ns/prov#'],
  ['https://www.w3.org/ns/dqv#', 'http://www.w3.org/ns/dqv#'],
  ['https://www.w3.org/ns/csvw#', csvw.iri],
  ['http://w3id.org/dpv#', dpv.iri],
  ['http://www.w3.org/2006/timehas', 'http://www.w3.org/2006/time#has'],
];

/**
 * The http/https spelling and the namespace of vocabulary IRIs in value position. Only IRIs of the same list: other
 * hosts and Wikidata are mapped on reading (DESIGN section 3).
 */
export const valueNamespaceFixes: readonly (readonly [string, string])[] = [
  ['https://publications.europa.eu/resource/authority/', 'http://publications.europa.eu/resource/authority/'],
  ['http://hdeu-dcat.data.health.europa.eu/resource/authority/', 'https://hdeu-dcat.data.health.europa.eu/resource/authority/'],
  ['https://healthdcat-ap.eu/vocab/health-category/', 'https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/'],
  ['https://healthdcat-ap.eu/vocab/health-theme/', 'https://hdeu-dcat.data.health.europa.eu/resource/authority/health-theme/'],
  ['https://data.europa.eu/eli/', 'http://data.europa.eu/eli/'],
  ['https://www.wikidata.org/entity/Q', 'http://www.wikidata.org/entity/Q'],
  ['https://www.wikidata.org/wiki/Q', 'http://www.wikidata.org/entity/Q'],
  ['http://www.wikidata.org/wiki/Q', 'http://www.wikidata.org/entity/Q'],
];

/** Properties that do not exist, beside the one that was certainly meant. */
export const predicateFixes: Readonly<Record<string, string>> = {
  [dcat.iri + 'distributions']: dcat.distribution.value,
  [dcat.iri + 'datasets']: dcat.dataset.value,
  [dcat.iri + 'keywords']: dcat.keyword.value,
  [dcat.iri + 'themes']: dcat.theme.value,
  [dcat.accrualPeriodicity.value]: dct.accrualPeriodicity.value,
  [dcat.iri + 'accessUrl']: dcat.accessURL.value,
  [dcat.iri + 'downloadUrl']: dcat.downloadURL.value,
  [h.minimumTypicalAge.value]: h.minTypicalAge.value,
  [h.maximumTypicalAge.value]: h.maxTypicalAge.value,
  [h.hasPurpose.value]: dpv.hasPurpose.value,
  ['http://www.w3.org/ns/dqv#hasLegalBasis']: dpv.hasLegalBasis.value,
  ['http://purl.org/dc/elements/1.1/title']: dct.title.value,
  ['http://purl.org/dc/elements/1.1/description']: dct.description.value,
  ['http://purl.org/dc/elements/1.1/identifier']: dct.identifier.value,
};

const values = (...terms: readonly { readonly value: string }[]): ReadonlySet<string> => new Set(terms.map((term) => term.value));

/** Object properties of which a plain web address as text is certainly meant as an IRI. */
export const iriProperties: ReadonlySet<string> = values(
  dcat.landingPage,
  dcat.accessURL,
  dcat.downloadURL,
  dcat.endpointURL,
  dcat.endpointDescription,
  dcat.theme,
  dcat.mediaType,
  foaf.page,
  foaf.homepage,
  dct.license,
  dct.accessRights,
  dct.language,
  dct.conformsTo,
  dct.isReferencedBy,
  dct.accrualPeriodicity,
  dcatap.applicableLegislation,
  dcatap.availability,
  h.healthCategory,
  h.healthTheme,
  h.hasCodingSystem,
  vcard.hasURL,
  cv.contactPage,
  csvw.propertyUrl,
);

export const dateProperties: ReadonlySet<string> = values(dct.issued, dct.modified, dct.created, dcat.startDate, dcat.endDate);

export const countProperties: ReadonlySet<string> = values(h.numberOfRecords, h.numberOfUniqueIndividuals, h.minTypicalAge, h.maxTypicalAge, dcat.byteSize);

export const booleanProperties: ReadonlySet<string> = values(h.hasStructuredData, h.trustedDataHolder);

/** Want `mailto:` IRIs. */
export const emailIriProperties: ReadonlySet<string> = values(vcard.hasEmail, foaf.mbox);

/** Want plain text (CPOV). */
export const emailTextProperties: ReadonlySet<string> = values(cv.email);

const accessRight = 'http://publications.europa.eu/resource/authority/access-right/';

/** Access rights written as a word; the three of the health profiles only. */
export const accessRightCodes: Readonly<Record<string, string>> = {
  PUBLIC: `${accessRight}PUBLIC`,
  RESTRICTED: `${accessRight}RESTRICTED`,
  NON_PUBLIC: `${accessRight}NON_PUBLIC`,
  NON_PUBLIC_ACCESS: `${accessRight}NON_PUBLIC`,
};

/** Triples a FAIR Data Point adds to every record that are not the holder's (FDP-17): never hashed, validated or kept. */
export function isVolatile(quad: Quad): boolean {
  const predicate = quad.predicate.value;
  if (predicate.startsWith(fdpo.iri) || predicate.startsWith(ldp.iri) || predicate === sio.SIO_000628.value) return true;
  const object = quad.object.value;
  if (quad.object.termType === 'NamedNode' && object.startsWith(ldp.iri)) return true;
  if (predicate === dct.accessRights.value && quad.object.termType === 'NamedNode' && object === `${quad.subject.value}#accessRights`) return true;
  return predicate === dct.conformsTo.value && /\/profile\/[0-9a-f-]{36}$/.test(object);
}
