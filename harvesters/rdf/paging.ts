import type { Quad } from '@rdfjs/types';
import { dcat } from '../../vocab/dcat.js';
import { hydra } from '../../vocab/hydra.js';
import { rdf } from '../../vocab/rdf.js';

/** What a page says of its place in a listing. */
export interface PageLinks {
  readonly next: string | null;
  readonly total: number | null;
  readonly items: readonly string[];
  /** Several paging nodes, none of which is this page's: the listing cannot be followed (HYD-5). */
  readonly ambiguous: boolean;
}

/** A page with nothing behind it. */
export const noLinks: PageLinks = { next: null, total: null, items: [], ambiguous: false };

interface PagingNode {
  typed: boolean;
  next: string | null;
  nextPage: string | null;
}

/** Collects the Hydra terms of one page, of both generations, literal or IRI, in any graph (HYD-3 to HYD-5). */
export class PagingReader {
  private readonly nodes = new Map<string, PagingNode>();
  private readonly items = new Set<string>();
  private total: number | null = null;

  visit(quad: Quad): void {
    const { subject, predicate, object } = quad;
    if (predicate.equals(dcat.dataset) || predicate.equals(hydra.member)) this.items.add(object.value);
    else if (predicate.equals(hydra.totalItems) && /^\d+$/.test(object.value)) this.total = Math.max(this.total ?? 0, Number(object.value));
    else if (predicate.equals(hydra.next)) this.node(subject.value).next = object.value;
    else if (predicate.equals(hydra.nextPage)) this.node(subject.value).nextPage = object.value;
    else if (predicate.equals(rdf.type) && (object.equals(hydra.PagedCollection) || object.equals(hydra.PartialCollectionView)))
      this.node(subject.value).typed = true;
  }

  /** @param linkHeader the page's `Link` header; the body wins over it (HYD-6) */
  links(url: string, linkHeader: string | undefined): PageLinks {
    const base = { total: this.total, items: [...this.items] };
    const nodes = [...this.nodes].filter(([, node]) => node.typed || node.next !== null || node.nextPage !== null);
    const chosen =
      nodes.length === 1
        ? nodes[0]
        : (nodes.find(([iri]) => sameUrl(iri, url)) ?? only(nodes.filter(([, node]) => node.next !== null || node.nextPage !== null)));
    if (nodes.length > 1 && chosen === undefined && nodes.some(([, node]) => node.next !== null || node.nextPage !== null))
      return { ...base, next: null, ambiguous: true };
    const target = chosen?.[1].next ?? chosen?.[1].nextPage ?? (nodes.length === 0 ? nextOf(linkHeader) : null);
    return { ...base, next: target === null ? null : resolve(target, url), ambiguous: false };
  }

  private node(key: string): PagingNode {
    let node = this.nodes.get(key);
    if (node === undefined) this.nodes.set(key, (node = { typed: false, next: null, nextPage: null }));
    return node;
  }
}

/** Compares addresses after the URL parser has settled escapes and default ports; fragments do not count. */
export function sameUrl(a: string, b: string): boolean {
  return normalUrl(a) === normalUrl(b);
}

export function normalUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.hash = '';
  url.searchParams.sort();
  return url.href;
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}

function resolve(target: string, url: string): string | null {
  const cleaned = target.trim().replace(/ /g, '%20');
  return URL.canParse(cleaned, url) ? new URL(cleaned, url).href : null;
}

/** The target of rel=next in a Link header (RFC 8288). */
export function nextOf(header: string | undefined): string | null {
  return linkTarget(header, 'next');
}

/** The first target with this relation, which may stand among others in quotes. */
export function linkTarget(header: string | undefined, relation: string): string | null {
  for (const match of (header ?? '').matchAll(/<([^>]*)>((?:\s*;\s*[\w*]+\s*=\s*(?:"[^"]*"|[^",;\s]+))*)/g)) {
    for (const [, name = '', quoted, plain] of (match[2] ?? '').matchAll(/;\s*([\w*]+)\s*=\s*(?:"([^"]*)"|([^",;\s]+))/g))
      if (name.toLowerCase() === 'rel' && (quoted ?? plain ?? '').toLowerCase().split(/\s+/).includes(relation.toLowerCase())) return match[1] ?? null;
  }
  return null;
}
