import { RefusedError } from './command.js';

/** The columns of a file with stations; several values of one cell are parted by `|`. */
export const stationColumns = ['id', 'url', 'protocol', 'title', 'holder', 'holder-name', 'kind', 'profile', 'schedule', 'email', 'setting', 'live'] as const;
export type StationColumn = (typeof stationColumns)[number];

export interface StationCells {
  /** As a spreadsheet counts them: the header is row 1. */
  readonly row: number;
  readonly cells: Readonly<Partial<Record<StationColumn, string>>>;
}

/**
 * Rows by their header (RFC 4180), parted by commas, semicolons or tabs, as spreadsheets write them.
 *
 * @throws RefusedError for a header that nobody understands
 */
export function readStationRows(text: string): { readonly rows: readonly StationCells[]; readonly mistakes: readonly string[] } {
  const whole = text.replace(/^\uFEFF/, '');
  const separator = [';', '\t', ','].find((candidate) => (whole.split(/\r?\n/, 1)[0] ?? '').includes(candidate)) ?? ',';
  const [header = [], ...records] = parseCsv(whole, separator);
  const columns = header.map((name) => name.trim().toLowerCase());
  const unknown = columns.filter((name) => !stationColumns.some((column) => column === name));
  const twice = columns.filter((name, at) => columns.indexOf(name) !== at);
  const missing = ['id', 'url'].filter((name) => !columns.includes(name));
  if (unknown.length + twice.length + missing.length > 0)
    throw new RefusedError(
      [
        ...unknown.map((name) => `row 1: there is no column "${name}"; there are ${stationColumns.join(', ')}`),
        ...twice.map((name) => `row 1: the column "${name}" is there twice`),
        ...missing.map((name) => `row 1: the column "${name}" is missing`),
      ].join('\n'),
    );
  const mistakes: string[] = [];
  const rows = records.flatMap((values, at): StationCells[] => {
    const row = at + 2;
    if (values.every((value) => value.trim() === '')) return [];
    if (values.length > columns.length) mistakes.push(`row ${String(row)}: has ${String(values.length)} cells, and the header ${String(columns.length)}.`);
    const cells = Object.fromEntries(columns.map((column, n) => [column, (values[n] ?? '').trim()] as const).filter(([, value]) => value !== ''));
    return [{ row, cells }];
  });
  return { rows, mistakes };
}

function parseCsv(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else isQuoted = false;
    } else if (char === '"' && cell.trim() === '') {
      isQuoted = true;
      cell = '';
    } else if (char === separator) {
      row.push(cell);
      cell = '';
    } else if (char === '\n') {
      rows.push([...row, cell.replace(/\r$/, '')]);
      [row, cell] = [[], ''];
    } else cell += char;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  if (isQuoted) throw new RefusedError(`row ${String(rows.length)}: a quotation mark is opened and never closed`);
  return rows;
}
