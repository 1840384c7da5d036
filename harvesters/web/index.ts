import type { HarvestEvent } from '../../src/domain/harvest.js';
import { CatalogueError, StationError } from '../../src/domain/errors.js';
import type { Station } from '../../src/domain/station.js';
import type { FetchAnswer, RememberedDocument } from '../../src/ports/fetcher.js';
import type { HarvestContext, Harvester } from '../../src/ports/harvester.js';
import { issueOfAnswer } from '../answers.js';
import { normalUrl } from '../rdf/paging.js';
import { discard, issue, issueOfError, ownHosts } from '../received.js';
import { nothingAnnounced, readAnnounced, type Announced } from './announced.js';
import { acceptData, readCatalogue, type SiteWalk, type Visit } from './catalogue-walk.js';
import { hasDataset } from './dataset-types.js';
import { detectWeb } from './detect.js';
import { readWebDocument } from './item.js';
import { PageExaminer, subjectsOf, type ExaminedPage, type Fetched, type MetadataMemo } from './page.js';
import { webFaults, webSettings, type WebSettings } from './settings.js';
import { listSite } from './site-listing.js';

/** Web pages that describe datasets: one page, or all that a site lists (protocols.md 7). */
export const webHarvester: Harvester = {
  protocol: 'web',
  knows: { completeListing: true, deletions: true, modifiedSince: false },
  assembly: 'per-document',
  read: readWebDocument,
  faults: webFaults,
  detect: detectWeb,
  harvest: (station, context) => new WebHarvest(station, context).events(),
};

const accept = 'text/html, application/xhtml+xml;q=0.9, text/turtle;q=0.8, application/ld+json;q=0.8, application/rdf+xml;q=0.7, */*;q=0.1';

interface PageMemo {
  readonly lastmod: string | null;
  readonly metadata: MetadataMemo | null;
  /** What the page described before it could only be read in part. */
  readonly owed: readonly string[];
}

/** What became of a page: described, without a dataset, or not to be had. */
type PageResult =
  { readonly kind: 'described'; readonly examined: ExaminedPage | null } | { readonly kind: 'empty' } | { readonly kind: 'failed'; readonly fatal: boolean };

class WebHarvest implements SiteWalk {
  private readonly settings: WebSettings;
  readonly hosts: ReadonlySet<string>;
  private readonly examiner: PageExaminer;
  readonly visited = new Set<string>();
  /** What each page describes by all that we know. */
  readonly known: ReadonlyMap<string, readonly string[]>;
  private mapped = 0;
  private pagesRead = 0;
  private described = 0;

  constructor(
    readonly station: Station,
    readonly context: HarvestContext,
  ) {
    this.settings = webSettings(station);
    this.hosts = ownHosts(station);
    this.examiner = new PageExaminer(context, station.endpoint, this.hosts);
    this.known = new Map([...context.knownDocuments()].map(({ url, subjects, memo }) => [url, [...subjects, ...owedOf(memo)]]));
  }

  async *events(): AsyncIterable<HarvestEvent> {
    const whole = this.settings.isSite ? yield* this.site() : yield* this.registeredPage(false);
    if (this.mapped > 0)
      yield issue(
        'low-quality',
        'info',
        `${String(this.mapped)} page(s) describe their datasets in schema.org, which says less than HealthDCAT-AP can. Linking an RDF description (rel="describedby") is better.`,
        { url: this.station.endpoint },
      );
    if (whole) yield { kind: 'complete', walk: 'full' };
  }

  private async *site(): AsyncGenerator<HarvestEvent, boolean> {
    let announced: Announced = nothingAnnounced;
    if (this.settings.sitemap === null) {
      const catalogue = yield* readCatalogue(this, new URL('/.well-known/datacatalog', this.station.endpoint).href, 'usual');
      if (catalogue !== null) return catalogue;
      announced = yield* readAnnounced(this);
    }
    const listing = yield* listSite(this.station.endpoint, this.settings, this.hosts, this.context);
    if (listing === null) return (yield* this.registeredPage(announced.describes || this.described > 0)) && announced.whole;
    const pages = listing.entries.map(({ url, lastmod }): Visit => ({ url, lastmod, discovered: true }));
    const read = yield* this.pages(pages);
    return read && listing.whole && announced.whole;
  }

  /** Reads the pages of a listing; false when some were not even tried. */
  async *pages(pages: readonly Visit[]): AsyncGenerator<HarvestEvent, boolean> {
    const most = Math.min(this.settings.maxPages ?? Infinity, this.context.limits.maxPages);
    yield { kind: 'expects', count: Math.min(pages.length, most) };
    for (const page of pages) {
      if (this.context.signal.aborted) return false;
      if (this.visited.has(normalUrl(page.url))) continue;
      this.visited.add(normalUrl(page.url));
      if (this.pagesRead++ >= most) {
        yield issue('limit-reached', 'error', `The site lists ${String(pages.length)} pages, and ${String(most)} were read.`, {
          url: this.station.endpoint,
          owner: 'operator',
        });
        return false;
      }
      const result = yield* this.page(page);
      if (result.kind === 'failed' && result.fatal) return false;
      if (result.kind === 'described') this.described++;
    }
    return true;
  }

  /**
   * The registered page; without a dataset it is no catalogue that has become empty, but a page that was mistaken (HTTP-18),
   * unless the site describes its datasets elsewhere and never did there.
   */
  private async *registeredPage(isBeside: boolean): AsyncGenerator<HarvestEvent, boolean> {
    const result = yield* this.page({ url: this.station.endpoint.replace(/#.*$/, ''), lastmod: null, discovered: false });
    if (result.kind === 'empty' && isBeside && (this.known.get(this.station.endpoint.replace(/#.*$/, '')) ?? []).length === 0) return true;
    if (result.kind === 'empty')
      yield issue('unusable-body', 'error', 'The page describes no dataset: it links to no RDF, and holds no JSON-LD, RDFa or microdata that names one.', {
        url: this.station.endpoint,
      });
    return result.kind === 'described';
  }

  private async *page(visit: Visit): AsyncGenerator<HarvestEvent, PageResult> {
    const remembered = this.context.remembered(visit.url);
    const memo = (remembered?.memo ?? null) as PageMemo | null;
    // A changed lastmod says that a 304 would be out of date (WEB-3); an unchanged one proves nothing.
    const fresh = visit.lastmod !== null && visit.lastmod !== memo?.lastmod;
    let answer = await this.fetchPage(visit, fresh ? undefined : remembered);
    if (answer.kind === 'not-modified' && remembered !== undefined) {
      if (await this.isMetadataUnchanged(memo?.metadata ?? null)) {
        yield { kind: 'unchanged', key: visit.url };
        return { kind: 'described', examined: null };
      }
      answer = await this.fetchPage(visit, undefined);
    }
    if (answer.kind !== 'fetched') return yield* this.failure(answer, visit);
    if (answer.movedTo !== null && !visit.discovered)
      yield issue('moved-permanently', 'warning', `The page has moved for good to ${answer.movedTo}. Change the station's entry when that is right.`, {
        url: visit.url,
        owner: 'operator',
      });
    try {
      const issues: HarvestEvent[] = [];
      const examined = await this.examiner.examine(answer, visit.url, issues);
      yield* issues;
      if (examined === null) {
        await discard(answer);
        yield* this.keep(visit.url, 'stale');
        return { kind: 'failed', fatal: false };
      }
      const empty = !hasDataset(examined.read.quads);
      if (empty && visit.discovered && (this.known.get(visit.url) ?? []).length > 0 && standsInFor(examined, answer, visit.url)) {
        await discard(answer);
        yield issue('unusable-body', 'error', 'The page described datasets before; what comes now is a page to log in, or another page. They stay.', {
          url: visit.url,
        });
        yield* this.keep(visit.url, 'stale');
        return { kind: 'failed', fatal: false };
      }
      yield* this.take(answer, visit.url, examined, visit.lastmod);
      return empty ? { kind: 'empty' } : { kind: 'described', examined };
    } catch (error) {
      await discard(answer);
      if (!(error instanceof StationError)) throw error;
      yield issueOfError(error, visit.url);
      yield* this.keep(visit.url, 'stale');
      return { kind: 'failed', fatal: false };
    }
  }

  private fetchPage(visit: Visit, remembered: RememberedDocument | undefined): Promise<FetchAnswer> {
    const { maxPageBytes } = this.context.limits;
    return this.context.fetcher.fetch({ url: visit.url, accept, maxBytes: maxPageBytes, remembered, discovered: visit.discovered }, this.context.signal);
  }

  /** A 304 for a page says nothing about the document that describes it (HTTP-8). */
  private async isMetadataUnchanged(metadata: MetadataMemo | null): Promise<boolean> {
    if (metadata === null) return true;
    const answer = await this.context.fetcher.fetch(
      { url: metadata.url, accept: acceptData, maxBytes: this.context.limits.maxPageBytes, remembered: { ...metadata, memo: null }, discovered: true },
      this.context.signal,
    );
    await discard(answer);
    return answer.kind === 'not-modified' || (answer.kind === 'fetched' && answer.bodyHash === metadata.bodyHash);
  }

  async examineOr(answer: Fetched, page: string): Promise<ExaminedPage | null> {
    try {
      return await this.examiner.examine(answer, page, []);
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error;
      return null;
    }
  }

  /** Hands on what was found for a page; a page without datasets is remembered too, with next to no bytes. */
  async *take(answer: Fetched, url: string, examined: ExaminedPage, lastmod: string | null): AsyncIterable<HarvestEvent> {
    const described = subjectsOf(examined.read.quads);
    const owed = examined.incomplete ? (this.known.get(url) ?? []).filter((subject) => !described.has(subject)) : [];
    for (const subject of owed) yield { kind: 'stale', key: subject };
    if (examined.read.mapped) this.mapped++;
    const handsOn = examined.body === answer.body;
    if (this.context.remembered(url)?.bodyHash === examined.bodyHash) {
      await discard(answer);
      yield { kind: 'unchanged', key: url };
      for (const note of examined.read.notes) yield { kind: 'issue', issue: { ...note, url, owner: 'station' } };
      return;
    }
    if (!handsOn) await discard(answer);
    // What is kept of a page without datasets has no words left that could be told of when it is read.
    if (!hasDataset(examined.read.quads)) for (const note of examined.read.notes) yield { kind: 'issue', issue: { ...note, url, owner: 'station' } };
    const memo: PageMemo = { lastmod, metadata: examined.metadata, owed };
    // What broke off is asked for again next time, whatever the validators of the page say.
    const [etag, lastModified] = examined.incomplete ? [null, null] : [answer.etag, answer.lastModified];
    const { mediaType, baseIri, bodyHash, body } = examined;
    const retrievedAt = this.context.clock.now().toISOString();
    yield {
      kind: 'document',
      document: { url, baseIri, mediaType, retrievedAt, etag, lastModified, bodyHash, body },
      visit: () => undefined,
      memo: () => memo,
    };
  }

  private *failure(answer: Exclude<FetchAnswer, { kind: 'fetched' }>, visit: Visit): Generator<HarvestEvent, PageResult> {
    const status = answer.kind === 'status' ? answer.status : null;
    if (status === 410 && visit.discovered) {
      yield { kind: 'gone', key: visit.url, evidence: 'http-410' };
      return { kind: 'failed', fatal: false };
    }
    if (status === 404 && visit.discovered) {
      yield issue('child-unavailable', 'warning', 'The page is listed but does not exist (404).', { url: visit.url });
      return { kind: 'failed', fatal: false };
    }
    yield issueOfAnswer(answer, visit.url);
    yield* this.keep(visit.url, answer.kind === 'failed' && answer.reason === 'robots' ? 'listed' : 'stale');
    return { kind: 'failed', fatal: answer.kind === 'postponed' };
  }

  /** A page that is there and was not read keeps its records (RUN-3), also when it fails a second time: what is remembered of it is handed on. */
  private *keep(url: string, kind: 'listed' | 'stale'): Generator<HarvestEvent> {
    yield { kind, key: url };
    for (const subject of this.known.get(url) ?? []) yield { kind: 'stale', key: subject };
    if (this.known.has(url)) yield { kind: 'unchanged', key: url };
  }
}

/** Whether something came instead of the page: a page to log in, or what a redirect leads to. */
function standsInFor({ asksToLogIn }: ExaminedPage, answer: Fetched, url: string): boolean {
  const path = (address: string): string => new URL(address).pathname.replace(/\/+$/, '');
  return asksToLogIn || path(answer.url) !== path(url);
}

function owedOf(memo: unknown): readonly string[] {
  return (memo as Partial<PageMemo> | null)?.owed ?? [];
}
