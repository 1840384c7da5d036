/**
 * Names of graphs in a remote store. What lies under `{base}/graph/remote/` is there for our own use and is never seen by those
 * who query.
 */
export class RemoteGraphs {
  /** The merge of all records, each triple once: what queries without GRAPH see (DESIGN section 6). */
  readonly merged: string;
  readonly catalogue: string;
  readonly provenance: string;
  readonly assertions: string;
  readonly vocab: string;
  /** How far the projection is. */
  readonly bookmark: string;
  readonly probe: string;
  /** Is always empty. */
  readonly nothing: string;
  readonly records: string;
  readonly catalogueParts: string;
  readonly provenanceParts: string;
  readonly scratch: string;

  constructor(readonly baseUrl: string) {
    this.records = `${baseUrl}/datasets/`;
    const graph = `${baseUrl}/graph/`;
    [this.catalogue, this.provenance, this.assertions, this.vocab] = [`${graph}catalogue`, `${graph}provenance`, `${graph}assertions`, `${graph}vocab`];
    const hidden = `${graph}remote/`;
    [this.merged, this.bookmark, this.probe, this.nothing] = [`${hidden}merged`, `${hidden}bookmark`, `${hidden}probe`, `${hidden}nothing`];
    [this.catalogueParts, this.provenanceParts, this.scratch] = [`${hidden}catalogue/`, `${hidden}provenance/`, `${hidden}scratch/`];
  }

  /** Those beside the records that are seen by name. */
  get side(): readonly string[] {
    return [this.catalogue, this.provenance, this.assertions, this.vocab];
  }

  /** Graphs that are made of parts, each triple once, with the beginning of their parts' names. */
  get merges(): readonly Merge[] {
    return [
      { whole: this.merged, parts: this.records },
      { whole: this.catalogue, parts: this.catalogueParts },
      { whole: this.provenance, parts: this.provenanceParts },
    ];
  }

  isPublic(graph: string): boolean {
    return graph.startsWith(this.records) || this.side.includes(graph);
  }

  /** SPARQL that is true for the names of all graphs that we keep on the server, and for no other. */
  isOurs(variable: string): string {
    return `(STRSTARTS(STR(${variable}), "${this.records}") || STRSTARTS(STR(${variable}), "${this.baseUrl}/graph/"))`;
  }

  isPublicExpression(variable: string): string {
    const side = this.side.map((graph) => `${variable} = <${graph}>`).join(' || ');
    return `(STRSTARTS(STR(${variable}), "${this.records}") || ${side})`;
  }
}

export interface Merge {
  readonly whole: string;
  readonly parts: string;
}
