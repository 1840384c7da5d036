import { raw, type Request, type Response, type Router } from 'express';
import type { TrialDesk, TrialJob } from '../catalogue/station-trial-desk.js';
import type { TrialResult } from '../catalogue/station-trial.js';
import { portalLanguages, type PortalLanguage } from '../domain/language.js';
import type { KeptReports } from '../ports/kept-reports.js';
import { parseStored } from '../rdf/parse.js';
import { createElement } from './element.js';
import { sendNotFound } from './error-pages.js';
import { ErrorPageView } from './pages/errors.js';
import { TrialLookView, TrialResultView } from './pages/trial-result.js';
import { TrialFormView, TrialGoneView, TrialProgressView } from './pages/trial.js';
import type { Portal } from './portal.js';
import { seeOther, sendPage } from './respond.js';
import { datasetPageModel } from './view-models/dataset-page.js';
import { withoutOwnLinks } from './view-models/preview.js';
import { ruleLinks } from './view-models/rule-links.js';
import { trialEntry, type TrialSubject } from './view-models/trial-entry.js';
import { emptyTrial, trialFormModel, trialOrder, trialValues, type TrialError, type TrialValues } from './view-models/trial-form.js';
import { trialPageModel } from './view-models/trial-page.js';
import { keyIn, noStore, ownFormsOnly, paramsOf, refusalOf, sendDownload, unreadableForms, type FormAnswer } from './visitor-forms.js';

export interface TrialRoutesDependencies {
  readonly desk: TrialDesk;
  readonly keptReports: KeptReports;
  readonly keepMs: number;
  /** How long a visitor waits for a quick result before the progress page comes instead. */
  readonly waitMs: number;
}

const maxFormBytes = 64 << 10;

/** What a kept trial holds: what the page needs. */
interface KeptTrial {
  readonly kind: 'station-trial';
  readonly subject: TrialSubject;
  readonly result: TrialResult;
}

interface Shown {
  readonly subject: TrialSubject;
  readonly result: TrialResult;
  /** Without the language. */
  readonly path: string;
  readonly kept: { readonly createdAt: string; readonly expiresAt: string } | null;
}

/** `/{lang}/stations/new`: a station is tried before anybody registers it (R18). All of it works without JavaScript. */
export function trialRoutes(router: Router, portal: Portal, lang: PortalLanguage, dependencies: TrialRoutesDependencies): void {
  const trials = new TrialPages(portal, lang, dependencies);
  const form = raw({ type: () => true, limit: maxFormBytes });
  const ownForm = ownFormsOnly(portal, lang);
  router.get('/stations/new', (request, response) => {
    trials.form(request, response);
  });
  router.post('/stations/new', ownForm, form, (request, response) => trials.submit(request, response));
  router.get('/stations/new/jobs/:id', (request, response) => {
    trials.job(request, response);
  });
  router.post('/stations/new/jobs/:id', ownForm, form, (request, response) => trials.jobDeed(request, response));
  router.get('/stations/new/results/:key', (request, response) => {
    trials.keptResult(request, response);
  });
  router.post('/stations/new/results/:key', ownForm, form, (request, response) => trials.deleteResult(request, response));
  router.use(
    '/stations/new',
    unreadableForms((request, response, status) => {
      trials.damaged(request, response, status);
    }),
  );
}

class TrialPages {
  constructor(
    private readonly portal: Portal,
    private readonly lang: PortalLanguage,
    private readonly dependencies: TrialRoutesDependencies,
  ) {}

  form(request: Request, response: Response): void {
    const params = paramsOf(request);
    const message = params.has('deleted') ? this.portal.context(this.lang).m.trial.result.deleted : null;
    this.sendForm(request, response, { values: trialValues((name) => params.get(name)), errors: [], status: 200, message });
  }

  async submit(request: Request, response: Response): Promise<void> {
    const context = this.portal.context(this.lang);
    const fields = formOf(request);
    if (fields === null) {
      this.damaged(request, response, 400);
      return;
    }
    const values = trialValues((name) => fields.get(name));
    const asked = trialOrder(values, this.dependencies.desk, context);
    if ('errors' in asked) {
      this.sendForm(request, response, { values, errors: asked.errors, status: 400 });
      return;
    }
    let job: TrialJob;
    try {
      job = this.dependencies.desk.submit(asked.order, asked.words, request.ip ?? '');
    } catch (error) {
      this.refuse(request, response, error, values);
      return;
    }
    await this.dependencies.desk.settled(job.id, this.dependencies.waitMs);
    response.set(noStore);
    seeOther(response, `/${this.lang}/stations/new/jobs/${job.id}`);
  }

  job(request: Request, response: Response): void {
    const job = this.jobOf(request);
    const context = this.portal.context(this.lang);
    const words = context.m.trial;
    if (job === undefined || job.state === 'cancelled') {
      const texts = job === undefined ? words.job.gone : words.job.cancelled;
      sendPage(request, response, { status: job === undefined ? 404 : 200, headers: noStore, page: createElement(TrialGoneView, { ...texts, context }) });
      return;
    }
    if (job.state === 'queued' || job.state === 'running') {
      const { id, state, ahead, progress } = job;
      sendPage(request, response, { headers: noStore, page: createElement(TrialProgressView, { job: { id, state, ahead, progress }, context }) });
      return;
    }
    if (job.result === null) {
      this.portal.onError(job.error, request);
      sendPage(request, response, { status: 500, headers: noStore, page: createElement(ErrorPageView, { context, ...words.errors.failed }) });
      return;
    }
    this.sendResult(request, response, { subject: this.subjectOf(job), result: job.result, path: `/stations/new/jobs/${job.id}`, kept: null });
  }

  /** Stops a trial, or keeps what came of it. */
  async jobDeed(request: Request, response: Response): Promise<void> {
    const job = this.jobOf(request);
    response.set(noStore);
    if (job === undefined) {
      sendNotFound(this.portal, this.lang, request, response);
      return;
    }
    if (formOf(request)?.get('action') !== 'keep') this.dependencies.desk.cancel(job.id);
    else if (job.result !== null) {
      const content: KeptTrial = { kind: 'station-trial', subject: this.subjectOf(job), result: job.result };
      const { key } = await this.dependencies.keptReports.keep(JSON.stringify(content));
      seeOther(response, `/${this.lang}/stations/new/results/${key}`);
      return;
    }
    seeOther(response, `/${this.lang}/stations/new/jobs/${job.id}`);
  }

  keptResult(request: Request, response: Response): void {
    const key = keyIn(request, 'key');
    const kept = key === null ? undefined : this.dependencies.keptReports.find(key);
    const content = kept === undefined ? null : keptTrialOf(kept.content);
    const context = this.portal.context(this.lang);
    if (key === null || kept === undefined || content === null) {
      sendPage(request, response, { status: 404, headers: noStore, page: createElement(TrialGoneView, { ...context.m.trial.job.keptGone, context }) });
      return;
    }
    this.sendResult(request, response, {
      subject: content.subject,
      result: content.result,
      path: `/stations/new/results/${key}`,
      kept: { createdAt: kept.createdAt, expiresAt: kept.expiresAt },
    });
  }

  async deleteResult(request: Request, response: Response): Promise<void> {
    const key = keyIn(request, 'key');
    if (key !== null && keptTrialOf(this.dependencies.keptReports.find(key)?.content ?? '') !== null) await this.dependencies.keptReports.remove(key);
    response.set(noStore);
    seeOther(response, `/${this.lang}/stations/new?deleted=1`);
  }

  /** A body that is larger than any form of ours, or cannot be read. */
  damaged(request: Request, response: Response, status: 400 | 413 | 415): void {
    const text = this.portal.context(this.lang).m.trial.errors.damaged;
    this.sendForm(request, response, { values: emptyTrial, errors: [{ field: 'url', text }], status });
  }

  private sendResult(request: Request, response: Response, shown: Shown): void {
    const { subject, result, path, kept } = shown;
    const { queries } = this.portal;
    const context = this.portal.context(this.lang);
    const params = paramsOf(request);
    const entry = trialEntry(subject, result, this.portal.baseUrl(), (id) => queries.station(id) !== undefined);
    const format = params.get('format');
    if (format === 'ttl' && entry !== null) {
      sendDownload(response, { name: `${entry.id}.ttl`, mediaType: 'text/turtle', text: entry.turtle });
      return;
    }
    if (format === 'json') {
      const text = JSON.stringify({ order: subject.order, ...result, entry: entry?.turtle ?? null }, null, 2);
      sendDownload(response, { name: 'trial.json', mediaType: 'application/json', text });
      return;
    }
    const asked = params.get('sample');
    const sample = asked === null ? undefined : result.visit?.samples[Number(asked) - 1];
    if (sample !== undefined) {
      const { iri, kind, publishable, euReady, profile, violations, warnings, infos } = sample;
      const report = {
        profile: profile.split('/')[0] ?? '',
        variant: profile,
        conforms: violations + warnings + infos === 0,
        violations,
        warnings,
        infos,
        targets: 1,
        results: [],
        engine: '',
        shapesHash: '',
      };
      const view = queries.preview({ iri, kind, quads: parseStored(sample.body), station: null, report, euReady });
      const page = withoutOwnLinks(datasetPageModel(view, queries, context));
      sendPage(request, response, { headers: noStore, page: createElement(TrialLookView, { page, publishable, path, context }) });
      return;
    }
    const model = trialPageModel({ subject, result, entry, path }, ruleLinks(queries, this.lang), queries.concepts, context);
    const status = result.visit === null && !result.detected.readable ? 422 : 200;
    sendPage(request, response, { status, headers: noStore, page: createElement(TrialResultView, { model, path, kept, context }) });
  }

  /** The form again, with what stands in the way. */
  private refuse(request: Request, response: Response, error: unknown, values: TrialValues): void {
    const words = this.portal.context(this.lang).m.trial.errors;
    const { code, wait } = refusalOf(error, response);
    const found: readonly [status: number, text: string] | null =
      code === 'request/too-many'
        ? [429, words.tooMany(Math.max(1, Math.ceil(wait / 60)))]
        : code === 'request/conflict'
          ? [429, words.underWay]
          : code === 'request/unavailable'
            ? [503, words.busy]
            : null;
    if (found === null) throw error;
    this.sendForm(request, response, { values, errors: [{ field: 'url', text: found[1] }], status: found[0] });
  }

  private sendForm(request: Request, response: Response, { values, errors, status, message = null }: FormAnswer<TrialValues, TrialError>): void {
    const context = this.portal.context(this.lang);
    const form = trialFormModel(values, errors, this.dependencies.desk, this.dependencies.keepMs, context);
    sendPage(request, response, { status, headers: noStore, page: createElement(TrialFormView, { form, message, context }) });
  }

  private subjectOf({ order, words }: TrialJob): TrialSubject {
    return { order, words, lang: this.lang };
  }

  private jobOf(request: Request): TrialJob | undefined {
    const id = keyIn(request, 'id');
    return id === null ? undefined : this.dependencies.desk.job(id);
  }
}

function formOf(request: Request): URLSearchParams | null {
  if (!(request.body instanceof Uint8Array) || !/^application\/x-www-form-urlencoded\b/i.test(request.get('content-type') ?? '')) return null;
  return new URLSearchParams(new TextDecoder().decode(request.body));
}

/** Null for what was kept by another page, such as a report of the validator. */
function keptTrialOf(content: string): KeptTrial | null {
  if (content === '') return null;
  const parsed = JSON.parse(content) as Partial<KeptTrial>;
  return parsed.kind === 'station-trial' && parsed.subject !== undefined && parsed.result !== undefined && portalLanguages.includes(parsed.subject.lang)
    ? (parsed as KeptTrial)
    : null;
}
