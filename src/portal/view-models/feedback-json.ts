import type { HarvestRun } from '../../domain/harvest.js';
import type { StationFeedback } from '../../feedback/feedback-desk.js';
import type { Problem } from '../../feedback/problems.js';

/** The feedback page for software: the same facts, in the ledger's words. */
export function feedbackJson({ status, nextRunAt, runs, problems, held, overdue, soon, usage }: StationFeedback, baseUrl: string): object {
  const { station, state, datasets, lastSuccessAt, failingSince } = status;
  return {
    station: { id: station.id, title: station.title, state, datasets, lastSuccessAt, failingSince, nextRunAt },
    descriptions: problems.descriptions,
    problems: { asOfRun: problems.run, standing: problems.standing.map(problemJson), mended: problems.mended.map(problemJson) },
    held: { total: held.total, page: held.page, pages: held.pages, records: held.records },
    overdue,
    dueSoon: soon,
    usage,
    runs: runs.map(runJson),
    links: {
      page: `${baseUrl}/stations/${station.id}/feedback`,
      feed: `${baseUrl}/stations/${station.id}/feedback.atom`,
      ...(held.page < held.pages ? { next: `${baseUrl}/stations/${station.id}/feedback.json?page=${String(held.page + 1)}` } : {}),
    },
  };
}

function problemJson({ result, ...problem }: Problem): object {
  return {
    ...problem,
    message: result?.message ?? null,
    label: result?.label ?? null,
    path: result?.path ?? null,
    component: result?.component ?? null,
    fix: result?.fix === null || result === null ? null : { text: result.fix.text, patch: result.fix.patch },
    standard: result?.rule ?? null,
  };
}

export function runJson({ stages: _stages, progress: _progress, ...run }: HarvestRun): object {
  return run;
}
