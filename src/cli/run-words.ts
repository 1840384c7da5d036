import type { HarvestIssue, HarvestRun, RunCounts, RunItem } from '../domain/harvest.js';
import { chooseText, type LanguageMap } from '../domain/language.js';
import { counted } from './command.js';

/** So many records and remarks of a run are printed; `ndc runs show RUN --all` prints the others. */
export const mostItems = 100;
const mostIssues = 20;

/** What stations write may hold anything, also what moves the cursor or rings the bell of a terminal. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' ').trim();
}

export function titleText(title: LanguageMap): string {
  return plain(chooseText(title, 'en')?.text ?? '') || '(no title)';
}

export function countsText({ added, updated, unchanged, withdrawn, held }: RunCounts): string {
  return `${String(added)} added, ${String(updated)} updated, ${String(unchanged)} unchanged, ${String(withdrawn)} withdrawn, ${String(held)} held`;
}

const order: readonly RunItem['outcome'][] = ['withdrawn', 'held', 'updated', 'added', 'missing', 'stale', 'unchanged'];

/** What a run did or would do, what takes something away first: one line a record, and below it what changes. */
export function itemLines(items: readonly RunItem[], most: number, run: number): string[] {
  const shown = items.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome)).slice(0, most);
  const lines = shown.flatMap(({ subject, title, outcome, reason, changes }) => [
    `    ${outcome.padEnd(9)} ${titleText(title)} <${plain(subject)}>${reason === null ? '' : ` (${plain(reason)})`}`,
    ...changes.flatMap(({ path, removed, added }) => [
      ...removed.map((value) => `              - ${path} ${plain(value)}`),
      ...added.map((value) => `              + ${path} ${plain(value)}`),
    ]),
  ]);
  const rest = items.length - shown.length;
  if (rest > 0) lines.push(`    ... and ${counted(rest, 'more record')}: ndc runs show ${String(run)} --all`);
  if (shown.some(({ outcome }) => outcome === 'missing'))
    lines.push('    "missing": published, but not listed this time; withdrawn when it stays away (NDC_MISSING_RUNS, NDC_MISSING_HOURS).');
  return lines;
}

/** Remarks, the grave ones first. */
export function issueLines(issues: readonly HarvestIssue[], { most = mostIssues, run }: { readonly most?: number; readonly run: number }): string[] {
  const weight = { error: 0, warning: 1, info: 2 };
  const shown = issues.toSorted((a, b) => weight[a.severity] - weight[b.severity]).slice(0, most);
  const lines = shown.map(({ severity, code, subject, detail, url, line }) => {
    const where = subject ?? url;
    return `    ${severity} ${code}: ${plain(detail)}${where === null || detail.includes(where) ? '' : ` <${plain(where)}>`}${line === null ? '' : ` (line ${String(line)})`}`;
  });
  const rest = issues.length - shown.length;
  return rest > 0 ? [...lines, `    ... and ${counted(rest, 'more remark')}: ndc runs show ${String(run)} --all`] : lines;
}

/** What became of a run, or what an operator can do now. */
export function nextSteps({ id, station, outcome, planned, resolved, of, trigger, dry }: HarvestRun, issues: readonly HarvestIssue[]): string[] {
  if (resolved !== null) return [decisionText(resolved)];
  if (outcome === 'on-hold')
    return [
      `It would do: ${planned === null ? 'see below' : countsText(planned)}. Nothing is published until you decide:`,
      `  ndc runs show ${String(id)}           what it would do to each record`,
      `  ndc harvest --release ${String(id)}   publish it`,
      `  ndc harvest --discard ${String(id)}   drop it; the catalogue stays as it is`,
    ];
  if (outcome === 'failed' || outcome === 'partial') return [`Each remark is explained in docs/issues.md. When it is mended: ndc harvest ${station}`];
  if (issues.some(({ code }) => code === 'cancelled')) return [`Nothing of it is published. To begin again: ndc harvest ${station}`];
  if (outcome === 'interrupted' && !dry && of === null) return [`What was read is kept; the next harvest of ${station} goes on from there.`];
  if (trigger === 'revert') return [`The next harvest takes over again what the station says; when that is not meant: ndc stations pause ${station}`];
  return [];
}

function decisionText({ how, by, at, run }: NonNullable<HarvestRun['resolved']>): string {
  const whom = by === null ? '' : ` by ${by}`;
  if (how === 'released') return `Released${whom} at ${at}, as run ${String(run)}.`;
  if (how === 'discarded') return `Discarded${whom} at ${at}.`;
  return `Run ${String(run)} took its place at ${at}.`;
}
