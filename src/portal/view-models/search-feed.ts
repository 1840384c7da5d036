import type { RecordHead } from '../../domain/record.js';
import type { SearchHit } from '../../ports/search-index.js';
import type { PageContext } from '../page-context.js';
import { searchHref, searchPath, type SearchState } from '../search-state.js';
import { feedText, instant, type FeedEntry } from './atom.js';
import { clean } from './text.js';

/** What a search finds as an Atom feed; an entry's time is when the catalogue last saw its description change. */
export function searchFeed(state: SearchState, hits: readonly SearchHit[], headOf: (id: string) => RecordHead | undefined, context: PageContext): string {
  const { baseUrl, lang, m } = context;
  const self = `${baseUrl}${searchFeedHref(state, lang)}`;
  const entries = hits.flatMap((hit): FeedEntry[] => {
    const head = headOf(hit.id);
    if (head === undefined) return [];
    const page = `${baseUrl}/datasets/${hit.id}`;
    return [
      {
        id: page,
        title: clean(hit.title, 300) || head.iri,
        updated: instant(head.lastChangedAt),
        published: instant(head.publishedAt ?? head.firstSeenAt),
        href: `${baseUrl}/${lang}/datasets/${hit.id}`,
        summary: clean(hit.description, 1000),
      },
    ];
  });
  return feedText({
    id: self,
    title: `${m.search.feedTitle(clean(state.q, 200))} – ${context.siteName}`,
    updated: entries.reduce((latest, { updated }) => (updated > latest ? updated : latest), '1970-01-01T00:00:00.000Z'),
    self,
    page: `${baseUrl}${searchHref(lang, state)}`,
    author: context.siteName,
    lang,
    version: context.version,
    entries,
  });
}

/** The address of a search in another form: `csv`, `ttl`, `jsonld`, `atom`. */
export function exportHref(state: SearchState, extension: string, lang: 'nl' | 'en'): string {
  const path = searchPath({ ...state, page: 1 }).slice('/datasets'.length);
  return `/datasets.${extension}${path === '' ? '?' : `${path}&`}lang=${lang}`;
}

function searchFeedHref(state: SearchState, lang: 'nl' | 'en'): string {
  return exportHref({ ...state, sort: null }, 'atom', lang);
}
