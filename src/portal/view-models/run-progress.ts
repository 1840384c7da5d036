import type { HarvestRun } from '../../domain/harvest.js';
import type { PageContext } from '../page-context.js';

/** How far a run under way is, in words and for a bar. */
export interface ProgressModel {
  readonly text: string;
  readonly done: number;
  /** Null where nobody knows how much there is. */
  readonly expected: number | null;
}

/** Before this much of a stage has passed a rate says nothing; nor does one below one a minute. */
const tellingMs = 5000;

export function progressModel(run: HarvestRun, now: Date, context: PageContext): ProgressModel | null {
  if (run.endedAt !== null) return null;
  const words = context.m.stations;
  const { f } = context;
  const { done, expected } = run.progress;
  const phase = words.phases[run.phase];
  const known = expected !== null && expected >= done && expected > 0 ? expected : null;
  const since = run.stages.findLast((stage) => stage.phase === run.phase)?.startedAt ?? run.startedAt;
  const elapsed = now.getTime() - Date.parse(since);
  const perMs = elapsed >= tellingMs && (done / elapsed) * 60_000 >= 1 ? done / elapsed : 0;
  return {
    done,
    expected: known,
    text: [
      known === null ? words.progressOpen(phase, f.number(done)) : words.progressText(phase, f.number(done), f.number(known)),
      ...(perMs > 0 ? [words.rate(f.number(Math.round(perMs * 60_000)))] : []),
      ...(perMs > 0 && known !== null && known > done ? [words.remaining(f.elapsed((known - done) / perMs))] : []),
    ].join(' '),
  };
}
