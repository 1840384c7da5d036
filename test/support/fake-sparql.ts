import oxigraph from 'oxigraph';
import { FakeStation, type FakeRoute } from './fake-station.js';

/** Rows of a SELECT as SPARQL 1.1 Query Results JSON holds them. */
export type SparqlRows = readonly Readonly<Record<string, { readonly type: string; readonly value: string }>>[];

/** A SPARQL endpoint on 127.0.0.1 at `/sparql`, over a real store. */
export class FakeSparql {
  store = new oxigraph.Store();
  /** What the endpoint does otherwise than it should. */
  changeRows: (rows: SparqlRows, query: string) => SparqlRows = (rows) => rows;

  private constructor(readonly station: FakeStation) {}

  static async start(): Promise<FakeSparql> {
    const endpoint = new FakeSparql(await FakeStation.start());
    endpoint.station.onOther((path, body) => endpoint.answer(path, body));
    return endpoint;
  }

  /** Puts these triples in the place of all that there were. */
  load(turtle: string): void {
    this.store = new oxigraph.Store();
    this.store.load(turtle, { format: 'text/turtle' });
  }

  close(): Promise<void> {
    return this.station.close();
  }

  private answer(path: string, body: string): FakeRoute | undefined {
    if (!path.startsWith('/sparql')) return undefined;
    const query = queryOf(path, body);
    try {
      if (query.includes('CONSTRUCT'))
        return { body: this.store.query(query, { results_format: 'application/n-triples' }) as string, type: 'application/n-triples' };
      const results = JSON.parse(this.store.query(query, { results_format: 'json' }) as string) as { head: unknown; results: { bindings: SparqlRows } };
      results.results.bindings = this.changeRows(results.results.bindings, query);
      return { body: JSON.stringify(results), type: 'application/sparql-results+json' };
    } catch (error) {
      return { status: 400, type: 'text/plain', body: String(error) };
    }
  }
}

/** The query of a request by form or by address. */
export function queryOf(path: string, body: string): string {
  return new URLSearchParams(body).get('query') ?? new URL(path, 'http://fake').searchParams.get('query') ?? '';
}
