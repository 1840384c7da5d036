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
  /** The variables of its tables. */
  readonly variables: readonly SearchVariable[];
  /** Of classifications, as the source states them: `E11.9`, `A10BA02`, `E10-E14`. */
  readonly codes: readonly string[];
  /** How much of what helps to judge a dataset it says, 0 to 1; fuller ones are slightly preferred. */
  readonly fullness: number;
}

/** A column of a table (CSVW), as far as it is searched. */
export interface SearchVariable {
  readonly table: LanguageMap;
  readonly name: string;
  readonly label: LanguageMap;
  readonly description: LanguageMap;
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
  /** Whether a period filter lets records through that state no period. */
  readonly withoutPeriod?: boolean;
  readonly sort: SortOrder | null;
  readonly page: number;
  readonly pageSize: number;
  /** Counts pages from here on instead of from the first hit. */
  readonly after?: SearchPosition | undefined;
  /** Whether the health thesaurus adds words; it does unless this is false. */
  readonly expand?: boolean;
  /** Whether each hit says why it stands where it does. */
  readonly explain?: boolean;
}

/** A hit's place in an order, whether the hit is there still or not. */
export interface SearchPosition {
  /** What it is ordered by, its id last. */
  readonly keys: readonly (number | string)[];
  /** When freshness was judged, in milliseconds since 1970: a walk through all hits keeps to one instant. */
  readonly at: number;
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
  /** Variables in which something of the query was found; at most five. */
  readonly variables: readonly FoundVariable[];
  readonly explanation?: HitExplanation;
}

export interface FoundVariable {
  readonly table: string | null;
  readonly name: string;
  readonly label: string | null;
}

/** Why a hit stands where it does. */
export interface HitExplanation {
  readonly score: number;
  readonly parts: readonly {
    /** The part of the query. */
    readonly text: string;
    /** What of it was found, as words, and how: `own`, `beginning`, `parts`, `synonym`, `narrower`, `broader`, `code`. */
    readonly found: string | null;
    readonly way: string | null;
    /** 0 to 1: how much that says about this dataset. */
    readonly strength: number;
    /** How rare the part is in the catalogue. */
    readonly rarity: number;
  }[];
  /** What freshness and fullness multiply the score with. */
  readonly preference: number;
  readonly isExactTitle: boolean;
  readonly isIdentifier: boolean;
}

/** Words of the thesaurus that were searched for as well. */
export interface SearchExpansion {
  readonly text: string;
  readonly concept: string;
  readonly label: string;
  readonly terms: readonly string[];
}

export interface SearchPage {
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
  readonly sort: SortOrder;
  readonly items: readonly SearchHit[];
  /** Where the next page begins; null on the last one. */
  readonly next: SearchPosition | null;
  readonly facets: Readonly<Record<FacetName, readonly FacetValue[]>>;
  readonly expansions: readonly SearchExpansion[];
  /** Words that are not in the catalogue, and what was searched for in their place. */
  readonly corrections: readonly { readonly from: string; readonly to: string }[];
  /** When nothing has all that was asked for: how many parts of how many the hits have. */
  readonly relaxed: { readonly found: number; readonly of: number } | null;
  /** Of the ledger that the index follows. */
  readonly epoch: number;
  /** Last log entry that the index has seen. */
  readonly seq: number;
  readonly complete: boolean;
}

export interface Suggestion {
  readonly kind: 'term' | 'dataset' | 'theme' | 'publisher' | 'variable';
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
