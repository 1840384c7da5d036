import type { FacetName, FacetTerm, SearchDocument, SearchQuery } from '../../src/ports/search-index.js';

export const facetTerm = (value: string): FacetTerm => ({ value, nl: `nl ${value}`, en: `en ${value}` });

export function searchDocument(id: string, changes: Partial<SearchDocument> = {}, facets: Partial<Record<FacetName, readonly string[]>> = {}): SearchDocument {
  const state = changes.state ?? 'current';
  return {
    id,
    iri: `https://a.example/${id}`,
    kind: 'dataset',
    state,
    overdue: false,
    overdueAt: null,
    title: { nl: [`titel ${id}`] },
    description: {},
    keywords: {},
    text: '',
    identifiers: [id, `https://a.example/${id}`],
    publisher: null,
    holder: null,
    station: 'a',
    accessRights: null,
    accessFromSeries: false,
    modified: null,
    changedAt: '2026-01-01T00:00:00Z',
    individuals: null,
    records: null,
    periodStart: null,
    periodEnd: null,
    regions: [],
    trusted: false,
    violations: 0,
    variables: [],
    facets: { status: [facetTerm(state)], ...Object.fromEntries(Object.entries(facets).map(([name, values]) => [name, values.map(facetTerm)])) },
    ...changes,
  };
}

export function searchQuery(changes: Partial<SearchQuery> = {}): SearchQuery {
  return { q: '', lang: 'nl', facets: {}, from: null, to: null, sort: null, page: 1, pageSize: 20, ...changes };
}
