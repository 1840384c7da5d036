/** A page below this one. */
export interface Child {
  readonly url: string;
  /** The record itself names it, not only an `ldp:contains` (FDP-4). */
  readonly member: boolean;
  /** Named as a catalogue: it lists records, and without it the walk is not whole. */
  readonly listing: boolean;
  /** The page says itself that it is a record: a stub, or all there is of it. */
  readonly record: boolean;
  /** Segment of the container that lists it, by which `/page/{segment}` gives it together with others (FDP-10); null where there is none. */
  readonly list: string | null;
}

/** What a page is about: something that lists records, a record, or a part of one. */
export type PageKind = 'listing' | 'record' | 'part';

/** What a walk needs to know of one thing that a page describes. */
export interface Summary {
  readonly kind: PageKind;
  /** Typed dcat:Catalog: what it lists are records, unless it names them as catalogues. */
  readonly catalogue: boolean;
  readonly children: readonly Child[];
  /** How many properties it has, those aside that the software adds: a shorter one elsewhere is an excerpt. */
  readonly said: number;
  readonly licence: string | null;
}

/** A record that came with others in one `/page/` document. */
export type Covered = Summary & { readonly url: string };

/** What is remembered of a page, so that an unchanged one need not be parsed to go on. */
export interface PageMemo extends Summary {
  readonly version: 1;
  readonly baseIri: string;
  readonly mediaType: string;
  /** Membership relations of its containers with their segments: siblings of the same type have the same. */
  readonly relations: readonly (readonly [relation: string, list: string | null])[];
  /** The address that the root says is its own, where that is on another host (FDP-2). */
  readonly persistent: string | null;
  readonly covered: readonly Covered[];
  /** Number of the next page, from the `Link` header. */
  readonly next: number | null;
}

/** The memo of an earlier run; undefined when another release wrote it. */
export function memoOf(value: unknown): PageMemo | undefined {
  const memo = value as Partial<PageMemo> | null;
  return typeof memo === 'object' && memo?.version === 1 ? (memo as PageMemo) : undefined;
}
