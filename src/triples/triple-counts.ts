import type { Store } from 'oxigraph';
import { countedAtMost, type CountedPattern } from './query-guard.js';

/** Counts are estimates: they may be as old as this, in milliseconds. */
const keepMs = 60_000;
const maxKept = 10_000;

/** How many triples of a store match a pattern, remembered for a while. */
export class TripleCounts {
  private readonly known = new Map<string, number>();
  private since = 0;

  constructor(
    private readonly store: Store,
    private readonly now: () => number = Date.now,
  ) {}

  of({ subject, predicate, object, inGraph }: CountedPattern): number {
    if (this.now() - this.since > keepMs || this.known.size > maxKept) {
      this.known.clear();
      this.since = this.now();
    }
    const pattern = `${subject ?? '?s'} ${predicate ?? '?p'} ${object ?? '?o'}`;
    const where = inGraph ? `GRAPH ?g { ${pattern} }` : pattern;
    let count = this.known.get(where);
    if (count === undefined) {
      count = this.count(where);
      this.known.set(where, count);
    }
    return count;
  }

  private count(where: string): number {
    const query = `SELECT (COUNT(*) AS ?n) { SELECT * { ${where} } LIMIT ${String(countedAtMost)} }`;
    const [row] = this.store.query(query) as readonly ReadonlyMap<string, { readonly value: string }>[];
    return Number(row?.get('n')?.value ?? 0);
  }
}
