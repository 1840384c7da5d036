import type { Quad, Term } from '@rdfjs/types';
import { rdf } from '../../vocab/rdf.js';
import { sh } from '../../vocab/sh.js';
import { shacl } from './terms.js';

/** What `pathText` needs to know of the shapes graph. */
export type ObjectsOf = (subject: Term, predicate: Term) => readonly Term[];

/**
 * A property path as text: one step as a bare IRI, anything longer in SPARQL path syntax.
 *
 * @see https://www.w3.org/TR/shacl/#property-paths
 */
export function pathText(path: Term, objectsOf: ObjectsOf): string {
  return path.termType === 'NamedNode' ? path.value : step(path, objectsOf);
}

export function listItems(list: Term, objectsOf: ObjectsOf): readonly Term[] {
  const items: Term[] = [];
  for (let node: Term | undefined = list; node !== undefined && !node.equals(rdf.nil); node = objectsOf(node, rdf.rest)[0]) {
    items.push(...objectsOf(node, rdf.first));
  }
  return items;
}

export function objectsIn(quads: readonly Quad[]): ObjectsOf {
  const bySubject = new Map<string, Map<string, Term[]>>();
  for (const { subject, predicate, object } of quads) {
    const key = `${subject.termType}${subject.value}`;
    const about = bySubject.get(key) ?? new Map<string, Term[]>();
    if (about.size === 0) bySubject.set(key, about);
    const known = about.get(predicate.value);
    if (known === undefined) about.set(predicate.value, [object]);
    else known.push(object);
  }
  return (subject, predicate) => bySubject.get(`${subject.termType}${subject.value}`)?.get(predicate.value) ?? [];
}

function step(path: Term, objectsOf: ObjectsOf): string {
  if (path.termType === 'NamedNode') return `<${path.value}>`;
  const inner = (predicate: Term) => objectsOf(path, predicate)[0];
  // A list is a sequence, whatever else stands on its nodes (W3C path-strange-001 and -002).
  if (inner(rdf.first) !== undefined)
    return listItems(path, objectsOf)
      .map((item) => group(item, objectsOf))
      .join('/');
  const alternatives = inner(sh.alternativePath);
  if (alternatives !== undefined)
    return listItems(alternatives, objectsOf)
      .map((item) => step(item, objectsOf))
      .join('|');
  const inverse = inner(sh.inversePath);
  if (inverse !== undefined) return `^${group(inverse, objectsOf)}`;
  for (const [predicate, sign] of [
    [sh.zeroOrMorePath, '*'],
    [shacl.oneOrMorePath, '+'],
    [shacl.zeroOrOnePath, '?'],
  ] as const) {
    const repeated = inner(predicate);
    if (repeated !== undefined) return group(repeated, objectsOf) + sign;
  }
  return `<${path.value}>`;
}

function group(path: Term, objectsOf: ObjectsOf): string {
  return path.termType === 'NamedNode' ? `<${path.value}>` : `(${step(path, objectsOf)})`;
}
