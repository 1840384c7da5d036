import { DataFactory } from 'n3';
import type { HarvestedDocument, HarvestEvent } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { HarvestContext } from '../../src/ports/harvester.js';
import { issue, ownHosts, textOf } from '../received.js';
import { parseStored } from '../../src/rdf/parse.js';
import { recordsReaching, withAll, withParts } from './assembly.js';
import type { LdesBookmark, PageState } from './bookmark.js';
import { untilOf } from './bounds.js';
import { discover } from './discovery.js';
import { Entities, type EntityState, type PendingMemo } from './entities.js';
import { documentOf, memoOf } from './entity-document.js';
import { lacksParts, standingOf, type Gap, type Standing } from './gaps.js';
import { readMembers, type Member } from './members.js';
import { compareStamps, type Stamp } from './order.js';
import type { PageGraph } from './page-graph.js';
import { fetchPage, withoutFragment, type PageAnswer } from './pages.js';
import { writePayload, type WrittenPayload } from './payload.js';
import { horizonOf, readRetention } from './retention.js';
import { readContext } from './stream-context.js';

/** So many pages in a row that fail, and the rest of the feed is left alone. */
const maxFailures = 3;

/** How a walk ended: with everything read, broken off, or in need of a full walk instead. */
export type WalkEnd = 'done' | 'broken' | 'start-over';

/** One walk through a feed: its pages, its members as kept entities, and at the end the records put together from them. */
export class Walk {
  private readonly entities: Entities;
  private readonly pages = new Map<string, PageState>();
  private readonly fetched = new Map<string, Extract<PageAnswer, { kind: 'page' | 'same' }>>();
  private readonly finalised: Set<string>;
  /** Entities of which a member came that cannot be used: their absence says nothing. */
  private readonly unclear = new Set<string>();
  private bookmark: LdesBookmark;
  /** How late the members of a page can be, by the relations that lead to it. */
  private readonly until = new Map<string, number>();
  private readonly foreignHosts = new Set<string>();
  private unmarkedPages = 0;
  private hasToldMended = false;

  constructor(
    private readonly station: Station,
    private readonly context: HarvestContext,
    bookmark: LdesBookmark,
  ) {
    this.bookmark = bookmark;
    this.entities = new Entities(context.knownDocuments(), bookmark, Date.parse(bookmark.startedAt));
    this.finalised = new Set(bookmark.finalised);
    for (const [url, state] of Object.entries(bookmark.pages)) this.pages.set(url, state);
  }

  async *follow(): AsyncGenerator<HarvestEvent, WalkEnd> {
    const found = yield* this.findRoot();
    if (found !== 'done') return found;
    if (this.missedDeletions()) {
      yield issue('protocol-error', 'info', 'Deletions since the last visit may have been dropped from the feed; it is read whole again and compared.');
      return 'start-over';
    }
    const gaps = yield* this.readPages();
    // An operator who wants everything gets it whole or not at all; the increments go on from their own bookmark.
    return gaps === null || (gaps.length > 0 && this.context.full) ? 'broken' : yield* this.finish(gaps);
  }

  /** Ends the walk with what is known, without asking for any page. */
  async *finish(gaps: readonly Gap[] = []): AsyncGenerator<HarvestEvent, WalkEnd> {
    const { mode, walk, unsettled } = this.bookmark;
    const walks = new Set([walk, ...unsettled]);
    const { present, removed, waiting, passing } = gaps.length === 0 ? this.outcome(walks) : standingOf(this.entities, this.bookmark, gaps);
    const changed = [...present].filter(([, state]) => walks.has(state.walk)).map(([iri]) => iri);
    let wanted: Iterable<string> = present.keys();
    if (mode === 'incremental' || gaps.length > 0) {
      const records = recordsReaching([...changed, ...removed], present);
      const halves = gaps.length === 0 ? new Set<string>() : await this.halves(records, present);
      wanted = withAll(new Set([...records].filter((iri) => !halves.has(iri))), present);
      for (const key of halves) yield { kind: 'stale', key };
      if (halves.size + waiting > 0) yield waitRemark(halves.size, waiting, gaps);
    }
    for (const iri of wanted) {
      const state = present.get(iri);
      if (state === undefined) continue;
      const document = await this.storedDocument(iri, state.bodyHash);
      if (document === null) {
        if (mode === 'incremental') return 'start-over';
        yield issue('internal', 'error', `The bytes of <${iri}> are not kept any more.`, { owner: 'us', subject: iri });
        return 'broken';
      }
      const memo = memoOf(state);
      yield { kind: 'document', document, visit: () => undefined, memo: () => memo };
    }
    for (const iri of removed) {
      const { role } = this.entities.removed.get(iri) ?? this.entities.before.get(iri) ?? {};
      yield role === 'part' || role === 'catalogue' ? { kind: 'forgotten', key: iri } : { kind: 'gone', key: iri, evidence: 'as-delete' };
    }
    for (const key of passing) yield { kind: 'forgotten', key };
    this.bookmark = { ...this.bookmark, isFinished: gaps.length === 0, hasGaps: gaps.length > 0 };
    yield this.mark();
    yield gaps.length === 0 ? { kind: 'complete', walk: mode } : { kind: 'complete', walk: 'incremental', gaps: true };
    return 'done';
  }

  /** How things stand when every page was read. */
  private outcome(walks: ReadonlySet<string>): Standing {
    const { mode, retention } = this.bookmark;
    const { live, before } = this.entities;
    const removed = new Set(this.entities.deletionsBy(walks).map(({ entity }) => entity));
    if (mode === 'full') {
      const horizon = retention.keepsLatest ? null : horizonOf(retention.changes, this.context.clock.now());
      for (const [iri, state] of before) {
        if (live.has(iri) || removed.has(iri)) continue;
        if (this.unclear.has(iri) || (horizon !== null && (state.at ?? -Infinity) < horizon)) live.set(iri, state);
        else removed.add(iri);
      }
    }
    return { present: live, removed, waiting: 0, passing: [] };
  }

  /** Records of which a part may stand in a gap: none is published by half. */
  private async halves(records: ReadonlySet<string>, present: ReadonlyMap<string, EntityState>): Promise<ReadonlySet<string>> {
    const lacking: string[] = [];
    for (const iri of withParts(records, present)) {
      const state = present.get(iri);
      const document = state === undefined ? null : await this.storedDocument(iri, state.bodyHash);
      if (document?.body.kind === 'memory' && lacksParts(parseStored(Buffer.from(document.body.bytes).toString('utf8')), present)) lacking.push(iri);
    }
    return recordsReaching(lacking, present);
  }

  private async *findRoot(): AsyncGenerator<HarvestEvent, WalkEnd> {
    const start = this.station.endpoint;
    const entry = withoutFragment(start);
    const answer = await fetchPage(this.station, this.context, entry, this.bookmark.root === entry ? this.pages.get(entry) : undefined);
    if (answer.kind === 'failed' || answer.kind === 'gone') {
      yield answer.kind === 'failed'
        ? answer.event
        : issue('http-status', 'error', 'The feed itself answers 410: it is gone, or has another address now.', { url: entry });
      return 'broken';
    }
    if (answer.kind === 'same') {
      this.fetched.set(entry, answer);
      return 'done';
    }
    const found = discover(answer.graph, answer.url, start);
    if (found.kind === 'none') {
      yield issue('protocol-error', 'error', found.detail, { url: entry });
      return 'broken';
    }
    const root = found.kind === 'root' ? answer.url : found.root;
    const goesOn = this.bookmark.mode === 'incremental' || this.bookmark.unsettled.length > 0;
    if (goesOn && (root !== this.bookmark.root || found.stream !== this.bookmark.stream)) return 'start-over';
    this.bookmark = { ...this.bookmark, root, stream: found.stream };
    this.learn(answer.graph, root);
    if (found.kind === 'root') {
      this.fetched.set(root, answer);
      return 'done';
    }
    if (!this.isOwn(root)) {
      yield* this.foreign(root);
      return 'broken';
    }
    const rootPage = await fetchPage(this.station, this.context, root, this.pages.get(root));
    if (rootPage.kind === 'page' || rootPage.kind === 'same') {
      if (rootPage.kind === 'page') this.learn(rootPage.graph, rootPage.url);
      this.fetched.set(root, rootPage);
      return 'done';
    }
    yield rootPage.kind === 'failed' ? rootPage.event : issue('http-status', 'error', 'The root page of the feed answers 410.', { url: root });
    return 'broken';
  }

  private learn(graph: PageGraph, root: string): void {
    const { stream, context, retention } = this.bookmark;
    const read = readRetention(graph, DataFactory.namedNode(root));
    const saysNothing = read.keepsLatest && read.changes.since === null && read.deletions.forMs === null;
    this.bookmark = { ...this.bookmark, context: readContext(graph, stream, context), retention: saysNothing ? retention : read };
  }

  /** LDES-9: what was deleted while nobody looked cannot be learnt from changes. */
  private missedDeletions(): boolean {
    const { mode, syncedAt, retention } = this.bookmark;
    if (mode === 'full' || syncedAt === null) return false;
    const horizon = horizonOf(retention.deletions, this.context.clock.now());
    return horizon !== null && Date.parse(syncedAt) < horizon;
  }

  /** Follows every relation once. The pages that could not be read; null when the walk has to be given up. */
  private async *readPages(): AsyncGenerator<HarvestEvent, readonly Gap[] | null> {
    const queue = [this.bookmark.root];
    const visited = new Set(queue);
    const bodies = new Map<string, string>();
    const gaps = new Set<string>();
    let failures = 0;
    for (let url = queue.shift(); url !== undefined; url = queue.shift()) {
      const known = this.pages.get(url);
      let page: Pick<PageState, 'nodes' | 'until'> | undefined = known;
      if (known?.immutable !== true) {
        const answer = this.fetched.get(url) ?? (await fetchPage(this.station, this.context, url, known));
        this.fetched.delete(url);
        failures = answer.kind === 'failed' ? failures + 1 : 0;
        if (answer.kind === 'failed') {
          yield answer.event;
          if (this.context.signal.aborted || (answer.event.kind === 'issue' && answer.event.retryAfterMs !== undefined)) return null;
          gaps.add(url);
        }
        if (answer.kind === 'gone') {
          this.pages.delete(url);
          page = undefined;
        }
        if (answer.kind === 'page') {
          const twin = bodies.get(answer.state.hash);
          if (twin !== undefined && answer.state.nodes.some((node) => !visited.has(node))) {
            yield issue('paging-loop', 'error', `The page has the same content as <${twin}> and leads on to others.`, { url });
            gaps.add(url);
            continue;
          }
          bodies.set(answer.state.hash, url);
          yield* this.readMembers(answer.graph, url);
          const state = { ...answer.state, until: untilOf(answer.graph, this.bookmark.context) };
          page = state;
          this.pages.set(url, state);
          if (++this.unmarkedPages >= Math.ceil(this.pages.size / 50)) yield this.mark();
        }
      }
      for (const node of page?.nodes ?? []) {
        const until = page?.until?.[node];
        if (until !== undefined) this.until.set(node, Math.min(until, this.until.get(node) ?? until));
        if (visited.has(node)) continue;
        visited.add(node);
        if (this.isOwn(node)) queue.push(node);
        else {
          yield* this.foreign(node);
          gaps.add(node);
        }
      }
      if (visited.size > this.context.limits.maxPages) {
        yield issue('limit-reached', 'error', `The feed has more than ${String(this.context.limits.maxPages)} pages.`, { url, owner: 'operator' });
        failures = maxFailures;
      }
      if (failures === maxFailures) for (const rest of queue.splice(0)) gaps.add(rest);
    }
    if (gaps.size === 0) for (const url of this.pages.keys()) if (!visited.has(url)) this.pages.delete(url);
    return [...gaps].map((url) => ({ url, until: this.until.get(url) ?? null }));
  }

  private async *readMembers(graph: PageGraph, url: string): AsyncGenerator<HarvestEvent> {
    const { members, faults, mended } = readMembers(graph, this.bookmark.stream, this.bookmark.context);
    for (const { entity, detail } of faults) {
      if (entity !== null) this.unclear.add(entity);
      yield issue('protocol-error', 'error', detail, { url, subject: entity });
    }
    if (mended && !this.hasToldMended) {
      this.hasToldMended = true;
      yield issue(
        'protocol-error',
        'warning',
        'A path of the feed leads to an address of the page itself; the ActivityStreams term is read instead. Correct its JSON-LD context.',
        { url },
      );
    }
    const stamped = members.map((member) => ({ member, stamp: this.entities.stampOf(member) })).sort((a, b) => compareStamps(a.stamp, b.stamp));
    for (const { member, stamp } of stamped) {
      if (stamp.isFuture)
        yield issue('clock', 'warning', `The member <${member.id}> is dated more than a day in the future; it counts from when it was first seen.`, {
          url,
          subject: member.entity,
        });
      yield* this.take(member, stamp, url);
    }
  }

  private async *take(member: Member, { member: id, activity, at, sequence }: Stamp, url: string): AsyncGenerator<HarvestEvent> {
    const stamp: Stamp = { member: id, activity, at, sequence };
    const payload = writePayload(member.entity, member.payload);
    if (payload.dropped > 0)
      yield issue('not-repaired', 'warning', `${String(payload.dropped)} statements of <${member.id}> cannot be written as RDF and are left out.`, {
        url,
        subject: member.entity,
      });
    const { transaction } = member;
    if (transaction !== null && !member.finalises && !this.finalised.has(transaction)) {
      const memo: PendingMemo = { pending: transaction, entity: member.entity, stamp, role: payload.role, links: payload.links };
      const document = documentOf(this.context.clock, `${member.id}#pending`, payload.bytes);
      this.entities.pending.set(document.url, { ...memo, bodyHash: document.bodyHash });
      yield { kind: 'kept', document, memo };
      return;
    }
    if (transaction !== null && member.finalises) yield* this.finalise(transaction);
    yield* this.apply(member.entity, stamp, payload);
  }

  /** LDES-8: what was kept of a transaction happens now. */
  private async *finalise(transaction: string): AsyncGenerator<HarvestEvent> {
    this.finalised.add(transaction);
    const members = [...this.entities.pending].filter(([, state]) => state.pending === transaction).sort(([, a], [, b]) => compareStamps(a.stamp, b.stamp));
    for (const [key, state] of members) {
      const document = await this.storedDocument(state.entity, state.bodyHash);
      const { bytes } = document?.body.kind === 'memory' ? document.body : { bytes: null };
      if (bytes !== null) yield* this.apply(state.entity, state.stamp, { bytes, role: state.role, links: state.links });
      this.entities.pending.delete(key);
      yield { kind: 'forgotten', key };
    }
  }

  private *apply(entity: string, stamp: Stamp, { bytes, role, links }: Omit<WrittenPayload, 'dropped'>): Iterable<HarvestEvent> {
    const { walk } = this.bookmark;
    if (stamp.activity === 'delete') {
      this.entities.remove(entity, stamp, walk);
      return;
    }
    const document = documentOf(this.context.clock, entity, bytes);
    if (!this.entities.isNews(entity, stamp, document.bodyHash, walk)) return;
    const state: EntityState = { ...stamp, role, links, walk, bodyHash: document.bodyHash };
    this.entities.put(entity, state);
    yield { kind: 'kept', document, memo: memoOf(state) };
  }

  private async storedDocument(url: string, bodyHash: string): Promise<HarvestedDocument | null> {
    const body = await this.context.stored(bodyHash);
    if (body === null) return null;
    return documentOf(
      this.context.clock,
      url,
      body.kind === 'memory' ? body.bytes : Buffer.from(await textOf(body, this.context.limits.maxDocumentBytes), 'utf8'),
    );
  }

  private mark(): HarvestEvent {
    this.unmarkedPages = 0;
    const value: LdesBookmark = {
      ...this.bookmark,
      ...this.entities.memory(this.bookmark.walk),
      pages: Object.fromEntries(this.pages),
      finalised: [...this.finalised].slice(-1000),
      ...(this.bookmark.isFinished ? { syncedAt: this.bookmark.startedAt } : {}),
    };
    return { kind: 'bookmark', value: JSON.stringify(value) };
  }

  private isOwn(url: string): boolean {
    return URL.canParse(url) && ownHosts(this.station).has(new URL(url).host);
  }

  /** Told once for each host. */
  private *foreign(url: string): Iterable<HarvestEvent> {
    const host = URL.canParse(url) ? new URL(url).host : url.slice(0, 100);
    if (this.foreignHosts.has(host)) return;
    this.foreignHosts.add(host);
    yield issue(
      'paging-foreign-host',
      'error',
      `A page of the feed is on another host (${host}) and is not read. Add its address to the station's subject prefixes if it belongs to it.`,
      { url },
    );
  }
}

function waitRemark(halves: number, deletions: number, gaps: readonly Gap[]): HarvestEvent {
  const what = [
    ...(halves === 0 ? [] : [`${String(halves)} records name parts that were not found`]),
    ...(deletions === 0 ? [] : [`${String(deletions)} deletions may be out of date`]),
  ].join(', and ');
  const detail = `Pages of the feed could not be read, and ${what}: what these concern stays as it is until the pages can be read.`;
  return issue('skipped', 'info', detail, { url: gaps[0]?.url ?? null });
}
