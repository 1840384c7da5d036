import type { DocumentResult } from '../../catalogue/validate.js';
import { cleanLine } from './text.js';

export interface SourceModel {
  readonly lines: readonly { readonly number: number; readonly text: string; readonly marks: number }[];
  readonly total: number;
}

const maxLines = 4000;

/** The text with its line numbers, and how many results each line has. */
export function sourceModel(text: string | null, results: readonly DocumentResult[]): SourceModel {
  if (text === null) return { lines: [], total: 0 };
  const marks = new Map<number, number>();
  for (const { line } of results) if (line !== null) marks.set(line, (marks.get(line) ?? 0) + 1);
  const all = text.split(/\r\n|\r|\n/);
  const lines = all.slice(0, maxLines).map((line, i) => ({ number: i + 1, text: cleanLine(line, 500), marks: marks.get(i + 1) ?? 0 }));
  return { lines, total: all.length };
}
