import type { LanguageMap } from '../domain/language.js';
import type { RecordKind, RecordState } from '../domain/record.js';

/** The facets of DESIGN section 5, in the order of portal.md section 4. */
export const facetNames = [
  'access',
  'category',
  'healthTheme',
  'theme',
  'holder',
  'publisher',
  'hdab',
  'trusted',
  'station',
  'type',
  'personal',
  'individuals',
  'age',
  'region',
  'coding',
  'standard',
  'language',
  'format',
  'hasVariables',
  'sample',
  'label',
  'status',
] as const;

export type FacetName = (typeof facetNames)[number];

/** The value of every facet in which data can be missing. */
export const notReported = 'not-reported';

export type SortOrder = 'relevance' | 'modified' | 'title' | 'individuals';

export const sortOrders: readonly SortOrder[] = ['relevance', 'modified', 'title', 'individuals'];

/** What the index holds of one record; plain JSON, no RDF. */
export interface SearchDocument {
  readonly id: string;
  readonly iri: string;
  readonly kind: RecordKind;
  readonly state: Extract<RecordState, 'current' | 'withdrawn'>;
  readonly overdue: boolean;
  /** When its yearly check is late, if nobody confirms it before; null for what is withdrawn. */
  readonly overdueAt: string | null;
  readonly title: LanguageMap;
  readonly description: LanguageMap;
  readonly keywords: LanguageMap;
  /** Everything else that a word may be found in: labels of concepts, names of agents, variables, codes. */
  readonly text: string;
  readonly identifiers: readonly string[];
  readonly publisher: NamedSlug | null;
  readonly holder: NamedSlug | null;
  readonly station: string;
  readonly accessRights: string | null;
  readonly accessFromSeries: boolean;
  readonly modified: string | null;
  readonly changedAt: string;
  readonly individuals: number | null;
  readonly records: number | null;
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
  readonly regions: readonly FacetTerm[];
  readonly trusted: boolean;
  readonly violations: number;
  /** Values by facet; a facet without values counts as not reported. */
  readonly facets: Readonly<Partial<Record<FacetName, readonly FacetTerm[]>>>;
  /** Names of the variables of its tables, for suggestions. */
  readonly variables: readonly string[];
}

/** A facet value with its words; without words the value itself is shown. */
export interface FacetTerm {
  readonly value: string;
  readonly nl: string;
  readonly en: string;
}

export interface NamedSlug {
  readonly slug: string;
  readonly name: LanguageMap;
}

export interface SearchQuery {
  readonly q: string;
  readonly lang: 'nl' | 'en';
  readonly facets: Readonly<Partial<Record<FacetName, readonly string[]>>>;
  /** Years, inclusive; a record matches when its period touches them. */
  readonly from: number | null;
  readonly to: number | null;
  readonly sort: SortOrder | null;
  readonly page: number;
  readonly pageSize: number;
}

export interface FacetValue {
  readonly value: string;
  readonly label: string;
  readonly count: number;
  readonly selected: boolean;
}

export interface SearchHit {
  readonly id: string;
  readonly iri: string;
  readonly kind: RecordKind;
  readonly title: string;
  readonly titleLang: string;
  /** The title with hits between U+E000 and U+E001, for `<mark>`. */
  readonly highlightedTitle: string;
  readonly description: string;
  readonly descriptionLang: string;
  /** About 200 characters around the first hit, hits between U+E000 and U+E001. */
  readonly snippet: string;
  readonly publisher: { readonly slug: string; readonly name: string } | null;
  readonly holder: { readonly slug: string; readonly name: string } | null;
  readonly station: string;
  readonly accessRights: string | null;
  readonly accessFromSeries: boolean;
  readonly modified: string | null;
  readonly individuals: number | null;
  readonly records: number | null;
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
  readonly regions: readonly string[];
  readonly trusted: boolean;
  readonly status: 'current' | 'withdrawn' | 'overdue';
  readonly violations: number;
}

export interface SearchPage {
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
  readonly sort: SortOrder;
  readonly items: readonly SearchHit[];
  readonly facets: Readonly<Record<FacetName, readonly FacetValue[]>>;
  /** Last log entry that the index has seen. */
  readonly seq: number;
  readonly complete: boolean;
}

export interface Suggestion {
  readonly kind: 'dataset' | 'theme' | 'publisher' | 'variable';
  readonly text: string;
  readonly id: string | null;
  readonly facet: FacetName | null;
  readonly value: string | null;
}

/** Full text with facets; a projection that follows the log. */
export interface SearchIndex {
  search(query: SearchQuery): Promise<SearchPage>;
  suggest(q: string, lang: 'nl' | 'en', limit: number): Promise<readonly Suggestion[]>;
}
