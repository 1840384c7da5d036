import type { Request, Response } from 'express';
import type { DocumentReport } from '../catalogue/document-report.js';
import type { FocusPlace } from '../catalogue/focus-places.js';
import type { ValidationDesk, ValidationJob } from '../catalogue/validation-desk.js';
import type { PortalLanguage } from '../domain/language.js';
import type { KeptReports } from '../ports/kept-reports.js';
import { genidPrefix } from '../rdf/terms.js';
import { isReportFormat, renderReport, reportFormats } from '../report/formats.js';
import { createElement } from './element.js';
import { sendNotFound } from './error-pages.js';
import { GonePageView, ResultPageView } from './pages/validator-result.js';
import type { Portal } from './portal.js';
import { seeOther, sendPage } from './respond.js';
import { ruleLinks } from './view-models/rule-links.js';
import { askedOf, hrefOf, validatorResultModel, type ResultSource } from './view-models/validator-result.js';
import { keyIn, noStore, paramsOf, sendDownload } from './visitor-forms.js';

/** What a kept report holds: what the page needs, and nothing of the text but the excerpts in it. */
interface KeptContent {
  readonly name: string;
  readonly report: DocumentReport;
  readonly places: Readonly<Record<string, FocusPlace>>;
}

/** Where a report was kept on demand. */
export interface KeptPlace {
  readonly key: string;
  readonly expiresAt: string;
}

const views = ['results', 'eu', 'dcat-ap-nl'] as const;
const maxRemembered = 1000;

/** Reports that visitors have kept for thirty days, under a key that only they know. */
export class ValidatorKeeping {
  private readonly keeping = new Map<string, Promise<KeptPlace | null>>();

  constructor(
    private readonly portal: Portal,
    private readonly lang: PortalLanguage,
    private readonly dependencies: { readonly desk: Pick<ValidationDesk, 'settled'>; readonly keptReports: KeptReports },
  ) {}

  whenDone(job: ValidationJob): void {
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
    if (this.keeping.size > maxRemembered && oldest !== undefined) this.keeping.delete(oldest);
  }

  /** Null when nobody asked for it to be kept. */
  async placeOf(job: ValidationJob): Promise<KeptPlace | null> {
    return (await this.keeping.get(job.id)) ?? null;
  }

  show(request: Request, response: Response): void {
    const key = keyIn(request, 'key');
    const kept = key === null ? undefined : this.dependencies.keptReports.find(key);
    const content = kept === undefined ? null : keptContentOf(kept.content);
    const context = this.portal.context(this.lang);
    if (key === null || kept === undefined || content === null) {
      sendPage(request, response, { status: 404, headers: noStore, page: createElement(GonePageView, { ...context.m.validator.job.keptGone, context }) });
      return;
    }
    const params = paramsOf(request);
    const format = params.get('format');
    if (format !== null) {
      this.download(request, response, content, format);
      return;
    }
    const path = `/validator/reports/${key}`;
    const asked = askedOf(params, views);
    const source: ResultSource = { ...content, path, views, asked, downloadHref: (id) => `/${this.lang}${path}?format=${id}` };
    const { queries } = this.portal;
    const { result } = context.m.validator;
    const page = createElement(ResultPageView, {
      model: validatorResultModel(source, ruleLinks(queries, this.lang), queries.concepts, context),
      title: content.name === '' ? result.title : result.titleOf(content.name),
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

  async remove(request: Request, response: Response): Promise<void> {
    const key = keyIn(request, 'key');
    if (key !== null) await this.dependencies.keptReports.remove(key);
    response.set(noStore);
    seeOther(response, `/${this.lang}/validator?deleted=1`);
  }

  private download(request: Request, response: Response, content: KeptContent, format: string): void {
    if (!isReportFormat(format)) {
      sendNotFound(this.portal, this.lang, request, response);
      return;
    }
    const { mediaType, extension } = reportFormats[format];
    sendDownload(response, {
      name: `report.${extension}`,
      mediaType,
      text: renderReport(format, [content], { lang: this.lang }).replaceAll(genidPrefix, `${this.portal.baseUrl()}/.well-known/genid/`),
      headers: {
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ...(format === 'html' ? { 'Content-Disposition': 'inline' } : {}),
      },
    });
  }
}

/** Null for what was kept by another page, such as a trial of a station. */
function keptContentOf(text: string): KeptContent | null {
  const parsed = JSON.parse(text) as Partial<KeptContent>;
  return parsed.report === undefined ? null : (parsed as KeptContent);
}
