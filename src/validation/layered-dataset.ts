import type { DatasetCore, Quad, Term } from '@rdfjs/types';
import { rdfs } from '../../vocab/rdfs.js';
import type { Background } from './background.js';
import { termKey } from './term-keys.js';

/**
 * One description as an engine sees it, with the vocabularies behind it.
 *
 * Facts of a vocabulary are answered only when the subject is bound, so that targets never enumerate 200 000 concepts, and
 * `match()` returns what an index already holds: two to a hundred times faster than a general dataset with the vocabularies
 * merged in, with the same results (engines.md section 4). Graph names are ignored: a description is one graph.
 */
export class LayeredDataset implements DatasetCore {
  readonly #quads: readonly Quad[];
  readonly #background: Background;
  readonly #bySubject = new Map<string, Map<string, Quad[]>>();
  readonly #byPredicateObject = new Map<string, Quad[]>();
  readonly #byPredicate = new Map<string, Quad[]>();

  constructor(quads: readonly Quad[], background: Background) {
    this.#quads = quads;
    this.#background = background;
    for (const quad of quads) {
      const predicate = quad.predicate.value;
      const subject = termKey(quad.subject);
      let properties = this.#bySubject.get(subject);
      if (properties === undefined) this.#bySubject.set(subject, (properties = new Map<string, Quad[]>()));
      push(properties, predicate, quad);
      push(this.#byPredicate, predicate, quad);
      push(this.#byPredicateObject, `${predicate} ${termKey(quad.object)}`, quad);
    }
  }

  /** Of the description alone: shacl-engine passes over an empty data graph, whatever the vocabularies hold. */
  get size(): number {
    return this.#quads.length;
  }

  match(subject?: Term | null, predicate?: Term | null, object?: Term | null): QuadList {
    if (subject) return new QuadList(keep(this.#about(subject, predicate), null, object));
    if (predicate?.value === rdfs.subClassOf.value)
      return new QuadList(keep([...this.#own(predicate, object), ...this.#background.subClasses], predicate, object));
    return new QuadList(this.#own(predicate, object));
  }

  has(quad: Quad): boolean {
    return this.match(quad.subject, quad.predicate, quad.object).size > 0;
  }

  add(): this {
    throw new TypeError('a description under validation is never changed');
  }

  delete(): this {
    throw new TypeError('a description under validation is never changed');
  }

  [Symbol.iterator](): Iterator<Quad> {
    return this.#quads[Symbol.iterator]();
  }

  /** The description's own statements about a node, without the vocabularies. */
  ownQuads(subject: Term, predicate?: string): readonly Quad[] {
    const properties = this.#bySubject.get(termKey(subject));
    if (properties === undefined) return nothing;
    return predicate === undefined ? [...properties.values()].flat() : (properties.get(predicate) ?? nothing);
  }

  #about(subject: Term, predicate?: Term | null): readonly Quad[] {
    const own = this.ownQuads(subject, predicate?.value);
    const known = this.#background.bySubject.get(termKey(subject));
    return known === undefined ? own : [...own, ...keep(known, predicate, null)];
  }

  #own(predicate?: Term | null, object?: Term | null): readonly Quad[] {
    if (predicate && object) return this.#byPredicateObject.get(`${predicate.value} ${termKey(object)}`) ?? nothing;
    if (predicate) return this.#byPredicate.get(predicate.value) ?? nothing;
    return keep(this.#quads, null, object);
  }
}

/** An answer of `match()`: an array that is also a dataset, since engines ask for its `size` and may match again. */
export class QuadList implements DatasetCore {
  constructor(readonly quads: readonly Quad[]) {}

  get size(): number {
    return this.quads.length;
  }

  match(subject?: Term | null, predicate?: Term | null, object?: Term | null): QuadList {
    return new QuadList(keep(subject ? this.quads.filter((quad) => quad.subject.equals(subject)) : this.quads, predicate, object));
  }

  has(quad: Quad): boolean {
    return this.quads.some((other) => other.equals(quad));
  }

  add(): this {
    throw new TypeError('an answer is never changed');
  }

  delete(): this {
    throw new TypeError('an answer is never changed');
  }

  [Symbol.iterator](): Iterator<Quad> {
    return this.quads[Symbol.iterator]();
  }
}

const nothing: readonly Quad[] = [];

function keep(quads: readonly Quad[], predicate?: Term | null, object?: Term | null): readonly Quad[] {
  if (!predicate && !object) return quads;
  return quads.filter((quad) => (!predicate || quad.predicate.value === predicate.value) && (!object || quad.object.equals(object)));
}

function push(index: Map<string, Quad[]>, key: string, quad: Quad): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [quad]);
  else list.push(quad);
}
