import type { Quad, Term } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { genidPrefix } from '../rdf/terms.js';

/**
 * Turns our `urn:ndc:genid:` IRIs back into blank nodes for the time of a validation.
 *
 * A description is skolemised before it is validated (STYLE section 4); a holder's blank node would then pass for the IRI that
 * a rule on the node kind asks for. The IRI becomes the label, so `withIri` needs no table.
 */
export function withBlankNodes(quads: readonly Quad[]): readonly Quad[] {
  return quads.map((quad) => {
    if (!isGenid(quad.subject) && !isGenid(quad.object)) return quad;
    return DataFactory.quad(
      isGenid(quad.subject) ? DataFactory.blankNode(quad.subject.value) : quad.subject,
      quad.predicate,
      isGenid(quad.object) ? DataFactory.blankNode(quad.object.value) : quad.object,
    );
  });
}

export function withIri(term: Term): Term {
  return term.termType === 'BlankNode' && term.value.startsWith(genidPrefix) ? DataFactory.namedNode(term.value) : term;
}

function isGenid(term: Term): boolean {
  return term.termType === 'NamedNode' && term.value.startsWith(genidPrefix);
}
