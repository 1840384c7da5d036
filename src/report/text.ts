import type { Notice, ReportSummary } from '../catalogue/document-report.js';
import type { DocumentRepair, DocumentResult } from '../catalogue/validate.js';
import { chooseText } from '../domain/language.js';
import type { Excerpt } from '../domain/validation.js';
import type { ParseTrouble } from '../rdf/parse-trouble.js';
import { printable, ruleId, shortPath } from './names.js';
import {
  collapse,
  passes,
  shownResults,
  verdictNames,
  type ReportFormat,
  type ReportRecord,
  type ReportWriter,
  type ResultGroup,
  type Settings,
} from './report-writer.js';
import { RepairTally } from './repair-tally.js';
import { StandingTally } from './standing.js';
import { reportWords, type Words } from './words.js';

export const textFormat: ReportFormat = {
  id: 'text',
  mediaType: 'text/plain; charset=utf-8',
  extension: 'txt',
  open: (settings) => new TextWriter(settings),
};

const colours = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
type Paint = (text: string, ...styles: readonly (keyof typeof colours)[]) => string;

function painter(on: boolean): Paint {
  return (text, ...styles) => (on ? `\u001b[${styles.map((style) => colours[style]).join(';')}m${text}\u001b[0m` : text);
}

const severityColour = { violation: 'red', warning: 'yellow', info: 'cyan' } as const;

class TextWriter implements ReportWriter {
  private readonly words: Words;
  private readonly paint: Paint;
  private name = '';
  private standing: StandingTally;
  private repairs = new RepairTally();

  constructor(private readonly settings: Settings) {
    this.words = reportWords[settings.lang];
    this.paint = painter(settings.colour);
    this.standing = new StandingTally(settings);
  }

  begin(): string {
    return '';
  }

  file(name: string): string {
    this.name = printable(name);
    this.standing = new StandingTally(this.settings);
    this.repairs = new RepairTally();
    return '';
  }

  record(record: ReportRecord): string {
    this.standing.add(record);
    for (const repair of record.repairs) this.repairs.add(repair);
    const results = shownResults(record, this.settings);
    if (results.length === 0 && (passes(record, this.settings.verdict) || this.settings.verdict !== 'national')) return '';
    const name = record.source === undefined ? this.name : printable(record.source);
    return `${this.heading(record)}\n${collapse(results, this.settings.lang)
      .map((group) => this.group(name, group))
      .join('')}\n`;
  }

  private heading(record: ReportRecord): string {
    const { words, paint, settings } = this;
    const { subject } = record;
    const title = subject.title === null ? `(${words.untitled})` : `"${printable(subject.title).replace(/\s+/g, ' ')}"`;
    const pass = passes(record, settings.verdict);
    const [yes, no] = settings.verdict === 'national' ? [words.publishable, words.notPublishable] : [words.conforms, words.doesNotConform];
    const reasons = settings.verdict !== 'national' ? [] : subject.reasons.map((reason) => chooseText(reason.message, settings.lang)?.text ?? reason.detail);
    const verdict =
      subject.kind === 'catalogue'
        ? ''
        : `\n  ${pass ? paint(yes, 'green') : paint(no, 'red')} (${words.profile} ${subject.profile})${reasons.length === 0 ? '' : `, ${words.because}:`}`;
    return `${paint(`${words.kind[subject.kind]} ${title}`, 'bold')} <${printable(subject.iri)}>${verdict}${reasons.map((reason) => `\n  - ${shown(reason)}`).join('')}`;
  }

  private group(name: string, { first, others }: ResultGroup): string {
    const { words, paint, settings } = this;
    const at = `${name}:${first.line === null ? '' : `${String(first.line)}:`}`;
    const severity = paint(words.severity[first.severity], 'bold', severityColour[first.severity]);
    const head = `${paint(at, 'bold')} ${severity}: ${shown(this.sentence(first.message) ?? first.component)} [${shown(ruleId(first.sourceShape))}]`;
    const out: string[] = [];
    const label = chooseText(first.label, settings.lang)?.text;
    if (first.path !== null) out.push(`    ${words.property}: ${label === undefined ? '' : `${label}, `}${shortPath(first.path)}`);
    if (first.value !== null) out.push(`    ${words.value}: ${first.value}`);
    if (first.focusNode !== first.dataset && !first.focusNode.startsWith('urn:ndc:genid:')) out.push(`    ${words.focusNode}: <${first.focusNode}>`);
    if (first.location !== null) out.push(`    ${words.place}: ${first.location}`);
    if (first.excerpt !== null) out.push(...this.excerpt(first.excerpt, null));
    const advice = this.advice(first);
    if (others.length > 0) advice.push(`    (${words.also(others.length)}${placesOf(others, words)})`);
    return `${[head, ...out.map(shown), ...advice.map((line) => paint(shown(line), 'dim'))].join('\n')}\n`;
  }

  private advice({ fix, rule }: DocumentResult): string[] {
    const { words, settings } = this;
    const out: string[] = [];
    const text = fix === null ? undefined : chooseText(fix.text, settings.lang)?.text;
    if (text !== undefined) out.push(`    ${words.howToFix}: ${text}`);
    // The advice itself says "did you mean"; the values stand here when it does not.
    for (const near of fix?.nearest ?? []) if (text?.includes(near.value) !== true) out.push(`    ${words.didYouMean}: ${near.value} (${near.label})`);
    if (fix?.patch != null) out.push(`    ${fix.change === null ? words.example : words.patch}:`, ...fix.patch.split('\n').map((line) => `        ${line}`));
    if (rule !== null) out.push(`    ${words.ruleText}: ${rule}`);
    return out;
  }

  private excerpt({ line, firstLine, lines }: Excerpt, column: number | null): string[] {
    const width = String(firstLine + lines.length - 1).length;
    const out: string[] = [];
    lines.forEach((text, index) => {
      const at = firstLine + index;
      const own = at === line;
      out.push(`    ${own ? '>' : ' '} ${String(at).padStart(width)} | ${printable(text).replaceAll('\t', ' ')}`);
      if (own && column !== null && column <= text.length + 1)
        out.push(`      ${' '.repeat(width)} | ${' '.repeat(Math.max(0, printable(text.slice(0, column - 1)).length))}^`);
    });
    return out;
  }

  unreadable(name: string, trouble: ParseTrouble): string {
    const { words, paint } = this;
    const place = [name, trouble.line, trouble.line === null ? null : trouble.column].filter((part) => part !== null).join(':');
    const out = [
      `${paint(printable(`${place}:`), 'bold')} ${paint(words.unreadable, 'bold', 'red')}: ${printable(this.sentence(trouble.message) ?? trouble.detail)}`,
    ];
    if (trouble.excerpt !== null) out.push(...this.excerpt(trouble.excerpt, trouble.line === trouble.excerpt.line ? trouble.column : null));
    const said = printable(trouble.detail);
    if (trouble.code !== 'other' && said !== '') out.push(`    ${words.parserSays}: ${said}`);
    return `${out.join('\n')}\n`;
  }

  *endFile(summary: ReportSummary): Iterable<string> {
    const { words, paint, settings } = this;
    const standing = this.standing.standing(summary);
    for (const notice of summary.notices) yield `${this.notice(notice)}\n`;
    yield* this.repairList();
    if (summary.records > 0) yield `${this.verdictTable(summary)}\n`;
    const good = settings.verdict === 'national' ? summary.publishable : standing.publishable;
    yield `${paint(`${this.name}: ${words.summary(standing)}, ${words.profile} ${summary.profile ?? '-'}`, 'bold', good ? 'green' : 'red')}\n`;
  }

  private notice({ severity, line, message }: Notice): string {
    const { words, paint } = this;
    return `${this.name}:${line === null ? '' : `${String(line)}:`} ${paint(words.severity[severity], severityColour[severity])}: ${printable(this.sentence(message) ?? '')}`;
  }

  private *repairList(): Iterable<string> {
    const { words, paint } = this;
    if (this.repairs.total === 0) return;
    yield `${paint(words.repairsHeading, 'bold')} (${words.repairs(this.repairs.total)})\n`;
    for (const { count, examples } of this.repairs.groups()) {
      for (const [index, repair] of examples.entries()) yield `  ${index === 0 ? words.times(count).padStart(10) : ''.padStart(10)}  ${this.repair(repair)}\n`;
    }
  }

  private repair({ line, location, message, repaired }: DocumentRepair): string {
    const { words } = this;
    const place = line !== null ? `${this.name}:${String(line)}: ` : location !== null ? `${location}: ` : '';
    return printable(`${place}${repaired ? '' : `(${words.notRepaired}) `}${this.sentence(message) ?? ''}`);
  }

  private verdictTable(summary: ReportSummary): string {
    const { words, paint } = this;
    const rows = [
      [words.verdictColumn, words.publishableColumn, words.violationsColumn, words.warningsColumn],
      ...verdictNames.map((name) => {
        const { publishable, violations, warnings } = summary.verdicts[name];
        return [words.verdict[name], publishable ? words.yes : words.no, words.number(violations), words.number(warnings)];
      }),
    ];
    const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    return rows
      .map((row, index) => {
        const text = `  ${row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`;
        return index === 0 ? paint(text, 'dim') : text;
      })
      .join('\n');
  }

  *end(): Iterable<string> {
    // Each document has had its own last line.
  }

  private sentence(message: Parameters<typeof chooseText>[0]): string | undefined {
    return chooseText(message, this.settings.lang)?.text;
  }
}

const maxLinesNamed = 20;

function placesOf(results: readonly DocumentResult[], words: Words): string {
  const lines = [...new Set(results.flatMap((result) => result.line ?? []))].sort((a, b) => a - b);
  return lines.length === 0 ? '' : `: ${words.lines(lines.slice(0, maxLinesNamed), Math.max(0, lines.length - maxLinesNamed))}`;
}

/** What a description says, made harmless and kept under the line that it belongs to. */
function shown(text: string): string {
  return printable(text).replaceAll('\n', '\n        ');
}
