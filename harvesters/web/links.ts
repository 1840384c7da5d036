/** A typed link of a page, from its Link header, its head or a linkset (RFC 8288, RFC 9264). */
export interface Link {
  readonly rel: string;
  readonly href: string;
  readonly type: string | null;
  readonly profile: string | null;
}

const maxLinks = 5000;

/** The links of a Link header that are about the page itself, or about anything; several relations in one `rel` are several links. */
export function linksOfHeader(header: string | undefined, page: string, about: 'page' | 'anything' = 'page'): readonly Link[] {
  const links: Link[] = [];
  for (const match of (header ?? '').slice(0, 64 * 1024).matchAll(/<([^<>]*)>((?:\s*;\s*[\w*!.-]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^",;\s]*))?)*)/g)) {
    const parameters = new Map<string, string>();
    for (const [, name = '', quotedValue, plain] of (match[2] ?? '').matchAll(/;\s*([\w*!.-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^",;\s]*)))?/g)) {
      const key = name.toLowerCase();
      if (!parameters.has(key)) parameters.set(key, quotedValue?.replace(/\\(.)/g, '$1') ?? plain ?? '');
    }
    const anchor = parameters.get('anchor');
    if (about === 'page' && anchor !== undefined && !isPage(anchor, page)) continue;
    links.push(...linksOf(parameters.get('rel') ?? '', match[1] ?? '', { type: parameters.get('type'), profile: parameters.get('profile') }, page));
  }
  return links.slice(0, maxLinks);
}

/** One link per relation of a `rel`; none when the address cannot be resolved. */
export function linksOf(
  rel: string,
  href: string,
  more: { readonly type?: string | undefined; readonly profile?: string | undefined },
  base: string,
): readonly Link[] {
  const target = href.trim();
  if (target === '' || !URL.canParse(target, base)) return [];
  const address = new URL(target, base).href;
  const relations = new Set(
    rel
      .toLowerCase()
      .split(/\s+/)
      .filter((one) => one !== ''),
  );
  return [...relations].map((one) => ({ rel: one, href: address, type: plainType(more.type), profile: more.profile?.trim() ?? null }));
}

/** The links about the page, or about anything, in a linkset, as JSON or in the form of a Link header; none when it is neither. */
export function linksOfLinkset(text: string, mediaType: string, page: string, about: 'page' | 'anything' = 'page'): readonly Link[] {
  if (!/json/i.test(mediaType) && !text.trimStart().startsWith('{')) return linksOfHeader(text.replace(/\s*\n\s*/g, ' '), page, about);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const links: Link[] = [];
  for (const context of listOf(memberOf(value, 'linkset'))) {
    const anchor = memberOf(context, 'anchor');
    if (about === 'page' && typeof anchor === 'string' && anchor !== '' && !isPage(anchor, page)) continue;
    for (const [rel, targets] of Object.entries(typeof context === 'object' && context !== null ? context : {})) {
      if (rel === 'anchor' || links.length > maxLinks) continue;
      for (const target of listOf(targets)) {
        const href = memberOf(target, 'href');
        const [type, profile] = [memberOf(target, 'type'), memberOf(target, 'profile')];
        if (typeof href === 'string')
          links.push(
            ...linksOf(rel, href, { type: typeof type === 'string' ? type : undefined, profile: typeof profile === 'string' ? profile : undefined }, page),
          );
      }
    }
  }
  return links.slice(0, maxLinks);
}

/** For each relation the links of the first source that has it: the Link header, then the head of the page, then the linkset (WEB-7). */
export function firstOfEach(...sources: readonly (readonly Link[])[]): readonly Link[] {
  const taken = new Set<string>();
  return sources.flatMap((links) => {
    const own = links.filter((link) => !taken.has(link.rel));
    for (const link of own) taken.add(link.rel);
    return own;
  });
}

function isPage(anchor: string, page: string): boolean {
  if (!URL.canParse(anchor, page)) return false;
  const [a, b] = [new URL(anchor, page), new URL(page)];
  return a.host === b.host && a.pathname.replace(/\/$/, '') === b.pathname.replace(/\/$/, '') && a.search === b.search;
}

function plainType(type: string | undefined): string | null {
  const plain = (type ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return plain === '' ? null : plain;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}
