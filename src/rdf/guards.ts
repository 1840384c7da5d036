import { StationError } from '../domain/errors.js';
import { ContextWork } from './context-work.js';

const maxJsonDepth = 64;
const maxContexts = 20;
/** Longest string, number or other word; a literal may be no longer (SSRF-10). */
const maxJsonWord = 1 << 20;
/** `"@context"` with every character escaped. */
const longestKey = 50;
const maxXmlDepth = 256;
const maxEntities = 100;
const maxEntityLength = 1024;
const maxEntityTotal = 10 * 1024;
const maxProlog = 64 * 1024;

/**
 * Passes JSON text on, but stops when it nests deeper than 64 levels or holds a text of more than 1 MiB (SSRF-10), stacks
 * more than 20 contexts, or nests contexts so that they overflow (SSRF-11).
 */
export async function* guardJson(text: AsyncIterable<string>): AsyncIterable<string> {
  /** Open brackets; of an array of contexts the number of its items so far. */
  const open: (number | null)[] = [];
  let inString = false;
  let escaped = false;
  let key = '';
  let awaitsContext = false;
  let word = 0;
  const contexts = new ContextWork();
  /** The last key at each depth. */
  const keys: string[] = [];
  let length = 0;
  for await (const part of text) {
    for (let at = 0; at < part.length; at++) {
      const code = part.charCodeAt(at);
      if (++word > maxJsonWord) throw new StationError('station/too-large', `A text in the JSON is longer than ${String(maxJsonWord >> 20)} MiB.`);
      if (inString) {
        length++;
        if (key.length < longestKey) key += part.charAt(at);
        if (escaped) escaped = false;
        else if (code === 0x5c) escaped = true;
        else if (code === 0x22) {
          inString = false;
          contexts.text(key, length);
          word = 0;
        }
      } else if (code === 0x22) {
        inString = true;
        word = 0;
        length = 1;
        key = '"';
        awaitsContext = false;
      } else if (code === 0x3a) {
        awaitsContext = isContextKey(key);
        if (awaitsContext) contexts.key(keys[open.length - 1]);
        keys[open.length] = key;
      } else if (code === 0x7b || code === 0x5b) {
        word = 0;
        if (open.push(code === 0x5b && awaitsContext ? 1 : null) > maxJsonDepth)
          throw new StationError('station/unreadable', `The JSON nests deeper than ${String(maxJsonDepth)} levels.`);
        contexts.open(open.length, awaitsContext);
        awaitsContext = false;
      } else if (code === 0x7d || code === 0x5d) {
        word = 0;
        open.pop();
        contexts.close(open.length);
      } else if (code === 0x2c) {
        word = 0;
        const items = open.at(-1);
        if (typeof items === 'number' && (open[open.length - 1] = items + 1) > maxContexts)
          throw new StationError('station/unreadable', `A JSON-LD @context lists more than ${String(maxContexts)} contexts.`);
      }
    }
    yield part;
  }
}

/** `@context`, also when it is written with escapes. */
function isContextKey(raw: string): boolean {
  try {
    return raw === '"@context"' || (raw.includes('\\') && JSON.parse(raw) === '@context');
  } catch {
    return false;
  }
}

/**
 * Passes XML on after a look at its document type: no external subset, no parameter entities, and only the few short
 * namespace entities that old RDF/XML declares (SSRF-8).
 */
export async function* guardXmlHead(text: AsyncIterable<string>): AsyncIterable<string> {
  let head = '';
  let passed = false;
  const depth = xmlDepthGuard();
  for await (const part of text) {
    if (passed) {
      depth.add(part);
      yield part;
      continue;
    }
    head += part;
    const prolog = readProlog(head);
    if (prolog === null) {
      if (head.length > maxProlog) throw new StationError('station/unreadable', 'What stands before the first element is longer than 64 KiB or not closed.');
      continue;
    }
    checkDoctype(prolog.doctype);
    passed = true;
    depth.add(head.slice(prolog.end));
    yield head;
  }
  if (!passed) {
    if (/<!DOCTYPE/i.test(head)) throw new StationError('station/unreadable', 'The document type declaration is not closed.');
    yield head;
  } else if (!depth.isClosed()) throw new StationError('station/unreadable', 'The XML ends before its last element is closed.');
}

/** Walks over comments, instructions and the document type to the first element; null while more text is needed. */
function readProlog(head: string): { readonly doctype: string | null; readonly end: number } | null {
  let doctype: string | null = null;
  for (let at = 0; ;) {
    while (/[\s\uFEFF]/.test(head.charAt(at))) at++;
    let end: number;
    if (head.startsWith('<!--', at)) end = after(head, '-->', at + 4);
    else if (head.startsWith('<?', at)) end = after(head, '?>', at + 2);
    else if (/^<!DOCTYPE/i.test(head.slice(at, at + 9))) {
      end = endOfDoctype(head, at);
      doctype = (doctype ?? '') + head.slice(at, end);
    } else return head.length - at < 9 && !/^<[A-Za-z_]/.test(head.slice(at)) ? null : { doctype, end: at };
    if (end < 0) return null;
    at = end;
  }
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

/** The document type ends at the first `>` that is neither in brackets nor in quotes nor in a comment. */
function endOfDoctype(text: string, from: number): number {
  let brackets = 0;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"' || char === "'") at = text.indexOf(char, at + 1);
    else if (text.startsWith('<!--', at)) at = after(text, '-->', at + 4) - 1;
    else if (char === '[') brackets++;
    else if (char === ']') brackets--;
    else if (char === '>' && brackets <= 0) return at + 1;
    if (at < 0) return -1;
  }
  return -1;
}

function checkDoctype(text: string | null): void {
  if (text === null) return;
  if (
    /<!DOCTYPE[^[>]*\b(SYSTEM|PUBLIC)\b/i.test(text) ||
    /<!ENTITY[^>]*\b(SYSTEM|PUBLIC)\b/i.test(text) ||
    /<!ENTITY\s+%/.test(text) ||
    /%[\w.-]+;/.test(text)
  ) {
    throw new StationError('station/unreadable', 'The XML declares external or parameter entities, which are refused.');
  }
  const values = [...text.matchAll(/<!ENTITY\s+[\w.-]+\s+(?:"([^"]*)"|'([^']*)')\s*>/g)].map((match) => match[1] ?? match[2] ?? '');
  const total = values.reduce((sum, value) => sum + value.length, 0);
  if (values.length > maxEntities || total > maxEntityTotal || values.some((value) => value.length > maxEntityLength || /&(?!#)/.test(value))) {
    throw new StationError('station/unreadable', 'The XML declares more, longer or nested entities than old RDF/XML needs, which is refused.');
  }
}

const skipped: readonly (readonly [string, string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];
/** A tag may hold `>` in its attribute values. */
const tagAt = /<(\/?)[A-Za-z_](?:[^<>"']|"[^"]*"|'[^']*')*?(\/?)>/y;
const maxTag = 64 * 1024;

/**
 * Counts open elements: self-closing and closing tags count down; comments, CDATA and instructions are skipped. What is
 * not closed yet waits for the next part.
 */
function xmlDepthGuard(): { readonly add: (text: string) => void; readonly isClosed: () => boolean } {
  let depth = 0;
  let rest = '';
  let skipTo: string | null = null;
  const add = (text: string): void => {
    const all = rest + text;
    rest = '';
    for (let at = 0; at >= 0;) {
      if (skipTo !== null) {
        at = after(all, skipTo, at);
        if (at < 0) rest = all.slice(-(skipTo.length - 1));
        else skipTo = null;
        continue;
      }
      at = all.indexOf('<', at);
      if (at < 0) return;
      const skip = skipped.find(([open]) => all.startsWith(open, at));
      if (skip !== undefined) {
        skipTo = skip[1];
        at += skip[0].length;
        continue;
      }
      tagAt.lastIndex = at;
      const tag = tagAt.exec(all);
      if (tag === null) {
        rest = all.slice(at);
        if (rest.length > maxTag) throw new StationError('station/unreadable', 'The XML has a tag of more than 64 KiB.');
        return;
      }
      if (tag[1] === '/') depth--;
      else if (tag[2] !== '/') depth++;
      if (depth > maxXmlDepth) throw new StationError('station/unreadable', `The XML nests deeper than ${String(maxXmlDepth)} elements.`);
      at = tagAt.lastIndex;
    }
  };
  return { add, isClosed: () => depth === 0 && rest === '' && skipTo === null };
}
