import type { QuadSpool, SpooledQuad } from './spool.js';
import { termToNTriples } from './terms.js';

/** Key of a term as a subject: blank nodes are told apart from IRIs. */
export function termKey(term: { readonly termType: string; readonly value: string }): string {
  return term.termType === 'BlankNode' ? `_:${term.value}` : term.value;
}

/** A spool for documents of ordinary size. */
export class MemorySpool implements QuadSpool {
  private readonly bySubject = new Map<string, SpooledQuad[]>();
  private readonly large = new Map<string, Set<string>>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(entry: SpooledQuad): void {
    const key = termKey(entry.quad.subject);
    const entries = this.bySubject.get(key);
    if (entries === undefined) this.bySubject.set(key, [entry]);
    else if (this.isKnown(key, entries, entry)) return;
    else entries.push(entry);
    this.count++;
  }

  /** Documents repeat shared agents with every record; each triple is kept once per document. */
  private isKnown(key: string, entries: readonly SpooledQuad[], entry: SpooledQuad): boolean {
    if (entries.length < 24)
      return entries.some(
        (known) => known.document === entry.document && known.quad.predicate.equals(entry.quad.predicate) && known.quad.object.equals(entry.quad.object),
      );
    let triples = this.large.get(key);
    if (triples === undefined) this.large.set(key, (triples = new Set(entries.map(tripleKey))));
    const own = tripleKey(entry);
    if (triples.has(own)) return true;
    triples.add(own);
    return false;
  }

  quadsOf(subject: string): readonly SpooledQuad[] {
    return this.bySubject.get(subject) ?? [];
  }

  /** Hands everything over to another spool, when this one has grown too large. */
  drainTo(other: QuadSpool): void {
    for (const entries of this.bySubject.values()) for (const entry of entries) other.add(entry);
    this.close();
  }

  close(): void {
    this.bySubject.clear();
    this.large.clear();
    this.count = 0;
  }
}

function tripleKey({ quad, document }: SpooledQuad): string {
  return `${String(document)} ${quad.predicate.value} ${termToNTriples(quad.object)}`;
}
