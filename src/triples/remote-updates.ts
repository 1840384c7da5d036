import type { RemoteGraphs } from './remote-graphs.js';

/** What is to be in a graph: N-Triples lines, in the server's terms. */
export interface GraphLines {
  readonly graph: string;
  readonly lines: string;
}

/** One part of a merge, and what it holds from now on. */
export interface PartContent extends GraphLines {
  readonly whole: string;
  readonly parts: string;
}

/** Virtuoso takes less than five thousand triples in one INSERT DATA, and everybody has a longest request. */
const mostTriples = 1500;
const mostBytes = 400_000;

/** Updates that go in one request, in order; a request is bounded by bytes and triples, an operation never cut. */
export class UpdateRequests {
  private readonly requests: string[][] = [];
  private bytes = 0;
  private triples = 0;

  /** @param triples that the operation states */
  add(operation: string, triples = 0): void {
    const size = Buffer.byteLength(operation);
    const last = this.requests.at(-1);
    if (last === undefined || this.bytes + size > mostBytes || this.triples + triples > mostTriples) {
      this.requests.push([operation]);
      [this.bytes, this.triples] = [size, triples];
    } else {
      last.push(operation);
      this.bytes += size;
      this.triples += triples;
    }
  }

  /** Adds lines to graphs. */
  insert(contents: readonly GraphLines[]): void {
    for (const portion of portions(contents)) {
      const blocks = portion.map(({ graph, lines }) => `GRAPH <${graph}> {\n${lines.join('\n')}\n}`);
      const triples = portion.reduce((sum, { lines }) => sum + lines.length, 0);
      this.add(`INSERT DATA { ${blocks.join('\n')} }`, triples);
    }
  }

  get texts(): readonly string[] {
    return this.requests.map((operations) => operations.join(' ;\n'));
  }
}

/** Cuts lines for several graphs into portions that one operation can state. */
function portions(contents: readonly GraphLines[]): { readonly graph: string; readonly lines: string[] }[][] {
  const found: { readonly graph: string; readonly lines: string[] }[][] = [];
  let [bytes, triples] = [Number.POSITIVE_INFINITY, 0];
  for (const { graph, lines } of contents)
    for (const line of lines.split('\n')) {
      if (line === '') continue;
      const size = Buffer.byteLength(line) + 1;
      if (bytes + size > mostBytes || triples >= mostTriples) {
        found.push([]);
        [bytes, triples] = [0, 0];
      }
      const portion = found.at(-1);
      const block = portion?.at(-1);
      if (block?.graph === graph) block.lines.push(line);
      else portion?.push({ graph, lines: [line] });
      bytes += size;
      triples++;
    }
  return found;
}

/**
 * Puts parts in the place of what they were, whole and part alike: from the whole goes only what no other part states. Each operation
 * may be carried out again, and in this order the whole never states what no part does, wherever it is broken off.
 *
 * @param isNew the parts hold nothing yet
 */
export function replaceParts(requests: UpdateRequests, contents: readonly PartContent[], isNew: boolean): void {
  for (const { graph, whole, parts } of isNew ? [] : contents) {
    requests.add(
      `DELETE { GRAPH <${whole}> { ?s ?p ?o } } WHERE { GRAPH <${graph}> { ?s ?p ?o } FILTER NOT EXISTS { GRAPH ?other { ?s ?p ?o } FILTER(?other != <${graph}> && STRSTARTS(STR(?other), "${parts}")) } }`,
    );
    requests.add(`CLEAR SILENT GRAPH <${graph}>`);
  }
  requests.insert(contents);
  requests.insert(contents.map(({ whole, lines }) => ({ graph: whole, lines })));
}

export function replaceGraph(requests: UpdateRequests, { graph, lines }: GraphLines): void {
  requests.add(`CLEAR SILENT GRAPH <${graph}>`);
  requests.insert([{ graph, lines }]);
}

const bookmarkSubject = 'urn:ndc:projection';
const bookmarkPredicate = 'urn:ndc:bookmark';

/** The bookmark in the place of the last one: the last operation of a request, so that it never says more than is there. */
export function setBookmark(graphs: RemoteGraphs, bookmark: object): string {
  const text = JSON.stringify(JSON.stringify(bookmark));
  return `DELETE WHERE { GRAPH <${graphs.bookmark}> { <${bookmarkSubject}> <${bookmarkPredicate}> ?b } } ;\nINSERT DATA { GRAPH <${graphs.bookmark}> { <${bookmarkSubject}> <${bookmarkPredicate}> ${text} } }`;
}

export function bookmarkQuery(graphs: RemoteGraphs): string {
  return `SELECT ?b WHERE { GRAPH <${graphs.bookmark}> { <${bookmarkSubject}> <${bookmarkPredicate}> ?b } } LIMIT 2`;
}
