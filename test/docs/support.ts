import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageRoot } from '../../src/assets.js';

/** One document of the project, by its path from the root. */
export interface DocumentFile {
  readonly path: string;
  readonly text: string;
}

const skipped = new Set(['node_modules', 'dist', 'data', 'coverage', 'test']);

/** Every Markdown file we wrote, SOURCE.md files included. */
export function documents(): DocumentFile[] {
  return filesBelow(packageRoot).map((path) => ({ path, text: readFileSync(join(packageRoot, path), 'utf8') }));
}

export function documentAt(path: string): string {
  return readFileSync(join(packageRoot, path), 'utf8');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name) || entry.name.startsWith('.')) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.name.endsWith('.md') ? [relative(packageRoot, path).replaceAll('\\', '/')] : [];
  });
}

/** The code blocks of one language. */
export function codeBlocks(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].filter((match) => match[1] === language).map((match) => match[2] ?? '');
}

/** Rows of all tables whose first cell is one code span: the span, and the other cells. */
export function tableRows(text: string): { readonly key: string; readonly cells: readonly string[] }[] {
  return text.split('\n').flatMap((line) => {
    const cells = line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim());
    const key = /^`([^`]+)`$/.exec(cells[0] ?? '')?.[1];
    return key === undefined ? [] : [{ key, cells: cells.slice(1) }];
  });
}

/** What a heading's anchor is called. */
export function anchorsOf(text: string): Set<string> {
  const withoutCode = text.replace(/^```[\s\S]*?^```$/gm, '');
  return new Set([...withoutCode.matchAll(/^#+ +(.*)$/gm)].map((match) => (match[1] ?? '').toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').trim().replace(/ /g, '-')));
}
