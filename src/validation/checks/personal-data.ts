import type { Literal, Quad } from '@rdfjs/types';
import { cv } from '../../../vocab/cv.js';
import { dct } from '../../../vocab/dcterms.js';
import { foaf } from '../../../vocab/foaf.js';
import { healthdcatap } from '../../../vocab/healthdcatap.js';
import { vocabulary } from '../../../vocab/namespace.js';
import { rdf } from '../../../vocab/rdf.js';
import { spdx } from '../../../vocab/spdx.js';
import { vcard } from '../../../vocab/vcard.js';
import { findingWithoutValue, isText, statements, type Check, type CheckInput } from './check.js';

/**
 * Nine digits that could be a citizen service number (BSN): they pass its eleven-test. One number in eleven does, so this is a warning;
 * and the number is not repeated, since a report is read by more people than the description.
 *
 * @see https://nl.wikipedia.org/wiki/Burgerservicenummer
 */
export const bsnLike: Check = function* ({ dataset }) {
  for (const { quad, text } of freeTexts({ dataset })) {
    if (notForNumbers.has(quad.predicate.value)) continue;
    // An organisation's RSIN passes the same test, and is public.
    if (
      quad.predicate.equals(dct.identifier) &&
      agentTypes.some((type) => dataset.ownQuads(quad.subject, rdf.type.value).some(({ object }) => object.equals(type)))
    )
      continue;
    if (holdsBsn(text)) yield findingWithoutValue(quad);
  }
};

/** The address of a person, in a contact or in a text; a mailbox of a desk is what the catalogue wants. The address is not repeated. */
export const emailPersonal: Check = function* ({ dataset }) {
  for (const quad of statements(dataset, vcard.hasEmail, cv.email, foaf.mbox))
    if (quad.object.termType !== 'BlankNode' && isPersonalAddress(quad.object.value)) yield findingWithoutValue(quad);
  for (const { quad, text } of freeTexts({ dataset }))
    if (!mailProperties.has(quad.predicate.value) && (text.match(/[\w.+-]+@[\w-]+\.[\w.-]+/g) ?? []).some(isPersonalAddress)) yield findingWithoutValue(quad);
};

const phone = vocabulary(vcard.iri, 'hasValue', 'value', 'tel', 'hasTelephone');
const notForNumbers: ReadonlySet<string> = new Set(
  [healthdcatap.hasCodeValues, cv.telephone, phone.hasValue, phone.value, phone.tel, phone.hasTelephone, spdx.checksumValue]
    .map((term) => term.value)
    .concat(`${foaf.iri}phone`),
);
const mailProperties: ReadonlySet<string> = new Set([vcard.hasEmail, cv.email, foaf.mbox].map((term) => term.value));
const agentTypes = [foaf.Agent, foaf.Organization, vcard.Organization];

function* freeTexts({ dataset }: Pick<CheckInput, 'dataset'>): Iterable<{ quad: Quad; text: string }> {
  for (const quad of dataset) {
    if (!isText(quad.object)) continue;
    const { value }: Literal = quad.object;
    yield { quad, text: value };
  }
}

export function holdsBsn(text: string): boolean {
  const plain = text.replace(/\b(?:https?:\/\/|urn:|doi:|10\.\d{4,9}\/)\S*/gi, ' ');
  for (const match of plain.matchAll(/(?<![\p{L}\d.,/_+-])(?:\d{9}|\d{4}\.\d{2}\.\d{3})(?![\p{L}\d/_-]|[.,]\d)/gu)) {
    const before = plain.slice(Math.max(0, match.index - 16), match.index);
    const after = plain.slice(match.index + match[0].length, match.index + match[0].length + 20);
    if (otherNumber.test(before) || /^\s*(records?|rows?|regels|rijen|personen|patients?|pati\p{L}+|individuals?|euro|bytes)\b/iu.test(after)) continue;
    if (passesElevenTest(match[0].replaceAll('.', ''))) return true;
  }
  return false;
}

/** What comes before a telephone number, or a number of another register. */
const otherNumber =
  /(\+\s?\d{1,3}[\s(-]*0?\)?\s*|00\d{2}[\s-]*|(tel|telefoon|phone|fax|kvk|rsin|btw|vat|iban|isbn|issn|pmid|pmc|agb|orcid|oclc|snomed|snomed ct|sct|sctid|icd|loinc|ean|gtin|gln|nct|uzovi|grant|subsidie|project|dossier|€|eur)\p{P}*\s*(nr|no|nummer|number)?\p{P}*\s*)$/iu;

function passesElevenTest(digits: string): boolean {
  const sum = Array.from(digits).reduce((total, digit, at) => total + Number(digit) * (at === 8 ? -1 : 9 - at), 0);
  return /[1-9]/.test(digits) && !/^(\d)\1+$/.test(digits) && sum % 11 === 0;
}

/** `firstname.lastname@`, `f.lastname@`, or a provider that private people use; unless a word of the address is that of a desk. */
export function isPersonalAddress(address: string): boolean {
  const [, local, domain] = /^(?:mailto:)?([^@\s]+)@([^@\s?]+)/i.exec(address.trim().toLowerCase()) ?? [];
  if (local === undefined || domain === undefined || desk.test(local)) return false;
  if (freeProviders.test(domain)) return true;
  const parts = local.replace(/\+.*$/, '').split(/[._]/);
  const names = parts.every((part) => /^[\p{L}-]+$/u.test(part)) && parts.length >= 2 && parts.length <= 5;
  return names && (parts.at(-1) ?? '').length > 1 && !parts.some((part) => part.length > 2 && domain.includes(part));
}

const freeProviders =
  /^(gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|me|proton|protonmail|gmx|ziggo|kpnmail|kpnplanet|planet|home|hetnet|xs4all|casema|upcmail|chello|telfort|tele2|quicknet|zonnet|telenet|skynet|web|orange|wanadoo|free)\.(com|nl|be|de|net|org|fr|eu|ch|me|at|co\.uk)$/;
const desk =
  /info|data|contact|desk|support|help|office|team|admin|secret|service|servic|dienst|beheer|bureau|afdeling|biblio|library|onderzoek|research|study|studie|stud|regist|biobank|bank|cohort|catalog|metadata|fair|fdp|hdab|ehds|privacy|security|press|pers\b|communic|redact|postmaster|webmaster|noreply|no-reply|reply|curat|access|toegang|aanvra|request|vragen|question|project|program|institu|cent(er|re|rum)|dep(t|artment)|lab|group|groep|unit|klini|clinic|epidem|genet|genom|statis|medi[sc]|zorg|health|gezond|science|weten|open|public|archi|portal|inspire|geo|gis|map|kaart|klant|customer|mail|post|algemeen|general|coord|director|manage|board|bestuur|opendata|stewar|license|licen|juridi|legal|intern|extern|national|kennis|knowledge|system|platform|network|netwerk|logie|kunde|verkeer|wegen|water|natuur|milieu|energie|economi|landbouw|traffic|transport|environment|sport|cultu/;
