import type { HarvestRun } from '../domain/harvest.js';

export interface RunAnswerOptions {
  readonly baseUrl: string;
  readonly now: Date;
  /** Names of people are for operators only. */
  readonly forOperators?: boolean;
}

/** A run as the API tells it. */
export function runAnswer(run: HarvestRun, { baseUrl, now, forOperators = false }: RunAnswerOptions): object {
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
    resolved: resolved === null ? null : { how: resolved.how, at: resolved.at, run: resolved.run, ...(forOperators ? { by: resolved.by } : {}) },
    ...(forOperators ? { by: run.by } : {}),
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
