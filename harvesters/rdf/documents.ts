import { rm } from 'node:fs/promises';
import type { DocumentBody, HarvestedDocument, HarvestEvent } from '../../src/domain/harvest.js';
import type { FetchAnswer, RememberedDocument } from '../../src/ports/fetcher.js';
import type { HarvestContext } from '../../src/ports/harvester.js';
import { CatalogueReader } from './catalogues.js';
import { withLinkedContext } from './linked-context.js';
import { noLinks, PagingReader, type PageLinks } from './paging.js';

export type Fetched = Extract<FetchAnswer, { kind: 'fetched' }>;

/** Where one page leads; remembered with it, so that an unchanged page need not be parsed. */
export interface Links extends PageLinks {
  /** Sub-catalogues with addresses of their own. */
  readonly catalogues: readonly string[];
}

/** Hands one page on to be read, and tells where it leads once it has been. */
export function* readPage(answer: Fetched, url: string, context: HarvestContext): Generator<HarvestEvent, Links> {
  const paging = new PagingReader();
  const catalogues = new CatalogueReader();
  const links = (): Links => ({ ...paging.links(url, answer.headers['link']), catalogues: catalogues.links(url) });
  yield {
    kind: 'document',
    document: documentOf(withLinkedContext(answer), url, context),
    visit: (quad) => {
      paging.visit(quad);
      catalogues.visit(quad);
    },
    memo: () => ({ ...links(), received: answer.bodyHash }),
  };
  return links();
}

export function documentOf(answer: Omit<Fetched, 'kind' | 'status' | 'url' | 'headers' | 'movedTo'>, url: string, context: HarvestContext): HarvestedDocument {
  return {
    url,
    baseIri: answer.baseIri,
    mediaType: answer.mediaType,
    retrievedAt: context.clock.now().toISOString(),
    etag: answer.etag,
    lastModified: answer.lastModified,
    bodyHash: answer.bodyHash,
    body: answer.body,
  };
}

/** The same page as last time: not modified, or the same bytes as came then. */
export function isUnchanged(answer: FetchAnswer, remembered: RememberedDocument): boolean {
  if (answer.kind !== 'fetched') return answer.kind === 'not-modified';
  const received = memoOf(remembered)['received'];
  return answer.bodyHash === (typeof received === 'string' ? received : remembered.bodyHash);
}

export function linksOf(remembered: RememberedDocument): Links {
  const memo = memoOf(remembered) as Partial<Links>;
  return {
    next: memo.next ?? noLinks.next,
    total: memo.total ?? noLinks.total,
    items: memo.items ?? noLinks.items,
    ambiguous: memo.ambiguous ?? noLinks.ambiguous,
    catalogues: memo.catalogues ?? [],
  };
}

export function memoOf({ memo }: RememberedDocument): Readonly<Record<string, unknown>> {
  return typeof memo === 'object' && memo !== null ? (memo as Record<string, unknown>) : {};
}

/** A large body that nobody reads leaves no file behind. */
export async function discard(body: DocumentBody): Promise<void> {
  if (body.kind === 'file') await rm(body.path, { force: true });
}
