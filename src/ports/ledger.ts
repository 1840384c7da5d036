import type { Assertion } from '../domain/assertion.js';
import type { HarvestIssue, HarvestRun, RunCounts, RunItem, RunOutcome, RunPhase, RunTrigger } from '../domain/harvest.js';
import type { Installation } from '../domain/installation.js';
import type { LanguageMap } from '../domain/language.js';
import type { CatalogueDescription } from '../domain/organisation.js';
import type { Admission, AdmissionReason, Change, PublishedRecord, RecordHead, RecordKind, Version, VersionBody } from '../domain/record.js';
import type { Station, StationState } from '../domain/station.js';
import type { Inheritable } from '../domain/series.js';
import type { ValidationReport } from '../domain/validation.js';
import type { RememberedDocument } from './fetcher.js';

/** One description as a run found it, before it is published. */
export interface StagedRecord {
  readonly subject: string;
  readonly kind: RecordKind;
  readonly canonicalHash: string;
  /** Null when the hash equals the last version's: then nothing below matters. */
  readonly content: StagedContent | null;
  readonly sourceUrl: string;
}

export interface StagedContent {
  /** Sorted N-Triples. */
  readonly body: string;
  readonly title: LanguageMap;
  readonly custodian: string | null;
  readonly publisher: string | null;
  readonly inSeries: readonly string[];
  readonly seriesMembers: readonly string[];
  readonly inheritable: Inheritable;
  readonly receivedHash: string;
  readonly pipeline: string;
  readonly report: ValidationReport | null;
  readonly admission: Admission;
}

/** A document as the run received it, remembered for the next run once this one is published. */
export interface StagedDocument extends RememberedDocument {
  readonly subjects: readonly string[];
}

/** What to do with one subject of a run; decided by `harvest/diff`, carried out by the ledger in one transaction. */
export type Deed =
  | { readonly kind: 'publish'; readonly subject: string }
  | { readonly kind: 'hold'; readonly subject: string }
  | { readonly kind: 'seen'; readonly subject: string }
  | { readonly kind: 'stale'; readonly subject: string }
  | { readonly kind: 'missing'; readonly subject: string }
  | { readonly kind: 'withdraw'; readonly subject: string; readonly cause: 'source-gone' | 'source-absent'; readonly reason: string };

export interface RunEnd {
  readonly outcome: RunOutcome;
  readonly counts: RunCounts;
  /** Whether the documents of this run stand for its records next time (HTTP-7). */
  readonly rememberDocuments: boolean;
}

export interface RunProgress {
  readonly phase: RunPhase;
  readonly detail: string;
  readonly counts: RunCounts;
}

/**
 * The only truth. All writes of a process go through one instance in one thread; each call is one transaction, and
 * when it resolves it is on disk (DESIGN section 1).
 */
export interface Ledger {
  /**
   * Takes over the stations file. A station that is no longer in it is retired, unless only additions are asked for: a
   * command started with another environment than the server's must not retire what it does not see.
   */
  registerStations(
    stations: readonly Station[],
    scope?: 'all' | 'additions',
  ): Promise<{ readonly added: readonly string[]; readonly retired: readonly string[] }>;
  setStationState(station: string, state: StationState, by: string): Promise<void>;
  setCatalogue(catalogue: CatalogueDescription): Promise<void>;
  setAssertions(assertions: readonly Assertion[]): Promise<void>;
  /** Pins `NDC_BASE_URL` at the first call. @throws ConfigurationError `ledger/base-url-pinned` for another value */
  pinBaseUrl(baseUrl: string): Promise<void>;
  startRun(request: {
    readonly station: string;
    readonly trigger: RunTrigger;
    readonly holder: string;
    readonly leaseMs: number;
  }): Promise<{ readonly run: number } | { readonly busy: number }>;
  /** Renews the lease and notes progress; false when the lease was lost. */
  heartbeat(run: number, leaseMs: number, progress: RunProgress): Promise<boolean>;
  stage(
    run: number,
    batch: { readonly records: readonly StagedRecord[]; readonly documents: readonly StagedDocument[]; readonly issues: readonly HarvestIssue[] },
  ): Promise<{ readonly duplicates: readonly string[] }>;
  /** At most 50 deeds; whole records only. */
  publish(run: number, deeds: readonly Deed[]): Promise<RunCounts>;
  finishRun(run: number, end: RunEnd): Promise<void>;
  /** Ends runs whose lease ran out (their process died) as `interrupted`. */
  recover(): Promise<readonly number[]>;
  withhold(record: string, reason: string, by: string): Promise<void>;
  release(record: string, by: string): Promise<void>;
  /** Puts a profile or vocabulary in force, in place of the one with the same id; its bytes are in the blob store already. */
  install(installation: Installation): Promise<void>;
  /** Takes one out of force; what it was stays on record. @throws RequestError `request/not-found` when there is none */
  uninstall(kind: Installation['kind'], id: string, by: string): Promise<void>;
  /** Notes a visitor's report; its bytes are in the blob store already. */
  keepReport(report: KeptReportEntry): Promise<void>;
  /** Forgets reports by the hash of their key, after their bytes have gone. */
  forgetReports(keyHashes: readonly string[]): Promise<void>;
}

/** A report that a visitor asked to be kept; the key itself is known to the visitor only. */
export interface KeptReportEntry {
  readonly keyHash: string;
  readonly blobHash: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** A description as the diff needs to see it. */
export interface DescriptionState {
  readonly subject: string;
  readonly record: string;
  readonly canonicalHash: string;
  readonly present: boolean;
  readonly held: boolean;
  readonly admitted: boolean;
  readonly primary: boolean;
  readonly missingRuns: number;
  readonly missingSince: string | null;
}

export interface StationStatus {
  readonly station: Station;
  readonly state: StationState;
  readonly datasets: number;
  readonly held: number;
  readonly lastRun: HarvestRun | null;
  readonly lastSuccessAt: string | null;
  readonly failingSince: string | null;
}

export interface Snapshot {
  readonly epoch: number;
  readonly seq: number;
}

/** Reads the ledger as of now or as of a seq; no transaction outlives a call. After reading seq n, no entry <= n appears later. */
export interface LedgerReader {
  snapshot(): Snapshot;
  /** Changes when any process has committed. */
  dataVersion(): number;
  changesAfter(seq: number, limit: number): readonly Change[];
  head(idOrIri: string): RecordHead | undefined;
  published(id: string): PublishedRecord | undefined;
  /** Live records as of a seq, by id, in keyset pages. */
  publishedPage(
    asOf: number,
    afterId: string,
    limit: number,
    filter?: { readonly station?: string; readonly modifiedSince?: string },
  ): readonly PublishedRecord[];
  publishedCount(asOf: number, filter?: { readonly station?: string; readonly modifiedSince?: string }): number;
  /** The id before the page that starts after `afterId`, for a link to the previous page. */
  publishedIds(asOf: number, filter?: { readonly station?: string; readonly modifiedSince?: string }): readonly string[];
  /** Withdrawn records, by id, in keyset pages. */
  withdrawnPage(afterId: string, limit: number): readonly PublishedRecord[];
  /** The version of a record that came in last, from whichever station, published or not; held records included. */
  lastReceived(id: string): VersionBody | undefined;
  /** The body last received from one station for one subject. @throws InternalError when it is damaged */
  previousBody(station: string, subject: string): string | undefined;
  versions(id: string): readonly Version[];
  version(id: string, n: number): VersionBody | undefined;
  stations(): readonly StationStatus[];
  station(id: string): StationStatus | undefined;
  runs(station: string, limit: number): readonly HarvestRun[];
  run(id: number): HarvestRun | undefined;
  runIssues(run: number, limit: number): readonly HarvestIssue[];
  runItems(run: number, limit: number): readonly RunItem[];
  heldRecords(
    station: string,
  ): readonly { readonly subject: string; readonly title: LanguageMap; readonly reasons: readonly AdmissionReason[]; readonly since: string }[];
  descriptionsOf(station: string): ReadonlyMap<string, DescriptionState>;
  staged(run: number): readonly { readonly subject: string; readonly changed: boolean; readonly admission: Admission | null }[];
  /** Withdrawals of the last seven days, for the rolling brake. */
  recentWithdrawals(station: string, since: string): number;
  documents(station: string): ReadonlyMap<string, RememberedDocument & { readonly subjects: readonly string[] }>;
  membersOf(seriesIri: string): readonly string[];
  catalogue(): CatalogueDescription | undefined;
  assertions(): readonly Assertion[];
  /** Profiles and vocabularies in force that an operator installed. */
  installations(): readonly Installation[];
  /** Also when its time is over: that is for the caller to see. */
  keptReport(keyHash: string): KeptReportEntry | undefined;
  /** Those whose time is over. */
  expiredReports(now: string): readonly KeptReportEntry[];
  totals(): { readonly current: number; readonly withdrawn: number; readonly held: number; readonly stations: number };
  close(): void;
}
