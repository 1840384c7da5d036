import { StationError } from '../domain/errors.js';

const maxJsonDepth = 64;
const maxXmlDepth = 256;
const maxEntities = 100;
const maxEntityLength = 1024;
const maxEntityTotal = 10 * 1024;

/** Passes JSON text on, but stops when it nests deeper than 64 levels (SSRF-10). */
export async function* guardJson(text: AsyncIterable<string>): AsyncIterable<string> {
  let depth = 0;
  let inString = false;
  let escaped = false;
  for await (const part of text) {
    for (let at = 0; at < part.length; at++) {
      const code = part.charCodeAt(at);
      if (inString) {
        if (escaped) escaped = false;
        else if (code === 0x5c) escaped = true;
        else if (code === 0x22) inString = false;
      } else if (code === 0x22) inString = true;
      else if (code === 0x7b || code === 0x5b) {
        if (++depth > maxJsonDepth) throw new StationError('station/unreadable', `The JSON nests deeper than ${String(maxJsonDepth)} levels.`);
      } else if (code === 0x7d || code === 0x5d) depth--;
    }
    yield part;
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
      depth(part);
      yield part;
      continue;
    }
    head += part;
    const root = /<[A-Za-z_]/.exec(head.replace(/<!--[\s\S]*?-->/g, (comment) => ' '.repeat(comment.length)));
    if (root === null && head.length < 64 * 1024) continue;
    checkDoctype(head);
    passed = true;
    depth(head);
    yield head;
  }
  if (!passed) {
    checkDoctype(head);
    yield head;
  }
}

function checkDoctype(head: string): void {
  const doctype = /<!DOCTYPE[^[>]*(\[[\s\S]*?\]\s*)?>/i.exec(head);
  if (doctype === null) {
    if (/<!DOCTYPE/i.test(head)) throw new StationError('station/unreadable', 'The document type declaration is longer than 64 KiB or not closed.');
    return;
  }
  const text = doctype[0];
  if (/<!DOCTYPE[^[>]*\b(SYSTEM|PUBLIC)\b/i.test(text) || /<!ENTITY[^>]*\b(SYSTEM|PUBLIC)\b/i.test(text) || /<!ENTITY\s+%/.test(text) || /%[\w.-]+;/.test(text)) {
    throw new StationError('station/unreadable', 'The XML declares external or parameter entities, which are refused.');
  }
  const values = [...text.matchAll(/<!ENTITY\s+[\w.-]+\s+(?:"([^"]*)"|'([^']*)')\s*>/g)].map((match) => match[1] ?? match[2] ?? '');
  const total = values.reduce((sum, value) => sum + value.length, 0);
  if (values.length > maxEntities || total > maxEntityTotal || values.some((value) => value.length > maxEntityLength || /&(?!#)/.test(value))) {
    throw new StationError('station/unreadable', 'The XML declares more, longer or nested entities than old RDF/XML needs, which is refused.');
  }
}

/** Counts open elements roughly but safely: self-closing and closing tags count down. */
function xmlDepthGuard(): (text: string) => void {
  let depth = 0;
  let previous = '';
  return (text) => {
    const all = previous + text;
    const end = Math.max(all.lastIndexOf('>') + 1, 0);
    previous = all.slice(end).slice(-4096);
    for (const tag of all.slice(0, end).matchAll(/<(\/?)[A-Za-z_][^<>]*?(\/?)>/g)) {
      if (tag[1] === '/') depth--;
      else if (tag[2] !== '/') depth++;
      if (depth > maxXmlDepth) throw new StationError('station/unreadable', `The XML nests deeper than ${String(maxXmlDepth)} elements.`);
    }
  };
}
