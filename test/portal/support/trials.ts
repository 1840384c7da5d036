import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { harvesters } from '../../../harvesters/index.js';
import { TrialDesk, type StartedTrial, type TrialDeskSettings } from '../../../src/catalogue/station-trial-desk.js';
import { tryStation, type TrialDependencies, type TrialOrder, type TrialProgress, type TrialResult } from '../../../src/catalogue/station-trial.js';
import type { TrialLimits } from '../../../src/catalogue/station-trial-limits.js';
import { unregisteredStation } from '../../../src/domain/station.js';
import { detectProtocols } from '../../../src/harvest/detect.js';
import { BlobStore } from '../../../src/ledger/blob-store.js';
import { systemClock } from '../../../src/ports/clock.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { MemorySpool } from '../../../src/rdf/memory-spool.js';
import { makeFetcher } from '../../support/fetching.js';
import { validator } from '../../support/harvesting.js';

export interface TrialOptions {
  readonly limits?: Partial<TrialLimits>;
  readonly changes?: Partial<TrialDependencies>;
  /** As the server has it: nothing on this machine is reached. */
  readonly asVisitor?: boolean;
  readonly onProgress?: (progress: TrialProgress) => void;
  readonly signal?: AbortSignal;
}

export const trialOf = (url: string, more: Partial<TrialOrder> = {}): TrialOrder => ({
  url,
  protocol: null,
  kind: 'holder',
  holder: { iri: 'https://umc.example/', name: 'UMC' },
  ...more,
});

/** A trial with real harvesters, rules and fetcher; unless asked otherwise the fetcher may reach a fake station. */
export async function runTrial(
  order: TrialOrder,
  { limits = {}, changes = {}, asVisitor = false, onProgress, signal }: TrialOptions = {},
): Promise<TrialResult> {
  const fetcher = makeFetcher(asVisitor ? null : unregisteredStation('trial', order.url), {}, undefined);
  const bodies = join(tmpdir(), `ndc-trial-${randomUUID()}`);
  try {
    return await tryStation(
      order,
      {
        harvesters,
        fetcher,
        detect: (url, limited, abort) => detectProtocols(url, { harvesters, fetcher: limited, signal: abort, maxBytes: 1 << 20 }),
        judge: { validator: validator(), secondOpinion: null, policy: { mode: 'support', rules: [] } },
        stations: [],
        ownBase: 'https://catalogue.example',
        makeSpool: () => new MemorySpool(),
        bodies: new BlobStore(bodies),
        clock: systemClock,
        logger: silentLogger,
        limits: { maxPages: 200, maxRecords: 100, maxBytes: 10 << 20, timeoutMs: 60_000, ...limits },
        ...changes,
      },
      onProgress ?? (() => undefined),
      signal ?? new AbortController().signal,
    );
  } finally {
    await fetcher.close();
    rmSync(bodies, { recursive: true, force: true });
  }
}

/** A desk whose trials are real ones, in this thread. */
export function trialDesk(
  settings: Partial<TrialDeskSettings> = {},
  carryOut: (order: TrialOrder, onProgress: (progress: TrialProgress) => void) => StartedTrial = (order, onProgress) => {
    const abort = new AbortController();
    return { ended: runTrial(order, { onProgress, signal: abort.signal }), cancel: () => abort.abort(new Error('cancelled')) };
  },
): TrialDesk {
  return new TrialDesk({
    carryOut,
    clock: systemClock,
    protocols: [...harvesters.values()].flatMap(({ protocol, detect }) => (detect === undefined ? [] : [protocol])),
    settings: { atOnce: 1, waiting: 3, ratePerHour: 1000, keepMs: 3_600_000, ...settings },
  });
}
