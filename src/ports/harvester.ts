import type { HarvestEvent } from '../domain/harvest.js';
import type { Station } from '../domain/station.js';
import type { Clock } from './clock.js';
import type { Fetcher, RememberedDocument } from './fetcher.js';
import type { Logger } from './logger.js';
import type { Quad } from '@rdfjs/types';

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
  /** Calls back with the quads of a document, one by one; used to find links. @throws StationError */
  scan(document: { readonly body: import('../domain/harvest.js').DocumentBody; readonly mediaType: string; readonly url: string; readonly baseIri: string }, visit: (quad: Quad) => void): Promise<void>;
}

/** Reads one station by one protocol. */
export interface Harvester {
  readonly protocol: string;
  harvest(station: Station, context: HarvestContext): AsyncIterable<HarvestEvent>;
}
