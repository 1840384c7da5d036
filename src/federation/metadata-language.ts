const authority = 'http://publications.europa.eu/resource/authority/language/';

/** Codes of the EU's list of languages for the tags that texts carry: the official languages, and our neighbours'. */
const codes: Readonly<Record<string, string>> = {
  bg: 'BUL',
  cs: 'CES',
  da: 'DAN',
  de: 'DEU',
  el: 'ELL',
  en: 'ENG',
  es: 'SPA',
  et: 'EST',
  fi: 'FIN',
  fr: 'FRA',
  fy: 'FRY',
  ga: 'GLE',
  hr: 'HRV',
  hu: 'HUN',
  it: 'ITA',
  lb: 'LTZ',
  lt: 'LIT',
  lv: 'LAV',
  mt: 'MLT',
  nl: 'NLD',
  no: 'NOR',
  pl: 'POL',
  pt: 'POR',
  ro: 'RON',
  sk: 'SLK',
  sl: 'SLV',
  sv: 'SWE',
};

/** The concepts of the languages that these tags name; a tag that we do not know says nothing. */
export function languageConcepts(tags: readonly string[]): string[] {
  const known = tags.flatMap((tag) => {
    const code = codes[tag.toLowerCase().split('-')[0] ?? ''];
    return code === undefined ? [] : [authority + code];
  });
  return [...new Set(known)].sort();
}
