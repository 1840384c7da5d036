import { prefixes } from './prefixes.js';

/** Where and why a query cannot be read, in words for its author; line and column count from 1. */
export interface QueryTrouble {
  readonly line: number;
  readonly column: number;
  readonly detail: string;
}

const expectedAtMost = 5;

/**
 * Makes sense of what the query engine says of a text that is no SPARQL 1.1.
 *
 * @param message as the engine gives it: "error at 2:14: expected one of ..."
 * @returns null when the message names no place
 */
export function queryTrouble(message: string, query: string): QueryTrouble | null {
  const found = /\berror at (\d+):(\d+): (.*)$/s.exec(message);
  if (found === null) return null;
  const lines = query.split(/\r\n|\n|\r/);
  // What is put behind a query to bound it is none of its author's.
  const isBehind = Number(found[1]) > lines.length;
  const line = isBehind ? lines.length : Number(found[1]);
  const text = lines[line - 1] ?? '';
  const column = isBehind ? text.length + 1 : Number(found[2]);
  const said = found[3] ?? '';
  return { line, column, detail: `Line ${String(line)}, column ${String(column)}: ${reason(said, text, column)}` };
}

function reason(said: string, text: string, column: number): string {
  const rest = text.slice(column - 1).trim();
  if (said.includes('Prefix not found')) {
    const prefix = /([A-Za-z][\w.-]*)?:[\w.%-]*$/.exec(text.slice(0, column - 1))?.[1] ?? /^([A-Za-z][\w.-]*)?:/.exec(rest)?.[1] ?? '';
    const known = prefixes[prefix];
    return `the prefix "${prefix}:" is not declared. ${known === undefined ? 'Declare it above' : `Write above the query: PREFIX ${prefix}: <${known}>`}`;
  }
  const expected = [...said.matchAll(/"(?:\\.|[^"\\])"|\b[A-Z]{2,}\b/g)].map(([word]) => word.replaceAll('\\', '')).filter((word) => word !== '""');
  const words = [...new Set(expected)];
  const where =
    rest === ''
      ? 'the query cannot be read to its end: something is missing there, or stands before it where it may not'
      : `the query cannot be read from here on: ${JSON.stringify(rest.slice(0, 60))}`;
  // A long list helps nobody.
  return `${where}${words.length === 0 || words.length > expectedAtMost ? '' : `. Possible here: ${words.join(' ')}`}`;
}
