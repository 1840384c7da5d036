import { Router, type Request, type Response } from 'express';
import type { CatalogueQueries } from '../../catalogue/queries.js';
import { RequestError } from '../../domain/errors.js';
import { matchesTag } from '../../domain/media-types.js';
import {
  activityShape,
  eventIri,
  feedIri,
  feedMember,
  feedMembers,
  feedPage,
  feedRoot,
  nodeIri,
  vocabularyTerms,
  type FeedPage,
  type FeedSource,
} from '../../federation/feed.js';
import { feedNodeNamed, type FeedNode } from '../../federation/feed-nodes.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { graphStream, type GraphFormat, type GraphStream } from '../../rdf/serialise-graphs.js';
import { requireType, sendRepresentation, tagOf } from '../negotiation.js';

export interface FeedDependencies {
  readonly reader: LedgerReader;
  readonly queries: Pick<CatalogueQueries, 'catalogue'>;
  readonly baseUrl: string;
  readonly clock: Clock;
  /** The log is told in full for so many days. */
  readonly feedWindowDays: number;
}

/** TriG unless something else is asked for (FEED-3). */
const formats: Readonly<Record<string, GraphFormat>> = { 'application/trig': 'trig', 'application/ld+json': 'json-ld', 'application/n-quads': 'n-quads' };
const mostTags = 1000;

/** The change log as a Linked Data Event Stream of catalogue entities, a DCAT-AP Feed (protocols.md section 17). */
export function feedRouter(dependencies: FeedDependencies): Router {
  const tags = new KnownTags();
  const router = Router();
  router.get('/feed', async (request, response) => {
    await sendPage(request, response, { node: null, tags, dependencies });
  });
  router.get('/feed/shape.ttl', (request, response) => {
    open(response);
    sendRepresentation(request, response, activityShape, { type: 'text/turtle; charset=utf-8', cacheControl: 'public, max-age=86400' });
  });
  router.get('/feed/:node', async (request, response) => {
    const node = feedNodeNamed(request.params.node);
    if (node === undefined)
      throw new RequestError(
        'request/not-found',
        'Pages of the feed are parts of time, such as 2026-01 or 2026-01-05T13. Start at /feed and follow tree:node.',
      );
    requireEpoch(request, dependencies.reader);
    await sendPage(request, response, { node, tags, dependencies });
  });
  router.get('/events/:seq', (request, response) => {
    sendEvent(request, response, request.params.seq, dependencies);
  });
  return router;
}

const open = (response: Response): Response => response.set('Access-Control-Allow-Origin', '*').set('Access-Control-Expose-Headers', 'ETag');

/**
 * After a restore the pages have other addresses. Those of before are gone, which clients take for a page without members (LDES-6).
 *
 * @throws RequestError `request/bad-parameter`, `request/snapshot-expired`
 */
function requireEpoch(request: Request, reader: LedgerReader): void {
  const asked: unknown = request.query['epoch'];
  if (asked !== undefined && (typeof asked !== 'string' || !/^[1-9]\d{0,15}$/.test(asked)))
    throw new RequestError('request/bad-parameter', '"epoch" is a number, given once. Start at /feed and follow tree:node.');
  const present = reader.restoredAt() === null ? undefined : String(reader.snapshot().epoch);
  if (asked !== present)
    throw new RequestError(
      'request/snapshot-expired',
      'The catalogue was restored from a backup since, and this page is not told any more. Start again at /feed.',
    );
}

function sourceOf({ reader, queries, baseUrl, clock, feedWindowDays }: FeedDependencies): FeedSource {
  return { reader, catalogue: queries.catalogue(), baseUrl, windowDays: feedWindowDays, now: clock.now() };
}

interface Asked {
  readonly node: FeedNode | null;
  readonly tags: KnownTags;
  readonly dependencies: FeedDependencies;
}

async function sendPage(request: Request, response: Response, { node, tags, dependencies }: Asked): Promise<void> {
  const type = requireType(request, Object.keys(formats));
  const source = sourceOf(dependencies);
  const page = node === null ? feedRoot(source) : feedPage(source, node);
  if (page === undefined) throw new RequestError('request/not-found', 'The catalogue has nothing to tell of that time. Start at /feed and follow tree:node.');
  const address = node === null ? feedIri(source.baseUrl) : nodeIri(source, node);
  const cacheControl = page.isClosed ? `public, max-age=${String(page.maxAgeSeconds)}, immutable` : 'no-cache';
  open(response);
  const state = `${String(source.reader.dataVersion())} ${page.fullSince}`;
  const known = tags.get(`${type} ${address}`, state);
  // Who asks again every minute whether there is news costs nothing while there is none.
  if (known !== undefined && matchesTag(request.get('if-none-match'), known)) {
    response.set({ ETag: known, 'Cache-Control': cacheControl, Vary: 'Accept' }).status(304).end();
    return;
  }
  const stream = graphStream(formats[type] ?? 'trig', vocabularyTerms);
  const text = await pageText(source, page, stream);
  const contentType = `${type}; charset=utf-8`;
  tags.set(`${type} ${address}`, state, tagOf(text, contentType));
  sendRepresentation(request, response, text, { type: contentType, cacheControl });
}

async function pageText(source: FeedSource, { control, range }: FeedPage, stream: GraphStream): Promise<string> {
  const parts = [stream.head, stream.add(control)];
  if (range !== null)
    for await (const members of feedMembers(source, range, () => new Promise((resolve) => setImmediate(resolve))))
      for (const { iri, activity, payload } of members) parts.push(stream.add(activity), stream.add(payload, iri));
  parts.push(stream.tail);
  return parts.join('');
}

/** One activity with its payload, as it stands on a page. */
function sendEvent(request: Request, response: Response, number: string, dependencies: FeedDependencies): void {
  const found = /^[1-9]\d{0,15}$/.test(number) ? dependencies.reader.toldAt(Number(number)) : undefined;
  if (found === undefined) throw new RequestError('request/not-found', 'There is no such event in the feed.');
  const type = requireType(request, Object.keys(formats));
  if (found === 'gone') throw new RequestError('request/gone', 'What this event told is not given out any more. /feed has what is.');
  const source = sourceOf(dependencies);
  const { activity, payload } = feedMember(source, found);
  const stream = graphStream(formats[type] ?? 'trig', vocabularyTerms);
  const iri = eventIri(source.baseUrl, found.seq);
  open(response);
  sendRepresentation(request, response, [stream.head, stream.add(activity), stream.add(payload, iri), stream.tail].join(''), {
    type: `${type}; charset=utf-8`,
  });
}

/** Tags of pages as they were at a state of the ledger. */
class KnownTags {
  private readonly tags = new Map<string, { readonly state: string; readonly tag: string }>();

  get(key: string, state: string): string | undefined {
    const found = this.tags.get(key);
    return found?.state === state ? found.tag : undefined;
  }

  set(key: string, state: string, tag: string): void {
    this.tags.delete(key);
    this.tags.set(key, { state, tag });
    if (this.tags.size > mostTags) this.tags.delete(this.tags.keys().next().value ?? '');
  }
}
