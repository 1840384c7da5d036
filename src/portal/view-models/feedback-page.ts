import type { CatalogueQueries } from '../../catalogue/queries.js';
import type { HarvestRun } from '../../domain/harvest.js';
import type { AdmissionReason } from '../../domain/record.js';
import type { ValidationReport, ValidationResult } from '../../domain/validation.js';
import type { HeldRecord, StationFeedback } from '../../feedback/feedback-desk.js';
import type { OverdueRecord } from '../../feedback/overdue.js';
import type { Problem, ProblemCase } from '../../feedback/problems.js';
import { collapse } from '../../report/report-writer.js';
import { usageChannels } from '../../domain/usage.js';
import { groupBy } from '../../rdf/group-by.js';
import type { PageContext } from '../page-context.js';
import { checkResult, type CheckResult } from './check-result.js';
import { withoutInternalAddresses } from './public-address.js';
import { ruleLinks, type RuleLinks } from './rule-links.js';
import { qualityText, runRow, type RunRow } from './station-page.js';
import { moodOf, moodSentence, type StationMood } from './station-state.js';
import { clean, plain, textOf, type Text } from './text.js';

export interface FeedbackRunRow extends RunRow {
  readonly trigger: string;
  readonly dry: boolean;
  readonly resolved: string | null;
  readonly quality: string | null;
}

export interface ProblemModel {
  readonly severity: Problem['severity'];
  readonly severityText: string;
  readonly title: Text;
  readonly count: string;
  readonly isNew: boolean;
  readonly since: string;
  readonly owner: string | null;
  /** One of the results, with the advice. */
  readonly check: CheckResult | null;
  readonly examples: readonly {
    readonly text: Text | null;
    readonly href: string | null;
    readonly held: boolean;
    readonly detail: string | null;
    readonly url: string | null;
    readonly line: number | null;
  }[];
}

export interface HeldModel {
  readonly title: Text;
  readonly subject: string;
  readonly since: string;
  readonly reasons: readonly { readonly text: string; readonly detail: string }[];
  readonly report: {
    readonly profile: string;
    readonly violations: number;
    readonly warnings: number;
    readonly results: readonly CheckResult[];
    readonly more: number;
  } | null;
}

export interface DueModel {
  readonly title: Text;
  readonly href: string;
  readonly dueAt: string;
}

export interface FeedbackPageModel {
  readonly id: string;
  readonly title: Text;
  readonly mood: StationMood;
  readonly sentence: string;
  readonly nextRunAt: string | null;
  readonly publicHref: string;
  readonly counts: { readonly received: number; readonly held: number; readonly violations: number; readonly warnings: number; readonly overdue: number };
  readonly visited: boolean;
  readonly problems: readonly ProblemModel[];
  readonly moreProblems: number;
  readonly mended: readonly ProblemModel[];
  readonly held: { readonly records: readonly HeldModel[]; readonly total: number; readonly page: number; readonly pages: number };
  readonly overdue: readonly DueModel[];
  readonly moreOverdue: number;
  readonly soon: readonly DueModel[];
  /** By dataset, the most used first, with a number for each channel. */
  readonly usage: readonly { readonly title: string; readonly href: string; readonly counts: readonly number[] }[];
  readonly confirmHref: string;
  readonly runs: readonly FeedbackRunRow[];
}

const problemsShown = 60;
const resultsShown = 20;
const dueShown = 50;

type Queries = Pick<CatalogueQueries, 'head' | 'profiles' | 'rules' | 'concepts'>;

export function feedbackPageModel(feedback: StationFeedback, queries: Queries, now: Date, context: PageContext): FeedbackPageModel {
  const { status, problems, held, overdue, soon } = feedback;
  const { station } = status;
  const links = ruleLinks(queries, context.lang);
  const problem = (one: Problem): ProblemModel => problemModel(one, { queries, links, context });
  return {
    id: station.id,
    title: textOf(station.title, context, 200) ?? plain(station.id),
    mood: moodOf(status),
    sentence: moodSentence(status, now, context),
    nextRunAt: feedback.nextRunAt,
    publicHref: `/${context.lang}/stations/${station.id}`,
    counts: { ...problems.descriptions, held: held.total, overdue: overdue.length },
    visited: problems.run !== null,
    problems: problems.standing.slice(0, problemsShown).map(problem),
    moreProblems: Math.max(0, problems.standing.length - problemsShown),
    mended: problems.mended.slice(0, problemsShown).map(problem),
    held: { ...held, records: held.records.map((record) => heldModel(record, { queries, links, context })) },
    overdue: overdue.slice(0, dueShown).map((record) => dueModel(record, context)),
    moreOverdue: Math.max(0, overdue.length - dueShown),
    soon: soon.slice(0, dueShown).map((record) => dueModel(record, context)),
    usage: usageRows(feedback.usage, context),
    confirmHref: `${context.baseUrl}/api/v1/stations/${station.id}/confirmations`,
    runs: feedback.runs.map((run) => feedbackRunRow(run, context)),
  };
}

function usageRows(sums: StationFeedback['usage'], context: PageContext): FeedbackPageModel['usage'] {
  return [...groupBy(sums, ({ record }) => record)].map(([id, own]) => ({
    title: clean(own[0]?.title ?? '', 200) || id,
    href: `/${context.lang}/datasets/${id}`,
    counts: usageChannels.map((channel) => own.find((one) => one.channel === channel)?.count ?? 0),
  }));
}

export function feedbackRunRow(run: HarvestRun, context: PageContext): FeedbackRunRow {
  const words = context.m.stations;
  return {
    ...runRow(run, context),
    trigger: words.triggers[run.trigger],
    dry: run.dry,
    resolved: run.resolved === null ? null : words.resolved[run.resolved.how](null, context.f.dateTime(run.resolved.at)),
    quality: qualityText(run, context),
  };
}

interface Surroundings {
  readonly queries: Queries;
  readonly links: RuleLinks;
  readonly context: PageContext;
}

function problemModel(problem: Problem, around: Surroundings): ProblemModel {
  const { context } = around;
  const words = context.m.stations;
  const check = problem.result === null || problem.profile === null ? null : checkOf([problem.result], problem.profile, around);
  return {
    severity: problem.severity,
    severityText: problem.severity === 'error' ? words.severities.error : context.m.validator.result.severity[problem.severity],
    title: check === null ? plain(words.issues[problem.code as keyof typeof words.issues]) : titleOf(check),
    count: [words.issueCount(problem.count), ...(problem.datasets === 0 ? [] : [words.feedback.inDatasets(problem.datasets)])].join(' '),
    isNew: problem.isNew,
    since: problem.firstSeenAt,
    owner: problem.owner === 'station' ? null : words.owners[problem.owner],
    check,
    examples: problem.examples.map((one) => exampleOf(one, problem, around)),
  };
}

/** The property's name says what it is about; the sentence of one case would name that one's value. */
function titleOf(check: CheckResult): Text {
  return check.property === null ? check.message : plain(`${check.property.label?.text ?? check.label} (${check.property.short})`, 200);
}

function exampleOf(
  { subject, title, held, detail, value, url, line }: ProblemCase,
  { owner }: Problem,
  { queries, context }: Surroundings,
): ProblemModel['examples'][number] {
  const head = subject === null ? undefined : queries.head(subject);
  const isPublic = head?.state === 'current' || head?.state === 'withdrawn';
  // Addresses within our own house are no business of the station; its own are.
  const said = detail === null ? value : owner === 'us' ? withoutInternalAddresses(detail, context.m.stations.internalAddress) : detail;
  return {
    text: subject === null ? null : (textOf(title, context, 200) ?? plain(subject, 300)),
    href: isPublic && !held ? `/${context.lang}/datasets/${head.id}` : null,
    held,
    detail: said === null ? null : clean(said, 600),
    url: url === null ? null : clean(url, 500),
    line,
  };
}

function heldModel({ subject, title, since, reasons, report }: HeldRecord, around: Surroundings): HeldModel {
  const { context } = around;
  return {
    title: textOf(title, context, 300) ?? plain(context.m.stations.feedback.untitled),
    subject: clean(subject, 500),
    since,
    reasons: reasons.map((reason) => ({ text: reasonText(reason, context), detail: clean(reason.detail, 600) })),
    report: report === null ? null : reportModel(report, around),
  };
}

function reasonText({ code }: AdmissionReason, context: PageContext): string {
  return context.m.dataset.heldReasons[code];
}

function reportModel(report: ValidationReport, around: Surroundings): HeldModel['report'] {
  const groups = collapse(
    report.results.map((result) => ({ ...result, excerpt: null, location: null })),
    around.context.lang,
  );
  return {
    profile: report.profile,
    violations: report.violations,
    warnings: report.warnings,
    results: groups.slice(0, resultsShown).map(({ first, others }) => checkOf([first, ...others], report.profile, around)),
    more: Math.max(0, groups.length - resultsShown),
  };
}

function checkOf(results: readonly ValidationResult[], profile: string, { queries, links, context }: Surroundings): CheckResult {
  return checkResult(
    results.map((result) => ({ ...result, excerpt: null, location: null })),
    profile,
    { context, links, concepts: queries.concepts },
  );
}

function dueModel({ id, iri, title, dueAt }: OverdueRecord, context: PageContext): DueModel {
  return { title: textOf(title, context, 200) ?? plain(iri, 300), href: `/${context.lang}/datasets/${id}`, dueAt };
}
