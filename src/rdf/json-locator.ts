import { getNodeValue, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { Quad } from '@rdfjs/types';
import { rdf } from '../../vocab/rdf.js';

/** Where a statement stands in a JSON document. */
export interface JsonPlace {
  readonly line: number;
  /** RFC 6901, such as `/@graph/0/dct:title/1`. */
  readonly pointer: string;
}

/** The line of the first slip of syntax in a JSON text; null when it is well-formed (RFC 8259). */
export function firstJsonError(text: string): number | null {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  return first === undefined ? null : text.slice(0, first.offset).split('\n').length;
}

interface Found {
  readonly node: Node;
  readonly pointer: string;
}

/**
 * Finds statements back in a JSON-LD document by what they say: the node by its `@id`, the property by a key that means it,
 * the value by its text.
 *
 * A streaming parser holds quads until it has seen a context, so it cannot tell places itself. Only contexts inside the document
 * and prefixes are understood; a document with an `@context` elsewhere gets the node, or nothing, rather than a wrong place.
 */
export class JsonLocator {
  private readonly lineStarts: readonly number[];
  private readonly terms = new Map<string, string>();
  private readonly idKeys = new Set(['@id']);
  private readonly typeKeys = new Set(['@type']);
  private readonly byId = new Map<string, Found[]>();

  /** Null when the text is no JSON. */
  static of(text: string, baseIri: string): JsonLocator | null {
    const root = parseTree(text);
    return root === undefined ? null : new JsonLocator(text, root, baseIri);
  }

  private constructor(
    text: string,
    root: Node,
    private readonly baseIri: string,
  ) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.lineStarts = starts;
    this.readContexts(root);
    this.index({ node: root, pointer: '' });
  }

  /**
   * @param record all quads of the record, to find a node without a name by the statement that leads to it
   */
  locate(fault: { readonly focusNode: string; readonly path: string | null; readonly value: string | null }, record: readonly Quad[]): JsonPlace | null {
    const nodes = this.nodesOf(fault.focusNode, record, 0);
    if (fault.path !== null) {
      for (const node of nodes) {
        const found = this.statement(node, fault.path, fault.value);
        if (found !== null) return this.place(found);
      }
    }
    return nodes[0] === undefined ? null : this.place(nodes[0]);
  }

  private nodesOf(focusNode: string, record: readonly Quad[], depth: number): readonly Found[] {
    const named = this.byId.get(focusNode);
    if (named !== undefined) return named;
    const parent = depth > 6 ? undefined : record.find((quad) => quad.object.value === focusNode && quad.object.termType !== 'Literal');
    if (parent === undefined) return [];
    const own = record.filter((quad) => quad.subject.value === focusNode && quad.object.termType === 'Literal');
    return this.nodesOf(parent.subject.value, record, depth + 1)
      .flatMap((node) => this.values(node, parent.predicate.value))
      .filter(
        ({ node }) => node.type === 'object' && own.every((quad) => this.statement({ node, pointer: '' }, quad.predicate.value, quad.object.value) !== null),
      );
  }

  /** The value under a key that means the property; the key's whole value when no single one fits. */
  private statement(node: Found, property: string, value: string | null): Found | null {
    const values = this.values(node, property);
    if (value === null) return values[0] ?? null;
    const wanted = lexical(value);
    return values.find((candidate) => this.says(candidate.node, wanted)) ?? null;
  }

  private says(node: Node, wanted: string): boolean {
    if (node.type !== 'object') return String(getNodeValue(node)) === wanted || this.expand(String(getNodeValue(node)), false) === wanted;
    const value = member(node, '@value') ?? [...this.idKeys].map((key) => member(node, key)).find((found) => found !== undefined);
    return value !== undefined && (String(getNodeValue(value)) === wanted || this.expand(String(getNodeValue(value)), true) === wanted);
  }

  private values({ node, pointer }: Found, property: string): readonly Found[] {
    return members(node).flatMap(([key, value]) => {
      const means = this.typeKeys.has(key) ? rdf.type.value : this.expand(key, false);
      if (means !== property) return [];
      const at = `${pointer}/${escapePointer(key)}`;
      return value.type === 'array'
        ? (value.children ?? []).map((item, index) => ({ node: item, pointer: `${at}/${String(index)}` }))
        : [{ node: value, pointer: at }];
    });
  }

  private readContexts(node: Node): void {
    for (const [key, value] of members(node)) {
      if (key === '@context') for (const context of value.type === 'array' ? (value.children ?? []) : [value]) this.readContext(context);
    }
  }

  private readContext(context: Node): void {
    for (const [term, definition] of members(context)) {
      const iri: unknown = definition.type === 'object' ? getNodeValueOf(member(definition, '@id')) : getNodeValue(definition);
      if (typeof iri !== 'string') continue;
      if (iri === '@id') this.idKeys.add(term);
      else if (iri === '@type') this.typeKeys.add(term);
      else this.terms.set(term, iri);
    }
  }

  private index(found: Found): void {
    const { node, pointer } = found;
    if (node.type === 'array') (node.children ?? []).forEach((child, at) => { this.index({ node: child, pointer: `${pointer}/${String(at)}` }); }); // prettier-ignore
    if (node.type !== 'object') return;
    for (const [key, value] of members(node)) {
      if (key === '@context') continue;
      if (this.idKeys.has(key) && value.type === 'string') {
        const id = this.expand(String(value.value), true);
        const known = this.byId.get(id);
        if (known === undefined) this.byId.set(id, [found]);
        else known.push(found);
      } else this.index({ node: value, pointer: `${pointer}/${escapePointer(key)}` });
    }
  }

  /** A term, a compact IRI or an IRI, made whole; relative IRIs only where an `@id` may stand. */
  private expand(text: string, relative: boolean): string {
    const term = this.terms.get(text);
    if (term !== undefined && !relative) return this.expandPrefix(term);
    const whole = this.expandPrefix(text);
    if (!relative || whole.includes(':')) return whole;
    try {
      return new URL(whole, this.baseIri).href;
    } catch {
      return whole;
    }
  }

  private expandPrefix(text: string): string {
    const colon = text.indexOf(':');
    const namespace = colon <= 0 || text.startsWith('//', colon + 1) ? undefined : this.terms.get(text.slice(0, colon));
    if (namespace !== undefined) return namespace + text.slice(colon + 1);
    const vocabulary = this.terms.get('@vocab');
    return colon === -1 && vocabulary !== undefined && !text.startsWith('@') ? vocabulary + text : text;
  }

  private place({ node, pointer }: Found): JsonPlace {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= node.offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, pointer };
  }
}

function members(node: Node): readonly (readonly [key: string, value: Node])[] {
  if (node.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return key === undefined || value === undefined ? [] : [[String(key.value), value] as const];
  });
}

function member(node: Node, key: string): Node | undefined {
  return members(node).find(([name]) => name === key)?.[1];
}

function getNodeValueOf(node: Node | undefined): unknown {
  return node === undefined ? undefined : getNodeValue(node);
}

/** The text of an N-Triples term: an IRI without its brackets, a literal without quotes, tag and datatype. */
function lexical(term: string): string {
  if (term.startsWith('<')) return term.slice(1, -1);
  const literal = /^"((?:[^"\\]|\\.)*)"/s.exec(term)?.[1];
  return literal === undefined ? term : literal.replace(/\\(["\\nrt])/g, (_, char: string) => unescapes[char] ?? char);
}

const unescapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
