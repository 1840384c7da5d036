import type { Quad } from '@rdfjs/types';
import type { LanguageMap } from './language.js';

/** Every code of a harvest issue; explained for holders in docs/issues.md. */
export type IssueCode =
  | 'parse-error'
  | 'unsupported-format'
  | 'http-status'
  | 'unreachable'
  | 'timeout'
  | 'too-large'
  | 'refused-address'
  | 'redirect'
  | 'unusable-body'
  | 'missing-context'
  | 'paging-loop'
  | 'paging-foreign-host'
  | 'total-differs'
  | 'limit-reached'
  | 'child-unavailable'
  | 'not-published'
  | 'moved-permanently'
  | 'repaired'
  | 'not-repaired'
  | 'invalid-subject'
  | 'duplicate-subject'
  | 'foreign-subject'
  | 'own-subject'
  | 'primary-moves'
  | 'not-admissible'
  | 'violations'
  | 'default-value'
  | 'engines-disagree'
  | 'protocol-error'
  | 'truncated'
  | 'skipped'
  | 'low-quality'
  | 'archive-entry'
  | 'robots'
  | 'credentials'
  | 'clock'
  | 'loses-mandatory'
  | 'cancelled'
  | 'brake'
  | 'interrupted'
  | 'internal';

/** One thing that went wrong in a run: what, about which subject, and whose it is to mend. */
export interface HarvestIssue {
  readonly code: IssueCode;
  readonly severity: 'error' | 'warning' | 'info';
  /** Record IRI, or null when it concerns a document or the station. */
  readonly subject: string | null;
  readonly detail: string;
  readonly url: string | null;
  readonly line: number | null;
  readonly owner: 'station' | 'operator' | 'us';
}

/** A representation as received (RFC 9110 section 3.2). `bytes` stay in a file when they are large. */
export interface HarvestedDocument {
  readonly url: string;
  /** Base IRI for relative references (HTTP-14). */
  readonly baseIri: string;
  readonly mediaType: string;
  readonly retrievedAt: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly bodyHash: string;
  readonly body: DocumentBody;
}

export type DocumentBody = { readonly kind: 'memory'; readonly bytes: Uint8Array } | { readonly kind: 'file'; readonly path: string; readonly size: number };

export type DeletionEvidence = 'http-410' | 'oai-deleted' | 'as-delete';

export type HarvestEvent =
  | {
      readonly kind: 'document';
      readonly document: HarvestedDocument;
      /** Called with each quad as received, before the next event is asked for: how a harvester finds links without a second parse. */
      readonly visit: (quad: Quad) => void;
      /** What to remember of the document, asked for after the last quad. */
      readonly memo: () => unknown;
    }
  /**
   * Bytes that are kept and remembered under their URL without being read yet: a feed's members, which are put together
   * when the feed has been followed to its end.
   */
  | { readonly kind: 'kept'; readonly document: HarvestedDocument; readonly memo: unknown }
  /** What was remembered under this URL counts no more (an entity deleted from a feed). */
  | { readonly kind: 'forgotten'; readonly key: string }
  /** A key is the URL of a document that held records before, or a record's IRI. */
  | { readonly kind: 'listed'; readonly key: string }
  /** A 304 or the same bytes: stands for all records of that document. */
  | { readonly kind: 'unchanged'; readonly key: string }
  | { readonly kind: 'gone'; readonly key: string; readonly evidence: DeletionEvidence }
  /** A listed record whose own fetch failed: present, stale (RUN-3). */
  | { readonly kind: 'stale'; readonly key: string }
  /** How many records the source says it has; fewer found means that the walk is not complete (RUN-2). */
  | { readonly kind: 'total'; readonly count: number }
  /** How many items are to come, for the progress bar alone; the harvester itself compares what it counts. */
  | { readonly kind: 'expects'; readonly count: number }
  /** Where to resume; what came before it is stored with it. */
  | { readonly kind: 'bookmark'; readonly value: string }
  /** `retryAfterMs`: the station asked to come back later; the run ends as postponed, not as failed (HTTP-9). */
  | { readonly kind: 'issue'; readonly issue: HarvestIssue; readonly retryAfterMs?: number }
  /**
   * The walk reached its end. `incremental`: it asked for changes only, so that absence says nothing. Without the event nothing
   * is withdrawn. `gaps`: some pages could not be read, and what is said holds whatever they hold; the run is partial, and the
   * next one resumes at its bookmark.
   */
  | { readonly kind: 'complete'; readonly walk: 'full' | 'incremental'; readonly gaps?: boolean };

export type RunPhase = 'gather' | 'validate' | 'stage' | 'diff' | 'brake' | 'publish' | 'done';
export type RunOutcome = 'complete' | 'partial' | 'failed' | 'on-hold' | 'postponed' | 'interrupted';
export type RunTrigger = 'schedule' | 'manual' | 'ping' | 'demo' | 'push' | 'onboarding' | 'release' | 'revert' | 'replay' | 'removal';

/** Runs that go to the station itself: they resume what a killed one had read, and count for its schedule and its rounds. */
export const visitTriggers: ReadonlySet<RunTrigger> = new Set(['schedule', 'manual', 'ping', 'demo']);

export interface RunCounts {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly withdrawn: number;
  readonly held: number;
  readonly documents: number;
  readonly bytes: number;
}

/** One visit to a station (`prov:Activity`); never edited after it has ended. */
export interface HarvestRun {
  readonly id: number;
  readonly station: string;
  readonly trigger: RunTrigger;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly phase: RunPhase;
  readonly outcome: RunOutcome | null;
  readonly counts: RunCounts;
  readonly stages: readonly RunStage[];
  /** Items done in the present phase, and of how many where that is known. */
  readonly progress: { readonly done: number; readonly expected: number | null };
  /** Whether the run asked for everything or for changes only; null while it is not known. */
  readonly walk: 'full' | 'incremental' | null;
  /** A dry run publishes nothing. */
  readonly dry: boolean;
  /** Who asked for it by hand. */
  readonly by: string | null;
  /** The run that this one releases, undoes or reads again. */
  readonly of: number | null;
  /** What a run on hold would do; its own counts say what it did, which is nothing. */
  readonly planned: RunCounts | null;
  /** What became of a run on hold. */
  readonly resolved: RunResolution | null;
  /** Of the descriptions that the run found new or changed; null where none was judged. */
  readonly quality: QualityDelta | null;
}

export interface RunResolution {
  readonly how: 'released' | 'discarded' | 'superseded';
  readonly by: string | null;
  readonly at: string;
  /** The run that published it, or that took its place. */
  readonly run: number | null;
}

/** Results of validation over the same descriptions before and after a run. */
export interface QualityDelta {
  readonly before: QualityCount;
  readonly after: QualityCount;
}

export interface QualityCount {
  readonly records: number;
  readonly violations: number;
  readonly warnings: number;
}

export interface RunStage {
  readonly phase: RunPhase;
  readonly startedAt: string;
  readonly detail: string;
}

export interface RunItem {
  readonly subject: string;
  readonly recordId: string | null;
  readonly title: LanguageMap;
  readonly outcome: 'added' | 'updated' | 'unchanged' | 'withdrawn' | 'held' | 'missing' | 'stale';
  readonly reason: string | null;
  /** Field by field, for what is or would be updated. */
  readonly changes: readonly FieldChange[];
}

/** One property whose values differ between two versions of a description. */
export interface FieldChange {
  /** Path from the record: `dct:title`, `dcat:distribution/dcat:mediaType`. */
  readonly path: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

export interface RunProgressEvent {
  readonly station: string;
  readonly run: number;
  readonly phase: RunPhase;
  readonly detail: string;
  /** Items done in this phase, and of how many where that is known. */
  readonly done: number;
  readonly expected: number | null;
}

export interface RunSummary {
  readonly station: string;
  readonly run: number | null;
  readonly outcome: RunOutcome;
  readonly counts: RunCounts;
  readonly detail: string | null;
}

export const noCounts: RunCounts = { added: 0, updated: 0, unchanged: 0, withdrawn: 0, held: 0, documents: 0, bytes: 0 };

/** How the harvest of a source stands, for everybody (FEED-9). Of a source that is not live yet its state is all that is told. */
export interface HarvestState {
  readonly station: string;
  readonly title: LanguageMap;
  readonly state: string;
  readonly datasets: number | null;
  readonly lastSuccessAt: string | null;
  readonly failingSince: string | null;
  readonly nextRunAt: string | null;
  readonly lastRun: {
    readonly id: number;
    readonly startedAt: string;
    readonly endedAt: string | null;
    readonly outcome: RunOutcome | null;
    readonly counts: RunCounts;
    readonly errors: number;
    readonly warnings: number;
  } | null;
}
