import { describe, expect, it } from 'vitest';
import type { HarvestIssue, HarvestRun } from '../../src/domain/harvest.js';
import type { ValidationReport, ValidationResult } from '../../src/domain/validation.js';
import { overdueOf } from '../../src/feedback/overdue.js';
import { problemsOf } from '../../src/feedback/problems.js';
import type { Confirmation, ReceivedDescription } from '../../src/ports/feedback-reader.js';
import { makeRun } from '../portal/support/stations.js';

const at = (id: number): string => new Date(Date.parse('2026-06-01T03:00:00Z') + id * 86_400_000).toISOString();
const visit = (id: number, part: Partial<HarvestRun> = {}): HarvestRun => makeRun(id, 'umc', { startedAt: at(id), endedAt: at(id), ...part });
const issue = (code: HarvestIssue['code'], part: Partial<HarvestIssue> = {}): HarvestIssue => ({
  code,
  severity: 'warning',
  subject: null,
  detail: code,
  url: null,
  line: null,
  owner: 'station',
  ...part,
});
const result = (rule: string, part: Partial<ValidationResult> = {}): ValidationResult => ({
  severity: 'violation',
  dataset: 'urn:a',
  focusNode: 'urn:a',
  path: 'http://purl.org/dc/terms/title',
  component: 'MinCount',
  sourceShape: `https://rules.example/#${rule}`,
  value: null,
  message: { en: [rule] },
  label: {},
  rule: null,
  expected: null,
  verdict: 'all',
  line: null,
  fix: null,
  ...part,
});
const report = (...results: readonly ValidationResult[]): ValidationReport => ({
  profile: 'p',
  variant: null,
  conforms: results.length === 0,
  violations: results.length,
  warnings: 0,
  infos: 0,
  targets: 1,
  results,
  engine: 'e',
  shapesHash: 'h',
});
/** Versions newest first, as [run, rules broken]. */
const description = (subject: string, held: boolean, ...versions: readonly (readonly [run: number, ...rules: string[]])[]): ReceivedDescription => ({
  subject,
  record: subject,
  title: { en: [`Title of ${subject}`] },
  held: held ? [{ code: 'no-title', detail: 'no title' }] : null,
  versions: versions.map(([run, ...rules], i) => ({ n: versions.length - i, run, receivedAt: at(run), report: report(...rules.map((rule) => result(rule))) })),
});
const none = new Map<string, string>();
const brief = (problems: ReturnType<typeof problemsOf>): object => ({
  standing: problems.standing.map(({ code, count, datasets, firstRun, isNew }) => [code.replace(/.*#/, ''), count, datasets, firstRun, isNew]),
  mended: problems.mended.map(({ code }) => code.replace(/.*#/, '')),
});

describe('problems of a station', () => {
  it('are none before the first visit', () => {
    expect(problemsOf({ runs: [], issuesOf: () => [], documents: none }, [])).toMatchObject({ run: null, standing: [], mended: [] });
  });

  it('count a rule over datasets, held or published, and follow it to the version that broke it first', () => {
    const problems = problemsOf({ runs: [visit(9), visit(8)], issuesOf: () => [], documents: none }, [
      description('urn:a', false, [9, 'r1', 'r2'], [5, 'r1'], [3]),
      description('urn:b', true, [4, 'r1']),
    ]);
    expect(brief(problems)).toEqual({
      standing: [
        ['r1', 2, 2, 4, false],
        ['r2', 1, 1, 9, true],
      ],
      mended: [],
    });
    expect(problems.descriptions).toEqual({ received: 2, held: 1, violations: 3, warnings: 0 });
    expect(problems.standing[0]?.examples.map(({ subject, held }) => [subject, held])).toEqual([
      ['urn:a', false],
      ['urn:b', true],
    ]);
  });

  it('are mended when the last version does not have them any more and no other dataset has', () => {
    const descriptions = [description('urn:a', false, [9], [5, 'r1', 'r2']), description('urn:b', false, [4, 'r2'])];
    expect(brief(problemsOf({ runs: [visit(9), visit(8)], issuesOf: () => [], documents: none }, descriptions))).toEqual({
      standing: [['r2', 1, 1, 4, false]],
      mended: ['r1'],
    });
  });

  it('are not called mended by a visit that did not see the station', () => {
    const issues = new Map([
      [8, [issue('paging-loop')]],
      [9, [issue('unreachable', { severity: 'error' })]],
    ]);
    const failed = problemsOf({ runs: [visit(9, { outcome: 'failed' }), visit(8)], issuesOf: (run) => issues.get(run) ?? [], documents: none }, []);
    expect(brief(failed)).toEqual({ standing: [['unreachable', 1, 0, 9, true]], mended: [] });
    const seen = problemsOf({ runs: [visit(9), visit(8)], issuesOf: (run) => (run === 8 ? [issue('paging-loop')] : []), documents: none }, []);
    expect(brief(seen)).toEqual({ standing: [], mended: ['paging-loop'] });
  });

  it('stand while the document in which they were seen was not received again', () => {
    const url = 'https://umc.example/a.ttl';
    const issuesOf = (run: number): HarvestIssue[] => (run === 7 ? [issue('repaired', { url, subject: 'urn:a' })] : []);
    const runs = [visit(9), visit(8), visit(7)];
    const unchanged = problemsOf({ runs, issuesOf, documents: new Map([[url, at(7)]]) }, [description('urn:a', false, [7])]);
    expect(brief(unchanged)).toEqual({ standing: [['repaired', 1, 1, 7, false]], mended: [] });
    const readAgain = problemsOf({ runs, issuesOf, documents: new Map([[url, at(9)]]) }, [description('urn:a', false, [7])]);
    expect(brief(readAgain)).toEqual({ standing: [], mended: [] });
  });

  it('count once what each visit repeats, and since the first of an unbroken row', () => {
    const url = 'https://umc.example/a.ttl';
    const repeated = issue('repaired', { url, line: 3 });
    const runs = [visit(9), visit(8), visit(7), visit(6), visit(5)];
    const issuesOf = (run: number): HarvestIssue[] => (run === 6 ? [] : [repeated]);
    expect(brief(problemsOf({ runs, issuesOf, documents: new Map([[url, at(5)]]) }, []))).toEqual({ standing: [['repaired', 1, 0, 7, false]], mended: [] });
  });

  it('leave out dry runs, deeds of operators and what the reports say themselves', () => {
    const runs = [visit(12, { dry: true }), visit(11, { trigger: 'replay' }), visit(10, { trigger: 'revert' }), visit(9, { outcome: 'postponed' }), visit(8)];
    const asked: number[] = [];
    const problems = problemsOf({ runs, issuesOf: (run) => (asked.push(run), [issue('violations', { subject: 'urn:a' })]), documents: none }, []);
    expect([problems.run, problems.standing, [...new Set(asked)]]).toEqual([8, [], [8]]);
  });

  it('take examples from different datasets first', () => {
    const many = description('urn:a', false, [9, 'r1', 'r1', 'r1', 'r1', 'r1', 'r1', 'r1']);
    const [problem] = problemsOf({ runs: [visit(9)], issuesOf: () => [], documents: none }, [many, description('urn:b', false, [9, 'r1'])]).standing;
    expect([problem?.count, problem?.examples.map(({ subject }) => subject)]).toEqual([8, ['urn:a', 'urn:b', 'urn:a', 'urn:a', 'urn:a']]);
  });
});

describe('the yearly check', () => {
  it('is overdue after 365 days, and due soon in the last thirty', () => {
    const record = (id: string, lastChangedAt: string, confirmedAt: string | null = null): Confirmation => ({
      id,
      iri: id,
      title: {},
      confirmedAt,
      lastChangedAt,
    });
    const { overdue, soon } = overdueOf(
      [
        record('late', '2025-06-20T07:59:59Z'),
        record('later', '2024-01-01T00:00:00Z'),
        record('soon', '2025-06-20T08:00:01Z'),
        record('fine', '2025-08-20T00:00:00Z'),
        record('confirmed', '2020-01-01T00:00:00Z', '2026-01-01T00:00:00Z'),
      ],
      new Date('2026-06-20T08:00:00Z'),
    );
    expect([overdue.map(({ id }) => id), soon.map(({ id }) => id)]).toEqual([['later', 'late'], ['soon']]);
    expect(overdue[1]?.dueAt).toBe('2026-06-20T07:59:59.000Z');
  });
});
