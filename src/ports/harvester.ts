import type { Quad } from '@rdfjs/types';
import type { DocumentBody, HarvestedDocument, HarvestEvent, HarvestIssue } from '../domain/harvest.js';
import type { Station } from '../domain/station.js';
import type { Clock } from './clock.js';
import type { Detection, Probe } from './detection.js';
import type { DropFolder } from './drop-folder.js';
import type { Fetcher, RememberedDocument } from './fetcher.js';
import type { Logger } from './logger.js';

/** Limits of one run (RUN-13) and of one document (SSRF-10). */
export interface HarvestLimits {
  readonly maxPages: number;
  readonly maxDocumentBytes: number;
  readonly maxPageBytes: number;
  readonly maxRunBytes: number;
}

/** A document of an earlier run with the records it held. */
export type KnownDocument = RememberedDocument & { readonly subjects: readonly string[] };

/** Everything a harvester needs; it reaches for no global. */
export interface HarvestContext {
  readonly fetcher: Fetcher;
  /** Files that providers leave for us; absent when the operator set no folder aside. */
  readonly files?: DropFolder | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly limits: HarvestLimits;
  /** Where the last run that was published left off, or where one that was killed did; null at the first (`bookmark` events). */
  readonly bookmark: string | null;
  /** Start of the last complete full walk, ISO 8601; null when there was none. */
  readonly fullWalkAt: string | null;
  /** Asked for by the operator: read everything, whatever the bookmark says. */
  readonly full: boolean;
  /** What this URL gave in the last published run, if every record it held is still known. */
  remembered(url: string): RememberedDocument | undefined;
  /** All documents that stand for what is published, and those that a killed run had read since its bookmark. */
  knownDocuments(): Iterable<KnownDocument>;
  /** Bytes received in an earlier run, by their hash; null when they are not kept any more. */
  stored(bodyHash: string): Promise<DocumentBody | null>;
}

/** What a protocol can tell; the runner derives from it what a run may withdraw (RUN-1, RUN-4, RUN-5). */
export interface HarvesterKnowledge {
  /** A full walk names everything there is, so that absence says something. */
  readonly completeListing: boolean;
  /** Deletions are named (410, OAI deleted, as:Delete). */
  readonly deletions: boolean;
  /** Only what has changed since the bookmark can be asked for. */
  readonly modifiedSince: boolean;
}

/** What reading a document showed beside its quads. */
export type ReadingNote = Pick<HarvestIssue, 'code' | 'severity' | 'subject' | 'detail' | 'line'>;

/** Reads one station by one protocol. */
export interface Harvester {
  readonly protocol: string;
  readonly knows: HarvesterKnowledge;
  /**
   * Whether a document describes its records whole, or a record is spread over several (a FAIR Data Point's dataset and
   * distribution pages) and is put together when gathering ends.
   */
  readonly assembly: 'per-document' | 'across-documents';
  /**
   * Reads a document of this protocol that is not RDF itself. A pure function of the document, so that kept bytes can be
   * read again by a later release (`ndc replay`). Absent: the RDF parsers.
   *
   * @throws StationError with `details.line` where the document cannot be read
   */
  readonly read?: (document: HarvestedDocument, sink: (quad: Quad, line: number | null) => void) => Promise<readonly ReadingNote[]>;
  /** What is wrong with the station's entry, in words for the operator; checked at start (`ndc:setting`, endpoint). */
  readonly faults?: (station: Station) => readonly string[];
  /** Whether an address that somebody gives could be read by this protocol; null when not. Absent: nobody can tell from outside. */
  readonly detect?: (url: string, probe: Probe) => Promise<Detection | null>;
  harvest(station: Station, context: HarvestContext): AsyncIterable<HarvestEvent>;
}
