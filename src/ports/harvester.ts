import type { HarvestEvent } from '../domain/harvest.js';
import type { Station } from '../domain/station.js';
import type { Clock } from './clock.js';
import type { Fetcher, RememberedDocument } from './fetcher.js';
import type { Logger } from './logger.js';

/** Limits of one run (RUN-13) and of one document (SSRF-10). */
export interface HarvestLimits {
  readonly maxPages: number;
  readonly maxDocumentBytes: number;
  readonly maxPageBytes: number;
  readonly maxRunBytes: number;
}

/** Everything a harvester needs; it reaches for no global. */
export interface HarvestContext {
  readonly fetcher: Fetcher;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly limits: HarvestLimits;
  /** What this URL gave in the last published run, if every record it held is still known. */
  remembered(url: string): RememberedDocument | undefined;
}

/** Reads one station by one protocol. */
export interface Harvester {
  readonly protocol: string;
  /**
   * Whether a document describes its records whole, or a record is spread over several (a FAIR Data Point's dataset and
   * distribution pages) and is put together when gathering ends.
   */
  readonly assembly: 'per-document' | 'across-documents';
  harvest(station: Station, context: HarvestContext): AsyncIterable<HarvestEvent>;
}
