import { readFileSync } from 'node:fs';
import { readConfig, type Config } from '../config.js';
import type { Station } from '../domain/station.js';
import { GuardedFetcher } from '../fetch/guarded-fetcher.js';
import { HostLimiter } from '../fetch/host-limiter.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { systemClock } from '../ports/clock.js';
import { queryForm } from '../rdf/query-form.js';
import type { SparqlWorker } from '../triples/sparql-pool.js';
import { startWorker } from '../wiring.js';
import { fetchSettings } from '../workers/harvest.js';
import type { SparqlWorkerData } from '../workers/sparql.js';
import { print, readWords, UsageError, type Command } from './command.js';
import { QuerySources, sourceLine } from './query-sources.js';

const defaultTimeoutSeconds = 60;
/** How often progress is told: redrawn on a terminal, else a line for each source now and then. */
const redrawMs = 500;
const lineMs = 10_000;

export const queryCommand: Command = {
  name: 'query',
  usage: 'query FILE [--source station...] [--timeout SECONDS]',
  summary:
    'Answers a SPARQL query over the triples of this ledger; with --source live over the endpoints of stations (Comunica), each of which has the time-out for all that it is asked. Exit 1 when a source did not answer: the result then lacks it.',
  async run(words) {
    const { values, positionals } = readWords(words, { source: { type: 'string', multiple: true }, timeout: { type: 'string' } });
    const [file, ...more] = positionals;
    if (file === undefined) throw new UsageError('name a file with a query');
    if (values.source === undefined && more.length > 0) throw new UsageError('one query at a time; stations stand behind --source');
    const seconds = values.timeout === undefined ? defaultTimeoutSeconds : Number(values.timeout);
    if (!(seconds > 0 && seconds <= 86_400)) throw new UsageError('--timeout is a number of seconds');
    const query = readFileSync(file, 'utf8');
    if (values.source !== undefined) return live(query, [...new Set([...values.source, ...more])], seconds * 1000);
    print(await local(query));
    return 0;
  },
};

async function local(query: string): Promise<string> {
  const config = readConfig();
  const data: SparqlWorkerData = {
    dataDir: config.dataDir,
    baseUrl: config.NDC_BASE_URL ?? 'http://127.0.0.1:3000',
    maxRows: config.NDC_SPARQL_MAX_ROWS,
    maxBytes: config.NDC_SPARQL_MAX_BYTES,
    // Whoever sits at the machine may wait.
    maxProduct: 0,
  };
  const { worker, calls, ready } = startWorker('sparql', data);
  try {
    await ready;
    const form = queryForm(query);
    const format = form === 'SELECT' ? 'text/tab-separated-values' : form === 'ASK' ? 'application/sparql-results+json' : 'text/turtle';
    const answer = await calls.proxy<SparqlWorker>().query({ query, format, defaultGraphs: [], namedGraphs: [] });
    return Buffer.from(answer.body).toString('utf8').replace(/\n+$/, '');
  } finally {
    await worker.terminate();
  }
}

/** @returns the exit code: 1 when the answer lacks a source */
async function live(query: string, ids: readonly string[], timeoutMs: number): Promise<number> {
  const config = readConfig();
  const sources = new QuerySources(stationsOf(ids, config), {
    fetcherFor: (station) => new GuardedFetcher(station, fetchSettings(config, 'ndc-query'), new HostLimiter(config.NDC_HOST_PAUSE_MS), systemClock),
    timeoutMs,
    maxBytes: config.NDC_MAX_DOCUMENT_BYTES,
  });
  const { isTTY } = process.stderr;
  const lines = (): string => sources.figures().map(sourceLine).join('\n');
  let drawn = 0;
  const draw = (): void => {
    process.stderr.write(`${drawn > 0 ? `\u001b[${String(drawn)}A\u001b[J` : ''}${lines()}\n`);
    drawn = isTTY ? ids.length : 0;
  };
  const ticker = setInterval(draw, isTTY ? redrawMs : lineMs);
  try {
    const answer = await withoutFailing(query, sources);
    if (answer !== null) print(answer);
  } finally {
    clearInterval(ticker);
    draw();
  }
  return sources.figures().some(({ failure }) => failure !== null) ? 1 : 0;
}

function stationsOf(ids: readonly string[], { dataDir }: Config): readonly Station[] {
  const reader = SqliteLedgerReader.open(dataDir);
  try {
    return ids.map((id) => {
      const station = reader.station(id)?.station;
      if (station === undefined) throw new UsageError(`there is no station ${id}`);
      const obstacle = QuerySources.obstacle(station);
      if (obstacle !== null) throw new UsageError(obstacle);
      return station;
    });
  } finally {
    reader.close();
  }
}

/** The answer over all sources that can be asked, as if there were no others; null when there are none. */
async function withoutFailing(query: string, sources: QuerySources): Promise<string | null> {
  for (;;) {
    const asked = sources.list();
    if (asked.length === 0) return null;
    try {
      return await answerOf(query, sources);
    } catch (error) {
      // When a source is the reason, the others are asked once more.
      if (sources.list().length === asked.length) throw error;
    }
  }
}

async function answerOf(query: string, sources: QuerySources): Promise<string> {
  // Loaded when asked for: the engine has hundreds of modules, and no other command needs it.
  const { QueryEngine } = await import('@comunica/query-sparql');
  const engine = new QueryEngine();
  const [first, ...rest] = sources.list();
  if (first === undefined) throw new UsageError('--source names a station');
  const result = await engine.query(query, { sources: [first, ...rest], fetch: sources.fetch });
  const { data } = await engine.resultToString(
    result,
    result.resultType === 'bindings' ? 'text/tab-separated-values' : result.resultType === 'boolean' ? 'application/sparql-results+json' : 'text/turtle',
  );
  const parts: string[] = [];
  for await (const part of data as AsyncIterable<string>) parts.push(part);
  return parts.join('').replace(/\n+$/, '');
}
