import type { Quad } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { dct } from '../../vocab/dcterms.js';
import { rdf } from '../../vocab/rdf.js';
import { groupBy } from '../../src/rdf/group-by.js';
import { skolemise } from '../../src/rdf/skolemise.js';
import { canonicalText, genidPrefix, termToNTriples } from '../../src/rdf/terms.js';
import { isFollowed, maxDepth } from './queries.js';

const recordTypes: ReadonlySet<string> = new Set([dcat.Dataset, dcat.DatasetSeries, dcat.DataService].map((type) => type.value));

/** A batch's answer, from which each record takes what belongs to it. */
export class Batch {
  private readonly bySubject: Map<string, Quad[]>;
  /** Records without an IRI, by their key in this answer: the terms that identify each. */
  private readonly identified = new Map<string, string[]>();

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
    for (const [key, about] of this.bySubject) {
      if (!key.startsWith('_:') || !about.some(({ predicate, object }) => predicate.equals(rdf.type) && recordTypes.has(object.value))) continue;
      const identifiers = about.filter(({ predicate, object }) => predicate.equals(dct.identifier) && object.termType !== 'BlankNode');
      if (identifiers.length > 0) this.identified.set(key, identifiers.map(({ object }) => termToNTriples(object)).sort());
    }
  }

  /** The nodes that an identifier stands for, and whether it is the first of theirs: a record is read by one of its identifiers. */
  nodesOf(identifier: string): readonly { readonly node: string; readonly isFirst: boolean }[] {
    return [...this.identified].flatMap(([node, identifiers]) => (identifiers.includes(identifier) ? [{ node, isFirst: identifiers[0] === identifier }] : []));
  }

  /**
   * The triples of one record and of what hangs on it, by the rules of the query; what its neighbours in the batch brought
   * along stays out, so that the same record gives the same share in any company.
   */
  shareOf(root: string): Quad[] {
    const share: Quad[] = [];
    const seen = new Set([root]);
    let level = [root];
    for (let depth = 0; level.length > 0; depth++) {
      const next: string[] = [];
      for (const quad of level.flatMap((key) => this.bySubject.get(key) ?? [])) {
        share.push(quad);
        const { predicate, object } = quad;
        const key = keyOf(object);
        if (object.termType === 'Literal' || seen.has(key) || this.isKey(key)) continue;
        if (!this.own && this.identified.has(key) && !predicate.equals(dcat.accessService)) continue;
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
