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

/** Each triple once, in the order of its line. */
export function sorted(quads: readonly Quad[]): Quad[] {
  const lines = new Map(quads.map((quad) => [tripleToLine(quad), quad]));
  return [...lines].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, quad]) => quad);
}

/** Without those that some IRI of the graph has as its scheme (`dct:PUBLIC` meant as an IRI): it would be read as a short form. */
export function safePrefixes(quads: readonly Quad[]): Record<string, string> {
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
  return turtleText(quads, used);
}

function turtleText(quads: readonly Quad[], declared: Readonly<Record<string, string>>): string {
  const writer = new Writer({ prefixes: declared });
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
  return `${JSON.stringify({ '@context': context, '@graph': jsonNodes(quads, context) }, null, 1)}\n`;
}

/** Flattened nodes, one for each subject. */
export function jsonNodes(quads: readonly Quad[], context: Readonly<Record<string, string>>): Record<string, unknown>[] {
  return [...groupBy(quads, (quad) => quad.subject.value)].map(([id, own]) => {
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
  const body = xmlDescriptions(quads, (namespace) => {
    const prefix = namespaces.get(namespace) ?? `ns${String(namespaces.size)}`;
    namespaces.set(namespace, prefix);
    return [prefix, ''];
  });
  const used = [...namespaces].filter(([, prefix]) => prefix === 'rdf' || body.some((line) => line.startsWith(`    <${prefix}:`)));
  return `${xmlHead(used)}${body.join('\n')}\n</rdf:RDF>\n`;
}

function xmlHead(namespaces: readonly (readonly [iri: string, prefix: string])[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF\n${namespaces.map(([iri, prefix]) => `  xmlns:${prefix}="${xml(iri)}"`).join('\n')}>\n`;
}

const ownNamespaces = new Map(Object.entries(prefixes).map(([prefix, iri]) => [iri, prefix]));

/** @param declare the prefix of a namespace that is none of ours, and what is to stand in the tag to declare it */
function xmlDescriptions(quads: readonly Quad[], declare: (namespace: string) => readonly [prefix: string, declaration: string]): string[] {
  const body: string[] = [];
  for (const [id, own] of groupBy(quads, (quad) => quad.subject.value)) {
    body.push(`  <rdf:Description rdf:about="${xml(id)}">`);
    for (const quad of own) {
      const parts = /^(.*?)([A-Za-z_][\w.-]*)$/.exec(quad.predicate.value);
      const namespace = parts?.[1] ?? '';
      const local = parts?.[2] ?? '';
      if (namespace === '' || local === '') continue;
      const known = longest(quad.predicate.value, ownNamespaces);
      const [prefix, declaration] = known === undefined ? declare(namespace) : [known[0], ''];
      const tag = `${prefix}:${known?.[1] ?? local}`;
      if (quad.object.termType !== 'Literal') body.push(`    <${tag}${declaration} rdf:resource="${xml(quad.object.value)}"/>`);
      else {
        const { language, datatype, value } = quad.object;
        const attribute = language !== '' ? ` xml:lang="${xml(language)}"` : datatype.value === xsdString ? '' : ` rdf:datatype="${xml(datatype.value)}"`;
        body.push(`    <${tag}${declaration}${attribute}>${xml(value)}</${tag}>`);
      }
    }
    body.push('  </rdf:Description>');
  }
  return body;
}

/** Writes any number of descriptions one after the other, holding one at a time. */
export interface RdfStream {
  /** What stands before the first one. */
  readonly head: string;
  /** One description: triples of the default graph without blank nodes. Subjects that come again are written again. */
  add(quads: readonly Quad[]): string;
  /** What stands after the last one. */
  readonly tail: string;
}

/** Every prefix is declared beforehand, used or not, and what is written is sorted within a description: the same bytes for the same state (OUT-8). */
export function rdfStream(format: RdfFormat): RdfStream {
  switch (format) {
    case 'n-triples':
    case 'n-quads':
      return { head: '', add: canonicalText, tail: '' };
    case 'turtle':
    case 'trig':
      return turtleStream();
    case 'json-ld':
      return jsonLdStream();
    case 'rdf-xml': {
      const declare = (namespace: string): readonly [string, string] => ['ns', ` xmlns:ns="${xml(namespace)}"`];
      const add = (quads: readonly Quad[]): string =>
        xmlDescriptions(sorted(quads), declare)
          .map((line) => `${line}\n`)
          .join('');
      return { head: xmlHead([...ownNamespaces]), add, tail: '</rdf:RDF>\n' };
    }
  }
}

function turtleStream(): RdfStream {
  const headOf = (declared: Readonly<Record<string, string>>): string =>
    `${Object.entries(declared)
      .map(([prefix, iri]) => `@prefix ${prefix}: <${iri}>.\n`)
      .join('')}\n`;
  return {
    head: headOf(prefixes),
    add: (quads) => {
      if (quads.length === 0) return '';
      const safe = safePrefixes(quads);
      const text = turtleText(sorted(quads), safe);
      const head = headOf(safe);
      if (!text.startsWith(head)) throw new InternalError('internal/error', 'Turtle begins otherwise than it should', {});
      return text.slice(head.length);
    },
    tail: '',
  };
}

function jsonLdStream(): RdfStream {
  let isFirst = true;
  return {
    head: `{"@context":${JSON.stringify(prefixes)},"@graph":[`,
    add: (quads) => {
      const safe = safePrefixes(quads);
      // A prefix that some IRI has as its scheme means nothing within the description that holds that IRI.
      const unsafe = Object.keys(prefixes).filter((prefix) => !Object.hasOwn(safe, prefix));
      const local = unsafe.length === 0 ? {} : { '@context': Object.fromEntries(unsafe.map((prefix) => [prefix, null])) };
      return jsonNodes(sorted(quads), safe)
        .map((node) => {
          const text = `${isFirst ? '' : ','}\n${JSON.stringify({ ...local, ...node })}`;
          isFirst = false;
          return text;
        })
        .join('');
    },
    tail: '\n]}\n',
  };
}

function longest(iri: string, namespaces: ReadonlyMap<string, string>): readonly [string, string] | undefined {
  for (const [namespace, prefix] of namespaces)
    if (iri.startsWith(namespace) && /^[A-Za-z_][\w.-]*$/.test(iri.slice(namespace.length))) return [prefix, iri.slice(namespace.length)];
  return undefined;
}

/** Escapes for text and attributes; characters that XML 1.0 forbids are left out (OAIP-11). */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"\r]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' })[char] ?? char);
}
