import type { Request, Response, Router } from 'express';
import type { RecordView } from '../catalogue/queries.js';
import type { PortalLanguage } from '../domain/language.js';
import { createElement } from './element.js';
import { DatasetPageView } from './pages/dataset.js';
import { BeyondEndView, DatasetNotFoundView, ErrorPageView } from './pages/errors.js';
import { HistoryPageView } from './pages/history.js';
import { variablesPath, VariablesPageView } from './pages/variables.js';
import type { Portal } from './portal.js';
import { seeOther, sendPage } from './respond.js';
import { pageNumber } from './search-state.js';
import { persistentIri } from './view-models/citation.js';
import { datasetPageModel, rdfFormats, titleOf } from './view-models/dataset-page.js';
import { historyModel } from './view-models/history.js';
import { schemaOrgDataset } from './view-models/schema-org.js';
import { variablesPageModel } from './view-models/variables.js';

export function datasetRoutes(router: Router, portal: Portal, lang: PortalLanguage): void {
  router.get('/datasets/:id', (request, response) => {
    withRecord(portal, lang, request, response, '', (view) => {
      const context = portal.context(lang);
      const model = datasetPageModel(view, portal.queries, context);
      const jsonLd = schemaOrgDataset(view, model.access.isPublic, portal.queries.concepts, context);
      sendPage(request, response, { page: createElement(DatasetPageView, { model, jsonLd, context }), headers: { Link: signposts(view, portal) } });
    });
  });
  router.get('/datasets/:id/variables', (request, response) => {
    withRecord(portal, lang, request, response, '/variables', (view) => {
      const context = portal.context(lang);
      const params = new URL(request.originalUrl, 'http://portal').searchParams;
      const asked = { q: (params.get('q') ?? '').trim().slice(0, 200), page: pageNumber(params.get('page')) };
      const model = variablesPageModel(view.description.tables, asked, context);
      const { id } = view.head;
      if (model.page > model.pages) {
        const lastHref = `/${lang}${variablesPath(id, asked.q, model.pages)}`;
        sendPage(request, response, { status: 404, page: createElement(BeyondEndView, { context, pages: model.pages, q: '', lastHref }) });
        return;
      }
      sendPage(request, response, { page: createElement(VariablesPageView, { id, title: titleOf(view, context), model, context }) });
    });
  });
  router.get('/datasets/:id/history', (request, response) => {
    withRecord(portal, lang, request, response, '/history', (view) => {
      const context = portal.context(lang);
      const { id } = view.head;
      sendPage(request, response, {
        page: createElement(HistoryPageView, { id, title: titleOf(view, context), versions: historyModel(id, portal.queries, context), context }),
      });
    });
  });
}

/** The states of DESIGN section 3 as answers: 200, 301 for an old id, 410 when withheld, 404 for all that is not public. */
function withRecord(portal: Portal, lang: PortalLanguage, request: Request, response: Response, rest: string, send: (view: RecordView) => void): void {
  const id = String(request.params['id']);
  const context = portal.context(lang);
  const head = portal.queries.head(id);
  if (head?.state === 'withheld') {
    const { title, text } = context.m.errors.gone;
    sendPage(request, response, { status: 410, page: createElement(ErrorPageView, { context, title, text }) });
    return;
  }
  const view = head?.state === 'current' || head?.state === 'withdrawn' ? portal.queries.record(head.id) : undefined;
  if (view === undefined) {
    sendPage(request, response, { status: 404, page: createElement(DatasetNotFoundView, { context }) });
    return;
  }
  if (view.head.id !== id) {
    seeOther(response, `/${lang}/datasets/${view.head.id}${rest}`, 301);
    return;
  }
  send(view);
}

/** Signposting: where the record's lasting address and its RDF are (protocols.md WEBO-4). */
function signposts(view: RecordView, portal: Portal): string {
  const iri = persistentIri(view, { baseUrl: portal.baseUrl() });
  return [
    `<${iri}>; rel="cite-as"`,
    ...rdfFormats.map(({ extension, mediaType }) => `<${iri}.${extension}>; rel="describedby"; type="${mediaType}"`),
    '<https://schema.org/Dataset>; rel="type"',
    '<https://schema.org/AboutPage>; rel="type"',
  ].join(', ');
}
