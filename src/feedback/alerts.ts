import type { HarvestIssue, HarvestRun } from '../domain/harvest.js';
import type { LanguageMap } from '../domain/language.js';
import type { OverdueRecord } from './overdue.js';
import { visitsOf } from './problems.js';

/** Something that a station's curator should hear without asking. */
export type Alert =
  | { readonly kind: 'failing'; readonly run: number; readonly at: string; readonly outcome: 'failed' | 'partial'; readonly details: readonly string[] }
  | { readonly kind: 'still-failing'; readonly run: number; readonly at: string; readonly since: string; readonly details: readonly string[] }
  | { readonly kind: 'recovered'; readonly run: number; readonly at: string; readonly since: string }
  | { readonly kind: 'on-hold'; readonly run: number; readonly at: string; readonly details: readonly string[] }
  | { readonly kind: 'held'; readonly run: number; readonly at: string; readonly titles: readonly LanguageMap[]; readonly count: number }
  | { readonly kind: 'overdue'; readonly at: string; readonly titles: readonly LanguageMap[]; readonly count: number };

/** What was told already; the bookmark of the delivery, kept as JSON in the ledger. */
export interface AlertMemory {
  /** The newest visit considered. */
  readonly run: number;
  readonly failing: { readonly run: number; readonly since: string; readonly toldAgain: boolean } | null;
  /** The run on hold that was told of; later ones that are stopped for the same reason are not. */
  readonly hold: number | null;
  /** What was due by then has been told. */
  readonly overdueUntil: string | null;
}

export interface AlertInput {
  readonly memory: AlertMemory | null;
  /** Of the station, newest first. */
  readonly runs: readonly HarvestRun[];
  readonly issuesOf: (run: number) => readonly HarvestIssue[];
  readonly held: readonly { readonly title: LanguageMap; readonly since: string }[];
  readonly overdue: readonly OverdueRecord[];
  readonly now: Date;
}

export const failingAgainMs = 3 * 86_400_000;
const dayMs = 86_400_000;
const detailsTold = 5;
const titlesTold = 10;

const nothingTold: AlertMemory = { run: 0, failing: null, hold: null, overdueUntil: null };

/**
 * What has changed since the curator was last told. A failure is told at once and again after three days, never each
 * time; what an operator does (replay, release, revert) and dry runs are told to nobody; neither is what failed on our
 * own side.
 */
export function alertsOf({ memory, runs, issuesOf, held, overdue, now }: AlertInput): { readonly alerts: readonly Alert[]; readonly memory: AlertMemory } {
  const visits = visitsOf(runs);
  // Who is told for the first time hears of the present, not of the past.
  const fresh = memory === null ? visits.slice(0, 1) : visits.filter((run) => run.id > memory.run).reverse();
  const alerts: Alert[] = [];
  let { run: last, failing, hold, overdueUntil } = memory ?? nothingTold;
  const heldRun = hold === null ? undefined : runs.find(({ id }) => id === hold);
  if (heldRun?.resolved != null && heldRun.resolved.how !== 'superseded') hold = null;
  for (const visit of fresh) {
    last = Math.max(last, visit.id);
    const at = visit.endedAt ?? visit.startedAt;
    const errors = issuesOf(visit.id).filter(({ severity }) => severity === 'error');
    if (visit.outcome === 'failed' || visit.outcome === 'partial') {
      if (failing !== null || isOurs(errors)) continue;
      failing = { run: visit.id, since: visit.startedAt, toldAgain: false };
      alerts.push({ kind: 'failing', run: visit.id, at, outcome: visit.outcome, details: detailsOf(errors) });
    } else if (visit.outcome === 'on-hold') {
      failing = null;
      if (hold === null) alerts.push({ kind: 'on-hold', run: visit.id, at, details: detailsOf(errors.filter(({ code }) => code === 'brake')) });
      hold = visit.id;
    } else {
      if (failing !== null) alerts.push({ kind: 'recovered', run: visit.id, at, since: failing.since });
      failing = null;
      hold = null;
    }
    const newlyHeld = held.filter(({ since }) => since >= visit.startedAt && since <= at);
    if (newlyHeld.length > 0)
      alerts.push({ kind: 'held', run: visit.id, at, count: newlyHeld.length, titles: newlyHeld.slice(0, titlesTold).map(({ title }) => title) });
  }
  if (failing !== null && !failing.toldAgain && now.getTime() - Date.parse(failing.since) >= failingAgainMs) {
    const latest = visits[0];
    alerts.push({
      kind: 'still-failing',
      run: failing.run,
      at: now.toISOString(),
      since: failing.since,
      details: latest === undefined ? [] : detailsOf(issuesOf(latest.id).filter(({ severity }) => severity === 'error')),
    });
    failing = { ...failing, toldAgain: true };
  }
  // Once a day, so that records that were published one after the other make one message.
  const at = now.toISOString();
  const told = overdueUntil;
  if (told === null || now.getTime() - Date.parse(told) >= dayMs) {
    const late = overdue.filter(({ dueAt }) => dueAt < at && (told === null || dueAt >= told));
    if (late.length > 0) alerts.push({ kind: 'overdue', at, count: late.length, titles: late.slice(0, titlesTold).map(({ title }) => title) });
    overdueUntil = at;
  }
  return { alerts, memory: { run: last, failing, hold, overdueUntil } };
}

/** The catalogue itself failed; the curator can do nothing about it. */
function isOurs(errors: readonly HarvestIssue[]): boolean {
  return errors.length > 0 && errors.every(({ owner }) => owner === 'us');
}

/** What was said of the station and its documents; words about single records stay on the feedback page. */
function detailsOf(errors: readonly HarvestIssue[]): string[] {
  return [...new Set(errors.filter(({ subject, owner }) => subject === null && owner !== 'us').map(({ detail }) => tidy(detail)))].slice(0, detailsTold);
}

function tidy(detail: string): string {
  const line = detail.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
