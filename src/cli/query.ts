import { readFileSync } from 'node:fs';
import { startWorker } from '../wiring.js';
import { readConfig } from '../config.js';
import { queryForm } from '../rdf/query-form.js';
import type { SparqlWorker } from '../triples/sparql-pool.js';
import type { SparqlWorkerData } from '../workers/sparql.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { print, readWords, UsageError, type Command } from './command.js';

export const queryCommand: Command = {
  name: 'query',
  usage: 'query FILE [--source station...]',
  summary: 'Answers a SPARQL query over the triples of this ledger; with --source live over the endpoints of stations (Comunica).',
  async run(words) {
    const { values, positionals } = readWords(words, { source: { type: 'string', multiple: true } });
    const [file] = positionals;
    if (file === undefined) throw new UsageError('name a file with a query');
    const query = readFileSync(file, 'utf8');
    print(values.source === undefined ? await local(query) : await live(query, values.source));
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
  };
  const { worker, calls, ready } = startWorker('sparql', data);
  try {
    await ready;
    const form = queryForm(query);
    const format = form === 'SELECT' ? 'text/tab-separated-values' : form === 'ASK' ? 'application/sparql-results+json' : 'text/turtle';
    const answer = await calls.proxy<SparqlWorker>().query({ query, format, defaultGraphs: [], namedGraphs: [] });
    return Buffer.from(answer.body).toString('utf8').trimEnd();
  } finally {
    await worker.terminate();
  }
}

async function live(query: string, stations: readonly string[]): Promise<string> {
  const reader = SqliteLedgerReader.open(readConfig().dataDir);
  const sources = stations.map((id) => {
    const status = reader.station(id);
    if (status === undefined) throw new UsageError(`there is no station ${id}`);
    return status.station.endpoint;
  });
  reader.close();
  // Loaded when asked for: the engine has hundreds of modules, and no other command needs it.
  const { QueryEngine } = await import('@comunica/query-sparql');
  const engine = new QueryEngine();
  const [first, ...rest] = sources;
  if (first === undefined) throw new UsageError('--source names a station');
  const result = await engine.query(query, { sources: [first, ...rest], lenient: true });
  const { data } = await engine.resultToString(
    result,
    result.resultType === 'bindings' ? 'text/tab-separated-values' : result.resultType === 'boolean' ? 'application/sparql-results+json' : 'text/turtle',
  );
  const parts: string[] = [];
  for await (const part of data as AsyncIterable<string>) parts.push(part);
  return parts.join('').trimEnd();
}
