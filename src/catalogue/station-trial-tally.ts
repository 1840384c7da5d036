import type { Quad } from '@rdfjs/types';
import type { HarvestIssue, IssueCode } from '../domain/harvest.js';
import type { AdmissionReason } from '../domain/record.js';
import type { LanguageMap } from '../domain/language.js';
import type { Severity } from '../domain/validation.js';
import type { RecordKind } from '../domain/record.js';
import { canonicalText } from '../rdf/terms.js';
import type { SourcedRecord } from './document-report.js';
import type { DocumentResult } from './validate.js';

/** A record of the station, as far as a list shows it. */
export interface TrialRecord {
  readonly iri: string;
  readonly title: string | null;
  readonly source: string;
}

/** Results of one rule over all records. */
export interface TrialRule {
  readonly severity: Severity;
  readonly profile: string;
  readonly results: number;
  readonly records: number;
  readonly examples: readonly { readonly record: TrialRecord; readonly result: DocumentResult }[];
}

/** Records that would be held for one reason. */
export interface TrialHeld {
  readonly code: AdmissionReason['code'];
  readonly message: LanguageMap;
  readonly records: number;
  readonly examples: readonly (TrialRecord & { readonly detail: string })[];
}

/** Everything of one kind that the walk ran into. */
export interface TrialIssues {
  readonly code: IssueCode;
  readonly severity: HarvestIssue['severity'];
  readonly count: number;
  readonly examples: readonly HarvestIssue[];
}

/** A record to look at as its page would be. */
export interface TrialSample extends TrialRecord {
  readonly kind: RecordKind;
  readonly publishable: boolean;
  readonly euReady: boolean;
  readonly profile: string;
  readonly violations: number;
  readonly warnings: number;
  readonly infos: number;
  /** Sorted N-Triples. */
  readonly body: string;
}

const maxRules = 300;
const examplesPerRule = 3;
const heldExamples = 10;
const issueExamples = 5;
const maxSamples = 6;
const maxSampleQuads = 3000;

interface Counted {
  readonly rule: Omit<TrialRule, 'results' | 'records' | 'examples'>;
  results: number;
  records: number;
  readonly examples: { record: TrialRecord; result: DocumentResult }[];
}

/** Counts while records go by; what is kept does not grow with the station. */
export class TrialTally {
  records = 0;
  publishable = 0;
  readonly samples: TrialSample[] = [];
  readonly profiles = new Map<string, number>();
  /** Host and scheme of each record's address; null once there are several. */
  origin: string | null | undefined = undefined;
  private readonly byRule = new Map<string, Counted>();
  private readonly byReason = new Map<string, { -readonly [K in keyof TrialHeld]: TrialHeld[K] } & { examples: (TrialRecord & { detail: string })[] }>();
  private readonly byCode = new Map<string, { code: IssueCode; severity: HarvestIssue['severity']; count: number; examples: HarvestIssue[] }>();

  add({ record, source }: SourcedRecord): void {
    const { subject, results, quads } = record;
    const shown: TrialRecord = { iri: subject.iri.slice(0, 2000), title: subject.title?.slice(0, 500) ?? null, source };
    this.rules(shown, results, subject.profile);
    if (subject.kind === 'catalogue') return;
    this.records++;
    if (subject.publishable) this.publishable++;
    else for (const { code, message, detail } of subject.reasons) this.held(code, message, { ...shown, detail: detail.slice(0, 500) });
    this.profiles.set(subject.profile, (this.profiles.get(subject.profile) ?? 0) + 1);
    const origin = URL.canParse(subject.iri) ? new URL(subject.iri).origin : 'null';
    this.origin = this.origin === undefined || this.origin === origin ? origin : null;
    this.sample(shown, record, quads);
  }

  issue(issue: HarvestIssue): void {
    const key = `${issue.code} ${issue.severity}`;
    const group = this.byCode.get(key) ?? { code: issue.code, severity: issue.severity, count: 0, examples: [] };
    this.byCode.set(key, group);
    group.count++;
    if (group.examples.length < issueExamples) group.examples.push({ ...issue, detail: issue.detail.slice(0, 1000), url: issue.url?.slice(0, 1000) ?? null });
  }

  /** The gravest first, then what concerns most records. */
  rulesFound(): TrialRule[] {
    const grave: readonly Severity[] = ['violation', 'warning', 'info'];
    return [...this.byRule.values()]
      .map(({ rule, results, records, examples }) => ({ ...rule, results, records, examples }))
      .sort((a, b) => grave.indexOf(a.severity) - grave.indexOf(b.severity) || b.records - a.records);
  }

  heldFound(): TrialHeld[] {
    return [...this.byReason.values()].sort((a, b) => b.records - a.records);
  }

  issuesFound(): TrialIssues[] {
    const grave: readonly HarvestIssue['severity'][] = ['error', 'warning', 'info'];
    return [...this.byCode.values()].sort((a, b) => grave.indexOf(a.severity) - grave.indexOf(b.severity) || b.count - a.count);
  }

  private rules(record: TrialRecord, results: readonly DocumentResult[], profile: string): void {
    const seen = new Set<string>();
    for (const result of results) {
      const key = [result.severity, result.sourceShape, result.path, result.component].join(' ');
      const known = this.byRule.get(key);
      if (known === undefined && this.byRule.size >= maxRules) continue;
      const counted = known ?? { rule: { severity: result.severity, profile: profile.split('/')[0] ?? '' }, results: 0, records: 0, examples: [] };
      this.byRule.set(key, counted);
      counted.results++;
      if (seen.has(key)) continue;
      seen.add(key);
      counted.records++;
      if (counted.examples.length < examplesPerRule)
        counted.examples.push({ record, result: { ...result, excerpt: null, value: result.value?.slice(0, 1000) ?? null } });
    }
  }

  private held(code: AdmissionReason['code'], message: LanguageMap, example: TrialRecord & { readonly detail: string }): void {
    const group = this.byReason.get(code) ?? { code, message, records: 0, examples: [] };
    this.byReason.set(code, group);
    group.records++;
    if (group.examples.length < heldExamples) group.examples.push(example);
  }

  /** The first ones, and of those that would be held at least one. */
  private sample(shown: TrialRecord, { subject, results, eu }: SourcedRecord['record'], quads: readonly Quad[]): void {
    const full = this.samples.length >= maxSamples;
    const onlyGood = this.samples.every(({ publishable }) => publishable);
    if (subject.kind === 'catalogue' || quads.length > maxSampleQuads || (full && (subject.publishable || !onlyGood))) return;
    if (full) this.samples.pop();
    const count = (severity: Severity): number => results.filter((result) => result.severity === severity).length;
    this.samples.push({
      ...shown,
      kind: subject.kind,
      publishable: subject.publishable,
      euReady: eu?.publishable ?? false,
      profile: subject.profile,
      violations: count('violation'),
      warnings: count('warning'),
      infos: count('info'),
      body: canonicalText(quads),
    });
  }
}
