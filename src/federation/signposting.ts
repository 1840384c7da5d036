import type { RecordDescription } from '../domain/description.js';

/** A typed link (RFC 8288). */
export interface TypedLink {
  readonly href: string;
  readonly rel: string;
  readonly type?: string;
  readonly profile?: string;
}

/** What a record's links are made from. */
export interface Signposted {
  readonly id: string;
  readonly description: Pick<RecordDescription, 'publisher' | 'creators' | 'distributions'>;
  /** Files are named of open data alone. */
  readonly isPublic: boolean;
  readonly catalogueIri: string;
  /** The profile that the description was judged by. */
  readonly profile: string | null;
  readonly baseUrl: string;
}

/** Formats of a record by the ending of its address, best first. */
export const recordFormats = [
  { extension: 'ttl', mediaType: 'text/turtle' },
  { extension: 'jsonld', mediaType: 'application/ld+json' },
  { extension: 'rdf', mediaType: 'application/rdf+xml' },
  { extension: 'nt', mediaType: 'application/n-triples' },
] as const;

export const linksetTypes = ['application/linkset+json', 'application/linkset'] as const;

const mostItems = 20;
const mostLinks = 10_000;
/** Servers and clients begin to refuse longer headers. */
const mostHeaderBytes = 8192;

/** The lasting address of a record, under which it is to be cited. */
export function citedAs(baseUrl: string, id: string): string {
  return `${baseUrl}/datasets/${id}`;
}

/**
 * Signposts of a record, the most important first (WEBO-4): where it is cited, what describes it, who made it, under which
 * licence, and its files.
 */
export function signposts({ id, description, isPublic, catalogueIri, profile, baseUrl }: Signposted): TypedLink[] {
  const iri = citedAs(baseUrl, id);
  const { publisher, creators, distributions } = description;
  const authors = [...creators, ...(publisher === null ? [] : [publisher])].map((agent) => agent.iri);
  const licences = distributions.map(({ licence }) => licence);
  const items = !isPublic
    ? []
    : distributions.flatMap(({ downloadUrls, accessUrls, mediaType }) =>
        (downloadUrls.length > 0 ? downloadUrls : accessUrls).map((href) => ({ href, rel: 'item', ...typed(downloadUrls.length > 0 ? mediaType : null) })),
      );
  const links: TypedLink[] = [
    { href: iri, rel: 'cite-as' },
    ...recordFormats.map(({ extension, mediaType }) => ({
      href: `${iri}.${extension}`,
      rel: 'describedby',
      type: mediaType,
      ...(profile === null ? {} : { profile }),
    })),
    { href: 'https://schema.org/Dataset', rel: 'type' },
    { href: 'https://schema.org/AboutPage', rel: 'type' },
    ...linksetTypes.map((type) => ({ href: `${iri}/linkset`, rel: 'linkset', type })),
    { href: catalogueIri, rel: 'collection' },
    ...known(licences).map((href) => ({ href, rel: 'license' })),
    ...known(authors).map((href) => ({ href, rel: 'author' })),
    ...items,
  ];
  const seen = new Set<string>();
  return links
    .flatMap((link) => {
      const href = webAddress(link.href);
      return href === null ? [] : [{ ...link, href }];
    })
    .filter(({ href, rel, type }) => {
      const key = `${rel} ${type ?? ''} ${href}`;
      return seen.has(key) ? false : seen.add(key).size > 0;
    })
    .slice(0, mostLinks);
}

function known(iris: readonly (string | null)[]): string[] {
  return [...new Set(iris.filter((iri) => iri !== null))];
}

/** The media type of a value of the IANA list, or of one as text. */
function typed(mediaType: string | null): { readonly type?: string } {
  const type = /(?:^|\/media-types\/)([\w.+-]+\/[\w.+-]+)$/.exec(mediaType ?? '')?.[1];
  return type === undefined ? {} : { type };
}

/** Spelled so that it can stand in a header: ASCII, without what would end it. */
function webAddress(href: string): string | null {
  if (!URL.canParse(href)) return null;
  const { protocol, href: written } = new URL(href);
  const ascii = written.replace(/[<>"\\^`{|}]/g, (character) => encodeURIComponent(character));
  return (protocol === 'http:' || protocol === 'https:') && /^[\x21-\x7e]+$/.test(ascii) ? ascii : null;
}

/** As a `Link` header: as many files as it has room for, the rest is in the link set. */
export function linkHeader(links: readonly TypedLink[]): string {
  const written: string[] = [];
  let [size, items] = [0, 0];
  for (const link of links) {
    if (link.rel === 'item' && ++items > mostItems) continue;
    const text = linkText(link);
    if (size + text.length + 2 > mostHeaderBytes) continue;
    size += text.length + 2;
    written.push(text);
  }
  return written.join(', ');
}

function linkText({ href, rel, type, profile }: TypedLink, anchor?: string): string {
  return [
    `<${href}>`,
    `rel="${rel}"`,
    ...(type === undefined ? [] : [`type="${type}"`]),
    ...(profile === undefined ? [] : [`profile="${profile}"`]),
    ...(anchor === undefined ? [] : [`anchor="${anchor}"`]),
  ].join('; ');
}

/** Links by what they are links of. */
export type LinkContexts = readonly { readonly anchor: string; readonly links: readonly TypedLink[] }[];

/** All links of a record, and the way back from each of its descriptions. */
export function recordContexts(signposted: Signposted): LinkContexts {
  const iri = citedAs(signposted.baseUrl, signposted.id);
  const links = signposts(signposted);
  const descriptions = links.filter(({ rel }) => rel === 'describedby');
  return [
    { anchor: iri, links },
    ...descriptions.map(({ href }) => ({
      anchor: href,
      links: [
        { href: iri, rel: 'describes' },
        { href: iri, rel: 'cite-as' },
      ],
    })),
  ];
}

/** As `application/linkset+json` (RFC 9264, section 4.2). */
export function linksetJson(contexts: LinkContexts): string {
  const linkset = contexts.map(({ anchor, links }) => {
    const context: Record<string, unknown> = { anchor };
    for (const { rel, ...target } of links) context[rel] = [...((context[rel] as unknown[] | undefined) ?? []), target];
    return context;
  });
  return `${JSON.stringify({ linkset }, null, 1)}\n`;
}

/** As `application/linkset` (RFC 9264, section 4.1). */
export function linksetText(contexts: LinkContexts): string {
  return `${contexts.flatMap(({ anchor, links }) => links.map((link) => linkText(link, anchor))).join(',\n')}\n`;
}
