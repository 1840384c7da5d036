import type { Literal, Quad } from '@rdfjs/types';
import { Writer } from 'n3';
import { rdf } from '../../vocab/rdf.js';
import { InternalError } from '../domain/errors.js';
import type { RdfFormat } from './format.js';
import { groupBy } from './group-by.js';
import { prefixes } from './prefixes.js';
import { canonicalText, tripleToLine } from './terms.js';

const xsdString = 'http://www.w3.org/2001/XMLSchema#string';

/** Writes triples (default graph, no blank nodes) in one of our formats: sorted, fixed prefixes, same bytes for the same state (OUT-8). */
export function serialise(quads: readonly Quad[], format: RdfFormat): string {
  switch (format) {
    case 'n-triples':
    case 'n-quads':
      return canonicalText(quads);
    case 'turtle':
    case 'trig':
      return turtle(sorted(quads));
    case 'json-ld':
      return jsonLd(sorted(quads));
    case 'rdf-xml':
      return rdfXml(sorted(quads));
  }
}

function sorted(quads: readonly Quad[]): Quad[] {
  const lines = new Map(quads.map((quad) => [tripleToLine(quad), quad]));
  return [...lines].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, quad]) => quad);
}

/** Without those that some IRI of the graph has as its scheme (`dct:PUBLIC` meant as an IRI): it would be read as a short form. */
function safePrefixes(quads: readonly Quad[]): Record<string, string> {
  const schemes = new Set(
    quads
      .flatMap((quad) => [quad.subject, quad.predicate, quad.object])
      .flatMap((term) => (term.termType === 'Literal' ? [term.datatype.value] : [term.value]))
      .map((iri) => iri.slice(0, Math.max(0, iri.indexOf(':')))),
  );
  return Object.fromEntries(Object.entries(prefixes).filter(([prefix]) => !schemes.has(prefix)));
}

function turtle(quads: readonly Quad[]): string {
  const used = Object.fromEntries(
    Object.entries(safePrefixes(quads)).filter(([, iri]) =>
      quads.some((quad) =>
        [quad.predicate, quad.object, quad.subject].some(
          (term) => term.value.startsWith(iri) || (term.termType === 'Literal' && term.datatype.value.startsWith(iri)),
        ),
      ),
    ),
  );
  const writer = new Writer({ prefixes: used });
  writer.addQuads([...quads]);
  let text = '';
  writer.end((error: Error | null, result: string) => {
    if (error !== null) throw new InternalError('internal/error', 'Turtle could not be written', {}, { cause: error });
    text = result;
  });
  return text;
}

/** Flattened JSON-LD with a context of prefixes only: every reader expands it to the same triples. */
function jsonLd(quads: readonly Quad[]): string {
  const context = safePrefixes(quads);
  const graph = [...groupBy(quads, (quad) => quad.subject.value)].map(([id, own]) => {
    const node: Record<string, unknown> = { '@id': id };
    for (const [predicate, values] of groupBy(own, (quad) => quad.predicate.value)) {
      if (predicate === rdf.type.value) node['@type'] = values.map((quad) => compact(quad.object.value, context));
      else
        node[compact(predicate, context)] = values.map((quad) =>
          quad.object.termType === 'Literal' ? jsonLiteral(quad.object, context) : { '@id': quad.object.value },
        );
    }
    return node;
  });
  return `${JSON.stringify({ '@context': context, '@graph': graph }, null, 1)}\n`;
}

function jsonLiteral(literal: Literal, context: Readonly<Record<string, string>>): object {
  if (literal.language !== '') return { '@value': literal.value, '@language': literal.language };
  return literal.datatype.value === xsdString ? { '@value': literal.value } : { '@value': literal.value, '@type': compact(literal.datatype.value, context) };
}

function compact(iri: string, context: Readonly<Record<string, string>>): string {
  for (const [prefix, namespace] of Object.entries(context)) {
    if (iri.startsWith(namespace) && /^[A-Za-z_][\w.-]*$/.test(iri.slice(namespace.length))) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return iri;
}

/** RDF/XML with one rdf:Description per subject. A property whose IRI has no XML local name cannot be written there and is left out. */
function rdfXml(quads: readonly Quad[]): string {
  const namespaces = new Map(Object.entries(prefixes).map(([prefix, iri]) => [iri, prefix]));
  const body: string[] = [];
  for (const [id, own] of groupBy(quads, (quad) => quad.subject.value)) {
    body.push(`  <rdf:Description rdf:about="${xml(id)}">`);
    for (const quad of own) {
      const parts = /^(.*?)([A-Za-z_][\w.-]*)$/.exec(quad.predicate.value);
      const namespace = parts?.[1] ?? '';
      const local = parts?.[2] ?? '';
      if (namespace === '' || local === '') continue;
      const known = longest(quad.predicate.value, namespaces);
      const [prefix, name] = known ?? [namespaces.get(namespace) ?? declare(namespaces, namespace), local];
      const tag = `${prefix}:${name}`;
      if (quad.object.termType !== 'Literal') body.push(`    <${tag} rdf:resource="${xml(quad.object.value)}"/>`);
      else {
        const { language, datatype, value } = quad.object;
        const attribute = language !== '' ? ` xml:lang="${xml(language)}"` : datatype.value === xsdString ? '' : ` rdf:datatype="${xml(datatype.value)}"`;
        body.push(`    <${tag}${attribute}>${xml(value)}</${tag}>`);
      }
    }
    body.push('  </rdf:Description>');
  }
  const used = [...namespaces].filter(([, prefix]) => prefix === 'rdf' || body.some((line) => line.startsWith(`    <${prefix}:`)));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF\n${used.map(([iri, prefix]) => `  xmlns:${prefix}="${xml(iri)}"`).join('\n')}>\n${body.join('\n')}\n</rdf:RDF>\n`;
}

function longest(iri: string, namespaces: ReadonlyMap<string, string>): readonly [string, string] | undefined {
  for (const [namespace, prefix] of namespaces)
    if (iri.startsWith(namespace) && /^[A-Za-z_][\w.-]*$/.test(iri.slice(namespace.length))) return [prefix, iri.slice(namespace.length)];
  return undefined;
}

function declare(namespaces: Map<string, string>, iri: string): string {
  const prefix = `ns${String(namespaces.size)}`;
  namespaces.set(iri, prefix);
  return prefix;
}

/** Escapes for text and attributes; characters that XML 1.0 forbids are left out (OAIP-11). */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"\r]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' })[char] ?? char);
}
