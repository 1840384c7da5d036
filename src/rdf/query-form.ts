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
  /** Of the form's keyword, and of the end of a CONSTRUCT's template; both 0 when there is none. */
  readonly head: { readonly from: number; readonly to: number };
  readonly limit: Count | null;
  readonly offset: Count | null;
  /** Where a closing VALUES begins; -1 without one. */
  readonly values: number;
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
  let offset: Count | null = null;
  let awaited: 'LIMIT' | 'OFFSET' | null = null;
  let values = -1;
  let form = '';
  let head = { from: 0, to: 0 };
  let isTemplate = false;
  for (const { text, at } of tokens(query)) {
    const word = text.toUpperCase();
    if (form === '' && /^(SELECT|ASK|CONSTRUCT|DESCRIBE)$/.test(word)) {
      form = word;
      head = { from: at, to: at + text.length };
      isTemplate = word === 'CONSTRUCT';
      continue;
    }
    // A template stands right behind the keyword; the short form has none.
    if (isTemplate && depth === 0 && text !== '{' && text !== '}') isTemplate = false;
    if (text === '{') depth++;
    else if (text === '}') {
      depth--;
      if (isTemplate && depth === 0) {
        head = { from: head.from, to: at + 1 };
        isTemplate = false;
        continue;
      }
      isBehind = true;
      if (values < 0) limit = offset = null;
    } else if (depth === 0 && isBehind) {
      if (word === 'VALUES') values = at;
      if (awaited !== null && /^\d$/.test(text)) {
        const digits = /^\d+/.exec(query.slice(at))?.[0] ?? text;
        const count = { at, end: at + digits.length, value: Number(digits) };
        if (awaited === 'LIMIT') limit = count;
        else offset = count;
      }
      awaited = word === 'LIMIT' || word === 'OFFSET' ? word : null;
    }
  }
  return { form, head, limit, offset, values };
}

/**
 * The query with at most `rows` solutions: a LIMIT is set or lowered behind the last closing brace, so that a result
 * without bounds never has to be built; before a closing VALUES, as the grammar wants it.
 */
export function limited(query: string, rows: number): string {
  const { form, limit, values } = slicesOf(query);
  if (form === 'ASK' || form === 'DESCRIBE' || (limit !== null && limit.value <= rows)) return query;
  return changed(query, limit === null ? [insertion(query, values, `LIMIT ${String(rows)}`)] : [{ at: limit.at, end: limit.end, text: String(rows) }]);
}

/**
 * For a CONSTRUCT whose solutions would be cut by `limited`: a query with one row when there are more of them. Triples cannot be
 * counted for it, since solutions may share them. Null when nothing is cut.
 */
export function beyond(query: string, rows: number): string | null {
  const { form, head, limit, offset, values } = slicesOf(query);
  if (form !== 'CONSTRUCT' || (limit !== null && limit.value <= rows)) return null;
  const skipped = String((offset?.value ?? 0) + rows);
  const wanted = `LIMIT 1 OFFSET ${skipped}`;
  const edits = [{ at: head.from, end: head.to, text: 'SELECT (1 AS ?more)' }];
  if (limit === null && offset === null) edits.push(insertion(query, values, wanted));
  if (limit !== null) edits.push({ at: limit.at, end: limit.end, text: offset === null ? `1 OFFSET ${skipped}` : '1' });
  if (offset !== null) edits.push({ at: offset.at, end: offset.end, text: limit === null ? `${skipped} LIMIT 1` : skipped });
  return changed(query, edits);
}

interface Edit {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

/** Before a closing VALUES, or on a line of its own at the end. */
function insertion(query: string, values: number, text: string): Edit {
  return values < 0 ? { at: query.length, end: query.length, text: `\n${text}` } : { at: values, end: values, text: `${text}\n` };
}

function changed(query: string, edits: readonly Edit[]): string {
  let done = '';
  let from = 0;
  for (const { at, end, text } of [...edits].sort((a, b) => a.at - b.at)) {
    done += query.slice(from, at) + text;
    from = end;
  }
  return done + query.slice(from);
}
