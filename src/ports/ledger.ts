import type { Assertion } from '../domain/assertion.js';
import type { AuditDeed, AuditEntry, AuditQuery } from '../domain/audit.js';
import type { HarvestIssue, HarvestRun, QualityDelta, RunCounts, RunItem, RunOutcome, RunPhase, RunTrigger } from '../domain/harvest.js';
import type { Installation } from '../domain/installation.js';
import type { LanguageMap } from '../domain/language.js';
import type { MissedTerm, UsageCount } from '../domain/usage.js';
import type { LinkCheck } from '../domain/link-check.js';
import type { CatalogueDescription } from '../domain/organisation.js';
import type {
  Admission,
  AdmissionReason,
  Change,
  DescriptionCopy,
  IdentityEvidence,
  ProbableDuplicate,
  RedactionOutcome,
  PublishedRecord,
  RecordHead,
  RecordKind,
  RecordLog,
  RecordName,
  ToldChange,
  Version,
  VersionBody,
  VersionFacts,
  VersionProvenance,
} from '../domain/record.js';
import type { Round } from '../domain/round.js';
import type { Station, StationState } from '../domain/station.js';
import type { Inheritable } from '../domain/series.js';
import type { ValidationReport } from '../domain/validation.js';
import type { DeliveryLog } from './delivery-log.js';
import type { EuBook } from './eu-book.js';
import type { RememberedDocument } from './fetcher.js';

/** One description as a run found it, before it is published. */
export interface StagedRecord {
  readonly subject: string;
  readonly kind: RecordKind;
  readonly canonicalHash: string;
  /** Null when the hash equals the last version's: then nothing below matters. */
  readonly content: StagedContent | null;
  readonly sourceUrl: string;
  /** When the source says that it last looked after its description, ISO 8601; it confirms (R51). */
  readonly confirmedAt?: string | null;
  /** Takes the place of what a killed run had staged of the subject: the station has been asked again since. */
  readonly replaces?: boolean;
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
  readonly violations: number;
  readonly warnings: number;
  /** The version before had a mandatory property that this one lacks (RUN-6). */
  readonly losesMandatory: boolean;
  readonly evidence: IdentityEvidence;
  readonly provenance?: VersionProvenance;
}

/** A document as the run received it, remembered for the next run once this one is published. */
export interface StagedDocument extends RememberedDocument {
  readonly subjects: readonly string[];
  readonly baseIri: string;
  readonly mediaType: string;
  readonly retrievedAt: string;
  /** Bytes that are kept but not read as they are: an archive, a member of a feed. A replay leaves them out. */
  readonly keptOnly?: boolean;
}

/** A document as a run received it, or one of an earlier run that still stood for it; its bytes are in the blob store. */
export interface RunDocument {
  readonly url: string;
  readonly baseIri: string;
  readonly mediaType: string;
  readonly retrievedAt: string;
  readonly bodyHash: string;
}

/** What a run hands over at a time. */
export interface StagedBatch {
  readonly records: readonly StagedRecord[];
  readonly documents: readonly StagedDocument[];
  readonly issues: readonly HarvestIssue[];
  /** URLs of documents that count no more. */
  readonly forgotten?: readonly string[];
  /** Documents that could not be read, kept for a replay by a later release. */
  readonly unread?: readonly RunDocument[];
}

/** Where the harvest of a station stands, beside its runs. */
export interface StationMemory {
  readonly bookmark: string | null;
  readonly fullWalkAt: string | null;
  /** Runs in a row that brought nothing. */
  readonly failures: number;
  /** The station asked not to be visited before this instant, or we wait after failures. */
  readonly notBefore: string | null;
}

/** What to do with one subject of a run; decided by `harvest/diff`, carried out by the ledger in one transaction. */
export type Deed =
  | { readonly kind: 'publish'; readonly subject: string }
  | { readonly kind: 'hold'; readonly subject: string }
  | { readonly kind: 'seen'; readonly subject: string }
  /** The same words judged by newer rules: the report is replaced, and nothing is logged. */
  | { readonly kind: 'rejudge'; readonly subject: string }
  | { readonly kind: 'stale'; readonly subject: string }
  | { readonly kind: 'missing'; readonly subject: string }
  | { readonly kind: 'withdraw'; readonly subject: string; readonly cause: 'source-gone' | 'source-absent' | 'station-removed'; readonly reason: string };

export interface RunEnd {
  readonly outcome: RunOutcome;
  readonly counts: RunCounts;
  readonly walk: 'full' | 'incremental' | null;
  readonly quality: QualityDelta | null;
  /** The station asked not to be visited before (HTTP-9). */
  readonly notBefore: string | null;
  /** For a run on hold: how its documents are to be remembered once it is released, and what it would do. */
  readonly plan: { readonly rememberDocuments: RunEnd['rememberDocuments']; readonly counts: RunCounts } | null;
  /**
   * Whether the documents and the bookmark of this run stand for its records next time (HTTP-7): `replaced` after a full
   * walk, `added` after one that asked for changes only; `forgotten` when nothing that is known of the station counts any more.
   */
  readonly rememberDocuments: 'no' | 'replaced' | 'added' | 'forgotten';
}

export interface RunProgress {
  readonly phase: RunPhase;
  readonly detail: string;
  readonly counts: RunCounts;
  readonly done: number;
  readonly expected: number | null;
}

/**
 * The only truth. All writes of a process go through one instance in one thread; each call is one transaction, and
 * when it resolves it is on disk (DESIGN section 1).
 */
export interface Ledger extends DeliveryLog, EuBook {
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
    readonly dry?: boolean;
    readonly by?: string | null;
    readonly of?: number | null;
    /** Takes the place of runs on hold, as every visit does: everything was handed in anew. */
    readonly supersedes?: boolean;
  }): Promise<{ readonly run: number; readonly resumes: number | null } | { readonly busy: number }>;
  /** Renews the lease and notes progress; `lost` when another process has the station, `cancelled` when an operator called it off. */
  heartbeat(run: number, leaseMs: number, progress: RunProgress): Promise<'held' | 'lost' | 'cancelled'>;
  /** Asks a run under way to stop. @throws RequestError `request/bad-parameter` when it has ended */
  cancelRun(run: number, by: string): Promise<void>;
  /** Keeps what a run would do, for a dry run or a run on hold; at most 500 at a time. */
  plan(run: number, deeds: readonly Deed[], items: readonly RunItem[]): Promise<void>;
  /** Hands the staging of a run on hold to `run`, which is to publish it. @throws RequestError when it cannot be released any more */
  releaseRun(run: number, held: number, by: string): Promise<RunEnd['rememberDocuments']>;
  /** Drops what a run on hold has staged. @throws RequestError when it is not on hold any more */
  discardRun(held: number, by: string): Promise<void>;
  /** Undoes what a run did to these records, at most 50, as new entries of the log (cause `operator`). */
  revert(run: number, of: number, records: readonly string[], by: string): Promise<RunCounts>;
  stage(run: number, batch: StagedBatch): Promise<{ readonly duplicates: readonly string[] }>;
  /** Notes where the run could be resumed; what was staged before is kept with it when the process dies. */
  stageBookmark(run: number, bookmark: string): Promise<void>;
  /** At most 50 deeds; whole records only. */
  publish(run: number, deeds: readonly Deed[]): Promise<RunCounts>;
  finishRun(run: number, end: RunEnd): Promise<void>;
  /** Notes where a backup lies, so that a redaction can say which ones still hold what it removes. */
  noteBackup(path: string, madeAt: string, by: string): Promise<void>;
  /** Puts into the audit log what somebody did beside the ledger, or was refused; deeds on the ledger write their own entry. */
  noteDeed(deed: AuditDeed): Promise<void>;
  /** Ends runs whose lease ran out (their process died) as `interrupted`. */
  recover(): Promise<readonly number[]>;
  /** Opens a harvest round over these stations (R7). */
  openRound(stations: readonly string[], endsBy: string): Promise<void>;
  noteRound(id: number, stations: Round['stations'], isOver: boolean): Promise<void>;
  /** Puts the hash of a new secret of a station in the place of the old one. */
  setStationKey(station: string, kind: StationKeyKind, hash: string, by: string): Promise<void>;
  /** The station says of these records (IRI or id, at most 500) that their descriptions are right (R51). */
  confirm(station: string, subjects: readonly string[], by: string): Promise<readonly ConfirmationOutcome[]>;
  /** The documents that a run received are not kept for replay any more. */
  forgetRunDocuments(run: number): Promise<void>;
  /**
   * Empties versions that were replaced before this instant, at most so many; how many there were. Never the last one of a
   * record, one that a description or a publication still stands on, or anything of the log.
   */
  expireVersions(replacedBefore: string, limit: number): Promise<number>;
  /** Makes indexes, and what these records published, anew: from their tables, and from the log. */
  mend(what: { readonly indexes: boolean; readonly records: readonly string[] }): Promise<void>;
  /** Bytes that are not there any more: what needs them is told so, or read anew. */
  forgetBytes(hashes: readonly string[]): Promise<ForgottenBytes>;
  withhold(record: string, reason: string, by: string): Promise<void>;
  release(record: string, by: string): Promise<void>;
  /** Removes content for good; the bytes it names are for the caller to remove. @throws RequestError */
  redact(record: string, version: number | null, reason: string, by: string): Promise<RedactionOutcome>;
  /** Makes one record another name of a second one. @throws RequestError */
  mergeRecords(from: string, into: string, reason: string, by: string): Promise<void>;
  /** Undoes a merge; the id of the record that stands alone again. @throws RequestError */
  splitRecord(iri: string, by: string): Promise<string>;
  /** Puts a profile or vocabulary in force, in place of the one with the same id; its bytes are in the blob store already. */
  install(installation: Installation): Promise<void>;
  /** Takes one out of force; what it was stays on record. @throws RequestError `request/not-found` when there is none */
  uninstall(kind: Installation['kind'], id: string, by: string): Promise<void>;
  /** Notes a visitor's report; its bytes are in the blob store already. */
  keepReport(report: KeptReportEntry): Promise<void>;
  /** Forgets reports by the hash of their key, after their bytes have gone. */
  forgetReports(keyHashes: readonly string[]): Promise<void>;
  /** Notes what addresses for access and download answered, at most 500 at a time; no entry of the log. */
  noteLinkChecks(checks: readonly LinkCheck[]): Promise<void>;
  /** Forgets addresses that no description names any more, at most 500 at a time. */
  forgetLinkChecks(urls: readonly string[]): Promise<void>;
  /** Adds to the totals of use, and forgets what few searched for in months before the last one; no entry of the log. */
  noteUsage(counts: readonly UsageCount[], terms: readonly MissedTerm[]): Promise<void>;
}

/** What lost bytes mean: stations to be read anew, runs that cannot be replayed, reports of visitors, and what has to be installed again. */
export interface ForgottenBytes {
  readonly stations: readonly string[];
  readonly runs: readonly number[];
  readonly reports: number;
  readonly installed: readonly string[];
}

/** What a station can show: a token to push and confirm with, the key of its feedback page. */
export type StationKeyKind = 'token' | 'feedback';

export type ConfirmationOutcome =
  | 'confirmed'
  /** The station has never described it. */
  | 'unknown'
  /** Another station is where the record comes from. */
  | 'not-origin'
  /** Held, withdrawn or withheld. */
  | 'not-published';

/** A report that a visitor asked to be kept; the key itself is known to the visitor only. */
export interface KeptReportEntry {
  readonly keyHash: string;
  readonly blobHash: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** A staged description without its body. */
export interface StagedHead {
  readonly subject: string;
  readonly changed: boolean;
  readonly canonicalHash: string;
  readonly admission: Admission | null;
  readonly title: LanguageMap;
  readonly violations: number;
  readonly warnings: number;
  readonly losesMandatory: boolean;
}

/** Rows by their key, read when they are asked for: however much a station has, it takes no memory. A `ReadonlyMap` is one. */
export interface Lookup<T> {
  get(key: string): T | undefined;
  has(key: string): boolean;
  values(): Iterable<T>;
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

/** What a description says of itself that lists are cut by. */
export type TermProperty = 'access' | 'theme' | 'legislation';

/** A list of records by the time of their last change, live and deleted (OAIP-8). */
export interface ListingQuery {
  readonly asOf: number;
  /** Seconds of UTC without a zone, `2026-03-01T10:00:00`; both included. */
  readonly from?: string;
  readonly until?: string;
  /** Origin as of then. */
  readonly station?: string;
  readonly terms?: { readonly property: TermProperty; readonly values: readonly string[] };
  /** The place after which to go on. */
  readonly after?: { readonly second: string; readonly id: string };
}

/** A record as its last entry of the log tells of it, as of a seq. */
export interface ListedRecord {
  readonly id: string;
  readonly seq: number;
  /** Never before the last restore: what it put back may be otherwise than others were told. */
  readonly at: string;
  /** Withdrawn or withheld as of then, or taken down since. */
  readonly isDeleted: boolean;
  readonly station: string | null;
  /** Those of the version that the entry is about; its own words, whatever a series or the HDAB adds. */
  readonly terms: readonly { readonly property: TermProperty; readonly value: string }[];
}

/** A stretch of the log as feeds tell it, between two instants (ISO 8601, to the millisecond, in UTC). */
export interface ToldRange {
  /** Within it. */
  readonly from: string;
  /** Without it. */
  readonly to: string;
  /** What came before is told only where it is the last word on something that is published now (FEED-7). */
  readonly fullSince: string;
}

/** Reads the ledger as of now or as of a seq; no transaction outlives a call. After reading seq n, no entry <= n appears later. */
export interface LedgerReader {
  snapshot(): Snapshot;
  /** When the log went on from a backup that was restored last; null when none was. */
  restoredAt(): string | null;
  /** Time of the last entry of the log: every later one has a later time. Null before the first. */
  lastLoggedAt(): string | null;
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
  /** Number of the last log entry at an instant (ISO 8601); 0 before the first. */
  seqAt(instant: string): number;
  /** Time of the first entry of a stretch that a feed would tell, as long as its content is kept; null when there is none. */
  firstToldAt(range: ToldRange): string | null;
  /** How many there are, or `most` when there are more; what is not told any more is counted too, so that the number of a stretch that is over stays. */
  toldCount(range: ToldRange, most: number): number;
  /** What feeds tell of a stretch, in its order, in keyset pages: all that was published and taken back, and what the catalogue said of itself last. */
  told(range: ToldRange, afterTime: string, limit: number): readonly ToldChange[];
  /** One entry; `gone` when it is not told any more, undefined when it never was. */
  toldAt(seq: number): ToldChange | 'gone' | undefined;
  /** Live records as of a seq, as they were then: words, dates and station; by id, in keyset pages. */
  recordsAsOf(asOf: number, afterId: string, limit: number): readonly PublishedRecord[];
  /** Those of these subjects that were published as records as of a seq. */
  publishedAmong(iris: readonly string[], seq: number): readonly RecordName[];
  publishedCount(asOf: number, filter?: { readonly station?: string; readonly modifiedSince?: string }): number;
  /** The id before the page that starts after `afterId`, for a link to the previous page. */
  publishedIds(asOf: number, filter?: { readonly station?: string; readonly modifiedSince?: string }): readonly string[];
  /** Every record that was ever published, by (second of its last change, id), in keyset pages. */
  listing(query: ListingQuery, limit: number): readonly ListedRecord[];
  listingCount(query: Omit<ListingQuery, 'after'>): number;
  /** One record as that list has it; undefined when it was never published. */
  listed(id: string, asOf: number): ListedRecord | undefined;
  /**
   * The content of live records as of a seq, by id, told as it was then. Where the version of then was redacted it is the
   * present one; a record that has neither is not among them.
   */
  contents(ids: readonly string[], asOf: number): ReadonlyMap<string, PublishedRecord>;
  /** What a station has published and not withdrawn, by id, and when any record of it last changed; null when none ever was. */
  members(station: string): { readonly records: readonly Pick<RecordHead, 'id' | 'kind'>[]; readonly issuedAt: string; readonly changedAt: string } | null;
  /** Current records by id, so many from the so manieth on, with their last change. */
  currentPart(offset: number, limit: number): readonly { readonly id: string; readonly changedAt: string }[];
  /** Stations that have published something once. */
  publishingStations(): readonly string[];
  /** Every value that descriptions have, or had, of a property. */
  termValues(property: TermProperty): readonly string[];
  /** What marks of our own are signed with; kept in the ledger, so that they outlive a restart. */
  tokenSecret(): string;
  /** When the first entry of the log was written; null before it. */
  firstEntryAt(): string | null;
  /** Withdrawn records, by id, in keyset pages. */
  withdrawnPage(afterId: string, limit: number): readonly PublishedRecord[];
  /** The version of a record that came in last, from whichever station, published or not; held records included. */
  lastReceived(id: string): VersionBody | undefined;
  /** The body last received from one station for one subject. @throws InternalError when it is damaged */
  previousBody(station: string, subject: string): string | undefined;
  versions(id: string): readonly Version[];
  version(id: string, n: number): VersionBody | undefined;
  /** A record's past, as the log and its publications tell it (R50). */
  history(id: string): RecordLog;
  /** Published versions with the runs that brought them, the latest first (REC-7). */
  versionFacts(id: string, limit: number): readonly VersionFacts[];
  factsOf(id: string, n: number): VersionFacts | undefined;
  /** What other stations than its origin say of a record, by station (REC-8). */
  copies(id: string): readonly DescriptionCopy[];
  stations(): readonly StationStatus[];
  station(id: string): StationStatus | undefined;
  /** Dry runs are left out unless they are asked for. */
  runs(station: string, limit: number, withDry?: boolean): readonly HarvestRun[];
  run(id: number): HarvestRun | undefined;
  /** The latest first. */
  rounds(limit: number): readonly Round[];
  /** Deeds by name, the latest first (R111, R112). */
  audit(query: AuditQuery): readonly AuditEntry[];
  runIssues(run: number, limit: number): readonly HarvestIssue[];
  runItems(run: number, limit: number): readonly RunItem[];
  /** How many remarks of each weight a run made. */
  issueCounts(run: number): Readonly<Record<HarvestIssue['severity'], number>>;
  heldRecords(
    station: string,
  ): readonly { readonly subject: string; readonly title: LanguageMap; readonly reasons: readonly AdmissionReason[]; readonly since: string }[];
  /** What a station has said so far, by subject. */
  descriptionsOf(station: string): Lookup<DescriptionState>;
  /** What a run has staged, by subject. */
  staged(run: number): Lookup<StagedHead>;
  /** The body that a run has staged for a subject; undefined when it did not change. */
  stagedBody(run: number, subject: string): string | undefined;
  /** What a run on hold would do, by subject. */
  planned(run: number): Lookup<Deed>;
  plannedCount(run: number): number;
  /** Records that a run has changed in the log. */
  changedBy(run: number): readonly string[];
  /** The report of the version last received from one station for one subject. */
  previousReport(station: string, subject: string): ValidationReport | undefined;
  /** Violations and warnings of the version last received from a station for a subject that it has now. */
  qualityOf(station: string, subject: string): { readonly violations: number; readonly warnings: number } | undefined;
  /** Withdrawals of the last seven days, for the rolling brake: records that are still withdrawn, and that no operator let go. */
  recentWithdrawals(station: string, since: string): number;
  /** Documents that stand for what is published, by URL, in the order in which they came. */
  documents(station: string): Lookup<StagedDocument>;
  /** Documents that a run has staged so far. */
  stagedDocuments(run: number): Lookup<StagedDocument>;
  /** Where a run could be resumed. */
  runBookmark(run: number): string | null;
  /** Runs whose documents are kept, the oldest first. */
  runsWithDocuments(): readonly { readonly id: number; readonly startedAt: string }[];
  /** Hashes of bytes that something refers to: documents in force and of runs, staging, installations, kept reports. */
  referencedBytes(): ReadonlySet<string>;
  runDocuments(run: number): readonly RunDocument[];
  stationMemory(station: string): StationMemory;
  /** SHA-256 of a station's secret; null when it has none. */
  stationKeyHash(station: string, kind: StationKeyKind): string | null;
  /** Records that a station may confirm: it is where they come from, and they are published or soon will be. By IRI, in keyset pages. */
  confirmable(station: string, afterIri: string, limit: number): readonly string[];
  /** The record that an id or IRI was merged into. */
  mergedInto(idOrIri: string): string | undefined;
  probableDuplicates(limit: number): readonly ProbableDuplicate[];
  /** The IRI of an id, also of one that was merged. */
  iriOf(id: string): string | undefined;
  /** Backups that are known of, so that a redaction can name them. */
  backups(): readonly { readonly path: string; readonly madeAt: string }[];
  /** The first entry of the log as of which every version is kept that was published then; 0 when none has expired. */
  keptSince(): number;
  /** How many records an undoing of this run could not put back, because the version before it has expired. */
  expiredBefore(run: number): number;
  /** Whether bytes held something that was redacted, and so are never kept again. */
  isRedacted(hash: string): boolean;
  membersOf(seriesIri: string): readonly string[];
  catalogue(): CatalogueDescription | undefined;
  assertions(): readonly Assertion[];
  /** What was asserted of a subject as of a seq. */
  assertionsAt(subject: string, seq: number): readonly Assertion[];
  /** Profiles and vocabularies in force that an operator installed. */
  installations(): readonly Installation[];
  /** Also when its time is over: that is for the caller to see. */
  keptReport(keyHash: string): KeptReportEntry | undefined;
  /** Those whose time is over. */
  expiredReports(now: string): readonly KeptReportEntry[];
  /** What these addresses answered, as far as they were asked. */
  linkChecks(urls: readonly string[]): readonly LinkCheck[];
  /** All that is known of addresses, by address, in keyset pages. */
  linkCheckPage(afterUrl: string, limit: number): readonly LinkCheck[];
  totals(): { readonly current: number; readonly withdrawn: number; readonly held: number; readonly stations: number };
  close(): void;
}
