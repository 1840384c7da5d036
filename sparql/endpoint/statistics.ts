import { RequestError } from '../../src/domain/errors.js';
import type { SparqlEngine } from '../../src/ports/sparql-engine.js';

/** Counts of VoID, section 4.6, over the default graph; and the triples of the named graphs beside the records. */
export interface Statistics {
  readonly triples: number;
  readonly distinctSubjects: number;
  readonly distinctObjects: number;
  /** Members by class, and triples by property; the largest first. */
  readonly classes: ReadonlyMap<string, number>;
  readonly properties: ReadonlyMap<string, number>;
  readonly graphs: ReadonlyMap<string, number>;
}

const questions = {
  subjects: 'SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }',
  objects: 'SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }',
  classes: 'SELECT ?key (COUNT(?s) AS ?n) { ?s a ?key } GROUP BY ?key ORDER BY DESC(?n) ?key',
  properties: 'SELECT ?key (COUNT(*) AS ?n) { ?s ?key ?o } GROUP BY ?key ORDER BY DESC(?n) ?key',
} as const;

/**
 * Counts what the endpoint holds, once for every state and no more often than every `restMs`: the questions visit all triples.
 * A count that is under way is waited for by all who ask.
 */
export class StatisticsKeeper {
  private known: { readonly seq: number; readonly at: number; readonly statistics: Statistics } | null = null;
  private counting: Promise<Statistics> | null = null;
  private failed: { readonly at: number; readonly error: unknown } | null = null;

  /**
   * @param graphs names of the graphs beside the records
   * @param retryMs a count that took too much is not tried again for so long: it has cost the engine a worker
   */
  constructor(
    private readonly engine: Pick<SparqlEngine, 'query'>,
    private readonly graphs: readonly string[],
    private readonly now: () => number = Date.now,
    private readonly restMs = 600_000,
    private readonly retryMs = 60_000,
  ) {}

  /** @throws RequestError as the engine does, while nothing has been counted yet */
  async current(): Promise<Statistics> {
    const { known } = this;
    if (known !== null && this.now() - known.at < this.restMs) return known.statistics;
    try {
      const { failed } = this;
      if (failed !== null && this.counting === null && this.now() - failed.at < this.retryMs) throw failed.error;
      this.counting ??= this.renew().finally(() => {
        this.counting = null;
      });
      return await this.counting;
    } catch (error) {
      // Older counts are better than none: the endpoint may be busy.
      if (known !== null) return known.statistics;
      throw error;
    }
  }

  private async renew(): Promise<Statistics> {
    try {
      const { seq } = await this.engine.query(asked('ASK {}'));
      const statistics = this.known?.seq === seq ? this.known.statistics : await this.count();
      this.known = { seq, at: this.now(), statistics };
      return statistics;
    } catch (error) {
      if (!(error instanceof RequestError && error.code === 'request/unavailable')) this.failed = { at: this.now(), error };
      throw error;
    }
  }

  private async count(): Promise<Statistics> {
    // One after the other, so that other questions find a free worker.
    const subjects = await this.rows(questions.subjects);
    const objects = await this.rows(questions.objects);
    const classes = counted(await this.rows(questions.classes));
    const properties = counted(await this.rows(questions.properties));
    const graphs = new Map<string, number>();
    for (const graph of this.graphs) graphs.set(graph, single(await this.rows('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }', graph)));
    const triples = [...properties.values()].reduce((sum, count) => sum + count, 0);
    return { triples, distinctSubjects: single(subjects), distinctObjects: single(objects), classes, properties, graphs };
  }

  private async rows(query: string, graph: string | null = null): Promise<readonly Row[]> {
    const { body } = await this.engine.query(asked(query, graph));
    return (JSON.parse(Buffer.from(body).toString('utf8')) as { results: { bindings: readonly Row[] } }).results.bindings;
  }
}

type Row = Readonly<Record<string, { readonly value: string }>>;

const asked = (query: string, graph: string | null = null) => ({
  query,
  format: 'application/sparql-results+json',
  defaultGraphs: graph === null ? [] : [graph],
  namedGraphs: [],
});
const single = (rows: readonly Row[]): number => Number(rows[0]?.['n']?.value ?? 0);
const counted = (rows: readonly Row[]): ReadonlyMap<string, number> => new Map(rows.map((row) => [row['key']?.value ?? '', Number(row['n']?.value ?? 0)]));
