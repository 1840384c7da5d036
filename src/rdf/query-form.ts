import { RequestError } from '../domain/errors.js';

export type QueryForm = 'SELECT' | 'ASK' | 'CONSTRUCT' | 'DESCRIBE';

/** Longest query that is looked at, in characters. */
export const maxQueryLength = 256 * 1024;

/**
 * Comments, IRIs, strings, variables, names and words; anything else is a token of one character. No alternative is given up after it has
 * read far, so that reading a text takes time in its length alone, whatever it is: a string that is never closed is one to its end.
 */
const token =
  /\s+|#[^\n]*|<[^<>"{}|^`\\\s]*>|"""(?:[^"\\]|\\[\s\S]|"(?!""))*(?:""")?|'''(?:[^'\\]|\\[\s\S]|'(?!''))*(?:''')?|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|[?$]\w+|@[A-Za-z-]+|[A-Za-z_][\w.-]*(?::[\w.%:-]*)?|:[\w.%:-]*|[{}]|[^\s]/gy;

/** The tokens of a query that matter for its form and its end; strings, IRIs and comments are whole tokens. */
function* tokens(query: string): Iterable<{ readonly text: string; readonly at: number }> {
  token.lastIndex = 0;
  for (;;) {
    const at = token.lastIndex;
    const match = token.exec(query);
    if (match === null) return;
    const [text] = match;
    if (/^(\s|#)/.test(text)) continue;
    // Points belong to names alone: between words they end a statement.
    if (/^[A-Za-z_][^:]*\./.test(text) && !text.includes(':')) yield* words(text, at);
    else yield { text, at };
  }
}

function* words(text: string, at: number): Iterable<{ readonly text: string; readonly at: number }> {
  for (const { 0: part, index } of text.matchAll(/\.|[^.]+/g)) yield { text: part, at: at + index };
}

/** The form of a query by its first keyword after the prologue. @throws RequestError for updates and for anything else */
export function queryForm(query: string): QueryForm {
  for (const { text } of tokens(query)) {
    const word = text.toUpperCase();
    if (word === 'SELECT' || word === 'ASK' || word === 'CONSTRUCT' || word === 'DESCRIBE') return word;
    if (/^(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)$/.test(word))
      throw new RequestError('request/query-forbidden', 'The endpoint answers queries only; updates are not accepted.');
    if (word === '{') break;
  }
  throw new RequestError('request/bad-query', 'The text is no SPARQL query: SELECT, ASK, CONSTRUCT or DESCRIBE is missing.');
}

/** A query without comments, and with one space wherever it has any. */
export function spokenText(query: string): string {
  return [...tokens(query)].map(({ text }) => text).join(' ');
}

/** Whether a query asks another endpoint (SPARQL 1.1 Federated Query). */
export function usesService(query: string): boolean {
  for (const { text } of tokens(query)) if (text.toUpperCase() === 'SERVICE') return true;
  return false;
}

/** Where in the text a query says how many solutions it wants. */
interface Slices {
  readonly form: string;
  /** Behind the form's keyword. */
  readonly head: number;
  /** Braces of a CONSTRUCT's template; null in the short form, and in other forms. */
  readonly template: Braces | null;
  /** The first braces that are no template: the pattern, where there is nothing before it. */
  readonly pattern: Braces | null;
  readonly limit: Count | null;
  /** Where a closing VALUES begins; -1 without one. */
  readonly values: number;
}

interface Braces {
  readonly from: number;
  readonly to: number;
}

interface Count {
  readonly at: number;
  readonly end: number;
  readonly value: number;
}

function slicesOf(query: string): Slices {
  let depth = 0;
  let isBehind = false;
  let limit: Count | null = null;
  let isAwaited = false;
  let values = -1;
  let form = '';
  let head = 0;
  let template: Braces | null = null;
  let pattern: Braces | null = null;
  let isTemplate = false;
  let opened = 0;
  for (const { text, at } of tokens(query)) {
    const word = text.toUpperCase();
    if (form === '' && /^(SELECT|ASK|CONSTRUCT|DESCRIBE)$/.test(word)) {
      form = word;
      head = at + text.length;
      isTemplate = word === 'CONSTRUCT';
      continue;
    }
    // A template stands right behind the keyword; the short form has none.
    if (isTemplate && depth === 0 && text !== '{' && text !== '}') isTemplate = false;
    if (text === '{') {
      if (depth === 0) opened = at;
      depth++;
    } else if (text === '}') {
      depth--;
      if (depth === 0 && isTemplate) {
        template = { from: opened, to: at + 1 };
        isTemplate = false;
        continue;
      }
      if (depth === 0) pattern ??= { from: opened, to: at + 1 };
      isBehind = true;
      if (values < 0) limit = null;
    } else if (depth === 0 && isBehind) {
      if (word === 'VALUES') values = at;
      if (isAwaited && /^\d$/.test(text)) {
        const digits = /^\d+/.exec(query.slice(at))?.[0] ?? text;
        limit = { at, end: at + digits.length, value: Number(digits) };
      }
      isAwaited = word === 'LIMIT';
    }
  }
  return { form, head, template, pattern, limit, values };
}

/**
 * The query with at most `rows` solutions: a LIMIT is set or lowered behind the last closing brace, so that a result
 * without bounds never has to be built; before a closing VALUES, as the grammar wants it.
 */
export function limited(query: string, rows: number): string {
  const { form, limit, values } = slicesOf(query);
  if (form === 'ASK' || form === 'DESCRIBE' || (limit !== null && limit.value <= rows)) return query;
  return limit === null ? inserted(query, values, `LIMIT ${String(rows)}`) : query.slice(0, limit.at) + String(rows) + query.slice(limit.end);
}

/** A line of N-Triples that stands for one solution of a query by `marked`. */
export const solutionMark = /^_:\S+ <urn:ndc:solution> <urn:ndc:solution> \.\n/gm;

/**
 * A CONSTRUCT with at most one solution above `rows`, each of which also gives a node of its own, so that they can be counted in the
 * answer: solutions may share their triples. Null when the query itself asks for no more than `rows`, and for other forms.
 */
export function marked(query: string, rows: number): string | null {
  const { form, head, template, pattern, limit } = slicesOf(query);
  if (form !== 'CONSTRUCT' || (limit !== null && limit.value <= rows)) return null;
  const bounded = limited(query, rows + 1);
  const mark = '[] <urn:ndc:solution> <urn:ndc:solution> . ';
  if (template !== null) return `${bounded.slice(0, template.from + 1)} ${mark}${bounded.slice(template.from + 1)}`;
  // In the short form the pattern is the template (SPARQL 1.1 Query, section 16.2.4).
  const own = pattern === null ? '' : query.slice(pattern.from + 1, pattern.to - 1);
  return `${bounded.slice(0, head)} { ${mark}${own}\n}${bounded.slice(head)}`;
}

/** Before a closing VALUES, or on a line of its own at the end. */
function inserted(query: string, values: number, text: string): string {
  return values < 0 ? `${query}\n${text}` : `${query.slice(0, values)}${text}\n${query.slice(values)}`;
}
