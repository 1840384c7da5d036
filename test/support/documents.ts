import type { PublishedRecord } from '../../src/domain/record.js';
import type { LedgerReader } from '../../src/ports/ledger.js';
import type { FacetName, FacetTerm, SearchDocument, SearchQuery } from '../../src/ports/search-index.js';
import { ColumnarSearchIndex, type IndexSettings } from '../../src/search-index/columnar-search-index.js';
import { CompoundSplitter } from '../../src/search-index/compounds.js';

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
    codes: [],
    fullness: 0.5,
    facets: { status: [facetTerm(state)], ...Object.fromEntries(Object.entries(facets).map(([name, values]) => [name, values.map(facetTerm)])) },
    ...changes,
  };
}

/** An index with no thesaurus, and compounds of a few words. */
export function openIndex(
  reader: LedgerReader,
  project: (record: PublishedRecord) => SearchDocument,
  options: Partial<Omit<IndexSettings, 'project'>> = {},
): ColumnarSearchIndex {
  return new ColumnarSearchIndex(reader, { project, thesaurus: null, compounds: new CompoundSplitter([]), ...options });
}

export function searchQuery(changes: Partial<SearchQuery> = {}): SearchQuery {
  return { q: '', lang: 'nl', facets: {}, from: null, to: null, sort: null, page: 1, pageSize: 20, ...changes };
}
