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
  | { readonly kind: 'listed'; readonly key: string }
  /** A 304 or the same bytes: stands for all records of that document. */
  | { readonly kind: 'unchanged'; readonly key: string }
  | { readonly kind: 'gone'; readonly key: string; readonly evidence: DeletionEvidence }
  /** A listed record whose own fetch failed: present, stale (RUN-3). */
  | { readonly kind: 'stale'; readonly key: string }
  | { readonly kind: 'total'; readonly count: number }
  | { readonly kind: 'bookmark'; readonly value: string }
  | { readonly kind: 'issue'; readonly issue: HarvestIssue }
  | { readonly kind: 'complete' };

export type RunPhase = 'gather' | 'validate' | 'stage' | 'diff' | 'brake' | 'publish' | 'done';
export type RunOutcome = 'complete' | 'partial' | 'failed' | 'on-hold' | 'postponed' | 'interrupted';
export type RunTrigger = 'schedule' | 'manual' | 'ping' | 'demo';

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
}

export const noCounts: RunCounts = { added: 0, updated: 0, unchanged: 0, withdrawn: 0, held: 0, documents: 0, bytes: 0 };
