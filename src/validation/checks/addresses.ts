import type { Term } from '@rdfjs/types';
import ipaddr from 'ipaddr.js';
import { cv } from '../../../vocab/cv.js';
import { dcat } from '../../../vocab/dcat.js';
import { dcatap } from '../../../vocab/dcatap.js';
import { dct } from '../../../vocab/dcterms.js';
import { foaf } from '../../../vocab/foaf.js';
import { healthdcatap } from '../../../vocab/healthdcatap.js';
import { vcard } from '../../../vocab/vcard.js';
import { isValidIri } from '../../rdf/iri.js';
import { finding, findingWithoutValue, statements, type Check } from './check.js';
import { isPersonalAddress } from './personal-data.js';

/** A contact that cannot be reached by the looks of it: nothing is tried, validation uses no network. */
export const contactUnreachable: Check = function* ({ dataset }) {
  for (const quad of statements(dataset, vcard.hasEmail, cv.email, foaf.mbox)) {
    const text = addressText(quad.object);
    if (text === null || isMailAddress(text)) continue;
    yield isPersonalAddress(text) ? findingWithoutValue(quad) : finding(quad);
  }
  for (const quad of statements(dataset, vcard.hasURL, cv.contactPage)) {
    const text = addressText(quad.object);
    if (text !== null && !(isWebAddress(text) && !leadsNowhere(text))) yield finding(quad);
  }
};

/** A way in, or a page, whose address leads to nobody. */
export const addressNowhere: Check = function* ({ dataset }) {
  for (const quad of statements(dataset, ...pages)) if (quad.object.termType === 'NamedNode' && leadsNowhere(quad.object.value)) yield finding(quad);
};

/** IRIs that no reader accepts, and prefixes that were never resolved (`<dct:title>`). */
export const iriInvalid: Check = function* ({ dataset }) {
  for (const quad of dataset) {
    if (quad.subject.termType === 'NamedNode' && !isSound(quad.subject.value)) yield { focusNode: quad.subject, value: quad.subject, path: null };
    if (quad.object.termType === 'NamedNode' && !isSound(quad.object.value)) yield finding(quad);
  }
};

/** A web address as text where the property wants the thing itself. */
export const iriAsText: Check = function* ({ dataset }) {
  for (const quad of statements(dataset, ...wantsIri)) if (quad.object.termType === 'Literal' && isWebAddress(quad.object.value.trim())) yield finding(quad);
};

/** `https` where the list says `http`, or the other way round: to RDF another thing altogether. */
export const iriWrongScheme: Check = function* ({ dataset }) {
  for (const quad of dataset) if (quad.object.termType === 'NamedNode' && hasWrongScheme(quad.object.value)) yield finding(quad);
};

const pages: readonly Term[] = [dcat.accessURL, dcat.downloadURL, dcat.landingPage, dcat.endpointURL, dcat.endpointDescription, foaf.page, foaf.homepage];

const wantsIri: readonly Term[] = [
  ...pages,
  dct.accessRights,
  dct.accrualPeriodicity,
  dct.conformsTo,
  dct.format,
  dct.language,
  dct.license,
  dct.spatial,
  dct.publisher,
  dcat.theme,
  dcat.mediaType,
  dcatap.applicableLegislation,
  dcatap.availability,
  healthdcatap.healthCategory,
  healthdcatap.healthTheme,
  healthdcatap.hasCodingSystem,
  vcard.hasURL,
  cv.contactPage,
];

/** Addresses whose owners fixed one spelling. IANA media types are not here: DCAT-AP accepts both. */
const fixedSpelling: readonly string[] = [
  'http://publications.europa.eu/resource/authority/',
  'http://data.europa.eu/eli/',
  'http://data.europa.eu/bna/',
  'http://www.wikidata.org/entity/',
  'http://purl.org/dc/terms/',
  'http://purl.org/adms/',
  'http://www.w3.org/ns/dcat#',
  'http://www.w3.org/ns/adms#',
  'http://spdx.org/rdf/terms#',
  'http://xmlns.com/foaf/0.1/',
  'https://hdeu-dcat.data.health.europa.eu/resource/authority/',
  'https://w3id.org/dpv',
  'https://definities.geostandaarden.nl/',
];
const otherSpelling = fixedSpelling.map((address) => (address.startsWith('https:') ? address.replace('https:', 'http:') : address.replace('http:', 'https:')));

function hasWrongScheme(iri: string): boolean {
  return otherSpelling.some((address) => iri.startsWith(address));
}

/** Prefixes that are no scheme of an IRI: somebody put a short name between angle brackets. */
const prefixes: ReadonlySet<string> = new Set(
  'adms csvw cv dcat dcatap dct dcterms dpv dqv eli ex foaf healthdcatap owl prov rdf rdfs schema sh skos spdx vcard xsd'.split(' '),
);

function isSound(iri: string): boolean {
  if (!isValidIri(iri)) return false;
  const scheme = iri.slice(0, iri.indexOf(':')).toLowerCase();
  return !prefixes.has(scheme) && (scheme !== 'urn' || /^urn:[a-z0-9][a-z0-9-]{1,31}:./i.test(iri));
}

function addressText(term: Term): string | null {
  return term.termType === 'NamedNode' || term.termType === 'Literal' ? term.value.trim() : null;
}

function isMailAddress(text: string): boolean {
  const host = /^(?:mailto:)?[^\s@:/<>()]+@([^\s@/?]+\.[a-z0-9-]{2,})(\?.*)?$/i.exec(text)?.[1];
  return host !== undefined && !isNobody(host);
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]+/i.test(text);
}

function leadsNowhere(address: string): boolean {
  if (/^file:/i.test(address)) return true;
  if (!isWebAddress(address) || !URL.canParse(address)) return false;
  const { hostname, pathname } = new URL(address);
  return isNobody(hostname) || /^\/(placeholder|todo|tbd|xxx+)\/?$/i.test(pathname);
}

/**
 * Hosts that belong to nobody on the Internet. The names below `.example` are left alone: they are for documentation and demonstrations,
 * and no holder ends up with one by mistake, as happens with example.com.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2606
 */
function isNobody(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[|\]$/g, '');
  if (/(^|\.)example\.(com|net|org)$/.test(host) || /(^|\.)(localhost|local|invalid|test|internal|lan)$/.test(host)) return true;
  return ipaddr.isValid(host) && ipaddr.process(host).range() !== 'unicast';
}
