import type { IssueCode } from '../../src/domain/harvest.js';
import { StationError } from '../../src/domain/errors.js';
import { detectFormat } from '../../src/rdf/format.js';
import { parseRdf } from '../../src/rdf/parse.js';
import { tripleToLine } from '../../src/rdf/terms.js';

/** An answer with status 200 that is no answer (SPQ-10). */
export class UnusableAnswer extends Error {
  constructor(
    readonly code: IssueCode,
    message: string,
  ) {
    super(message);
  }
}

export interface ReadableAnswer {
  readonly text: string;
  readonly mediaType: string;
}

/**
 * An answer as Comunica can read it: results as JSON or XML that came to their end (its streaming reader takes the rows
 * of half a document), triples as Turtle, whatever format the server chose.
 *
 * @throws UnusableAnswer for HTML, other formats, and results that were cut short
 */
export async function readableAnswer(answer: {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly baseIri: string;
  readonly rows: boolean;
}): Promise<ReadableAnswer> {
  const text = Buffer.from(answer.bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  if (answer.rows) return rowsOf(text);
  try {
    const format = detectFormat(answer.mediaType, '', text.slice(0, 2048));
    if (format === 'turtle' || format === 'n-triples') return { text, mediaType: 'text/turtle' };
    const lines: string[] = [];
    const body = { kind: 'memory', bytes: answer.bytes } as const;
    await parseRdf({ body, mediaType: answer.mediaType, path: '', baseIri: answer.baseIri, maxBytes: Number.MAX_SAFE_INTEGER }, (quad) => {
      lines.push(tripleToLine(quad));
    });
    return { text: `${lines.join('\n')}\n`, mediaType: 'text/turtle' };
  } catch (error) {
    if (error instanceof StationError)
      throw new UnusableAnswer(error.code === 'station/unreadable' ? 'parse-error' : 'unusable-body', `The endpoint's answer is of no use: ${error.message}`);
    throw error;
  }
}

function rowsOf(text: string): ReadableAnswer {
  const start = text.trimStart();
  if (start.startsWith('{')) {
    if (!isResults(text)) throw new UnusableAnswer('truncated', 'The endpoint broke off in the middle of a result, or it is no SPARQL result.');
    return { text, mediaType: 'application/sparql-results+json' };
  }
  if (/^(<\?xml[^>]*>\s*)?(<\?[^>]*>\s*|<!--[\s\S]*?-->\s*)*<([\w-]+:)?sparql[\s>]/.test(start)) {
    if (!/<\/([\w-]+:)?sparql>\s*$/.test(text)) throw new UnusableAnswer('truncated', 'The endpoint broke off in the middle of a result.');
    return { text, mediaType: 'application/sparql-results+xml' };
  }
  throw new UnusableAnswer(
    'unusable-body',
    'The endpoint answered with something else than a SPARQL result (an HTML page, or a format that was not asked for).',
  );
}

function isResults(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    const results: unknown = typeof value === 'object' && value !== null && 'results' in value ? value.results : null;
    return typeof results === 'object' && results !== null && 'bindings' in results && Array.isArray(results.bindings);
  } catch {
    return false;
  }
}
