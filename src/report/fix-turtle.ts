import { EventEmitter } from 'node:events';
import type { Quad, Term } from '@rdfjs/types';
import { Parser } from 'n3';
import type { Locator, PlannedStatement, TextEdit } from './fix-document.js';

/** A token as N3's lexer tells it; lines count from 1, columns from 0. */
interface Token {
  readonly type: string;
  readonly value: string;
  readonly prefix: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly endLine?: number;
}

interface TokenParser {
  parse(source: EventEmitter, callbacks: { onQuad: (error: Error | null, quad: Quad | null) => void; onToken: (token: Token) => void }): void;
}

const n3Formats: Readonly<Record<string, string>> = { turtle: 'Turtle', trig: 'TriG', 'n-triples': 'N-Triples', 'n-quads': 'N-Quads' };

/** A quad is told right after the token that ends it: its value is among the last few. */
const lookBack = 8;

/** Where values and properties stand in Turtle and its family, by the tokens of the lexer that reads it. */
export const locateInTurtle: Locator = (text, planned, { format, baseIri }) => {
  const wanted = new Map(planned.map((statement) => [statement.index, statement]));
  const found = new Map<number, readonly TextEdit[]>();
  const starts = lineStarts(text);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? 0) + column;
  const names = new Names(baseIri);
  const recent: Token[] = [];
  const predicates = new Map<string, Token>();
  let index = 0;
  const place = ({ quad, change }: PlannedStatement): readonly TextEdit[] | null => {
    const at = findValue(recent, quad.object, names);
    if (at === null) return null;
    const edits: TextEdit[] = [];
    const { first, last } = at;
    const to = offset(last.endLine ?? last.line, last.end);
    edits.push({
      from: offset(first.line, first.start),
      to,
      insert: format === 'n-triples' || format === 'n-quads' || text[to] === '.' ? change.after : names.shorten(change.after),
    });
    if (change.newPredicate !== undefined) {
      const predicate = predicates.get(quad.predicate.value);
      if (predicate === undefined) return null;
      edits.push({
        from: offset(predicate.line, predicate.start),
        to: offset(predicate.line, predicate.end),
        insert: names.shorten(`<${change.newPredicate}>`),
      });
    }
    return edits;
  };
  const parser = new Parser({ format: n3Formats[format] ?? 'TriG', baseIRI: baseIri }) as unknown as TokenParser;
  const source = new EventEmitter();
  parser.parse(source, {
    onToken: (token) => {
      recent.push(token);
      if (recent.length > lookBack) recent.shift();
      names.see(token);
      const iri = names.iriOf(token);
      if (iri !== null) predicates.set(iri, token);
    },
    onQuad: (_error, quad) => {
      if (quad === null) return;
      const statement = wanted.get(index++);
      const edits = statement === undefined ? null : place(statement);
      if (statement !== undefined && edits !== null) found.set(statement.index, edits);
    },
  });
  source.emit('data', text);
  source.emit('end');
  return found;
};

function findValue(tokens: readonly Token[], object: Term, names: Names): { readonly first: Token; readonly last: Token } | null {
  for (let at = tokens.length - 1; at >= 0; at--) {
    const token = tokens[at];
    if (token === undefined) continue;
    if (object.termType === 'NamedNode' && names.iriOf(token) === object.value) return { first: token, last: token };
    if (object.termType !== 'Literal' || token.type !== 'literal' || token.value !== object.value) continue;
    const next = tokens[at + 1];
    const isTyped = next !== undefined && (next.type === 'langcode' || next.type === 'type' || next.type === 'typeIRI');
    return { first: token, last: isTyped ? next : token };
  }
  return null;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
  return starts;
}

/** The prefixes and base of a document, as far as it has been read. */
class Names {
  private readonly prefixes = new Map<string, string>();
  private before: readonly Token[] = [];

  constructor(private base: string) {}

  see(token: Token): void {
    const [declaration, prefix] = this.before;
    if (token.type === 'IRI' && prefix?.type === 'prefix' && declaration !== undefined && /prefix$/i.test(declaration.type))
      this.prefixes.set(prefix.value, this.resolve(token.value));
    else if (token.type === 'IRI' && prefix !== undefined && /base$/i.test(prefix.type)) this.base = this.resolve(token.value);
    this.before = prefix === undefined ? [token] : [prefix, token];
    if (this.before.length === 1 && declaration !== undefined) this.before = [declaration, token];
  }

  iriOf(token: Token): string | null {
    if (token.type === 'IRI' || token.type === 'typeIRI') return this.resolve(token.value);
    if (token.type !== 'prefixed' && token.type !== 'type') return token.type === 'abbreviation' ? token.value : null;
    const namespace = this.prefixes.get(token.prefix);
    return namespace === undefined ? null : namespace + token.value;
  }

  private resolve(iri: string): string {
    if (/^[a-z][a-z0-9+.-]*:/i.test(iri)) return iri;
    return URL.canParse(iri, this.base) ? new URL(iri, this.base).href : iri;
  }

  /** An N-Triples term with the prefixes that the document has for its property or datatype; vocabulary terms only. */
  shorten(term: string): string {
    const iri = /^(?:"(?:[^"\\]|\\.)*"\^\^)?<([^<>\\]*)>$/.exec(term)?.[1];
    if (iri === undefined) return term;
    for (const [prefix, namespace] of this.prefixes) {
      if (namespace !== '' && iri.startsWith(namespace) && /^[A-Za-z_][\w-]*$/.test(iri.slice(namespace.length)))
        return `${term.slice(0, term.length - iri.length - 2)}${prefix}:${iri.slice(namespace.length)}`;
    }
    return term;
  }
}
