import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { HarvestContext } from '../../src/ports/harvester.js';
import { issueOfAnswer } from '../answers.js';
import { issue, ownHosts } from '../received.js';
import { PagedList, type Visit } from './paged-list.js';
import type { Child, PageKind, PageMemo, Summary } from './page-memo.js';
import { PageReader } from './page-reader.js';
import { PageSource, type Failure } from './page-source.js';
import { settingsOf } from './settings.js';

const maxForeign = 100;

/** One visit to a FAIR Data Point: depth first, so that a walk that breaks off leaves few records half read. */
export class Walk {
  private readonly source: PageSource;
  private readonly settings;
  private readonly hosts: ReadonlySet<string>;
  private readonly tasks: (Visit | PagedList)[];
  private readonly visited = new Set<string>();
  private readonly parents = new Map<string, Set<string>>();
  private readonly kinds = new Map<string, PageKind>();
  private readonly failed = new Set<string>();
  /** Pages that show what their siblings are like; null when they could not be read. */
  private readonly samples = new Map<string, PageMemo | null>();
  private readonly foreign = new Set<string>();
  private persistent: string | null = null;
  private rootLicence: string | null = null;
  private withRootLicence = 0;
  private sound = true;

  constructor(
    private readonly station: Station,
    private readonly context: HarvestContext,
    private readonly root: string,
  ) {
    this.source = new PageSource(station, context);
    this.settings = settingsOf(station);
    this.hosts = ownHosts(station);
    this.visited.add(addressOf(root));
    this.tasks = [{ url: root, member: true, listing: true, below: 'listing' }];
  }

  async *run(): AsyncGenerator<HarvestEvent, void> {
    let goesOn = true;
    while (goesOn && !this.context.signal.aborted) {
      const task = this.tasks.pop();
      if (task === undefined) break;
      if (this.source.asked >= this.context.limits.maxPages) {
        this.tasks.push(task);
        yield issue('limit-reached', 'error', `The tree has more than ${String(this.context.limits.maxPages)} pages.`, { url: this.root, owner: 'operator' });
        break;
      }
      goesOn = task instanceof PagedList ? yield* this.openList(task) : yield* this.open(task);
      if (this.source.asked % 10 === 1) yield { kind: 'expects', count: this.visited.size };
    }
    for (const task of this.tasks) for (const { url } of task instanceof PagedList ? task.children : [task]) this.failed.add(url);
    if (this.tasks.length > 0 || this.context.signal.aborted) this.sound = false;
    yield* this.source.end(this.sound);
    if (this.source.hasLost) this.sound = false;
    yield* this.staleRecords();
    if (this.withRootLicence > 0) yield this.aboutLicences();
    if (this.sound) yield { kind: 'complete', walk: 'full' };
  }

  private async *open(visit: Visit): AsyncGenerator<HarvestEvent, boolean> {
    const reading = yield* this.source.page(visit.url, new PageReader(visit.url, visit.below));
    if (this.samples.has(visit.url)) this.samples.set(visit.url, reading.kind === 'read' ? reading.memo : null);
    if (reading.kind === 'read') {
      if (visit.url === this.root) {
        this.persistent = reading.memo.persistent;
        this.rootLicence = reading.memo.licence;
      }
      yield* this.follow(visit.url, reading.memo);
      return true;
    }
    if (reading.kind === 'failed') return yield* this.fail(visit, reading.answer);
    this.sound = false;
    this.failed.add(visit.url);
    if (this.persistent !== null && visit.url.startsWith(`${this.persistent}/`)) this.persistent = null;
    return true;
  }

  private async *openList(list: PagedList): AsyncGenerator<HarvestEvent, boolean> {
    const sample = this.samples.get(list.sample.url) ?? null;
    const waiting = new Map(list.children.map((child) => [child.url, child]));
    waiting.delete(list.sample.url);
    let goesOn = true;
    if (sample !== null && sample.kind !== 'listing') {
      const { covered, postponed } = yield* list.read(this.source, sample, { size: this.settings.pageSize, maxPages: this.context.limits.maxPages });
      for (const record of covered) {
        if (record.kind === 'listing') continue;
        waiting.delete(record.url);
        yield* this.follow(record.url, record);
      }
      if (postponed !== null) yield issueOfAnswer(postponed, list.parent);
      goesOn = postponed === null;
    }
    this.tasks.push(...[...waiting.values()].reverse());
    return goesOn;
  }

  /** Notes what a page is, and puts what is below it before everything that waits. */
  private *follow(url: string, page: Summary): Generator<HarvestEvent, void> {
    this.kinds.set(url, page.kind);
    if (page.kind === 'record' && page.licence !== null && page.licence === this.rootLicence) this.withRootLicence++;
    const single: Visit[] = [];
    const lists = new Map<string, Visit[]>();
    for (const child of page.children) {
      const visit = yield* this.visitOf(child, url, page);
      if (visit === null) continue;
      const list = child.list === null ? single : (lists.get(child.list) ?? []);
      list.push(visit);
      if (child.list !== null) lists.set(child.list, list);
    }
    for (const [segment, children] of lists) {
      const sample = children.find((child) => child.member) ?? children[0];
      if (sample === undefined || children.length <= this.settings.pagesFrom) single.push(...children);
      else {
        this.samples.set(sample.url, null);
        this.tasks.push(new PagedList(url, segment, children, sample), sample);
      }
    }
    for (const visit of single.reverse()) this.tasks.push(visit);
  }

  /** Whether and how a child is to be read; null when it was, or may not be. */
  private *visitOf(child: Child, parent: string, page: Summary): Generator<HarvestEvent, Visit | null> {
    const url = child.url.replace(/#.*$/, '');
    if (!URL.canParse(url) || (this.settings.publishedOnly && !child.member)) return null;
    if (!this.hosts.has(new URL(url).host) && (this.persistent === null || !url.startsWith(`${this.persistent}/`))) {
      if (!this.foreign.has(url) && this.foreign.size < maxForeign) {
        this.foreign.add(url);
        const detail = `The child is on another host (${new URL(url).host}) and is not followed. Add its address to the station's subject prefixes if it belongs to it.`;
        yield issue('paging-foreign-host', 'warning', detail, { url });
      }
      return null;
    }
    const parents = this.parents.get(url);
    if (parents === undefined) this.parents.set(url, new Set([parent]));
    else parents.add(parent);
    if (this.visited.has(addressOf(url))) return null;
    this.visited.add(addressOf(url));
    const isRoot = page.kind === 'listing' && !page.catalogue;
    return { url, member: child.member, listing: child.listing || (isRoot && !child.record), below: page.kind === 'listing' ? 'listing' : 'record' };
  }

  /** What a page that cannot be read means: nothing, one stale record, or the end of the walk. False when the walk cannot go on. */
  private *fail(visit: Visit, answer: Failure): Generator<HarvestEvent, boolean> {
    const { url } = visit;
    const status = answer.kind === 'status' ? answer.status : null;
    const before = this.source.before(url);
    const listing = before === undefined ? visit.listing : before.memo.kind === 'listing';
    if (status === 403 && !visit.member) {
      yield issue('not-published', 'info', 'The child is listed but not published (a draft).', { url });
      return true;
    }
    if (!listing && status === 410) {
      for (const key of [url, ...(before?.subjects ?? []).filter((subject) => subject.startsWith(`${url}#`))])
        yield { kind: 'gone', key, evidence: 'http-410' };
      if (visit.below === 'record') yield issue('child-unavailable', 'warning', 'The part is listed but its page says that it is gone (410).', { url });
      return true;
    }
    if (!listing && status === 404) {
      yield issue('child-unavailable', 'warning', 'The child is listed but its page does not exist (404).', { url });
      return true;
    }
    this.sound = false;
    this.failed.add(url);
    yield status === 401 ? this.aboutCredentials(url) : issueOfAnswer(answer, url);
    return answer.kind !== 'postponed';
  }

  /** A record counts as stale when its page, or a part of it, could not be read: it is taken over whole or not at all (RUN-3). */
  private *staleRecords(): Generator<HarvestEvent, void> {
    const stale = new Set<string>();
    for (const url of this.failed) {
      const before = this.source.before(url);
      stale.add(url);
      for (const subject of before?.subjects ?? []) stale.add(subject);
      if (before?.memo.kind !== 'record') this.recordsAbove(url, stale);
    }
    for (const key of stale) yield { kind: 'stale', key };
  }

  private recordsAbove(url: string, found: Set<string>): void {
    const seen = new Set([url]);
    for (const at of seen) {
      for (const parent of this.parents.get(at) ?? []) {
        if (this.kinds.get(parent) === 'record') found.add(parent);
        else if (this.kinds.get(parent) === 'part') seen.add(parent);
      }
    }
  }

  /** FDP-14: a token that is wrong or has run out is refused for public records too. */
  private aboutCredentials(url: string): HarvestEvent {
    const detail =
      this.station.authentication === null
        ? 'The station asks for credentials (401), and none are registered.'
        : 'The station does not accept our credentials (401): a wrong or expired token is refused for public records too. Register a new one, or none.';
    return issue('credentials', 'error', detail, { url, owner: 'operator' });
  }

  /** FDP-17: what the server fills in when the owner gave nothing cannot be told from what the owner chose. */
  private aboutLicences(): HarvestEvent {
    const detail = `${String(this.withRootLicence)} record(s) have the licence of the FAIR Data Point itself (${this.rootLicence ?? ''}). It may be a default of the software that nobody chose.`;
    return issue('default-value', 'info', detail, { url: this.root });
  }
}

/** One address however it is spelled. */
function addressOf(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}
