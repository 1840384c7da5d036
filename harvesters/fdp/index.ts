import type { Quad } from '@rdfjs/types';
import type { HarvestEvent, HarvestIssue } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { HarvestContext, Harvester } from '../../src/ports/harvester.js';
import { inOwnScheme, issueOfAnswer } from '../answers.js';
import { ChildReader, type Child } from './children.js';

/** FDP-6: Turtle alone; HTML would get an empty shell and application/trig a 406. */
const accept = 'text/turtle';

/** The tree of a FAIR Data Point: root, catalogues, datasets, distributions, each at its own address (protocols.md 3). */
export const fdpHarvester: Harvester = { protocol: 'fdp', assembly: 'across-documents', harvest };

interface Visit extends Child {
  /** The record that this page belongs to, when the page is a part of one (a distribution). */
  readonly parent: string | null;
  /** The root named it: a catalogue, as far as anyone can tell, and without it the walk is not whole. */
  readonly listing: boolean;
}

async function* harvest(station: Station, context: HarvestContext): AsyncIterable<HarvestEvent> {
  const hosts = new Set([station.endpoint, ...station.subjectPrefixes].filter((address) => URL.canParse(address)).map((address) => new URL(address).host));
  const visited = new Set<string>([withoutFragment(station.endpoint)]);
  const queue: Visit[] = [{ url: withoutFragment(station.endpoint), member: true, parent: null, listing: true }];
  let sound = true;
  for (let visit = queue.shift(); visit !== undefined; visit = queue.shift()) {
    if (visited.size > context.limits.maxPages) {
      yield issue('limit-reached', 'error', `The tree has more than ${String(context.limits.maxPages)} pages.`, visit.url);
      return;
    }
    const answer = await context.fetcher.fetch(
      { url: inOwnScheme(visit.url, station.endpoint), accept, maxBytes: context.limits.maxPageBytes },
      context.signal,
    );
    if (answer.kind !== 'fetched') {
      const failed = failure(answer, visit);
      yield* failed.events;
      sound &&= failed.sound;
      if (failed.fatal) return;
      continue;
    }
    const children = new ChildReader(visit.url);
    yield {
      kind: 'document',
      document: {
        url: visit.url,
        baseIri: answer.baseIri,
        mediaType: answer.mediaType,
        retrievedAt: context.clock.now().toISOString(),
        etag: answer.etag,
        lastModified: answer.lastModified,
        bodyHash: answer.bodyHash,
        body: answer.body,
      },
      visit: (quad: Quad) => {
        children.visit(quad);
      },
      memo: () => null,
    };
    for (const child of children.children()) {
      const url = withoutFragment(child.url);
      if (!URL.canParse(url) || visited.has(url)) continue;
      if (!hosts.has(new URL(url).host)) {
        yield issue(
          'paging-foreign-host',
          'warning',
          `The child is on another host (${new URL(url).host}) and is not followed. Add its address to the station's subject prefixes if it belongs to it.`,
          url,
        );
        continue;
      }
      visited.add(url);
      queue.push({ ...child, url, parent: children.isRecord() ? visit.url : null, listing: !children.isRecord() && !children.isCatalogue() });
    }
  }
  if (sound) yield { kind: 'complete' };
}

/** What a page that cannot be read means: nothing, one stale record, or the end of the walk. */
function failure(
  answer: Parameters<typeof issueOfAnswer>[0],
  visit: Visit,
): { readonly events: readonly HarvestEvent[]; readonly sound: boolean; readonly fatal: boolean } {
  const status = answer.kind === 'status' ? answer.status : null;
  const record = visit.parent ?? visit.url;
  if (status === 403 && !visit.member)
    return { events: [issue('not-published', 'info', 'The child is listed but not published (a draft).', visit.url)], sound: true, fatal: false };
  if (visit.listing && (status === 404 || status === 410)) return { events: [issueOfAnswer(answer, visit.url)], sound: false, fatal: false };
  if (status === 410) return { events: visit.parent === null ? [{ kind: 'gone', key: visit.url, evidence: 'http-410' }] : [], sound: true, fatal: false };
  if (status === 404)
    return { events: [issue('child-unavailable', 'warning', 'The child is listed but its page does not exist (404).', visit.url)], sound: true, fatal: false };
  if (answer.kind === 'postponed') return { events: [issueOfAnswer(answer, visit.url)], sound: false, fatal: true };
  return { events: [issueOfAnswer(answer, visit.url), { kind: 'stale', key: record }], sound: false, fatal: false };
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/, '');
}

function issue(code: HarvestIssue['code'], severity: HarvestIssue['severity'], detail: string, url: string): HarvestEvent {
  return { kind: 'issue', issue: { code, severity, subject: null, detail, url, line: null, owner: 'station' } };
}
