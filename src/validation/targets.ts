import type { Quad, Term } from '@rdfjs/types';
import { owl } from '../../vocab/owl.js';
import { rdf } from '../../vocab/rdf.js';
import { rdfs } from '../../vocab/rdfs.js';
import { sh } from '../../vocab/sh.js';
import type { LayeredDataset } from './layered-dataset.js';
import { termKey } from './term-keys.js';
import { shacl } from './terms.js';

/** Which nodes of a description a shapes graph looks at. */
export interface Targets {
  /** Node shapes with a target, in force. */
  readonly shapes: readonly Term[];
  readonly classes: readonly Term[];
  readonly subjectsOf: readonly Term[];
  readonly objectsOf: readonly Term[];
  readonly nodes: readonly Term[];
}

export function targetsOf(shapes: readonly Quad[]): Targets {
  const inactive = new Set(shapes.filter((quad) => quad.predicate.equals(shacl.deactivated) && quad.object.value === 'true').map((quad) => quad.subject.value));
  const declared = (predicate: Term) => shapes.filter((quad) => quad.predicate.equals(predicate) && !inactive.has(quad.subject.value));
  const objects = (predicate: Term) => unique(declared(predicate).map((quad) => quad.object));
  const implicit = implicitClasses(shapes).filter((term) => !inactive.has(term.value));
  return {
    shapes: unique([
      ...[sh.targetClass, sh.targetNode, sh.targetSubjectsOf, sh.targetObjectsOf].flatMap((predicate) => declared(predicate).map((quad) => quad.subject)),
      ...implicit,
    ]),
    classes: withSubClasses([...objects(sh.targetClass), ...implicit], shapes),
    subjectsOf: objects(sh.targetSubjectsOf),
    objectsOf: objects(sh.targetObjectsOf),
    nodes: objects(sh.targetNode),
  };
}

/**
 * How many nodes of the description are targeted.
 *
 * Engines do not tell, and a description without targets conforms to everything (STYLE section 9).
 */
export function countTargets(targets: Targets, dataset: LayeredDataset): number {
  const found = new Set<string>();
  const add = (term: Term) => {
    if (term.termType !== 'Literal') found.add(termKey(term));
  };
  for (const type of targets.classes) for (const quad of dataset.match(null, rdf.type, type)) add(quad.subject);
  for (const predicate of targets.subjectsOf) for (const quad of dataset.match(null, predicate)) add(quad.subject);
  for (const predicate of targets.objectsOf) for (const quad of dataset.match(null, predicate)) add(quad.object);
  for (const node of targets.nodes) if (dataset.ownQuads(node).length > 0) add(node);
  return found.size;
}

/** A shape that is a class as well targets its instances (SHACL section 2.1.3.3). */
function implicitClasses(shapes: readonly Quad[]): readonly Term[] {
  const typed = (...types: readonly Term[]): ReadonlySet<string> =>
    new Set(shapes.filter((quad) => quad.predicate.equals(rdf.type) && types.some((type) => type.equals(quad.object))).map((quad) => quad.subject.value));
  const nodeShapes = typed(sh.NodeShape, sh.PropertyShape);
  const classes = typed(rdfs.Class, owl.Class);
  return unique(shapes.map((quad) => quad.subject).filter((subject) => nodeShapes.has(subject.value) && classes.has(subject.value)));
}

function withSubClasses(classes: readonly Term[], shapes: readonly Quad[]): readonly Term[] {
  const edges = shapes.filter((quad) => quad.predicate.equals(rdfs.subClassOf));
  const all = [...classes];
  for (const type of all) for (const edge of edges) if (edge.object.equals(type) && !all.some((known) => known.equals(edge.subject))) all.push(edge.subject);
  return all;
}

function unique(terms: readonly Term[]): readonly Term[] {
  return [...new Map(terms.map((term) => [termKey(term), term])).values()];
}
