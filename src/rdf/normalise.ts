import type { Literal, NamedNode, Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { rdf } from '../../vocab/rdf.js';
import { xsd } from '../../vocab/xsd.js';
import type { Repair } from '../domain/repair.js';
import { encodeIllegal, isValidIri } from './iri.js';
import {
  accessRightCodes,
  booleanProperties,
  countProperties,
  dateProperties,
  emailIriProperties,
  emailTextProperties,
  iriProperties,
  isVolatile,
  namespaceFixes,
  predicateFixes,
  valueNamespaceFixes,
} from './normalise-rules.js';

export interface NormalisedQuad {
  /** Null when the quad cannot be kept or carries nothing of the holder's. */
  readonly quad: Quad | null;
  readonly repairs: readonly Repair[];
}

/**
 * Settles one quad: namespaces, http/https spelling of vocabulary IRIs, language tags, datatypes and bad IRIs, where
 * the intent is certain; everything is reported (RDF-6, RDF-7, DESIGN section 3). Subjects are never touched, values
 * of old lists stay. Normalising twice is normalising once.
 */
export function normaliseQuad(quad: Quad): NormalisedQuad {
  const repairs: Repair[] = [];
  if (isVolatile(quad)) return { quad: null, repairs };
  const predicate = fixPredicate(quad.predicate.value, repairs);
  if (predicate === null) return { quad: null, repairs };
  const object = fixObject(predicate, quad.object, repairs);
  if (predicate === quad.predicate.value && object === quad.object) return { quad, repairs };
  return { quad: DataFactory.quad(quad.subject, DataFactory.namedNode(predicate), object as NamedNode, quad.graph), repairs };
}

function fixPredicate(iri: string, repairs: Repair[]): string | null {
  const fixed = fixNamespace(iri, repairs);
  const renamed = predicateFixes[fixed];
  if (renamed !== undefined) {
    repairs.push({ rule: 'predicate', repaired: true, detail: `<${iri}> is read as <${renamed}>.` });
    return renamed;
  }
  if (!isValidIri(fixed)) {
    repairs.push({ rule: 'invalid-predicate', repaired: false, detail: `The property <${iri}> is not an IRI; its values are left out.` });
    return null;
  }
  return fixed;
}

/** What may stand behind a namespace for it to be the namespace of a term. */
const localName = /^[\w.-]*$/;

function fixNamespace(iri: string, repairs: Repair[]): string {
  for (const [wrong, right] of namespaceFixes) {
    if (iri.startsWith(wrong) && !iri.startsWith(right) && localName.test(iri.slice(wrong.length))) {
      const fixed = right + iri.slice(wrong.length);
      repairs.push({ rule: 'namespace', repaired: true, detail: `The namespace of <${iri}> is read as <${right}>.` });
      return fixed;
    }
  }
  return iri;
}

function fixObject(predicate: string, object: Term, repairs: Repair[]): Term {
  if (object.termType === 'NamedNode') return fixIriObject(predicate, object, repairs);
  if (object.termType === 'Literal') return fixLiteral(predicate, object, repairs);
  return object;
}

function fixIriObject(predicate: string, object: NamedNode, repairs: Repair[]): Term {
  const raw = object.value;
  if (emailTextProperties.has(predicate) && /^mailto:\S+@/i.test(raw)) {
    repairs.push({ rule: 'iri-for-literal', repaired: true, detail: `<${predicate}> wants text; the address is kept without "mailto:".` });
    return DataFactory.literal(raw.slice(7));
  }
  if (emailIriProperties.has(predicate) && !raw.includes(':') && raw.includes('@')) return mailto(raw, repairs);
  let iri = raw;
  if (!isValidIri(iri)) {
    iri = encodeIllegal(raw);
    if (!isValidIri(iri)) {
      repairs.push({
        rule: 'iri',
        repaired: false,
        detail: `The value ${JSON.stringify(raw.slice(0, 200))} of <${predicate}> is not an IRI; it is kept as text.`,
      });
      return fixLiteral(predicate, DataFactory.literal(raw), repairs);
    }
    repairs.push({
      rule: 'iri',
      repaired: true,
      detail: `The value ${JSON.stringify(raw.slice(0, 200))} of <${predicate}> holds characters that an IRI may not hold; they are percent-encoded.`,
    });
  }
  if (predicate === rdf.type.value) iri = fixNamespace(iri, repairs);
  for (const [wrong, right] of valueNamespaceFixes) {
    if (iri.startsWith(wrong)) {
      repairs.push({ rule: 'authority-scheme', repaired: true, detail: `<${iri}> is read as <${right}${iri.slice(wrong.length)}>.` });
      iri = right + iri.slice(wrong.length);
    }
  }
  return iri === raw ? object : DataFactory.namedNode(iri);
}

function fixLiteral(predicate: string, literal: Literal, repairs: Repair[]): Term {
  const tagged = fixLanguage(withValidDatatype(literal, repairs), repairs);
  const text = tagged.value.trim();
  if (predicate === 'http://purl.org/dc/terms/accessRights' && accessRightCodes[text.toUpperCase()] !== undefined) {
    const iri = accessRightCodes[text.toUpperCase()] ?? '';
    repairs.push({ rule: 'access-right', repaired: true, detail: `The access right ${JSON.stringify(text)} is read as <${iri}>.` });
    return DataFactory.namedNode(iri);
  }
  if (emailIriProperties.has(predicate) && /^(mailto:)?[^\s@]+@[^\s@]+$/i.test(text)) return mailto(text, repairs);
  if (iriProperties.has(predicate)) return literalForIri(predicate, tagged, text, repairs);
  if (dateProperties.has(predicate)) return fixDate(predicate, tagged, text, repairs);
  if (countProperties.has(predicate)) return fixCount(predicate, tagged, text, repairs);
  if (booleanProperties.has(predicate)) return fixBoolean(predicate, tagged, text, repairs);
  return tagged;
}

function withValidDatatype(literal: Literal, repairs: Repair[]): Literal {
  const tagless = literal.datatype.value === rdf.langString.value || literal.datatype.value.endsWith('#dirLangString');
  if (literal.language !== '' || (isValidIri(literal.datatype.value) && !tagless)) return literal;
  repairs.push({
    rule: 'datatype',
    repaired: false,
    detail: `The datatype ${JSON.stringify(literal.datatype.value.slice(0, 60))} is ${tagless ? 'for text with a language tag, and there is none' : 'not an IRI'}; the value is kept as plain text.`,
  });
  return DataFactory.literal(literal.value);
}

function mailto(text: string, repairs: Repair[]): NamedNode {
  const iri = `mailto:${encodeIllegal(text.replace(/^mailto:/i, ''))}`;
  repairs.push({ rule: 'mailto', repaired: true, detail: 'An e-mail address is written as an IRI with "mailto:".' });
  return DataFactory.namedNode(iri);
}

function fixLanguage(literal: Literal, repairs: Repair[]): Literal {
  if (literal.language === '') return literal;
  const written = literal.language.replaceAll('_', '-').toLowerCase();
  const canonical = languageNames[written] ?? written;
  const tag = canonical
    .split('-')
    .map((part, at) => (at > 0 && part.length === 2 ? part.toUpperCase() : part))
    .join('-');
  if (!wellFormedTag.test(tag)) {
    repairs.push({
      rule: 'language-tag',
      repaired: false,
      detail: `${JSON.stringify(literal.language.slice(0, 60))} is no language tag; the text is kept without it.`,
    });
    return DataFactory.literal(literal.value);
  }
  if (tag === literal.language) return literal;
  if (tag.toLowerCase() !== literal.language.toLowerCase())
    repairs.push({ rule: 'language-tag', repaired: true, detail: `The language tag ${JSON.stringify(literal.language)} is read as ${JSON.stringify(tag)}.` });
  return DataFactory.literal(literal.value, tag);
}

/** Language tags written as the name of the language, where there is one meaning only. */
const languageNames: Readonly<Record<string, string>> = {
  dutch: 'nl',
  nederlands: 'nl',
  english: 'en',
  engels: 'en',
  german: 'de',
  duits: 'de',
  french: 'fr',
  frans: 'fr',
  nld: 'nl',
  dut: 'nl',
  eng: 'en',
  deu: 'de',
  fra: 'fr',
};

/** BCP 47 section 2.1, without the grandfathered ones: what the strictest reader behind us takes. */
const wellFormedTag =
  /^(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+)$/i;

function literalForIri(predicate: string, literal: Literal, text: string, repairs: Repair[]): Term {
  const encoded = encodeIllegal(text);
  if (/^https?:\/\//i.test(text) && isValidIri(encoded) && !/\s/.test(text)) {
    repairs.push({
      rule: 'literal-for-iri',
      repaired: true,
      detail: `<${predicate}> wants an IRI; the text ${JSON.stringify(text.slice(0, 200))} is read as one.`,
    });
    return fixIriObject(predicate, DataFactory.namedNode(encoded), repairs);
  }
  repairs.push({
    rule: 'literal-for-iri',
    repaired: false,
    detail: `<${predicate}> wants an IRI, and the text ${JSON.stringify(text.slice(0, 120))} is none.`,
  });
  return literal;
}

const datePatterns: readonly (readonly [RegExp, NamedNode])[] = [
  [/^-?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/, xsd.dateTime],
  [/^-?\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?$/, xsd.date],
  [/^-?\d{4}-\d\d$/, xsd.gYearMonth],
  [/^-?\d{4}$/, xsd.gYear],
];

function fixDate(predicate: string, literal: Literal, text: string, repairs: Repair[]): Literal {
  const right = datePatterns.find(([pattern]) => pattern.test(text))?.[1];
  if (right === undefined || !isCalendarDate(text)) {
    repairs.push({ rule: 'datatype', repaired: false, detail: `${JSON.stringify(text.slice(0, 60))} of <${predicate}> is not a date as YYYY-MM-DD.` });
    return literal;
  }
  if (literal.datatype.equals(right) && text === literal.value) return literal;
  repairs.push({
    rule: 'datatype',
    repaired: true,
    detail: `${JSON.stringify(text)} of <${predicate}> is typed ${shortName(right)} instead of ${shortName(literal.datatype)}.`,
  });
  return DataFactory.literal(text, right);
}

/** 2023-02-30 looks like a date and is none: no intent is certain there. */
function isCalendarDate(text: string): boolean {
  const parts = /^-?(\d{4})(?:-(\d\d)(?:-(\d\d))?)?/.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function fixCount(predicate: string, literal: Literal, text: string, repairs: Repair[]): Literal {
  if (!/^\+?\d+(\.0+)?$/.test(text)) {
    repairs.push({ rule: 'datatype', repaired: false, detail: `${JSON.stringify(text.slice(0, 60))} of <${predicate}> is not a whole number of 0 or more.` });
    return literal;
  }
  const value = text.replace(/^\+/, '').replace(/\.0+$/, '');
  if (literal.datatype.equals(xsd.nonNegativeInteger) && value === literal.value) return literal;
  repairs.push({
    rule: 'datatype',
    repaired: true,
    detail: `${JSON.stringify(text)} of <${predicate}> is typed xsd:nonNegativeInteger instead of ${shortName(literal.datatype)}.`,
  });
  return DataFactory.literal(value, xsd.nonNegativeInteger);
}

function fixBoolean(predicate: string, literal: Literal, text: string, repairs: Repair[]): Literal {
  if (!/^(true|false|1|0)$/i.test(text)) {
    repairs.push({ rule: 'datatype', repaired: false, detail: `${JSON.stringify(text.slice(0, 60))} of <${predicate}> is neither true nor false.` });
    return literal;
  }
  const value = text === '1' ? 'true' : text === '0' ? 'false' : text.toLowerCase();
  if (literal.datatype.equals(xsd.boolean) && value === literal.value) return literal;
  repairs.push({
    rule: 'datatype',
    repaired: true,
    detail: `${JSON.stringify(text)} of <${predicate}> is typed xsd:boolean instead of ${shortName(literal.datatype)}.`,
  });
  return DataFactory.literal(value, xsd.boolean);
}

function shortName(datatype: NamedNode): string {
  return datatype.value.startsWith(xsd.iri) ? `xsd:${datatype.value.slice(xsd.iri.length)}` : `<${datatype.value}>`;
}
