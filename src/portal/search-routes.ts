import { createHash } from 'node:crypto';
import type { Request, Response, Router } from 'express';
import type { PortalLanguage } from '../domain/language.js';
import { matchesTag } from '../domain/media-types.js';
import type { SearchPage, SearchQuery } from '../ports/search-index.js';
import { acceptedLanguage } from './accept-language.js';
import { createElement } from './element.js';
import type { PageContext } from './page-context.js';
import { BadQueryView, BeyondEndView } from './pages/errors.js';
import { HomePageView } from './pages/home.js';
import { SearchPageView, type ZeroHelp } from './pages/search.js';
import type { Portal } from './portal.js';
import { securityHeaders, sendPage } from './respond.js';
import { emptySearch, facetHref, maxQueryLength, parseSearch, resultsPerPage, searchHref, type SearchState } from './search-state.js';
import { searchFeed } from './view-models/search-feed.js';
import { homePageModel } from './view-models/home-page.js';
import { searchPageModel, type SearchPageModel } from './view-models/search-page.js';

const chipsTried = 8;
const suggestionsShown = 5;

const hitsInFeed = 50;

/** `/datasets.atom` with the parameters of the search page, and `lang`: what was changed last stands first. */
export function searchFeedRoutes(router: Router, portal: Portal): void {
  router.get('/datasets.atom', async (request, response) => {
    const params = new URL(request.originalUrl, 'http://portal').searchParams;
    const asked = params.get('lang');
    const lang = asked === 'nl' || asked === 'en' ? asked : acceptedLanguage(request.get('accept-language'));
    const context = portal.context(lang);
    const state: SearchState = { ...parseSearch(params), sort: 'modified', page: 1 };
    response.vary('Accept-Language');
    if (state.q.length > maxQueryLength) {
      response
        .status(400)
        .set({ ...securityHeaders, 'Cache-Control': 'no-store' })
        .type('text/plain')
        .send(`${context.m.errors.tooLong(maxQueryLength)}\n`);
      return;
    }
    const { items } = await portal.queries.search(queryOf(state, lang, hitsInFeed));
    const feed = searchFeed(state, items, (id) => portal.queries.head(id), context);
    const tag = `"${createHash('sha256').update(feed).digest('base64url').slice(0, 22)}"`;
    response.set({ ...securityHeaders, 'Content-Language': lang, 'Cache-Control': 'public, max-age=300', ETag: `W/${tag}` });
    if (matchesTag(request.get('if-none-match'), tag)) response.status(304).end();
    else response.type('application/atom+xml').send(feed);
  });
}

export function searchRoutes(router: Router, portal: Portal, lang: PortalLanguage): void {
  router.get('/', async (request, response) => {
    const context = portal.context(lang);
    const { found, searchMs } = await timedSearch(portal, lang, emptySearch, 5);
    sendPage(request, response, { page: createElement(HomePageView, { model: homePageModel(found, portal.queries, context), context }), searchMs });
  });
  router.get('/datasets', (request, response) => search(portal, lang, request, response));
}

async function search(portal: Portal, lang: PortalLanguage, request: Request, response: Response): Promise<void> {
  const context = portal.context(lang);
  const state = parseSearch(new URL(request.originalUrl, 'http://portal').searchParams);
  if (state.q.length > maxQueryLength) {
    const page = createElement(BadQueryView, { context, text: context.m.errors.tooLong(maxQueryLength), q: state.q.slice(0, maxQueryLength) });
    sendPage(request, response, { status: 400, page });
    return;
  }
  const { found, searchMs } = await timedSearch(portal, lang, state, resultsPerPage);
  if (state.page === 1 && request.method === 'GET') portal.notes.search(state.q, found.relaxed === null ? found.total : 0, request.get('user-agent'));
  const model = searchPageModel(state, found, portal.queries.concepts, context);
  if (state.page > model.pages) {
    const page = createElement(BeyondEndView, { context, pages: model.pages, q: state.q, lastHref: searchHref(lang, { ...state, page: model.pages }) });
    sendPage(request, response, { status: 404, page });
    return;
  }
  const zero = found.total === 0 ? await zeroHelp(portal, model, context) : null;
  sendPage(request, response, { page: createElement(SearchPageView, { model, zero, context, now: portal.now().toISOString() }), searchMs });
}

async function timedSearch(
  portal: Portal,
  lang: PortalLanguage,
  state: SearchState,
  pageSize: number,
): Promise<{ readonly found: SearchPage; readonly searchMs: number }> {
  const start = performance.now();
  const found = await portal.queries.search(queryOf(state, lang, pageSize));
  return { found, searchMs: performance.now() - start };
}

function queryOf(state: SearchState, lang: PortalLanguage, pageSize: number): SearchQuery {
  return {
    q: state.q,
    lang,
    facets: state.facets,
    from: state.from,
    to: state.to,
    withoutPeriod: state.undated,
    expand: state.expand,
    sort: state.sort,
    page: state.page,
    pageSize,
  };
}

/** For an empty result: what each filter costs, and words that the index does have. */
async function zeroHelp(portal: Portal, model: SearchPageModel, context: PageContext): Promise<ZeroHelp> {
  const { lang } = context;
  const tried = model.chips.slice(0, chipsTried);
  const [totals, suggestions] = await Promise.all([
    Promise.all(tried.map(({ without }) => portal.queries.search(queryOf(without, lang, 1)))),
    model.state.q === '' ? [] : portal.queries.suggest(model.state.q, lang),
  ]);
  return {
    without: tried.map((chip, i) => ({ chip, total: totals[i]?.total ?? 0 })),
    suggestions: suggestions.slice(0, suggestionsShown).map(({ kind, text, id, facet, value }) => ({
      text,
      kind: context.m.search.suggestionKinds[kind],
      href:
        id !== null
          ? `/${lang}/datasets/${id}`
          : facet !== null && value !== null
            ? facetHref(lang, facet, value)
            : searchHref(lang, { ...emptySearch, q: text.slice(0, maxQueryLength) }),
    })),
  };
}
