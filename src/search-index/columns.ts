import { chooseText } from '../domain/language.js';
import { facetNames, notReported, type FacetTerm, type SearchDocument } from '../ports/search-index.js';
import { fold } from './analysis.js';

/** A value of a facet; each has a number, over all facets. */
export interface NumberedValue {
  readonly facet: number;
  readonly term: FacetTerm;
}

export interface StoredColumns {
  readonly ids: readonly (string | null)[];
  readonly titles: Readonly<Record<'nl' | 'en', readonly string[]>>;
  readonly values: readonly NumberedValue[];
  readonly numbers: Readonly<Record<NumberColumn, Float64Array>>;
  readonly rowStarts: Uint32Array;
  readonly rowLengths: Uint16Array;
  readonly rows: Uint32Array;
}

/** Of each document one number; NaN where it has none. */
const numberColumns = ['fromYear', 'toYear', 'individuals', 'modified', 'overdueAt', 'fullness', 'revision'] as const;
export type NumberColumn = (typeof numberColumns)[number];

const notReportedTerm: FacetTerm = { value: notReported, nl: 'Niet opgegeven', en: 'Not reported' };
const sortedLetters = 60;
const firstCapacity = 1024;

/** What filters, counts and orders need of every document, by slot, in columns; the documents themselves are elsewhere. */
export class Columns {
  private readonly ids: (string | null)[] = [];
  private readonly slots = new Map<string, number>();
  private readonly titles: Record<'nl' | 'en', string[]> = { nl: [], en: [] };
  private readonly values: NumberedValue[] = [];
  private readonly numbered = new Map<string, number>();
  private numbers: Record<NumberColumn, Float64Array>;
  private rowStarts = new Uint32Array(firstCapacity);
  private rowLengths = new Uint16Array(firstCapacity);
  private rows = new Uint32Array(firstCapacity * 32);
  private rowsEnd = 0;
  private wasted = 0;

  constructor(stored: StoredColumns | null = null) {
    this.numbers = Object.fromEntries(numberColumns.map((name) => [name, new Float64Array(firstCapacity).fill(NaN)])) as Record<NumberColumn, Float64Array>;
    if (stored === null) return;
    for (const id of stored.ids) this.ids.push(id);
    for (const [slot, id] of this.ids.entries()) if (id !== null) this.slots.set(id, slot);
    this.titles = { nl: [...stored.titles.nl], en: [...stored.titles.en] };
    for (const value of stored.values) this.number(value);
    // What is read from a file is a view of its bytes; what grows has to be our own.
    this.numbers = Object.fromEntries(numberColumns.map((name) => [name, stored.numbers[name].slice()])) as Record<NumberColumn, Float64Array>;
    this.rowStarts = stored.rowStarts.slice();
    this.rowLengths = stored.rowLengths.slice();
    this.rows = stored.rows.slice();
    this.rowsEnd = stored.rows.length;
  }

  /** How many documents there are. */
  get size(): number {
    return this.slots.size;
  }

  get valueCount(): number {
    return this.values.length;
  }

  slotOf(id: string): number | undefined {
    return this.slots.get(id);
  }

  idAt(slot: number): string | null {
    return this.ids[slot] ?? null;
  }

  /** Slots that hold a document. */
  live(): Iterable<number> {
    return this.slots.values();
  }

  numberAt(name: NumberColumn, slot: number): number {
    return this.numbers[name][slot] ?? NaN;
  }

  /** To be ordered by; folded, numbers by their size. */
  titleAt(lang: 'nl' | 'en', slot: number): string {
    return this.titles[lang][slot] ?? '';
  }

  valueAt(number: number): NumberedValue | undefined {
    return this.values[number];
  }

  /** All values of a facet that any document ever had. */
  allValues(): readonly NumberedValue[] {
    return this.values;
  }

  put(slot: number, document: SearchDocument, revision: number): void {
    this.reserve(slot + 1);
    while (this.ids.length <= slot) this.ids.push(null);
    this.ids[slot] = document.id;
    this.slots.set(document.id, slot);
    for (const lang of ['nl', 'en'] as const) this.titles[lang][slot] = orderedBy(chooseText(document.title, lang)?.text ?? '');
    const set = (name: NumberColumn, value: number | null): void => {
      this.numbers[name][slot] = value ?? NaN;
    };
    set('fromYear', yearOf(document.periodStart));
    set('toYear', yearOf(document.periodEnd));
    set('individuals', document.individuals);
    set('modified', Date.parse(document.modified ?? document.changedAt));
    set('overdueAt', document.overdue || document.overdueAt === null ? null : Date.parse(document.overdueAt));
    set('fullness', document.fullness);
    set('revision', revision);
    this.putRow(slot, this.rowOf(document));
  }

  remove(slot: number): void {
    const id = this.ids[slot];
    if (id == null) return;
    this.slots.delete(id);
    this.ids[slot] = null;
    this.wasted += this.rowLengths[slot] ?? 0;
    this.rowLengths[slot] = 0;
    for (const lang of ['nl', 'en'] as const) this.titles[lang][slot] = '';
  }

  /** Adds one to the count of each value of each of these documents. */
  count(slots: readonly number[] | Uint32Array, counts: Uint32Array): void {
    const { rows, rowStarts, rowLengths } = this;
    for (const slot of slots) {
      const start = rowStarts[slot] ?? 0;
      const end = start + (rowLengths[slot] ?? 0);
      for (let at = start; at < end; at++) {
        const value = rows[at] ?? 0;
        counts[value] = (counts[value] ?? 0) + 1;
      }
    }
  }

  /** @param unsure slots whose lists are kept elsewhere or not at all: they get no revision, so that their documents are read again */
  stored(unsure: ReadonlySet<number>): StoredColumns {
    this.compact();
    const end = this.ids.length;
    for (const lang of ['nl', 'en'] as const) for (let slot = 0; slot < end; slot++) this.titles[lang][slot] ??= '';
    const numbers = Object.fromEntries(numberColumns.map((name) => [name, this.numbers[name].slice(0, end)])) as Record<NumberColumn, Float64Array>;
    for (const slot of unsure) numbers.revision[slot] = NaN;
    return {
      ids: this.ids,
      titles: this.titles,
      values: this.values,
      numbers,
      rowStarts: this.rowStarts.slice(0, end),
      rowLengths: this.rowLengths.slice(0, end),
      rows: this.rows.slice(0, this.rowsEnd),
    };
  }

  private rowOf({ facets }: SearchDocument): number[] {
    const row: number[] = [];
    for (const [facet, name] of facetNames.entries()) {
      const terms = facets[name] ?? [];
      if (terms.length === 0) row.push(this.number({ facet, term: notReportedTerm }));
      else for (const term of terms) row.push(this.number({ facet, term }));
    }
    return [...new Set(row)];
  }

  private number({ facet, term }: NumberedValue): number {
    const key = `${String(facet)}:${term.value}`;
    const known = this.numbered.get(key);
    if (known !== undefined) {
      // Words change with the lists that they come from; what was said last holds.
      this.values[known] = { facet, term };
      return known;
    }
    const number = this.values.push({ facet, term }) - 1;
    this.numbered.set(key, number);
    return number;
  }

  private putRow(slot: number, row: readonly number[]): void {
    this.wasted += this.rowLengths[slot] ?? 0;
    if (this.wasted > firstCapacity * 32 && this.wasted > this.rowsEnd / 2) this.compact();
    if (this.rowsEnd + row.length > this.rows.length) this.rows = grown(this.rows, this.rowsEnd + row.length, (size) => new Uint32Array(size));
    this.rows.set(row, this.rowsEnd);
    this.rowStarts[slot] = this.rowsEnd;
    this.rowLengths[slot] = row.length;
    this.rowsEnd += row.length;
  }

  private compact(): void {
    const rows = new Uint32Array(this.rows.length);
    let end = 0;
    for (let slot = 0; slot < this.ids.length; slot++) {
      const start = this.rowStarts[slot] ?? 0;
      const length = this.rowLengths[slot] ?? 0;
      rows.set(this.rows.subarray(start, start + length), end);
      this.rowStarts[slot] = end;
      end += length;
    }
    this.rows = rows;
    this.rowsEnd = end;
    this.wasted = 0;
  }

  private reserve(size: number): void {
    if (size > this.rowStarts.length) this.rowStarts = grown(this.rowStarts, size, (length) => new Uint32Array(length));
    if (size > this.rowLengths.length) this.rowLengths = grown(this.rowLengths, size, (length) => new Uint16Array(length));
    for (const name of numberColumns)
      if (size > this.numbers[name].length) this.numbers[name] = grown(this.numbers[name], size, (length) => new Float64Array(length).fill(NaN));
  }
}

interface Fixed {
  readonly length: number;
  set(values: this): void;
}

function grown<T extends Fixed>(old: T, least: number, make: (size: number) => T): T {
  const next = make(Math.max(least, old.length * 2, firstCapacity));
  next.set(old);
  return next;
}

function yearOf(date: string | null): number | null {
  const year = /^-?\d{4}/.exec(date ?? '')?.[0];
  return year === undefined ? null : Number(year);
}

function orderedBy(title: string): string {
  return fold(title)
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/\d+/g, (digits) => digits.padStart(8, '0'))
    .slice(0, sortedLetters);
}
