import { facetNames, notReported, type FacetName, type FacetValue, type SearchPage, type SortOrder } from '../../ports/search-index.js';
import { sortOrders } from '../../ports/search-index.js';
import type { ConceptLabels } from '../../catalogue/queries.js';
import type { PageContext } from '../page-context.js';
import { defaultSort, resultsPerPage, searchHref, withoutValue, type SearchState } from '../search-state.js';
import { exportHref } from './search-feed.js';
import { hitModel, type HitModel } from './search-hit.js';
import { searchAsSparql } from './search-sparql.js';

const shownFirst = 6;
const shownAtMost = 40;

export interface FacetOption {
  readonly id: string;
  readonly value: string;
  readonly label: string;
  readonly count: number;
  readonly selected: boolean;
}

export interface FacetModel {
  readonly name: FacetName;
  readonly label: string;
  readonly help: string;
  readonly first: readonly FacetOption[];
  readonly more: readonly FacetOption[];
  readonly moreOpen: boolean;
  /** Values left out because there are too many to list. */
  readonly hidden: number;
  readonly active: number;
}

export interface Chip {
  readonly facet: string;
  readonly value: string;
  readonly href: string;
  readonly without: SearchState;
}

export interface SearchPageModel {
  readonly state: SearchState;
  readonly total: number;
  readonly heading: string;
  readonly documentTitle: string;
  readonly facets: readonly FacetModel[];
  readonly chips: readonly Chip[];
  readonly clearHref: string;
  /** The usual order has the empty value, so that a form leaves it out. */
  readonly sorts: readonly { readonly value: SortOrder | ''; readonly label: string; readonly selected: boolean }[];
  readonly hits: readonly HitModel[];
  readonly page: number;
  readonly pages: number;
  readonly previous: string | null;
  readonly next: string | null;
  readonly complete: boolean;
  /** The whole result in other forms. */
  readonly forms: readonly { readonly form: ResultForm; readonly href: string; readonly mediaType: string | null }[];
  readonly notes: SearchNotes;
}

/** What the search did beside looking for the words. */
export interface SearchNotes {
  readonly expansions: readonly { readonly text: string; readonly label: string; readonly terms: readonly string[] }[];
  /** The same search with the thesaurus switched off, or on again; null when that changes nothing. */
  readonly toggle: { readonly href: string; readonly isOn: boolean } | null;
  readonly corrections: readonly { readonly from: string; readonly to: string; readonly href: string }[];
  readonly relaxed: SearchPage['relaxed'];
}

export function searchPageModel(state: SearchState, found: SearchPage, concepts: ConceptLabels, context: PageContext): SearchPageModel {
  const { m, lang } = context;
  const pages = Math.max(1, Math.ceil(found.total / resultsPerPage));
  const pageHref = (page: number): string => searchHref(lang, { ...state, page });
  const sort = state.sort ?? defaultSort(state.q);
  return {
    state,
    total: found.total,
    heading: state.q === '' ? m.search.found(found.total) : m.search.foundFor(found.total, state.q),
    documentTitle: m.search.documentTitle(state.q, found.total),
    facets: facetNames.map((name) => facetModel(name, found.facets[name], state.facets[name] ?? [], context)).filter((facet) => facet.first.length > 0),
    chips: chipsOf(state, found, context),
    clearHref: searchHref(lang, { ...state, facets: {}, from: null, to: null, page: 1 }),
    sorts: sortOrders
      .filter((order) => order !== 'relevance' || state.q !== '')
      .map((order) => ({ value: order === defaultSort(state.q) ? '' : order, label: m.search.sorts[order], selected: order === sort })),
    hits: found.items.map((hit) => hitModel(hit, found.facets, concepts, context)),
    page: state.page,
    pages,
    previous: state.page > 1 ? pageHref(state.page - 1) : null,
    next: state.page < pages ? pageHref(state.page + 1) : null,
    complete: found.complete,
    forms: formsOf(state, context),
    notes: notesOf(state, found, context),
  };
}

export type ResultForm = 'csv' | 'jsonld' | 'ttl' | 'atom' | 'api' | 'sparql';

function formsOf(state: SearchState, context: PageContext): SearchPageModel['forms'] {
  const { lang } = context;
  const api = `/api/v1${searchHref(lang, state).slice(lang.length + 1)}`.replace('expand=no', 'expand=false').replace('undated=yes', 'undated=true');
  return [
    { form: 'csv', href: exportHref(state, 'csv', lang), mediaType: 'text/csv' },
    { form: 'jsonld', href: exportHref(state, 'jsonld', lang), mediaType: 'application/ld+json' },
    { form: 'ttl', href: exportHref(state, 'ttl', lang), mediaType: 'text/turtle' },
    { form: 'atom', href: exportHref({ ...state, sort: null }, 'atom', lang), mediaType: 'application/atom+xml' },
    { form: 'api', href: api, mediaType: 'application/json' },
    { form: 'sparql', href: `/${lang}/sparql?query=${encodeURIComponent(searchAsSparql(state, context))}`, mediaType: null },
  ];
}

function notesOf(state: SearchState, { expansions, corrections, relaxed }: SearchPage, { lang }: PageContext): SearchNotes {
  const toggled = { ...state, expand: !state.expand, page: 1 };
  const corrected = (from: string, to: string): SearchState => ({ ...state, page: 1, q: withWord(state.q, from, to) });
  return {
    expansions: expansions.map(({ text, label, terms }) => ({ text, label, terms })),
    toggle: expansions.length > 0 || (!state.expand && state.q !== '') ? { href: searchHref(lang, toggled), isOn: state.expand } : null,
    corrections: corrections.map(({ from, to }) => ({ from, to, href: searchHref(lang, corrected(from, to)) })),
    relaxed,
  };
}

/** The query with another word in the place of one that was folded when it was looked for. */
function withWord(q: string, from: string, to: string): string {
  return q.replace(/[\p{L}\p{N}]+/gu, (word) => (word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase() === from ? to : word));
}

/** A facet as the form shows it: chosen values always, even those that the index does not know. */
export function facetModel(name: FacetName, values: readonly FacetValue[] | undefined, selected: readonly string[], context: PageContext): FacetModel {
  const { m } = context;
  const options = (values ?? []).map((value) => optionOf(name, value, selected.includes(value.value), context));
  for (const value of selected) {
    if (!options.some((option) => option.value === value)) options.push(optionOf(name, { value, label: '', count: 0, selected: true }, true, context));
  }
  const rest = options.slice(shownFirst);
  const more = rest.filter((option, i) => i < shownAtMost || option.selected);
  return {
    name,
    label: m.search.facets[name].label,
    help: m.search.facets[name].help,
    first: options.slice(0, shownFirst),
    more,
    moreOpen: more.some((option) => option.selected),
    hidden: rest.length - more.length,
    active: options.filter((option) => option.selected).length,
  };
}

export function optionLabel(value: string, label: string, context: PageContext): string {
  if (value === notReported) return context.m.search.notReported;
  return label === '' ? value : label;
}

function optionOf(name: FacetName, value: FacetValue, selected: boolean, context: PageContext): FacetOption {
  return {
    id: `f-${name}-${value.value.replace(/[^\w.-]/gu, (char) => `~${char.codePointAt(0)?.toString(36)}`)}`,
    value: value.value,
    label: optionLabel(value.value, value.label, context),
    count: value.count,
    selected,
  };
}

function chipsOf(state: SearchState, found: SearchPage, context: PageContext): Chip[] {
  const { m, lang } = context;
  const chip = (facet: string, value: string, without: SearchState): Chip => ({ facet, value, without, href: searchHref(lang, without) });
  const chips: Chip[] = [];
  for (const name of facetNames) {
    for (const value of state.facets[name] ?? []) {
      const label = found.facets[name].find((known) => known.value === value)?.label ?? '';
      chips.push(chip(m.search.facets[name].label, optionLabel(value, label, context), withoutValue(state, name, value)));
    }
  }
  if (state.from !== null) chips.push(chip(m.search.chipFrom, String(state.from), { ...state, page: 1, from: null }));
  if (state.to !== null) chips.push(chip(m.search.chipTo, String(state.to), { ...state, page: 1, to: null }));
  if (state.undated && (state.from !== null || state.to !== null))
    chips.push(chip(m.search.facets.period.label, m.search.undated, { ...state, page: 1, undated: false }));
  return chips;
}
