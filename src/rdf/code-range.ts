/** Codes and ranges of codes of a hierarchical classification, `E11.9`, `E10-E14`, `A10BA02`; a code stands for all that begin with it. */
export interface CodeRange {
  readonly start: string;
  readonly end: string;
}

const icd10 = /^[A-Z]\d{2}(\d{1,2})?$/;
/** From the third level, since the second looks like a category of ICD-10: J01 is sinusitis there and antibiotics here. */
const atc = /^[A-Z]\d{2}[A-Z]([A-Z](\d{2})?)?$/;
/** The length of the longest code. */
const places = 7;

/** Reads a code or range without regard to case and points; null when it is neither. */
export function readCodeRange(text: string): CodeRange | null {
  const [start = '', end = start, ...others] = text
    .trim()
    .toUpperCase()
    .replaceAll('.', '')
    .split(/\s*[-–]\s*/);
  const one = /^[A-Z]\d[0-9A-Z]*$/;
  return others.length === 0 && one.test(start) && one.test(end) && start.slice(0, end.length) <= end ? { start, end } : null;
}

/** The classification that a code is of, as far as its form tells. */
export function systemOfCode({ start, end }: CodeRange): 'icd-10' | 'atc' | null {
  for (const [name, form] of [
    ['icd-10', icd10],
    ['atc', atc],
  ] as const)
    if (form.test(start) && form.test(end)) return name;
  return null;
}

/** Whether everything under the inner codes is under the outer ones. */
export function covers(outer: CodeRange, inner: CodeRange): boolean {
  return inner.start >= outer.start && inner.end >= outer.start && inner.end.slice(0, outer.end.length) <= outer.end && inner.end.length >= shortest(outer);
}

/** Within one range no code is broader than both its ends. */
function shortest({ start, end }: CodeRange): number {
  return Math.min(start.length, end.length);
}

/** How much a range takes in, to order what is narrow before what is broad. */
export function widthOf({ start, end }: CodeRange): number {
  return Number.parseInt(end.padEnd(places, 'Z'), 36) - Number.parseInt(start.padEnd(places, '0'), 36);
}
