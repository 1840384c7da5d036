import type { ReportSummary } from '../catalogue/document-report.js';
import { chooseText } from '../domain/language.js';
import type { ParseTrouble } from '../rdf/parse-trouble.js';
import { shownResults, type ReportFormat, type ReportRecord, type ReportWriter, type Settings } from './report-writer.js';

export const csvFormat: ReportFormat = {
  id: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  extension: 'csv',
  open: (settings) => new CsvWriter(settings),
};

/** The columns, the same in every language. */
export const csvColumns = [
  'file',
  'verdict',
  'dataset',
  'title',
  'kind',
  'publishable',
  'severity',
  'line',
  'location',
  'focusNode',
  'path',
  'label',
  'component',
  'sourceShape',
  'value',
  'message',
  'fix',
  'patch',
  'rule',
] as const;

type Row = Partial<Record<(typeof csvColumns)[number], string | number | boolean | null | undefined>>;

class CsvWriter implements ReportWriter {
  private name = '';

  constructor(private readonly settings: Settings) {}

  begin(): string {
    return `${csvColumns.join(',')}\r\n`;
  }

  file(name: string): string {
    this.name = name;
    return '';
  }

  record(record: ReportRecord): string {
    const { lang, verdict } = this.settings;
    const { subject } = record;
    return shownResults(record, this.settings)
      .map((result) =>
        row({
          file: record.source ?? this.name,
          verdict,
          dataset: subject.iri,
          title: subject.title,
          kind: subject.kind,
          publishable: subject.publishable,
          severity: result.severity,
          line: result.line,
          location: result.location,
          focusNode: result.focusNode,
          path: result.path,
          label: chooseText(result.label, lang)?.text,
          component: result.component,
          sourceShape: result.sourceShape,
          value: result.value,
          message: chooseText(result.message, lang)?.text,
          fix: result.fix === null ? null : chooseText(result.fix.text, lang)?.text,
          patch: result.fix?.patch,
          rule: result.rule,
        }),
      )
      .join('');
  }

  *endFile(summary: ReportSummary): Iterable<string> {
    for (const { code, severity, line, message } of summary.notices)
      yield row({ file: this.name, severity, line, component: `notice/${code}`, message: chooseText(message, this.settings.lang)?.text });
  }

  unreadable(name: string, trouble: ParseTrouble): string {
    const { code, line, message, detail } = trouble;
    return row({
      file: name,
      severity: 'unreadable',
      line,
      component: `unreadable/${code}`,
      message: chooseText(message, this.settings.lang)?.text ?? detail,
      value: detail,
    });
  }

  *end(): Iterable<string> {
    // RFC 4180 has no trailer.
  }
}

function row(cells: Row): string {
  return `${csvColumns.map((column) => cell(cells[column])).join(',')}\r\n`;
}

/**
 * A field of RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe in front, which spreadsheets do not
 * show: what stands in a description must not run on the desk of whoever opens the report.
 */
export function cell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
