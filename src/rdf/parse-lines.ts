import type { Quad } from '@rdfjs/types';
import { StationError } from '../domain/errors.js';
import { TokenParser, type TurtleReading } from './parse-turtle.js';
import { maxQuiet, tooQuiet } from './quiet.js';
import { nodesNamedIn, type SkippedStatement } from './skipped-statements.js';

/** Above so many bad lines a document is given up as soon as they are more than their share. */
const patience = 1000;
/** One in ten, and one in a document that is shorter. */
const isSane = (bad: number, lines: number): boolean => bad <= Math.max(1, lines / 10);

/**
 * Reads N-Triples and N-Quads line by line, so that one that cannot be read costs itself alone (RDF-6). No statement reaches
 * over two lines: half a one would else take its other half from the next.
 *
 * @throws StationError when more than one line in ten cannot be read, or the document breaks off in the middle of one: that
 * the rest is missing then is no matter of one line
 */
export async function parseLines(
  text: AsyncIterable<string>,
  reading: TurtleReading,
  sink: (quad: Quad, line: number) => void,
  onSkipped: (skipped: SkippedStatement) => void,
): Promise<void> {
  const reader = new LineReader(reading);
  let [number, statements, bad] = [0, 0, 0];
  const first: SkippedStatement[] = [];
  const giveUpOn = (few: number): void => {
    if (first[0] !== undefined && bad > few && !isSane(bad, statements)) throw tooMany(bad, statements, first[0]);
  };
  const read = (line: string, isWhole: boolean): void => {
    number++;
    const found = reader.read(line);
    if (found === 'nothing') return;
    statements++;
    if (found.problem === null) {
      for (const quad of found.quads) sink(quad, number);
      return;
    }
    if (!isWhole) throw new StationError('station/unreadable', `The document ends in the middle of line ${String(number)}: ${found.problem}`, { line: number });
    bad++;
    const skipped = { line: number, detail: found.problem, ...nodesNamedIn(line) };
    if (first.length === 0) first.push(skipped);
    onSkipped(skipped);
    giveUpOn(patience);
  };
  let pending = '';
  for await (const chunk of text) {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', from)) {
      read(pending + chunk.slice(from, end), true);
      pending = '';
      from = end + 1;
    }
    pending += chunk.slice(from);
    if (pending.length > maxQuiet) throw tooQuiet(number + 1);
  }
  if (pending !== '') read(pending, false);
  giveUpOn(0);
}

function tooMany(bad: number, statements: number, first: SkippedStatement): StationError {
  return new StationError(
    'station/unreadable',
    `${String(bad)} of ${String(statements)} lines cannot be read, which is more than one in ten. The first is line ${String(first.line)}: ${first.detail}`,
    { line: first.line },
  );
}

type LineFound = { readonly quads: readonly Quad[]; readonly problem: null } | { readonly problem: string } | 'nothing';

/** One parser for all lines; only a bad one costs a new parser. */
class LineReader {
  private parser: TokenParser;
  private quads: Quad[] = [];
  private tokens = { first: '', last: '', end: 0 };
  private failure: Error | null = null;

  constructor(private readonly reading: TurtleReading) {
    this.parser = this.fresh();
  }

  read(line: string): LineFound {
    this.quads = [];
    this.tokens = { first: '', last: '', end: 0 };
    this.failure = null;
    this.parser.give(`${line}\n`);
    const problem = this.problem(line);
    if (problem === null) return this.tokens.first === '' ? 'nothing' : { quads: this.quads, problem };
    this.parser = this.fresh();
    return { problem };
  }

  /** Set while the parser was reading, which the compiler cannot see. */
  private problem(line: string): string | null {
    const { failure } = this;
    if (failure !== null) return `${failure.message.replace(/ on line \d+\.?$/, '')}.`;
    const { first, last, end } = this.tokens;
    if (first !== '' && last !== '.' && first !== 'VERSION') return 'The statement has no end.';
    // What the parser has not made a token of waits for more text, which would be the next line.
    return /^\s*(?:#.*)?$/s.test(line.slice(end)) ? null : `Unexpected ${JSON.stringify(line.slice(end).trim().slice(0, 60))}.`;
  }

  private fresh(): TokenParser {
    return new TokenParser(this.reading, {
      onToken: ({ type, end }) => {
        const { first } = this.tokens;
        this.tokens = { first: first === '' ? type : first, last: type, end };
      },
      onQuad: (error, quad) => {
        if (error !== null) this.failure ??= error;
        else if (quad !== null) this.quads.push(quad);
      },
    });
  }
}
