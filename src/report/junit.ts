import type { ReportSummary } from '../catalogue/document-report.js';
import type { DocumentResult } from '../catalogue/validate.js';
import { chooseText } from '../domain/language.js';
import type { ParseTrouble } from '../rdf/parse-trouble.js';
import { ruleId, shortPath } from './names.js';
import { shownResults, verdictNames, type ReportFormat, type ReportRecord, type ReportWriter, type Settings, type TextSpool } from './report-writer.js';
import { reportWords } from './words.js';
import { escapeXml, escapeXmlText } from './xml.js';

export const junitFormat: ReportFormat = {
  id: 'junit',
  mediaType: 'application/xml',
  extension: 'xml',
  open: (settings) => new JUnitWriter(settings),
};

/**
 * JUnit XML as build servers read it: a suite for each document, a case for each description, a failure when it has violations.
 * A suite's counts stand before its cases, so the cases of one document wait in a spool.
 */
class JUnitWriter implements ReportWriter {
  private name = '';
  private cases: TextSpool;
  private tests = 0;
  private failures = 0;

  constructor(private readonly settings: Settings) {
    this.cases = settings.spool();
  }

  begin(): string {
    return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ndc validate">\n';
  }

  file(name: string): string {
    this.name = name;
    this.cases = this.settings.spool();
    this.tests = 0;
    this.failures = 0;
    return '';
  }

  record(record: ReportRecord): string {
    const results = shownResults(record, this.settings);
    const violations = results.filter((result) => result.severity === 'violation');
    const others = results.filter((result) => result.severity !== 'violation');
    this.tests++;
    if (violations.length > 0) this.failures++;
    const { subject } = record;
    const words = reportWords[this.settings.lang];
    const title = subject.title === null ? subject.iri : `${subject.title} <${subject.iri}>`;
    const parts = [];
    if (violations.length > 0)
      parts.push(
        `<failure type="violation" message="${escapeXml(`${words.violations(violations.length)}: ${this.sentence(violations[0])}`)}">${escapeXmlText(violations.map((result) => this.line(record, result)).join('\n'))}</failure>`,
      );
    if (others.length > 0) parts.push(`<system-out>${escapeXmlText(others.map((result) => this.line(record, result)).join('\n'))}</system-out>`);
    const line = violations[0]?.line ?? others[0]?.line ?? null;
    const place = ` file="${escapeXml(record.source ?? this.name)}"${line === null ? '' : ` line="${String(line)}"`}`;
    this.cases.write(
      `    <testcase classname="${escapeXml(subject.kind)}" name="${escapeXml(title)}"${place} time="0"${parts.length === 0 ? '/>' : `>\n      ${parts.join('\n      ')}\n    </testcase>`}\n`,
    );
    return '';
  }

  private line(record: ReportRecord, result: DocumentResult): string {
    const words = reportWords[this.settings.lang];
    const fix = result.fix === null ? undefined : chooseText(result.fix.text, this.settings.lang)?.text;
    const place = `${record.source ?? this.name}${result.line === null ? '' : `:${String(result.line)}`}`;
    const where = [result.path === null ? null : shortPath(result.path), result.value, result.location].filter((part) => part !== null).join(' ');
    return `${place}: ${words.severity[result.severity]}: ${this.sentence(result)} [${ruleId(result.sourceShape)}]${where === '' ? '' : `\n    ${where}`}${fix === undefined ? '' : `\n    ${words.howToFix}: ${fix}`}`;
  }

  private sentence(result: DocumentResult | undefined): string {
    return result === undefined ? '' : (chooseText(result.message, this.settings.lang)?.text ?? result.component);
  }

  *endFile(summary: ReportSummary): Iterable<string> {
    yield `  <testsuite name="${escapeXml(this.name)}" tests="${String(this.tests)}" failures="${String(this.failures)}" errors="0" skipped="0" time="0">\n    <properties>\n`;
    for (const name of verdictNames) {
      const { publishable, violations, warnings } = summary.verdicts[name];
      yield `      <property name="${name}" value="${publishable ? 'publishable' : 'not publishable'}, ${String(violations)} violations, ${String(warnings)} warnings"/>\n`;
    }
    yield `      <property name="profile" value="${escapeXml(summary.profile ?? '')}"/>\n    </properties>\n`;
    yield* this.cases.drain();
    if (summary.notices.length > 0)
      yield `    <system-out>${escapeXmlText(summary.notices.map((notice) => chooseText(notice.message, this.settings.lang)?.text ?? notice.code).join('\n'))}</system-out>\n`;
    yield '  </testsuite>\n';
  }

  unreadable(name: string, trouble: ParseTrouble): string {
    const message = chooseText(trouble.message, this.settings.lang)?.text ?? trouble.detail;
    const line = trouble.line === null ? '' : ` line="${String(trouble.line)}"`;
    const detail = [
      `${[name, trouble.line, trouble.column].filter((part) => part !== null).join(':')}: ${message}`,
      trouble.detail,
      ...(trouble.excerpt?.lines ?? []),
    ].join('\n');
    return `  <testsuite name="${escapeXml(name)}" tests="1" failures="0" errors="1" skipped="0" time="0">\n    <testcase classname="document" name="${escapeXml(name)}" file="${escapeXml(name)}"${line} time="0">\n      <error type="${escapeXml(trouble.code)}" message="${escapeXml(message)}">${escapeXmlText(detail)}</error>\n    </testcase>\n  </testsuite>\n`;
  }

  *end(): Iterable<string> {
    yield '</testsuites>\n';
  }
}
