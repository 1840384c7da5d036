import { randomBytes } from 'node:crypto';
import { raw, type ErrorRequestHandler, type Request, type RequestHandler, type Response, type Router } from 'express';
import type { DocumentReport } from '../catalogue/document-report.js';
import type { FocusPlace } from '../catalogue/focus-places.js';
import type { DeskSource, ValidationDesk, ValidationJob } from '../catalogue/validation-desk.js';
import { CatalogueError } from '../domain/errors.js';
import type { PortalLanguage } from '../domain/language.js';
import type { KeptReports } from '../ports/kept-reports.js';
import type { ParseTrouble } from '../rdf/parse-trouble.js';
import { genidPrefix } from '../rdf/terms.js';
import { isReportFormat, renderReport, reportFormats } from '../report/formats.js';
import { severities } from '../report/report-writer.js';
import type { EditorMark, EditorProps } from './components/editor.js';
import { createElement } from './element.js';
import { sendNotFound } from './error-pages.js';
import { readMultipart } from './multipart.js';
import { isOwnForm } from './own-forms.js';
import { ErrorPageView } from './pages/errors.js';
import { GonePageView, LookPageView, ResultPageView, type ResultPageProps } from './pages/validator-result.js';
import { ProgressPageView, UnreadablePageView, ValidatorPageView } from './pages/validator.js';
import type { Portal } from './portal.js';
import { editorPolicy, securityHeaders, seeOther, sendPage } from './respond.js';
import { previewModel } from './view-models/preview.js';
import { ruleLinks } from './view-models/rule-links.js';
import { sourceModel } from './view-models/source-text.js';
import { textOf } from './view-models/text.js';
import { chosenMediaType, emptyForm, validatorFormModel, type FormError, type FormValues } from './view-models/validator-form.js';
import { hrefOf, resultViews, validatorResultModel, type ResultSource, type ResultView } from './view-models/validator-result.js';

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
const noStore = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' };

/** What a kept report holds: what the page needs, and nothing of the text but the excerpts in it. */
interface KeptContent {
  readonly name: string;
  readonly report: DocumentReport;
  readonly places: Readonly<Record<string, FocusPlace>>;
}

/** The validator (portal.md section 7): form, result, progress, kept reports. All of it works without JavaScript. */
export function validatorRoutes(router: Router, portal: Portal, lang: PortalLanguage, dependencies: ValidatorDependencies): void {
  const validator = new Validator(portal, lang, dependencies);
  const ownForm: RequestHandler = (request, response, next) => {
    if (isOwnForm(request, portal.baseUrl())) {
      next();
      return;
    }
    const context = portal.context(lang);
    sendPage(request, response, { status: 403, headers: noStore, page: createElement(ErrorPageView, { context, ...context.m.validator.errors.forbidden }) });
  };
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
    validator.keptReport(request, response);
  });
  router.post('/validator/reports/:key', ownForm, smallForm, (request, response) => validator.deleteReport(request, response));
  router.use('/validator', validator.tooLarge());
  // The word of the command line, for who guesses it.
  router.use('/validate', (request, response) => {
    const rest = request.originalUrl.replace(/^\/(nl|en)\/validate/, '');
    seeOther(response, `/${lang}/validator${rest}`, 301);
  });
}

class Validator {
  /** Reports that are kept on demand, by job. */
  private readonly keeping = new Map<string, Promise<{ readonly key: string; readonly expiresAt: string } | null>>();

  constructor(
    private readonly portal: Portal,
    private readonly lang: PortalLanguage,
    private readonly dependencies: ValidatorDependencies,
  ) {}

  /** The form; with `?url=` the report of that address, made anew each time. */
  async form(request: Request, response: Response): Promise<void> {
    const params = new URL(request.originalUrl, 'http://portal').searchParams;
    const values: FormValues = {
      ...emptyForm,
      url: (params.get('url') ?? '').trim().slice(0, 2048),
      profile: (params.get('profile') ?? '').slice(0, 100),
      station: (params.get('station') ?? '').slice(0, 100),
    };
    if (values.url !== '') {
      await this.validate(request, response, values, null);
      return;
    }
    const message = params.has('deleted') ? this.portal.context(this.lang).m.validator.result.deleted : null;
    this.sendForm(request, response, { values, errors: [], status: 200, message });
  }

  async submit(request: Request, response: Response): Promise<void> {
    const context = this.portal.context(this.lang);
    const words = context.m.validator.errors;
    const parts = request.body instanceof Uint8Array ? readForm(request.body, request.get('content-type') ?? '') : null;
    if (parts === null) {
      this.sendForm(request, response, { values: emptyForm, errors: [{ field: 'text', text: words.damaged }], status: 400 });
      return;
    }
    const field = (name: string): string => decoded(parts.find((part) => part.name === name && part.fileName === null)?.bytes);
    const file = parts.find((part) => part.name === 'file' && part.fileName !== null);
    const values: FormValues = {
      text: field('text'),
      url: field('url').trim(),
      profile: field('profile').slice(0, 100),
      station: field('station').slice(0, 100),
      format: field('format').slice(0, 40),
      keep: field('keep') !== '',
    };
    await this.validate(request, response, values, file === undefined || file.bytes.byteLength === 0 ? null : { name: file.fileName ?? '', bytes: file.bytes });
  }

  private async validate(
    request: Request,
    response: Response,
    values: FormValues,
    file: { readonly name: string; readonly bytes: Uint8Array } | null,
  ): Promise<void> {
    const words = this.portal.context(this.lang).m.validator.errors;
    const given = [values.text.trim() !== '', file !== null, values.url !== ''].filter(Boolean).length;
    const mediaType = chosenMediaType(values.format);
    const errors: FormError[] = [];
    if (given === 0) errors.push({ field: 'text', text: words.none });
    if (given > 1) errors.push({ field: values.text.trim() !== '' ? 'text' : 'file', text: words.several });
    if (values.url !== '' && !isWebAddress(values.url)) errors.push({ field: 'url', text: words.url });
    if (mediaType === undefined) errors.push({ field: 'format', text: words.format });
    if (values.profile !== '' && !this.portal.queries.profiles().some(({ id }) => id === values.profile))
      errors.push({ field: 'profile', text: words.profile });
    if (values.station !== '' && this.portal.queries.station(values.station) === undefined) errors.push({ field: 'station', text: words.station });
    if (errors.length > 0) {
      this.sendForm(request, response, { values, errors, status: 400 });
      return;
    }
    const source: DeskSource =
      values.url !== ''
        ? { kind: 'url', url: values.url }
        : { kind: 'body', bytes: file?.bytes ?? Buffer.from(values.text, 'utf8'), mediaType: mediaType ?? '', name: file?.name ?? '' };
    const options = { profile: values.profile === '' ? null : values.profile, station: values.station === '' ? null : values.station };
    let job: ValidationJob;
    try {
      job = this.dependencies.desk.submit(source, options, request.ip ?? '');
    } catch (error) {
      this.refuse(request, response, error, values, file !== null);
      return;
    }
    if (values.keep) this.keepWhenDone(job);
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
    const params = new URL(request.originalUrl, 'http://portal').searchParams;
    const record = Number(params.get('record'));
    await this.sendResult(request, response, job, askedOf(params, resultViews), Number.isInteger(record) && record > 0 ? record : null);
  }

  cancel(request: Request, response: Response): void {
    const id = String(request.params['id']);
    this.dependencies.desk.cancel(id);
    response.set(noStore);
    seeOther(response, `/${this.lang}/validator/jobs/${encodeURIComponent(id)}`);
  }

  keptReport(request: Request, response: Response): void {
    const key = String(request.params['key']);
    const found = /^[0-9a-f]{32}$/.test(key) ? this.dependencies.keptReports.find(key) : undefined;
    const kept = found === undefined || (JSON.parse(found.content) as Partial<KeptContent>).report === undefined ? undefined : found;
    const context = this.portal.context(this.lang);
    if (kept === undefined) {
      sendPage(request, response, { status: 404, headers: noStore, page: createElement(GonePageView, { ...context.m.validator.job.keptGone, context }) });
      return;
    }
    const { name, report, places } = JSON.parse(kept.content) as KeptContent;
    const params = new URL(request.originalUrl, 'http://portal').searchParams;
    const format = params.get('format');
    if (format !== null) {
      this.sendDownload(request, response, { name, report }, format);
      return;
    }
    const path = `/validator/reports/${key}`;
    const asked = askedOf(params, ['results', 'eu', 'dcat-ap-nl']);
    const source: ResultSource = {
      name,
      report,
      places,
      path,
      views: ['results', 'eu', 'dcat-ap-nl'],
      asked,
      downloadHref: (id) => `/${this.lang}${path}?format=${id}`,
    };
    const { queries } = this.portal;
    const { result } = context.m.validator;
    const page = createElement(ResultPageView, {
      model: validatorResultModel(source, ruleLinks(queries, this.lang), queries.concepts, context),
      title: name === '' ? result.title : result.titleOf(name),
      path,
      query: hrefOf('', asked, context).replace(/^[^?]*/, ''),
      source: null,
      lineHref: null,
      permalink: null,
      kept: null,
      keptHere: { createdAt: kept.createdAt, expiresAt: kept.expiresAt, deleteHref: `/${this.lang}${path}` },
      form: null,
      hasText: false,
      editor: null,
      context,
    });
    sendPage(request, response, { headers: noStore, page });
  }

  async deleteReport(request: Request, response: Response): Promise<void> {
    const key = String(request.params['key']);
    if (/^[0-9a-f]{32}$/.test(key)) await this.dependencies.keptReports.remove(key);
    response.set(noStore);
    seeOther(response, `/${this.lang}/validator?deleted=1`);
  }

  /** A body that is larger than we read at all. */
  tooLarge(): ErrorRequestHandler {
    return (error: unknown, request, response, next) => {
      const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null;
      if (status !== 413 && status !== 415 && status !== 400) {
        next(error);
        return;
      }
      const context = this.portal.context(this.lang);
      const words = context.m.validator.errors;
      const text = status === 413 ? words.tooLarge(context.f.bytes(this.dependencies.desk.maxBytes)) : words.damaged;
      response.set('Connection', 'close');
      this.sendForm(request, response, { values: emptyForm, errors: [{ field: status === 413 ? 'file' : 'text', text }], status });
    };
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
    const kept = await (this.keeping.get(job.id) ?? null);
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
    const code = error instanceof CatalogueError ? error.code : null;
    const field = values.url !== '' ? 'url' : isFile ? 'file' : 'text';
    const wait = error instanceof CatalogueError && typeof error.details['retryAfter'] === 'number' ? error.details['retryAfter'] : 0;
    if (wait > 0) response.set('Retry-After', String(wait));
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

  private sendForm(
    request: Request,
    response: Response,
    {
      values,
      errors,
      status,
      message = null,
    }: { readonly values: FormValues; readonly errors: readonly FormError[]; readonly status: number; readonly message?: string | null },
  ): void {
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

  private keepWhenDone(job: ValidationJob): void {
    const { desk, keptReports } = this.dependencies;
    const kept = desk.settled(job.id, 3_600_000).then(async () => {
      if (job.result === null) return null;
      const { report, places } = job.result;
      return keptReports.keep(JSON.stringify({ name: job.source.kind === 'text' ? '' : job.source.name, report, places } satisfies KeptContent));
    });
    this.keeping.set(
      job.id,
      kept.catch(() => null),
    );
    const [oldest] = this.keeping.keys();
    if (this.keeping.size > 1000 && oldest !== undefined) this.keeping.delete(oldest);
  }

  private sendDownload(request: Request, response: Response, report: { readonly name: string; readonly report: DocumentReport }, format: string): void {
    if (!isReportFormat(format)) {
      sendNotFound(this.portal, this.lang, request, response);
      return;
    }
    const { mediaType, extension } = reportFormats[format];
    const text = renderReport(format, [report], { lang: this.lang }).replaceAll(genidPrefix, `${this.portal.baseUrl()}/.well-known/genid/`);
    response
      .status(200)
      .set({
        ...securityHeaders,
        ...noStore,
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        'Content-Type': mediaType.includes('charset') ? mediaType : `${mediaType}; charset=utf-8`,
        ...(format === 'html' ? {} : { 'Content-Disposition': `attachment; filename="report.${extension}"` }),
      })
      .send(Buffer.from(text, 'utf8'));
  }

  private jobOf(request: Request): ValidationJob | undefined {
    const id = String(request.params['id']);
    return /^[0-9a-f]{32}$/.test(id) ? this.dependencies.desk.job(id) : undefined;
  }
}

/** The fields of a form, sent as multipart or as an ordinary form; null when it is damaged. */
function readForm(body: Uint8Array, contentType: string): ReturnType<typeof readMultipart> {
  if (/^multipart\/form-data\b/i.test(contentType)) return readMultipart(body, contentType);
  if (!/^application\/x-www-form-urlencoded\b/i.test(contentType)) return null;
  return [...new URLSearchParams(decoded(body))].slice(0, 32).map(([name, value]) => ({ name, fileName: null, bytes: Buffer.from(value, 'utf8') }));
}

function decoded(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : new TextDecoder().decode(bytes);
}

function isWebAddress(text: string): boolean {
  return text.length <= 2048 && /^https?:\/\/[^\s/]/i.test(text) && URL.canParse(text);
}

function askedOf(params: URLSearchParams, views: readonly ResultView[]): ResultSource['asked'] {
  const page = Number(params.get('page') ?? '1');
  return {
    view: views.find((view) => view === params.get('view')) ?? 'results',
    severity: severities.find((severity) => severity === params.get('severity')) ?? null,
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}
