import { randomUUID } from 'node:crypto';
import { Store } from 'oxigraph';
import { RequestError } from '../domain/errors.js';
import type { Logger } from '../ports/logger.js';
import type { ProjectionStatus, SparqlAnswer, SparqlEngine, SparqlRequest } from '../ports/sparql-engine.js';
import { limited, queryForm, type QueryForm } from '../rdf/query-form.js';
import { queryTrouble } from '../rdf/query-trouble.js';
import type { RemoteGraphs } from './remote-graphs.js';
import type { RemoteProjection } from './remote-projection.js';
import { readQuery, type QueryDataset, type ReadQuery } from './remote-query.js';
import { acceptResults, tableOf, truthOf, writeTable, writeTriples, writeTruth } from './remote-results.js';
import { RemoteFailure, type RemoteServer, type RemoteText } from './remote-server.js';

export interface RemoteEngineOptions {
  readonly server: RemoteServer;
  readonly graphs: RemoteGraphs;
  readonly projection: RemoteProjection;
  readonly logger: Logger;
  readonly timeoutMs: number;
  readonly maxRows: number;
  readonly maxBytes: number;
}

/** Default graphs that one request may name, and triples that they may have together. */
const mostMerged = 100;
const mostMergedTriples = 200_000;

/** Results as JSON are larger than in most other formats. */
const swelling = 4;

interface Asked {
  readonly form: QueryForm;
  /** As it goes out, with our bound on its rows. */
  readonly read: ReadQuery;
  /** As it was sent. */
  readonly own: ReadQuery;
  readonly rows: number;
}

/** Answers queries from a remote store as the embedded one would: same graphs, same formats, whole or not at all. */
export class RemoteEngine implements SparqlEngine {
  constructor(private readonly options: RemoteEngineOptions) {}

  async query(request: SparqlRequest): Promise<SparqlAnswer> {
    const { projection, maxRows, maxBytes } = this.options;
    const asked = this.understand(request, Math.min(maxRows, request.enough ?? maxRows));
    if (!projection.isComplete) throw unavailable(10);
    const { seq } = projection;
    try {
      const { text, solutions } = await this.over(asked.read.dataset, request, (dataset) => this.answer(asked, dataset, request.format));
      const body = Buffer.from(text, 'utf8');
      if (body.byteLength > maxBytes) throw tooLarge(`The answer is larger than ${String(maxBytes)} bytes. Ask for fewer rows with LIMIT and OFFSET.`);
      const more = solutions > asked.rows;
      if (more && request.enough === undefined)
        throw tooLarge(
          `The answer has more than ${String(maxRows)} ${asked.form === 'SELECT' ? 'rows' : 'solutions'}. Page through it with ORDER BY, LIMIT and OFFSET.`,
        );
      return { body, format: request.format, more, seq };
    } catch (error) {
      throw error instanceof RemoteFailure ? this.translated(error, request.query) : error;
    }
  }

  status(): Promise<readonly ProjectionStatus[]> {
    return Promise.resolve([{ name: 'triples-remote', ...this.options.projection.status() }]);
  }

  /** @throws RequestError in the words of the embedded store where it can say what is wrong */
  private understand({ query }: SparqlRequest, rows: number): Asked {
    const form = queryForm(query);
    const baseIri = `${this.options.graphs.baseUrl}/`;
    try {
      // As it was sent first: what is put into it may hide what is wrong with it.
      const own = readQuery(query, baseIri);
      return { form, rows, own, read: readQuery(limited(query, rows + 1), baseIri) };
    } catch (error) {
      if (error instanceof RequestError && error.code === 'request/bad-query') throw explained(query) ?? error;
      throw error;
    }
  }

  /** Finds the dataset of a request (SPARQL 1.1 Protocol, section 2.1.4: what the request says stands above FROM). */
  private async over<T>(own: QueryDataset | null, request: SparqlRequest, work: (dataset: QueryDataset) => Promise<T>): Promise<T> {
    const { graphs } = this.options;
    const isExplicit = request.defaultGraphs.length + request.namedGraphs.length > 0;
    const dataset = isExplicit ? { defaultGraphs: request.defaultGraphs, namedGraphs: request.namedGraphs } : own;
    if (dataset === null) return work({ defaultGraphs: [graphs.merged], namedGraphs: null });
    const known = dataset.defaultGraphs.filter((graph) => graphs.isPublic(graph));
    if (known.length > 1) return this.overMerge(known, (graph) => work({ ...dataset, defaultGraphs: [graph] }));
    return work({ ...dataset, defaultGraphs: [known[0] ?? graphs.nothing] });
  }

  /** Servers join several default graphs without merging them: a graph that is their merge stands in for a while. */
  private async overMerge<T>(sources: readonly string[], work: (graph: string) => Promise<T>): Promise<T> {
    const { server, graphs, timeoutMs } = this.options;
    if (sources.length > mostMerged) throw new RequestError('request/bad-query', `Name at most ${String(mostMerged)} default graphs.`);
    const names = sources.map((graph) => `<${graph}>`).join(' ');
    const where = `VALUES ?g { ${names} } GRAPH ?g { ?s ?p ?o }`;
    const counted = tableOf(await server.query({ query: `SELECT (COUNT(*) AS ?n) WHERE { ${where} }`, accept: acceptResults, timeoutMs, maxBytes: 1 << 20 }));
    if (Number(counted.rows[0]?.['n']?.value ?? 0) > mostMergedTriples)
      throw new RequestError('request/bad-query', 'The graphs together are too large to be merged for one query; name fewer.');
    const scratch = graphs.scratch + randomUUID();
    try {
      for (const graph of sources) await server.update(`INSERT { GRAPH <${scratch}> { ?s ?p ?o } } WHERE { GRAPH <${graph}> { ?s ?p ?o } }`, timeoutMs);
      return await work(scratch);
    } finally {
      // What stays behind goes with the next connection.
      await server.update(`CLEAR SILENT GRAPH <${scratch}>`, timeoutMs).catch(() => undefined);
    }
  }

  private async answer(asked: Asked, dataset: QueryDataset, format: string): Promise<{ readonly text: string; readonly solutions: number }> {
    const answer = await this.send(asked, dataset).catch((error: unknown) => {
      // A bound of ours on its rows may be more than the server takes, where the query itself has none.
      const isOurs = asked.own.limit === null && error instanceof RemoteFailure && error.fault === 'cut';
      if (!isOurs) throw error;
      return this.send({ ...asked, read: asked.own }, dataset);
    });
    if (asked.form === 'ASK') return { text: writeTruth(truthOf(answer), format), solutions: 1 };
    const table = tableOf(answer);
    refuseCut(answer, table.rows.length, asked);
    if (asked.form === 'SELECT') return { text: writeTable(table, format), solutions: table.rows.length };
    return { text: writeTriples(table, asked.own.template, format), solutions: asked.form === 'DESCRIBE' ? 0 : table.rows.length };
  }

  private send({ read }: Asked, { defaultGraphs, namedGraphs }: QueryDataset): Promise<RemoteText> {
    const { server, graphs, projection, timeoutMs, maxBytes } = this.options;
    // A default graph beside the query takes all named graphs out of reach, or some of them (Virtuoso): then the query itself says it.
    const isWithin = read.usesGraph;
    const query = read.written({ graphs, literals: projection.literals, namedGraphs, activeGraph: isWithin ? (defaultGraphs[0] ?? null) : null });
    return server.query({ query, accept: acceptResults, timeoutMs, maxBytes: maxBytes * swelling, ...(isWithin ? {} : { defaultGraphs }) });
  }

  private translated(failure: RemoteFailure, query: string): RequestError {
    const { fault, details } = failure;
    const options = { cause: failure };
    switch (fault) {
      case 'refused':
        // The query is in the grammar: a server that fails over it has said nothing about it.
        if (details.status === 500) return this.failed(failure, options);
        return explained(query) ?? new RequestError('request/bad-query', `The store does not take the query: ${details.said ?? ''}`, {}, options);
      case 'timeout':
        return new RequestError(
          'request/query-timeout',
          `The query ran longer than ${String(this.options.timeoutMs)} ms, or than the store lets it, and was ended. Ask for less: name the classes and properties, add LIMIT, avoid unconnected patterns.`,
          {},
          options,
        );
      case 'cut':
        return tooLarge(
          `The store hands out, or puts in order, ${String(details.rows ?? 0)} rows at a time. Page through the answer with ORDER BY, LIMIT and OFFSET.`,
          options,
        );
      case 'too-large':
        return tooLarge('The answer is too large. Ask for fewer rows with LIMIT and OFFSET.', options);
      case 'busy':
        return unavailable(details.retryAfter ?? 10, options);
      case 'unauthorised':
      case 'partial':
      case 'unreachable':
        if (fault !== 'partial') this.options.projection.lose();
        return this.failed(failure, options);
    }
  }

  private failed({ fault, message, details }: RemoteFailure, options: ErrorOptions): RequestError {
    this.options.logger.warn('remote triples do not answer', { fault, reason: message });
    return unavailable(details.retryAfter ?? 30, options);
  }
}

/** A server that cuts results says so, if at all, by naming the number at which it does (Virtuoso). */
function refuseCut({ cutsAt }: RemoteText, rows: number, { own, rows: wanted }: Asked): void {
  if (cutsAt === null || rows < cutsAt || rows > wanted || (own.limit !== null && own.limit <= cutsAt)) return;
  throw new RemoteFailure('cut', 'The server cut the result.', { rows: cutsAt });
}

const tooLarge = (message: string, options?: ErrorOptions): RequestError => new RequestError('request/result-too-large', message, {}, options);
const unavailable = (retryAfter: number, options?: ErrorOptions): RequestError =>
  new RequestError('request/unavailable', 'The triples are being loaded, or their store does not answer; try again later.', { retryAfter }, options);

/**
 * What is wrong with a text that is no SPARQL 1.1, as the embedded store says it. It is asked over no data at all, and only when no
 * solutions can come of none: without VALUES and UNION there is at most one.
 */
function explained(query: string): RequestError | null {
  if (/\b(?:VALUES|UNION)\b/i.test(query)) return null;
  try {
    new Store().query(query);
    return null;
  } catch (error) {
    const trouble = error instanceof Error ? queryTrouble(error.message, query) : null;
    if (trouble === null) return null;
    const { line, column, detail } = trouble;
    const place = { in: 'query', location: `${String(line)}:${String(column)}`, code: 'syntax', detail };
    return new RequestError('request/bad-query', detail, { line, errors: [place] }, { cause: error });
  }
}
