/** The fields that a word can be asked for in, by the names that people write before the colon. */
const fieldNames = {
  title: 'title',
  titel: 'title',
  keyword: 'keyword',
  trefwoord: 'keyword',
  publisher: 'publisher',
  uitgever: 'publisher',
  holder: 'publisher',
  houder: 'publisher',
  variable: 'variable',
  variabele: 'variable',
  theme: 'theme',
  thema: 'theme',
  code: 'code',
} as const;

export type QueryField = (typeof fieldNames)[keyof typeof fieldNames];

/** One thing that is asked for. */
export interface QueryClause {
  /** As it was written, without quotes, minus and field. */
  readonly text: string;
  readonly isPhrase: boolean;
  readonly isExcluded: boolean;
  readonly field: QueryField | null;
  /** The last word while it is being typed: it may be a beginning. */
  readonly isOpen: boolean;
}

const clause = /(-?)(?:(\p{L}+):)?(?:"([^"]*)(?:"|$)|(\S+))/gu;

/**
 * Takes apart what people write into a search box: words, `"phrases"`, `-exclusions`, and `field:` before either. A field that there is
 * none of is a word like others; a quote that is not closed goes to the end.
 */
export function readQuery(text: string): readonly QueryClause[] {
  const clauses: QueryClause[] = [];
  for (const match of text.matchAll(clause)) {
    const [whole, minus, name, phrase, word] = match;
    const field = name === undefined ? null : fieldNamed(name);
    const isUnknown = name !== undefined && field === null;
    const said = phrase ?? word ?? '';
    const own = isUnknown ? (phrase === undefined ? `${name}:${said}` : `${name} ${said}`) : said;
    if (!/[\p{L}\p{N}]/u.test(own)) continue;
    clauses.push({
      text: own,
      isPhrase: phrase !== undefined && !isUnknown,
      isExcluded: minus === '-',
      field,
      isOpen: phrase === undefined && minus !== '-' && match.index + whole.length === text.length,
    });
  }
  return clauses;
}

function fieldNamed(name: string): QueryField | null {
  const lower = name.toLowerCase();
  return Object.hasOwn(fieldNames, lower) ? fieldNames[lower as keyof typeof fieldNames] : null;
}
