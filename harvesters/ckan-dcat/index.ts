import { CatalogueError } from '../../src/domain/errors.js';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import type { HarvestContext, Harvester } from '../../src/ports/harvester.js';
import { parseRdf } from '../../src/rdf/parse.js';
import { issueOfAnswer } from '../answers.js';
import { fullEveryDays, isFullWalkDue } from '../ckan/settings.js';
import { normalUrl, type PageLinks } from '../rdf/paging.js';
import { discard, issue } from '../received.js';
import { acceptOf, atOwnHost, ckanDcatFaults, firstPage, formatsToTry, type CatalogueFormat } from './address.js';
import { detectCkanDcat } from './detect.js';
import { CataloguePage, linksOfMemo } from './page.js';

/** The catalogue pages of ckanext-dcat: the site's own DCAT, paged with Hydra (protocols.md 5). */
export const ckanDcatHarvester: Harvester = {
  protocol: 'ckan-dcat',
  knows: { completeListing: true, deletions: false, modifiedSince: true },
  assembly: 'per-document',
  faults: ckanDcatFaults,
  detect: detectCkanDcat,
  harvest,
};

/** A listing that records move in is read again from its first page at most this often. */
const maxPasses = 4;

async function* harvest(station: Station, context: HarvestContext): AsyncIterable<HarvestEvent> {
  const startedAt = context.clock.now();
  const full = isFullWalkDue(context, fullEveryDays(station), startedAt);
  const walk = new CatalogueWalk(station, context, full ? null : context.bookmark);
  yield* walk.passes();
  if (!walk.sound) return;
  yield { kind: 'bookmark', value: startedAt.toISOString() };
  yield { kind: 'complete', walk: full ? 'full' : 'incremental' };
}

type Fetched = Extract<FetchAnswer, { kind: 'fetched' }>;

class CatalogueWalk {
  sound = false;
  private format: CatalogueFormat | null = null;
  private readonly items = new Set<string>();
  /** What each body held that this run has read, so that the same page is not read twice. */
  private readonly bodies = new Map<string, PageLinks>();
  private pages = 0;

  constructor(
    private readonly station: Station,
    private readonly context: HarvestContext,
    private readonly since: string | null,
  ) {}

  /** Order is by last change, so a dataset that is changed while we read moves to a page that was read before (HYD-2, RUN-2). */
  async *passes(): AsyncIterable<HarvestEvent> {
    for (let pass = 1; ; pass++) {
      const before = this.items.size;
      const totals: number[] = [];
      const ended = yield* this.pass(pass, totals);
      if (!ended) return;
      // The largest: a total that shrinks on the way to what is listed proves nothing (RUN-2).
      const total = Math.max(0, ...totals);
      const steady = totals.every((one) => one === totals[0]);
      const missing = this.items.size < total;
      const nothingNew = pass > 1 && this.items.size === before;
      if (!missing && (steady || nothingNew)) break;
      if (pass === maxPasses || (missing && steady && nothingNew)) {
        yield issue(
          'total-differs',
          'error',
          missing
            ? `The catalogue says it has ${String(total)} datasets, and ${String(this.items.size)} were found.`
            : 'The number of datasets changes with every walk over the pages, so that nobody can tell whether all were seen.',
          { url: this.station.endpoint },
        );
        return;
      }
    }
    this.sound = true;
  }

  /** Reads all pages once; true when the end was reached. */
  private async *pass(pass: number, totals: number[]): AsyncGenerator<HarvestEvent, boolean> {
    const visited = new Set<string>();
    let url: string | null = null;
    for (let page = 1; page === 1 || url !== null; page++) {
      if (this.pages++ >= this.context.limits.maxPages) {
        const detail = `The catalogue has more than ${String(this.context.limits.maxPages)} pages.`;
        yield issue('limit-reached', 'error', detail, { url: this.station.endpoint, owner: 'operator' });
        return false;
      }
      const links: PageLinks | null = url === null ? yield* this.readFirst(pass) : yield* this.read(url, pass);
      if (links === null) return false;
      url ??= this.format === null ? this.station.endpoint : firstPage(this.station, this.format, this.since);
      visited.add(normalUrl(url));
      if (links.total !== null) {
        totals.push(links.total);
        if (page === 1) yield { kind: 'expects', count: links.total };
      }
      for (const item of links.items) {
        this.items.add(item);
        yield { kind: 'listed', key: item };
      }
      const following: { readonly url: string | null } | null = yield* this.nextOf(links, url, visited);
      if (following === null) return false;
      url = following.url;
    }
    return true;
  }

  /** The first page in the first format that the site has (HYD-1); later passes keep to that one. */
  private async *readFirst(pass: number): AsyncGenerator<HarvestEvent, PageLinks | null> {
    const candidates = this.format === null ? formatsToTry(this.station) : [this.format];
    for (const [at, format] of candidates.entries()) {
      const url = firstPage(this.station, format, this.since);
      this.format = format;
      const last = at === candidates.length - 1;
      const links = yield* this.read(url, pass, last ? [] : [404, 406, 415]);
      if (links !== 'other-format') return links;
    }
    return null;
  }

  private read(url: string, pass: number): AsyncGenerator<HarvestEvent, PageLinks | null>;
  private read(url: string, pass: number, passOver: readonly number[]): AsyncGenerator<HarvestEvent, PageLinks | null | 'other-format'>;
  private async *read(url: string, pass: number, passOver: readonly number[] = []): AsyncGenerator<HarvestEvent, PageLinks | null | 'other-format'> {
    const { context } = this;
    const remembered = pass === 1 ? context.remembered(url) : undefined;
    const accept = `${acceptOf[this.format ?? 'ttl']}, */*;q=0.1`;
    const answer = await context.fetcher.fetch({ url, accept, maxBytes: context.limits.maxPageBytes, remembered }, context.signal);
    if (answer.kind === 'status' && passOver.includes(answer.status)) return 'other-format';
    if (remembered !== undefined && (answer.kind === 'not-modified' || (answer.kind === 'fetched' && answer.bodyHash === remembered.bodyHash))) {
      await discard(answer);
      yield { kind: 'unchanged', key: url };
      const links = linksOfMemo(remembered);
      this.bodies.set(remembered.bodyHash, links);
      return links;
    }
    if (answer.kind !== 'fetched') {
      yield issueOfAnswer(answer, url);
      return null;
    }
    const known = this.bodies.get(answer.bodyHash);
    if (known !== undefined) {
      await discard(answer);
      if (pass > 1) return known;
      yield issue('paging-loop', 'error', 'The page has the same content as an earlier one.', { url });
      return null;
    }
    return pass === 1 ? yield* this.first(answer, url) : yield* this.again(answer, url, pass);
  }

  private *first(answer: Fetched, url: string): Generator<HarvestEvent, PageLinks | null> {
    if (answer.movedTo !== null)
      yield issue('moved-permanently', 'warning', `The site says it has moved for good to ${answer.movedTo}. Change its entry when that is right.`, {
        url,
        owner: 'operator',
      });
    return yield* this.document(answer, url, url);
  }

  /** A page read again counts only when it holds a dataset that was not seen yet; the others were read in their places. */
  private async *again(answer: Fetched, url: string, pass: number): AsyncGenerator<HarvestEvent, PageLinks | null> {
    const page = new CataloguePage();
    try {
      const { body, mediaType, baseIri } = answer;
      await parseRdf({ body, mediaType, path: url, baseIri, maxBytes: this.context.limits.maxPageBytes, keepsBadIris: true }, (quad) => {
        page.visit(quad);
      });
    } catch (error) {
      await discard(answer);
      if (!(error instanceof CatalogueError)) throw error;
      yield issue('parse-error', 'error', error.message, { url });
      return null;
    }
    const links = page.links(url, answer.headers['link']);
    this.bodies.set(answer.bodyHash, links);
    if (links.items.every((item) => this.items.has(item))) {
      await discard(answer);
      return links;
    }
    return yield* this.document(answer, url, `${url}#pass-${String(pass)}`);
  }

  /** Hands a page on; null when it could not be read to its end, which ends the walk: where it leads is not known then. */
  private *document(answer: Fetched, url: string, key: string): Generator<HarvestEvent, PageLinks | null> {
    const page = new CataloguePage();
    let links: PageLinks | null = null;
    yield {
      kind: 'document',
      document: {
        url: key,
        baseIri: answer.baseIri,
        mediaType: answer.mediaType,
        retrievedAt: this.context.clock.now().toISOString(),
        etag: answer.etag,
        lastModified: answer.lastModified,
        bodyHash: answer.bodyHash,
        body: answer.body,
      },
      visit: (quad) => {
        page.visit(quad);
      },
      memo: () => (links = page.links(url, answer.headers['link'])),
    };
    const found = links as PageLinks | null;
    if (found !== null) this.bodies.set(answer.bodyHash, found);
    return found;
  }

  /** The next page at the station's own host; null when the listing cannot be followed (HYD-5, HYD-7, HYD-8). */
  private *nextOf(links: PageLinks, url: string, visited: ReadonlySet<string>): Generator<HarvestEvent, { readonly url: string | null } | null> {
    if (links.ambiguous) {
      yield issue('paging-loop', 'error', 'The page has several paging nodes and none of them is for its own address.', { url });
      return null;
    }
    if (links.next === null) return { url: null };
    if (!/^https?:/i.test(links.next)) {
      yield issue('paging-loop', 'error', 'The next link is not a web address.', { url });
      return null;
    }
    const { url: next, foreign } = atOwnHost(links.next, this.station);
    if (foreign !== null)
      yield issue(
        'paging-foreign-host',
        'warning',
        `The next link leads to ${foreign === 'http' ? 'http' : `another host (${foreign})`}; the station's own is used instead.`,
        {
          url,
        },
      );
    if (visited.has(normalUrl(next)) || normalUrl(next) === normalUrl(url)) {
      yield issue('paging-loop', 'error', 'The next link leads back to a page that was read already.', { url });
      return null;
    }
    if (links.items.length === 0) {
      yield issue('paging-loop', 'error', 'The page has no datasets and still names a next page.', { url });
      return null;
    }
    return { url: next };
  }
}
