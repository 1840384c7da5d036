import type { Request, Response } from 'express';
import { RequestError } from '../domain/errors.js';
import { bestType } from '../domain/media-types.js';
import { isReportFormat, renderReport, reportFormats, type ReportFormatId } from '../report/formats.js';
import type { NamedReport } from '../report/report-writer.js';
import { sendRepresentation } from './negotiation.js';
import { setApiHeaders, withBase } from './routes/datasets.js';

/** Other names that callers know a format by, beside its own media type. */
const alsoKnownAs: readonly (readonly [mediaType: string, format: ReportFormatId])[] = [
  ['application/junit+xml', 'junit'],
  ['text/xml', 'junit'],
  ['application/x-turtle', 'turtle'],
];
const inOrder: readonly ReportFormatId[] = ['json', ...(Object.keys(reportFormats) as ReportFormatId[]).filter((id) => id !== 'json')];

export const reportMediaTypes: readonly string[] = inOrder.map((id) => plain(reportFormats[id].mediaType));

/**
 * The format of a report: `?format=` before `Accept`.
 *
 * @throws RequestError `request/not-acceptable`, `request/bad-parameter`
 */
export function chosenFormat(request: Request, format: string | undefined): ReportFormatId {
  if (format !== undefined) {
    if (isReportFormat(format)) return format;
    throw new RequestError('request/bad-parameter', `There is no format "${format}". There are: ${inOrder.join(', ')}.`, {
      errors: [{ in: 'query', location: 'format', code: 'unknown', detail: `One of ${inOrder.join(', ')}.` }],
    });
  }
  const offered = [...inOrder.map((id) => [plain(reportFormats[id].mediaType), id] as const), ...alsoKnownAs];
  const type = bestType(
    request.get('accept'),
    offered.map(([mediaType]) => mediaType),
  );
  const found = offered.find(([mediaType]) => mediaType === type)?.[1];
  if (found === undefined)
    throw new RequestError(
      'request/not-acceptable',
      `None of the types asked for is available. Available: ${offered.map(([mediaType]) => mediaType).join(', ')}.`,
    );
  return found;
}

/** Sends a report in the format asked for; it is for one caller, so no cache may keep it. */
export function sendReport(
  request: Request,
  response: Response,
  report: NamedReport,
  options: { readonly lang: 'nl' | 'en'; readonly format: string | undefined; readonly version: string },
): void {
  const id = chosenFormat(request, options.format);
  const { mediaType, extension } = reportFormats[id];
  const text =
    id === 'json' && 'report' in report ? `${JSON.stringify(report.report)}\n` : renderReport(id, [report], { lang: options.lang, version: options.version });
  setApiHeaders(response);
  response.set({
    // A report quotes what was handed in; its page runs nothing and loads nothing.
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ...(id === 'html' || id === 'json' ? {} : { 'Content-Disposition': `inline; filename="report.${extension}"` }),
  });
  sendRepresentation(request, response, withBase(request, text), {
    type: /charset|sarif|ld\+json/.test(mediaType) ? mediaType : `${mediaType}; charset=utf-8`,
    cacheControl: 'no-store',
  });
}

function plain(mediaType: string): string {
  return mediaType.split(';')[0]?.trim() ?? mediaType;
}
