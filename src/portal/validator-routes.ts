import { randomBytes } from 'node:crypto';
import { raw, type Request, type Response, type Router } from 'express';
import type { ValidationDesk, ValidationJob } from '../catalogue/validation-desk.js';
import { CatalogueError } from '../domain/errors.js';
import type { PortalLanguage } from '../domain/language.js';
import type { KeptReports } from '../ports/kept-reports.js';
import type { ParseTrouble } from '../rdf/parse-trouble.js';
import type { EditorMark, EditorProps } from './components/editor.js';
import { createElement } from './element.js';
import { sendNotFound } from './error-pages.js';
import { ErrorPageView } from './pages/errors.js';
import { GonePageView, LookPageView, ResultPageView, type ResultPageProps } from './pages/validator-result.js';
import { ProgressPageView, UnreadablePageView, ValidatorPageView } from './pages/validator.js';
import type { Portal } from './portal.js';
import { editorPolicy, seeOther, sendPage } from './respond.js';
import { ValidatorKeeping } from './validator-kept.js';
import { sourceOf, submittedByAddress, submittedIn, type Submitted } from './validator-submission.js';
import { previewModel } from './view-models/preview.js';
import { ruleLinks } from './view-models/rule-links.js';
import { sourceModel } from './view-models/source-text.js';
import { textOf } from './view-models/text.js';
import { emptyForm, validatorFormModel, type FormError, type FormValues } from './view-models/validator-form.js';
import { askedOf, hrefOf, resultViews, validatorResultModel, type ResultSource } from './view-models/validator-result.js';
import { keyIn, noStore, ownFormsOnly, paramsOf, refusalOf, unreadableForms, type FormAnswer } from './visitor-forms.js';

export interface ValidatorDependencies {
  readonly desk: ValidationDesk;
  readonly keptReports: KeptReports;
  /** How long a visitor waits for a result before a progress page comes instead. */
  readonly waitMs: number;
  readonly keepMs: number;
}

/** Text up to this size comes back in the form, to be mended. */
const maxEditable = 300_000;
const maxMarks = 500;

/** The validator (portal.md section 7): form, result, progress, kept reports. All of it works without JavaScript. */
export function validatorRoutes(router: Router, portal: Portal, lang: PortalLanguage, dependencies: ValidatorDependencies): void {
  const kept = new ValidatorKeeping(portal, lang, dependencies);
  const validator = new Validator(portal, lang, dependencies, kept);
  const ownForm = ownFormsOnly(portal, lang);
  const smallForm = raw({ type: () => true, limit: 4096 });
  router.get('/validator', (request, response) => validator.form(request, response));
  router.post('/validator', ownForm, raw({ type: () => true, limit: dependencies.desk.maxBytes + 65_536 }), (request, response) =>
    validator.submit(request, response),
  );
  router.get('/validator/jobs/:id', (request, response) => validator.job(request, response));
  router.post('/validator/jobs/:id', ownForm, smallForm, (request, response) => {
    validator.cancel(request, response);
  });
  router.get('/validator/reports/:key', (request, response) => {
    kept.show(request, response);
  });
  router.post('/validator/reports/:key', ownForm, smallForm, (request, response) => kept.remove(request, response));
  router.use(
    '/validator',
    unreadableForms((request, response, status) => {
      validator.unreadable(request, response, status);
    }),
  );
  // The word of the command line, for who guesses it.
  router.use('/validate', (request, response) => {
    const rest = request.originalUrl.replace(/^\/(nl|en)\/validate/, '');
    seeOther(response, `/${lang}/validator${rest}`, 301);
  });
}

class Validator {
  constructor(
    private readonly portal: Portal,
    private readonly lang: PortalLanguage,
    private readonly dependencies: ValidatorDependencies,
    private readonly kept: ValidatorKeeping,
  ) {}

  /** The form; with `?url=` the report of that address, made anew each time. */
  async form(request: Request, response: Response): Promise<void> {
    const params = paramsOf(request);
    const submitted = submittedByAddress(params);
    if (submitted.values.url !== '') {
      await this.validate(request, response, submitted);
      return;
    }
    const message = params.has('deleted') ? this.portal.context(this.lang).m.validator.result.deleted : null;
    this.sendForm(request, response, { values: submitted.values, errors: [], status: 200, message });
  }

  async submit(request: Request, response: Response): Promise<void> {
    const submitted = submittedIn(request);
    if (submitted === null) this.unreadable(request, response, 400);
    else await this.validate(request, response, submitted);
  }

  private async validate(request: Request, response: Response, submitted: Submitted): Promise<void> {
    const { values, file } = submitted;
    const asked = sourceOf(submitted, this.portal.queries, this.portal.context(this.lang).m.validator.errors);
    if ('errors' in asked) {
      this.sendForm(request, response, { values, errors: asked.errors, status: 400 });
      return;
    }
    const options = { profile: values.profile === '' ? null : values.profile, station: values.station === '' ? null : values.station };
    let job: ValidationJob;
    try {
      job = this.dependencies.desk.submit(asked.source, options, request.ip ?? '');
    } catch (error) {
      this.refuse(request, response, error, values, file !== null);
      return;
    }
    if (values.keep) this.kept.whenDone(job);
    if (!(await this.dependencies.desk.settled(job.id, this.dependencies.waitMs))) {
      response.set(noStore);
      seeOther(response, `/${this.lang}/validator/jobs/${job.id}`);
      return;
    }
    if (job.state === 'failed') this.failed(request, response, job, values);
    else await this.sendResult(request, response, job, { view: 'results', severity: null, page: 1 }, null);
  }

  async job(request: Request, response: Response): Promise<void> {
    const job = this.jobOf(request);
    const context = this.portal.context(this.lang);
    if (job === undefined || job.state === 'cancelled') {
      const { gone } = context.m.validator.job;
      const text = job === undefined ? gone.text : context.m.validator.job.cancelled;
      sendPage(request, response, {
        status: job === undefined ? 404 : 200,
        headers: noStore,
        page: createElement(GonePageView, { title: gone.title, text, context }),
      });
      return;
    }
    if (job.state === 'queued' || job.state === 'running') {
      const { id, state, progress } = job;
      sendPage(request, response, { headers: noStore, page: createElement(ProgressPageView, { job: { id, state, ...progress }, context }) });
      return;
    }
    if (job.state === 'failed') {
      this.failed(request, response, job, { ...emptyForm, url: job.source.kind === 'url' ? job.source.name : '' });
      return;
    }
    const params = paramsOf(request);
    const record = Number(params.get('record'));
    await this.sendResult(request, response, job, askedOf(params, resultViews), Number.isInteger(record) && record > 0 ? record : null);
  }

  cancel(request: Request, response: Response): void {
    const id = String(request.params['id']);
    this.dependencies.desk.cancel(id);
    response.set(noStore);
    seeOther(response, `/${this.lang}/validator/jobs/${encodeURIComponent(id)}`);
  }

  /** A body that is larger than we read at all, or damaged. */
  unreadable(request: Request, response: Response, status: 400 | 413 | 415): void {
    const context = this.portal.context(this.lang);
    const words = context.m.validator.errors;
    const text = status === 413 ? words.tooLarge(context.f.bytes(this.dependencies.desk.maxBytes)) : words.damaged;
    this.sendForm(request, response, { values: emptyForm, errors: [{ field: status === 413 ? 'file' : 'text', text }], status });
  }

  private async sendResult(request: Request, response: Response, job: ValidationJob, asked: ResultSource['asked'], record: number | null): Promise<void> {
    const { queries } = this.portal;
    const context = this.portal.context(this.lang);
    const { result } = job;
    if (result === null) {
      sendNotFound(this.portal, this.lang, request, response);
      return;
    }
    const path = `/validator/jobs/${job.id}`;
    const hasRecords = result.records.length > 0;
    const source: ResultSource = {
      name: job.source.name,
      report: result.report,
      places: result.places,
      path,
      views: hasRecords ? resultViews : ['results', 'source'],
      asked,
      downloadHref: (format) => `/api/v1/validations/${job.id}/report?format=${format}&lang=${this.lang}`,
    };
    const words = context.m.validator.result;
    const title = job.source.name === '' ? words.title : words.titleOf(job.source.name);
    const query = hrefOf('', asked, context).replace(/^[^?]*/, '');
    const model = validatorResultModel(source, ruleLinks(queries, this.lang), queries.concepts, context);
    if (asked.view === 'look') {
      const preview = previewModel(job, record, queries, context);
      sendPage(request, response, { headers: noStore, page: createElement(LookPageView, { preview, views: model, title, path, query, context }) });
      return;
    }
    const editable = job.text !== null && job.text.length <= maxEditable;
    const results = asked.view === 'eu' || asked.view === 'dcat-ap-nl' ? result.report[asked.view].results : result.report.results;
    const values: FormValues = { ...emptyForm, text: job.text ?? '', profile: job.options.profile ?? '', station: job.options.station ?? '' };
    const marks: EditorMark[] = results.flatMap(({ line, severity, message }) =>
      line === null ? [] : [{ line, column: null, severity, message: textOf(message, context, 600)?.text ?? '' }],
    );
    const kept = await this.kept.placeOf(job);
    const props: ResultPageProps = {
      model,
      title,
      path,
      query,
      source: asked.view === 'source' ? sourceModel(job.text, result.report.results) : null,
      lineHref: job.text === null ? null : (line) => `/${this.lang}${path}?view=source#L${String(line)}`,
      permalink: job.source.kind === 'url' ? this.permalink(job) : null,
      kept: kept === null ? null : { href: `/${this.lang}/validator/reports/${kept.key}`, expiresAt: kept.expiresAt },
      keptHere: null,
      form: editable ? this.formModel(values, []) : null,
      hasText: job.text !== null,
      editor: editable ? this.editor(result.report.document.format, marks.slice(0, maxMarks)) : null,
      context,
    };
    this.sendEditorPage(request, response, 200, props.editor, createElement(ResultPageView, props));
  }

  /** The address by which the same web address is validated again. */
  private permalink({ source, options }: ValidationJob): string {
    const params = new URLSearchParams({ url: source.name });
    if (options.profile !== null) params.set('profile', options.profile);
    if (options.station !== null) params.set('station', options.station);
    return `${this.portal.baseUrl()}/${this.lang}/validator?${params.toString()}`;
  }

  private failed(request: Request, response: Response, job: ValidationJob, values: FormValues): void {
    const { error } = job;
    const trouble = error instanceof CatalogueError ? (error.details['trouble'] as ParseTrouble | undefined) : undefined;
    if (trouble === undefined || !(error instanceof CatalogueError) || error.code !== 'request/unreadable') {
      this.refuse(
        request,
        response,
        error,
        values.text === '' && job.source.kind === 'text' ? { ...values, text: job.text ?? '' } : values,
        job.source.kind === 'file',
      );
      return;
    }
    const context = this.portal.context(this.lang);
    const editable = job.text !== null && job.text.length <= maxEditable && trouble.code !== 'html-page';
    const message = textOf(trouble.message, context, 2000) ?? { text: trouble.detail, lang: null, tag: null };
    const marks: EditorMark[] = trouble.line === null ? [] : [{ line: trouble.line, column: trouble.column, severity: 'error', message: message.text }];
    const form = editable
      ? this.formModel({ ...emptyForm, text: job.text, profile: job.options.profile ?? '', station: job.options.station ?? '', format: values.format }, [])
      : null;
    const editor = form === null ? null : this.editor(null, marks);
    const model = { message, line: trouble.line, column: trouble.column, excerpt: trouble.excerpt, detail: trouble.detail.slice(0, 1000) };
    this.sendEditorPage(request, response, 422, editor, createElement(UnreadablePageView, { model, form, editor, context }));
  }

  /** The form again, with what was wrong and what was typed. */
  private refuse(request: Request, response: Response, error: unknown, values: FormValues, isFile: boolean): void {
    const context = this.portal.context(this.lang);
    const words = context.m.validator.errors;
    const { code, wait } = refusalOf(error, response);
    const field = values.url !== '' ? 'url' : isFile ? 'file' : 'text';
    const found: readonly [status: number, error: FormError] | null =
      code === 'request/too-many'
        ? [429, { field, text: words.tooMany(wait) }]
        : code === 'request/unavailable'
          ? [503, { field, text: words.busy }]
          : code === 'request/too-large'
            ? [413, { field, text: words.tooLarge(context.f.bytes(this.dependencies.desk.maxBytes)) }]
            : code === 'request/unsupported-media-type'
              ? [415, { field, text: words.mediaType }]
              : code === 'request/unreachable-url'
                ? [422, { field: 'url', text: words.unreachable }]
                : code === 'validation/unknown-profile'
                  ? [400, { field: 'profile', text: words.profile }]
                  : null;
    if (found !== null) {
      this.sendForm(request, response, { values, errors: [found[1]], status: found[0] });
      return;
    }
    this.portal.onError(error, request);
    sendPage(request, response, { status: 500, headers: noStore, page: createElement(ErrorPageView, { context, ...context.m.validator.job.failed }) });
  }

  private sendForm(request: Request, response: Response, { values, errors, status, message = null }: FormAnswer<FormValues, FormError>): void {
    const context = this.portal.context(this.lang);
    const form = this.formModel({ ...values, text: values.text.length > maxEditable ? '' : values.text }, errors);
    const editor = this.editor(values.format === '' ? null : values.format, []);
    this.sendEditorPage(request, response, status, editor, createElement(ValidatorPageView, { form, message, editor, context }));
  }

  private formModel(values: FormValues, errors: readonly FormError[]): ReturnType<typeof validatorFormModel> {
    const { desk, keepMs } = this.dependencies;
    return validatorFormModel(values, errors, { policy: desk.policy, maxBytes: desk.maxBytes, keepMs }, this.portal.queries, this.portal.context(this.lang));
  }

  /** Null when the bundle was not built: the page is complete without it. */
  private editor(format: string | null, marks: readonly EditorMark[]): EditorProps | null {
    const src = this.portal.assets.editor;
    return src === null ? null : { src, nonce: randomBytes(16).toString('base64'), format, marks };
  }

  private sendEditorPage(request: Request, response: Response, status: number, editor: EditorProps | null, page: ReturnType<typeof createElement>): void {
    const policy = editor === null ? {} : { 'Content-Security-Policy': editorPolicy(editor.nonce) };
    sendPage(request, response, { status, page, headers: { ...noStore, ...policy } });
  }

  private jobOf(request: Request): ValidationJob | undefined {
    const id = keyIn(request, 'id');
    return id === null ? undefined : this.dependencies.desk.job(id);
  }
}
