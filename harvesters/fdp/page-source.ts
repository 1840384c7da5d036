import type { DocumentBody, HarvestEvent } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import type { HarvestContext, KnownDocument } from '../../src/ports/harvester.js';
import { inOwnScheme } from '../answers.js';
import { discard, issue, ownHosts } from '../received.js';
import { nextPageOf } from './link-header.js';
import { memoOf, type Covered, type PageMemo } from './page-memo.js';
import { sameAddress, type PageReader } from './page-reader.js';

export type Failure = Exclude<FetchAnswer, { kind: 'fetched' }>;
/** `refused`: there was an answer that may not be read, and a remark says why. */
export type Reading = { readonly kind: 'read'; readonly memo: PageMemo } | { readonly kind: 'failed'; readonly answer: Failure } | { readonly kind: 'refused' };
type Fetched = Extract<FetchAnswer, { kind: 'fetched' }>;

interface KnownPage {
  readonly document: KnownDocument;
  readonly memo: PageMemo;
}

/** FDP-6: Turtle alone; HTML would get an empty shell and application/trig a 406. */
const turtle = 'text/turtle';

/**
 * Gives the pages of a tree, in the order in which they are asked for.
 *
 * A record is put together from several pages, and it takes what they share (an agent that the root describes) from the first
 * that has it. So it is read whole or not at all, and always in the same order: as long as every page is what it was, pages are
 * held back, and when the walk ends that way they are unchanged and nothing is parsed. With the first page that differs all of
 * them are read, the unchanged ones from the bytes that are kept. What an FDP costs is its requests, not their parsing.
 */
export class PageSource {
  /** How many pages were asked for. */
  asked = 0;
  /** A page whose bytes are not kept any more could not be fetched again. */
  hasLost = false;
  private held: KnownPage[] | null;
  private readonly known = new Map<string, KnownPage>();
  private readonly read = new Set<string>();
  private readonly hashes = new Map<string, string>();
  private readonly described = new Set<string>();
  private readonly homes: Set<string>;
  private format: 'accept' | 'query' | 'neither' = 'accept';

  constructor(
    private readonly station: Station,
    private readonly context: HarvestContext,
  ) {
    this.homes = new Set(ownHosts(station));
    if (!context.full) {
      for (const document of context.knownDocuments()) {
        const memo = memoOf(document.memo);
        if (memo !== undefined) this.known.set(document.url, { document, memo });
      }
    }
    this.held = this.known.size > 0 ? [] : null;
  }

  /** What a page was about and which records took something from it, in the last complete run. */
  before(url: string): { readonly memo: PageMemo; readonly subjects: readonly string[] } | undefined {
    const known = this.known.get(url);
    return known === undefined ? undefined : { memo: known.memo, subjects: known.document.subjects };
  }

  async *page(url: string, reader: PageReader, covers: ReadonlySet<string> | null = null): AsyncGenerator<HarvestEvent, Reading> {
    this.asked++;
    const known = this.known.get(url);
    const answer = await this.fetch(url, known?.document);
    const same = known !== undefined && (answer.kind === 'not-modified' || (answer.kind === 'fetched' && answer.bodyHash === known.document.bodyHash));
    if (same && this.asked === 1) this.homes.add(new URL(known.memo.baseIri).host);
    if (same && this.held !== null && this.context.remembered(url) !== undefined) {
      await discard(answer);
      this.held.push(known);
      this.read.add(url);
      return { kind: 'read', memo: known.memo };
    }
    if (same) {
      yield* this.stream();
      const body = answer.kind === 'fetched' ? answer.body : await this.context.stored(known.document.bodyHash);
      if (body === null) return yield* this.again(url, reader, covers);
      return yield* this.give({ url, known, body, reader, covers });
    }
    return answer.kind === 'fetched' ? yield* this.fresh(url, answer, reader, covers) : { kind: 'failed', answer };
  }

  /** Ends the walk. When nothing has changed in a whole tree, or the walk broke off, the pages held back stand for their records. */
  async *end(sound: boolean): AsyncGenerator<HarvestEvent, void> {
    if (this.held !== null && sound && [...this.known.keys()].some((url) => !this.read.has(url))) yield* this.stream();
    for (const { document } of this.held ?? []) yield { kind: 'unchanged', key: document.url };
  }

  /** From here on every page is read: first those held back, from the bytes that are kept. */
  private async *stream(): AsyncGenerator<HarvestEvent, void> {
    const { held } = this;
    this.held = null;
    for (const known of held ?? []) {
      const { url, bodyHash } = known.document;
      const body = await this.context.stored(bodyHash);
      if (body !== null) yield* this.give({ url, known, body, reader: null, covers: null });
      else yield* this.lost(known);
    }
  }

  /** HTTP-7: an unchanged page whose bytes are not kept any more is fetched without conditions. */
  private async *lost({ document, memo }: KnownPage): AsyncGenerator<HarvestEvent, void> {
    const answer = await this.fetch(document.url, undefined);
    if (answer.kind === 'fetched' && this.leadsAway(answer) === null) {
      const isSame = answer.bodyHash === document.bodyHash;
      yield this.document(document.url, answer, { visit: () => undefined, memo: () => (isSame ? memo : null) });
      return;
    }
    await discard(answer);
    this.hasLost = true;
    yield issue('child-unavailable', 'error', 'The page was there a moment ago and cannot be fetched again.', { url: document.url });
    for (const key of [document.url, ...document.subjects]) yield { kind: 'stale', key };
  }

  private async *again(url: string, reader: PageReader, covers: ReadonlySet<string> | null): AsyncGenerator<HarvestEvent, Reading> {
    const answer = await this.fetch(url, undefined);
    return answer.kind === 'fetched' ? yield* this.fresh(url, answer, reader, covers) : { kind: 'failed', answer };
  }

  private *give(page: {
    url: string;
    known: KnownPage;
    body: DocumentBody;
    reader: PageReader | null;
    covers: ReadonlySet<string> | null;
  }): Generator<HarvestEvent, Reading> {
    const { url, known, body, reader } = page;
    const { etag, lastModified, bodyHash } = known.document;
    const { baseIri, mediaType, next } = known.memo;
    let memo: PageMemo | null = null;
    const retrievedAt = this.context.clock.now().toISOString();
    this.read.add(url);
    this.hashes.set(bodyHash, url);
    yield {
      kind: 'document',
      document: { url, baseIri, mediaType, retrievedAt, etag, lastModified, bodyHash, body },
      visit: (quad) => {
        reader?.visit(quad);
      },
      memo: () => (memo = reader === null ? known.memo : memoFrom(reader, page.covers, { baseIri, mediaType, next })),
    };
    return readingOf(memo);
  }

  private async *fresh(url: string, answer: Fetched, reader: PageReader, covers: ReadonlySet<string> | null): AsyncGenerator<HarvestEvent, Reading> {
    const foreign = this.leadsAway(answer);
    const earlier = this.hashes.get(answer.bodyHash);
    if (foreign !== null || (earlier !== undefined && !sameAddress(earlier, url) && !this.described.has(url))) {
      await discard(answer);
      const severity = covers === null ? 'error' : 'info';
      yield foreign === null
        ? issue('paging-loop', severity, `The page has the same content as ${earlier ?? ''}, which says nothing of it.`, { url })
        : issue('paging-foreign-host', severity, `The page leads to another host (${foreign}) and is not read.`, { url });
      return { kind: 'refused' };
    }
    if (this.asked === 1 && answer.movedTo !== null)
      yield issue('moved-permanently', 'warning', `The station says it has moved for good to ${answer.movedTo}. Change its entry when that is right.`, {
        url,
        owner: 'operator',
      });
    yield* this.stream();
    this.read.add(url);
    this.hashes.set(answer.bodyHash, url);
    let memo: PageMemo | null = null;
    yield this.document(url, answer, {
      visit: (quad) => {
        reader.visit(quad);
      },
      memo: () => (memo = memoFrom(reader, covers, { ...answer, next: nextPageOf(answer.headers['link']) })),
    });
    for (const child of reader.described()) this.described.add(child);
    return readingOf(memo);
  }

  private document(url: string, answer: Fetched, parts: Pick<Extract<HarvestEvent, { kind: 'document' }>, 'visit' | 'memo'>): HarvestEvent {
    const { baseIri, mediaType, etag, lastModified, bodyHash, body } = answer;
    const retrievedAt = this.context.clock.now().toISOString();
    return { kind: 'document', document: { url, baseIri, mediaType, retrievedAt, etag, lastModified, bodyHash, body }, ...parts };
  }

  /** The registered address may lead anywhere; what its pages name may end there, or on a host of the station (SSRF-5). */
  private leadsAway(answer: Fetched): string | null {
    const { host } = new URL(answer.url);
    if (this.asked === 1) this.homes.add(host);
    return this.homes.has(host) ? null : host;
  }

  /** FDP-6: a server, or a proxy before it, that does not give Turtle by `Accept` may give it by `?format=ttl`. */
  private async fetch(url: string, remembered: KnownDocument | undefined): Promise<FetchAnswer> {
    const asked = inOwnScheme(url, this.station.endpoint);
    const request = { maxBytes: this.context.limits.maxPageBytes, remembered };
    if (this.format === 'query') return byQuery(await this.context.fetcher.fetch({ ...request, ...inTurtle(asked) }, this.context.signal), asked);
    const answer = await this.context.fetcher.fetch({ ...request, url: asked, accept: turtle }, this.context.signal);
    if (this.format === 'neither' || !refusesTurtle(answer)) return answer;
    const second = await this.context.fetcher.fetch({ ...request, ...inTurtle(asked) }, this.context.signal);
    this.format = second.kind === 'not-modified' || (second.kind === 'fetched' && !refusesTurtle(second)) ? 'query' : 'neither';
    await discard(this.format === 'query' ? answer : second);
    return this.format === 'query' ? byQuery(second, asked) : answer;
  }
}

/** The memo is asked for after the last triple: a page of which it was not could not be read to its end. */
function readingOf(memo: PageMemo | null): Reading {
  return memo === null ? { kind: 'refused' } : { kind: 'read', memo };
}

function memoFrom(reader: PageReader, covers: ReadonlySet<string> | null, page: Pick<PageMemo, 'baseIri' | 'mediaType' | 'next'>): PageMemo {
  const covered: readonly Covered[] = covers === null ? [] : reader.covered(covers);
  return { ...reader.memo(), covered, baseIri: page.baseIri, mediaType: page.mediaType, next: page.next };
}

function refusesTurtle(answer: FetchAnswer): boolean {
  if (answer.kind === 'status') return answer.status === 406 || answer.status === 415;
  return answer.kind === 'fetched' && /^\s*(text\/html|application\/xhtml)/i.test(answer.mediaType);
}

function inTurtle(url: string): { readonly url: string; readonly accept: string } {
  const asked = new URL(url);
  asked.searchParams.set('format', 'ttl');
  return { url: asked.href, accept: 'text/turtle, */*;q=0.1' };
}

/** What the question added to the address does not belong to the base of relative references. */
function byQuery(answer: FetchAnswer, url: string): FetchAnswer {
  return answer.kind === 'fetched' && answer.baseIri === inTurtle(url).url ? { ...answer, baseIri: url } : answer;
}
