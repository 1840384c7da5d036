import type { Literal, Quad, Term } from '@rdfjs/types';
import { rdf } from '../../../vocab/rdf.js';
import type { LayeredDataset } from '../layered-dataset.js';

/** One of our own checks that SHACL cannot say: reads a description, names what is wrong in it. */
export type Check = (input: CheckInput) => Iterable<CheckFinding>;

export interface CheckInput {
  readonly subject: string;
  readonly dataset: LayeredDataset;
  readonly now: Date;
}

export interface CheckFinding {
  readonly focusNode: Term;
  /** Null when nothing is there, and when what is there must not be repeated in a report. */
  readonly value: Term | null;
  /** IRI of a property. */
  readonly path: string | null;
}

/** Nodes of the description with one of these types, each once. */
export function nodesOfType(dataset: LayeredDataset, ...types: readonly Term[]): readonly Term[] {
  const found = new Map<string, Term>();
  for (const type of types) for (const { subject } of dataset.match(null, rdf.type, type)) found.set(`${subject.termType} ${subject.value}`, subject);
  return [...found.values()];
}

export function objectsOf(dataset: LayeredDataset, subject: Term, predicate: Term): readonly Term[] {
  return dataset.ownQuads(subject, predicate.value).map((quad) => quad.object);
}

export function hasObject(dataset: LayeredDataset, subject: Term, predicate: Term, object: string): boolean {
  return dataset.ownQuads(subject, predicate.value).some((quad) => quad.object.value === object);
}

/** Statements with one of these properties, in the order given. */
export function statements(dataset: LayeredDataset, ...predicates: readonly Term[]): readonly Quad[] {
  return predicates.flatMap((predicate) => dataset.match(null, predicate).quads);
}

export function finding({ subject, predicate, object }: Quad): CheckFinding {
  return { focusNode: subject, value: object, path: predicate.value };
}

/** The same without the value: for what a report must not repeat. */
export function findingWithoutValue(quad: Quad): CheckFinding {
  return { ...finding(quad), value: null };
}

export function isText(term: Term): term is Literal {
  return term.termType === 'Literal' && /#(string|langString)$/.test(term.datatype.value) && term.value.trim() !== '';
}
