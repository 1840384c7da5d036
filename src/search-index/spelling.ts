import type { Segment } from './postings.js';

const leastLetters = 4;
/** From so many letters on two mistakes are forgiven. */
const twoMistakes = 7;

/** Which words of the index look like one that it has not. */
export class Spelling {
  private readonly words: readonly string[];
  /** For each word the letters that it has, one bit a letter: most words are passed over by it alone. */
  private readonly letters: Uint32Array;

  /** @param others words beside those of the index that may be meant; folded */
  constructor(
    segment: Segment,
    others: Iterable<string>,
    private readonly frequency: (word: string) => number,
  ) {
    const ours = segment.terms.filter((term) => term.length >= leastLetters && /^\p{L}+$/u.test(term));
    this.words = [...new Set([...ours, ...others])];
    this.letters = Uint32Array.from(this.words, lettersOf);
  }

  /** The nearest word; of those as near the one with the longer common beginning, then the more frequent. Null when none is near. */
  correct(word: string): string | null {
    const most = word.length >= twoMistakes ? 2 : 1;
    const letters = lettersOf(word);
    let best: { readonly word: string; readonly distance: number; readonly common: number; readonly frequency: number } | null = null;
    for (let at = 0; at < this.words.length; at++) {
      const candidate = this.words[at] ?? '';
      // Hardly anybody mistakes the first letter, and other words begin there.
      if (candidate[0] !== word[0]) continue;
      if (Math.abs(candidate.length - word.length) > most || bits((this.letters[at] ?? 0) ^ letters) > 2 * most) continue;
      const distance = mistakes(word, candidate, most);
      if (distance > most || distance === 0) continue;
      const found = { word: candidate, distance, common: commonBeginning(word, candidate), frequency: this.frequency(candidate) };
      if (
        best === null ||
        found.distance < best.distance ||
        (found.distance === best.distance && (found.common > best.common || (found.common === best.common && found.frequency > best.frequency)))
      )
        best = found;
    }
    return best?.word ?? null;
  }
}

function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) % 32);
  return letters >>> 0;
}

function bits(value: number): number {
  let [left, count] = [value >>> 0, 0];
  for (; left !== 0; count++) left &= left - 1;
  return count;
}

function commonBeginning(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

/** Letters put in, left out, changed, or exchanged with their neighbour (Damerau-Levenshtein, optimal string alignment); more than `most` counts as `most + 1`. */
export function mistakes(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + changed);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    [before, last] = [last, current];
  }
  return Math.min(last[b.length] ?? 0, most + 1);
}
