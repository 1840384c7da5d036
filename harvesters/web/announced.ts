import { CatalogueError } from '../../src/domain/errors.js';
import type { HarvestEvent } from '../../src/domain/harvest.js';
import { inOwnScheme, issueOfAnswer } from '../answers.js';
import { normalUrl } from '../rdf/paging.js';
import { discard, issue, textOf } from '../received.js';
import { acceptData, isOwn, readCatalogue, type SiteWalk } from './catalogue-walk.js';
import { hasDataset } from './dataset-types.js';
import { entryPointsOfApis, entryPointsOfVoid, noEntryPoints, type EntryPoints } from './entry-points.js';
import { isHtml } from './item.js';
import { linksOfLinkset } from './links.js';
import { signpost, type ExaminedPage, type Fetched } from './page.js';
import { referencesOf } from './references.js';

/** What came of the well-known addresses that lead to descriptions, beside a site's own listing. */
export interface Announced {
  /** All that they lead to could be read. */
  readonly whole: boolean;
  /** They led to datasets. */
  readonly describes: boolean;
}

export const nothingAnnounced: Announced = { whole: true, describes: false };

const acceptLinkset = 'application/linkset+json, application/linkset;q=0.8, application/json;q=0.5';
const maxEntryPoints = 1000;

interface Opened {
  readonly whole: boolean;
  readonly describes: boolean;
  readonly leadsTo: EntryPoints;
}

/**
 * The VoID description and the API catalogue of a site (WEB-2, RFC 9727), and the documents and pages that they lead to. What they
 * list is beside what the sitemap lists: a site that adds one of them has not taken its other pages away.
 */
export async function* readAnnounced(walk: SiteWalk): AsyncGenerator<HarvestEvent, Announced> {
  const origin = walk.station.endpoint;
  const opened = [
    yield* open(walk, new URL('/.well-known/void', origin).href, acceptData),
    yield* open(walk, new URL('/.well-known/api-catalog', origin).href, acceptLinkset),
  ];
  const documents = [...new Set(opened.flatMap(({ leadsTo }) => leadsTo.documents))];
  const pages = [...new Set(opened.flatMap(({ leadsTo }) => leadsTo.pages))].filter((page) => !documents.includes(page));
  const foreign = [...documents, ...pages].filter((url) => !isOwn(url, walk.hosts));
  if (foreign.length > 0)
    yield issue(
      'paging-foreign-host',
      'warning',
      `The well-known addresses of the site lead to other hosts (${[...new Set(foreign.map((url) => new URL(url).host))].slice(0, 5).join(', ')}), which are left out. Add them to the station's subject prefixes if they belong to it.`,
      { url: origin },
    );
  let whole = opened.every((one) => one.whole);
  let describes = opened.some((one) => one.describes);
  const own = (urls: readonly string[]): string[] => urls.filter((url) => isOwn(url, walk.hosts)).map((url) => inOwnScheme(url, origin));
  if (documents.length + pages.length > maxEntryPoints) {
    whole = false;
    yield issue('limit-reached', 'error', `The well-known addresses of the site lead to more than ${String(maxEntryPoints)} documents and pages.`, {
      url: origin,
    });
  }
  for (const document of own(documents).slice(0, maxEntryPoints)) {
    if (walk.visited.has(normalUrl(document))) continue;
    const read = yield* readCatalogue(walk, document, 'announced');
    if (read !== null) describes = true;
    if (read === false) whole = false;
  }
  const listed = own(pages).slice(0, maxEntryPoints);
  if (listed.length > 0 && !(yield* walk.pages(listed.map((url) => ({ url, lastmod: null, discovered: true }))))) whole = false;
  return { whole, describes };
}

/** One well-known address. That there is none is as usual as can be, unless there was one before: what it led to is then not gone. */
async function* open(walk: SiteWalk, url: string, accept: string): AsyncGenerator<HarvestEvent, Opened> {
  const nothing = { whole: true, describes: false, leadsTo: noEntryPoints };
  const { context, known } = walk;
  const answer = await context.fetcher.fetch({ url, accept, maxBytes: context.limits.maxPageBytes }, context.signal);
  if (answer.kind !== 'fetched') {
    if (!known.has(url)) return nothing;
    if (answer.kind === 'status' && answer.status === 410) return nothing;
    yield issueOfAnswer(answer, url);
    return { ...nothing, whole: false };
  }
  const found = await read(walk, answer, url, accept === acceptLinkset);
  if (found === null) {
    await discard(answer);
    if (!known.has(url)) return nothing;
    yield issue('unusable-body', 'error', 'The well-known address led to descriptions before; what comes now cannot be read.', { url });
    return { ...nothing, whole: false };
  }
  walk.visited.add(normalUrl(url));
  walk.visited.add(normalUrl(answer.url));
  yield* walk.take(answer, url, found.examined, null);
  return { whole: true, describes: hasDataset(found.examined.read.quads), leadsTo: found.leadsTo };
}

/** Null for what is neither: a page for people stands at every address of some sites. */
async function read(
  walk: SiteWalk,
  answer: Fetched,
  url: string,
  isLinkset: boolean,
): Promise<{ readonly examined: ExaminedPage; readonly leadsTo: EntryPoints } | null> {
  try {
    const text = await textOf(answer.body, walk.context.limits.maxPageBytes, answer.mediaType);
    if (isHtml(answer.mediaType, text) || /^\s*<(!doctype html|html)/i.test(text)) return null;
    if (isLinkset) {
      const links = linksOfLinkset(text, answer.mediaType, url, 'anything');
      return links.length === 0 ? null : { examined: signpost(url), leadsTo: entryPointsOfApis(links) };
    }
    const examined = await walk.examineOr(answer, url);
    if (examined === null) return null;
    const { received } = examined.read;
    const leadsTo = entryPointsOfVoid(received);
    return { examined, leadsTo: { ...leadsTo, pages: [...referencesOf(received)].map((iri) => iri.replace(/#.*$/s, '')).filter((iri) => iri !== url) } };
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    return null;
  }
}
