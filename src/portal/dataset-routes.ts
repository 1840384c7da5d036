import type { Request, Response, Router } from 'express';
import type { RecordView } from '../catalogue/queries.js';
import { signpostedOf } from '../catalogue/signposted.js';
import { asOf, type RecordHistory } from '../catalogue/history.js';
import type { PortalLanguage } from '../domain/language.js';
import { readMoment } from '../domain/moment.js';
import { linkHeader, signposts } from '../federation/signposting.js';
import { createElement } from './element.js';
import { DatasetPageView } from './pages/dataset.js';
import { BeyondEndView, DatasetNotFoundView, ErrorPageView } from './pages/errors.js';
import { HistoryPageView, VersionPageView } from './pages/history.js';
import { QualityPageView } from './pages/quality.js';
import { variablesPath, VariablesPageView } from './pages/variables.js';
import type { PageContext } from './page-context.js';
import type { Portal } from './portal.js';
import { securityHeaders, seeOther, sendPage } from './respond.js';
import { pageNumber } from './search-state.js';
import { bibtex, referenceOf, ris } from './view-models/citation.js';
import { datasetPageModel, titleOf } from './view-models/dataset-page.js';
import { changesModel, gapText, historyModel } from './view-models/history.js';
import { qualityPageModel } from './view-models/quality-page.js';
import { schemaOrgDataset } from './view-models/schema-org.js';
import { variablesCsv, variablesPageModel } from './view-models/variables.js';

export function datasetRoutes(router: Router, portal: Portal, lang: PortalLanguage): void {
  router.get('/datasets/:id', (request, response) => {
    withRecord(portal, lang, request, response, '', (view) => {
      if (request.method === 'GET') portal.notes.note('page', [view.head.id], request.get('user-agent'));
      const context = portal.context(lang);
      const model = datasetPageModel(view, portal.queries, context);
      const jsonLd = schemaOrgDataset(view, model.access.isPublic, portal.queries.concepts, context);
      sendPage(request, response, {
        page: createElement(DatasetPageView, { model, jsonLd, context }),
        headers: { Link: linkHeader(signposts(signpostedOf(view, portal.queries, portal.baseUrl()))) },
      });
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
  for (const { extension, mediaType, write } of referenceFormats) {
    router.get(`/datasets/:id/citation.${extension}`, (request, response) => {
      withRecord(portal, lang, request, response, `/citation.${extension}`, (view) => {
        portal.notes.note('export', [view.head.id], request.get('user-agent'));
        const text = write(referenceOf(view, portal.queries.catalogue(), portal.context(lang)));
        sendFile(response, lang, { name: `${view.head.id}.${extension}`, mediaType, text });
      });
    });
  }
  router.get('/datasets/:id/variables.csv', (request, response) => {
    withRecord(portal, lang, request, response, '/variables.csv', (view) => {
      const q = (new URL(request.originalUrl, 'http://portal').searchParams.get('q') ?? '').trim().slice(0, 200);
      const text = variablesCsv(view.description.tables, q, portal.context(lang));
      sendFile(response, lang, { name: `${view.head.id}-variables.csv`, mediaType: 'text/csv; charset=utf-8; header=present', text });
    });
  });
  router.get('/datasets/:id/quality', (request, response) => {
    withRecord(portal, lang, request, response, '/quality', (view) => {
      const context = portal.context(lang);
      const quality = portal.queries.quality(view.head.id);
      if (quality === undefined) {
        sendPage(request, response, { status: 404, page: createElement(DatasetNotFoundView, { context }) });
        return;
      }
      sendPage(request, response, { page: createElement(QualityPageView, { model: qualityPageModel(view, quality, portal.queries, context), context }) });
    });
  });
  router.get('/datasets/:id/history', (request, response) => {
    withRecord(portal, lang, request, response, '/history', (view) => {
      sendHistory(portal, lang, request, response, view);
    });
  });
  router.get('/datasets/:id/versions/:n', (request, response) => {
    withRecord(portal, lang, request, response, `/versions/${encodeURIComponent(request.params.n)}`, (view) => {
      sendVersion(portal, lang, request, response, view);
    });
  });
}

const referenceFormats = [
  { extension: 'bib', mediaType: 'application/x-bibtex; charset=utf-8', write: bibtex },
  { extension: 'ris', mediaType: 'application/x-research-info-systems; charset=utf-8', write: ris },
] as const;

function sendFile(response: Response, lang: PortalLanguage, file: { readonly name: string; readonly mediaType: string; readonly text: string }): void {
  response
    .set({ ...securityHeaders, 'Content-Language': lang, 'Cache-Control': 'public, max-age=60', 'X-Robots-Tag': 'noindex' })
    .set({ 'Content-Type': file.mediaType, 'Content-Disposition': `attachment; filename="${file.name}"` })
    .send(Buffer.from(file.text, 'utf8'));
}

/** The history, or the version of the day that is asked for (R50). */
function sendHistory(portal: Portal, lang: PortalLanguage, request: Request, response: Response, view: RecordView): void {
  const context = portal.context(lang);
  const { head } = view;
  const date = new URL(request.originalUrl, 'http://portal').searchParams.get('date')?.trim().slice(0, 40) ?? '';
  const found = date === '' ? null : dayOf(date, portal.queries.history(head.id), portal.now(), context);
  if (found !== null && 'n' in found) {
    seeOther(response, `/${lang}/datasets/${head.id}/versions/${String(found.n)}`);
    return;
  }
  sendPage(request, response, {
    status: found?.status ?? 200,
    page: createElement(HistoryPageView, {
      id: head.id,
      title: titleOf(view, context),
      model: historyModel(head, view.description.modified, portal.queries, context),
      asked: found === null ? undefined : { date, trouble: found.trouble },
      context,
    }),
  });
}

function dayOf(
  date: string,
  history: RecordHistory | undefined,
  now: Date,
  { f, m }: PageContext,
): { readonly n: number } | { readonly status: 400 | 404 | 410; readonly trouble: string } {
  const words = m.dataset.history;
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(date) ? readMoment(date) : null;
  if (moment === null || moment.begins > now.toISOString()) return { status: 400, trouble: words.badDate };
  if (history === undefined) return { status: 404, trouble: words.none };
  const found = asOf(history, moment.ends < now.toISOString() ? moment.ends : now.toISOString());
  if (found.kind === 'published') {
    switch (found.version.version.gap?.kind) {
      case undefined:
        return { n: found.version.version.n };
      case 'redacted':
        return { status: 410, trouble: words.removedThen(f.date(date)) };
      case 'expired':
        return { status: 410, trouble: words.expiredThen(f.date(date)) };
    }
  }
  if (found.since !== null) return { status: 404, trouble: words.absent(f.date(date), f.date(found.since)) };
  return { status: 404, trouble: found.first === null ? words.none : words.notYet(f.date(date), f.date(found.first)) };
}

/** The page as it was: without what came later, and without an address for search engines. */
function sendVersion(portal: Portal, lang: PortalLanguage, request: Request, response: Response, present: RecordView): void {
  const context = portal.context(lang);
  const { id } = present.head;
  const asked = String(request.params['n']);
  const published = /^[1-9]\d{0,8}$/.test(asked) ? portal.queries.history(id)?.versions.find(({ version }) => version.n === Number(asked)) : undefined;
  const words = context.m.dataset.history;
  if (published !== undefined && published.version.gap !== null) {
    const text = gapText(published.version.gap, context);
    sendPage(request, response, { status: 410, page: createElement(ErrorPageView, { context, title: context.m.errors.gone.title, text }) });
    return;
  }
  const view = published === undefined ? undefined : portal.queries.versionView(id, published.version.n);
  if (published === undefined || view === undefined) {
    sendPage(request, response, { status: 404, page: createElement(DatasetNotFoundView, { context }) });
    return;
  }
  const { n } = published.version;
  const { from } = published.periods[0];
  const to = (published.periods.at(-1) ?? published.periods[0]).to;
  const text = to === null ? words.presentText(n, context.f.dateTime(from)) : words.formerText(n, context.f.dateTime(from), context.f.dateTime(to));
  const changes = portal.queries.changes(id, n) ?? [];
  const shown = changesModel(changes, context);
  const model = datasetPageModel(view, portal.queries, context);
  const former = { kind: 'former', title: to === null ? words.current : words.former, text } as const;
  sendPage(request, response, {
    page: createElement(VersionPageView, {
      model: { ...model, banners: [former], downloads: [] },
      n,
      changes: shown,
      more: changes.length - shown.length,
      context,
    }),
    headers: { 'X-Robots-Tag': 'noindex' },
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
