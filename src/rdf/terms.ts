import type { Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { parseStored } from './parse.js';

const xsdString = 'http://www.w3.org/2001/XMLSchema#string';
const escapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };

/** One term in canonical N-Triples (RDF 1.1 N-Triples section 4). */
export function termToNTriples(term: Term): string {
  switch (term.termType) {
    case 'NamedNode':
      return `<${term.value.replace(/[\u0000-\u0020<>"{}|\\^`]/g, (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)}>`;
    case 'BlankNode':
      return `_:${term.value}`;
    case 'Literal': {
      const text = `"${term.value.replace(/["\\\n\r\t\b\f]/g, (char) => escapes[char] ?? char).replace(/[\u0000-\u0007\u000B\u000E-\u001F\u007F]/g, (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)}"`;
      if (term.language !== '') return `${text}@${term.language}`;
      return term.datatype.value === xsdString ? text : `${text}^^<${term.datatype.value}>`;
    }
    default:
      return '';
  }
}

/** One triple as an N-Triples line without line end; the graph is left out. */
export function tripleToLine(quad: Quad): string {
  return `${termToNTriples(quad.subject)} ${termToNTriples(quad.predicate)} ${termToNTriples(quad.object)} .`;
}

/** Sorted, unique N-Triples: the canonical form of a graph without blank nodes. */
export function canonicalText(quads: Iterable<Quad>): string {
  const lines = [...new Set([...quads].map(tripleToLine))].sort();
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** Reads one N-Triples term back, as kept in assertions and reports. */
export function termFromNTriples(text: string): Term {
  const quad = parseStored(`<urn:s> <urn:p> ${text} .`)[0];
  return quad?.object ?? DataFactory.literal(text);
}

export const genidPrefix = 'urn:ndc:genid:';

/** Stored IRIs carry no host; on output our base stands in (DESIGN section 3). */
export function withBase(body: string, baseUrl: string): string {
  return body.replaceAll(`<${genidPrefix}`, `<${baseUrl}/.well-known/genid/`);
}
