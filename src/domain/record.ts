import type { LanguageMap } from './language.js';
import type { ValidationReport } from './validation.js';

export type RecordKind = 'dataset' | 'series' | 'service';

/** The states of DESIGN section 3: one table, used everywhere. */
export type RecordState = 'current' | 'withdrawn' | 'withheld' | 'held' | 'onboarding';

export type ChangeOp = 'created' | 'updated' | 'withdrawn' | 'withheld' | 'observed';
export type ChangeKind = 'record' | 'station' | 'catalogue' | 'assertion';

/** Why an entry stands in the log. */
export type ChangeCause = 'harvest' | 'pipeline' | 'series' | 'assertion' | 'operator' | 'source-gone' | 'source-absent' | 'station-removed' | 'confirmation';

/** One entry of the change log (`as:Create`, `as:Update`, `as:Delete`). */
export interface Change {
  readonly seq: number;
  readonly kind: ChangeKind;
  readonly op: ChangeOp;
  readonly id: string;
  readonly version: number | null;
  readonly cause: ChangeCause;
  readonly time: string;
}

/** National policy's verdict on one description, with the reasons in words. */
export interface Admission {
  readonly verdict: 'admitted' | 'admitted-with-warnings' | 'held';
  readonly profile: string | null;
  readonly reasons: readonly AdmissionReason[];
  /** Whether the record could be sent to the EU as it stands (DESIGN section 4, 3). */
  readonly eu: boolean;
}

export interface AdmissionReason {
  readonly code:
    | 'no-title'
    | 'no-description'
    | 'no-holder'
    | 'invalid-subject'
    | 'own-subject'
    | 'foreign-subject'
    | 'primary-moves'
    | 'violations'
    | 'policy-rule'
    | 'not-validated';
  readonly detail: string;
}

/** A record as the catalogue knows it: identity, state and times, without its content. */
export interface RecordHead {
  readonly id: string;
  readonly iri: string;
  readonly kind: RecordKind;
  readonly state: RecordState;
  /** Station of the primary description. */
  readonly station: string;
  /** Number of the published version, null before the first. */
  readonly version: number | null;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly lastChangedAt: string;
  readonly publishedAt: string | null;
  readonly confirmedAt: string | null;
  /** A newer description was received and is held. */
  readonly heldUpdate: { readonly since: string; readonly reasons: readonly AdmissionReason[] } | null;
  readonly stateReason: string | null;
  readonly stateSince: string | null;
  readonly sourceUrl: string | null;
  readonly otherStations: readonly string[];
  /** Station the record came from does not harvest any more. */
  readonly title: LanguageMap;
}

/** What a description says of its identity beyond its IRI (REC-5). */
export interface IdentityEvidence {
  readonly identifiers: readonly { readonly notation: string; readonly agency: string }[];
  /** `dct:source`, `prov:wasDerivedFrom`, `owl:sameAs`. */
  readonly origins: readonly string[];
  /** Equal for descriptions with the same title, publisher, time and place. */
  readonly fingerprint: string | null;
}

/** Published records that look alike, for an operator to look at. */
export interface ProbableDuplicate {
  readonly fingerprint: string;
  readonly records: readonly string[];
}

/** What a redaction has emptied. */
export interface RedactionOutcome {
  readonly record: string;
  readonly versions: readonly number[];
  /** The record is taken down: for good when it was redacted whole, else until a version with other words is released. */
  readonly withheld: boolean;
  /** Hashes of received bytes that are to be removed. */
  readonly blobs: readonly string[];
}

/** Why the content of a version is gone: an operator removed it, or it was replaced longer ago than versions are kept. */
export type VersionGap =
  { readonly kind: 'redacted'; readonly reason: string; readonly by: string; readonly at: string } | { readonly kind: 'expired'; readonly at: string };

/** One version of a description: immutable, but for the gap that it may become. */
export interface Version {
  readonly id: number;
  readonly record: string;
  readonly station: string;
  readonly n: number;
  readonly receivedAt: string;
  readonly run: number;
  /** SHA-256 of the document it came in, the key of its blob. */
  readonly receivedHash: string;
  readonly canonicalHash: string;
  readonly pipeline: string;
  readonly profile: string | null;
  readonly admission: Admission;
  /** Its content is kept no more: a marked gap in the history. */
  readonly gap: VersionGap | null;
  readonly published: { readonly fromSeq: number; readonly toSeq: number | null; readonly at: string } | null;
}

/** The entry that a source's own catalogue has of a dataset: never republished as ours, but named (REC-3). */
export interface SourceEntry {
  readonly iri: string | null;
  /** The entry that it was taken over from in its turn (REC-8). */
  readonly source: string | null;
  readonly issued: string | null;
  readonly modified: string | null;
}

/** What a version was made from and how it was judged then; stays as it is when newer rules judge it again (REC-7). */
export interface VersionProvenance {
  /** Null for what was handed in. */
  readonly url: string | null;
  readonly retrievedAt: string;
  readonly entry: SourceEntry | null;
  readonly profile: string | null;
  readonly violations: number;
  readonly warnings: number;
}

/** A version that was published, without its content, with the run that brought it. */
export interface VersionFacts {
  readonly n: number;
  readonly station: string;
  readonly receivedAt: string;
  readonly receivedHash: string;
  readonly canonicalHash: string;
  readonly pipeline: string;
  readonly provenance: VersionProvenance | null;
  /** What the description says it comes from (REC-8). */
  readonly origins: readonly string[];
  readonly gap: Version['gap'];
  readonly run: { readonly id: number; readonly trigger: string; readonly startedAt: string; readonly endedAt: string | null; readonly of: number | null };
}

/** A description of a record that another station than its origin gives, kept beside (REC-8). */
export interface DescriptionCopy {
  readonly station: string;
  readonly subject: string;
  readonly url: string | null;
  readonly lastSeenAt: string;
  readonly origins: readonly string[];
}

/** An entry of the log with all that is kept of it; who acted is for operators. */
export interface LoggedChange extends Change {
  /** Number of the version; null when there is none. */
  readonly n: number | null;
  readonly station: string | null;
  readonly by: string | null;
  readonly run: { readonly id: number; readonly trigger: string; readonly of: number | null } | null;
}

/** One stretch of time in which one version was published. */
export interface Publication {
  readonly n: number;
  readonly station: string;
  readonly fromSeq: number;
  readonly toSeq: number | null;
}

/** A record as identifiers need it: who it is, and who spoke of it. */
export type RecordName = Pick<RecordHead, 'id' | 'iri' | 'station'>;

/** An entry of the log as feeds tell it. */
export interface ToldChange {
  readonly seq: number;
  readonly time: string;
  readonly op: 'created' | 'updated' | 'deleted';
  /** As it was published by this entry; null for the catalogue itself. */
  readonly head: RecordHead | null;
  /** Null where nothing is published any more, and for the catalogue. */
  readonly body: string | null;
}

/** Another name of a record: a subject that an operator merged into it, or that evidence showed to be a copy. */
export interface MergedSubject {
  readonly iri: string;
  /** Its own record; null for a copy by evidence, which never had one. */
  readonly id: string | null;
  readonly at: string | null;
}

/** What the ledger knows of a record's past, oldest first, news of copies and confirmations left out. */
export interface RecordLog {
  readonly changes: readonly LoggedChange[];
  readonly publications: readonly Publication[];
  readonly merged: readonly MergedSubject[];
}

/** A version with its body: skolemised, sorted N-Quads in the default graph, base-independent. */
export interface VersionBody extends Version {
  readonly body: string;
  readonly report: ValidationReport | null;
}

/** A record at a moment, ready for a projection or a page. */
export interface PublishedRecord {
  readonly head: RecordHead;
  readonly body: string;
  readonly versionId: number;
}
