import type { Notice, ReportSummary } from '../catalogue/document-report.js';
import type { DocumentRepair, DocumentResult } from '../catalogue/validate.js';
import { chooseText, type LanguageMap } from '../domain/language.js';
import type { Excerpt, Severity } from '../domain/validation.js';
import { safeHref } from '../rdf/iri.js';
import type { ParseTrouble } from '../rdf/parse-trouble.js';
import { htmlStyle } from './html-style.js';
import { ruleId, shortPath } from './names.js';
import { RepairTally } from './repair-tally.js';
import {
  collapse,
  passes,
  severities,
  shownResults,
  verdictNames,
  type ReportFormat,
  type ReportRecord,
  type ReportWriter,
  type ResultGroup,
  type Settings,
} from './report-writer.js';
import { componentIri } from './shacl.js';
import { StandingTally } from './standing.js';
import { reportWords, type Words } from './words.js';

/** One file that needs nothing else: it can be mailed, printed and kept. */
export const htmlFormat: ReportFormat = {
  id: 'html',
  mediaType: 'text/html; charset=utf-8',
  extension: 'html',
  open: (settings) => new HtmlWriter(settings),
};

const symbols: Readonly<Record<Severity, string>> = { violation: '✖', warning: '▲', info: 'ℹ' };

/** Collects what it is given and writes the page at the end: counters stand above what they count. */
class HtmlWriter implements ReportWriter {
  private readonly words: Words;
  private readonly sections: { readonly name: string; readonly html: string }[] = [];
  private name = '';
  private records: string[] = [];
  private standing: StandingTally;
  private repairs = new RepairTally();
  /** How many results of a severity there are; the first of them has the anchor to which the counter points. */
  private anchored = new Map<Severity, number>();

  constructor(private readonly settings: Settings) {
    this.words = reportWords[settings.lang];
    this.standing = new StandingTally(settings);
  }

  begin(): string {
    return '';
  }

  file(name: string): string {
    this.name = name;
    this.records = [];
    this.standing = new StandingTally(this.settings);
    this.repairs = new RepairTally();
    this.anchored = new Map();
    return '';
  }

  record(record: ReportRecord): string {
    this.standing.add(record);
    for (const repair of record.repairs) this.repairs.add(repair);
    this.records.push(this.recordHtml(record));
    return '';
  }

  *endFile(summary: ReportSummary): Iterable<string> {
    this.section(
      [
        this.sentence(summary),
        this.counters(),
        summary.notices.length === 0
          ? ''
          : `<h3>${this.t(this.words.notices)}</h3><ul class="notices">${summary.notices.map((notice) => this.notice(notice)).join('')}</ul>`,
        summary.records === 0 ? '' : this.verdictTable(summary),
        this.records.join(''),
        this.repairList(),
      ].join('\n'),
    );
    yield '';
  }

  unreadable(name: string, trouble: ParseTrouble): string {
    this.name = name;
    const { words } = this;
    const place =
      trouble.line === null
        ? ''
        : `<p class="place">${this.t(`${words.line} ${String(trouble.line)}${trouble.column === null ? '' : `:${String(trouble.column)}`}`)}</p>`;
    this.section(
      `<p class="sentence bad"><span aria-hidden="true">${symbols.violation}</span> ${this.t(words.unreadableExplained)}</p><p>${this.map(trouble.message) ?? ''}</p>${place}${trouble.excerpt === null ? '' : this.excerpt(trouble.excerpt)}<details><summary>${this.t(words.parserSays)}</summary><p lang="en">${this.t(trouble.detail)}</p></details>`,
    );
    return '';
  }

  private section(html: string): void {
    const id = this.id('');
    this.sections.push({
      name: this.name,
      html: `<section aria-labelledby="${id}"><h2 id="${id}" tabindex="-1">${this.t(this.name)}</h2>\n${html}\n</section>`,
    });
  }

  private id(what: string): string {
    return `document-${String(this.sections.length + 1)}${what === '' ? '' : `-${what}`}`;
  }

  private sentence(summary: ReportSummary): string {
    const standing = this.standing.standing(summary);
    const tone = !standing.publishable ? 'bad' : standing.violations + standing.warnings > 0 ? 'warning' : 'good';
    const profile = summary.profile === null ? '' : ` <span class="muted">(${this.t(`${this.words.profile} ${summary.profile}`)})</span>`;
    return `<p class="sentence ${tone}"><strong>${this.t(this.words.sentence(standing))}.</strong>${profile}</p>`;
  }

  private counters(): string {
    const links = severities
      .filter((severity) => this.anchored.has(severity))
      .map(
        (severity) =>
          `<li><a class="severity ${severity}" href="#${this.id(severity)}"><span aria-hidden="true">${symbols[severity]}</span> ${this.t(this.count(severity, this.anchored.get(severity) ?? 0))}</a></li>`,
      );
    return links.length === 0 ? '' : `<ul class="counters">${links.join('')}</ul>`;
  }

  private count(severity: Severity, n: number): string {
    const { words } = this;
    return { violation: words.violations, warning: words.warnings, info: words.infos }[severity](n);
  }

  private badge(severity: Severity): string {
    return `<span class="severity ${severity}"><span aria-hidden="true">${symbols[severity]}</span> ${this.t(this.words.severity[severity])}</span>`;
  }

  private notice({ severity, line, message }: Notice): string {
    return `<li>${this.badge(severity)} ${line === null ? '' : `${this.t(`${this.words.line} ${String(line)}`)}: `}${this.map(message) ?? ''}</li>`;
  }

  private verdictTable(summary: ReportSummary): string {
    const { words } = this;
    const rows = verdictNames.map((name) => {
      const { publishable, violations, warnings } = summary.verdicts[name];
      const answer = `<span class="${publishable ? 'good' : 'bad'}"><span aria-hidden="true">${publishable ? '✔' : '✖'}</span> ${this.t(publishable ? words.yes : words.no)}</span>`;
      return `<tr><th scope="row">${this.t(words.verdict[name])}</th><td>${answer}</td><td class="number">${words.number(violations)}</td><td class="number">${words.number(warnings)}</td></tr>`;
    });
    return `<table><caption>${this.t(words.verdicts)}</caption><thead><tr><th scope="col">${this.t(words.verdictColumn)}</th><th scope="col">${this.t(words.publishableColumn)}</th><th scope="col" class="number">${this.t(words.violationsColumn)}</th><th scope="col" class="number">${this.t(words.warningsColumn)}</th></tr></thead><tbody>${rows.join('')}</tbody></table><p class="muted">${this.t(words.verdictsExplained)}</p>`;
  }

  private recordHtml(record: ReportRecord): string {
    const { words, settings } = this;
    const { subject } = record;
    const results = shownResults(record, settings);
    const pass = passes(record, settings.verdict);
    const [yes, no] = settings.verdict === 'national' ? [words.publishable, words.notPublishable] : [words.conforms, words.doesNotConform];
    const reasons = settings.verdict === 'national' ? subject.reasons : [];
    const state =
      subject.kind === 'catalogue'
        ? ''
        : `<p class="${pass ? 'good' : 'bad'}">${this.t(pass ? yes : no)}${reasons.length === 0 ? '' : `, ${this.t(words.because)}:`}</p>`;
    const why = reasons.length === 0 ? '' : `<ul>${reasons.map((reason) => `<li>${this.map(reason.message) ?? this.t(reason.detail)}</li>`).join('')}</ul>`;
    const head = `<h3><span class="kind">${this.t(words.kind[subject.kind])}</span> ${subject.title === null ? this.t(words.untitled) : `<cite>${this.t(subject.title)}</cite>`}</h3><p class="iri"><code translate="no">${this.t(subject.iri)}</code> <span class="muted">(${this.t(`${words.profile} ${subject.profile}`)})</span></p>${state}${why}`;
    const bySeverity = severities.map((severity) => this.severityHtml(severity, results)).join('');
    return `<article class="record">${head}${bySeverity === '' ? `<p>${this.t(words.fine)}</p>` : bySeverity}</article>\n`;
  }

  private severityHtml(severity: Severity, all: readonly DocumentResult[]): string {
    const results = all.filter((result) => result.severity === severity);
    if (results.length === 0) return '';
    const anchor = this.anchored.has(severity) ? '' : ` id="${this.id(severity)}" tabindex="-1"`;
    this.anchored.set(severity, (this.anchored.get(severity) ?? 0) + results.length);
    return `<h4 class="severity ${severity}"${anchor}><span aria-hidden="true">${symbols[severity]}</span> ${this.t(this.count(severity, results.length))}</h4><ul class="results">${collapse(
      results,
      this.settings.lang,
    )
      .map((group) => this.group(group))
      .join('')}</ul>`;
  }

  private group({ first, others }: ResultGroup): string {
    const { words } = this;
    const facts: [string, string][] = [];
    if (first.path !== null) facts.push([words.property, `${this.map(first.label) ?? ''} <code translate="no">${this.t(shortPath(first.path))}</code>`]);
    if (first.value !== null) facts.push([words.value, `<code translate="no">${this.t(first.value)}</code>`]);
    if (first.focusNode !== first.dataset && !first.focusNode.startsWith('urn:ndc:genid:'))
      facts.push([words.focusNode, `<code translate="no">${this.t(first.focusNode)}</code>`]);
    if (first.line !== null) facts.push([words.lineTerm, String(first.line)]);
    if (first.location !== null) facts.push([words.place, `<code translate="no">${this.t(first.location)}</code>`]);
    const list = facts.map(([term, definition]) => `<div><dt>${this.t(term)}</dt><dd>${definition}</dd></div>`).join('');
    const lines = [...new Set(others.flatMap((other) => other.line ?? []))];
    const also =
      others.length === 0
        ? ''
        : `<p class="also">${this.t(words.also(others.length) + (lines.length === 0 ? '' : `: ${words.lines(lines.slice(0, 20), Math.max(0, lines.length - 20))}`))}</p>`;
    return `<li><p class="message">${this.badge(first.severity)} ${this.map(first.message) ?? this.t(first.component)}</p><dl>${list}</dl>${first.excerpt === null ? '' : this.excerpt(first.excerpt)}${this.advice(first)}${also}${this.raw(first)}</li>`;
  }

  private advice({ fix, rule }: DocumentResult): string {
    const { words } = this;
    const text = fix === null ? undefined : this.map(fix.text);
    const near = fix?.change === null ? fix.nearest.map(({ value, label }) => `<li><code translate="no">${this.t(value)}</code> ${this.t(label)}</li>`) : [];
    const href = rule === null ? null : safeHref(rule);
    return [
      text === undefined ? '' : `<p><strong>${this.t(words.howToFix)}:</strong> ${text}</p>`,
      near.length === 0 ? '' : `<p>${this.t(words.didYouMean)}:</p><ul>${near.join('')}</ul>`,
      fix?.patch == null
        ? ''
        : `<p>${this.t(fix.change === null ? words.example : words.patch)}:</p><pre translate="no"><code>${this.t(fix.patch)}</code></pre>`,
      href === null ? '' : `<p><a href="${this.t(href)}" rel="noreferrer">${this.t(words.ruleLink)}<span class="print"> (${this.t(href)})</span></a></p>`,
    ].join('');
  }

  private raw(result: DocumentResult): string {
    const { words } = this;
    const rows: [string, string | null][] = [
      ['sh:focusNode', result.focusNode],
      ['sh:resultPath', result.path],
      ['sh:value', result.value],
      ['sh:sourceShape', result.sourceShape],
      ['sh:sourceConstraintComponent', componentIri(result.component)],
    ];
    const list = rows.flatMap(([term, value]) => (value === null ? [] : [`<div><dt>${term}</dt><dd>${this.t(value)}</dd></div>`]));
    return `<details><summary>${this.t(words.rawResult)} <span class="muted">${this.t(ruleId(result.sourceShape))}</span></summary><dl translate="no" class="raw">${list.join('')}</dl></details>`;
  }

  private excerpt({ line, firstLine, lines }: Excerpt): string {
    const width = String(firstLine + lines.length - 1).length;
    const rows = lines.map((text, index) => {
      const at = firstLine + index;
      const numbered = `${at === line ? '&gt;' : ' '} ${String(at).padStart(width)} | ${this.t(text)}`;
      return at === line ? `<mark>${numbered}</mark>` : numbered;
    });
    return `<pre class="excerpt" translate="no"><code>${rows.join('\n')}</code></pre>`;
  }

  private repairList(): string {
    const { words, repairs } = this;
    if (repairs.total === 0) return '';
    const items = repairs
      .groups()
      .map(
        ({ count, repaired, examples }) =>
          `<li><strong>${this.t(words.times(count))}</strong>${repaired ? '' : ` (${this.t(words.notRepaired)})`}<ul>${examples.map((repair) => `<li>${this.repair(repair)}</li>`).join('')}</ul></li>`,
      );
    return `<h3>${this.t(words.repairsHeading)} (${this.t(words.repairs(repairs.total))})</h3><p>${this.t(words.repairsExplained)}</p><ul class="repairs">${items.join('')}</ul>`;
  }

  private repair({ line, location, message }: DocumentRepair): string {
    const place = line !== null ? `${this.words.line} ${String(line)}: ` : location !== null ? `${location}: ` : '';
    return `${this.t(place)}${this.map(message) ?? ''}`;
  }

  *end(): Iterable<string> {
    const { words, settings } = this;
    const contents =
      this.sections.length < 2
        ? ''
        : `<nav aria-label="${this.t(words.contents)}"><ul>${this.sections.map(({ name }, index) => `<li><a href="#document-${String(index + 1)}">${this.t(name)}</a></li>`).join('')}</ul></nav>`;
    yield `<!doctype html>
<html lang="${settings.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${this.t(words.title)}${this.sections.length === 1 ? `: ${this.t(this.sections[0]?.name ?? '')}` : ''}</title>
<style>${htmlStyle}</style>
</head>
<body>
<header><h1>${this.t(words.title)}</h1>${settings.verdict === 'national' ? '' : `<p>${this.t(`${words.verdictColumn}: ${words.verdict[settings.verdict]}`)}</p>`}${contents}</header>
<main>
`;
    for (const { html } of this.sections) yield html;
    yield '\n</main>\n</body>\n</html>\n';
  }

  /** Text of a language map, marked when its language is not that of the page. */
  private map(map: LanguageMap): string | undefined {
    const chosen = chooseText(map, this.settings.lang);
    if (chosen === undefined) return undefined;
    const { text, lang } = chosen;
    return lang === '' || lang.split('-')[0] === this.settings.lang || !/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(lang)
      ? this.t(text)
      : `<span lang="${lang}">${this.t(text)}</span>`;
  }

  /** Text for a page or an attribute: whatever a description holds is shown as characters. */
  private t(text: string): string {
    return text
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, '\uFFFD')
      .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
      .replace(/[&<>"']/g, (char) => entities[char] ?? char);
  }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
