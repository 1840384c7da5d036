import { Parser } from '@traqula/parser-sparql-1-1';
import { AstFactory } from '@traqula/rules-sparql-1-1';
import { xsd } from '../../vocab/xsd.js';
import { RequestError } from '../domain/errors.js';
import type { RemoteGraphs } from './remote-graphs.js';
import type { RemoteLiterals } from './remote-literals.js';
import type { TemplateTerm, TemplateTriple } from './remote-results.js';

/** What a query is asked over: one default graph, and the names that GRAPH may find. */
export interface QueryDataset {
  readonly defaultGraphs: readonly string[];
  /** Null when nobody named any: all that are published. */
  readonly namedGraphs: readonly string[] | null;
}

/** A query that was read by the grammar of SPARQL 1.1, and can be written for a remote store. */
export interface ReadQuery {
  /** The dataset that the query itself names; null when it names none. */
  readonly dataset: QueryDataset | null;
  readonly usesGraph: boolean;
  /** Of the whole query. */
  readonly limit: number | null;
  /** What a CONSTRUCT or a DESCRIBE makes of its solutions, which are asked for as those of a SELECT. */
  readonly template: readonly TemplateTriple[];
  written(target: WriteTarget): string;
}

export interface WriteTarget {
  readonly graphs: RemoteGraphs;
  readonly literals: RemoteLiterals;
  /** Null when nobody named any: all that are published. */
  readonly namedGraphs: readonly string[] | null;
  /** The graph in which patterns without GRAPH are looked for, where the server cannot be told so beside the query. */
  readonly activeGraph: string | null;
}

interface Node {
  readonly type?: string;
  readonly subType?: string;
  readonly loc?: { readonly start?: number; readonly end?: number; readonly newSource?: string };
  readonly [key: string]: unknown;
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const parser = new Parser({ lexerConfig: { positionTracking: 'full' }, defaultContext: { astFactory: new AstFactory() } });

/**
 * Reads a query. A server of one's own knows words and functions beyond SPARQL 1.1, some of which reach its files and other servers: what
 * is not in the grammar never gets to it, and what can be said in it about the server itself is refused.
 *
 * @param baseIri against which relative IRIs stand
 * @throws RequestError `request/bad-query`, `request/query-forbidden`
 */
export function readQuery(query: string, baseIri: string): ReadQuery {
  const root = parsed(query);
  const text = root.loc?.newSource ?? query;
  const names = new Names(root, baseIri);
  const graphs: Node[] = [];
  const literals: Node[] = [];
  walk(root, (node) => {
    if (node.type === 'pattern' && node.subType === 'graph') graphs.push(node);
    else if (node.type === 'pattern' && node.subType === 'service')
      throw new RequestError('request/query-forbidden', 'The endpoint asks no other endpoints: SERVICE is not answered here.');
    else if (node.type === 'term' && node.subType === 'literal') literals.push(node);
    else if (node.type === 'term' && node.subType === 'namedNode') refuseServerWords(names.resolve(node));
    else if (node.type === 'expression' && node.subType === 'functionCall') refuseFunction(names.resolve(node['function'] as Node));
  });
  return {
    dataset: datasetOf(root, names),
    usesGraph: graphs.length > 0,
    limit: limitOf(root),
    template: root.subType === 'describe' ? [described] : templateIn(root['template'], names),
    written: (target) => write({ root, text, names, graphs, literals }, target),
  };
}

function parsed(query: string): Node {
  try {
    return parser.parse(query) as unknown as Node;
  } catch (error) {
    const isDeep = error instanceof RangeError;
    const detail = isDeep ? 'The query is nested too deeply.' : error instanceof Error ? error.message.slice(0, 300) : String(error);
    throw new RequestError('request/bad-query', detail, {}, { cause: error });
  }
}

/** Schemes by which Virtuoso takes IRIs for functions of its own. */
function refuseServerWords(iri: string): void {
  if (/^(?:bif|sql):/i.test(iri))
    throw new RequestError('request/query-forbidden', `<${iri.slice(0, 200)}> is a word of one server; the endpoint speaks SPARQL 1.1.`);
}

/** Casts are all that SPARQL 1.1 names by IRI (section 17.1). */
function refuseFunction(iri: string): void {
  if (!iri.startsWith(xsd.string.value.slice(0, -'string'.length)))
    throw new RequestError('request/bad-query', `The function <${iri.slice(0, 200)}> is not known here: the endpoint speaks SPARQL 1.1.`);
}

/** Names of a query in full. */
class Names {
  private readonly prefixes = new Map<string, string>();
  private base: string;
  /** The query has relative IRIs and does not say against what they stand. */
  needsBase = false;

  private hasBase = false;

  constructor(root: Node, baseIri: string) {
    this.base = baseIri;
    for (const declared of nodes(root['context'])) {
      const value = (declared['value'] as Node)['value'];
      if (typeof value !== 'string') continue;
      const iri = this.absolute(value);
      if (declared.subType === 'base') {
        this.base = iri;
        this.hasBase = true;
      } else this.prefixes.set(String(declared['key']), iri);
    }
  }

  resolve(term: Node): string {
    const { prefix } = term;
    const value = String(term['value']);
    return typeof prefix === 'string' ? (this.prefixes.get(prefix) ?? '') + value : this.absolute(value);
  }

  private absolute(iri: string): string {
    if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(iri)) return iri;
    this.needsBase ||= !this.hasBase;
    return URL.canParse(iri, this.base) ? new URL(iri, this.base).href : iri;
  }
}

function datasetOf(root: Node, names: Names): QueryDataset | null {
  const clauses = nodes((root['datasets'] as Node | undefined)?.['clauses']);
  if (clauses.length === 0) return null;
  const named = (kind: string): string[] => clauses.filter((clause) => clause['clauseType'] === kind).map((clause) => names.resolve(clause['value'] as Node));
  return { defaultGraphs: [...new Set(named('default'))], namedGraphs: [...new Set(named('named'))] };
}

function limitOf(root: Node): number | null {
  const slice = (root['solutionModifiers'] as Node | undefined)?.['limitOffset'] as Node | undefined;
  return typeof slice?.['limit'] === 'number' ? slice['limit'] : null;
}

interface Parts {
  readonly root: Node;
  readonly text: string;
  readonly names: Names;
  readonly graphs: readonly Node[];
  readonly literals: readonly Node[];
}

function write(parts: Parts, target: WriteTarget): string {
  const { root, text, names } = parts;
  const edits: Edit[] = [];
  const clauses = root['datasets'] as Node | undefined;
  if (clauses !== undefined && nodes(clauses['clauses']).length > 0) edits.push({ ...placeOf(clauses), text: ' ' });
  for (const graph of parts.graphs) edits.push(...graphEdits(graph, names, target));
  for (const literal of parts.literals) edits.push(...literalEdits(literal, text, names, target.literals));
  if (target.activeGraph !== null && parts.graphs.length > 0) edits.push(...activeGraphEdits(root, target.activeGraph));
  const own =
    root.subType === 'describe' ? describing(root, text, edits) : root.subType === 'construct' ? selecting(parts, edits) : applied(text, 0, text.length, edits);
  return names.needsBase ? `BASE <${target.graphs.baseUrl}/>\n${own}` : own;
}

/** GRAPH finds what is published, or what the dataset names, and nothing else that the server holds. */
function graphEdits(graph: Node, names: Names, { graphs, namedGraphs }: WriteTarget): Edit[] {
  const name = graph['name'] as Node;
  if (name.subType !== 'variable') {
    const iri = names.resolve(name);
    const isThere = namedGraphs === null ? graphs.isPublic(iri) : namedGraphs.includes(iri) && graphs.isPublic(iri);
    return isThere ? [] : [{ ...placeOf(name), text: `<${graphs.nothing}>` }];
  }
  const variable = `?${String(name['value'])}`;
  const known = namedGraphs?.filter((iri) => graphs.isPublic(iri));
  const condition =
    known === undefined ? graphs.isPublicExpression(variable) : `${variable} IN (${[graphs.nothing, ...known].map((iri) => `<${iri}>`).join(', ')})`;
  const { from, to } = placeOf(graph);
  return [
    { from, to: from, text: '{ ' },
    { from: to, to, text: ` FILTER(${condition}) }` },
  ];
}

function literalEdits(literal: Node, text: string, names: Names, literals: RemoteLiterals): Edit[] {
  const { langOrIri } = literal;
  const place = placeOf(literal);
  // Numbers without quotes are for calculating.
  if (!isNode(langOrIri) || !/["']/.test(text[place.from] ?? '')) return [];
  const datatype = names.resolve(langOrIri);
  const value = String(literal['value']);
  const stored = literals.datatype(value, datatype);
  return stored === datatype ? [] : [{ ...place, text: `${quotedText(value)}^^<${stored}>` }];
}

/** Every group of patterns that stands outside all others is looked for in one graph; those within take it from there. */
function activeGraphEdits(root: Node, graph: string): Edit[] {
  const groups: Node[] = [];
  const outermost = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) outermost(item);
    else if (isNode(value)) {
      if (value.type === 'pattern' && value.subType === 'group') groups.push(value);
      else for (const [key, child] of Object.entries(value)) if (key !== 'loc' && key !== 'template') outermost(child);
    }
  };
  outermost(root);
  return groups.flatMap((group) => {
    const { from, to } = placeOf(group);
    return [
      { from, to: from, text: `{ GRAPH <${graph}> ` },
      { from: to, to, text: ' }' },
    ];
  });
}

/** The solutions of a CONSTRUCT. */
function selecting({ root, text, names }: Parts, edits: readonly Edit[]): string {
  const used = templateIn(root['template'], names)
    .flat()
    .flatMap((term) => ('variable' in term ? [term.variable] : []));
  const variables = used.length === 0 ? '(1 AS ?ndcSolution)' : [...new Set(used)].map((name) => `?${name}`).join(' ');
  return `${prologueOf(root, text)}SELECT ${variables} WHERE ${applied(text, patternStart(root, text), text.length, edits)}`;
}

/** The short form has its pattern for a template, and the parser names the place of the triples alone (SPARQL 1.1 Query, section 16.2.4). */
function patternStart(root: Node, text: string): number {
  const own = (root['where'] as Node).loc?.start;
  if (own !== undefined) return own;
  const first = nodes((root['template'] as Node | undefined)?.['triples'])[0]?.loc?.start;
  return text.lastIndexOf('{', first ?? text.length);
}

function prologueOf(root: Node, text: string): string {
  return `${text.slice(0, Math.max(0, ...nodes(root['context']).map((declared) => placeOf(declared).to)))}\n`;
}

const described: TemplateTriple = [{ variable: 'ndcSubject' }, { variable: 'ndcPredicate' }, { variable: 'ndcObject' }];

function templateIn(template: unknown, names: Names): TemplateTriple[] {
  const found: TemplateTriple[] = [];
  const term = (node: Node): TemplateTerm => {
    if (node.type === 'tripleCollection') {
      for (const triple of nodes(node['triples'])) add(triple);
      return term(node['identifier'] as Node);
    }
    if (node.subType === 'variable') return { variable: String(node['value']) };
    if (node.subType === 'blankNode') return { type: 'bnode', value: String(node['label']) };
    const value = String(node['value']);
    if (node.subType === 'namedNode') return { type: 'uri', value: names.resolve(node) };
    const { langOrIri } = node;
    if (typeof langOrIri === 'string') return { type: 'literal', value, 'xml:lang': langOrIri };
    return isNode(langOrIri) ? { type: 'literal', value, datatype: names.resolve(langOrIri) } : { type: 'literal', value };
  };
  const add = (triple: Node): void => {
    if (triple.type === 'tripleCollection') term(triple);
    else found.push([term(triple['subject'] as Node), term(triple['predicate'] as Node), term(triple['object'] as Node)]);
  };
  for (const triple of nodes((template as Node | undefined)?.['triples'])) add(triple);
  return found;
}

/**
 * A DESCRIBE as the solutions that it means here: all triples whose subject it is. Servers agree on nothing more (SPARQL 1.1 Query,
 * section 16.4), and nodes without a name, for which they differ, are not in our graphs.
 */
function describing(root: Node, text: string, edits: readonly Edit[]): string {
  const where = root['where'] as Node | undefined;
  const terms = nodes(root['variables']);
  const iris = terms.filter(({ subType }) => subType === 'namedNode').map((term) => text.slice(placeOf(term).from, placeOf(term).to));
  const named = terms.filter(({ subType }) => subType === 'variable').map((term) => String(term['value']));
  const variables = terms.some(({ type }) => type === 'wildcard') ? variablesIn(where) : named;
  const pattern = where === undefined ? '' : applied(text, placeOf(where).from, text.length, edits);
  const branches = variables.map(
    (name) => `{ SELECT DISTINCT ?ndcSubject { { SELECT (?${name} AS ?ndcSubject) WHERE ${pattern}\n } FILTER(BOUND(?ndcSubject)) } }`,
  );
  if (iris.length > 0) branches.push(`{ VALUES ?ndcSubject { ${iris.join(' ')} } }`);
  if (branches.length === 0) branches.push('{ VALUES ?ndcSubject { } }');
  return `${prologueOf(root, text)}SELECT DISTINCT ?ndcSubject ?ndcPredicate ?ndcObject WHERE { ${branches.join(' UNION ')} ?ndcSubject ?ndcPredicate ?ndcObject }`;
}

function variablesIn(where: unknown): string[] {
  const found = new Set<string>();
  walk(where, (node) => {
    if (node.type === 'term' && node.subType === 'variable') found.add(String(node['value']));
  });
  return [...found];
}

/** A stretch of the text with its edits; those that stand at one place in their order. */
function applied(text: string, from: number, to: number, edits: readonly Edit[]): string {
  const own = edits.map((edit, order) => ({ ...edit, order })).filter((edit) => edit.from >= from && edit.to <= to);
  // What closes at a place comes before what opens there; of what opens, the outer first; of what closes, the inner first.
  own.sort((a, b) => a.from - b.from || a.to - b.to || a.order - b.order);
  let at = from;
  let result = '';
  for (const edit of own) {
    result += text.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  return result + text.slice(at, to);
}

function placeOf({ loc }: Node): { readonly from: number; readonly to: number } {
  return { from: loc?.start ?? 0, to: loc?.end ?? 0 };
}

function quotedText(value: string): string {
  const escapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r' };
  return `"${value.replace(/["\\\n\r]/g, (char) => escapes[char] ?? char)}"`;
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  else if (isNode(value)) {
    visit(value);
    for (const [key, child] of Object.entries(value)) if (key !== 'loc') walk(child, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function nodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}
