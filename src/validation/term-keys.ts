import type { Literal, Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';

/**
 * A term as one string: an IRI as it is, `_:label`, or `"text"` followed by `@tag` or `^^datatype`.
 *
 * It serves as key in maps and as the form in which terms go to a worker, since Quads do not survive `postMessage`.
 */
export function termKey(term: Term): string {
  if (term.termType === 'Literal') return literalKey(term);
  if (term.termType === 'BlankNode') return `_:${term.value}`;
  return term.value;
}

export function quadFromKeys(subject: string, predicate: string, object: string): Quad {
  const { namedNode, quad } = DataFactory;
  return quad(resource(subject), namedNode(predicate), object.startsWith('"') ? literalFromKey(object) : resource(object));
}

function literalKey(literal: Literal): string {
  return literal.language === '' ? `"${literal.value}"^^${literal.datatype.value}` : `"${literal.value}"@${literal.language.toLowerCase()}`;
}

function resource(key: string) {
  return key.startsWith('_:') ? DataFactory.blankNode(key.slice(2)) : DataFactory.namedNode(key);
}

/** The last quotation mark ends the text: neither a language tag nor a datatype IRI can hold one. */
function literalFromKey(key: string): Literal {
  const end = key.lastIndexOf('"');
  const text = key.slice(1, end);
  return key.charAt(end + 1) === '@' ? DataFactory.literal(text, key.slice(end + 2)) : DataFactory.literal(text, DataFactory.namedNode(key.slice(end + 3)));
}
