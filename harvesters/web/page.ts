import type { Quad } from '@rdfjs/types';
import { rdf } from '../../vocab/rdf.js';
import { createHash } from 'node:crypto';
import { CatalogueError } from '../../src/domain/errors.js';
import type { DocumentBody, HarvestEvent } from '../../src/domain/harvest.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import type { HarvestContext } from '../../src/ports/harvester.js';
import { formatOfMediaType } from '../../src/rdf/format.js';
import { inOwnScheme, issueOfAnswer } from '../answers.js';
import { discard, issue, textOf } from '../received.js';
import { hasDataset, isDatasetType } from './dataset-types.js';
import { readHtml } from './html-page.js';
import { bytesOfItem, isHtml, itemMediaType, readItem, type ReadItem, type WebItem } from './item.js';
import { firstOfEach, linksOfHeader, linksOfLinkset, type Link } from './links.js';

export type Fetched = Extract<FetchAnswer, { kind: 'fetched' }>;

/** The metadata document that a page was described by, with what is needed to ask for it again. */
export interface MetadataMemo {
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly bodyHash: string;
}

export interface ExaminedPage {
  /** What is to be read and kept for the page. */
  readonly mediaType: string;
  readonly baseIri: string;
  readonly body: DocumentBody;
  readonly bodyHash: string;
  readonly read: ReadItem;
  readonly metadata: MetadataMemo | null;
  /** A part could not be had this time: what it described before is seen, not read (RUN-3). */
  readonly incomplete: boolean;
  /** It has a field for a password: perhaps it stands where another page was meant. */
  readonly asksToLogIn: boolean;
}

const accept = 'text/turtle, application/ld+json;q=0.9, application/rdf+xml;q=0.8, application/n-triples;q=0.7';
const maxCandidates = 5;
const signpostRelations: ReadonlySet<string> = new Set(['cite-as', 'license', 'author', 'item', 'collection', 'type']);

/** Finds the description of one page, in the order of WEB-1; the first way that yields a dataset is taken. */
export class PageExaminer {
  constructor(
    private readonly context: HarvestContext,
    private readonly endpoint: string,
    private readonly hosts: ReadonlySet<string>,
  ) {}

  /**
   * Null when the document that describes the page cannot be had just now: a poorer description, under other names perhaps,
   * must not stand in for it. `issues` tell why.
   *
   * @throws StationError when the page itself cannot be decoded or, being RDF, not be read
   */
  async examine(answer: Fetched, page: string, issues: HarvestEvent[]): Promise<ExaminedPage | null> {
    const { maxPageBytes } = this.context.limits;
    const text = await textOf(answer.body, maxPageBytes, answer.mediaType);
    const part = { url: page, base: answer.baseIri, mediaType: answer.mediaType, text };
    const header = linksOfHeader(answer.headers['link'], answer.url);
    const html = isHtml(answer.mediaType, text) ? readHtml(text, answer.baseIri) : null;
    const asksToLogIn = html !== null && /<input\b[^>]*\btype\s*=\s*["']?password\b/i.test(text);
    const linkset = await this.linkset(firstOfEach(header, html?.links ?? []), answer.url, issues);
    const links = firstOfEach(header, html?.links ?? [], linkset);
    const signposts = firstOfEach(
      header,
      linkset.filter((link) => html?.links.every((one) => one.rel !== link.rel) ?? true),
    ).filter((link) => signpostRelations.has(link.rel));
    const item: WebItem = { page, language: html?.language ?? '', links: [...signposts], part };
    if (html !== null) {
      const found = await this.described(links, { ...item, links: links.filter((link) => signpostRelations.has(link.rel)) }, issues);
      if (found !== null && 'later' in found) return null;
      if (found !== null) return { ...kept(found.item), read: found.read, metadata: found.metadata, incomplete: false, asksToLogIn };
    }
    const read = await readItem(item);
    const incomplete = read.notes.some((note) => note.code === 'parse-error' || note.code === 'missing-context');
    if (!hasDataset(read.quads)) return { ...kept({ ...item, links: [], part: null }), read: { ...read, quads: [] }, metadata: null, incomplete, asksToLogIn };
    if (signposts.length > 0) return { ...kept(item), read, metadata: null, incomplete, asksToLogIn };
    const { mediaType, baseIri, body, bodyHash } = answer;
    return { mediaType, baseIri, body, bodyHash, read, metadata: null, incomplete, asksToLogIn };
  }

  /** The first metadata document that yields a dataset; `later` when one could not be had just now; null when there is none. */
  private async described(
    links: readonly Link[],
    item: WebItem,
    issues: HarvestEvent[],
  ): Promise<{ readonly item: WebItem; readonly read: ReadItem; readonly metadata: MetadataMemo } | { readonly later: true } | null> {
    for (const link of candidatesOf(links)) {
      const answer = await this.fetchDiscovered(link.href, accept, issues);
      if (answer === null) continue;
      if (answer.kind !== 'fetched') {
        issues.push(issueOfAnswer(answer, link.href));
        if (isPassing(answer)) return { later: true };
        continue;
      }
      try {
        const part = { url: link.href, base: answer.baseIri, mediaType: answer.mediaType, text: await textOf(answer.body, this.context.limits.maxPageBytes) };
        if (isHtml(part.mediaType, part.text)) continue;
        const whole = { ...item, part };
        const read = await readItem(whole);
        const { etag, lastModified, bodyHash } = answer;
        if (hasDataset(read.quads)) return { item: whole, read, metadata: { url: link.href, etag, lastModified, bodyHash } };
      } catch (error) {
        if (!(error instanceof CatalogueError)) throw error;
        issues.push(issue('parse-error', 'warning', `The metadata document of a page cannot be read: ${error.message}`, { url: link.href }));
      } finally {
        await discard(answer);
      }
    }
    return null;
  }

  private async linkset(links: readonly Link[], page: string, issues: HarvestEvent[]): Promise<readonly Link[]> {
    const found: Link[] = [];
    for (const link of links.filter((one) => one.rel === 'linkset').slice(0, 2)) {
      const answer = await this.fetchDiscovered(link.href, 'application/linkset+json, application/linkset;q=0.8', issues);
      if (answer === null) continue;
      if (answer.kind !== 'fetched') {
        issues.push(issueOfAnswer(answer, link.href));
        continue;
      }
      try {
        found.push(...linksOfLinkset(await textOf(answer.body, this.context.limits.maxPageBytes), answer.mediaType, page));
      } catch (error) {
        if (!(error instanceof CatalogueError)) throw error;
        issues.push(issue('parse-error', 'warning', `The linkset of a page cannot be read: ${error.message}`, { url: link.href }));
      } finally {
        await discard(answer);
      }
    }
    return found;
  }

  /** A link that a page names: robots.txt decides, and only the station's own hosts are asked (HTTP-12, SSRF-5). */
  private async fetchDiscovered(href: string, wanted: string, issues: HarvestEvent[]): Promise<FetchAnswer | null> {
    if (!this.hosts.has(new URL(href).host)) {
      const detail = `The page's metadata is on another host (${new URL(href).host}) and is not followed. Add its address to the station's subject prefixes if it belongs to it.`;
      issues.push(issue('paging-foreign-host', 'warning', detail, { url: href }));
      return null;
    }
    const url = inOwnScheme(href, this.endpoint);
    return this.context.fetcher.fetch({ url, accept: wanted, maxBytes: this.context.limits.maxPageBytes, discovered: true }, this.context.signal);
  }
}

/** What is remembered of an address that only leads to others. */
export function signpost(url: string): ExaminedPage {
  const read = { quads: [], received: [], notes: [], mapped: false };
  return { ...kept({ page: url, language: '', links: [], part: null }), read, metadata: null, incomplete: false, asksToLogIn: false };
}

function kept(item: WebItem): { readonly mediaType: string; readonly baseIri: string; readonly body: DocumentBody; readonly bodyHash: string } {
  const bytes = bytesOfItem(item);
  return { mediaType: itemMediaType, baseIri: item.page, body: { kind: 'memory', bytes }, bodyHash: createHash('sha256').update(bytes).digest('hex') };
}

/** Links to RDF: those with a DCAT profile first, then `describedby` before `alternate`, then Turtle before the others. */
function candidatesOf(links: readonly Link[]): readonly Link[] {
  const formats = ['turtle', 'trig', 'json-ld', 'rdf-xml', 'n-triples', 'n-quads'];
  const rank = (link: Link): number =>
    (link.profile !== null && /dcat/i.test(link.profile) ? 0 : 100) +
    (link.rel === 'describedby' ? 0 : 10) +
    formats.indexOf(formatOfMediaType(link.type ?? '') ?? 'turtle');
  const seen = new Set<string>();
  return links
    .filter(
      (link) => (link.rel === 'describedby' || link.rel === 'alternate') && formatOfMediaType(link.type ?? '') !== undefined && /^https?:/.test(link.href),
    )
    .sort((a, b) => rank(a) - rank(b))
    .filter((link) => !seen.has(link.href) && seen.add(link.href))
    .slice(0, maxCandidates);
}

/** Whether a failure is likely to pass: then another, poorer way of describing the page must not stand in for it. */
export function isPassing(answer: Exclude<FetchAnswer, { kind: 'fetched' }>): boolean {
  if (answer.kind === 'status') return answer.status === 401 || answer.status === 403 || answer.status === 408 || answer.status === 429 || answer.status >= 500;
  return answer.kind === 'postponed' || (answer.kind === 'failed' && answer.reason !== 'robots' && answer.reason !== 'refused-address');
}

/** The IRIs of what is described as a dataset, series or service. */
export function subjectsOf(quads: readonly Quad[]): ReadonlySet<string> {
  return new Set(quads.filter((quad) => quad.predicate.equals(rdf.type) && isDatasetType(quad.object.value)).map((quad) => quad.subject.value));
}
