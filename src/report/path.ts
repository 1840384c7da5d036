/** A SHACL property path (section 2.3.1). */
export type Path =
  | { readonly kind: 'iri'; readonly iri: string }
  | { readonly kind: 'sequence' | 'alternative'; readonly items: readonly Path[] }
  | { readonly kind: 'inverse' | 'zeroOrMore' | 'oneOrMore' | 'zeroOrOne'; readonly item: Path };

const signs = { '*': 'zeroOrMore', '+': 'oneOrMore', '?': 'zeroOrOne' } as const;

/**
 * Reads the path of a result: a bare IRI, or SPARQL path syntax for anything longer. Null for what is neither.
 *
 * @see https://www.w3.org/TR/sparql11-query/#rPath
 */
export function readPath(text: string): Path | null {
  if (!/[<(^]/.test(text)) return { kind: 'iri', iri: text };
  const tokens = text.match(/<[^<>]*>|[()|/^*+?]|[^\s]/g) ?? [];
  let at = 0;
  const alternative = (): Path | null => several('|', 'alternative', () => several('/', 'sequence', element));
  const several = (separator: string, kind: 'sequence' | 'alternative', part: () => Path | null): Path | null => {
    const items: Path[] = [];
    do {
      const item = part();
      if (item === null) return null;
      items.push(item);
    } while (tokens[at] === separator && at++ >= 0);
    return items.length === 1 ? (items[0] ?? null) : { kind, items };
  };
  const element = (): Path | null => {
    const token = tokens[at++];
    if (token === '^') {
      const item = element();
      return item === null ? null : { kind: 'inverse', item };
    }
    let path: Path | null = null;
    if (token === '(') {
      path = alternative();
      if (tokens[at++] !== ')') return null;
    } else if (token?.startsWith('<') === true) {
      path = { kind: 'iri', iri: token.slice(1, -1) };
    }
    const sign = tokens[at];
    if (path === null || (sign !== '*' && sign !== '+' && sign !== '?')) return path;
    at++;
    return { kind: signs[sign], item: path };
  };
  const path = alternative();
  return at === tokens.length ? path : null;
}
