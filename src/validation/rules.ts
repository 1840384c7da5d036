import type { Quad, Term } from '@rdfjs/types';
import type { LanguageMap } from '../domain/language.js';
import type { Expected, Severity } from '../domain/validation.js';
import { termToNTriples } from '../rdf/terms.js';
import { rdfs } from '../../vocab/rdfs.js';
import { sh } from '../../vocab/sh.js';
import { skos } from '../../vocab/skos.js';
import { listItems, objectsIn, pathText, type ObjectsOf } from './property-path.js';
import { ndcShapes, shacl } from './terms.js';

/** What a shape says besides its constraints: everything a result shows that does not depend on the data. */
export interface Rule {
  readonly path: string | null;
  readonly severity: Severity;
  readonly message: LanguageMap;
  readonly label: LanguageMap;
  /** Page of the standard (`rdfs:seeAlso`). */
  readonly seeAlso: string | null;
  readonly fix: LanguageMap;
  readonly example: string | null;
  /** Why it matters, where the shape says so (`ndc:reason`). */
  readonly reason: LanguageMap;
  readonly expected: Expected | null;
  /** `eu`: counts for the EU's verdict only (`ndc:verdict`). */
  readonly verdict: 'all' | 'eu';
  /** Parameters by name (`minCount`, `datatype`, ...), for the default messages. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Rules {
  readonly of: (sourceShape: string) => Rule;
  /** Named shapes with a severity or a path that are in force: the rules of a profile. */
  readonly names: readonly string[];
  /** Lists that some rule in force binds to a path: what was meant by text where an IRI belongs. */
  readonly listsOf: (path: string) => readonly string[];
}

/**
 * The rules of one shapes graph, by IRI of the shape. Both engines name the shape; the rest is read here, once, when it is
 * first asked for: most processes judge by one variant of one profile.
 */
export function rulesOf(shapes: readonly Quad[]): Rules {
  const objectsOf = objectsIn(shapes);
  const found = new Map<string, Term>();
  const names: string[] = [];
  for (const { subject, predicate } of shapes) {
    if (!predicate.equals(sh.severity) && !predicate.equals(sh.path)) continue;
    if (!found.has(subject.value)) found.set(subject.value, subject);
    if (subject.termType === 'NamedNode' && objectsOf(subject, shacl.deactivated)[0]?.value !== 'true') names.push(subject.value);
  }
  const inForce = [...new Set(names)].sort();
  const known = new Map<string, Rule>();
  const ruleNamed = (name: string): Rule => {
    const shape = found.get(name);
    const rule = known.get(name) ?? (shape === undefined ? noRule : ruleOf(shape, objectsOf));
    if (shape !== undefined) known.set(name, rule);
    return rule;
  };
  let lists: ReadonlyMap<string, readonly string[]> | undefined;
  return { of: ruleNamed, names: inForce, listsOf: (path) => (lists ??= listsByPath(inForce.map(ruleNamed))).get(path) ?? [] };
}

function listsByPath(rules: readonly Rule[]): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, Set<string>>();
  for (const { path, expected } of rules)
    if (path !== null && expected !== null && expected.schemes.length > 0) lists.set(path, new Set([...(lists.get(path) ?? []), ...expected.schemes]));
  return new Map([...lists].map(([path, schemes]) => [path, [...schemes]]));
}

const noRule: Rule = {
  path: null,
  severity: 'violation',
  message: {},
  label: {},
  seeAlso: null,
  fix: {},
  example: null,
  reason: {},
  expected: null,
  verdict: 'all',
  parameters: {},
};

function ruleOf(shape: Term, objectsOf: ObjectsOf): Rule {
  const path = objectsOf(shape, sh.path)[0];
  return {
    path: path === undefined ? null : pathText(path, objectsOf),
    severity: severityOf(objectsOf(shape, sh.severity)[0]),
    message: texts(objectsOf(shape, sh.message)),
    label: texts(objectsOf(shape, sh.name)),
    seeAlso: objectsOf(shape, rdfs.seeAlso)[0]?.value ?? null,
    fix: texts(objectsOf(shape, ndcShapes.fix)),
    example: objectsOf(shape, ndcShapes.example)[0]?.value ?? null,
    reason: texts(objectsOf(shape, ndcShapes.reason)),
    expected: expectedOf(shape, objectsOf),
    verdict: objectsOf(shape, ndcShapes.verdict)[0]?.value === 'eu' ? 'eu' : 'all',
    parameters: parametersOf(shape, objectsOf),
  };
}

function severityOf(term: Term | undefined): Severity {
  if (term?.equals(sh.Warning)) return 'warning';
  return term?.equals(sh.Info) ? 'info' : 'violation';
}

export function texts(terms: readonly Term[]): LanguageMap {
  const map: Record<string, string[]> = {};
  for (const term of terms) if (term.termType === 'Literal') (map[term.language] ??= []).push(term.value);
  return map;
}

interface Gathered {
  readonly schemes: Set<string>;
  readonly values: Set<string>;
  readonly datatypes: Set<string>;
  readonly nodeKinds: string[];
  readonly patterns: string[];
}

/** What a value must be, gathered from the shape itself, the shapes it names (`sh:node`) and their alternatives (`sh:or`). */
function expectedOf(shape: Term, objectsOf: ObjectsOf): Expected | null {
  const found: Gathered = { schemes: new Set(), values: new Set(), datatypes: new Set(), nodeKinds: [], patterns: [] };
  gather(shape, found, { objectsOf, seen: new Set(), depth: 0 });
  const [nodeKind = null] = found.nodeKinds;
  const [pattern = null] = found.patterns;
  if (found.schemes.size + found.values.size + found.datatypes.size === 0 && nodeKind === null && pattern === null) return null;
  return { schemes: [...found.schemes], values: [...found.values], datatypes: [...found.datatypes], nodeKind, pattern };
}

const maxDepth = 3;

function gather(node: Term, found: Gathered, walk: { readonly objectsOf: ObjectsOf; readonly seen: Set<string>; readonly depth: number }): void {
  const { objectsOf, seen, depth } = walk;
  if (depth > maxDepth || seen.has(node.value)) return;
  seen.add(node.value);
  for (const datatype of objectsOf(node, sh.datatype)) found.datatypes.add(datatype.value);
  for (const value of objectsOf(node, sh.hasValue)) found.values.add(termToNTriples(value));
  for (const list of objectsOf(node, sh.in)) for (const item of listItems(list, objectsOf)) found.values.add(termToNTriples(item));
  for (const kind of objectsOf(node, sh.nodeKind)) found.nodeKinds.push(kind.value.slice(sh.iri.length));
  for (const pattern of objectsOf(node, sh.pattern)) found.patterns.push(pattern.value);
  for (const property of objectsOf(node, sh.property)) {
    if (!objectsOf(property, sh.path).some((path) => path.equals(skos.inScheme))) continue;
    for (const scheme of objectsOf(property, sh.hasValue)) found.schemes.add(scheme.value);
  }
  const below = { ...walk, depth: depth + 1 };
  for (const other of objectsOf(node, sh.node)) gather(other, found, below);
  for (const list of objectsOf(node, sh.or)) for (const item of listItems(list, objectsOf)) gather(item, found, below);
}

const shownParameters = [
  sh.minCount,
  sh.maxCount,
  sh.datatype,
  sh.nodeKind,
  sh.class,
  sh.hasValue,
  sh.pattern,
  sh.node,
  shacl.minLength,
  shacl.maxLength,
  shacl.minInclusive,
  shacl.maxInclusive,
];

function parametersOf(shape: Term, objectsOf: ObjectsOf): Readonly<Record<string, string>> {
  const parameters: Record<string, string> = {};
  for (const predicate of shownParameters) {
    const value = objectsOf(shape, predicate)[0];
    if (value !== undefined) parameters[predicate.value.slice(sh.iri.length)] = value.value;
  }
  const list = objectsOf(shape, sh.in)[0];
  if (list !== undefined)
    parameters['in'] = listItems(list, objectsOf)
      .map((item) => item.value)
      .join(', ');
  return parameters;
}
