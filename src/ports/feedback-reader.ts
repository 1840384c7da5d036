import type { HarvestRun } from '../domain/harvest.js';
import type { LanguageMap } from '../domain/language.js';
import type { AdmissionReason } from '../domain/record.js';
import type { ValidationReport } from '../domain/validation.js';

/** One version of a description as it came in. */
export interface ReceivedVersion {
  readonly n: number;
  readonly run: number;
  readonly receivedAt: string;
  readonly report: ValidationReport | null;
}

/** A description that a station has now, with what was said about its last versions. */
export interface ReceivedDescription {
  readonly subject: string;
  readonly record: string;
  readonly title: LanguageMap;
  /** Why it is not in the catalogue; null when it was admitted. */
  readonly held: readonly AdmissionReason[] | null;
  /** Newest first, at most four. */
  readonly versions: readonly ReceivedVersion[];
}

/** A record of the catalogue, and when somebody last looked after it. */
export interface Confirmation {
  readonly id: string;
  readonly iri: string;
  readonly title: LanguageMap;
  readonly confirmedAt: string | null;
  readonly lastChangedAt: string;
}

/** What a station's curator may know of it beside what everyone may; held and onboarding content included. */
export interface FeedbackReader {
  /** Newest first, dry ones included. */
  allRuns(station: string, limit: number): readonly HarvestRun[];
  /** What the station has now, by subject, in keyset pages. */
  received(station: string, afterSubject: string, limit: number): readonly ReceivedDescription[];
  /** When each document that counts now was received, by its URL. */
  receivedDocuments(station: string): ReadonlyMap<string, string>;
  /** Current records whose origin is the station (R51). */
  confirmations(station: string): readonly Confirmation[];
  close(): void;
}
