/** Shorter parts are found in too many words; what is shorter and a part all the same has to be named. */
const leastPart = 4;
const leastWord = 7;
const mostParts = 5;
/** Letters that Dutch puts between parts: registratie-s-ysteem is none, gezondheid-s-zorg is one. */
const links = ['', 's', 'en', 'e', 'n'] as const;
const mostCached = 200_000;

/** Takes Dutch compounds apart by a list of words that they may be made of: `borstkankerregistratie` into borstkanker, registratie, borst and kanker. */
export class CompoundSplitter {
  private readonly parts: ReadonlySet<string>;
  private readonly longest: number;
  private readonly cache = new Map<string, readonly string[]>();

  /** @param words folded; of those with fewer than four letters only the ones in `short` count */
  constructor(words: Iterable<string>, short: Iterable<string> = []) {
    this.parts = new Set([...[...words].filter((word) => word.length >= leastPart && /^\p{L}+$/u.test(word)), ...short]);
    this.longest = Math.max(0, ...[...this.parts].map(({ length }) => length));
  }

  /** The parts of a folded word, the parts of parts among them, without the word itself; none when it cannot be taken apart whole. */
  partsOf(word: string): readonly string[] {
    if (word.length < leastWord) return [];
    const known = this.cache.get(word);
    if (known !== undefined) return known;
    const whole = this.split(word);
    const found = [...new Set(whole.flatMap((part) => [part, ...this.partsOf(part)]))];
    if (this.cache.size > mostCached) this.cache.clear();
    this.cache.set(word, found);
    return found;
  }

  /** Of all ways the one with the fewest parts, and of those the one whose first part is longest. */
  split(word: string): readonly string[] {
    const best: (readonly string[] | null)[] = Array.from({ length: word.length + 1 }, () => null);
    best[word.length] = [];
    for (let from = word.length - 1; from >= 0; from--) {
      for (let to = Math.min(word.length, from + this.longest); to > from; to--) {
        const part = word.slice(from, to);
        if (part.length === word.length || !this.parts.has(part)) continue;
        for (const link of links) {
          if (!word.startsWith(link, to) || (link !== '' && to + link.length === word.length)) continue;
          const rest = best[to + link.length];
          if (rest == null || rest.length + 1 > mostParts) continue;
          const current = best[from];
          if (current == null || rest.length + 1 < current.length) best[from] = [part, ...rest];
        }
      }
    }
    return best[0] ?? [];
  }
}
