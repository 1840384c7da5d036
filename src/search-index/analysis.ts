import snowball from 'snowball-stemmers';

const snowballDutch = snowball.newStemmer('dutch');
/** Snowball leaves the plural of `-ie` alone: registraties, studies, operaties. */
const dutch = { stem: (word: string): string => snowballDutch.stem(word.length > 4 && word.endsWith('ies') ? word.slice(0, -1) : word) };
const english = snowball.newStemmer('english');
const cache = new Map<string, readonly string[]>();

/** Lower case without accents, as SQLite's unicode61 folds it. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

export function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Dutch and English stems of a folded word; the language of a query word is not known. */
export function stemsOf(word: string): readonly string[] {
  let stems = cache.get(word);
  if (stems === undefined) {
    if (cache.size > 200_000) cache.clear();
    stems = [...new Set([dutch.stem(word), english.stem(word)])];
    cache.set(word, stems);
  }
  return stems;
}

/** Stems that were worked out before; working them out is what takes time at a start. */
export function rememberStems(known: Readonly<Record<string, readonly string[]>>): void {
  for (const [word, stems] of Object.entries(known)) cache.set(word, stems);
}

const german = snowball.newStemmer('german');
const french = snowball.newStemmer('french');
const byLanguage: Readonly<Record<string, { stem(word: string): string }>> = { nl: dutch, en: english, de: german, fr: french };
const ofLanguage = new Map<string, string>();

/** Stems of a folded word in the language of the text that it stands in; both ours where the language is not told or not known. */
export function stemsIn(word: string, lang: string): readonly string[] {
  const primary = lang.split('-')[0]?.toLowerCase() ?? '';
  const stemmer = byLanguage[primary];
  if (stemmer === undefined) return stemsOf(word);
  const key = `${primary} ${word}`;
  let stem = ofLanguage.get(key);
  if (stem === undefined) {
    if (ofLanguage.size > 200_000) ofLanguage.clear();
    stem = stemmer.stem(word);
    ofLanguage.set(key, stem);
  }
  return [stem];
}

export const markStart = '\uE000';
export const markEnd = '\uE001';

/** Puts marks around the words of a text that a query word hits, by surface, beginning or stem. */
export function highlight(text: string, queryWords: readonly string[]): string {
  if (queryWords.length === 0) return text;
  const stems = new Set(queryWords.flatMap((word) => stemsOf(word)));
  return text.replace(/[\p{L}\p{N}]+/gu, (token) => {
    const word = fold(token);
    const hit = queryWords.some((query) => word === query || (query.length >= 3 && word.startsWith(query))) || stemsOf(word).some((stem) => stems.has(stem));
    return hit ? markStart + token + markEnd : token;
  });
}

/** About `length` characters around the first hit, cut at words. */
export function snippet(text: string, queryWords: readonly string[], length: number): string {
  const marked = highlight(text.slice(0, 20_000), queryWords);
  const first = Math.max(0, marked.indexOf(markStart));
  if (marked.length <= length) return marked;
  let start = first <= length / 2 ? 0 : first - Math.floor(length / 3);
  if (start > 0) start = marked.indexOf(' ', start) + 1;
  let end = Math.min(marked.length, start + length);
  if (end < marked.length) end = Math.max(marked.lastIndexOf(' ', end), start + Math.floor(length / 2));
  let cut = marked.slice(start, end);
  if (cut.lastIndexOf(markStart) > cut.lastIndexOf(markEnd)) cut += markEnd;
  if (cut.indexOf(markEnd) !== -1 && cut.indexOf(markEnd) < (cut.includes(markStart) ? cut.indexOf(markStart) : 0)) cut = cut.replace(markEnd, '');
  return `${start > 0 ? '… ' : ''}${cut}${end < marked.length ? ' …' : ''}`;
}
