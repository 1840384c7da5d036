import { RequestError } from '../domain/errors.js';

export type QueryForm = 'SELECT' | 'ASK' | 'CONSTRUCT' | 'DESCRIBE';

const token =
  /\s+|#[^\n]*|<[^<>"{}|^`\\\s]*>|"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[?$]\w+|@[A-Za-z-]+|(?:[A-Za-z][\w.-]*)?:[\w.%:-]*|[A-Za-z_][\w-]*|[{}]|[^\s]/gy;

/** The tokens of a query that matter for its form and its end; strings, IRIs and comments are whole tokens. */
function* tokens(query: string): Iterable<{ readonly text: string; readonly at: number }> {
  token.lastIndex = 0;
  for (;;) {
    const at = token.lastIndex;
    const match = token.exec(query);
    if (match === null) return;
    if (!/^(\s|#)/.test(match[0])) yield { text: match[0], at };
  }
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

/**
 * The query with at most `rows` solutions: a LIMIT is set or lowered behind the last closing brace, so that a result
 * without bounds never has to be built. before a closing VALUES, as the grammar wants it.
 */
export function limited(query: string, rows: number): string {
  let depth = 0;
  let end = -1;
  let limit: { at: number; value: number; length: number } | null = null;
  let awaiting = false;
  let values = -1;
  let form = '';
  for (const { text, at } of tokens(query)) {
    const word = text.toUpperCase();
    if (form === '' && /^(SELECT|ASK|CONSTRUCT|DESCRIBE)$/.test(word)) form = word;
    if (text === '{') depth++;
    else if (text === '}') {
      depth--;
      end = at;
      if (values < 0) limit = null;
    } else if (depth === 0 && end >= 0) {
      if (word === 'VALUES') values = at;
      if (word === 'LIMIT') awaiting = true;
      else if (awaiting && /^\d$/.test(text)) {
        const digits = /^\d+/.exec(query.slice(at))?.[0] ?? text;
        limit = { at, value: Number(digits), length: digits.length };
        awaiting = false;
      } else awaiting = false;
    }
  }
  if (form === 'ASK' || form === 'DESCRIBE') return query;
  if (limit === null) return values < 0 ? `${query}\nLIMIT ${String(rows)}` : `${query.slice(0, values)}LIMIT ${String(rows)}\n${query.slice(values)}`;
  return limit.value <= rows ? query : `${query.slice(0, limit.at)}${String(rows)}${query.slice(limit.at + limit.length)}`;
}
