import { facetNames, notReported, type FacetName, type FacetValue, type SearchQuery } from '../ports/search-index.js';
import type { Columns } from './columns.js';
import { facetTerm } from './document-terms.js';
import type { PostingIndex } from './posting-index.js';

/** Facets in which a missing value says nothing worth filtering by: flags. */
const flags: ReadonlySet<FacetName> = new Set(['trusted', 'hasVariables', 'sample', 'label', 'status', 'station']);

interface Selection {
  readonly name: FacetName;
  /** 1 for the slots of documents that have one of the chosen values. */
  readonly has: Uint8Array;
}

export interface Filtered {
  /** Slots that match everything. */
  readonly slots: number[];
  /** For each facet that was chosen in, the slots that only that choice keeps out. */
  readonly besides: ReadonlyMap<FacetName, number[]>;
}

/**
 * Chooses by facets: OR within one, AND across. What only one facet's choice keeps out is kept apart, since values of a facet are counted
 * without its own choice (portal.md section 4).
 */
export function filterByFacets(query: SearchQuery, candidates: Iterable<number>, postings: PostingIndex, columns: Columns): Filtered {
  const selections = selectionsOf(query, postings);
  const slots: number[] = [];
  const besides = new Map<FacetName, number[]>(selections.map(({ name }) => [name, []]));
  const touches = periodOf(query, columns);
  for (const slot of candidates) {
    if (!touches(slot)) continue;
    let [failures, failed]: [number, FacetName | null] = [0, null];
    for (const { name, has } of selections) {
      if (has[slot] === 1) continue;
      failed = name;
      if (++failures > 1) break;
    }
    if (failures === 0) slots.push(slot);
    else if (failures === 1 && failed !== null) besides.get(failed)?.push(slot);
  }
  return { slots, besides };
}

function selectionsOf({ facets }: SearchQuery, postings: PostingIndex): Selection[] {
  return facetNames.flatMap((name) => {
    const chosen = facets[name] ?? [];
    const values = chosen.length > 0 ? chosen : name === 'status' ? ['current', 'overdue'] : [];
    if (values.length === 0) return [];
    const has = new Uint8Array(postings.capacity);
    for (const value of values)
      for (const { slots, from, to } of postings.lists(facetTerm(name, value)))
        for (let at = from; at < to; at++) {
          const slot = slots[at] ?? 0;
          if (postings.isLive(slot)) has[slot] = 1;
        }
    return [{ name, has }];
  });
}

/** A record matches when its period touches the years asked for; one without a period does not, unless that is asked for. */
function periodOf({ from, to, withoutPeriod }: SearchQuery, columns: Columns): (slot: number) => boolean {
  if (from === null && to === null) return () => true;
  return (slot) => {
    const [first, last] = [columns.numberAt('fromYear', slot), columns.numberAt('toYear', slot)];
    if (Number.isNaN(first) && Number.isNaN(last)) return withoutPeriod === true;
    return !(to !== null && first > to) && !(from !== null && last < from);
  };
}

/** All facets with their counts; values that are chosen are there also with 0. */
export function facetValues(query: SearchQuery, { slots, besides }: Filtered, columns: Columns): Record<FacetName, FacetValue[]> {
  const counts = new Uint32Array(columns.valueCount);
  columns.count(slots, counts);
  const without = new Map<FacetName, Uint32Array>();
  for (const [name, more] of besides) {
    const own = counts.slice();
    columns.count(more, own);
    without.set(name, own);
  }
  const collator = collators[query.lang];
  const found = Object.fromEntries(facetNames.map((name) => [name, [] as FacetValue[]])) as Record<FacetName, FacetValue[]>;
  for (const [number, { facet, term }] of columns.allValues().entries()) {
    const name = facetNames[facet];
    if (name === undefined) continue;
    const count = (without.get(name) ?? counts)[number] ?? 0;
    const selected = query.facets[name]?.includes(term.value) ?? false;
    if (!selected && (count === 0 || (term.value === notReported && flags.has(name)))) continue;
    found[name].push({ value: term.value, label: term[query.lang], count, selected });
  }
  for (const name of facetNames) {
    const values = found[name];
    for (const value of query.facets[name] ?? [])
      if (!values.some((known) => known.value === value)) values.push({ value, label: value, count: 0, selected: true });
    values.sort(
      (a, b) =>
        Number(a.value === notReported) - Number(b.value === notReported) ||
        b.count - a.count ||
        collator.compare(a.label, b.label) ||
        (a.value < b.value ? -1 : 1),
    );
  }
  return found;
}

const collators = { nl: new Intl.Collator('nl'), en: new Intl.Collator('en') } as const;
