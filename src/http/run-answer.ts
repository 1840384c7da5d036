import type { HarvestRun } from '../domain/harvest.js';
import { may, type Operator } from '../domain/operator.js';
import type { LedgerReader } from '../ports/ledger.js';

export interface RunAnswerOptions {
  readonly baseUrl: string;
  readonly now: Date;
  /** Who did what is told to some of the operator's people only. */
  readonly withNames?: boolean;
}

const maxIssues = 20_000;
const maxItems = 20_000;

/** A run with all that it did or would do, as the operator's people see it; its ETag is what a deed on it is decided by. */
export function wholeRunAnswer(
  run: HarvestRun,
  operator: Operator,
  { reader, ...options }: { readonly reader: Pick<LedgerReader, 'runIssues' | 'runItems'> } & Omit<RunAnswerOptions, 'withNames'>,
): object {
  return {
    ...runAnswer(run, { ...options, withNames: may(operator, 'names') }),
    stages: run.stages,
    issues: reader.runIssues(run.id, maxIssues),
    items: reader.runItems(run.id, maxItems),
  };
}

/** A run as the API tells it. */
export function runAnswer(run: HarvestRun, { baseUrl, now, withNames = false }: RunAnswerOptions): object {
  const { id, station, trigger, startedAt, endedAt, phase, outcome, counts, walk, dry, of, quality, resolved } = run;
  return {
    run: id,
    station,
    trigger,
    startedAt,
    endedAt,
    phase,
    outcome,
    ...counts,
    walk,
    dry,
    of,
    quality,
    planned: run.planned,
    resolved: resolved === null ? null : { how: resolved.how, at: resolved.at, run: resolved.run, ...(withNames ? { by: resolved.by } : {}) },
    ...(withNames ? { by: run.by } : {}),
    progress: endedAt === null ? progressOf(run, now) : null,
    links: { self: runUrl(baseUrl, station, id) },
  };
}

export function runUrl(baseUrl: string, station: string, run: number): string {
  return `${baseUrl}/api/v1/stations/${station}/runs/${String(run)}`;
}

/** How far the present phase is, its pace so far, and how long the rest takes at that pace; null for what cannot be said. */
export function progressOf({ progress: { done, expected }, stages, startedAt }: HarvestRun, now: Date): object {
  const seconds = (now.getTime() - Date.parse(stages.at(-1)?.startedAt ?? startedAt)) / 1000;
  const rate = seconds >= 1 && done > 0 ? done / seconds : null;
  return {
    done,
    expected,
    ratePerSecond: rate === null ? null : Math.round(rate * 10) / 10,
    remainingSeconds: rate === null || expected === null ? null : Math.max(0, Math.ceil((expected - done) / rate)),
  };
}
