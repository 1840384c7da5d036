import { createHash } from 'node:crypto';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { HarvestContext, Harvester } from '../../src/ports/harvester.js';
import { issue } from '../received.js';
import { detectCkan } from './detect.js';
import { offersOwnDcat } from './own-dcat.js';
import { readPackage } from './package-to-dcat.js';
import { packageSchema, type CkanPackage } from './schema.js';
import { isPlainList, PackageSearch } from './search.js';
import { ckanFaults, isFullWalkDue, settingsOf, withOverlap, type CkanSettings } from './settings.js';
import { labelOf } from './package-fields.js';

/** Packages of a CKAN site by its Action API (protocols.md 4). */
export const ckanHarvester: Harvester = {
  protocol: 'ckan',
  knows: { completeListing: true, deletions: false, modifiedSince: true },
  assembly: 'per-document',
  read: readPackage,
  faults: ckanFaults,
  detect: detectCkan,
  harvest,
};

/** A walk that records move under is repeated at most this often. */
const maxPasses = 4;

async function* harvest(station: Station, context: HarvestContext): AsyncIterable<HarvestEvent> {
  const settings = settingsOf(station);
  const startedAt = context.clock.now();
  const full = isPlainList(settings.action) || isFullWalkDue(context, settings.fullEveryDays, startedAt);
  const since = full || context.bookmark === null ? null : withOverlap(context.bookmark);
  const walk = new PackageWalk(settings, context, since);
  yield* walk.passes();
  yield* walk.skippedRemark();
  if (!walk.sound) return;
  if (full && (await offersOwnDcat(settings.base, context)))
    yield issue(
      'skipped',
      'info',
      'The site also publishes its own DCAT (catalog.ttl), which says more than we can make of its packages. Setting the protocol to "ckan-dcat" is better.',
      { url: `${settings.base}/catalog.ttl`, owner: 'operator' },
    );
  yield { kind: 'bookmark', value: bookmarkOf(walk.newest, context.bookmark, startedAt) };
  yield { kind: 'complete', walk: full ? 'full' : 'incremental' };
}

/**
 * The newest change seen, by the site's own clock; never later than the start of this run, since a package dated in the
 * future would hide all changes until then.
 */
function bookmarkOf(newest: string | null, previous: string | null, startedAt: Date): string {
  const times = [newest, previous].flatMap((time) => (time === null || Number.isNaN(Date.parse(time)) ? [] : [Date.parse(time)]));
  return new Date(Math.min(times.length === 0 ? startedAt.getTime() : Math.max(...times), startedAt.getTime())).toISOString();
}

/** One walk over all pages, repeated while packages come and go under it (CKAN-3). */
class PackageWalk {
  sound = false;
  newest: string | null = null;
  private readonly seen = new Set<string>();
  private readonly skipped = new Map<string, number>();
  private readonly fq: string | null;
  private readonly search: PackageSearch;
  private pages = 0;
  private nameless = 0;
  private moved = false;

  constructor(
    private readonly settings: CkanSettings,
    private readonly context: HarvestContext,
    since: Date | null,
  ) {
    this.fq = filterOf(settings.fq, since);
    this.search = new PackageSearch(settings, context);
  }

  async *passes(): AsyncIterable<HarvestEvent> {
    for (let pass = 1; ; pass++) {
      const before = this.seen.size;
      const counts: (number | null)[] = [];
      const ended = yield* this.pass(counts);
      if (!ended) return;
      // The largest: a site whose copies of the index differ tells a smaller number on a later page and lists no more than that.
      const count = largestOf(counts);
      const steady = counts.every((one) => one === counts[0]);
      const missing = count !== null && this.seen.size + this.nameless < count;
      if (!missing && (steady || (pass > 1 && this.seen.size === before))) break;
      if (pass === maxPasses || (missing && steady && pass > 1 && this.seen.size === before)) {
        yield issue(
          'total-differs',
          'error',
          missing
            ? `The site says it has ${String(count)} packages, and ${String(this.seen.size)} were found.`
            : 'The number of packages changes with every walk over the pages, so that nobody can tell whether all were seen.',
          { url: this.settings.base },
        );
        return;
      }
    }
    this.sound = this.nameless === 0;
  }

  *skippedRemark(): Iterable<HarvestEvent> {
    if (this.skipped.size === 0) return;
    const total = [...this.skipped.values()].reduce((sum, count) => sum + count, 0);
    const kinds = [...this.skipped].map(([kind, count]) => `${String(count)} ${kind}`);
    yield issue('skipped', 'info', `${String(total)} package(s) of the site are left out: ${kinds.join(', ')}.`, { url: this.settings.base });
  }

  /** Reads all pages once; true when the end was reached. Adds the count of each page, and the one asked for again at the end. */
  private async *pass(counts: (number | null)[]): AsyncGenerator<HarvestEvent, boolean> {
    const { settings, context, fq } = this;
    const ids = new Set<string>();
    const bodies = new Set<string>();
    let nameless = 0;
    for (let start = 0; ;) {
      if (this.pages++ >= context.limits.maxPages) {
        yield issue('limit-reached', 'error', `The listing has more than ${String(context.limits.maxPages)} pages.`, { url: settings.base, owner: 'operator' });
        return false;
      }
      const asked = await this.search.ask({ start, rows: settings.rows, fq });
      if ('failure' in asked) {
        yield asked.failure;
        return false;
      }
      const { page } = asked;
      counts.push(page.count);
      if (start === 0 && page.count !== null) yield { kind: 'expects', count: page.count };
      if (page.movedTo !== null && !this.moved) yield* this.movedRemark(page.movedTo);
      const known = ids.size + nameless;
      for (const item of page.results) {
        const parsed = packageSchema.safeParse(item);
        if (!parsed.success) nameless++;
        else if (!ids.has(parsed.data.id)) {
          ids.add(parsed.data.id);
          if (!this.seen.has(parsed.data.id)) yield* this.take(parsed.data);
        }
      }
      // CKAN-10, RUN-12: a page that came before under another start, or one that brings nothing of its own.
      if (page.results.length > 0 && (bodies.has(page.bodyHash) || known === ids.size + nameless)) {
        yield issue('paging-loop', 'error', 'The site answers with packages that it gave before, as if it did not look at "start".', { url: page.url });
        return false;
      }
      bodies.add(page.bodyHash);
      start += page.results.length;
      if (page.results.length === 0 || (page.count !== null ? start >= page.count : page.results.length !== settings.rows)) break;
    }
    if (nameless > this.nameless) {
      this.nameless = nameless;
      yield issue('protocol-error', 'error', `${String(nameless)} package(s) of the listing have no id and cannot be told apart.`, { url: settings.base });
    }
    return yield* this.countAgain(counts);
  }

  /** CKAN-3: what the first page says of the number of packages once the last has been read. */
  private async *countAgain(counts: (number | null)[]): AsyncGenerator<HarvestEvent, boolean> {
    if (isPlainList(this.settings.action)) return true;
    const asked = await this.search.ask({ start: 0, rows: 1, fq: this.fq });
    if ('failure' in asked) {
      yield asked.failure;
      return false;
    }
    counts.push(asked.page.count);
    return true;
  }

  private *movedRemark(movedTo: string): Iterable<HarvestEvent> {
    this.moved = true;
    const to = movedTo.replace(/\/api\/3\/action\/.*$/, '');
    yield issue('moved-permanently', 'warning', `The site says it has moved for good to ${to}. Change its entry when that is right.`, {
      url: this.settings.base,
      owner: 'operator',
    });
  }

  private *take(item: CkanPackage): Iterable<HarvestEvent> {
    this.seen.add(item.id);
    this.noteChange(item['metadata_modified']);
    const reason = reasonToSkip(item);
    if (reason !== null) {
      this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
      return;
    }
    const url = `${this.settings.base}/api/3/action/package_show?id=${encodeURIComponent(item.id)}`;
    const bytes = Buffer.from(canonicalJson(item), 'utf8');
    const bodyHash = createHash('sha256').update(bytes).digest('hex');
    if (this.context.remembered(url)?.bodyHash === bodyHash) {
      yield { kind: 'unchanged', key: url };
      return;
    }
    yield {
      kind: 'document',
      document: {
        url,
        baseIri: `${this.settings.base}/`,
        mediaType: 'application/json',
        retrievedAt: this.context.clock.now().toISOString(),
        etag: null,
        lastModified: null,
        bodyHash,
        body: { kind: 'memory', bytes },
      },
      visit: () => undefined,
      memo: () => null,
    };
  }

  private noteChange(modified: unknown): void {
    if (typeof modified !== 'string') return;
    const time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(modified) ? modified : `${modified}Z`);
    if (Number.isNaN(time)) return;
    const at = new Date(time).toISOString();
    if (this.newest === null || at > this.newest) this.newest = at;
  }
}

function largestOf(counts: readonly (number | null)[]): number | null {
  const told = counts.filter((count) => count !== null);
  return told.length === 0 ? null : Math.max(...told);
}

/** CKAN-4; what we insert is a date of our own, so there is nothing to escape (CKAN-9). */
function filterOf(own: string | null, since: Date | null): string | null {
  if (since === null) return own;
  const changed = `metadata_modified:[${since.toISOString().replace(/\.\d+Z$/, 'Z')} TO *]`;
  if (own === null) return changed;
  return `${/\bOR\b|\|\|/.test(own) ? `+(${own})` : own} +${changed}`;
}

/** CKAN-6. */
function reasonToSkip(item: CkanPackage): string | null {
  if (item['private'] === true || item['private'] === 'true') return 'private';
  const state = labelOf(item['state']);
  if (state !== null && state !== 'active') return state === 'draft' || state === 'deleted' ? state : 'not active';
  const type = labelOf(item['type']);
  return type === 'harvest' || type === 'showcase' ? `of type ${type}` : null;
}

/** JSON with the members of each object in order, so that the same package has the same bytes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}
