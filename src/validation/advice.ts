import type { Literal, NamedNode, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { cv } from '../../vocab/cv.js';
import { xsd } from '../../vocab/xsd.js';
import type { LanguageMap } from '../domain/language.js';
import type { Change, Expected, Fix, NearValue } from '../domain/validation.js';
import type { Concepts } from '../rdf/concepts.js';
import { isValidIri } from '../rdf/iri.js';
import { termToNTriples } from '../rdf/terms.js';
import { patchOf } from './fix.js';
import { defaultAdvice } from './messages.js';
import type { Rule } from './rules.js';

/** What advice can be made from: the rule that was broken, and the statement that broke it. */
export interface Fault {
  readonly rule: Rule;
  readonly component: string;
  readonly focusNode: string;
  readonly path: string | null;
  readonly value: Term | null;
  readonly concepts: Concepts;
  /** Lists that other rules bind to the path. */
  readonly lists: readonly string[];
}

/**
 * How to mend a fault: the rule's own advice, made exact where the value at fault tells what was meant.
 *
 * A change is certain when nothing is guessed: the label or code of exactly one listed concept, the present IRI of an old one,
 * a value whose text is right and whose type is not. Anything else is offered as "did you mean".
 */
export function adviseOn(fault: Fault): Fix | null {
  const { rule, focusNode, path, value } = fault;
  const near = value === null || rule.expected === null ? nothingNear : nearTo(value, rule.expected, fault);
  const change = near.certain === null || value === null || path === null || !isPlainPath(path) ? null : changeOf(focusNode, path, value, near.certain);
  const text = adviceText(fault, near, change);
  const patch = change !== null ? patchOf(`<${change.predicate}> ${change.after}`, focusNode) : rule.example === null ? null : patchOf(rule.example, focusNode);
  if (patch === null && Object.keys(text).length === 0) return null;
  return { text, patch, change, nearest: change === null ? near.nearest : [] };
}

interface Near {
  /** What was certainly meant. */
  readonly certain: Term | null;
  readonly nearest: readonly NearValue[];
}

const nothingNear: Near = { certain: null, nearest: [] };
const maxNearest = 3;

function nearTo(value: Term, expected: Expected, { path, concepts, lists }: Fault): Near {
  const schemes = expected.schemes.length > 0 ? expected.schemes : lists;
  if (schemes.length > 0) return nearestConcept(value, schemes, concepts);
  if (value.termType === 'Literal' && expected.datatypes.length > 0) return sure(retyped(value, expected.datatypes));
  if (value.termType === 'Literal' && (expected.nodeKind === 'IRI' || expected.nodeKind === 'BlankNodeOrIRI')) return iriMeant(value, path);
  if (value.termType === 'NamedNode' && expected.nodeKind === 'Literal') return sure(textMeant(value, path));
  if (value.termType === 'NamedNode' && expected.values.length > 0) return nearestAllowed(value, expected.values);
  return nothingNear;
}

function nearestConcept(value: Term, schemes: readonly string[], concepts: Concepts): Near {
  if (value.termType !== 'NamedNode' && value.termType !== 'Literal') return nothingNear;
  const found = schemes.flatMap((scheme) => concepts.nearest(value.value, scheme, maxNearest));
  // A value of another list is right where that list is asked for: it is not ours to replace, only to offer.
  const home = value.termType === 'NamedNode' ? concepts.scheme(value.value) : undefined;
  const isElsewhere = home !== undefined && !schemes.includes(home);
  const certain = isElsewhere ? [] : found.filter((concept) => concept.certain);
  if (certain.length === 1 && certain[0] !== undefined) return sure(DataFactory.namedNode(certain[0].iri));
  return { certain: null, nearest: found.slice(0, maxNearest).map(({ iri, label }) => ({ value: `<${iri}>`, label })) };
}

/** The only allowed value that differs in nothing but http or https, host or case. */
function nearestAllowed(value: NamedNode, allowed: readonly string[]): Near {
  const last = lastSegment(value.value).toLowerCase();
  const same = allowed.filter((term) => term.startsWith('<') && lastSegment(term.slice(1, -1)).toLowerCase() === last);
  if (same.length === 1 && same[0] !== undefined) return sure(DataFactory.namedNode(same[0].slice(1, -1)));
  return { certain: null, nearest: allowed.slice(0, maxNearest).map((term) => ({ value: term, label: lastSegment(term.replace(/[<>]/g, '')) })) };
}

const lexicalForms: readonly (readonly [datatype: string, form: RegExp])[] = [
  [xsd.gYear.value, /^-?\d{4}$/],
  [xsd.gYearMonth.value, /^-?\d{4}-(0[1-9]|1[0-2])$/],
  [xsd.date.value, /^-?\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(Z|[+-]\d\d:\d\d)?$/],
  [xsd.dateTime.value, /^-?\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/],
  [xsd.boolean.value, /^(true|false|0|1)$/],
  [xsd.nonNegativeInteger.value, /^\+?\d+$/],
  [xsd.integer.value, /^[+-]?\d+$/],
  [xsd.decimal.value, /^[+-]?(\d+(\.\d*)?|\.\d+)$/],
  [xsd.duration.value, /^-?P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/],
  [xsd.hexBinary.value, /^([0-9a-fA-F]{2})+$/],
  [xsd.anyURI.value, /^[a-zA-Z][a-zA-Z0-9+.-]*:\S+$/],
];

/** The same text under the first allowed datatype that it is a correct form of. */
function retyped(literal: Literal, datatypes: readonly string[]): Term | null {
  const text = literal.value.trim();
  for (const [datatype, form] of lexicalForms) {
    if (datatypes.includes(datatype) && form.test(text) && literal.datatype.value !== datatype)
      return DataFactory.literal(text, DataFactory.namedNode(datatype));
  }
  return null;
}

function iriMeant(literal: Literal, path: string | null): Near {
  const text = literal.value.trim();
  if (/^(https?|mailto|urn|doi|ftp|tel):\S+$/i.test(text) && isValidIri(text)) return sure(DataFactory.namedNode(text));
  if (/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(text) && path?.toLowerCase().endsWith('mail') === true) return sure(DataFactory.namedNode(`mailto:${text}`));
  if (/^(www\.|[a-z0-9-]+\.)[a-z0-9.-]+\.[a-z]{2,}(\/\S*)?$/i.test(text))
    return { certain: null, nearest: [{ value: `<https://${text}>`, label: `https://${text}` }] };
  if (/^10\.\d{4,9}\/\S+$/.test(text) && isValidIri(`https://doi.org/${text}`))
    return { certain: null, nearest: [{ value: `<https://doi.org/${text}>`, label: `https://doi.org/${text}` }] };
  return nothingNear;
}

function textMeant(iri: NamedNode, path: string | null): Term | null {
  return path === cv.email.value && iri.value.startsWith('mailto:') ? DataFactory.literal(iri.value.slice('mailto:'.length)) : null;
}

function sure(term: Term | null): Near {
  return { certain: term, nearest: [] };
}

function changeOf(subject: string, predicate: string, before: Term, after: Term): Change | null {
  return before.equals(after) ? null : { subject, predicate, before: termToNTriples(before), after: termToNTriples(after) };
}

function isPlainPath(path: string): boolean {
  return isValidIri(path) && !path.startsWith('<') && !path.startsWith('^');
}

function adviceText({ rule, component, concepts }: Fault, near: Near, change: Change | null): LanguageMap {
  const own = Object.keys(rule.fix).length > 0 ? rule.fix : defaultAdvice(component, rule, concepts);
  const more = change === null ? didYouMean(near.nearest) : replaceBy(change);
  if (more === null) return own;
  return Object.fromEntries(
    (['nl', 'en'] as const).map((lang) => {
      const first = own[lang]?.[0] ?? own['']?.[0];
      return [lang, [first === undefined ? more[lang] : `${first} ${more[lang]}`]];
    }),
  );
}

interface Sentence {
  readonly nl: string;
  readonly en: string;
}

function didYouMean(nearest: readonly NearValue[]): Sentence | null {
  if (nearest.length === 0) return null;
  const list = nearest.map(({ value, label }) => `${value} (${label})`).join(', ');
  return { nl: `Bedoelt u misschien: ${list}?`, en: `Did you mean: ${list}?` };
}

function replaceBy({ before, after }: Change): Sentence {
  return { nl: `Vervang ${before} door ${after}.`, en: `Replace ${before} by ${after}.` };
}

function lastSegment(iri: string): string {
  return iri.replace(/[/#]+$/, '').replace(/^.*[/#]/, '');
}
