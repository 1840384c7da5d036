import type { DocumentReport, ReportSummary } from '../catalogue/document-report.js';
import type { DocumentResult, JudgedRecord } from '../catalogue/validate.js';
import type { PortalLanguage } from '../domain/language.js';
import type { Severity } from '../domain/validation.js';
import type { ParseTrouble } from '../rdf/parse-trouble.js';

/** Whose judgement a report shows: the national catalogue, the EU catalogue (HealthData@EU) or DCAT-AP-NL. */
export type VerdictName = keyof ReportSummary['verdicts'];

export const verdictNames: readonly VerdictName[] = ['national', 'eu', 'dcat-ap-nl'];
export const severities: readonly Severity[] = ['violation', 'warning', 'info'];

/** What a report says of one record; `source` when the record stands elsewhere than the report's own name says. */
export type ReportRecord = Pick<JudgedRecord, 'subject' | 'results' | 'eu' | 'nl' | 'repairs'> & { readonly source?: string };

/** Text that has to wait until more is known: in memory here, in a temporary file on the command line. */
export interface TextSpool {
  write(text: string): void;
  /** All of it, in pieces; the spool is empty afterwards. */
  drain(): Iterable<string>;
}

export interface ReportOptions {
  readonly lang: PortalLanguage;
  /** Escape codes for a terminal; only the text format has them. */
  readonly colour?: boolean;
  readonly verdict?: VerdictName;
  /** The least severity that is shown; JSON is always complete. */
  readonly minimum?: Severity;
  /** Several documents are to come: JSON is then an array. */
  readonly several?: boolean;
  /** Where text waits; without it in memory. */
  readonly spool?: () => TextSpool;
  /** Name and version of what writes the report, for SARIF. */
  readonly version?: string;
}

export type Settings = Required<ReportOptions>;

/**
 * Writes a report while records are judged: what a call returns is to be sent on at once, and nothing of a record is kept
 * but counts (HTML and JSON-LD excepted, which are whole documents).
 */
export interface ReportWriter {
  begin(): string;
  /** A document follows: records, then `endFile`. */
  file(name: string): string;
  record(record: ReportRecord): string;
  endFile(summary: ReportSummary): Iterable<string>;
  /** A document that cannot be read, instead of `file` and what follows it. */
  unreadable(name: string, trouble: ParseTrouble): string;
  end(): Iterable<string>;
}

export interface ReportFormat {
  readonly id: string;
  readonly mediaType: string;
  /** Without the dot. */
  readonly extension: string;
  open(settings: Settings): ReportWriter;
}

/** A document with its report, or with why it has none. */
export type NamedReport = { readonly name: string; readonly report: DocumentReport } | { readonly name: string; readonly trouble: ParseTrouble };

export class MemoryTextSpool implements TextSpool {
  private parts: string[] = [];

  write(text: string): void {
    this.parts.push(text);
  }

  drain(): Iterable<string> {
    const { parts } = this;
    this.parts = [];
    return parts;
  }
}

export function settingsOf(options: ReportOptions): Settings {
  return {
    lang: options.lang,
    colour: options.colour ?? false,
    verdict: options.verdict ?? 'national',
    minimum: options.minimum ?? 'info',
    several: options.several ?? false,
    spool: options.spool ?? (() => new MemoryTextSpool()),
    version: options.version ?? '0',
  };
}

/** What one verdict says of a record. */
export function resultsOf(record: Pick<ReportRecord, 'results' | 'eu' | 'nl'>, verdict: VerdictName): readonly DocumentResult[] {
  if (verdict === 'national') return record.results;
  return (verdict === 'eu' ? record.eu?.results : record.nl?.results) ?? [];
}

/** The results of a record that the reader asked for, gravest first. */
export function shownResults(record: ReportRecord, { verdict, minimum }: Pick<Settings, 'verdict' | 'minimum'>): readonly DocumentResult[] {
  const least = severities.indexOf(minimum);
  return resultsOf(record, verdict)
    .filter((result) => severities.indexOf(result.severity) <= least)
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** Whether a record passes by the verdict asked for. */
export function passes(record: ReportRecord, verdict: VerdictName): boolean {
  if (verdict === 'national') return record.subject.publishable;
  if (verdict === 'eu') return record.eu?.publishable ?? true;
  return record.nl?.results.every((result) => result.severity !== 'violation') ?? true;
}

/** Results of one record that say the same thing of several places. */
export interface ResultGroup {
  readonly first: DocumentResult;
  readonly others: readonly DocumentResult[];
}

export function collapse(results: readonly DocumentResult[], lang: PortalLanguage): ResultGroup[] {
  const groups = new Map<string, DocumentResult[]>();
  for (const result of results) {
    const key = JSON.stringify([result.severity, result.sourceShape, result.path, result.message[lang] ?? result.message]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    // Two components of one shape that find the same fault in the same value are one thing to mend.
    else if (!group.some((other) => other.focusNode === result.focusNode && other.value === result.value && other.line === result.line)) group.push(result);
  }
  return [...groups.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [{ first, others }]));
}

/** The records of a complete report, results put back under the record that they belong to. */
export function recordsOf(report: DocumentReport): ReportRecord[] {
  const index = <T extends { readonly dataset: string }>(items: readonly T[]): ReadonlyMap<string, T[]> => {
    const map = new Map<string, T[]>();
    for (const item of items) {
      const list = map.get(item.dataset);
      if (list === undefined) map.set(item.dataset, [item]);
      else list.push(item);
    }
    return map;
  };
  const results = index(report.results);
  const eu = index(report.eu.results);
  const nl = index(report['dcat-ap-nl'].results);
  const repairs = index(report.repairs);
  return report.datasets.map((subject) => {
    const euResults = eu.get(subject.iri) ?? [];
    return {
      subject,
      results: results.get(subject.iri) ?? [],
      eu:
        subject.kind === 'catalogue'
          ? null
          : { publishable: subject.reasons.length === 0 && euResults.every((result) => result.severity !== 'violation'), results: euResults },
      nl: subject.kind === 'catalogue' ? null : { results: nl.get(subject.iri) ?? [] },
      repairs: repairs.get(subject.iri) ?? [],
    };
  });
}
