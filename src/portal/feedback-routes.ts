import { createHash } from 'node:crypto';
import { urlencoded, type NextFunction, type Request, type Response, type Router } from 'express';
import type { VNode } from 'preact';
import type { PortalLanguage } from '../domain/language.js';
import type { Entry, FeedbackDesk } from '../feedback/feedback-desk.js';
import { acceptedLanguage } from './accept-language.js';
import { createElement } from './element.js';
import { sendNotFound } from './error-pages.js';
import { FeedbackRunView } from './pages/feedback-run.js';
import { FeedbackKeyView, FeedbackPageView } from './pages/feedback.js';
import type { Portal } from './portal.js';
import { securityHeaders, sendPage } from './respond.js';
import { runsFeed } from './view-models/feedback-feed.js';
import { feedbackJson } from './view-models/feedback-json.js';
import { feedbackPageModel } from './view-models/feedback-page.js';
import { feedbackRunModel } from './view-models/feedback-run.js';
import { plain, textOf } from './view-models/text.js';

/** Nothing of it is kept by a cache, indexed, or told to the next page. */
const secret = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow', 'Referrer-Policy': 'no-referrer' } as const;
const runsInFeed = 50;
const challenge = 'Basic realm="feedback", charset="UTF-8", Bearer realm="feedback"';

/** The runs of a station for everyone, as Atom: what its public pages show, and no more. */
export function stationFeedRoutes(router: Router, portal: Portal): void {
  router.get(/^\/stations\/([^/]+)\.atom$/, (request, response, next) => {
    const id = (request.params as unknown as Readonly<Record<string, string>>)['0'] ?? '';
    const status = portal.queries.station(id);
    const lang = languageOf(request);
    response.vary('Accept-Language');
    if (status === undefined || status.state === 'onboarding') {
      if (status === undefined && id.endsWith('/feedback')) next();
      else sendNotFound(portal, lang, request, response);
      return;
    }
    const context = portal.context(lang);
    const feed = runsFeed(status, portal.queries.runs(id, runsInFeed), {
      context,
      path: `/stations/${id}.atom`,
      page: `/${lang}/stations/${id}`,
      entryPage: (run) => `/${lang}/stations/${id}/runs/${String(run.id)}`,
    });
    const etag = `W/"${createHash('sha256').update(feed).digest('base64url').slice(0, 22)}"`;
    response.set({ ...securityHeaders, 'Content-Language': lang, 'Cache-Control': 'public, max-age=300', ETag: etag });
    if (request.fresh) response.status(304).end();
    else response.type('application/atom+xml').send(feed);
  });
}

/** What a station's curator hears, behind the key of the station. The key travels in bodies and headers, never in an address. */
export function feedbackRoutes(router: Router, portal: Portal, desk: FeedbackDesk): void {
  const pages = new FeedbackPages(portal, desk);
  const form = urlencoded({ extended: false, limit: '8kb', parameterLimit: 10 });
  router.get('/stations/:id/feedback', (request, response) => {
    pages.ask(request, response, request.params.id, 200, null);
  });
  router.post('/stations/:id/feedback', form, (request: Request, response: Response, next: NextFunction) => {
    pages.show(request, response).catch(next);
  });
  router.get('/stations/:id/feedback.atom', (request, response, next) => {
    pages.feed(request, response).catch(next);
  });
  router.get('/stations/:id/feedback.json', (request, response, next) => {
    pages.json(request, response).catch(next);
  });
}

class FeedbackPages {
  constructor(
    private readonly portal: Portal,
    private readonly desk: FeedbackDesk,
  ) {}

  /** The form for the key; the same for a key that is wrong, with the reason. */
  ask(request: Request, response: Response, id: string, status: number, error: string | null, headers: Readonly<Record<string, string>> = {}): void {
    const lang = languageOf(request);
    const found = this.portal.queries.station(id);
    response.vary('Accept-Language');
    if (found === undefined) {
      sendNotFound(this.portal, lang, request, response);
      return;
    }
    const context = this.portal.context(lang);
    const station = textOf(found.station.title, context, 200) ?? plain(id);
    sendPage(request, response, { status, headers: { ...secret, ...headers }, page: createElement(FeedbackKeyView, { id, station, error, context }) });
  }

  async show(request: Request, response: Response): Promise<void> {
    const id = pathParameter(request, 'id');
    const lang = languageOf(request);
    const { key, run, page } = fieldsOf(request.body);
    const words = this.portal.context(lang).m.stations.feedback;
    const entry: Entry = this.desk.has(id) ? this.desk.enter(id, key, request.ip ?? '') : { kind: 'welcome' };
    if (entry.kind === 'wait') {
      this.ask(request, response, id, 429, words.wait(entry.seconds), { 'Retry-After': String(entry.seconds) });
      return;
    }
    if (entry.kind === 'wrong-key') {
      this.ask(request, response, id, 403, words.wrongKey);
      return;
    }
    const found = await this.page({ id, key, lang, run: run === '' ? null : Number(run), page: Number(page) || 1 });
    response.vary('Accept-Language');
    if (found === null) sendNotFound(this.portal, lang, request, response);
    else sendPage(request, response, { headers: secret, page: found });
  }

  private async page(asked: { id: string; key: string; lang: PortalLanguage; run: number | null; page: number }): Promise<VNode | null> {
    const { id, key } = asked;
    const context = this.portal.context(asked.lang);
    if (asked.run !== null) {
      const run = this.desk.run(id, asked.run);
      return run === undefined ? null : createElement(FeedbackRunView, { model: feedbackRunModel(run, context), form: { id, key }, context });
    }
    const feedback = await this.desk.feedback(id, asked.page);
    if (feedback === undefined) return null;
    const model = feedbackPageModel(feedback, this.portal.queries, this.portal.now(), context);
    return createElement(FeedbackPageView, { model, form: { id, key }, context });
  }

  async json(request: Request, response: Response): Promise<void> {
    const id = this.enter(request, response);
    if (id === null) return;
    const page = Number(new URL(request.originalUrl, 'http://portal').searchParams.get('page')) || 1;
    const feedback = await this.desk.feedback(id, page);
    if (feedback === undefined) refuse(response, 404, `There is no station "${id}".`);
    else response.set({ ...securityHeaders, ...secret }).json(feedbackJson(feedback, this.portal.baseUrl()));
  }

  async feed(request: Request, response: Response): Promise<void> {
    const id = this.enter(request, response);
    if (id === null) return;
    const feedback = await this.desk.feedback(id);
    if (feedback === undefined) {
      refuse(response, 404, `There is no station "${id}".`);
      return;
    }
    const lang = languageOf(request);
    const page = `/stations/${id}/feedback`;
    const feed = runsFeed(feedback.status, feedback.runs, { context: this.portal.context(lang), path: `${page}.atom`, page, entryPage: () => page });
    response.vary('Accept-Language');
    response
      .set({ ...securityHeaders, ...secret, 'Content-Language': lang })
      .type('application/atom+xml')
      .send(feed);
  }

  /** For software: the key as Bearer token (RFC 6750) or as password of HTTP Basic (RFC 7617), the name does not matter. */
  private enter(request: Request, response: Response): string | null {
    const id = pathParameter(request, 'id');
    const key = keyIn(request.get('authorization'));
    if (key === null) {
      refuse(response, 401, 'This asks for the key of the feedback page, as Bearer token or as password.', { 'WWW-Authenticate': challenge });
      return null;
    }
    const entry = this.desk.enter(id, key, request.ip ?? '');
    if (entry.kind === 'welcome') return id;
    if (entry.kind === 'wait') refuse(response, 429, 'Too many tries.', { 'Retry-After': String(entry.seconds) });
    else refuse(response, 401, 'The key is not that of this station.', { 'WWW-Authenticate': challenge });
    return null;
  }
}

const titles: Readonly<Record<number, string>> = { 401: 'Unauthorized', 404: 'Not Found', 429: 'Too Many Requests' };

/** RFC 9457, as the API answers. */
function refuse(response: Response, status: number, detail: string, headers: Readonly<Record<string, string>> = {}): void {
  response
    .status(status)
    .set({ ...securityHeaders, ...secret, ...headers })
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title: titles[status], status, detail }));
}

function keyIn(authorization: string | undefined): string | null {
  const bearer = /^bearer +(\S{1,512}) *$/i.exec(authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const basic = /^basic +([A-Za-z0-9+/=_-]{1,1000}) *$/i.exec(authorization ?? '')?.[1];
  if (basic === undefined) return null;
  const text = Buffer.from(basic, 'base64').toString('utf8');
  return text.slice(text.indexOf(':') + 1);
}

function fieldsOf(body: unknown): { readonly key: string; readonly run: string; readonly page: string } {
  const fields = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  const digits = (name: string): string => (/^[1-9]\d{0,14}$/.test(text(name)) ? text(name) : '');
  return { key: text('key').trim(), run: digits('run'), page: digits('page') };
}

function pathParameter(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
}

function languageOf(request: Request): PortalLanguage {
  const asked = new URL(request.originalUrl, 'http://portal').searchParams.get('lang');
  return asked === 'nl' || asked === 'en' ? asked : acceptedLanguage(request.get('accept-language'));
}
