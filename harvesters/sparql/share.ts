import type { Quad } from '@rdfjs/types';
import { groupBy } from '../../src/rdf/group-by.js';
import { skolemise } from '../../src/rdf/skolemise.js';
import { canonicalText, genidPrefix } from '../../src/rdf/terms.js';
import { isFollowed, maxDepth } from './queries.js';

/** A batch's answer, from which each record takes what belongs to it. */
export class Batch {
  private readonly bySubject: Map<string, Quad[]>;

  /**
   * @param own the answer comes from the operator's own query: all it says below a record belongs to the record
   * @param isKey whether an IRI is a record of its own, into which nobody else's share reaches
   */
  constructor(
    quads: readonly Quad[],
    private readonly own: boolean,
    private readonly isKey: (iri: string) => boolean,
  ) {
    this.bySubject = groupBy(quads, ({ subject }) => keyOf(subject));
  }

  /**
   * The triples of one record and of what hangs on it, by the rules of the query; what its neighbours in the batch brought
   * along stays out, so that the same record gives the same share in any company.
   */
  shareOf(iri: string): Quad[] {
    const share: Quad[] = [];
    const seen = new Set([iri]);
    let level = [iri];
    for (let depth = 0; level.length > 0; depth++) {
      const next: string[] = [];
      for (const quad of level.flatMap((key) => this.bySubject.get(key) ?? [])) {
        share.push(quad);
        const { predicate, object } = quad;
        const key = keyOf(object);
        if (object.termType === 'Literal' || seen.has(key) || this.isKey(key)) continue;
        if (!this.own && (depth === maxDepth || (object.termType === 'NamedNode' && !isFollowed(predicate.value, depth)))) continue;
        seen.add(key);
        next.push(key);
      }
      level = next;
    }
    return share;
  }
}

/**
 * Sorted N-Triples whose blank nodes are named by their content: an endpoint gives them new labels in each answer, and
 * the same data shall give the same bytes.
 *
 * @throws StationError when blank nodes form circles that cannot be told apart
 */
export async function stableText(iri: string, quads: readonly Quad[]): Promise<string> {
  const taken = new Set(quads.flatMap(({ subject, object }) => [subject.value, object.value]).filter((value) => value.startsWith(genidPrefix)));
  const text = canonicalText(await skolemise(iri, quads, []));
  const named = new RegExp(`<${genidPrefix}([0-9a-f]{32})>(?= )`, 'g');
  const lines = text
    .split('\n')
    .map((line) => outsideLiterals(line, (part) => part.replace(named, (all, label: string) => (taken.has(all.slice(1, -1)) ? all : `_:b${label}`))));
  return lines
    .sort()
    .join('\n')
    .replace(/^\n/, '')
    .replace(/\n?$/, text === '' ? '' : '\n');
}

/** A literal may quote an IRI of ours: only the terms before and after it are looked at. */
function outsideLiterals(line: string, change: (part: string) => string): string {
  const at = line.indexOf(' "');
  return at < 0 ? change(line) : change(line.slice(0, at + 1)) + line.slice(at + 1);
}

function keyOf(term: Quad['subject'] | Quad['object']): string {
  return term.termType === 'BlankNode' ? `_:${term.value}` : term.value;
}
