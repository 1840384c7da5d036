import type { DocumentReport, ReportSummary } from '../catalogue/document-report.js';
import { csvFormat } from './csv.js';
import { htmlFormat } from './html.js';
import { jsonFormat } from './json.js';
import { junitFormat } from './junit.js';
import { recordsOf, settingsOf, type NamedReport, type ReportFormat, type ReportOptions } from './report-writer.js';
import { sarifFormat } from './sarif.js';
import { jsonLdFormat, turtleFormat } from './shacl.js';
import { textFormat } from './text.js';

export type ReportFormatId = 'text' | 'json' | 'turtle' | 'jsonld' | 'csv' | 'html' | 'sarif' | 'junit';

/** The one registry of report formats; adding one is a file and a line here. */
export const reportFormats: Readonly<Record<ReportFormatId, ReportFormat>> = {
  text: textFormat,
  json: jsonFormat,
  turtle: turtleFormat,
  jsonld: jsonLdFormat,
  csv: csvFormat,
  html: htmlFormat,
  sarif: sarifFormat,
  junit: junitFormat,
};

export function isReportFormat(id: string): id is ReportFormatId {
  return Object.hasOwn(reportFormats, id);
}

/** Complete reports as one text, for whoever has them in memory. */
export function renderReport(format: ReportFormatId, reports: readonly NamedReport[], options: ReportOptions): string {
  const [only] = reports;
  const alone = reports.length === 1 && only !== undefined && 'report' in only;
  const writer = reportFormats[format].open(settingsOf({ ...options, several: options.several ?? !alone }));
  const out = [writer.begin()];
  for (const named of reports) {
    if ('trouble' in named) {
      out.push(writer.unreadable(named.name, named.trouble));
      continue;
    }
    out.push(writer.file(named.name));
    for (const record of recordsOf(named.report)) out.push(writer.record(record));
    for (const text of writer.endFile(summaryOf(named.report))) out.push(text);
  }
  for (const text of writer.end()) out.push(text);
  return out.join('');
}

function summaryOf(report: DocumentReport): ReportSummary {
  const { datasets, results, eu, 'dcat-ap-nl': nl, repairs, ...summary } = report;
  return summary;
}
