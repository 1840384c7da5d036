/**
 * A copy that keeps nothing else alive. An IRI that a parser has cut out of a page is a slice of the page's text, so a set
 * of subjects would hold every page of a station in memory.
 */
export function ownText(text: string): string {
  const encoding = /^[ -~]*$/.test(text) ? 'latin1' : 'utf16le';
  return Buffer.from(text, encoding).toString(encoding);
}
