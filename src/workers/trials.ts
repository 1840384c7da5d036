import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { harvesters } from '../../harvesters/index.js';
import type { AdmissionPolicy } from '../catalogue/admission.js';
import { tryStation, type TrialOrder, type TrialProgress, type TrialResult } from '../catalogue/station-trial.js';
import type { Config } from '../config.js';
import { RequestError } from '../domain/errors.js';
import { detectProtocols } from '../harvest/detect.js';
import { BlobStore } from '../ledger/blob-store.js';
import { systemClock } from '../ports/clock.js';
import type { Fetcher } from '../ports/fetcher.js';
import type { LedgerReader } from '../ports/ledger.js';
import { silentLogger } from '../ports/logger.js';
import type { QuadSpool } from '../rdf/spool.js';
import type { ValidationService } from '../validation/validation-service.js';

export interface TrialsDependencies {
  readonly config: Config;
  readonly validation: ValidationService;
  readonly policy: AdmissionPolicy;
  readonly ownBase: string | null;
  readonly reader: Pick<LedgerReader, 'stations'>;
  /** For visitors' addresses, with the turns at each host that the harvests take too (HTTP-11). */
  readonly fetcher: Fetcher;
  readonly folder: string;
  readonly makeSpool: () => QuadSpool;
}

/** Answers larger than this are no pages that a protocol could be told from. */
const maxDetectionBytes = 20 << 20;

/** Trials of visitors' stations in the harvest thread; each leaves its folder behind empty. */
export class Trials {
  private readonly underWay = new Map<string, AbortController>();

  constructor(private readonly dependencies: TrialsDependencies) {}

  async run(order: TrialOrder, key: string, onProgress: (progress: TrialProgress) => void): Promise<TrialResult> {
    const { config, validation, policy, ownBase, reader, fetcher, folder, makeSpool } = this.dependencies;
    const abort = new AbortController();
    this.underWay.set(key, abort);
    const bodies = join(folder, `trial-${randomUUID()}`);
    try {
      return await tryStation(
        order,
        {
          harvesters,
          fetcher,
          detect: (url, limited, signal) =>
            detectProtocols(url, { harvesters, fetcher: limited, signal, maxBytes: Math.min(maxDetectionBytes, config.NDC_TRIAL_MAX_BYTES) }),
          judge: { validator: validation, secondOpinion: validation.secondOpinion(), policy },
          stations: reader.stations().map(({ station }) => station),
          ownBase,
          makeSpool,
          bodies: new BlobStore(bodies),
          clock: systemClock,
          logger: silentLogger,
          limits: {
            maxPages: config.NDC_TRIAL_MAX_PAGES,
            maxRecords: config.NDC_TRIAL_MAX_RECORDS,
            maxBytes: config.NDC_TRIAL_MAX_BYTES,
            timeoutMs: config.NDC_TRIAL_TIMEOUT_MS,
          },
        },
        onProgress,
        abort.signal,
      );
    } finally {
      this.underWay.delete(key);
      await rm(bodies, { recursive: true, force: true });
    }
  }

  cancel(key: string): void {
    this.underWay.get(key)?.abort(new RequestError('request/gone', 'The trial was cancelled.'));
  }
}
