import type { Quad } from '@rdfjs/types';
import type { ProfileInfo, RuleInfo, ValidationReport } from '../domain/validation.js';
import type { RecordDescription } from '../domain/description.js';
import type { FieldChange, HarvestIssue, HarvestRun, HarvestState, RunItem } from '../domain/harvest.js';
import type { CatalogueDescription } from '../domain/organisation.js';
import type { RecordHead, Version } from '../domain/record.js';
import type { Round } from '../domain/round.js';
import type { SearchPage, SearchQuery, Suggestion } from '../ports/search-index.js';
import type { StationStatus } from '../ports/ledger.js';
import type { LanguageMap } from '../domain/language.js';
import type { LinkCheck } from '../domain/link-check.js';
import type { EnrichedField } from './enrich.js';
import type { RecordHistory } from './history.js';
import type { RecordQuality, StationQuality } from './quality.js';

/** A reference to another record, or to an address that is none of ours. */
export interface RecordLink {
  readonly iri: string;
  readonly id: string | null;
  readonly title: LanguageMap;
}

/** Everything a page or the API shows of one record. */
export interface RecordView {
  readonly head: RecordHead;
  /** Enriched: what came from the series or from the HDAB is in it and listed in `enriched`. */
  readonly description: RecordDescription;
  readonly enriched: readonly EnrichedField[];
  readonly station: StationStatus | null;
  /** From the HDAB's own register, never from harvested metadata (R61). */
  readonly trustedHolder: boolean;
  readonly holder: { readonly slug: string; readonly name: LanguageMap } | null;
  readonly publisher: { readonly slug: string; readonly name: LanguageMap } | null;
  readonly series: readonly RecordLink[];
  readonly members: readonly RecordLink[];
  readonly versions: readonly RecordLink[];
  readonly previous: readonly RecordLink[];
  readonly partOf: readonly RecordLink[];
  readonly parts: readonly RecordLink[];
  readonly sources: readonly RecordLink[];
  readonly related: readonly RecordLink[];
  readonly services: readonly RecordLink[];
  readonly servedDatasets: readonly RecordLink[];
  readonly report: ValidationReport | null;
  readonly euReady: boolean;
  /** What the addresses of distributions answered last, as far as they were asked. */
  readonly linkChecks: readonly LinkCheck[];
  /** Nobody has changed or confirmed it for a year (R51). */
  readonly overdue: boolean;
}

/** A description as judged, to be shown as if it were published. */
export interface PreviewRequest {
  readonly iri: string;
  readonly kind: RecordHead['kind'];
  /** Skolemised. */
  readonly quads: readonly Quad[];
  /** Id of the station it would come from; null for an unknown visitor. */
  readonly station: string | null;
  readonly report: ValidationReport | null;
  readonly euReady: boolean;
}

/** Where concept labels come from; an IRI that no list holds has none. */
export interface ConceptLabels {
  label(iri: string, lang: 'nl' | 'en'): string | undefined;
  /** Short code of a facet value: notation or last path segment, after mapping old values to present ones. */
  code(iri: string): string;
}

/** What pages and API ask; the one door to the catalogue for readers. */
export interface CatalogueQueries {
  readonly concepts: ConceptLabels;
  search(query: SearchQuery): Promise<SearchPage>;
  suggest(q: string, lang: 'nl' | 'en'): Promise<readonly Suggestion[]>;
  /** By id, IRI or alias; undefined when nothing public or withheld is known under it. */
  head(idOrIri: string): RecordHead | undefined;
  /** Public records only: current and withdrawn. */
  record(id: string): RecordView | undefined;
  versions(id: string): readonly Version[];
  version(id: string, n: number): { readonly version: Version; readonly description: RecordDescription; readonly body: string } | undefined;
  /** What became of a record, with names of operators in it; undefined when nothing of it is public, or it is withheld. */
  history(id: string): RecordHistory | undefined;
  /** Field by field against the version published before it; null for the first, and where the content of one of the two is gone. */
  changes(id: string, n: number): readonly FieldChange[] | null;
  /** A record as it was with one version, nothing added by series or HDAB; undefined for a gap. */
  versionView(id: string, n: number): RecordView | undefined;
  /** Both scores of a public record, its report, and what the HDAB says of label and holder. */
  quality(id: string): RecordQuality | undefined;
  /** How the datasets of a station stand together; undefined for a station that is unknown or not live yet. */
  stationQuality(id: string): Promise<StationQuality | undefined>;
  catalogue(): CatalogueDescription;
  stations(): readonly StationStatus[];
  station(id: string): StationStatus | undefined;
  /** Next run by the station's schedule, ISO 8601; null when it is not harvested. */
  nextRunAt(id: string): string | null;
  runs(station: string, limit: number): readonly HarvestRun[];
  /** How the harvest of each source stands. */
  harvests(): readonly HarvestState[];
  /** Harvest rounds, the latest first, without stations that are not public yet (R7). */
  rounds(limit: number): readonly Round[];
  /** What a run did, for the public: dry runs are not there, and of a run on hold nothing but that it is. */
  run(id: number): { readonly run: HarvestRun; readonly issues: readonly HarvestIssue[]; readonly items: readonly RunItem[] } | undefined;
  /** How a record would look that is not in the catalogue: the page of a description handed in at the desk. */
  preview(record: PreviewRequest): RecordView;
  profiles(): readonly ProfileInfo[];
  /** The rules of a profile as documented; undefined when there is no such profile. */
  rules(profile: string): readonly RuleInfo[] | undefined;
  /** How many records were published at the end of each of the last so many months, and now; `YYYY-MM`. */
  growth(months: number): readonly { readonly month: string; readonly records: number }[];
  totals(): { readonly current: number; readonly withdrawn: number; readonly held: number; readonly stations: number };
}
