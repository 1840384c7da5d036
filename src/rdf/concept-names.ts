/** How names of concepts are compared: folding, distance, likeness. Pure functions, no RDF. */

/** Without case, accents and punctuation: `NON_PUBLIC`, `non-public` and `Non Públic` are one. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A folded name without its spaces: `icd 10` and `icd10` are one. */
export function compact(folded: string): string {
  return folded.replaceAll(' ', '');
}

/** The words of an IRI that may name its concept: what follows `media-types/`, else the last segment. */
export function nameInIri(iri: string): string {
  const trimmed = iri.replace(/[/#?]+$/, '');
  const media = /\/media-types\/(.+)$/.exec(trimmed)?.[1];
  const segment = media ?? trimmed.slice(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('#'), trimmed.lastIndexOf(':')) + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A web address without what differs between copies of one page: `http` or `https`, `www.`, a final slash, a licence's deed. */
export function addressKey(iri: string): string {
  return iri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/\/(legalcode|deed)(\.[a-z-]+)?\/?$/, '')
    .replace(/\/+$/, '');
}

export function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text);
}

/** A folded name taken apart once, since it is compared many times. */
export interface Name {
  readonly folded: string;
  readonly compact: string;
  readonly numbers: string;
  readonly words: ReadonlySet<string>;
}

export function nameOf(folded: string): Name {
  const words = folded.split(' ').filter((word) => word.length > 3 && !emptyWords.has(word));
  return { folded, compact: compact(folded), numbers: (folded.match(/\d+/g) ?? []).join(' '), words: new Set(words) };
}

/**
 * How alike two names are, from 0 to 1; 0 when a person would not take one for the other.
 *
 * A typing error counts in proportion to the length; names of three letters or fewer are codes, and one code is not
 * a misspelling of another (EN is not ES). Numbers must agree: ICD-10 is not a misspelling of ICD-11.
 */
export function likeness(asked: Name, name: Name): number {
  const typing = typingLikeness(asked, name);
  if (typing > 0) return typing;
  const start = startLikeness(asked.folded, name.folded);
  return start > 0 ? start : wordLikeness(asked.words, name.words);
}

function typingLikeness(asked: Name, name: Name): number {
  const [a, b] = [asked.compact, name.compact];
  const allowed = allowedErrors(Math.min(a.length, b.length));
  if (allowed === 0 || Math.abs(a.length - b.length) > allowed || asked.numbers !== name.numbers) return 0;
  const found = distance(a, b, allowed);
  return found > allowed ? 0 : 0.95 - found / Math.max(a.length, b.length);
}

function allowedErrors(length: number): number {
  if (length < 4) return 0;
  if (length < 8) return 1;
  return length < 14 ? 2 : 3;
}

/** One name begins with the other, at a word or after four letters. */
function startLikeness(asked: string, name: string): number {
  const [short, long] = asked.length <= name.length ? [asked, name] : [name, asked];
  if (short.length < 3 || !long.startsWith(short)) return 0;
  const wholeWords = long.charAt(short.length) === ' ';
  if (!wholeWords && short.length < 4) return 0;
  return 0.6 + 0.2 * (short.length / long.length);
}

function wordLikeness(asked: ReadonlySet<string>, name: ReadonlySet<string>): number {
  if (asked.size === 0 || name.size === 0) return 0;
  let shared = 0;
  for (const word of asked) if (name.has(word)) shared++;
  const overlap = shared / Math.min(asked.size, name.size);
  return overlap < 0.5 ? 0 : 0.3 + 0.2 * overlap + 0.2 * (shared / Math.max(asked.size, name.size));
}

const emptyWords: ReadonlySet<string> = new Set('voor with from other andere anders'.split(' '));

/**
 * Damerau-Levenshtein distance (optimal string alignment), given up as soon as it must exceed `limit`.
 *
 * @see https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance
 */
export function distance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let value = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) value = Math.min(value, (beforeLast[column - 2] ?? 0) + 1);
      current.push(value);
      if (value < best) best = value;
    }
    if (best > limit) return limit + 1;
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
}
