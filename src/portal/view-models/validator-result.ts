import type { DocumentReport } from '../../catalogue/document-report.js';
import type { ConceptLabels } from '../../catalogue/queries.js';
import type { FocusPlace } from '../../catalogue/focus-places.js';
import type { DocumentResult, ValidationSubject } from '../../catalogue/validate.js';
import type { Severity } from '../../domain/validation.js';
import { collapse, passes, recordsOf, severities, verdictNames, type ReportRecord, type VerdictName } from '../../report/report-writer.js';
import { StandingTally } from '../../report/standing.js';
import { reportWords } from '../../report/words.js';
import type { PageContext } from '../page-context.js';
import { checkResult, type CheckResult } from './check-result.js';
import { lastSegment } from './concept.js';
import { localName, type RuleLinks } from './rule-links.js';
import { clean, textOf, type Text } from './text.js';

export const resultViews = ['results', 'look', 'eu', 'dcat-ap-nl', 'source'] as const;
export type ResultView = (typeof resultViews)[number];

/** What a result page is made from: a job's outcome while it is there, or a kept report. */
export interface ResultSource {
  readonly name: string;
  readonly report: DocumentReport;
  readonly places: Readonly<Record<string, FocusPlace>>;
  /** Address of the page, without language and query; of a job or of a kept report. */
  readonly path: string;
  readonly views: readonly ResultView[];
  readonly asked: { readonly view: ResultView; readonly severity: Severity | null; readonly page: number };
  /** Where a format can be fetched. */
  readonly downloadHref: (format: string) => string;
}

export interface SeveritySection {
  readonly severity: Severity;
  readonly text: string;
  readonly results: readonly CheckResult[];
  readonly more: number;
}

export interface RecordSection {
  readonly anchor: string;
  readonly kind: string;
  readonly title: string | null;
  readonly iri: string;
  readonly profile: string;
  /** Null for catalogues, which are not admitted or held. */
  readonly publishable: boolean | null;
  readonly parts: readonly { readonly title: string; readonly name: string | null; readonly severities: readonly SeveritySection[] }[];
}

export interface ValidatorResultModel {
  readonly nothing: Text | null;
  readonly sentence: string;
  readonly mood: 'good' | 'warning' | 'bad';
  readonly summary: string;
  readonly counters: readonly { readonly severity: Severity | null; readonly text: string; readonly href: string; readonly current: boolean }[];
  readonly views: readonly { readonly view: ResultView; readonly text: string; readonly href: string; readonly current: boolean }[];
  readonly verdicts: readonly {
    readonly text: string;
    readonly publishable: boolean;
    readonly violations: number;
    readonly warnings: number;
    readonly href: string | null;
  }[];
  readonly policy: {
    readonly text: string;
    readonly count: string;
    readonly held: readonly { readonly title: string; readonly href: string; readonly reasons: readonly { readonly text: Text; readonly detail: string }[] }[];
  };
  readonly notices: readonly { readonly severity: 'warning' | 'info'; readonly severityText: string; readonly line: number | null; readonly message: Text }[];
  readonly repairs: readonly {
    readonly text: Text;
    readonly detail: string;
    readonly line: number | null;
    readonly repaired: boolean;
    readonly count: number;
  }[];
  readonly repairCount: number;
  readonly records: readonly RecordSection[];
  readonly pages: { readonly page: number; readonly pages: number; readonly previousHref: string | null; readonly nextHref: string | null };
  readonly downloads: readonly { readonly text: string; readonly href: string }[];
}

const recordsPerPage = 20;
const groupsPerSection = 60;
const maxRepairs = 30;
const downloadFormats = ['html', 'text', 'csv', 'json', 'sarif', 'junit', 'turtle', 'jsonld'] as const;

export function validatorResultModel(source: ResultSource, links: RuleLinks, concepts: ConceptLabels, context: PageContext): ValidatorResultModel {
  const { report, asked } = source;
  const words = context.m.validator.result;
  const verdict: VerdictName = asked.view === 'eu' || asked.view === 'dcat-ap-nl' ? asked.view : 'national';
  const all = recordsOf(report);
  const tally = new StandingTally({ verdict });
  for (const record of all) tally.add(record);
  const standing = tally.standing(report);
  const counts = countsOf(all, verdict);
  const listed = all.filter((record) => asked.severity === null || resultsOf(record, verdict).some((result) => result.severity === asked.severity));
  const pages = Math.max(1, Math.ceil(listed.length / recordsPerPage));
  const page = Math.min(Math.max(1, asked.page), pages);
  const shown = listed.slice((page - 1) * recordsPerPage, page * recordsPerPage);
  const href = (view: ResultView, severity: Severity | null, n = 1, anchor = ''): string => hrefOf(source.path, { view, severity, page: n }, context) + anchor;
  const nothing = report.notices.find((notice) => notice.code === 'no-records');
  return {
    nothing: nothing === undefined || all.length > 0 ? null : textOf(nothing.message, context, 3000),
    sentence: reportWords[context.lang].sentence(standing),
    mood: !standing.publishable ? 'bad' : standing.violations + standing.warnings > 0 ? 'warning' : 'good',
    summary: words.summary(formatNames[report.document.format], report.document.triples, report.records, profileNames(all) || (report.profile ?? '-')),
    counters: [
      {
        severity: null,
        text: words.all(counts.violation + counts.warning + counts.info),
        href: href(asked.view, null, 1, '#records'),
        current: asked.severity === null,
      },
      ...severities
        .filter((severity) => counts[severity] > 0)
        .map((severity) => ({
          severity,
          text: { violation: words.violations, warning: words.warnings, info: words.infos }[severity](counts[severity]),
          href: href(asked.view, severity, 1, '#records'),
          current: asked.severity === severity,
        })),
    ],
    views: source.views.map((view) => ({ view, text: words.view[view], href: href(view, null), current: view === asked.view })),
    verdicts: verdictNames.map((name) => ({
      text: words.verdict[name],
      ...report.verdicts[name],
      href: href(name === 'national' ? 'results' : name, null, 1, '#records'),
    })),
    policy: policyOf(report, all, context),
    notices: report.notices
      .filter((notice) => notice !== nothing || all.length > 0)
      .map(({ severity, line, message }) => ({
        severity,
        severityText: words.severity[severity],
        line,
        message: textOf(message, context, 2000) ?? { text: '', lang: null, tag: null },
      })),
    ...repairsOf(report, context),
    records: shown.map((record) => recordSection(record, `r${String(all.indexOf(record) + 1)}`, { source, verdict, links, concepts, context })),
    pages: {
      page,
      pages,
      previousHref: page > 1 ? href(asked.view, asked.severity, page - 1, '#records') : null,
      nextHref: page < pages ? href(asked.view, asked.severity, page + 1, '#records') : null,
    },
    downloads: downloadFormats.map((format) => ({ text: words.download(words.formats[format]), href: source.downloadHref(format) })),
  };
}

/** What a visitor wants to see of a result. */
export function askedOf(params: URLSearchParams, views: readonly ResultView[]): ResultSource['asked'] {
  const page = Number(params.get('page') ?? '1');
  return {
    view: views.find((view) => view === params.get('view')) ?? 'results',
    severity: severities.find((severity) => severity === params.get('severity')) ?? null,
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

/** Address of a view of a result; defaults are left out. */
export function hrefOf(path: string, asked: Partial<ResultSource['asked']>, context: Pick<PageContext, 'lang'>): string {
  const params = new URLSearchParams();
  if (asked.view !== undefined && asked.view !== 'results') params.set('view', asked.view);
  if (asked.severity != null) params.set('severity', asked.severity);
  if (asked.page !== undefined && asked.page > 1) params.set('page', String(asked.page));
  const query = params.toString();
  return `/${context.lang}${path}${query === '' ? '' : `?${query}`}`;
}

export const formatNames: Readonly<Record<DocumentReport['document']['format'], string>> = {
  turtle: 'Turtle',
  trig: 'TriG',
  'n-triples': 'N-Triples',
  'n-quads': 'N-Quads',
  'rdf-xml': 'RDF/XML',
  'json-ld': 'JSON-LD',
};

function resultsOf(record: ReportRecord, verdict: VerdictName): readonly DocumentResult[] {
  if (verdict === 'national') return record.results;
  return (verdict === 'eu' ? record.eu?.results : record.nl?.results) ?? [];
}

function countsOf(records: readonly ReportRecord[], verdict: VerdictName): Record<Severity, number> {
  const counts = { violation: 0, warning: 0, info: 0 };
  for (const record of records) for (const { severity } of resultsOf(record, verdict)) counts[severity]++;
  return counts;
}

function profileNames(records: readonly ReportRecord[]): string {
  return [...new Set(records.map((record) => record.subject.profile))].slice(0, 4).join(', ');
}

function policyOf(report: DocumentReport, records: readonly ReportRecord[], context: PageContext): ValidatorResultModel['policy'] {
  const words = context.m.validator;
  const held = records.map((record, at) => ({ record, at })).filter(({ record }) => record.subject.kind !== 'catalogue' && !record.subject.publishable);
  return {
    text: words.policy[report.policy],
    count: words.result.policyPublishable(report.publishableRecords, report.records),
    held: held.slice(0, 50).map(({ record: { subject }, at }) => ({
      title: titleOf(subject, context),
      href: `#r${String(at + 1)}`,
      reasons: subject.reasons.map(({ message, detail }) => ({
        text: textOf(message, context, 600) ?? { text: detail, lang: null, tag: null },
        detail: clean(detail, 600),
      })),
    })),
  };
}

function titleOf(subject: ValidationSubject, context: PageContext): string {
  return subject.title === null ? `${context.m.validator.result.untitled} (${clean(subject.iri, 200)})` : clean(subject.title, 300);
}

function repairsOf(report: DocumentReport, context: PageContext): Pick<ValidatorResultModel, 'repairs' | 'repairCount'> {
  const groups = new Map<string, { first: DocumentReport['repairs'][number]; count: number }>();
  for (const repair of report.repairs) {
    const key = `${repair.rule} ${repair.detail}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: repair, count: 1 });
    else group.count++;
  }
  return {
    repairCount: report.repairs.length,
    repairs: [...groups.values()].slice(0, maxRepairs).map(({ first, count }) => ({
      text: textOf(first.message, context, 600) ?? { text: first.rule, lang: null, tag: null },
      detail: clean(first.detail, 300),
      line: first.line,
      repaired: first.repaired,
      count,
    })),
  };
}

interface Shown {
  readonly source: ResultSource;
  readonly verdict: VerdictName;
  readonly links: RuleLinks;
  readonly concepts: ConceptLabels;
  readonly context: PageContext;
}

function recordSection(record: ReportRecord, anchor: string, shown: Shown): RecordSection {
  const { source, verdict, context } = shown;
  const { subject } = record;
  const { severity } = source.asked;
  const results = resultsOf(record, verdict).filter((result) => severity === null || result.severity === severity);
  const profile = verdict === 'national' ? (subject.profile.split('/')[0] ?? '') : source.report[verdict].profile;
  return {
    anchor,
    kind: context.m.validator.result.kinds[subject.kind],
    title: subject.title === null ? null : clean(subject.title, 300),
    iri: clean(subject.iri, 500),
    profile: verdict === 'national' ? subject.profile : profile,
    publishable: subject.kind === 'catalogue' ? null : passes(record, verdict),
    parts: partsOf(results, source.places, subject.iri, context).map((part) => ({
      title: part.title,
      name: part.name,
      severities: severities.map((one) => severitySection(one, part.results, profile, shown)).filter((section) => section.results.length > 0),
    })),
  };
}

function severitySection(severity: Severity, results: readonly DocumentResult[], profile: string, { links, concepts, context }: Shown): SeveritySection {
  const words = context.m.validator.result;
  const ofIt = results.filter((result) => result.severity === severity);
  const groups = collapse(ofIt, context.lang);
  return {
    severity,
    text: { violation: words.violations, warning: words.warnings, info: words.infos }[severity](ofIt.length),
    results: groups.slice(0, groupsPerSection).map(({ first, others }) => checkResult([first, ...others], profile, { context, links, concepts })),
    more: Math.max(0, groups.length - groupsPerSection),
  };
}

interface Part {
  readonly title: string;
  readonly name: string | null;
  readonly results: DocumentResult[];
}

/** Results by what their focus node is of the record: the record itself first, then its parts in the order they come. */
function partsOf(results: readonly DocumentResult[], places: ResultSource['places'], iri: string, context: PageContext): Part[] {
  const words = context.m.validator;
  const parts = new Map<string, Part>();
  for (const result of results) {
    const place = places[result.focusNode];
    const isItself = result.focusNode === iri || place?.path.length === 0;
    const key = isItself ? '' : result.focusNode;
    const part = parts.get(key);
    if (part !== undefined) part.results.push(result);
    else
      parts.set(key, {
        title: isItself ? words.result.itself : roleOf(place, context),
        name: isItself ? null : (place?.name ?? (result.focusNode.startsWith('urn:ndc:') ? null : clean(result.focusNode, 200))),
        results: [result],
      });
  }
  const own = parts.get('');
  return [...(own === undefined ? [] : [own]), ...[...parts].filter(([key]) => key !== '').map(([, part]) => part)];
}

function roleOf(place: FocusPlace | undefined, context: PageContext): string {
  const roles: Readonly<Record<string, string>> = context.m.validator.roles;
  const steps = (place?.path ?? []).map((property) => roles[localName(property)] ?? clean(lastSegment(property), 60));
  return steps.length === 0 ? context.m.validator.result.on : steps.join(' › ');
}
