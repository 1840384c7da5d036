const illegal = /[\u0000-\u0020<>"{}|\\^`]/;
const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/** Whether a string can stand as an IRI in RDF (RFC 3987, absolute; SSRF-10 caps its length at 8 KiB). */
export function isValidIri(iri: string): boolean {
  if (iri.length > 8192 || illegal.test(iri) || !scheme.test(iri)) return false;
  if (/^https?:/i.test(iri)) return /^https?:\/\/[^/?#]+/i.test(iri) && URL.canParse(iri);
  return iri.length > iri.indexOf(':') + 1;
}

/** Percent-encodes what is illegal in an IRI and was plainly meant literally: spaces, braces, pipes, quotes (RDF-6). */
export function encodeIllegal(iri: string): string {
  return iri.trim().replace(/[\u0000-\u0020<>"{}|\\^`]/g, (char) => encodeURIComponent(char));
}

/** A link that a page may carry: http, https, mailto or doi; everything else is text (PRT-7, SSRF-12). */
export function safeHref(value: string): string | null {
  if (/^doi:10\./i.test(value)) return isValidIri(`https://doi.org/${value.slice(4)}`) ? `https://doi.org/${value.slice(4)}` : null;
  return /^(https?:\/\/[^/]|mailto:[^\s@]+@)/i.test(value) && isValidIri(value) ? value : null;
}
