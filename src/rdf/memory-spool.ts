import type { QuadSpool, SpooledQuad } from './spool.js';

/** Key of a term as a subject: blank nodes are told apart from IRIs. */
export function termKey(term: { readonly termType: string; readonly value: string }): string {
  return term.termType === 'BlankNode' ? `_:${term.value}` : term.value;
}

/** A spool for documents of ordinary size. */
export class MemorySpool implements QuadSpool {
  private readonly bySubject = new Map<string, SpooledQuad[]>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(entry: SpooledQuad): void {
    const key = termKey(entry.quad.subject);
    const entries = this.bySubject.get(key);
    if (entries === undefined) this.bySubject.set(key, [entry]);
    else entries.push(entry);
    this.count++;
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
    this.count = 0;
  }
}
