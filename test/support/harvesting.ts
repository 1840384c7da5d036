import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Parser } from 'n3';
import { harvesters } from '../../harvesters/index.js';
import type { DocumentBody, HarvestIssue } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { FetchSettings } from '../../src/fetch/guarded-fetcher.js';
import { Runner, type RunnerDependencies, type RunnerSettings, type RunRequest, type RunSummary } from '../../src/harvest/runner.js';
import { OperatorData } from '../../src/rdf/operator-data.js';
import { MemorySpool } from '../../src/rdf/memory-spool.js';
import { ShaclEngineValidator } from '../../src/validation/shacl-engine-validator.js';
import { loadShapesLibrary } from '../../src/validation/shapes-library.js';
import { makeFetcher } from './fetching.js';
import { openLedger, type OpenLedger } from './ledger.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
let shared: ShaclEngineValidator | undefined;

export function validator(): ShaclEngineValidator {
  return (shared ??= new ShaclEngineValidator(loadShapesLibrary({ shapes: `${root}shapes`, vocabularies: `${root}vocab/authority` })));
}

export function demoStations(): Station[] {
  return new OperatorData(new Parser().parse(readFileSync(`${root}fixtures/demo/stations.ttl`, 'utf8'))).stations();
}

export const fixtureFolder = (station: string): string => `${root}fixtures/stations/${station}`;

const settings: RunnerSettings = {
  limits: { maxPages: 200, maxDocumentBytes: 64 << 20, maxPageBytes: 8 << 20, maxRunBytes: 1 << 30 },
  grace: { missingRuns: 2, missingHours: 24 },
  brake: { fraction: 0.2 },
  leaseMs: 60_000,
  runTimeoutMs: 60_000,
};

export interface Harvesting extends OpenLedger {
  readonly runner: Runner;
  run(station: string, request?: Partial<Omit<RunRequest, 'station'>>): Promise<RunSummary>;
  issues(): HarvestIssue[];
}

/** The whole pipeline over real adapters, with the clock and the addresses of the stations given. */
export async function openHarvesting(
  stations: readonly Station[],
  fetching: Partial<FetchSettings> = {},
  changes: Partial<RunnerDependencies> = {},
): Promise<Harvesting> {
  const all = openLedger();
  await all.ledger.registerStations(stations);
  const kept = new Map<string, DocumentBody>();
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };
  const runner = new Runner({
    ledger: all.ledger,
    reader: all.reader,
    harvesters,
    fetcherFor: (station) => makeFetcher(station, fetching, all.clock),
    describe: { validator: validator(), secondOpinion: null, policy: { mode: 'support', rules: [] }, ownBase: 'https://catalogue.example' },
    makeSpool: () => new MemorySpool(),
    keepBytes: ({ bodyHash, body }) => {
      if (body.kind === 'memory') kept.set(bodyHash, body);
      return Promise.resolve();
    },
    storedBytes: (hash) => Promise.resolve(kept.get(hash) ?? null),
    clock: all.clock,
    logger: silent,
    settings,
    holder: 'test/1/1',
    ...changes,
  });
  let last: number | null = null;
  return {
    ...all,
    runner,
    run: async (station, request = {}) => {
      const summary = await runner.run({ station, trigger: 'manual', ...request }, () => undefined);
      last = summary.run;
      return summary;
    },
    issues: () => (last === null ? [] : [...all.reader.runIssues(last, 500)]),
  };
}
