interface Range {
  readonly type: string;
  readonly q: number;
  readonly specificity: number;
}

/** Parses an Accept header (RFC 9110 section 12.5.1): q-values, wildcards; parameters other than q make no difference. */
export function parseAccept(header: string | undefined): readonly Range[] {
  return (header ?? '*/*').split(',').flatMap((part) => {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    if (!/^[^/\s]+\/[^/\s]+$/.test(type)) return [];
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    const q = weight === undefined ? 1 : Number(weight.slice(2));
    return [{ type, q: Number.isFinite(q) ? Math.min(Math.max(q, 0), 1) : 0, specificity: type === '*/*' ? 0 : type.endsWith('/*') ? 1 : 2 }];
  });
}

/** The best of the offered types, in their order among equals; undefined when none is acceptable. Specific beats general, q=0 excludes. */
export function bestType(header: string | undefined, offered: readonly string[]): string | undefined {
  const ranges = parseAccept(header);
  let best: { type: string; q: number } | undefined;
  for (const type of offered) {
    const plain = type.split(';')[0]?.trim().toLowerCase() ?? '';
    const matching = ranges
      .filter((range) => range.type === plain || range.type === '*/*' || (range.type.endsWith('/*') && plain.startsWith(range.type.slice(0, -1))))
      .sort((a, b) => b.specificity - a.specificity);
    const q = matching[0]?.q ?? 0;
    if (q > 0 && (best === undefined || q > best.q)) best = { type, q };
  }
  return best?.type;
}

/** Whether an If-None-Match names this ETag: a list, `*`, compared weakly. */
export function matchesTag(asked: string | undefined, etag: string): boolean {
  return asked !== undefined && (asked.trim() === '*' || asked.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag));
}
