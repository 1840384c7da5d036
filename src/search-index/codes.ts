/** Codes of ICD-10 (`E11`, `E11.9`), alone or as a range (`E10-E14`), as they stand in texts. */
const inText = /\b[A-Z]\d{2}(?:\.\d{1,2})?(?:\s?[-–]\s?[A-Z]\d{2}(?:\.\d{1,2})?)?\b/g;
const whole = /^[A-Z]\d{2}(?:\.\d{1,2})?$/i;
/** A range that takes in more is a chapter, and no code. */
const widestRange = 100;

export function codesIn(text: string): readonly string[] {
  return text.match(inText) ?? [];
}

export function looksLikeCode(text: string): boolean {
  return whole.test(text);
}

/** The terms of a code: itself, and each code that it stands under; of a range those of its ends and all between. */
export function* codeTerms(text: string): Iterable<string> {
  const [start = '', end] = text
    .toLowerCase()
    .trim()
    .split(/\s*[-–]\s*/);
  for (const code of end === undefined ? [start] : between(start, end)) for (const level of levelsOf(code)) yield `code:${level}`;
}

/** `e11.9`, `e11`; of a code of ATC each of its levels from the second on. */
export function levelsOf(code: string): readonly string[] {
  const point = code.indexOf('.');
  if (point > 0) return [code, code.slice(0, point)];
  if (!/^[a-z]\d{2}[a-z]([a-z](\d{2})?)?$/.test(code)) return [code];
  return [code, ...[5, 4, 3].filter((length) => length < code.length).map((length) => code.slice(0, length))];
}

/** `e10` to `e14` and all between; the ends alone where they are of another kind or too far apart. */
export function between(start: string, end: string): readonly string[] {
  const [from, to] = [/^([a-z])(\d{2})$/.exec(start), /^([a-z])(\d{2})$/.exec(end)];
  if (from === null || to === null || from[1] !== to[1]) return [start, end];
  const [first, last] = [Number(from[2]), Number(to[2])];
  if (last < first || last - first >= widestRange) return [start, end];
  return Array.from({ length: last - first + 1 }, (_, n) => `${from[1] ?? ''}${String(first + n).padStart(2, '0')}`);
}
