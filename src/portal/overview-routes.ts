import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Router } from 'express';
import type { PortalLanguage } from '../domain/language.js';
import { notReported, type FacetName, type SearchPage } from '../ports/search-index.js';
import { safeHref } from '../rdf/iri.js';
import type { UsageReader } from '../ports/usage-reader.js';
import { createElement } from './element.js';
import { sendNotFound } from './error-pages.js';
import { hdabModel, type PageContext } from './page-context.js';
import {
  AskPageView,
  ChangelogPageView,
  DevelopersPageView,
  DirectoryPageView,
  ReusePageView,
  StatisticsPageView,
  type DirectoryGroup,
} from './pages/overview.js';
import type { Portal } from './portal.js';
import { sendPage } from './respond.js';
import { emptySearch, facetHref, maxQueryLength } from './search-state.js';
import { changelogBlocks, type Block } from './view-models/changelog.js';
import { chartCsv, chartNames, statisticsModel } from './view-models/statistics.js';
import { clean } from './view-models/text.js';
import { paramsOf, sendDownload } from './visitor-forms.js';

export interface OverviewDependencies {
  /** What was counted; without it the figures say so. */
  readonly usage: Pick<UsageReader, 'months'> | null;
  /** Where CHANGELOG.md is. */
  readonly packageRoot: string;
}

/** Figures, organisations, themes, asking for what is not listed, developers, changes. */
export function overviewRoutes(router: Router, portal: Portal, lang: PortalLanguage, { usage, packageRoot }: OverviewDependencies): void {
  const facets = async (): Promise<SearchPage['facets']> => (await portal.queries.search({ ...emptySearch, lang, pageSize: 1 })).facets;
  router.get('/statistics', async (request, response) => {
    const context = portal.context(lang);
    const charts = await statisticsModel(portal.queries, usage, portal.now(), context);
    sendPage(request, response, { page: createElement(StatisticsPageView, { charts, context }) });
  });
  router.get('/statistics/:chart.csv', async (request, response) => {
    const charts = chartNames.some((name) => name === request.params.chart)
      ? await statisticsModel(portal.queries, usage, portal.now(), portal.context(lang))
      : [];
    const chart = charts.find(({ name }) => name === request.params.chart);
    if (chart === undefined) sendNotFound(portal, lang, request, response);
    else sendDownload(response, { name: `${chart.name}.csv`, mediaType: 'text/csv; charset=utf-8; header=present', text: chartCsv(chart) });
  });
  router.get('/publishers', async (request, response) => {
    const context = portal.context(lang);
    const { title, intro, holders, publishers } = context.m.overview.publishers;
    const known = await facets();
    const groups = [group('holder', holders, known, context), group('publisher', publishers, known, context)];
    sendPage(request, response, { page: createElement(DirectoryPageView, { title, intro, path: '/publishers', groups, context }) });
  });
  router.get('/themes', async (request, response) => {
    const context = portal.context(lang);
    const { title, intro, healthThemes, categories, themes } = context.m.overview.themes;
    const known = await facets();
    const groups = [group('healthTheme', healthThemes, known, context), group('category', categories, known, context), group('theme', themes, known, context)];
    sendPage(request, response, { page: createElement(DirectoryPageView, { title, intro, path: '/themes', groups, context }) });
  });
  router.get('/ask', (request, response) => {
    const context = portal.context(lang);
    const q = clean(paramsOf(request).get('q') ?? '', maxQueryLength);
    const contacts = portal.queries.catalogue().hdabs.map((agent) => hdabModel(agent, lang));
    sendPage(request, response, { page: createElement(AskPageView, { q, contacts, context }) });
  });
  router.get('/developers', (request, response) => {
    sendPage(request, response, { page: createElement(DevelopersPageView, { context: portal.context(lang) }) });
  });
  router.get('/reuse', (request, response) => {
    const { licence } = portal.queries.catalogue();
    const named = licence === null ? null : { name: portal.queries.concepts.label(licence, lang) ?? licence, href: safeHref(licence) };
    sendPage(request, response, { page: createElement(ReusePageView, { licence: named, context: portal.context(lang) }) });
  });
  let changes: readonly Block[] | null = null;
  router.get('/changelog', (request, response) => {
    changes ??= changelogBlocks(readFileSync(join(packageRoot, 'CHANGELOG.md'), 'utf8'));
    sendPage(request, response, { page: createElement(ChangelogPageView, { blocks: changes, context: portal.context(lang) }) });
  });
}

/** Everything that the facet has, by name. */
function group(facet: FacetName, title: string, facets: SearchPage['facets'], { lang, f }: PageContext): DirectoryGroup {
  const entries = facets[facet]
    .filter(({ value, count }) => value !== notReported && count > 0)
    .map(({ value, label, count }) => ({ label: label === '' ? value : label, count, href: facetHref(lang, facet, value) }));
  return { id: facet, title, entries: entries.sort((a, b) => f.compare(a.label, b.label)) };
}
