import type { PortalLanguage } from '../domain/language.js';
import { facetNames, sortOrders, type FacetName, type SortOrder } from '../ports/search-index.js';

export const maxQueryLength = 200;
export const resultsPerPage = 20;

const maxValues = 40;
const maxValueLength = 120;

/** What the address of a search page asks for; the address is the only state there is (PRT-2). */
export interface SearchState {
  readonly q: string;
  readonly facets: Readonly<Partial<Record<FacetName, readonly string[]>>>;
  readonly from: number | null;
  readonly to: number | null;
  /** Whether a period lets datasets through that state none. */
  readonly undated: boolean;
  /** Whether the health thesaurus adds words. */
  readonly expand: boolean;
  readonly sort: SortOrder | null;
  readonly page: number;
}

export const emptySearch: SearchState = { q: '', facets: {}, from: null, to: null, undated: false, expand: true, sort: null, page: 1 };

/** Reads the parameters that we know; others are ignored (portal.md section 4). */
export function parseSearch(params: URLSearchParams): SearchState {
  const facets: Partial<Record<FacetName, readonly string[]>> = {};
  for (const name of facetNames) {
    const values = [...new Set(params.getAll(name).map((value) => value.trim()))].filter((value) => value !== '' && value.length <= maxValueLength);
    if (values.length > 0) facets[name] = values.sort().slice(0, maxValues);
  }
  const q = (params.get('q') ?? '').trim();
  const asked = sortOrders.find((order) => order === params.get('sort')) ?? null;
  return {
    q,
    facets,
    from: year(params.get('from')),
    to: year(params.get('to')),
    undated: params.get('undated') === 'yes',
    expand: params.get('expand') !== 'no',
    sort: asked === defaultSort(q) || (asked === 'relevance' && q === '') ? null : asked,
    page: pageNumber(params.get('page')),
  };
}

export function defaultSort(q: string): SortOrder {
  return q === '' ? 'modified' : 'relevance';
}

/** The address of a search, with parameters in one fixed order and defaults left out, so that caches meet it again. */
export function searchPath(state: SearchState): string {
  const params = new URLSearchParams();
  if (state.q !== '') params.append('q', state.q);
  for (const name of facetNames) {
    for (const value of [...(state.facets[name] ?? [])].sort()) params.append(name, value);
    if (name !== 'age') continue;
    if (state.from !== null) params.append('from', String(state.from));
    if (state.to !== null) params.append('to', String(state.to));
    if (state.undated) params.append('undated', 'yes');
  }
  if (!state.expand) params.append('expand', 'no');
  if (state.sort !== null && state.sort !== defaultSort(state.q)) params.append('sort', state.sort);
  if (state.page > 1) params.append('page', String(state.page));
  const query = params.toString();
  return query === '' ? '/datasets' : `/datasets?${query}`;
}

export function searchHref(lang: PortalLanguage, state: SearchState): string {
  return `/${lang}${searchPath(state)}`;
}

/** The search for one value of one facet. */
export function facetHref(lang: PortalLanguage, facet: FacetName, value: string): string {
  return searchHref(lang, { ...emptySearch, facets: { [facet]: [value] } });
}

export function withoutValue(state: SearchState, facet: FacetName, value: string): SearchState {
  const { [facet]: values = [], ...others } = state.facets;
  const left = values.filter((other) => other !== value);
  return { ...state, page: 1, facets: left.length === 0 ? others : { ...others, [facet]: left } };
}

export function pageNumber(text: string | null): number {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

function year(text: string | null): number | null {
  return text !== null && /^\d{4}$/.test(text.trim()) ? Number(text) : null;
}
