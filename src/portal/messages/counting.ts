/** Numbers and plurals of one language, for use inside a dictionary. */
export interface Counting {
  number(n: number): string;
  /** "1 dataset", "12.000 datasets". */
  count(n: number, one: string, other: string): string;
}

export function counting(locale: string): Counting {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return {
    number: (n) => numbers.format(n),
    count: (n, one, other) => `${numbers.format(n)} ${rules.select(n) === 'one' ? one : other}`,
  };
}
