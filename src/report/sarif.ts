import { createHash } from 'node:crypto';
import type { ReportSummary } from '../catalogue/document-report.js';
import type { DocumentResult } from '../catalogue/validate.js';
import { chooseText } from '../domain/language.js';
import type { Severity } from '../domain/validation.js';
import { formatOfPath } from '../rdf/format.js';
import { isValidIri } from '../rdf/iri.js';
import type { ParseTrouble } from '../rdf/parse-trouble.js';
import { lineEdit } from './line-edit.js';
import { ruleId } from './names.js';
import { shownResults, type ReportFormat, type ReportRecord, type ReportWriter, type Settings } from './report-writer.js';
import { reportWords } from './words.js';

/** @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export const sarifFormat: ReportFormat = {
  id: 'sarif',
  mediaType: 'application/sarif+json',
  extension: 'sarif',
  open: (settings) => new SarifWriter(settings),
};

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { violation: 'error', warning: 'warning', info: 'note' };
const unreadableRule = 'ndc#unreadable';
const maxNotifications = 1000;

/** Results go out as they come; rules and what concerns whole documents follow them, since JSON does not mind the order. */
class SarifWriter implements ReportWriter {
  private name = '';
  private isFirst = true;
  private isReadable = true;
  private readonly rules = new Map<string, { readonly index: number; readonly descriptor: object }>();
  private readonly notifications: object[] = [];
  private readonly verdicts: object[] = [];

  constructor(private readonly settings: Settings) {}

  begin(): string {
    return '{\n "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n "version": "2.1.0",\n "runs": [{\n  "columnKind": "utf16CodeUnits",\n  "results": [';
  }

  file(name: string): string {
    this.name = name;
    return '';
  }

  record(record: ReportRecord): string {
    return shownResults(record, this.settings)
      .map((result) => this.put(this.result(result, record)))
      .join('');
  }

  private put(result: object): string {
    const separator = this.isFirst ? '\n   ' : ',\n   ';
    this.isFirst = false;
    return separator + JSON.stringify(result);
  }

  private result(result: DocumentResult, record: ReportRecord): object {
    const { lang } = this.settings;
    const id = ruleId(result.sourceShape);
    const uri = artifactUri(record.source ?? this.name);
    const fix = fixOf(result, record.source ?? this.name, uri, reportWords[lang].replace);
    const advice = result.fix === null ? undefined : chooseText(result.fix.text, lang)?.text;
    const sentence = chooseText(result.message, lang)?.text ?? result.component;
    return {
      ruleId: id,
      ruleIndex: this.ruleIndex(id, result),
      level: levels[result.severity],
      message: { text: plain(advice === undefined ? sentence : `${sentence} ${advice}`) },
      locations: [{ physicalLocation: physical(uri, result), logicalLocations: logical(result, record.source ?? this.name) }],
      partialFingerprints: { 'ndcResult/v1': fingerprint(result) },
      ...(fix === null ? {} : { fixes: [fix] }),
      properties: {
        dataset: result.dataset,
        title: record.subject.title,
        component: result.component,
        ...(result.path === null ? {} : { path: result.path }),
        ...(result.value === null ? {} : { value: result.value }),
      },
    };
  }

  private ruleIndex(id: string, result: DocumentResult): number {
    const known = this.rules.get(id);
    if (known !== undefined) return known.index;
    const { lang } = this.settings;
    const label = chooseText(result.label, lang)?.text;
    const help = result.fix === null ? undefined : chooseText(result.fix.text, lang)?.text;
    const words = reportWords[lang];
    return this.addRule(id, {
      name: id.replace(/^.*#/, ''),
      shortDescription: { text: plain(label === undefined ? id : `${label} (${result.component})`) },
      help: { text: plain(help === undefined ? `${words.ruleText}: ${result.sourceShape}` : `${words.howToFix}: ${help}`) },
      ...(result.rule !== null && isValidIri(result.rule) ? { helpUri: result.rule } : {}),
      defaultConfiguration: { level: levels[result.severity] },
      properties: { shape: result.sourceShape, component: result.component },
    });
  }

  private addRule(id: string, more: object): number {
    const index = this.rules.size;
    this.rules.set(id, { index, descriptor: { id, ...more } });
    return index;
  }

  *endFile(summary: ReportSummary): Iterable<string> {
    this.verdicts.push({ file: this.name, profile: summary.profile, publishable: summary.publishable, ...summary.verdicts });
    for (const { code, severity, line, message } of summary.notices)
      this.notify({ descriptor: { id: code }, level: levels[severity], text: chooseText(message, this.settings.lang)?.text ?? code, name: this.name, line });
    yield '';
  }

  private notify(notice: {
    readonly descriptor: object;
    readonly level: string;
    readonly text: string;
    readonly name: string;
    readonly line: number | null;
  }): void {
    if (this.notifications.length >= maxNotifications) return;
    const { descriptor, level, text, name, line } = notice;
    const region = line === null ? {} : { region: { startLine: line } };
    this.notifications.push({
      descriptor,
      level,
      message: { text: plain(text) },
      locations: [{ physicalLocation: { artifactLocation: { uri: artifactUri(name) }, ...region } }],
    });
  }

  /** As a result, so that it is shown beside the others, and as a notification: the tool could not do its work. */
  unreadable(name: string, trouble: ParseTrouble): string {
    this.isReadable = false;
    const words = reportWords[this.settings.lang];
    const text = chooseText(trouble.message, this.settings.lang)?.text ?? trouble.detail;
    this.notify({ descriptor: { id: trouble.code }, level: 'error', text, name, line: trouble.line });
    const index =
      this.rules.get(unreadableRule)?.index ??
      this.addRule(unreadableRule, {
        name: 'unreadable',
        shortDescription: { text: words.unreadableExplained },
        help: { text: words.unreadableExplained },
        defaultConfiguration: { level: 'error' },
      });
    const { line, column, excerpt } = trouble;
    const own = excerpt === null ? undefined : excerpt.lines[excerpt.line - excerpt.firstLine];
    const region =
      line === null
        ? {}
        : {
            region: {
              startLine: line,
              ...(column === null ? {} : { startColumn: column }),
              ...(own === undefined || excerpt?.line !== line ? {} : { snippet: { text: own } }),
            },
          };
    return this.put({
      ruleId: unreadableRule,
      ruleIndex: index,
      level: 'error',
      message: { text: plain(text) },
      locations: [{ physicalLocation: { artifactLocation: { uri: artifactUri(name) }, ...region } }],
      partialFingerprints: { 'ndcResult/v1': digest(['unreadable', name, trouble.code]) },
      properties: { detail: trouble.detail },
    });
  }

  *end(): Iterable<string> {
    const driver = {
      name: 'ndc validate',
      informationUri: 'https://w3id.org/ndc/ns',
      version: this.settings.version,
      language: this.settings.lang,
      rules: [...this.rules.values()].map((rule) => rule.descriptor),
    };
    yield `${this.isFirst ? '' : '\n  '}],\n  "tool": ${JSON.stringify({ driver })},\n`;
    yield `  "invocations": ${JSON.stringify([{ executionSuccessful: this.isReadable, toolExecutionNotifications: this.notifications }])},\n`;
    yield `  "properties": ${JSON.stringify({ verdicts: this.verdicts })}\n }]\n}\n`;
  }
}

/** A path as a relative reference, an address as it is; what comes from standard input has a name only. */
export function artifactUri(name: string): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(name)) return name;
  if (name === '-') return 'stdin';
  const path = name.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${path}` : path;
}

function physical(uri: string, { line, excerpt }: DocumentResult): object {
  if (line === null) return { artifactLocation: { uri } };
  const own = excerpt === null ? undefined : excerpt.lines[excerpt.line - excerpt.firstLine];
  const fits = excerpt?.line === line && own !== undefined;
  return {
    artifactLocation: { uri },
    region: { startLine: line, ...(fits ? { snippet: { text: own } } : {}) },
    ...(fits
      ? { contextRegion: { startLine: excerpt.firstLine, endLine: excerpt.firstLine + excerpt.lines.length - 1, snippet: { text: excerpt.lines.join('\n') } } }
      : {}),
  };
}

/** An XPath numbers every step below the root; anything else is a JSON pointer. */
function logical(result: DocumentResult, name: string): object[] {
  const node = { fullyQualifiedName: result.focusNode, kind: 'resource' };
  if (result.location === null) return [node];
  const isXPath =
    formatOfPath(name) !== 'json-ld' &&
    result.location
      .split('/')
      .slice(2)
      .every((step) => /\[\d+\]$/.test(step));
  return [{ fullyQualifiedName: result.location, kind: isXPath ? 'element' : 'value' }, node];
}

/** Only where the place of the value on its line is beyond doubt. */
function fixOf(result: DocumentResult, name: string, uri: string, replace: (before: string, after: string) => string): object | null {
  const change = result.fix?.change;
  const format = formatOfPath(name);
  if (change === null || change === undefined || result.excerpt === null || result.line !== result.excerpt.line) return null;
  if (format === undefined || format === 'rdf-xml' || format === 'json-ld' || name.endsWith('.gz')) return null;
  const text = result.excerpt.lines[result.excerpt.line - result.excerpt.firstLine];
  const edit = text === undefined ? null : lineEdit(text, change);
  if (edit === null) return null;
  const { from, to, insert } = edit;
  return {
    description: { text: plain(replace(change.before, change.after)) },
    artifactChanges: [
      {
        artifactLocation: { uri },
        replacements: [{ deletedRegion: { startLine: result.line, startColumn: from + 1, endColumn: to + 1 }, insertedContent: { text: insert } }],
      },
    ],
  };
}

function fingerprint({ dataset, focusNode, path, sourceShape, component, value }: DocumentResult): string {
  return digest([dataset, focusNode, path, sourceShape, component, value]);
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Brackets before a parenthesis are a link in a SARIF message (section 3.11.6); what a description says must not become one. */
function plain(text: string): string {
  return text.replace(/\[(?=[^\]]*\]\()/g, '\\[');
}
