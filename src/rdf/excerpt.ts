import { openSync, readSync, closeSync } from 'node:fs';
import type { Excerpt } from '../domain/validation.js';

/** The text of a document, asked for a few lines at a time. */
export interface DocumentLines {
  /** The line with the one before and the one after it; null when the document has no such line. */
  excerpt(line: number): Excerpt | null;
  close(): void;
}

const maxLineLength = 240;

/** Lines of a text in memory. */
export function linesOfText(text: string): DocumentLines {
  let lines: readonly string[] | undefined;
  return {
    excerpt: (line) => {
      lines ??= text.split(/\r\n|\n|\r/);
      const all = lines;
      return excerptOf(line, (at) => all[at - 1]);
    },
    close: () => {
      lines = [];
    },
  };
}

/**
 * Lines of a large file, read from the disk when they are asked for. Only where every hundredth line starts is kept: 100 MB of
 * Turtle take some 160 kB of memory.
 */
export function linesOfFile(path: string): DocumentLines {
  const file = openSync(path, 'r');
  let starts: number[] | undefined;
  const index = (): number[] => {
    const found = [0];
    const buffer = Buffer.alloc(1 << 20);
    let line = 1;
    for (let position = 0; ;) {
      const length = readSync(file, buffer, 0, buffer.length, position);
      if (length === 0) return found;
      for (let at = buffer.indexOf(10); at !== -1 && at < length; at = buffer.indexOf(10, at + 1)) {
        line++;
        if ((line - 1) % stride === 0) found.push(position + at + 1);
      }
      position += length;
    }
  };
  const read = (line: number): string | undefined => {
    starts ??= index();
    const slot = Math.floor((line - 1) / stride);
    const start = starts[slot];
    if (start === undefined) return undefined;
    const end = starts[slot + 1] ?? start + (1 << 20);
    const block = Buffer.alloc(Math.min(end - start, 1 << 20));
    const length = readSync(file, block, 0, block.length, start);
    return block
      .subarray(0, length)
      .toString('utf8')
      .split(/\r\n|\n/)[(line - 1) % stride];
  };
  return {
    excerpt: (line) => excerptOf(line, read),
    close: () => {
      closeSync(file);
    },
  };
}

const stride = 100;

function excerptOf(line: number, read: (line: number) => string | undefined): Excerpt | null {
  if (line < 1) return null;
  const own = read(line);
  if (own === undefined) return null;
  const first = Math.max(1, line - 1);
  const lines = [line - 1, line, line + 1].flatMap((at) => {
    const text = at < 1 ? undefined : read(at);
    return text === undefined ? [] : [text.length > maxLineLength ? `${text.slice(0, maxLineLength)}…` : text];
  });
  return { line, firstLine: first, lines };
}
