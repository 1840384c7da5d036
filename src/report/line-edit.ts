import type { Change } from '../domain/validation.js';

export interface LineEdit {
  /** Offsets in the line. */
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * Where a value stands on a line of Turtle, when that is beyond doubt from the line alone: its property stands before it on the
 * same line, with no other statement between, and the value stands there once.
 */
export function lineEdit(line: string, change: Change): LineEdit | null {
  if (line.endsWith('…') || change.newPredicate !== undefined || change.after.startsWith('_:')) return null;
  const places = [...line.matchAll(formOf(change.before))];
  const [place] = places;
  if (places.length !== 1 || place === undefined) return null;
  const before = line.slice(0, place.index);
  const local = escapeRegExp(change.predicate.replace(/^.*[/#]/, ''));
  const property = new RegExp(`(?:[\\w-]*:${local}|<${escapeRegExp(change.predicate)}>)\\s+([^;]*)$`).exec(before);
  if (property === null || /\.\s|#/.test(property[1] ?? '')) return null;
  return { from: place.index, to: place.index + place[0].length, insert: change.after };
}

/** How a term may be written in Turtle, its datatype in full or with any prefix. */
function formOf(term: string): RegExp {
  const literal = /^("(?:[^"\\]|\\.)*")(@[\w-]+)?(?:\^\^<([^<>]*)>)?$/.exec(term);
  if (literal === null) return new RegExp(escapeRegExp(term), 'g');
  const [, body = '', lang, datatype] = literal;
  if (lang !== undefined) return new RegExp(`${escapeRegExp(body + lang)}(?![\\w-])`, 'gi');
  if (datatype === undefined) return new RegExp(`(?<!")${escapeRegExp(body)}(?!["@^])`, 'g');
  return new RegExp(`${escapeRegExp(body)}\\^\\^(?:<${escapeRegExp(datatype)}>|[\\w-]*:${escapeRegExp(datatype.replace(/^.*[/#]/, ''))}(?![\\w-]))`, 'g');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
