/** RFC 3987: what an IRI may hold; private use characters are left to query strings there, and to nobody here. */
const characters = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF\u{10000}-\u{DFFFD}\u{E1000}-\u{EFFFD}]*$/u;
const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/;

/**
 * Whether a string can stand as an IRI in RDF (RFC 3987, absolute; SSRF-10 caps its length at 8 KiB). As strict as the
 * strictest reader behind us: one IRI that Oxigraph refuses would keep the whole catalogue from loading.
 */
export function isValidIri(iri: string): boolean {
  if (iri.length > 8192 || !scheme.test(iri) || !characters.test(iri) || /\p{Noncharacter_Code_Point}/u.test(iri)) return false;
  if (/%(?![0-9A-Fa-f]{2})/.test(iri) || /#.*#/s.test(iri)) return false;
  const named = authority.exec(iri);
  if (/[[\]]/.test(named === null ? iri : iri.slice(named[0].length))) return false;
  const host = named?.[1] ?? '';
  if (/@.*@/.test(host) || /[[\]]/.test(host.replace(/^(?:[^[\]@]*@)?\[[0-9A-Fa-f:.]+\](?=:\d*$|$)/, '')) || (host !== '' && !URL.canParse(`http://${host}/`)))
    return false;
  if (/^https?:/i.test(iri)) return host !== '' && URL.canParse(iri);
  return iri.length > iri.indexOf(':') + 1;
}

/** Percent-encodes what is illegal in an IRI and was plainly meant literally: spaces, braces, pipes, quotes, brackets, bare per cent signs (RDF-6). */
export function encodeIllegal(iri: string): string {
  const text = iri.trim().replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
  const start = authority.exec(text)?.[0] ?? '';
  const rest = text
    .slice(start.length)
    .replace(/%(?![0-9A-Fa-f]{2})/g, '%25')
    .replace(/[[\]]/g, encodeURIComponent);
  const hash = rest.indexOf('#');
  const single = hash < 0 ? rest : rest.slice(0, hash + 1) + rest.slice(hash + 1).replaceAll('#', '%23');
  return (start + single).replace(
    /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF\u{10000}-\u{DFFFD}\u{E1000}-\u{EFFFD}]|\p{Noncharacter_Code_Point}/gu,
    encodeURIComponent,
  );
}

/** What is left of an IRI without what is illegal or percent-encoded in it: the same for an IRI and for that IRI misspelt. */
export function likenessOf(iri: string): string {
  return iri.replace(/%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=\u00A0-\u{10FFFF}]|\uFFFD/gu, '');
}

/** A link that a page may carry: http, https, mailto or doi; everything else is text (PRT-7, SSRF-12). */
export function safeHref(value: string): string | null {
  if (/^doi:10\./i.test(value)) return isValidIri(`https://doi.org/${value.slice(4)}`) ? `https://doi.org/${value.slice(4)}` : null;
  return /^(https?:\/\/[^/]|mailto:[^\s@]+@)/i.test(value) && isValidIri(value) ? value : null;
}
