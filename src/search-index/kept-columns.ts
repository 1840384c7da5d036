import type { NumberColumn, StoredColumns } from './columns.js';
import { Segment } from './postings.js';

/** Columns and lists as one run of bytes: a header in JSON that says what follows, then arrays of numbers as the machine has them. */
export interface KeptIndex {
  readonly columns: StoredColumns;
  readonly segment: Segment;
  /** Slots that were given once and hold nothing now. */
  readonly free: readonly number[];
}

interface Part {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Header {
  readonly format: string;
  readonly parts: readonly { readonly name: string; readonly length: number }[];
}

/** Rises with what stands in it; the order of bytes is the machine's own. */
const format = `ndc-columns-1-${new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 'le' : 'be'}`;
const alignment = 8;

export function packColumns({ columns, segment, free }: KeptIndex): readonly Uint8Array[] {
  const { ids, titles, values, numbers, rowStarts, rowLengths, rows } = columns;
  const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8');
  const raw = ({ buffer, byteOffset, byteLength }: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number }): Uint8Array =>
    new Uint8Array(buffer, byteOffset, byteLength);
  const parts: Part[] = [
    { name: 'texts', bytes: json({ ids, titles, values, free }) },
    { name: 'terms', bytes: Buffer.from(segment.terms.join('\n'), 'utf8') },
    ...Object.entries(numbers).map(([name, column]) => ({ name: `number ${name}`, bytes: raw(column) })),
    { name: 'rowStarts', bytes: raw(rowStarts) },
    { name: 'rowLengths', bytes: raw(rowLengths) },
    { name: 'rows', bytes: raw(rows) },
    { name: 'offsets', bytes: raw(segment.offsets) },
    { name: 'slots', bytes: raw(segment.slots) },
    { name: 'impacts', bytes: raw(segment.impacts) },
  ];
  const header: Header = { format, parts: parts.map(({ name, bytes }) => ({ name, length: bytes.byteLength })) };
  const head = Buffer.from(`${JSON.stringify(header)}\n`, 'utf8');
  return [head, ...parts.map(({ bytes }) => bytes)].flatMap((bytes) => [bytes, new Uint8Array((alignment - (bytes.byteLength % alignment)) % alignment)]);
}

/** Null for bytes that are not whole, or of another release. */
export function unpackColumns(bytes: Buffer): KeptIndex | null {
  try {
    const end = bytes.indexOf('\n');
    const header = JSON.parse(bytes.toString('utf8', 0, end)) as Header;
    if (header.format !== format) return null;
    const parts = new Map<string, Buffer>();
    let at = padded(end + 1);
    for (const { name, length } of header.parts) {
      if (at + length > bytes.length) return null;
      parts.set(name, bytes.subarray(at, at + length));
      at = padded(at + length);
    }
    const part = (name: string): Buffer => parts.get(name) ?? Buffer.alloc(0);
    // A copy, since a view has to begin at a multiple of its size in memory.
    const numbersOf = (name: string): ArrayBuffer => {
      const found = part(name);
      return found.buffer.slice(found.byteOffset, found.byteOffset + found.byteLength) as ArrayBuffer;
    };
    const texts = JSON.parse(part('texts').toString('utf8')) as Pick<StoredColumns, 'ids' | 'titles' | 'values'> & { readonly free: readonly number[] };
    const numbers = Object.fromEntries(
      [...parts.keys()].filter((name) => name.startsWith('number ')).map((name) => [name.slice('number '.length), new Float64Array(numbersOf(name))]),
    ) as Record<NumberColumn, Float64Array>;
    const terms = part('terms');
    return {
      columns: {
        ids: texts.ids,
        titles: texts.titles,
        values: texts.values,
        numbers,
        rowStarts: new Uint32Array(numbersOf('rowStarts')),
        rowLengths: new Uint16Array(numbersOf('rowLengths')),
        rows: new Uint32Array(numbersOf('rows')),
      },
      segment: new Segment(
        terms.length === 0 ? [] : terms.toString('utf8').split('\n'),
        new Uint32Array(numbersOf('offsets')),
        new Uint32Array(numbersOf('slots')),
        new Uint8Array(numbersOf('impacts')),
      ),
      free: texts.free,
    };
  } catch {
    return null;
  }
}

function padded(length: number): number {
  return length + ((alignment - (length % alignment)) % alignment);
}
