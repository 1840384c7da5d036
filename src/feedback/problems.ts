import { visitTriggers, type HarvestIssue, type HarvestRun, type IssueCode } from '../domain/harvest.js';
import type { LanguageMap } from '../domain/language.js';
import type { ValidationResult } from '../domain/validation.js';
import type { ReceivedDescription, ReceivedVersion } from '../ports/feedback-reader.js';

/** One place where a problem was seen. */
export interface ProblemCase {
  /** Record IRI; null when it concerns a document or the station. */
  readonly subject: string | null;
  readonly title: LanguageMap;
  readonly held: boolean;
  /** What the run said; null for a result of validation, which speaks for itself. */
  readonly detail: string | null;
  /** The value at fault, as N-Triples term. */
  readonly value: string | null;
  readonly url: string | null;
  readonly line: number | null;
}

/** One thing to mend, wherever it occurs: a broken rule, or a code of harvest issue. */
export interface Problem {
  readonly kind: 'rule' | 'issue';
  /** IRI of the rule, or code of the issue. */
  readonly code: string;
  readonly profile: string | null;
  readonly severity: 'error' | 'violation' | 'warning' | 'info';
  readonly owner: HarvestIssue['owner'];
  /** One of the results, for the words and the advice. */
  readonly result: ValidationResult | null;
  readonly count: number;
  readonly datasets: number;
  /** One for each dataset first, so that they differ. */
  readonly examples: readonly ProblemCase[];
  /** The first run of those we looked at in which it was seen. */
  readonly firstRun: number;
  readonly firstSeenAt: string;
  /** It was not there in the complete visit before. */
  readonly isNew: boolean;
}

export interface Problems {
  /** The visit that they are as of; null before the first. */
  readonly run: number | null;
  readonly standing: readonly Problem[];
  /** Seen in the complete visit before, and not any more. */
  readonly mended: readonly Problem[];
  /** What the station has now. */
  readonly descriptions: { readonly received: number; readonly held: number; readonly violations: number; readonly warnings: number };
}

export interface ProblemsInput {
  /** Newest first; which of them count is decided here. */
  readonly runs: readonly HarvestRun[];
  readonly issuesOf: (run: number) => readonly HarvestIssue[];
  /** When each document that counts now was received, by its URL. */
  readonly documents: ReadonlyMap<string, string>;
}

/** Said once, when a description or document comes in; nothing of them when it stays as it is and is not read again. */
const saidOnReading: ReadonlySet<IssueCode> = new Set([
  'repaired',
  'not-repaired',
  'not-admissible',
  'own-subject',
  'foreign-subject',
  'invalid-subject',
  'duplicate-subject',
  'primary-moves',
  'engines-disagree',
  'default-value',
  'low-quality',
  'clock',
  'archive-entry',
]);
/** The results themselves stand in its place. */
const summarised: ReadonlySet<IssueCode> = new Set(['violations']);
/** Runs that say something about the station, also where it hands its descriptions in itself. */
const visits: ReadonlySet<HarvestRun['trigger']> = new Set([...visitTriggers, 'push', 'onboarding']);
const visitsLookedAt = 20;
const examplesKept = 5;
const severities = ['error', 'violation', 'warning', 'info'] as const;

/** Visits to the station that say something about it, newest first. */
export function visitsOf(runs: readonly HarvestRun[]): HarvestRun[] {
  return runs.filter((run) => visits.has(run.trigger) && !run.dry && run.endedAt !== null && run.outcome !== 'postponed' && run.outcome !== 'interrupted');
}

/** All problems of a station at once, for one whose descriptions fit in memory. */
export function problemsOf(input: ProblemsInput, descriptions: Iterable<ReceivedDescription>): Problems {
  const tally = new ProblemTally(input);
  for (const description of descriptions) tally.add(description);
  return tally.problems();
}

/**
 * Gathers what is wrong at a station, from the issues of its visits and the reports of what it has now, held or published.
 *
 * A visit that found a document unchanged repeats nothing of what was said when it was read, so such an issue stands for
 * as long as its document was not received again. What is gone counts as mended only after a visit that saw the whole
 * station; one that failed says nothing.
 */
export class ProblemTally {
  private readonly visits: readonly HarvestRun[];
  private readonly latest: HarvestRun | undefined;
  private readonly before: HarvestRun | undefined;
  private readonly standing = new Map<string, Draft>();
  private readonly earlier = new Map<string, Draft>();
  private readonly titles = new Map<string, { readonly title: LanguageMap; readonly held: boolean }>();
  private readonly totals = { received: 0, held: 0, violations: 0, warnings: 0 };

  constructor(private readonly input: ProblemsInput) {
    this.visits = visitsOf(input.runs).slice(0, visitsLookedAt);
    this.latest = this.visits[0];
    this.before = this.visits.slice(1).find((run) => run.outcome === 'complete');
  }

  add({ subject, title, held, versions }: ReceivedDescription): void {
    const isHeld = held !== null;
    this.titles.set(subject, { title, held: isHeld });
    this.totals.received++;
    if (isHeld) this.totals.held++;
    const [last, ...older] = versions;
    if (last?.report == null) return;
    this.totals.violations += last.report.violations;
    this.totals.warnings += last.report.warnings;
    const chains = older.map((version) => ({ version, keys: keysOf(version) }));
    for (const result of last.report.results) {
      const key = ruleKey(last.report.profile, result);
      const first = firstWith(key, last, chains);
      this.note(
        this.standing,
        key,
        { ...ruleDraft(last.report.profile, result), first: { run: first.run, at: first.receivedAt } },
        caseOf(result, subject, title, isHeld),
      );
    }
    const previous = this.before === undefined ? undefined : older.find(({ run }) => run <= (this.before?.id ?? 0));
    if (previous?.report == null || last.run <= (this.before?.id ?? Infinity)) return;
    for (const result of previous.report.results)
      this.note(
        this.earlier,
        ruleKey(previous.report.profile, result),
        { ...ruleDraft(previous.report.profile, result), first: { run: previous.run, at: previous.receivedAt } },
        caseOf(result, subject, title, isHeld),
      );
  }

  problems(): Problems {
    this.addIssues();
    const whole = this.latest?.outcome === 'complete';
    return {
      run: this.latest?.id ?? null,
      standing: this.finish(this.standing),
      mended: whole ? this.finish(new Map([...this.earlier].filter(([key]) => !this.standing.has(key)))) : [],
      descriptions: this.totals,
    };
  }

  private addIssues(): void {
    const said = this.visits.map((visit) => ({ visit, issues: this.input.issuesOf(visit.id).filter(({ code }) => !summarised.has(code)) }));
    const latestWith = new Map<string, number>();
    for (const { visit, issues } of [...said].reverse()) for (const issue of issues) latestWith.set(sameIssue(issue), visit.id);
    const codes = said.map(({ visit, issues }) => ({ visit, codes: new Set(issues.map(({ code }) => code)) }));
    for (const { visit, issues } of said) {
      for (const issue of issues) {
        const key = `issue ${issue.code}`;
        const draft = { kind: 'issue' as const, code: issue.code, profile: null, severity: issue.severity, owner: issue.owner, result: null };
        const first = { run: visit.id, at: visit.startedAt };
        if (latestWith.get(sameIssue(issue)) === visit.id && this.stands(issue, visit))
          this.note(this.standing, key, { ...draft, first: firstWithCode(issue.code, first, codes) }, this.caseOfIssue(issue));
        else if (this.before !== undefined && visit.id >= this.before.id) this.note(this.earlier, key, { ...draft, first }, this.caseOfIssue(issue));
      }
    }
  }

  private caseOfIssue({ subject, detail, url, line }: HarvestIssue): ProblemCase {
    const about = subject === null ? undefined : this.titles.get(subject);
    return { subject, title: about?.title ?? {}, held: about?.held ?? false, detail, value: null, url, line };
  }

  private stands(issue: HarvestIssue, visit: HarvestRun): boolean {
    if (visit.id === this.latest?.id) return true;
    if (!saidOnReading.has(issue.code) || issue.url === null) return false;
    const received = this.input.documents.get(issue.url) ?? '';
    return received !== '' && received <= (visit.endedAt ?? visit.startedAt);
  }

  private note(into: Map<string, Draft>, key: string, draft: Omit<Draft, 'count' | 'datasets' | 'cases'>, one: ProblemCase): void {
    const known = into.get(key);
    const place = one.subject ?? one.url ?? '';
    if (known === undefined) {
      into.set(key, { ...draft, count: 1, datasets: new Set(one.subject === null ? [] : [place]), cases: new Map([[place, [one]]]) });
      return;
    }
    known.count++;
    if (one.subject !== null) known.datasets.add(place);
    if (draft.first.run < known.first.run) known.first = draft.first;
    if (severities.indexOf(draft.severity) < severities.indexOf(known.severity)) known.severity = draft.severity;
    const there = known.cases.get(place);
    if (there === undefined) {
      if (known.cases.size < examplesKept) known.cases.set(place, [one]);
    } else if (there.length < examplesKept) there.push(one);
  }

  private finish(drafts: ReadonlyMap<string, Draft>): Problem[] {
    return [...drafts.values()]
      .map(({ cases, datasets, first, ...draft }) => ({
        ...draft,
        datasets: datasets.size,
        examples: inTurn([...cases.values()]).slice(0, examplesKept),
        firstRun: first.run,
        firstSeenAt: first.at,
        isNew: this.before !== undefined && first.run > this.before.id,
      }))
      .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.count - a.count || a.code.localeCompare(b.code));
  }
}

interface Draft {
  readonly kind: Problem['kind'];
  readonly code: string;
  readonly profile: string | null;
  severity: Problem['severity'];
  readonly owner: Problem['owner'];
  readonly result: ValidationResult | null;
  first: { readonly run: number; readonly at: string };
  count: number;
  readonly datasets: Set<string>;
  readonly cases: Map<string, ProblemCase[]>;
}

const ruleKey = (profile: string, { sourceShape, component, path }: ValidationResult): string => `${profile} ${sourceShape} ${component} ${path ?? ''}`;

function ruleDraft(profile: string, result: ValidationResult): Omit<Draft, 'count' | 'datasets' | 'cases' | 'first'> {
  return { kind: 'rule', code: result.sourceShape, profile, severity: result.severity, owner: 'station', result };
}

function caseOf({ value, line }: ValidationResult, subject: string, title: LanguageMap, held: boolean): ProblemCase {
  return { subject, title, held, detail: null, value, url: null, line };
}

function sameIssue({ code, subject, url, line }: HarvestIssue): string {
  return JSON.stringify([code, subject, url, line]);
}

/** The oldest visit of an unbroken row of visits in which the code was seen. */
function firstWithCode(
  code: IssueCode,
  seen: Draft['first'],
  visitsWith: readonly { readonly visit: HarvestRun; readonly codes: ReadonlySet<IssueCode> }[],
): Draft['first'] {
  let first = seen;
  for (const { visit, codes } of visitsWith) {
    if (visit.id >= first.run) continue;
    if (!codes.has(code)) break;
    first = { run: visit.id, at: visit.startedAt };
  }
  return first;
}

function keysOf({ report }: ReceivedVersion): ReadonlySet<string> {
  return new Set(report?.results.map((result) => ruleKey(report.profile, result)));
}

/** The oldest version of an unbroken row in which the rule was broken. */
function firstWith(
  key: string,
  last: ReceivedVersion,
  older: readonly { readonly version: ReceivedVersion; readonly keys: ReadonlySet<string> }[],
): ReceivedVersion {
  let first = last;
  for (const { version, keys } of older) {
    if (!keys.has(key)) break;
    first = version;
  }
  return first;
}

/** The first of each list, then the second of each, ... */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => (list[at] === undefined ? [] : [list[at]]))).flat();
}
