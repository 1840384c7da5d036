import type { NamedNode, Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { prefixes, prefixedName } from './prefixes.js';
import { jsonNodes, rdfStream, safePrefixes, sorted } from './serialise.js';
import { canonicalText, termToNTriples } from './terms.js';

/** Formats that have named graphs. */
export type GraphFormat = 'trig' | 'n-quads' | 'json-ld';

/** Writes triples without blank nodes, graph by graph, in the order in which they come: the same bytes for the same calls (OUT-8). */
export interface GraphStream {
  readonly head: string;
  /** @param graph the name of the graph; left out for the default graph. One that comes again is written again */
  add(quads: readonly Quad[], graph?: string): string;
  readonly tail: string;
}

/**
 * @param terms properties whose values are terms of vocabularies: JSON-LD has them in its inline context with `@type: @vocab`, under
 *   their local name (FEED-3)
 */
export function graphStream(format: GraphFormat, terms: readonly NamedNode[] = []): GraphStream {
  switch (format) {
    case 'n-quads':
      return { head: '', add: quadLines, tail: '' };
    case 'trig':
      return trigStream();
    case 'json-ld':
      return jsonLdGraphs(terms);
  }
}

function quadLines(quads: readonly Quad[], graph?: string): string {
  const lines = canonicalText(quads);
  if (graph === undefined) return lines;
  const end = ` ${termToNTriples(DataFactory.namedNode(graph))} .`;
  return lines.replaceAll(/ \.$/gm, () => end);
}

function trigStream(): GraphStream {
  const turtle = rdfStream('turtle');
  return {
    head: turtle.head,
    add: (quads, graph) => {
      const text = turtle.add(quads);
      return graph === undefined || text === '' ? text : `${termToNTriples(DataFactory.namedNode(graph))} {\n${text}}\n`;
    },
    tail: '',
  };
}

function jsonLdGraphs(terms: readonly NamedNode[]): GraphStream {
  const byKey = new Map(terms.map(({ value }) => [prefixedName(value), /[^/#]+$/.exec(value)?.[0] ?? value]));
  const context = { ...prefixes, ...Object.fromEntries([...byKey].map(([id, name]) => [name, { '@id': id, '@type': '@vocab' }])) };
  let isFirst = true;
  const item = (value: object): string => {
    const text = `${isFirst ? '' : ','}\n${JSON.stringify(value)}`;
    isFirst = false;
    return text;
  };
  return {
    head: `{"@context":${JSON.stringify(context)},"@graph":[`,
    add: (quads, graph) => {
      if (quads.length === 0) return '';
      const safe = safePrefixes(quads);
      // A prefix that some IRI has as its scheme means nothing within the description that holds that IRI.
      const unsafe = Object.keys(prefixes).filter((prefix) => !Object.hasOwn(safe, prefix));
      const local = unsafe.length === 0 ? {} : { '@context': Object.fromEntries(unsafe.map((prefix) => [prefix, null])) };
      const nodes = jsonNodes(sorted(quads), safe).map((node) => ({ ...local, ...withTerms(node, byKey) }));
      return graph === undefined ? nodes.map(item).join('') : item({ '@id': graph, '@graph': nodes });
    },
    tail: '\n]}\n',
  };
}

/** Values of these properties are written as terms. */
function withTerms(node: Readonly<Record<string, unknown>>, byKey: ReadonlyMap<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(node).map(([key, values]) => {
      const name = byKey.get(key);
      if (name === undefined) return [key, values];
      const written = (values as readonly { readonly '@id': string }[]).map((value) => prefixedName(value['@id']).replace(/^<(.*)>$/, '$1'));
      return [name, written.length === 1 ? written[0] : written];
    }),
  );
}
