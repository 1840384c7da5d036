import type { Quad, Term } from '@rdfjs/types';
import type { LanguageMap } from '../domain/language.js';
import type { Severity } from '../domain/validation.js';
import { sh } from '../../vocab/sh.js';
import { listItems, objectsIn, pathText, type ObjectsOf } from './property-path.js';
import { ndcShapes, shacl } from './terms.js';

/** What a shape says besides its constraints: everything a result shows that does not depend on the data. */
export interface Rule {
  readonly path: string | null;
  readonly severity: Severity;
  readonly message: LanguageMap;
  readonly fix: LanguageMap;
  readonly example: string | null;
  /** Parameters by name (`minCount`, `datatype`, ...), for the default messages. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Rules {
  readonly of: (sourceShape: string) => Rule;
  /** Named shapes with a severity that are in force: the rules of a profile. */
  readonly names: readonly string[];
}

/** The rules of one shapes graph, by IRI of the shape. Both engines name the shape; the rest is read here, once. */
export function rulesOf(shapes: readonly Quad[]): Rules {
  const objectsOf = objectsIn(shapes);
  const known = new Map<string, Rule>();
  const names: string[] = [];
  for (const { subject, predicate } of shapes) {
    if (!predicate.equals(sh.severity) || subject.termType !== 'NamedNode') continue;
    known.set(subject.value, ruleOf(subject, objectsOf));
    if (objectsOf(subject, shacl.deactivated)[0]?.value !== 'true') names.push(subject.value);
  }
  return { of: (shape) => known.get(shape) ?? noRule, names: names.sort() };
}

const noRule: Rule = { path: null, severity: 'violation', message: {}, fix: {}, example: null, parameters: {} };

function ruleOf(shape: Term, objectsOf: ObjectsOf): Rule {
  const path = objectsOf(shape, sh.path)[0];
  return {
    path: path === undefined ? null : pathText(path, objectsOf),
    severity: severityOf(objectsOf(shape, sh.severity)[0]),
    message: texts(objectsOf(shape, sh.message)),
    fix: texts(objectsOf(shape, ndcShapes.fix)),
    example: objectsOf(shape, ndcShapes.example)[0]?.value ?? null,
    parameters: parametersOf(shape, objectsOf),
  };
}

function severityOf(term: Term | undefined): Severity {
  if (term?.equals(sh.Warning)) return 'warning';
  return term?.equals(sh.Info) ? 'info' : 'violation';
}

function texts(terms: readonly Term[]): LanguageMap {
  const map: Record<string, string[]> = {};
  for (const term of terms) if (term.termType === 'Literal') (map[term.language] ??= []).push(term.value);
  return map;
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
