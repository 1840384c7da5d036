import type { HarvestEvent } from '../../src/domain/harvest.js';
import type { Station } from '../../src/domain/station.js';
import type { FetchAnswer } from '../../src/ports/fetcher.js';
import type { HarvestContext, Harvester } from '../../src/ports/harvester.js';
import { archiveKindOf } from '../../src/rdf/archive.js';
import { inOwnScheme, issueOfAnswer } from '../answers.js';
import { detectRdf } from './detect.js';
import { discard, isUnchanged, linksOf, readPage, type Links } from './documents.js';
import { entriesOf, readDump, standsWhole, unchangedEntries } from './dump.js';
import { issueAt } from './issue.js';
import { noLinks, normalUrl } from './paging.js';
import { faultsOf, settingsOf } from './settings.js';

/** HTTP-2, and the archives of RDF-9. */
const accept =
  'text/turtle, application/ld+json;q=0.9, application/n-quads;q=0.9, application/trig;q=0.9, application/n-triples;q=0.8, application/rdf+xml;q=0.7, text/html;q=0.3, */*;q=0.1';
const maxDepth = 3;

/** DCAT documents in any RDF format: plain, gzip or in an archive, with or without Hydra paging and sub-catalogues (protocols.md 5 and 6). */
export const rdfHarvester: Harvester = {
  protocol: 'rdf',
  knows: { completeListing: true, deletions: false, modifiedSince: false },
  assembly: 'per-document',
  faults: faultsOf,
  detect: detectRdf,
  harvest,
};

/** One document with the pages that follow it. */
interface Chain {
  readonly url: string;
  /** 0: registered; else so many sub-catalogues deep. */
  readonly depth: number;
}

/** What all chains of a walk share, so that no loop goes through two of them. */
interface Walk {
  readonly station: Station;
  readonly context: HarvestContext;
  readonly visited: Set<string>;
  readonly bodies: Set<string>;
}

interface ChainEnd {
  readonly sound: boolean;
  /** Nothing more is asked for: the limit is reached, or the station wants to be left alone. */
  readonly stop: boolean;
  readonly total: number | null;
  readonly items: ReadonlySet<string>;
  readonly catalogues: ReadonlySet<string>;
}

async function* harvest(station: Station, context: HarvestContext): AsyncIterable<HarvestEvent> {
  const { also, follow } = settingsOf(station);
  const walk: Walk = { station, context, visited: new Set(), bodies: new Set() };
  const queue: Chain[] = [station.endpoint, ...also].map((url) => ({ url, depth: 0 }));
  const hosts = new Set([station.endpoint, ...also, ...station.subjectPrefixes].filter((url) => URL.canParse(url)).map((url) => new URL(url).host));
  const ends: ChainEnd[] = [];
  let sound = true;
  for (let chain = queue.shift(); chain !== undefined; chain = queue.shift()) {
    if (walk.visited.has(normalUrl(chain.url))) continue;
    const end: ChainEnd = yield* followChain(chain, walk);
    ends.push(end);
    sound &&= end.sound;
    if (end.stop) return;
    if (!follow) continue;
    for (const named of end.catalogues) {
      const url = inOwnScheme(named, station.endpoint);
      if (walk.visited.has(normalUrl(url)) || queue.some((waiting) => waiting.url === url)) continue;
      if (!hosts.has(new URL(url).host))
        yield issueAt(
          url,
          'paging-foreign-host',
          'warning',
          `The sub-catalogue is on another host (${new URL(url).host}) and is not followed. Add its address to the station's subject prefixes if it belongs to it.`,
        );
      else if (chain.depth === maxDepth) {
        sound = false;
        yield issueAt(url, 'limit-reached', 'error', `The sub-catalogue lies more than ${String(maxDepth)} levels deep and is not followed.`);
      } else queue.push({ url, depth: chain.depth + 1 });
    }
  }
  const [only] = ends;
  if (ends.length === 1 && only !== undefined) {
    if (only.total !== null) yield { kind: 'total', count: only.total };
  } else for (const end of ends) sound = (yield* agrees(end, station.endpoint)) && sound;
  if (sound) yield { kind: 'complete', walk: 'full' };
}

/** Follows the pages from one document to their end. */
async function* followChain(chain: Chain, walk: Walk): AsyncGenerator<HarvestEvent, ChainEnd> {
  const { station, context, visited, bodies } = walk;
  const items = new Set<string>();
  const catalogues = new Set<string>();
  let total: number | null = null;
  let sound = true;
  const ended = (changes: Partial<ChainEnd> = {}): ChainEnd => ({ sound, stop: false, total, items, catalogues, ...changes });
  for (let url: string | null = chain.url; url !== null;) {
    if (visited.size >= context.limits.maxPages) {
      yield issueAt(url, 'limit-reached', 'error', `The listing has more than ${String(context.limits.maxPages)} pages.`, 'operator');
      return ended({ sound: false, stop: true });
    }
    if (visited.has(normalUrl(url))) {
      yield issueAt(url, 'paging-loop', 'error', 'The next link leads back to a page that was read already.');
      return ended({ sound: false });
    }
    visited.add(normalUrl(url));
    const known = context.remembered(url);
    const remembered = known !== undefined && standsWhole(known, context) ? known : undefined;
    const answer: FetchAnswer = await context.fetcher.fetch({ url, accept, maxBytes: context.limits.maxDocumentBytes, remembered }, context.signal);
    let links: Links = { ...noLinks, catalogues: [] };
    if (remembered !== undefined && isUnchanged(answer, remembered)) {
      if (answer.kind === 'fetched') await discard(answer.body);
      yield { kind: 'unchanged', key: url };
      if (entriesOf(remembered) !== null) yield* unchangedEntries(remembered, context);
      else links = linksOf(remembered);
    } else if (answer.kind === 'fetched') {
      if (bodies.has(answer.bodyHash)) {
        await discard(answer.body);
        // The address of a sub-catalogue often answers with the document that names it.
        if (chain.depth > 0 && url === chain.url) return ended();
        yield issueAt(url, 'paging-loop', 'error', 'The page has the same content as an earlier one.');
        return ended({ sound: false });
      }
      bodies.add(answer.bodyHash);
      if (answer.movedTo !== null)
        yield issueAt(
          url,
          'moved-permanently',
          'warning',
          `The station says it has moved for good to ${answer.movedTo}. Change its entry when that is right.`,
          'operator',
        );
      const archive = await archiveKindOf(answer.body);
      if (archive === null) links = yield* readPage(answer, url, context);
      else if (!(yield* readDump(answer, archive, url, context))) sound = false;
    } else {
      yield issueOfAnswer(answer, url);
      return ended({ sound: false, stop: answer.kind === 'postponed' });
    }
    for (const item of links.items) {
      items.add(item);
      yield { kind: 'listed', key: item };
    }
    for (const catalogue of links.catalogues) catalogues.add(catalogue);
    // A total that shrinks on the way is no reason to expect less: the largest counts (RUN-2).
    if (links.total !== null) total = Math.max(total ?? 0, links.total);
    if (links.ambiguous) {
      sound = false;
      yield issueAt(url, 'paging-loop', 'error', 'The page has several paging nodes and none of them is for its own address.');
    }
    url = links.next === null ? null : yield* ownHost(links.next, url, chain.depth === 0 ? chain.url : inOwnScheme(chain.url, station.endpoint));
  }
  return ended();
}

/** A next link stays on the host and the scheme of the document that began the chain (HYD-7). */
function* ownHost(next: string, page: string, start: string): Generator<HarvestEvent, string> {
  const [link, own] = [new URL(next), new URL(start)];
  if (link.host !== own.host) {
    yield issueAt(next, 'paging-foreign-host', 'warning', `The next link leads to another host (${link.host}); the station's own host is used instead.`);
    link.protocol = own.protocol;
    link.host = own.host;
    if (own.port === '') link.port = '';
    return link.href;
  }
  const safe = inOwnScheme(next, start);
  if (safe !== next) yield issueAt(page, 'paging-foreign-host', 'warning', 'The next link leads from https to http; https is used instead.');
  return safe;
}

/** RUN-2 for one of several listings: it counts for itself, as far as it names its items. */
function* agrees({ total, items }: ChainEnd, endpoint: string): Generator<HarvestEvent, boolean> {
  if (total === null || items.size === 0 || items.size >= total) return true;
  yield issueAt(endpoint, 'total-differs', 'error', `One of the station's listings says it has ${String(total)} items, and names ${String(items.size)}.`);
  return false;
}
