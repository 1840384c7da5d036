/** One statement of a Turtle document: a directive, or everything said about one subject up to its dot. */
export interface TurtleStatement {
  /** Where it begins, after white space and comments. */
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
  readonly isDirective: boolean;
}

/**
 * Where the statements of a Turtle document stand, so that one can be taken out and everything else stays as somebody has
 * written it. For a document that parses; of another one the result is of no use.
 */
export function turtleStatements(text: string): TurtleStatement[] {
  const statements: TurtleStatement[] = [];
  let at = 0;
  for (;;) {
    const start = afterSpace(text, at);
    if (start >= text.length) return statements;
    const sparql = /^(?:prefix\s+[^\s:]*:\s*|base\s*)<[^>]*>/i.exec(text.slice(start, start + 4096))?.[0];
    at = sparql === undefined ? endOfStatement(text, start) : start + sparql.length;
    statements.push({ start, end: at, isDirective: sparql !== undefined || text[start] === '@' });
  }
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    if (text[at] === '#') at = endOfLine(text, at);
    else if (/\s/.test(text[at] ?? '')) at++;
    else break;
  }
  return at;
}

function endOfStatement(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '#') at = endOfLine(text, at);
    else if (char === '<') at = after(text, '>', at + 1);
    else if (char === '"' || char === "'") at = endOfString(text, at, char);
    else if (char === '\\') at += 2;
    else if (char === '.' && depth === 0 && !isWithinName(text, at)) return at + 1;
    else {
      if (char === '[' || char === '(') depth++;
      else if (char === ']' || char === ')') depth--;
      at++;
    }
  }
  return text.length;
}

/** `ex:a.b` and `1.5` hold a dot; a name and a number never end with one. */
function isWithinName(text: string, dot: number): boolean {
  return /[\p{L}\p{N}_\-%:]/u.test(text[dot - 1] ?? '') && /[\p{L}\p{N}_\-%:\\]/u.test(text[dot + 1] ?? '');
}

function endOfString(text: string, from: number, quote: string): number {
  const long = quote.repeat(3);
  const isLong = text.startsWith(long, from);
  let at = from + (isLong ? 3 : 1);
  while (at < text.length) {
    if (text[at] === '\\') at += 2;
    else if (isLong ? text.startsWith(long, at) : text[at] === quote) {
      at += isLong ? 3 : 1;
      // Up to two quotation marks may stand right before the closing ones.
      while (isLong && text[at] === quote) at++;
      return at;
    } else at++;
  }
  return text.length;
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found === -1 ? text.length : found + end.length;
}

function endOfLine(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found === -1 ? text.length : found;
}
