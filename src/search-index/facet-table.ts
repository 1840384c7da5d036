import { facetNames, notReported, type FacetName, type FacetTerm, type FacetValue, type SearchDocument, type SearchQuery } from '../ports/search-index.js';

interface Entry {
  readonly document: SearchDocument;
  /** Value numbers by facet, in the order of `facetNames`; 0 stands for "not reported". */
  readonly values: readonly (readonly number[])[];
  readonly fromYear: number | null;
  readonly toYear: number | null;
}

const notReportedTerm: FacetTerm = { value: notReported, nl: 'Niet opgegeven', en: 'Not reported' };
const statusAt = facetNames.indexOf('status');

/** Facets in which a missing value says nothing worth filtering by: flags. */
const flags: ReadonlySet<FacetName> = new Set(['trusted', 'hasVariables', 'sample', 'label', 'status', 'station']);

/**
 * All documents with their facet values in memory, by slot number. Counting is one pass over the candidates: a document
 * that fails no filter counts everywhere, one that fails a single facet's filter counts in that facet alone, which is
 * "computed without the facet's own selection" (portal.md section 4).
 */
export class FacetTable {
  private readonly entries: (Entry | undefined)[] = [];
  private readonly slots = new Map<string, number>();
  private readonly free: number[] = [];
  private readonly terms: FacetTerm[][] = facetNames.map(() => [notReportedTerm]);
  private readonly numbers: Map<string, number>[] = facetNames.map(() => new Map([[notReported, 0]]));

  get size(): number {
    return this.slots.size;
  }

  slotOf(id: string): number | undefined {
    return this.slots.get(id);
  }

  document(slot: number): SearchDocument | undefined {
    return this.entries[slot]?.document;
  }

  *documents(): Iterable<SearchDocument> {
    for (const slot of this.slots.values()) {
      const entry = this.entries[slot];
      if (entry !== undefined) yield entry.document;
    }
  }

  put(document: SearchDocument): number {
    const slot = this.slots.get(document.id) ?? this.free.pop() ?? this.entries.length;
    this.slots.set(document.id, slot);
    const values = facetNames.map((name, at) => this.numbersOf(at, document.facets[name] ?? []));
    this.entries[slot] = { document, values, fromYear: yearOf(document.periodStart), toYear: yearOf(document.periodEnd) };
    return slot;
  }

  /** Takes a document back to its slot; slots are given in rising order. */
  restore(slot: number, document: SearchDocument): void {
    while (this.entries.length < slot) this.free.push(this.entries.push(undefined) - 1);
    this.free.push(slot);
    this.put(document);
  }

  remove(id: string): number | undefined {
    const slot = this.slots.get(id);
    if (slot === undefined) return undefined;
    this.slots.delete(id);
    this.entries[slot] = undefined;
    this.free.push(slot);
    return slot;
  }

  clear(): void {
    this.entries.length = 0;
    this.slots.clear();
    this.free.length = 0;
  }

  private numbersOf(at: number, terms: readonly FacetTerm[]): number[] {
    if (terms.length === 0) return [0];
    return terms.map((term) => {
      const numbers = this.numbers[at];
      const known = numbers?.get(term.value);
      if (known !== undefined) return known;
      const number = this.terms[at]?.push(term) ?? 1;
      numbers?.set(term.value, number - 1);
      return number - 1;
    });
  }

  /** Slots that match everything, and the counts of every facet, over the candidates (null: all documents). */
  filter(query: SearchQuery, candidates: Iterable<number> | null): { readonly slots: number[]; readonly counts: readonly Int32Array[] } {
    const selections = facetNames.map((name, at) => this.selection(name, at, query));
    const counts = this.terms.map((terms) => new Int32Array(terms.length));
    const slots: number[] = [];
    for (const slot of candidates ?? this.slots.values()) {
      const entry = this.entries[slot];
      if (entry === undefined || !inPeriod(entry, query)) continue;
      let failed = -1;
      let failures = 0;
      for (let at = 0; at < selections.length && failures < 2; at++) {
        const selection = selections[at];
        if (selection == null || entry.values[at]?.some((value) => selection.has(value)) === true) continue;
        failures++;
        failed = at;
      }
      if (failures > 1) continue;
      if (failures === 0) {
        slots.push(slot);
        for (let at = 0; at < counts.length; at++) tally(counts[at], entry.values[at]);
      } else tally(counts[failed], entry.values[failed]);
    }
    return { slots, counts };
  }

  private selection(name: FacetName, at: number, query: SearchQuery): ReadonlySet<number> | null {
    const chosen = query.facets[name] ?? [];
    const values = chosen.length > 0 ? chosen : at === statusAt ? ['current', 'overdue'] : [];
    if (values.length === 0) return null;
    return new Set(values.map((value) => this.numbers[at]?.get(value) ?? -1));
  }

  facets(query: SearchQuery, counts: readonly Int32Array[]): Record<FacetName, FacetValue[]> {
    const collator = new Intl.Collator(query.lang);
    return Object.fromEntries(
      facetNames.map((name, at) => {
        const chosen = query.facets[name] ?? [];
        const values: FacetValue[] = [];
        for (const [number, term] of (this.terms[at] ?? []).entries()) {
          const count = counts[at]?.[number] ?? 0;
          const selected = chosen.includes(term.value);
          if (count === 0 && !selected) continue;
          if (number === 0 && flags.has(name) && !selected) continue;
          values.push({ value: term.value, label: term[query.lang], count, selected });
        }
        for (const value of chosen) if (!values.some((known) => known.value === value)) values.push({ value, label: value, count: 0, selected: true });
        values.sort((a, b) => Number(a.value === notReported) - Number(b.value === notReported) || b.count - a.count || collator.compare(a.label, b.label));
        return [name, values];
      }),
    ) as Record<FacetName, FacetValue[]>;
  }
}

function tally(counts: Int32Array | undefined, values: readonly number[] | undefined): void {
  if (counts === undefined || values === undefined) return;
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
}

function yearOf(date: string | null): number | null {
  const year = /^-?\d{4}/.exec(date ?? '')?.[0];
  return year === undefined ? null : Number(year);
}

/** A record matches when its period touches the years asked for; one without a period does not. */
function inPeriod(entry: Entry, query: SearchQuery): boolean {
  if (query.from === null && query.to === null) return true;
  if (entry.fromYear === null && entry.toYear === null) return false;
  return (query.to === null || (entry.fromYear ?? -9999) <= query.to) && (query.from === null || (entry.toYear ?? 9999) >= query.from);
}
