import { recordId } from './record-id.js';

/** More than this no list holds. */
export const mostSelected = 50;

/** Something that a researcher put on a list: a dataset, or one distribution of it. */
export interface SelectionEntry {
  readonly id: string;
  /** Key of the distribution (`distributionKey`); null for the dataset as a whole. */
  readonly distribution: string | null;
  /** `YYYY-MM-DD`; null where it is not known. */
  readonly addedOn: string | null;
  /** The published version that was looked at then. */
  readonly version: number | null;
}

/** Eight letters and digits that stand for a distribution in an address. */
export function distributionKey(iri: string): string {
  return recordId(iri, 8);
}

const form = /^([a-z2-7]{16,52})(?:\.([a-z2-7]{8}))?(?:~(\d{4})(\d{2})(\d{2})(?:~(\d{1,9}))?)?$/;

/** Reads `{id}[.{distribution}][~{yyyymmdd}][~{version}]`; null for anything else. */
export function readEntry(text: string): SelectionEntry | null {
  const [whole, id, distribution, year, month, day, version] = form.exec(text) ?? [];
  if (whole === undefined || id === undefined) return null;
  const addedOn = year === undefined ? null : `${year}-${month ?? ''}-${day ?? ''}`;
  if (addedOn !== null && Number.isNaN(Date.parse(addedOn))) return null;
  return { id, distribution: distribution ?? null, addedOn, version: version === undefined ? null : Number(version) };
}

export function writeEntry({ id, distribution, addedOn, version }: SelectionEntry): string {
  const parts = [id, distribution === null ? '' : `.${distribution}`, addedOn === null ? '' : `~${addedOn.replaceAll('-', '')}`];
  return [...parts, addedOn === null || version === null ? '' : `~${String(version)}`].join('');
}

/** Those that can be read, each dataset and distribution once, as many as a list holds. */
export function readEntries(texts: readonly string[]): readonly SelectionEntry[] {
  const entries = texts.flatMap((text) => readEntry(text) ?? []);
  return [...new Map(entries.map((entry) => [keyOf(entry), entry])).values()].slice(0, mostSelected);
}

/** What tells two entries apart. */
export function keyOf({ id, distribution }: Pick<SelectionEntry, 'id' | 'distribution'>): string {
  return distribution === null ? id : `${id}.${distribution}`;
}
