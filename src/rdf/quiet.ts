import { StationError } from '../domain/errors.js';

/** So much text without a single token or triple is one huge literal, name or comment, which parsers hold several times over. */
export const maxQuiet = 8 << 20;

export function tooQuiet(line: number | null): StationError {
  return new StationError(
    'station/too-large',
    `One piece of the document, a text, a name or a comment, is longer than ${String(maxQuiet >> 20)} MiB${line === null ? '' : `, after line ${String(line)}`}.`,
    { line },
  );
}
