import type { Quad as StoredQuad, Store, Term } from 'oxigraph';
import type { RecordHead } from '../domain/record.js';

/** Where a record comes from, as N-Triples (REC-7). */
export interface RecordProvenance {
  /** About the record's entry and nodes under its address. */
  readonly own: string;
  /** About nodes that several records share, by IRI. */
  readonly shared: ReadonlyMap<string, string>;
  /** Runs among those that are still under way, by IRI. */
  readonly open: ReadonlyMap<string, number>;
}

export interface ProvenanceSource {
  readonly of: (head: RecordHead) => RecordProvenance;
  /** What to add about a run once it has ended; null while it has not. */
  readonly endOf: (run: number) => string | null;
}

/**
 * The graph of where records come from, kept record by record. A record's own nodes are found by following its entry both
 * ways; a run or a release of the software goes when the last record that names it has gone, so that the graph is the same
 * however it came about.
 */
export class ProvenanceGraph {
  private readonly shared = new Set<string>();
  private readonly open = new Map<string, number>();

  constructor(
    private readonly store: Store,
    private readonly graph: Term,
    private readonly source: ProvenanceSource,
    private readonly entryOf: (id: string) => string,
  ) {}

  /** @param head null when the record is not published any more */
  replace(id: string, head: RecordHead | null): void {
    const before = this.remove(this.entryOf(id));
    if (head !== null) this.add(head);
    this.forget(before);
  }

  add(head: RecordHead): void {
    const { own, shared, open } = this.source.of(head);
    this.load(own);
    for (const [iri, lines] of shared) {
      if (this.shared.has(iri)) continue;
      this.shared.add(iri);
      this.load(lines);
      const run = open.get(iri);
      if (run !== undefined) this.open.set(iri, run);
    }
  }

  /** Runs end after the last of what they publish, and no entry of the log says so. */
  follow(): void {
    for (const [iri, run] of this.open) {
      const lines = this.source.endOf(run);
      if (lines === null) continue;
      this.load(lines);
      this.open.delete(iri);
    }
  }

  /** Removes what belongs to an entry; the shared nodes that it named. */
  private remove(entry: string): Set<string> {
    const named = new Set<string>();
    const isOwn = (term: Term): boolean => term.termType === 'NamedNode' && term.value.startsWith(`${entry}#`);
    const seen = new Set([entry]);
    const queue = [entry];
    for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
      const node = { termType: 'NamedNode', value };
      const quads: readonly StoredQuad[] = [...this.match(node, null), ...this.match(null, node)];
      for (const quad of quads) {
        for (const term of [quad.subject, quad.object]) {
          if (isOwn(term) && !seen.has(term.value)) {
            seen.add(term.value);
            queue.push(term.value);
          } else if (this.shared.has(term.value)) named.add(term.value);
        }
        this.store.delete(quad);
      }
    }
    return named;
  }

  private forget(candidates: ReadonlySet<string>): void {
    const queue = [...candidates];
    for (let iri = queue.pop(); iri !== undefined; iri = queue.pop()) {
      const node = { termType: 'NamedNode', value: iri };
      if (!this.shared.has(iri) || this.isNamed(iri)) continue;
      for (const quad of this.match(node, null)) {
        this.store.delete(quad);
        if (this.shared.has(quad.object.value)) queue.push(quad.object.value);
      }
      this.shared.delete(iri);
      this.open.delete(iri);
    }
  }

  /** Asked and not matched: a run is named by every record that it brought, and one is enough to know. */
  private isNamed(iri: string): boolean {
    return this.store.query(`ASK { GRAPH <${this.graph.value}> { ?s ?p <${iri}> } }`) === true;
  }

  private match(subject: object | null, object: object | null): StoredQuad[] {
    return this.store.match(subject as never, null, object as never, this.graph);
  }

  private load(nTriples: string): void {
    if (nTriples !== '') this.store.load(nTriples, { format: 'application/n-triples', to_graph_name: this.graph as never });
  }
}
