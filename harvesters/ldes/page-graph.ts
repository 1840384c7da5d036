import type { NamedNode, Quad, Term } from '@rdfjs/types';

/** The quads of one page, by subject in the default graph and by named graph. */
export class PageGraph {
  private readonly bySubject = new Map<string, Quad[]>();
  private readonly byGraph = new Map<string, Quad[]>();
  readonly quads: readonly Quad[];

  constructor(quads: readonly Quad[]) {
    this.quads = quads;
    for (const quad of quads) {
      const [index, key] = quad.graph.termType === 'DefaultGraph' ? [this.bySubject, keyOf(quad.subject)] : [this.byGraph, keyOf(quad.graph)];
      const list = index.get(key);
      if (list === undefined) index.set(key, [quad]);
      else list.push(quad);
    }
  }

  about(term: Term): readonly Quad[] {
    return this.bySubject.get(keyOf(term)) ?? [];
  }

  inGraph(name: Term): readonly Quad[] {
    return this.byGraph.get(keyOf(name)) ?? [];
  }

  objects(subject: Term, predicate: NamedNode): readonly Term[] {
    return this.about(subject)
      .filter((quad) => quad.predicate.equals(predicate))
      .map((quad) => quad.object);
  }

  object(subject: Term, predicate: NamedNode): Term | null {
    return this.objects(subject, predicate)[0] ?? null;
  }

  /** All quads with this predicate, in any graph: servers put control data where they like. */
  withPredicate(predicate: NamedNode): readonly Quad[] {
    return this.quads.filter((quad) => quad.predicate.equals(predicate));
  }

  /** What is said of a node, closed over blank nodes and over the nodes that `enters` lets in (LDES-3). */
  star(root: Term, enters: (iri: string) => boolean = () => false): readonly Quad[] {
    const found: Quad[] = [];
    const seen = new Set([keyOf(root)]);
    const queue: Term[] = [root];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      for (const quad of this.about(next)) {
        found.push(quad);
        const { object } = quad;
        if (seen.has(keyOf(object)) || (object.termType !== 'BlankNode' && !(object.termType === 'NamedNode' && enters(object.value)))) continue;
        seen.add(keyOf(object));
        queue.push(object);
      }
    }
    return found;
  }
}

export function keyOf(term: Term): string {
  return term.termType === 'BlankNode' ? `_:${term.value}` : term.value;
}
