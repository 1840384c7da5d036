import { rm } from 'node:fs/promises';
import type { HarvestEvent, HarvestIssue } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { FetchAnswer, RememberedDocument } from '../../src/ports/fetcher.js';
import type { HarvestContext, Harvester } from '../../src/ports/harvester.js';
import { inOwnScheme, issueOfAnswer } from '../answers.js';
import { normalUrl, PagingReader, type PageLinks } from './paging.js';

/** HTTP-2. */
const accept =
  'text/turtle, application/ld+json;q=0.9, application/n-quads;q=0.9, application/trig;q=0.9, application/n-triples;q=0.8, application/rdf+xml;q=0.7, text/html;q=0.3, */*;q=0.1';

/** A DCAT document in any RDF format, plain or gzip, with or without Hydra paging (protocols.md 5 and 6). */
export const rdfHarvester: Harvester = { protocol: 'rdf', assembly: 'per-document', harvest };

async function* harvest(station: Station, context: HarvestContext): AsyncIterable<HarvestEvent> {
  const visited = new Set<string>();
  const bodies = new Set<string>();
  let sound = true;
  let total: number | null = null;
  let url: string | null = station.endpoint;
  while (url !== null) {
    if (visited.size >= context.limits.maxPages) {
      yield issue('limit-reached', 'error', `The listing has more than ${String(context.limits.maxPages)} pages.`, url, 'operator');
      return;
    }
    if (visited.has(normalUrl(url))) {
      yield issue('paging-loop', 'error', 'The next link leads back to a page that was read already.', url);
      return;
    }
    visited.add(normalUrl(url));
    const remembered = context.remembered(url);
    const answer: FetchAnswer = await context.fetcher.fetch({ url, accept, maxBytes: context.limits.maxDocumentBytes, remembered }, context.signal);
    const page: { links: PageLinks } = { links: { next: null, total: null, items: [], ambiguous: false } };
    if (remembered !== undefined && (answer.kind === 'not-modified' || (answer.kind === 'fetched' && answer.bodyHash === remembered.bodyHash))) {
      await discard(answer);
      yield { kind: 'unchanged', key: url };
      page.links = linksOfMemo(remembered);
    } else if (answer.kind === 'fetched') {
      if (bodies.has(answer.bodyHash)) {
        await discard(answer);
        yield issue('paging-loop', 'error', 'The page has the same content as an earlier one.', url);
        return;
      }
      bodies.add(answer.bodyHash);
      if (answer.movedTo !== null)
        yield issue(
          'moved-permanently',
          'warning',
          `The station says it has moved for good to ${answer.movedTo}. Change its entry when that is right.`,
          url,
          'operator',
        );
      yield* document(answer, url, context, page);
    } else {
      yield issueOfAnswer(answer, url);
      return;
    }
    for (const item of page.links.items) yield { kind: 'listed', key: item };
    if (page.links.total !== null) total = page.links.total;
    if (page.links.ambiguous) {
      sound = false;
      yield issue('paging-loop', 'error', 'The page has several paging nodes and none of them is for its own address.', url);
    }
    url = page.links.next;
    if (url !== null && new URL(url).host !== new URL(station.endpoint).host) {
      const own = new URL(url);
      yield issue('paging-foreign-host', 'warning', `The next link leads to another host (${own.host}); the station's own host is used instead.`, url);
      const endpoint = new URL(station.endpoint);
      own.protocol = endpoint.protocol;
      own.host = endpoint.host;
      if (endpoint.port === '') own.port = '';
      url = own.href;
    } else if (url !== null && url !== inOwnScheme(url, station.endpoint)) {
      yield issue('paging-foreign-host', 'warning', 'The next link leads from https to http; https is used instead.', url);
      url = inOwnScheme(url, station.endpoint);
    }
  }
  if (total !== null) yield { kind: 'total', count: total };
  if (sound) yield { kind: 'complete' };
}

function* document(
  answer: Extract<FetchAnswer, { kind: 'fetched' }>,
  url: string,
  context: HarvestContext,
  page: { links: PageLinks },
): Iterable<HarvestEvent> {
  const paging = new PagingReader();
  const header = answer.headers['link'];
  yield {
    kind: 'document',
    document: {
      url,
      baseIri: answer.baseIri,
      mediaType: answer.mediaType,
      retrievedAt: context.clock.now().toISOString(),
      etag: answer.etag,
      lastModified: answer.lastModified,
      bodyHash: answer.bodyHash,
      body: answer.body,
    },
    visit: (quad) => {
      paging.visit(quad);
    },
    memo: () => paging.links(url, header),
  };
  page.links = paging.links(url, header);
}

/** A large body that nobody reads leaves no file behind. */
async function discard(answer: FetchAnswer): Promise<void> {
  if (answer.kind === 'fetched' && answer.body.kind === 'file') await rm(answer.body.path, { force: true });
}

function linksOfMemo(remembered: RememberedDocument): PageLinks {
  const memo = remembered.memo as Partial<PageLinks> | null;
  return { next: memo?.next ?? null, total: memo?.total ?? null, items: memo?.items ?? [], ambiguous: memo?.ambiguous ?? false };
}

function issue(
  code: HarvestIssue['code'],
  severity: HarvestIssue['severity'],
  detail: string,
  url: string,
  owner: HarvestIssue['owner'] = 'station',
): HarvestEvent {
  return { kind: 'issue', issue: { code, severity, subject: null, detail, url, line: null, owner } };
}
