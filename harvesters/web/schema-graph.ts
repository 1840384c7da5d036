import type { Literal, NamedNode, Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { rdf } from '../../vocab/rdf.js';
import { inOneNamespace } from './dataset-types.js';

/** Statements by their subject, with schema.org in one namespace (WEB-5). */
export class SchemaGraph {
  private readonly bySubject = new Map<string, Quad[]>();
  readonly quads: readonly Quad[];

  constructor(quads: Iterable<Quad>) {
    this.quads = [...quads].map(oneNamespace);
    for (const quad of this.quads) {
      const key = keyOf(quad.subject);
      const own = this.bySubject.get(key);
      if (own === undefined) this.bySubject.set(key, [quad]);
      else own.push(quad);
    }
  }

  objects(subject: Term, ...predicates: readonly NamedNode[]): readonly Term[] {
    const own = this.bySubject.get(keyOf(subject)) ?? [];
    return predicates.flatMap((predicate) => own.filter((quad) => quad.predicate.equals(predicate)).map((quad) => quad.object));
  }

  literals(subject: Term, ...predicates: readonly NamedNode[]): readonly Literal[] {
    return this.objects(subject, ...predicates).filter((term) => term.termType === 'Literal');
  }

  /** The values as text, addresses included, blank nodes not. */
  values(subject: Term, ...predicates: readonly NamedNode[]): readonly string[] {
    return this.objects(subject, ...predicates)
      .filter((term) => term.termType !== 'BlankNode')
      .map((term) => term.value);
  }

  is(subject: Term, ...types: readonly NamedNode[]): boolean {
    return this.objects(subject, rdf.type).some((type) => types.some((one) => one.equals(type)));
  }

  isDescribed(subject: Term): boolean {
    return this.bySubject.has(keyOf(subject));
  }
}

export function keyOf(term: Term): string {
  return term.termType === 'BlankNode' ? `_:${term.value}` : term.value;
}

function oneNamespace(quad: Quad): Quad {
  const predicate = inOneNamespace(quad.predicate.value);
  const object = quad.predicate.equals(rdf.type) ? inOneNamespace(quad.object.value) : quad.object.value;
  if (predicate === quad.predicate.value && object === quad.object.value) return quad;
  return DataFactory.quad(
    quad.subject,
    DataFactory.namedNode(predicate),
    object === quad.object.value ? quad.object : DataFactory.namedNode(object),
    quad.graph,
  );
}
