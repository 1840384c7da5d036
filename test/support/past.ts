import express from 'express';
import { RecordAssembler } from '../../src/catalogue/assemble.js';
import { CatalogueReader } from '../../src/catalogue/catalogue-reader.js';
import type { Station } from '../../src/domain/station.js';
import { plainCatalogue } from '../../src/federation/catalogue-pages.js';
import { FailedAttempts, TokenGate } from '../../src/http/operators.js';
import { problemHandler } from '../../src/http/problem.js';
import { catalogueRouter } from '../../src/http/routes/catalogue.js';
import { datasetsRouter } from '../../src/http/routes/datasets.js';
import { silentLogger } from '../../src/ports/logger.js';
import type { SearchIndex } from '../../src/ports/search-index.js';
import { Concepts } from '../../src/rdf/concepts.js';
import { authorityFolder, mappingsFolder } from '../../src/assets.js';
import { createHash } from 'node:crypto';
import { exportDesk } from './exports.js';
import { openHarvesting, type Harvesting } from './harvesting.js';

export const base = 'https://catalogue.example';
export const operatorToken = 'a'.repeat(43);
const noSearch = { search: () => Promise.reject(new Error('no search here')), suggest: () => Promise.reject(new Error('no search here')) } as SearchIndex;

export interface Past extends Harvesting {
  readonly queries: CatalogueReader;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  json<T = Record<string, unknown>>(path: string, headers?: Readonly<Record<string, string>>): Promise<T>;
  close(): Promise<void>;
}

/** The real pipeline and ledger without threads, with the routes that tell what became of records. */
export async function openPast(stations: readonly Station[]): Promise<Past> {
  const house = await openHarvesting(stations);
  const { reader, clock } = house;
  const queries = new CatalogueReader({
    reader,
    search: noSearch,
    assembler: new RecordAssembler(reader, []),
    concepts: Concepts.load([authorityFolder, mappingsFolder]),
    profiles: () => [],
    rules: () => undefined,
    clock,
    nextRunAt: () => null,
    stationQuality: () => Promise.reject(new Error('not here')),
    fallbackCatalogue: plainCatalogue(base),
    baseUrl: base,
  });
  const entry = { name: 'Petra Beheerder', role: 'operator', tokenHash: createHash('sha256').update(operatorToken).digest('hex') } as const;
  const gate = new TokenGate({ roster: () => [entry], attempts: new FailedAttempts(clock), origin: () => base });
  const app = express();
  app.set('query parser', 'simple');
  app.set('base url', base);
  app.use('/api/v1', datasetsRouter(queries, base, { gate, clock }));
  app.use(catalogueRouter({ queries, reader, baseUrl: base, exports: exportDesk(reader, base) }));
  app.use(problemHandler(silentLogger));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
  const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> => fetch(url + path, { headers, redirect: 'manual' });
  return {
    ...house,
    queries,
    get,
    json: async <T>(path: string, headers?: Readonly<Record<string, string>>) => (await (await get(path, headers)).json()) as T,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
