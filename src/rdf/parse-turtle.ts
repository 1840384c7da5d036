import { EventEmitter } from 'node:events';
import type { Quad } from '@rdfjs/types';
import { Parser } from 'n3';
import { StationError } from '../domain/errors.js';
import { lenientLexer } from './lenient-lexer.js';
import { maxQuiet, tooQuiet } from './quiet.js';

/** A language of the Turtle family, as N3's parser reads it. */
export interface TurtleReading {
  readonly format: keyof typeof n3Formats;
  readonly baseIri?: string;
  readonly keepsBadIris: boolean;
}

/** Put before the labels of a document, so that none is one that the parser makes up for a node without label. */
export const writtenLabel = 'w';

const n3Formats = { turtle: 'Turtle', trig: 'TriG', 'n-triples': 'N-Triples', 'n-quads': 'N-Quads' } as const;

/** Gives text to N3's parser as it comes; what it finds is told before `give` returns. */
export class TokenParser {
  private readonly source = new EventEmitter();

  constructor({ format, baseIri, keepsBadIris }: TurtleReading, callbacks: ParserCallbacks) {
    const options = {
      format: n3Formats[format],
      blankNodePrefix: `_:${writtenLabel}`,
      ...(baseIri === undefined ? {} : { baseIRI: baseIri }),
      ...(keepsBadIris ? { lexer: lenientLexer(format === 'n-triples' || format === 'n-quads') } : {}),
    };
    (new Parser(options) as unknown as EventedParser).parse(this.source, callbacks);
  }

  give(text: string): void {
    this.source.emit('data', text);
  }

  end(): void {
    this.source.emit('end');
  }
}

export interface ParserCallbacks {
  readonly onQuad: (error: Error | null, quad: Quad | null) => void;
  /** `end`: the column behind it. */
  readonly onToken: (token: { readonly type: string; readonly line: number; readonly end: number }) => void;
}

interface EventedParser {
  parse(source: EventEmitter, callbacks: ParserCallbacks): void;
}

/** N3 tells the line of each token through `onToken`; a quad is reported right after its last token. */
export async function parseTurtle(text: AsyncIterable<string>, reading: TurtleReading, sink: (quad: Quad, line: number) => void): Promise<void> {
  let line = 1;
  let quiet = 0;
  const failures: Error[] = [];
  const parser = new TokenParser(reading, {
    onToken: (token) => {
      line = token.line;
      quiet = 0;
    },
    onQuad: (error, quad) => {
      if (error !== null) failures.push(error);
      else if (quad !== null) sink(quad, line);
    },
  });
  for await (const chunk of text) {
    quiet += chunk.length;
    parser.give(chunk);
    if (failures[0] !== undefined) throw unreadable(failures[0], line);
    if (quiet > maxQuiet) throw tooQuiet(line);
  }
  parser.end();
  if (failures[0] !== undefined) throw unreadable(failures[0], line);
}

interface ReadingContext {
  readonly line?: number;
  readonly token?: { readonly line: number; readonly start: number };
  readonly previousToken?: { readonly line: number; readonly end: number };
}

/** N3 tells the token it could not use and the one before it; a full stop that is missing belongs behind the latter. */
function unreadable(error: Error, line: number | null): StationError {
  const { line: at = line, token, previousToken } = (error as { context?: ReadingContext }).context ?? {};
  return new StationError(
    'station/unreadable',
    error.message,
    {
      line: at,
      column: token === undefined ? null : token.start + 1,
      ...(previousToken === undefined ? {} : { after: { line: previousToken.line, column: previousToken.end + 1 } }),
    },
    { cause: error },
  );
}
