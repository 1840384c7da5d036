import { runs } from '../support/runs.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facetNames, notReported, type FacetName, type SearchDocument, type FacetValue, type SearchQuery } from '../../src/ports/search-index.js';
import { Columns } from '../../src/search-index/columns.js';
import { CompoundSplitter } from '../../src/search-index/compounds.js';
import { termsOf } from '../../src/search-index/document-terms.js';
import { facetValues, filterByFacets } from '../../src/search-index/facet-filter.js';
import { PostingIndex } from '../../src/search-index/posting-index.js';
import { searchDocument, searchQuery } from '../support/documents.js';

const names = ['access', 'theme', 'format'] as const satisfies readonly FacetName[];

/** Lists and columns, as the index keeps them, and what is put into both. */
class Table {
  readonly postings = new PostingIndex();
  readonly columns = new Columns();
  private readonly compounds = new CompoundSplitter([]);

  constructor(documents: readonly SearchDocument[] = []) {
    for (const document of documents) this.put(document);
  }

  put(document: SearchDocument): void {
    this.remove(document.id);
    this.columns.put(this.postings.add(termsOf(document, this.compounds)), document, 1);
  }

  remove(id: string): void {
    const slot = this.columns.slotOf(id);
    if (slot === undefined) return;
    this.postings.remove(slot);
    this.columns.remove(slot);
  }
}

function ask(documents: readonly SearchDocument[] | Table, query: SearchQuery): { ids: string[]; facets: Record<FacetName, FacetValue[]> } {
  const { postings, columns } = documents instanceof Table ? documents : new Table(documents);
  const filtered = filterByFacets(query, columns.live(), postings, columns);
  return { ids: filtered.slots.map((slot) => columns.idAt(slot)!).sort(), facets: facetValues(query, filtered, columns) };
}

const valuesOf = (document: SearchDocument, name: FacetName): string[] => document.facets[name]?.map((term) => term.value) ?? [];
const reported = (document: SearchDocument, name: FacetName): string[] => (valuesOf(document, name).length > 0 ? valuesOf(document, name) : [notReported]);

/** OR inside a facet, AND across; without a choice of status, what is withdrawn stays out. */
function matches(document: SearchDocument, query: SearchQuery, except: FacetName | null): boolean {
  return facetNames.every((name) => {
    const chosen = query.facets[name] ?? [];
    const wanted = chosen.length > 0 ? chosen : name === 'status' ? ['current', 'overdue'] : [];
    return name === except || wanted.length === 0 || reported(document, name).some((value) => wanted.includes(value));
  });
}

const documents = fc
  .array(
    fc.record({
      access: fc.subarray(['x', 'y'], { maxLength: 1 }),
      theme: fc.subarray(['x', 'y', 'z']),
      format: fc.subarray(['csv', 'xml']),
      state: fc.constantFrom('current' as const, 'withdrawn' as const),
    }),
    { maxLength: 12 },
  )
  .map((list) => list.map(({ state, ...facets }, n) => searchDocument(String(n), { state }, facets)));
const queries = fc
  .record({
    access: fc.subarray(['x', 'y', notReported, 'unknown']),
    theme: fc.subarray(['x', 'y', 'z', notReported]),
    format: fc.subarray(['csv', notReported]),
    status: fc.subarray(['current', 'withdrawn']),
  })
  .map((facets) => searchQuery({ facets }));

describe('facets', () => {
  it('count what a naive recount counts: each facet without its own selection', () => {
    fc.assert(
      fc.property(documents, queries, (list, query) => {
        const { ids, facets } = ask(list, query);
        expect(ids).toEqual(
          list
            .filter((document) => matches(document, query, null))
            .map((document) => document.id)
            .sort(),
        );
        for (const name of [...names, 'status' as const]) {
          const counted = new Map<string, number>();
          for (const document of list.filter((each) => matches(each, query, name)))
            for (const value of reported(document, name)) counted.set(value, (counted.get(value) ?? 0) + 1);
          for (const value of query.facets[name] ?? []) if (!counted.has(value)) counted.set(value, 0);
          expect(Object.fromEntries(facets[name].map((value) => [value.value, value.count]))).toEqual(Object.fromEntries(counted));
          for (const value of facets[name]) expect(value.selected).toBe((query.facets[name] ?? []).includes(value.value));
        }
      }),
      { numRuns: runs(500), seed: 4 },
    );
  });

  it('would be found out if a facet counted under its own selection (broken control)', () => {
    const list = [searchDocument('1', {}, { access: ['x'] }), searchDocument('2', {}, { access: ['y'] })];
    const query = searchQuery({ facets: { access: ['x'] } });
    const naive = list.filter((document) => matches(document, query, 'access')).length;
    const broken = list.filter((document) => matches(document, query, null)).length;
    expect(ask(list, query).facets.access.reduce((sum, value) => sum + value.count, 0)).toBe(naive);
    expect(broken).not.toBe(naive);
  });

  it('always show what is selected, with 0 when nothing has it, under its words when they are known', () => {
    const list = [searchDocument('1', {}, { access: ['x'], theme: ['a'] }), searchDocument('2', {}, { access: ['y'], theme: ['b'] })];
    const { facets } = ask(list, searchQuery({ facets: { access: ['x'], theme: ['b', 'never heard of'] } }));
    expect([...facets.theme].sort((one, other) => (one.value < other.value ? -1 : 1))).toEqual([
      { value: 'a', label: 'nl a', count: 1, selected: false },
      { value: 'b', label: 'nl b', count: 0, selected: true },
      { value: 'never heard of', label: 'never heard of', count: 0, selected: true },
    ]);
    expect(facets.access).toContainEqual({ value: 'x', label: 'nl x', count: 0, selected: true });
  });

  it('put "not reported" last, and leave it out where a missing value says nothing', () => {
    const { facets } = ask([searchDocument('1'), searchDocument('2'), searchDocument('3', {}, { access: ['x'], trusted: ['yes'] })], searchQuery());
    expect(facets.access.map((value) => value.value)).toEqual(['x', notReported]);
    expect(facets.trusted.map((value) => value.value)).toEqual(['yes']);
  });

  it('leave out what is withdrawn unless it is asked for', () => {
    const list = [searchDocument('1'), searchDocument('2', { state: 'withdrawn' })];
    expect(ask(list, searchQuery()).ids).toEqual(['1']);
    expect(ask(list, searchQuery({ facets: { status: ['withdrawn'] } })).ids).toEqual(['2']);
    expect(
      ask(list, searchQuery())
        .facets.status.map((value) => `${value.value} ${String(value.count)}`)
        .sort(),
    ).toEqual(['current 1', 'withdrawn 1']);
  });

  it.each([
    [2019, null, ['open', 'late', 'touch']],
    [null, 2015, ['open', 'early', 'touch']],
    [2016, 2017, ['open', 'touch']],
    [2031, 2040, ['open']],
  ])('match a period that touches the years %s to %s, and none without a period', (from, to, ids) => {
    const list = [
      searchDocument('none'),
      searchDocument('early', { periodStart: '2010', periodEnd: '2014-12-31' }),
      searchDocument('late', { periodStart: '2020-01-01', periodEnd: '2030' }),
      searchDocument('touch', { periodStart: '2015', periodEnd: '2019' }),
      searchDocument('open', { periodStart: '2012', periodEnd: null }),
    ];
    expect(ask(list, searchQuery({ from, to })).ids).toEqual([...ids].sort());
  });

  it('forget a record that is removed and count one that is replaced once', () => {
    const all = new Table([searchDocument('1', {}, { access: ['x'] }), searchDocument('2', {}, { access: ['x'] })]);
    all.put(searchDocument('1', {}, { access: ['y'] }));
    all.remove('2');
    all.put(searchDocument('3', {}, { access: ['y'] }));
    expect(ask(all, searchQuery()).facets.access).toMatchObject([{ value: 'y', count: 2 }]);
    expect(all.columns.size).toBe(2);
  });
});
